/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-view.h"

#include <string.h>

#include "accounts/invite.h"

char *
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
void
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

void
view_show (View *self, GtkWidget *window)
{
  self->window = window;
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
}

void
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
GtkWidget *
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

void
wait_for (GtkWidget *widget, const char *text)
{
  Expectation expectation = { widget, text, TRUE };

  g_test_message ("waiting for “%s”", text);
  fixture_wait (is_met, &expectation);
}

void
wait_until_gone (GtkWidget *widget, const char *text)
{
  Expectation expectation = { widget, text, FALSE };

  g_test_message ("waiting until “%s” is gone", text);
  fixture_wait (is_met, &expectation);
}

/* The button or row around what says the text. */
void
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
GtkWidget *
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

void
respond (GtkWidget *window, const char *response)
{
  GtkWidget *dialog = get_dialog (window);

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The entry whose title is this. */
GtkEditable *
find_entry (GtkWidget *widget, const char *title)
{
  GtkWidget *label = find (widget, title);

  g_assert_nonnull (label);
  return GTK_EDITABLE (gtk_widget_get_ancestor (label, ADW_TYPE_ENTRY_ROW));
}
