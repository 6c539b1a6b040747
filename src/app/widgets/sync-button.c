/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/sync-button.h"

#include <glib/gi18n-lib.h>

#include "outgoing.h"

struct _SohoSyncButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkStack *icons;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *title;
  GtkLabel *detail;
  GtkLabel *server;
  GtkWidget *mark;
  GtkButton *outgoing;
  GtkButton *sync;
  GtkButton *set_server;

  SohoLibrary *library;
};

G_DEFINE_FINAL_TYPE (SohoSyncButton, soho_sync_button, ADW_TYPE_BIN)

/* "Up to date since 14:32" and the like. NULL where there never was a sync. To be freed. */
static char *
dup_synced (gint64 seconds)
{
  g_autoptr (GDateTime) synced = g_date_time_new_from_unix_local (seconds);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (seconds == 0 || synced == NULL)
    return NULL;
  if (g_date_time_get_year (synced) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (synced) == g_date_time_get_day_of_year (now))
    return g_date_time_format (synced, _ ("Last synced today at %H:%M"));
  /* Translators: %-d is the day, %B the month, %Y the year. */
  return g_date_time_format (synced, _ ("Last synced on %B %-d, %Y at %H:%M"));
}

static char *
dup_title (SohoLibrary *library)
{
  g_autofree char *synced = NULL;

  if (soho_library_get_server (library) == NULL)
    return g_strdup (_ ("No Server Set Yet"));
  switch (soho_library_get_sync_state (library))
    {
    case SOHO_SYNC_RUNNING:
      return g_strdup (_ ("Syncing…"));
    case SOHO_SYNC_FAILED:
      return g_strdup (_ ("Not Synced"));
    default:
      synced = dup_synced (soho_library_get_synced_at (library));
      return synced != NULL ? g_strdup (_ ("Up to Date")) : g_strdup (_ ("Not Synced Yet"));
    }
}

static char *
dup_detail (SohoLibrary *library)
{
  g_autofree char *synced = dup_synced (soho_library_get_synced_at (library));
  g_autofree char *size = NULL;

  if (soho_library_get_server (library) == NULL)
    return g_strdup (_ ("Give the address of your network’s server to fetch its people."));
  switch (soho_library_get_sync_state (library))
    {
    case SOHO_SYNC_RUNNING:
      size = g_format_size (soho_library_get_sync_bytes (library));
      return g_strdup_printf (_ ("%s received"), size);
    case SOHO_SYNC_FAILED:
      return synced != NULL
                 ? g_strdup_printf ("%s\n\n%s", soho_library_get_sync_explanation (library), synced)
                 : g_strdup (soho_library_get_sync_explanation (library));
    default:
      return synced != NULL ? g_steal_pointer (&synced)
                            : g_strdup (_ ("Sync to fetch the network."));
    }
}

static void
show_icon (SohoSyncButton *self)
{
  SohoSyncState state = soho_library_get_sync_state (self->library);
  gboolean has_server = soho_library_get_server (self->library) != NULL;
  const char *icon = "emblem-synchronizing-symbolic";

  if (!has_server)
    icon = "network-offline-symbolic";
  else if (state == SOHO_SYNC_FAILED)
    icon = "dialog-warning-symbolic";
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_stack_set_visible_child (self->icons, state == SOHO_SYNC_RUNNING ? GTK_WIDGET (self->spinner)
                                                                       : GTK_WIDGET (self->icon));
  gtk_spinner_set_spinning (self->spinner, state == SOHO_SYNC_RUNNING);
}

/* "3 changes have not left yet", "1 text came back", both or NULL. To be freed. */
static char *
dup_outgoing (guint waiting, guint returned)
{
  g_autofree char *left = waiting > 0
                              ? g_strdup_printf (ngettext ("%u change has not left yet",
                                                           "%u changes have not left yet", waiting),
                                                 waiting)
                              : NULL;
  g_autofree char *came
      = returned > 0 ? g_strdup_printf (
            ngettext ("%u text came back", "%u texts came back", returned), returned)
                     : NULL;

  if (left != NULL && came != NULL)
    return g_strdup_printf ("%s\n%s", came, left);
  return left != NULL ? g_steal_pointer (&left) : g_steal_pointer (&came);
}

/* A dot beside the icon, and in the popover the way to the page that tells more. Returns what the
 * tooltip says beside the state; NULL for nothing. To be freed. */
static char *
show_outgoing (SohoSyncButton *self)
{
  guint waiting, returned;
  char *text;

  soho_outgoing_count (self->library, &waiting, &returned);
  text = dup_outgoing (waiting, returned);
  gtk_widget_set_visible (self->mark, text != NULL);
  if (returned > 0)
    gtk_widget_add_css_class (self->mark, "returned");
  else
    gtk_widget_remove_css_class (self->mark, "returned");
  gtk_widget_set_visible (GTK_WIDGET (self->outgoing), text != NULL);
  if (text != NULL)
    {
      gtk_button_set_label (self->outgoing, text);
      gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (self->outgoing)), GTK_JUSTIFY_CENTER);
    }
  return text;
}

static void
show_state (SohoSyncButton *self)
{
  SohoSyncState state = soho_library_get_sync_state (self->library);
  const char *server = soho_library_get_server (self->library);
  g_autofree char *title = dup_title (self->library);
  g_autofree char *detail = dup_detail (self->library);
  g_autofree char *outgoing = show_outgoing (self);
  g_autofree char *tooltip
      = outgoing != NULL ? g_strdup_printf ("%s\n%s", title, outgoing) : g_strdup (title);
  /* Translators: the name of the button, then what it shows: “Sync: Up to Date”. */
  g_autofree char *name = g_strdup_printf (_ ("Sync: %s"), tooltip);

  show_icon (self);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->detail, detail);
  gtk_label_set_text (self->server, server != NULL ? server : "");
  gtk_widget_set_visible (GTK_WIDGET (self->server), server != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sync), server != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sync), state != SOHO_SYNC_RUNNING);
  gtk_button_set_label (self->set_server,
                        server != NULL ? _ ("_Change the Server…") : _ ("_Set the Server…"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
on_button_clicked (SohoSyncButton *self)
{
  gtk_menu_button_popdown (self->button);
}

static void
soho_sync_button_dispose (GObject *object)
{
  g_clear_object (&SOHO_SYNC_BUTTON (object)->library);
  G_OBJECT_CLASS (soho_sync_button_parent_class)->dispose (object);
}

static void
soho_sync_button_class_init (SohoSyncButtonClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_sync_button_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/sync-button.ui");
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, button);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, icons);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, icon);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, spinner);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, title);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, detail);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, server);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, mark);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, outgoing);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, sync);
  gtk_widget_class_bind_template_child (widget, SohoSyncButton, set_server);
  gtk_widget_class_bind_template_callback (widget, show_state);
  gtk_widget_class_bind_template_callback (widget, on_button_clicked);
}

static void
soho_sync_button_init (SohoSyncButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
soho_sync_button_set_library (SohoSyncButton *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "sync-changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  show_state (self);
}
