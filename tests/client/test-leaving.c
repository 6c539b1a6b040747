/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "leaving.h"

#include <string.h>

#include "accounts/invite.h"
#include "archive/accounts.h"
#include "bytes.h"
#include "keyring.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "network.h"
#include "own-data.h"
#include "store/drafts.h"
#include "store/kept.h"
#include "store/lease.h"
#include "store/outbox.h"
#include "store/seal.h"
#include "store/tray.h"
#include "sync.h"

#define PASSWORD "le canard du jeudi"
#define OTHER_PASSWORD "la mare du vendredi"

/* Nobody but members reads it, and nobody at all what was not sent. */
#define WORD "Quenouillardise"

/* A computer that several people use. */
typedef struct
{
  Network *network;
  char *directory;
  SohoReplica *replica;
  gint64 marthe;
} Fixture;

static void
activate (Fixture *self, const char *email, gint64 member)
{
  g_autoptr (GError) error = NULL;
  gint64 person;
  g_autofree char *code = soho_invite (self->network->archive, email, NULL, member,
                                       g_get_real_time () / G_USEC_PER_SEC, &person, &error);

  g_assert_no_error (error);
  soho_account_activate (self->replica, self->network->address, code, PASSWORD, "essai", NULL,
                         &error);
  g_assert_no_error (error);
}

static void
sign_in (Fixture *self, const char *email, const char *password)
{
  g_autoptr (GError) error = NULL;

  soho_account_sign_in (self->replica, self->network->address, email, password, "essai", NULL,
                        &error);
  g_assert_no_error (error);
}

static void
sync_well (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = NULL;
  SohoSyncReport report;

  soho_sync_run (self->replica, self->network->address, NULL, NULL, NULL, &report, &error);
  g_assert_no_error (error);
  complaints = soho_replica_verify (self->replica, NULL);
  g_assert_cmpuint (complaints->len, ==, 0);
}

static void
edit (Fixture *self, gint64 id, const char *field, const char *text)
{
  const SohoKind *kind = &soho_kind_member;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) record = soho_replica_get_record (self->replica, kind, id, &error);
  int index = soho_kind_find_field (kind, field);

  soho_field_parse (&kind->fields[index], text, &soho_record_get_values (record)[index], &error);
  soho_replica_edit (self->replica, kind, id, soho_record_get_values (record), &error);
  g_assert_no_error (error);
}

static void
add_address (Fixture *self, const char *value)
{
  const SohoKind *kind = &soho_kind_contact_point;
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  g_autoptr (GError) error = NULL;
  int type = soho_kind_find_field (kind, "type"), at = soho_kind_find_field (kind, "value");

  soho_value_set_integer (&values[0], self->marthe);
  soho_field_parse (&kind->fields[type], "web", &values[type], &error);
  soho_field_parse (&kind->fields[at], value, &values[at], &error);
  soho_replica_create (self->replica, kind, values, &error);
  g_assert_no_error (error);
  soho_values_free (values, soho_kind_get_n_fields (kind));
}

static guint
count_waiting (Fixture *self)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (self->replica, 0, NULL);

  return edits->len;
}

static guint
count_tray (Fixture *self)
{
  g_autoptr (GPtrArray) tray = soho_replica_list_tray (self->replica, NULL);

  return tray->len;
}

static void
assert_about (Fixture *self, const char *expected)
{
  g_autoptr (SohoRecord) card
      = soho_replica_get_record (self->replica, &soho_kind_member, self->marthe, NULL);

  if (expected == NULL)
    g_assert_null (card);
  else
    g_assert_cmpstr (soho_record_get_text (card, "about"), ==, expected);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  self->network = network_new ();
  network_put (self->network, "village", 0, "commune=32013", NULL);
  self->marthe = network_put (self->network, "member", 0, "given_name=Marthe", "family_name=Essai",
                              "commune=32013", "visibility=members", "about=Une " WORD, NULL);
  network_serve (self->network);
  self->directory = network_make_directory ();
  self->replica = soho_replica_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  activate (self, "marthe@exemple.invalid", self->marthe);
  sync_well (self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  network_assert_sound (self->network);
  g_object_unref (self->replica);
  network_remove_directory (self->directory);
  network_free (self->network);
}

/* An edit that was taken, one that was refused, two that wait, and half a telephone number. */
static void
write_all (Fixture *self)
{
  gint64 jules = network_put (self->network, "member", 0, "given_name=Jules", "family_name=Essai",
                              "commune=32013", "visibility=members", NULL);
  g_autoptr (GError) error = NULL;

  sync_well (self);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf (WORD " numéro %u", i);

      edit (self, self->marthe, "about", text);
      sync_well (self);
    }
  edit (self, jules, "about", "Menteur, dit la " WORD);
  sync_well (self);
  g_assert_cmpuint (count_tray (self), ==, 1);
  edit (self, self->marthe, "about", "Hors ligne, " WORD);
  add_address (self, "https://example.org/" WORD);
  soho_replica_keep_draft (self->replica, "ici", WORD, &error);
  g_assert_no_error (error);
}

static void
seal (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  gboolean told;

  soho_account_seal_and_sign_out (self->replica, NULL, &told, &error);
  g_assert_no_error (error);
}

static void
assert_all_is_back (Fixture *self)
{
  g_autofree char *draft = soho_replica_dup_draft (self->replica, "ici", NULL);
  g_autoptr (GArray) writers = soho_replica_list_kept_writers (self->replica, NULL);

  g_assert_cmpuint (count_waiting (self), ==, 2);
  g_assert_cmpuint (count_tray (self), ==, 1);
  g_assert_cmpstr (draft, ==, WORD);
  /* What an earlier sign-in had accepted is kept still. */
  g_assert_cmpuint (writers->len, ==, 2);
  sync_well (self);
  g_assert_cmpuint (count_waiting (self), ==, 0);
  assert_about (self, "Hors ligne, " WORD);
  g_assert_cmpint (soho_replica_count (self->replica, &soho_kind_contact_point, NULL), ==, 1);
}

/* Nothing that is not for everybody is in any byte; all of it is there after the next sign-in. */
static void
test_sealed (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gboolean told;

  write_all (self);
  g_assert_true (bytes_have (self->directory, WORD));
  g_assert_false (soho_account_sign_out (self->replica, NULL, &told, &error));
  g_assert_error (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_UNSENT);
  assert_about (self, "Hors ligne, " WORD);

  seal (self);
  assert_about (self, NULL);
  g_assert_cmpuint (count_waiting (self), ==, 0);
  bytes_assert_without (self->directory, WORD);
  bytes_assert_without (self->directory, "Essai");
  bytes_assert_without (self->directory, "marthe");
  sync_well (self);
  bytes_assert_without (self->directory, WORD);

  sign_in (self, "marthe@exemple.invalid", PASSWORD);
  assert_all_is_back (self);
}

/* Who has nothing unsent still leaves nothing that is theirs. */
static void
test_tray_leaves (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gboolean told;

  write_all (self);
  sync_well (self);
  soho_account_sign_out (self->replica, NULL, &told, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_tray (self), ==, 0);
  bytes_assert_without (self->directory, WORD);
  sign_in (self, "marthe@exemple.invalid", PASSWORD);
  g_assert_cmpuint (count_tray (self), ==, 1);
}

/* Others use the computer meanwhile, and neither sees nor disturbs what lies there. */
static void
test_others_in_between (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *draft = NULL;
  gboolean told;
  guint n;

  write_all (self);
  seal (self);
  activate (self, "jules@exemple.invalid", 0);
  g_assert_cmpuint (count_waiting (self), ==, 0);
  soho_replica_count_seals (self->replica, &n, &error);
  g_assert_cmpuint (n, ==, 0);
  draft = soho_replica_dup_draft (self->replica, "ici", NULL);
  g_assert_null (draft);
  sync_well (self);
  soho_account_sign_out (self->replica, NULL, &told, &error);
  g_assert_no_error (error);
  sign_in (self, "marthe@exemple.invalid", PASSWORD);
  assert_all_is_back (self);
}

/* The password was changed elsewhere: what was sealed opens with the one that there was. */
static void
test_another_password (Fixture *self, gconstpointer unused)
{
  g_autofree char *elsewhere = network_make_directory ();
  g_autoptr (SohoReplica) other = soho_replica_open (elsewhere, soho_model_get (), NULL);
  g_autoptr (GError) error = NULL;
  guint left;

  write_all (self);
  seal (self);
  soho_account_sign_in (other, self->network->address, "marthe@exemple.invalid", PASSWORD, "essai",
                        NULL, &error);
  soho_account_change_password (other, PASSWORD, OTHER_PASSWORD, NULL, &error);
  g_assert_no_error (error);
  sign_in (self, "marthe@exemple.invalid", OTHER_PASSWORD);
  soho_replica_count_seals (self->replica, &left, &error);
  g_assert_cmpuint (left, ==, 1);
  g_assert_cmpuint (count_waiting (self), ==, 0);
  soho_replica_open_seals (self->replica, "un mot de passe", &left, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left, ==, 1);
  soho_replica_open_seals (self->replica, PASSWORD, &left, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left, ==, 0);
  assert_all_is_back (self);
  g_clear_object (&other);
  network_remove_directory (g_steal_pointer (&elsewhere));
}

/* After a change of the password here, the new one opens what is sealed. */
static void
test_password_changed_here (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  write_all (self);
  soho_account_change_password (self->replica, PASSWORD, OTHER_PASSWORD, NULL, &error);
  g_assert_no_error (error);
  seal (self);
  sign_in (self, "marthe@exemple.invalid", OTHER_PASSWORD);
  assert_all_is_back (self);
}

/* A sign-out while another program syncs waits for it, or says so; nothing is half done. */
static void
test_during_a_sync (Fixture *self, gconstpointer unused)
{
  g_autoptr (SohoReplica) syncing = soho_replica_open (self->directory, soho_model_get (), NULL);
  g_autoptr (GError) error = NULL;
  gboolean told;

  write_all (self);
  g_assert_true (soho_replica_lock (syncing, &error));
  g_assert_false (soho_account_seal_and_sign_out (self->replica, NULL, &told, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
  g_assert_cmpuint (count_waiting (self), ==, 2);
  assert_about (self, "Hors ligne, " WORD);
  soho_replica_unlock (syncing);
  seal (self);
  bytes_assert_without (self->directory, WORD);
}

/* One's own erasure: with the password, at once, there and here. */
static void
test_erases_oneself (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_auto (SohoSignIn) nobody = { 0 };

  write_all (self);
  g_assert_false (soho_account_erase (self->replica, "un mot de passe", NULL, &error));
  g_assert_error (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD);
  g_clear_error (&error);
  g_assert_true (bytes_have (self->network->directory, WORD));
  assert_about (self, "Hors ligne, " WORD);

  soho_account_erase (self->replica, PASSWORD, NULL, &error);
  g_assert_no_error (error);
  soho_account_read (self->replica, &nobody, &error);
  g_assert_cmpint (nobody.person, ==, 0);
  bytes_assert_without (self->network->directory, WORD);
  bytes_assert_without (self->directory, WORD);
  sync_well (self);
  g_assert_false (soho_account_sign_in (self->replica, self->network->address,
                                        "marthe@exemple.invalid", PASSWORD, "essai", NULL, &error));
  g_assert_error (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD);
}

static char *
read_file (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_takes_it_away (Fixture *self, gconstpointer unused)
{
  g_autofree char *into = g_build_filename (self->directory, "mine", NULL);
  g_autofree char *card = NULL, *sheet = NULL, *all = NULL;
  g_autoptr (JsonNode) parsed = NULL;
  g_autoptr (GError) error = NULL;
  gboolean told;

  write_all (self);
  soho_own_data_export (self->replica, into, &error);
  g_assert_no_error (error);
  card = read_file (into, "card.vcf");
  g_assert_nonnull (strstr (card, "FN:Marthe Essai"));
  sheet = read_file (into, "contact_point.csv");
  g_assert_nonnull (strstr (sheet, "https://example.org/" WORD));
  all = read_file (into, "everything.json");
  parsed = json_from_string (all, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (all, "marthe@exemple.invalid"));
  g_assert_nonnull (strstr (all, "Hors ligne, " WORD));
  g_assert_nonnull (strstr (all, "Menteur, dit la"));
  g_assert_null (strstr (all, "\"Jules\""));

  seal (self);
  g_assert_false (soho_own_data_export (self->replica, into, &error));
  g_assert_error (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_NOBODY);
  g_clear_error (&error);
  sign_in (self, "marthe@exemple.invalid", PASSWORD);
  soho_account_seal_and_sign_out (self->replica, NULL, &told, &error);
  g_assert_no_error (error);
}

/* On a computer that others use the token lies in no file that outlives the desktop's session. */
static void
test_shared (Fixture *self, gconstpointer unused)
{
  g_autofree char *token_file = g_build_filename (self->directory, "token", NULL);
  g_autofree char *token = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  gboolean shared, told;

  g_assert_true (g_file_test (token_file, G_FILE_TEST_EXISTS));
  soho_account_is_shared (self->replica, &shared, &error);
  g_assert_false (shared);
  soho_account_sign_out (self->replica, NULL, &told, &error);
  g_assert_no_error (error);
  soho_account_note_shared (self->replica, TRUE, &error);
  sign_in (self, "marthe@exemple.invalid", PASSWORD);
  soho_account_is_shared (self->replica, &shared, &error);
  g_assert_true (shared);
  g_assert_false (g_file_test (token_file, G_FILE_TEST_EXISTS));
  token = soho_keyring_dup_token (self->directory, self->network->address, NULL);
  g_assert_nonnull (token);
  g_assert_false (bytes_have (self->directory, token));
  sync_well (self);
  assert_about (self, "Une " WORD);

  seal (self);
  after = soho_keyring_dup_token (self->directory, self->network->address, NULL);
  g_assert_null (after);
  soho_account_is_shared (self->replica, &shared, &error);
  g_assert_false (shared);
  sign_in (self, "marthe@exemple.invalid", PASSWORD);
  g_assert_true (g_file_test (token_file, G_FILE_TEST_EXISTS));
}

/* A copy that has not synced for three months shows what is public, until the server lets its
 * reader in again. */
static void
test_lease (Fixture *self, gconstpointer unused)
{
  gint64 late = g_get_real_time () / G_USEC_PER_SEC + (gint64) 91 * 24 * 60 * 60;
  g_autoptr (GError) error = NULL;
  SohoSyncReport report;
  gboolean locked;

  soho_replica_check_lease (self->replica, late, 0, &locked, &error);
  g_assert_no_error (error);
  g_assert_true (locked);
  assert_about (self, NULL);
  network_stop (self->network);
  soho_sync_run (self->replica, "http://127.0.0.1:9", NULL, NULL, NULL, &report, &error);
  g_assert_nonnull (error);
  assert_about (self, NULL);
  network_put (self->network, "member", self->marthe, "given_name=Marthe", "family_name=Essai",
               "commune=32013", "visibility=members", "about=Autre chose", NULL);
  network_serve_again (self->network);
  sync_well (self);
  assert_about (self, "Autre chose");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/client/leaving/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *session = network_make_directory ();
  int status;

  /* Nobody's keyring is touched, and nobody's session. */
  g_setenv ("XDG_RUNTIME_DIR", session, TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("sealed", test_sealed);
  ADD ("tray-leaves", test_tray_leaves);
  ADD ("others-in-between", test_others_in_between);
  ADD ("another-password", test_another_password);
  ADD ("password-changed-here", test_password_changed_here);
  ADD ("during-a-sync", test_during_a_sync);
  ADD ("erases-oneself", test_erases_oneself);
  ADD ("takes-it-away", test_takes_it_away);
  ADD ("shared", test_shared);
  ADD ("lease", test_lease);
  status = g_test_run ();
  network_remove_directory (g_steal_pointer (&session));
  return status;
}
