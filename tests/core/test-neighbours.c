/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/neighbours.h"

#include "model/gazetteer.h"
#include "model/kinds.h"
#include "replicas.h"

/* Auch (32013), Preignan (32331) 6 km and Condom (32107) 40 km north of it. Category 1 with the
 * skills 11 and 12 of one code of ROME and 13 of another; category 2 with 21. */

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
put_member (Fixture *self, gint64 id, const char *given, const char *family, const char *commune)
{
  soho_test_put (self->replica, &soho_kind_member, id, "given_name", given, "family_name", family,
                 "commune", commune, NULL);
}

static void
put_skill (Fixture *self, gint64 id, const char *parent, const char *rome)
{
  soho_test_put (self->replica, &soho_kind_skill, id, "label", "x", "parent", parent, "rome", rome,
                 NULL);
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
  put_skill (self, 1, "", "");
  put_skill (self, 2, "", "");
  put_skill (self, 11, "1", "E1108");
  put_skill (self, 12, "1", "E1108");
  put_skill (self, 13, "1", "E1106");
  put_skill (self, 21, "2", "B1101");
  put_member (self, 101, "Aline", "Zola", "32013");
  put_member (self, 102, "Bob", "Abadie", "32013");
  put_member (self, 103, "Cléo", "Mérens", "32013");
  put_member (self, 104, "Dan", "Aude", "32331");
  put_member (self, 105, "Ève", "Bru", "32107");
  put_member (self, 106, "Flo", "Cadet", "");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

/* "102:0 104:6": ids and whole kilometres. */
static char *
join (GArray *found)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const SohoNeighbour *one = &g_array_index (found, SohoNeighbour, i);

      g_string_append_printf (text, "%s%d:%d", i > 0 ? " " : "", (int) one->id, (int) one->km);
    }
  return g_string_free (text, FALSE);
}

static void
assert_nearby (Fixture *self, gint64 member, guint limit, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = soho_replica_find_nearby (self->replica, member, limit, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = join (found);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_colleagues (
    Fixture *self, gint64 member, guint limit, const char *expected, SohoKinship kinship)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = soho_replica_find_colleagues (self->replica, member, limit, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = join (found);
  g_assert_cmpstr (text, ==, expected);
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpint (g_array_index (found, SohoNeighbour, i).kinship, ==, kinship);
}

/* Whole kilometres from Auch. */
static int
km_from_auch (const char *insee)
{
  return (int) soho_gazetteer_distance_km (soho_gazetteer_find ("32013"),
                                           soho_gazetteer_find (insee));
}

static void
test_nearby (Fixture *self, gconstpointer unused)
{
  g_autofree char *all = g_strdup_printf ("103:0 101:0 104:%d 105:%d", km_from_auch ("32331"),
                                          km_from_auch ("32107"));
  g_autofree char *three = g_strdup_printf ("103:0 101:0 104:%d", km_from_auch ("32331"));

  g_assert_cmpint (km_from_auch ("32331"), <, km_from_auch ("32107"));
  assert_nearby (self, 102, 10, all);
  assert_nearby (self, 102, 3, three);
  assert_nearby (self, 102, 1, "103:0");
  assert_nearby (self, 102, 0, "");
}

/* After Mérens comes Zola, and after Zola it begins again. */
static void
test_goes_round (Fixture *self, gconstpointer unused)
{
  assert_nearby (self, 103, 2, "101:0 102:0");
  assert_nearby (self, 101, 2, "102:0 103:0");
  assert_nearby (self, 102, 2, "103:0 101:0");
}

static void
test_nobody_knows_where (Fixture *self, gconstpointer unused)
{
  assert_nearby (self, 106, 10, "");
  assert_nearby (self, 999, 10, "");
  soho_test_run (self->replica, "UPDATE member SET commune = '00000' WHERE id IN (101, 104);"
                                "UPDATE entry SET commune = '00000' WHERE id IN (101, 104)");
  assert_nearby (self, 101, 10, "");
  assert_nearby (self, 102, 2, "103:0 105:38");
}

static void
test_colleagues (Fixture *self, gconstpointer unused)
{
  g_autofree char *expected = g_strdup_printf ("103:0 104:%d 105:%d 106:-1", km_from_auch ("32331"),
                                               km_from_auch ("32107"));

  give_skill (self, 201, "102", "11");
  give_skill (self, 202, "102", "21");
  give_skill (self, 203, "105", "11");
  give_skill (self, 204, "104", "12");
  give_skill (self, 205, "103", "21");
  give_skill (self, 206, "103", "11");
  give_skill (self, 207, "106", "11");
  give_skill (self, 208, "101", "13");
  assert_colleagues (self, 102, 10, expected, SOHO_SAME_TRADE);
  assert_colleagues (self, 102, 1, "103:0", SOHO_SAME_TRADE);
  assert_colleagues (self, 999, 10, "", SOHO_SAME_TRADE);
}

/* Only where nobody has the same trade. */
static void
test_same_field (Fixture *self, gconstpointer unused)
{
  give_skill (self, 201, "102", "13");
  give_skill (self, 202, "103", "11");
  give_skill (self, 203, "101", "1");
  give_skill (self, 204, "105", "21");
  assert_colleagues (self, 102, 10, "103:0 101:0", SOHO_SAME_FIELD);
  /* Of whom nothing but the category is known, everybody in it is near. */
  assert_colleagues (self, 101, 10, "102:0 103:0", SOHO_SAME_FIELD);
  assert_colleagues (self, 105, 10, "", SOHO_SAME_TRADE);
  assert_colleagues (self, 104, 10, "", SOHO_SAME_TRADE);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/neighbours/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("nearby", test_nearby);
  ADD ("goes-round", test_goes_round);
  ADD ("nobody-knows-where", test_nobody_knows_where);
  ADD ("colleagues", test_colleagues);
  ADD ("same-field", test_same_field);
  return g_test_run ();
}
