/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "windows/main-window.h"

#include <glib/gi18n-lib.h>

#include "dialogs/server-dialog.h"
#include "pages/directory-page.h"
#include "pages/map-page.h"
#include "platform/launch.h"
#include "platform/window-state.h"
#include "widgets/sync-button.h"

struct _SohoMainWindow
{
  AdwApplicationWindow parent_instance;

  GtkButton *back_button;
  SohoSyncButton *sync_button;
  GtkInfoBar *set_aside_bar;
  GtkLabel *set_aside_text;
  GtkInfoBar *problem_bar;
  GtkLabel *problem_text;
  AdwToastOverlay *toasts;
  AdwViewStack *stack;
  SohoMapPage *map;
  SohoDirectoryPage *directory;

  SohoLibrary *library;
  char *set_aside_read; /* the path in the bar that was closed last; nullable */
};

G_DEFINE_FINAL_TYPE (SohoMainWindow, soho_main_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_directory_shown (SohoMainWindow *self)
{
  return adw_view_stack_get_visible_child (self->stack) == GTK_WIDGET (self->directory);
}

static void
on_navigated (SohoMainWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->back_button),
                          is_directory_shown (self)
                              && soho_directory_page_get_can_go_back (self->directory));
}

static void
on_page_changed (SohoMainWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->stack);

  if (page != NULL && self->library != NULL)
    soho_window_state_set_page (page);
  on_navigated (self);
}

static void
show_problem (SohoMainWindow *self, const char *sentence)
{
  gtk_label_set_text (self->problem_text, sentence);
  gtk_info_bar_set_revealed (self->problem_bar, TRUE);
}

/* What became of a damaged replica, which lies at path now. To be freed. */
static char *
dup_set_aside_text (SohoLibrary *library, const char *path)
{
  if (soho_library_get_server (library) == NULL)
    return g_strdup_printf (
        _ ("The copy on this computer was damaged. It was set aside as %s. Set the server, and "
           "everything is fetched again."),
        path);
  if (soho_library_get_sync_state (library) == SOHO_SYNC_DONE)
    return g_strdup_printf (
        _ ("The copy on this computer was damaged. It was set aside as %s, and everything has been "
           "fetched again."),
        path);
  return g_strdup_printf (
      _ ("The copy on this computer was damaged. It was set aside as %s, and everything is being "
         "fetched again."),
      path);
}

/* Until the person closes the bar. */
static void
show_set_aside (SohoMainWindow *self)
{
  const char *path = soho_library_get_set_aside (self->library);
  g_autofree char *text = NULL;

  if (path == NULL || g_strcmp0 (path, self->set_aside_read) == 0)
    return;
  text = dup_set_aside_text (self->library, path);
  gtk_label_set_text (self->set_aside_text, text);
  gtk_info_bar_set_revealed (self->set_aside_bar, TRUE);
}

static void
on_set_aside_read (SohoMainWindow *self)
{
  g_free (self->set_aside_read);
  self->set_aside_read = g_strdup (soho_library_get_set_aside (self->library));
  gtk_info_bar_set_revealed (self->set_aside_bar, FALSE);
}

static void
on_problem_read (SohoMainWindow *self)
{
  gtk_info_bar_set_revealed (self->problem_bar, FALSE);
}

static void
add_toast (SohoMainWindow *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, 3);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_launch_failed (GtkWindow *window, const char *sentence)
{
  add_toast (SOHO_MAIN_WINDOW (window), sentence);
}

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  soho_main_window_show_page (self, g_variant_get_string (parameter, NULL));
  gtk_widget_child_focus (adw_view_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  soho_main_window_show_page (self, "directory");
  soho_directory_page_search (self->directory);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  if (is_directory_shown (self))
    soho_directory_page_go_back (self->directory);
  else
    soho_map_page_go_back (self->map);
}

static void
show_person_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  soho_main_window_show_page (self, "directory");
  soho_directory_page_show_person (self->directory, g_variant_get_int64 (parameter));
}

static void
show_commune_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  soho_main_window_show_page (self, "map");
  soho_map_page_show_commune (self->map, g_variant_get_string (parameter, NULL));
}

static void
set_server_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (soho_server_dialog_new (GTK_WINDOW (self), self->library)));
}

static void
sync_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  if (soho_library_get_server (self->library) == NULL)
    set_server_action (widget, NULL, NULL);
  else
    soho_library_sync (self->library);
}

static void
open_uri_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  soho_launch (GTK_WINDOW (widget), g_variant_get_string (parameter, NULL), on_launch_failed);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          g_variant_get_string (parameter, NULL));
  add_toast (SOHO_MAIN_WINDOW (widget), _ ("Copied"));
}

static void
soho_main_window_dispose (GObject *object)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (object);

  g_clear_object (&self->library);
  g_clear_pointer (&self->set_aside_read, g_free);
  G_OBJECT_CLASS (soho_main_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget)
{
  gtk_widget_class_install_action (widget, "win.page", "s", page_action);
  gtk_widget_class_install_action (widget, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget, "win.show-person", "x", show_person_action);
  gtk_widget_class_install_action (widget, "win.show-commune", "s", show_commune_action);
  gtk_widget_class_install_action (widget, "win.sync", NULL, sync_action);
  gtk_widget_class_install_action (widget, "win.set-server", NULL, set_server_action);
  gtk_widget_class_install_action (widget, "win.open-uri", "s", open_uri_action);
  gtk_widget_class_install_action (widget, "win.copy", "s", copy_action);
}

static void
soho_main_window_class_init (SohoMainWindowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_main_window_dispose;
  install_actions (widget);
  g_type_ensure (SOHO_TYPE_DIRECTORY_PAGE);
  g_type_ensure (SOHO_TYPE_MAP_PAGE);
  g_type_ensure (SOHO_TYPE_SYNC_BUTTON);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/main-window.ui");
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, back_button);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, sync_button);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, set_aside_bar);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, set_aside_text);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, problem_bar);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, problem_text);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, toasts);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, stack);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, map);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, directory);
  gtk_widget_class_bind_template_callback (widget, on_navigated);
  gtk_widget_class_bind_template_callback (widget, on_page_changed);
  gtk_widget_class_bind_template_callback (widget, on_set_aside_read);
  gtk_widget_class_bind_template_callback (widget, on_problem_read);
}

static void
soho_main_window_init (SohoMainWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SohoMainWindow *
soho_main_window_new (AdwApplication *application, SohoLibrary *library)
{
  SohoMainWindow *self = g_object_new (SOHO_TYPE_MAIN_WINDOW, "application", application, NULL);
  g_autofree char *page = soho_window_state_dup_page ();

  soho_window_state_bind (GTK_WINDOW (self));
  soho_main_window_show_page (self, page);
  self->library = g_object_ref (library);
  soho_sync_button_set_library (self->sync_button, library);
  soho_map_page_set_library (self->map, library);
  soho_directory_page_set_library (self->directory, library);
  g_signal_connect_object (library, "problem", G_CALLBACK (show_problem), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "changed", G_CALLBACK (show_set_aside), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "sync-changed", G_CALLBACK (show_set_aside), self,
                           G_CONNECT_SWAPPED);
  show_set_aside (self);
  return self;
}

void
soho_main_window_show_page (SohoMainWindow *self, const char *page)
{
  if (page != NULL && adw_view_stack_get_child_by_name (self->stack, page) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, page);
}
