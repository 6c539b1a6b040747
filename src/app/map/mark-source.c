/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/mark-source.h"

#include "formats/when.h"
#include "lists/meeting-list.h"
#include "model/gazetteer.h"
#include "model/geography.h"

struct _SohoMarkSource
{
  GObject parent_instance;

  SohoLibrary *library;
  SohoRecordList *lists[SOHO_MAP_N_KINDS]; /* NULL for what stands on no stem */
  GArray *marks;                           /* SohoMapMark */
  GStringChunk *names;                     /* of the marks */
  guint refresh_id;                        /* idle */
};

G_DEFINE_FINAL_TYPE (SohoMarkSource, soho_mark_source, G_TYPE_OBJECT)

static guint changed_signal;

const char *
soho_mark_source_get_record_kind (SohoMapKind kind)
{
  switch (kind)
    {
    case SOHO_MAP_TELECENTRES:
      return "telecentre";
    case SOHO_MAP_MEETINGS:
      return "event";
    case SOHO_MAP_OFFERS:
      return "village_offer";
    case SOHO_MAP_PEOPLE:
      return "member";
    case SOHO_MAP_VILLAGES:
    case SOHO_MAP_N_KINDS:
    default:
      return "village";
    }
}

/* In the middle of a commune. FALSE where there is none. */
static gboolean
place_in_commune (SohoMapMark *mark, const char *insee)
{
  const SohoCommune *commune = soho_gazetteer_find (insee);

  if (commune == NULL)
    return FALSE;
  mark->latitude = commune->latitude;
  mark->longitude = commune->longitude;
  return TRUE;
}

static gboolean
place_telecentre (SohoMarkSource *self, SohoRecord *telecentre, SohoMapMark *mark)
{
  const SohoValue *lat = soho_record_get_value (telecentre, "lat");
  const SohoValue *lon = soho_record_get_value (telecentre, "lon");

  if (lat->type != SOHO_VALUE_REAL || lon->type != SOHO_VALUE_REAL)
    return place_in_commune (mark, soho_record_get_text (telecentre, "commune"));
  mark->latitude = lat->real;
  mark->longitude = lon->real;
  return TRUE;
}

static gboolean
place_offer (SohoMarkSource *self, SohoRecord *offer, SohoMapMark *mark)
{
  g_autoptr (SohoRecord) village = NULL;

  if (g_strcmp0 (soho_record_get_text (offer, "state"), "closed") == 0)
    return FALSE;
  village = soho_library_get_record (self->library, "village",
                                     soho_record_get_integer (offer, "village", 0));
  return village != NULL && place_in_commune (mark, soho_record_get_text (village, "commune"));
}

static gboolean
place (SohoMarkSource *self, SohoRecord *record, SohoMapMark *mark)
{
  if (mark->kind == SOHO_MAP_TELECENTRES)
    return place_telecentre (self, record, mark);
  if (mark->kind == SOHO_MAP_OFFERS)
    return place_offer (self, record, mark);
  return g_strcmp0 (soho_record_get_text (record, "state"), "cancelled") != 0
         && place_in_commune (mark, soho_record_get_text (record, "commune"));
}

/* A meeting is told with its day. */
static char *
dup_name (SohoMapKind kind, SohoRecord *record)
{
  g_autofree char *title = soho_record_dup_title (record);
  g_autoptr (GDateTime) start = NULL;
  g_autofree char *day = NULL;

  if (kind != SOHO_MAP_MEETINGS)
    return g_steal_pointer (&title);
  start = g_date_time_new_from_unix_local (soho_record_get_integer (record, "start", 0));
  day = start != NULL ? soho_when_dup_day (start) : g_strdup ("");
  return g_strdup_printf ("%s, %s", title, day);
}

static void
add_marks (SohoMarkSource *self, SohoMapKind kind)
{
  guint n = soho_record_list_get_length (self->lists[kind]);

  for (guint i = 0; i < n && self->marks->len < SOHO_MARKS_MAX; i++)
    {
      g_autoptr (SohoRecord) record = soho_record_list_get (self->lists[kind], i);
      g_autofree char *name = NULL;
      SohoMapMark mark = { .kind = kind, .id = soho_record_get_id (record) };

      if (!place (self, record, &mark))
        continue;
      name = dup_name (kind, record);
      mark.name = g_string_chunk_insert (self->names, name);
      g_array_append_val (self->marks, mark);
    }
}

static void
refresh (SohoMarkSource *self)
{
  g_array_set_size (self->marks, 0);
  g_string_chunk_clear (self->names);
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    if (self->lists[kind] != NULL)
      add_marks (self, kind);
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
on_idle (gpointer user_data)
{
  SohoMarkSource *self = user_data;

  self->refresh_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* A sync changes several lists one after another. */
static void
queue_refresh (SohoMarkSource *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, self, NULL);
}

static void
soho_mark_source_dispose (GObject *object)
{
  SohoMarkSource *self = SOHO_MARK_SOURCE (object);

  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    if (self->lists[kind] != NULL)
      {
        g_signal_handlers_disconnect_by_data (self->lists[kind], self);
        g_clear_object (&self->lists[kind]);
      }
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_mark_source_parent_class)->dispose (object);
}

static void
soho_mark_source_finalize (GObject *object)
{
  SohoMarkSource *self = SOHO_MARK_SOURCE (object);

  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->names, g_string_chunk_free);
  G_OBJECT_CLASS (soho_mark_source_parent_class)->finalize (object);
}

static void
soho_mark_source_class_init (SohoMarkSourceClass *klass)
{
  GObjectClass *object = G_OBJECT_CLASS (klass);

  object->dispose = soho_mark_source_dispose;
  object->finalize = soho_mark_source_finalize;
  changed_signal = g_signal_new ("changed", SOHO_TYPE_MARK_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
soho_mark_source_init (SohoMarkSource *self)
{
  self->marks = g_array_new (FALSE, FALSE, sizeof (SohoMapMark));
  self->names = g_string_chunk_new (1024);
}

SohoMarkSource *
soho_mark_source_new (SohoLibrary *library, SohoRecordList *telecentres)
{
  SohoMarkSource *self = g_object_new (SOHO_TYPE_MARK_SOURCE, NULL);

  self->library = g_object_ref (library);
  self->lists[SOHO_MAP_TELECENTRES] = g_object_ref (telecentres);
  self->lists[SOHO_MAP_MEETINGS] = SOHO_RECORD_LIST (soho_meeting_list_new (library, 0));
  self->lists[SOHO_MAP_OFFERS] = soho_record_list_new (library, "village_offer", NULL, 0);
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    if (self->lists[kind] != NULL)
      g_signal_connect_swapped (self->lists[kind], "items-changed", G_CALLBACK (queue_refresh),
                                self);
  /* An offer stands where its village is, and villages change too. */
  g_signal_connect_object (library, "changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

const SohoMapMark *
soho_mark_source_get (SohoMarkSource *self, gsize *n)
{
  *n = self->marks->len;
  return (const SohoMapMark *) self->marks->data;
}

const char *
soho_mark_source_find_commune (SohoMarkSource *self, SohoMapKind kind, gint64 id)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const SohoMapMark *mark = &g_array_index (self->marks, SohoMapMark, i);

      if (mark->kind == kind && mark->id == id)
        return soho_geography_locate (soho_geography_get_default (), mark->latitude,
                                      mark->longitude);
    }
  return NULL;
}
