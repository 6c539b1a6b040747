/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "windows/account-menu.h"

#include <glib/gi18n-lib.h>

#include "dialogs/account-dialog.h"
#include "dialogs/own-data-dialog.h"
#include "dialogs/people-dialog.h"
#include "membership.h"
#include "widgets/toast.h"

/* In characters. */
#define LONGEST_HEADING 32

typedef struct
{
  GMenu *menu; /* its first section is ours */
  SohoLibrary *library;
  gboolean again; /* it offers to sign in again */
} AccountMenu;

#define DATA "soho-account-menu"

static void
account_menu_free (AccountMenu *self)
{
  g_signal_handlers_disconnect_by_data (self->library, self);
  g_signal_handlers_disconnect_by_data (soho_library_get_membership (self->library), self);
  g_object_unref (self->library);
  g_object_unref (self->menu);
  g_free (self);
}

/* A menu is as wide as its widest line; of a long address the domain tells least. */
static char *
dup_heading (const char *email)
{
  glong length = g_utf8_strlen (email, -1);
  g_autofree char *beginning = NULL;

  if (length <= LONGEST_HEADING)
    return g_strdup (email);
  beginning = g_utf8_substring (email, 0, LONGEST_HEADING - 1);
  return g_strconcat (beginning, "…", NULL);
}

static gboolean
offers_again (AccountMenu *self)
{
  return soho_membership_get_email (soho_library_get_membership (self->library)) != NULL
         && soho_library_is_signed_out (self->library);
}

static void
add_section (AccountMenu *self)
{
  const char *email = soho_membership_get_email (soho_library_get_membership (self->library));
  g_autoptr (GMenu) section = g_menu_new ();
  g_autofree char *heading = NULL;

  self->again = offers_again (self);
  if (email != NULL)
    heading = dup_heading (email);
  if (self->again)
    g_menu_append (section, _ ("Sign _In Again…"), "win.sign-in");
  if (email != NULL)
    {
      g_menu_append (section, _ ("My _Account…"), "win.account");
      g_menu_append (section, _ ("My _Data…"), "win.own-data");
      if (soho_membership_has_role (soho_library_get_membership (self->library), "staff"))
        g_menu_append (section, _ ("_Members and Roles…"), "win.people");
      g_menu_append (section, _ ("Sign _Out…"), "win.sign-out");
    }
  else
    g_menu_append (section, _ ("Sign _In…"), "win.sign-in");
  g_menu_prepend_section (self->menu, heading, G_MENU_MODEL (section));
}

static void
on_changed (AccountMenu *self)
{
  g_menu_remove (self->menu, 0);
  add_section (self);
}

/* This comes often during a sync, and an open menu would flicker. */
static void
on_sync_changed (AccountMenu *self)
{
  if (offers_again (self) != self->again)
    on_changed (self);
}

void
soho_account_menu_attach (GtkWindow *window, GMenu *menu, SohoLibrary *library)
{
  AccountMenu *self = g_new0 (AccountMenu, 1);

  self->menu = g_object_ref (menu);
  self->library = g_object_ref (library);
  add_section (self);
  g_signal_connect_swapped (soho_library_get_membership (library), "changed",
                            G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (library, "sync-changed", G_CALLBACK (on_sync_changed), self);
  g_object_set_data_full (G_OBJECT (window), DATA, self, (GDestroyNotify) account_menu_free);
}

static AccountMenu *
get_menu (GtkWidget *window)
{
  return g_object_get_data (G_OBJECT (window), DATA);
}

static void
account_action (GtkWidget *window, const char *name, GVariant *parameter)
{
  SohoLibrary *library = get_menu (window)->library;

  if (soho_membership_get_email (soho_library_get_membership (library)) != NULL)
    gtk_window_present (GTK_WINDOW (soho_account_dialog_new (GTK_WINDOW (window), library)));
}

static void
own_data_action (GtkWidget *window, const char *name, GVariant *parameter)
{
  SohoLibrary *library = get_menu (window)->library;

  if (soho_membership_get_email (soho_library_get_membership (library)) != NULL)
    gtk_window_present (GTK_WINDOW (soho_own_data_dialog_new (GTK_WINDOW (window), library)));
}

static void
people_action (GtkWidget *window, const char *name, GVariant *parameter)
{
  SohoLibrary *library = get_menu (window)->library;

  if (soho_membership_has_role (soho_library_get_membership (library), "staff"))
    gtk_window_present (GTK_WINDOW (soho_people_dialog_new (GTK_WINDOW (window), library)));
}

void
soho_account_menu_install_actions (GtkWidgetClass *window)
{
  gtk_widget_class_install_action (window, "win.account", NULL, account_action);
  gtk_widget_class_install_action (window, "win.own-data", NULL, own_data_action);
  gtk_widget_class_install_action (window, "win.people", NULL, people_action);
}

/* The window may have gone. */
typedef struct
{
  GWeakRef window;
  SohoLibrary *library;
  gboolean seal;
} Leaving;

static void
leaving_free (Leaving *leaving)
{
  g_weak_ref_clear (&leaving->window);
  g_object_unref (leaving->library);
  g_free (leaving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leaving, leaving_free)

static void leave (GtkWindow *window, SohoLibrary *library, gboolean seal);

static void
on_seal_response (AdwMessageDialog *dialog, const char *response, SohoLibrary *library)
{
  if (g_strcmp0 (response, "seal") == 0)
    leave (gtk_window_get_transient_for (GTK_WINDOW (dialog)), library, TRUE);
}

/* What was written must neither be lost nor lie open on a computer that others use. */
static void
offer_seal (GtkWindow *window, SohoLibrary *library)
{
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Not Everything Has Been Sent"), NULL);

  adw_message_dialog_set_body (
      ADW_MESSAGE_DIALOG (dialog),
      _ ("What you wrote here has not reached the server yet. Stay and send it, or leave it here, "
         "sealed: nobody can read it, and it is sent after you sign in again on this computer."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _ ("S_tay"), "seal",
                                    _ ("_Seal and Sign Out"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_seal_response), library, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_left (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Leaving) leaving = user_data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&leaving->window);
  g_autoptr (GError) error = NULL;
  gboolean told;

  if (!soho_membership_leave_finish (SOHO_MEMBERSHIP (source), result, &told, &error))
    {
      if (!leaving->seal && window != NULL
          && g_error_matches (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_UNSENT))
        offer_seal (GTK_WINDOW (window), leaving->library);
      else
        soho_library_report (leaving->library, g_steal_pointer (&error));
    }
  else if (window != NULL && told)
    soho_toast_say (window, _ ("Signed out"));
  else if (window != NULL)
    soho_toast_say (window, _ ("Signed out here; the server could not be told"));
}

static void
leave (GtkWindow *window, SohoLibrary *library, gboolean seal)
{
  Leaving *leaving = g_new0 (Leaving, 1);

  g_weak_ref_init (&leaving->window, window);
  leaving->library = g_object_ref (library);
  leaving->seal = seal;
  soho_membership_leave_async (soho_library_get_membership (library), seal, on_left, leaving);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, SohoLibrary *library)
{
  if (g_strcmp0 (response, "leave") == 0)
    leave (gtk_window_get_transient_for (GTK_WINDOW (dialog)), library, FALSE);
}

void
soho_account_menu_sign_out (GtkWindow *window, SohoLibrary *library)
{
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Sign Out?"), NULL);

  adw_message_dialog_set_body (
      ADW_MESSAGE_DIALOG (dialog),
      _ ("What only members may read leaves this computer; what everybody may read stays. You can "
         "sign in again with your address and your password."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "leave",
                                    _ ("Sign _Out"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "leave",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), library, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
