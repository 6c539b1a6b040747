/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/welcome.h"

#include <glib/gi18n-lib.h>

struct _SohoWelcome
{
  AdwBin parent_instance;

  AdwStatusPage *page;
  GtkButton *set_server;
  GtkButton *sync;
  GtkSpinner *spinner;

  SohoLibrary *library;
};

G_DEFINE_FINAL_TYPE (SohoWelcome, soho_welcome, ADW_TYPE_BIN)

static const char *
choose_title (SohoLibrary *library)
{
  if (soho_library_get_server (library) == NULL)
    return _ ("Welcome");
  switch (soho_library_get_sync_state (library))
    {
    case SOHO_SYNC_RUNNING:
      return _ ("The Network Is Arriving");
    case SOHO_SYNC_FAILED:
      return _ ("Nothing Could Be Fetched");
    default:
      return _ ("Nobody Here Yet");
    }
}

static const char *
choose_description (SohoLibrary *library)
{
  const char *explanation = soho_library_get_sync_explanation (library);

  if (explanation != NULL)
    return explanation;
  if (soho_library_get_server (library) == NULL)
    return _ (
        "Give the address of your network’s server once. After that everything is kept on this "
        "computer, and can be read without a connection.");
  if (soho_library_get_sync_state (library) == SOHO_SYNC_RUNNING)
    return _ (
        "People, villages and telecentres are being fetched. It takes a moment the first time.");
  return _ ("Sync once to fetch the people, villages and telecentres of the network.");
}

static void
show_state (SohoWelcome *self)
{
  gboolean has_server = soho_library_get_server (self->library) != NULL;
  gboolean running = soho_library_get_sync_state (self->library) == SOHO_SYNC_RUNNING;
  g_autofree char *description = g_markup_escape_text (choose_description (self->library), -1);

  adw_status_page_set_title (self->page, choose_title (self->library));
  adw_status_page_set_description (self->page, description);
  gtk_widget_set_visible (GTK_WIDGET (self->set_server), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->sync), has_server && !running);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), running);
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_button_set_label (self->set_server,
                        has_server ? _ ("_Change the Server…") : _ ("_Set the Server…"));
  if (has_server)
    gtk_widget_remove_css_class (GTK_WIDGET (self->set_server), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->set_server), "suggested-action");
}

static void
soho_welcome_dispose (GObject *object)
{
  g_clear_object (&SOHO_WELCOME (object)->library);
  G_OBJECT_CLASS (soho_welcome_parent_class)->dispose (object);
}

static void
soho_welcome_class_init (SohoWelcomeClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_welcome_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/welcome.ui");
  gtk_widget_class_bind_template_child (widget, SohoWelcome, page);
  gtk_widget_class_bind_template_child (widget, SohoWelcome, set_server);
  gtk_widget_class_bind_template_child (widget, SohoWelcome, sync);
  gtk_widget_class_bind_template_child (widget, SohoWelcome, spinner);
}

static void
soho_welcome_init (SohoWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
soho_welcome_set_library (SohoWelcome *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "sync-changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  show_state (self);
}
