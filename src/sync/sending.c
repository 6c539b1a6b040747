/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sending.h"

#include "store/apply.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "store/withdraw.h"
#include "store/writer.h"

/* Returns the number of the last one that the request holds. */
static gint64
add_edits (SohoPush *push, GPtrArray *edits)
{
  gint64 upto = 0;

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
  return upto;
}

static gboolean
fill_push (SohoReplica *replica, SohoPush **push, gint64 *before, GError **error)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (replica, SOHO_EDITS_MAX, error);
  gint64 answered, seen;

  if (edits == NULL || !soho_writer_read_count (replica, SOHO_WRITER_ANSWERED, &answered, error)
      || !soho_writer_read_count (replica, SOHO_WRITER_SEEN, &seen, error))
    return FALSE;
  if (edits->len == 0)
    return TRUE;
  *push = soho_push_new (soho_replica_get_model (replica), answered, seen);
  return soho_replica_note_sent (replica, add_edits (*push, edits), before, error);
}

/* After a restore of the server, with what it still knew. NULL on error. */
static char *
dup_path (SohoReplica *replica, GError **error)
{
  gint64 resumed;

  if (!soho_writer_read_count (replica, SOHO_WRITER_RESUMED, &resumed, error))
    return NULL;
  return resumed > 0 ? g_strdup_printf (SOHO_PATH_EDITS "?resumed=%" G_GINT64_FORMAT, resumed - 1)
                     : g_strdup (SOHO_PATH_EDITS);
}

gboolean
soho_sending_make_push (
    SohoReplica *replica, SohoPush **push, char **path, gint64 *before, GError **error)
{
  gint64 person;
  guint writer;
  gboolean done;

  *push = NULL;
  *path = NULL;
  if (!soho_replica_read_writer (replica, &person, &writer, error))
    return FALSE;
  if (writer == 0)
    return TRUE;
  if (!soho_replica_begin (replica, error))
    return FALSE;
  done = fill_push (replica, push, before, error)
         && (*push == NULL || (*path = dup_path (replica, error)) != NULL);
  if (soho_replica_end (replica, done, error))
    return TRUE;
  g_clear_pointer (push, soho_push_free);
  g_clear_pointer (path, g_free);
  return FALSE;
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
  return soho_replica_begin (replica, error)
         && soho_replica_end (
             replica,
             soho_replica_settle (replica, answer->answered, answer->refusals, error)
                 && take_overwritten (replica, answer, error),
             error);
}
