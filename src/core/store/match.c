/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/match.h"

#include <string.h>

#include "model/spelling.h"
#include "model/taxonomy.h"
#include "model/wordings.h"
#include "store/index.h"
#include "store/replica-private.h"
#include "store/vocabulary.h"

/* With fewer finds one goes on looking. */
#define LITTLE 3

/* As many as one look takes in. */
#define ENOUGH 12

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

/* What is being understood. */
typedef struct
{
  SohoReplica *replica;
  const SohoKind *kind; /* of what will be shown; NULL for all */
  GString *words;       /* the alternatives that are made of words */
  GArray *skills; /* gint64; who is asked for by what they can do, each as often as it weighs */
  char *titles;   /* NULL unless even titles and keywords hold the words by the thousand */
} Sense;

static void
sense_clear (Sense *self)
{
  g_string_free (self->words, TRUE);
  g_array_unref (self->skills);
  g_free (self->titles);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sense, sense_clear)

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
    if (!soho_wordings_is_small_word (*word) && (with_wishes || !soho_wordings_is_wish (*word)))
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

      if (soho_wordings_is_small_word (words[i]) && !(last && match->len == 0))
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

/* Whether a meaning is a ROME code: a letter and four digits. */
static gboolean
is_code (const char *meaning)
{
  return strlen (meaning) == 5 && g_ascii_isdigit (meaning[1]);
}

/* What the column of a skill holds for such a meaning; NULL for none. To be freed. */
static char *
dup_sought (const char *meaning, gboolean by_code)
{
  const SohoAppellation *appellation;

  if (by_code || is_code (meaning))
    return by_code && is_code (meaning) ? g_strdup (meaning) : NULL;
  appellation = soho_taxonomy_find (meaning);
  return appellation != NULL ? soho_appellation_dup_label (appellation) : NULL;
}

/* The skills here that the meanings name, or those of the codes among them. */
static gboolean
append_skills (Sense *self, GPtrArray *meanings, gboolean by_code, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self->replica);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  g_string_append_printf (sql, "SELECT id FROM skill WHERE label NOT NULL AND %s IN (NULL",
                          by_code ? "rome" : "label");
  for (guint i = 0; i < meanings->len; i++)
    g_string_append (sql, ", ?");
  g_string_append_printf (sql, ") ORDER BY id LIMIT %d", MOST_SKILLS);
  statement = soho_database_prepare (db, sql->str, error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < meanings->len; i++)
    sqlite3_bind_text (statement, (int) i + 1,
                       dup_sought (g_ptr_array_index (meanings, i), by_code), -1, g_free);
  while (soho_database_next (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (self->skills, id);
    }
  return soho_database_settle (&failure, error);
}

/* The named ones weigh twice, as they are their own neighbours. */
static gboolean
append_meanings (Sense *self, GPtrArray *meanings, GError **error)
{
  return append_skills (self, meanings, FALSE, error)
         && append_skills (self, meanings, TRUE, error);
}

/* The words, their forms, and what they mean. */
static gboolean
append_understood (Sense *self, char **words, gboolean *has_meaning, GError **error)
{
  g_auto (GStrv) naming = dup_words (words, FALSE);
  g_auto (GStrv) content = dup_words (words, TRUE);
  g_autoptr (GPtrArray) meanings = soho_wordings_find ((const char *const *) content);
  g_autofree char *whole = match_as_typed (words, FALSE);
  g_autofree char *beginnings = match_as_typed (words, TRUE);
  g_autofree char *forms = match_forms (*naming != NULL ? naming : content, " AND ");

  append_alternative (self->words, whole);
  append_alternative (self->words, beginnings);
  if (!g_str_equal (forms, beginnings))
    append_alternative (self->words, forms);
  *has_meaning = meanings->len > 0 && knows_skills (self->replica);
  return !*has_meaning || append_meanings (self, meanings, error);
}

/* Who has the occupation that the words name, or one of the same ROME code. */
static gboolean
append_named (Sense *self, char **words, GError **error)
{
  g_auto (GStrv) naming = dup_words (words, FALSE);
  g_autoptr (GPtrArray) meanings = g_ptr_array_new ();

  if (!knows_skills (self->replica))
    return TRUE;
  add_named (meanings, naming);
  return append_meanings (self, meanings, error);
}

/* How many documents of a kind, or of any for NULL, the expression finds, of most at most. */
static gboolean
count_finds (SohoReplica *replica,
             const SohoKind *kind,
             const char *match,
             gint64 most,
             gint64 *n,
             GError **error)
{
  static const char any_kind[]
      = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH :match LIMIT :most)";
  static const char one_kind[]
      = "SELECT count(*) FROM (SELECT 1 FROM search CROSS JOIN entry e ON e.id = search.rowid"
        " WHERE search MATCH :match AND e.kind = :kind LIMIT :most)";
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  *n = 0;
  if (*match == '\0')
    return TRUE;
  statement = soho_database_prepare (soho_replica_get_database (replica),
                                     kind != NULL ? one_kind : any_kind, error);
  if (statement == NULL)
    return FALSE;
  if (kind != NULL)
    soho_database_bind_text (statement, ":kind", kind->name);
  soho_database_bind_text (statement, ":match", match);
  soho_database_bind_integer (statement, ":most", most);
  if (soho_database_next (statement, &failure))
    *n = sqlite3_column_int64 (statement, 0);
  return soho_database_settle (&failure, error);
}

/* Whether the expression finds anything of a kind, or of any for NULL. */
static gboolean
finds (SohoReplica *replica, const SohoKind *kind, const char *match, gboolean *any, GError **error)
{
  gint64 n;

  if (!count_finds (replica, kind, match, 1, &n, error))
    return FALSE;
  *any = n > 0;
  return TRUE;
}

/* Appends who has one of the skills. */
static void
append_refers (GString *expression, const GArray *skills)
{
  if (skills->len == 0)
    return;
  g_string_append (expression, expression->len > 0 ? " OR (refers : (" : "(refers : (");
  for (guint i = 0; i < skills->len; i++)
    g_string_append_printf (expression, "%s\"" SOHO_INDEX_REFERS "%" G_GINT64_FORMAT "\"",
                            i > 0 ? " OR " : "", g_array_index (skills, gint64, i));
  g_string_append (expression, "))");
}

/* The words or the skills. To be freed. */
static char *
dup_expression (const Sense *self)
{
  GString *expression = g_string_new (self->words->str);

  append_refers (expression, self->skills);
  return g_string_free (expression, FALSE);
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
  g_autofree char *sound = soho_spelling_dup_sound (word);
  GPtrArray *candidates = soho_vocabulary_list (replica, beginning, error);

  if (candidates == NULL)
    return FALSE;
  for (guint i = 0; i < candidates->len; i++)
    add_near_word (found, word, sound, g_ptr_array_index (candidates, i));
  for (const char *const *known = soho_wordings_get_words (); *known != NULL; known++)
    if (g_str_has_prefix (*known, beginning))
      add_near_word (found, word, sound, *known);
  return TRUE;
}

/* What may have been meant by a word; none if it stands in the index in some form. */
static GPtrArray *
find_corrections (SohoReplica *replica, const char *word, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *as_is = g_strdup_printf ("\"%s\"*", word);
  g_autofree char *beginning = g_strndup (word, (gsize) (g_utf8_next_char (word) - word));
  gboolean stands_there;

  if (!finds (replica, NULL, as_is, &stands_there, error))
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
append_with_word (Sense *self, char **words, guint i, const char *word, GError **error)
{
  g_auto (GStrv) corrected = g_strdupv (words);
  gboolean has_meaning;

  g_free (corrected[i]);
  corrected[i] = g_strdup (word);
  return append_understood (self, corrected, &has_meaning, error);
}

/* Each word that nobody has is tried as each word it may be; the others stay as they are. */
static gboolean
append_corrected (Sense *self, char **words, GError **error)
{
  guint n_left = MOST_CORRECTED_WORDS;

  for (guint i = 0; words[i] != NULL && n_left > 0; i++)
    {
      g_autoptr (GPtrArray) corrections = NULL;

      if (soho_wordings_is_small_word (words[i]) || soho_wordings_is_wish (words[i]))
        continue;
      corrections = find_corrections (self->replica, words[i], error);
      if (corrections == NULL)
        return FALSE;
      n_left -= corrections->len > 0;
      for (guint c = 0; c < corrections->len; c++)
        if (!append_with_word (self, words, i, g_ptr_array_index (corrections, c), error))
          return FALSE;
    }
  return TRUE;
}

/* A name that somebody here has is that person's; a house may be called after its place. */
static gboolean
settle_bare_place (SohoReplica *replica, SohoQuery *query, GError **error)
{
  const SohoKind *member = soho_model_find_kind (soho_replica_get_model (replica), "member");
  g_autofree char *expression = NULL;
  gboolean is_name;

  if (!query->is_bare)
    return TRUE;
  expression = g_strdup_printf ("title : \"%s\"", query->place_text);
  if (!finds (replica, member, expression, &is_name, error))
    return FALSE;
  if (is_name)
    {
      query->place = NULL;
      g_strfreev (query->words);
      query->words = g_strdupv (query->all_words);
    }
  return TRUE;
}

/* What is found of words that few or no documents hold. */
static gboolean
append_less (Sense *self, char **words, GError **error)
{
  g_auto (GStrv) naming = dup_words (words, FALSE);
  g_autofree char *expression = NULL;
  g_autofree char *any = NULL;
  gboolean is_found;

  if (!append_corrected (self, words, error))
    return FALSE;
  expression = dup_expression (self);
  if (!finds (self->replica, self->kind, expression, &is_found, error))
    return FALSE;
  any = is_found ? NULL : match_forms (naming, " OR ");
  append_alternative (self->words, any != NULL ? any : "");
  return TRUE;
}

/* The words in some columns only. To be freed. */
static char *
dup_within (const Sense *self, const char *columns)
{
  return g_strdup_printf ("%s : (%s)", columns, self->words->str);
}

/* What so many documents hold in passing tells nothing: then it counts only where it names
 * something. */
static gboolean
narrow (Sense *self, GError **error)
{
  g_autofree char *narrowed = dup_within (self, "{title keywords}");
  g_autofree char *titles = dup_within (self, "title");
  gint64 n, n_titles = 0;

  if (self->words->len == 0)
    return TRUE;
  if (!count_finds (self->replica, self->kind, narrowed, BROAD, &n, error)
      || (n == BROAD && !count_finds (self->replica, self->kind, titles, ENOUGH, &n_titles, error)))
    return FALSE;
  if (n >= LITTLE)
    g_string_assign (self->words, narrowed);
  if (n_titles == ENOUGH)
    self->titles = g_steal_pointer (&titles);
  return TRUE;
}

static gboolean
understand (Sense *self, SohoQuery *query, GError **error)
{
  g_autofree char *expression = NULL;
  gboolean has_meaning;
  gint64 n;

  if (!settle_bare_place (self->replica, query, error))
    return FALSE;
  if (*query->words == NULL)
    return TRUE;
  if (!append_understood (self, query->words, &has_meaning, error)
      || (!has_meaning && !append_named (self, query->words, error)))
    return FALSE;
  expression = dup_expression (self);
  if (!count_finds (self->replica, NULL, expression, BROAD, &n, error))
    return FALSE;
  if (n >= BROAD)
    return narrow (self, error);
  if (self->kind != NULL && !count_finds (self->replica, self->kind, expression, LITTLE, &n, error))
    return FALSE;
  return n >= (has_meaning ? 1 : LITTLE) || append_less (self, query->words, error);
}

void
soho_match_free (SohoMatch *self)
{
  g_free (self->expression);
  g_free (self->words);
  g_free (self->titles);
  g_array_unref (self->skills);
  g_free (self);
}

SohoMatch *
soho_match_new (SohoReplica *replica, SohoQuery *query, const SohoKind *kind, GError **error)
{
  g_auto (Sense) sense = { .replica = replica,
                           .kind = kind,
                           .words = g_string_new (NULL),
                           .skills = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  SohoMatch *self;

  if (!understand (&sense, query, error) || (sense.words->len == 0 && sense.skills->len == 0))
    return NULL;
  self = g_new (SohoMatch, 1);
  self->expression = dup_expression (&sense);
  self->words = g_strdup (sense.words->str);
  self->titles = g_steal_pointer (&sense.titles);
  self->skills = g_array_ref (sense.skills);
  return self;
}

void
soho_match_keep_titles (SohoMatch *self)
{
  if (self->titles == NULL)
    return;
  g_free (self->expression);
  g_free (self->words);
  self->words = g_steal_pointer (&self->titles);
  self->expression = g_strdup (self->words);
  g_array_set_size (self->skills, 0);
}

char *
soho_match_dup_expression (SohoReplica *replica,
                           SohoQuery *query,
                           const SohoKind *kind,
                           GError **error)
{
  g_autoptr (SohoMatch) self = soho_match_new (replica, query, kind, error);

  return self != NULL ? g_strdup (self->expression) : NULL;
}
