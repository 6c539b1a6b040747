/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "push.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "change/edit-line.h"
#include "error-answer.h"
#include "page.h"

/* Edits are added until their lines have about this many bytes; no single one is longer than half
 * of what a request may hold. */
#define TARGET (SOHO_EDITS_LINE_MAX / 2)

#define LEVEL 19

struct _SohoPush
{
  const SohoModel *model;
  gint64 acknowledged;
  gint64 seen;
  GPtrArray *edits; /* SohoEdit */
  gsize size;       /* of their lines */
};

SohoPush *
soho_push_new (const SohoModel *model, gint64 acknowledged, gint64 seen)
{
  SohoPush *self = g_new0 (SohoPush, 1);

  self->model = model;
  self->acknowledged = acknowledged;
  self->seen = seen;
  self->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_edit_free);
  return self;
}

void
soho_push_free (SohoPush *self)
{
  g_ptr_array_unref (self->edits);
  g_free (self);
}

gboolean
soho_push_add (SohoPush *self, SohoEdit *edit)
{
  g_autofree char *line = soho_edit_dup_line (edit);
  gsize size = strlen (line);

  if (self->edits->len > 0 && (self->edits->len >= SOHO_EDITS_MAX || self->size + size > TARGET))
    return FALSE;
  self->size += size;
  g_ptr_array_add (self->edits, edit);
  return TRUE;
}

guint
soho_push_get_n_edits (SohoPush *self)
{
  return self->edits->len;
}

GBytes *
soho_push_dup_body (SohoPush *self)
{
  g_autofree char *line = soho_edits_dup_request (self->edits, self->acknowledged, self->seen);

  return soho_page_compress (line, strlen (line), LEVEL);
}

/* An answer to other edits than these would have the replica forget what nobody has read. */
static gboolean
answers_these (SohoPush *self, const SohoEditsAnswer *answer)
{
  const SohoEdit *first = g_ptr_array_index (self->edits, 0);

  if (answer->answered != first->number + self->edits->len - 1)
    return FALSE;
  for (guint i = 0; i < answer->refusals->len; i++)
    if (((SohoRefusal *) g_ptr_array_index (answer->refusals, i))->number < first->number)
      return FALSE;
  return TRUE;
}

SohoEditsAnswer *
soho_push_read_answer (SohoPush *self,
                       guint status,
                       const char *content_type,
                       const char *body,
                       gsize length,
                       GError **error)
{
  g_autoptr (SohoEditsAnswer) answer = NULL;

  if (status >= 400)
    {
      soho_error_answer_read (status, body, length, error);
      return NULL;
    }
  if (status != 200 || !soho_error_answer_is_of_type (content_type, "application/json"))
    {
      soho_error_answer_fail_not_ours (error);
      return NULL;
    }
  answer = soho_edits_parse_answer (self->model, body, length, error);
  if (answer == NULL || answers_these (self, answer))
    return g_steal_pointer (&answer);
  g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID,
                       _ ("The server answered something that was not asked. All that was written "
                          "here is still here; try again later."));
  return NULL;
}
