/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/save-card.h"

#include <glib/gi18n-lib.h>

#include "formats/vcard.h"
#include "store/directory.h"
#include "widgets/toast.h"

/* A save under way. */
typedef struct
{
  GtkWidget *over;      /* owned */
  SohoLibrary *library; /* owned */
  gint64 member;
  GtkFileChooserNative *chooser; /* owned; NULL once the file is known */
} Saving;

static void
saving_free (Saving *self)
{
  g_clear_object (&self->chooser);
  g_object_unref (self->library);
  g_object_unref (self->over);
  g_free (self);
}

static GPtrArray *
list_contact_points (SohoLibrary *library, gint64 member)
{
  const SohoKind *kind = soho_library_get_kind (library, "contact_point");
  SohoCondition condition = { .field = (guint) soho_kind_find_field (kind, "member") };
  g_autoptr (GError) error = NULL;
  GPtrArray *points;

  soho_value_set_integer (&condition.value, member);
  points = soho_replica_list (soho_library_get_replica (library), kind, &condition, 1, &error);
  if (points == NULL)
    soho_library_report (library, g_steal_pointer (&error));
  return points;
}

static GBytes *
write_card (SohoLibrary *library, SohoRecord *member)
{
  gint64 id = soho_record_get_id (member);
  g_autoptr (GPtrArray) points = list_contact_points (library, id);
  g_auto (GStrv) skills = soho_replica_dup_skills (soho_library_get_replica (library), id, NULL);

  return soho_vcard_write (member, points, (const char *const *) skills);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) over = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *sentence = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    sentence = g_strdup_printf (_ ("Saved as “%s”"), shown);
  else
    sentence = g_strdup_printf (_ ("“%s” could not be saved: %s. Choose another folder."), shown,
                                error->message);
  soho_toast_say (over, sentence);
}

void
soho_save_card_to (GtkWidget *over, SohoLibrary *library, gint64 id, GFile *file)
{
  g_autoptr (SohoRecord) member = soho_library_get_record (library, "member", id);
  g_autoptr (GBytes) bytes = NULL;

  if (member == NULL)
    return;
  bytes = write_card (library, member);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       on_written, g_object_ref (over));
}

static void
on_response (GtkNativeDialog *dialog, int response, Saving *saving)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    soho_save_card_to (saving->over, saving->library, saving->member, file);
  gtk_native_dialog_destroy (dialog);
  saving_free (saving);
}

void
soho_save_card (GtkWidget *over, SohoLibrary *library, gint64 id)
{
  g_autoptr (SohoRecord) member = soho_library_get_record (library, "member", id);
  GtkRoot *root = gtk_widget_get_root (over);
  g_autofree char *name = NULL;
  Saving *saving;

  if (member == NULL)
    return;
  name = soho_vcard_dup_file_name (member);
  saving = g_new0 (Saving, 1);
  saving->over = g_object_ref (over);
  saving->library = g_object_ref (library);
  saving->member = id;
  saving->chooser = gtk_file_chooser_native_new (
      _ ("Save Contact"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (saving->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (saving->chooser), TRUE);
  g_signal_connect (saving->chooser, "response", G_CALLBACK (on_response), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (saving->chooser));
}
