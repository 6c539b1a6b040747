/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/vcard.h"

#include <math.h>
#include <string.h>

#include "model/gazetteer.h"

/* Bytes in a line, without its end. */
#define LONGEST_LINE 75

/* Bytes in the name of a file, without its ending: what the oldest file systems still take. */
#define LONGEST_FILE_NAME 120

/* A hundred-thousandth of a degree is a metre. */
#define SAME_PLACE_DEGREES 0.00001

/* Appends one character of a text value. Unicode has two line breaks of its own. */
static void
append_escaped (GString *line, gunichar character)
{
  if (character == '\n' || character == 0x2028 || character == 0x2029)
    g_string_append (line, "\\n");
  else if (character == '\\' || character == ',' || character == ';')
    {
      g_string_append_c (line, '\\');
      g_string_append_unichar (line, character);
    }
  else if (character == '\t' || !g_unichar_iscntrl (character))
    g_string_append_unichar (line, character);
}

/* Appends a text as a value, or as one part of one. */
static void
append_text (GString *line, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    if (*at != '\r')
      append_escaped (line, g_utf8_get_char (at));
    else if (at[1] != '\n')
      append_escaped (line, '\n');
}

/* Where the piece of a line that begins at `at` and may have `room` bytes ends. */
static const char *
find_fold (const char *at, gsize room)
{
  const char *end = at;

  if (strlen (at) <= room)
    return at + strlen (at);
  while ((gsize) (g_utf8_next_char (end) - at) <= room)
    end = g_utf8_next_char (end);
  return end;
}

/* Appends a line, folded. Each piece after the first begins with a space that is not of the text.
 */
static void
append_line (GString *card, const char *line)
{
  gsize room = LONGEST_LINE;

  while (*line != '\0')
    {
      const char *end = find_fold (line, room);

      if (room < LONGEST_LINE)
        g_string_append_c (card, ' ');
      g_string_append_len (card, line, end - line);
      g_string_append (card, "\r\n");
      line = end;
      room = LONGEST_LINE - 1;
    }
}

/* A property with a text value; none where there is nothing to say. */
static void
append_property (GString *card, const char *name, const char *text)
{
  g_autoptr (GString) line = NULL;

  if (text == NULL || *text == '\0')
    return;
  line = g_string_new (name);
  g_string_append_c (line, ':');
  append_text (line, text);
  append_line (card, line->str);
}

/* A property whose value has n parts, empty where a part is NULL. */
static void
append_parts (GString *card, const char *name, const char *const *parts, guint n, char separator)
{
  g_autoptr (GString) line = g_string_new (name);

  for (guint i = 0; i < n; i++)
    {
      g_string_append_c (line, i == 0 ? ':' : separator);
      if (parts[i] != NULL)
        append_text (line, parts[i]);
    }
  append_line (card, line->str);
}

/* A property whose value is a URI, which is written as it is. */
static void
append_uri (GString *card, const char *name, const char *uri)
{
  g_autofree char *line = NULL;

  if (uri == NULL || !g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL) || !g_str_is_ascii (uri))
    return;
  for (const char *at = uri; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return;
  line = g_strconcat (name, ":", uri, NULL);
  append_line (card, line);
}

static void
append_name (GString *card, SohoRecord *member)
{
  const char *given = soho_record_get_text (member, "given_name");
  const char *family = soho_record_get_text (member, "family_name");
  const char *organization = soho_record_get_text (member, "organization");
  const char *parts[5] = { family, given };
  g_autofree char *title = soho_record_dup_title (member);

  /* FN must be there and say something. */
  if (*title == '\0' && organization != NULL)
    append_property (card, "FN", organization);
  else
    append_property (card, "FN", *title != '\0' ? title : "?");
  append_parts (card, "N", parts, G_N_ELEMENTS (parts), ';');
  append_property (card, "ORG", organization);
  append_property (card, "TITLE", soho_record_get_text (member, "occupation"));
}

static void
append_telephone (GString *card, const char *number, const char *kind)
{
  g_autofree char *name = NULL;
  gboolean is_e164 = number[0] == '+' && number[1] != '\0'
                     && strspn (number + 1, "0123456789") == strlen (number + 1);
  g_autofree char *uri = g_strconcat ("tel:", number, NULL);

  name = g_strdup_printf ("TEL;VALUE=%s;TYPE=%s", is_e164 ? "uri" : "text", kind);
  if (is_e164)
    append_uri (card, name, uri);
  else
    append_property (card, name, number);
}

static void
append_address (GString *card, const char *text)
{
  const char *parts[7] = { NULL, NULL, text };

  append_parts (card, "ADR", parts, G_N_ELEMENTS (parts), ';');
}

/* Returns whether it was an address. */
static gboolean
append_contact_point (GString *card, SohoRecord *point)
{
  const char *type = soho_record_get_text (point, "type");
  const char *value = soho_record_get_text (point, "value");

  if (type == NULL || value == NULL)
    return FALSE;
  if (g_str_equal (type, "phone") || g_str_equal (type, "mobile"))
    append_telephone (card, value, g_str_equal (type, "mobile") ? "cell" : "voice");
  else if (g_str_equal (type, "email"))
    append_property (card, "EMAIL", value);
  else if (g_str_equal (type, "web"))
    append_uri (card, "URL", value);
  else if (g_str_equal (type, "address"))
    append_address (card, value);
  return g_str_equal (type, "address");
}

/* A commune that has several postcodes does not say which of them is the person's. */
static void
append_commune (GString *card, SohoRecord *member)
{
  const SohoCommune *commune = soho_gazetteer_find (soho_record_get_text (member, "commune"));
  const char *parts[7] = { NULL };

  if (commune == NULL)
    return;
  parts[3] = commune->name;
  parts[5] = strchr (commune->postcodes, ' ') == NULL ? commune->postcodes : NULL;
  parts[6] = "France";
  append_parts (card, "ADR", parts, G_N_ELEMENTS (parts), ';');
}

/* The centre of a commune is nobody's home. */
static void
append_place (GString *card, SohoRecord *member)
{
  const SohoCommune *commune = soho_gazetteer_find (soho_record_get_text (member, "commune"));
  const SohoValue *lat = soho_record_get_value (member, "lat");
  const SohoValue *lon = soho_record_get_value (member, "lon");
  char latitude[G_ASCII_DTOSTR_BUF_SIZE], longitude[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *uri = NULL;

  if (lat->type != SOHO_VALUE_REAL || lon->type != SOHO_VALUE_REAL)
    return;
  if (commune != NULL && fabs (lat->real - commune->latitude) <= SAME_PLACE_DEGREES
      && fabs (lon->real - commune->longitude) <= SAME_PLACE_DEGREES)
    return;
  g_ascii_formatd (latitude, sizeof latitude, "%.5f", lat->real);
  g_ascii_formatd (longitude, sizeof longitude, "%.5f", lon->real);
  uri = g_strdup_printf ("geo:%s,%s", latitude, longitude);
  append_uri (card, "GEO", uri);
}

static void
append_languages (GString *card, SohoRecord *member)
{
  const SohoValue *languages = soho_record_get_value (member, "languages");

  if (languages->type != SOHO_VALUE_SET)
    return;
  for (char **tag = languages->set; *tag != NULL; tag++)
    append_property (card, "LANG", *tag);
}

GBytes *
soho_vcard_write (SohoRecord *member, GPtrArray *contact_points, const char *const *skills)
{
  GString *card = g_string_new ("BEGIN:VCARD\r\nVERSION:4.0\r\n");
  gboolean has_address = FALSE;

  append_name (card, member);
  for (guint i = 0; contact_points != NULL && i < contact_points->len; i++)
    if (append_contact_point (card, g_ptr_array_index (contact_points, i)))
      has_address = TRUE;
  append_uri (card, "URL", soho_record_get_text (member, "website"));
  if (!has_address)
    append_commune (card, member);
  append_place (card, member);
  append_languages (card, member);
  if (skills != NULL && skills[0] != NULL)
    append_parts (card, "CATEGORIES", skills, g_strv_length ((char **) skills), ',');
  append_property (card, "NOTE", soho_record_get_text (member, "about"));
  g_string_append (card, "END:VCARD\r\n");
  return g_string_free_to_bytes (card);
}

/* What some file system gives a meaning to, or refuses. */
static gboolean
is_bad_in_file_names (gunichar character)
{
  return (character < 128 && strchr ("/\\:*?\"<>|", (int) character) != NULL)
         || !g_unichar_isprint (character);
}

char *
soho_vcard_dup_file_name (SohoRecord *member)
{
  g_autofree char *title = soho_record_dup_title (member);
  g_autofree char *valid = g_utf8_make_valid (title, -1);
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      g_string_append_unichar (name, is_bad_in_file_names (character) ? '-' : character);
    }
  g_string_truncate (name, (gsize) (find_fold (name->str, LONGEST_FILE_NAME) - name->str));
  g_strstrip (name->str);
  /* A leading dot would hide the file. */
  if (name->str[0] == '\0' || name->str[0] == '.')
    return g_strconcat ("Contact", name->str, ".vcf", NULL);
  return g_strconcat (name->str, ".vcf", NULL);
}
