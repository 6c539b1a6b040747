/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/skill-choices.h"

#include <string.h>

#include "model/fold.h"
#include "model/taxonomy.h"
#include "model/validate.h"
#include "model/wordings.h"
#include "store/replica-private.h"

/* So much of a list is kept for what is meant rather than named. */
#define MOST_MEANT 3

/* A shorter word begins too many names. */
#define SHORTEST_TRADE 5

/* Nobody types more to find an occupation. */
#define MOST_TYPED_BYTES 200

/* A record of the network. */
typedef struct
{
  gint64 id;
  gint64 parent; /* 0 for a plain category */
  char *label;
  char *folded; /* " label alias alias", so that " trad" finds the beginning of each word */
} Skill;

/* A completion under way. */
typedef struct
{
  GPtrArray *skills;    /* of Skill */
  GHashTable *by_label; /* → Skill */
  GHashTable *by_id;    /* → Skill */
  GHashTable *by_rome;  /* its own code → Skill */
  GHashTable *chosen;   /* the labels in choices; borrowed */
  GPtrArray *choices;   /* of SohoSkillChoice */
  guint limit;
} Completion;

static void
free_skill (gpointer data)
{
  Skill *skill = data;

  g_free (skill->label);
  g_free (skill->folded);
  g_free (skill);
}

static void
free_choice (gpointer data)
{
  SohoSkillChoice *choice = data;

  g_free (choice->label);
  g_free (choice->category);
  g_free (choice->detail);
  g_free (choice);
}

static void
completion_clear (Completion *self)
{
  g_ptr_array_unref (self->skills);
  g_hash_table_unref (self->by_label);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_rome);
  g_hash_table_unref (self->chosen);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Completion, completion_clear)

static void
add_skill (Completion *self, sqlite3_stmt *row)
{
  Skill *skill = g_new0 (Skill, 1);
  g_autofree char *words = g_strdup (soho_database_column_text (row, 3));
  g_autofree char *folded = soho_fold (words);
  const char *rome = soho_database_column_text (row, 4);

  skill->id = sqlite3_column_int64 (row, 0);
  skill->parent = sqlite3_column_int64 (row, 1);
  skill->label = g_strdup (soho_database_column_text (row, 2));
  skill->folded = g_strconcat (" ", folded, NULL);
  g_ptr_array_add (self->skills, skill);
  g_hash_table_insert (self->by_id, &skill->id, skill);
  /* Of two with one label the older stands for both. */
  if (!g_hash_table_contains (self->by_label, skill->label))
    g_hash_table_insert (self->by_label, skill->label, skill);
  if (rome != NULL && !g_hash_table_contains (self->by_rome, rome))
    g_hash_table_insert (self->by_rome, g_strdup (rome), skill);
}

static gboolean
completion_init (Completion *self, SohoReplica *replica, guint limit, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (replica),
      "SELECT id, parent, label, concat_words (label, aliases), rome FROM skill"
      " WHERE label NOT NULL ORDER BY id",
      error);
  g_autoptr (GError) failure = NULL;

  self->skills = g_ptr_array_new_with_free_func (free_skill);
  self->by_label = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->by_rome = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->chosen = g_hash_table_new (g_str_hash, g_str_equal);
  self->choices = g_ptr_array_new_with_free_func (free_choice);
  self->limit = limit;
  if (statement == NULL)
    return FALSE;
  while (soho_database_next (statement, &failure))
    add_skill (self, statement);
  return soho_database_settle (&failure, error);
}

/* The plain category that the skill is in, or is. */
static const Skill *
find_category (Completion *self, const Skill *skill)
{
  const Skill *parent = g_hash_table_lookup (self->by_id, &skill->parent);

  return parent != NULL ? parent : skill;
}

/* What is there already stays where it is. detail: NULL if skill says all. */
static void
choose (Completion *self, const char *label, const Skill *skill, const char *detail)
{
  const Skill *category = find_category (self, skill);
  SohoSkillChoice *choice;

  if (self->choices->len >= self->limit || g_hash_table_contains (self->chosen, label))
    return;
  choice = g_new0 (SohoSkillChoice, 1);
  choice->label = g_strdup (label);
  choice->skill = skill->id;
  choice->detail = g_strdup (detail);
  if (detail != NULL || category != skill)
    choice->category = g_strdup (category->label);
  g_ptr_array_add (self->choices, choice);
  g_hash_table_add (self->chosen, choice->label);
}

static void
choose_appellation (Completion *self, const SohoAppellation *appellation)
{
  g_autofree char *label = soho_appellation_dup_label (appellation);
  const Skill *named = g_hash_table_lookup (self->by_label, label);
  const Skill *home = g_hash_table_lookup (self->by_rome, appellation->rome);

  if (home == NULL)
    home = g_hash_table_lookup (self->by_label, appellation->category->label);
  if (named != NULL)
    choose (self, label, named, NULL);
  else if (home != NULL)
    choose (self, label, home, label);
}

static gboolean
begins_words (const char *folded, char **words)
{
  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *beginning = g_strconcat (" ", *word, NULL);

      if (strstr (folded, beginning) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Those of the network itself: its occupations, or its plain categories. */
static void
choose_own (Completion *self, char **words, gboolean categories, guint most)
{
  for (guint i = 0; i < self->skills->len && self->choices->len < most; i++)
    {
      const Skill *skill = g_ptr_array_index (self->skills, i);

      if ((skill->parent == 0) == categories && begins_words (skill->folded, words))
        choose (self, skill->label, skill, NULL);
    }
}

static const SohoAppellation *
find_by_code (const char *rome)
{
  for (guint i = 0; i < soho_taxonomy_get_n_appellations (); i++)
    {
      const SohoAppellation *appellation = soho_taxonomy_get_nth_appellation (i);

      if (g_str_equal (appellation->rome, rome))
        return appellation;
    }
  return NULL;
}

/* A wording stands for names and for whole codes, of which the first name tells most. */
static void
choose_meant (Completion *self, GPtrArray *meanings)
{
  for (guint i = 0; i < meanings->len; i++)
    {
      const char *meaning = g_ptr_array_index (meanings, i);
      const SohoAppellation *appellation = soho_taxonomy_find (meaning);

      if (appellation == NULL)
        appellation = find_by_code (meaning);
      if (appellation != NULL)
        choose_appellation (self, appellation);
    }
}

/* The occupations that all words name, or else the first, where it may name one. */
static GPtrArray *
find_named (const char *typed, char **words, guint limit)
{
  GPtrArray *named = soho_taxonomy_complete (typed, limit);

  if (named->len > 0 || words[1] == NULL || strlen (words[0]) < SHORTEST_TRADE
      || soho_wordings_is_small_word (words[0]) || soho_wordings_is_wish (words[0]))
    return named;
  g_ptr_array_unref (named);
  return soho_taxonomy_complete (words[0], limit);
}

static void
complete (Completion *self, const char *typed, char **words)
{
  g_autoptr (GPtrArray) meanings = soho_wordings_find ((const char *const *) words);
  g_autoptr (GPtrArray) named = find_named (typed, words, self->limit);
  guint limit = self->limit;

  choose_own (self, words, FALSE, limit / 2);
  if (words[1] != NULL)
    choose_own (self, words, TRUE, limit / 2);
  if (meanings->len > 0)
    self->limit = limit > MOST_MEANT ? limit - MOST_MEANT : 0;
  for (guint i = 0; i < named->len; i++)
    choose_appellation (self, g_ptr_array_index (named, i));
  self->limit = limit;
  choose_meant (self, meanings);
  for (guint i = 0; i < named->len; i++)
    choose_appellation (self, g_ptr_array_index (named, i));
  choose_own (self, words, FALSE, limit);
  choose_own (self, words, TRUE, limit);
}

GPtrArray *
soho_replica_complete_skill (SohoReplica *self, const char *typed, guint limit, GError **error)
{
  g_auto (Completion) completion = { 0 };
  g_autofree char *folded = soho_fold (typed);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  if (!completion_init (&completion, self, limit, error))
    return NULL;
  if (*words != NULL && strlen (folded) <= MOST_TYPED_BYTES)
    complete (&completion, typed, words);
  return g_steal_pointer (&completion.choices);
}

GPtrArray *
soho_replica_list_skill_homes (SohoReplica *self, const char *typed, GError **error)
{
  g_auto (Completion) completion = { 0 };
  g_autofree char *detail = soho_text_dup_trimmed (typed);

  if (!completion_init (&completion, self, G_MAXUINT, error))
    return NULL;
  for (guint i = 0; *detail != '\0' && i < completion.skills->len; i++)
    {
      const Skill *skill = g_ptr_array_index (completion.skills, i);

      if (skill->parent == 0)
        choose (&completion, skill->label, skill, detail);
    }
  return g_steal_pointer (&completion.choices);
}

gboolean
soho_skill_is_called_by_detail (SohoRecord *skill, const char *detail)
{
  return detail != NULL
         && (soho_record_get_integer (skill, "parent", 0) == 0
             || soho_taxonomy_find (detail) != NULL);
}
