/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/schema.h"

#include <string.h>

#include "model/date.h"
#include "model/validate.h"
#include "store/apply.h"
#include "store/replica-private.h"
#include "kinds.h"
#include "replicas.h"

/* One kind as four releases of the program declare it. */
static const SohoField first_fields[] = {
  SOHO_TEXT_FIELD (
      "name", 40, .required = TRUE, .key = TRUE, .title = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_INTEGER_FIELD ("count", 0, 100),
  {},
};
static const SohoField grown_fields[] = {
  SOHO_TEXT_FIELD ("colour", 20, .search = SOHO_SEARCH_TEXT),
  SOHO_TEXT_FIELD (
      "name", 40, .required = TRUE, .key = TRUE, .title = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_INTEGER_FIELD ("count", 0, 100),
  SOHO_REFERENCE_FIELD ("topic", "topic"),
  SOHO_TEXT_FIELD ("place", 5, .format = SOHO_FORMAT_COMMUNE),
  SOHO_REAL_FIELD ("depth", 0, 10, 2),
  {},
};
static const SohoField retyped_fields[] = {
  SOHO_TEXT_FIELD (
      "name", 40, .required = TRUE, .key = TRUE, .title = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_TEXT_FIELD ("count", 10),
  {},
};
static const SohoField wider_fields[] = {
  SOHO_TEXT_FIELD ("name", 80, .key = TRUE, .title = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_INTEGER_FIELD ("count", -100, 1000),
  {},
};

#define SHELF(release, release_fields)                                                             \
  {                                                                                                \
    .name = "shelf", .type_name = "SohoTestShelf" release, .read = SOHO_READ_PUBLIC,               \
    .write = SOHO_WRITE_STAFF, .fields = release_fields                                            \
  }

static const SohoKind first_shelf = SHELF ("First", first_fields);
static const SohoKind grown_shelf = SHELF ("Grown", grown_fields);
static const SohoKind retyped_shelf = SHELF ("Retyped", retyped_fields);
static const SohoKind wider_shelf = SHELF ("Wider", wider_fields);

static const SohoKind *const first_kinds[] = { &soho_test_topic, &first_shelf, NULL };
static const SohoKind *const grown_kinds[] = { &soho_test_topic, &grown_shelf, NULL };
static const SohoKind *const retyped_kinds[] = { &soho_test_topic, &retyped_shelf, NULL };
static const SohoKind *const wider_kinds[] = { &soho_test_topic, &wider_shelf, NULL };
static const SohoKind *const more_kinds[]
    = { &soho_test_topic, &first_shelf, &soho_test_piece, &soho_test_thing, NULL };

static const SohoModel first_model = { first_kinds };
static const SohoModel grown_model = { grown_kinds };
static const SohoModel retyped_model = { retyped_kinds };
static const SohoModel wider_model = { wider_kinds };
static const SohoModel more_model = { more_kinds };

static void
end_fill (SohoReplica *replica)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_begin (replica, &error) && soho_replica_end_fill (replica, &error)
                 && soho_replica_commit (replica, &error));
  g_assert_no_error (error);
}

static void
assert_refills (SohoReplica *replica, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = soho_replica_dup_refills (replica, &error);
  g_autofree char *joined = names != NULL ? g_strjoinv (" ", names) : NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (joined, ==, expected);
}

/* A full replica of the first release with one shelf in it. */
static SohoReplica *
open_first (const char *directory)
{
  SohoReplica *replica = soho_test_replica_open (directory, &first_model);

  assert_refills (replica, "shelf topic");
  soho_test_put (replica, &first_shelf, 1, "name", "Étagère", "count", "3", NULL);
  end_fill (replica);
  assert_refills (replica, "");
  return replica;
}

/* Tables, columns and indexes, in an order that does not tell which came first. */
static char *
describe_schema (SohoReplica *replica)
{
  return soho_test_ask (
      replica,
      "SELECT group_concat(line, x'0a') FROM (SELECT t.name || '.' || c.name || ' ' || c.type"
      "  || ' ' || c.\"notnull\" || ' ' || c.pk || ' ' || t.strict AS line"
      "  FROM pragma_table_list t, pragma_table_xinfo (t.name) c WHERE t.schema = 'main'"
      "  UNION SELECT type || ' ' || name || ' on ' || tbl_name FROM sqlite_schema ORDER BY 1)");
}

static void
test_fresh_tables (void)
{
  char *directory = soho_test_directory_new ();
  SohoReplica *replica = soho_test_replica_open (directory, soho_test_model_get ());
  g_autofree char *columns = soho_test_ask (
      replica, "SELECT group_concat(name || ' ' || type, ', ') FROM pragma_table_info ('thing')");
  g_autofree char *strict
      = soho_test_ask (replica, "SELECT strict FROM pragma_table_list ('thing')");
  g_autofree char *indexes = soho_test_ask (
      replica, "SELECT group_concat(name, ' ') FROM sqlite_schema WHERE type = 'index'"
               " AND tbl_name IN ('thing', 'piece') ORDER BY name");

  g_assert_cmpstr (
      columns, ==,
      "id INTEGER, revision INTEGER, name TEXT, code TEXT, story TEXT, count INTEGER,"
      " wide INTEGER, open INTEGER, weight REAL, longitude REAL, made_on INTEGER,"
      " seen_at INTEGER, state TEXT, visibility TEXT, topic INTEGER, tags TEXT,"
      " moods TEXT, picture TEXT, place TEXT, phone TEXT, website TEXT, audience TEXT");
  g_assert_cmpstr (strict, ==, "1");
  g_assert_cmpstr (indexes, ==, "piece_thing piece_topic thing_topic thing_place");
  g_object_unref (replica);
  soho_test_directory_free (directory);
}

static void
test_opening_again_changes_nothing (void)
{
  char *directory = soho_test_directory_new ();
  SohoReplica *replica = open_first (directory);
  g_autofree char *before = soho_test_ask (replica, "PRAGMA schema_version");
  g_autofree char *after = NULL;

  g_object_unref (replica);
  replica = soho_test_replica_open (directory, &first_model);
  after = soho_test_ask (replica, "PRAGMA schema_version");
  g_assert_cmpstr (before, ==, after);
  assert_refills (replica, "");
  g_object_unref (replica);
  replica = soho_test_replica_open (directory, &wider_model);
  assert_refills (replica, "");
  g_object_unref (replica);
  soho_test_directory_free (directory);
}

static void
test_declaration_that_grows (void)
{
  char *directory = soho_test_directory_new ();
  char *fresh_directory = soho_test_directory_new ();
  SohoReplica *replica = open_first (directory);
  SohoReplica *fresh = soho_test_replica_open (fresh_directory, &grown_model);
  g_autoptr (SohoRows) rows = NULL;
  g_autoptr (SohoRows) filled = NULL;
  g_autofree char *schema = NULL, *fresh_schema = NULL, *found = NULL, *complaints = NULL;

  g_object_unref (replica);
  replica = soho_test_replica_open (directory, &grown_model);
  assert_refills (replica, "shelf");
  rows = soho_test_read_all (replica, &grown_shelf);
  g_assert_cmpuint (rows->n, ==, 1);
  g_assert_cmpstr (soho_rows_get_value (rows, 0, 1)->text, ==, "Étagère");
  g_assert_cmpint (soho_rows_get_value (rows, 0, 0)->type, ==, SOHO_VALUE_NONE);
  found = soho_test_search (replica, "etagere");
  g_assert_cmpstr (found, ==, "1");

  soho_test_put (replica, &grown_shelf, 1, "name", "Étagère", "colour", "rouge", "place", "Auch",
                 "topic", "2", "depth", "1,25", NULL);
  end_fill (replica);
  assert_refills (replica, "");
  filled = soho_test_read_all (replica, &grown_shelf);
  g_assert_cmpstr (soho_rows_get_value (filled, 0, 0)->text, ==, "rouge");
  complaints = soho_test_verify (replica);
  g_assert_cmpstr (complaints, ==, "");

  schema = describe_schema (replica);
  fresh_schema = describe_schema (fresh);
  g_assert_cmpstr (schema, ==, fresh_schema);
  g_object_unref (fresh);
  g_object_unref (replica);
  soho_test_directory_free (fresh_directory);
  soho_test_directory_free (directory);
}

static void
test_kind_added (void)
{
  char *directory = soho_test_directory_new ();
  char *fresh_directory = soho_test_directory_new ();
  SohoReplica *fresh = soho_test_replica_open (fresh_directory, &more_model);
  SohoReplica *replica = open_first (directory);
  g_autofree char *schema = NULL, *fresh_schema = NULL, *found = NULL;

  g_object_unref (replica);
  replica = soho_test_replica_open (directory, &more_model);
  assert_refills (replica, "piece thing");
  soho_test_put (replica, &soho_test_thing, 2, "name", "Scie", NULL);
  end_fill (replica);
  assert_refills (replica, "");
  found = soho_test_search (replica, "scie");
  g_assert_cmpstr (found, ==, "2");
  schema = describe_schema (replica);
  fresh_schema = describe_schema (fresh);
  g_assert_cmpstr (schema, ==, fresh_schema);
  g_object_unref (fresh);
  g_object_unref (replica);
  soho_test_directory_free (fresh_directory);
  soho_test_directory_free (directory);
}

/* A field that became something else: the old values are of no use, the new ones must fit. */
static void
test_field_of_another_type (void)
{
  char *directory = soho_test_directory_new ();
  SohoReplica *replica = open_first (directory);
  g_autoptr (SohoRows) rows = NULL;
  g_autoptr (SohoRows) filled = NULL;

  g_object_unref (replica);
  replica = soho_test_replica_open (directory, &retyped_model);
  assert_refills (replica, "shelf");
  rows = soho_test_read_all (replica, &retyped_shelf);
  g_assert_cmpstr (soho_rows_get_value (rows, 0, 0)->text, ==, "Étagère");
  g_assert_cmpint (soho_rows_get_value (rows, 0, 1)->type, ==, SOHO_VALUE_NONE);
  soho_test_put (replica, &retyped_shelf, 1, "name", "Étagère", "count", "three", NULL);
  filled = soho_test_read_all (replica, &retyped_shelf);
  g_assert_cmpstr (soho_rows_get_value (filled, 0, 1)->text, ==, "three");
  g_object_unref (replica);

  replica = soho_test_replica_open (directory, &first_model);
  assert_refills (replica, "shelf");
  soho_test_put (replica, &first_shelf, 1, "name", "Étagère", "count", "4", NULL);
  g_object_unref (replica);
  soho_test_directory_free (directory);
}

/* Two releases of the program take turns with one replica. */
static void
test_older_program_leaves_the_newer_one_its_refill (void)
{
  char *directory = soho_test_directory_new ();
  SohoReplica *older = open_first (directory);
  SohoReplica *newer = soho_test_replica_open (directory, &more_model);

  assert_refills (newer, "piece thing");
  /* The older one does not ask for kinds it could not read, and its fill is none of them. */
  assert_refills (older, "");
  end_fill (older);
  assert_refills (newer, "piece thing");
  end_fill (newer);
  assert_refills (newer, "");
  g_object_unref (newer);
  newer = soho_test_replica_open (directory, &grown_model);
  end_fill (older);
  assert_refills (newer, "shelf");
  g_object_unref (newer);
  g_object_unref (older);
  soho_test_directory_free (directory);
}

/* A fill that was cut goes on at its place in the order of kinds; one that grew meanwhile may lie
 * before it. */
static void
test_growing_in_the_middle_of_a_fill (void)
{
  char *directory = soho_test_directory_new ();
  SohoReplica *replica = open_first (directory);
  g_autofree char *cut = NULL, *whole = NULL;

  g_assert_true (soho_replica_set_cursor (replica, "T~public.topic.7", NULL));
  g_object_unref (replica);
  replica = soho_test_replica_open (directory, &first_model);
  cut = soho_replica_dup_cursor (replica, NULL);
  g_assert_cmpstr (cut, ==, "T~public.topic.7");
  g_object_unref (replica);
  replica = soho_test_replica_open (directory, &grown_model);
  whole = soho_replica_dup_cursor (replica, NULL);
  g_assert_cmpstr (whole, ==, "T");
  assert_refills (replica, "shelf topic");
  g_object_unref (replica);
  soho_test_directory_free (directory);
}

/* What a damaged or doctored file may hold in any column: whatever is not the field's reads as
 * nothing. */
static void
test_reading_what_does_not_belong (void)
{
  static const char *const contents[] = { "NULL",
                                          "1",
                                          "-9223372036854775808",
                                          "1.5",
                                          "'text'",
                                          "X'ff'",
                                          "CAST (X'61ff62' AS TEXT)",
                                          "'[\"a\",1,null,\"b\"]'",
                                          "'[[[['",
                                          "'{}'",
                                          "''" };
  char *directory = soho_test_directory_new ();
  SohoReplica *replica = soho_test_replica_open (directory, soho_test_model_get ());
  sqlite3 *db = soho_replica_get_database (replica);

  for (const SohoField *field = soho_test_thing.fields; field->name != NULL; field++)
    for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
      {
        g_autofree char *sql = g_strconcat ("SELECT ", contents[i], NULL);
        g_autoptr (sqlite3_stmt) statement = soho_database_prepare (db, sql, NULL);
        SohoValue value = SOHO_VALUE_INIT;
        g_autofree char *text = NULL;

        g_assert_true (soho_database_next (statement, NULL));
        soho_schema_read (statement, 0, field, &value);
        text = soho_field_format (field, &value);
        g_assert_true (g_utf8_validate (text, -1, NULL));
        if (value.type == SOHO_VALUE_INTEGER && field->type != SOHO_FIELD_INTEGER)
          g_assert_true (value.integer >= field->min && value.integer <= field->max);
        g_assert_cmpint (value.type == SOHO_VALUE_SET, ==, field->type == SOHO_FIELD_SET && i == 7);
        soho_value_clear (&value);
      }
  g_object_unref (replica);
  soho_test_directory_free (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/schema/fresh-tables", test_fresh_tables);
  g_test_add_func ("/core/schema/opening-again-changes-nothing",
                   test_opening_again_changes_nothing);
  g_test_add_func ("/core/schema/declaration-that-grows", test_declaration_that_grows);
  g_test_add_func ("/core/schema/kind-added", test_kind_added);
  g_test_add_func ("/core/schema/field-of-another-type", test_field_of_another_type);
  g_test_add_func ("/core/schema/older-program",
                   test_older_program_leaves_the_newer_one_its_refill);
  g_test_add_func ("/core/schema/growing-in-the-middle-of-a-fill",
                   test_growing_in_the_middle_of_a_fill);
  g_test_add_func ("/core/schema/reading-what-does-not-belong", test_reading_what_does_not_belong);
  return g_test_run ();
}
