/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-credits.h"

#include <glib/gi18n-lib.h>

#include "map/pack-shelf.h"
#include "widgets/toast.h"

#define CREDITS_PATH "/fr/sohosolo/core/credits.txt"

struct _SohoMapCredits
{
  GtkWidget parent_instance;

  GtkLabel *kind;
  GtkMenuButton *button;
  GtkPopover *popover;
  GtkLabel *sources;
  GtkWidget *bring_button;
  GtkWidget *back_button;
  GtkFileChooserNative *chooser; /* while it is open */

  SohoMapPack *pack;
  gboolean is_bringing;
};

G_DEFINE_FINAL_TYPE (SohoMapCredits, soho_map_credits, GTK_TYPE_WIDGET)

static guint pack_changed_signal;

/* The first line is the short credit, the others one source each. The data carries them. */
static char **
dup_parts (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (CREDITS_PATH, 0, NULL);
  g_autofree char *text = NULL;

  if (bytes == NULL)
    g_error ("The credits of the map are not in the program");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return g_strsplit (g_strstrip (text), "\n", 2);
}

static char *
dup_sources (SohoMapCredits *self, const char *shipped)
{
  if (self->pack == NULL)
    return g_strdup (shipped);
  /* Translators: a richer map: its name, version, day, whose it is, under which licence. */
  return g_strdup_printf (
      _ ("%s, version %s of %s: %s (%s)\n%s"), soho_map_pack_get_name (self->pack),
      soho_map_pack_get_version (self->pack), soho_map_pack_get_date (self->pack),
      soho_map_pack_get_attribution (self->pack), soho_map_pack_get_licence (self->pack), shipped);
}

static void
show (SohoMapCredits *self)
{
  g_auto (GStrv) parts = dup_parts ();
  g_autofree char *sources = dup_sources (self, parts[1] != NULL ? parts[1] : parts[0]);
  g_autofree char *line
      = self->pack != NULL
            ? g_strdup_printf ("%s · %s", soho_map_pack_get_attribution (self->pack), parts[0])
            : g_strdup (parts[0]);

  gtk_label_set_text (self->kind, self->pack != NULL ? soho_map_pack_get_name (self->pack)
                                                     : _ ("Simplified map"));
  gtk_menu_button_set_label (self->button, line);
  gtk_label_set_text (self->sources, sources);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), sources);
  gtk_widget_set_visible (self->back_button, self->pack != NULL);
  gtk_widget_set_sensitive (self->bring_button, !self->is_bringing);
}

/* Takes pack. */
static void
use_pack (SohoMapCredits *self, SohoMapPack *pack)
{
  g_clear_pointer (&self->pack, soho_map_pack_unref);
  self->pack = pack;
  show (self);
  g_signal_emit (self, pack_changed_signal, 0);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoMapCredits) self = user_data;
  g_autoptr (GError) error = NULL;
  SohoMapPack *pack = soho_pack_shelf_finish (result, &error);

  if (pack != NULL)
    use_pack (self, pack);
  else if (error != NULL)
    soho_toast_say (GTK_WIDGET (self), error->message);
}

static void
on_brought (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoMapCredits) self = user_data;
  g_autoptr (GError) error = NULL;
  SohoMapPack *pack = soho_pack_shelf_finish (result, &error);

  self->is_bringing = FALSE;
  if (pack != NULL)
    use_pack (self, pack);
  else
    soho_toast_say (GTK_WIDGET (self), error->message);
  show (self);
}

static void
on_response (GtkNativeDialog *dialog, int response, SohoMapCredits *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    soho_map_credits_bring (self, g_file_peek_path (file));
  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
}

static void
on_bring_clicked (SohoMapCredits *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_popover_popdown (self->popover);
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      _ ("Bring a Richer Map"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  gtk_file_filter_set_name (filter, _ ("Maps for Soho Solo"));
  gtk_file_filter_add_suffix (filter, "gersmap");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_back_clicked (SohoMapCredits *self)
{
  gtk_popover_popdown (self->popover);
  soho_pack_shelf_clear ();
  use_pack (self, NULL);
}

static void
soho_map_credits_dispose (GObject *object)
{
  SohoMapCredits *self = SOHO_MAP_CREDITS (object);
  GtkWidget *child;

  if (self->chooser != NULL)
    g_signal_handlers_disconnect_by_data (self->chooser, self);
  g_clear_object (&self->chooser);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->pack, soho_map_pack_unref);
  G_OBJECT_CLASS (soho_map_credits_parent_class)->dispose (object);
}

static void
soho_map_credits_class_init (SohoMapCreditsClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_map_credits_dispose;
  pack_changed_signal = g_signal_new ("pack-changed", SOHO_TYPE_MAP_CREDITS, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/map-credits.ui");
  gtk_widget_class_bind_template_child (widget, SohoMapCredits, kind);
  gtk_widget_class_bind_template_child (widget, SohoMapCredits, button);
  gtk_widget_class_bind_template_child (widget, SohoMapCredits, popover);
  gtk_widget_class_bind_template_child (widget, SohoMapCredits, sources);
  gtk_widget_class_bind_template_child (widget, SohoMapCredits, bring_button);
  gtk_widget_class_bind_template_child (widget, SohoMapCredits, back_button);
  gtk_widget_class_bind_template_callback (widget, on_bring_clicked);
  gtk_widget_class_bind_template_callback (widget, on_back_clicked);
}

static void
soho_map_credits_init (SohoMapCredits *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show (self);
  soho_pack_shelf_load (on_loaded, g_object_ref (self));
}

SohoMapPack *
soho_map_credits_get_pack (SohoMapCredits *self)
{
  return self->pack;
}

void
soho_map_credits_bring (SohoMapCredits *self, const char *path)
{
  g_return_if_fail (SOHO_IS_MAP_CREDITS (self));

  self->is_bringing = TRUE;
  show (self);
  soho_pack_shelf_bring (path, on_brought, g_object_ref (self));
}
