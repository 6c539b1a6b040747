/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "own-card.h"
#include "pages/own-card-page.h"
#include "widgets/card-editor.h"
#include "widgets/card-maker.h"
#include "widgets/card-preview.h"

/* Who has no card. */
#define NOBODY_YET 77

static gboolean
has_an_edit (gpointer view)
{
  return own_card_count_edits (view) > 0;
}

/* One edit for what was typed in one go, made when the person pauses. */
static void
test_writes_at_a_pause (void)
{
  OwnCard view;
  g_autofree char *said = NULL;

  own_card_open (&view, ANSELME);
  g_assert_cmpstr (own_card_text_of (&view, "Given name"), ==, "Anselme");
  g_assert_cmpstr (own_card_text_of (&view, "Commune"), ==, "Auch");
  own_card_type (&view, "Occupation, as you say it", "trad");
  own_card_type (&view, "Occupation, as you say it", "traducteur j");
  own_card_type (&view, "Occupation, as you say it", " traducteur juré ");
  g_assert_cmpuint (own_card_count_edits (&view), ==, 0);
  fixture_wait (has_an_edit, &view);
  said = own_card_dup_said (&view, ANSELME, "occupation");
  g_assert_cmpstr (said, ==, "traducteur juré");
  g_assert_cmpuint (own_card_count_edits (&view), ==, 1);
  own_card_close (&view);
}

/* Whoever closes the window has finished typing. */
static void
test_writes_when_the_window_goes (void)
{
  OwnCard view;
  g_autofree char *said = NULL;

  own_card_open (&view, ANSELME);
  own_card_type (&view, "Business or association", "Épure et fils");
  own_card_close_page (&view);
  said = own_card_dup_said (&view, ANSELME, "organization");
  g_assert_cmpstr (said, ==, "Épure et fils");
  g_assert_cmpuint (own_card_count_edits (&view), ==, 1);
  fixture_close (&view.fixture);
}

static gboolean
complains (gpointer user_data)
{
  OwnCard *view = user_data;

  return own_card_find (view->page, GTK_TYPE_LABEL, own_card_is_shown_with, "is no web address")
         != NULL;
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
  OwnCard view;
  g_autofree char *said = NULL, *corrected = NULL;

  own_card_open (&view, ANSELME);
  own_card_type (&view, "Web site", "pas un site");
  gtk_widget_grab_focus (own_card_row (&view, "Given name"));
  fixture_wait (complains, &view);
  g_assert_cmpuint (own_card_count_edits (&view), ==, 0);
  own_card_close_page (&view);
  own_card_open_page (&view);
  g_assert_cmpstr (own_card_text_of (&view, "Web site"), ==, "pas un site");
  g_assert_true (complains (&view));
  said = own_card_dup_said (&view, ANSELME, "website");
  g_assert_cmpstr (said, ==, "https://epure.example/");

  own_card_type (&view, "Web site", "www.epure.example");
  gtk_widget_grab_focus (own_card_row (&view, "Given name"));
  fixture_wait (is_content, &view);
  corrected = own_card_dup_said (&view, ANSELME, "website");
  g_assert_cmpstr (corrected, ==, "https://www.epure.example");
  own_card_close_page (&view);
  own_card_open_page (&view);
  g_assert_cmpstr (own_card_text_of (&view, "Web site"), ==, "https://www.epure.example");
  own_card_close (&view);
}

static void
put_anselme (OwnCard *self, const char *occupation, const char *organization)
{
  fixture_put (&self->fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "occupation", occupation, "organization", organization, "commune", "32013",
               "visibility", "public", NULL);
}

static gboolean
shows_the_other_device (gpointer view)
{
  return g_str_equal (own_card_text_of (view, "Business or association"), "Ailleurs");
}

static gboolean
is_sworn (gpointer view)
{
  g_autofree char *said = own_card_dup_said (view, ANSELME, "occupation");

  return g_strcmp0 (said, "traducteur juré") == 0;
}

/* Another version comes while somebody types: what they type stays, the rest is shown. */
static void
test_types_on_while_it_syncs (void)
{
  OwnCard view;

  own_card_open (&view, ANSELME);
  own_card_type (&view, "Occupation, as you say it", "traducteur ju");
  put_anselme (&view, "interprète", "Ailleurs");
  fixture_wait (shows_the_other_device, &view);
  g_assert_cmpstr (own_card_text_of (&view, "Occupation, as you say it"), ==, "traducteur ju");
  own_card_type (&view, "Occupation, as you say it", "traducteur juré");
  fixture_wait (is_sworn, &view);
  own_card_close (&view);
}

/* A commune is typed by its name, and the old place on the map goes with the old one. */
static void
test_commune (void)
{
  OwnCard view;
  g_autoptr (SohoRecord) card = NULL;

  own_card_open (&view, ANSELME);
  fixture_put (&view.fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "commune", "32013", "lat", "43.65", "lon", "0.58", "visibility", "public", NULL);
  own_card_type (&view, "Commune", "cond");
  g_assert_nonnull (own_card_find (view.page, GTK_TYPE_LABEL, own_card_is_shown_with, "Condom"));
  g_signal_emit_by_name (own_card_row (&view, "Commune"), "entry-activated");
  g_assert_cmpstr (own_card_text_of (&view, "Commune"), ==, "Condom");
  card = soho_library_get_record (view.fixture.library, "member", ANSELME);
  g_assert_cmpstr (soho_record_get_text (card, "commune"), ==, "32107");
  g_assert_cmpint (soho_record_get_value (card, "lat")->type, ==, SOHO_VALUE_NONE);
  g_assert_cmpint (soho_record_get_value (card, "lon")->type, ==, SOHO_VALUE_NONE);
  g_assert_cmpuint (own_card_count_edits (&view), ==, 1);
  own_card_close (&view);
}

static gboolean
edits_now (gpointer user_data)
{
  OwnCard *view = user_data;

  return own_card_find (view->page, SOHO_TYPE_CARD_EDITOR, NULL, NULL) != NULL;
}

static gboolean
makes_now (gpointer user_data)
{
  OwnCard *view = user_data;

  return own_card_find (view->page, SOHO_TYPE_CARD_MAKER, NULL, NULL) != NULL;
}

/* Invited to sign in; then, without a card, to make one, of which nothing is lost meanwhile. */
static void
test_who_has_no_card (void)
{
  OwnCard view;
  GtkStack *stack;
  GtkWidget *make;
  g_autofree char *commune = NULL;

  own_card_open (&view, 0);
  stack = CHILD (view.page, SOHO_TYPE_OWN_CARD_PAGE, "stack");
  g_assert_true (gtk_stack_get_visible_child (stack)
                 == CHILD (view.page, SOHO_TYPE_OWN_CARD_PAGE, "signed_out"));
  fixture_sign_in (&view.fixture, NOBODY_YET);
  /* It may be on the server: nobody makes a second one. */
  g_assert_null (own_card_find (view.page, SOHO_TYPE_CARD_MAKER, NULL, NULL));
  g_assert_true (soho_replica_set_fact (view.fixture.writer, "synced", "1", NULL));
  fixture_wait (makes_now, &view);
  own_card_type (&view, "Given name", "Dora");
  own_card_close_page (&view);
  own_card_open_page (&view);
  g_assert_cmpstr (own_card_text_of (&view, "Given name"), ==, "Dora");
  make = own_card_find (view.page, GTK_TYPE_BUTTON, own_card_is_labelled, "_Make My Card");
  g_signal_emit_by_name (make, "clicked");
  g_assert_nonnull (
      own_card_find (view.page, GTK_TYPE_LABEL, own_card_is_shown_with, "Is missing"));
  g_assert_cmpuint (own_card_count_edits (&view), ==, 0);
  own_card_type (&view, "Family name", "Ébauche");
  own_card_type (&view, "Commune", "Auch");
  g_signal_emit_by_name (make, "clicked");
  fixture_wait (edits_now, &view);
  commune = own_card_dup_said (&view, NOBODY_YET, "commune");
  g_assert_cmpstr (commune, ==, "32013");
  g_assert_cmpstr (own_card_text_of (&view, "Given name"), ==, "Dora");
  g_assert_cmpuint (own_card_count_edits (&view), ==, 1);
  own_card_close (&view);
}

/* Nobody else's hands on it: the page changes with who has signed in. */
static void
test_signing_out (void)
{
  OwnCard view;

  own_card_open (&view, ANSELME);
  g_assert_true (edits_now (&view));
  own_card_type (&view, "Business or association", "Épure et fils");
  fixture_sign_in (&view.fixture, 0);
  g_assert_false (edits_now (&view));
  fixture_sign_in (&view.fixture, ANSELME);
  g_assert_true (edits_now (&view));
  g_assert_cmpstr (own_card_text_of (&view, "Given name"), ==, "Anselme");
  own_card_close (&view);
}

static gboolean
is_hidden_from_visitors (gpointer user_data)
{
  OwnCard *view = user_data;
  GtkWidget *preview = own_card_find (view->page, SOHO_TYPE_CARD_PREVIEW, NULL, NULL);
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
  OwnCard view;
  GtkWidget *preview;

  own_card_open (&view, ANSELME);
  g_assert_true (is_shown (&view));
  adw_combo_row_set_selected (ADW_COMBO_ROW (own_card_row (&view, "Who sees my card")), 1);
  fixture_wait (is_hidden_from_visitors, &view);
  preview = own_card_find (view.page, SOHO_TYPE_CARD_PREVIEW, NULL, NULL);
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (
          own_card_find (preview, GTK_TYPE_TOGGLE_BUTTON, own_card_is_labelled, "A _member")),
      TRUE);
  fixture_wait (is_shown, &view);
  own_card_close (&view);
}

static gboolean
is_narrow (gpointer user_data)
{
  OwnCard *view = user_data;

  return adw_leaflet_get_folded (CHILD (view->page, SOHO_TYPE_OWN_CARD_PAGE, "leaflet"));
}

/* The preview hides the form where there is no room for both, and one comes back from it. */
static void
test_one_at_a_time (void)
{
  OwnCard view;
  GtkWidget *button;
  AdwLeaflet *leaflet;

  own_card_open (&view, ANSELME);
  button = CHILD (view.page, SOHO_TYPE_OWN_CARD_PAGE, "show_preview");
  leaflet = CHILD (view.page, SOHO_TYPE_OWN_CARD_PAGE, "leaflet");
  g_assert_false (gtk_widget_get_visible (button));
  gtk_window_set_default_size (view.window, 400, 700);
  fixture_wait (is_narrow, &view);
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_false (soho_page_get_can_go_back (SOHO_PAGE (view.page)));
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (adw_leaflet_get_visible_child (leaflet)
                 == CHILD (view.page, SOHO_TYPE_OWN_CARD_PAGE, "preview_pane"));
  g_assert_true (soho_page_get_can_go_back (SOHO_PAGE (view.page)));
  soho_page_go_back (SOHO_PAGE (view.page));
  g_assert_false (soho_page_get_can_go_back (SOHO_PAGE (view.page)));
  own_card_close (&view);
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
  ADD ("who-has-no-card", test_who_has_no_card);
  ADD ("signing-out", test_signing_out);
  ADD ("preview-follows", test_preview_follows);
  ADD ("one-at-a-time", test_one_at_a_time);
  return g_test_run ();
}
