/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/kind.h"

#include <string.h>

#include "formats/csv.h"
#include "model/audience.h"
#include "model/date.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "kinds.h"

static int
position_of (const SohoModel *model, const char *name)
{
  for (int i = 0; model->kinds[i] != NULL; i++)
    if (strcmp (model->kinds[i]->name, name) == 0)
      return i;
  return -1;
}

static void
check_field (const SohoModel *model, const SohoKind *kind, const SohoField *field)
{
  g_assert_cmpint (soho_kind_find_field (kind, field->name), ==, field - kind->fields);
  g_assert_cmpint (field->min, <=, field->max);
  g_assert_cmpuint (field->decimals, <=, 6);
  if (field->type == SOHO_FIELD_REFERENCE)
    g_assert_nonnull (soho_model_find_kind (model, field->target));
  if (field->type == SOHO_FIELD_ENUMERATION)
    g_assert_nonnull (field->values);
  if (field->type == SOHO_FIELD_TEXT || field->type == SOHO_FIELD_LONG_TEXT)
    g_assert_cmpint (4 * field->max, <=, SOHO_CSV_MAX_FIELD);
  if (field->owner)
    {
      g_assert_cmpint (field->type, ==, SOHO_FIELD_REFERENCE);
      g_assert_true (field->required);
      g_assert_cmpint (position_of (model, kind->name), <, position_of (model, field->target));
    }
}

static void
check_kind (const SohoModel *model, const SohoKind *kind)
{
  gboolean key = FALSE, title = FALSE;

  g_assert_true (soho_model_find_kind (model, kind->name) == kind);
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    {
      check_field (model, kind, field);
      key = key || field->key;
      title = title || field->title;
    }
  g_assert_true (key);
  g_assert_cmpint (kind->read == SOHO_READ_BY_CHOICE, ==,
                   soho_kind_find_field (kind, "visibility") >= 0);
  if (kind->read == SOHO_READ_UNLESS_PROPOSED)
    {
      int state = soho_kind_find_field (kind, "state");

      g_assert_cmpint (state, >=, 0);
      g_assert_true (g_strv_contains (kind->fields[state].values, "proposed"));
    }
  if (kind->read == SOHO_READ_AS_OWNER)
    g_assert_cmpint (soho_kind_get_owner_field (kind), >=, 0);
  if (soho_kind_is_document (kind))
    g_assert_true (title);
}

/* What a declaration must hold for the rooms that live of it. */
static void
test_declarations_make_sense (void)
{
  const SohoModel *models[] = { soho_model_get (), soho_test_model_get () };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    for (const SohoKind *const *kind = models[i]->kinds; *kind != NULL; kind++)
      {
        SohoValue *values = soho_values_new (soho_kind_get_n_fields (*kind));

        check_kind (models[i], *kind);
        soho_kind_apply_fallbacks (*kind, values);
        soho_values_free (values, soho_kind_get_n_fields (*kind));
      }
}

static void
test_lookups (void)
{
  g_assert_cmpuint (soho_kind_get_n_fields (&soho_test_piece), ==, 3);
  g_assert_cmpint (soho_kind_find_field (&soho_test_piece, "detail"), ==, 2);
  g_assert_cmpint (soho_kind_find_field (&soho_test_piece, "Detail"), ==, -1);
  g_assert_cmpint (soho_kind_find_field (&soho_test_piece, ""), ==, -1);
  g_assert_cmpint (soho_kind_get_owner_field (&soho_test_piece), ==, 0);
  g_assert_cmpint (soho_kind_get_owner_field (&soho_test_thing), ==, -1);
  g_assert_true (soho_kind_is_document (&soho_test_thing));
  g_assert_false (soho_kind_is_document (&soho_test_piece));
  g_assert_false (soho_kind_is_document (&soho_test_topic));
  g_assert_null (soho_model_find_kind (soho_model_get (), "thing"));
  g_assert_null (soho_model_find_kind (soho_model_get (), ""));
}

/* Each row differs from the first in one thing that decides what a replica stores, or does not. */
static void
test_fingerprint (void)
{
  static const struct
  {
    SohoField field;
    gboolean same;
  } cases[] = {
    { SOHO_TEXT_FIELD ("a", 10), TRUE },
    { SOHO_TEXT_FIELD ("a", 20, .min = 5, .required = TRUE, .key = TRUE, .title = TRUE), TRUE },
    { SOHO_TEXT_FIELD ("a", 10, .format = SOHO_FORMAT_URL, .unit = "u", .fallback = "x"), TRUE },
    { SOHO_TEXT_FIELD ("b", 10), FALSE },
    { SOHO_INTEGER_FIELD ("a", 0, 10), FALSE },
    { SOHO_LONG_TEXT_FIELD ("a", 10), FALSE },
    { SOHO_REAL_FIELD ("a", 0, 10, 2), FALSE },
    { SOHO_REAL_FIELD ("a", 0, 10, 3), FALSE },
    { SOHO_TEXT_FIELD ("a", 10, .search = SOHO_SEARCH_TITLE), FALSE },
    { SOHO_TEXT_FIELD ("a", 10, .search = SOHO_SEARCH_TEXT), FALSE },
    { SOHO_TEXT_FIELD ("a", 10, .format = SOHO_FORMAT_COMMUNE), FALSE },
    { SOHO_REFERENCE_FIELD ("a", "thing"), FALSE },
    { SOHO_REFERENCE_FIELD ("a", "topic"), FALSE },
    { SOHO_REFERENCE_FIELD ("a", "topic", .owner = TRUE), FALSE },
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SohoField fields[] = { cases[i].field, {} };
      SohoKind kind = { .name = "k", .fields = fields };
      char *fingerprint = soho_kind_dup_fingerprint (&kind);

      g_test_message ("case %u", i);
      g_assert_cmpint (g_hash_table_add (seen, fingerprint), ==, i == 0 || !cases[i].same);
    }
}

static char *
audience_of (const SohoKind *kind, const char *visibility, const char *owner_audience)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  int field = soho_kind_find_field (kind, "visibility");
  char *audience;

  if (visibility != NULL)
    soho_value_take_text (&values[field], g_strdup (visibility));
  audience = soho_kind_dup_audience (kind, values, 7, owner_audience);
  soho_values_free (values, n);
  return audience;
}

static void
test_audience (void)
{
  static const struct
  {
    const SohoKind *kind;
    const char *visibility, *owner, *audience;
  } cases[] = {
    { &soho_kind_skill, NULL, NULL, "public" },
    { &soho_kind_village, NULL, "staff", "public" },
    { &soho_kind_member, "public", NULL, "public" },
    { &soho_kind_member, "members", NULL, "members" },
    { &soho_kind_member, "self", NULL, "person:7" },
    { &soho_kind_member, NULL, NULL, "person:7" },
    { &soho_kind_member, "everybody", NULL, "person:7" },
    { &soho_kind_member, "staff", NULL, "person:7" },
    { &soho_kind_contact_point, "public", "public", "public" },
    { &soho_kind_contact_point, "public", "members", "members" },
    { &soho_kind_contact_point, "public", "person:9", "person:9" },
    { &soho_kind_contact_point, "public", NULL, "staff" },
    { &soho_kind_contact_point, "members", "public", "members" },
    { &soho_kind_contact_point, "self", "public", "person:7" },
    { &soho_kind_contact_point, NULL, "public", "person:7" },
    { &soho_kind_member_skill, NULL, "public", "public" },
    { &soho_kind_member_skill, NULL, "members", "members" },
    { &soho_kind_member_skill, NULL, "person:9", "person:9" },
    { &soho_kind_member_skill, NULL, NULL, "staff" },
    { &soho_kind_member_skill, NULL, "nonsense", "nonsense" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *audience = audience_of (cases[i].kind, cases[i].visibility, cases[i].owner);

      g_test_message ("case %u", i);
      g_assert_cmpstr (audience, ==, cases[i].audience);
    }
}

/* A meeting is the members' own while it is a proposal. */
/* Whoever may read what is for the one may read what is for the other. */
static void
test_audience_covers (void)
{
  static const char *const audiences[] = { "public", "members", "staff", "person:7", "person:8" };
  static const char *const covers[] = { "11111", "01111", "00100", "00010", "00001" };

  for (guint wide = 0; wide < G_N_ELEMENTS (audiences); wide++)
    for (guint narrow = 0; narrow < G_N_ELEMENTS (audiences); narrow++)
      g_assert_cmpint (soho_audience_covers (audiences[wide], audiences[narrow]), ==,
                       covers[wide][narrow] == '1');
}

static void
test_audience_of_proposals (void)
{
  static const struct
  {
    const char *state, *audience;
  } cases[] = { { "proposed", "members" }, { "planned", "public" },   { "held", "public" },
                { "cancelled", "public" }, { "postponed", "public" }, { NULL, "public" } };
  guint n = soho_kind_get_n_fields (&soho_kind_event);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SohoValue *values = soho_values_new (n);
      g_autofree char *audience = NULL;

      soho_value_take_text (&values[soho_kind_find_field (&soho_kind_event, "state")],
                            g_strdup (cases[i].state));
      audience = soho_kind_dup_audience (&soho_kind_event, values, 7, NULL);
      g_assert_cmpstr (audience, ==, cases[i].audience);
      soho_values_free (values, n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/kind/declarations-make-sense", test_declarations_make_sense);
  g_test_add_func ("/core/kind/lookups", test_lookups);
  g_test_add_func ("/core/kind/fingerprint", test_fingerprint);
  g_test_add_func ("/core/kind/audience", test_audience);
  g_test_add_func ("/core/kind/audience-covers", test_audience_covers);
  g_test_add_func ("/core/kind/audience-of-proposals", test_audience_of_proposals);
  return g_test_run ();
}
