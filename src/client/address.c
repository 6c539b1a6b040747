/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "address.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_ADDRESS 300

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

/* The host as the net knows it: letters beyond ASCII in their written form (RFC 3492). NULL if
 * nothing can be called so; a name that hides a slash or a space must not become part of another
 * address. */
static char *
dup_host (GUri *uri)
{
  const char *given = g_uri_get_host (uri);
  g_autofree char *host = given != NULL ? g_hostname_to_ascii (given) : NULL;
  gsize length = host != NULL ? strlen (host) : 0;

  if (length == 0 || g_uri_get_port (uri) == 0)
    return NULL;
  if (strchr (host, ':') != NULL)
    return g_hostname_is_ip_address (host) ? g_steal_pointer (&host) : NULL;
  if (!g_ascii_isalnum (host[0]) || !g_ascii_isalnum (host[length - 1])
      || strstr (host, "..") != NULL)
    return NULL;
  for (const char *c = host; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '.' && *c != '_')
      return NULL;
  return g_steal_pointer (&host);
}

static gboolean
is_bare (GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  return (*path == '\0' || g_str_equal (path, "/")) && g_uri_get_query (uri) == NULL
         && g_uri_get_fragment (uri) == NULL && g_uri_get_userinfo (uri) == NULL;
}

static char *
format_address (GUri *uri, const char *host)
{
  gboolean literal = strchr (host, ':') != NULL;
  GString *text = g_string_new (g_uri_get_scheme (uri));

  g_string_append_printf (text, literal ? "://[%s]" : "://%s", host);
  if (g_uri_get_port (uri) > 0)
    g_string_append_printf (text, ":%d", g_uri_get_port (uri));
  return g_string_free (text, FALSE);
}

char *
soho_address_parse (const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strndup (text, LONGEST_ADDRESS + 1));
  g_autofree char *full = strstr (stripped, "://") != NULL
                              ? g_strdup (stripped)
                              : g_strconcat ("https://", stripped, NULL);
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  const char *scheme;

  if (strlen (text) <= LONGEST_ADDRESS)
    uri = g_uri_parse (full, G_URI_FLAGS_NONE, NULL);
  scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  host = uri != NULL ? dup_host (uri) : NULL;
  if (host == NULL || !is_bare (uri)
      || (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")))
    {
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
          _ ("This is no server address: it should look like https://soho.example.org."));
      return NULL;
    }
  if (g_str_equal (scheme, "http") && !is_loopback (host))
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
          _ ("http://%s would send everything readably through the network: use https://%s."), host,
          host);
      return NULL;
    }
  return format_address (uri, host);
}
