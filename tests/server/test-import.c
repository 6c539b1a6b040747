/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/import.h"

#include <string.h>

#include "archive/changes.h"
#include "follower.h"
#include "importing.h"

#define PEOPLE "ref;given_name;family_name;commune;occupation;visibility\n"

static gint64
find (Network *network, const char *kind, const char *ref)
{
  gint64 id = soho_archive_find_ref (network->archive, kind, ref, NULL);

  g_assert_cmpint (id, >, 0);
  return id;
}

static void
test_again_changes_nothing (void)
{
  static const char text[] = PEOPLE "a;Anna;Fictive;Auch;Horlogère;public\n"
                                    "b;Berta;Inventée;32256;;\n";
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) follower = follower_new ();
  g_autoptr (GBytes) nothing = NULL;
  gint64 anna;

  import_kept (network, "member.csv", text, 2, 0, 0);
  follower_assert_catches_up (follower, network);
  import_kept (network, "member.csv", text, 0, 0, 2);
  nothing = follower_collect (network, follower->cursor, NULL);
  g_assert_cmpuint (g_bytes_get_size (nothing), ==, 0);

  anna = find (network, "member", "a");
  import_assert_field (network, "member", anna, "commune", "32013");
  import_kept (network, "member.csv",
               PEOPLE "a;Anna;Fictive;Auch;Couturière;public\n"
                      "b;Berta;Inventée;32256;;\n",
               0, 1, 1);
  g_assert_cmpint (find (network, "member", "a"), ==, anna);
  import_assert_field (network, "member", anna, "occupation", "Couturière");
}

/* What a file does not speak of stays; an empty cell is said. */
static void
test_silence_keeps (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 anna;

  import_kept (network, "member.csv", PEOPLE "a;Anna;Fictive;Auch;Horlogère;public\n", 1, 0, 0);
  anna = find (network, "member", "a");
  import_kept (network, "member.csv", "ref;website\na;https://anna.example\n", 0, 1, 0);
  import_assert_field (network, "member", anna, "occupation", "Horlogère");
  import_assert_field (network, "member", anna, "website", "https://anna.example");
  import_kept (network, "member.csv", "ref;website;visibility\na;;\n", 0, 1, 0);
  import_assert_field (network, "member", anna, "website", "");
  import_assert_field (network, "member", anna, "visibility", "members");
}

static void
test_recognised_by_key (void)
{
  g_autoptr (Network) network = network_new ();

  import_kept (network, "telecentre.csv", "name,commune,rates\nLa Ruche,Auch,5 € le jour\n", 1, 0,
               0);
  import_kept (network, "telecentre.csv", "commune,name,rates\nMirande,la  ruche,6 € le jour\n", 0,
               1, 0);
  import_assert_field (network, "telecentre", 1, "rates", "6 € le jour");
  import_kept (network, "telecentre.csv", "name,commune\nL’Essaim,Auch\n", 1, 0, 0);
}

/* Two of the same name in the same village are told apart by what the file calls them, and one that
 * the file does not call anything means neither. */
static void
test_homonyms (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 old, young;

  import_kept (network, "member.csv",
               PEOPLE "old;Jean;Fictif;Auch;Horloger;\nyoung;Jean;Fictif;Auch;Potier;\n", 2, 0, 0);
  old = find (network, "member", "old");
  young = find (network, "member", "young");
  g_assert_cmpint (old, !=, young);
  g_free (import_refused (network, "member.csv",
                          "given_name;family_name;commune;occupation\nJean;Fictif;Auch;Luthier\n",
                          -1,
                          "member.csv:2: several records of kind member are called so: give each "
                          "its own “ref” and use that\n"));
  g_free (import_refused (network, "contact_point.csv",
                          "member;type;value\nJean Fictif;address;Mairie\n", -1,
                          "contact_point.csv:2: member: several records of kind member are called "
                          "“Jean Fictif”: give each a “ref” and use that\n"));
  import_kept (network, "contact_point.csv", "member;type;value\nyoung;address;Mairie\n", 1, 0, 0);
  import_assert_field (network, "member", old, "occupation", "Horloger");
  import_kept (network, "member.csv", PEOPLE "third;Jean;Fictif;Auch;Luthier;\n", 1, 0, 0);
}

/* Names that change within a file leave nothing of the old ones behind. */
static void
test_names_change_hands (void)
{
  g_autoptr (Network) network = network_new ();

  import_kept (network, "telecentre.csv", "id;name;commune\n1;La Ruche;Auch\n2;Le Nid;Auch\n", 2, 0,
               0);
  import_kept (network, "telecentre.csv",
               "id;name;commune\n;Le Puits;Auch\n1;L’Essaim;Auch\n;La Ruche;Mirande\n"
               "2;Le Terrier;Condom\n;Le Nid;Auch\n",
               3, 2, 0);
  import_assert_field (network, "telecentre", 1, "name", "L’Essaim");
  import_assert_field (network, "telecentre", 4, "commune", "32256");
}

static void
test_same_record_twice (void)
{
  g_autoptr (Network) network = network_new ();

  g_free (import_refused (network, "member.csv",
                          PEOPLE "a;Anna;Fictive;Auch;;\nb;Berta;Fictive;Auch;;\n"
                                 "a;Anna;Fictive;Auch;;\n;berta;FICTIVE;32013;;\n",
                          -1,
                          "member.csv:4: speaks of the same record as line 2: remove one, or give "
                          "each its own “ref”\n"
                          "member.csv:5: speaks of the same record as line 3: remove one, or give "
                          "each its own “ref”\n"));
}

/* By what it is called, its ref, its id; appellations in either gender, or both. */
static void
test_references (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 skill;

  network_put (network, "skill", 1, "label=Comptabilité et gestion", NULL);
  network_put (network, "skill", 2, "label=Horlogerie", NULL);
  import_kept (network, "member.csv", PEOPLE "a;Anna;Fictive;Auch;;\nb;Berta;Réelle;Auch;;\n", 2, 0,
               0);
  import_kept (network, "member_skill.csv",
               "member,skill,years\n"
               "a,horlogerie,3\n"
               "Anna Fictive,Boulanger,4\n"
               "b,Boulangère,5\n"
               "berta réelle,2,6\n",
               4, 0, 0);
  import_assert_field (network, "member_skill", network_nth_id (network, 5), "skill", "2");
  skill = network_put (network, "skill", 0, "label=La dernière", NULL) - 1;
  g_assert_cmpint (skill, >, 0);
  import_kept (network, "member_skill.csv", "member,skill\nb,Boulanger / Boulangère\n", 0, 0, 1);
}

static void
test_appellation_in_both_genders (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *he = NULL;
  g_autofree char *she = NULL;

  import_kept (network, "member.csv", PEOPLE "a;Anna;Fictive;Auch;;\nb;Berta;Réelle;Auch;;\n", 2, 0,
               0);
  import_kept (network, "member_skill.csv", "member,skill\na,Boulanger\nb,boulangere\n", 2, 0, 0);
  he = import_dup_field (network, "member_skill", network_nth_id (network, 4), "skill");
  she = import_dup_field (network, "member_skill", network_nth_id (network, 5), "skill");
  g_assert_cmpstr (he, ==, she);
  import_assert_field (network, "skill", network_nth_id (network, 3), "label",
                       "Boulanger / Boulangère");
}

/* Whatever the order of the arguments, owners come before their parts. */
static void
test_order_of_files (void)
{
  char *directory = network_make_directory ();
  g_autofree char *parts = network_write_file (directory, "contact_point.csv",
                                               "member;type;value\na;address;Mairie\n", -1);
  g_autofree char *skills
      = network_write_file (directory, "member_skill.csv", "member;skill\na;Vannerie\n", -1);
  g_autofree char *people
      = network_write_file (directory, "member.csv", PEOPLE "a;Anna;Fictive;Auch;;\n", -1);
  g_autofree char *labels = network_write_file (directory, "skill.csv", "label\nVannerie\n", -1);
  const char *paths[] = { parts, skills, people, labels, NULL };
  g_autoptr (Network) network = network_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reports = soho_import_files (network->archive, paths, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (reports->len, ==, 4);
  for (guint i = 0; i < reports->len; i++)
    {
      const SohoImportReport *report = g_ptr_array_index (reports, i);

      g_assert_cmpuint (report->complaints->len, ==, 0);
      g_assert_cmpuint (report->added, ==, 1);
    }
  g_assert_cmpstr (((SohoImportReport *) g_ptr_array_index (reports, 0))->path, ==, people);
  network_assert_sound (network);
  network_remove_directory (directory);
}

/* A bad file is left out; the others are kept. */
static void
test_one_bad_file (void)
{
  char *directory = network_make_directory ();
  g_autofree char *good = network_write_file (directory, "village.csv", "commune\nAuch\n", -1);
  g_autofree char *bad = network_write_file (directory, "skill.csv", "label\nVannerie\n\"\n", -1);
  g_autofree char *missing = g_build_filename (directory, "member.csv", NULL);
  const char *paths[] = { bad, missing, directory, good, NULL };
  g_autoptr (Network) network = network_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reports = soho_import_files (network->archive, paths, NULL, &error);
  guint n_bad = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (reports->len, ==, 4);
  for (guint i = 0; i < reports->len; i++)
    n_bad += ((SohoImportReport *) g_ptr_array_index (reports, i))->complaints->len > 0;
  g_assert_cmpuint (n_bad, ==, 3);
  import_assert_field (network, "village", 1, "commune", "32013");
  import_assert_field (network, "village", 2, "commune", NULL);
  network_remove_directory (directory);
}

/* A tree of skills in any order. */
static void
test_references_within_a_kind (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GString) chain = g_string_new ("label,parent\n");
  gint64 top, root;

  import_kept (network, "skill.csv", "ref,label,parent\nc,Feuille,b\nb,Branche,a\na,Racine,\n", 3,
               0, 0);
  root = find (network, "skill", "a");
  top = find (network, "skill", "c");
  g_assert_cmpint (top, >, root);

  for (guint i = 60; i > 0; i--)
    g_string_append_printf (chain, "Maillon %u,Maillon %u\n", i, i - 1);
  g_string_append (chain, "Maillon 0,\n");
  import_kept (network, "skill.csv", chain->str, 61, 0, 0);
  import_kept (network, "skill.csv", chain->str, 0, 0, 61);
  network_assert_sound (network);
}

static GPtrArray *
import_with (Network *network, const char *text, const char *const *settings, GError **error)
{
  char *directory = network_make_directory ();
  g_autofree char *path = network_write_file (directory, "member.csv", text, -1);
  const char *paths[] = { path, NULL };
  GPtrArray *reports = soho_import_files (network->archive, paths, settings, error);

  network_remove_directory (directory);
  return reports;
}

static void
test_settings (void)
{
  static const char *const good[]
      = { "visibility=public", "commune=Auch", "languages=fr|oc", NULL };
  static const char text[] = "ref;given_name;family_name;visibility\na;Anna;Fictive;members\n";
  static const char silent[] = "ref;given_name;family_name\na;Anna;Fictive\n";
  g_autoptr (Network) network = network_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reports = import_with (network, text, good, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (((SohoImportReport *) g_ptr_array_index (reports, 0))->hidden, ==, 1);
  import_assert_field (network, "member", network_nth_id (network, 1), "visibility", "members");
  import_assert_field (network, "member", network_nth_id (network, 1), "commune", "32013");
  import_assert_field (network, "member", network_nth_id (network, 1), "languages", "fr|oc");

  g_clear_pointer (&reports, g_ptr_array_unref);
  reports = import_with (network, silent, good, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (((SohoImportReport *) g_ptr_array_index (reports, 0))->hidden, ==, 0);
  import_assert_field (network, "member", network_nth_id (network, 1), "visibility", "public");
}

static void
test_bad_settings (void)
{
  static const char *const bad[] = { "visibility", "dragon=1", "=public",           "",
                                     "id=7",       "ref=a",    "Visibility=public", "member=1" };
  static const char text[] = "given_name;family_name;commune\nAnna;Fictive;Auch\n";
  const char *wrong[] = { "visibility=everybody", NULL };
  g_autoptr (Network) network = network_new ();
  g_autoptr (GError) unfit = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *settings[] = { bad[i], NULL };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (import_with (network, text, settings, &error));
      g_assert_nonnull (strstr (error->message, "visibility=public"));
    }
  g_assert_null (import_with (network, text, wrong, &unfit));
  g_assert_nonnull (strstr (unfit->message, "public, members, self"));
  g_assert_cmpint (network_nth_id (network, 1), ==, 0);
}

/* A public line may name a member; whom not everybody may know of it does not. */
static void
test_withheld (void)
{
  g_autoptr (Network) network = network_new ();
  const char *text = "ref,village,name,member\nc1,v,Anna,a\nc2,v,Bruno,b\n";
  SohoImportReport *report;
  gint64 public_one;
  g_autofree char *id = NULL;

  import_kept (network, "village.csv", "ref,commune\nv,Auch\n", 1, 0, 0);
  import_kept (network, "member.csv",
               "ref,given_name,family_name,commune,visibility\na,Anna,Fictive,Auch,members\n"
               "b,Bruno,Fictif,Auch,public\n",
               2, 0, 0);
  for (guint again = 0; again < 2; again++)
    {
      report = import_bytes (network, "village_contact.csv", text, -1);
      g_assert_cmpuint (report->complaints->len, ==, 0);
      g_assert_cmpuint (again == 0 ? report->added : report->unchanged, ==, 2);
      g_assert_cmpuint (report->withheld, ==, 1);
      soho_import_report_free (report);
    }
  public_one = soho_archive_find_ref (network->archive, "member", "b", NULL);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, public_one);
  import_assert_field (network, "village_contact",
                       soho_archive_find_ref (network->archive, "village_contact", "c1", NULL),
                       "member", "");
  import_assert_field (network, "village_contact",
                       soho_archive_find_ref (network->archive, "village_contact", "c2", NULL),
                       "member", id);
  network_assert_sound (network);
}

static void
test_hidden_by_default (void)
{
  g_autoptr (Network) network = network_new ();
  SohoImportReport *report = import_bytes (
      network, "member.csv", "given_name;family_name;commune\nAnna;Fictive;Auch\n", -1);
  g_autofree char *visible = network_dup_public (network);

  g_assert_cmpuint (report->added, ==, 1);
  g_assert_cmpuint (report->hidden, ==, 1);
  g_assert_cmpstr (visible, ==, "");
  soho_import_report_free (report);
}

/* As spreadsheets and people write. */
static void
test_encodings (void)
{
  static const char *const texts[] = {
    "commune;housing\nAuch;\xc3\x89t\xc3\xa9\n",
    "\xef\xbb\xbf"
    "commune;housing\nAuch;\xc3\x89t\xc3\xa9\n",
    "commune;housing\nAuch;\xc9t\xe9\n",
    "commune,housing\r\nAuch,\xc3\x89t\xc3\xa9\r\n\r\n,,\r\n",
    "commune\thousing\nAuch\t\xc3\x89t\xc3\xa9\n",
    "sep=;\ncommune;housing\nAuch;\xc3\x89t\xc3\xa9",
    "housing;commune\n\"\xc3\x89t\xc3\xa9\";\" Auch \"\n",
    "\n\ncommune;housing;;\r  AUCH ;  \xc3\x89t\xc3\xa9  \r",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Network) network = network_new ();

      g_test_message ("%u", i);
      import_kept (network, "village.csv", texts[i], 1, 0, 0);
      import_assert_field (network, "village", 1, "housing", "Été");
      import_assert_field (network, "village", 1, "commune", "32013");
    }
}

static void
test_lines_within_quotes (void)
{
  g_autoptr (Network) network = network_new ();

  import_kept (network, "VILLAGE.CSV",
               "commune;housing\nAuch;\"Un toit;\r\nun \"\"vrai\"\" jardin\"\nMirande;x\n", 2, 0,
               0);
  import_assert_field (network, "village", 1, "housing", "Un toit;\nun \"vrai\" jardin");
}

static void
test_ndjson (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *member = NULL;
  g_autofree char *again = NULL;
  gint64 anna, phone;

  import_kept (network, "everything.ndjson",
               "\xef\xbb\xbf{\"kind\":\"contact_point\",\"member\":\"anna\",\"type\":\"mobile\","
               "\"value\":\"06 39 98 00 01\"}\r\n\r\n"
               "   \n"
               "{\"given_name\":\"Anna\",\"family_name\":\"Fictive\",\"commune\":\"Auch\","
               "\"lat\":43.646,\"lon\":0,\"languages\":[\"oc\",\"fr\"],\"ref\":\"anna\","
               "\"website\":null,\"kind\":\"member\"}",
               2, 0, 0);
  anna = network_nth_id (network, 1);
  phone = network_nth_id (network, 2);
  member = g_strdup_printf ("%" G_GINT64_FORMAT, anna);
  import_assert_field (network, "member", anna, "languages", "fr|oc");
  import_assert_field (network, "contact_point", phone, "member", member);
  import_assert_field (network, "contact_point", phone, "value", "+33639980001");
  import_kept (network, "member.jsonl", "{\"ref\":\"anna\",\"occupation\":\"Potière\"}\n", 0, 1, 0);
  again = g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT ",\"member\":%s,\"label\":\"Jour\"}", phone,
                           member);
  import_kept (network, "contact_point.json", again, 0, 1, 0);
  import_kept (network, "nothing.ndjson", "", 0, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/again-changes-nothing", test_again_changes_nothing);
  g_test_add_func ("/import/silence-keeps", test_silence_keeps);
  g_test_add_func ("/import/recognised-by-key", test_recognised_by_key);
  g_test_add_func ("/import/homonyms", test_homonyms);
  g_test_add_func ("/import/names-change-hands", test_names_change_hands);
  g_test_add_func ("/import/same-record-twice", test_same_record_twice);
  g_test_add_func ("/import/references", test_references);
  g_test_add_func ("/import/appellation-in-both-genders", test_appellation_in_both_genders);
  g_test_add_func ("/import/order-of-files", test_order_of_files);
  g_test_add_func ("/import/one-bad-file", test_one_bad_file);
  g_test_add_func ("/import/references-within-a-kind", test_references_within_a_kind);
  g_test_add_func ("/import/settings", test_settings);
  g_test_add_func ("/import/bad-settings", test_bad_settings);
  g_test_add_func ("/import/withheld", test_withheld);
  g_test_add_func ("/import/hidden-by-default", test_hidden_by_default);
  g_test_add_func ("/import/encodings", test_encodings);
  g_test_add_func ("/import/lines-within-quotes", test_lines_within_quotes);
  g_test_add_func ("/import/ndjson", test_ndjson);
  return g_test_run ();
}
