/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/meeting-list.h"

#include "store/agenda.h"

/* A computer that slept wakes with another clock: it is looked at again after this, in seconds. */
#define LONGEST_WAIT_S 900

struct _SohoMeetingList
{
  SohoRecordList parent_instance;

  gint64 now; /* 0: as the clock says */
  char *words;
  gboolean past;
  guint timeout; /* until the next meeting is over */
};

G_DEFINE_FINAL_TYPE (SohoMeetingList, soho_meeting_list, SOHO_TYPE_RECORD_LIST)

static gint64
get_now (SohoMeetingList *self)
{
  return self->now != 0 ? self->now : g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
on_time_passed (gpointer user_data)
{
  SohoMeetingList *self = user_data;

  self->timeout = 0;
  soho_record_list_refresh (SOHO_RECORD_LIST (self));
  return G_SOURCE_REMOVE;
}

static void
wait_for_next_end (SohoMeetingList *self, SohoReplica *replica, gint64 now, GError **error)
{
  gint64 end = soho_replica_get_next_end (replica, now, error);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->now == 0 && end != G_MAXINT64)
    self->timeout
        = g_timeout_add_seconds ((guint) MIN (end - now + 1, LONGEST_WAIT_S), on_time_passed, self);
}

static GArray *
soho_meeting_list_find (SohoRecordList *list, SohoReplica *replica, GError **error)
{
  SohoMeetingList *self = SOHO_MEETING_LIST (list);
  SohoAgendaQuery query = { .words = self->words, .now = get_now (self), .past = self->past };
  g_autoptr (GError) failure = NULL;

  wait_for_next_end (self, replica, query.now, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return soho_replica_find_meetings (replica, &query, error);
}

static void
soho_meeting_list_finalize (GObject *object)
{
  SohoMeetingList *self = SOHO_MEETING_LIST (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (soho_meeting_list_parent_class)->finalize (object);
}

static void
soho_meeting_list_class_init (SohoMeetingListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_meeting_list_finalize;
  SOHO_RECORD_LIST_CLASS (klass)->find = soho_meeting_list_find;
}

static void
soho_meeting_list_init (SohoMeetingList *self)
{
}

SohoMeetingList *
soho_meeting_list_new (SohoLibrary *library, gint64 now)
{
  SohoMeetingList *self = g_object_new (SOHO_TYPE_MEETING_LIST, NULL);

  self->now = now;
  soho_record_list_start (SOHO_RECORD_LIST (self), library, "event");
  return self;
}

gboolean
soho_meeting_list_set_query (SohoMeetingList *self, const char *words, gboolean past)
{
  if (g_strcmp0 (words, self->words) == 0 && past == self->past)
    return FALSE;
  g_free (self->words);
  self->words = g_strdup (words);
  self->past = past;
  soho_record_list_refresh (SOHO_RECORD_LIST (self));
  return TRUE;
}

gboolean
soho_meeting_list_is_over (SohoMeetingList *self, SohoRecord *event)
{
  gint64 start = soho_record_get_integer (event, "start", 0);
  gint64 end = soho_record_get_integer (event, "end", start + SOHO_AGENDA_USUAL_LENGTH_S);

  return end <= get_now (self) || g_strcmp0 (soho_record_get_text (event, "state"), "held") == 0;
}
