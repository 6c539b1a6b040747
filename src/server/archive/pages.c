/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/pages.h"

#include <string.h>

#include "archive/cursor.h"
#include "formats/json.h"
#include "formats/ndjson.h"
#include "page.h"

/* Sealed once, read by many; a tail, or a channel, is made for one reader. */
#define SEALED_LEVEL 19
#define TAIL_LEVEL 12

/* A page whose line is shorter than this is sealed again together with what comes after it, so that
 * pages do not crumble. */
#define SMALL_LINE (SOHO_PAGE_TARGET / 2)

typedef struct
{
  gint64 id;
  gint64 revision;
  char *body;
} Row;

static void
clear_row (gpointer data)
{
  g_free (((Row *) data)->body);
}

/* Reads rows of a statement over id, revision, body until they fill a page. *more: whether the
 * statement stands on a row not taken yet, which the next call takes first. */
static GArray *
take_rows (sqlite3_stmt *statement, gboolean *more, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_autoptr (GError) failure = NULL;
  gsize size = 0;

  g_array_set_clear_func (rows, clear_row);
  while (*more || soho_database_next (statement, &failure))
    {
      gsize length = (gsize) sqlite3_column_bytes (statement, 2);
      Row row;

      *more = rows->len > 0 && size + length > SOHO_PAGE_TARGET;
      if (*more)
        break;
      row = (Row){ sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1),
                   g_strdup (soho_database_column_text (statement, 2)) };
      g_array_append_val (rows, row);
      size += length;
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&rows) : NULL;
}

/* The rows column by column. NULL if a body is damaged. */
static SohoRows *
to_columns (const SohoKind *kind, GArray *rows, GError **error)
{
  g_autoptr (SohoRows) columns = soho_rows_new (kind, rows->len);

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autoptr (JsonNode) root = soho_archive_parse_body (row->body, error);
      JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;

      if (object == NULL)
        return NULL;
      columns->ids[i] = row->id;
      columns->revisions[i] = row->revision;
      for (guint field = 0; kind->fields[field].name != NULL; field++)
        {
          JsonNode *node = json_object_get_member (object, kind->fields[field].name);

          if (node != NULL
              && !soho_json_read_field (&kind->fields[field], node,
                                        &soho_rows_get_column (columns, field)[i], error))
            return NULL;
        }
    }
  return g_steal_pointer (&columns);
}

static gboolean
store_page (SohoArchive *archive,
            const char *audience,
            const SohoRows *rows,
            const char *line,
            GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "INSERT OR REPLACE INTO page (audience, kind, first, last, n, line_bytes, frame)"
      " VALUES (:audience, :kind, :first, :last, :n, :line_bytes, :frame)",
      error);
  gsize length = strlen (line);
  g_autoptr (GBytes) frame = soho_page_compress (line, length, SEALED_LEVEL);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":audience", audience);
  soho_database_bind_text (statement, ":kind", rows->kind->name);
  soho_database_bind_integer (statement, ":first", rows->ids[0]);
  soho_database_bind_integer (statement, ":last", rows->ids[rows->n - 1]);
  soho_database_bind_integer (statement, ":n", rows->n);
  soho_database_bind_integer (statement, ":line_bytes", (gint64) length);
  soho_database_bind_bytes (statement, ":frame", frame);
  return soho_database_finish (statement, error);
}

static gboolean
seal_page (
    SohoArchive *archive, const char *audience, const SohoKind *kind, GArray *rows, GError **error)
{
  g_autoptr (SohoRows) columns = to_columns (kind, rows, error);
  g_autofree char *position = NULL;
  g_autofree char *line = NULL;

  if (columns == NULL)
    return FALSE;
  position = soho_cursor_dup_position (audience, kind, columns->ids[columns->n - 1]);
  line = soho_page_dup_rows_line (kind, audience, columns, NULL, 0, position);
  return store_page (archive, audience, columns, line, error);
}

static sqlite3_stmt *
prepare_for_kind (SohoArchive *archive,
                  const char *sql,
                  const char *audience,
                  const SohoKind *kind,
                  GError **error)
{
  sqlite3_stmt *statement = soho_database_prepare (soho_archive_get_database (archive), sql, error);

  if (statement == NULL)
    return NULL;
  soho_database_bind_text (statement, ":audience", audience);
  soho_database_bind_text (statement, ":kind", kind->name);
  return statement;
}

/* Seals the rows strictly between two ids. */
static gboolean
seal_between (SohoArchive *archive,
              const char *audience,
              const SohoKind *kind,
              gint64 after,
              gint64 before,
              GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_for_kind (
      archive,
      "SELECT id, revision, body FROM record WHERE audience = :audience AND kind = :kind"
      " AND id > :after AND id < :before ORDER BY id",
      audience, kind, error);
  gboolean more = FALSE;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":after", after);
  soho_database_bind_integer (statement, ":before", before);
  do
    {
      g_autoptr (GArray) rows = take_rows (statement, &more, error);

      if (rows == NULL || (rows->len > 0 && !seal_page (archive, audience, kind, rows, error)))
        return FALSE;
    }
  while (more);
  return TRUE;
}

typedef struct
{
  gint64 first;
  gint64 last;
} Range;

static GArray *
list_sealed_ranges (SohoArchive *archive,
                    const char *audience,
                    const SohoKind *kind,
                    GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_for_kind (
      archive,
      "SELECT first, last FROM page WHERE audience = :audience AND kind = :kind ORDER BY first",
      audience, kind, error);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      Range range = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };

      g_array_append_val (ranges, range);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&ranges) : NULL;
}

static gboolean
drop_small_pages (SohoArchive *archive, const char *audience, const SohoKind *kind, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_for_kind (
      archive,
      "DELETE FROM page WHERE audience = :audience AND kind = :kind AND line_bytes < :small",
      audience, kind, error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":small", SMALL_LINE);
  return soho_database_finish (statement, error);
}

gboolean
soho_pages_seal (SohoArchive *archive, const char *audience, const SohoKind *kind, GError **error)
{
  g_autoptr (GArray) ranges = NULL;
  gint64 after = 0;

  if (!drop_small_pages (archive, audience, kind, error))
    return FALSE;
  ranges = list_sealed_ranges (archive, audience, kind, error);
  if (ranges == NULL)
    return FALSE;
  for (guint i = 0; i < ranges->len; i++)
    {
      const Range *range = &g_array_index (ranges, Range, i);

      if (!seal_between (archive, audience, kind, after, range->first, error))
        return FALSE;
      after = range->last;
    }
  return seal_between (archive, audience, kind, after, G_MAXINT64, error);
}

gboolean
soho_pages_are_complete (SohoArchive *archive,
                         const char *audience,
                         const SohoKind *kind,
                         gboolean *complete,
                         GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_for_kind (
      archive,
      "SELECT (SELECT count(*) FROM record WHERE audience = :audience AND kind = :kind)"
      " = (SELECT ifnull(sum(n), 0) FROM page WHERE audience = :audience AND kind = :kind)",
      audience, kind, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  *complete = soho_database_next (statement, &failure) && sqlite3_column_int (statement, 0) != 0;
  return soho_database_settle (&failure, error);
}

static gboolean
collect_sealed (SohoArchive *archive,
                const char *audience,
                const SohoKind *kind,
                gint64 after,
                GPtrArray *frames,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = prepare_for_kind (archive,
                          "SELECT frame FROM page WHERE audience = :audience AND kind = :kind"
                          " AND last > :after ORDER BY first",
                          audience, kind, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":after", after);
  while (soho_database_next (statement, &failure))
    g_ptr_array_add (frames, g_bytes_new (sqlite3_column_blob (statement, 0),
                                          (gsize) sqlite3_column_bytes (statement, 0)));
  return soho_database_settle (&failure, error);
}

static void
add_frame (GPtrArray *frames,
           const SohoKind *kind,
           const char *audience,
           const SohoRows *rows,
           GArray *deleted,
           const char *position)
{
  g_autofree char *line = soho_page_dup_rows_line (
      kind, audience, rows, deleted != NULL ? (gint64 *) deleted->data : NULL,
      deleted != NULL ? deleted->len : 0, position);

  g_ptr_array_add (frames, soho_page_compress (line, strlen (line), TAIL_LEVEL));
}

/* Makes pages of all rows of a statement over id, revision, body. filling: whether they say where
 * they end. */
static gboolean
make_pages (sqlite3_stmt *statement,
            const char *audience,
            const SohoKind *kind,
            gboolean filling,
            GPtrArray *frames,
            GError **error)
{
  gboolean more = FALSE;

  do
    {
      g_autoptr (GArray) rows = take_rows (statement, &more, error);
      g_autoptr (SohoRows) columns = rows != NULL ? to_columns (kind, rows, error) : NULL;
      g_autofree char *position = NULL;

      if (columns == NULL)
        return FALSE;
      if (columns->n == 0)
        continue;
      if (filling)
        position = soho_cursor_dup_position (audience, kind, columns->ids[columns->n - 1]);
      add_frame (frames, kind, audience, columns, NULL, position);
    }
  while (more);
  return TRUE;
}

static gboolean
collect_channel (SohoArchive *archive,
                 const char *audience,
                 const SohoKind *kind,
                 gint64 after,
                 GPtrArray *frames,
                 GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_for_kind (
      archive,
      "SELECT id, revision, body FROM record WHERE audience = :audience AND kind = :kind"
      " AND id > :after ORDER BY id",
      audience, kind, error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":after", after);
  return make_pages (statement, audience, kind, TRUE, frames, error);
}

gboolean
soho_pages_collect (SohoArchive *archive,
                    const char *audience,
                    const SohoKind *kind,
                    gint64 after,
                    GPtrArray *frames,
                    GError **error)
{
  return soho_audience_is_shared (audience)
             ? collect_sealed (archive, audience, kind, after, frames, error)
             : collect_channel (archive, audience, kind, after, frames, error);
}

static gboolean
collect_tail_rows (SohoArchive *archive,
                   const char *audience,
                   const SohoKind *kind,
                   gint64 point,
                   GPtrArray *frames,
                   GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_for_kind (
      archive,
      "SELECT id, revision, body FROM record WHERE audience = :audience AND seq > :point"
      " AND kind = :kind ORDER BY id",
      audience, kind, error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":point", point);
  return make_pages (statement, audience, kind, FALSE, frames, error);
}

static gboolean
collect_tail_departures (SohoArchive *archive,
                         const char *audience,
                         const SohoKind *kind,
                         gint64 point,
                         const char *readable,
                         GPtrArray *frames,
                         GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_for_kind (
      archive,
      "SELECT id FROM departure d WHERE audience = :audience AND seq > :point AND kind = :kind"
      " AND NOT EXISTS (SELECT 1 FROM record r WHERE r.id = d.id"
      " AND r.audience IN (SELECT value FROM json_each (:readable))) ORDER BY id",
      audience, kind, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":point", point);
  soho_database_bind_text (statement, ":readable", readable);
  while (soho_database_next (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  if (!soho_database_settle (&failure, error))
    return FALSE;
  if (ids->len > 0)
    add_frame (frames, kind, audience, NULL, ids, NULL);
  return TRUE;
}

gboolean
soho_pages_read_last_seq (SohoArchive *archive, const char *audience, gint64 *seq, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT max (ifnull ((SELECT max (seq) FROM record WHERE audience = :audience), 0),"
      " ifnull ((SELECT max (seq) FROM departure WHERE audience = :audience), 0))",
      error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":audience", audience);
  *seq = soho_database_next (statement, &failure) ? sqlite3_column_int64 (statement, 0) : 0;
  return soho_database_settle (&failure, error);
}

gboolean
soho_pages_collect_tail (SohoArchive *archive,
                         const char *audience,
                         const SohoKind *kind,
                         gint64 point,
                         const char *readable,
                         GPtrArray *frames,
                         GError **error)
{
  return collect_tail_rows (archive, audience, kind, point, frames, error)
         && collect_tail_departures (archive, audience, kind, point, readable, frames, error);
}

gboolean
soho_pages_collect_erased (SohoArchive *archive,
                           const char *audience,
                           const SohoKind *kind,
                           gint64 point,
                           GPtrArray *frames,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare_for_kind (
      archive,
      "SELECT id FROM departure WHERE audience = :audience AND kind = :kind AND erased"
      " AND seq > :point ORDER BY id",
      audience, kind, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":point", point);
  while (soho_database_next (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  if (!soho_database_settle (&failure, error))
    return FALSE;
  if (ids->len > 0)
    {
      g_autofree char *line
          = soho_page_dup_erased_line (kind, audience, (gint64 *) ids->data, ids->len);

      g_ptr_array_add (frames, soho_page_compress (line, strlen (line), TAIL_LEVEL));
    }
  return TRUE;
}
