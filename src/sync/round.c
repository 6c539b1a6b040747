/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "round.h"

#include <glib/gi18n-lib.h>

#include "error-answer.h"
#include "pull.h"
#include "reconcile.h"
#include "sending.h"
#include "store/apply.h"
#include "store/audiences.h"
#include "store/erasure.h"
#include "store/withdraw.h"

/* A thousand refusals with a sentence each are less. */
#define LONGEST_ANSWER (1024 * 1024)

typedef enum
{
  BEGINNING,
  RECONCILING, /* what a server that was put back has forgotten is found out */
  SENDING,
  FOLLOWING,
  DONE,
} Phase;

struct _SohoRound
{
  SohoReplica *replica; /* borrowed */
  Phase phase;
  SohoRoundReport report;
  GError *unsent; /* why what was written here was not taken; NULL while it was */

  /* The request under way: one of push and pull, or neither to reconcile. */
  SohoPush *push;
  SohoPull *pull;
  gint64 sent_before; /* for soho_replica_unsend () */
  gboolean has_left;
  guint status;
  char *content_type;
  GString *text;    /* the body, as far as it is no pages */
  gboolean is_open; /* a transaction of what came down */
};

void
soho_round_request_free (SohoRoundRequest *request)
{
  g_free (request->path);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request);
}

SohoRound *
soho_round_new (SohoReplica *replica)
{
  SohoRound *self = g_new0 (SohoRound, 1);

  self->replica = replica;
  self->text = g_string_new (NULL);
  return self;
}

static void
forget_request (SohoRound *self)
{
  g_clear_pointer (&self->push, soho_push_free);
  g_clear_pointer (&self->pull, soho_pull_free);
  g_clear_pointer (&self->content_type, g_free);
  g_string_truncate (self->text, 0);
}

static void
roll_back (SohoRound *self)
{
  if (self->is_open)
    soho_replica_rollback (self->replica);
  self->is_open = FALSE;
}

void
soho_round_free (SohoRound *self)
{
  roll_back (self);
  forget_request (self);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->unsent);
  g_free (self);
}

const SohoRoundReport *
soho_round_get_report (SohoRound *self)
{
  return &self->report;
}

static SohoRoundRequest *
make_request (SohoRound *self, const char *method, char *path, GBytes *body)
{
  SohoRoundRequest *request = g_new0 (SohoRoundRequest, 1);

  self->report.requests++;
  request->method = method;
  request->path = path;
  request->body = body;
  return request;
}

static SohoRoundRequest *
ask_for_changes (SohoRound *self, GError **error)
{
  g_autofree char *cursor = soho_replica_dup_cursor (self->replica, error);
  g_auto (GStrv) refills = cursor != NULL ? soho_replica_dup_refills (self->replica, error) : NULL;

  if (refills == NULL)
    return NULL;
  self->pull = soho_pull_new (soho_replica_get_model (self->replica), cursor,
                              (const char *const *) refills);
  return make_request (self, "GET", soho_pull_dup_path (self->pull), NULL);
}

/* Where there is nobody to ask for, it is done at once. NULL without error then. */
static SohoRoundRequest *
ask_for_standings (SohoRound *self, GError **error)
{
  char *path;

  if (!soho_reconcile_dup_path (self->replica, &path, error))
    return NULL;
  if (path != NULL)
    return make_request (self, "GET", path, NULL);
  if (soho_reconcile_take_answer (self->replica, NULL, 0, self->report.replaced, error))
    self->phase = SENDING;
  return NULL;
}

static SohoRoundRequest *
send_edits (SohoRound *self, GError **error)
{
  g_autofree char *path = NULL;

  if (!soho_sending_make_push (self->replica, &self->push, &path, &self->sent_before, error))
    return NULL;
  if (self->push != NULL)
    return make_request (self, "POST", g_steal_pointer (&path), soho_push_dup_body (self->push));
  self->phase = FOLLOWING;
  return NULL;
}

static gboolean
begin_round (SohoRound *self, GError **error)
{
  gboolean is_due;

  if (!soho_reconcile_is_due (self->replica, &is_due, error))
    return FALSE;
  self->phase = is_due ? RECONCILING : SENDING;
  return TRUE;
}

SohoRoundRequest *
soho_round_next (SohoRound *self, GError **error)
{
  SohoRoundRequest *request = NULL;
  GError *failure = NULL;

  self->has_left = FALSE;
  if (self->phase == BEGINNING && !begin_round (self, error))
    return NULL;
  if (self->phase == RECONCILING)
    request = ask_for_standings (self, &failure);
  if (request == NULL && failure == NULL && self->phase == SENDING)
    request = send_edits (self, &failure);
  if (request == NULL && failure == NULL && self->phase == FOLLOWING)
    request = ask_for_changes (self, &failure);
  if (request == NULL && failure == NULL)
    failure = g_steal_pointer (&self->unsent);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return request;
}

void
soho_round_begin_again (SohoRound *self)
{
  g_clear_error (&self->unsent);
  self->phase = BEGINNING;
}

void
soho_round_leave (SohoRound *self)
{
  self->has_left = TRUE;
}

/* Whether the answer is no pages. */
static gboolean
is_text (SohoRound *self)
{
  return self->pull == NULL || self->status >= 400;
}

gboolean
soho_round_receive_head (SohoRound *self,
                         guint status,
                         const char *content_type,
                         const char *content_encoding,
                         GError **error)
{
  self->status = status;
  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  if (is_text (self))
    return TRUE;
  if (!soho_pull_receive_head (self->pull, status, content_type, content_encoding, error))
    return FALSE;
  self->report.nothing = soho_pull_had_nothing (self->pull);
  return TRUE;
}

static gboolean
apply_rows (SohoRound *self, const SohoPage *page, GError **error)
{
  const SohoKind *kind;

  if (page->type != SOHO_PAGE_ROWS)
    return TRUE;
  kind = soho_model_find_kind (soho_replica_get_model (self->replica), page->kind);
  if (kind == NULL)
    return TRUE;
  if (page->rows != NULL)
    {
      self->report.rows += page->rows->n;
      if (!soho_replica_apply_rows (self->replica, page->rows, error))
        return FALSE;
    }
  self->report.rows += page->n_deleted;
  if (page->n_deleted > 0
      && !soho_replica_apply_deletions (self->replica, kind, page->deleted, page->n_deleted, error))
    return FALSE;
  return page->n_erased == 0
         || soho_replica_apply_erasures (self->replica, kind, page->erased, page->n_erased, error);
}

/* What the reader is no longer in goes with the cursor that no longer counts it. */
static gboolean
drop_audiences (SohoRound *self, const SohoPage *page, GError **error)
{
  for (char **audience = page->dropped; audience != NULL && *audience != NULL; audience++)
    if (!soho_replica_drop_audience (self->replica, *audience, error))
      return FALSE;
  return TRUE;
}

static gboolean
begin (SohoRound *self, GError **error)
{
  if (!self->is_open)
    self->is_open = soho_replica_begin (self->replica, error);
  return self->is_open;
}

static gboolean
apply_step (SohoRound *self, const SohoPullStep *step, GError **error)
{
  gboolean ends_fill = step->page->type == SOHO_PAGE_END && step->filling;

  if (begin (self, error) && apply_rows (self, step->page, error)
      && drop_audiences (self, step->page, error)
      && (step->cursor == NULL || soho_replica_set_cursor (self->replica, step->cursor, error))
      && (!ends_fill || soho_replica_end_fill (self->replica, error)))
    return TRUE;
  roll_back (self);
  return FALSE;
}

static gboolean
apply_steps (SohoRound *self, GError **error)
{
  SohoPullStep *step;

  while ((step = soho_pull_take_step (self->pull)) != NULL)
    {
      gboolean applied = apply_step (self, step, error);

      soho_pull_step_free (step);
      if (!applied)
        return FALSE;
    }
  return TRUE;
}

/* What was complete is applied, whatever comes after it. */
static gboolean
receive_pages (SohoRound *self, const guint8 *data, gsize length, GError **error)
{
  g_autoptr (GError) damage = NULL;
  gboolean received = soho_pull_receive (self->pull, data, length, &damage);

  if (!apply_steps (self, error))
    return FALSE;
  if (received)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&damage));
  return FALSE;
}

gboolean
soho_round_receive (SohoRound *self, const guint8 *data, gsize length, GError **error)
{
  if (!is_text (self) && self->report.nothing)
    return TRUE;
  if (!is_text (self))
    return receive_pages (self, data, length, error);
  if (self->text->len + length > LONGEST_ANSWER)
    {
      g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE,
                           _ ("The server's answer is far too long. What you wrote is still "
                              "here."));
      return FALSE;
    }
  g_string_append_len (self->text, (const char *) data, (gssize) length);
  return TRUE;
}

static gboolean
take_answer (SohoRound *self, GError **error)
{
  g_autoptr (SohoEditsAnswer) answer = soho_push_read_answer (
      self->push, self->status, self->content_type, self->text->str, self->text->len, error);

  if (answer == NULL || !soho_sending_take_answer (self->replica, answer, error))
    return FALSE;
  self->report.sent += soho_push_get_n_edits (self->push);
  self->report.refused += answer->refusals->len;
  return TRUE;
}

static gboolean
take_standings (SohoRound *self, GError **error)
{
  if (self->status >= 400)
    return soho_error_answer_read (self->status, self->text->str, self->text->len, error);
  if (self->status != 200 || !soho_error_answer_is_of_type (self->content_type, "application/json"))
    return soho_error_answer_fail_not_ours (error);
  return soho_reconcile_take_answer (self->replica, self->text->str, self->text->len,
                                     self->report.replaced, error);
}

gboolean
soho_round_receive_end (SohoRound *self, GError **error)
{
  if (self->push != NULL)
    return take_answer (self, error);
  if (self->pull == NULL)
    return take_standings (self, error);
  if (self->status >= 400)
    return soho_pull_read_error (self->pull, self->status, self->text->str, self->text->len, error);
  return soho_pull_finish (self->pull, error);
}

gboolean
soho_round_has_uncommitted (SohoRound *self)
{
  return self->is_open;
}

gboolean
soho_round_commit (SohoRound *self, GError **error)
{
  if (!self->is_open)
    return TRUE;
  if (!soho_replica_commit (self->replica, error))
    {
      roll_back (self);
      return FALSE;
    }
  self->is_open = FALSE;
  self->report.commits++;
  return TRUE;
}

/* Whoever may not write any more, or finds the server unable to, still reads. */
static gboolean
settle_push (SohoRound *self, GError *failure, GError **error)
{
  if (failure == NULL)
    return TRUE;
  if (!self->has_left)
    soho_replica_unsend (self->replica, self->sent_before, NULL);
  if (failure->domain != SOHO_PROTOCOL_ERROR)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  self->unsent = failure;
  self->phase = FOLLOWING;
  return TRUE;
}

/* If the server's log is another one, what it has forgotten goes up first, and until it has,
 * nothing that is here is taken away. */
static gboolean
settle_pull (SohoRound *self, GError *failure, GError **error)
{
  if (failure == NULL)
    {
      self->phase = DONE;
      return TRUE;
    }
  if (!self->report.replaced
      && g_error_matches (failure, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_UNKNOWN_CURSOR))
    {
      g_error_free (failure);
      g_clear_error (&self->unsent);
      self->report.replaced = TRUE;
      self->phase = RECONCILING;
      return TRUE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
settle_standings (SohoRound *self, GError *failure, GError **error)
{
  if (failure == NULL)
    {
      self->phase = SENDING;
      return TRUE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
soho_round_settle (SohoRound *self, GError *failure, GError **error)
{
  gboolean was_push = self->push != NULL, was_pull = self->pull != NULL;
  g_autoptr (GError) uncommitted = NULL;

  forget_request (self);
  if (!soho_round_commit (self, &uncommitted) && failure == NULL)
    failure = g_steal_pointer (&uncommitted);
  if (was_push)
    return settle_push (self, failure, error);
  return was_pull ? settle_pull (self, failure, error) : settle_standings (self, failure, error);
}
