/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/sign-in-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "account.h"
#include "dialogs/seal-dialog.h"
#include "widgets/toast.h"

struct _SohoSignInDialog
{
  AdwWindow parent_instance;

  GtkStack *ways; /* "password" and "code" */
  AdwEntryRow *email;
  AdwEntryRow *password;
  AdwEntryRow *code;
  AdwEntryRow *new_password;
  GtkCheckButton *shared;
  GtkLabel *complaint;
  GtkLabel *server;
  GtkButton *enter;
  GtkStack *enter_face; /* "words" and "spinner" */
  GtkButton *other_way;

  SohoLibrary *library;
  GCancellable *cancellable; /* of the sign-in under way, else NULL */
};

G_DEFINE_FINAL_TYPE (SohoSignInDialog, soho_sign_in_dialog, ADW_TYPE_WINDOW)

static gboolean
is_by_code (SohoSignInDialog *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->ways), "code") == 0;
}

static AdwEntryRow *
get_name_row (SohoSignInDialog *self)
{
  return is_by_code (self) ? self->code : self->email;
}

static AdwEntryRow *
get_password_row (SohoSignInDialog *self)
{
  return is_by_code (self) ? self->new_password : self->password;
}

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* What can be asked for at all; whether a new password is long enough is said when it is tried. */
static gboolean
is_complete (SohoSignInDialog *self)
{
  return *get_text (get_name_row (self)) != '\0' && *get_text (get_password_row (self)) != '\0';
}

static void
complain (SohoSignInDialog *self, const char *sentence)
{
  gtk_label_set_text (self->complaint, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->complaint), *sentence != '\0');
}

static void
refresh (SohoSignInDialog *self)
{
  gboolean busy = self->cancellable != NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->ways), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->shared), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->other_way), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->enter), !busy && is_complete (self));
  gtk_stack_set_visible_child_name (self->enter_face, busy ? "spinner" : "words");
}

static void
on_changed (SohoSignInDialog *self)
{
  complain (self, "");
  refresh (self);
}

static void
on_entered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean entered = soho_membership_enter_finish (SOHO_MEMBERSHIP (source), result, &error);

  g_clear_object (&self->cancellable);
  if (self->library == NULL) /* closed meanwhile */
    return;
  if (entered)
    {
      GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
      g_autofree char *said = g_strdup_printf (
          _ ("Signed in as %s"), soho_membership_get_email (SOHO_MEMBERSHIP (source)));

      if (parent != NULL)
        {
          soho_toast_say (GTK_WIDGET (parent), said);
          soho_seal_dialog_ask (parent, self->library);
        }
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  refresh (self);
  complain (self, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (get_password_row (self)));
}

static void
on_enter (SohoSignInDialog *self)
{
  if (self->cancellable != NULL || !is_complete (self))
    return;
  complain (self, "");
  self->cancellable = g_cancellable_new ();
  soho_membership_enter_async (soho_library_get_membership (self->library),
                               get_text (get_name_row (self)), is_by_code (self),
                               get_text (get_password_row (self)),
                               gtk_check_button_get_active (self->shared), self->cancellable,
                               on_entered, g_object_ref (self));
  refresh (self);
}

static void
show_way (SohoSignInDialog *self, gboolean by_code)
{
  gtk_stack_set_visible_child_name (self->ways, by_code ? "code" : "password");
  gtk_button_set_label (self->other_way, by_code ? _ ("I Have a _Password Already")
                                                 : _ ("First Time, or _Forgotten Password"));
  on_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_name_row (self)));
}

static void
on_other_way (SohoSignInDialog *self)
{
  show_way (self, !is_by_code (self));
}

static void
soho_sign_in_dialog_dispose (GObject *object)
{
  SohoSignInDialog *self = SOHO_SIGN_IN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_sign_in_dialog_parent_class)->dispose (object);
}

static void
soho_sign_in_dialog_class_init (SohoSignInDialogClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_sign_in_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, ways);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, email);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, password);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, code);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, new_password);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, shared);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, complaint);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, server);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, enter);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, enter_face);
  gtk_widget_class_bind_template_child (widget, SohoSignInDialog, other_way);
  gtk_widget_class_bind_template_callback (widget, on_changed);
  gtk_widget_class_bind_template_callback (widget, on_enter);
  gtk_widget_class_bind_template_callback (widget, on_other_way);
  gtk_widget_class_add_binding_action (widget, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
soho_sign_in_dialog_init (SohoSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
soho_sign_in_dialog_new (GtkWindow *parent, SohoLibrary *library)
{
  SohoSignInDialog *self
      = g_object_new (SOHO_TYPE_SIGN_IN_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  const char *server = soho_library_get_server (library);
  const char *host = server != NULL ? strstr (server, "://") : NULL;
  g_autofree char *at = host != NULL ? g_strdup_printf (_ ("Server: %s"), host + 3) : NULL;

  g_return_val_if_fail (server != NULL, NULL);

  self->library = g_object_ref (library);
  gtk_label_set_text (self->server, at);
  show_way (self, FALSE);
  return GTK_WIDGET (self);
}
