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

/* Decimal points, whatever the language. Programs that do not know the name pass over it. */
char *
soho_launch_dup_place_uri (double latitude, double longitude, const char *name)
{
  char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);

  g_ascii_formatd (lat, sizeof lat, "%.5f", latitude);
  g_ascii_formatd (lon, sizeof lon, "%.5f", longitude);
  return g_strdup_printf ("geo:%s,%s?q=%s,%s(%s)", lat, lon, lat, lon, escaped);
}

void
soho_launch_set_way (GtkActionable *button, double latitude, double longitude, const char *name)
{
  g_autofree char *uri = soho_launch_dup_place_uri (latitude, longitude, name);

  /* In this order: an action without its target is a mistake to GTK. */
  gtk_actionable_set_action_target (button, "s", uri);
  gtk_actionable_set_action_name (button, "win.open-uri");
}

gboolean
soho_launch_is_allowed (const char *uri)
{
  static const char *const schemes[] = { "http", "https", "mailto", "tel", "geo", NULL };
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

/* We open places too, and may be whom the desktop would ask: the first other program, the person's
 * own choice before all. NULL if there is none. Owned by the caller. */
static GAppInfo *
find_map_program (void)
{
  GAppInfo *chosen = g_app_info_get_default_for_uri_scheme ("geo");
  GList *all = g_app_info_get_all_for_type ("x-scheme-handler/geo");

  for (GList *node = all; node != NULL; node = node->next)
    if (chosen == NULL || g_strcmp0 (g_app_info_get_id (chosen), SOHO_APP_ID ".desktop") == 0)
      g_set_object (&chosen, node->data);
  g_list_free_full (all, g_object_unref);
  if (chosen != NULL && g_strcmp0 (g_app_info_get_id (chosen), SOHO_APP_ID ".desktop") == 0)
    g_clear_object (&chosen);
  return chosen;
}

static void
launch_place (GtkWindow *window, const char *uri, SohoLaunchFailed failed)
{
  g_autoptr (GAppInfo) program = find_map_program ();
  g_autoptr (GdkAppLaunchContext) context
      = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (window)));
  GList uris = { (gpointer) uri, NULL, NULL };

  if (program == NULL
      || !g_app_info_launch_uris (program, &uris, G_APP_LAUNCH_CONTEXT (context), NULL))
    failed (window, _ ("There is no map program on this computer that could show the way. GNOME "
                       "Maps is one that you can install."));
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
  if (g_str_has_prefix (uri, "geo:"))
    {
      launch_place (window, uri, failed);
      return;
    }
  attempt = g_new0 (Attempt, 1);
  attempt->window = g_object_ref (window);
  attempt->failed = failed;
  attempt->is_page = g_str_has_prefix (uri, "http");
  gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, on_shown, attempt);
}
