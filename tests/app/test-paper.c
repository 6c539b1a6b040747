/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is printed, read back from the PDF with pdftotext. */

#include "print/map-pages.h"
#include "print/page-flow.h"
#include "print/pocket-directory.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>

#include "fixture.h"
#include "map/map-view.h"

#define KEPT "SOHO_KEEP_PAPER" /* a directory in which the PDFs stay, for whoever wants to look */

static char *
dup_path (Fixture *fixture, const char *name)
{
  const char *kept = g_getenv (KEPT);

  return g_build_filename (kept != NULL ? kept : fixture->directory, name, NULL);
}

/* The text of a PDF as somebody reads it, wherever its lines end. */
static char *
read_text (const char *path)
{
  const char *const command[] = { "pdftotext", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  int status;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return g_strdelimit (text, "\n", ' ');
}

static guint
count_pages (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c++)
    n += *c == '\f';
  return n;
}

static char *
print_directory (Fixture *fixture)
{
  g_autofree char *path = dup_path (fixture, "directory.pdf");
  g_autoptr (GError) error = NULL;

  soho_print_to_file (soho_pocket_directory_get_printable (),
                      soho_pocket_directory_new (fixture->library), path, &error);
  g_assert_no_error (error);
  return read_text (path);
}

static gboolean
has_five_people (gpointer fixture)
{
  SohoPeopleQuery everybody = { NULL };
  g_autoptr (GArray) ids = soho_replica_find_people (
      soho_library_get_replica (((Fixture *) fixture)->library), &everybody, NULL);

  return ids->len == 5;
}

/* Who agreed is in it, with what they agreed to; who did not leaves no trace. */
static void
test_who_agreed_is_in_the_booklet (void)
{
  Fixture fixture;
  g_autofree char *open = NULL, *text = NULL;

  fixture_open (&fixture, FALSE);
  open = print_directory (&fixture);
  g_assert_nonnull (strstr (open, "that anybody may read this"));

  fixture_put (&fixture, "member", 4, "given_name", "Désiré", "family_name", "Zinzolin",
               "occupation", "luthier", "commune", "32233", "visibility", "members", NULL);
  fixture_put (&fixture, "member", 5, "given_name", "Secret", "family_name", "Cachottier",
               "occupation", "espion", "visibility", "self", NULL);
  fixture_put (&fixture, "contact_point", 52, "member", "1", "type", "mobile", "value",
               "+33699999999", "visibility", "self", NULL);
  fixture_wait (has_five_people, &fixture);
  text = print_directory (&fixture);
  g_assert_nonnull (strstr (text, "4 people"));
  g_assert_nonnull (strstr (text, "Anselme Épure"));
  g_assert_nonnull (strstr (text, "traducteur"));
  g_assert_nonnull (strstr (text, "05 36 49 01 01"));
  g_assert_nonnull (strstr (text, "anselme@exemple.example"));
  g_assert_nonnull (strstr (text, "Désiré Zinzolin"));
  g_assert_nonnull (strstr (text, "Marciac"));
  g_assert_nonnull (strstr (text, "do not pass it on"));
  g_assert_null (strstr (text, "Cachottier"));
  g_assert_null (strstr (text, "99 99 99"));
  g_assert_cmpuint (count_pages (text), ==, 2);
  fixture_close (&fixture);
}

/* The map, its legend and its list: what the search found and the map shows, and nothing else. */
static void
test_the_map_has_its_legend_and_list (void)
{
  const SohoPeopleCount counts[] = { { "32013", 2 }, { "32107", 1 } };
  const char *villages[] = { "32107", NULL };
  const SohoMapMark marks[] = {
    { SOHO_MAP_TELECENTRES, DESK, "Le Télécentre", 43.6463, 0.5863 },
    { SOHO_MAP_OFFERS, 9, "Une grange", 43.525, 0.104 },
  };
  SohoPeopleQuery translators = { .category = TRANSLATION };
  Fixture fixture;
  GtkWindow *window;
  SohoMapView *view;
  SohoMapSheet *sheet;
  g_autofree char *path = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, FALSE);
  path = dup_path (&fixture, "map.pdf");
  window = GTK_WINDOW (gtk_window_new ());
  view = SOHO_MAP_VIEW (soho_map_view_new ());
  gtk_window_set_default_size (window, 900, 700);
  gtk_window_set_child (window, GTK_WIDGET (view));
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  soho_map_view_set_people (view, counts, G_N_ELEMENTS (counts));
  soho_map_view_set_villages (view, villages);
  soho_map_view_set_marks (view, marks, G_N_ELEMENTS (marks));

  sheet = soho_map_view_create_sheet (view, marks, G_N_ELEMENTS (marks));
  soho_map_sheet_set_reach (sheet, 43.6463, 0.5863, 20);
  soho_print_to_file (
      soho_map_pages_get_printable (),
      soho_map_pages_new (fixture.library, sheet, &translators, marks, G_N_ELEMENTS (marks)), path,
      &error);
  g_assert_no_error (error);
  text = read_text (path);
  g_assert_cmpuint (count_pages (text), ==, 2);
  g_assert_nonnull (strstr (text, "Soho Solo in the Gers"));
  g_assert_nonnull (strstr (text, "Partner villages"));
  g_assert_nonnull (strstr (text, "Vic-Fezensac")); /* a name on the map */
  g_assert_nonnull (strstr (text, "IGN"));
  g_assert_nonnull (strstr (text, "Anselme Épure"));
  g_assert_nonnull (strstr (text, "Céleste Épure"));
  g_assert_nonnull (strstr (text, "Le Télécentre"));
  g_assert_null (strstr (text, "Berthe"));
  g_assert_null (strstr (text, "Une grange")); /* offers are hidden at first */
  gtk_window_destroy (window);
  fixture_idle (20);
  fixture_close (&fixture);
}

static void
test_a_file_that_cannot_be_written (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, TRUE);
  g_assert_false (soho_print_to_file (soho_pocket_directory_get_printable (),
                                      soho_pocket_directory_new (fixture.library),
                                      "/nonexistent/directory.pdf", &error));
  g_assert_nonnull (error);
  fixture_close (&fixture);
}

/* Columns fill one after another, and a heading goes along with what is below it. */
static void
test_flow_keeps_headings_with_their_entries (void)
{
  SohoPageFlow *flow = soho_page_flow_new ();
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());

  g_assert_cmpuint (soho_page_flow_lay_out (flow, context, 10, 200, 100, 2), ==, 0);
  soho_page_flow_add_heading (flow, "A & B");
  soho_page_flow_add_entry (flow, "One <name>", "detail\nof two lines");
  g_assert_cmpuint (soho_page_flow_lay_out (flow, context, 10, 200, 100, 2), ==, 1);
  for (guint i = 0; i < 20; i++)
    soho_page_flow_add_entry (flow, "Name", "detail");
  g_assert_cmpuint (soho_page_flow_lay_out (flow, context, 10, 200, 100, 2), >, 2);
  g_assert_cmpuint (soho_page_flow_lay_out (flow, context, 10, 200, 10000, 2), ==, 1);
  soho_page_flow_free (flow);
  g_object_unref (context);
}

int
main (int argc, char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/paper/flow", test_flow_keeps_headings_with_their_entries);
  g_test_add_func ("/app/paper/booklet", test_who_agreed_is_in_the_booklet);
  g_test_add_func ("/app/paper/map", test_the_map_has_its_legend_and_list);
  g_test_add_func ("/app/paper/no-folder", test_a_file_that_cannot_be_written);
  return g_test_run ();
}
