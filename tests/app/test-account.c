/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/invite.h"
#include "dialogs/account-dialog.h"
#include "dialogs/own-data-dialog.h"
#include "dialogs/password-dialog.h"
#include "dialogs/people-dialog.h"
#include "dialogs/role-chooser.h"
#include "fixture.h"
#include "network.h"
#include "people.h"
#include "store/outbox.h"
#include "widgets/role-words.h"
#include "widgets/toast.h"
#include "windows/main-window.h"

#include <string.h>

/* The windows about accounts, with a real server on loopback. */

#define PASSWORD "le canard du jeudi"
#define ODILE "odile@exemple.invalid"

typedef struct
{
  Fixture fixture;
  Network *network;
  GtkWidget *window; /* that is looked at */
} View;

static char *
invite (View *self, const char *email, const char *role)
{
  const char *const roles[] = { role, NULL };
  g_autoptr (GError) error = NULL;
  gint64 person;
  char *code = soho_invite (self->network->archive, email, roles, 0,
                            g_get_real_time () / G_USEC_PER_SEC, &person, &error);

  g_assert_no_error (error);
  return code;
}

/* Odile has signed in here, in this role, and elsewhere. */
static void
view_open (View *self, const char *role)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  Fixture elsewhere;

  *self = (View){ 0 };
  self->network = network_new ();
  network_put (self->network, "village", CONDOM, "commune=32107", NULL);
  network_serve (self->network);
  fixture_open (&self->fixture, FALSE);
  fixture_open (&elsewhere, TRUE);
  soho_library_set_server (self->fixture.library, self->network->address, &error);
  g_assert_no_error (error);
  code = invite (self, ODILE, role);
  soho_account_activate (self->fixture.writer, self->network->address, code, PASSWORD, "Bureau",
                         NULL, &error);
  g_assert_no_error (error);
  soho_account_sign_in (elsewhere.writer, self->network->address, ODILE, PASSWORD, "Tablette", NULL,
                        &error);
  g_assert_no_error (error);
  fixture_close (&elsewhere);
  soho_membership_refresh (soho_library_get_membership (self->fixture.library));
}

static void
view_show (View *self, GtkWidget *window)
{
  self->window = window;
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
}

static void
view_close (View *self)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  fixture_idle (50);
  fixture_close (&self->fixture);
  network_free (self->network);
}

/* Whether the widget says this text itself. */
static gboolean
says (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

/* The first mapped widget below that says the text; NULL if there is none. */
static GtkWidget *
find (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (says (widget, text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, text);
  return found;
}

typedef struct
{
  GtkWidget *widget;
  const char *text;
  gboolean there;
} Expectation;

static gboolean
is_met (gpointer user_data)
{
  Expectation *expectation = user_data;

  return (find (expectation->widget, expectation->text) != NULL) == expectation->there;
}

static void
wait_for (GtkWidget *widget, const char *text)
{
  Expectation expectation = { widget, text, TRUE };

  g_test_message ("waiting for “%s”", text);
  fixture_wait (is_met, &expectation);
}

static void
wait_until_gone (GtkWidget *widget, const char *text)
{
  Expectation expectation = { widget, text, FALSE };

  g_test_message ("waiting until “%s” is gone", text);
  fixture_wait (is_met, &expectation);
}

/* The button or row around what says the text. */
static void
click (GtkWidget *widget, const char *text)
{
  GtkWidget *said = find (widget, text);
  GtkWidget *button, *row;

  g_assert_nonnull (said);
  button = gtk_widget_get_ancestor (said, GTK_TYPE_BUTTON);
  row = gtk_widget_get_ancestor (said, GTK_TYPE_LIST_BOX_ROW);
  if (button != NULL)
    {
      g_assert_true (gtk_widget_is_sensitive (button));
      g_signal_emit_by_name (button, "clicked");
    }
  else
    g_assert_true (gtk_widget_activate (row));
}

/* The dialog that the window has just opened. */
static GtkWidget *
get_dialog (GtkWidget *window)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();
  GtkWidget *dialog = NULL;

  for (GList *each = all; each != NULL; each = each->next)
    if (gtk_window_get_transient_for (each->data) == GTK_WINDOW (window))
      dialog = each->data;
  g_assert_nonnull (dialog);
  return dialog;
}

static void
respond (GtkWidget *window, const char *response)
{
  GtkWidget *dialog = get_dialog (window);

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

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

static gboolean
is_out (gpointer library)
{
  return soho_membership_get_email (soho_library_get_membership (library)) == NULL;
}

/* Taken away, then gone: not with another's password. */
static void
test_own_data (void)
{
  View view;
  g_autoptr (GFile) folder = NULL;
  g_autofree char *path = network_make_directory ();
  GtkEditable *password;

  view_open (&view, NULL);
  view_show (&view, soho_own_data_dialog_new (NULL, view.fixture.library));
  folder = g_file_new_for_path (path);
  soho_own_data_dialog_export_to (SOHO_OWN_DATA_DIALOG (view.window), folder);
  wait_for (view.window, "All that is yours is in");
  network_remove_directory (g_steal_pointer (&path));

  password = CHILD (view.window, SOHO_TYPE_OWN_DATA_DIALOG, "password");
  g_assert_false (
      gtk_widget_is_sensitive (CHILD (view.window, SOHO_TYPE_OWN_DATA_DIALOG, "erase_button")));
  gtk_editable_set_text (password, "autre chose");
  click (view.window, "Erase Me");
  respond (view.window, "erase");
  wait_for (view.window, "not your present password");
  gtk_editable_set_text (password, PASSWORD);
  click (view.window, "Erase Me");
  respond (view.window, "cancel");
  g_assert_false (is_out (view.fixture.library));
  click (view.window, "Erase Me");
  respond (view.window, "erase");
  view.window = NULL; /* it closes */
  fixture_wait (is_out, view.fixture.library);
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

/* The entry whose title is this. */
static GtkEditable *
find_entry (GtkWidget *widget, const char *title)
{
  GtkWidget *label = find (widget, title);

  g_assert_nonnull (label);
  return GTK_EDITABLE (gtk_widget_get_ancestor (label, ADW_TYPE_ENTRY_ROW));
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

static void
write_card (View *self)
{
  const SohoKind *kind = soho_library_get_kind (self->fixture.library, "member");
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  g_autoptr (GError) error = NULL;

  soho_value_take_text (&values[soho_kind_find_field (kind, "given_name")], g_strdup ("Odile"));
  soho_value_take_text (&values[soho_kind_find_field (kind, "family_name")], g_strdup ("Essai"));
  soho_value_take_text (&values[soho_kind_find_field (kind, "commune")], g_strdup ("32107"));
  soho_replica_create (self->fixture.writer, kind, values, &error);
  g_assert_no_error (error);
  soho_values_free (values, soho_kind_get_n_fields (kind));
}

static gboolean
asks_for_seal (gpointer window)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *each = all; each != NULL; each = each->next)
    if (gtk_window_get_transient_for (each->data) == GTK_WINDOW (window)
        && ADW_IS_MESSAGE_DIALOG (each->data)
        && adw_message_dialog_has_response (each->data, "seal"))
      return TRUE;
  return FALSE;
}

/* Who has not sent everything is asked, and stays or leaves it sealed. */
static void
test_seal (void)
{
  static const char *const answers[] = { "stay", "seal" };
  View view;

  view_open (&view, NULL);
  write_card (&view);
  view_show (&view, GTK_WIDGET (soho_main_window_new (NULL, view.fixture.library, "directory")));
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      gtk_widget_activate_action (view.window, "win.sign-out", NULL);
      respond (view.window, "leave");
      fixture_wait (asks_for_seal, view.window);
      g_assert_false (is_out (view.fixture.library));
      respond (view.window, answers[i]);
    }
  fixture_wait (is_out, view.fixture.library);
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
  g_test_add_func ("/app/account/own-data", test_own_data);
  g_test_add_func ("/app/account/invite", test_invite);
  g_test_add_func ("/app/account/card", test_card);
  g_test_add_func ("/app/account/roles", test_roles);
  g_test_add_func ("/app/account/menu", test_menu);
  g_test_add_func ("/app/account/seal", test_seal);
  return g_test_run ();
}
