/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/people-list.h"

struct _SohoPeopleList
{
  SohoRecordList parent_instance;

  SohoPeopleQuery query; /* its texts are owned */
};

G_DEFINE_FINAL_TYPE (SohoPeopleList, soho_people_list, SOHO_TYPE_RECORD_LIST)

static GArray *
soho_people_list_find (SohoRecordList *list, SohoReplica *replica, GError **error)
{
  return soho_replica_find_people (replica, &SOHO_PEOPLE_LIST (list)->query, error);
}

static void
soho_people_list_finalize (GObject *object)
{
  soho_people_query_clear (&SOHO_PEOPLE_LIST (object)->query);
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
  SohoPeopleQuery query = { .words = words, .category = category, .commune = commune };

  return soho_people_list_ask (self, &query);
}

gboolean
soho_people_list_ask (SohoPeopleList *self, const SohoPeopleQuery *query)
{
  SohoPeopleQuery asked;

  if (soho_people_query_equal (query, &self->query))
    return FALSE;
  soho_people_query_assign (&asked, query);
  soho_people_query_clear (&self->query);
  self->query = asked;
  soho_record_list_refresh (SOHO_RECORD_LIST (self));
  return TRUE;
}
