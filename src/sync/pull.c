/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pull.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error-answer.h"
#include "frames.h"

struct _SohoPull
{
  const SohoModel *model;
  char *cursor;
  char *refills; /* comma-separated, NULL if none */
  gint64 seen;
  char *token; /* of the fill under way */
  SohoFrames *frames;
  SohoPullStep *step; /* the next to be taken, NULL if there is none yet */
  GError *damage;     /* what comes after it is of no use; NULL while all is well */
  gboolean nothing;
  gboolean ended;
};

void
soho_pull_step_free (SohoPullStep *step)
{
  soho_page_free (step->page);
  g_free (step->cursor);
  g_free (step);
}

SohoPull *
soho_pull_new (const SohoModel *model, const char *cursor, const char *const *refills)
{
  SohoPull *self = g_new0 (SohoPull, 1);

  self->model = model;
  self->cursor = g_strdup (cursor);
  /* A first fill brings every kind anyway. */
  if (*cursor != '\0' && refills != NULL && refills[0] != NULL)
    self->refills = g_strjoinv (",", (char **) refills);

  return self;
}

void
soho_pull_free (SohoPull *self)
{
  g_free (self->cursor);
  g_free (self->refills);
  g_free (self->token);
  g_clear_pointer (&self->frames, soho_frames_free);
  g_clear_pointer (&self->step, soho_pull_step_free);
  g_clear_error (&self->damage);
  g_free (self);
}

void
soho_pull_set_seen (SohoPull *self, gint64 seen)
{
  self->seen = seen;
}

char *
soho_pull_dup_path (SohoPull *self)
{
  GString *path = g_string_new (SOHO_PATH_CHANGES "?from=");

  g_string_append_uri_escaped (path, self->cursor, NULL, FALSE);
  if (self->refills != NULL)
    g_string_append_printf (path, "&fill=%s", self->refills);
  if (self->seen > 0)
    g_string_append_printf (path, "&seen=%" G_GINT64_FORMAT, self->seen);
  return g_string_free (path, FALSE);
}

gboolean
soho_pull_receive_head (SohoPull *self,
                        guint status,
                        const char *content_type,
                        const char *content_encoding,
                        GError **error)
{
  gboolean compressed
      = content_encoding != NULL && g_ascii_strcasecmp (content_encoding, "zstd") == 0;

  if (status == 204)
    {
      self->nothing = self->ended = TRUE;
      return TRUE;
    }
  if (status != 200 || !soho_error_answer_is_of_type (content_type, SOHO_PAGES_TYPE)
      || (content_encoding != NULL && !compressed))
    return soho_error_answer_fail_not_ours (error);
  self->frames = soho_frames_new (compressed);
  return TRUE;
}

gboolean
soho_pull_read_error (SohoPull *self, guint status, const char *body, gsize length, GError **error)
{
  return soho_error_answer_read (status, body, length, error);
}

static gboolean
fail_out_of_order (GError **error)
{
  g_set_error_literal (
      error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID,
      _ ("The server sent its pages in an order that makes no sense: tell the association."));
  return FALSE;
}

/* A cut fill goes on from "TOKEN~POSITION" and its begin page repeats the token. */
static gboolean
accept_page (SohoPull *self, SohoPage *page, char **cursor, GError **error)
{
  if (self->ended)
    return fail_out_of_order (error);
  switch (page->type)
    {
    case SOHO_PAGE_BEGIN:
      if (self->token != NULL || strchr (page->token, '~') != NULL)
        return fail_out_of_order (error);
      self->token = g_strdup (page->token);
      break;
    case SOHO_PAGE_ROWS:
      if (page->to == NULL)
        break;
      if (self->token == NULL)
        return fail_out_of_order (error);
      *cursor = g_strconcat (self->token, "~", page->to, NULL);
      break;
    case SOHO_PAGE_END:
      self->ended = TRUE;
      *cursor = g_strdup (page->cursor);
      break;
    }
  return *cursor == NULL || strlen (*cursor) <= SOHO_CURSOR_MAX || fail_out_of_order (error);
}

static gboolean
take_line (SohoPull *self, GBytes *line, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (line, &length);
  g_autoptr (SohoPage) page = soho_page_parse (self->model, text, length, error);
  g_autofree char *cursor = NULL;

  if (page == NULL || !accept_page (self, page, &cursor, error))
    return FALSE;
  self->step = g_new0 (SohoPullStep, 1);
  self->step->filling = self->token != NULL;
  self->step->page = g_steal_pointer (&page);
  self->step->cursor = g_steal_pointer (&cursor);
  return TRUE;
}

/* Makes the next step if what has arrived allows it. One at a time, so that little that unpacks to
 * much stays little. */
static gboolean
advance (SohoPull *self)
{
  g_autoptr (GBytes) line = NULL;

  if (self->damage != NULL)
    return FALSE;
  if (self->step != NULL)
    return TRUE;
  line = soho_frames_pop (self->frames, &self->damage);
  return line != NULL ? take_line (self, line, &self->damage) : self->damage == NULL;
}

static gboolean
fail_damaged (SohoPull *self, GError **error)
{
  g_propagate_error (error, g_error_copy (self->damage));
  return FALSE;
}

gboolean
soho_pull_receive (SohoPull *self, const guint8 *data, gsize length, GError **error)
{
  g_return_val_if_fail (self->frames != NULL, FALSE);

  soho_frames_push (self->frames, data, length);
  return advance (self) || fail_damaged (self, error);
}

SohoPullStep *
soho_pull_take_step (SohoPull *self)
{
  SohoPullStep *step = g_steal_pointer (&self->step);

  if (step != NULL)
    advance (self);
  return step;
}

gboolean
soho_pull_finish (SohoPull *self, GError **error)
{
  if (self->damage != NULL)
    return fail_damaged (self, error);
  if (self->ended && (self->frames == NULL || !soho_frames_has_remainder (self->frames)))
    return TRUE;
  g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_CUT,
                       _ ("The connection broke before everything had arrived. What came is kept; "
                          "the rest follows next time."));
  return FALSE;
}

gboolean
soho_pull_had_nothing (SohoPull *self)
{
  return self->nothing;
}
