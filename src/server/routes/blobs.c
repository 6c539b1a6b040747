/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include <string.h>

#include "archive/blobs.h"
#include "blob.h"
#include "formats/picture.h"
#include "protocol.h"
#include "http/responses.h"

/* Whether everybody may read the record and it shows the blob. */
static gboolean
may_see (SohoArchive *archive,
         const SohoKind *kind,
         gint64 id,
         const char *name,
         gboolean *may,
         GError **error)
{
  g_autofree char *audience = NULL;
  g_autoptr (SohoRecord) record = NULL;
  g_autoptr (GError) failure = NULL;

  *may = FALSE;
  if (!soho_archive_read_audience (archive, id, &audience, error))
    return FALSE;
  if (g_strcmp0 (audience, SOHO_AUDIENCE_PUBLIC) != 0)
    return TRUE;
  record = soho_archive_get (archive, kind, id, &failure);
  if (!soho_database_settle (&failure, error))
    return FALSE;
  for (guint i = 0; record != NULL && kind->fields[i].name != NULL; i++)
    {
      const SohoValue *value = &soho_record_get_values (record)[i];

      if (kind->fields[i].type == SOHO_FIELD_BLOB && value->type == SOHO_VALUE_TEXT
          && g_str_equal (value->text, name))
        *may = TRUE;
    }
  return TRUE;
}

/* Reads KIND:ID. NULL if it could name no record. */
static const SohoKind *
parse_of (SohoArchive *archive, const char *of, gint64 *id)
{
  g_auto (GStrv) parts = g_strsplit (of, ":", 2);

  if (parts[0] == NULL || parts[1] == NULL
      || !g_ascii_string_to_signed (parts[1], 10, 1, SOHO_ID_MAX, id, NULL))
    return NULL;
  return soho_model_find_kind (soho_archive_get_model (archive), parts[0]);
}

/* The blob that path and query ask for; NULL without error if the asker is to hear of none. */
static GBytes *
find_blob (SohoArchive *archive, const char *name, GHashTable *query, GError **error)
{
  const char *of = query != NULL ? g_hash_table_lookup (query, "of") : NULL;
  const SohoKind *kind;
  gboolean may;
  gint64 id;

  if (of == NULL || !soho_blob_is_name (name))
    return NULL;
  kind = parse_of (archive, of, &id);
  if (kind == NULL || !may_see (archive, kind, id, name, &may, error) || !may)
    return NULL;
  return soho_archive_get_blob (archive, name, error);
}

/* Whether the asker has it already. */
static gboolean
names_tag (SoupServerMessage *message, const char *tag)
{
  const char *header = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "If-None-Match");
  g_auto (GStrv) tags = header != NULL ? g_strsplit (header, ",", -1) : NULL;

  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      const char *known = g_strstrip (tags[i]);

      if (g_str_has_prefix (known, "W/"))
        known += 2;
      if (g_str_equal (known, tag) || g_str_equal (known, "*"))
        return TRUE;
    }
  return FALSE;
}

static void
respond_blob (SoupServerMessage *message, const char *name, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *tag = g_strdup_printf ("\"%s\"", name);
  const char *type = "application/octet-stream";
  SohoPicture picture;

  soup_message_headers_replace (headers, "ETag", tag);
  soup_message_headers_replace (headers, "Cache-Control", "private, max-age=31536000, immutable");
  if (names_tag (message, tag))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
      return;
    }
  if (soho_picture_read (bytes, &picture, NULL))
    type = soho_picture_format_get_type (picture.format);
  soup_message_headers_replace (headers, "Content-Type", type);
  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  if (soup_server_message_get_method (message) == SOUP_METHOD_HEAD)
    soup_message_headers_set_content_length (headers, (goffset) g_bytes_get_size (bytes));
  else
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
}

static void
answer (SoupServerMessage *message, SohoArchive *archive, const char *name, GHashTable *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = find_blob (archive, name, query, &error);

  if (error != NULL)
    {
      g_warning ("%s", error->message);
      soho_respond_error (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "unavailable",
                          "The archive cannot be read now: try again later.");
    }
  else if (bytes == NULL)
    soho_respond_not_found (message);
  else
    respond_blob (message, name, bytes);
}

void
soho_route_blobs (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer archive)
{
  const char *method = soup_server_message_get_method (message);

  if (!g_str_has_prefix (path, SOHO_PATH_BLOBS "/"))
    soho_respond_not_found (message);
  else if (method != SOUP_METHOD_GET && method != SOUP_METHOD_HEAD)
    soho_respond_not_allowed (message, "GET, HEAD");
  else
    answer (message, archive, path + strlen (SOHO_PATH_BLOBS "/"), query);
}
