/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account.h"

#include <glib/gstdio.h>
#include <string.h>

#include "accounts/invite.h"
#include "archive/backup.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "network.h"
#include "protocol.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "sync.h"
#include "wire-server.h"

#define PASSWORD "le canard du jeudi"

/* One person's replica, signed in. */
typedef struct
{
  char *directory;
  SohoReplica *replica;
  gint64 person;
} Device;

typedef struct
{
  Network *network;
  char *backup;
  Device marthe, jules;
} Fixture;

static void
assert_no_complaints (SohoReplica *replica)
{
  g_autoptr (GPtrArray) complaints = soho_replica_verify (replica, NULL);

  for (guint i = 0; i < complaints->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (complaints, i));
  g_assert_cmpuint (complaints->len, ==, 0);
}

static void
device_open (Device *self, Network *network, const char *email, gint64 person)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  gint64 account;

  self->directory = network_make_directory ();
  self->replica = soho_replica_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  code = soho_invite (network->archive, email, NULL, person, g_get_real_time () / G_USEC_PER_SEC,
                      &account, &error);
  g_assert_no_error (error);
  self->person = account;
  soho_account_activate (self->replica, network->address, code, PASSWORD, "essai", NULL, &error);
  g_assert_no_error (error);
}

static void
device_close (Device *self)
{
  assert_no_complaints (self->replica);
  g_object_unref (self->replica);
  network_remove_directory (self->directory);
}

static void
sign_in_again (Device *self, Network *network, const char *email)
{
  g_autoptr (GError) error = NULL;

  soho_account_sign_in (self->replica, network->address, email, PASSWORD, "essai", NULL, &error);
  g_assert_no_error (error);
}

static void
sync_well (Fixture *self, Device *device)
{
  g_autoptr (GError) error = NULL;
  SohoSyncReport report;

  soho_sync_run (device->replica, self->network->address, NULL, NULL, NULL, &report, &error);
  g_assert_no_error (error);
  assert_no_complaints (device->replica);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  gint64 marthe, jules;

  self->network = network_new ();
  marthe = network_put (self->network, "member", 0, "given_name=Marthe", "family_name=Essai",
                        "commune=32013", "visibility=members", NULL);
  jules = network_put (self->network, "member", 0, "given_name=Jules", "family_name=Essai",
                       "commune=32256", "visibility=members", NULL);
  network_serve (self->network);
  device_open (&self->marthe, self->network, "marthe@exemple.invalid", marthe);
  device_open (&self->jules, self->network, "jules@exemple.invalid", jules);
  self->backup = g_build_filename (self->marthe.directory, "backup.db", NULL);
  sync_well (self, &self->marthe);
  sync_well (self, &self->jules);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  network_assert_sound (self->network);
  device_close (&self->marthe);
  device_close (&self->jules);
  network_free (self->network);
  g_free (self->backup);
}

static void
back_up (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  soho_archive_backup (self->network->archive, self->backup, &error);
  g_assert_no_error (error);
}

/* The same address serves the backup from then on. */
static void
restore (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  guint erased;

  network_stop (self->network);
  g_clear_object (&self->network->archive);
  soho_archive_restore (self->network->directory, soho_model_get (), self->backup, &erased, &error);
  g_assert_no_error (error);
  self->network->archive = soho_archive_open (self->network->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  network_serve_again (self->network);
}

static void
parse (const SohoKind *kind, SohoValue *values, const char *field, const char *text)
{
  int index = soho_kind_find_field (kind, field);
  g_autoptr (GError) error = NULL;

  soho_field_parse (&kind->fields[index], text, &values[index], &error);
  g_assert_no_error (error);
}

static void
edit (Device *device, const char *field, const char *text)
{
  const SohoKind *kind = &soho_kind_member;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) record
      = soho_replica_get_record (device->replica, kind, device->person, &error);

  parse (kind, soho_record_get_values (record), field, text);
  soho_replica_edit (device->replica, kind, device->person, soho_record_get_values (record),
                     &error);
  g_assert_no_error (error);
}

static gint64
add_address (Device *device, const char *address)
{
  const SohoKind *kind = &soho_kind_contact_point;
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  g_autoptr (GError) error = NULL;
  gint64 id;

  soho_value_set_integer (&values[0], device->person);
  parse (kind, values, "type", "web");
  parse (kind, values, "value", address);
  parse (kind, values, "visibility", "members");
  parse (kind, values, "agreed_on", "2026-11-24");
  id = soho_replica_create (device->replica, kind, values, &error);
  g_assert_no_error (error);
  soho_values_free (values, soho_kind_get_n_fields (kind));
  return id;
}

static void
change_address (Device *device, gint64 id, const char *label)
{
  const SohoKind *kind = &soho_kind_contact_point;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) record = soho_replica_get_record (device->replica, kind, id, &error);

  g_assert_nonnull (record);
  parse (kind, soho_record_get_values (record), "label", label);
  soho_replica_edit (device->replica, kind, id, soho_record_get_values (record), &error);
  g_assert_no_error (error);
}

static void
assert_text (
    Device *device, const SohoKind *kind, gint64 id, const char *field, const char *expected)
{
  g_autoptr (SohoRecord) record = soho_replica_get_record (device->replica, kind, id, NULL);

  if (expected == NULL)
    g_assert_null (record);
  else
    {
      g_assert_nonnull (record);
      g_assert_cmpstr (soho_record_get_text (record, field), ==, expected);
    }
}

static void
assert_tray_is_empty (Device *device)
{
  g_autoptr (GPtrArray) entries = soho_replica_list_tray (device->replica, NULL);

  for (guint i = 0; i < entries->len; i++)
    g_test_message ("%s: %s", ((SohoTrayEntry *) entries->pdata[i])->reason->code,
                    ((SohoTrayEntry *) entries->pdata[i])->text);
  g_assert_cmpuint (entries->len, ==, 0);
}

static void
assert_in_step (Fixture *self, Device *device)
{
  g_autofree char *here = network_dup_replica (device->replica);
  g_autofree char *own = soho_audience_dup_person (device->person);
  const char *audiences[] = { "public", "members", own, NULL };
  g_autofree char *there = network_dup_for (self->network, audiences);

  g_assert_cmpstr (here, ==, there);
}

/* What was acknowledged after the backup comes back by itself, from both who wrote it, with the
 * numbers that it had. */
static void
test_comes_back (Fixture *self, gconstpointer unused)
{
  gint64 first, second, of_jules;

  edit (&self->marthe, "occupation", "Relieuse");
  sync_well (self, &self->marthe);
  back_up (self);
  edit (&self->marthe, "about", "Depuis la sauvegarde");
  first = add_address (&self->marthe, "https://example.org/un");
  sync_well (self, &self->marthe);
  second = add_address (&self->marthe, "https://example.org/deux");
  change_address (&self->marthe, first, "le premier");
  sync_well (self, &self->marthe);
  edit (&self->jules, "about", "Luthier");
  of_jules = add_address (&self->jules, "https://example.org/jules");
  sync_well (self, &self->jules);
  sync_well (self, &self->marthe);
  assert_text (&self->marthe, &soho_kind_contact_point, of_jules, "value",
               "https://example.org/jules");

  restore (self);
  sync_well (self, &self->marthe);
  assert_text (&self->marthe, &soho_kind_member, self->marthe.person, "about",
               "Depuis la sauvegarde");
  assert_text (&self->marthe, &soho_kind_contact_point, first, "label", "le premier");
  assert_text (&self->marthe, &soho_kind_contact_point, second, "value",
               "https://example.org/deux");
  sync_well (self, &self->jules);
  sync_well (self, &self->marthe);
  assert_text (&self->marthe, &soho_kind_contact_point, of_jules, "value",
               "https://example.org/jules");
  assert_text (&self->jules, &soho_kind_member, self->marthe.person, "occupation", "Relieuse");
  assert_in_step (self, &self->marthe);
  assert_in_step (self, &self->jules);
  assert_tray_is_empty (&self->marthe);
  assert_tray_is_empty (&self->jules);
}

/* What waits goes after what comes back, since it may rest on it. */
static void
test_outbox_waits (Fixture *self, gconstpointer unused)
{
  gint64 address;

  back_up (self);
  address = add_address (&self->marthe, "https://example.org/un");
  sync_well (self, &self->marthe);
  change_address (&self->marthe, address, "hors ligne");
  restore (self);
  sync_well (self, &self->marthe);
  assert_text (&self->marthe, &soho_kind_contact_point, address, "label", "hors ligne");
  assert_in_step (self, &self->marthe);
  assert_tray_is_empty (&self->marthe);
}

/* However often, and with whichever backup, numbers mean what they meant. */
static void
test_again_and_again (Fixture *self, gconstpointer unused)
{
  g_autofree char *later = g_strconcat (self->backup, ".later", NULL);
  g_autofree char *first = g_strdup (self->backup);
  gint64 addresses[6];

  back_up (self);
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *text = g_strdup_printf ("https://example.org/%u", i);

      addresses[i] = add_address (&self->marthe, text);
      sync_well (self, &self->marthe);
      if (i == 2)
        {
          g_free (self->backup);
          self->backup = g_strdup (later);
          back_up (self);
        }
      if (i == 3 || i == 4)
        {
          g_free (self->backup);
          self->backup = g_strdup (i == 3 ? first : later);
          restore (self);
        }
    }
  sync_well (self, &self->marthe);
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *text = g_strdup_printf ("https://example.org/%u", i);

      assert_text (&self->marthe, &soho_kind_contact_point, addresses[i], "value", text);
    }
  assert_in_step (self, &self->marthe);
  assert_tray_is_empty (&self->marthe);
}

/* The backup knows nothing of a sign-in. Its number is given to nobody else, and what was written
 * under it comes back with the next one, under the ids that it had. */
static void
test_sign_in_is_lost (Fixture *self, gconstpointer unused)
{
  g_auto (SohoSignIn) before = { 0 }, after = { 0 }, other = { 0 };
  g_autoptr (GError) error = NULL;
  SohoSyncReport report;
  gint64 address;

  back_up (self);
  sign_in_again (&self->marthe, self->network, "marthe@exemple.invalid");
  soho_account_read (self->marthe.replica, &before, NULL);
  address = add_address (&self->marthe, "https://example.org/un");
  sync_well (self, &self->marthe);
  change_address (&self->marthe, address, "hors ligne");

  restore (self);
  soho_sync_run (self->marthe.replica, self->network->address, NULL, NULL, NULL, &report, &error);
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT);
  sign_in_again (&self->jules, self->network, "jules@exemple.invalid");
  sign_in_again (&self->marthe, self->network, "marthe@exemple.invalid");
  soho_account_read (self->marthe.replica, &after, NULL);
  soho_account_read (self->jules.replica, &other, NULL);
  g_assert_cmpuint (after.writer, >, before.writer);
  g_assert_cmpuint (other.writer, >, before.writer);
  sync_well (self, &self->marthe);
  assert_text (&self->marthe, &soho_kind_contact_point, address, "label", "hors ligne");
  sync_well (self, &self->jules);
  assert_text (&self->jules, &soho_kind_contact_point, address, "label", "hors ligne");
  assert_in_step (self, &self->marthe);
  assert_tray_is_empty (&self->marthe);
}

/* The same edits a second time would undo what others did since. */
static void
test_what_is_known_is_not_said_again (Fixture *self, gconstpointer unused)
{
  edit (&self->marthe, "about", "Ancien");
  sync_well (self, &self->marthe);
  network_put (self->network, "member", self->marthe.person, "given_name=Marthe",
               "family_name=Essai", "commune=32013", "visibility=members", "about=Nouveau", NULL);
  back_up (self);
  edit (&self->marthe, "website", "https://example.org");
  sync_well (self, &self->marthe);
  restore (self);
  sync_well (self, &self->marthe);
  assert_text (&self->marthe, &soho_kind_member, self->marthe.person, "about", "Nouveau");
  assert_text (&self->marthe, &soho_kind_member, self->marthe.person, "website",
               "https://example.org");
}

/* Hands on to the server all but what is sent up, at which the line breaks. */
static GBytes *
answer_reading (const char *request, gpointer user_data)
{
  Network *network = user_data;

  return g_str_has_prefix (request, "GET ") ? network_pass_on (network->address, request)
                                            : g_bytes_new_static ("", 0);
}

static void
follow (Device *device, const char *from, const char *to)
{
  g_autofree char *path = g_build_filename (device->directory, "token", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) moved = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  moved = g_string_new (text);
  g_string_replace (moved, from, to, 1);
  g_file_set_contents (path, moved->str, -1, &error);
  g_assert_no_error (error);
  soho_replica_set_fact (device->replica, "account_server", to, &error);
  g_assert_no_error (error);
}

/* Nothing is taken away before what is missing has been offered: the line is cut in between. */
static void
test_cut_before_offering (Fixture *self, gconstpointer unused)
{
  g_autoptr (WireServer) wire = wire_server_new ();
  const char *between = wire_server_get_address (wire);
  g_autoptr (GError) error = NULL;
  SohoSyncReport report;
  gint64 address;

  back_up (self);
  address = add_address (&self->marthe, "https://example.org/un");
  sync_well (self, &self->marthe);
  restore (self);
  wire_server_set_answer (wire, answer_reading, self->network, WIRE_CLOSE);
  follow (&self->marthe, self->network->address, between);
  soho_sync_run (self->marthe.replica, between, NULL, NULL, NULL, &report, &error);
  g_assert_nonnull (error);
  g_assert_true (report.replaced);
  assert_text (&self->marthe, &soho_kind_contact_point, address, "value", "https://example.org/un");
  assert_text (&self->marthe, &soho_kind_member, self->jules.person, "given_name", "Jules");
  follow (&self->marthe, between, self->network->address);
  sync_well (self, &self->marthe);
  assert_text (&self->marthe, &soho_kind_contact_point, address, "value", "https://example.org/un");
  assert_in_step (self, &self->marthe);
}

static void
copy_directory (const char *from, const char *to)
{
  g_autoptr (GDir) directory = g_dir_open (from, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_get_contents (source, &text, &length, NULL))
        g_free (network_write_file (to, name, text, (gssize) length));
    }
}

/* Copies the whole directory, as to another computer. */
static void
device_copy (const Device *from, Device *to)
{
  g_autoptr (GError) error = NULL;

  to->person = from->person;
  to->directory = network_make_directory ();
  copy_directory (from->directory, to->directory);
  to->replica = soho_replica_open (to->directory, soho_model_get (), &error);
  g_assert_no_error (error);
}

/* Both go on, with no network; both are heard. */
static void
test_copied (Fixture *self, gconstpointer unused)
{
  g_auto (SohoSignIn) here = { 0 }, there = { 0 };
  gint64 before, here_id, there_id;
  Device copy;

  before = add_address (&self->marthe, "https://example.org/avant");
  edit (&self->marthe, "about", "Avant");
  device_copy (&self->marthe, &copy);
  here_id = add_address (&self->marthe, "https://example.org/ici");
  there_id = add_address (&copy, "https://example.org/ailleurs");
  g_assert_cmpint (here_id, ==, there_id);
  edit (&self->marthe, "occupation", "Ici");
  edit (&copy, "organization", "Ailleurs");

  sync_well (self, &self->marthe);
  sync_well (self, &copy);
  sync_well (self, &self->marthe);
  soho_account_read (self->marthe.replica, &here, NULL);
  soho_account_read (copy.replica, &there, NULL);
  g_assert_cmpuint (here.writer, !=, there.writer);
  g_assert_cmpint (soho_replica_count (copy.replica, &soho_kind_contact_point, NULL), ==, 3);
  assert_text (&copy, &soho_kind_contact_point, before, "value", "https://example.org/avant");
  assert_text (&copy, &soho_kind_contact_point, here_id, "value", "https://example.org/ici");
  assert_text (&copy, &soho_kind_member, copy.person, "occupation", "Ici");
  assert_text (&self->marthe, &soho_kind_member, copy.person, "organization", "Ailleurs");
  assert_in_step (self, &self->marthe);
  assert_in_step (self, &copy);
  assert_tray_is_empty (&self->marthe);
  assert_tray_is_empty (&copy);

  /* From now on they are two. */
  for (guint i = 0; i < 3; i++)
    {
      add_address (&self->marthe, "https://example.org/a");
      add_address (&copy, "https://example.org/b");
      sync_well (self, &copy);
      sync_well (self, &self->marthe);
    }
  g_assert_cmpint (soho_replica_count (self->marthe.replica, &soho_kind_contact_point, NULL), ==,
                   9);
  device_close (&copy);
}

/* The proof of the sign-in was in the keyring of the other computer: it says what to do, and loses
 * nothing. */
static void
test_copied_without_token (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  SohoSyncReport report;
  gint64 there_id;
  Device copy;

  device_copy (&self->marthe, &copy);
  token = g_build_filename (copy.directory, "token", NULL);
  g_assert_cmpint (g_unlink (token), ==, 0);
  add_address (&self->marthe, "https://example.org/ici");
  there_id = add_address (&copy, "https://example.org/ailleurs");
  sync_well (self, &self->marthe);
  soho_sync_run (copy.replica, self->network->address, NULL, NULL, NULL, &report, &error);
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT);
  assert_text (&copy, &soho_kind_contact_point, there_id, "value", "https://example.org/ailleurs");
  sign_in_again (&copy, self->network, "marthe@exemple.invalid");
  sync_well (self, &copy);
  sync_well (self, &self->marthe);
  g_assert_cmpint (soho_replica_count (copy.replica, &soho_kind_contact_point, NULL), ==, 2);
  assert_in_step (self, &copy);
  assert_in_step (self, &self->marthe);
  device_close (&copy);
}

/* The replica's own directory comes back from a backup of the computer, older than what it had
 * sent. */
static void
test_replica_put_back (Fixture *self, gconstpointer unused)
{
  Device before;

  edit (&self->marthe, "about", "Un");
  sync_well (self, &self->marthe);
  device_copy (&self->marthe, &before);
  add_address (&self->marthe, "https://example.org/un");
  add_address (&self->marthe, "https://example.org/deux");
  sync_well (self, &self->marthe);

  add_address (&before, "https://example.org/trois");
  sync_well (self, &before);
  g_assert_cmpint (soho_replica_count (before.replica, &soho_kind_contact_point, NULL), ==, 3);
  assert_in_step (self, &before);
  assert_tray_is_empty (&before);
  device_close (&before);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/client/restore/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  /* Nobody's keyring is touched. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("comes-back", test_comes_back);
  ADD ("outbox-waits", test_outbox_waits);
  ADD ("again-and-again", test_again_and_again);
  ADD ("sign-in-is-lost", test_sign_in_is_lost);
  ADD ("known-is-not-said-again", test_what_is_known_is_not_said_again);
  ADD ("cut-before-offering", test_cut_before_offering);
  ADD ("copied", test_copied);
  ADD ("copied-without-token", test_copied_without_token);
  ADD ("replica-put-back", test_replica_put_back);
  return g_test_run ();
}
