/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/sheet.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/vocabulary.h"
#include "formats/csv.h"
#include "model/fold.h"
#include "model/taxonomy.h"
#include "model/validate.h"

typedef struct
{
  SohoReading *reading;
  const char *const *header;
  GPtrArray *names; /* the same as GRefStrings, which outlive the file */
  GArray *columns;  /* SohoColumn, as the header has them */
  GPtrArray *cells; /* of the row last read */
} Sheet;

static gboolean
set_cell (SohoDraft *draft, int field, const char *text, GError **error)
{
  if (field >= 0)
    return soho_draft_set_text (draft, (guint) field, text, error);
  return field == SOHO_COLUMN_ID ? soho_draft_set_id (draft, text, error)
                                 : soho_draft_set_ref (draft, text, error);
}

static const SohoColumn *
get_column (Sheet *sheet, guint i)
{
  return &g_array_index (sheet->columns, SohoColumn, i);
}

/* The column that holds a whole value of the same field as this one, which holds a piece of it; -1
 * if there is none, and then this one is the value. */
static int
find_whole_column (Sheet *sheet, const SohoColumn *column)
{
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const SohoColumn *other = get_column (sheet, i);

      if (other != column && other->kind == column->kind && other->field == column->field
          && other->role == SOHO_COLUMN_WHOLE)
        return (int) i;
    }
  return -1;
}

/* Two columns for one field would contradict each other. Parts may be as many as there are. */
static gboolean
check_column (Sheet *sheet, guint index)
{
  const SohoColumn *column = get_column (sheet, index);

  for (guint i = 0; i < index; i++)
    {
      const SohoColumn *other = get_column (sheet, i);
      g_autofree char *reason = NULL;

      if (column->kind != sheet->reading->kind || other->kind != column->kind
          || other->field != column->field || other->role != column->role)
        continue;
      reason = g_strdup_printf (
          _ ("%.80s: says the same as the column “%.80s”: remove one of the two"),
          sheet->header[index], sheet->header[i]);
      soho_reading_complain (sheet->reading, 1, reason);
      return FALSE;
    }
  return TRUE;
}

/* Not one name is known: this is no header, or the file is of another kind. */
static void
complain_of_header (Sheet *sheet)
{
  g_autofree char *known = soho_reading_dup_field_names (sheet->reading->kind);
  g_autofree char *reason = g_strdup_printf (
      _ ("there is no name of a column of %s in the first line: write them there (the fields are "
         "%s)"),
      sheet->reading->kind->name, known);

  soho_reading_complain (sheet->reading, 1, reason);
}

static gboolean
read_header (Sheet *sheet)
{
  g_autoptr (GArray) unknown = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean good = TRUE;
  guint n = 0;

  for (; sheet->header[n] != NULL; n++)
    {
      SohoColumn column = { .kind = NULL };

      if (!soho_vocabulary_find_column (sheet->reading->model, sheet->reading->kind,
                                        sheet->header[n], &column))
        g_array_append_val (unknown, n);
      g_array_append_val (sheet->columns, column);
      g_ptr_array_add (sheet->names, g_ref_string_new (sheet->header[n]));
    }
  if (unknown->len == n && n > 1)
    {
      complain_of_header (sheet);
      return FALSE;
    }
  for (guint i = 0; i < unknown->len; i++)
    soho_reading_complain_of_field (sheet->reading, 1, sheet->reading->kind,
                                    sheet->header[g_array_index (unknown, guint, i)]);
  for (guint i = 0; i < n && unknown->len == 0; i++)
    good = check_column (sheet, i) && good;
  return good && unknown->len == 0;
}

static const char *
get_cell (Sheet *sheet, guint i)
{
  return g_ptr_array_index (sheet->cells, i);
}

/* What a column says, with what others say before and after it. To be freed. */
static char *
dup_cell (Sheet *sheet, guint index)
{
  const SohoColumn *column = get_column (sheet, index);
  GString *text = g_string_new (get_cell (sheet, index));

  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const SohoColumn *piece = get_column (sheet, i);
      g_autofree char *stripped = NULL;

      if (i == index || piece->kind != column->kind || piece->field != column->field)
        continue;
      stripped = g_strstrip (g_strdup (get_cell (sheet, i)));
      if (*stripped == '\0')
        continue;
      if (piece->role == SOHO_COLUMN_AFTER)
        g_string_append_printf (text, " %s", stripped);
      else
        {
          /* A code says more than a postcode, and needs none. */
          g_strstrip (text->str);
          g_string_truncate (text, strlen (text->str));
          if (strspn (text->str, "0123456789") == text->len && text->len > 0)
            continue;
          g_string_prepend_c (text, ' ');
          g_string_prepend (text, stripped);
        }
    }
  return g_string_free (text, FALSE);
}

static void
add_part (Sheet *sheet, SohoDraft *whole, guint index, const char *text)
{
  const SohoColumn *column = get_column (sheet, index);
  SohoDraft *part = soho_draft_new (column->kind, whole->line);
  int owner = soho_kind_get_owner_field (column->kind);
  g_autoptr (GError) error = NULL;

  part->whole = whole;
  part->column = g_ref_string_acquire (g_ptr_array_index (sheet->names, index));
  part->said[owner] = TRUE;
  if (column->preset != NULL)
    {
      g_auto (GStrv) pair = g_strsplit (column->preset, "=", 2);

      set_cell (part, soho_kind_find_field (column->kind, pair[0]), pair[1], NULL);
    }
  if (!set_cell (part, column->field, text, &error))
    soho_reading_complain_of (sheet->reading, part, error->message);
  g_ptr_array_add (sheet->reading->drafts, part);
}

/* A dash says as much as nothing. */
static void
add_parts (Sheet *sheet, SohoDraft *whole, guint index)
{
  static const SohoField list = SOHO_SET_FIELD ("list", 1000);
  const SohoColumn *column = get_column (sheet, index);
  g_autofree char *folded = soho_fold (get_cell (sheet, index));
  SohoValue several = SOHO_VALUE_INIT;

  if (*folded == '\0')
    return;
  if (!column->several || soho_taxonomy_find (get_cell (sheet, index)) != NULL
      || !soho_field_parse (&list, get_cell (sheet, index), &several, NULL))
    add_part (sheet, whole, index, get_cell (sheet, index));
  for (guint i = 0; several.type == SOHO_VALUE_SET && several.set[i] != NULL; i++)
    add_part (sheet, whole, index, several.set[i]);
  soho_value_clear (&several);
}

/* Lists that were put together repeat the names of the columns. */
static gboolean
repeats_header (Sheet *sheet)
{
  for (guint i = 0; sheet->header[i] != NULL; i++)
    {
      g_autofree char *cell = g_strstrip (g_strdup (get_cell (sheet, i)));

      if (!g_str_equal (cell, sheet->header[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_blank_cell (Sheet *sheet, guint i)
{
  g_autofree char *cell = g_strstrip (g_strdup (get_cell (sheet, i)));

  return *cell == '\0';
}

/* "Total : 45 members": a row that begins so and lacks what every record has. */
static gboolean
is_total (Sheet *sheet)
{
  static const char *const words[] = { "total", "totaux", "sous total", "nombre", NULL };
  gboolean lacks = FALSE, begins = FALSE;
  guint first = 0;

  while (sheet->header[first] != NULL && is_blank_cell (sheet, first))
    first++;
  for (guint i = 0; sheet->header[i] != NULL; i++)
    {
      const SohoColumn *column = get_column (sheet, i);

      lacks = lacks
              || (column->kind == sheet->reading->kind && column->field >= 0
                  && column->kind->fields[column->field].required && is_blank_cell (sheet, i));
    }
  if (lacks && sheet->header[first] != NULL)
    {
      g_autofree char *folded = soho_fold (get_cell (sheet, first));

      for (guint i = 0; words[i] != NULL && !begins; i++)
        begins = g_str_has_prefix (folded, words[i])
                 && strchr (" ", folded[strlen (words[i])]) != NULL;
    }
  return begins;
}

static void
read_csv_row (Sheet *sheet, guint line)
{
  SohoDraft *draft;

  if (repeats_header (sheet))
    return;
  if (is_total (sheet))
    {
      soho_reading_complain (sheet->reading, line,
                             _ ("is a row of totals and no record: remove it"));
      return;
    }
  draft = soho_draft_new (sheet->reading->kind, line);
  g_ptr_array_add (sheet->reading->drafts, draft);
  for (guint i = 0; sheet->header[i] != NULL; i++)
    {
      const SohoColumn *column = get_column (sheet, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      if (column->role != SOHO_COLUMN_WHOLE && find_whole_column (sheet, column) >= 0)
        continue;
      if (column->kind != sheet->reading->kind)
        {
          add_parts (sheet, draft, i);
          continue;
        }
      text = dup_cell (sheet, i);
      if (!set_cell (draft, column->field, text, &error))
        soho_reading_complain_of (sheet->reading, draft, error->message);
    }
}

static void
read_csv_rows (Sheet *sheet, SohoCsvReader *reader)
{
  guint line;

  for (;;)
    {
      g_autoptr (GError) bad_row = NULL;
      gboolean good = soho_csv_reader_next (reader, sheet->cells, &line, &bad_row);

      if ((!good && bad_row == NULL) || !soho_reading_count_line (sheet->reading, line))
        return;
      if (good)
        read_csv_row (sheet, line);
      else
        soho_reading_complain (sheet->reading, line, bad_row->message);
    }
}

void
soho_sheet_read (SohoReading *reading, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoCsvReader) reader = soho_csv_reader_new (bytes, &error);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (SohoColumn));
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GPtrArray) names
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ref_string_release);
  Sheet sheet = { .reading = reading, .names = names, .columns = columns, .cells = cells };

  if (reader == NULL)
    {
      soho_reading_complain (reading, 0, error->message);
      return;
    }
  sheet.header = soho_csv_reader_get_header (reader);
  if (read_header (&sheet))
    read_csv_rows (&sheet, reader);
}
