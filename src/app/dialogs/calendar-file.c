/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/calendar-file.h"

#include <glib/gi18n-lib.h>

#include "formats/icalendar.h"

/* While the person decides where, and the calendar starts. */
typedef struct
{
  GtkWindow *window;             /* owned */
  SohoLibrary *library;          /* owned */
  GtkFileChooserNative *chooser; /* owned */
  gint64 event;
  SohoLaunchFailed say;
} Saving;

static void
saving_free (Saving *self)
{
  g_object_unref (self->chooser);
  g_object_unref (self->library);
  g_object_unref (self->window);
  g_free (self);
}

/* What the association is called; "" where nobody said so. */
static char *
dup_network (SohoLibrary *library)
{
  g_autoptr (GPtrArray) networks
      = soho_replica_list (soho_library_get_replica (library),
                           soho_library_get_kind (library, "network"), NULL, 0, NULL);

  return networks != NULL && networks->len > 0
             ? soho_record_dup_title (g_ptr_array_index (networks, 0))
             : g_strdup ("");
}

gboolean
soho_calendar_file_write (SohoLibrary *library, gint64 event, GFile *file, GError **error)
{
  g_autoptr (SohoRecord) record = soho_library_get_record (library, "event", event);
  g_autofree char *network = dup_network (library);
  g_autoptr (GBytes) bytes = NULL;

  if (record != NULL)
    bytes = soho_icalendar_write (record, network, g_get_real_time () / G_USEC_PER_SEC);
  if (bytes == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("This meeting is not there any more."));
      return FALSE;
    }
  return g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                  NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, NULL,
                                  error);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *self = user_data;
  g_autoptr (GError) error = NULL;

  self->say (self->window,
             g_app_info_launch_default_for_uri_finish (result, &error)
                 ? _ ("Saved, and handed to your calendar.")
                 : _ ("Saved. No calendar was found here: open the file with yours."));
  saving_free (self);
}

static void
on_response (GtkNativeDialog *dialog, int response, Saving *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL, *sentence = NULL;

  if (response != GTK_RESPONSE_ACCEPT || file == NULL)
    {
      saving_free (self);
      return;
    }
  if (!soho_calendar_file_write (self->library, self->event, file, &error))
    {
      sentence = g_strdup_printf (_ ("The meeting could not be saved: %s"), error->message);
      self->say (self->window, sentence);
      saving_free (self);
      return;
    }
  uri = g_file_get_uri (file);
  g_app_info_launch_default_for_uri_async (uri, NULL, NULL, on_opened, self);
}

/* Where people look for what they saved, and not where the program happened to be started. */
static void
begin_in_documents (GtkFileChooserNative *chooser)
{
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autoptr (GFile) folder = g_file_new_for_path (path != NULL ? path : g_get_home_dir ());

  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
}

void
soho_calendar_file_save (GtkWindow *window,
                         SohoLibrary *library,
                         gint64 event,
                         SohoLaunchFailed say)
{
  g_autoptr (SohoRecord) record = soho_library_get_record (library, "event", event);
  g_autofree char *name = NULL;
  Saving *self;

  if (record == NULL)
    return;
  name = soho_icalendar_dup_file_name (record);
  self = g_new0 (Saving, 1);
  self->window = g_object_ref (window);
  self->library = g_object_ref (library);
  self->event = event;
  self->say = say;
  self->chooser
      = gtk_file_chooser_native_new (_ ("Save the Meeting for My Calendar"), window,
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  begin_in_documents (self->chooser);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
