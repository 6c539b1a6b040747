/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "windows/main-window.h"

#include <glib/gi18n-lib.h>

#include "dialogs/calendar-file.h"
#include "dialogs/server-dialog.h"
#include "dialogs/sign-in-dialog.h"
#include "pages/catalogue.h"
#include "pages/map-page.h"
#include "platform/heap.h"
#include "platform/launch.h"
#include "platform/window-state.h"
#include "widgets/palette.h"
#include "widgets/sync-button.h"
#include "windows/account-menu.h"

/* Narrower than this the sidebar gives its place to the page, in pixels. */
#define SIDEBAR_FITS 900

struct _SohoMainWindow
{
  AdwApplicationWindow parent_instance;

  AdwFlap *flap;
  GtkListBox *sidebar;
  AdwWindowTitle *page_title;
  GtkWidget *sidebar_button;
  GtkButton *back_button;
  SohoSyncButton *sync_button;
  SohoPalette *palette;
  GtkInfoBar *set_aside_bar;
  GtkLabel *set_aside_text;
  GtkInfoBar *problem_bar;
  GtkLabel *problem_text;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GMenu *primary_menu;

  SohoLibrary *library;
  const SohoPageEntry *first_page; /* to be made once the window stands; NULL then */
  char *set_aside_read;            /* the path in the bar that was closed last; nullable */
};

G_DEFINE_FINAL_TYPE (SohoMainWindow, soho_main_window, ADW_TYPE_APPLICATION_WINDOW)

/* Where there is room for one pane only, there is room for one of the two buttons as well. */
static void
on_navigated (SohoMainWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);
  gboolean can_go_back = page != NULL && soho_page_get_can_go_back (SOHO_PAGE (page));

  gtk_widget_set_visible (GTK_WIDGET (self->back_button), can_go_back);
  gtk_widget_set_visible (self->sidebar_button, adw_flap_get_folded (self->flap) && !can_go_back);
}

static void
select_in_sidebar (SohoMainWindow *self, const SohoPageEntry *entry)
{
  for (guint i = 0; i < soho_catalogue_get_n_pages (); i++)
    if (soho_catalogue_get_nth (i) == entry)
      gtk_list_box_select_row (self->sidebar,
                               gtk_list_box_get_row_at_index (self->sidebar, (int) i));
}

static void
on_page_changed (SohoMainWindow *self)
{
  const SohoPageEntry *entry = soho_catalogue_find (gtk_stack_get_visible_child_name (self->stack));

  if (entry == NULL) /* the window is going */
    return;
  soho_window_state_set_page (entry->name);
  adw_window_title_set_title (self->page_title, _ (entry->title));
  select_in_sidebar (self, entry);
  on_navigated (self);
}

/* The page, made if nobody has looked at it yet. */
static SohoPage *
ensure_page (SohoMainWindow *self, const SohoPageEntry *entry)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, entry->name);

  if (page == NULL)
    {
      page = g_object_new (entry->get_type (), NULL);
      soho_page_set_library (SOHO_PAGE (page), self->library);
      g_signal_connect_object (page, "navigated", G_CALLBACK (on_navigated), self,
                               G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->stack, page, entry->name);
    }
  return SOHO_PAGE (page);
}

static SohoPage *
show_page (SohoMainWindow *self, const SohoPageEntry *entry)
{
  SohoPage *page = ensure_page (self, entry);

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (page));
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  return page;
}

/* The page in front, made now if the window has not come to it yet. */
static SohoPage *
get_page (SohoMainWindow *self)
{
  const SohoPageEntry *first_page = g_steal_pointer (&self->first_page);

  if (gtk_stack_get_visible_child (self->stack) == NULL)
    return show_page (self, first_page);
  return SOHO_PAGE (gtk_stack_get_visible_child (self->stack));
}

/* The first frame shows the window, the second what is in it: whoever waits sees at once that
 * something happens. */
static void
on_first_frame (GdkFrameClock *clock, SohoMainWindow *self)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_frame, self);
  get_page (self);
  soho_heap_trim_later ();
}

static GtkWidget *
create_sidebar_row (const SohoPageEntry *entry)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ (entry->title));

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (entry->icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (entry->title), -1);
  return row;
}

static void
fill_sidebar (SohoMainWindow *self)
{
  for (guint i = 0; i < soho_catalogue_get_n_pages (); i++)
    gtk_list_box_append (self->sidebar, create_sidebar_row (soho_catalogue_get_nth (i)));
}

static void
on_sidebar_row_activated (SohoMainWindow *self, GtkListBoxRow *row)
{
  show_page (self, soho_catalogue_get_nth ((guint) gtk_list_box_row_get_index (row)));
}

/* A flap that unfolds takes back what it showed before. */
static void
on_flap_folded (SohoMainWindow *self)
{
  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_folded (self->flap));
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
  gtk_widget_child_focus (GTK_WIDGET (get_page (self)), GTK_DIR_TAB_FORWARD);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  soho_page_search (get_page (SOHO_MAIN_WINDOW (widget)));
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_set_visible (GTK_WIDGET (SOHO_MAIN_WINDOW (widget)->palette), TRUE);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  soho_page_go_back (get_page (SOHO_MAIN_WINDOW (widget)));
}

static void
sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const SohoPageEntry *entry;
  const char *kind;
  gint64 id;

  g_variant_get (parameter, "(&sx)", &kind, &id);
  entry = soho_catalogue_find_for_kind (kind);
  if (entry != NULL)
    soho_page_show_record (show_page (SOHO_MAIN_WINDOW (widget), entry), kind, id);
}

static void
show_commune_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoPage *map = show_page (SOHO_MAIN_WINDOW (widget), soho_catalogue_find ("map"));

  soho_map_page_show_commune (SOHO_MAP_PAGE (map), g_variant_get_string (parameter, NULL));
}

static void
show_telecentre_on_map_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoPage *map = show_page (SOHO_MAIN_WINDOW (widget), soho_catalogue_find ("map"));

  soho_map_page_show_telecentre (SOHO_MAP_PAGE (map), g_variant_get_int64 (parameter));
}

static void
set_server_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (soho_server_dialog_new (GTK_WINDOW (self), self->library)));
}

/* Who has no server yet is asked for it first. */
static void
sign_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  if (soho_library_get_server (self->library) == NULL)
    set_server_action (widget, NULL, NULL);
  else
    gtk_window_present (GTK_WINDOW (soho_sign_in_dialog_new (GTK_WINDOW (self), self->library)));
}

static void
sign_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  soho_account_menu_sign_out (GTK_WINDOW (widget), SOHO_MAIN_WINDOW (widget)->library);
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
add_to_calendar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  soho_calendar_file_save (GTK_WINDOW (self), self->library, g_variant_get_int64 (parameter),
                           on_launch_failed);
}

/* libadwaita 1.2 folds by what its children need, and no page needs as little as it bears. */
static void
soho_main_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SohoMainWindow *self = SOHO_MAIN_WINDOW (widget);

  adw_flap_set_fold_policy (self->flap, width < SIDEBAR_FITS ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                                             : ADW_FLAP_FOLD_POLICY_NEVER);
  GTK_WIDGET_CLASS (soho_main_window_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
soho_main_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (soho_main_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                           G_CALLBACK (on_first_frame), widget, 0);
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
  gtk_widget_class_install_action (widget, "win.find", NULL, find_action);
  gtk_widget_class_install_action (widget, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget, "win.sidebar", NULL, sidebar_action);
  gtk_widget_class_install_action (widget, "win.show", "(sx)", show_action);
  gtk_widget_class_install_action (widget, "win.show-commune", "s", show_commune_action);
  gtk_widget_class_install_action (widget, "win.show-telecentre-on-map", "x",
                                   show_telecentre_on_map_action);
  gtk_widget_class_install_action (widget, "win.sync", NULL, sync_action);
  gtk_widget_class_install_action (widget, "win.set-server", NULL, set_server_action);
  gtk_widget_class_install_action (widget, "win.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget, "win.sign-out", NULL, sign_out_action);
  gtk_widget_class_install_action (widget, "win.open-uri", "s", open_uri_action);
  gtk_widget_class_install_action (widget, "win.copy", "s", copy_action);
  gtk_widget_class_install_action (widget, "win.add-to-calendar", "x", add_to_calendar_action);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, flap);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, sidebar);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, page_title);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, back_button);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, sync_button);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, palette);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, set_aside_bar);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, set_aside_text);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, problem_bar);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, problem_text);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, toasts);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, stack);
  gtk_widget_class_bind_template_child (widget, SohoMainWindow, primary_menu);
  gtk_widget_class_bind_template_callback (widget, on_flap_folded);
  gtk_widget_class_bind_template_callback (widget, on_sidebar_row_activated);
  gtk_widget_class_bind_template_callback (widget, on_page_changed);
  gtk_widget_class_bind_template_callback (widget, on_set_aside_read);
  gtk_widget_class_bind_template_callback (widget, on_problem_read);
}

static void
soho_main_window_class_init (SohoMainWindowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_main_window_dispose;
  widget->realize = soho_main_window_realize;
  widget->size_allocate = soho_main_window_size_allocate;
  install_actions (widget);
  soho_account_menu_install_actions (widget);
  g_type_ensure (SOHO_TYPE_PALETTE);
  g_type_ensure (SOHO_TYPE_SYNC_BUTTON);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/main-window.ui");
  bind_template (widget);
}

static void
soho_main_window_init (SohoMainWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SohoMainWindow *
soho_main_window_new (AdwApplication *application, SohoLibrary *library, const char *page)
{
  SohoMainWindow *self = g_object_new (SOHO_TYPE_MAIN_WINDOW, "application", application, NULL);
  g_autofree char *last_page = soho_window_state_dup_page ();
  const SohoPageEntry *entry = soho_catalogue_find (page != NULL ? page : last_page);

  soho_window_state_bind (GTK_WINDOW (self));
  self->library = g_object_ref (library);
  soho_sync_button_set_library (self->sync_button, library);
  soho_palette_set_library (self->palette, library);
  fill_sidebar (self);
  soho_account_menu_attach (GTK_WINDOW (self), self->primary_menu, library);
  g_signal_connect_object (library, "problem", G_CALLBACK (show_problem), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "changed", G_CALLBACK (show_set_aside), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "sync-changed", G_CALLBACK (show_set_aside), self,
                           G_CONNECT_SWAPPED);
  show_set_aside (self);
  self->first_page = entry != NULL ? entry : soho_catalogue_get_nth (0);
  adw_window_title_set_title (self->page_title, _ (self->first_page->title));
  select_in_sidebar (self, self->first_page);
  return self;
}

void
soho_main_window_show_page (SohoMainWindow *self, const char *page)
{
  const SohoPageEntry *entry = soho_catalogue_find (page);

  if (entry != NULL)
    show_page (self, entry);
}
