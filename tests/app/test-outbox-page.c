/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "fixture.h"
#include "outgoing.h"
#include "pages/outbox-page.h"
#include "store/apply.h"
#include "store/tray.h"
#include "store/withdraw.h"
#include "widgets/returned-text.h"
#include "widgets/sync-button.h"
#include "writing.h"

typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  GtkWidget *page;
  GtkWidget *sync_button;
} View;

static void
view_open (View *self)
{
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture_open (&self->fixture, FALSE);
  fixture_sign_in (&self->fixture, ANSELME);
  self->page = g_object_new (SOHO_TYPE_OUTBOX_PAGE, NULL);
  self->sync_button = g_object_new (SOHO_TYPE_SYNC_BUTTON, NULL);
  soho_page_set_library (SOHO_PAGE (self->page), self->fixture.library);
  soho_sync_button_set_library (SOHO_SYNC_BUTTON (self->sync_button), self->fixture.library);
  gtk_widget_set_vexpand (self->page, TRUE);
  gtk_box_append (GTK_BOX (box), self->sync_button);
  gtk_box_append (GTK_BOX (box), self->page);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 900, 700);
  gtk_window_set_child (self->window, overlay);
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static void
view_close (View *self)
{
  gtk_window_destroy (self->window);
  fixture_idle (50);
  fixture_close (&self->fixture);
}

/* All visible labels and text views below widget that say the text. */
static guint
count_texts (GtkWidget *widget, const char *text)
{
  guint n = 0;

  if (!gtk_widget_get_visible (widget))
    return 0;
  if (GTK_IS_LABEL (widget))
    n += strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
  if (GTK_IS_TEXT_VIEW (widget))
    {
      g_autofree char *typed = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &typed, NULL);
      n += strstr (typed, text) != NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_texts (child, text);
  return n;
}

typedef struct
{
  GtkWidget *widget;
  const char *text;
  gboolean shown;
} Expected;

static gboolean
is_as_expected (gpointer data)
{
  const Expected *expected = data;

  return (count_texts (expected->widget, expected->text) > 0) == expected->shown;
}

static void
wait_for (GtkWidget *widget, const char *text, gboolean shown)
{
  Expected expected = { widget, text, shown };

  fixture_wait (is_as_expected, &expected);
}

/* The first widget of the type below widget that has the label or, with an icon, the tooltip. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget)
      && (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0
          || g_strcmp0 (gtk_widget_get_tooltip_text (widget), label) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
click (GtkWidget *widget, const char *label)
{
  GtkWidget *button = find_button (widget, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
find_text_view (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_TEXT_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_text_view (child);
  return found;
}

static void
edit (View *self, const char *field, const char *text)
{
  g_autoptr (GError) error = NULL;
  SohoValue value = { 0 };

  soho_value_take_text (&value, g_strdup (text));
  soho_library_edit (self->fixture.library, "member", ANSELME, field, &value, &error);
  g_assert_no_error (error);
  soho_value_clear (&value);
}

static void
assert_about (View *self, const char *field, const char *text)
{
  g_autoptr (SohoRecord) record
      = soho_library_get_record (self->fixture.library, "member", ANSELME);

  g_assert_cmpstr (soho_record_get_text (record, field), ==, text);
}

/* As if the server had said that somebody else overwrote it. */
static void
return_words (View *self, const char *field, const char *text)
{
  const SohoKind *kind = soho_library_get_kind (self->fixture.library, "member");
  g_autoptr (SohoEdit) lost = soho_edit_new (kind, SOHO_EDIT_CHANGE, ANSELME, 1);
  int index = soho_kind_find_field (kind, field);
  g_autoptr (GError) error = NULL;

  lost->touched[index] = TRUE;
  soho_value_take_text (&lost->values[index], g_strdup (text));
  g_assert_true (soho_replica_begin (self->fixture.writer, &error)
                 && soho_replica_take_overwritten (self->fixture.writer, lost, &error)
                 && soho_replica_commit (self->fixture.writer, &error));
}

static guint
count_waiting (View *self)
{
  guint waiting, returned;

  soho_outgoing_count (self->fixture.library, &waiting, &returned);
  return waiting;
}

static void
test_waits_and_is_taken_back (void)
{
  View view;

  view_open (&view);
  wait_for (view.page, "Everything Has Left", TRUE);
  edit (&view, "about", "Je relie des livres.");
  edit (&view, "organization", "Atelier");
  wait_for (view.page, "My card: “What others should know of you”", TRUE);
  wait_for (view.page, "Je relie des livres.", TRUE);
  wait_for (view.page, "My card: “Business or association”", TRUE);
  click (view.page, "Take back");
  wait_for (view.page, "Je relie des livres.", FALSE);
  assert_about (&view, "organization", "Atelier");
  g_assert_cmpuint (count_waiting (&view), ==, 1);
  click (view.page, "Take back");
  wait_for (view.page, "Everything Has Left", TRUE);
  g_assert_cmpuint (count_waiting (&view), ==, 0);
  view_close (&view);
}

static void
test_mark (void)
{
  View view;
  GtkWidget *mark;

  view_open (&view);
  mark = CHILD (view.sync_button, SOHO_TYPE_SYNC_BUTTON, "mark");
  g_assert_false (gtk_widget_get_visible (mark));
  edit (&view, "about", "Je relie des livres.");
  edit (&view, "organization", "Atelier");
  wait_for (CHILD (view.sync_button, SOHO_TYPE_SYNC_BUTTON, "outgoing"),
            "2 changes have not left yet", TRUE);
  g_assert_true (gtk_widget_get_visible (mark));
  g_assert_false (gtk_widget_has_css_class (mark, "returned"));
  return_words (&view, "about", "Relieuse");
  wait_for (CHILD (view.sync_button, SOHO_TYPE_SYNC_BUTTON, "outgoing"), "1 text came back", TRUE);
  g_assert_true (gtk_widget_has_css_class (mark, "returned"));
  view_close (&view);
}

/* Both texts side by side; the own one can be changed before it is tried again. */
static void
test_came_back (void)
{
  View view;
  GtkWidget *text;

  view_open (&view);
  fixture_put (&view.fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "commune", "Auch", "about", "Cartonnier", NULL);
  return_words (&view, "about", "Relieur");
  wait_for (view.page, "Came Back", TRUE);
  wait_for (view.page, "Relieur", TRUE);
  wait_for (view.page, "Cartonnier", TRUE);
  wait_for (view.page, "wrote something else", TRUE);
  text = find_text_view (view.page);
  g_assert_nonnull (text);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)),
                            "Relieur et cartonnier", -1);
  click (view.page, "_Try Again");
  wait_for (view.page, "Came Back", FALSE);
  assert_about (&view, "about", "Relieur et cartonnier");
  wait_for (view.page, "Not Sent Yet", TRUE);
  g_assert_cmpuint (count_waiting (&view), ==, 1);
  view_close (&view);
}

/* Nothing goes without a way back. */
static void
test_dropped_and_put_back (void)
{
  View view;

  view_open (&view);
  return_words (&view, "organization", "Atelier");
  wait_for (view.page, "Atelier", TRUE);
  click (view.page, "_Drop");
  wait_for (view.page, "Came Back", FALSE);
  wait_for (GTK_WIDGET (view.window), "Text dropped", TRUE);
  click (GTK_WIDGET (view.window), "_Undo");
  wait_for (view.page, "Atelier", TRUE);
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/outbox-page/waits-and-is-taken-back", test_waits_and_is_taken_back);
  g_test_add_func ("/app/outbox-page/mark", test_mark);
  g_test_add_func ("/app/outbox-page/came-back", test_came_back);
  g_test_add_func ("/app/outbox-page/dropped-and-put-back", test_dropped_and_put_back);
  return g_test_run ();
}
