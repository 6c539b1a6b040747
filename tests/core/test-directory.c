/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/directory.h"

#include <string.h>

#include "model/kinds.h"
#include "store/replica-private.h"
#include "replicas.h"

/* Categories 1 and 2, skills below them 11, 12, 21; members 101 to 105. */

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
put_member (
    SohoReplica *replica, gint64 id, const char *given, const char *family, const char *commune)
{
  soho_test_put (replica, &soho_kind_member, id, "given_name", given, "family_name", family,
                 "commune", commune, "about", "Travaille chez soi.", NULL);
}

static void
put_skill (SohoReplica *replica, gint64 id, const char *parent, const char *label)
{
  soho_test_put (replica, &soho_kind_skill, id, "parent", parent, "label", label, NULL);
}

static void
give_skill (SohoReplica *replica, gint64 id, const char *member, const char *skill)
{
  soho_test_put (replica, &soho_kind_member_skill, id, "member", member, "skill", skill, NULL);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  put_skill (self->replica, 1, "", "Informatique");
  put_skill (self->replica, 2, "", "Écriture");
  put_skill (self->replica, 11, "1", "Développement web");
  put_skill (self->replica, 12, "1", "Dépannage");
  put_skill (self->replica, 21, "2", "Traduction");
  put_member (self->replica, 101, "Zoé", "Éluard", "Auch");
  put_member (self->replica, 102, "Aline", "Zola", "Auch");
  put_member (self->replica, 103, "Abel", "Élan", "Condom");
  put_member (self->replica, 104, "Bob", "abadie", "Lectoure");
  put_member (self->replica, 105, "Ève", "Nulle", "");
  give_skill (self->replica, 201, "101", "11");
  give_skill (self->replica, 202, "101", "12");
  give_skill (self->replica, 203, "102", "11");
  give_skill (self->replica, 204, "103", "21");
  give_skill (self->replica, 205, "104", "1");
  give_skill (self->replica, 206, "999", "11");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static char *
find (SohoReplica *replica, const char *words, gint64 category, const char *commune)
{
  SohoPeopleQuery query = { words, category, commune };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = soho_replica_find_people (replica, &query, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

static char *
count (SohoReplica *replica, const char *words, gint64 category, const char *commune)
{
  SohoPeopleQuery query = { words, category, commune };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = soho_replica_count_people (replica, &query, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < counts->len; i++)
    {
      const SohoCommuneCount *one = &g_array_index (counts, SohoCommuneCount, i);

      g_string_append_printf (text, "%s%s:%u", i > 0 ? " " : "", one->insee, one->people);
    }
  return g_string_free (text, FALSE);
}

/* By name as people sort names, without regard to accents and case. */
static void
test_questions (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *words;
    gint64 category;
    const char *commune, *people, *communes;
  } cases[] = {
    { NULL, 0, NULL, "104 103 101 105 102", "32013:2 32107:1 32208:1" },
    { "", 0, NULL, "104 103 101 105 102", "32013:2 32107:1 32208:1" },
    { NULL, 1, NULL, "104 101 102", "32013:2 32208:1" },
    { NULL, 2, NULL, "103", "32107:1" },
    { NULL, 11, NULL, "101 102", "32013:2" },
    { NULL, 77, NULL, "", "" },
    { NULL, -1, NULL, "", "" },
    { NULL, 0, "32013", "101 102", "32013:2" },
    { NULL, 0, "99999", "", "" },
    { NULL, 0, "' OR 1 --", "", "" },
    { NULL, 1, "32208", "104", "32208:1" },
    { "developpement", 0, NULL, "101 102", "32013:2" }, /* as close: by name */
    { "z", 0, NULL, "101 102", "32013:2" },             /* Zoé, Zola */
    { "él", 0, NULL, "103 101", "32013:1 32107:1" },
    { "ZO", 1, NULL, "101 102", "32013:2" },
    { "tr", 0, NULL, "103 104 101 105 102", "32013:2 32107:1 32208:1" }, /* no name: any word */
    { "developpement depannage", 0, NULL, "101", "32013:1" },
    { "zola web", 1, "32013", "102", "32013:1" },
    { "zola", 2, NULL, "", "" },
    { "condom", 0, NULL, "103", "32107:1" },
    { "informatique", 0, NULL, "104", "32208:1" },
    { "\"*", 0, NULL, "", "" },
    { "   ", 0, NULL, "", "" },
    { "nobody", 0, NULL, "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *people
          = find (self->replica, cases[i].words, cases[i].category, cases[i].commune);
      g_autofree char *communes
          = count (self->replica, cases[i].words, cases[i].category, cases[i].commune);

      g_test_message ("case %u", i);
      g_assert_cmpstr (people, ==, cases[i].people);
      g_assert_cmpstr (communes, ==, cases[i].communes);
    }
}

static char *
count_categories (SohoReplica *replica)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) categories = soho_replica_count_categories (replica, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < categories->len; i++)
    {
      const SohoCategoryCount *one = &g_array_index (categories, SohoCategoryCount, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT " %s %u", i > 0 ? ", " : "", one->id,
                              one->label, one->people);
    }
  return g_string_free (text, FALSE);
}

/* Each person once, however many of the skills; nobody who is not there. */
static void
test_categories (Fixture *self, gconstpointer unused)
{
  g_autofree char *before = count_categories (self->replica);
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, "2 Écriture 1, 1 Informatique 3");
  put_skill (self->replica, 3, "", "Abeilles");
  soho_test_delete (self->replica, &soho_kind_member, 101);
  soho_test_delete (self->replica, &soho_kind_skill, 21);
  after = count_categories (self->replica);
  g_assert_cmpstr (after, ==, "3 Abeilles 0, 2 Écriture 0, 1 Informatique 2");
}

static void
test_skills_of_a_member (Fixture *self, gconstpointer unused)
{
  g_auto (GStrv) skills = soho_replica_dup_skills (self->replica, 101, NULL);
  g_auto (GStrv) none = soho_replica_dup_skills (self->replica, 105, NULL);
  g_auto (GStrv) nobody = soho_replica_dup_skills (self->replica, -1, NULL);
  g_autofree char *joined = g_strjoinv (", ", skills);

  g_assert_cmpstr (joined, ==, "Développement web, Dépannage");
  g_assert_nonnull (none);
  g_assert_null (none[0]);
  g_assert_null (nobody[0]);
}

/* A server may leave out what it should not. */
static void
test_what_has_no_name (Fixture *self, gconstpointer unused)
{
  g_auto (GStrv) skills = NULL;
  g_autofree char *categories = NULL, *people = NULL, *joined = NULL;

  put_skill (self->replica, 3, "", "");
  put_skill (self->replica, 11, "1", "");
  put_member (self->replica, 106, "", "", "");
  give_skill (self->replica, 207, "106", "3");
  skills = soho_replica_dup_skills (self->replica, 101, NULL);
  joined = g_strjoinv (", ", skills);
  g_assert_cmpstr (joined, ==, "Dépannage");
  categories = count_categories (self->replica);
  g_assert_cmpstr (categories, ==, "2 Écriture 1, 1 Informatique 3");
  people = find (self->replica, NULL, 3, NULL);
  g_assert_cmpstr (people, ==, "106");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/directory/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("questions", test_questions);
  ADD ("categories", test_categories);
  ADD ("skills-of-a-member", test_skills_of_a_member);
  ADD ("what-has-no-name", test_what_has_no_name);
  return g_test_run ();
}
