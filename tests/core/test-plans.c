/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the main thread asks of a replica goes through indexes: each statement that it runs is
 * explained by SQLite, and no table that grows with the network may be read from end to end. */

#include <string.h>

#include "model/kinds.h"
#include "replicas.h"
#include "store/agenda.h"
#include "store/directory.h"
#include "store/facets.h"
#include "store/neighbours.h"
#include "store/replica-private.h"
#include "store/search.h"

typedef struct
{
  char *directory;
  SohoReplica *replica;
  GPtrArray *statements; /* char *, as they were prepared */
} Fixture;

/* What SQLite may scan, as it says it, up to its end or the next space. */
static const char *const allowed[] = {
  "search ",                                  /* the full-text index, by an expression */
  "temp.search_words VIRTUAL TABLE INDEX 6:", /* its words between two */
  "CONSTANT ROW",                             /* no table */
  "found",                                    /* what a subquery has found */
  "(subquery",                                /* the same */
  "kind",                                     /* a row for each kind */
  "skill", /* some hundreds, whatever the number of members: those that somebody has */
  "c",     /* skills that are categories, and s, those of a trade */
  "s",     /* skills */
  "mine",  /* the skills of one member */
  "kin",   /* skills */
  "e VIRTUAL TABLE INDEX 1:", /* json_each: the elements of one set */
  "g USING COVERING INDEX",   /* of `entry_group`: to count it all */
  "entry_group",              /* to count it all */
};

static int
note_statement (unsigned type, void *context, void *statement, void *text)
{
  /* What a virtual table asks of its own tables begins with a comment. */
  if (!g_str_has_prefix (text, "--"))
    g_ptr_array_add (context, g_strdup (sqlite3_sql (statement)));
  return 0;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  self->statements = g_ptr_array_new_with_free_func (g_free);
  soho_test_put (self->replica, &soho_kind_skill, 1, "label", "Informatique", NULL);
  soho_test_put (self->replica, &soho_kind_skill, 2, "label", "Développeur / Développeuse web",
                 "parent", "1", "rome", "M1805", NULL);
  soho_test_put (self->replica, &soho_kind_member, 11, "given_name", "Zoé", "family_name", "Éluard",
                 "commune", "Auch", NULL);
  soho_test_put (self->replica, &soho_kind_member, 12, "given_name", "Éloi", "family_name",
                 "Moulin", "commune", "Condom", NULL);
  soho_test_put (self->replica, &soho_kind_member_skill, 21, "member", "11", "skill", "2", NULL);
  soho_test_put (self->replica, &soho_kind_member_skill, 22, "member", "12", "skill", "2", NULL);
  sqlite3_trace_v2 (soho_replica_get_database (self->replica), SQLITE_TRACE_STMT, note_statement,
                    self->statements);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  g_ptr_array_unref (self->statements);
  soho_test_directory_free (self->directory);
}

static gboolean
may_be_scanned (const char *what)
{
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    if (g_str_has_prefix (what, allowed[i]))
      {
        char end = what[strlen (allowed[i])];

        if (end == '\0' || end == ' ' || g_str_has_suffix (allowed[i], " ") || *allowed[i] == '(')
          return TRUE;
      }
  return FALSE;
}

/* The first scan of the statement that must not be; NULL if there is none. To be freed. */
static char *
dup_scan (sqlite3 *db, const char *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (db, explain, NULL);

  while (statement != NULL && soho_database_next (statement, NULL))
    {
      const char *detail = soho_database_column_text (statement, 3);

      if (g_str_has_prefix (detail, "SCAN ") && !may_be_scanned (detail + strlen ("SCAN ")))
        return g_strdup (detail);
    }
  return NULL;
}

static void
assert_no_scans (Fixture *self)
{
  sqlite3 *db = soho_replica_get_database (self->replica);

  sqlite3_trace_v2 (db, 0, NULL, NULL);
  g_assert_cmpuint (self->statements->len, >, 0);
  for (guint i = 0; i < self->statements->len; i++)
    {
      const char *sql = g_ptr_array_index (self->statements, i);
      g_autofree char *scan = dup_scan (db, sql);

      g_test_message ("%s", sql);
      g_assert_cmpstr (scan, ==, NULL);
    }
}

static const char *const typed[]
    = { NULL,          "e",          "zo",         "web",   "développeuse web",
        "près d’Auch", "web à Auch", "dévelopeur", "Condom" };

static void
test_people (Fixture *self, gconstpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      const SohoPeopleQuery queries[] = {
        { .words = typed[i] },
        { .words = typed[i], .category = 1 },
        { .words = typed[i], .commune = "32013", .skill = 2 },
        { .words = typed[i], .language = "fr", .open_to = "work" },
        { .words = typed[i], .near = "32013" },
      };

      for (guint q = 0; q < G_N_ELEMENTS (queries); q++)
        {
          g_autoptr (GArray) people = soho_replica_find_people (self->replica, &queries[q], NULL);
          g_autoptr (GArray) counts = soho_replica_count_people (self->replica, &queries[q], NULL);
          g_autoptr (GHashTable) categories
              = soho_replica_count_query_categories (self->replica, &queries[q], NULL);

          g_assert_true (people != NULL && counts != NULL && categories != NULL);
        }
    }
  assert_no_scans (self);
}

static void
test_search (Fixture *self, gconstpointer unused)
{
  for (guint i = 1; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (GPtrArray) hits = soho_replica_search (self->replica, typed[i], NULL, 30, NULL);
      g_autoptr (GPtrArray) kinds = soho_replica_search_kinds (self->replica, typed[i], 6, NULL);

      g_assert_true (hits != NULL && kinds != NULL);
    }
  assert_no_scans (self);
}

static void
test_a_card (Fixture *self, gconstpointer unused)
{
  g_autoptr (GArray) nearby = soho_replica_find_nearby (self->replica, 11, 5, NULL);
  g_autoptr (GArray) colleagues = soho_replica_find_colleagues (self->replica, 11, 5, NULL);
  g_auto (GStrv) skills = soho_replica_dup_skills (self->replica, 11, NULL);

  g_assert_true (nearby != NULL && colleagues != NULL && skills != NULL);
  g_assert_cmpuint (colleagues->len, ==, 1);
  assert_no_scans (self);
}

static void
test_the_filter (Fixture *self, gconstpointer unused)
{
  const SohoPeopleQuery everybody = { NULL };
  g_autoptr (GArray) categories = soho_replica_count_categories (self->replica, NULL);
  g_autoptr (GArray) initials = soho_replica_list_initials (self->replica, &everybody, NULL);
  g_autoptr (GArray) languages = soho_replica_count_languages (self->replica, &everybody, NULL);

  g_assert_true (categories != NULL && initials != NULL && languages != NULL);
  g_assert_cmpuint (g_array_index (categories, SohoCategoryCount, 0).people, ==, 2);
  assert_no_scans (self);
}

/* The test sees what it is there for. */
static void
test_scans_are_seen (Fixture *self, gconstpointer unused)
{
  sqlite3 *db = soho_replica_get_database (self->replica);
  static const char *const scans[] = {
    "SELECT id FROM member ORDER BY fold (family_name)",
    "SELECT count(*) FROM member_skill ms JOIN skill s ON s.id = ms.skill",
    "SELECT id FROM entry_word WHERE word = 'a'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scans); i++)
    {
      g_autofree char *scan = dup_scan (db, scans[i]);

      g_assert_nonnull (scan);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/core/plans/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("people", test_people);
  ADD ("search", test_search);
  ADD ("a-card", test_a_card);
  ADD ("the-filter", test_the_filter);
  ADD ("scans-are-seen", test_scans_are_seen);
  return g_test_run ();
}
