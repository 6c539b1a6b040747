/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "dialogs/server-dialog.h"
#include "fixture.h"
#include "pages/catalogue.h"
#include "pages/directory-page.h"
#include "pages/map-page.h"
#include "widgets/person-card.h"
#include "widgets/sync-button.h"
#include "windows/main-window.h"

typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  GtkStack *stack;
  GtkListBox *sidebar;
} View;

static void
view_show (View *self)
{
  self->window = GTK_WINDOW (soho_main_window_new (NULL, self->fixture.library, "map"));
  self->stack = CHILD (self->window, SOHO_TYPE_MAIN_WINDOW, "stack");
  self->sidebar = CHILD (self->window, SOHO_TYPE_MAIN_WINDOW, "sidebar");
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static void
view_open (View *self, gboolean empty)
{
  fixture_open (&self->fixture, empty);
  view_show (self);
}

static void
view_close (View *self)
{
  gtk_window_destroy (self->window);
  fixture_idle (50);
  fixture_close (&self->fixture);
}

/* parameter may be floating. */
static void
act (View *self, const char *action, GVariant *parameter)
{
  g_autoptr (GVariant) sunk = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;

  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (self->window), action, sunk));
}

static void
test_from_page_to_page (void)
{
  View view;
  SohoDirectoryPage *directory;
  SohoPersonCard *card;

  view_open (&view, FALSE);
  g_assert_null (gtk_stack_get_child_by_name (view.stack, "directory")); /* nobody looked yet */
  act (&view, "win.show", g_variant_new ("(sx)", "member", (gint64) BERTHE));
  directory = SOHO_DIRECTORY_PAGE (gtk_stack_get_child_by_name (view.stack, "directory"));
  card = CHILD (directory, SOHO_TYPE_DIRECTORY_PAGE, "card");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.stack), ==, "directory");
  g_assert_cmpint (soho_person_card_get_member (card), ==, BERTHE);
  act (&view, "win.show-commune", g_variant_new_string ("32107"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.stack), ==, "map");
  act (&view, "win.back", NULL);
  act (&view, "win.search", NULL);
  act (&view, "win.page", g_variant_new_string ("directory"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.stack), ==, "directory");
  act (&view, "win.page", g_variant_new_string ("map"));
  act (&view, "win.show", g_variant_new ("(sx)", "dragon", (gint64) 1)); /* no page shows those */
  act (&view, "win.page", g_variant_new_string ("cellar"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.stack), ==, "map");
  view_close (&view);
}

/* A telecentre has a page of its own, and stands beside the map when one wants to see where it is.
 */
static void
test_telecentre_on_the_map (void)
{
  View view;
  GtkWidget *map;

  view_open (&view, FALSE);
  act (&view, "win.show", g_variant_new ("(sx)", "telecentre", (gint64) DESK));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.stack), ==, "telecentres");
  act (&view, "win.show-telecentre-on-map", g_variant_new_int64 (DESK));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.stack), ==, "map");
  map = gtk_stack_get_child_by_name (view.stack, "map");
  g_assert_true (gtk_stack_get_visible_child (CHILD (map, SOHO_TYPE_MAP_PAGE, "stack"))
                 == CHILD (map, SOHO_TYPE_MAP_PAGE, "telecentre"));
  view_close (&view);
}

/* Every page can be made and shown, and every kind that the catalogue promises has its page. */
static void
test_catalogue (void)
{
  View view;

  view_open (&view, FALSE);
  for (guint i = 0; i < soho_catalogue_get_n_pages (); i++)
    {
      const SohoPageEntry *entry = soho_catalogue_get_nth (i);

      act (&view, "win.page", g_variant_new_string (entry->name));
      g_assert_cmpstr (gtk_stack_get_visible_child_name (view.stack), ==, entry->name);
      g_assert_cmpint (gtk_list_box_row_get_index (gtk_list_box_get_selected_row (view.sidebar)),
                       ==, (int) i);
      g_assert_true (soho_catalogue_find (entry->name) == entry);
      for (const char *const *kind = entry->kinds; *kind != NULL; kind++)
        {
          g_assert_nonnull (soho_model_find_kind (soho_model_get (), *kind));
          g_assert_true (soho_catalogue_find_for_kind (*kind) == entry);
          act (&view, "win.show", g_variant_new ("(sx)", *kind, (gint64) 4711)); /* there is none */
        }
      gtk_test_widget_wait_for_draw (GTK_WIDGET (view.window));
    }
  g_assert_null (soho_catalogue_get_nth (soho_catalogue_get_n_pages ()));
  g_assert_null (soho_catalogue_find (NULL));
  view_close (&view);
}

static void
test_copy (void)
{
  View view;
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;

  view_open (&view, FALSE);
  act (&view, "win.copy", g_variant_new_string ("05 36 49 01 01"));
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (view.window)));
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==, "05 36 49 01 01");
  act (&view, "win.open-uri", g_variant_new_string ("file:///etc/passwd")); /* refused, and said */
  view_close (&view);
}

/* A replica that was damaged is said to be, and where it lies. */
static void
test_damaged_replica (void)
{
  View view;
  GtkInfoBar *bar;
  GtkLabel *text;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&view.fixture, FALSE);
  path = g_build_filename (view.fixture.directory, "replica.db", NULL);
  g_clear_object (&view.fixture.library);
  g_clear_object (&view.fixture.writer);
  g_assert_true (g_file_set_contents (path, "This is no database at all.", -1, NULL));
  view.fixture.library = soho_library_open (view.fixture.directory, &error);
  g_assert_no_error (error);
  view.fixture.writer = soho_replica_open (view.fixture.directory, soho_model_get (), &error);
  g_assert_no_error (error);

  view_show (&view);
  bar = CHILD (view.window, SOHO_TYPE_MAIN_WINDOW, "set_aside_bar");
  text = CHILD (view.window, SOHO_TYPE_MAIN_WINDOW, "set_aside_text");
  g_assert_true (gtk_info_bar_get_revealed (bar));
  g_assert_nonnull (
      strstr (gtk_label_get_text (text), soho_library_get_set_aside (view.fixture.library)));
  gtk_info_bar_response (bar, GTK_RESPONSE_CLOSE);
  g_assert_false (gtk_info_bar_get_revealed (bar));
  g_signal_emit_by_name (view.fixture.library, "sync-changed");
  g_assert_false (gtk_info_bar_get_revealed (bar));
  view_close (&view);
}

static gboolean
has_failed (gpointer library)
{
  return soho_library_get_sync_state (library) == SOHO_SYNC_FAILED;
}

/* Port 9 of this machine answers nobody. */
static void
test_sync_fails (void)
{
  View view;
  SohoSyncButton *button;
  GtkWidget *menu;

  view_open (&view, FALSE);
  button = CHILD (view.window, SOHO_TYPE_MAIN_WINDOW, "sync_button");
  menu = CHILD (button, SOHO_TYPE_SYNC_BUTTON, "button");
  gtk_test_accessible_assert_property (menu, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Sync: No Server Set Yet");
  g_assert_true (soho_library_set_server (view.fixture.library, "http://127.0.0.1:9", NULL));
  act (&view, "win.sync", NULL);
  gtk_test_accessible_assert_property (menu, GTK_ACCESSIBLE_PROPERTY_LABEL, "Sync: Syncing…");
  fixture_wait (has_failed, view.fixture.library);
  gtk_test_accessible_assert_property (menu, GTK_ACCESSIBLE_PROPERTY_LABEL, "Sync: Not Synced");
  g_assert_nonnull (soho_library_get_sync_explanation (view.fixture.library));
  view_close (&view);
}

static void
test_server_dialog (void)
{
  View view;
  SohoServerDialog *dialog;
  GtkEditable *address;
  GtkLabel *complaint;

  view_open (&view, TRUE);
  dialog = SOHO_SERVER_DIALOG (soho_server_dialog_new (view.window, view.fixture.library));
  address = CHILD (dialog, SOHO_TYPE_SERVER_DIALOG, "address");
  complaint = CHILD (dialog, SOHO_TYPE_SERVER_DIALOG, "complaint");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save"));
  gtk_editable_set_text (address, "ftp://a.example");
  g_assert_cmpstr (gtk_label_get_text (complaint), !=, "");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save"));
  gtk_editable_set_text (address, "http://127.0.0.1:9/");
  g_assert_cmpstr (gtk_label_get_text (complaint), ==, "");
  g_signal_emit_by_name (dialog, "response", "cancel");
  g_assert_null (soho_library_get_server (view.fixture.library));
  g_signal_emit_by_name (dialog, "response", "save");
  g_assert_cmpstr (soho_library_get_server (view.fixture.library), ==, "http://127.0.0.1:9");
  fixture_wait (has_failed, view.fixture.library);
  gtk_window_destroy (GTK_WINDOW (dialog));
  view_close (&view);
}

/* The server is remembered in the replica; what is no address there counts as none. */
static void
test_server_is_remembered (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, TRUE);
  g_assert_true (soho_library_set_server (fixture.library, "soho.example.org", &error));
  g_clear_object (&fixture.library);
  fixture.library = soho_library_open (fixture.directory, &error);
  g_assert_cmpstr (soho_library_get_server (fixture.library), ==, "https://soho.example.org");
  g_assert_false (soho_library_set_server (fixture.library, "http://soho.example.org", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_cmpstr (soho_library_get_server (fixture.library), ==, "https://soho.example.org");

  g_assert_true (soho_replica_set_fact (fixture.writer, "server", "gopher://x", &error));
  g_clear_object (&fixture.library);
  fixture.library = soho_library_open (fixture.directory, &error);
  g_assert_null (soho_library_get_server (fixture.library));
  fixture_close (&fixture);
}

static void
on_parsing_error (GtkCssProvider *provider, GtkCssSection *section, const GError *error)
{
  g_autofree char *place = gtk_css_section_to_string (section);

  g_error ("%s: %s", place, error->message);
}

/* A rule without its end would take those after it along, and only say so where nobody looks. */
static void
test_styles_are_sound (void)
{
  static const char *const names[] = { "style.css", "style/map.css" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      g_autofree char *path = g_strconcat ("/fr/sohosolo/SohoSolo/", names[i], NULL);

      g_signal_connect (provider, "parsing-error", G_CALLBACK (on_parsing_error), NULL);
      gtk_css_provider_load_from_resource (provider, path);
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/main-window/from-page-to-page", test_from_page_to_page);
  g_test_add_func ("/app/main-window/telecentre-on-the-map", test_telecentre_on_the_map);
  g_test_add_func ("/app/main-window/catalogue", test_catalogue);
  g_test_add_func ("/app/main-window/copy", test_copy);
  g_test_add_func ("/app/main-window/damaged-replica", test_damaged_replica);
  g_test_add_func ("/app/main-window/sync-fails", test_sync_fails);
  g_test_add_func ("/app/main-window/server-dialog", test_server_dialog);
  g_test_add_func ("/app/main-window/styles-are-sound", test_styles_are_sound);
  g_test_add_func ("/app/library/server-is-remembered", test_server_is_remembered);
  return g_test_run ();
}
