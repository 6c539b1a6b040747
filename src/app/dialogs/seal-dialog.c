/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/seal-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "membership.h"
#include "store/seal.h"
#include "widgets/toast.h"

/* One question, and what becomes of it. */
typedef struct
{
  GWeakRef parent;
  SohoLibrary *library;
  char *password; /* as it stands in the dialog, which is gone when it answers */
} Question;

static void
wipe (gpointer text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
question_free (Question *self)
{
  wipe (self->password);
  g_weak_ref_clear (&self->parent);
  g_object_unref (self->library);
  g_free (self);
}

static void ask (GtkWindow *parent, SohoLibrary *library, const char *body);

/* data: the password. Hands on how much is left, and one more. */
static gpointer
open_seals (SohoReplica *replica, gpointer data, GCancellable *cancellable, GError **error)
{
  guint left;

  return soho_replica_open_seals (replica, data, &left, error) ? GUINT_TO_POINTER (left + 1) : NULL;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *self = user_data;
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&self->parent);
  g_autoptr (GError) error = NULL;
  guint left = GPOINTER_TO_UINT (soho_account_work_finish (result, &error));

  if (error != NULL)
    soho_library_report (self->library, g_steal_pointer (&error));
  else if (parent != NULL && left > 1)
    ask (parent, self->library,
         _ ("It was another password. Look at the capitals, and try again; what is sealed stays "
            "here meanwhile."));
  else if (parent != NULL)
    soho_toast_say (GTK_WIDGET (parent), _ ("What you had left here is back, and is being sent"));
  if (left == 1)
    soho_library_sync (self->library);
  question_free (self);
}

static void
on_changed (GtkEditable *entry, Question *self)
{
  wipe (self->password);
  self->password = g_strdup (gtk_editable_get_text (entry));
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Question *self)
{
  /* GTK 4.8 stumbles over a password entry that goes while it has the focus. */
  gtk_window_set_focus (GTK_WINDOW (dialog), NULL);
  if (g_strcmp0 (response, "open") != 0)
    {
      question_free (self);
      return;
    }
  soho_membership_ask_async (soho_library_get_membership (self->library), open_seals,
                             g_strdup (self->password), wipe, NULL, NULL, on_opened, self);
}

static void
ask (GtkWindow *parent, SohoLibrary *library, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("Your Writing Waits Here"), body);
  GtkWidget *entry = gtk_password_entry_new ();
  Question *self = g_new0 (Question, 1);

  g_weak_ref_init (&self->parent, parent);
  self->library = g_object_ref (library);
  self->password = g_strdup ("");
  g_signal_connect (entry, "changed", G_CALLBACK (on_changed), self);
  g_object_set (entry, "placeholder-text", _ ("Earlier password"), "show-peek-icon", TRUE,
                "activates-default", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Earlier password"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "later", _ ("_Later"), "open",
                                    _ ("_Open It"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "open",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "later");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "open");
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
soho_seal_dialog_ask (GtkWindow *parent, SohoLibrary *library)
{
  g_autoptr (GError) error = NULL;
  guint n;

  if (!soho_replica_count_seals (soho_library_get_replica (library), &n, &error))
    soho_library_report (library, g_steal_pointer (&error));
  else if (n > 0)
    ask (parent, library,
         _ ("When you left this computer, what had not been sent was sealed under the password "
            "that you had then."));
}
