/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keeping.h"

#include <adwaita.h>
#include <string.h>

#include "fixture.h"
#include "lists/finding.h"
#include "outgoing.h"
#include "pages/directory-page.h"
#include "widgets/favourite-button.h"
#include "widgets/note-group.h"
#include "widgets/people-filter.h"
#include "widgets/person-card.h"
#include "widgets/removal.h"
#include "widgets/saved-searches.h"

typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  GtkWidget *overlay;
} View;

static void
view_open (View *self, gint64 person, GtkWidget *child)
{
  fixture_open (&self->fixture, FALSE);
  if (person != 0)
    fixture_sign_in (&self->fixture, person);
  self->overlay = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->overlay), child);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 900, 700);
  gtk_window_set_child (self->window, self->overlay);
}

static void
view_present (View *self)
{
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

static guint
count_waiting (View *self)
{
  guint waiting, returned;

  soho_outgoing_count (self->fixture.library, &waiting, &returned);
  return waiting;
}

static GtkWidget *
find (GtkWidget *widget, GType type, const char *label)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type)
      && (label == NULL || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
card_open (View *view, gint64 person, gint64 member)
{
  GtkWidget *card = g_object_new (SOHO_TYPE_PERSON_CARD, NULL);

  view_open (view, person, card);
  soho_person_card_set_library (SOHO_PERSON_CARD (card), view->fixture.library);
  soho_person_card_set_member (SOHO_PERSON_CARD (card), member);
  view_present (view);
  return card;
}

static void
test_star (void)
{
  View view;
  GtkWidget *card = card_open (&view, ANSELME, BERTHE);
  GtkWidget *star = CHILD (card, SOHO_TYPE_PERSON_CARD, "favourite");
  GtkToggleButton *button = GTK_TOGGLE_BUTTON (adw_bin_get_child (ADW_BIN (star)));

  g_assert_true (gtk_widget_get_visible (star));
  g_assert_false (gtk_toggle_button_get_active (button));
  gtk_toggle_button_set_active (button, TRUE);
  g_assert_true (soho_keeping_is_favourite (view.fixture.library, "member", BERTHE));
  g_assert_false (soho_keeping_is_favourite (view.fixture.library, "member", CELESTE));
  soho_person_card_set_member (SOHO_PERSON_CARD (card), CELESTE);
  g_assert_false (gtk_toggle_button_get_active (button));
  soho_person_card_set_member (SOHO_PERSON_CARD (card), BERTHE);
  g_assert_true (gtk_toggle_button_get_active (button));
  gtk_toggle_button_set_active (button, FALSE);
  g_assert_false (soho_keeping_is_favourite (view.fixture.library, "member", BERTHE));
  /* Oneself is nobody's favourite. */
  soho_person_card_set_member (SOHO_PERSON_CARD (card), ANSELME);
  g_assert_false (gtk_widget_get_visible (star));
  view_close (&view);
}

static void
test_not_for_visitors (void)
{
  View view;
  GtkWidget *card = card_open (&view, 0, BERTHE);

  g_assert_false (gtk_widget_get_visible (CHILD (card, SOHO_TYPE_PERSON_CARD, "favourite")));
  g_assert_false (gtk_widget_get_visible (CHILD (card, SOHO_TYPE_PERSON_CARD, "note")));
  view_close (&view);
}

typedef struct
{
  View *view;
  const char *text;
} Note;

static gboolean
is_noted (gpointer data)
{
  const Note *note = data;
  g_autofree char *text
      = soho_keeping_dup_note (note->view->fixture.library, "member", BERTHE, NULL);

  return g_strcmp0 (text, note->text) == 0;
}

static gboolean
says_not_sent (gpointer note)
{
  return strstr (adw_preferences_group_get_description (note), "not been sent yet") != NULL;
}

static void
test_note (void)
{
  View view;
  GtkWidget *card = card_open (&view, ANSELME, BERTHE);
  GtkWidget *text = find (CHILD (card, SOHO_TYPE_PERSON_CARD, "note"), GTK_TYPE_TEXT_VIEW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
  g_autofree char *shown = NULL;

  gtk_text_buffer_set_text (buffer, "Rencontrée au marché", -1);
  fixture_wait (is_noted, &(Note){ &view, "Rencontrée au marché" });
  fixture_wait (says_not_sent, CHILD (card, SOHO_TYPE_PERSON_CARD, "note"));
  g_assert_cmpuint (count_waiting (&view), ==, 1);
  /* Going on to another person keeps what was typed, and shows nothing of it there. */
  gtk_text_buffer_set_text (buffer, "Rappeler", -1);
  soho_person_card_set_member (SOHO_PERSON_CARD (card), CELESTE);
  g_assert_true (is_noted (&(Note){ &view, "Rappeler" }));
  g_object_get (buffer, "text", &shown, NULL);
  g_assert_cmpstr (shown, ==, "");
  soho_person_card_set_member (SOHO_PERSON_CARD (card), BERTHE);
  gtk_text_buffer_set_text (buffer, "", -1);
  fixture_wait (is_noted, &(Note){ &view, NULL });
  g_signal_emit_by_name (find (view.overlay, GTK_TYPE_BUTTON, "_Undo"), "clicked");
  fixture_wait (is_noted, &(Note){ &view, "Rappeler" });
  view_close (&view);
}

static gboolean
shows_one (gpointer data)
{
  return soho_record_list_get_length (data) == 1;
}

/* What is asked for, in a query as the page makes it. */
static void
test_filter (void)
{
  View view;
  SohoPeopleQuery query = { .favourites_of = ANSELME };
  g_autoptr (SohoPeopleList) people = NULL;

  view_open (&view, ANSELME, gtk_label_new (""));
  people = soho_people_list_new (view.fixture.library);
  soho_people_list_ask (people, &query);
  g_assert_cmpuint (soho_record_list_get_length (SOHO_RECORD_LIST (people)), ==, 0);
  soho_keeping_set_favourite (view.fixture.library, "member", BERTHE, TRUE);
  fixture_wait (shows_one, people);
  g_assert_cmpint (soho_record_list_get_id (SOHO_RECORD_LIST (people), 0), ==, BERTHE);
  g_clear_object (&people);
  view_close (&view);
}

/* What a search over everything shows before anything is typed. */
static void
test_listed (void)
{
  View view;
  g_autoptr (GListStore) store = g_list_store_new (SOHO_TYPE_FINDING);
  static const gint64 expected[] = { BERTHE, CELESTE, CONDOM, DESK };

  view_open (&view, ANSELME, gtk_label_new (""));
  soho_findings_fill (store, view.fixture.library, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 0);
  soho_keeping_set_favourite (view.fixture.library, "telecentre", DESK, TRUE);
  soho_keeping_set_favourite (view.fixture.library, "member", BERTHE, TRUE);
  soho_keeping_set_favourite (view.fixture.library, "village", CONDOM, TRUE);
  soho_keeping_set_favourite (view.fixture.library, "member", CELESTE, TRUE);
  soho_findings_fill (store, view.fixture.library, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (SohoFinding) finding = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_assert_cmpint (soho_record_get_id (soho_finding_get_record (finding)), ==, expected[i]);
      g_assert_cmpint (soho_finding_get_is_first (finding), ==, i != 1);
    }
  view_close (&view);
}

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static gboolean
is_hidden (gpointer widget)
{
  return !gtk_widget_get_visible (widget);
}

/* Asked for, kept under a name, shown again, deleted, and put back. */
static void
test_searches (void)
{
  View view;
  GtkWidget *page = g_object_new (SOHO_TYPE_DIRECTORY_PAGE, NULL);
  GtkWidget *searches = g_object_ref_sink (g_object_new (SOHO_TYPE_SAVED_SEARCHES, NULL));
  GtkWidget *filter, *save;
  g_autoptr (SohoRecordList) kept = NULL;

  view_open (&view, ANSELME, page);
  soho_page_set_library (SOHO_PAGE (page), view.fixture.library);
  soho_saved_searches_set_library (SOHO_SAVED_SEARCHES (searches), view.fixture.library);
  view_present (&view);
  save = CHILD (page, SOHO_TYPE_DIRECTORY_PAGE, "save_search");
  filter = CHILD (page, SOHO_TYPE_DIRECTORY_PAGE, "filter");
  g_assert_false (gtk_widget_get_visible (save));
  g_assert_false (gtk_widget_get_visible (searches));
  soho_people_filter_ask (SOHO_PEOPLE_FILTER (filter), "traductrice", TRANSLATION);
  fixture_wait (is_visible, save);
  gtk_menu_button_popup (GTK_MENU_BUTTON (adw_bin_get_child (ADW_BIN (save))));
  g_signal_emit_by_name (find (save, GTK_TYPE_BUTTON, "_Save"), "clicked");
  fixture_wait (is_visible, searches);

  kept = soho_record_list_new (view.fixture.library, "saved_search", NULL, 0);
  soho_people_filter_clear (SOHO_PEOPLE_FILTER (filter));
  soho_page_show_record (SOHO_PAGE (page), "saved_search", soho_record_list_get_id (kept, 0));
  g_assert_cmpstr (soho_people_filter_get_words (SOHO_PEOPLE_FILTER (filter)), ==, "traductrice");
  g_assert_cmpint (soho_people_filter_get_category (SOHO_PEOPLE_FILTER (filter)), ==, TRANSLATION);

  soho_remove_record (page, view.fixture.library, "saved_search", soho_record_list_get_id (kept, 0),
                      "Deleted");
  fixture_wait (is_hidden, searches);
  g_signal_emit_by_name (find (view.overlay, GTK_TYPE_BUTTON, "_Undo"), "clicked");
  fixture_wait (is_visible, searches);
  /* As if it had never been deleted. */
  g_assert_cmpuint (count_waiting (&view), ==, 1);
  g_clear_object (&kept);
  g_object_unref (searches);
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/keeping/star", test_star);
  g_test_add_func ("/app/keeping/not-for-visitors", test_not_for_visitors);
  g_test_add_func ("/app/keeping/note", test_note);
  g_test_add_func ("/app/keeping/filter", test_filter);
  g_test_add_func ("/app/keeping/listed", test_listed);
  g_test_add_func ("/app/keeping/searches", test_searches);
  return g_test_run ();
}
