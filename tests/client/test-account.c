/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account.h"

#include <glib/gstdio.h>
#include <string.h>

#include "accounts/invite.h"
#include "keyring.h"
#include "model/kinds.h"
#include "network.h"
#include "protocol.h"
#include "store/outbox.h"
#include "store/writer.h"
#include "sync.h"
#include "wire-server.h"

#define PASSWORD "le canard du jeudi"
#define MARTHE "marthe@exemple.invalid"
#define JULES "jules@exemple.invalid"

/* A network with a public village, a member's card for members, and her address for herself. */
typedef struct
{
  Network *network;
  gint64 marthe;
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *owner = NULL;

  self->network = network_new ();
  network_put (self->network, "village", 0, "commune=32013", NULL);
  self->marthe = network_put (self->network, "member", 0, "given_name=Marthe", "family_name=Essai",
                              "commune=32013", "visibility=members", NULL);
  owner = g_strdup_printf ("member=%" G_GINT64_FORMAT, self->marthe);
  network_put (self->network, "contact_point", 0, owner, "type=email", "value=" MARTHE, NULL);
  network_serve (self->network);
  self->directory = network_make_directory ();
  self->replica = soho_replica_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  network_remove_directory (self->directory);
  network_free (self->network);
}

static char *
invite (Fixture *self, const char *email)
{
  g_autoptr (GError) error = NULL;
  gint64 person;
  char *code = soho_invite (self->network->archive, email, NULL, 0,
                            g_get_real_time () / G_USEC_PER_SEC, &person, &error);

  g_assert_no_error (error);
  return code;
}

static void
activate (Fixture *self, const char *email)
{
  g_autofree char *code = invite (self, email);
  g_autoptr (GError) error = NULL;

  soho_account_activate (self->replica, self->network->address, code, PASSWORD, "essai", NULL,
                         &error);
  g_assert_no_error (error);
}

static void
sign_in (Fixture *self, const char *email)
{
  g_autoptr (GError) error = NULL;

  soho_account_sign_in (self->replica, self->network->address, email, PASSWORD, "essai", NULL,
                        &error);
  g_assert_no_error (error);
}

static void
sync_well (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  SohoSyncReport report;

  soho_sync_run (self->replica, self->network->address, NULL, NULL, NULL, &report, &error);
  g_assert_no_error (error);
}

static void
assert_counts (Fixture *self, gint64 villages, gint64 members, gint64 contact_points)
{
  g_assert_cmpint (soho_replica_count (self->replica, &soho_kind_village, NULL), ==, villages);
  g_assert_cmpint (soho_replica_count (self->replica, &soho_kind_member, NULL), ==, members);
  g_assert_cmpint (soho_replica_count (self->replica, &soho_kind_contact_point, NULL), ==,
                   contact_points);
}

static void
assert_somebody (Fixture *self, gint64 person, const char *email)
{
  g_auto (SohoSignIn) sign_in = { 0 };
  g_autoptr (GError) error = NULL;

  soho_account_read (self->replica, &sign_in, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sign_in.person, ==, person);
  g_assert_cmpstr (sign_in.email, ==, email);
  if (person == 0)
    return;
  g_assert_cmpstr (sign_in.server, ==, self->network->address);
  g_assert_cmpuint (sign_in.writer, >, 0);
  g_assert_true (g_strv_contains ((const char *const *) sign_in.roles, "member"));
}

static guint
count_sign_ins (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = soho_account_list_sign_ins (self->replica, NULL, &error);

  g_assert_no_error (error);
  return entries->len;
}

/* Who signs in reads more, and who signs out leaves nothing of it behind. */
static void
test_in_and_out (Fixture *self, gconstpointer unused)
{
  g_autofree char *token_file = g_build_filename (self->directory, "token", NULL);
  g_autofree char *token = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  gboolean told;

  sync_well (self);
  assert_counts (self, 1, 0, 0);
  activate (self, MARTHE);
  assert_somebody (self, self->marthe, MARTHE);
  sync_well (self);
  assert_counts (self, 1, 1, 1);
  g_assert_cmpint (g_stat (token_file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  soho_account_authorize (self->replica, self->network->address, NULL, &token, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (token), ==, 43);
  soho_account_sign_out (self->replica, NULL, &told, &error);
  g_assert_no_error (error);
  g_assert_true (told);
  assert_somebody (self, 0, NULL);
  assert_counts (self, 1, 0, 0);
  g_assert_false (g_file_test (token_file, G_FILE_TEST_EXISTS));
  soho_account_authorize (self->replica, self->network->address, NULL, &again, &error);
  g_assert_no_error (error);
  g_assert_null (again);
  sync_well (self);
  assert_counts (self, 1, 0, 0);

  sign_in (self, MARTHE);
  g_assert_cmpuint (count_sign_ins (self), ==, 1);
  sync_well (self);
  assert_counts (self, 1, 1, 1);
}

/* The power failed after the replica had its new writer, and before the keyring had the new token:
 * the one that is there would send what is written now under the numbers of another sign-in. */
static void
test_old_proof_is_none (Fixture *self, gconstpointer unused)
{
  g_autofree char *token = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  activate (self, MARTHE);
  g_assert_true (soho_replica_set_writer (self->replica, self->marthe, 7, &error));
  g_assert_no_error (error);
  g_assert_false (
      soho_account_authorize (self->replica, self->network->address, NULL, &token, &error));
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT);
  g_clear_error (&error);
  sign_in (self, MARTHE);
  g_assert_true (
      soho_account_authorize (self->replica, self->network->address, NULL, &again, &error));
  g_assert_no_error (error);
}

static void
assert_fails (gboolean success, GError **error, GQuark domain, int code)
{
  g_autofree char *explanation = NULL;

  g_assert_false (success);
  g_assert_error (*error, domain, code);
  explanation = soho_sync_dup_explanation (*error);
  g_test_message ("%s", explanation);
  g_assert_cmpuint (strlen (explanation), >, 20);
  g_clear_error (error);
}

static void
test_refusals (Fixture *self, gconstpointer unused)
{
  const char *address = self->network->address;
  g_autofree char *code = invite (self, MARTHE);
  g_autoptr (GError) error = NULL;
  gboolean told;

  assert_fails (soho_account_activate (self->replica, address, "0000", PASSWORD, "x", NULL, &error),
                &error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_CODE);
  assert_fails (soho_account_activate (self->replica, address, code, "court", "x", NULL, &error),
                &error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD_LENGTH);
  g_atomic_int_set (&self->network->ahead_s, 15 * 86400);
  assert_fails (soho_account_activate (self->replica, address, code, PASSWORD, "x", NULL, &error),
                &error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_CODE);
  for (guint i = 0; i < 6; i++)
    assert_fails (
        soho_account_sign_in (self->replica, address, MARTHE, "autre chose", "x", NULL, &error),
        &error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD);
  assert_fails (
      soho_account_sign_in (self->replica, address, MARTHE, "autre chose", "x", NULL, &error),
      &error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_WAIT);
  assert_fails (soho_account_sign_out (self->replica, NULL, &told, &error), &error,
                SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_NOBODY);
  assert_fails (soho_account_list_sign_ins (self->replica, NULL, &error) != NULL, &error,
                SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_NOBODY);
  assert_somebody (self, 0, NULL);
}

static gboolean
try_sync (Fixture *self, const char *address, GError **error)
{
  SohoSyncReport report;

  return soho_sync_run (self->replica, address, NULL, NULL, NULL, &report, error);
}

/* A sign-in that was ended elsewhere: it is said, and nothing is lost. */
static void
test_revoked (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  activate (self, MARTHE);
  sync_well (self);
  soho_account_end_sign_in (self->replica, 1, NULL, &error);
  g_assert_no_error (error);
  assert_fails (try_sync (self, self->network->address, &error), &error, SOHO_PROTOCOL_ERROR,
                SOHO_PROTOCOL_ERROR_SIGNED_OUT);
  assert_counts (self, 1, 1, 1);
  assert_somebody (self, self->marthe, MARTHE);
  sign_in (self, MARTHE);
  sync_well (self);
  assert_counts (self, 1, 1, 1);
}

/* A token that is not there makes no visitor of its person. */
static void
test_token_lost (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gboolean told;

  activate (self, MARTHE);
  sync_well (self);
  soho_keyring_forget (self->directory, NULL);
  assert_fails (try_sync (self, self->network->address, &error), &error, SOHO_PROTOCOL_ERROR,
                SOHO_PROTOCOL_ERROR_SIGNED_OUT);
  assert_counts (self, 1, 1, 1);
  soho_account_sign_out (self->replica, NULL, &told, &error);
  g_assert_no_error (error);
  g_assert_false (told);
  assert_counts (self, 1, 0, 0);
}

/* A token is for its own server's ears. */
static void
test_other_server (Fixture *self, gconstpointer unused)
{
  g_autoptr (Network) other = network_new ();
  g_autoptr (GError) error = NULL;

  activate (self, MARTHE);
  sync_well (self);
  assert_fails (try_sync (self, network_serve (other), &error), &error, SOHO_ACCOUNT_ERROR,
                SOHO_ACCOUNT_ERROR_OTHER_SERVER);
  assert_counts (self, 1, 1, 1);
  g_assert_null (soho_keyring_dup_token (self->directory, other->address, NULL));
}

/* Who comes after somebody else finds nothing of theirs. */
static void
test_next_person (Fixture *self, gconstpointer unused)
{
  activate (self, MARTHE);
  sync_well (self);
  activate (self, JULES);
  assert_counts (self, 1, 0, 0);
  sync_well (self);
  assert_counts (self, 1, 1, 0);
}

/* Without a network one signs out here; the server hears nothing. */
static void
test_out_without_network (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gboolean told = TRUE;

  activate (self, MARTHE);
  sync_well (self);
  network_stop (self->network);
  soho_account_sign_out (self->replica, NULL, &told, &error);
  g_assert_no_error (error);
  g_assert_false (told);
  assert_somebody (self, 0, NULL);
  assert_counts (self, 1, 0, 0);
}

static void
test_sign_ins (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const SohoSignInEntry *here;

  activate (self, MARTHE);
  sign_in (self, MARTHE);
  entries = soho_account_list_sign_ins (self->replica, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  here = g_ptr_array_index (entries, 0);
  g_assert_true (here->here);
  g_assert_cmpstr (here->device, ==, "essai");
  g_assert_false (((SohoSignInEntry *) g_ptr_array_index (entries, 1))->here);
  soho_account_change_password (self->replica, PASSWORD, "la grive du lundi", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_sign_ins (self), ==, 1);
  assert_fails (
      soho_account_change_password (self->replica, PASSWORD, "la grive du mardi", NULL, &error),
      &error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD);
  assert_fails (
      soho_account_change_password (self->replica, "la grive du lundi", "bref", NULL, &error),
      &error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD_LENGTH);
  assert_fails (soho_account_end_sign_in (self->replica, 77, NULL, &error), &error,
                SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_REFUSED);
}

/* While another program syncs, nobody is changed under it. */
static void
test_busy (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoReplica) other = soho_replica_open (self->directory, soho_model_get (), &error);
  gboolean told;

  activate (self, MARTHE);
  soho_replica_lock (other, &error);
  g_assert_no_error (error);
  assert_fails (soho_account_sign_in (self->replica, self->network->address, MARTHE, PASSWORD, "x",
                                      NULL, &error),
                &error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
  assert_fails (soho_account_sign_out (self->replica, NULL, &told, &error), &error,
                SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
  assert_somebody (self, self->marthe, MARTHE);
}

/* What is not sent yet keeps its writer here. */
static void
test_unsent (Fixture *self, gconstpointer unused)
{
  const SohoKind *kind = &soho_kind_member;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) card = NULL;
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  gboolean told;

  activate (self, MARTHE);
  sync_well (self);
  card = soho_replica_get_record (self->replica, kind, self->marthe, &error);
  for (guint i = 0; i < soho_kind_get_n_fields (kind); i++)
    soho_value_copy (&values[i], &soho_record_get_values (card)[i]);
  soho_value_clear (&values[soho_kind_find_field (kind, "about")]);
  values[soho_kind_find_field (kind, "about")]
      = (SohoValue){ SOHO_VALUE_TEXT, { .text = g_strdup ("Relieuse") } };
  soho_replica_edit (self->replica, kind, self->marthe, values, &error);
  g_assert_no_error (error);
  soho_values_free (values, soho_kind_get_n_fields (kind));

  assert_fails (soho_account_sign_out (self->replica, NULL, &told, &error), &error,
                SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_UNSENT);
  assert_somebody (self, self->marthe, MARTHE);
  sync_well (self);
  soho_account_sign_out (self->replica, NULL, &told, &error);
  g_assert_no_error (error);
  g_clear_object (&card);
  card = soho_archive_get (self->network->archive, kind, self->marthe, &error);
  g_assert_cmpstr (soho_record_get_values (card)[soho_kind_find_field (kind, "about")].text, ==,
                   "Relieuse");
}

/* Whatever answers, nothing but a whole sign-in is taken for one, and no token goes into a header
 * that is not fit for it. */
static void
test_hostile_server (Fixture *self, gconstpointer unused)
{
  static const char *const bodies[] = {
    "",
    "[]",
    "{}",
    "<html>",
    "{\"token\":\"a\",\"writer\":1,\"person\":1}",
    "{\"token\":\"\",\"writer\":1,\"person\":1,\"email\":\"a\"}",
    "{\"token\":\"a\\r\\nX: y\",\"writer\":1,\"person\":1,\"email\":\"a\"}",
    "{\"token\":\"a b\",\"writer\":1,\"person\":1,\"email\":\"a\"}",
    "{\"token\":\"a\",\"writer\":0,\"person\":1,\"email\":\"a\"}",
    "{\"token\":\"a\",\"writer\":1048576,\"person\":1,\"email\":\"a\"}",
    "{\"token\":\"a\",\"writer\":1,\"person\":0,\"email\":\"a\"}",
    "{\"token\":\"a\",\"writer\":1,\"person\":\"1\",\"email\":\"a\"}",
    "{\"token\":\"a\",\"writer\":1,\"person\":4503599627370496,\"email\":\"a\"}",
  };
  g_autoptr (WireServer) server = wire_server_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *endless = g_strnfill (1024 * 1024, '[');

  for (guint i = 0; i <= G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *answer
          = g_strdup_printf ("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
                             "Connection: close\r\n\r\n%s",
                             i < G_N_ELEMENTS (bodies) ? bodies[i] : endless);

      wire_server_set_bytes (server, answer, -1, WIRE_CLOSE);
      g_assert_false (soho_account_sign_in (self->replica, wire_server_get_address (server), MARTHE,
                                            PASSWORD, "x", NULL, &error));
      g_test_message ("%u: %s", i, error->message);
      g_assert_true (error->domain == SOHO_PROTOCOL_ERROR);
      g_clear_error (&error);
      assert_somebody (self, 0, NULL);
    }
}

/* In a keyring, which here is a file of libsecret's: nothing of it lies beside the replica. In a
 * process of its own, since libsecret chooses once. */
static void
test_keyring (void)
{
  Fixture self;
  g_autofree char *token_file = NULL;
  g_autofree char *ring = NULL;
  gboolean told;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  set_up (&self, NULL);
  token_file = g_build_filename (self.directory, "token", NULL);
  ring = g_build_filename (self.directory, "ring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "essai", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", ring, TRUE);
  activate (&self, MARTHE);
  g_assert_false (g_file_test (token_file, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (ring, G_FILE_TEST_EXISTS));
  sync_well (&self);
  assert_counts (&self, 1, 1, 1);
  g_assert_true (soho_account_sign_out (self.replica, NULL, &told, NULL));
  g_assert_true (told);
  g_assert_null (soho_keyring_dup_token (self.directory, self.network->address, NULL));
  tear_down (&self, NULL);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/account/in-and-out", test_in_and_out },
    { "/account/refusals", test_refusals },
    { "/account/revoked", test_revoked },
    { "/account/token-lost", test_token_lost },
    { "/account/old-proof-is-none", test_old_proof_is_none },
    { "/account/other-server", test_other_server },
    { "/account/next-person", test_next_person },
    { "/account/out-without-network", test_out_without_network },
    { "/account/sign-ins", test_sign_ins },
    { "/account/busy", test_busy },
    { "/account/unsent", test_unsent },
    { "/account/hostile-server", test_hostile_server },
  };

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  g_test_add_func ("/account/keyring", test_keyring);
  return g_test_run ();
}
