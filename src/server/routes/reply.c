/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/reply.h"

#include <string.h>

#include "archive/accounts.h"
#include "archive/answers.h"
#include "archive/changes.h"
#include "archive/edits.h"
#include "archive/sessions.h"
#include "frames.h"
#include "http/responses.h"
#include "page.h"

/* More kinds than any model of ours has. */
#define MOST_FILLS 64

/* How many sign-ins are asked about at once. */
#define MOST_WRITERS 256

/* How many gaps of each are told, the newest. */
#define MOST_GAPS 16

static SohoReply *
reply_new (guint status, const char *content_type)
{
  SohoReply *reply = g_new0 (SohoReply, 1);

  reply->status = status;
  reply->content_type = content_type;
  reply->body = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return reply;
}

void
soho_reply_free (SohoReply *reply)
{
  g_ptr_array_unref (reply->body);
  g_free (reply->roles);
  g_free (reply);
}

/* json: taken. */
static SohoReply *
reply_json (guint status, char *json)
{
  SohoReply *reply = reply_new (status, "application/json");

  g_ptr_array_add (reply->body, g_bytes_new_take (json, strlen (json)));
  return reply;
}

static SohoReply *
reply_error (guint status, const char *code, const char *text)
{
  return reply_json (status, soho_error_body (code, text));
}

/* The world failed, and whoever looks after the server is told how. */
static SohoReply *
reply_unavailable (const GError *error, const char *text)
{
  g_warning ("%s", error != NULL ? error->message : "A sealed page is damaged: run “check”.");
  return reply_error (503, "unavailable", text);
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

/* Whoever was given a role, or lost one, hears of it with the changes that come of it. */
static gboolean
tell_roles (SohoReply *reply, SohoArchive *archive, const SohoIdentity *identity, GError **error)
{
  g_auto (GStrv) roles = NULL;
  g_autofree char *granted = NULL;

  if (identity->person == 0)
    return TRUE;
  roles = soho_archive_dup_roles (archive, identity->person, error);
  if (roles == NULL)
    return FALSE;
  granted = g_strjoinv (",", roles);
  reply->roles = g_strconcat ("member", *roles != NULL ? "," : "", granted, NULL);
  return TRUE;
}

SohoReply *
soho_reply_to_changes (SohoArchive *archive,
                       const SohoIdentity *identity,
                       const char *from,
                       const char *fill,
                       gboolean compressed)
{
  g_auto (GStrv) fills = fill != NULL && *fill != '\0' ? g_strsplit (fill, ",", MOST_FILLS) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) frames
      = soho_changes_collect (archive, (const char *const *) identity->audiences,
                              from != NULL ? from : "", (const char *const *) fills, &error);
  g_autoptr (SohoReply) reply = NULL;

  if (g_error_matches (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR))
    return reply_error (410, "unknown_cursor", error->message);
  if (frames == NULL || (!compressed && !unpack (frames)))
    return reply_unavailable (error, "The archive cannot be read now: try again later.");
  reply = frames->len > 0 ? reply_new (200, SOHO_PAGES_TYPE) : reply_new (204, NULL);
  if (!tell_roles (reply, archive, identity, &error))
    return reply_unavailable (error, "The archive cannot be read now: try again later.");
  reply->compressed = compressed && frames->len > 0;
  g_ptr_array_extend_and_steal (reply->body, g_steal_pointer (&frames));
  return g_steal_pointer (&reply);
}

/* The one line that the body holds. NULL if it holds none, or more. */
static GBytes *
read_line (const char *encoding, const guint8 *body, gsize length, GError **error)
{
  gboolean compressed = encoding != NULL && g_ascii_strcasecmp (encoding, "zstd") == 0;
  g_autoptr (SohoFrames) frames = soho_frames_new (compressed);
  g_autoptr (GBytes) line = NULL;
  g_autoptr (GError) damage = NULL;

  soho_frames_push (frames, body, length);
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

static SohoReply *
reply_not_done (const GError *error)
{
  if (g_error_matches (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE))
    return reply_error (413, "too_many", error->message);
  if (error->domain == SOHO_PROTOCOL_ERROR)
    return reply_error (400, "malformed", error->message);
  if (g_error_matches (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_OUT_OF_ORDER))
    return reply_error (409, "out_of_order", error->message);
  if (g_error_matches (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_COPIED_REPLICA))
    return reply_error (409, "copied_replica", error->message);
  return reply_unavailable (error, "The archive cannot be written now: try again later.");
}

/* Whether the replica goes on after a restore, and behind which number. */
static void
read_resumption (const char *resumed, SohoEditsRequest *request)
{
  if (request != NULL && resumed != NULL)
    request->resumes
        = g_ascii_string_to_signed (resumed, 10, 0, G_MAXINT64, &request->resumed, NULL);
}

SohoReply *
soho_reply_to_edits (SohoArchive *archive,
                     const SohoIdentity *identity,
                     const char *resumed,
                     const char *encoding,
                     const guint8 *body,
                     gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) line = NULL;
  g_autoptr (SohoEditsRequest) request = NULL;
  g_autoptr (SohoEditsAnswer) answer = NULL;

  if (identity->person == 0)
    return reply_error (401, "signed_out", "Sign in to write.");
  line = read_line (encoding, body, length, &error);
  if (line != NULL)
    request
        = soho_edits_parse_request (soho_archive_get_model (archive), g_bytes_get_data (line, NULL),
                                    g_bytes_get_size (line), &error);
  read_resumption (resumed, request);
  if (request != NULL)
    answer = soho_edits_apply (archive, identity, request, &error);
  return answer != NULL ? reply_json (200, soho_edits_dup_answer (answer)) : reply_not_done (error);
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

SohoReply *
soho_reply_to_standings (SohoArchive *archive, const SohoIdentity *identity, const char *writers)
{
  g_auto (GStrv) numbers = g_strsplit (writers != NULL ? writers : "", ",", MOST_WRITERS + 1);
  g_autoptr (GString) json = g_string_new ("{\"standings\":[");
  g_autoptr (GError) error = NULL;

  if (identity->person == 0)
    return reply_error (401, "signed_out", "Sign in to write.");
  for (guint i = 0; numbers[i] != NULL && i < MOST_WRITERS; i++)
    if (!append_standing (json, archive, identity->person, numbers[i], &error))
      return reply_unavailable (error, "The archive cannot be read now: try again later.");
  g_string_append (json, "]}");
  return reply_json (200, g_string_free (g_steal_pointer (&json), FALSE));
}
