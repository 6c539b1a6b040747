/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/password-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _SohoPasswordDialog
{
  AdwWindow parent_instance;

  AdwEntryRow *old_password;
  AdwEntryRow *new_password;
  GtkLabel *complaint;
  GtkWidget *change;
  GtkStack *change_face;

  SohoLibrary *library;
  GCancellable *cancellable; /* of the change under way, else NULL */
};

G_DEFINE_FINAL_TYPE (SohoPasswordDialog, soho_password_dialog, ADW_TYPE_WINDOW)

enum
{
  PASSWORD_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
refresh (SohoPasswordDialog *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean complete
      = *get_text (self->old_password) != '\0' && *get_text (self->new_password) != '\0';

  gtk_widget_set_sensitive (GTK_WIDGET (self->old_password), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->new_password), !busy);
  gtk_widget_set_sensitive (self->change, !busy && complete);
  gtk_stack_set_visible_child_name (self->change_face, busy ? "spinner" : "words");
}

static void
complain (SohoPasswordDialog *self, const char *sentence)
{
  gtk_label_set_text (self->complaint, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->complaint), *sentence != '\0');
}

static void
on_changed (SohoPasswordDialog *self)
{
  complain (self, "");
  refresh (self);
}

typedef struct
{
  char *old_password, *new_password;
} Wish;

static void
wipe (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  wipe (wish->old_password);
  wipe (wish->new_password);
  g_free (wish);
}

static gpointer
change_password (SohoReplica *replica, gpointer data, GCancellable *cancellable, GError **error)
{
  Wish *wish = data;

  return soho_account_change_password (replica, wish->old_password, wish->new_password, cancellable,
                                       error)
             ? wish
             : NULL;
}

/* The address is not in question here, so the sentence is another than at the door. */
static const char *
get_sentence (const GError *error)
{
  if (g_error_matches (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD))
    return _ ("This is not your present password. Look at the capitals, and try again.");
  return error->message;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoPasswordDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean changed = soho_account_work_finish (result, &error) != NULL;

  g_clear_object (&self->cancellable);
  if (changed)
    g_signal_emit (self, signals[PASSWORD_CHANGED], 0);
  if (self->library == NULL) /* closed meanwhile */
    return;
  if (changed)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  refresh (self);
  complain (self, get_sentence (error));
  gtk_widget_grab_focus (
      g_error_matches (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD_LENGTH)
          ? GTK_WIDGET (self->new_password)
          : GTK_WIDGET (self->old_password));
}

static void
on_change (SohoPasswordDialog *self)
{
  Wish *wish;

  if (self->cancellable != NULL || !gtk_widget_get_sensitive (self->change))
    return;
  complain (self, "");
  wish = g_new0 (Wish, 1);
  wish->old_password = g_strdup (get_text (self->old_password));
  wish->new_password = g_strdup (get_text (self->new_password));
  self->cancellable = g_cancellable_new ();
  soho_membership_ask_async (soho_library_get_membership (self->library), change_password, wish,
                             wish_free, NULL, self->cancellable, on_done, g_object_ref (self));
  refresh (self);
}

static void
soho_password_dialog_dispose (GObject *object)
{
  SohoPasswordDialog *self = SOHO_PASSWORD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_password_dialog_parent_class)->dispose (object);
}

static void
soho_password_dialog_class_init (SohoPasswordDialogClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_password_dialog_dispose;
  signals[PASSWORD_CHANGED] = g_signal_new ("password-changed", SOHO_TYPE_PASSWORD_DIALOG,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/password-dialog.ui");
  gtk_widget_class_bind_template_child (widget, SohoPasswordDialog, old_password);
  gtk_widget_class_bind_template_child (widget, SohoPasswordDialog, new_password);
  gtk_widget_class_bind_template_child (widget, SohoPasswordDialog, complaint);
  gtk_widget_class_bind_template_child (widget, SohoPasswordDialog, change);
  gtk_widget_class_bind_template_child (widget, SohoPasswordDialog, change_face);
  gtk_widget_class_bind_template_callback (widget, on_changed);
  gtk_widget_class_bind_template_callback (widget, on_change);
  gtk_widget_class_add_binding_action (widget, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
soho_password_dialog_init (SohoPasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
soho_password_dialog_new (GtkWindow *parent, SohoLibrary *library)
{
  SohoPasswordDialog *self
      = g_object_new (SOHO_TYPE_PASSWORD_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->library = g_object_ref (library);
  refresh (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->old_password));
  return GTK_WIDGET (self);
}
