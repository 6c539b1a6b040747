/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sending.h"

#include <glib/gi18n-lib.h>

#include "push.h"
#include "store/apply.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "store/withdraw.h"
#include "store/writer.h"
#include "sync-private.h"

/* A thousand refusals with a sentence each are less. */
#define LONGEST_ANSWER (1024 * 1024)

typedef struct
{
  SohoReplica *replica;
  SoupSession *session;
  const char *server;
  const char *token;
  GCancellable *cancellable;
  SohoSyncReport *report;
  gint64 sent_before; /* the last edit that was in a request before this one */
  gboolean left;      /* something of this request may have reached the server */
} Sending;

static SohoPush *
fill_push (Sending *self, GError **error)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (self->replica, SOHO_EDITS_MAX, error);
  g_autoptr (SohoPush) push = NULL;
  gint64 answered, seen, upto = 0;

  if (edits == NULL || edits->len == 0
      || !soho_writer_read_count (self->replica, SOHO_WRITER_ANSWERED, &answered, error)
      || !soho_writer_read_count (self->replica, SOHO_WRITER_SEEN, &seen, error))
    return NULL;
  push = soho_push_new (soho_replica_get_model (self->replica), answered, seen);
  while (edits->len > 0)
    {
      SohoEdit *edit = g_ptr_array_steal_index (edits, 0);

      if (!soho_push_add (push, edit))
        {
          soho_edit_free (edit);
          break;
        }
      upto = edit->number;
    }
  return soho_replica_note_sent (self->replica, upto, &self->sent_before, error)
             ? g_steal_pointer (&push)
             : NULL;
}

/* A request of what waits, or of as much of it as one may hold; NULL without error if nothing does.
 * From now on none of it can be withdrawn without the server's hearing of it. */
static SohoPush *
make_push (Sending *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SohoPush) push = NULL;

  if (!soho_replica_begin (self->replica, error))
    return NULL;
  push = fill_push (self, &failure);
  if (soho_replica_end (self->replica, failure == NULL, failure == NULL ? error : NULL))
    return g_steal_pointer (&push);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static void
count_bytes (Sending *self, SoupMessage *message)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);

  if (metrics == NULL)
    return;
  self->report->bytes_up += soup_message_metrics_get_request_header_bytes_sent (metrics)
                            + soup_message_metrics_get_request_body_bytes_sent (metrics);
  self->report->bytes_down += soup_message_metrics_get_response_header_bytes_received (metrics)
                              + soup_message_metrics_get_response_body_bytes_received (metrics);
}

/* The answer's body, with a NUL after it; NULL on error. */
static char *
read_body (Sending *self, SoupMessage *message, gsize *length, GError **error)
{
  g_autoptr (GInputStream) stream
      = soup_session_send (self->session, message, self->cancellable, error);
  g_autofree char *body = g_malloc (LONGEST_ANSWER + 1);

  if (stream == NULL
      || !g_input_stream_read_all (stream, body, LONGEST_ANSWER + 1, length, self->cancellable,
                                   error))
    return NULL;
  if (*length <= LONGEST_ANSWER)
    {
      body[*length] = '\0';
      return g_steal_pointer (&body);
    }
  g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE,
                       _ ("The server's answer is far too long. What you wrote is still here."));
  return NULL;
}

/* After a restore of the server, with what it still knew. NULL on error. */
static char *
dup_path (Sending *self, GError **error)
{
  gint64 resumed;

  if (!soho_writer_read_count (self->replica, SOHO_WRITER_RESUMED, &resumed, error))
    return NULL;
  return resumed > 0 ? g_strdup_printf (SOHO_PATH_EDITS "?resumed=%" G_GINT64_FORMAT, resumed - 1)
                     : g_strdup (SOHO_PATH_EDITS);
}

/* There is a connection, and what follows goes over it. */
static void
on_starting (SoupMessage *message, Sending *self)
{
  self->left = TRUE;
}

static SohoEditsAnswer *
ask (Sending *self, SohoPush *push, GError **error)
{
  g_autofree char *path = dup_path (self, error);
  g_autoptr (SoupMessage) message
      = path != NULL ? soho_sync_new_message (SOUP_METHOD_POST, self->server, path, self->token)
                     : NULL;
  g_autoptr (GBytes) request = soho_push_dup_body (push);
  g_autofree char *body = NULL;
  gsize length;

  if (message == NULL)
    return NULL;

  soup_message_set_request_body_from_bytes (message, SOHO_EDITS_TYPE, request);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Content-Encoding",
                                "zstd");
  self->report->requests++;
  self->left = FALSE;
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), self);
  body = read_body (self, message, &length, error);
  count_bytes (self, message);
  if (body == NULL)
    return NULL;
  return soho_push_read_answer (
      push, soup_message_get_status (message),
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Content-Type"),
      body, length, error);
}

static gboolean
take_overwritten (Sending *self, const SohoEditsAnswer *answer, GError **error)
{
  gint64 seen;

  if (!soho_writer_read_count (self->replica, SOHO_WRITER_SEEN, &seen, error))
    return FALSE;
  for (guint i = 0; i < answer->overwritten->len; i++)
    {
      const SohoOverwritten *overwritten = g_ptr_array_index (answer->overwritten, i);

      /* Those before were taken with an answer whose acknowledgement is still on its way. */
      if (overwritten->entry <= seen)
        continue;
      seen = overwritten->entry;
      if (overwritten->edit != NULL
          && !soho_replica_take_overwritten (self->replica, overwritten->edit, error))
        return FALSE;
    }
  return soho_writer_set_count (self->replica, SOHO_WRITER_SEEN, seen, error);
}

static gboolean
take_answer (Sending *self, const SohoEditsAnswer *answer, GError **error)
{
  if (!soho_replica_begin (self->replica, error))
    return FALSE;
  if (soho_replica_settle (self->replica, answer->answered, answer->refusals, error)
      && take_overwritten (self, answer, error) && soho_replica_commit (self->replica, error))
    {
      self->report->refused += answer->refusals->len;
      return TRUE;
    }
  soho_replica_rollback (self->replica);
  return FALSE;
}

/* One request and its answer. *more: whether there was anything to send. */
static gboolean
send_once (Sending *self, gboolean *more, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SohoPush) push = make_push (self, &failure);
  g_autoptr (SohoEditsAnswer) answer = NULL;

  *more = push != NULL;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (push == NULL)
    return TRUE;
  answer = ask (self, push, error);
  if (answer == NULL && !self->left)
    soho_replica_unsend (self->replica, self->sent_before, NULL);
  if (answer == NULL || !take_answer (self, answer, error))
    return FALSE;
  self->report->sent += soho_push_get_n_edits (push);
  return TRUE;
}

gboolean
soho_sending_run (SohoReplica *replica,
                  SoupSession *session,
                  const char *server,
                  const char *token,
                  GCancellable *cancellable,
                  SohoSyncReport *report,
                  GError **error)
{
  Sending self = { .replica = replica,
                   .session = session,
                   .server = server,
                   .token = token,
                   .cancellable = cancellable,
                   .report = report };
  gboolean more = TRUE;
  gint64 person;
  guint writer;

  if (!soho_replica_read_writer (replica, &person, &writer, error))
    return FALSE;
  while (writer != 0 && more)
    if (!send_once (&self, &more, error))
      return FALSE;
  return TRUE;
}
