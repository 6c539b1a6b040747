/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/search-list.h"

#include "store/listing.h"

struct _SohoSearchList
{
  SohoRecordList parent_instance;

  const SohoKind *kind;
  const SohoKind *part; /* NULL for none */
  char **order;         /* NULL for that of ids */
  char *words;
};

G_DEFINE_FINAL_TYPE (SohoSearchList, soho_search_list, SOHO_TYPE_RECORD_LIST)

static GArray *
soho_search_list_find (SohoRecordList *list, SohoReplica *replica, GError **error)
{
  SohoSearchList *self = SOHO_SEARCH_LIST (list);
  SohoListing listing = { .kind = self->kind,
                          .words = self->words,
                          .order = (const char *const *) self->order,
                          .part = self->part };

  return soho_replica_find_records (replica, &listing, error);
}

static void
soho_search_list_finalize (GObject *object)
{
  SohoSearchList *self = SOHO_SEARCH_LIST (object);

  g_clear_pointer (&self->order, g_strfreev);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (soho_search_list_parent_class)->finalize (object);
}

static void
soho_search_list_class_init (SohoSearchListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_search_list_finalize;
  SOHO_RECORD_LIST_CLASS (klass)->find = soho_search_list_find;
}

static void
soho_search_list_init (SohoSearchList *self)
{
}

SohoSearchList *
soho_search_list_new (SohoLibrary *library,
                      const char *kind,
                      const char *const *order,
                      const char *part)
{
  SohoSearchList *self = g_object_new (SOHO_TYPE_SEARCH_LIST, NULL);

  self->kind = soho_library_get_kind (library, kind);
  self->part = part != NULL ? soho_library_get_kind (library, part) : NULL;
  self->order = g_strdupv ((char **) order);
  soho_record_list_start (SOHO_RECORD_LIST (self), library, kind);
  return self;
}

gboolean
soho_search_list_set_words (SohoSearchList *self, const char *words)
{
  if (g_strcmp0 (words, self->words) == 0)
    return FALSE;
  g_free (self->words);
  self->words = g_strdup (words);
  soho_record_list_refresh (SOHO_RECORD_LIST (self));
  return TRUE;
}
