/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults.h"

#include <string.h>

#include "page.h"
#include "store/replica-private.h"

/* A trigger that undoes what it is told of. */
#define IGNORE(what) "CREATE TEMP TRIGGER fault BEFORE " what " BEGIN SELECT RAISE (IGNORE); END"
#define AFTER(what, then) "CREATE TEMP TRIGGER fault AFTER " what " BEGIN " then "; END"

/* The lines of an answer of pages; NULL if it is none. */
static GPtrArray *
dup_lines (const Exchange *exchange)
{
  GPtrArray *lines;
  g_autoptr (GBytes) frames = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autofree char *copy = NULL;
  g_auto (GStrv) split = NULL;

  if (exchange->body != NULL || exchange->status != 200)
    return NULL;
  frames = g_bytes_new (exchange->answer->data, exchange->answer->len);
  text = soho_page_decompress_all (frames);
  copy = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  split = g_strsplit (copy, "\n", -1);
  lines = g_ptr_array_new_with_free_func (g_free);
  for (char **line = split; *line != NULL; line++)
    if (**line != '\0')
      g_ptr_array_add (lines, g_strdup (*line));
  return lines;
}

static void
put_lines (Exchange *exchange, GPtrArray *lines)
{
  g_byte_array_set_size (exchange->answer, 0);
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_autoptr (GBytes) frame = soho_page_compress (line, strlen (line), 1);

      g_byte_array_append (exchange->answer, g_bytes_get_data (frame, NULL),
                           (guint) g_bytes_get_size (frame));
    }
}

/* The place of the last line of rows; -1 if there is none. */
static int
find_rows (GPtrArray *lines)
{
  for (guint i = lines->len; i > 0; i--)
    if (strstr (g_ptr_array_index (lines, i - 1), "\"kind\":") != NULL)
      return (int) i - 1;
  return -1;
}

static void
lose_a_page (World *world, Exchange *exchange)
{
  g_autoptr (GPtrArray) lines = dup_lines (exchange);
  int rows = lines != NULL ? find_rows (lines) : -1;

  if (rows < 0 || world_below (world, 3) > 0)
    return;
  g_ptr_array_remove_index (lines, (guint) rows);
  put_lines (exchange, lines);
}

/* Also one that somebody else was told before. */
static void
repeat_an_old_page (World *world, Exchange *exchange)
{
  g_autoptr (GPtrArray) lines = dup_lines (exchange);
  int rows = lines != NULL ? find_rows (lines) : -1;
  GPtrArray *old = world->old_lines;

  if (lines == NULL || strstr (g_ptr_array_index (lines, 0), "\"from\":") != NULL)
    return;
  if (old->len > 0 && lines->len > 0 && exchange->token != NULL)
    {
      g_ptr_array_insert (lines, (int) lines->len - 1,
                          g_strdup (g_ptr_array_index (old, world_below (world, old->len))));
      put_lines (exchange, lines);
    }
  if (rows >= 0)
    g_ptr_array_add (old, g_strdup (g_ptr_array_index (lines, (guint) rows)));
}

/* Cuts from the first to the second out of every line, the second excluded. */
static void
cut_out (Exchange *exchange, const char *first, const char *second)
{
  g_autoptr (GPtrArray) lines = dup_lines (exchange);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      char *line = g_ptr_array_index (lines, i);
      char *from = strstr (line, first);
      char *to = from != NULL ? strstr (from + 1, second) : NULL;

      if (to != NULL)
        memmove (from, to, strlen (to) + 1);
    }
  if (lines != NULL)
    put_lines (exchange, lines);
}

static void
hide_dropped (World *world, Exchange *exchange)
{
  cut_out (exchange, ",\"dropped\":", "}");
}

static void
hide_deletions (World *world, Exchange *exchange)
{
  g_autoptr (GPtrArray) lines = dup_lines (exchange);

  for (guint i = lines != NULL ? lines->len : 0; i > 0; i--)
    if (strstr (g_ptr_array_index (lines, i - 1), "\"deleted\":") != NULL)
      g_ptr_array_remove_index (lines, i - 1);
  if (lines != NULL)
    put_lines (exchange, lines);
}

static void
hide_refusals (World *world, Exchange *exchange)
{
  g_autofree char *text = g_strndup ((const char *) exchange->answer->data, exchange->answer->len);
  char *from = exchange->body != NULL ? strstr (text, ",\"refused\":[") : NULL;
  char *to = from != NULL ? strstr (from, "}]") : NULL;

  if (to == NULL)
    return;
  memmove (from, to + 2, strlen (to + 2) + 1);
  g_byte_array_set_size (exchange->answer, 0);
  g_byte_array_append (exchange->answer, (const guint8 *) text, (guint) strlen (text));
}

/* Of two answers that are under way, each comes to the other. */
static void
swap_answers (World *world, Exchange *exchange)
{
  for (guint i = 0; exchange->body == NULL && i < world->devices->len; i++)
    {
      Exchange *other = ((Device *) g_ptr_array_index (world->devices, i))->exchange;

      if (other == NULL || other == exchange || other->body != NULL || other->status != 200
          || other->taken > 0 || exchange->status != 200)
        continue;
      GByteArray *answer = exchange->answer;

      exchange->answer = other->answer;
      other->answer = answer;
      return;
    }
}

/* Puts one text in the place of another, in the line of a request. */
static GBytes *
rewrite (const Exchange *exchange, const char *from, const char *to)
{
  g_autoptr (GBytes) text = soho_page_decompress_all (exchange->body);
  g_autoptr (GString) line
      = g_string_new_len (g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text));

  if (g_string_replace (line, from, to, 1) == 0)
    return NULL;
  return soho_page_compress (line->str, line->len - 1, 1);
}

static GBytes *
claim_another_base (World *world, const Exchange *exchange)
{
  return rewrite (exchange, "\"base\":[1", "\"base\":[9");
}

static GBytes *
lose_an_element (World *world, const Exchange *exchange)
{
  return rewrite (exchange, "\"add\":{", "\"remove\":{");
}

static GBytes *
acknowledge_early (World *world, const Exchange *exchange)
{
  return rewrite (exchange, "\"acknowledged\":0", "\"acknowledged\":1");
}

const Fault faults[] = {
  { "an answer to an edit is not kept", .archive = IGNORE ("INSERT ON answer") },
  { "an answer is forgotten too soon", .request = acknowledge_early },
  { "how far a writer has come is not kept", .archive = IGNORE ("INSERT ON edit_writer") },
  { "a commit of the server is lost", .loses_commits = TRUE },
  { "a tombstone is lost", .archive = IGNORE ("INSERT ON departure") },
  { "who changed what is not kept", .archive = IGNORE ("INSERT ON history") },
  { "a change is signed by nobody", .archive = IGNORE ("UPDATE ON history") },
  { "an edit is merged from another base", .request = claim_another_base },
  { "what was overwritten is not handed back", .archive = IGNORE ("INSERT ON overwritten") },
  { "elements are taken out instead of added", .request = lose_an_element },
  { "a revision is not counted",
    .archive = AFTER ("INSERT ON record WHEN NEW.revision > 2",
                      "UPDATE record SET revision = 2 WHERE id = NEW.id") },
  { "a part outlives its owner", .archive = IGNORE ("DELETE ON record WHEN OLD.owner NOT NULL") },
  { "a record changes and not its readers",
    .archive = AFTER ("INSERT ON record WHEN NEW.audience LIKE 'person:%'",
                      "UPDATE record SET audience = 'members' WHERE id = NEW.id") },
  { "a grant that ended is forgotten", .archive = IGNORE ("DELETE ON role") },
  { "a sealed page outlives its rows", .archive = IGNORE ("DELETE ON page") },
  { "a page is lost and its cursor is not", .answer = lose_a_page },
  { "an old page comes again", .answer = repeat_an_old_page },
  { "an end of a grant is not told", .answer = hide_dropped },
  { "deletions are not told", .answer = hide_deletions },
  { "refusals are not told", .answer = hide_refusals },
  { "two answers are swapped", .answer = swap_answers },
  { "a row is lost on its way into the tables",
    .replica = IGNORE ("INSERT ON member WHEN NEW.revision > 1") },
  { "a row stands without its audience",
    .replica = AFTER ("INSERT ON contact_point WHEN NEW.audience NOT NULL",
                      "UPDATE contact_point SET audience = NULL WHERE id = NEW.id") },
  { "a shadow is not renewed",
    .replica = IGNORE ("INSERT ON shadow WHEN EXISTS (SELECT 1 FROM shadow WHERE id = NEW.id)") },
  { "an answered edit stays in the outbox", .replica = IGNORE ("DELETE ON outbox") },
  { "a refused edit does not reach the tray", .replica = IGNORE ("INSERT ON tray") },
  { "a number is given to two edits",
    .replica = IGNORE ("INSERT ON meta WHEN NEW.name = 'number' AND NEW.value > 1") },
  { "the cursor is not kept", .replica = IGNORE ("INSERT ON meta WHEN NEW.name = 'cursor'") },
  { "names are not indexed", .replica = IGNORE ("INSERT ON entry") },
};

const guint n_faults = G_N_ELEMENTS (faults);

static void
plant (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  if (sql != NULL)
    soho_database_run (db, sql, &error);
  g_assert_no_error (error);
}

void
fault_plant_in_archive (World *world)
{
  if (world->fault != NULL)
    plant (soho_archive_get_database (world->archive), world->fault->archive);
}

void
fault_plant_in_replica (Device *device)
{
  if (device->world->fault != NULL)
    plant (soho_replica_get_database (device->replica), device->world->fault->replica);
}
