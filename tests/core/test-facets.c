/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/facets.h"

#include "model/kinds.h"
#include "replicas.h"

/* What the people of set_up () have: commune, category or skill, and how many of them. */
#define ALL_CATEGORIES "32013/1:2 32107/2:1 32208/1:1"
#define ALL_SKILLS "32013/11:2 32013/12:1"
#define IN_CONDOM "32107/2:1"

/* Categories 1 and 2 with the skills 11, 12 and 21; members 101 to 106. */

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
put_member (Fixture *self,
            gint64 id,
            const char *family,
            const char *commune,
            const char *languages,
            const char *open_to)
{
  soho_test_put (self->replica, &soho_kind_member, id, "given_name", "Aline", "family_name", family,
                 "commune", commune, "languages", languages, "open_to", open_to, "about",
                 "Travaille chez soi.", NULL);
}

static void
put_skill (Fixture *self, gint64 id, const char *parent, const char *label)
{
  soho_test_put (self->replica, &soho_kind_skill, id, "parent", parent, "label", label, NULL);
}

static void
give_skill (Fixture *self, gint64 id, const char *member, const char *skill)
{
  soho_test_put (self->replica, &soho_kind_member_skill, id, "member", member, "skill", skill,
                 NULL);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  put_skill (self, 1, "", "Informatique");
  put_skill (self, 2, "", "Écriture");
  put_skill (self, 11, "1", "Développement web");
  put_skill (self, 12, "1", "Dépannage");
  put_skill (self, 21, "2", "Traduction");
  put_member (self, 101, "Éluard", "32013", "fr|en", "work|mentoring");
  put_member (self, 102, "Zola", "32013", "fr|en-GB|en", "work");
  put_member (self, 103, "abadie", "32107", "fr-CH", "");
  put_member (self, 104, "Élan", "32208", "", "work");
  put_member (self, 105, "3 Suisses", "32013", "en", "mentoring");
  put_member (self, 106, "", "", "eng", "");
  put_member (self, 107, "Øster", "32107", "", "");
  put_member (self, 108, "Жук", "32107", "", "");
  give_skill (self, 201, "101", "11");
  give_skill (self, 202, "101", "12");
  give_skill (self, 203, "102", "11");
  give_skill (self, 204, "103", "21");
  give_skill (self, 205, "104", "1");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static char *
find (Fixture *self, const SohoPeopleQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = soho_replica_find_people (self->replica, query, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int) g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

static void
test_narrowing (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    SohoPeopleQuery query;
    const char *people;
  } cases[] = {
    { { .language = "fr" }, "103 101 102" },
    { { .language = "en" }, "105 101 102" },
    { { .language = "e" }, "" },
    { { .language = "fr\" OR" }, "" },
    { { .open_to = "work" }, "104 101 102" },
    { { .open_to = "work", .language = "en" }, "101 102" },
    { { .open_to = "wor" }, "" },
    { { .skill = 11 }, "101 102" },
    { { .skill = 1 }, "104" },
    { { .skill = 11, .open_to = "mentoring", .commune = "32013", .category = 1 }, "101" },
    { { .skill = 11, .category = 2 }, "" },
    { { .skill = 99 }, "" },
    { { .words = "travaille", .skill = 12 }, "101" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *people = find (self, &cases[i].query);

      g_test_message ("case %u", i);
      g_assert_cmpstr (people, ==, cases[i].people);
    }
}

/* Condom, Lectoure and Auch lie in a row, Lectoure between the two. */
static void
test_nearest_first (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    SohoPeopleQuery query;
    const char *people, *centre;
  } cases[] = {
    { { .near = "32107" }, "103 107 108 104 105 101 102 106", "32107" },
    { { .near = "32013" }, "105 101 102 104 103 107 108 106", "32013" },
    { { .near = "32107", .skill = 11 }, "101 102", "32107" },
    { { .near = "32107", .words = "travaille", .open_to = "work" }, "104 101 102", "32107" },
    { { .near = "32013", .words = "à 30 km de Condom" }, "103 107 108 104", "32107" },
    { { .words = "à 30 km de Condom" }, "103 107 108 104", "32107" },
    { { .near = "99999" }, "106 103 105 104 101 107 102 108", NULL },
    { { .words = "web" }, "101 102", NULL },
    { { NULL }, "105 103 106 104 101 107 102 108", NULL }, /* one name alone is the name */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *people = find (self, &cases[i].query);
      const SohoCommune *centre = soho_replica_find_centre (self->replica, &cases[i].query);

      g_test_message ("case %u", i);
      g_assert_cmpstr (centre != NULL ? centre->insee : NULL, ==, cases[i].centre);
      if (i != 6) /* from nowhere nothing is near, and any order does */
        g_assert_cmpstr (people, ==, cases[i].people);
    }
}

static char *
join_facets (GArray *facets, GError *error)
{
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < facets->len; i++)
    {
      const SohoFacet *facet = &g_array_index (facets, SohoFacet, i);

      g_string_append_printf (text, "%s%s:%u", i > 0 ? " " : "", facet->value, facet->people);
    }
  g_array_unref (facets);
  return g_string_free (text, FALSE);
}

static char *
count_languages (Fixture *self, const SohoPeopleQuery *query)
{
  g_autoptr (GError) error = NULL;

  return join_facets (soho_replica_count_languages (self->replica, query, &error), error);
}

static char *
count_occasions (Fixture *self, const SohoPeopleQuery *query)
{
  g_autoptr (GError) error = NULL;

  return join_facets (soho_replica_count_occasions (self->replica, query, &error), error);
}

static char *
count_by_commune (Fixture *self, const SohoPeopleQuery *query, gint64 parent)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) facets
      = soho_replica_count_skills_by_commune (self->replica, query, parent, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < facets->len; i++)
    {
      SohoCommuneFacet *facet = &g_array_index (facets, SohoCommuneFacet, i);

      g_string_append_printf (text, "%s%s/%d:%u", i > 0 ? " " : "", facet->insee,
                              (int) facet->skill, facet->people);
    }
  return g_string_free (text, FALSE);
}

/* A person with two skills of a category is one of its people, and one of each skill's. What is
 * chosen among the skills does not narrow down the choice. */
static void
test_skills_by_commune (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    SohoPeopleQuery query;
    gint64 parent;
    const char *expected;
  } cases[] = {
    { { NULL }, 0, ALL_CATEGORIES },
    { { .category = 2, .skill = 21 }, 0, ALL_CATEGORIES },
    { { .category = 1 }, 1, ALL_SKILLS },
    { { .category = 1, .skill = 12 }, 1, ALL_SKILLS },
    { { .within = "[\"32107\"]" }, 0, IN_CONDOM },
    { { .within = "[]" }, 0, "" },
    { { .words = "nobody" }, 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = count_by_commune (self, &cases[i].query, cases[i].parent);

      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

static void
test_within (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  g_autofree char *none = soho_people_join_codes (codes), *two = NULL;
  SohoPeopleQuery query = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) nobody = NULL, some = NULL;

  g_ptr_array_add (codes, (gpointer) "32208");
  g_ptr_array_add (codes, (gpointer) "32013");
  two = soho_people_join_codes (codes);
  query.within = none;
  nobody = soho_replica_find_people (self->replica, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nobody->len, ==, 0);
  query.within = two;
  some = soho_replica_find_people (self->replica, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (some->len, ==, 4); /* and not those who say no commune */
}

/* Whoever chooses a number finds as many: each person once, whatever the variants of a language. */
static void
test_counts (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    SohoPeopleQuery query;
    const char *languages, *occasions;
  } cases[] = {
    { { NULL }, "en:3 fr:3 eng:1", "work:3 mentoring:2" },
    { { .language = "en" }, "en:3 fr:3 eng:1", "mentoring:2 work:2" },
    { { .open_to = "work" }, "en:2 fr:2", "work:3 mentoring:2" },
    { { .commune = "32107" }, "fr:1", "" },
    { { .words = "travaille", .category = 1 }, "en:2 fr:2", "work:3 mentoring:1" },
    { { .words = "nobody" }, "", "" },
    { { .near = "32013", .skill = 12 }, "en:1 fr:1", "mentoring:1 work:1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *languages = count_languages (self, &cases[i].query);
      g_autofree char *occasions = count_occasions (self, &cases[i].query);

      g_test_message ("case %u", i);
      g_assert_cmpstr (languages, ==, cases[i].languages);
      g_assert_cmpstr (occasions, ==, cases[i].occasions);
    }
}

/* A byte that went wrong in the file ends no question. */
static void
test_damaged_sets (Fixture *self, gconstpointer unused)
{
  SohoPeopleQuery query = { NULL };
  g_autofree char *languages = NULL, *occasions = NULL;

  soho_test_run (self->replica, "UPDATE member SET languages = '[\"fr', open_to = '{\"a\": [1]}'"
                                " WHERE id = 101");
  soho_test_run (self->replica, "UPDATE member SET open_to = '[1, null, [\"x\"]]' WHERE id = 102");
  languages = count_languages (self, &query);
  occasions = count_occasions (self, &query);
  g_assert_cmpstr (languages, ==, "en:2 fr:2 eng:1");
  g_assert_cmpstr (occasions, ==, "mentoring:1 work:1");
}

static void
assert_category (
    Fixture *self, const SohoPeopleQuery *query, gint64 category, guint people, guint categories)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) counts
      = soho_replica_count_query_categories (self->replica, query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, &category)), ==, people);
  g_assert_cmpuint (g_hash_table_size (counts), ==, categories);
}

static void
test_categories (Fixture *self, gconstpointer unused)
{
  SohoPeopleQuery everybody = { NULL };
  SohoPeopleQuery writers = { .category = 2 };
  SohoPeopleQuery in_auch = { .commune = "32013" };
  SohoPeopleQuery french = { .words = "travaille", .language = "fr" };
  SohoPeopleQuery nobody = { .words = "nobody" };

  assert_category (self, &everybody, 1, 3, 2);
  assert_category (self, &everybody, 2, 1, 2);
  assert_category (self, &writers, 1, 3, 2);
  assert_category (self, &in_auch, 1, 2, 1);
  assert_category (self, &french, 1, 2, 2);
  assert_category (self, &nobody, 1, 0, 0);
}

static char *
list_initials (Fixture *self, const SohoPeopleQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) initials = soho_replica_list_initials (self->replica, query, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < initials->len; i++)
    {
      const SohoInitial *initial = &g_array_index (initials, SohoInitial, i);

      g_string_append_printf (text, "%s%s@%u+%u", i > 0 ? " " : "", initial->letter, initial->first,
                              initial->people);
    }
  return g_string_free (text, FALSE);
}

/* Each letter leads to the first of its people in the list. */
static void
test_initials (Fixture *self, gconstpointer unused)
{
  SohoPeopleQuery everybody = { NULL }, in_condom = { .commune = "32107" },
                  nobody = { .skill = 99 };
  g_autofree char *people = find (self, &everybody);
  g_autofree char *all = list_initials (self, &everybody);
  g_autofree char *some = list_initials (self, &in_condom);
  g_autofree char *none = list_initials (self, &nobody);

  g_assert_cmpstr (people, ==, "105 103 106 104 101 107 102 108");
  g_assert_cmpstr (all, ==, "#@0+1 A@1+2 E@3+2 O@5+1 Z@6+1 #@7+1");
  g_assert_cmpstr (some, ==, "A@0+1 O@1+1 #@2+1");
  g_assert_cmpstr (none, ==, "");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/facets/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("narrowing", test_narrowing);
  ADD ("nearest-first", test_nearest_first);
  ADD ("counts", test_counts);
  ADD ("damaged-sets", test_damaged_sets);
  ADD ("categories", test_categories);
  ADD ("initials", test_initials);
  ADD ("skills-by-commune", test_skills_by_commune);
  ADD ("within", test_within);
  return g_test_run ();
}
