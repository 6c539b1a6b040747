/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-view.h"
#include "accounts/invite.h"
#include "dialogs/account-dialog.h"
#include "dialogs/password-dialog.h"
#include "dialogs/people-dialog.h"
#include "dialogs/role-chooser.h"
#include "fixture.h"
#include "network.h"
#include "people.h"
#include "widgets/role-words.h"
#include "widgets/toast.h"
#include "windows/main-window.h"

#include <string.h>

/* The windows about accounts, with a real server on loopback. */

static void
test_role_words (void)
{
  static const char *const roles[]
      = { "member", "staff", "village_contact:20", "reception:999", "pilot", NULL };
  Fixture fixture;
  g_autofree char *line = NULL;

  fixture_open (&fixture, FALSE);
  line = soho_role_dup_line (fixture.library, roles);
  g_assert_cmpstr (line, ==,
                   "Network staff · Village contact: Condom · Telecentre reception · pilot");
  g_assert_nonnull (soho_role_get_meaning ("reception:30"));
  g_assert_null (soho_role_get_meaning ("pilot"));
  g_assert_null (soho_role_get_meaning ("staffs"));
  fixture_close (&fixture);
}

static void
test_account (void)
{
  View view;

  view_open (&view, "village_contact:20");
  view_show (&view, soho_account_dialog_new (NULL, view.fixture.library));
  g_assert_nonnull (find (view.window, ODILE));
  g_assert_nonnull (find (view.window, "Village contact: Condom"));
  g_assert_null (find (view.window, "Network staff"));
  wait_for (view.window, "Tablette");
  g_assert_nonnull (find (view.window, "This computer"));
  click (view.window, "Sign It Out");
  respond (view.window, "cancel");
  click (view.window, "Sign It Out");
  respond (view.window, "end");
  wait_until_gone (view.window, "Tablette");
  g_assert_nonnull (find (view.window, "Bureau"));
  wait_for (view.window, "Signed out there");
  view_close (&view);
}

/* Without the server it says so, and shows the rest. */
static void
test_account_without_network (void)
{
  View view;

  view_open (&view, NULL);
  network_stop (view.network);
  view_show (&view, soho_account_dialog_new (NULL, view.fixture.library));
  wait_for (view.window, "does not answer");
  g_assert_nonnull (find (view.window, ODILE));
  g_assert_nonnull (find (view.window, "Try Again"));
  view_close (&view);
}

static void
on_password_changed (gpointer unused, gboolean *changed)
{
  *changed = TRUE;
}

static gboolean
is_true (gpointer value)
{
  return *(gboolean *) value;
}

static void
test_password (void)
{
  View view;
  GtkWidget *dialog;
  GtkEditable *old_password, *new_password;
  gboolean changed = FALSE;

  view_open (&view, NULL);
  dialog = soho_password_dialog_new (NULL, view.fixture.library);
  old_password = CHILD (dialog, SOHO_TYPE_PASSWORD_DIALOG, "old_password");
  new_password = CHILD (dialog, SOHO_TYPE_PASSWORD_DIALOG, "new_password");
  g_signal_connect (dialog, "password-changed", G_CALLBACK (on_password_changed), &changed);
  view_show (&view, dialog);
  gtk_editable_set_text (old_password, "autre chose");
  gtk_editable_set_text (new_password, "la grive du lundi");
  g_signal_emit_by_name (CHILD (dialog, SOHO_TYPE_PASSWORD_DIALOG, "change"), "clicked");
  wait_for (dialog, "not your present password");
  gtk_editable_set_text (old_password, PASSWORD);
  gtk_editable_set_text (new_password, "court");
  g_signal_emit_by_name (CHILD (dialog, SOHO_TYPE_PASSWORD_DIALOG, "change"), "clicked");
  wait_for (dialog, "at least 10 characters");
  gtk_editable_set_text (new_password, "la grive du lundi");
  g_signal_emit_by_name (CHILD (dialog, SOHO_TYPE_PASSWORD_DIALOG, "change"), "clicked");
  view.window = NULL; /* it closes */
  fixture_wait (is_true, &changed);
  view_close (&view);
}

static AdwLeaflet *
get_leaflet (View *self)
{
  return CHILD (self->window, SOHO_TYPE_PEOPLE_DIALOG, "leaflet");
}

static gboolean
is_at_rest (gpointer leaflet)
{
  return !adw_leaflet_get_child_transition_running (leaflet);
}

static GtkWidget *
get_detail (View *self)
{
  AdwBin *detail = CHILD (self->window, SOHO_TYPE_PEOPLE_DIALOG, "detail");

  fixture_wait (is_at_rest, get_leaflet (self));
  g_assert_nonnull (adw_bin_get_child (detail));
  return adw_bin_get_child (detail);
}

static void
test_invite (void)
{
  View view;
  GtkWidget *detail;

  view_open (&view, "staff");
  view_show (&view, soho_people_dialog_new (NULL, view.fixture.library));
  wait_for (view.window, ODILE);
  g_assert_nonnull (find (view.window, "With a Role"));
  click (view.window, "Invite");
  detail = get_detail (&view);
  gtk_editable_set_text (find_entry (detail, "E-mail"), "personne");
  click (detail, "Invite");
  wait_for (detail, "no e-mail address");
  gtk_editable_set_text (find_entry (detail, "E-mail"), "lise&paul@exemple.invalid");
  click (detail, "Invite");
  wait_for (view.window, "Code for lise&paul@exemple.invalid");
  detail = get_detail (&view);
  g_assert_nonnull (find (detail, view.network->address));
  click (detail, "Copy the Code");
  wait_for (view.window, "Code copied");

  adw_leaflet_navigate (get_leaflet (&view), ADW_NAVIGATION_DIRECTION_BACK);
  wait_for (view.window, "Invited, Not Here Yet");
  click (view.window, "lise&paul");
  detail = get_detail (&view);
  click (detail, "Withdraw the Invitation");
  respond (view.window, "end");
  wait_for (view.window, "Invitation withdrawn");
  wait_until_gone (view.window, "lise&paul");
  view_close (&view);
}

/* Typed names offer cards; one that was chosen stands there until it is put away. */
static void
test_card (void)
{
  View view;
  GtkWidget *detail;

  view_open (&view, "staff");
  view_show (&view, soho_people_dialog_new (NULL, view.fixture.library));
  wait_for (view.window, ODILE);
  click (view.window, "Invite");
  detail = get_detail (&view);
  gtk_editable_set_text (find_entry (detail, "Name on the Card"), "berthe");
  wait_for (detail, "Berthe Maquette");
  click (detail, "Berthe Maquette");
  wait_until_gone (detail, "Name on the Card");
  g_assert_nonnull (find (detail, "Berthe Maquette"));
  /* That card is in no network here: the server says so. */
  gtk_editable_set_text (find_entry (detail, "E-mail"), "berthe@exemple.invalid");
  click (detail, "Invite");
  wait_for (detail, "not clear whose account");
  view_close (&view);
}

/* nth: in the order of the list. */
static void
choose_role (GtkWidget *widget, guint nth)
{
  GtkWidget *chooser
      = gtk_widget_get_ancestor (find (widget, "Give Another Role"), SOHO_TYPE_ROLE_CHOOSER);
  GtkWidget *row = gtk_widget_get_ancestor (find (chooser, "Village contact"), ADW_TYPE_COMBO_ROW);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), nth);
}

static void
test_roles (void)
{
  View view;
  GtkWidget *detail;
  g_autofree char *code = NULL;

  view_open (&view, "staff");
  code = invite (&view, "jules@exemple.invalid", NULL);
  view_show (&view, soho_people_dialog_new (NULL, view.fixture.library));
  wait_for (view.window, "jules@");
  click (view.window, "jules@");
  detail = get_detail (&view);
  choose_role (detail, 2);
  click (detail, "Give This Role");
  wait_for (view.window, "Role given");
  click (detail, "End");
  respond (view.window, "end");
  wait_for (view.window, "Role ended");

  /* The last of the staff stays it. */
  adw_leaflet_navigate (get_leaflet (&view), ADW_NAVIGATION_DIRECTION_BACK);
  wait_for (view.window, ODILE);
  click (view.window, ODILE);
  detail = get_detail (&view);
  click (detail, "End");
  respond (view.window, "end");
  wait_for (view.window, "Make somebody else staff first");
  g_assert_nonnull (find (detail, "Network staff"));
  view_close (&view);
}

static gboolean
has_item (GMenuModel *menu, const char *action)
{
  g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);

  for (int i = 0; i < g_menu_model_get_n_items (section); i++)
    {
      g_autofree char *name = NULL;

      g_menu_model_get_item_attribute (section, i, G_MENU_ATTRIBUTE_ACTION, "s", &name);
      if (g_strcmp0 (name, action) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_staff (gpointer library)
{
  return soho_membership_has_role (soho_library_get_membership (library), "staff");
}

static gboolean
is_no_staff (gpointer library)
{
  return !is_staff (library);
}

/* What only staff does is in the menu of staff, from one sync to the next. */
static void
test_menu (void)
{
  static const char *const roles[] = { "staff", NULL };
  View view;
  GMenuModel *menu;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  gint64 odile;

  view_open (&view, NULL);
  odile = soho_membership_get_person (soho_library_get_membership (view.fixture.library));
  view_show (&view, GTK_WIDGET (soho_main_window_new (NULL, view.fixture.library, "directory")));
  menu = CHILD (view.window, SOHO_TYPE_MAIN_WINDOW, "primary_menu");
  g_assert_true (has_item (menu, "win.account"));
  g_assert_false (has_item (menu, "win.people"));
  g_assert_true (gtk_widget_activate_action (view.window, "win.people", NULL));

  code = soho_invite (view.network->archive, ODILE, roles, 0, g_get_real_time () / G_USEC_PER_SEC,
                      &odile, &error);
  g_assert_no_error (error);
  soho_library_sync (view.fixture.library);
  fixture_wait (is_staff, view.fixture.library);
  g_assert_true (has_item (menu, "win.people"));
  g_assert_true (soho_database_run (soho_archive_get_database (view.network->archive),
                                    "DELETE FROM role", NULL));
  soho_library_sync (view.fixture.library);
  fixture_wait (is_no_staff, view.fixture.library);
  g_assert_false (has_item (menu, "win.people"));
  soho_toast_say (view.window, "Bonjour");
  wait_for (view.window, "Bonjour");
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/account/role-words", test_role_words);
  g_test_add_func ("/app/account/account", test_account);
  g_test_add_func ("/app/account/account-without-network", test_account_without_network);
  g_test_add_func ("/app/account/password", test_password);
  g_test_add_func ("/app/account/invite", test_invite);
  g_test_add_func ("/app/account/card", test_card);
  g_test_add_func ("/app/account/roles", test_roles);
  g_test_add_func ("/app/account/menu", test_menu);
  return g_test_run ();
}
