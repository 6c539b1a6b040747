/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-window.h"
#include "map/mark-plan.h"
#include "map/mark-source.h"

#include "fixture.h"
#include "model/gazetteer.h"
#include "model/geography.h"

#include <math.h>

static SohoPlantedMark
mark_at (SohoMapKind kind, const char *commune)
{
  const SohoCommune *place = soho_gazetteer_match (commune);
  SohoPlantedMark mark = { .kind = kind };

  soho_geography_project (place->latitude, place->longitude, &mark.x, &mark.y);
  return mark;
}

static SohoMarkPlan *
plan_at (const SohoPlantedMark *marks, guint n, double zoom)
{
  return soho_mark_plan_new (marks, n, soho_map_window_scale_at (zoom));
}

static void
test_kinds_at_one_place_share_a_stem (void)
{
  const SohoPlantedMark marks[]
      = { mark_at (SOHO_MAP_OFFERS, "Condom"), mark_at (SOHO_MAP_MEETINGS, "Auch"),
          mark_at (SOHO_MAP_TELECENTRES, "Condom"), mark_at (SOHO_MAP_OFFERS, "Condom") };
  g_autoptr (SohoMarkPlan) plan = plan_at (marks, G_N_ELEMENTS (marks), 9);

  g_assert_cmpuint (plan->n_stems, ==, 2);
  /* From north to south. */
  g_assert_cmpuint (plan->stems[0].n_marks, ==, 3);
  g_assert_cmpuint (plan->stems[0].n_signs, ==, 2);
  g_assert_cmpuint (plan->stems[0].counts[SOHO_MAP_OFFERS], ==, 2);
  g_assert_cmpuint (plan->marks[0], ==, 2); /* the telecentre's sign comes first */
  g_assert_cmpuint (plan->marks[1], ==, 0);
  g_assert_cmpuint (plan->marks[2], ==, 3);
  g_assert_cmpuint (plan->stems[1].first, ==, 3);
  g_assert_cmpuint (plan->marks[3], ==, 1);
}

/* Zooming out folds the smaller into the nearest bigger, which stays where it was; zooming in gives
 * each its own again. */
static void
test_the_smaller_folds_into_the_bigger (void)
{
  const SohoPlantedMark marks[]
      = { mark_at (SOHO_MAP_OFFERS, "Pavie"), mark_at (SOHO_MAP_MEETINGS, "Auch"),
          mark_at (SOHO_MAP_MEETINGS, "Auch"), mark_at (SOHO_MAP_MEETINGS, "Condom") };
  g_autoptr (SohoMarkPlan) near = plan_at (marks, G_N_ELEMENTS (marks), 13);
  g_autoptr (SohoMarkPlan) far = plan_at (marks, G_N_ELEMENTS (marks), 9);

  g_assert_cmpuint (near->n_stems, ==, 3);
  g_assert_cmpuint (far->n_stems, ==, 2);
  g_assert_cmpfloat (far->stems[1].x, ==, marks[1].x);
  g_assert_cmpfloat (far->stems[1].y, ==, marks[1].y);
  g_assert_cmpuint (far->stems[1].n_marks, ==, 3);
}

/* At every zoom each mark is on exactly one stem, and no two stems' signs overlap. */
static void
test_every_zoom_is_in_order (void)
{
  g_autofree SohoPlantedMark *marks = g_new0 (SohoPlantedMark, SOHO_MARKS_MAX);

  for (guint i = 0; i < SOHO_MARKS_MAX; i++)
    marks[i] = mark_at (SOHO_MAP_TELECENTRES + i % 3,
                        soho_gazetteer_get_nth (i * 7 % soho_gazetteer_get_n_communes ())->insee);
  for (double zoom = SOHO_MAP_MIN_ZOOM; zoom <= SOHO_MAP_MAX_ZOOM; zoom += 0.9)
    {
      double scale = soho_map_window_scale_at (zoom);
      g_autoptr (SohoMarkPlan) plan = plan_at (marks, SOHO_MARKS_MAX, zoom);
      g_autofree guint *seen = g_new0 (guint, SOHO_MARKS_MAX);
      guint n = 0;

      for (guint i = 0; i < plan->n_stems; i++)
        n += plan->stems[i].n_marks;
      g_assert_cmpuint (n, ==, SOHO_MARKS_MAX);
      for (guint i = 0; i < n; i++)
        g_assert_cmpuint (seen[plan->marks[i]]++, ==, 0);
      for (guint i = 0; i < plan->n_stems; i++)
        for (guint j = 0; j < i; j++)
          {
            const SohoStem *a = &plan->stems[i], *b = &plan->stems[j];
            int wide
                = soho_mark_plan_get_width (a->n_signs) + soho_mark_plan_get_width (b->n_signs);

            g_assert_true (fabs (a->x - b->x) * scale >= wide / 2.0
                           || fabs (a->y - b->y) * scale >= SOHO_SIGN_SIZE);
          }
    }
}

static void
test_nothing_is_no_stem (void)
{
  g_autoptr (SohoMarkPlan) plan = plan_at (NULL, 0, 9);

  g_assert_cmpuint (plan->n_stems, ==, 0);
}

/* --- What the network has -------------------------------------------------------------------- */

static gboolean
has_six (gpointer source)
{
  gsize n;

  soho_mark_source_get (source, &n);
  return n == 6;
}

static gboolean
has_one (gpointer source)
{
  gsize n;

  soho_mark_source_get (source, &n);
  return n == 1;
}

/* What is over, called off, closed or nowhere does not stand on the map. */
static void
test_what_there_is_stands_on_the_map (void)
{
  Fixture fixture;
  g_autoptr (SohoRecordList) telecentres = NULL;
  g_autoptr (SohoMarkSource) source = NULL;

  fixture_open (&fixture, FALSE);
  telecentres = soho_record_list_new (fixture.library, "telecentre", NULL, 0);
  source = soho_mark_source_new (fixture.library, telecentres);
  g_assert_true (has_one (source));
  fixture_put (&fixture, "telecentre", 31, "commune", "32107", "name", "Le Balcon", "lat", "43.958",
               "lon", "0.372", NULL);
  fixture_put (&fixture, "event", 60, "title", "Tisser sa toile", "start", "2099-03-08T18:00:00Z",
               "commune", "32233", "state", "planned", NULL);
  fixture_put (&fixture, "event", 61, "title", "Passée", "start", "2001-03-08T18:00:00Z", "commune",
               "32233", "state", "planned", NULL);
  fixture_put (&fixture, "event", 62, "title", "En ligne", "start", "2099-03-08T18:00:00Z", NULL);
  fixture_put (&fixture, "event", 63, "title", "Annulée", "start", "2099-03-08T18:00:00Z",
               "commune", "32233", "state", "cancelled", NULL);
  fixture_put (&fixture, "village_offer", 70, "village", "20", "type", "home", "title",
               "Une maison", NULL);
  fixture_put (&fixture, "village_offer", 71, "village", "20", "type", "premises", "title",
               "Un local", "state", "reserved", NULL);
  fixture_put (&fixture, "village_offer", 72, "village", "20", "type", "home", "title", "Louée",
               "state", "closed", NULL);
  fixture_put (&fixture, "event", 64, "title", "Fêter l’été", "start", "2099-06-21T18:00:00Z",
               "commune", "32013", "state", "planned", NULL);
  fixture_wait (has_six, source);
  g_assert_cmpstr (soho_mark_source_find_commune (source, SOHO_MAP_MEETINGS, 60), ==, "32233");
  g_assert_cmpstr (soho_mark_source_find_commune (source, SOHO_MAP_OFFERS, 71), ==, "32107");
  g_assert_cmpstr (soho_mark_source_find_commune (source, SOHO_MAP_TELECENTRES, 31), ==, "32107");
  g_assert_null (soho_mark_source_find_commune (source, SOHO_MAP_OFFERS, 72));
  g_assert_null (soho_mark_source_find_commune (source, SOHO_MAP_MEETINGS, 61));
  g_clear_object (&source);
  g_clear_object (&telecentres);
  fixture_idle (20);
  fixture_close (&fixture);
}

int
main (int argc, char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  fixture_init (&argc, &argv);
  g_test_add_func ("/mark-plan/one-place", test_kinds_at_one_place_share_a_stem);
  g_test_add_func ("/mark-plan/folding", test_the_smaller_folds_into_the_bigger);
  g_test_add_func ("/mark-plan/every-zoom", test_every_zoom_is_in_order);
  g_test_add_func ("/mark-plan/nothing", test_nothing_is_no_stem);
  g_test_add_func ("/mark-source/what-there-is", test_what_there_is_stands_on_the_map);
  return g_test_run ();
}
