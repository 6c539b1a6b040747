/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fixture.h"
#include "pages/villages-page.h"
#include "widgets/list-detail.h"
#include "widgets/record-filter.h"
#include "widgets/record-group.h"
#include "widgets/village-card.h"

/* The page in a window, and its parts. */
typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  SohoPage *page;
  SohoListDetail *list_detail;
  GtkListView *list;
  GtkStack *list_stack;
  AdwStatusPage *nothing_found;
  SohoRecordFilter *filter;
  GtkEditable *entry;
  SohoVillageCard *card;
} View;

enum
{
  FLEURANCE = 21,
  LECTOURE = 22,
  ATELIER = 60,
  SHOP = 61,
  HOUSE = 62,
  HOST = 70,
  CLERK = 71,
};

static void
put_villages (Fixture *fixture)
{
  fixture_put (fixture, "village", FLEURANCE, "commune", "32132", "schools", "Un collège.",
               "reviewed_on", "2016-03-01", NULL);
  fixture_put (fixture, "village", LECTOURE, "commune", "32208", NULL);
  fixture_put (fixture, "village_offer", ATELIER, "village", "20", "type", "premises", "title",
               "Ancienne forge", "price", "250 € par mois", "state", "open", "detail",
               "Cent mètres carrés.", NULL);
  fixture_put (fixture, "village_offer", SHOP, "village", "20", "type", "business", "title",
               "Boulangerie à reprendre", "state", "closed", NULL);
  fixture_put (fixture, "village_offer", HOUSE, "village", "20", "type", "home", "title",
               "Maison de ville", "state", "reserved", NULL);
  fixture_put (fixture, "village_contact", HOST, "village", "20", "member", "2", "name",
               "Berthe Maquette", "role", "habitante", "phone", "+33536490110", "email",
               "berthe@exemple.example", NULL);
  fixture_put (fixture, "village_contact", CLERK, "village", "20", "member", "999", "name",
               "Odile Brouillon", "phone", "+33536490111", NULL);
}

static void
view_open (View *self, gboolean with_villages, int width)
{
  fixture_open (&self->fixture, FALSE);
  if (with_villages)
    put_villages (&self->fixture);
  else
    fixture_delete (&self->fixture, "village", CONDOM);
  self->page = g_object_new (SOHO_TYPE_VILLAGES_PAGE, NULL);
  self->list_detail = CHILD (self->page, SOHO_TYPE_SEARCH_PAGE, "list_detail");
  self->filter = CHILD (self->page, SOHO_TYPE_SEARCH_PAGE, "filter");
  self->nothing_found = CHILD (self->page, SOHO_TYPE_SEARCH_PAGE, "nothing_found");
  self->entry = CHILD (self->filter, SOHO_TYPE_RECORD_FILTER, "entry");
  self->list = CHILD (self->list_detail, SOHO_TYPE_LIST_DETAIL, "list");
  self->list_stack = CHILD (self->list_detail, SOHO_TYPE_LIST_DETAIL, "list_stack");
  soho_page_set_library (self->page, self->fixture.library);
  g_object_get (self->list_detail, "detail", &self->card, NULL);
  g_object_unref (self->card); /* the page holds it */
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, width, 700);
  gtk_window_set_child (self->window, GTK_WIDGET (self->page));
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

/* The names of what is found, in order. */
static char *
dup_names (View *self)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SohoRecord) village = g_list_model_get_item (model, i);
      g_autofree char *name = soho_record_dup_title (village);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (names, FALSE);
}

typedef struct
{
  View *view;
  const char *names;
} Expected;

static gboolean
is_found (gpointer user_data)
{
  Expected *expected = user_data;
  g_autofree char *names = dup_names (expected->view);

  return g_str_equal (names, expected->names);
}

static void
wait_for_names (View *self, const char *names)
{
  fixture_wait (is_found, &(Expected){ self, names });
}

static const char *
found_text (View *self)
{
  return gtk_label_get_text (CHILD (self->filter, SOHO_TYPE_RECORD_FILTER, "found"));
}

static SohoRecordGroup *
get_group (View *self, const char *name)
{
  return CHILD (self->card, SOHO_TYPE_VILLAGE_CARD, name);
}

static const char *
card_text (View *self, const char *name)
{
  GtkWidget *label = CHILD (self->card, SOHO_TYPE_VILLAGE_CARD, name);

  return gtk_widget_get_visible (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

static const char *
row_title (SohoRecordGroup *group, guint i)
{
  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (soho_record_group_get_row (group, i)));
}

static const char *
row_text (SohoRecordGroup *group, guint i)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (soho_record_group_get_row (group, i)));
}

/* What a village and its offers say is found, in the order of names or best first. */
static void
test_list (void)
{
  View view;

  view_open (&view, TRUE, 1000);
  wait_for_names (&view, "Condom, Fleurance, Lectoure");
  g_assert_cmpstr (found_text (&view), ==, "3 villages");
  gtk_editable_set_text (view.entry, "forge");
  wait_for_names (&view, "Condom");
  g_assert_cmpstr (found_text (&view), ==, "1 village");
  gtk_editable_set_text (view.entry, "college");
  wait_for_names (&view, "Fleurance");
  soho_record_filter_clear (view.filter);
  wait_for_names (&view, "Condom, Fleurance, Lectoure");
  view_close (&view);
}

static void
test_nothing_found (void)
{
  View view;
  GtkWidget *show_all;

  view_open (&view, TRUE, 1000);
  show_all = CHILD (view.page, SOHO_TYPE_SEARCH_PAGE, "show_all");
  gtk_editable_set_text (view.entry, "zzzz");
  wait_for_names (&view, "");
  g_assert_true (gtk_widget_is_ancestor (GTK_WIDGET (view.nothing_found),
                                         gtk_stack_get_visible_child (view.list_stack)));
  g_assert_cmpstr (adw_status_page_get_title (view.nothing_found), ==, "No Village Found");
  g_assert_true (gtk_widget_get_visible (show_all));
  g_signal_emit_by_name (show_all, "clicked");
  wait_for_names (&view, "Condom, Fleurance, Lectoure");
  g_assert_cmpstr (soho_record_filter_get_words (view.filter), ==, "");
  view_close (&view);
}

/* A network without villages is not a search that failed. */
static void
test_none_yet (void)
{
  View view;

  view_open (&view, FALSE, 1000);
  wait_for_names (&view, "");
  g_assert_cmpstr (adw_status_page_get_title (view.nothing_found), ==, "No Villages Yet");
  g_assert_false (gtk_widget_get_visible (CHILD (view.page, SOHO_TYPE_SEARCH_PAGE, "show_all")));
  put_villages (&view.fixture);
  wait_for_names (&view, "Fleurance, Lectoure");
  g_assert_cmpstr (found_text (&view), ==, "2 villages");
  view_close (&view);
}

static void
test_card (void)
{
  View view;
  SohoRecordGroup *offers, *hosts;

  view_open (&view, TRUE, 1000);
  soho_page_show_record (view.page, "village", CONDOM);
  g_assert_cmpint (soho_village_card_get_village (view.card), ==, CONDOM);
  g_assert_cmpstr (card_text (&view, "name"), ==, "Condom");
  g_assert_nonnull (strstr (card_text (&view, "numbers"), " · 32100"));
  g_assert_cmpstr (card_text (&view, "presentation"), ==, "Un village sur sa colline.");
  g_assert_null (card_text (&view, "reviewed"));

  offers = get_group (&view, "offers");
  g_assert_cmpuint (soho_record_group_get_n_rows (offers), ==, 3);
  g_assert_cmpstr (row_title (offers, 0), ==, "Ancienne forge");
  g_assert_cmpstr (row_text (offers, 0), ==, "Premises · 250 € par mois\nCent mètres carrés.");
  g_assert_cmpstr (row_text (offers, 1), ==, "Home · Reserved");
  g_assert_cmpstr (row_text (offers, 2), ==, "Business to take over · No longer available");
  g_assert_false (gtk_widget_has_css_class (soho_record_group_get_row (offers, 0), "dim-label"));
  g_assert_true (gtk_widget_has_css_class (soho_record_group_get_row (offers, 2), "dim-label"));

  hosts = get_group (&view, "hosts");
  g_assert_cmpuint (soho_record_group_get_n_rows (hosts), ==, 2);
  g_assert_cmpstr (row_title (hosts, 0), ==, "Berthe Maquette");
  g_assert_true (g_str_has_prefix (row_text (hosts, 0), "habitante\n05 36 49 01 10\nberthe@"));
  g_assert_cmpuint (soho_record_group_get_n_rows (get_group (&view, "people")), ==, 1);
  view_close (&view);
}

/* The buttons of a row, by their actions, in the order in which they are come upon. */
static void
append_actions (GString *actions, GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    {
      GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget));
      g_autofree char *text = g_variant_print (target, FALSE);

      g_string_append_printf (actions, "%s(%s) ",
                              gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), text);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_actions (actions, child);
}

/* Only a member that can be shown has a card to see. */
static void
test_hosts_can_be_reached (void)
{
  View view;
  g_autoptr (GString) member = g_string_new (NULL), stranger = g_string_new (NULL);

  view_open (&view, TRUE, 1000);
  soho_page_show_record (view.page, "village", CONDOM);
  append_actions (member, soho_record_group_get_row (get_group (&view, "hosts"), 0));
  append_actions (stranger, soho_record_group_get_row (get_group (&view, "hosts"), 1));
  g_assert_cmpstr (member->str, ==,
                   "win.open-uri('tel:+33536490110') win.open-uri('mailto:berthe@exemple.example') "
                   "win.show(('member', 2)) ");
  g_assert_cmpstr (stranger->str, ==, "win.open-uri('tel:+33536490111') ");
  view_close (&view);
}

/* Of a village of which hardly anything is known, hardly anything is said, and an old review is
 * called old. */
static void
test_sparse (void)
{
  View view;

  view_open (&view, TRUE, 1000);
  soho_page_show_record (view.page, "village", LECTOURE);
  g_assert_null (card_text (&view, "presentation"));
  g_assert_null (card_text (&view, "reviewed"));
  g_assert_false (gtk_widget_get_visible (CHILD (view.card, SOHO_TYPE_VILLAGE_CARD, "facts")));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_group (&view, "offers"))));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_group (&view, "hosts"))));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_group (&view, "people"))));

  soho_page_show_record (view.page, "village", FLEURANCE);
  g_assert_nonnull (strstr (card_text (&view, "reviewed"), "since March 2016"));
  fixture_put (&view.fixture, "village", FLEURANCE, "commune", "32132", NULL);
  view_close (&view);
}

static gboolean
says_checked (gpointer view)
{
  const char *text = card_text (view, "reviewed");

  return text != NULL && g_str_has_prefix (text, "Checked in ");
}

static gboolean
has_two_offers (gpointer view)
{
  return soho_record_group_get_n_rows (get_group (view, "offers")) == 2;
}

static gboolean
is_not_shown (gpointer view)
{
  return soho_list_detail_get_shown (((View *) view)->list_detail) == 0;
}

/* What others write appears as it arrives. */
static void
test_live (void)
{
  View view;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  view_open (&view, TRUE, 1000);
  soho_page_show_record (view.page, "village", CONDOM);
  fixture_put (&view.fixture, "village", CONDOM, "commune", "32107", "reviewed_on", today, NULL);
  fixture_wait (says_checked, &view);
  g_assert_null (card_text (&view, "presentation"));
  fixture_delete (&view.fixture, "village_offer", SHOP);
  fixture_wait (has_two_offers, &view);
  fixture_delete (&view.fixture, "village", CONDOM);
  fixture_wait (is_not_shown, &view);
  wait_for_names (&view, "Fleurance, Lectoure");
  view_close (&view);
}

static gboolean
has_focus (gpointer row)
{
  return gtk_widget_has_focus (row);
}

/* An offer opens its village and is scrolled to; the search gives way where it hides it. */
static void
test_offer_opens_its_village (void)
{
  View view;
  GtkWidget *row;

  view_open (&view, TRUE, 1000);
  gtk_editable_set_text (view.entry, "college");
  wait_for_names (&view, "Fleurance");
  soho_page_show_record (view.page, "village_offer", SHOP);
  g_assert_cmpint (soho_village_card_get_village (view.card), ==, CONDOM);
  row = soho_record_group_get_row (get_group (&view, "offers"), 2);
  fixture_wait (has_focus, row);
  wait_for_names (&view, "Condom, Fleurance, Lectoure");
  soho_page_show_record (view.page, "village_offer", 4711); /* there is none */
  g_assert_cmpint (soho_village_card_get_village (view.card), ==, CONDOM);
  view_close (&view);
}

/* With the keyboard alone, in a window with room for one thing at a time. */
static void
test_narrow (void)
{
  View view;

  view_open (&view, TRUE, 360);
  g_assert_false (soho_page_get_can_go_back (view.page));
  gtk_editable_set_text (view.entry, "forge");
  wait_for_names (&view, "Condom");
  g_signal_emit_by_name (view.entry, "activate");
  g_assert_cmpint (soho_village_card_get_village (view.card), ==, CONDOM);
  g_assert_true (soho_page_get_can_go_back (view.page));
  soho_page_go_back (view.page);
  g_assert_false (soho_page_get_can_go_back (view.page));
  view_close (&view);
}

/* Nothing else is near enough: Auch has the telecentre, 20 km from Fleurance. */
static void
test_nearby (void)
{
  View view;
  GtkWidget *nearby, *group;

  view_open (&view, TRUE, 1000);
  soho_page_show_record (view.page, "village", FLEURANCE);
  nearby = CHILD (view.card, SOHO_TYPE_VILLAGE_CARD, "nearby");
  group = adw_bin_get_child (ADW_BIN (nearby));
  g_assert_true (gtk_widget_get_visible (nearby));
  g_assert_cmpstr (row_title (SOHO_RECORD_GROUP (group), 0), ==, "Le Télécentre");
  g_assert_true (g_str_has_prefix (row_text (SOHO_RECORD_GROUP (group), 0), "Telecentre, Auch · "));
  g_assert_cmpstr (row_title (SOHO_RECORD_GROUP (group), 1), ==, "Lectoure");
  g_assert_cmpstr (row_title (SOHO_RECORD_GROUP (group), 2), ==, "Condom");
  g_assert_cmpuint (soho_record_group_get_n_rows (SOHO_RECORD_GROUP (group)), ==, 3);
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/villages-page/list", test_list);
  g_test_add_func ("/app/villages-page/nothing-found", test_nothing_found);
  g_test_add_func ("/app/villages-page/none-yet", test_none_yet);
  g_test_add_func ("/app/villages-page/card", test_card);
  g_test_add_func ("/app/villages-page/hosts-can-be-reached", test_hosts_can_be_reached);
  g_test_add_func ("/app/villages-page/sparse", test_sparse);
  g_test_add_func ("/app/villages-page/live", test_live);
  g_test_add_func ("/app/villages-page/offer-opens-its-village", test_offer_opens_its_village);
  g_test_add_func ("/app/villages-page/narrow", test_narrow);
  g_test_add_func ("/app/villages-page/nearby", test_nearby);
  return g_test_run ();
}
