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

void
soho_people_query_clear (SohoPeopleQuery *query)
{
  g_free ((char *) query->words);
  g_free ((char *) query->commune);
  g_free ((char *) query->language);
  g_free ((char *) query->open_to);
  g_free ((char *) query->near);
  g_free ((char *) query->within);
  *query = (SohoPeopleQuery){ NULL };
}

void
soho_people_query_assign (SohoPeopleQuery *to, const SohoPeopleQuery *from)
{
  *to = *from;
  to->words = g_strdup (from->words);
  to->commune = g_strdup (from->commune);
  to->language = g_strdup (from->language);
  to->open_to = g_strdup (from->open_to);
  to->near = g_strdup (from->near);
  to->within = g_strdup (from->within);
}

gboolean
soho_people_query_equal (const SohoPeopleQuery *a, const SohoPeopleQuery *b)
{
  return g_strcmp0 (a->words, b->words) == 0 && a->category == b->category
         && g_strcmp0 (a->commune, b->commune) == 0 && a->skill == b->skill
         && g_strcmp0 (a->language, b->language) == 0 && g_strcmp0 (a->open_to, b->open_to) == 0
         && a->favourites_of == b->favourites_of && g_strcmp0 (a->near, b->near) == 0
         && g_strcmp0 (a->within, b->within) == 0;
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
