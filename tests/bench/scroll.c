/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scrolls the whole directory from its first person to its last, so many pixels a frame, and tells
 * how long frames took, from the clock's before-paint to its after-paint, and whether in any frame
 * a row that should be in sight was not there.
 *
 * usage, inside tests/support/ui-session: bench-scroll [MEMBERS] */

#include <adwaita.h>
#include <stdlib.h>

#include "filled.h"
#include "library.h"
#include "model/kinds.h"
#include "network.h"
#include "pages/directory-page.h"
#include "widgets/list-detail.h"
#include "widgets/person-row.h"

#define N_FRAMES 900

/* The height of a row, about, in pixels. */
#define ROW 60

typedef struct
{
  GtkWidget *list;
  GtkAdjustment *adjustment;
  GArray *times; /* of double, milliseconds */
  gint64 began_us;
  guint frame;
  guint gaps; /* frames in which a row was missing */
  gboolean done;
} Bench;

static void
on_before_paint (GdkFrameClock *clock, Bench *bench)
{
  bench->began_us = g_get_monotonic_time ();
}

static gboolean
has_row_at (Bench *bench, int y)
{
  GtkWidget *picked = gtk_widget_pick (bench->list, 60, y, GTK_PICK_DEFAULT);

  return picked != NULL && gtk_widget_get_ancestor (picked, SOHO_TYPE_PERSON_ROW) != NULL;
}

/* Whether rows stand all the way down; what lies between two rows is less than a row. */
static gboolean
has_no_gap (Bench *bench)
{
  int height = gtk_widget_get_height (bench->list);

  for (int y = 0; y + ROW <= height; y += ROW / 2)
    if (!has_row_at (bench, y) && !has_row_at (bench, y + ROW / 3)
        && !has_row_at (bench, y + 2 * ROW / 3))
      return FALSE;
  return TRUE;
}

static void
on_after_paint (GdkFrameClock *clock, Bench *bench)
{
  double time = (double) (g_get_monotonic_time () - bench->began_us) / 1e3;
  double end = gtk_adjustment_get_upper (bench->adjustment)
               - gtk_adjustment_get_page_size (bench->adjustment);

  if (bench->frame++ == 0) /* the first one lays out */
    return;
  g_array_append_val (bench->times, time);
  bench->gaps += !has_no_gap (bench);
  bench->done = bench->frame > N_FRAMES;
  gtk_adjustment_set_value (bench->adjustment, end * MIN (bench->frame, N_FRAMES) / N_FRAMES);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
report (Bench *bench, guint members)
{
  guint late = 0;

  for (guint i = 0; i < bench->times->len; i++)
    late += g_array_index (bench->times, double, i) > 1000.0 / 30;
  g_array_sort (bench->times, compare_doubles);
  g_print (
      "%u members, %u frames from first to last: p50 %.1f ms, p95 %.1f, p99 %.1f, longest %.1f;"
      " longer than a thirtieth of a second: %u; frames with a row missing: %u\n",
      members, bench->times->len, g_array_index (bench->times, double, bench->times->len / 2),
      g_array_index (bench->times, double, bench->times->len * 95 / 100),
      g_array_index (bench->times, double, bench->times->len * 99 / 100),
      g_array_index (bench->times, double, bench->times->len - 1), late, bench->gaps);
}

int
main (int argc, char **argv)
{
  guint members = argc > 1 ? (guint) atoi (argv[1]) : 40000;
  char *directory = network_make_directory ();
  g_autoptr (SohoReplica) replica = filled_replica (directory, members);
  g_autoptr (SohoLibrary) library = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *page, *scrolled;
  GtkWindow *window;
  SohoListDetail *list_detail;
  Bench bench = { .times = g_array_new (FALSE, FALSE, sizeof (double)) };

  adw_init ();
  soho_model_register_types (soho_model_get ());
  library = soho_library_open (directory, &error);
  g_assert_no_error (error);
  page = g_object_new (SOHO_TYPE_DIRECTORY_PAGE, NULL);
  soho_page_set_library (SOHO_PAGE (page), library);
  window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (window, 1100, 720);
  gtk_window_set_child (window, page);
  gtk_window_present (window);

  list_detail = SOHO_LIST_DETAIL (
      gtk_widget_get_template_child (page, SOHO_TYPE_DIRECTORY_PAGE, "list_detail"));
  bench.list = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (list_detail), SOHO_TYPE_LIST_DETAIL, "list"));
  scrolled = gtk_widget_get_ancestor (bench.list, GTK_TYPE_SCROLLED_WINDOW);
  bench.adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  g_signal_connect (gtk_widget_get_frame_clock (bench.list), "before-paint",
                    G_CALLBACK (on_before_paint), &bench);
  g_signal_connect_after (gtk_widget_get_frame_clock (bench.list), "after-paint",
                          G_CALLBACK (on_after_paint), &bench);
  gdk_frame_clock_begin_updating (gtk_widget_get_frame_clock (bench.list));
  while (!bench.done)
    g_main_context_iteration (NULL, TRUE);
  report (&bench, members);
  gtk_window_destroy (window);
  network_remove_directory (directory);
  return bench.gaps > 0;
}
