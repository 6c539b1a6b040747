/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "fixture.h"
#include "model/date.h"
#include "model/kinds.h"
#include "pages/own-card-page.h"
#include "store/outbox.h"
#include "widgets/card-editor.h"
#include "widgets/card-maker.h"
#include "widgets/card-preview.h"
#include "widgets/own-row.h"
#include "widgets/person-card.h"

/* Who has no card. */
#define NOBODY_YET 77

typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  GtkWidget *page;
} View;

static void
page_open (View *self)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->page = g_object_new (SOHO_TYPE_OWN_CARD_PAGE, NULL);
  soho_page_set_library (SOHO_PAGE (self->page), self->fixture.library);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), self->page);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 1100, 700);
  gtk_window_set_child (self->window, overlay);
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static void
page_close (View *self)
{
  gtk_window_destroy (self->window);
  fixture_idle (50);
}

static void
view_open (View *self, gint64 person)
{
  fixture_open (&self->fixture, FALSE);
  if (person != 0)
    fixture_sign_in (&self->fixture, person);
  page_open (self);
}

static void
view_close (View *self)
{
  page_close (self);
  fixture_close (&self->fixture);
}

/* The first widget of the type below widget, of which the test, if any, holds; NULL if there is
 * none. */
static GtkWidget *
find (GtkWidget *widget,
      GType type,
      gboolean (*is_it) (GtkWidget *widget, const char *text),
      const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (is_it == NULL || is_it (widget, text)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, is_it, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_title (GtkWidget *widget, const char *title)
{
  return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

/* The row to be edited, an entry or one that unfolds, of that title; NULL if there is none. */
static GtkWidget *
row (View *self, const char *title)
{
  GtkWidget *editor = CHILD (self->page, SOHO_TYPE_OWN_CARD_PAGE, "editor");
  GtkWidget *found = find (editor, ADW_TYPE_PREFERENCES_ROW, has_title, title);

  if (found != NULL)
    return found;
  return find (CHILD (self->page, SOHO_TYPE_OWN_CARD_PAGE, "making"), ADW_TYPE_PREFERENCES_ROW,
               has_title, title);
}

static gboolean
is_shown_with (GtkWidget *widget, const char *text)
{
  GtkWidget *list_row = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);

  return list_row != NULL && gtk_widget_get_visible (list_row)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static const char *
text_of (View *self, const char *title)
{
  return gtk_editable_get_text (GTK_EDITABLE (row (self, title)));
}

static void
type (View *self, const char *title, const char *text)
{
  gtk_widget_grab_focus (row (self, title));
  gtk_editable_set_text (GTK_EDITABLE (row (self, title)), text);
}

/* The text of a field of somebody's card, as it stands in files; "" if nothing is said. */
static char *
dup_said (View *self, gint64 person, const char *field)
{
  const SohoField *declared
      = &soho_kind_member.fields[soho_kind_find_field (&soho_kind_member, field)];
  g_autoptr (SohoRecord) card = soho_library_get_record (self->fixture.library, "member", person);

  g_assert_nonnull (card);
  return g_strdup (soho_record_get_text (card, declared->name));
}

static guint
count_edits (View *self)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (self->fixture.writer, 0, NULL);

  return edits->len;
}

static gboolean
has_an_edit (gpointer view)
{
  return count_edits (view) > 0;
}

/* One edit for what was typed in one go, made when the person pauses. */
static void
test_writes_at_a_pause (void)
{
  View view;
  g_autofree char *said = NULL;

  view_open (&view, ANSELME);
  g_assert_cmpstr (text_of (&view, "Given name"), ==, "Anselme");
  g_assert_cmpstr (text_of (&view, "Commune"), ==, "Auch");
  type (&view, "Occupation, as you say it", "trad");
  type (&view, "Occupation, as you say it", "traducteur j");
  type (&view, "Occupation, as you say it", " traducteur juré ");
  g_assert_cmpuint (count_edits (&view), ==, 0);
  fixture_wait (has_an_edit, &view);
  said = dup_said (&view, ANSELME, "occupation");
  g_assert_cmpstr (said, ==, "traducteur juré");
  g_assert_cmpuint (count_edits (&view), ==, 1);
  view_close (&view);
}

/* Whoever closes the window has finished typing. */
static void
test_writes_when_the_window_goes (void)
{
  View view;
  g_autofree char *said = NULL;

  view_open (&view, ANSELME);
  type (&view, "Business or association", "Épure et fils");
  page_close (&view);
  said = dup_said (&view, ANSELME, "organization");
  g_assert_cmpstr (said, ==, "Épure et fils");
  g_assert_cmpuint (count_edits (&view), ==, 1);
  fixture_close (&view.fixture);
}

static gboolean
complains (gpointer user_data)
{
  View *view = user_data;

  return find (view->page, GTK_TYPE_LABEL, is_shown_with, "is no web address") != NULL;
}

static gboolean
is_content (gpointer view)
{
  return !complains (view);
}

/* What is invalid is said, not written, and is there again after the window was closed. */
static void
test_keeps_what_is_invalid (void)
{
  View view;
  g_autofree char *said = NULL, *corrected = NULL;

  view_open (&view, ANSELME);
  type (&view, "Web site", "pas un site");
  gtk_widget_grab_focus (row (&view, "Given name"));
  fixture_wait (complains, &view);
  g_assert_cmpuint (count_edits (&view), ==, 0);
  page_close (&view);
  page_open (&view);
  g_assert_cmpstr (text_of (&view, "Web site"), ==, "pas un site");
  g_assert_true (complains (&view));
  said = dup_said (&view, ANSELME, "website");
  g_assert_cmpstr (said, ==, "https://epure.example/");

  type (&view, "Web site", "www.epure.example");
  gtk_widget_grab_focus (row (&view, "Given name"));
  fixture_wait (is_content, &view);
  corrected = dup_said (&view, ANSELME, "website");
  g_assert_cmpstr (corrected, ==, "https://www.epure.example");
  page_close (&view);
  page_open (&view);
  g_assert_cmpstr (text_of (&view, "Web site"), ==, "https://www.epure.example");
  view_close (&view);
}

static void
put_anselme (View *self, const char *occupation, const char *organization)
{
  fixture_put (&self->fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "occupation", occupation, "organization", organization, "commune", "32013",
               "visibility", "public", NULL);
}

static gboolean
shows_the_other_device (gpointer view)
{
  return g_str_equal (text_of (view, "Business or association"), "Ailleurs");
}

/* Another version comes while somebody types: what they type stays, the rest is shown. */
static void
test_types_on_while_it_syncs (void)
{
  View view;
  g_autofree char *said = NULL;

  view_open (&view, ANSELME);
  type (&view, "Occupation, as you say it", "traducteur ju");
  put_anselme (&view, "interprète", "Ailleurs");
  fixture_wait (shows_the_other_device, &view);
  g_assert_cmpstr (text_of (&view, "Occupation, as you say it"), ==, "traducteur ju");
  type (&view, "Occupation, as you say it", "traducteur juré");
  fixture_wait (has_an_edit, &view);
  said = dup_said (&view, ANSELME, "occupation");
  g_assert_cmpstr (said, ==, "traducteur juré");
  view_close (&view);
}

/* A commune is typed by its name, and the old place on the map goes with the old one. */
static void
test_commune (void)
{
  View view;
  g_autoptr (SohoRecord) card = NULL;

  view_open (&view, ANSELME);
  fixture_put (&view.fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "commune", "32013", "lat", "43.65", "lon", "0.58", "visibility", "public", NULL);
  type (&view, "Commune", "cond");
  g_assert_nonnull (find (view.page, GTK_TYPE_LABEL, is_shown_with, "Condom"));
  g_signal_emit_by_name (row (&view, "Commune"), "entry-activated");
  g_assert_cmpstr (text_of (&view, "Commune"), ==, "Condom");
  card = soho_library_get_record (view.fixture.library, "member", ANSELME);
  g_assert_cmpstr (soho_record_get_text (card, "commune"), ==, "32107");
  g_assert_cmpint (soho_record_get_value (card, "lat")->type, ==, SOHO_VALUE_NONE);
  g_assert_cmpint (soho_record_get_value (card, "lon")->type, ==, SOHO_VALUE_NONE);
  g_assert_cmpuint (count_edits (&view), ==, 1);
  view_close (&view);
}

static gboolean
has_potter (gpointer view)
{
  return row (view, "Potier / Potière") != NULL;
}

static gboolean
has_no_potter (gpointer view)
{
  return !has_potter (view);
}

static gboolean
is_remove_button (GtkWidget *widget, const char *unused)
{
  return g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "user-trash-symbolic") == 0;
}

static gboolean
is_labelled (GtkWidget *widget, const char *label)
{
  return g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
offers_undo (gpointer user_data)
{
  View *view = user_data;

  return find (GTK_WIDGET (view->window), GTK_TYPE_BUTTON, is_labelled, "_Undo") != NULL;
}

/* Added by typing, taken out, and back by the toast. */
static void
test_skills (void)
{
  View view;
  GtkWidget *remove;

  view_open (&view, ANSELME);
  g_assert_nonnull (row (&view, "Traducteur / Traductrice"));
  type (&view, "Add a skill: what can you do?", "potière");
  g_signal_emit_by_name (row (&view, "Add a skill: what can you do?"), "entry-activated");
  fixture_wait (has_potter, &view);
  g_assert_cmpstr (text_of (&view, "Add a skill: what can you do?"), ==, "");
  remove = find (row (&view, "Potier / Potière"), GTK_TYPE_BUTTON, is_remove_button, NULL);
  g_signal_emit_by_name (remove, "clicked");
  fixture_wait (has_no_potter, &view);
  fixture_wait (offers_undo, &view);
  g_signal_emit_by_name (find (GTK_WIDGET (view.window), GTK_TYPE_BUTTON, is_labelled, "_Undo"),
                         "clicked");
  fixture_wait (has_potter, &view);
  view_close (&view);
}

static gboolean
has_number (gpointer view)
{
  return row (view, "06 39 98 01 01") != NULL;
}

static SohoRecord *
get_point (View *self)
{
  SohoOwnRow *own = SOHO_OWN_ROW (row (self, "06 39 98 01 01"));

  return soho_library_get_record (self->fixture.library, "contact_point",
                                  soho_own_row_get_id (own));
}

static void
choose (View *self, guint choice)
{
  adw_combo_row_set_selected (
      ADW_COMBO_ROW (find (row (self, "06 39 98 01 01"), ADW_TYPE_COMBO_ROW, NULL, NULL)), choice);
}

/* Hidden until chosen; the day of the agreement is kept, and goes with it. */
static void
test_contact_points (void)
{
  View view;
  g_autoptr (SohoRecord) hidden = NULL, shown = NULL, hidden_again = NULL;
  g_autofree char *today = NULL, *agreed = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GtkWidget *editor;

  view_open (&view, ANSELME);
  editor = find (view.page, SOHO_TYPE_CARD_EDITOR, NULL, NULL);
  gtk_widget_activate_action (CHILD (editor, SOHO_TYPE_CARD_EDITOR, "contacts"), "contacts.add",
                              "s", "mobile");
  g_assert_nonnull (row (&view, "Mobile"));
  gtk_editable_set_text (
      GTK_EDITABLE (find (row (&view, "Mobile"), ADW_TYPE_ENTRY_ROW, NULL, NULL)),
      "06.39.98.01.01");
  fixture_wait (has_number, &view);
  hidden = get_point (&view);
  g_assert_cmpstr (soho_record_get_text (hidden, "value"), ==, "+33639980101");
  g_assert_cmpstr (soho_record_get_text (hidden, "visibility"), ==, "self");
  g_assert_cmpint (soho_record_get_value (hidden, "agreed_on")->type, ==, SOHO_VALUE_NONE);

  choose (&view, 1);
  shown = get_point (&view);
  today = g_date_time_format (now, "%F");
  agreed = soho_date_format (soho_record_get_integer (shown, "agreed_on", 0));
  g_assert_cmpstr (soho_record_get_text (shown, "visibility"), ==, "members");
  g_assert_cmpstr (agreed, >=, today);
  choose (&view, 2);
  hidden_again = get_point (&view);
  g_assert_cmpstr (soho_record_get_text (hidden_again, "visibility"), ==, "self");
  g_assert_cmpint (soho_record_get_value (hidden_again, "agreed_on")->type, ==, SOHO_VALUE_NONE);
  view_close (&view);
}

static gboolean
edits_now (gpointer user_data)
{
  View *view = user_data;

  return find (view->page, SOHO_TYPE_CARD_EDITOR, NULL, NULL) != NULL;
}

/* Invited to sign in; then, without a card, to make one, of which nothing is lost meanwhile. */
static void
test_who_has_no_card (void)
{
  View view;
  GtkStack *stack;
  GtkWidget *make;
  g_autofree char *commune = NULL;

  view_open (&view, 0);
  stack = CHILD (view.page, SOHO_TYPE_OWN_CARD_PAGE, "stack");
  g_assert_true (gtk_stack_get_visible_child (stack)
                 == CHILD (view.page, SOHO_TYPE_OWN_CARD_PAGE, "signed_out"));
  fixture_sign_in (&view.fixture, NOBODY_YET);
  g_assert_nonnull (find (view.page, SOHO_TYPE_CARD_MAKER, NULL, NULL));
  type (&view, "Given name", "Dora");
  page_close (&view);
  page_open (&view);
  g_assert_cmpstr (text_of (&view, "Given name"), ==, "Dora");
  make = find (view.page, GTK_TYPE_BUTTON, is_labelled, "_Make My Card");
  g_signal_emit_by_name (make, "clicked");
  g_assert_nonnull (find (view.page, GTK_TYPE_LABEL, is_shown_with, "Is missing"));
  g_assert_cmpuint (count_edits (&view), ==, 0);
  type (&view, "Family name", "Ébauche");
  type (&view, "Commune", "Auch");
  g_signal_emit_by_name (make, "clicked");
  fixture_wait (edits_now, &view);
  commune = dup_said (&view, NOBODY_YET, "commune");
  g_assert_cmpstr (commune, ==, "32013");
  g_assert_cmpstr (text_of (&view, "Given name"), ==, "Dora");
  g_assert_cmpuint (count_edits (&view), ==, 1);
  view_close (&view);
}

/* Nobody else's hands on it: the page changes with who has signed in. */
static void
test_signing_out (void)
{
  View view;

  view_open (&view, ANSELME);
  g_assert_true (edits_now (&view));
  type (&view, "Business or association", "Épure et fils");
  fixture_sign_in (&view.fixture, 0);
  g_assert_false (edits_now (&view));
  fixture_sign_in (&view.fixture, ANSELME);
  g_assert_true (edits_now (&view));
  g_assert_cmpstr (text_of (&view, "Given name"), ==, "Anselme");
  view_close (&view);
}

static gboolean
is_hidden_from_visitors (gpointer user_data)
{
  View *view = user_data;
  GtkWidget *preview = find (view->page, SOHO_TYPE_CARD_PREVIEW, NULL, NULL);
  GtkStack *stack = CHILD (preview, SOHO_TYPE_CARD_PREVIEW, "stack");

  return gtk_stack_get_visible_child (stack) == CHILD (preview, SOHO_TYPE_CARD_PREVIEW, "hidden");
}

static gboolean
is_shown (gpointer view)
{
  return !is_hidden_from_visitors (view);
}

static void
test_preview_follows (void)
{
  View view;
  GtkWidget *preview;

  view_open (&view, ANSELME);
  g_assert_true (is_shown (&view));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row (&view, "Who sees my card")), 1);
  fixture_wait (is_hidden_from_visitors, &view);
  preview = find (view.page, SOHO_TYPE_CARD_PREVIEW, NULL, NULL);
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (find (preview, GTK_TYPE_TOGGLE_BUTTON, is_labelled, "A _member")), TRUE);
  fixture_wait (is_shown, &view);
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
#define ADD(name, function) g_test_add_func ("/app/own-card/" name, function)
  ADD ("writes-at-a-pause", test_writes_at_a_pause);
  ADD ("writes-when-the-window-goes", test_writes_when_the_window_goes);
  ADD ("keeps-what-is-invalid", test_keeps_what_is_invalid);
  ADD ("types-on-while-it-syncs", test_types_on_while_it_syncs);
  ADD ("commune", test_commune);
  ADD ("skills", test_skills);
  ADD ("contact-points", test_contact_points);
  ADD ("who-has-no-card", test_who_has_no_card);
  ADD ("signing-out", test_signing_out);
  ADD ("preview-follows", test_preview_follows);
  return g_test_run ();
}
