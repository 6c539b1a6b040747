/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pans and zooms the map with so many people on it, and tells how long frames took, from the
 * clock's before-paint to its after-paint, in time and in CPU time of the whole process; how long
 * it takes to index the people, to find what is under the pointer, and from main () to the first
 * complete map; and what memory a person costs. The same way with ShumateMarkerLayer instead, which
 * makes a widget for each marker, over the same land: with a tenth of the people, since adding them
 * takes it the square of their number.
 *
 * usage, inside tests/support/ui-session: bench-map [PEOPLE [MARKERS]] */

#include <adwaita.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "map/base-map.h"
#include "map/map-view.h"

#define WIDTH 1100
#define HEIGHT 750

/* Frames of each way: across the department at three zooms, and in and out. */
#define N_PAN 240
#define N_ZOOM 240

#define N_HITS 20000

/* Of the Gers, about. */
#define INHABITANTS 190000.0

typedef struct
{
  GtkWindow *window;
  ShumateViewport *viewport;
  GArray *times, *cpu_times; /* of double, milliseconds */
  gint64 began_us;
  double cpu_began_ms;
  guint frame;
  gboolean done;
} Bench;

static gint64 main_us;

static double
ms_since (gint64 began_us)
{
  return (double) (g_get_monotonic_time () - began_us) / 1e3;
}

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
percentile (GArray *times, guint percent)
{
  g_array_sort (times, compare_doubles);
  return g_array_index (times, double, (times->len - 1) * percent / 100);
}

/* --- Frames ---------------------------------------------------------------------------------- */

static void
on_before_paint (GdkFrameClock *clock, Bench *bench)
{
  bench->began_us = g_get_monotonic_time ();
  bench->cpu_began_ms = cpu_ms ();
}

/* Where the map looks in a frame: three times across, then in and out over Auch. */
static void
look (Bench *bench)
{
  static const double zooms[] = { 9, 10, 11 };
  double zoom, latitude = 43.65, longitude = 0.59;

  if (bench->frame < N_PAN)
    {
      double t = fmod (bench->frame * 3.0 / N_PAN, 1);

      zoom = zooms[bench->frame * 3 / N_PAN];
      longitude = 0.1 + t * 0.9;
      latitude = 43.65 + 0.15 * sin (t * 2 * G_PI);
    }
  else
    zoom = 10.5 - 2 * cos ((bench->frame - N_PAN) * 2 * G_PI / N_ZOOM);
  shumate_viewport_set_zoom_level (bench->viewport, zoom);
  shumate_location_set_location (SHUMATE_LOCATION (bench->viewport), latitude, longitude);
}

static void
on_after_paint (GdkFrameClock *clock, Bench *bench)
{
  double time = ms_since (bench->began_us), cpu = cpu_ms () - bench->cpu_began_ms;

  if (bench->frame++ == 0) /* the first one lays out */
    return;
  g_array_append_val (bench->times, time);
  g_array_append_val (bench->cpu_times, cpu);
  bench->done = bench->frame >= N_PAN + N_ZOOM;
  if (!bench->done)
    look (bench);
}

static void
run (Bench *bench, const char *name, guint n)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));

  bench->times = g_array_new (FALSE, FALSE, sizeof (double));
  bench->cpu_times = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), bench);
  gdk_frame_clock_begin_updating (clock);
  while (!bench->done)
    g_main_context_iteration (NULL, TRUE);
  gdk_frame_clock_end_updating (clock);
  g_print ("%-24s %6u  frame p50 %6.1f ms  p95 %6.1f  CPU p50 %6.1f  p95 %6.1f\n", name, n,
           percentile (bench->times, 50), percentile (bench->times, 95),
           percentile (bench->cpu_times, 50), percentile (bench->cpu_times, 95));
  g_array_unref (bench->times);
  g_array_unref (bench->cpu_times);
  g_signal_handlers_disconnect_by_data (clock, bench);
}

static Bench
open_window (GtkWidget *child)
{
  Bench bench = { .window = GTK_WINDOW (gtk_window_new ()) };

  gtk_window_set_default_size (bench.window, WIDTH, HEIGHT);
  gtk_window_set_child (bench.window, child);
  gtk_window_present (bench.window);
  return bench;
}

/* --- The map --------------------------------------------------------------------------------- */

/* People as they are shared out over the communes, by population. Owned by the caller. */
static SohoPeopleCount *
share_out (guint people, guint *n)
{
  SohoPeopleCount *counts = g_new0 (SohoPeopleCount, soho_gazetteer_get_n_communes ());

  *n = soho_gazetteer_get_n_communes ();
  for (guint i = 0; i < *n; i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i);

      counts[i].insee = commune->insee;
      counts[i].people = (guint) ceil (commune->population / INHABITANTS * people);
    }
  return counts;
}

static SohoMapMark *
make_marks (guint *n)
{
  SohoMapMark *marks = g_new0 (SohoMapMark, 100);

  *n = 100;
  for (guint i = 0; i < *n; i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i * 4);

      marks[i] = (SohoMapMark){ SOHO_MAP_TELECENTRES + i % 3, i, commune->name, commune->latitude,
                                commune->longitude };
    }
  return marks;
}

static GtkWidget *
find_map (GtkWidget *widget)
{
  if (SHUMATE_IS_MAP (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_map (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
wait_until_complete (SohoMapView *view)
{
  while (!soho_map_view_is_complete (view))
    g_main_context_iteration (NULL, TRUE);
}

/* Giving the map its people, as a search does at each letter, until it knows where all stand. */
static void
measure_index (SohoMapView *view, guint people)
{
  guint n;
  g_autofree SohoPeopleCount *counts = share_out (people, &n);
  gsize before = mallinfo2 ().uordblks;
  double began = cpu_ms (), took;
  g_auto (GStrv) group = NULL;

  soho_map_view_set_people (view, counts, n);
  group = soho_map_view_dup_group (view, "32013");
  took = cpu_ms () - began;
  g_print ("index of %u people: %.1f ms CPU (wanted: 50), %.1f bytes a person (wanted: 200)\n",
           people, took, ((double) mallinfo2 ().uordblks - (double) before) / people);
}

static void
measure_hits (GtkWidget *map)
{
  guint n_buttons = 0;
  double began = cpu_ms ();

  for (guint i = 0; i < N_HITS; i++)
    {
      GtkWidget *hit = gtk_widget_pick (map, i % WIDTH, i * 7 % HEIGHT, GTK_PICK_DEFAULT);

      n_buttons += GTK_IS_BUTTON (hit);
    }
  g_print ("hit test: %.4f ms CPU (wanted: 0.1); %u of %u hit something\n",
           (cpu_ms () - began) / N_HITS, n_buttons, N_HITS);
}

static void
measure_map (guint people)
{
  GtkWidget *view = soho_map_view_new ();
  Bench bench = open_window (view);
  guint n;
  g_autofree SohoMapMark *marks = make_marks (&n);

  wait_until_complete (SOHO_MAP_VIEW (view));
  g_print ("first complete map: %.0f ms after main (), %.0f ms CPU (wanted: 300)\n",
           ms_since (main_us), cpu_ms ());
  soho_map_view_set_marks (SOHO_MAP_VIEW (view), marks, n);
  measure_index (SOHO_MAP_VIEW (view), people);
  bench.viewport = shumate_map_get_viewport (SHUMATE_MAP (find_map (view)));
  run (&bench, "this map", people);
  measure_hits (find_map (view));
  gtk_window_destroy (bench.window);
}

/* --- What it is compared with ---------------------------------------------------------------- */

static void
measure_markers (guint n)
{
  GtkWidget *map = GTK_WIDGET (shumate_map_new ());
  ShumateViewport *viewport = shumate_map_get_viewport (SHUMATE_MAP (map));
  g_autoptr (ShumateMapSource) grid = soho_map_grid_new ();
  ShumateMarkerLayer *layer;
  Bench bench;
  double began;

  shumate_viewport_set_reference_map_source (viewport, grid);
  shumate_map_set_map_source (SHUMATE_MAP (map), grid);
  shumate_map_add_layer (SHUMATE_MAP (map), SHUMATE_LAYER (soho_base_map_new (
                                                viewport, soho_geography_get_default ())));
  layer = shumate_marker_layer_new (viewport);
  shumate_map_add_layer (SHUMATE_MAP (map), SHUMATE_LAYER (layer));
  began = cpu_ms ();
  for (guint i = 0; i < n; i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i % soho_gazetteer_get_n_communes ());
      ShumateMarker *marker = shumate_marker_new ();

      shumate_marker_set_child (marker, gtk_image_new_from_icon_name ("mark-location-symbolic"));
      shumate_location_set_location (SHUMATE_LOCATION (marker), commune->latitude,
                                     commune->longitude);
      shumate_marker_layer_add_marker (layer, marker);
    }
  g_print ("ShumateMarkerLayer, adding %u: %.0f ms CPU\n", n, cpu_ms () - began);
  bench = open_window (map);
  bench.viewport = viewport;
  run (&bench, "ShumateMarkerLayer", n);
  gtk_window_destroy (bench.window);
}

int
main (int argc, char **argv)
{
  guint people = argc > 1 ? (guint) atoi (argv[1]) : 40000;
  guint markers = argc > 2 ? (guint) atoi (argv[2]) : people / 10;

  main_us = g_get_monotonic_time ();
  adw_init ();
  measure_map (people);
  measure_markers (markers);
  return 0;
}
