/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/listing.h"

#include "model/kinds.h"
#include "replicas.h"
#include "store/replica-private.h"

/* Villages 1 to 4 and their offers from 11; a member in Auch and one in Condom; telecentres 31 and
 * 32. */

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
put_offer (Fixture *self,
           gint64 id,
           const char *village,
           const char *type,
           const char *title,
           const char *state)
{
  soho_test_put (self->replica, &soho_kind_village_offer, id, "village", village, "type", type,
                 "title", title, "state", state, NULL);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  soho_test_put (self->replica, &soho_kind_village, 1, "commune", "Condom", "schools",
                 "Une école maternelle et un collège.", "line_speed", "500", NULL);
  soho_test_put (self->replica, &soho_kind_village, 2, "commune", "Auch", "presentation",
                 "Une école de cirque.", "line_speed", "1000", NULL);
  soho_test_put (self->replica, &soho_kind_village, 3, "commune", "Éauze", "shops",
                 "Deux boulangeries.", NULL);
  soho_test_put (self->replica, &soho_kind_village, 4, "commune", "Lectoure", "line_speed", "30",
                 NULL);
  put_offer (self, 11, "4", "business", "Boulangerie à reprendre", "open");
  put_offer (self, 12, "1", "premises", "Atelier lumineux", "reserved");
  put_offer (self, 13, "1", "premises", "Second atelier", "open");
  put_offer (self, 14, "1", "home", "Maison de ville", "closed");
  put_offer (self, 15, "99", "home", "Atelier de nulle part", "open");
  soho_test_put (self->replica, &soho_kind_member, 21, "given_name", "Zoé", "family_name", "Éluard",
                 "commune", "Auch", NULL);
  soho_test_put (self->replica, &soho_kind_member, 22, "given_name", "Abel", "family_name", "Élan",
                 "commune", "Condom", "about", "Un atelier de cirque.", NULL);
  soho_test_put (self->replica, &soho_kind_telecentre, 31, "commune", "Auch", "name", "la Ruche",
                 NULL);
  soho_test_put (self->replica, &soho_kind_telecentre, 32, "commune", "Condom", "name",
                 "Établi commun", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static char *
find (Fixture *self, const SohoListing *listing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = soho_replica_find_records (self->replica, listing, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

static void
assert_order (Fixture *self, const SohoKind *kind, const char *const *order, const char *expected)
{
  SohoListing listing = { .kind = kind, .order = order };
  g_autofree char *found = find (self, &listing);

  g_assert_cmpstr (found, ==, expected);
}

/* As people sort names, the article and the accents aside. */
static void
test_order (Fixture *self, gconstpointer unused)
{
  assert_order (self, &soho_kind_village, NULL, "1 2 3 4");
  assert_order (self, &soho_kind_village, (const char *[]){ NULL }, "1 2 3 4");
  assert_order (self, &soho_kind_village, (const char *[]){ "commune", NULL }, "2 1 3 4");
  assert_order (self, &soho_kind_village, (const char *[]){ "-commune", NULL }, "4 3 1 2");
  assert_order (self, &soho_kind_village, (const char *[]){ "-line_speed", NULL }, "2 1 4 3");
  assert_order (self, &soho_kind_telecentre, (const char *[]){ "name", NULL }, "32 31");
  assert_order (self, &soho_kind_village_offer, (const char *[]){ "type", "-title", NULL },
                "11 14 15 13 12");
  assert_order (self, &soho_kind_guide, (const char *[]){ "position", NULL }, "");
}

/* What an offer says counts for its village, once; offers of no village and other kinds do not. */
static void
test_words (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *words, *alone, *with_offers;
  } cases[] = {
    { "", "2 1 3 4", "2 1 3 4" }, { "collège", "1", "1" },       { "colleg", "1", "1" },
    { "atelier", "", "1" },       { "second atelier", "", "1" }, { "cirque", "2", "2" },
    { "maison", "", "1" },        { "reprendre", "", "4" },      { "Éluard", "", "" },
    { "zzzzzz", "", "" },         { "« ; »", "", "" },           { "\" OR 1 --", "", "" },
    { "kind : zzzzzz", "", "" },  { "lectoure", "4", "4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SohoListing listing = { .kind = &soho_kind_village,
                              .words = cases[i].words,
                              .order = (const char *[]){ "commune", NULL } };
      g_autofree char *alone = find (self, &listing), *with_offers = NULL;

      listing.part = &soho_kind_village_offer;
      with_offers = find (self, &listing);
      g_test_message ("%s", cases[i].words);
      g_assert_cmpstr (alone, ==, cases[i].alone);
      g_assert_cmpstr (with_offers, ==, cases[i].with_offers);
    }
}

/* The title weighs more than the text, and a village is where its best hit puts it. */
static void
test_best_first (Fixture *self, gconstpointer unused)
{
  SohoListing listing
      = { .kind = &soho_kind_village, .words = "boulangerie", .part = &soho_kind_village_offer };
  g_autofree char *found = find (self, &listing);

  g_assert_cmpstr (found, ==, "4 3");
}

/* Éauze is 28 km from Condom, Lectoure 20 km. */
static void
test_places (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *words, *found;
  } cases[] = {
    { "à moins de 22 km de Condom", "1 4" },    { "boulangerie à moins de 22 km de Condom", "4" },
    { "boulangerie près de Éauze", "3" },       { "école à moins de 60 km de Condom", "1 2" },
    { "cirque à moins de 5 km de Condom", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SohoListing listing = { .kind = &soho_kind_village,
                              .words = cases[i].words,
                              .order = (const char *[]){ "commune", NULL },
                              .part = &soho_kind_village_offer };
      g_autofree char *found = find (self, &listing);

      g_test_message ("%s", cases[i].words);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* A kind whose records are nowhere: the place alone finds nothing, the words find what they name.
 */
static void
test_nowhere (Fixture *self, gconstpointer unused)
{
  SohoListing listing = { .kind = &soho_kind_village_offer, .words = "à moins de 22 km de Condom" };
  g_autofree char *nothing = find (self, &listing), *found = NULL;

  listing.words = "maison à moins de 22 km de Lectoure";
  found = find (self, &listing);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (found, ==, "14");
}

static char *
dup_counts (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = soho_replica_count_villages (self->replica, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < counts->len; i++)
    {
      const SohoVillageCount *count = &g_array_index (counts, SohoVillageCount, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT ":%u:%u", i > 0 ? " " : "",
                              count->village, count->offers, count->people);
    }
  return g_string_free (text, FALSE);
}

static void
test_counts (Fixture *self, gconstpointer unused)
{
  g_autofree char *before = dup_counts (self), *after = NULL;

  g_assert_cmpstr (before, ==, "1:2:1 2:0:1 3:0:0 4:1:0");
  put_offer (self, 11, "4", "business", "Boulangerie à reprendre", "closed");
  soho_test_put (self->replica, &soho_kind_village, 5, "commune", "Fleurance", NULL);
  soho_test_delete (self->replica, &soho_kind_member, 21);
  after = dup_counts (self);
  g_assert_cmpstr (after, ==, "1:2:1 2:0:0 3:0:0 4:0:0 5:0:0");
}

/* What cannot be read is an error, not an empty answer. */
static void
test_failure (Fixture *self, gconstpointer unused)
{
  SohoListing listing = { .kind = &soho_kind_village, .words = "école" };
  g_autoptr (GError) error = NULL;

  soho_test_run (self->replica, "DROP TABLE search");
  g_assert_null (soho_replica_find_records (self->replica, &listing, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  soho_test_run (self->replica, "DROP TABLE village_offer");
  g_assert_null (soho_replica_count_villages (self->replica, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer unused);
  } tests[] = {
    { "/listing/order", test_order },           { "/listing/words", test_words },
    { "/listing/best-first", test_best_first }, { "/listing/places", test_places },
    { "/listing/nowhere", test_nowhere },       { "/listing/counts", test_counts },
    { "/listing/failure", test_failure },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
