/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracles.h"

#include <string.h>

#include "change/edit-line.h"
#include "faults.h"
#include "page.h"
#include "server.h"
#include "store/outbox.h"
#include "store/replica-private.h"
#include "store/schema.h"
#include "store/tray.h"
#include "store/writer.h"

/* "Nothing new", both ways before TLS, and what its heads hold beside the path and the token. */
#define NOTHING_NEW_MAX 400
#define HEADS_BYTES 174

static void
see_page (World *world, const SohoPage *page, const char *const *audiences)
{
  for (guint i = 0; page->rows != NULL && i < page->rows->n; i++)
    {
      const ModelRecord *record = model_find (world->model, page->rows->ids[i]);

      if (record == NULL || !g_strv_contains (audiences, record->audience))
        world_fail (world, ORACLE_AUDIENCE, "%s %" G_GINT64_FORMAT " was told, which is for %s",
                    page->kind, page->rows->ids[i],
                    record != NULL ? record->audience : "nobody any more");
    }
}

void
oracle_see_answer (World *world, Exchange *exchange, const char *const *audiences)
{
  g_autoptr (GBytes) frames = NULL;
  g_autoptr (GBytes) lines = NULL;
  g_auto (GStrv) split = NULL;
  g_autofree char *text = NULL;
  gsize up = strlen (exchange->path) + (exchange->token != NULL ? 65 : 0) + HEADS_BYTES;

  if (exchange->status == 204 && up > NOTHING_NEW_MAX)
    world_fail (world, ORACLE_BUDGET, "nothing new took %d bytes", (int) up);
  if (exchange->status != 200)
    return;
  frames = g_bytes_new (exchange->answer->data, exchange->answer->len);
  lines = soho_page_decompress_all (frames);
  text = g_strndup (g_bytes_get_data (lines, NULL), g_bytes_get_size (lines));
  split = g_strsplit (text, "\n", -1);
  for (char **line = split; *line != NULL; line++)
    {
      g_autoptr (SohoPage) page
          = **line != '\0' ? soho_page_parse (soho_model_get (), *line, strlen (*line), NULL)
                           : NULL;

      if (**line != '\0')
        world_tell (world, "    %.200s", *line);
      if (page != NULL)
        see_page (world, page, audiences);
    }
}

typedef struct
{
  gint64 id;
  char *line;
} Told;

static void
told_clear (gpointer data)
{
  g_free (((Told *) data)->line);
}

static int
compare_told (gconstpointer a, gconstpointer b)
{
  gint64 left = ((const Told *) a)->id, right = ((const Told *) b)->id;

  return left < right ? -1 : left > right;
}

static sqlite3_stmt *
ask (Device *device, const char *sql)
{
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *statement
      = soho_database_prepare (soho_replica_get_database (device->replica), sql, &error);

  g_assert_no_error (error);
  return statement;
}

/* The rows of a kind, but for those that have a shadow. */
static void
add_rows (Device *device, const SohoKind *kind, GArray *all)
{
  g_autofree char *columns = soho_schema_dup_columns (kind);
  guint n = soho_kind_get_n_fields (kind);
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s, ifnull (audience, 'public') FROM \"%s\" t WHERE NOT EXISTS"
                         " (SELECT 1 FROM shadow WHERE shadow.id = t.id AND kind = '%s')",
                         columns, kind->name, kind->name);
  g_autoptr (sqlite3_stmt) statement = ask (device, sql);

  while (soho_database_next (statement, NULL))
    {
      g_autoptr (SohoRecord) record = soho_replica_read_record (kind, statement);
      g_autoptr (GString) line = g_string_new (NULL);
      Told told = { soho_record_get_id (record), NULL };

      model_append_line (line, kind, told.id, soho_record_get_revision (record),
                         soho_database_column_text (statement, (int) n + 2),
                         soho_record_get_values (record));
      told.line = g_string_free (g_steal_pointer (&line), FALSE);
      g_array_append_val (all, told);
    }
}

/* What the server says of records with edits under way; their readers are not kept. */
static void
add_shadows (Device *device, const SohoKind *kind, GArray *all)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, printf ('%s %%d r%%d ? %%s', id, revision, "
                                          "json_remove (body, '$.audience')) || char (10)"
                                          " FROM shadow WHERE kind = '%s' AND body NOT NULL",
                                          kind->name, kind->name);
  g_autoptr (sqlite3_stmt) statement = ask (device, sql);

  while (soho_database_next (statement, NULL))
    {
      Told told = { sqlite3_column_int64 (statement, 0),
                    g_strdup (soho_database_column_text (statement, 1)) };

      g_array_append_val (all, told);
    }
}

/* Whether the lines are the same, but for a reader that is not kept. */
static gboolean
same_line (const char *told, const char *should)
{
  const char *unknown = strstr (told, " ? {");
  const char *body = strstr (should, " {");
  gsize head;

  if (strcmp (told, should) == 0)
    return TRUE;
  if (unknown == NULL || body == NULL)
    return FALSE;
  head = (gsize) (unknown - told) + 1;
  return strncmp (told, should, head) == 0 && strcmp (unknown + 2, body) == 0;
}

/* Takes the lines of one kind off the text. */
static gboolean
see_kind (Device *device, const SohoKind *kind, const char **should)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Told));
  g_autofree char *prefix = g_strconcat (kind->name, " ", NULL);

  g_array_set_clear_func (all, told_clear);
  add_rows (device, kind, all);
  add_shadows (device, kind, all);
  g_array_sort (all, compare_told);
  for (guint i = 0;; i++)
    {
      const char *told = i < all->len ? g_array_index (all, Told, i).line : "nothing\n";
      const char *end = strchr (*should, '\n');
      g_autofree char *line = NULL;

      if (!g_str_has_prefix (*should, prefix))
        return i == all->len
               || world_fail (device->world, ORACLE_CONTENT, "device %u has and should not: %s",
                              device->number, told);
      line = g_strndup (*should, (gsize) (end + 1 - *should));
      if (!same_line (told, line))
        return world_fail (device->world, ORACLE_CONTENT, "device %u has %.*s and should have %s",
                           device->number, (int) strlen (told) - 1, told, line);
      *should = end + 1;
    }
}

void
oracle_see_full (Device *device, const Exchange *exchange)
{
  const SohoModel *model = soho_model_get ();
  const char *should = exchange->readable;

  if (should == NULL)
    return;
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!see_kind (device, *kind, &should))
      return;
}

void
oracle_see_left (Device *device)
{
  const SohoModel *model = soho_model_get ();

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      g_autofree char *sql
          = g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE audience NOT NULL", (*kind)->name);
      gint64 n = 0;

      soho_database_read_integer (soho_replica_get_database (device->replica), sql, 0, &n, NULL);
      if (n > 0)
        world_fail (device->world, ORACLE_AUDIENCE,
                    "device %u: %d of %s are left after signing out", device->number, (int) n,
                    (*kind)->name);
    }
}

static void
see_verify (Device *device)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = soho_replica_verify (device->replica, &error);

  g_assert_no_error (error);
  if (complaints->len > 0)
    world_fail (device->world, ORACLE_VERIFY, "device %u: %s", device->number,
                (char *) g_ptr_array_index (complaints, 0));
}

static gboolean
is_in_tray (GPtrArray *tray, const char *line)
{
  for (guint i = 0; i < tray->len; i++)
    if (strcmp (((SohoTrayEntry *) g_ptr_array_index (tray, i))->text, line) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_waiting (GPtrArray *outbox, const Written *written)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const SohoEdit *edit = g_ptr_array_index (outbox, i);
      g_autofree char *line = soho_edit_dup_line (edit);

      if (edit->number == written->number && strcmp (line, written->line) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
see_words (Device *device, GPtrArray *tray)
{
  World *world = device->world;
  g_autoptr (GPtrArray) outbox = soho_replica_list_outbox (device->replica, 0, NULL);

  for (guint i = 0; i < device->written->len; i++)
    {
      const Written *written = g_ptr_array_index (device->written, i);
      const char *verdict = model_get_verdict (world->model, written->writer, written->number);

      if (verdict != NULL && *verdict == '\0')
        continue;
      if (verdict == NULL ? !is_waiting (outbox, written)
                          : !written->is_copy && !is_in_tray (tray, written->line)
                                && !g_hash_table_contains (device->discarded, written->line))
        world_fail (world, ORACLE_WORDS, "device %u has lost %u/%d (%s): %s", device->number,
                    written->writer, (int) written->number,
                    verdict != NULL ? verdict : "not answered", written->line);
    }
}

/* Marks what the entry hands back. Returns whether all of that had been lost. */
static gboolean
match_loss (World *world, const SohoEdit *edit)
{
  GPtrArray *losses = model_get_losses (world->model);

  for (guint field = 0; edit->kind->fields[field].name != NULL; field++)
    {
      gboolean found = !edit->touched[field];

      for (guint i = 0; i < losses->len; i++)
        {
          ModelLoss *loss = g_ptr_array_index (losses, i);

          if (edit->touched[field] && loss->id == edit->id && loss->field == field
              && soho_value_equal (&loss->value, &edit->values[field]))
            found = loss->seen = TRUE;
        }
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static void
see_handed_back (Device *device, GPtrArray *tray)
{
  GHashTableIter iter;
  gpointer line;

  for (guint i = 0; i < tray->len; i++)
    {
      const SohoTrayEntry *entry = g_ptr_array_index (tray, i);

      if (strcmp (entry->reason->code, SOHO_REFUSAL_OVERWRITTEN) == 0 && entry->edit != NULL
          && !match_loss (device->world, entry->edit))
        world_fail (device->world, ORACLE_WORDS, "device %u was handed back what was not lost: %s",
                    device->number, entry->text);
    }
  g_hash_table_iter_init (&iter, device->discarded);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    {
      g_autoptr (SohoEdit) edit = soho_edit_parse_line (soho_model_get (), line, NULL);

      match_loss (device->world, edit);
    }
}

/* What others wrote over has come back to its writers, where they still write under that number. */
static void
see_losses (World *world)
{
  GPtrArray *losses = model_get_losses (world->model);

  for (guint i = 0; i < losses->len; i++)
    {
      const ModelLoss *loss = g_ptr_array_index (losses, i);

      world->n_overwritten++;
      for (guint d = 0; !loss->seen && d < world->devices->len; d++)
        {
          Device *device = g_ptr_array_index (world->devices, d);
          gint64 person;
          guint writer;

          soho_replica_read_writer (device->replica, &person, &writer, NULL);
          if (world->waits_for_losses && writer == loss->writer)
            world_fail (world, ORACLE_WORDS,
                        "device %u does not know that %s of %" G_GINT64_FORMAT
                        " was overwritten for writer %u",
                        device->number, loss->kind->fields[loss->field].name, loss->id, writer);
        }
    }
}

/* All rows as they stand in the file. */
static char *
dup_rows (Device *device)
{
  const SohoModel *model = soho_model_get ();
  GString *rows = g_string_new (NULL);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" ORDER BY id", (*kind)->name);
      g_autoptr (sqlite3_stmt) statement = ask (device, sql);

      while (soho_database_next (statement, NULL))
        {
          g_string_append (rows, (*kind)->name);
          for (int i = 0; i < sqlite3_column_count (statement); i++)
            {
              const char *text = soho_database_column_text (statement, i);

              g_string_append_printf (rows, "|%d:%s", sqlite3_column_type (statement, i),
                                      text != NULL ? text : "");
            }
          g_string_append_c (rows, '\n');
        }
    }
  return g_string_free (rows, FALSE);
}

static void
sync_whole (Device *device)
{
  device_begin_sync (device);
  while (device_is_syncing (device) && !device->world->has_failed)
    device_step (device);
}

/* What a new replica of the same person would hold. */
static char *
dup_fresh_rows (World *world, Person *person)
{
  Device *fresh = device_new (world);

  if (person != NULL)
    device_sign_in (fresh, person);
  sync_whole (fresh);
  return world->has_failed ? g_strdup ("") : dup_rows (fresh);
}

static void
see_fill (Device *device, GHashTable *fresh)
{
  char *should = g_hash_table_lookup (fresh, device->person);
  g_autofree char *is = dup_rows (device);
  g_auto (GStrv) have = NULL;
  g_auto (GStrv) want = NULL;

  if (should == NULL)
    {
      should = dup_fresh_rows (device->world, device->person);
      g_hash_table_insert (fresh, device->person, should);
    }
  if (device->world->has_failed || strcmp (is, should) == 0)
    return;
  have = g_strsplit (is, "\n", -1);
  want = g_strsplit (should, "\n", -1);
  for (guint i = 0; have[i] != NULL && want[i] != NULL; i++)
    if (strcmp (have[i], want[i]) != 0)
      {
        world_fail (device->world, ORACLE_FILL, "device %u has %s, a new one %s", device->number,
                    have[i], want[i]);
        return;
      }
}

static void
see_budget (Device *device)
{
  guint before = device->world->n_requests;

  sync_whole (device);
  if (device->world->n_requests - before != 1)
    world_fail (device->world, ORACLE_BUDGET, "device %u: nothing new took %u requests",
                device->number, device->world->n_requests - before);
}

void
oracle_see_rest (World *world)
{
  g_autoptr (GHashTable) fresh = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  guint n = world->devices->len;

  server_check (world);
  for (guint i = 0; i < n && !world->has_failed; i++)
    {
      Device *device = g_ptr_array_index (world->devices, i);
      g_autoptr (GPtrArray) tray = soho_replica_list_tray (device->replica, NULL);

      see_budget (device);
      see_verify (device);
      see_words (device, tray);
      see_handed_back (device, tray);
      if (!world->has_failed)
        see_fill (device, fresh);
    }
  see_losses (world);
}
