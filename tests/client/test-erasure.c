/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account.h"

#include <string.h>

#include "accounts/invite.h"
#include "archive/backup.h"
#include "archive/blobs.h"
#include "archive/erase.h"
#include "bytes.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "network.h"
#include "protocol.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "sync.h"

#define PASSWORD "le canard du jeudi"

/* In every place where a person can put words stands this one. */
#define WORD "Quenouillardise"
#define MARTHE "quenouillardise@exemple.invalid"
#define JULES "jules@exemple.invalid"

/* One person's replica, signed in, or a visitor's. */
typedef struct
{
  char *directory;
  SohoReplica *replica;
  gint64 person;
} Device;

typedef struct
{
  Network *network;
  char *elsewhere; /* where the backup is */
  char *backup;
  gint64 marthe;
  Device hers, phone, staff, visitor;
} Fixture;

static void
device_open (Device *self)
{
  g_autoptr (GError) error = NULL;

  self->directory = network_make_directory ();
  self->replica = soho_replica_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
}

static void
device_close (Device *self)
{
  g_object_unref (self->replica);
  network_remove_directory (self->directory);
}

static void
activate (Fixture *self, Device *device, const char *email, gint64 person, const char *const *roles)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code
      = soho_invite (self->network->archive, email, roles, person,
                     g_get_real_time () / G_USEC_PER_SEC, &device->person, &error);

  g_assert_no_error (error);
  soho_account_activate (device->replica, self->network->address, code, PASSWORD,
                         device == &self->hers ? WORD : "essai", NULL, &error);
  g_assert_no_error (error);
}

static void
sync_well (Fixture *self, Device *device)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = NULL;
  SohoSyncReport report;

  soho_sync_run (device->replica, self->network->address, NULL, NULL, NULL, &report, &error);
  g_assert_no_error (error);
  complaints = soho_replica_verify (device->replica, NULL);
  g_assert_cmpuint (complaints->len, ==, 0);
}

static void
edit (Device *device, gint64 id, const char *field, const char *text)
{
  const SohoKind *kind = &soho_kind_member;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) record = soho_replica_get_record (device->replica, kind, id, &error);
  int index = soho_kind_find_field (kind, field);

  soho_field_parse (&kind->fields[index], text, &soho_record_get_values (record)[index], &error);
  g_assert_no_error (error);
  soho_replica_edit (device->replica, kind, id, soho_record_get_values (record), &error);
  g_assert_no_error (error);
}

static void
add_contact (Device *device, gint64 person, const char *value, const char *visibility)
{
  const SohoKind *kind = &soho_kind_contact_point;
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  const char *const texts[][2] = { { "type", "web" },
                                   { "value", value },
                                   { "label", WORD },
                                   { "visibility", visibility },
                                   { "agreed_on", "2026-11-24" } };
  g_autoptr (GError) error = NULL;

  soho_value_set_integer (&values[0], person);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      int field = soho_kind_find_field (kind, texts[i][0]);

      soho_field_parse (&kind->fields[field], texts[i][1], &values[field], &error);
      g_assert_no_error (error);
    }
  soho_replica_create (device->replica, kind, values, &error);
  g_assert_no_error (error);
  soho_values_free (values, soho_kind_get_n_fields (kind));
}

/* Her card for everybody, with a photo, a skill and addresses of each degree; and others. */
static void
fill (Fixture *self)
{
  g_autofree char *owner = NULL, *skill_text = NULL;
  g_autoptr (GError) error = NULL;
  gint64 skill = network_put (self->network, "skill", 0, "label=Reliure", NULL);
  gint64 village = network_put (self->network, "village", 0, "commune=32256", NULL);
  g_autofree char *of = g_strdup_printf ("village=%" G_GINT64_FORMAT, village);

  for (guint i = 0; i < 100; i++)
    network_put (self->network, "member", 0, "given_name=Jeanne", "family_name=Essai",
                 "commune=32256", i % 2 == 0 ? "visibility=public" : "visibility=members",
                 "about=Une autre personne, qui reste.", NULL);
  self->marthe = network_put (
      self->network, "member", 0, "given_name=Marthe " WORD, "family_name=" WORD, "commune=32013",
      "organization=Atelier " WORD, "occupation=" WORD, "about=Je suis la QUENOUILLARDISE.",
      "website=https://quenouillardise.example.org", "visibility=public", NULL);
  owner = g_strdup_printf ("member=%" G_GINT64_FORMAT, self->marthe);
  skill_text = g_strdup_printf ("skill=%" G_GINT64_FORMAT, skill);
  network_put (self->network, "member_skill", 0, owner, skill_text, "detail=" WORD, NULL);
  network_put (self->network, "contact_point", 0, owner, "type=email", "value=" MARTHE, NULL);
  network_put (self->network, "village_contact", 0, of, owner, "name=La mairie", NULL);
  soho_archive_begin (self->network->archive, &error);
  soho_archive_set_ref (self->network->archive, "member", WORD, self->marthe, &error);
  soho_archive_commit (self->network->archive, &error);
  g_assert_no_error (error);
}

static void
show_photo (Fixture *self)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a photo of " WORD, strlen ("a photo of " WORD));
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) card = NULL;
  gboolean changed;
  char *name;

  soho_archive_begin (self->network->archive, &error);
  soho_archive_put_blob (self->network->archive, bytes, &name, &error);
  card = soho_archive_get (self->network->archive, &soho_kind_member, self->marthe, &error);
  soho_value_take_text (
      &soho_record_get_values (card)[soho_kind_find_field (&soho_kind_member, "photo")], name);
  soho_archive_put (self->network->archive, &soho_kind_member, self->marthe,
                    soho_record_get_values (card), &changed, &error);
  soho_archive_commit (self->network->archive, &error);
  g_assert_no_error (error);
}

/* What she writes goes everywhere: sent, overwritten by herself elsewhere, refused, kept, waiting.
 */
static void
write_everywhere (Fixture *self)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u fois " WORD, i);

      edit (&self->hers, self->marthe, "about", text);
      sync_well (self, &self->hers);
      sync_well (self, &self->visitor);
      sync_well (self, &self->staff);
    }
  sync_well (self, &self->phone);
  edit (&self->hers, self->marthe, "occupation", "Ancienne " WORD);
  edit (&self->phone, self->marthe, "occupation", "Nouvelle " WORD);
  add_contact (&self->phone, self->marthe, "https://example.org/" WORD, "members");
  add_contact (&self->phone, self->marthe, "https://example.org/self/" WORD, "self");
  sync_well (self, &self->hers);
  sync_well (self, &self->phone);

  /* Staff corrected her card, wrote to an address that was not theirs to write, and goes on with
   * no network. */
  edit (&self->staff, self->marthe, "organization", "Atelier de la " WORD);
  add_contact (&self->staff, self->marthe, "https://example.org/staff/" WORD, "members");
  sync_well (self, &self->staff);
  edit (&self->staff, self->marthe, "about", "Corrigé pour la " WORD);
  add_contact (&self->staff, self->marthe, "https://example.org/encore/" WORD, "members");
  sync_well (self, &self->visitor);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  static const char *const staff[] = { "staff", NULL };
  g_autoptr (GError) error = NULL;

  self->network = network_new ();
  self->elsewhere = network_make_directory ();
  self->backup = g_build_filename (self->elsewhere, "backup", NULL);
  fill (self);
  show_photo (self);
  network_serve (self->network);
  device_open (&self->hers);
  device_open (&self->phone);
  device_open (&self->staff);
  device_open (&self->visitor);
  activate (self, &self->hers, MARTHE, self->marthe, NULL);
  soho_account_sign_in (self->phone.replica, self->network->address, MARTHE, PASSWORD, WORD, NULL,
                        &error);
  g_assert_no_error (error);
  self->phone.person = self->marthe;
  activate (self, &self->staff, JULES, 0, staff);
  sync_well (self, &self->hers);
  sync_well (self, &self->staff);
  write_everywhere (self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  network_assert_sound (self->network);
  device_close (&self->hers);
  device_close (&self->phone);
  device_close (&self->staff);
  device_close (&self->visitor);
  network_free (self->network);
  network_remove_directory (self->elsewhere);
  g_free (self->backup);
}

static void
erase (Fixture *self)
{
  g_autoptr (GPtrArray) mentions = NULL;
  g_autoptr (GError) error = NULL;

  soho_archive_erase (self->network->archive, self->marthe, &mentions, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mentions->len, ==, 0);
}

static void
assert_her_sign_in_ended (Fixture *self, Device *device)
{
  g_autoptr (GError) error = NULL;
  SohoSyncReport report;

  soho_sync_run (device->replica, self->network->address, NULL, NULL, NULL, &report, &error);
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT);
}

static void
assert_nothing_left (Fixture *self)
{
  g_autoptr (GPtrArray) tray = NULL;

  sync_well (self, &self->staff);
  sync_well (self, &self->staff);
  sync_well (self, &self->visitor);
  tray = soho_replica_list_tray (self->staff.replica, NULL);
  g_assert_cmpuint (tray->len, ==, 0);
  bytes_assert_without (self->network->directory, WORD);
  bytes_assert_without (self->staff.directory, WORD);
  bytes_assert_without (self->visitor.directory, WORD);
  assert_her_sign_in_ended (self, &self->hers);
}

/* The words were there, and are in no byte any more. */
static void
test_every_byte (Fixture *self, gconstpointer unused)
{
  g_assert_true (bytes_have (self->network->directory, WORD));
  g_assert_true (bytes_have (self->staff.directory, WORD));
  g_assert_true (bytes_have (self->visitor.directory, WORD));
  erase (self);
  bytes_assert_without (self->network->directory, WORD);
  assert_nothing_left (self);
}

static void
restore (Fixture *self, guint expected)
{
  g_autoptr (GError) error = NULL;
  guint erased;

  network_stop (self->network);
  g_clear_object (&self->network->archive);
  soho_archive_restore (self->network->directory, soho_model_get (), self->backup, &erased, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (erased, ==, expected);
  self->network->archive = soho_archive_open (self->network->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  network_serve_again (self->network);
}

static void
back_up (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  soho_archive_backup (self->network->archive, self->backup, &error);
  g_assert_no_error (error);
}

/* A backup from before brings nobody back, also for those who were away all the time and have
 * edits about her to offer again. */
static void
test_restored (Fixture *self, gconstpointer unused)
{
  back_up (self);
  erase (self);
  restore (self, 1);
  bytes_assert_without (self->network->directory, WORD);
  assert_nothing_left (self);
}

/* Nor one from before she came. */
static void
test_restored_from_before_her (Fixture *self, gconstpointer unused)
{
  network_delete (self->network, self->marthe);
  sync_well (self, &self->visitor);
  back_up (self);
  restore (self, 0);
  g_assert_true (bytes_have (self->staff.directory, WORD));
  erase (self);
  bytes_assert_without (self->network->directory, WORD);
}

/* The journal is for the network it is of: another's backup loses nobody to it. */
static void
test_journal_of_another (Fixture *self, gconstpointer unused)
{
  g_autoptr (Network) other = network_new ();
  g_autoptr (GError) error = NULL;
  gboolean has;

  network_put (other, "member", self->marthe, "given_name=Anna", "family_name=Fictive",
               "commune=32013", NULL);
  soho_archive_backup (other->archive, self->backup, &error);
  g_assert_no_error (error);
  erase (self);
  restore (self, 0);
  soho_archive_has (self->network->archive, "member", self->marthe, &has, &error);
  g_assert_true (has);
}

/* Her number is nobody's any more, by whatever way. */
static void
test_nobody_comes_back (Fixture *self, gconstpointer unused)
{
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (&soho_kind_member));
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  gboolean changed;
  gint64 person;

  erase (self);
  soho_archive_begin (self->network->archive, &error);
  g_assert_cmpint (soho_archive_put (self->network->archive, &soho_kind_member, self->marthe,
                                     values, &changed, &error),
                   ==, 0);
  g_assert_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_ID);
  soho_archive_rollback (self->network->archive);
  g_clear_error (&error);
  soho_account_sign_in (self->hers.replica, self->network->address, MARTHE, PASSWORD, "essai", NULL,
                        &error);
  g_assert_error (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD);
  g_clear_error (&error);
  code = soho_invite (self->network->archive, MARTHE, NULL, 0, g_get_real_time () / G_USEC_PER_SEC,
                      &person, &error);
  g_assert_no_error (error);
  g_assert_cmpint (person, !=, self->marthe);
  soho_values_free (values, soho_kind_get_n_fields (&soho_kind_member));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/client/erasure/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  /* Nobody's keyring is touched. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("every-byte", test_every_byte);
  ADD ("restored", test_restored);
  ADD ("restored-from-before-her", test_restored_from_before_her);
  ADD ("journal-of-another", test_journal_of_another);
  ADD ("nobody-comes-back", test_nobody_comes_back);
  return g_test_run ();
}
