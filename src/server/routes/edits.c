/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include "archive/answers.h"
#include "archive/edits.h"
#include "archive/sessions.h"
#include "frames.h"
#include "http/responses.h"
#include "protocol.h"
#include "routes/routes-private.h"

/* How many sign-ins are asked about at once. */
#define MOST_WRITERS 256

/* How many gaps of each are told, the newest. */
#define MOST_GAPS 16

SohoIdentify soho_route_identify = soho_identity_from_message;

/* The one line that the body holds. NULL if it holds none, or more. */
static GBytes *
read_line (SoupServerMessage *message, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *encoding = soup_message_headers_get_one (headers, "Content-Encoding");
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  gboolean compressed = encoding != NULL && g_ascii_strcasecmp (encoding, "zstd") == 0;
  g_autoptr (SohoFrames) frames = soho_frames_new (compressed);
  g_autoptr (GBytes) line = NULL;
  g_autoptr (GError) damage = NULL;

  soho_frames_push (frames, (const guint8 *) body->data, (gsize) body->length);
  if (!compressed)
    soho_frames_push (frames, (const guint8 *) "\n", 1);
  line = soho_frames_pop (frames, &damage);
  if (line != NULL && !soho_frames_has_remainder (frames))
    return g_steal_pointer (&line);
  if (g_error_matches (damage, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE))
    g_set_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE,
                 "These are too many edits: send %d bytes at a time.", SOHO_EDITS_LINE_MAX);
  else
    g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID,
                         "This is not one line of edits.");
  return NULL;
}

static SohoEditsRequest *
read_request (SoupServerMessage *message, SohoArchive *archive, GError **error)
{
  g_autoptr (GBytes) line = read_line (message, error);

  return line != NULL ? soho_edits_parse_request (soho_archive_get_model (archive),
                                                  g_bytes_get_data (line, NULL),
                                                  g_bytes_get_size (line), error)
                      : NULL;
}

static void
respond_failure (SoupServerMessage *message, const GError *error)
{
  if (g_error_matches (error, SOHO_IDENTITY_ERROR, SOHO_IDENTITY_ERROR_SIGNED_OUT))
    soho_respond_error (message, 401, "signed_out", error->message);
  else if (g_error_matches (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE))
    soho_respond_error (message, 413, "too_many", error->message);
  else if (error->domain == SOHO_PROTOCOL_ERROR)
    soho_respond_error (message, 400, "malformed", error->message);
  else if (g_error_matches (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_OUT_OF_ORDER))
    soho_respond_error (message, 409, "out_of_order", error->message);
  else if (g_error_matches (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_COPIED_REPLICA))
    soho_respond_error (message, 409, "copied_replica", error->message);
  else
    {
      g_warning ("%s", error->message);
      soho_respond_error (message, 503, "unavailable",
                          "The archive cannot be written now: try again later.");
    }
}

/* Whether the replica goes on after a restore, and behind which number. */
static void
read_resumption (GHashTable *query, SohoEditsRequest *request)
{
  const char *text = query != NULL ? g_hash_table_lookup (query, "resumed") : NULL;

  if (request != NULL && text != NULL)
    request->resumes = g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &request->resumed, NULL);
}

static void
answer (SoupServerMessage *message,
        SohoArchive *archive,
        const SohoIdentity *identity,
        GHashTable *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoEditsRequest) request = read_request (message, archive, &error);
  g_autoptr (SohoEditsAnswer) answered = NULL;

  read_resumption (query, request);
  answered = request != NULL ? soho_edits_apply (archive, identity, request, &error) : NULL;

  if (answered == NULL)
    respond_failure (message, error);
  else
    soho_respond_json (message, 200, soho_edits_dup_answer (answered));
}

static gboolean
append_gaps (GString *json, SohoArchive *archive, guint writer, GError **error)
{
  g_autoptr (GArray) gaps = soho_answers_list_gaps (archive, writer, MOST_GAPS, error);

  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i == 0 ? ",\"gaps\":[" : ",",
                            g_array_index (gaps, gint64, i));
  if (gaps != NULL && gaps->len > 0)
    g_string_append_c (json, ']');
  return gaps != NULL;
}

/* Of the asker's own sign-ins; all others have never been heard of. */
static gboolean
append_standing (
    GString *json, SohoArchive *archive, gint64 person, const char *text, GError **error)
{
  gint64 writer, last = 0, acknowledged;
  gboolean is_own;

  if (!g_ascii_string_to_signed (text, 10, 1, SOHO_WRITER_MAX, &writer, NULL))
    return TRUE;
  if (!soho_archive_owns_writer (archive, person, (guint) writer, &is_own, error)
      || (is_own
          && !soho_answers_read_writer (archive, (guint) writer, &last, &acknowledged, error)))
    return FALSE;
  g_string_append_printf (json, "%s{\"writer\":%" G_GINT64_FORMAT ",\"last\":%" G_GINT64_FORMAT,
                          json->str[json->len - 1] == '[' ? "" : ",", writer, last);
  if (is_own && !append_gaps (json, archive, (guint) writer, error))
    return FALSE;
  g_string_append_c (json, '}');
  return TRUE;
}

static void
answer_standings (SoupServerMessage *message,
                  SohoArchive *archive,
                  const SohoIdentity *identity,
                  GHashTable *query)
{
  const char *text = query != NULL ? g_hash_table_lookup (query, "writers") : NULL;
  g_auto (GStrv) writers = g_strsplit (text != NULL ? text : "", ",", MOST_WRITERS + 1);
  g_autoptr (GString) json = g_string_new ("{\"standings\":[");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; writers[i] != NULL && i < MOST_WRITERS; i++)
    if (!append_standing (json, archive, identity->person, writers[i], &error))
      {
        respond_failure (message, error);
        return;
      }
  g_string_append (json, "]}");
  soho_respond_json (message, 200, g_string_free (g_steal_pointer (&json), FALSE));
}

void
soho_route_edits (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer archive)
{
  const char *method = soup_server_message_get_method (message);
  g_auto (SohoIdentity) identity = { 0 };
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (path, SOHO_PATH_EDITS))
    soho_respond_not_found (message);
  else if (method != SOUP_METHOD_POST && method != SOUP_METHOD_GET)
    soho_respond_not_allowed (message, "GET, POST");
  else if (!soho_route_identify (message, archive, &identity, &error))
    respond_failure (message, error);
  else if (identity.person == 0)
    soho_respond_error (message, 401, "signed_out", "Sign in to write.");
  else if (method == SOUP_METHOD_GET)
    answer_standings (message, archive, &identity, query);
  else
    answer (message, archive, &identity, query);
}
