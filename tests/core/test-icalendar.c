/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/icalendar.h"

#include <string.h>

#include "model/date.h"
#include "model/kinds.h"
#include "model/validate.h"

static SohoRecord *event_new (gint64 id, ...) G_GNUC_NULL_TERMINATED;

static SohoRecord *
event_new (gint64 id, ...)
{
  SohoRecord *event = soho_record_new (&soho_kind_event, id);
  const char *name;
  va_list pairs;

  va_start (pairs, id);
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      int field = soho_kind_find_field (&soho_kind_event, name);
      g_autoptr (GError) error = NULL;

      soho_field_parse (&soho_kind_event.fields[field], va_arg (pairs, const char *),
                        &soho_record_get_values (event)[field], &error);
      g_assert_no_error (error);
    }
  va_end (pairs);
  return event;
}

static char *
dup_written (SohoRecord *event)
{
  g_autoptr (GBytes) bytes = soho_icalendar_write (event, "Soho Solo d’essai", 1790000000);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return g_strndup (data, length);
}

/* The file as a calendar reads it: lines unfolded. */
static char *
dup_unfolded (SohoRecord *event)
{
  g_autofree char *text = dup_written (event);
  g_auto (GStrv) pieces = g_strsplit (text, "\r\n ", -1);

  return g_strjoinv ("", pieces);
}

static void
test_whole (void)
{
  g_autoptr (SohoRecord) event = event_new (
      42, "title", "Vendre en ligne", "theme", "Commerce", "summary", "On compare.", "start",
      "2026-09-17T16:30:00Z", "end", "2026-09-17T18:30:00Z", "commune", "Auch", "place",
      "Salle des fêtes", "online", "https://visio.exemple.example/r", "state", "planned", NULL);
  g_autofree char *text = NULL;

  soho_record_set_revision (event, 3);
  text = dup_written (event);
  g_assert_cmpstr (text, ==,
                   "BEGIN:VCALENDAR\r\n"
                   "VERSION:2.0\r\n"
                   "PRODID:-//Soho Solo//Soho Solo//FR\r\n"
                   "METHOD:PUBLISH\r\n"
                   "BEGIN:VEVENT\r\n"
                   "UID:event-42@soho-solo-d-essai\r\n"
                   "DTSTAMP:20260921T141320Z\r\n"
                   "SEQUENCE:3\r\n"
                   "DTSTART:20260917T163000Z\r\n"
                   "DTEND:20260917T183000Z\r\n"
                   "SUMMARY:Vendre en ligne\r\n"
                   "CATEGORIES:Commerce\r\n"
                   "DESCRIPTION:On compare.\\n\\nhttps://visio.exemple.example/r\r\n"
                   "LOCATION:Salle des fêtes\\, Auch\r\n"
                   "URL:https://visio.exemple.example/r\r\n"
                   "STATUS:CONFIRMED\r\n"
                   "END:VEVENT\r\n"
                   "END:VCALENDAR\r\n");
}

static void
test_little_is_known (void)
{
  g_autoptr (SohoRecord) event
      = event_new (1, "title", "Café", "start", "2026-09-17T16:30:00Z", "state", "cancelled", NULL);
  g_autoptr (SohoRecord) nothing = event_new (2, "title", "Un jour", NULL);
  g_autofree char *text = dup_written (event);

  g_assert_nonnull (strstr (text, "STATUS:CANCELLED\r\n"));
  g_assert_null (strstr (text, "DTEND"));
  g_assert_null (strstr (text, "LOCATION"));
  g_assert_null (strstr (text, "URL"));
  g_assert_null (soho_icalendar_write (nothing, "x", 0));
}

/* Nothing that was typed begins a line. */
static void
test_injection (void)
{
  g_autoptr (SohoRecord) event = event_new (
      7, "title", "a\\b;c,d", "summary", "un\r\nBEGIN:VALARM\nEND:VEVENT\rX:y\xe2\x80\xa8Z\x1b\tt",
      "place", "là", "start", "2026-09-17T16:30:00Z", NULL);
  g_autofree char *text = dup_unfolded (event);

  g_assert_nonnull (strstr (text, "\r\nSUMMARY:a\\\\b\\;c\\,d\r\n"));
  g_assert_nonnull (
      strstr (text, "\r\nDESCRIPTION:un\\nBEGIN:VALARM\\nEND:VEVENT\\nX:y\\nZ\tt\r\n"));
  g_assert_null (strstr (text, "\nBEGIN:VALARM"));
  g_assert_null (strstr (text, "\rX"));
}

static void
test_uri_that_breaks_lines (void)
{
  g_autoptr (SohoRecord) event = event_new (7, "title", "a", "start", "2026-09-17T16:30:00Z", NULL);
  int online = soho_kind_find_field (&soho_kind_event, "online");
  g_autofree char *text = NULL;

  soho_value_take_text (&soho_record_get_values (event)[online],
                        g_strdup ("https://a.example/\r\nATTACH:x"));
  text = dup_unfolded (event);
  g_assert_null (strstr (text, "\nATTACH"));
  g_assert_null (strstr (text, "\nURL:"));
}

static void
test_folding (void)
{
  for (guint before = 0; before < 8; before++)
    {
      g_autoptr (GString) summary = g_string_new (NULL);
      g_autoptr (SohoRecord) event = NULL;
      g_autofree char *text = NULL, *unfolded = NULL, *expected = NULL;
      g_auto (GStrv) lines = NULL;

      for (guint i = 0; i < before; i++)
        g_string_append_c (summary, 'a');
      for (guint i = 0; i < 200; i++)
        g_string_append (summary, i % 2 == 0 ? "é" : "€");
      event = event_new (1, "title", "x", "summary", summary->str, "start", "2026-09-17T16:30:00Z",
                         NULL);
      text = dup_written (event);
      lines = g_strsplit (text, "\r\n", -1);
      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_assert_cmpuint (strlen (lines[i]), <=, 75);
          g_assert_true (g_utf8_validate (lines[i], -1, NULL));
        }
      unfolded = dup_unfolded (event);
      expected = g_strdup_printf ("\r\nDESCRIPTION:%s\r\n", summary->str);
      g_assert_nonnull (strstr (unfolded, expected));
    }
}

static void
test_file_names (void)
{
  static const struct
  {
    const char *title, *name;
  } cases[] = {
    { "Vendre en ligne", "2026-09-17 Vendre en ligne.ics" },
    { "../../etc/passwd", "2026-09-17 ..-..-etc-passwd.ics" },
    { "a/b\\c:d*e?\"<f>|", "2026-09-17 a-b-c-d-e---f--.ics" },
    { "L’été à Auch", "2026-09-17 L’été à Auch.ics" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SohoRecord) event
          = event_new (1, "title", cases[i].title, "start", "2026-09-17T16:30:00Z", NULL);
      g_autofree char *name = soho_icalendar_dup_file_name (event);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_long_file_name (void)
{
  g_autofree char *title = g_strnfill (150, 'a');
  g_autoptr (SohoRecord) event
      = event_new (1, "title", title, "start", "2026-09-17T16:30:00Z", NULL);
  g_autofree char *name = soho_icalendar_dup_file_name (event);

  g_assert_cmpuint (strlen (name), ==, strlen ("2026-09-17 .ics") + 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/icalendar/whole", test_whole);
  g_test_add_func ("/icalendar/little-is-known", test_little_is_known);
  g_test_add_func ("/icalendar/injection", test_injection);
  g_test_add_func ("/icalendar/uri-that-breaks-lines", test_uri_that_breaks_lines);
  g_test_add_func ("/icalendar/folding", test_folding);
  g_test_add_func ("/icalendar/file-names", test_file_names);
  g_test_add_func ("/icalendar/long-file-name", test_long_file_name);
  return g_test_run ();
}
