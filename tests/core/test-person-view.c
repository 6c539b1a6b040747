/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/person-view.h"

#include "model/audience.h"
#include "model/kinds.h"
#include "replicas.h"

/* A person with a skill, and a way to reach them for each degree of privacy. */
#define PERSON 77

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
put_card (Fixture *self, const char *visibility)
{
  soho_test_put (self->replica, &soho_kind_member, PERSON, "given_name", "Anselme", "family_name",
                 "Épure", "commune", "32013", "visibility", visibility, NULL);
}

static void
put_contact (
    Fixture *self, gint64 id, const char *member, const char *value, const char *visibility)
{
  soho_test_put (self->replica, &soho_kind_contact_point, id, "member", member, "type", "email",
                 "value", value, "visibility", visibility, "agreed_on", "2026-11-24", NULL);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  soho_test_put (self->replica, &soho_kind_skill, 10, "label", "Traduction", NULL);
  soho_test_put (self->replica, &soho_kind_member_skill, 40, "member", "77", "skill", "10", NULL);
  put_contact (self, 51, "77", "public@exemple.example", "public");
  put_contact (self, 52, "77", "membres@exemple.example", "members");
  put_contact (self, 53, "77", "moi@exemple.example", "self");
  put_contact (self, 54, "78", "autre@exemple.example", "public");
  put_card (self, "public");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static void
append_ids (GString *text, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (text, " %lld",
                            (long long) soho_record_get_id (g_ptr_array_index (records, i)));
}

/* "CARD SKILL… | CONTACT…", "-" for nothing at all. */
static void
assert_view (Fixture *self, const char *audience, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoPersonView) view
      = soho_replica_view_person (self->replica, PERSON, audience, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  g_string_append (text, view->member != NULL ? "card" : "-");
  append_ids (text, view->skills);
  if (view->member != NULL)
    g_string_append (text, " |");
  append_ids (text, view->contact_points);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_each_audience_sees_its_part (Fixture *self, gconstpointer unused)
{
  assert_view (self, SOHO_AUDIENCE_PUBLIC, "card 40 | 51");
  assert_view (self, SOHO_AUDIENCE_MEMBERS, "card 40 | 51 52");
  assert_view (self, NULL, "card 40 | 51 52 53");
}

/* No part is read by more people than the card. */
static void
test_parts_are_no_wider_than_the_card (Fixture *self, gconstpointer unused)
{
  put_card (self, "members");
  assert_view (self, SOHO_AUDIENCE_PUBLIC, "-");
  assert_view (self, SOHO_AUDIENCE_MEMBERS, "card 40 | 51 52");
  put_card (self, "self");
  assert_view (self, SOHO_AUDIENCE_PUBLIC, "-");
  assert_view (self, SOHO_AUDIENCE_MEMBERS, "-");
  assert_view (self, NULL, "card 40 | 51 52 53");
}

/* Who may read a card of which nothing is said, or something that only a newer program knows, is
 * not guessed. */
static void
test_what_is_not_understood_is_hidden (Fixture *self, gconstpointer unused)
{
  soho_test_run (self->replica, "UPDATE contact_point SET visibility = 'friends' WHERE id = 51");
  soho_test_run (self->replica, "UPDATE contact_point SET visibility = NULL WHERE id = 52");
  assert_view (self, SOHO_AUDIENCE_PUBLIC, "card 40 |");
  assert_view (self, SOHO_AUDIENCE_MEMBERS, "card 40 |");
  soho_test_run (self->replica, "UPDATE member SET visibility = NULL");
  assert_view (self, SOHO_AUDIENCE_MEMBERS, "-");
}

static void
test_nobody (Fixture *self, gconstpointer unused)
{
  soho_test_delete (self->replica, &soho_kind_member, PERSON);
  assert_view (self, SOHO_AUDIENCE_MEMBERS, "-");
  assert_view (self, NULL, "-");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/person-view/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("each-audience-sees-its-part", test_each_audience_sees_its_part);
  ADD ("parts-are-no-wider-than-the-card", test_parts_are_no_wider_than_the_card);
  ADD ("what-is-not-understood-is-hidden", test_what_is_not_understood_is_hidden);
  ADD ("nobody", test_nobody);
  return g_test_run ();
}
