/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/people-list.h"

#include "store/directory.h"

struct _SohoPeopleList
{
  SohoRecordList parent_instance;

  char *words;
  gint64 category;
  char *commune;
};

G_DEFINE_FINAL_TYPE (SohoPeopleList, soho_people_list, SOHO_TYPE_RECORD_LIST)

static GArray *
soho_people_list_find (SohoRecordList *list, SohoReplica *replica, GError **error)
{
  SohoPeopleList *self = SOHO_PEOPLE_LIST (list);
  SohoPeopleQuery query
      = { .words = self->words, .category = self->category, .commune = self->commune };

  return soho_replica_find_people (replica, &query, error);
}

static void
soho_people_list_finalize (GObject *object)
{
  SohoPeopleList *self = SOHO_PEOPLE_LIST (object);

  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->commune, g_free);
  G_OBJECT_CLASS (soho_people_list_parent_class)->finalize (object);
}

static void
soho_people_list_class_init (SohoPeopleListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_people_list_finalize;
  SOHO_RECORD_LIST_CLASS (klass)->find = soho_people_list_find;
}

static void
soho_people_list_init (SohoPeopleList *self)
{
}

SohoPeopleList *
soho_people_list_new (SohoLibrary *library)
{
  SohoPeopleList *self = g_object_new (SOHO_TYPE_PEOPLE_LIST, NULL);

  soho_record_list_start (SOHO_RECORD_LIST (self), library, "member");
  return self;
}

gboolean
soho_people_list_set_query (SohoPeopleList *self,
                            const char *words,
                            gint64 category,
                            const char *commune)
{
  if (g_strcmp0 (words, self->words) == 0 && category == self->category
      && g_strcmp0 (commune, self->commune) == 0)
    return FALSE;
  g_free (self->words);
  g_free (self->commune);
  self->words = g_strdup (words);
  self->category = category;
  self->commune = g_strdup (commune);
  soho_record_list_refresh (SOHO_RECORD_LIST (self));
  return TRUE;
}
