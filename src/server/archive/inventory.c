/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/inventory.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "archive/blobs.h"
#include "archive/references.h"
#include "blob.h"
#include "formats/ndjson.h"
#include "model/validate.h"
#include "page.h"

typedef struct
{
  SohoArchive *archive;
  GPtrArray *complaints;
  GHashTable *shown; /* names of blobs that records show */
} Check;

GArray *
soho_inventory_count (SohoArchive *archive, GError **error)
{
  const SohoModel *model = soho_archive_get_model (archive);
  g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (SohoInventoryCount));
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT count(*), count(*) FILTER (WHERE audience = 'public') FROM record WHERE kind = :kind",
      error);

  if (statement == NULL)
    return NULL;
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      SohoInventoryCount count = { .kind = *kind };

      soho_database_bind_text (statement, ":kind", (*kind)->name);
      if (!soho_database_next (statement, error))
        return NULL;
      count.records = (guint) sqlite3_column_int64 (statement, 0);
      count.public_records = (guint) sqlite3_column_int64 (statement, 1);
      g_array_append_val (counts, count);
      sqlite3_reset (statement);
    }
  return g_steal_pointer (&counts);
}

gboolean
soho_inventory_measure (SohoArchive *archive, SohoInventorySizes *sizes, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (archive),
      "SELECT (SELECT count(*) FROM page), (SELECT ifnull(sum(length(frame)), 0) FROM page),"
      " (SELECT count(*) FROM blob), (SELECT ifnull(sum(length(bytes)), 0) FROM blob),"
      " page_count * page_size FROM pragma_page_count(), pragma_page_size()",
      error);

  if (statement == NULL || !soho_database_next (statement, error))
    return FALSE;
  sizes->pages = (guint) sqlite3_column_int64 (statement, 0);
  sizes->page_bytes = (guint64) sqlite3_column_int64 (statement, 1);
  sizes->blobs = (guint) sqlite3_column_int64 (statement, 2);
  sizes->blob_bytes = (guint64) sqlite3_column_int64 (statement, 3);
  sizes->file_bytes = (guint64) sqlite3_column_int64 (statement, 4);
  return TRUE;
}

G_GNUC_PRINTF (3, 4)
static void
complain (Check *check, SohoRecord *record, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (check->complaints, g_strdup_printf ("%s %" G_GINT64_FORMAT ": %s",
                                                       soho_record_get_kind (record)->name,
                                                       soho_record_get_id (record), reason));
}

static gboolean
check_reference (Check *check,
                 SohoRecord *record,
                 const SohoField *field,
                 const char *audience,
                 gint64 target,
                 GError **error)
{
  gboolean has, may = TRUE;

  if (!soho_archive_has (check->archive, field->target, target, &has, error)
      || (has
          && !soho_references_may_stand (check->archive, soho_record_get_kind (record), field,
                                         audience, target, &may, error)))
    return FALSE;
  if (!has)
    complain (check, record, _ ("%s refers to %lld, which is not there"), field->name,
              (long long) target);
  else if (!may)
    complain (check, record, _ ("%s refers to %lld, which fewer people may read"), field->name,
              (long long) target);
  return TRUE;
}

static gboolean
check_references (Check *check, SohoRecord *record, const char *audience, GError **error)
{
  const SohoKind *kind = soho_record_get_kind (record);
  const SohoValue *values = soho_record_get_values (record);

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      if (kind->fields[i].type == SOHO_FIELD_REFERENCE && values[i].type == SOHO_VALUE_INTEGER
          && !check_reference (check, record, &kind->fields[i], audience, values[i].integer, error))
        return FALSE;
    }
  return TRUE;
}

/* What the record shows must be there, and the account of who shows what must say so. */
static gboolean
check_shown (Check *check, SohoRecord *record, GError **error)
{
  const SohoKind *kind = soho_record_get_kind (record);
  const SohoValue *values = soho_record_get_values (record);

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      gboolean has, knows;

      if (kind->fields[i].type != SOHO_FIELD_BLOB || values[i].type != SOHO_VALUE_TEXT)
        continue;
      g_hash_table_add (check->shown, g_strdup (values[i].text));
      if (!soho_archive_has_blob (check->archive, values[i].text, &has, error)
          || !soho_archive_knows_blob_use (check->archive, values[i].text,
                                           soho_record_get_id (record), &knows, error))
        return FALSE;
      if (!has)
        complain (check, record, _ ("%s shows the file %s, which is not there"),
                  kind->fields[i].name, values[i].text);
      else if (!knows)
        complain (check, record, _ ("%s shows the file %s, which is not kept for it"),
                  kind->fields[i].name, values[i].text);
    }
  return TRUE;
}

static gboolean
check_blob (const char *name, GBytes *bytes, gpointer data, GError **error)
{
  Check *check = data;

  if (!soho_blob_has_name (bytes, name))
    g_ptr_array_add (check->complaints, g_strdup_printf (_ ("The file %s is damaged"), name));
  if (!g_hash_table_contains (check->shown, name))
    g_ptr_array_add (check->complaints,
                     g_strdup_printf (_ ("The file %s is shown by no record"), name));
  return TRUE;
}

static gboolean
check_audience (Check *check, SohoRecord *record, const char *audience, GError **error)
{
  const SohoKind *kind = soho_record_get_kind (record);
  const SohoValue *values = soho_record_get_values (record);
  int owner = soho_kind_get_owner_field (kind);
  gint64 owner_id
      = owner >= 0 && values[owner].type == SOHO_VALUE_INTEGER ? values[owner].integer : 0;
  g_autofree char *owner_audience = NULL;
  g_autofree char *right = NULL;

  if (owner_id != 0
      && !soho_archive_read_audience (check->archive, owner_id, &owner_audience, error))
    return FALSE;
  right = soho_kind_dup_audience (
      kind, values, owner_id != 0 ? owner_id : soho_record_get_id (record), owner_audience);
  if (strcmp (right, audience) != 0)
    complain (check, record, _ ("is read by “%s” and should be by “%s”"), audience, right);
  return TRUE;
}

static gboolean
check_record (SohoRecord *record, const char *audience, gpointer data, GError **error)
{
  Check *check = data;
  const SohoKind *kind = soho_record_get_kind (record);
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  g_autoptr (GError) invalid = NULL;

  for (guint i = 0; i < n; i++)
    soho_value_copy (&values[i], &soho_record_get_values (record)[i]);
  if (!soho_kind_validate (kind, values, &invalid))
    complain (check, record, "%s", invalid->message);
  soho_values_free (values, n);
  return check_references (check, record, audience, error) && check_shown (check, record, error)
         && check_audience (check, record, audience, error);
}

/* Whether a sealed page says exactly what the records do. */
static gboolean
page_is_true (Check *check, const SohoPage *page, GError **error)
{
  const SohoRows *rows = page->rows;

  for (guint row = 0; row < rows->n; row++)
    {
      g_autoptr (SohoRecord) record
          = soho_archive_get (check->archive, rows->kind, rows->ids[row], error);

      if (record == NULL || soho_record_get_revision (record) != rows->revisions[row])
        return FALSE;
      for (guint field = 0; rows->kind->fields[field].name != NULL; field++)
        if (!soho_value_equal (soho_rows_get_value (rows, row, field),
                               &soho_record_get_values (record)[field]))
          return FALSE;
    }
  return TRUE;
}

/* The columns of the statement in check_pages (). */
enum
{
  COLUMN_AUDIENCE,
  COLUMN_KIND,
  COLUMN_FIRST,
  COLUMN_LAST,
  COLUMN_FRAME,
  COLUMN_N,
  COLUMN_PRESENT, /* how many records should stand in it */
};

/* Whether the page is the one it is filed as, and holds all that it should. */
static gboolean
page_is_in_place (const SohoPage *page, sqlite3_stmt *statement)
{
  const SohoRows *rows = page->rows;

  return rows != NULL && rows->n > 0
         && strcmp (page->kind, soho_database_column_text (statement, COLUMN_KIND)) == 0
         && strcmp (page->audience, soho_database_column_text (statement, COLUMN_AUDIENCE)) == 0
         && rows->ids[0] == sqlite3_column_int64 (statement, COLUMN_FIRST)
         && rows->ids[rows->n - 1] == sqlite3_column_int64 (statement, COLUMN_LAST)
         && rows->n == sqlite3_column_int64 (statement, COLUMN_N)
         && rows->n == sqlite3_column_int64 (statement, COLUMN_PRESENT);
}

static gboolean
check_page (Check *check, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GBytes) frame = g_bytes_new (sqlite3_column_blob (statement, COLUMN_FRAME),
                                          (gsize) sqlite3_column_bytes (statement, COLUMN_FRAME));
  g_autoptr (GBytes) line = soho_page_decompress_all (frame);
  g_autoptr (SohoPage) page = NULL;
  g_autoptr (GError) failure = NULL;

  if (line != NULL)
    page = soho_page_parse (soho_archive_get_model (check->archive), g_bytes_get_data (line, NULL),
                            g_bytes_get_size (line), NULL);
  if (page == NULL || !page_is_in_place (page, statement) || !page_is_true (check, page, &failure))
    g_ptr_array_add (
        check->complaints,
        g_strdup_printf (_ ("The sealed page of %s from %lld is not what the records say"),
                         soho_database_column_text (statement, COLUMN_KIND),
                         (long long) sqlite3_column_int64 (statement, COLUMN_FIRST)));
  return soho_database_settle (&failure, error);
}

static gboolean
check_pages (Check *check, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (check->archive),
      "SELECT audience, kind, first, last, frame, n, (SELECT count(*) FROM record r"
      " WHERE r.audience = page.audience AND r.kind = page.kind AND r.id BETWEEN first AND last)"
      " FROM page ORDER BY kind, first",
      error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    if (!check_page (check, statement, error))
      return FALSE;
  return soho_database_settle (&failure, error);
}

static gboolean
check_file (Check *check, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_archive_get_database (check->archive), "PRAGMA integrity_check (20)", error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    if (strcmp (soho_database_column_text (statement, 0), "ok") != 0)
      g_ptr_array_add (check->complaints, g_strdup (soho_database_column_text (statement, 0)));
  return soho_database_settle (&failure, error);
}

GPtrArray *
soho_inventory_check (SohoArchive *archive, GError **error)
{
  const SohoModel *model = soho_archive_get_model (archive);
  g_autoptr (GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Check check = { archive, complaints, shown };

  if (!check_file (&check, error))
    return NULL;
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!soho_archive_foreach (archive, *kind, check_record, &check, error))
      return NULL;
  return check_pages (&check, error)
                 && soho_archive_foreach_blob (archive, check_blob, &check, error)
             ? g_steal_pointer (&complaints)
             : NULL;
}
