/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/import.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "exchange/reading.h"
#include "importing.h"

/* Every bad row is named with file, line, field and reason, all of them at once, and nothing of the
 * file is kept. */

static void
test_every_sort_of_bad_row (void)
{
  static const char text[]
      = "ref;given_name;family_name;commune;lat;languages;website;open_to;visibility;about\n"
        "ok;Anna;Fictive;Auch;43.6;fr;https://a.example;work;public;\n"
        ";;Sansprénom;Auch;;;;;;\n"
        ";Berta;Sansvillage;;;;;;;\n"
        ";Carl;Ailleurs;Paris;;;;;;\n"
        ";Dora;Nord;Auch;quarante;;;;;\n"
        ";Emma;Pôle;Auch;91;;;;;\n"
        ";Fred;Lien;Auch;;;javascript:alert(1);;;\n"
        ";Gina;Choix;Auch;;;;everything;;\n"
        ";Hugo;Vu;Auch;;;;;everybody;\n"
        ";Ines;Trop;Auch;;;;;;;;one;two\n"
        ";Jean;\"Guillemet\";Auch;;\"fr\"x;;;;\n";
  g_autoptr (Network) network = network_new ();

  g_free (import_refused (
      network, "member.csv", text, -1,
      "member.csv:6: lat: “quarante” is no number\n"
      "member.csv:11: Line 11: The row has more fields (13) than the header has columns (10); put "
      "quotes around a field that holds the separator.\n"
      "member.csv:12: Line 12: Text follows a closing quote; double each quote inside of a field.\n"
      "member.csv:3: given_name: is missing: fill it in\n"
      "member.csv:4: commune: is missing: fill it in\n"
      "member.csv:5: commune: “Paris” is no commune of the Gers: give its name or its INSEE code\n"
      "member.csv:7: lat: is out of range: it goes from -90 to 90\n"
      "member.csv:8: website: “javascript:alert(1)” is no web address: it should begin with "
      "https://\n"
      "member.csv:9: open_to: “everything” is not known here: use one of work, collaboration, "
      "mentoring, leading\n"
      "member.csv:10: visibility: “everybody” is not known here: use one of public, members, "
      "self\n"));
}

/* A cell that cannot be read is complained of once, not once more for being empty. */
static void
test_one_complaint_per_mistake (void)
{
  static const char text[] = "member;type;value;visibility;agreed_on\n"
                             "anna;email;anna@example.org;public;demain\n"
                             "anna;email;anna at example;public;2026-01-05\n"
                             "anna;email;anna@example.com;public;\n"
                             "anna;phone;12;;\n"
                             "nobody;fax;1;;\n";
  g_autoptr (Network) network = network_new ();

  import_kept (network, "member.csv",
               "ref;given_name;family_name;commune\nanna;Anna;Fictive;Auch\n", 1, 0, 0);
  g_free (import_refused (
      network, "contact_point.csv", text, -1,
      "contact_point.csv:2: agreed_on: “demain” is no day: write it like 2026-11-23\n"
      "contact_point.csv:3: value: “anna at example” is no e-mail address: it should look like "
      "name@example.org\n"
      "contact_point.csv:4: agreed_on: is missing: say on which day the person agreed to show "
      "this, or leave “visibility” empty to keep it hidden\n"
      "contact_point.csv:5: value: “12” is no phone number: write it like 05 36 49 00 00 or +34 "
      "600 "
      "000 000\n"
      "contact_point.csv:6: member: no record of kind member is called “nobody”: import it first "
      "or correct the name\n"));
}

static void
test_headers (void)
{
  static const struct
  {
    const char *name, *text, *essence;
  } cases[] = {
    { "member.csv", "", "member.csv: Line 1: The file is empty" },
    { "member.csv", "\xef\xbb\xbf", "member.csv: Line 1: The file is empty" },
    { "member.csv", "\n\n", "The file is empty" },
    { "member.csv", ";;\n", "The file is empty" },
    { "member.csv", "given_name;fax;surname\nA;1;B\n", "fax: there is no such field" },
    { "member.csv", "given_name;fax;surname\nA;1;B\n", "member.csv:1: surname: " },
    { "member.csv", "given_name;given_name\nA;B\n", "same name" },
    { "member.csv", "given_name;;family_name\nA;1;B\n", "has no name" },
    { "member.csv", "kind;given_name\nmember;A\n", "kind: there is no such field" },
    { "personnes.csv", "given_name\nAnna\n", "is not named after a kind of record" },
    { "member", "given_name\nAnna\n", "member:2: family_name: is missing" },
    { "member.txt.csv", "given_name\nAnna\n", "is not named after a kind of record" },
    { ".csv", "given_name\nAnna\n", "is not named after a kind of record" },
  };

  g_autoptr (Network) network = network_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *complaints = NULL;

      g_test_message ("case %u: %s", i, cases[i].essence);
      complaints = import_refused (network, cases[i].name, cases[i].text, -1, NULL);
      g_assert_nonnull (strstr (complaints, cases[i].essence));
    }
}

/* A file of headings alone is no mistake: an export of an empty network holds such. */
static void
test_header_only (void)
{
  g_autoptr (Network) network = network_new ();

  import_kept (network, "member.csv", "given_name;family_name;commune\n", 0, 0, 0);
  import_kept (network, "member.txt", "given_name;family_name;commune\r\n\r\n;;\r\n", 0, 0, 0);
}

static void
test_ids (void)
{
  static const char *const ids[]
      = { "0", "-1", "x", "1.5", "4503599627370496", "0x10", "99999999999999999999999", "1 2" };
  g_autoptr (Network) network = network_new ();

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *text = g_strdup_printf ("id;label\n%s;Vannerie\n", ids[i]);
      g_autofree char *complaints = import_refused (network, "skill.csv", text, -1, NULL);

      g_assert_true (g_str_has_prefix (complaints, "skill.csv:2: id: "));
    }
  import_kept (network, "skill.csv", "id;label\n7;Vannerie\n", 1, 0, 0);
  g_free (import_refused (network, "village.csv", "id;commune\n7;Auch\n", -1,
                          "village.csv:2: id: 7 belongs to a record of kind skill already\n"));
  g_free (import_refused (network, "skill.csv", "id;label\n9;Poterie\n9;Dorure\n", -1,
                          "skill.csv:3: speaks of the same record as line 2: remove one, or give "
                          "each its own “ref”\n"));
}

static void
test_refs (void)
{
  g_autofree char *long_ref = g_strnfill (81, 'r');
  g_autofree char *too_long = g_strdup_printf ("ref;label\n%s;Vannerie\n", long_ref);
  g_autoptr (Network) network = network_new ();

  g_free (import_refused (network, "skill.csv", too_long, -1,
                          "skill.csv:2: ref: is too long: shorten it to 80 characters\n"));
  import_kept (network, "skill.csv", "id;ref;label\n1;a;Vannerie\n2;b;Poterie\n", 2, 0, 0);
  g_free (import_refused (network, "skill.csv", "id;ref;label\n2;a;Poterie\n", -1,
                          "skill.csv:2: ref: “a” names the record 1 already: give each its own\n"));
  g_free (import_refused (network, "skill.csv", "id;ref;label\n3;c;Dorure\n4;c;Reliure\n", -1,
                          "skill.csv:3: ref: “c” names the record 3 already: give each its own\n"));
}

static void
test_circles (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *complaints = NULL;

  complaints = import_refused (network, "skill.csv", "label,parent\nA,B\nB,C\nC,A\nD,A\nE,F\nG,\n",
                               -1, NULL);
  for (guint line = 2; line <= 6; line++)
    {
      g_autofree char *prefix = g_strdup_printf ("skill.csv:%u: parent: ", line);

      g_assert_nonnull (strstr (complaints, prefix));
    }
  g_assert_nonnull (strstr (complaints, "circle"));
  g_assert_null (strstr (complaints, "skill.csv:7"));

  import_kept (network, "skill.csv", "label,parent\nA,\nB,A\nC,B\n", 3, 0, 0);
  g_free (import_refused (network, "skill.csv", "label,parent\nA,C\n", -1,
                          "skill.csv:2: parent: leads back to this record in a circle: leave it "
                          "empty\n"));
  g_free (import_refused (network, "skill.csv", "label,parent\nA,A\n", -1,
                          "skill.csv:2: parent: leads back to this record in a circle: leave it "
                          "empty\n"));
  /* The other way round, by way of a circle that the next line ends. */
  import_kept (network, "skill.csv", "label,parent\nA,B\nB,\n", 0, 2, 0);
}

static void
test_ambiguous_parent (void)
{
  g_autoptr (Network) network = network_new ();

  import_kept (network, "skill.csv", "ref,label\na,Dorure\nb,Dorure\n", 2, 0, 0);
  {
    g_autofree char *complaints
        = import_refused (network, "skill.csv", "label,parent\nReliure,Dorure\n", -1, NULL);

    g_assert_nonnull (strstr (complaints, "skill.csv:2: parent: several records"));
  }
}

/* What is refused leaves a network as it was, so that all share one. */
static void
assert_one_complaint (
    Network *network, const char *name, const char *bytes, gssize length, const char *essence)
{
  g_autofree char *complaints = import_refused (network, name, bytes, length, NULL);

  g_test_message ("%.60s", complaints);
  g_assert_cmpuint (strlen (complaints), <, 2000);
  g_assert_nonnull (strstr (complaints, essence));
}

static void
test_huge_cell (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *cell = g_strnfill (5 * 1024 * 1024, 'x');
  g_autofree char *plain = g_strdup_printf ("commune;housing\nAuch;%s\nMirande;y\n", cell);
  g_autofree char *quoted = g_strdup_printf ("commune;housing\nAuch;\"%s\"\nMirande;y\n", cell);
  g_autofree char *open = g_strdup_printf ("commune;housing\nAuch;\"%s\nMirande;y\n", cell);
  g_autofree char *header = g_strdup_printf ("%s\nAuch\n", cell);
  g_autofree char *json = g_strdup_printf ("{\"commune\":\"Auch\",\"housing\":\"%s\"}", cell);

  assert_one_complaint (network, "village.csv", plain, -1,
                        "village.csv:2: Line 2: A field is longer");
  assert_one_complaint (network, "village.csv", quoted, -1,
                        "village.csv:2: Line 2: A field is longer");
  assert_one_complaint (network, "village.csv", open, -1,
                        "village.csv:2: Line 2: A field is longer");
  assert_one_complaint (network, "village.csv", header, -1, "A field is longer");
  assert_one_complaint (network, "village.ndjson", json, -1,
                        "village.ndjson:1: housing: has 5242880 char");
}

static void
test_binary_junk (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);
  static const char utf_16[] = "\xff\xfeg\0i\0v\0e\0n\0";

  assert_one_complaint (network, "member.csv", utf_16, sizeof utf_16 - 1, "given: there is no");
  assert_one_complaint (network, "member.csv", "PK\x03\x04\x14\0\0\0\x08", 9,
                        "spreadsheet document");
  assert_one_complaint (network, "member.ndjson", "\0\0\0\0", 4, "member.ndjson:1: ");
  for (guint round = 0; round < 100; round++)
    {
      guint8 junk[600];

      for (guint i = 0; i < sizeof junk; i++)
        junk[i] = (guint8) g_rand_int_range (rand, 0, 256);
      assert_one_complaint (network, round % 2 == 0 ? "member.csv" : "member.ndjson", (char *) junk,
                            sizeof junk, "member");
    }
}

static void
test_json (void)
{
  g_autoptr (Network) network = network_new ();
  static const struct
  {
    const char *line, *essence;
  } cases[] = {
    { "{", ":1: Line 1, column 2" },
    { "[]", "is no JSON object" },
    { "7", "is no JSON object" },
    { "{\"label\":\"A\"}", "kind: is missing" },
    { "{\"kind\":\"dragon\",\"label\":\"A\"}", "kind: is missing or not known" },
    { "{\"kind\":7,\"label\":\"A\"}", "kind: is missing or not known" },
    { "{\"kind\":null,\"label\":\"A\"}", "kind: is missing or not known" },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"colour\":1}", "colour: there is no such field" },
    { "{\"kind\":\"skill\",\"label\":7}", "label: is of another type" },
    { "{\"kind\":\"skill\",\"label\":[\"A\"]}", "label: is of another type" },
    { "{\"kind\":\"skill\",\"label\":{\"fr\":\"A\"}}", "label: is of another type" },
    { "{\"kind\":\"skill\",\"label\":true}", "label: is of another type" },
    { "{\"kind\":\"skill\",\"label\":null}", "label: is missing" },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"aliases\":\"B\"}", "aliases: is of another type" },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"aliases\":[1]}", "aliases: should be a list" },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"aliases\":[[\"B\"]]}", "aliases: should be a list" },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"aliases\":[\"a|b\"]}", "aliases: has an entry" },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"parent\":1.5}", "parent: is of another type" },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"parent\":-1}", "parent: " },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"parent\":99}", "parent: " },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"id\":\"5\"}", "id: " },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"id\":0}", "id: " },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"id\":1e3}", "id: " },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"id\":[1]}", "id: " },
    { "{\"kind\":\"skill\",\"label\":\"A\",\"ref\":5}", "ref: should be a text" },
    { "{\"kind\":\"skill\",\"label\":\"A\"}}", "More text follows" },
    { "{\"kind\":\"skill\",\"label\":\"A\\u0000\"}", "NUL" },
    { "{\"kind\":\"skill\",\"label\":\"A\\u0007\"}", "label: contains control characters" },
    { "{\"kind\":\"skill\",\"label\":\"\xff\"}", "UTF-8" },
    { "{\"kind\":\"skill\",\"a\":{\"b\":{\"c\":{}}}}", "too deep" },
    { "{\"kind\":\"village\",\"commune\":\"Auch\",\"line_speed\":99999999999999999999}",
      "64 bits" },
    { "{\"kind\":\"village\",\"commune\":\"Auch\",\"line_speed\":100001}",
      "line_speed: 100001 is" },
    { "{\"kind\":\"village\",\"commune\":\"Auch\",\"partner_since\":20}", "partner_since: " },
    { "{\"kind\":\"village\",\"commune\":\"Auch\",\"partner_since\":\"2026-02-30\"}",
      "partner_since: " },
    { "{\"kind\":\"telecentre\",\"commune\":\"Auch\",\"name\":\"A\",\"lat\":1e400}", "too large" },
    { "{\"kind\":\"telecentre\",\"commune\":\"Auch\",\"name\":\"A\",\"lat\":\"NaN\"}", "lat: " },
    { "{\"kind\":\"telecentre\",\"commune\":\"Auch\",\"name\":\"A\",\"phone\":\"0x10\"}",
      "phone: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u: %s", i, cases[i].essence);
      assert_one_complaint (network, "anything.ndjson", cases[i].line, -1, cases[i].essence);
    }
}

static void
test_json_depth_bomb (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *brackets = g_strnfill (100 * 1024, '[');
  g_autofree char *within = g_strdup_printf ("{\"kind\":\"skill\",\"label\":%s", brackets);
  g_autoptr (GString) objects = g_string_new (NULL);

  for (guint i = 0; i < 20000; i++)
    g_string_append (objects, "{\"a\":");
  assert_one_complaint (network, "skill.ndjson", brackets, -1, "too deep");
  assert_one_complaint (network, "skill.ndjson", within, -1, "too deep");
  assert_one_complaint (network, "skill.ndjson", objects->str, -1, "too deep");
}

/* What is more than memory should hold is refused as a whole, whatever the lines say. */
static void
test_too_many_records (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GString) sheet = g_string_new ("label,rome\n");
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i <= SOHO_DRAFTS_MAX; i++)
    {
      g_string_append (sheet, i % 2 == 0 ? "a,b\n" : "a,b,c\n");
      g_string_append (lines, "7\n");
    }
  g_free (import_refused (network, "skill.csv", sheet->str, -1,
                          "skill.csv:250002: there are more than 250000 records: split the file "
                          "into several and import them one after the other\n"));
  g_free (import_refused (network, "skill.ndjson", lines->str, -1,
                          "skill.ndjson:250001: there are more than 250000 records: split the file "
                          "into several and import them one after the other\n"));
}

/* All of them, however many. */
static void
test_many_bad_lines (void)
{
  g_autoptr (GString) text = g_string_new ("{\"kind\":\"skill\",\"label\":\"Dorure\"}\n");
  g_autoptr (Network) network = network_new ();
  SohoImportReport *report;

  for (guint i = 0; i < 3000; i++)
    g_string_append (text, i % 2 == 0 ? "{\"kind\":\"skill\"}\n" : "]\n");
  report = import_bytes (network, "many.ndjson", text->str, -1);
  g_assert_cmpuint (report->complaints->len, ==, 3000);
  import_assert_field (network, "skill", 1, "label", NULL);
  soho_import_report_free (report);
}

/* The file ends where a page of memory does, in the midst of a line. */
static void
test_ends_anywhere (void)
{
  static const char line[] = "{\"kind\":\"skill\",\"label\":\"Dorure\"}\n";

  for (gsize length = 4090; length <= 4098; length++)
    {
      g_autofree char *text = g_strnfill (length, ' ');
      g_autoptr (Network) network = network_new ();

      memcpy (text, line, strlen (line));
      import_kept (network, "skill.ndjson", text, 1, 0, 0);
      text[length - 1] = '{';
      g_free (import_refused (network, "skill.ndjson", text, -1, NULL));
    }
}

static void
assert_unreadable (const char *path, const char *essence)
{
  const char *paths[] = { path, NULL };
  g_autoptr (Network) network = network_new ();
  g_autoptr (GPtrArray) reports = soho_import_files (network->archive, paths, NULL, NULL);
  const SohoImportReport *report = g_ptr_array_index (reports, 0);

  g_assert_cmpuint (report->complaints->len, ==, 1);
  g_test_message ("%s", (char *) g_ptr_array_index (report->complaints, 0));
  g_assert_nonnull (strstr (g_ptr_array_index (report->complaints, 0), essence));
}

static void
test_unreadable (void)
{
  char *directory = network_make_directory ();
  g_autofree char *missing = g_build_filename (directory, "member.csv", NULL);
  g_autofree char *folder = g_build_filename (directory, "village.csv", NULL);
  g_autofree char *loop = g_build_filename (directory, "skill.csv", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  assert_unreadable (missing, "No such file");
  assert_unreadable (folder, "is a directory");
  assert_unreadable (loop, "skill.csv: ");
  assert_unreadable ("/dev/null", "null: ");
  assert_unreadable ("", "");
  network_remove_directory (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-errors/every-sort-of-bad-row", test_every_sort_of_bad_row);
  g_test_add_func ("/import-errors/one-complaint-per-mistake", test_one_complaint_per_mistake);
  g_test_add_func ("/import-errors/headers", test_headers);
  g_test_add_func ("/import-errors/header-only", test_header_only);
  g_test_add_func ("/import-errors/ids", test_ids);
  g_test_add_func ("/import-errors/refs", test_refs);
  g_test_add_func ("/import-errors/circles", test_circles);
  g_test_add_func ("/import-errors/ambiguous-parent", test_ambiguous_parent);
  g_test_add_func ("/import-errors/huge-cell", test_huge_cell);
  g_test_add_func ("/import-errors/binary-junk", test_binary_junk);
  g_test_add_func ("/import-errors/json", test_json);
  g_test_add_func ("/import-errors/json-depth-bomb", test_json_depth_bomb);
  g_test_add_func ("/import-errors/too-many-records", test_too_many_records);
  g_test_add_func ("/import-errors/many-bad-lines", test_many_bad_lines);
  g_test_add_func ("/import-errors/ends-anywhere", test_ends_anywhere);
  g_test_add_func ("/import-errors/unreadable", test_unreadable);
  return g_test_run ();
}
