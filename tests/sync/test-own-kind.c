/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "formats/csv.h"
#include "formats/json.h"
#include "formats/ndjson.h"
#include "frames.h"
#include "kinds.h"
#include "model/date.h"
#include "model/record.h"
#include "model/validate.h"
#include "page.h"
#include "replicas.h"
#include "store/apply.h"

#define SEED 20261204
#define N_ROUNDS SOHO_TEST_ROUNDS (60)
#define N_ROWS 50

/* A kind that nothing else knows of, declared here and nowhere else; the tests below take it
 * through everything that follows from a declaration. */
static const char *const materials[] = { "iron", "wood", "bone", NULL };
static const SohoField tool_fields[] = {
  SOHO_TEXT_FIELD (
      "name", 30, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_LONG_TEXT_FIELD ("story", 300, .search = SOHO_SEARCH_TEXT),
  SOHO_INTEGER_FIELD ("teeth", 0, 120),
  SOHO_BOOLEAN_FIELD ("on_loan"),
  SOHO_REAL_FIELD ("length_m", 0, 12, 3, .unit = "size"),
  SOHO_REAL_FIELD ("width_m", 0, 3, 3, .unit = "size"),
  SOHO_DATE_FIELD ("bought_on"),
  SOHO_INSTANT_FIELD ("used_at"),
  SOHO_ENUMERATION_FIELD (
      "material", materials, .fallback = "iron", .search = SOHO_SEARCH_KEYWORDS),
  SOHO_REFERENCE_FIELD ("thing", "thing", .required = TRUE, .key = TRUE, .owner = TRUE),
  SOHO_REFERENCE_FIELD ("topic", "topic", .search = SOHO_SEARCH_KEYWORDS),
  SOHO_SET_FIELD ("uses", 4, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_BLOB_FIELD ("picture"),
  {},
};
static const SohoKind tool = { .name = "tool",
                               .type_name = "SohoTestTool",
                               .read = SOHO_READ_AS_OWNER,
                               .write = SOHO_WRITE_SELF,
                               .fields = tool_fields };

static const SohoKind *const kinds[] = { &soho_test_topic, &tool, &soho_test_thing, NULL };
static const SohoModel model = { kinds };

/* One tool as people write it in a spreadsheet, and as it is written back. */
static const char *const cells[][3] = {
  { "name", " Scie à ruban ", "Scie à ruban" },
  { "story", "Vieille.\r\nCoupe droit.", "Vieille.\nCoupe droit." },
  { "teeth", "32", "32" },
  { "on_loan", "oui", "1" },
  { "length_m", "1,25", "1.250" },
  { "width_m", "0.3", "0.300" },
  { "bought_on", "29/02/1996", "1996-02-29" },
  { "used_at", "2026-11-23T09:30:00+01:00", "2026-11-23T08:30:00Z" },
  { "material", "wood", "wood" },
  { "thing", "7", "7" },
  { "topic", "3", "3" },
  { "uses", "refendre, chantourner", "chantourner|refendre" },
  { "picture", "0123456789abcdef", "0123456789abcdef" },
};

#define N_FIELDS G_N_ELEMENTS (cells)

static SohoValue *
make_tool (void)
{
  SohoValue *values = soho_values_new (N_FIELDS);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_assert_cmpstr (tool.fields[i].name, ==, cells[i][0]);
      soho_field_parse (&tool.fields[i], cells[i][1], &values[i], &error);
      g_assert_no_error (error);
    }
  soho_kind_validate (&tool, values, &error);
  g_assert_no_error (error);
  return values;
}

static SohoRows *
to_rows (const SohoValue *values, gint64 id, gint64 revision)
{
  SohoRows *rows = soho_rows_new (&tool, 1);

  rows->ids[0] = id;
  rows->revisions[0] = revision;
  for (guint i = 0; i < N_FIELDS; i++)
    soho_value_copy (soho_rows_get_column (rows, i), &values[i]);
  return rows;
}

static void
test_object (void)
{
  static const char *const uses[] = { "refendre", "chantourner", NULL };
  g_autoptr (SohoRecord) record = NULL;
  g_autoptr (SohoRecord) bound = NULL;
  g_autofree char *title = NULL;
  SohoValue *values = make_tool ();
  gint64 day;

  soho_model_register_types (&model);
  g_assert_true (g_type_is_a (g_type_from_name ("SohoTestTool"), SOHO_TYPE_RECORD));
  record = g_object_new (g_type_from_name ("SohoTestTool"), "id", G_GINT64_CONSTANT (5), NULL);
  bound = soho_record_new (&tool, 6);
  for (guint i = 0; i < N_FIELDS; i++)
    g_object_bind_property (record, cells[i][0], bound, cells[i][0], G_BINDING_DEFAULT);
  g_assert_true (soho_date_parse ("1996-02-29", &day));
  g_object_set (record, "name", "Scie à ruban", "story", "Vieille.\nCoupe droit.", "teeth",
                G_GINT64_CONSTANT (32), "on-loan", TRUE, "length-m", 1.25, "width-m", .3,
                "bought-on", day, "used-at", G_GINT64_CONSTANT (1795422600), "material", "wood",
                "thing", G_GINT64_CONSTANT (7), "topic", G_GINT64_CONSTANT (3), "uses", uses,
                "picture", "0123456789abcdef", NULL);
  g_assert_true (soho_test_values_equal (&tool, soho_record_get_values (record), values));
  g_assert_true (soho_test_values_equal (&tool, soho_record_get_values (bound), values));
  title = soho_record_dup_title (bound);
  g_assert_cmpstr (title, ==, "Scie à ruban");
  soho_values_free (values, N_FIELDS);
}

/* Each limit of each field, from below and from above. */
static void
test_limits (void)
{
  static const struct
  {
    const char *field, *text;
    gboolean valid;
  } cases[] = {
    { "name", "", FALSE },
    { "name", "x", TRUE },
    { "name", "012345678901234567890123456789", TRUE },
    { "name", "0123456789012345678901234567890", FALSE },
    { "name", "a\nb", FALSE },
    { "story", "", TRUE },
    { "story", "a\nb", TRUE },
    { "teeth", "-1", FALSE },
    { "teeth", "0", TRUE },
    { "teeth", "120", TRUE },
    { "teeth", "121", FALSE },
    { "on_loan", "non", TRUE },
    { "length_m", "-0.001", FALSE },
    { "length_m", "-0.0001", TRUE },
    { "length_m", "12", TRUE },
    { "length_m", "12.001", FALSE },
    { "bought_on", "0001-01-01", TRUE },
    { "bought_on", "9999-12-31", TRUE },
    { "used_at", "0001-01-01T00:00:00Z", TRUE },
    { "used_at", "9999-12-31T23:59:59Z", TRUE },
    { "material", "bone", TRUE },
    { "material", "glass", FALSE },
    { "thing", "", FALSE },
    { "thing", "0", FALSE },
    { "thing", "1", TRUE },
    { "thing", "4503599627370495", TRUE },
    { "thing", "4503599627370496", FALSE },
    { "topic", "", TRUE },
    { "uses", "a,b,c,d", TRUE },
    { "uses", "a,b,c,d,e", FALSE },
    { "picture", "0123456789abcde", FALSE },
    { "picture", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", TRUE },
    { "picture", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SohoValue *values = make_tool ();
      int field = soho_kind_find_field (&tool, cases[i].field);
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_true (soho_field_parse (&tool.fields[field], cases[i].text, &values[field], NULL));
      g_assert_cmpint (soho_kind_validate (&tool, values, &error), ==, cases[i].valid);
      g_assert_true (cases[i].valid || g_str_has_prefix (error->message, cases[i].field));
      soho_values_free (values, N_FIELDS);
    }
}

static void
test_cells_and_json (void)
{
  SohoValue *values = make_tool ();
  SohoValue *read = soho_values_new (N_FIELDS);
  g_autoptr (GString) line = g_string_new ("{");
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_autofree char *cell = soho_field_format (&tool.fields[i], &values[i]);

      g_assert_cmpstr (cell, ==, cells[i][2]);
    }
  soho_json_append_fields (line, &tool, values, FALSE);
  g_string_append_c (line, '}');
  g_assert_cmpstr (line->str, ==,
                   "{\"name\":\"Scie à ruban\",\"story\":\"Vieille.\\nCoupe droit.\",\"teeth\":32,"
                   "\"on_loan\":true,\"length_m\":1.250,\"width_m\":0.300,"
                   "\"bought_on\":\"1996-02-29\",\"used_at\":\"2026-11-23T08:30:00Z\","
                   "\"material\":\"wood\",\"thing\":7,\"topic\":3,"
                   "\"uses\":[\"chantourner\",\"refendre\"],\"picture\":\"0123456789abcdef\"}");
  root = soho_json_parse (line->str, line->len, 3, &error);
  g_assert_no_error (error);
  g_assert_true (soho_json_read_fields (&tool, json_node_get_object (root), read, &error));
  g_assert_true (soho_test_values_equal (&tool, values, read));
  soho_values_free (read, N_FIELDS);
  soho_values_free (values, N_FIELDS);
}

/* Over the wire into a replica. */
static void
receive (SohoReplica *replica, const SohoRows *rows)
{
  g_autofree char *line = soho_page_dup_rows_line (rows->kind, "public", rows, NULL, 0, "p");
  g_autoptr (GBytes) frame = soho_page_compress (line, strlen (line), 3);
  g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) received = NULL;
  g_autoptr (SohoPage) page = NULL;

  soho_frames_push (frames, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
  received = soho_frames_pop (frames, &error);
  g_assert_no_error (error);
  page = soho_page_parse (&model, g_bytes_get_data (received, NULL), g_bytes_get_size (received),
                          &error);
  g_assert_no_error (error);
  g_assert_true (soho_test_rows_equal (page->rows, rows));
  soho_test_apply (replica, page->rows);
}

static void
check_table (SohoReplica *replica)
{
  g_autofree char *columns = soho_test_ask (
      replica, "SELECT group_concat(name || ' ' || type, ', ') FROM pragma_table_info ('tool')");
  g_autofree char *strict
      = soho_test_ask (replica, "SELECT strict FROM pragma_table_list ('tool')");

  g_assert_cmpstr (columns, ==,
                   "id INTEGER, revision INTEGER, name TEXT, story TEXT, teeth INTEGER,"
                   " on_loan INTEGER, length_m REAL, width_m REAL, bought_on INTEGER,"
                   " used_at INTEGER, material TEXT, thing INTEGER, topic INTEGER, uses TEXT,"
                   " picture TEXT, audience TEXT");
  g_assert_cmpstr (strict, ==, "1");
}

/* Every word of the tool finds it; those of a keyword field find what it is a part of, too. */
static void
check_search (SohoReplica *replica)
{
  static const struct
  {
    const char *words, *found;
  } cases[] = {
    { "ruban", "5" },           { "coupe droit", "5" }, { "wood", "5 7" },
    { "chantourner", "5 7" },   { "travail", "5 7" },   { "etabli", "7" },
    { "0123456789abcdef", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = soho_test_search (replica, cases[i].words);
      g_auto (GStrv) expected = g_strsplit (cases[i].found, " ", -1);

      g_test_message ("%s: %s", cases[i].words, found);
      for (char **id = expected; *id != NULL; id++)
        g_assert_nonnull (strstr (found, *id));
      g_assert_cmpint (*found == '\0', ==, *cases[i].found == '\0');
    }
}

static void
check_list (SohoReplica *replica, const SohoValue *values)
{
  SohoCondition conditions[N_FIELDS];
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) none = NULL;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_autoptr (GPtrArray) one = NULL;

      conditions[i] = (SohoCondition){ i, values[i] };
      one = soho_replica_list (replica, &tool, &conditions[i], 1, NULL);
      g_assert_cmpuint (one->len, ==, 1);
    }
  all = soho_replica_list (replica, &tool, conditions, N_FIELDS, NULL);
  g_assert_cmpuint (all->len, ==, 1);
  conditions[2].value.integer++;
  none = soho_replica_list (replica, &tool, conditions, N_FIELDS, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_into_a_replica (void)
{
  char *directory = soho_test_directory_new ();
  SohoReplica *replica = soho_test_replica_open (directory, &model);
  SohoValue *values = make_tool ();
  g_autoptr (SohoRows) rows = to_rows (values, 5, 2);
  g_autoptr (SohoRows) read = NULL;
  g_autofree char *complaints = NULL, *fingerprint = NULL, *known = NULL;

  check_table (replica);
  soho_test_put (replica, &soho_test_topic, 3, "label", "Travail du bois", NULL);
  soho_test_put (replica, &soho_test_thing, 7, "name", "Établi", NULL);
  receive (replica, rows);
  read = soho_test_read_all (replica, &tool);
  g_assert_true (soho_test_rows_equal (read, rows));
  check_search (replica);
  check_list (replica, values);
  complaints = soho_test_verify (replica);
  g_assert_cmpstr (complaints, ==, "");
  fingerprint = soho_kind_dup_fingerprint (&tool);
  known = soho_test_ask (replica, "SELECT fingerprint FROM kind WHERE name = 'tool'");
  g_assert_cmpstr (known, ==, fingerprint);
  soho_values_free (values, N_FIELDS);
  g_object_unref (replica);
  soho_test_directory_free (directory);
}

/* One record through a line of JSON. */
static void
check_json (const SohoRows *rows, guint row)
{
  SohoValue *values = soho_values_new (N_FIELDS);
  SohoValue *read = soho_values_new (N_FIELDS);
  g_autoptr (GString) line = g_string_new ("{");
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_FIELDS; i++)
    soho_value_copy (&values[i], soho_rows_get_value (rows, row, i));
  soho_json_append_fields (line, &tool, values, FALSE);
  g_string_append_c (line, '}');
  root = soho_json_parse (line->str, line->len, 3, &error);
  g_assert_no_error (error);
  soho_json_read_fields (&tool, json_node_get_object (root), read, &error);
  g_assert_no_error (error);
  soho_kind_validate (&tool, read, &error);
  g_assert_no_error (error);
  g_assert_true (soho_test_values_equal (&tool, values, read));
  soho_values_free (read, N_FIELDS);
  soho_values_free (values, N_FIELDS);
}

/* Thousands of random tools through the wire, the database and NDJSON: each comes out as it went
 * in. */
static void
test_random_records_survive_everything (void)
{
  char *directory = soho_test_directory_new ();
  SohoReplica *replica = soho_test_replica_open (directory, &model);
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autofree char *complaints = NULL;

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (SohoRows) rows
          = soho_test_rows_new_random (&tool, N_ROWS, 0, G_GINT64_CONSTANT (1) << 40, rand);
      g_autoptr (SohoRows) read = NULL;
      g_autoptr (GError) error = NULL;

      for (guint row = 0; row < rows->n; row++)
        check_json (rows, row);
      receive (replica, rows);
      read = soho_test_read_all (replica, &tool);
      g_assert_true (soho_test_rows_equal (read, rows));
      g_assert_true (soho_replica_begin (replica, &error));
      g_assert_true (soho_replica_apply_deletions (replica, &tool, rows->ids, rows->n, &error));
      g_assert_true (round + 1 == N_ROUNDS || soho_replica_commit (replica, &error));
    }
  soho_replica_rollback (replica);
  complaints = soho_test_verify (replica);
  g_assert_cmpstr (complaints, ==, "");
  g_assert_cmpint (soho_replica_count (replica, &tool, NULL), ==, N_ROWS);
  g_object_unref (replica);
  soho_test_directory_free (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/own-kind/object", test_object);
  g_test_add_func ("/sync/own-kind/limits", test_limits);
  g_test_add_func ("/sync/own-kind/cells-and-json", test_cells_and_json);
  g_test_add_func ("/sync/own-kind/into-a-replica", test_into_a_replica);
  g_test_add_func ("/sync/own-kind/random-records", test_random_records_survive_everything);
  return g_test_run ();
}
