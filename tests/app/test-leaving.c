/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-view.h"
#include "dialogs/own-data-dialog.h"
#include "dialogs/seal-dialog.h"
#include "leaving.h"
#include "store/outbox.h"
#include "windows/main-window.h"

/* Leaving: for a while, with what one wrote sealed, or for good. */

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

static gboolean
has_edit (gpointer replica)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (replica, 1, NULL);

  return edits->len > 0;
}

static gboolean
asks_for_password (gpointer window)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *each = all; each != NULL; each = each->next)
    if (gtk_window_get_transient_for (each->data) == GTK_WINDOW (window)
        && ADW_IS_MESSAGE_DIALOG (each->data) && gtk_widget_get_visible (each->data))
      return TRUE;
  return FALSE;
}

/* The entry for a password below the widget. */
static GtkEditable *
find_password (GtkWidget *widget)
{
  GtkEditable *found = NULL;

  if (GTK_IS_PASSWORD_ENTRY (widget))
    return GTK_EDITABLE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_password (child);
  return found;
}

/* What lies under a password that is another by now is asked for until it is the right one. */
static void
test_open_seal (void)
{
  static const char *const passwords[] = { "autre chose", PASSWORD };
  View view;
  g_autoptr (GError) error = NULL;
  gboolean told;

  view_open (&view, NULL);
  write_card (&view);
  soho_account_seal_and_sign_out (view.fixture.writer, NULL, &told, &error);
  g_assert_no_error (error);
  {
    g_autofree char *code = invite (&view, ODILE, NULL);

    soho_account_activate (view.fixture.writer, view.network->address, code, "la grive du lundi",
                           "Bureau", NULL, &error);
    g_assert_no_error (error);
  }
  network_stop (view.network);
  view_show (&view, GTK_WIDGET (soho_main_window_new (NULL, view.fixture.library, "directory")));
  soho_membership_refresh (soho_library_get_membership (view.fixture.library));
  soho_seal_dialog_ask (GTK_WINDOW (view.window), view.fixture.library);
  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      GtkWidget *dialog;

      fixture_wait (asks_for_password, view.window);
      dialog = get_dialog (view.window);
      gtk_editable_set_text (find_password (dialog), passwords[i]);
      g_assert_false (has_edit (view.fixture.writer));
      respond (view.window, "open");
    }
  fixture_wait (has_edit, view.fixture.writer);
  wait_for (view.window, "is back");
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/leaving/own-data", test_own_data);
  g_test_add_func ("/app/leaving/seal", test_seal);
  g_test_add_func ("/app/leaving/open-seal", test_open_seal);
  return g_test_run ();
}
