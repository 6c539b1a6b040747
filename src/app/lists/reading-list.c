/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/reading-list.h"

#include "store/reading.h"

struct _SohoReadingList
{
  SohoRecordList parent_instance;

  SohoLibrary *library;
  char *words;
  GHashTable *episodes; /* ids of all episodes ever listed: an id never changes its kind */
};

G_DEFINE_FINAL_TYPE (SohoReadingList, soho_reading_list, SOHO_TYPE_RECORD_LIST)

static GArray *
soho_reading_list_find (SohoRecordList *list, SohoReplica *replica, GError **error)
{
  SohoReadingList *self = SOHO_READING_LIST (list);
  g_autoptr (GArray) hits = soho_replica_find_reading (replica, self->words, error);
  GArray *ids;

  if (hits == NULL)
    return NULL;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), hits->len);
  for (guint i = 0; i < hits->len; i++)
    {
      SohoReadingHit *hit = &g_array_index (hits, SohoReadingHit, i);

      if (hit->is_episode)
        g_hash_table_add (self->episodes, g_memdup2 (&hit->id, sizeof hit->id));
      g_array_append_val (ids, hit->id);
    }
  return ids;
}

static const SohoKind *
soho_reading_list_get_kind (SohoRecordList *list, gint64 id)
{
  SohoReadingList *self = SOHO_READING_LIST (list);
  gboolean is_episode = g_hash_table_contains (self->episodes, &id);

  return soho_library_get_kind (self->library, is_episode ? "episode" : "guide");
}

static void
soho_reading_list_finalize (GObject *object)
{
  SohoReadingList *self = SOHO_READING_LIST (object);

  g_clear_object (&self->library);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->episodes, g_hash_table_unref);
  G_OBJECT_CLASS (soho_reading_list_parent_class)->finalize (object);
}

static void
soho_reading_list_class_init (SohoReadingListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_reading_list_finalize;
  SOHO_RECORD_LIST_CLASS (klass)->find = soho_reading_list_find;
  SOHO_RECORD_LIST_CLASS (klass)->get_kind = soho_reading_list_get_kind;
}

static void
soho_reading_list_init (SohoReadingList *self)
{
  self->episodes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

SohoReadingList *
soho_reading_list_new (SohoLibrary *library)
{
  SohoReadingList *self = g_object_new (SOHO_TYPE_READING_LIST, NULL);

  self->library = g_object_ref (library);
  soho_record_list_start (SOHO_RECORD_LIST (self), library, "guide");
  return self;
}

gboolean
soho_reading_list_set_words (SohoReadingList *self, const char *words)
{
  if (g_strcmp0 (words, self->words) == 0)
    return FALSE;
  g_free (self->words);
  self->words = g_strdup (words);
  soho_record_list_refresh (SOHO_RECORD_LIST (self));
  return TRUE;
}

gboolean
soho_reading_list_has_words (SohoReadingList *self)
{
  return self->words != NULL && *self->words != '\0';
}
