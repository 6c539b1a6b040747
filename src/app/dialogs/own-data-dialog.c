/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/own-data-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "leaving.h"
#include "own-data.h"
#include "widgets/toast.h"

struct _SohoOwnDataDialog
{
  AdwWindow parent_instance;

  GtkWidget *export_button;
  GtkWidget *erase_button;
  GtkStack *erase_face;
  AdwEntryRow *password;
  GtkLabel *complaint;

  SohoLibrary *library;
  GtkFileChooserNative *chooser; /* while a folder is being chosen, else NULL */
  GCancellable *cancellable;     /* of the erasure under way, else NULL */
};

G_DEFINE_FINAL_TYPE (SohoOwnDataDialog, soho_own_data_dialog, ADW_TYPE_WINDOW)

static SohoMembership *
get_membership (SohoOwnDataDialog *self)
{
  return soho_library_get_membership (self->library);
}

static const char *
get_password (SohoOwnDataDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->password));
}

static void
refresh (SohoOwnDataDialog *self)
{
  gboolean busy = self->cancellable != NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->password), !busy);
  gtk_widget_set_sensitive (self->export_button, !busy);
  gtk_widget_set_sensitive (self->erase_button, !busy && *get_password (self) != '\0');
  gtk_stack_set_visible_child_name (self->erase_face, busy ? "spinner" : "words");
}

static void
complain (SohoOwnDataDialog *self, const char *sentence)
{
  gtk_label_set_text (self->complaint, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->complaint), *sentence != '\0');
}

static void
on_changed (SohoOwnDataDialog *self)
{
  complain (self, "");
  refresh (self);
}

/* data: the folder's path. */
static gpointer export(SohoReplica *replica,
                       gpointer data,
                       GCancellable *cancellable,
                       GError **error)
{
  return soho_own_data_export (replica, data, error) ? g_strdup (data) : NULL;
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoOwnDataDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = soho_account_work_finish (result, &error);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
  g_autofree char *sentence
      = name != NULL ? g_strdup_printf (_ ("All that is yours is in “%s”"), name) : NULL;

  if (self->library != NULL)
    soho_toast_say (self->export_button, sentence != NULL ? sentence : error->message);
}

void
soho_own_data_dialog_export_to (SohoOwnDataDialog *self, GFile *folder)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  /* Translators: the name of a folder; %s is a day. */
  g_autofree char *name = g_strdup_printf (_ ("Soho Solo, my data, %s"), day);
  g_autoptr (GFile) target = g_file_get_child (folder, name);
  char *path = g_file_get_path (target);

  if (path == NULL)
    soho_toast_say (self->export_button, _ ("Choose a folder of this computer."));
  else
    soho_membership_ask_async (get_membership (self), export, path, g_free, g_free, NULL,
                               on_exported, g_object_ref (self));
}

static void
on_folder (GtkNativeDialog *chooser, int response, SohoOwnDataDialog *self)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && folder != NULL && self->library != NULL)
    soho_own_data_dialog_export_to (self, folder);
  g_clear_object (&self->chooser);
}

static void
on_export (SohoOwnDataDialog *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Where to Put My Data"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                               _ ("_Put It Here"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_folder), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
wipe (gpointer text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

/* data: the password. */
static gpointer
erase (SohoReplica *replica, gpointer data, GCancellable *cancellable, GError **error)
{
  return soho_account_erase (replica, data, cancellable, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static const char *
get_sentence (const GError *error)
{
  if (g_error_matches (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD))
    return _ ("This is not your present password. Look at the capitals, and try again.");
  return error->message;
}

static void
on_erased (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoOwnDataDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean erased = soho_account_work_finish (result, &error) != NULL;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (self->library == NULL)
    return;
  g_clear_object (&self->cancellable);
  refresh (self);
  if (!erased)
    {
      complain (self, get_sentence (error));
      return;
    }
  if (parent != NULL)
    soho_toast_say (GTK_WIDGET (parent), _ ("You are erased from the network"));
  soho_membership_refresh (get_membership (self));
  soho_library_sync (self->library);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_confirmed (AdwMessageDialog *dialog, const char *response, SohoOwnDataDialog *self)
{
  if (g_strcmp0 (response, "erase") != 0 || self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  refresh (self);
  soho_library_stop_sync (self->library);
  soho_membership_ask_async (get_membership (self), erase, g_strdup (get_password (self)), wipe,
                             NULL, self->cancellable, on_erased, g_object_ref (self));
}

static void
on_erase (SohoOwnDataDialog *self)
{
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (self), _ ("Erase Yourself for Good?"), NULL);

  adw_message_dialog_set_body (
      ADW_MESSAGE_DIALOG (dialog),
      _ ("Your card, your addresses, your account and all that only you can read leave the network "
         "at once, and every computer that has a copy at its next sync. Neither you nor the "
         "association can bring them back."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "erase",
                                    _ ("_Erase Me"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "erase",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_confirmed), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
soho_own_data_dialog_dispose (GObject *object)
{
  SohoOwnDataDialog *self = SOHO_OWN_DATA_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_own_data_dialog_parent_class)->dispose (object);
}

static void
soho_own_data_dialog_finalize (GObject *object)
{
  g_clear_object (&SOHO_OWN_DATA_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (soho_own_data_dialog_parent_class)->finalize (object);
}

static void
soho_own_data_dialog_class_init (SohoOwnDataDialogClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_own_data_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = soho_own_data_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/own-data-dialog.ui");
  gtk_widget_class_bind_template_child (widget, SohoOwnDataDialog, export_button);
  gtk_widget_class_bind_template_child (widget, SohoOwnDataDialog, erase_button);
  gtk_widget_class_bind_template_child (widget, SohoOwnDataDialog, erase_face);
  gtk_widget_class_bind_template_child (widget, SohoOwnDataDialog, password);
  gtk_widget_class_bind_template_child (widget, SohoOwnDataDialog, complaint);
  gtk_widget_class_bind_template_callback (widget, on_changed);
  gtk_widget_class_bind_template_callback (widget, on_export);
  gtk_widget_class_bind_template_callback (widget, on_erase);
  gtk_widget_class_add_binding_action (widget, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
soho_own_data_dialog_init (SohoOwnDataDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
soho_own_data_dialog_new (GtkWindow *parent, SohoLibrary *library)
{
  SohoOwnDataDialog *self
      = g_object_new (SOHO_TYPE_OWN_DATA_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->library = g_object_ref (library);
  refresh (self);
  return GTK_WIDGET (self);
}
