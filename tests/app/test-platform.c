/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fixture.h"
#include "platform/launch.h"
#include "widgets/language-names.h"
#include "widgets/opening-hours.h"
#include "widgets/wrap-layout.h"

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_uris (void)
{
  assert_text (soho_launch_dup_call_uri ("+33536490101"), "tel:+33536490101");
  assert_text (soho_launch_dup_call_uri ("+33;rm -rf"), NULL);
  assert_text (soho_launch_dup_call_uri ("0536490101"), NULL);
  assert_text (soho_launch_dup_call_uri ("+"), NULL);
  assert_text (soho_launch_dup_call_uri (NULL), NULL);
  assert_text (soho_launch_dup_mail_uri ("a@b.example"), "mailto:a@b.example");
  assert_text (soho_launch_dup_mail_uri ("a?bcc=c@b.example"), "mailto:a%3Fbcc%3Dc@b.example");
  assert_text (soho_launch_dup_mail_uri ("a\xff@b.example"), NULL);
  assert_text (soho_launch_dup_mail_uri ("nobody"), NULL);
  assert_text (soho_launch_dup_page_uri ("https://a.example/b?c"), "https://a.example/b?c");
  assert_text (soho_launch_dup_page_uri ("file:///etc/passwd"), NULL);
  assert_text (soho_launch_dup_page_uri ("javascript:alert(1)"), NULL);
  assert_text (soho_launch_dup_page_uri ("a.example"), NULL);
}

static void
test_only_harmless_schemes (void)
{
  static const char *const refused[] = { "file:///etc/passwd",
                                         "ssh://a.example",
                                         "javascript:1",
                                         "smb://a",
                                         "",
                                         "/etc/passwd",
                                         "a b",
                                         "http://[" };
  g_autofree char *endless = g_strnfill (100000, 'a');
  g_autofree char *long_uri = g_strconcat ("https://a.example/", endless, NULL);

  g_assert_true (soho_launch_is_allowed ("https://a.example/"));
  g_assert_true (soho_launch_is_allowed ("HTTP://a.example/"));
  g_assert_true (soho_launch_is_allowed ("tel:+33536490101"));
  g_assert_true (soho_launch_is_allowed ("mailto:a@b.example"));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (soho_launch_is_allowed (refused[i]));
  g_assert_false (soho_launch_is_allowed (long_uri));
  g_assert_false (soho_launch_is_allowed (NULL));
}

static void
test_language_names (void)
{
  assert_text (soho_language_dup_name ("fr"), "French");
  assert_text (soho_language_dup_name ("es-MX"), "Spanish");
  assert_text (soho_language_dup_name ("EN_gb"), "English");
  assert_text (soho_language_dup_name ("tlh"), "tlh");
  assert_text (soho_language_dup_name (""), "");
}

/* By the clock of France, wherever the computer is: 12:00 UTC is 13:00 there in winter. */
static void
test_opening_state (void)
{
  static const struct
  {
    const char *hours, *moment, *state;
  } cases[] = {
    { "Mo-Fr 09:00-18:00; PH off", "2026-11-23T12:00:00Z", "Open now, until 18:00" },
    { "Mo-Fr 09:00-18:30; PH off", "2026-11-23T17:15:00Z", "Open now, until 18:30" },
    { "Mo-Fr 09:00-18:00; PH off", "2026-11-23T07:59:00Z", "Closed, opens at 9:00" },
    { "Mo-Fr 09:00-18:00; PH off", "2026-11-23T17:00:00Z", "Closed, opens tomorrow at 9:00" },
    { "Mo-Fr 09:00-18:00; PH off", "2026-11-27T17:00:00Z", "Closed, opens on Monday at 9:00" },
    { "Mo-Fr 09:00-18:00", "2026-11-10T18:00:00Z", "Closed now" },
    { "Mo 09:00-18:00", "2026-11-23T18:00:00Z", "Closed now" },
    { "Mo-Fr 09:00-18:00", "2026-11-11T12:00:00Z", NULL },
    { "Mo-Fr 09:00-18:00; SH off", "2026-11-23T12:00:00Z", NULL },
    { "sur rendez-vous", "2026-11-23T12:00:00Z", NULL },
    { "24/7", "2026-11-23T12:00:00Z", "Open now" },
    { "Mo 18:00-24:00", "2026-11-23T20:00:00Z", "Open now, until midnight" },
    { "Mo-Fr 09:00-18:00", "2026-07-20T16:30:00Z", "Closed, opens tomorrow at 9:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 (cases[i].moment, NULL);
      g_autofree char *state = soho_opening_hours_dup_state (cases[i].hours, now);

      g_test_message ("%s, %s", cases[i].hours, cases[i].moment);
      g_assert_cmpstr (state, ==, cases[i].state);
    }
}

static void
test_opening_hours (void)
{
  assert_text (soho_opening_hours_dup_text ("Mo-Fr 08:30-18:30; Sa 09:00-12:30; PH off"),
               "Monday to Friday: 8:30 – 18:30\nSaturday: 9:00 – 12:30\nPublic holidays: closed");
  assert_text (soho_opening_hours_dup_text ("Mo,We 09:00-12:00,14:00-17:30"),
               "Monday: 9:00 – 12:00, 14:00 – 17:30\nWednesday: 9:00 – 12:00, 14:00 – 17:30");
  assert_text (soho_opening_hours_dup_text ("Mo-Fr 18:00-24:00; We off"),
               "Monday to Tuesday: 18:00 – midnight\nThursday to Friday: 18:00 – midnight");
  assert_text (soho_opening_hours_dup_text ("24/7"),
               "Monday to Sunday: day and night\nPublic holidays: day and night");
  assert_text (soho_opening_hours_dup_text ("off"), "closed");
  assert_text (soho_opening_hours_dup_text ("Mo-Fr 08:30-18:30; SH off"),
               "Mon–Fri 08:30–18:30\nschool holidays closed");
  assert_text (soho_opening_hours_dup_text ("Mo,Tu 09:00+"), "Mon, Tue 09:00+");
  assert_text (soho_opening_hours_dup_text ("sur rendez-vous"), "sur rendez–vous");
  assert_text (soho_opening_hours_dup_text (""), "");
  assert_text (soho_opening_hours_dup_text (";;;"), "\n\n\n");
}

/* Chips stand in lines; none is wider than there is room. */
static void
test_wrap_layout (void)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  int one_line, three_lines;

  gtk_widget_set_layout_manager (box, g_object_new (SOHO_TYPE_WRAP_LAYOUT, NULL));
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *chip = gtk_label_new (NULL);

      gtk_widget_set_size_request (chip, 100, 20);
      gtk_box_append (GTK_BOX (box), chip);
    }
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 312, &one_line, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 150, &three_lines, NULL, NULL, NULL);
  g_assert_cmpint (one_line, ==, 20);
  g_assert_cmpint (three_lines, ==, 72);
  g_object_unref (box);
}

static void
on_parsing_error (GtkCssProvider *provider, GtkCssSection *section, GError *error, char *name)
{
  g_autofree char *where = gtk_css_section_to_string (section);

  g_test_message ("%s: %s: %s", name, where, error->message);
  g_test_fail ();
}

/* A brace that is lost in one rule takes all that stand after it. */
static void
test_style (void)
{
  static const char *const names[]
      = { "style.css", "style-hc.css", "style-hc-dark.css", "style/map.css" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat ("/fr/sohosolo/SohoSolo/", names[i], NULL);
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

      g_assert_true (g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL));
      g_signal_connect (provider, "parsing-error", G_CALLBACK (on_parsing_error),
                        (gpointer) names[i]);
      gtk_css_provider_load_from_resource (provider, path);
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/platform/uris", test_uris);
  g_test_add_func ("/app/platform/only-harmless-schemes", test_only_harmless_schemes);
  g_test_add_func ("/app/style", test_style);
  g_test_add_func ("/app/widgets/language-names", test_language_names);
  g_test_add_func ("/app/widgets/opening-hours", test_opening_hours);
  g_test_add_func ("/app/widgets/opening-state", test_opening_state);
  g_test_add_func ("/app/widgets/wrap-layout", test_wrap_layout);
  return g_test_run ();
}
