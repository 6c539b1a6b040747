/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fixture.h"
#include "model/audience.h"
#include "widgets/chip-box.h"
#include "widgets/contact-row.h"
#include "widgets/person-card.h"

typedef struct
{
  Fixture fixture;
  SohoPersonCard *card;
} View;

static void
view_open (View *self)
{
  fixture_open (&self->fixture, FALSE);
  self->card = g_object_ref_sink (g_object_new (SOHO_TYPE_PERSON_CARD, NULL));
  soho_person_card_set_library (self->card, self->fixture.library);
}

static void
view_close (View *self)
{
  g_assert_finalize_object (self->card);
  fixture_close (&self->fixture);
}

static const char *
text_of (View *self, const char *name)
{
  return gtk_label_get_text (CHILD (self->card, SOHO_TYPE_PERSON_CARD, name));
}

static gboolean
is_visible (View *self, const char *name)
{
  return gtk_widget_get_visible (CHILD (self->card, SOHO_TYPE_PERSON_CARD, name));
}

/* Appends the contact rows under widget, in order. */
static void
collect_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (SOHO_IS_CONTACT_ROW (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (child, rows);
}

static GPtrArray *
rows_of (View *self)
{
  GPtrArray *rows = g_ptr_array_new ();

  collect_rows (GTK_WIDGET (self->card), rows);
  return rows;
}

static void
assert_row (GPtrArray *rows, guint i, const char *title, const char *value, const char *uri)
{
  AdwActionRow *row = g_ptr_array_index (rows, i);
  GtkActionable *open_button = CHILD (row, SOHO_TYPE_CONTACT_ROW, "open_button");
  GVariant *target = gtk_actionable_get_action_target_value (open_button);

  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, title);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, value);
  g_assert_cmpint (gtk_widget_get_visible (GTK_WIDGET (open_button)), ==, uri != NULL);
  if (uri != NULL)
    g_assert_cmpstr (g_variant_get_string (target, NULL), ==, uri);
}

static void
test_everything (void)
{
  View view;
  g_autoptr (GPtrArray) rows = NULL;

  view_open (&view);
  soho_person_card_set_member (view.card, ANSELME);
  g_assert_cmpstr (text_of (&view, "name"), ==, "Anselme Épure");
  g_assert_cmpstr (text_of (&view, "occupation"), ==, "traducteur");
  g_assert_cmpstr (text_of (&view, "about"), ==, "Je traduis des notices.");
  rows = rows_of (&view);
  g_assert_cmpuint (rows->len, ==, 3);
  assert_row (rows, 0, "Telephone · bureau", "05 36 49 01 01", "tel:+33536490101");
  assert_row (rows, 1, "E-mail", "anselme@exemple.example", "mailto:anselme@exemple.example");
  assert_row (rows, 2, "Web site", "epure.example", "https://epure.example/");
  g_assert_true (is_visible (&view, "skills"));
  g_assert_true (is_visible (&view, "languages"));
  view_close (&view);
}

static void
test_little_is_known (void)
{
  View view;
  g_autoptr (GPtrArray) rows = NULL;
  AdwPreferencesGroup *contacts;

  view_open (&view);
  soho_person_card_set_member (view.card, ANSELME);
  soho_person_card_set_member (view.card, CELESTE);
  contacts = CHILD (view.card, SOHO_TYPE_PERSON_CARD, "contacts");
  rows = rows_of (&view);
  g_assert_cmpuint (rows->len, ==, 0);
  g_assert_cmpstr (adw_preferences_group_get_description (contacts), ==,
                   "This person shares no contact details here.");
  g_assert_false (is_visible (&view, "occupation"));
  g_assert_false (is_visible (&view, "organization"));
  g_assert_false (is_visible (&view, "about"));
  g_assert_false (is_visible (&view, "occasions"));
  g_assert_false (is_visible (&view, "languages"));
  view_close (&view);
}

/* As a visitor, and as a member; then as nobody outside sees it. */
static void
test_preview (void)
{
  View view;
  g_autoptr (GPtrArray) as_visitor = NULL, as_member = NULL;

  view_open (&view);
  fixture_put (&view.fixture, "contact_point", 52, "member", "1", "type", "mobile", "value",
               "+33639980101", "visibility", "members", "agreed_on", "2026-11-24", NULL);
  fixture_put (&view.fixture, "contact_point", 53, "member", "1", "type", "mobile", "value",
               "+33639980102", "visibility", "self", NULL);
  soho_person_card_preview (view.card, ANSELME, SOHO_AUDIENCE_PUBLIC);
  as_visitor = rows_of (&view);
  g_assert_cmpuint (as_visitor->len, ==, 3);
  g_assert_true (is_visible (&view, "skills"));
  g_assert_false (is_visible (&view, "nearby"));
  g_assert_false (is_visible (&view, "colleagues"));
  g_assert_false (is_visible (&view, "save_button"));
  soho_person_card_preview (view.card, ANSELME, SOHO_AUDIENCE_MEMBERS);
  as_member = rows_of (&view);
  g_assert_cmpuint (as_member->len, ==, 4);
  assert_row (as_member, 2, "Mobile", "06 39 98 01 01", "tel:+33639980101");
  fixture_put (&view.fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "commune", "32013", "visibility", "self", NULL);
  soho_person_card_preview (view.card, ANSELME, SOHO_AUDIENCE_MEMBERS);
  g_assert_cmpint (soho_person_card_get_member (view.card), ==, 0);
  view_close (&view);
}

static gboolean
has_four_rows (gpointer view)
{
  g_autoptr (GPtrArray) rows = rows_of (view);

  return rows->len == 4;
}

static gboolean
is_potter (gpointer view)
{
  return g_str_equal (text_of (view, "occupation"), "potier");
}

static void
test_is_live (void)
{
  View view;

  view_open (&view);
  soho_person_card_set_member (view.card, ANSELME);
  fixture_put (&view.fixture, "contact_point", 52, "member", "1", "type", "address", "value",
               "1 rue <b>Brouillon</b> & fils", "visibility", "public", NULL);
  fixture_wait (has_four_rows, &view);
  fixture_put (&view.fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "occupation", "potier", "commune", "32013", "visibility", "public", NULL);
  fixture_wait (is_potter, &view);
  view_close (&view);
}

/* What came from outside is shown as it is, and only what is safe can be opened. */
static void
test_odd_contact_points (void)
{
  static const struct
  {
    const char *type, *value, *uri;
  } odd[] = {
    { "web", "javascript:alert(1)", NULL },
    { "web", "file:///etc/passwd", NULL },
    { "email", "nobody", NULL },
    { "phone", "call me", NULL },
    { "pigeon", "<i>coop</i> & co", NULL },
    { NULL, "&amp;", NULL },
    { "email", "a?cc=b@c.example", "mailto:a%3Fcc%3Db@c.example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      GtkWidget *row
          = g_object_ref_sink (soho_contact_row_new (odd[i].type, odd[i].value, "<label>"));
      g_autoptr (GPtrArray) rows = g_ptr_array_new ();
      GtkActionable *copy_button = CHILD (row, SOHO_TYPE_CONTACT_ROW, "copy_button");

      g_ptr_array_add (rows, row);
      assert_row (rows, 0, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), odd[i].value,
                  odd[i].uri);
      g_assert_cmpstr (
          g_variant_get_string (gtk_actionable_get_action_target_value (copy_button), NULL), ==,
          odd[i].value);
      g_object_unref (row);
    }
}

static void
test_accessible_names (void)
{
  GtkWidget *row = g_object_ref_sink (soho_contact_row_new ("phone", "+33536490101", NULL));

  gtk_test_accessible_assert_property (CHILD (row, SOHO_TYPE_CONTACT_ROW, "open_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Call 05 36 49 01 01");
  gtk_test_accessible_assert_property (CHILD (row, SOHO_TYPE_CONTACT_ROW, "copy_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy 05 36 49 01 01");
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Telephone, 05 36 49 01 01");
  g_object_unref (row);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/person-card/everything", test_everything);
  g_test_add_func ("/app/person-card/little-is-known", test_little_is_known);
  g_test_add_func ("/app/person-card/preview", test_preview);
  g_test_add_func ("/app/person-card/is-live", test_is_live);
  g_test_add_func ("/app/person-card/odd-contact-points", test_odd_contact_points);
  g_test_add_func ("/app/person-card/accessible-names", test_accessible_names);
  return g_test_run ();
}
