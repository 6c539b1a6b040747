/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/ids.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

/* The server's own range is 32 bits wide: ids of the public below HIDDEN_FIRST, the blocks of all
 * others from there on. */
#define HIDDEN_FIRST (G_GINT64_CONSTANT (1) << 31)
#define INDEX_BITS 8
#define BLOCK_BITS 22
#define BLOCK_SIZE (1 << INDEX_BITS)
#define N_BLOCKS (1 << BLOCK_BITS)

#define ROUNDS 4

static gint64
fail_used_up (GError **error)
{
  g_set_error_literal (
      error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_ID,
      _ ("id: the numbers of this network are used up, since a record was given one of "
         "the last: export it, correct that, and import it into a new network"));
  return 0;
}

/* What stands at a number's place in a shuffle of all numbers of so many (even) bits. There is one
 * shuffle for each key and tweak: a Feistel network over keyed BLAKE2b. */
static guint32
shuffle (const guint8 *key, guint32 tweak, guint bits, guint32 number)
{
  guint32 mask = (1u << (bits / 2)) - 1;
  guint32 left = number >> (bits / 2), right = number & mask;

  for (guint32 round = 0; round < ROUNDS; round++)
    {
      guint32 said[] = { GUINT32_TO_LE (tweak), bits, round, GUINT32_TO_LE (right) };
      guint8 hash[crypto_generichash_BYTES_MIN];
      guint32 next;

      crypto_generichash (hash, sizeof hash, (const guint8 *) said, sizeof said, key,
                          crypto_generichash_KEYBYTES);
      next = left ^ ((hash[0] | (guint32) hash[1] << 8) & mask);
      left = right;
      right = next;
    }
  return left << (bits / 2) | right;
}

static void
derive_key (SohoArchive *self, guint8 *key)
{
  crypto_kdf_derive_from_key (key, crypto_generichash_KEYBYTES, 1, "soho-ids",
                              soho_archive_get_key (self));
}

static gint64
next_public_id (SohoArchive *self, GError **error)
{
  gint64 id;

  if (!soho_database_read_integer (
          soho_archive_get_database (self),
          "UPDATE meta SET value = value + 1 WHERE name = 'last_id' RETURNING value", 0, &id,
          error))
    return 0;
  return id < HIDDEN_FIRST ? id : fail_used_up (error);
}

static gboolean
is_foreign_block (SohoArchive *self, gint64 block, gboolean *is, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self), "SELECT 1 FROM id_block WHERE block = :block", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":block", block);
  *is = soho_database_next (statement, &failure);
  return soho_database_settle (&failure, error);
}

static gboolean
take_block (SohoArchive *self, const guint8 *key, gint64 *block, GError **error)
{
  gboolean is_foreign = TRUE;

  while (is_foreign)
    {
      gint64 n;

      if (!soho_database_read_integer (
              soho_archive_get_database (self),
              "INSERT INTO meta (name, value) VALUES ('last_block', 0)"
              " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
              0, &n, error))
        return FALSE;
      if (n >= N_BLOCKS)
        return fail_used_up (error) != 0;
      *block = shuffle (key, 0, BLOCK_BITS, (guint32) n);
      if (!is_foreign_block (self, *block, &is_foreign, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  gint64 block;
  gint64 used; /* BLOCK_SIZE when a new block must be taken */
} Lane;

static gboolean
read_lane (SohoArchive *self, const char *audience, Lane *lane, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (self),
                               "SELECT block, used FROM id_lane WHERE audience = :audience", error);
  g_autoptr (GError) failure = NULL;

  lane->used = BLOCK_SIZE;
  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":audience", audience);
  if (soho_database_next (statement, &failure))
    *lane = (Lane){ sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };
  return soho_database_settle (&failure, error);
}

static gboolean
write_lane (SohoArchive *self, const char *audience, const Lane *lane, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self),
      "INSERT OR REPLACE INTO id_lane (audience, block, used) VALUES (:audience, :block, :used)",
      error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":audience", audience);
  soho_database_bind_integer (statement, ":block", lane->block);
  soho_database_bind_integer (statement, ":used", lane->used);
  return soho_database_finish (statement, error);
}

gint64
soho_archive_next_id (SohoArchive *self, const char *audience, GError **error)
{
  guint8 key[crypto_generichash_KEYBYTES];
  g_autofree char *own = NULL;
  Lane lane = { .used = BLOCK_SIZE };
  gint64 id;

  if (g_strcmp0 (audience, SOHO_AUDIENCE_PUBLIC) == 0)
    return next_public_id (self, error);
  derive_key (self, key);
  if (audience != NULL && !read_lane (self, audience, &lane, error))
    return 0;
  if (lane.used >= BLOCK_SIZE)
    {
      if (!take_block (self, key, &lane.block, error))
        return 0;
      lane.used = 0;
    }
  id = HIDDEN_FIRST + lane.block * BLOCK_SIZE
       + shuffle (key, (guint32) lane.block + 1, INDEX_BITS, (guint32) lane.used);
  lane.used++;
  own = audience == NULL ? soho_audience_dup_person (id) : NULL;
  return write_lane (self, own != NULL ? own : audience, &lane, error) ? id : 0;
}

static gboolean
reserve_public_id (SohoArchive *self, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (self),
      "UPDATE meta SET value = max (value, :id) WHERE name = 'last_id'", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":id", id);
  return soho_database_finish (statement, error);
}

static gboolean
run_for_block (SohoArchive *self, const char *sql, gint64 block, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_archive_get_database (self), sql, error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":block", block);
  return soho_database_finish (statement, error);
}

gboolean
soho_archive_reserve_id (SohoArchive *self, gint64 id, GError **error)
{
  gint64 block = (id - HIDDEN_FIRST) / BLOCK_SIZE;

  if (id < HIDDEN_FIRST)
    return reserve_public_id (self, id, error);
  /* Other writers' ids, and what is left above the blocks, are given to nobody here. */
  return block >= N_BLOCKS
         || (run_for_block (self, "INSERT OR IGNORE INTO id_block (block) VALUES (:block)", block,
                            error)
             && run_for_block (self, "DELETE FROM id_lane WHERE block = :block", block, error));
}
