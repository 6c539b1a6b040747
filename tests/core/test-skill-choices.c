/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/skill-choices.h"

#include "model/kinds.h"
#include "replicas.h"

/* A network with three categories of the taxonomy's and one of its own, in which somebody is a
 * translator and somebody carves dry stone, which no taxonomy names. */
typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  soho_test_put (self->replica, &soho_kind_skill, 1, "label", "Traduction et rédaction", NULL);
  soho_test_put (self->replica, &soho_kind_skill, 2, "label", "Informatique et internet", NULL);
  soho_test_put (self->replica, &soho_kind_skill, 3, "label", "Bâtiment et rénovation", NULL);
  soho_test_put (self->replica, &soho_kind_skill, 11, "parent", "1", "label",
                 "Traducteur / Traductrice", "rome", "E1108", NULL);
  soho_test_put (self->replica, &soho_kind_skill, 12, "parent", "3", "label",
                 "Murs en pierre sèche", "aliases", "murailler|lauze", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static GPtrArray *
complete (Fixture *self, const char *typed, guint limit)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *choices = soho_replica_complete_skill (self->replica, typed, limit, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (choices->len, <=, limit);
  return choices;
}

static const SohoSkillChoice *
find (GPtrArray *choices, const char *label)
{
  for (guint i = 0; i < choices->len; i++)
    {
      const SohoSkillChoice *choice = g_ptr_array_index (choices, i);

      if (g_str_equal (choice->label, label))
        return choice;
    }
  return NULL;
}

static void
assert_first (Fixture *self, const char *typed, const char *label, gint64 skill, const char *detail)
{
  g_autoptr (GPtrArray) choices = complete (self, typed, 8);
  const SohoSkillChoice *choice;

  g_assert_cmpuint (choices->len, >, 0);
  choice = g_ptr_array_index (choices, 0);
  g_assert_cmpstr (choice->label, ==, label);
  g_assert_cmpint (choice->skill, ==, skill);
  g_assert_cmpstr (choice->detail, ==, detail);
}

static void
test_both_genders (Fixture *self, gconstpointer unused)
{
  assert_first (self, "traducteur", "Traducteur / Traductrice", 11, NULL);
  assert_first (self, "traductrice", "Traducteur / Traductrice", 11, NULL);
  assert_first (self, "TRADUCT", "Traducteur / Traductrice", 11, NULL);
  /* Nobody is called so, but the first word says it. */
  assert_first (self, "traductrice de contrats", "Traducteur / Traductrice", 11, NULL);
}

static void
test_own_skills_and_their_aliases (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) choices = complete (self, "pierre sech", 8);

  g_assert_cmpstr (find (choices, "Murs en pierre sèche")->category, ==, "Bâtiment et rénovation");
  assert_first (self, "murail", "Murs en pierre sèche", 12, NULL);
  assert_first (self, "informatique et internet", "Informatique et internet", 2, NULL);
}

/* Nobody has it here yet: it stands under its category, with its name. */
static void
test_occupations_that_nobody_has_yet (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) choices = complete (self, "maçonne", 8);
  const SohoSkillChoice *choice = find (choices, "Maçon / Maçonne");

  g_assert_nonnull (choice);
  g_assert_cmpint (choice->skill, ==, 3);
  g_assert_cmpstr (choice->detail, ==, "Maçon / Maçonne");
  g_assert_cmpstr (choice->category, ==, "Bâtiment et rénovation");
}

/* Somebody has one of the same code: they are of one trade, and found by the same words. */
static void
test_occupations_of_a_trade_that_somebody_has (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) choices = complete (self, "traductrice technique", 8);
  const SohoSkillChoice *choice = find (choices, "Traducteur / Traductrice technique");
  g_autoptr (SohoRecord) trade
      = soho_replica_get_record (self->replica, &soho_kind_skill, 11, NULL);
  g_autoptr (SohoRecord) category
      = soho_replica_get_record (self->replica, &soho_kind_skill, 1, NULL);

  g_assert_nonnull (choice);
  g_assert_cmpint (choice->skill, ==, 11);
  g_assert_cmpstr (choice->detail, ==, "Traducteur / Traductrice technique");
  g_assert_cmpstr (choice->category, ==, "Traduction et rédaction");
  g_assert_true (soho_skill_is_called_by_detail (trade, choice->detail));
  g_assert_false (soho_skill_is_called_by_detail (trade, "notices et modes d’emploi"));
  g_assert_false (soho_skill_is_called_by_detail (trade, NULL));
  g_assert_true (soho_skill_is_called_by_detail (category, "notices et modes d’emploi"));
  g_assert_false (soho_skill_is_called_by_detail (category, NULL));
}

static void
test_everyday_wordings (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) choices = complete (self, "faire un site", 8);
  const SohoSkillChoice *choice = find (choices, "Développeur / Développeuse web");

  g_assert_nonnull (choice);
  g_assert_cmpint (choice->skill, ==, 2);
}

/* A category of the taxonomy that this network does not have has nowhere to stand. */
static void
test_nothing_without_a_category (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) choices = complete (self, "actuaire", 8);

  g_assert_null (find (choices, "Actuaire"));
}

static void
test_each_once_and_few (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) choices = complete (self, "tra", 8);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) one = complete (self, "tra", 1);
  g_autoptr (GPtrArray) none = complete (self, " ' ", 8);
  g_autofree char *endless = g_strnfill (100000, 'a');
  g_autoptr (GPtrArray) too_long = complete (self, endless, 8);

  for (guint i = 0; i < choices->len; i++)
    g_assert_true (
        g_hash_table_add (seen, ((SohoSkillChoice *) g_ptr_array_index (choices, i))->label));
  g_assert_cmpuint (choices->len, ==, 8);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (too_long->len, ==, 0);
}

static void
test_a_home_for_anything (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) homes
      = soho_replica_list_skill_homes (self->replica, " Charmeur de vers ", &error);
  g_autoptr (GPtrArray) none = soho_replica_list_skill_homes (self->replica, " ", &error);
  const SohoSkillChoice *choice;

  g_assert_no_error (error);
  g_assert_cmpuint (homes->len, ==, 3);
  choice = find (homes, "Informatique et internet");
  g_assert_cmpint (choice->skill, ==, 2);
  g_assert_cmpstr (choice->detail, ==, "Charmeur de vers");
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/skill-choices/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("both-genders", test_both_genders);
  ADD ("own-skills-and-their-aliases", test_own_skills_and_their_aliases);
  ADD ("occupations-that-nobody-has-yet", test_occupations_that_nobody_has_yet);
  ADD ("occupations-of-a-trade-that-somebody-has", test_occupations_of_a_trade_that_somebody_has);
  ADD ("everyday-wordings", test_everyday_wordings);
  ADD ("nothing-without-a-category", test_nothing_without_a_category);
  ADD ("each-once-and-few", test_each_once_and_few);
  ADD ("a-home-for-anything", test_a_home_for_anything);
  return g_test_run ();
}
