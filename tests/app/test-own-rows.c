/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "model/date.h"
#include "own-card.h"
#include "widgets/card-editor.h"
#include "widgets/own-row.h"

static void
tick (OwnCard *self, const char *set, const char *choice)
{
  GtkWidget *set_row = own_card_row (self, set);
  GtkWidget *choice_row;
  GtkCheckButton *check;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (set_row), TRUE);
  choice_row = own_card_find (set_row, ADW_TYPE_ACTION_ROW, own_card_has_title, choice);
  check = GTK_CHECK_BUTTON (own_card_find (choice_row, GTK_TYPE_CHECK_BUTTON, NULL, NULL));
  gtk_check_button_set_active (check, !gtk_check_button_get_active (check));
}

static void
assert_set (OwnCard *self, const char *field, const char *expected)
{
  g_autoptr (SohoRecord) card = soho_library_get_record (self->fixture.library, "member", ANSELME);
  const SohoValue *value = soho_record_get_value (card, field);
  g_autofree char *said
      = value->type == SOHO_VALUE_SET ? g_strjoinv ("|", value->set) : g_strdup ("");

  g_assert_cmpstr (said, ==, expected);
}

/* Each tick is an edit of one element; a language that few speak here is told too. */
static void
test_sets (void)
{
  OwnCard view;

  own_card_open (&view, ANSELME);
  tick (&view, "Languages you speak", "Spanish");
  assert_set (&view, "languages", "en|es|fr");
  tick (&view, "Languages you speak", "English");
  tick (&view, "Other languages you speak", "Swedish");
  assert_set (&view, "languages", "es|fr|sv");
  tick (&view, "You are glad to…", "take on work");
  assert_set (&view, "open_to", "mentoring");
  g_assert_cmpuint (own_card_count_edits (&view), ==, 4);
  own_card_close_page (&view);
  own_card_open_page (&view);
  g_assert_cmpstr (adw_expander_row_get_subtitle (
                       ADW_EXPANDER_ROW (own_card_row (&view, "Languages you speak"))),
                   ==, "French, Spanish, Swedish");
  own_card_close (&view);
}

static gboolean
has_potter (gpointer view)
{
  return own_card_row (view, "Potier / Potière") != NULL;
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
offers_undo (gpointer user_data)
{
  OwnCard *view = user_data;

  return own_card_find (GTK_WIDGET (view->window), GTK_TYPE_BUTTON, own_card_is_labelled, "_Undo")
         != NULL;
}

/* Added by typing, taken out while more of it was being told, and back by the toast with that. */
static void
test_skills (void)
{
  OwnCard view;
  GtkWidget *remove, *detail;

  own_card_open (&view, ANSELME);
  g_assert_nonnull (own_card_row (&view, "Traducteur / Traductrice"));
  own_card_type (&view, "Add a skill", "potière");
  g_signal_emit_by_name (own_card_row (&view, "Add a skill"), "entry-activated");
  fixture_wait (has_potter, &view);
  g_assert_cmpstr (own_card_text_of (&view, "Add a skill"), ==, "");
  detail = own_card_find (own_card_row (&view, "Potier / Potière"), ADW_TYPE_ENTRY_ROW, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (detail), "grès");
  remove = own_card_find (own_card_row (&view, "Potier / Potière"), GTK_TYPE_BUTTON,
                          is_remove_button, NULL);
  g_signal_emit_by_name (remove, "clicked");
  fixture_wait (has_no_potter, &view);
  fixture_wait (offers_undo, &view);
  g_signal_emit_by_name (
      own_card_find (GTK_WIDGET (view.window), GTK_TYPE_BUTTON, own_card_is_labelled, "_Undo"),
      "clicked");
  fixture_wait (has_potter, &view);
  detail = own_card_find (own_card_row (&view, "Potier / Potière"), ADW_TYPE_ENTRY_ROW, NULL, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (detail)), ==, "grès");
  own_card_close (&view);
}

static gboolean
has_carver (gpointer view)
{
  return own_card_row (view, "sculpteur sur glace") != NULL;
}

/* What no taxonomy names stands in a category, by its own words. */
static void
test_own_words (void)
{
  OwnCard view;
  GtkWidget *list;
  GtkListBoxRow *last = NULL;

  own_card_open (&view, ANSELME);
  own_card_type (&view, "Add a skill", "sculpteur sur glace");
  list = gtk_widget_get_ancestor (
      own_card_find (view.page, GTK_TYPE_LABEL, own_card_is_shown_with, "In your own words"),
      GTK_TYPE_LIST_BOX);
  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    last = GTK_LIST_BOX_ROW (child);
  g_signal_emit_by_name (list, "row-activated", last);
  g_assert_nonnull (
      own_card_find (list, GTK_TYPE_LABEL, own_card_is_shown_with, "Artisanat d’art et couture"));
  g_signal_emit_by_name (own_card_row (&view, "Add a skill"), "entry-activated");
  fixture_wait (has_carver, &view);
  g_assert_cmpuint (own_card_count_edits (&view), ==, 1);
  own_card_close (&view);
}

static gboolean
has_number (gpointer view)
{
  return own_card_row (view, "06 39 98 01 01") != NULL;
}

static SohoRecord *
get_point (OwnCard *self)
{
  SohoOwnRow *own = SOHO_OWN_ROW (own_card_row (self, "06 39 98 01 01"));

  return soho_library_get_record (self->fixture.library, "contact_point",
                                  soho_own_row_get_id (own));
}

static void
choose (OwnCard *self, guint choice)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (own_card_find (own_card_row (self, "06 39 98 01 01"),
                                                            ADW_TYPE_COMBO_ROW, NULL, NULL)),
                              choice);
}

/* Hidden until chosen; the day of the agreement is kept, and goes with it. */
static void
test_contact_points (void)
{
  OwnCard view;
  g_autoptr (SohoRecord) hidden = NULL, shown = NULL, hidden_again = NULL;
  g_autofree char *today = NULL, *agreed = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GtkWidget *editor;

  own_card_open (&view, ANSELME);
  editor = own_card_find (view.page, SOHO_TYPE_CARD_EDITOR, NULL, NULL);
  gtk_widget_activate_action (CHILD (editor, SOHO_TYPE_CARD_EDITOR, "contacts"), "contacts.add",
                              "s", "mobile");
  g_assert_nonnull (own_card_row (&view, "Mobile"));
  gtk_editable_set_text (
      GTK_EDITABLE (own_card_find (own_card_row (&view, "Mobile"), ADW_TYPE_ENTRY_ROW, NULL, NULL)),
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
  own_card_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
#define ADD(name, function) g_test_add_func ("/app/own-rows/" name, function)
  ADD ("sets", test_sets);
  ADD ("skills", test_skills);
  ADD ("own-words", test_own_words);
  ADD ("contact-points", test_contact_points);
  return g_test_run ();
}
