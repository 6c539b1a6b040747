/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/seal.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "change/edit-line.h"
#include "store/apply.h"
#include "store/kept.h"
#include "store/replay.h"
#include "store/replica-private.h"
#include "store/withdraw.h"
#include "store/writer.h"

/* Facts, as hexadecimal digits. */
#define PUBLIC_KEY "seal_public"
#define SECRET_KEY "seal_secret"

/* A secret key under a password: salt, nonce, then the key in its box. */
#define SALT_BYTES crypto_pwhash_SALTBYTES
#define NONCE_BYTES crypto_secretbox_NONCEBYTES
#define WRAPPED_BYTES                                                                              \
  (SALT_BYTES + NONCE_BYTES + crypto_box_SECRETKEYBYTES + crypto_secretbox_MACBYTES)

G_DEFINE_QUARK (soho_seal_error, soho_seal_error)

static gboolean
fail_password (GError **error)
{
  g_set_error_literal (error, SOHO_SEAL_ERROR, SOHO_SEAL_ERROR_PASSWORD,
                       _ ("It is sealed under another password, the one that you had then."));
  return FALSE;
}

/* The same password, however it was typed. To be freed with free_password (). */
static char *
normalize (const char *password)
{
  char *normal = g_utf8_normalize (password, -1, G_NORMALIZE_NFC);

  return normal != NULL ? normal : g_strdup (password);
}

static void
free_password (char *password)
{
  sodium_memzero (password, strlen (password));
  g_free (password);
}

static gboolean
derive (const char *password, const guint8 *salt, guint8 *key, GError **error)
{
  char *normal = normalize (password);
  int failed = crypto_pwhash (key, crypto_secretbox_KEYBYTES, normal, strlen (normal), salt,
                              crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);

  free_password (normal);
  if (failed != 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         _ ("There is not enough memory to seal anything: close other programs "
                            "and try again."));
  return failed == 0;
}

static gboolean
wrap (const guint8 *secret, const char *password, guint8 *wrapped, GError **error)
{
  guint8 key[crypto_secretbox_KEYBYTES];

  randombytes_buf (wrapped, SALT_BYTES + NONCE_BYTES);
  if (!derive (password, wrapped, key, error))
    return FALSE;
  crypto_secretbox_easy (wrapped + SALT_BYTES + NONCE_BYTES, secret, crypto_box_SECRETKEYBYTES,
                         wrapped + SALT_BYTES, key);
  sodium_memzero (key, sizeof key);
  return TRUE;
}

/* Errors: SOHO_SEAL_ERROR_PASSWORD. */
static gboolean
unwrap (const guint8 *wrapped, const char *password, guint8 *secret, GError **error)
{
  guint8 key[crypto_secretbox_KEYBYTES];
  int failed;

  if (!derive (password, wrapped, key, error))
    return FALSE;
  failed = crypto_secretbox_open_easy (secret, wrapped + SALT_BYTES + NONCE_BYTES,
                                       WRAPPED_BYTES - SALT_BYTES - NONCE_BYTES,
                                       wrapped + SALT_BYTES, key);
  sodium_memzero (key, sizeof key);
  return failed == 0 || fail_password (error);
}

static gboolean
write_key (SohoReplica *self, const char *name, const guint8 *bytes, gsize n, GError **error)
{
  g_autofree char *hex = g_malloc (2 * n + 1);

  sodium_bin2hex (hex, 2 * n + 1, bytes, n);
  return soho_replica_set_fact (self, name, hex, error);
}

/* *found: FALSE if there is none of n bytes. */
static gboolean
read_key (
    SohoReplica *self, const char *name, guint8 *bytes, gsize n, gboolean *found, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *hex = soho_replica_dup_fact (self, name, &failure);
  gsize length = 0;

  *found = hex != NULL && sodium_hex2bin (bytes, n, hex, strlen (hex), NULL, &length, NULL) == 0
           && length == n;
  return soho_database_settle (&failure, error);
}

gboolean
soho_replica_prepare_seal (SohoReplica *self, const char *password, GError **error)
{
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  guint8 secret[crypto_box_SECRETKEYBYTES];
  guint8 wrapped[WRAPPED_BYTES];
  gboolean done;

  if (sodium_init () < 0)
    g_error ("libsodium cannot start");
  crypto_box_keypair (public_key, secret);
  done = wrap (secret, password, wrapped, error)
         && write_key (self, SECRET_KEY, wrapped, sizeof wrapped, error)
         && write_key (self, PUBLIC_KEY, public_key, sizeof public_key, error);
  sodium_memzero (secret, sizeof secret);
  return done;
}

gboolean
soho_replica_has_seal (SohoReplica *self, gboolean *has, GError **error)
{
  guint8 public_key[crypto_box_PUBLICKEYBYTES];

  return read_key (self, PUBLIC_KEY, public_key, sizeof public_key, has, error);
}

/* All that is to be sealed, as one text; NULL without error if there is nothing. The drafts of
 * others who use this replica stay theirs. */
static char *
dup_contents (SohoReplica *self, gint64 person, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT json_object ("
      "'outbox', (SELECT json_group_array (json_object ('edit', edit, 'deed', deed, 'made', made,"
      " 'sent', number <= CAST (ifnull ((SELECT value FROM meta WHERE name = 'sent'), '0')"
      " AS INTEGER))) FROM (SELECT * FROM outbox ORDER BY number)),"
      "'tray', (SELECT json_group_array (json_object ('edit', edit, 'code', code, 'field', field,"
      " 'detail', detail, 'made', made, 'came_back', came_back))"
      " FROM (SELECT * FROM tray ORDER BY entry)),"
      "'kept', (SELECT json_group_array (json_object ('writer', writer, 'known_as', known_as,"
      " 'id', id, 'edit', edit, 'answered', answered)) FROM (SELECT * FROM kept ORDER BY entry)),"
      "'drafts', (SELECT json_group_array (json_object ('place', place, 'text', text))"
      " FROM draft WHERE person = :person))"
      " WHERE EXISTS (SELECT 1 FROM outbox) OR EXISTS (SELECT 1 FROM tray)"
      " OR EXISTS (SELECT 1 FROM kept) OR EXISTS (SELECT 1 FROM draft WHERE person = :person)",
      error);

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":person", person);
  return soho_database_next (statement, error) ? g_strdup (soho_database_column_text (statement, 0))
                                               : NULL;
}

static GBytes *
put_into_box (const char *contents, const guint8 *public_key)
{
  gsize length = strlen (contents);
  guint8 *box = g_malloc (length + crypto_box_SEALBYTES);

  crypto_box_seal (box, (const guint8 *) contents, length, public_key);
  return g_bytes_new_take (box, length + crypto_box_SEALBYTES);
}

static gboolean
add_sealed (SohoReplica *self, gint64 person, const guint8 *wrapped, GBytes *box, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "INSERT INTO sealed (person, secret, box) VALUES (:person, :secret, :box)", error);
  g_autoptr (GBytes) secret = g_bytes_new (wrapped, WRAPPED_BYTES);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":person", person);
  soho_database_bind_bytes (statement, ":secret", secret);
  soho_database_bind_bytes (statement, ":box", box);
  return soho_database_finish (statement, error);
}

/* What was shown over what the server says is shown no more, and then there is nothing to show. */
static gboolean
empty_tables (SohoReplica *self, gint64 person, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  g_autoptr (sqlite3_stmt) drafts
      = soho_database_prepare (db, "DELETE FROM draft WHERE person = :person", error);

  if (drafts == NULL)
    return FALSE;
  soho_database_bind_integer (drafts, ":person", person);
  return soho_database_finish (drafts, error)
         && soho_database_run (db, "DELETE FROM outbox; DELETE FROM tray; DELETE FROM kept", error)
         && soho_replay_all (self, error);
}

static gboolean
seal (SohoReplica *self, gint64 person, const guint8 *public_key, GError **error)
{
  guint8 wrapped[WRAPPED_BYTES];
  g_autoptr (GError) failure = NULL;
  g_autofree char *contents = dup_contents (self, person, &failure);
  g_autoptr (GBytes) box = contents != NULL ? put_into_box (contents, public_key) : NULL;
  gboolean found;

  if (!soho_database_settle (&failure, error)
      || !read_key (self, SECRET_KEY, wrapped, sizeof wrapped, &found, error))
    return FALSE;
  return box == NULL || !found
         || (add_sealed (self, person, wrapped, box, error) && empty_tables (self, person, error));
}

gboolean
soho_seal_close (SohoReplica *self, GError **error)
{
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  gboolean found;
  gint64 person;
  guint writer;

  if (!read_key (self, PUBLIC_KEY, public_key, sizeof public_key, &found, error)
      || !soho_replica_read_writer (self, &person, &writer, error))
    return FALSE;
  if (!found)
    return soho_kept_forget (self, error);
  return seal (self, person, public_key, error)
         && soho_database_run (
             soho_replica_get_database (self),
             "DELETE FROM meta WHERE name IN ('" PUBLIC_KEY "', '" SECRET_KEY "')", error);
}

/* The contents; NULL if the password or the box is another. To be freed. */
static char *
dup_unsealed (sqlite3_stmt *statement, const char *password, GError **error)
{
  guint8 secret[crypto_box_SECRETKEYBYTES], public_key[crypto_box_PUBLICKEYBYTES];
  const guint8 *wrapped = sqlite3_column_blob (statement, 1);
  const guint8 *box = sqlite3_column_blob (statement, 2);
  gsize length = (gsize) sqlite3_column_bytes (statement, 2);
  char *contents;

  if (sqlite3_column_bytes (statement, 1) != WRAPPED_BYTES || length < crypto_box_SEALBYTES)
    {
      fail_password (error);
      return NULL;
    }
  if (!unwrap (wrapped, password, secret, error))
    return NULL;
  contents = g_malloc0 (length - crypto_box_SEALBYTES + 1);
  crypto_scalarmult_base (public_key, secret);
  if (crypto_box_seal_open ((guint8 *) contents, box, length, public_key, secret) != 0)
    {
      g_clear_pointer (&contents, g_free);
      fail_password (error);
    }
  sodium_memzero (secret, sizeof secret);
  return contents;
}

static gboolean
run_with_contents (
    SohoReplica *self, const char *sql, const char *contents, gint64 person, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self), sql, error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":contents", contents);
  if (sqlite3_bind_parameter_index (statement, ":person") > 0)
    soho_database_bind_integer (statement, ":person", person);
  return soho_database_finish (statement, error);
}

/* The edits that waited (SohoWaiting); one that this version cannot read is left out. NULL on
 * error.
 */
static GPtrArray *
list_unsealed (SohoReplica *self, const char *contents, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT value ->> 'edit', value ->> 'deed', value ->> 'made', value ->> 'sent'"
      " FROM json_each (:contents, '$.outbox')",
      error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_waiting_free);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":contents", contents);
  while (soho_database_next (statement, &failure))
    {
      SohoEdit *edit = soho_edit_parse_line (soho_replica_get_model (self),
                                             soho_database_column_text (statement, 0), NULL);
      SohoWaiting *waiting;

      if (edit == NULL)
        continue;
      waiting = g_new (SohoWaiting, 1);
      *waiting = (SohoWaiting){ sqlite3_column_int64 (statement, 1), edit,
                                sqlite3_column_int64 (statement, 2),
                                sqlite3_column_int (statement, 3) != 0 };
      g_ptr_array_add (all, waiting);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&all) : NULL;
}

static gboolean
put_back (SohoReplica *self, const char *contents, gint64 person, GError **error)
{
  g_autoptr (GPtrArray) waiting = list_unsealed (self, contents, error);

  return waiting != NULL && soho_writer_take_over (self, waiting, error)
         && run_with_contents (self,
                               "INSERT INTO tray (edit, code, field, detail, made, came_back)"
                               " SELECT value ->> 'edit', value ->> 'code', value ->> 'field',"
                               " value ->> 'detail', value ->> 'made', value ->> 'came_back'"
                               " FROM json_each (:contents, '$.tray')",
                               contents, person, error)
         && run_with_contents (self,
                               "INSERT INTO kept (writer, known_as, id, edit, answered)"
                               " SELECT value ->> 'writer', value ->> 'known_as', value ->> 'id',"
                               " value ->> 'edit', value ->> 'answered'"
                               " FROM json_each (:contents, '$.kept')",
                               contents, person, error)
         && run_with_contents (self,
                               "INSERT OR IGNORE INTO draft (person, place, text)"
                               " SELECT :person, value ->> 'place', value ->> 'text'"
                               " FROM json_each (:contents, '$.drafts')",
                               contents, person, error);
}

static gboolean
delete_sealed (SohoReplica *self, gint64 entry, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self), "DELETE FROM sealed WHERE entry = :entry", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":entry", entry);
  return soho_database_finish (statement, error);
}

static gboolean
open_one (SohoReplica *self,
          gint64 person,
          gint64 entry,
          const char *password,
          guint *left,
          GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "SELECT entry, secret, box FROM sealed WHERE entry = :entry", error);
  g_autoptr (GError) failure = NULL;
  g_autofree char *contents = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":entry", entry);
  if (soho_database_next (statement, &failure))
    contents = dup_unsealed (statement, password, &failure);
  sqlite3_reset (statement);
  if (contents != NULL)
    return put_back (self, contents, person, error) && delete_sealed (self, entry, error);
  if (!g_error_matches (failure, SOHO_SEAL_ERROR, SOHO_SEAL_ERROR_PASSWORD))
    return soho_database_settle (&failure, error);
  (*left)++;
  return TRUE;
}

/* NULL on error. */
static GArray *
list_entries (SohoReplica *self, gint64 person, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT entry FROM sealed WHERE person = :person ORDER BY entry", error);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":person", person);
  while (soho_database_next (statement, &failure))
    {
      gint64 entry = sqlite3_column_int64 (statement, 0);

      g_array_append_val (entries, entry);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&entries) : NULL;
}

static gboolean
open_all (SohoReplica *self, const char *password, guint *left, GError **error)
{
  gint64 person;
  guint writer;
  g_autoptr (GArray) entries = NULL;

  if (!soho_replica_read_writer (self, &person, &writer, error)
      || (entries = list_entries (self, person, error)) == NULL)
    return FALSE;
  for (guint i = 0; writer != 0 && i < entries->len; i++)
    if (!open_one (self, person, g_array_index (entries, gint64, i), password, left, error))
      return FALSE;
  return TRUE;
}

gboolean
soho_replica_open_seals (SohoReplica *self, const char *password, guint *left, GError **error)
{
  *left = 0;
  return soho_replica_begin (self, error)
         && soho_replica_end (self, open_all (self, password, left, error), error);
}

static gboolean
discard_own (SohoReplica *self, GError **error)
{
  gint64 person;
  guint writer;
  g_autoptr (GArray) entries = NULL;

  if (!soho_replica_read_writer (self, &person, &writer, error)
      || (entries = list_entries (self, person, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!delete_sealed (self, g_array_index (entries, gint64, i), error))
      return FALSE;
  return empty_tables (self, person, error);
}

gboolean
soho_replica_discard_own (SohoReplica *self, GError **error)
{
  return soho_replica_begin (self, error)
         && soho_replica_end (self, discard_own (self, error), error);
}

gboolean
soho_replica_count_seals (SohoReplica *self, guint *n, GError **error)
{
  gint64 person;
  guint writer;
  g_autoptr (GArray) entries = NULL;

  *n = 0;
  if (!soho_replica_read_writer (self, &person, &writer, error)
      || (entries = list_entries (self, person, error)) == NULL)
    return FALSE;
  *n = writer != 0 ? entries->len : 0;
  return TRUE;
}
