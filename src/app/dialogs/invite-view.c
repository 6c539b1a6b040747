/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/invite-view.h"

#include <glib/gi18n-lib.h>

#include "dialogs/card-chooser.h"
#include "dialogs/people-ask.h"
#include "dialogs/role-chooser.h"

struct _SohoInviteView
{
  AdwPreferencesPage parent_instance;

  AdwEntryRow *email;
  SohoCardChooser *card;
  SohoRoleChooser *role;
  GtkLabel *complaint;
  GtkWidget *invite;
  GtkSpinner *spinner;

  SohoLibrary *library;
  GCancellable *cancellable; /* of the invitation under way, else NULL */
};

G_DEFINE_FINAL_TYPE (SohoInviteView, soho_invite_view, ADW_TYPE_PREFERENCES_PAGE)

enum
{
  INVITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
complain (SohoInviteView *self, const char *sentence)
{
  gtk_label_set_text (self->complaint, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->complaint), *sentence != '\0');
}

static void
refresh (SohoInviteView *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean whole;
  g_autofree char *role = soho_role_chooser_dup_role (self->role, &whole);

  gtk_widget_set_sensitive (
      self->invite, !busy && whole && *gtk_editable_get_text (GTK_EDITABLE (self->email)) != '\0');
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
}

static void
on_changed (SohoInviteView *self)
{
  complain (self, "");
  refresh (self);
}

static void
on_invited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoInviteView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoInvitation) invitation = soho_account_work_finish (result, &error);

  g_clear_object (&self->cancellable);
  if (self->library == NULL) /* closed meanwhile */
    return;
  refresh (self);
  if (invitation != NULL)
    g_signal_emit (self, signals[INVITED], 0, invitation);
  else
    complain (self, error->message);
}

static void
on_invite (SohoInviteView *self)
{
  gboolean whole;
  g_autofree char *role = soho_role_chooser_dup_role (self->role, &whole);

  if (!gtk_widget_get_sensitive (self->invite))
    return;
  complain (self, "");
  self->cancellable = g_cancellable_new ();
  soho_people_ask_invite (soho_library_get_membership (self->library),
                          gtk_editable_get_text (GTK_EDITABLE (self->email)),
                          soho_card_chooser_get_member (self->card), role, self->cancellable,
                          on_invited, g_object_ref (self));
  refresh (self);
}

static void
soho_invite_view_dispose (GObject *object)
{
  SohoInviteView *self = SOHO_INVITE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_invite_view_parent_class)->dispose (object);
}

static void
soho_invite_view_class_init (SohoInviteViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_invite_view_dispose;
  signals[INVITED] = g_signal_new ("invited", SOHO_TYPE_INVITE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
soho_invite_view_init (SohoInviteView *self)
{
}

static void
add_group (SohoInviteView *self,
           AdwPreferencesGroup *group,
           const char *title,
           const char *description)
{
  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), group);
}

static void
add_email (SohoInviteView *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->email = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->email), _ ("_E-mail Address"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->email), TRUE);
  adw_entry_row_set_input_purpose (self->email, GTK_INPUT_PURPOSE_EMAIL);
  g_signal_connect_swapped (self->email, "changed", G_CALLBACK (on_changed), self);
  adw_preferences_group_add (group, GTK_WIDGET (self->email));
  add_group (self, group, NULL,
             _ ("You get a code to pass on. With it the person chooses a password, and signs in "
                "with this address from then on."));
}

static void
add_button (SohoInviteView *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->complaint = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->complaint, TRUE);
  gtk_label_set_xalign (self->complaint, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->complaint), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->complaint), "error");
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->invite = gtk_button_new_with_mnemonic (_ ("_Invite"));
  gtk_widget_set_halign (self->invite, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->invite, "pill");
  gtk_widget_add_css_class (self->invite, "suggested-action");
  g_signal_connect_swapped (self->invite, "clicked", G_CALLBACK (on_invite), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->complaint));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), self->invite);
  adw_preferences_group_add (group, box);
  add_group (self, group, NULL, NULL);
}

GtkWidget *
soho_invite_view_new (SohoLibrary *library)
{
  SohoInviteView *self = g_object_new (SOHO_TYPE_INVITE_VIEW, NULL);

  self->library = g_object_ref (library);
  add_email (self);
  self->card = SOHO_CARD_CHOOSER (soho_card_chooser_new (library));
  add_group (self, ADW_PREFERENCES_GROUP (self->card), _ ("Their Card"),
             _ ("If there is one already, it becomes theirs to keep."));
  self->role = SOHO_ROLE_CHOOSER (soho_role_chooser_new (library, TRUE));
  add_group (self, ADW_PREFERENCES_GROUP (self->role), _ ("Their Role"), NULL);
  g_signal_connect_object (self->role, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  add_button (self);
  refresh (self);
  return GTK_WIDGET (self);
}
