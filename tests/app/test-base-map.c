/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/base-painter.h"
#include "map/base-picture.h"
#include "map/map-scale.h"
#include "map/map-window.h"
#include "model/gazetteer.h"

#include <math.h>
#include <string.h>

/* --- Helpers --------------------------------------------------------------------------------- */

/* A frame of a size with a place in its middle. */
static SohoBaseFrame
frame_around (double latitude, double longitude, double zoom, int size, double unit)
{
  SohoBaseFrame frame = { .width = size, .height = size, .unit = unit };
  double x, y;

  frame.scale = soho_map_window_scale_at (zoom) * unit;
  soho_geography_project (latitude, longitude, &x, &y);
  frame.x = floor (x * frame.scale - size / 2);
  frame.y = floor (y * frame.scale - size / 2);
  return frame;
}

static cairo_surface_t *
paint (const SohoBaseFrame *frame, const SohoBaseStyle *style)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, frame->width, frame->height);
  cairo_t *cr = cairo_create (surface);

  soho_base_paint (cr, soho_geography_get_default (), frame, style, NULL);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* The colour of a pixel, as palettes write it. */
static guint32
pixel_of (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  const guint32 *row
      = (const guint32 *) (data + (gsize) y * cairo_image_surface_get_stride (surface));

  return row[x] << 8 | 0xff;
}

static guint32
color_at (double latitude, double longitude, const SohoBaseStyle *style)
{
  SohoBaseFrame frame = frame_around (latitude, longitude, 11, 64, 1);
  cairo_surface_t *surface = paint (&frame, style);
  guint32 color = pixel_of (surface, 32, 32);

  cairo_surface_destroy (surface);
  return color;
}

static guint
index_of (const char *name)
{
  return soho_gazetteer_match (name) - soho_gazetteer_get_nth (0);
}

/* --- Drawing --------------------------------------------------------------------------------- */

static void
test_land_and_beyond_have_their_colours (void)
{
  for (int dark = 0; dark < 2; dark++)
    {
      const SohoMapPalette *palette = soho_map_palette_get (dark, FALSE);
      g_autoptr (SohoBaseStyle) style
          = soho_base_style_new (palette, soho_geography_get_default ());
      const SohoCommune *jegun = soho_gazetteer_match ("Jegun");

      g_assert_cmphex (color_at (jegun->latitude, jegun->longitude, style), ==, palette->land);
      g_assert_cmphex (color_at (43.6045, 1.4442, style), ==, palette->beyond);
      style->partners[index_of ("Jegun")] = 1;
      g_assert_cmphex (color_at (jegun->latitude, jegun->longitude, style), ==, palette->village);
      style->partners[index_of ("Jegun")] = 0;
      style->shown = index_of ("Jegun");
      g_assert_cmphex (color_at (jegun->latitude, jegun->longitude, style), !=, palette->land);
    }
  g_assert_true (soho_map_palette_get (TRUE, FALSE) != soho_map_palette_get (FALSE, FALSE));
}

/* Strips drawn apart are, pixel by pixel, the picture drawn at once: nothing is cut at an edge. */
static void
test_strips_join_without_a_seam (void)
{
  g_autoptr (SohoBaseStyle) style
      = soho_base_style_new (soho_map_palette_get (FALSE, FALSE), soho_geography_get_default ());

  for (guint i = 0; i < style->n_communes; i += 4)
    style->partners[i] = 1;
  for (double zoom = 8; zoom < 14; zoom += 1.7)
    {
      SohoBaseFrame whole = frame_around (43.65, 0.58, zoom, 512, 1);
      cairo_surface_t *at_once = paint (&whole, style);

      for (int top = 0; top < 512; top += 100)
        {
          SohoBaseFrame strip = whole;
          cairo_surface_t *part;

          strip.y += top;
          strip.height = MIN (100, 512 - top);
          part = paint (&strip, style);
          for (int y = 0; y < strip.height; y++)
            for (int x = 0; x < 512; x++)
              g_assert_cmphex (pixel_of (part, x, y), ==, pixel_of (at_once, x, top + y));
          cairo_surface_destroy (part);
        }
      cairo_surface_destroy (at_once);
    }
}

static void
test_double_density_draws_the_same_land (void)
{
  g_autoptr (SohoBaseStyle) style
      = soho_base_style_new (soho_map_palette_get (FALSE, FALSE), soho_geography_get_default ());
  SohoBaseFrame single = frame_around (43.65, 0.58, 10, 256, 1);
  SohoBaseFrame twice = single;
  cairo_surface_t *small, *large;
  guint n_same = 0;

  twice.scale *= 2;
  twice.x *= 2;
  twice.y *= 2;
  twice.width = twice.height = 512;
  twice.unit = 2;
  small = paint (&single, style);
  large = paint (&twice, style);
  for (int y = 0; y < 256; y++)
    for (int x = 0; x < 256; x++)
      n_same += pixel_of (small, x, y) == pixel_of (large, 2 * x, 2 * y);
  /* All but what lies on lines, which are sharper. */
  g_assert_cmpuint (n_same, >, 256 * 256 * 7 / 10);
  cairo_surface_destroy (small);
  cairo_surface_destroy (large);
}

static void
test_absurd_frames_are_drawn (void)
{
  g_autoptr (SohoBaseStyle) style
      = soho_base_style_new (soho_map_palette_get (FALSE, FALSE), soho_geography_get_default ());
  const double zooms[] = { 0, 3, 20, 24 };

  style->shown = 100000;
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      SohoBaseFrame frames[]
          = { frame_around (43.65, 0.58, zooms[i], 1, 1), frame_around (-80, 179, zooms[i], 16, 1),
              frame_around (43.65, 0.58, zooms[i], 300, 0.25) };

      for (guint j = 0; j < G_N_ELEMENTS (frames); j++)
        cairo_surface_destroy (paint (&frames[j], style));
    }
}

static void
test_a_cancelled_drawing_stops (void)
{
  g_autoptr (SohoBaseStyle) style
      = soho_base_style_new (soho_map_palette_get (FALSE, FALSE), soho_geography_get_default ());
  SohoBaseFrame frame = frame_around (43.6463, 0.5863, 11, 64, 1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 64, 64);
  cairo_t *cr = cairo_create (surface);
  int cancelled = 1;

  soho_base_paint (cr, soho_geography_get_default (), &frame, style, &cancelled);
  cairo_surface_flush (surface);
  g_assert_cmphex (pixel_of (surface, 32, 32), ==, style->palette->beyond);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* --- Pictures in threads --------------------------------------------------------------------- */

static void
on_ready (SohoBasePicture *picture, gpointer user_data)
{
  guint *n_ready = user_data;

  (*n_ready)++;
}

static void
test_threads_draw_what_one_draws (void)
{
  g_autoptr (SohoBaseStyle) style
      = soho_base_style_new (soho_map_palette_get (FALSE, FALSE), soho_geography_get_default ());
  SohoBaseFrame frame = frame_around (43.65, 0.58, 9.3, 333, 1);
  guint n_ready = 0;
  g_autoptr (SohoBasePicture) picture
      = soho_base_picture_new (soho_geography_get_default (), &frame, style, on_ready, &n_ready);
  g_autofree guint32 *pixels = g_new0 (guint32, 333 * 333);
  cairo_surface_t *expected = paint (&frame, style);

  g_assert_null (soho_base_picture_get_texture (picture));
  while (n_ready == 0)
    g_main_context_iteration (NULL, TRUE);
  gdk_texture_download (soho_base_picture_get_texture (picture), (guchar *) pixels, 333 * 4);
  for (int y = 0; y < 333; y++)
    for (int x = 0; x < 333; x++)
      g_assert_cmphex (pixels[y * 333 + x] << 8 | 0xff, ==, pixel_of (expected, x, y));
  cairo_surface_destroy (expected);
}

static void
test_freed_pictures_never_call (void)
{
  g_autoptr (SohoBaseStyle) style
      = soho_base_style_new (soho_map_palette_get (TRUE, FALSE), soho_geography_get_default ());
  SohoBaseFrame frame = frame_around (43.65, 0.58, 10, 700, 1);
  guint n_freed = 0, n_kept = 0;
  g_autoptr (SohoBasePicture) kept = NULL;

  for (guint i = 0; i < 100; i++)
    {
      SohoBasePicture *picture = soho_base_picture_new (soho_geography_get_default (), &frame,
                                                        style, on_ready, &n_freed);

      if (i % 3 == 0)
        g_usleep (2000);
      soho_base_picture_free (picture);
    }
  kept = soho_base_picture_new (soho_geography_get_default (), &frame, style, on_ready, &n_kept);
  while (n_kept == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_freed, ==, 0);
}

/* --- Where the window is --------------------------------------------------------------------- */

static void
test_the_department_fits_any_window (void)
{
  SohoBox box = soho_geography_get_box (soho_geography_get_default ());
  const int sizes[][2]
      = { { 1280, 800 }, { 800, 600 }, { 360, 640 }, { 3840, 2160 }, { 300, 300 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      double latitude, longitude, x, y;
      double zoom = soho_map_window_fit (&box, sizes[i][0], sizes[i][1], 20, &latitude, &longitude);
      double scale = soho_map_window_scale_at (zoom);

      soho_geography_project (latitude, longitude, &x, &y);
      g_assert_cmpfloat (scale * (box.x1 - box.x0), <=, sizes[i][0] - 39.99);
      g_assert_cmpfloat (scale * (box.y1 - box.y0), <=, sizes[i][1] - 39.99);
      g_assert_cmpfloat_with_epsilon (x, (box.x0 + box.x1) / 2, 1e-9);
      g_assert_cmpfloat_with_epsilon (y, (box.y0 + box.y1) / 2, 1e-9);
    }
}

static void
test_windows_without_size_have_a_zoom (void)
{
  SohoBox box = soho_geography_get_box (soho_geography_get_default ());
  double latitude, longitude;

  g_assert_cmpfloat (soho_map_window_fit (&box, 0, 0, 20, &latitude, &longitude), ==,
                     SOHO_MAP_MIN_ZOOM);
  g_assert_cmpfloat (
      soho_map_window_fit (&box, G_MAXINT / 2, G_MAXINT / 2, 20, &latitude, &longitude), ==,
      SOHO_MAP_MAX_ZOOM);
}

static void
test_a_place_outside_is_brought_back (void)
{
  SohoBox box = soho_geography_get_box (soho_geography_get_default ());
  double latitude = 43.65, longitude = 0.58;

  g_assert_false (soho_map_window_hold (&box, &latitude, &longitude));
  g_assert_cmpfloat (latitude, ==, 43.65);
  latitude = -60;
  longitude = 170;
  g_assert_true (soho_map_window_hold (&box, &latitude, &longitude));
  g_assert_cmpfloat_with_epsilon (latitude, 43.31, 0.05);
  g_assert_cmpfloat_with_epsilon (longitude, 1.20, 0.05);
}

static void
test_the_scale_is_round (void)
{
  const double lengths[][2] = { { 1, 1 }, { 1.9, 1 }, { 2, 2 },       { 4.9, 2 },
                                { 5, 5 }, { 99, 50 }, { 7300, 5000 }, { 26000, 20000 } };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    g_assert_cmpfloat_with_epsilon (soho_map_scale_round_length (lengths[i][0]), lengths[i][1],
                                    1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base-map/colours", test_land_and_beyond_have_their_colours);
  g_test_add_func ("/base-map/strips-join", test_strips_join_without_a_seam);
  g_test_add_func ("/base-map/double-density", test_double_density_draws_the_same_land);
  g_test_add_func ("/base-map/absurd-frames", test_absurd_frames_are_drawn);
  g_test_add_func ("/base-map/cancelled", test_a_cancelled_drawing_stops);
  g_test_add_func ("/base-map/threads", test_threads_draw_what_one_draws);
  g_test_add_func ("/base-map/freed-pictures", test_freed_pictures_never_call);
  g_test_add_func ("/map-window/fit", test_the_department_fits_any_window);
  g_test_add_func ("/map-window/fit-nothing", test_windows_without_size_have_a_zoom);
  g_test_add_func ("/map-window/hold", test_a_place_outside_is_brought_back);
  g_test_add_func ("/map-scale/round", test_the_scale_is_round);
  return g_test_run ();
}
