/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/record.h"

#include "model/kinds.h"
#include "kinds.h"

static void
test_types_have_a_property_per_field (void)
{
  static const GType types[] = {
    [SOHO_FIELD_TEXT] = G_TYPE_STRING,     [SOHO_FIELD_LONG_TEXT] = G_TYPE_STRING,
    [SOHO_FIELD_INTEGER] = G_TYPE_INT64,   [SOHO_FIELD_BOOLEAN] = G_TYPE_BOOLEAN,
    [SOHO_FIELD_REAL] = G_TYPE_DOUBLE,     [SOHO_FIELD_DATE] = G_TYPE_INT64,
    [SOHO_FIELD_INSTANT] = G_TYPE_INT64,   [SOHO_FIELD_ENUMERATION] = G_TYPE_STRING,
    [SOHO_FIELD_REFERENCE] = G_TYPE_INT64, [SOHO_FIELD_SET] = G_TYPE_INVALID,
    [SOHO_FIELD_BLOB] = G_TYPE_STRING,
  };
  const SohoModel *models[] = { soho_model_get (), soho_test_model_get () };

  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    for (const SohoKind *const *kind = models[m]->kinds; *kind != NULL; kind++)
      {
        g_autoptr (GTypeClass) klass = g_type_class_ref (soho_kind_get_gtype (*kind));

        for (const SohoField *field = (*kind)->fields; field->name != NULL; field++)
          {
            GParamSpec *spec = g_object_class_find_property (G_OBJECT_CLASS (klass), field->name);

            g_assert_nonnull (spec);
            g_assert_true (
                spec->value_type
                == (types[field->type] != G_TYPE_INVALID ? types[field->type] : G_TYPE_STRV));
          }
      }
}

static void
test_registering (void)
{
  soho_model_register_types (soho_model_get ());
  soho_model_register_types (soho_model_get ());
  g_assert_true (g_type_from_name ("SohoMember") == soho_kind_get_gtype (&soho_kind_member));
  g_assert_true (g_type_is_a (g_type_from_name ("SohoVillage"), SOHO_TYPE_RECORD));
}

static void
test_properties_come_back (void)
{
  static const char *const tags[] = { "b", "a", "b", "", NULL };
  g_autoptr (SohoRecord) record = soho_record_new (&soho_test_thing, 12);
  g_autofree char *name = NULL, *state = NULL;
  g_auto (GStrv) read = NULL;
  gint64 wide, made_on, id;
  double weight;
  gboolean open;

  g_object_set (record, "name", "Scie", "wide", G_MININT64, "open", TRUE, "weight", 2.5, "made-on",
                G_GINT64_CONSTANT (-1), "state", "used", "tags", tags, NULL);
  g_object_get (record, "id", &id, "name", &name, "wide", &wide, "open", &open, "weight", &weight,
                "made-on", &made_on, "state", &state, "tags", &read, NULL);
  g_assert_cmpint (id, ==, 12);
  g_assert_cmpstr (name, ==, "Scie");
  g_assert_cmpstr (state, ==, "used");
  g_assert_cmpint (wide, ==, G_MININT64);
  g_assert_cmpint (made_on, ==, -1);
  g_assert_cmpfloat (weight, ==, 2.5);
  g_assert_true (open);
  g_assert_cmpuint (g_strv_length (read), ==, 2);
  g_assert_cmpstr (read[0], ==, "a");
  g_object_set (record, "name", NULL, "tags", NULL, NULL);
  g_assert_null (soho_record_get_text (record, "name"));
  g_assert_cmpint (soho_record_get_value (record, "tags")->type, ==, SOHO_VALUE_NONE);
}

static void
test_what_was_not_said_reads_as_nothing (void)
{
  g_autoptr (SohoRecord) record = soho_record_new (&soho_test_thing, 0);
  g_autofree char *name = NULL;
  g_autofree char *title = soho_record_dup_title (record);
  g_auto (GStrv) tags = NULL;
  gint64 count;
  double weight;
  gboolean open;

  g_object_get (record, "name", &name, "count", &count, "open", &open, "weight", &weight, "tags",
                &tags, NULL);
  g_assert_null (name);
  g_assert_null (tags);
  g_assert_cmpint (count, ==, 0);
  g_assert_cmpfloat (weight, ==, 0);
  g_assert_false (open);
  g_assert_cmpint (soho_record_get_integer (record, "count", -7), ==, -7);
  g_assert_cmpstr (title, ==, "");
}

static void
count_notification (GObject *object, GParamSpec *spec, gpointer user_data)
{
  ++*(guint *) user_data;
}

/* A property tells of its changes, and of nothing else. */
static void
test_changes_are_told (void)
{
  static const char *const tags[] = { "b", "a", NULL };
  static const char *const same_tags[] = { "a", "b", "a", NULL };
  g_autoptr (SohoRecord) record = soho_record_new (&soho_test_thing, 1);
  guint n = 0;

  g_signal_connect (record, "notify", G_CALLBACK (count_notification), &n);
  g_object_set (record, "name", "Scie", NULL);
  g_assert_cmpuint (n, ==, 1);
  g_object_set (record, "name", "Scie", NULL);
  g_assert_cmpuint (n, ==, 1);
  g_object_set (record, "count", G_GINT64_CONSTANT (0), NULL);
  g_assert_cmpuint (n, ==, 2);
  g_object_set (record, "tags", tags, NULL);
  g_object_set (record, "tags", same_tags, NULL);
  g_assert_cmpuint (n, ==, 3);
  g_object_set (record, "name", NULL, "tags", NULL, NULL);
  g_assert_cmpuint (n, ==, 5);
  g_object_set (record, "name", NULL, NULL);
  g_assert_cmpuint (n, ==, 5);
}

static void
test_bindings_follow (void)
{
  g_autoptr (SohoRecord) from = soho_record_new (&soho_test_thing, 1);
  g_autoptr (SohoRecord) to = soho_record_new (&soho_test_thing, 2);

  for (const SohoField *field = soho_test_thing.fields; field->name != NULL; field++)
    g_object_bind_property (from, field->name, to, field->name,
                            G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_set (from, "name", "Scie", "longitude", .5, NULL);
  g_assert_cmpstr (soho_record_get_text (to, "name"), ==, "Scie");
  g_assert_cmpfloat (soho_record_get_value (to, "longitude")->real, ==, .5);
  g_object_set (to, "name", "Rabot", "count", G_GINT64_CONSTANT (3), NULL);
  g_assert_cmpstr (soho_record_get_text (from, "name"), ==, "Rabot");
  g_assert_cmpint (soho_record_get_integer (from, "count", 0), ==, 3);
}

static void
test_titles (void)
{
  g_autoptr (SohoRecord) member = soho_record_new (&soho_kind_member, 1);
  g_autoptr (SohoRecord) village = soho_record_new (&soho_kind_village, 2);
  g_autoptr (SohoRecord) nowhere = soho_record_new (&soho_kind_village, 3);
  g_autofree char *name = NULL, *half = NULL, *commune = NULL, *code = NULL;

  g_object_set (member, "family-name", "Personne", NULL);
  half = soho_record_dup_title (member);
  g_assert_cmpstr (half, ==, "Personne");
  g_object_set (member, "given-name", "Aucune", "organization", "Nulle part", NULL);
  name = soho_record_dup_title (member);
  g_assert_cmpstr (name, ==, "Aucune Personne");
  g_object_set (village, "commune", "32013", NULL);
  commune = soho_record_dup_title (village);
  g_assert_cmpstr (commune, ==, "Auch");
  g_object_set (nowhere, "commune", "99999", NULL);
  code = soho_record_dup_title (nowhere);
  g_assert_cmpstr (code, ==, "99999");
}

static void
test_kind_and_revision (void)
{
  g_autoptr (SohoRecord) record = soho_record_new (&soho_test_piece, SOHO_ID_MAX);
  gint64 revision;

  g_assert_true (soho_record_get_kind (record) == &soho_test_piece);
  g_assert_cmpint (soho_record_get_id (record), ==, SOHO_ID_MAX);
  soho_record_set_revision (record, G_MAXINT64);
  g_object_get (record, "revision", &revision, NULL);
  g_assert_cmpint (revision, ==, G_MAXINT64);
  g_assert_cmpint (soho_record_get_revision (record), ==, G_MAXINT64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/record/property-per-field", test_types_have_a_property_per_field);
  g_test_add_func ("/core/record/registering", test_registering);
  g_test_add_func ("/core/record/properties-come-back", test_properties_come_back);
  g_test_add_func ("/core/record/not-said-reads-as-nothing",
                   test_what_was_not_said_reads_as_nothing);
  g_test_add_func ("/core/record/changes-are-told", test_changes_are_told);
  g_test_add_func ("/core/record/bindings-follow", test_bindings_follow);
  g_test_add_func ("/core/record/titles", test_titles);
  g_test_add_func ("/core/record/kind-and-revision", test_kind_and_revision);
  return g_test_run ();
}
