/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/commune-list.h"

#include <string.h>

#include "lists/key-splice.h"

struct _SohoCommuneItem
{
  GObject parent_instance;

  const SohoCommune *commune;
  guint people;
  gboolean partner;
};

G_DEFINE_FINAL_TYPE (SohoCommuneItem, soho_commune_item, G_TYPE_OBJECT)

static guint refreshed_signal;

enum
{
  PROP_PEOPLE = 1,
  PROP_PARTNER,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
soho_commune_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  SohoCommuneItem *self = SOHO_COMMUNE_ITEM (object);

  switch (id)
    {
    case PROP_PEOPLE:
      g_value_set_uint (value, self->people);
      break;
    case PROP_PARTNER:
      g_value_set_boolean (value, self->partner);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
soho_commune_item_class_init (SohoCommuneItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = soho_commune_item_get_property;
  props[PROP_PEOPLE] = g_param_spec_uint ("people", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_PARTNER] = g_param_spec_boolean ("partner", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
soho_commune_item_init (SohoCommuneItem *self)
{
}

const SohoCommune *
soho_commune_item_get_commune (SohoCommuneItem *self)
{
  return self->commune;
}

guint
soho_commune_item_get_people (SohoCommuneItem *self)
{
  return self->people;
}

gboolean
soho_commune_item_get_partner (SohoCommuneItem *self)
{
  return self->partner;
}

struct _SohoCommuneList
{
  GObject parent_instance;

  SohoLibrary *library;
  SohoPeopleQuery query; /* its texts are owned */

  GArray *keys;        /* gint64: INSEE codes as numbers, in the order shown */
  GHashTable *items;   /* key → SohoCommuneItem, owned; also those not shown now */
  GPtrArray *villages; /* INSEE codes, of the gazetteer; ends with NULL */
  guint people;
};

static void list_model_interface_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoCommuneList,
                               soho_commune_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_interface_init))

static GType
soho_commune_list_get_item_type (GListModel *model)
{
  return SOHO_TYPE_COMMUNE_ITEM;
}

static guint
soho_commune_list_get_n_items (GListModel *model)
{
  return SOHO_COMMUNE_LIST (model)->keys->len;
}

static gpointer
soho_commune_list_get_item (GListModel *model, guint position)
{
  SohoCommuneList *self = SOHO_COMMUNE_LIST (model);

  if (position >= self->keys->len)
    return NULL;
  return g_object_ref (
      g_hash_table_lookup (self->items, &g_array_index (self->keys, gint64, position)));
}

static void
list_model_interface_init (GListModelInterface *interface)
{
  interface->get_item_type = soho_commune_list_get_item_type;
  interface->get_n_items = soho_commune_list_get_n_items;
  interface->get_item = soho_commune_list_get_item;
}

/* The codes of the Gers are digits alone, 32001 to 32463. */
static gint64
key_of (const SohoCommune *commune)
{
  return g_ascii_strtoll (commune->insee, NULL, 10);
}

static SohoCommuneItem *
ensure_item (SohoCommuneList *self, const SohoCommune *commune)
{
  gint64 key = key_of (commune);
  SohoCommuneItem *item = g_hash_table_lookup (self->items, &key);

  if (item == NULL)
    {
      item = g_object_new (SOHO_TYPE_COMMUNE_ITEM, NULL);
      item->commune = commune;
      g_hash_table_insert (self->items, g_memdup2 (&key, sizeof key), item);
    }
  return item;
}

/* What is true of a commune now. */
typedef struct
{
  guint people;
  gboolean partner;
} Facts;

static Facts *
ensure_facts (GHashTable *facts, SohoCommuneItem *item)
{
  Facts *here = g_hash_table_lookup (facts, item);

  if (here == NULL)
    g_hash_table_insert (facts, item, here = g_new0 (Facts, 1));
  return here;
}

static GHashTable *
collect_facts (SohoCommuneList *self, const GArray *counts)
{
  GHashTable *facts = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  self->people = 0;
  for (guint i = 0; i < counts->len; i++)
    {
      const SohoCommuneCount *count = &g_array_index (counts, SohoCommuneCount, i);
      const SohoCommune *commune = soho_gazetteer_find (count->insee);

      self->people += count->people;
      if (commune != NULL)
        ensure_facts (facts, ensure_item (self, commune))->people += count->people;
    }
  for (guint i = 0; i + 1 < self->villages->len; i++)
    {
      const SohoCommune *commune = soho_gazetteer_find (g_ptr_array_index (self->villages, i));

      ensure_facts (facts, ensure_item (self, commune))->partner = TRUE;
    }
  return facts;
}

static void
set_facts (SohoCommuneItem *item, const Facts *facts)
{
  guint people = facts != NULL ? facts->people : 0;
  gboolean partner = facts != NULL && facts->partner;

  if (people != item->people)
    {
      item->people = people;
      g_object_notify_by_pspec (G_OBJECT (item), props[PROP_PEOPLE]);
    }
  if (partner != item->partner)
    {
      item->partner = partner;
      g_object_notify_by_pspec (G_OBJECT (item), props[PROP_PARTNER]);
    }
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const SohoCommuneItem *first = *(SohoCommuneItem *const *) a;
  const SohoCommuneItem *second = *(SohoCommuneItem *const *) b;

  if (first->people != second->people)
    return first->people > second->people ? -1 : 1;
  return g_utf8_collate (first->commune->name, second->commune->name);
}

static gboolean
is_search (SohoCommuneList *self)
{
  return self->query.category != 0 || self->query.skill != 0 || self->query.within != NULL
         || (self->query.words != NULL && *self->query.words != '\0');
}

static void
show_items (SohoCommuneList *self)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (SOHO_COMMUNE_ITEM (item)->people > 0
        || (SOHO_COMMUNE_ITEM (item)->partner && !is_search (self)))
      g_ptr_array_add (shown, item);
  g_ptr_array_sort (shown, compare_items);
  for (guint i = 0; i < shown->len; i++)
    {
      gint64 key = key_of (SOHO_COMMUNE_ITEM (g_ptr_array_index (shown, i))->commune);

      g_array_append_val (keys, key);
    }
  soho_key_splice (G_LIST_MODEL (self), self->keys, keys);
}

static void
read_villages (SohoCommuneList *self, GPtrArray *records)
{
  g_ptr_array_set_size (self->villages, 0);
  for (guint i = 0; i < records->len; i++)
    {
      const SohoCommune *commune
          = soho_gazetteer_find (soho_record_get_text (g_ptr_array_index (records, i), "commune"));

      if (commune != NULL)
        g_ptr_array_add (self->villages, (gpointer) commune->insee);
    }
  g_ptr_array_add (self->villages, NULL);
}

static void
refresh (SohoCommuneList *self)
{
  SohoReplica *replica = soho_library_get_replica (self->library);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = soho_replica_count_people (replica, &self->query, &error);
  g_autoptr (GPtrArray) villages = NULL;
  g_autoptr (GHashTable) facts = NULL;
  GHashTableIter iter;
  gpointer item;

  if (counts != NULL)
    villages = soho_replica_list (replica, soho_library_get_kind (self->library, "village"), NULL,
                                  0, &error);
  if (villages == NULL)
    {
      soho_library_report (self->library, g_steal_pointer (&error));
      return;
    }
  read_villages (self, villages);
  facts = collect_facts (self, counts);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    set_facts (item, g_hash_table_lookup (facts, item));
  show_items (self);
  g_signal_emit (self, refreshed_signal, 0);
}

static void
soho_commune_list_finalize (GObject *object)
{
  SohoCommuneList *self = SOHO_COMMUNE_LIST (object);

  g_clear_object (&self->library);
  soho_people_query_clear (&self->query);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->villages, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_commune_list_parent_class)->finalize (object);
}

static void
soho_commune_list_class_init (SohoCommuneListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_commune_list_finalize;
  refreshed_signal = g_signal_new ("refreshed", SOHO_TYPE_COMMUNE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
soho_commune_list_init (SohoCommuneList *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->villages = g_ptr_array_new ();
  g_ptr_array_add (self->villages, NULL);
}

SohoCommuneList *
soho_commune_list_new (SohoLibrary *library)
{
  SohoCommuneList *self = g_object_new (SOHO_TYPE_COMMUNE_LIST, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

void
soho_commune_list_ask (SohoCommuneList *self, const SohoPeopleQuery *query)
{
  SohoPeopleQuery asked;

  if (soho_people_query_equal (query, &self->query))
    return;
  soho_people_query_assign (&asked, query);
  soho_people_query_clear (&self->query);
  self->query = asked;
  refresh (self);
}

guint
soho_commune_list_get_people (SohoCommuneList *self)
{
  return self->people;
}

const char *const *
soho_commune_list_get_villages (SohoCommuneList *self)
{
  return (const char *const *) self->villages->pdata;
}

guint
soho_commune_list_find (SohoCommuneList *self, const char *insee)
{
  const SohoCommune *commune = soho_gazetteer_find (insee);

  for (guint i = 0; commune != NULL && i < self->keys->len; i++)
    if (g_array_index (self->keys, gint64, i) == key_of (commune))
      return i;
  return G_MAXUINT;
}
