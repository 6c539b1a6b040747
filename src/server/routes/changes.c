/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include <string.h>

#include "archive/changes.h"
#include "page.h"
#include "http/responses.h"
#include "routes/request.h"

/* More kinds than any model of ours has. */
#define MOST_FILLS 64

static gboolean
accepts_zstd (SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "Accept-Encoding");
  GSList *unacceptable = NULL;
  GSList *acceptable
      = header != NULL ? soup_header_parse_quality_list (header, &unacceptable) : NULL;
  gboolean accepts
      = g_slist_find_custom (acceptable, "zstd", (GCompareFunc) g_ascii_strcasecmp) != NULL;

  soup_header_free_list (acceptable);
  soup_header_free_list (unacceptable);
  return accepts;
}

/* For those who cannot read zstd. FALSE if a sealed page is damaged. */
static gboolean
unpack (GPtrArray *frames)
{
  for (guint i = 0; i < frames->len; i++)
    {
      GBytes *plain = soho_page_decompress_all (g_ptr_array_index (frames, i));

      if (plain == NULL)
        return FALSE;
      g_bytes_unref (g_ptr_array_index (frames, i));
      g_ptr_array_index (frames, i) = plain;
    }
  return TRUE;
}

static void
respond_frames (SoupServerMessage *message, GPtrArray *frames, gboolean compressed)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  soup_message_headers_replace (headers, "Content-Type", SOHO_PAGES_TYPE);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (compressed)
    soup_message_headers_replace (headers, "Content-Encoding", "zstd");
  for (guint i = 0; i < frames->len; i++)
    soup_message_body_append_bytes (body, g_ptr_array_index (frames, i));
  soup_server_message_set_status (message, 200, NULL);
}

static void
respond_failure (SoupServerMessage *message, const GError *error)
{
  if (g_error_matches (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR))
    soho_respond_error (message, 410, "unknown_cursor", error->message);
  else
    {
      g_warning ("%s", error != NULL ? error->message : "A sealed page is damaged: run “check”.");
      soho_respond_error (message, 503, "unavailable",
                          "The archive cannot be read now: try again later.");
    }
}

/* Whoever was given a role, or lost one, hears of it with the changes that come of it. */
static gboolean
tell_roles (SoupServerMessage *message,
            SohoArchive *archive,
            const SohoIdentity *identity,
            GError **error)
{
  g_auto (GStrv) roles = NULL;
  g_autofree char *granted = NULL;
  g_autofree char *text = NULL;

  if (identity->person == 0)
    return TRUE;
  roles = soho_archive_dup_roles (archive, identity->person, error);
  if (roles == NULL)
    return FALSE;
  granted = g_strjoinv (",", roles);
  text = g_strconcat ("member", *roles != NULL ? "," : "", granted, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                SOHO_ROLES_HEADER, text);
  return TRUE;
}

static void
answer (SoupServerMessage *message,
        SohoArchive *archive,
        const SohoIdentity *identity,
        GHashTable *query)
{
  const char *from = query != NULL ? g_hash_table_lookup (query, "from") : NULL;
  const char *fill = query != NULL ? g_hash_table_lookup (query, "fill") : NULL;
  g_auto (GStrv) fills = fill != NULL && *fill != '\0' ? g_strsplit (fill, ",", MOST_FILLS) : NULL;
  gboolean compressed = accepts_zstd (message);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) frames
      = soho_changes_collect (archive, (const char *const *) identity->audiences,
                              from != NULL ? from : "", (const char *const *) fills, &error);

  if (frames == NULL || !tell_roles (message, archive, identity, &error)
      || (!compressed && !unpack (frames)))
    respond_failure (message, error);
  else if (frames->len == 0)
    soup_server_message_set_status (message, 204, NULL);
  else
    respond_frames (message, frames, compressed);
}

void
soho_route_changes (SoupServer *server,
                    SoupServerMessage *message,
                    const char *path,
                    GHashTable *query,
                    gpointer archive)
{
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;

  if (!g_str_equal (path, SOHO_PATH_CHANGES))
    soho_respond_not_found (message);
  else if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    soho_respond_not_allowed (message, "GET");
  else if (soho_request_identify (message, archive, &identity))
    answer (message, archive, &identity, query);
}
