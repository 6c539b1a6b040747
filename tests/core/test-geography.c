/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/gazetteer.h"
#include "model/geography.h"

#include <math.h>
#include <string.h>

static GBytes *
built_in (void)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_resources_lookup_data ("/fr/sohosolo/core/gers.outlines", 0, &error);

  g_assert_no_error (error);
  return bytes;
}

/* A geography of body with the right last line, so that what is tested is the reading before it. */
static SohoGeography *
read_body (const char *body, gsize length, GError **error)
{
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) body, length);
  GByteArray *array = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (array, (const guint8 *) body, length);
  g_byte_array_append (array, (const guint8 *) "end ", 4);
  g_byte_array_append (array, (const guint8 *) sum, strlen (sum));
  g_byte_array_append (array, (const guint8 *) "\n", 1);
  bytes = g_byte_array_free_to_bytes (array);
  return soho_geography_new_from_bytes (bytes, error);
}

static void
assert_damaged (const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoGeography) geography = read_body (body, strlen (body), &error);

  g_assert_null (geography);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_the_department_is_whole (void)
{
  SohoGeography *geography = soho_geography_get_default ();
  guint n_communes, n_arcs, n_rings, n_other;
  const SohoArea *communes = soho_geography_get_communes (geography, &n_communes);
  const SohoArc *arcs = soho_geography_get_arcs (geography, &n_arcs);
  const SohoRing *outline = soho_geography_get_outline (geography, &n_rings);

  g_assert_cmpuint (n_communes, ==, soho_gazetteer_get_n_communes ());
  for (guint i = 0; i < n_communes; i++)
    {
      g_assert_cmpstr (communes[i].insee, ==, soho_gazetteer_get_nth (i)->insee);
      g_assert_true (soho_geography_find_commune (geography, communes[i].insee) == &communes[i]);
    }
  g_assert_cmpuint (n_rings, ==, 1);
  for (guint i = 0; i < outline->n_arcs; i++)
    g_assert_cmpuint (arcs[ABS (outline->arcs[i]) - 1].n_communes, ==, 1);
  soho_geography_get_borders (geography, &n_other);
  g_assert_cmpuint (n_other, >, 6);
  soho_geography_get_neighbours (geography, &n_other);
  g_assert_cmpuint (n_other, ==, 6);
  soho_geography_get_rivers (geography, &n_other);
  g_assert_cmpuint (n_other, >, 0);
  g_assert_null (soho_geography_find_commune (geography, "32074"));
  g_assert_null (soho_geography_find_commune (geography, ""));
  g_assert_null (soho_geography_find_commune (geography, NULL));
}

static void
test_each_centre_lies_in_its_commune (void)
{
  SohoGeography *geography = soho_geography_get_default ();

  for (guint i = 0; i < soho_gazetteer_get_n_communes (); i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i);

      g_assert_cmpstr (soho_geography_locate (geography, commune->latitude, commune->longitude), ==,
                       commune->insee);
    }
}

static void
test_places_outside_have_no_commune (void)
{
  SohoGeography *geography = soho_geography_get_default ();

  g_assert_null (soho_geography_locate (geography, 43.6045, 1.4442)); /* Toulouse */
  g_assert_null (soho_geography_locate (geography, 48.8566, 2.3522)); /* Paris */
  g_assert_null (soho_geography_locate (geography, -90, 180));
  g_assert_null (soho_geography_locate (geography, 1e300, -1e300));
  g_assert_null (soho_geography_locate (geography, NAN, 0));
  g_assert_null (soho_geography_locate (geography, 43.6, INFINITY));
}

/* Twice the area under an arc, as the shoelace formula adds them up, from the corner of the box. */
static double
area_of_arc (const SohoArc *arc, SohoBox box)
{
  double sum = 0;

  for (guint i = 1; i < arc->n_vertices; i++)
    {
      const SohoVertex *a = &arc->vertices[i - 1], *b = &arc->vertices[i];

      sum += (a->x - box.x0) * (b->y - box.y0) - (b->x - box.x0) * (a->y - box.y0);
    }
  return sum;
}

static double
area_of_ring (const SohoArc *arcs, const SohoRing *ring, SohoBox box)
{
  double sum = 0;

  for (guint i = 0; i < ring->n_arcs; i++)
    sum += area_of_arc (&arcs[ABS (ring->arcs[i]) - 1], box) * (ring->arcs[i] > 0 ? 1 : -1);
  return sum;
}

/* The communes' areas add up to that of the department: nothing overlaps or is left out. */
static void
test_the_communes_fill_the_outline (void)
{
  SohoGeography *geography = soho_geography_get_default ();
  SohoBox box = soho_geography_get_box (geography);
  guint n_arcs, n_communes, n_outline;
  const SohoArc *arcs = soho_geography_get_arcs (geography, &n_arcs);
  const SohoArea *communes = soho_geography_get_communes (geography, &n_communes);
  const SohoRing *outline = soho_geography_get_outline (geography, &n_outline);
  double km = 40075.0 * cos (43.7 * G_PI / 180); /* in the unit of Mercator, at that latitude */
  double sum = 0;

  for (guint i = 0; i < n_communes; i++)
    for (guint j = 0; j < communes[i].n_rings; j++)
      sum += area_of_ring (arcs, &communes[i].rings[j], box);
  g_assert_cmpfloat_with_epsilon (sum, area_of_ring (arcs, &outline[0], box), 1e-12);
  g_assert_cmpfloat_with_epsilon (fabs (sum) / 2 * km * km, 6257, 60);
}

static void
test_projection_goes_there_and_back (void)
{
  double x, y, latitude, longitude;

  soho_geography_project (0, 0, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (y, 0.5, 1e-12);
  soho_geography_project (43.65, 0.58, &x, &y);
  soho_geography_unproject (x, y, &latitude, &longitude);
  g_assert_cmpfloat_with_epsilon (latitude, 43.65, 1e-9);
  g_assert_cmpfloat_with_epsilon (longitude, 0.58, 1e-9);
  soho_geography_project (90, -180, &x, &y);
  g_assert_cmpfloat_with_epsilon (y, 0, 1e-9);
}

static void
test_truncated_files_are_errors (void)
{
  g_autoptr (GBytes) whole = built_in ();
  gsize size = g_bytes_get_size (whole);

  for (gsize length = 0; length < size; length += length < 2000 || size - length < 200 ? 1 : 1499)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, 0, length);
      g_autoptr (SohoGeography) geography = soho_geography_new_from_bytes (part, &error);

      g_assert_null (geography);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_changed_bytes_are_errors (void)
{
  g_autoptr (GBytes) whole = built_in ();
  gsize size;
  const char *text = g_bytes_get_data (whole, &size);

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *changed = g_memdup2 (text, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (SohoGeography) geography = NULL;

      changed[g_test_rand_int_range (0, size)] ^= g_test_rand_int_range (1, 256);
      bytes = g_bytes_new (changed, size);
      geography = soho_geography_new_from_bytes (bytes, &error);
      g_assert_null (geography);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

/* With a checksum that fits, a change may be a good file or a bad one, but never harm. */
static void
test_forged_bytes_do_no_harm (void)
{
  g_autoptr (GBytes) whole = built_in ();
  gsize size, length;
  const char *text = g_bytes_get_data (whole, &size);
  const char odd[] = "+-/ \n09az\xff";
  guint n_read = 0, n_refused = 0;

  length = g_strrstr_len (text, size, "end ") - text;
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *changed = g_memdup2 (text, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (SohoGeography) geography = NULL;
      /* Half of them in the areas, which are the last seventh of the file. */
      gsize first = i % 2 == 0 ? 0 : length - length / 7;

      changed[g_test_rand_int_range (first, length)]
          = odd[g_test_rand_int_range (0, sizeof odd - 1)];
      geography = read_body (changed, length, &error);
      g_assert_true ((geography == NULL) == (error != NULL));
      if (geography != NULL)
        {
          soho_geography_locate (geography, 43.65, 0.58);
          n_read++;
        }
      else
        n_refused++;
    }
  g_assert_cmpuint (n_refused, >, 0);
  g_assert_cmpuint (n_read, >, 0);
}

#define HEAD "soho-outlines 1\ncount 2 1 0 0 0\n"
#define LINES "+0+0a+1000+0a+0+1000\n+1000+1000a-1000+0a+0-1000\n"

static void
test_small_forgeries_are_errors (void)
{
  const char *good = HEAD LINES "commune 32001 1 2\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoGeography) geography = read_body (good, strlen (good), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (soho_geography_locate (geography, 0.005, 0.005), ==, "32001");
  g_assert_null (soho_geography_locate (geography, 0.015, 0.005));

  assert_damaged ("");
  assert_damaged ("soho-outlines 2\ncount 2 1 0 0 0\n" LINES "commune 32001 1 2\n");
  assert_damaged ("soho-outlines 1\ncount 99999999 1 0 0 0\n" LINES "commune 32001 1 2\n");
  assert_damaged ("soho-outlines 1\ncount 2 0 0 0 0\n" LINES);
  assert_damaged ("soho-outlines 1\ncount -2 1 0 0 0\n" LINES "commune 32001 1 2\n");
  assert_damaged (HEAD LINES "commune 32001 1 3\n");
  assert_damaged (HEAD LINES "commune 32001 1 0\n");
  assert_damaged (HEAD LINES "commune 32001 1 999999999999\n");
  assert_damaged (HEAD LINES "commune 32001 1 -2\n");
  assert_damaged (HEAD LINES "commune 32001 1\n");
  assert_damaged (HEAD LINES "commune 32001 \n");
  assert_damaged (HEAD LINES "commune 32001 1 2 /\n");
  assert_damaged (HEAD LINES "commune 32001 1 2 / \n");
  assert_damaged (HEAD LINES "commune 32001 1 2 / 1 2 / 1 2\n");
  assert_damaged (HEAD LINES "commune 3 1 2\n");
  assert_damaged (HEAD LINES "commune 32001 1 2\ncommune 32002 1 2\n");
  assert_damaged (HEAD "+0+0\n+0+0\ncommune 32001 1 2\n");
  assert_damaged (HEAD "+99999999+0a+1+1\n+0+0a+1+1\ncommune 32001 1 2\n");
  assert_damaged (HEAD "+0+0a+999999999+0a+999999999+0\n+0+0a+1+1\ncommune 32001 1 2\n");
  assert_damaged (HEAD "+0+0z+1000+0\n+0+0a+1+1\ncommune 32001 1 2\n");
  assert_damaged ("soho-outlines 1\ncount 2 1 0 1 0\n" LINES "commune 32001 1 2\n"
                  "neighbour 31 1 2 \n");
  assert_damaged ("soho-outlines 1\ncount 2 1 0 0 1\n" LINES "commune 32001 1 2\n"
                  "river 1 \xff\xfe\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geography/whole", test_the_department_is_whole);
  g_test_add_func ("/geography/centres", test_each_centre_lies_in_its_commune);
  g_test_add_func ("/geography/outside", test_places_outside_have_no_commune);
  g_test_add_func ("/geography/areas", test_the_communes_fill_the_outline);
  g_test_add_func ("/geography/projection", test_projection_goes_there_and_back);
  g_test_add_func ("/geography/truncated", test_truncated_files_are_errors);
  g_test_add_func ("/geography/changed", test_changed_bytes_are_errors);
  g_test_add_func ("/geography/forged", test_forged_bytes_do_no_harm);
  g_test_add_func ("/geography/forgeries", test_small_forgeries_are_errors);
  return g_test_run ();
}
