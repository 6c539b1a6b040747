/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-credits.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>

#include "fixture.h"
#include "map/base-painter.h"
#include "map/map-view.h"

#define PACK                                                                                       \
  "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);"                                          \
  "CREATE TABLE feature (id INTEGER PRIMARY KEY, class TEXT, first_zoom INTEGER, geometry BLOB);"  \
  "INSERT INTO meta VALUES ('format', '1'), ('name', 'Routes inventées'), ('version', '3'),"      \
  " ('date', '2026-11-01'), ('licence', 'Licence Ouverte 2.0'), ('attribution', '© Exemple');"    \
  "INSERT INTO feature (class, first_zoom, geometry) VALUES"                                       \
  " ('main-road', 8, x'20A107008047990200270900204E9B02'),"                                        \
  " ('wood', 8, x'20A107008047990200270900204E9B0220A10700204E9B02');"

typedef struct
{
  char *directory, *file;
  GtkWidget *window;
  SohoMapView *view;
  SohoMapCredits *credits;
} View;

static void
view_open (View *self)
{
  self->window = gtk_window_new ();
  self->view = SOHO_MAP_VIEW (soho_map_view_new ());
  gtk_window_set_default_size (GTK_WINDOW (self->window), 700, 500);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_present (GTK_WINDOW (self->window));
  self->credits = CHILD (self->view, SOHO_TYPE_MAP_VIEW, "credits");
}

static void
view_close (View *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  fixture_idle (20);
}

static void
make_file (View *self, const char *sql)
{
  sqlite3 *db;

  g_unlink (self->file);
  g_assert_cmpint (sqlite3_open (self->file, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static const char *
text_of (View *self, const char *label)
{
  return gtk_label_get_text (CHILD (self->credits, SOHO_TYPE_MAP_CREDITS, label));
}

static gboolean
has_pack (gpointer view)
{
  return soho_map_credits_get_pack (((View *) view)->credits) != NULL;
}

static gboolean
has_settled (gpointer view)
{
  return gtk_widget_get_sensitive (
      CHILD (((View *) view)->credits, SOHO_TYPE_MAP_CREDITS, "bring_button"));
}

static gboolean
is_complete (gpointer view)
{
  return soho_map_view_is_complete (((View *) view)->view);
}

/* It says whose it is, is drawn, and is there again the next time; a bad one changes nothing; and
 * one can do without. */
static void
test_a_richer_map_is_brought (void)
{
  View view = { NULL };

  view.directory = g_dir_make_tmp ("soho-app-XXXXXX", NULL);
  view.file = g_build_filename (view.directory, "a.gersmap", NULL);
  view_open (&view);
  g_assert_cmpstr (text_of (&view, "kind"), ==, "Simplified map");
  g_assert_nonnull (strstr (text_of (&view, "sources"), "IGN"));

  make_file (&view, PACK);
  soho_map_credits_bring (view.credits, view.file);
  fixture_wait (has_pack, &view);
  fixture_wait (is_complete, &view);
  g_assert_cmpstr (text_of (&view, "kind"), ==, "Routes inventées");
  g_assert_nonnull (strstr (text_of (&view, "sources"), "© Exemple (Licence Ouverte 2.0)"));
  g_assert_nonnull (strstr (text_of (&view, "sources"), "IGN"));

  make_file (&view, "CREATE TABLE other (a);");
  soho_map_credits_bring (view.credits, view.file);
  g_assert_false (has_settled (&view));
  fixture_wait (has_settled, &view);
  g_assert_true (has_pack (&view));
  g_unlink (view.file);
  view_close (&view);

  view_open (&view);
  fixture_wait (has_pack, &view);
  g_signal_emit_by_name (CHILD (view.credits, SOHO_TYPE_MAP_CREDITS, "back_button"), "clicked");
  g_assert_false (has_pack (&view));
  g_assert_cmpstr (text_of (&view, "kind"), ==, "Simplified map");
  fixture_wait (is_complete, &view);
  view_close (&view);

  g_rmdir (view.directory);
  g_free (view.directory);
  g_free (view.file);
}

/* The colour of the land in the middle of the wood of PACK. */
static guint32
color_in_the_wood (const SohoBaseStyle *style)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 8, 8);
  cairo_t *cr = cairo_create (surface);
  SohoBaseFrame frame = { .scale = 256 * 2048, .width = 8, .height = 8, .unit = 1 };
  guint32 color;
  double x, y;

  soho_geography_project (43.68, 0.52, &x, &y);
  frame.x = floor (x * frame.scale) - 4;
  frame.y = floor (y * frame.scale) - 4;
  soho_base_paint (cr, soho_geography_get_default (), &frame, style, NULL);
  cairo_surface_flush (surface);
  color = *(const guint32 *) (cairo_image_surface_get_data (surface)
                              + 4 * cairo_image_surface_get_stride (surface) + 4 * 4);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return color << 8 | 0xff;
}

static void
test_what_it_has_is_drawn (void)
{
  View view = { NULL };
  const SohoMapPalette *palette = soho_map_palette_get (FALSE, FALSE);
  g_autoptr (SohoBaseStyle) plain = NULL, rich = NULL, copy = NULL;
  g_autoptr (GError) error = NULL;

  view.directory = g_dir_make_tmp ("soho-app-XXXXXX", NULL);
  view.file = g_build_filename (view.directory, "a.gersmap", NULL);
  make_file (&view, PACK);
  plain = soho_base_style_new (palette, soho_geography_get_default ());
  rich = soho_base_style_new (palette, soho_geography_get_default ());
  rich->pack = soho_map_pack_open (view.file, &error);
  g_assert_no_error (error);
  copy = soho_base_style_copy (rich);
  g_assert_cmphex (color_in_the_wood (plain), !=, palette->wood);
  g_assert_cmphex (color_in_the_wood (rich), ==, palette->wood);
  g_assert_cmphex (color_in_the_wood (copy), ==, palette->wood);
  g_unlink (view.file);
  g_rmdir (view.directory);
  g_free (view.directory);
  g_free (view.file);
}

int
main (int argc, char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/map-credits/richer-map", test_a_richer_map_is_brought);
  g_test_add_func ("/app/map-credits/drawn", test_what_it_has_is_drawn);
  return g_test_run ();
}
