/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "dialogs/save-card.h"
#include "fixture.h"

typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  GtkWidget *overlay;
  GtkWidget *over;
  char *path;
} View;

static void
view_open (View *self)
{
  fixture_open (&self->fixture, FALSE);
  self->overlay = adw_toast_overlay_new ();
  self->over = gtk_label_new (NULL);
  self->path = g_build_filename (self->fixture.directory, "a “card”.vcf", NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->overlay), self->over);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (self->window, self->overlay);
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static void
view_close (View *self)
{
  gtk_window_destroy (self->window);
  g_clear_pointer (&self->path, g_free);
  fixture_close (&self->fixture);
}

/* The text of the first label that has any; NULL if there is none. */
static const char *
find_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *text = find_text (child);

      if (text != NULL)
        return text;
    }
  return NULL;
}

static gboolean
has_said_something (gpointer view)
{
  return find_text (((View *) view)->overlay) != NULL;
}

static void
test_saves (void)
{
  View view;
  g_autoptr (GFile) file = NULL;
  g_autofree char *text = NULL;

  view_open (&view);
  file = g_file_new_for_path (view.path);
  soho_save_card_to (view.over, view.fixture.library, ANSELME, file);
  fixture_wait (has_said_something, &view);
  g_assert_cmpstr (find_text (view.overlay), ==, "Saved as “a “card”.vcf”");
  g_assert_true (g_file_get_contents (view.path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==,
                   "BEGIN:VCARD\r\n"
                   "VERSION:4.0\r\n"
                   "FN:Anselme Épure\r\n"
                   "N:Épure;Anselme;;;\r\n"
                   "ORG:Épure Traductions\r\n"
                   "TITLE:traducteur\r\n"
                   "TEL;VALUE=uri;TYPE=voice:tel:+33536490101\r\n"
                   "EMAIL:anselme@exemple.example\r\n"
                   "URL:https://epure.example/\r\n"
                   "ADR:;;;Auch;;32000;France\r\n"
                   "LANG:en\r\n"
                   "LANG:fr\r\n"
                   "CATEGORIES:Traducteur / Traductrice\r\n"
                   "NOTE:Je traduis des notices.\r\n"
                   "END:VCARD\r\n");
  g_assert_cmpint (g_unlink (view.path), ==, 0);
  view_close (&view);
}

/* What stood there before is replaced as a whole. */
static void
test_replaces (void)
{
  View view;
  g_autoptr (GFile) file = NULL;
  g_autofree char *before = g_strnfill (5000, 'x');
  g_autofree char *text = NULL;

  view_open (&view);
  file = g_file_new_for_path (view.path);
  g_assert_true (g_file_set_contents (view.path, before, -1, NULL));
  soho_save_card_to (view.over, view.fixture.library, BERTHE, file);
  fixture_wait (has_said_something, &view);
  g_assert_true (g_file_get_contents (view.path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "BEGIN:VCARD\r\n"));
  g_assert_true (g_str_has_suffix (text, "END:VCARD\r\n"));
  g_assert_cmpint (g_unlink (view.path), ==, 0);
  view_close (&view);
}

static void
test_says_why_not (void)
{
  View view;
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  view_open (&view);
  path = g_build_filename (view.fixture.directory, "nowhere", "<b>.vcf", NULL);
  file = g_file_new_for_path (path);
  soho_save_card_to (view.over, view.fixture.library, ANSELME, file);
  fixture_wait (has_said_something, &view);
  g_assert_true (g_str_has_prefix (find_text (view.overlay), "“<b>.vcf” could not be saved: "));
  g_assert_true (g_str_has_suffix (find_text (view.overlay), "Choose another folder."));
  view_close (&view);
}

static void
test_nobody (void)
{
  View view;
  g_autoptr (GFile) file = NULL;

  view_open (&view);
  file = g_file_new_for_path (view.path);
  soho_save_card_to (view.over, view.fixture.library, 4711, file);
  soho_save_card (view.over, view.fixture.library, 4711);
  fixture_idle (50);
  g_assert_false (g_file_test (view.path, G_FILE_TEST_EXISTS));
  g_assert_false (has_said_something (&view));
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/save-card/saves", test_saves);
  g_test_add_func ("/app/save-card/replaces", test_replaces);
  g_test_add_func ("/app/save-card/says-why-not", test_says_why_not);
  g_test_add_func ("/app/save-card/nobody", test_nobody);
  return g_test_run ();
}
