/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/category-list.h"

#include <glib/gi18n-lib.h>

#include "lists/key-splice.h"
#include "model/taxonomy.h"
#include "store/facets.h"

struct _SohoCategoryChoice
{
  GObject parent_instance;

  gint64 id;
  char *label;
  const char *icon_name; /* static */
  guint people;
};

G_DEFINE_FINAL_TYPE (SohoCategoryChoice, soho_category_choice, G_TYPE_OBJECT)

enum
{
  PROP_LABEL = 1,
  PROP_ICON_NAME,
  PROP_PEOPLE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
soho_category_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  SohoCategoryChoice *self = SOHO_CATEGORY_CHOICE (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_PEOPLE:
      g_value_set_uint (value, self->people);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
soho_category_choice_finalize (GObject *object)
{
  g_clear_pointer (&SOHO_CATEGORY_CHOICE (object)->label, g_free);
  G_OBJECT_CLASS (soho_category_choice_parent_class)->finalize (object);
}

static void
soho_category_choice_class_init (SohoCategoryChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = soho_category_choice_get_property;
  object_class->finalize = soho_category_choice_finalize;
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_PEOPLE] = g_param_spec_uint ("people", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
soho_category_choice_init (SohoCategoryChoice *self)
{
}

static const char *
find_icon (gint64 id, const char *label)
{
  const SohoCategory *category = id != 0 ? soho_taxonomy_find_category (label) : NULL;

  if (id == 0)
    return "system-users-symbolic";
  return category != NULL ? category->icon : "starred-symbolic";
}

static void
soho_category_choice_update (SohoCategoryChoice *self, const char *label, guint people)
{
  if (g_strcmp0 (label, self->label) != 0)
    {
      g_free (self->label);
      self->label = g_strdup (label);
      self->icon_name = find_icon (self->id, label);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LABEL]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ICON_NAME]);
    }
  if (people != self->people)
    {
      self->people = people;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PEOPLE]);
    }
}

gint64
soho_category_choice_get_id (SohoCategoryChoice *self)
{
  return self->id;
}

struct _SohoCategoryList
{
  GObject parent_instance;

  SohoLibrary *library;
  GArray *ids;         /* gint64, in the order shown */
  GHashTable *choices; /* id → SohoCategoryChoice, owned; also those that are gone */
};

static void list_model_interface_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoCategoryList,
                               soho_category_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_interface_init))

static GType
soho_category_list_get_item_type (GListModel *model)
{
  return SOHO_TYPE_CATEGORY_CHOICE;
}

static guint
soho_category_list_get_n_items (GListModel *model)
{
  return SOHO_CATEGORY_LIST (model)->ids->len;
}

static gpointer
soho_category_list_get_item (GListModel *model, guint position)
{
  SohoCategoryList *self = SOHO_CATEGORY_LIST (model);

  if (position >= self->ids->len)
    return NULL;
  return g_object_ref (
      g_hash_table_lookup (self->choices, &g_array_index (self->ids, gint64, position)));
}

static void
list_model_interface_init (GListModelInterface *interface)
{
  interface->get_item_type = soho_category_list_get_item_type;
  interface->get_n_items = soho_category_list_get_n_items;
  interface->get_item = soho_category_list_get_item;
}

static void
update_choice (SohoCategoryList *self, gint64 id, const char *label, guint people)
{
  SohoCategoryChoice *choice = g_hash_table_lookup (self->choices, &id);

  if (choice == NULL)
    {
      choice = g_object_new (SOHO_TYPE_CATEGORY_CHOICE, NULL);
      choice->id = id;
      g_hash_table_insert (self->choices, g_memdup2 (&id, sizeof id), choice);
    }
  soho_category_choice_update (choice, label, people);
}

static void
refresh (SohoCategoryList *self)
{
  g_autoptr (GError) error = NULL;
  SohoReplica *replica = soho_library_get_replica (self->library);
  g_autoptr (GArray) categories = soho_replica_count_categories (replica, &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 everything = 0, everybody;

  if (categories == NULL)
    {
      soho_library_report (self->library, g_steal_pointer (&error));
      return;
    }
  everybody = soho_replica_count (replica, soho_library_get_kind (self->library, "member"), NULL);
  update_choice (self, everything, _ ("All occupations"), (guint) MAX (everybody, 0));
  g_array_append_val (ids, everything);
  for (guint i = 0; i < categories->len; i++)
    {
      SohoCategoryCount *count = &g_array_index (categories, SohoCategoryCount, i);

      update_choice (self, count->id, count->label, count->people);
      g_array_append_val (ids, count->id);
    }
  soho_key_splice (G_LIST_MODEL (self), self->ids, ids);
}

static void
soho_category_list_finalize (GObject *object)
{
  SohoCategoryList *self = SOHO_CATEGORY_LIST (object);

  g_clear_object (&self->library);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->choices, g_hash_table_unref);
  G_OBJECT_CLASS (soho_category_list_parent_class)->finalize (object);
}

static void
soho_category_list_class_init (SohoCategoryListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_category_list_finalize;
}

static void
soho_category_list_init (SohoCategoryList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->choices = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

SohoCategoryList *
soho_category_list_new (SohoLibrary *library)
{
  SohoCategoryList *self = g_object_new (SOHO_TYPE_CATEGORY_LIST, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

void
soho_category_list_count (SohoCategoryList *self, const SohoPeopleQuery *query)
{
  SohoReplica *replica = soho_library_get_replica (self->library);
  SohoPeopleQuery wider = *query;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) counts = soho_replica_count_query_categories (replica, query, &error);
  g_autoptr (GArray) everybody = NULL;

  wider.category = 0;
  wider.near = NULL;
  if (counts != NULL)
    everybody = soho_replica_find_people (replica, &wider, &error);
  if (everybody == NULL)
    {
      soho_library_report (self->library, g_steal_pointer (&error));
      return;
    }
  for (guint i = 0; i < self->ids->len; i++)
    {
      const gint64 *id = &g_array_index (self->ids, gint64, i);
      SohoCategoryChoice *choice = g_hash_table_lookup (self->choices, id);
      guint people = GPOINTER_TO_UINT (g_hash_table_lookup (counts, id));

      soho_category_choice_update (choice, choice->label, *id == 0 ? everybody->len : people);
    }
}
