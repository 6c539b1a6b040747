/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/account-dialog.h"

#include <glib/gi18n-lib.h>

#include "dialogs/password-dialog.h"
#include "formats/when.h"
#include "widgets/role-words.h"
#include "widgets/toast.h"

struct _SohoAccountDialog
{
  AdwWindow parent_instance;

  AdwActionRow *who;
  AdwPreferencesGroup *roles;
  GtkListBox *sign_ins;
  GtkStack *sign_ins_state;
  GtkLabel *failure;

  SohoLibrary *library;
  GPtrArray *role_rows;      /* of roles; its own, not owned */
  GCancellable *cancellable; /* of what is asked */
};

G_DEFINE_FINAL_TYPE (SohoAccountDialog, soho_account_dialog, ADW_TYPE_WINDOW)

static SohoMembership *
get_membership (SohoAccountDialog *self)
{
  return soho_library_get_membership (self->library);
}

static void list_sign_ins (SohoAccountDialog *self);

static void
show_who (SohoAccountDialog *self)
{
  SohoMembership *membership = get_membership (self);
  g_autoptr (SohoRecord) card
      = soho_library_get_record (self->library, "member", soho_membership_get_person (membership));
  g_autofree char *name = card != NULL ? soho_record_dup_title (card) : NULL;
  const char *email = soho_membership_get_email (membership);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->who), name != NULL ? name : email);
  adw_action_row_set_subtitle (self->who, name != NULL ? email : NULL);
}

static void
show_roles (SohoAccountDialog *self)
{
  for (guint i = 0; i < self->role_rows->len; i++)
    adw_preferences_group_remove (self->roles, g_ptr_array_index (self->role_rows, i));
  g_ptr_array_set_size (self->role_rows, 0);
  for (const char *const *role = soho_membership_get_roles (get_membership (self)); *role != NULL;
       role++)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *words = soho_role_dup_words (self->library, *role);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), soho_role_get_meaning (*role));
      adw_preferences_group_add (self->roles, row);
      g_ptr_array_add (self->role_rows, row);
    }
}

static void
on_changed (SohoAccountDialog *self)
{
  if (soho_membership_get_email (get_membership (self)) == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  show_who (self);
  show_roles (self);
}

/* "Today", or the day; the server tells it to the hour. */
static char *
dup_day (gint64 unix_s)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (unix_s);

  if (then == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (now) == g_date_time_get_year (then)
      && g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (then))
    return g_strdup (_ ("today"));
  return soho_when_dup_day (then);
}

static char *
dup_since (const SohoSignInEntry *entry)
{
  g_autofree char *created = dup_day (entry->created);
  g_autofree char *seen = dup_day (entry->seen);

  if (entry->here)
    return g_strdup_printf (_ ("This computer; first signed in: %s"), created);
  return g_strdup_printf (_ ("Last seen: %s\nFirst signed in: %s"), seen, created);
}

/* data: the id of the sign-in, as a pointer. */
static gpointer
end_sign_in (SohoReplica *replica, gpointer data, GCancellable *cancellable, GError **error)
{
  return soho_account_end_sign_in (replica, GPOINTER_TO_UINT (data), cancellable, error) ? data
                                                                                         : NULL;
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoAccountDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ended = soho_account_work_finish (result, &error) != NULL;

  if (self->library == NULL)
    return;
  soho_toast_say (GTK_WIDGET (self->sign_ins), ended ? _ ("Signed out there") : error->message);
  list_sign_ins (self);
}

static void
on_end_response (GtkWidget *button, const char *response)
{
  SohoAccountDialog *self = SOHO_ACCOUNT_DIALOG (gtk_widget_get_root (button));

  if (g_strcmp0 (response, "end") != 0)
    return;
  gtk_widget_set_sensitive (button, FALSE);
  soho_membership_ask_async (get_membership (self), end_sign_in,
                             g_object_get_data (G_OBJECT (button), "id"), NULL, NULL,
                             self->cancellable, on_ended, g_object_ref (self));
}

static void
on_end (GtkWidget *button)
{
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (button)), NULL, NULL);

  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _ ("Sign Out of “%s”?"),
                                     (char *) g_object_get_data (G_OBJECT (button), "device"));
  adw_message_dialog_set_body (
      ADW_MESSAGE_DIALOG (dialog),
      _ ("Nobody can read or write there in your name any more. What was written there and not "
         "sent yet stays there, until you sign in again."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "end",
                                    _ ("_Sign It Out"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "end",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_end_response), button,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_end_button (AdwActionRow *row, const SohoSignInEntry *entry)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Sign It Out…"));
  g_autofree char *label = g_strdup_printf (_ ("Sign out of %s"), entry->device);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data (G_OBJECT (button), "id", GUINT_TO_POINTER (entry->id));
  g_object_set_data_full (G_OBJECT (button), "device", g_strdup (entry->device), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_end), NULL);
  adw_action_row_add_suffix (row, button);
}

static GtkWidget *
create_row (const SohoSignInEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *since = dup_since (entry);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->device);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), since);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "computer-symbolic");
  if (entry->here)
    {
      GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

      gtk_widget_set_tooltip_text (mark, _ ("This computer"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
    }
  else
    add_end_button (ADW_ACTION_ROW (row), entry);
  return row;
}

static void
fill_sign_ins (SohoAccountDialog *self, GPtrArray *entries)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->sign_ins))) != NULL)
    gtk_list_box_remove (self->sign_ins, row);
  /* This computer first: it is what one looks for. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < entries->len; i++)
      {
        const SohoSignInEntry *entry = g_ptr_array_index (entries, i);

        if (entry->here == (pass == 0))
          gtk_list_box_append (self->sign_ins, create_row (entry));
      }
}

static gpointer
ask_sign_ins (SohoReplica *replica, gpointer data, GCancellable *cancellable, GError **error)
{
  return soho_account_list_sign_ins (replica, cancellable, error);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoAccountDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = soho_account_work_finish (result, &error);

  if (self->library == NULL)
    return;
  if (entries != NULL)
    fill_sign_ins (self, entries);
  else
    gtk_label_set_text (self->failure, error->message);
  gtk_stack_set_visible_child_name (self->sign_ins_state, entries != NULL ? "list" : "failure");
}

static void
list_sign_ins (SohoAccountDialog *self)
{
  if (gtk_widget_get_first_child (GTK_WIDGET (self->sign_ins)) == NULL)
    gtk_stack_set_visible_child_name (self->sign_ins_state, "waiting");
  soho_membership_ask_async (get_membership (self), ask_sign_ins, NULL, NULL,
                             (GDestroyNotify) g_ptr_array_unref, self->cancellable, on_listed,
                             g_object_ref (self));
}

static void
on_retry (SohoAccountDialog *self)
{
  list_sign_ins (self);
}

/* A new password ends the other sign-ins. */
static void
on_password_changed (SohoAccountDialog *self)
{
  soho_toast_say (GTK_WIDGET (self->sign_ins), _ ("Password changed"));
  list_sign_ins (self);
}

static void
on_password (SohoAccountDialog *self)
{
  GtkWidget *dialog = soho_password_dialog_new (GTK_WINDOW (self), self->library);

  g_signal_connect_object (dialog, "password-changed", G_CALLBACK (on_password_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_sign_out (SohoAccountDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent == NULL)
    return;
  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.sign-out", NULL);
}

static void
soho_account_dialog_dispose (GObject *object)
{
  SohoAccountDialog *self = SOHO_ACCOUNT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_account_dialog_parent_class)->dispose (object);
}

static void
soho_account_dialog_finalize (GObject *object)
{
  SohoAccountDialog *self = SOHO_ACCOUNT_DIALOG (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->role_rows);
  G_OBJECT_CLASS (soho_account_dialog_parent_class)->finalize (object);
}

static void
soho_account_dialog_class_init (SohoAccountDialogClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_account_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = soho_account_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/account-dialog.ui");
  gtk_widget_class_bind_template_child (widget, SohoAccountDialog, who);
  gtk_widget_class_bind_template_child (widget, SohoAccountDialog, roles);
  gtk_widget_class_bind_template_child (widget, SohoAccountDialog, sign_ins);
  gtk_widget_class_bind_template_child (widget, SohoAccountDialog, sign_ins_state);
  gtk_widget_class_bind_template_child (widget, SohoAccountDialog, failure);
  gtk_widget_class_bind_template_callback (widget, on_retry);
  gtk_widget_class_bind_template_callback (widget, on_password);
  gtk_widget_class_bind_template_callback (widget, on_sign_out);
  gtk_widget_class_add_binding_action (widget, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
soho_account_dialog_init (SohoAccountDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->role_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
soho_account_dialog_new (GtkWindow *parent, SohoLibrary *library)
{
  SohoAccountDialog *self
      = g_object_new (SOHO_TYPE_ACCOUNT_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (get_membership (self), "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  on_changed (self);
  list_sign_ins (self);
  return GTK_WIDGET (self);
}
