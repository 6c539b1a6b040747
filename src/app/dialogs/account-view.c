/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/account-view.h"

#include <glib/gi18n-lib.h>

#include "dialogs/people-ask.h"
#include "dialogs/role-chooser.h"
#include "formats/when.h"
#include "widgets/role-words.h"
#include "widgets/toast.h"

struct _SohoAccountView
{
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *roles;
  GPtrArray *role_rows; /* of roles, not owned */
  SohoRoleChooser *chooser;
  GtkWidget *grant;

  SohoLibrary *library;
  SohoPersonEntry *entry;
  char *role;                /* that is being given or ended; NULL while none is */
  GCancellable *cancellable; /* of all that is asked */
};

G_DEFINE_FINAL_TYPE (SohoAccountView, soho_account_view, ADW_TYPE_PREFERENCES_PAGE)

enum
{
  CHANGED,
  INVITED,
  WITHDRAWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static SohoMembership *
get_membership (SohoAccountView *self)
{
  return soho_library_get_membership (self->library);
}

static const char *
get_name (SohoAccountView *self)
{
  return self->entry->name != NULL ? self->entry->name : self->entry->email;
}

static gboolean
has_role (SohoAccountView *self, const char *role)
{
  return g_strv_contains ((const char *const *) self->entry->roles, role);
}

static void show_roles (SohoAccountView *self);

static void
note_role (SohoAccountView *self, const char *role, gboolean granted)
{
  g_autoptr (GStrvBuilder) roles = g_strv_builder_new ();

  for (char **each = self->entry->roles; *each != NULL; each++)
    if (!g_str_equal (*each, role))
      g_strv_builder_add (roles, *each);
  if (granted)
    g_strv_builder_add (roles, role);
  g_strfreev (self->entry->roles);
  self->entry->roles = g_strv_builder_end (roles);
}

static void
take_role_answer (SohoAccountView *self, GAsyncResult *result, gboolean granted)
{
  g_autofree char *role = g_steal_pointer (&self->role);
  g_autoptr (GError) error = NULL;
  gboolean done = soho_account_work_finish (result, &error) != NULL;

  if (self->library == NULL) /* closed meanwhile */
    return;
  if (done)
    note_role (self, role, granted);
  show_roles (self);
  soho_toast_say (GTK_WIDGET (self), !done     ? error->message
                                     : granted ? _ ("Role given")
                                               : _ ("Role ended"));
  if (!done)
    return;
  /* One's own role is told by a sync. */
  if (self->entry->person == soho_membership_get_person (get_membership (self)))
    soho_library_sync (self->library);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_granted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoAccountView) self = user_data;

  take_role_answer (self, result, TRUE);
}

static void
on_role_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoAccountView) self = user_data;

  take_role_answer (self, result, FALSE);
}

static void
on_grant (SohoAccountView *self)
{
  gboolean whole;
  g_autofree char *role = soho_role_chooser_dup_role (self->chooser, &whole);

  if (self->role != NULL || role == NULL)
    return;
  self->role = g_steal_pointer (&role);
  soho_people_ask_role (get_membership (self), self->entry->person, self->role, TRUE,
                        self->cancellable, on_granted, g_object_ref (self));
  show_roles (self);
}

static void
on_end_response (GtkWidget *button, const char *response)
{
  SohoAccountView *self
      = SOHO_ACCOUNT_VIEW (gtk_widget_get_ancestor (button, SOHO_TYPE_ACCOUNT_VIEW));

  if (g_strcmp0 (response, "end") != 0 || self->role != NULL)
    return;
  self->role = g_strdup (g_object_get_data (G_OBJECT (button), "role"));
  soho_people_ask_role (get_membership (self), self->entry->person, self->role, FALSE,
                        self->cancellable, on_role_ended, g_object_ref (self));
  show_roles (self);
}

static void
ask_before (GtkWidget *widget,
            const char *heading,
            const char *body,
            const char *yes,
            GCallback response,
            gpointer object)
{
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "end",
                                    yes, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "end",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", response, object, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_end (GtkWidget *button)
{
  SohoAccountView *self
      = SOHO_ACCOUNT_VIEW (gtk_widget_get_ancestor (button, SOHO_TYPE_ACCOUNT_VIEW));
  g_autofree char *words
      = soho_role_dup_words (self->library, g_object_get_data (G_OBJECT (button), "role"));
  g_autofree char *heading = g_strdup_printf (_ ("End the Role of %s?"), get_name (self));
  g_autofree char *body = g_strdup_printf (
      _ ("%s\n\nIt ends when their program next syncs. What they wrote stays."), words);

  ask_before (button, heading, body, _ ("_End"), G_CALLBACK (on_end_response), button);
}

static GtkWidget *
create_end_button (SohoAccountView *self, const char *role, const char *words)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_End…"));
  g_autofree char *label = g_strdup_printf (_ ("End the role “%s”"), words);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, self->role == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "role", g_strdup (role), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_end), NULL);
  return button;
}

static void
add_role_row (SohoAccountView *self, const char *role)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *words = soho_role_dup_words (self->library, role);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  if (!g_str_equal (role, "member"))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_end_button (self, role, words));
  adw_preferences_group_add (self->roles, row);
  g_ptr_array_add (self->role_rows, row);
}

static void
refresh_grant (SohoAccountView *self)
{
  gboolean whole;
  g_autofree char *role = soho_role_chooser_dup_role (self->chooser, &whole);

  gtk_widget_set_sensitive (self->grant,
                            self->role == NULL && role != NULL && !has_role (self, role));
}

static void
show_roles (SohoAccountView *self)
{
  for (guint i = 0; i < self->role_rows->len; i++)
    adw_preferences_group_remove (self->roles, g_ptr_array_index (self->role_rows, i));
  g_ptr_array_set_size (self->role_rows, 0);
  for (char **role = self->entry->roles; *role != NULL; role++)
    add_role_row (self, *role);
  refresh_grant (self);
}

static void
on_invited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoAccountView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoInvitation) invitation = soho_account_work_finish (result, &error);

  if (self->library == NULL)
    return;
  if (invitation != NULL)
    g_signal_emit (self, signals[INVITED], 0, invitation);
  else
    soho_toast_say (GTK_WIDGET (self), error->message);
}

static void
on_new_code_response (SohoAccountView *self, const char *response)
{
  if (g_strcmp0 (response, "end") == 0)
    soho_people_ask_invite (get_membership (self), self->entry->email, 0, NULL, self->cancellable,
                            on_invited, g_object_ref (self));
}

static void
on_new_code (SohoAccountView *self)
{
  if (!self->entry->active)
    {
      on_new_code_response (self, "end");
      return;
    }
  ask_before (GTK_WIDGET (self), _ ("Make a New Code?"),
              _ ("Make sure that it is the person themselves who asks: whoever has the code gets "
                 "into the account. As soon as it is used, the old password is void and all their "
                 "computers are signed out."),
              _ ("_Make a Code"), G_CALLBACK (on_new_code_response), self);
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoAccountView) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = soho_account_work_finish (result, &error) != NULL;

  if (self->library == NULL)
    return;
  if (done)
    g_signal_emit (self, signals[WITHDRAWN], 0);
  else
    soho_toast_say (GTK_WIDGET (self), error->message);
}

static void
on_withdraw_response (SohoAccountView *self, const char *response)
{
  if (g_strcmp0 (response, "end") == 0)
    soho_people_ask_withdraw (get_membership (self), self->entry->person, self->cancellable,
                              on_withdrawn, g_object_ref (self));
}

static void
on_withdraw (SohoAccountView *self)
{
  g_autofree char *heading
      = g_strdup_printf (_ ("Withdraw the Invitation of %s?"), get_name (self));

  ask_before (GTK_WIDGET (self), heading, _ ("The code is void at once."), _ ("_Withdraw"),
              G_CALLBACK (on_withdraw_response), self);
}

static void
soho_account_view_dispose (GObject *object)
{
  SohoAccountView *self = SOHO_ACCOUNT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_account_view_parent_class)->dispose (object);
}

static void
soho_account_view_finalize (GObject *object)
{
  SohoAccountView *self = SOHO_ACCOUNT_VIEW (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->role_rows);
  soho_person_entry_free (self->entry);
  g_free (self->role);
  G_OBJECT_CLASS (soho_account_view_parent_class)->finalize (object);
}

static void
soho_account_view_class_init (SohoAccountViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_account_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = soho_account_view_finalize;
  signals[CHANGED] = g_signal_new ("changed", SOHO_TYPE_ACCOUNT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[INVITED] = g_signal_new ("invited", SOHO_TYPE_ACCOUNT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[WITHDRAWN] = g_signal_new ("withdrawn", SOHO_TYPE_ACCOUNT_VIEW, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
soho_account_view_init (SohoAccountView *self)
{
  self->cancellable = g_cancellable_new ();
  self->role_rows = g_ptr_array_new ();
}

static AdwPreferencesGroup *
add_group (SohoAccountView *self, AdwPreferencesGroup *group, const char *title)
{
  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), group);
  return group;
}

static void
add_action (SohoAccountView *self,
            AdwPreferencesGroup *group,
            const char *title,
            const char *subtitle,
            GCallback activated)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
  g_signal_connect_object (row, "activated", activated, self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
}

char *
soho_account_view_dup_state (const SohoPersonEntry *entry)
{
  g_autoptr (GDateTime) expires = g_date_time_new_from_unix_local (entry->expires);
  g_autofree char *day = expires != NULL ? soho_when_dup_day (expires) : NULL;

  if (entry->active)
    return NULL;
  if (entry->expires > g_get_real_time () / G_USEC_PER_SEC && day != NULL)
    return g_strdup_printf (_ ("Code not used yet; it serves until %s"), day);
  return g_strdup (_ ("Code not used, and too old now"));
}

static void
add_who (SohoAccountView *self)
{
  AdwPreferencesGroup *group
      = add_group (self, ADW_PREFERENCES_GROUP (adw_preferences_group_new ()), NULL);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *state = soho_account_view_dup_state (self->entry);
  g_autofree char *subtitle = self->entry->name == NULL ? g_strdup (state)
                              : state != NULL
                                  ? g_strdup_printf ("%s\n%s", self->entry->email, state)
                                  : g_strdup (self->entry->email);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), get_name (self));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "avatar-default-symbolic");
  adw_preferences_group_add (group, row);
}

static void
add_chooser (SohoAccountView *self)
{
  self->chooser = SOHO_ROLE_CHOOSER (soho_role_chooser_new (self->library, FALSE));
  add_group (self, ADW_PREFERENCES_GROUP (self->chooser), _ ("Give Another Role"));
  self->grant = gtk_button_new_with_mnemonic (_ ("_Give This Role"));
  gtk_widget_set_margin_top (self->grant, 12);
  gtk_widget_set_halign (self->grant, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->grant, "pill");
  g_signal_connect_object (self->grant, "clicked", G_CALLBACK (on_grant), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chooser, "changed", G_CALLBACK (refresh_grant), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->chooser), self->grant);
}

static void
add_code_actions (SohoAccountView *self)
{
  AdwPreferencesGroup *group
      = add_group (self, ADW_PREFERENCES_GROUP (adw_preferences_group_new ()), _ ("Access"));

  if (self->entry->active)
    add_action (self, group, _ ("Make a New _Code…"), _ ("For a forgotten password"),
                G_CALLBACK (on_new_code));
  else
    add_action (self, group, _ ("Make a New _Code"), _ ("The one before is void then"),
                G_CALLBACK (on_new_code));
  if (!self->entry->active || self->entry->expires > 0)
    add_action (self, group,
                self->entry->active ? _ ("_Withdraw the Code…") : _ ("_Withdraw the Invitation…"),
                _ ("For instance if the address was wrong"), G_CALLBACK (on_withdraw));
}

GtkWidget *
soho_account_view_new (SohoLibrary *library, const SohoPersonEntry *entry)
{
  SohoAccountView *self = g_object_new (SOHO_TYPE_ACCOUNT_VIEW, NULL);

  self->library = g_object_ref (library);
  self->entry = soho_person_entry_copy (entry);
  add_who (self);
  self->roles = add_group (self, ADW_PREFERENCES_GROUP (adw_preferences_group_new ()), _ ("Roles"));
  add_chooser (self);
  add_code_actions (self);
  show_roles (self);
  return GTK_WIDGET (self);
}
