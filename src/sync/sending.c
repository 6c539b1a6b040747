/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sending.h"

#include "store/apply.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "store/writer.h"

static void
add_edits (SohoPush *push, GPtrArray *edits)
{
  while (edits->len > 0)
    {
      SohoEdit *edit = g_ptr_array_steal_index (edits, 0);

      if (soho_push_add (push, edit))
        continue;
      soho_edit_free (edit);
      return;
    }
}

gboolean
soho_sending_make_push (SohoReplica *replica, SohoPush **push, GError **error)
{
  g_autoptr (GPtrArray) edits = NULL;
  gint64 person, answered, seen;
  guint writer;

  *push = NULL;
  if (!soho_replica_read_writer (replica, &person, &writer, error))
    return FALSE;
  if (writer == 0)
    return TRUE;
  edits = soho_replica_list_outbox (replica, SOHO_EDITS_MAX, error);
  if (edits == NULL || !soho_writer_read_count (replica, SOHO_WRITER_ANSWERED, &answered, error)
      || !soho_writer_read_count (replica, SOHO_WRITER_SEEN, &seen, error))
    return FALSE;
  if (edits->len == 0)
    return TRUE;
  *push = soho_push_new (soho_replica_get_model (replica), answered, seen);
  add_edits (*push, edits);
  return TRUE;
}

static gboolean
take_overwritten (SohoReplica *replica, const SohoEditsAnswer *answer, GError **error)
{
  gint64 seen;

  if (!soho_writer_read_count (replica, SOHO_WRITER_SEEN, &seen, error))
    return FALSE;
  for (guint i = 0; i < answer->overwritten->len; i++)
    {
      const SohoOverwritten *overwritten = g_ptr_array_index (answer->overwritten, i);

      /* Those before were taken with an answer whose acknowledgement is still on its way. */
      if (overwritten->entry <= seen)
        continue;
      seen = overwritten->entry;
      if (overwritten->edit != NULL
          && !soho_replica_take_overwritten (replica, overwritten->edit, error))
        return FALSE;
    }
  return soho_writer_set_count (replica, SOHO_WRITER_SEEN, seen, error);
}

gboolean
soho_sending_take_answer (SohoReplica *replica, const SohoEditsAnswer *answer, GError **error)
{
  if (!soho_replica_begin (replica, error))
    return FALSE;
  if (soho_replica_settle (replica, answer->answered, answer->refusals, error)
      && take_overwritten (replica, answer, error) && soho_replica_commit (replica, error))
    return TRUE;
  soho_replica_rollback (replica);
  return FALSE;
}
