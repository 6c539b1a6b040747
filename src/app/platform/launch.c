/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/launch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_URI 2000

char *
soho_launch_dup_call_uri (const char *number)
{
  if (number == NULL || number[0] != '+' || number[1] == '\0'
      || strspn (number + 1, "0123456789") != strlen (number + 1))
    return NULL;
  return g_strconcat ("tel:", number, NULL);
}

char *
soho_launch_dup_mail_uri (const char *address)
{
  g_autofree char *escaped = NULL;

  if (address == NULL || strchr (address, '@') == NULL || !g_utf8_validate (address, -1, NULL))
    return NULL;
  /* A "?" would begin headers, a "," a second address. */
  escaped = g_uri_escape_string (address, "@", FALSE);
  return g_strconcat ("mailto:", escaped, NULL);
}

char *
soho_launch_dup_page_uri (const char *address)
{
  const char *scheme = address != NULL ? g_uri_peek_scheme (address) : NULL;

  if (scheme == NULL || (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
      || !g_uri_is_valid (address, G_URI_FLAGS_NONE, NULL))
    return NULL;
  return g_strdup (address);
}

gboolean
soho_launch_is_allowed (const char *uri)
{
  static const char *const schemes[] = { "http", "https", "mailto", "tel", NULL };
  const char *scheme = uri != NULL ? g_uri_peek_scheme (uri) : NULL;

  return scheme != NULL && strlen (uri) <= LONGEST_URI && g_strv_contains (schemes, scheme)
         && g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL);
}

typedef struct
{
  GtkWindow *window; /* owned */
  SohoLaunchFailed failed;
  gboolean is_page;
} Attempt;

static void
on_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Attempt *attempt = user_data;
  g_autoptr (GtkWindow) window = attempt->window;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (window, result, &error))
    attempt->failed (window,
                     attempt->is_page
                         ? _ ("No browser could be opened. Copy the address instead.")
                         : _ ("No program here can do that. Copy the number or address instead."));
}

void
soho_launch (GtkWindow *window, const char *uri, SohoLaunchFailed failed)
{
  Attempt *attempt;

  if (!soho_launch_is_allowed (uri))
    {
      failed (window, _ ("This address is of no kind that can be opened safely."));
      return;
    }
  attempt = g_new0 (Attempt, 1);
  attempt->window = g_object_ref (window);
  attempt->failed = failed;
  attempt->is_page = g_str_has_prefix (uri, "http");
  gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, on_shown, attempt);
}
