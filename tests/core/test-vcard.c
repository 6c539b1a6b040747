/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/vcard.h"

#include <locale.h>
#include <string.h>

#include "model/gazetteer.h"
#include "model/kinds.h"
#include "model/validate.h"

/* A record with these values as they are, whatever a validation would say: a field, its text, …,
 * NULL. Sets are separated by "|". */
static SohoRecord *
record_new (const SohoKind *kind, ...)
{
  SohoRecord *record = soho_record_new (kind, 1);
  const char *name;
  va_list pairs;

  va_start (pairs, kind);
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      int field = soho_kind_find_field (kind, name);
      SohoValue *value = &soho_record_get_values (record)[field];
      const char *text = va_arg (pairs, const char *);

      g_assert_cmpint (field, >=, 0);
      if (kind->fields[field].type == SOHO_FIELD_SET)
        soho_value_take_set (value, g_strsplit (text, "|", -1));
      else if (kind->fields[field].type == SOHO_FIELD_REAL)
        soho_value_set_real (value, g_ascii_strtod (text, NULL));
      else
        soho_value_take_text (value, g_strdup (text));
    }
  va_end (pairs);
  return record;
}

static SohoRecord *
point_new (const char *type, const char *value)
{
  return record_new (&soho_kind_contact_point, "type", type, "value", value, NULL);
}

/* The card as its lines, unfolded, after checking what holds of every card: lines of at most 75
 * bytes that end in CRLF, whole characters in each, no control characters, and the frame. */
static char **
lines_of (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data, size);
  g_auto (GStrv) physical = g_strsplit (text, "\r\n", -1);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  guint n = g_strv_length (physical);

  g_assert_cmpuint (strlen (text), ==, size);
  g_assert_cmpuint (n, >, 4);
  g_assert_cmpstr (physical[n - 1], ==, "");
  for (guint i = 0; i + 1 < n; i++)
    {
      g_assert_cmpuint (strlen (physical[i]), <=, 75);
      g_assert_cmpuint (strlen (physical[i]), >, 0);
      g_assert_true (g_utf8_validate (physical[i], -1, NULL));
      for (const char *at = physical[i]; *at != '\0'; at = g_utf8_next_char (at))
        g_assert_true (*at == '\t' || !g_unichar_iscntrl (g_utf8_get_char (at)));
      if (physical[i][0] == ' ')
        {
          char **last = (char **) &lines->pdata[lines->len - 1];
          char *longer = g_strconcat (*last, physical[i] + 1, NULL);

          g_free (*last);
          *last = longer;
        }
      else
        g_ptr_array_add (lines, g_strdup (physical[i]));
    }
  g_assert_cmpstr (lines->pdata[0], ==, "BEGIN:VCARD");
  g_assert_cmpstr (lines->pdata[1], ==, "VERSION:4.0");
  g_assert_cmpstr (lines->pdata[lines->len - 1], ==, "END:VCARD");
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_steal (lines, NULL);
}

static char *
write_joined (SohoRecord *member, GPtrArray *points, const char *const *skills)
{
  g_autoptr (GBytes) bytes = soho_vcard_write (member, points, skills);
  g_auto (GStrv) lines = lines_of (bytes);
  guint n = g_strv_length (lines);

  g_free (g_steal_pointer (&lines[n - 1]));
  return g_strjoinv ("\n", lines + 2);
}

static void
test_everything (void)
{
  const char *const skills[] = { "Traducteur / Traductrice", "Relecture, correction", NULL };
  g_autoptr (GPtrArray) points = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SohoRecord) member
      = record_new (&soho_kind_member, "given_name", "Anselme", "family_name", "Épure",
                    "organization", "Épure; Traductions", "occupation", "traducteur", "about",
                    "Des notices.\nEt plus.", "commune", "32013", "lat", "43.65", "lon", "-0.5",
                    "languages", "en|fr", "website", "https://epure.example/", NULL);
  g_autofree char *card = NULL;

  g_ptr_array_add (points, point_new ("phone", "+33536490101"));
  g_ptr_array_add (points, point_new ("mobile", "+33639980101"));
  g_ptr_array_add (points, point_new ("email", "anselme@exemple.example"));
  g_ptr_array_add (points, point_new ("address", "1 rue de l’Essai, 32000 Auch"));
  g_ptr_array_add (points, point_new ("web", "https://plume.example/a?b=c,d;e"));
  g_ptr_array_add (points, point_new ("pigeon", "coop"));
  card = write_joined (member, points, skills);
  g_assert_cmpstr (card, ==,
                   "FN:Anselme Épure\n"
                   "N:Épure;Anselme;;;\n"
                   "ORG:Épure\\; Traductions\n"
                   "TITLE:traducteur\n"
                   "TEL;VALUE=uri;TYPE=voice:tel:+33536490101\n"
                   "TEL;VALUE=uri;TYPE=cell:tel:+33639980101\n"
                   "EMAIL:anselme@exemple.example\n"
                   "ADR:;;1 rue de l’Essai\\, 32000 Auch;;;;\n"
                   "URL:https://plume.example/a?b=c,d;e\n"
                   "URL:https://epure.example/\n"
                   "GEO:geo:43.65000,-0.50000\n"
                   "LANG:en\n"
                   "LANG:fr\n"
                   "CATEGORIES:Traducteur / Traductrice,Relecture\\, correction\n"
                   "NOTE:Des notices.\\nEt plus.");
}

static void
test_little_is_known (void)
{
  g_autoptr (SohoRecord) member = record_new (&soho_kind_member, "given_name", "Berthe",
                                              "family_name", "Maquette", "commune", "32107", NULL);
  g_autoptr (SohoRecord) nobody = record_new (&soho_kind_member, NULL);
  g_autoptr (SohoRecord) firm = record_new (&soho_kind_member, "organization", "Firme", NULL);
  g_autofree char *card = write_joined (member, NULL, NULL);
  g_autofree char *empty = write_joined (nobody, NULL, NULL);
  g_autofree char *nameless = write_joined (firm, NULL, NULL);

  g_assert_cmpstr (card, ==,
                   "FN:Berthe Maquette\nN:Maquette;Berthe;;;\nADR:;;;Condom;;32100;France");
  g_assert_cmpstr (empty, ==, "FN:?\nN:;;;;");
  g_assert_cmpstr (nameless, ==, "FN:Firme\nN:;;;;\nORG:Firme");
}

/* Where somebody wants to be found, but not where their commune is drawn. */
static void
test_place (void)
{
  const SohoCommune *auch = soho_gazetteer_find ("32013");
  char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (SohoRecord) centre = NULL, half = NULL;
  g_autofree char *card = NULL, *half_card = NULL;

  g_ascii_formatd (lat, sizeof lat, "%.5f", auch->latitude);
  g_ascii_formatd (lon, sizeof lon, "%.5f", auch->longitude);
  centre = record_new (&soho_kind_member, "given_name", "A", "commune", "32013", "lat", lat, "lon",
                       lon, NULL);
  half = record_new (&soho_kind_member, "given_name", "A", "lat", "43.5", NULL);
  card = write_joined (centre, NULL, NULL);
  half_card = write_joined (half, NULL, NULL);
  g_assert_null (strstr (card, "GEO"));
  g_assert_null (strstr (half_card, "GEO"));
}

/* Nothing that was typed begins a line of its own, in any field. */
static void
test_no_line_can_be_smuggled_in (void)
{
  static const char *const breaks[]
      = { "\n", "\r", "\r\n", "\n\r", "\v", "\f", "\xc2\x85", "\u2028", "\\n", "\x01", "\r\r\n\n" };
  static const char *const types[] = { "phone", "mobile", "email", "web", "address" };

  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autofree char *evil = g_strconcat ("x", breaks[i], "EMAIL:evil@exemple.example", NULL);
      g_autofree char *evil_page = g_strconcat ("https://a.example/", evil, NULL);
      const char *const skills[] = { evil, evil, NULL };
      g_autoptr (GPtrArray) points = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (SohoRecord) member
          = record_new (&soho_kind_member, "given_name", evil, "family_name", evil, "organization",
                        evil, "occupation", evil, "about", evil, "commune", evil, "languages", evil,
                        "website", evil_page, NULL);
      g_autofree char *card = NULL;
      g_auto (GStrv) lines = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (types); j++)
        g_ptr_array_add (points, point_new (types[j], evil));
      g_ptr_array_add (points, point_new ("web", evil_page));
      card = write_joined (member, points, skills);
      lines = g_strsplit (card, "\n", -1);
      /* The one e-mail address there is; its text was a contact point, after all. */
      for (guint j = 0; lines[j] != NULL; j++)
        g_assert_false (g_str_has_prefix (lines[j], "EMAIL:evil"));
    }
}

/* The text of a property as a reader would have it: unescaped. */
static char *
unescape (const char *value)
{
  GString *text = g_string_new (NULL);

  for (; *value != '\0'; value++)
    if (*value != '\\')
      g_string_append_c (text, *value);
    else if (*++value == 'n')
      g_string_append_c (text, '\n');
    else
      g_string_append_c (text, *value);
  return g_string_free (text, FALSE);
}

static void
assert_note_comes_back (const char *note)
{
  g_autoptr (SohoRecord) member = record_new (&soho_kind_member, "about", note, NULL);
  g_autofree char *card = write_joined (member, NULL, NULL);
  const char *property = strstr (card, "NOTE:");
  g_autofree char *back = NULL;

  g_assert_nonnull (property);
  back = unescape (property + strlen ("NOTE:"));
  g_assert_cmpstr (back, ==, note);
}

static void
test_long_texts (void)
{
  static const char *const signs[]
      = { "a", "é", "€", "👩🏽‍🌾", "\\", ";", "\n", " ", ",é" };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    for (guint shift = 0; shift < 5; shift++)
      {
        g_autoptr (GString) note = g_string_new (NULL);

        for (guint j = 0; j < shift; j++)
          g_string_append_c (note, 'x');
        for (guint j = 0; j < 10000; j++)
          g_string_append (note, signs[i]);
        g_string_append_c (note, '.');
        assert_note_comes_back (note->str);
      }
}

/* Where a line is exactly full, and one byte beyond. */
static void
test_folding (void)
{
  for (guint length = 60; length < 240; length++)
    {
      g_autofree char *note = g_strnfill (length, 'x');

      assert_note_comes_back (note);
    }
}

static void
test_bytes_that_are_no_text (void)
{
  g_autoptr (SohoRecord) member
      = record_new (&soho_kind_member, "given_name", "A\xff\xc3", "about", "\xe2\x82", NULL);
  g_autofree char *card = write_joined (member, NULL, NULL);
  g_autofree char *name = soho_vcard_dup_file_name (member);

  g_assert_true (g_utf8_validate (card, -1, NULL));
  g_assert_true (g_utf8_validate (name, -1, NULL));
}

/* A comma is no part of a number here, whatever the language of the desktop. */
static void
test_in_french (void)
{
  g_autoptr (SohoRecord) member
      = record_new (&soho_kind_member, "given_name", "A", "lat", "43.5", "lon", "0.25", NULL);
  g_autofree char *card = NULL;

  if (setlocale (LC_ALL, "fr_FR.UTF-8") == NULL)
    g_test_skip ("French is not installed here");
  card = write_joined (member, NULL, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  g_assert_nonnull (strstr (card, "GEO:geo:43.50000,0.25000"));
}

static void
test_file_names (void)
{
  static const struct
  {
    const char *given, *family, *name;
  } cases[] = {
    { "Anselme", "Épure", "Anselme Épure.vcf" },
    { "../../etc", "passwd", "Contact..-..-etc passwd.vcf" },
    { "a/b\\c:d", "e\nf\"g|h", "a-b-c-d e-f-g-h.vcf" },
    { ".", "profile", "Contact. profile.vcf" },
    { " ", " ", "Contact.vcf" },
    { "🌾", "gpj\u202efcv", "🌾 gpj-fcv.vcf" },
  };
  g_autofree char *long_given = g_strnfill (300, 'x');
  g_autoptr (SohoRecord) long_one
      = record_new (&soho_kind_member, "given_name", "é", "family_name", long_given, NULL);
  g_autofree char *long_name = soho_vcard_dup_file_name (long_one);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SohoRecord) member = record_new (&soho_kind_member, "given_name", cases[i].given,
                                                  "family_name", cases[i].family, NULL);
      g_autofree char *name = soho_vcard_dup_file_name (member);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
  g_assert_cmpuint (strlen (long_name), ==, 124);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/vcard/everything", test_everything);
  g_test_add_func ("/core/vcard/little-is-known", test_little_is_known);
  g_test_add_func ("/core/vcard/place", test_place);
  g_test_add_func ("/core/vcard/no-line-can-be-smuggled-in", test_no_line_can_be_smuggled_in);
  g_test_add_func ("/core/vcard/long-texts", test_long_texts);
  g_test_add_func ("/core/vcard/folding", test_folding);
  g_test_add_func ("/core/vcard/bytes-that-are-no-text", test_bytes_that_are_no_text);
  g_test_add_func ("/core/vcard/in-french", test_in_french);
  g_test_add_func ("/core/vcard/file-names", test_file_names);
  return g_test_run ();
}
