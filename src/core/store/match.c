/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/match.h"

#include <string.h>

#include "model/spelling.h"
#include "model/taxonomy.h"
#include "model/wordings.h"
#include "store/replica-private.h"

/* With fewer finds one goes on looking. */
#define LITTLE 3

/* More finds than anybody looks through. */
#define BROAD 3000

/* A shorter word must stand as it is: two letters begin too many words. */
#define SHORTEST_BEGINNING 3

/* Slips in shorter words make other words. */
#define SHORTEST_CORRECTED 4
#define MOST_CORRECTIONS 5
#define MOST_CORRECTED_WORDS 2

/* Words that sound alike differ in so many letters at most. */
#define FARTHEST_LENGTH 2

/* How many names of occupations are looked up for words that may name one. */
#define MOST_APPELLATIONS 3
#define SHORTEST_TRADE 5
#define MOST_TRADE_WORDS 4

#define MOST_SKILLS 10

static void
append_alternative (GString *match, const char *expression)
{
  if (*expression == '\0')
    return;
  if (match->len > 0)
    g_string_append (match, " OR ");
  g_string_append_printf (match, "(%s)", expression);
}

static char **
dup_words (char **words, gboolean with_wishes)
{
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (char **word = words; *word != NULL; word++)
    if (!soho_query_is_small_word (*word) && (with_wishes || !soho_query_is_wish (*word)))
      g_strv_builder_add (kept, *word);
  return g_strv_builder_end (kept);
}

/* Every word as it was typed, or those long enough as beginnings. */
static char *
match_as_typed (char **words, gboolean as_beginnings)
{
  GString *match = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean last = words[i + 1] == NULL;
      gboolean long_enough = last || strlen (words[i]) >= SHORTEST_BEGINNING;

      if (soho_query_is_small_word (words[i]) && !(last && match->len == 0))
        continue;
      g_string_append_printf (match, "%s\"%s\"%s", match->len > 0 ? " AND " : "", words[i],
                              as_beginnings && long_enough ? "*" : "");
    }
  return g_string_free (match, FALSE);
}

/* The words in any form, with something between them. */
static char *
match_forms (char **words, const char *operator)
{
  GString *match = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    if (strlen (*word) >= SHORTEST_BEGINNING)
      g_string_append_printf (match, "%s\"%.*s\"*", match->len > 0 ? operator: "",
                              (int) soho_spelling_get_stem (*word), *word);
  return g_string_free (match, FALSE);
}

static void
add_meaning (GPtrArray *meanings, const char *meaning)
{
  if (!g_ptr_array_find_with_equal_func (meanings, meaning, g_str_equal, NULL))
    g_ptr_array_add (meanings, (gpointer) meaning);
}

/* The occupations that the words name, in whichever form, and their codes. */
static void
add_named (GPtrArray *meanings, char **words)
{
  g_autoptr (GString) typed = g_string_new (NULL);
  g_autoptr (GPtrArray) appellations = NULL;
  guint n = g_strv_length (words);

  if (n == 0 || n > MOST_TRADE_WORDS)
    return;
  if (strlen (words[0]) < SHORTEST_TRADE)
    return;
  for (char **word = words; *word != NULL; word++)
    g_string_append_printf (typed, "%.*s ", (int) soho_spelling_get_stem (*word), *word);
  appellations = soho_taxonomy_complete (typed->str, MOST_APPELLATIONS);
  for (guint i = 0; i < appellations->len; i++)
    {
      const SohoAppellation *appellation = g_ptr_array_index (appellations, i);

      add_meaning (meanings, appellation->masculine);
      add_meaning (meanings, appellation->rome);
    }
}

/* Whether skills of this model can be found by their codes. */
static gboolean
knows_skills (SohoReplica *replica)
{
  const SohoKind *skill = soho_model_find_kind (soho_replica_get_model (replica), "skill");

  return skill != NULL && soho_kind_find_field (skill, "rome") >= 0
         && soho_kind_find_field (skill, "label") >= 0;
}

static char *
dup_quoted (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  return g_strconcat ("\"", doubled, "\"", NULL);
}

static void
append_label (GString *match, const char *label)
{
  g_autofree char *quoted = dup_quoted (label);

  g_string_append_printf (match, "%s%s", match->len > 0 ? " OR " : "", quoted);
}

/* Whether a meaning is a ROME code: a letter and four digits. */
static gboolean
is_code (const char *meaning)
{
  return strlen (meaning) == 5 && g_ascii_isdigit (meaning[1]);
}

static void
append_named_skills (GString *match, GPtrArray *meanings)
{
  for (guint i = 0; i < meanings->len; i++)
    {
      const char *meaning = g_ptr_array_index (meanings, i);
      const SohoAppellation *appellation = is_code (meaning) ? NULL : soho_taxonomy_find (meaning);
      g_autofree char *label = NULL;

      if (appellation == NULL)
        continue;
      label = soho_appellation_dup_label (appellation);
      append_label (match, label);
    }
}

/* The skills that people here have of the codes among the meanings. */
static gboolean
append_neighbours (GString *match, SohoReplica *replica, GPtrArray *meanings, GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("SELECT label FROM skill WHERE label NOT NULL AND rome IN (''");
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < meanings->len; i++)
    if (is_code (g_ptr_array_index (meanings, i)))
      g_string_append_printf (sql, ", '%s'", (const char *) g_ptr_array_index (meanings, i));
  g_string_append_printf (sql, ") ORDER BY id LIMIT %d", MOST_SKILLS);
  statement = soho_database_prepare (soho_replica_get_database (replica), sql->str, error);
  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    append_label (match, soho_database_column_text (statement, 0));
  return soho_database_settle (&failure, error);
}

/* The skills that are meant, as phrases among the keywords; the named ones weigh twice, as they are
 * their own neighbours. */
static gboolean
append_meanings (GString *match, SohoReplica *replica, GPtrArray *meanings, GError **error)
{
  g_autoptr (GString) phrases = g_string_new (NULL);
  g_autofree char *expression = NULL;

  append_named_skills (phrases, meanings);
  if (!append_neighbours (phrases, replica, meanings, error))
    return FALSE;
  if (phrases->len == 0)
    return TRUE;
  expression = g_strdup_printf ("keywords : (%s)", phrases->str);
  append_alternative (match, expression);
  return TRUE;
}

/* The words, their forms, and what they mean. */
static gboolean
append_understood (
    GString *match, SohoReplica *replica, char **words, gboolean *has_meaning, GError **error)
{
  g_auto (GStrv) naming = dup_words (words, FALSE);
  g_auto (GStrv) content = dup_words (words, TRUE);
  g_autoptr (GPtrArray) meanings = soho_wordings_find ((const char *const *) content);
  g_autofree char *whole = match_as_typed (words, FALSE);
  g_autofree char *beginnings = match_as_typed (words, TRUE);
  g_autofree char *forms = match_forms (*naming != NULL ? naming : content, " AND ");

  append_alternative (match, whole);
  append_alternative (match, beginnings);
  if (!g_str_equal (forms, beginnings))
    append_alternative (match, forms);
  *has_meaning = meanings->len > 0 && knows_skills (replica);
  return !*has_meaning || append_meanings (match, replica, meanings, error);
}

/* Who has the occupation that the words name, or one of the same ROME code. */
static gboolean
append_named (GString *match, SohoReplica *replica, char **words, GError **error)
{
  g_auto (GStrv) naming = dup_words (words, FALSE);
  g_autoptr (GPtrArray) meanings = g_ptr_array_new ();

  if (!knows_skills (replica))
    return TRUE;
  add_named (meanings, naming);
  return append_meanings (match, replica, meanings, error);
}

/* Whether the expression finds at least n documents. */
static gboolean
finds (SohoReplica *replica, const char *match, gint64 n, gboolean *enough, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  *enough = FALSE;
  if (*match == '\0')
    return TRUE;
  statement = soho_database_prepare (
      soho_replica_get_database (replica),
      "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH :match LIMIT :n)", error);
  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":match", match);
  soho_database_bind_integer (statement, ":n", n);
  if (soho_database_next (statement, &failure))
    *enough = sqlite3_column_int64 (statement, 0) >= n;
  return soho_database_settle (&failure, error);
}

static void
add_near_word (GPtrArray *found, const char *word, const char *sound, const char *candidate)
{
  g_autofree char *candidate_sound = NULL;
  gsize length = strlen (word), candidate_length = strlen (candidate);

  if (found->len >= MOST_CORRECTIONS || candidate_length < SHORTEST_CORRECTED
      || MAX (length, candidate_length) - MIN (length, candidate_length) > FARTHEST_LENGTH)
    return;
  if (!soho_spelling_is_near (word, candidate))
    {
      candidate_sound = soho_spelling_dup_sound (candidate);
      if (!soho_spelling_is_near (sound, candidate_sound))
        return;
    }
  if (!g_ptr_array_find_with_equal_func (found, candidate, g_str_equal, NULL))
    g_ptr_array_add (found, g_strdup (candidate));
}

/* Adds the near words of the index that begin with some letters. */
static gboolean
add_near_words (
    GPtrArray *found, SohoReplica *replica, const char *word, const char *beginning, GError **error)
{
  sqlite3 *db = soho_replica_get_database (replica);
  g_autofree char *sound = soho_spelling_dup_sound (word);
  g_autofree char *end = g_strconcat (beginning, "\U0010ffff", NULL);
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  if (!soho_database_run (db,
                          "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING"
                          " fts5vocab ('main', 'search', 'row')",
                          error))
    return FALSE;
  statement = soho_database_prepare (
      db, "SELECT term FROM temp.search_words WHERE term >= :from AND term < :to", error);
  if (statement == NULL)
    return FALSE;
  soho_database_bind_text (statement, ":from", beginning);
  soho_database_bind_text (statement, ":to", end);
  while (soho_database_next (statement, &failure))
    add_near_word (found, word, sound, soho_database_column_text (statement, 0));
  for (const char *const *known = soho_wordings_get_words (); *known != NULL; known++)
    if (g_str_has_prefix (*known, beginning))
      add_near_word (found, word, sound, *known);
  return soho_database_settle (&failure, error);
}

/* What may have been meant by a word; none if it stands in the index in some form. */
static GPtrArray *
find_corrections (SohoReplica *replica, const char *word, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *as_is = g_strdup_printf ("\"%s\"*", word);
  g_autofree char *beginning = g_strndup (word, (gsize) (g_utf8_next_char (word) - word));
  gboolean stands_there;

  if (!finds (replica, as_is, 1, &stands_there, error))
    return NULL;
  if (stands_there || strlen (word) < SHORTEST_CORRECTED)
    return g_steal_pointer (&found);
  if (!add_near_words (found, replica, word, beginning, error))
    return NULL;
  if (*word == 'f' && !add_near_words (found, replica, word, "ph", error))
    return NULL;
  return g_steal_pointer (&found);
}

static gboolean
append_with_word (
    GString *match, SohoReplica *replica, char **words, guint i, const char *word, GError **error)
{
  g_auto (GStrv) corrected = g_strdupv (words);
  gboolean has_meaning;

  g_free (corrected[i]);
  corrected[i] = g_strdup (word);
  return append_understood (match, replica, corrected, &has_meaning, error);
}

/* Each word that nobody has is tried as each word it may be; the others stay as they are. */
static gboolean
append_corrected (GString *match, SohoReplica *replica, char **words, GError **error)
{
  guint n_left = MOST_CORRECTED_WORDS;

  for (guint i = 0; words[i] != NULL && n_left > 0; i++)
    {
      g_autoptr (GPtrArray) corrections = NULL;

      if (soho_query_is_small_word (words[i]) || soho_query_is_wish (words[i]))
        continue;
      corrections = find_corrections (replica, words[i], error);
      if (corrections == NULL)
        return FALSE;
      n_left -= corrections->len > 0;
      for (guint c = 0; c < corrections->len; c++)
        if (!append_with_word (match, replica, words, i, g_ptr_array_index (corrections, c), error))
          return FALSE;
    }
  return TRUE;
}

/* A name that somebody here has is that person's. */
static gboolean
settle_bare_place (SohoReplica *replica, SohoQuery *query, GError **error)
{
  g_autofree char *expression = NULL;
  gboolean is_name;

  if (!query->is_bare)
    return TRUE;
  expression = g_strdup_printf ("title : \"%s\"", query->place_text);
  if (!finds (replica, expression, 1, &is_name, error))
    return FALSE;
  if (is_name)
    {
      query->place = NULL;
      g_strfreev (query->words);
      query->words = g_strdupv (query->all_words);
    }
  return TRUE;
}

/* Goes on looking where the words as they stand find little. */
static gboolean
append_more (
    GString *match, SohoReplica *replica, char **words, gboolean has_meaning, GError **error)
{
  gint64 enough = has_meaning ? 1 : LITTLE;
  gboolean is_found;

  if ((!has_meaning && !append_named (match, replica, words, error))
      || !finds (replica, match->str, enough, &is_found, error))
    return FALSE;
  if (is_found)
    return TRUE;
  if (!append_corrected (match, replica, words, error)
      || !finds (replica, match->str, 1, &is_found, error))
    return FALSE;
  if (!is_found)
    {
      g_auto (GStrv) naming = dup_words (words, FALSE);
      g_autofree char *any = match_forms (naming, " OR ");

      append_alternative (match, any);
    }
  return TRUE;
}

/* What so many documents hold in passing tells nothing: then it counts only where it names
 * something. */
static char *
dup_narrowed (SohoReplica *replica, const char *match, GError **error)
{
  gboolean is_broad, names_something = FALSE;
  g_autofree char *narrow = g_strdup_printf ("{title keywords} : (%s)", match);

  if (!finds (replica, match, BROAD, &is_broad, error)
      || (is_broad && !finds (replica, narrow, LITTLE, &names_something, error)))
    return NULL;
  return names_something ? g_steal_pointer (&narrow) : g_strdup (match);
}

char *
soho_match_new (SohoReplica *replica, SohoQuery *query, GError **error)
{
  g_autoptr (GString) match = g_string_new (NULL);
  gboolean has_meaning;

  if (!settle_bare_place (replica, query, error) || *query->words == NULL
      || !append_understood (match, replica, query->words, &has_meaning, error)
      || !append_more (match, replica, query->words, has_meaning, error) || match->len == 0)
    return NULL;
  return dup_narrowed (replica, match->str, error);
}
