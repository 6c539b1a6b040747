/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "follower.h"

#include <string.h>

#include "archive/changes.h"
#include "formats/ndjson.h"
#include "pull.h"

const char *const follower_public[] = { SOHO_AUDIENCE_PUBLIC, NULL };

Follower *
follower_new (void)
{
  return follower_new_for (follower_public);
}

Follower *
follower_new_for (const char *const *audiences)
{
  Follower *self = g_new0 (Follower, 1);

  self->audiences = audiences;
  self->cursor = g_strdup ("");
  self->readers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->lost = g_ptr_array_new_with_free_func (g_free);
  self->lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

void
follower_free (Follower *self)
{
  g_free (self->cursor);
  g_hash_table_unref (self->lines);
  g_hash_table_unref (self->readers);
  g_ptr_array_unref (self->lost);
  g_free (self);
}

static char *
dup_row (const SohoRows *rows, guint row)
{
  guint n = soho_kind_get_n_fields (rows->kind);
  g_autofree SohoValue *values = g_new0 (SohoValue, n);
  GString *line = g_string_new (NULL);

  for (guint field = 0; field < n; field++)
    values[field] = *soho_rows_get_value (rows, row, field);
  g_string_append_printf (
      line, "{\"kind\":\"%s\",\"id\":%" G_GINT64_FORMAT ",\"revision\":%" G_GINT64_FORMAT,
      rows->kind->name, rows->ids[row], rows->revisions[row]);
  soho_json_append_fields (line, rows->kind, values, TRUE);
  g_string_append (line, "}\n");
  return g_string_free (line, FALSE);
}

static void
drop_lines (Follower *self, const char *audience)
{
  GHashTableIter iter;
  gpointer id, reader;

  g_hash_table_iter_init (&iter, self->readers);
  while (g_hash_table_iter_next (&iter, &id, &reader))
    if (g_str_equal (reader, audience))
      {
        g_hash_table_remove (self->lines, id);
        g_hash_table_iter_remove (&iter);
      }
}

static void
follower_apply (Follower *self, const SohoPullStep *step)
{
  const SohoPage *page = step->page;

  for (guint i = 0; page->rows != NULL && i < page->rows->n; i++)
    {
      const gint64 *id = &page->rows->ids[i];

      g_hash_table_insert (self->lines, g_memdup2 (id, sizeof *id), dup_row (page->rows, i));
      g_hash_table_insert (self->readers, g_memdup2 (id, sizeof *id), g_strdup (page->audience));
    }
  for (guint i = 0; i < page->n_deleted; i++)
    {
      g_hash_table_remove (self->lines, &page->deleted[i]);
      g_hash_table_remove (self->readers, &page->deleted[i]);
    }
  for (char **audience = page->dropped; audience != NULL && *audience != NULL; audience++)
    drop_lines (self, *audience);
  if (page->type == SOHO_PAGE_END && step->filling)
    g_ptr_array_set_size (self->lost, 0);
  if (step->cursor == NULL)
    return;
  g_free (self->cursor);
  self->cursor = g_strdup (step->cursor);
}

static void
follower_apply_all (Follower *self, SohoPull *pull)
{
  SohoPullStep *step;

  while ((step = soho_pull_take_step (pull)) != NULL)
    {
      follower_apply (self, step);
      soho_pull_step_free (step);
    }
}

GBytes *
follower_collect (Network *network, const char *cursor, const char *const *fills)
{
  return follower_collect_for (network, follower_public, cursor, fills);
}

GBytes *
follower_collect_for (Network *network,
                      const char *const *audiences,
                      const char *cursor,
                      const char *const *fills)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) frames
      = soho_changes_collect (network->archive, audiences, cursor, fills, &error);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  g_assert_no_error (error);
  for (guint i = 0; i < frames->len; i++)
    g_byte_array_append (all, g_bytes_get_data (g_ptr_array_index (frames, i), NULL),
                         g_bytes_get_size (g_ptr_array_index (frames, i)));
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

/* As the replica does (store/audiences.h). */
void
follower_forget_hidden (Follower *self)
{
  GHashTableIter iter;
  gpointer id, reader;
  gboolean any = FALSE;

  g_hash_table_iter_init (&iter, self->readers);
  while (g_hash_table_iter_next (&iter, &id, &reader))
    if (!g_str_equal (reader, SOHO_AUDIENCE_PUBLIC))
      {
        if (!g_ptr_array_find_with_equal_func (self->lost, reader, g_str_equal, NULL))
          g_ptr_array_add (self->lost, g_strdup (reader));
        g_hash_table_remove (self->lines, id);
        g_hash_table_iter_remove (&iter);
        any = TRUE;
      }
  if (any)
    *strchrnul (self->cursor, '~') = '\0';
}

static char **
dup_fills (Follower *self)
{
  g_autoptr (GStrvBuilder) fills = g_strv_builder_new ();

  for (guint i = 0; i < self->lost->len; i++)
    g_strv_builder_add (fills, g_ptr_array_index (self->lost, i));
  return self->lost->len > 0 ? g_strv_builder_end (fills) : NULL;
}

GBytes *
follower_collect_as (Follower *self, Network *network)
{
  g_auto (GStrv) fills = dup_fills (self);

  return follower_collect_for (network, self->audiences, self->cursor, (const char *const *) fills);
}

gboolean
follower_pull (Follower *self, Network *network, gsize cut, GRand *rand)
{
  g_autoptr (GBytes) bytes = follower_collect_as (self, network);
  g_autoptr (SohoPull) pull = soho_pull_new (soho_model_get (), self->cursor, NULL);
  gsize length = MIN (cut, g_bytes_get_size (bytes));
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  g_autoptr (GError) error = NULL;

  if (g_bytes_get_size (bytes) == 0)
    return TRUE;
  soho_pull_receive_head (pull, 200, SOHO_PAGES_TYPE, "zstd", &error);
  g_assert_no_error (error);
  while (length > 0)
    {
      gsize piece = rand != NULL ? (gsize) g_rand_int_range (rand, 1, (int) length + 1) : length;

      soho_pull_receive (pull, data, piece, &error);
      g_assert_no_error (error);
      follower_apply_all (self, pull);
      data += piece;
      length -= piece;
    }
  return soho_pull_finish (pull, NULL);
}

static int
compare_ids (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

/* In the order of network_dup_for (). */
static char *
follower_dup_lines (Follower *self)
{
  const SohoModel *model = soho_model_get ();
  g_autoptr (GList) ids = g_hash_table_get_keys (self->lines);
  GString *lines = g_string_new (NULL);

  ids = g_list_sort_with_data (g_steal_pointer (&ids), compare_ids, NULL);
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      g_autofree char *prefix = g_strdup_printf ("{\"kind\":\"%s\",", (*kind)->name);

      for (GList *id = ids; id != NULL; id = id->next)
        {
          const char *line = g_hash_table_lookup (self->lines, id->data);

          if (g_str_has_prefix (line, prefix))
            g_string_append (lines, line);
        }
    }
  return g_string_free (lines, FALSE);
}

static void
assert_in_step (Follower *self, Network *network)
{
  g_autofree char *here = follower_dup_lines (self);
  g_autofree char *there = network_dup_for (network, self->audiences);

  g_assert_cmpstr (here, ==, there);
}

void
follower_assert_catches_up (Follower *self, Network *network)
{
  g_assert_true (follower_pull (self, network, G_MAXSIZE, NULL));
  assert_in_step (self, network);
}

char *
follower_dup_answer (Network *network, const char *cursor, const char *const *fills)
{
  g_autoptr (GBytes) frames = follower_collect (network, cursor, fills);
  g_autoptr (GBytes) lines = soho_page_decompress_all (frames);

  g_assert_nonnull (lines);
  return g_strndup (g_bytes_get_data (lines, NULL), g_bytes_get_size (lines));
}

void
follower_run_sql (Network *network, const char *sql)
{
  g_autoptr (GError) error = NULL;

  soho_database_run (soho_archive_get_database (network->archive), sql, &error);
  g_assert_no_error (error);
}
