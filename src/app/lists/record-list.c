/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/record-list.h"

#include "lists/key-splice.h"

/* Records read last are kept, so that scrolling back and forth reads nothing. */
#define KEPT 256

typedef struct
{
  SohoLibrary *library;
  const SohoKind *kind;
  int reference; /* index of a field, or -1 */
  gint64 target;

  GArray *ids;       /* gint64, in the order shown */
  GHashTable *alive; /* id → SohoRecord that somebody holds; not owned */
  GQueue *kept;      /* of SohoRecord, newest first; owned */
} SohoRecordListPrivate;

static void list_model_interface_init (GListModelInterface *interface);

G_DEFINE_TYPE_WITH_CODE (SohoRecordList,
                         soho_record_list,
                         G_TYPE_OBJECT,
                         G_ADD_PRIVATE (SohoRecordList)
                             G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_interface_init))

#define PRIVATE(self) ((SohoRecordListPrivate *) soho_record_list_get_instance_private (self))

static void
on_record_finalized (gpointer user_data, GObject *where_it_was)
{
  GHashTable *alive = PRIVATE (SOHO_RECORD_LIST (user_data))->alive;
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, alive);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    if (record == (gpointer) where_it_was)
      {
        g_hash_table_iter_remove (&iter);
        return;
      }
}

static void
forget (SohoRecordList *self, SohoRecord *record)
{
  gint64 id = soho_record_get_id (record);

  g_object_weak_unref (G_OBJECT (record), on_record_finalized, self);
  g_hash_table_remove (PRIVATE (self)->alive, &id);
}

static void
remember (SohoRecordList *self, SohoRecord *record)
{
  SohoRecordListPrivate *private = PRIVATE (self);
  gint64 id = soho_record_get_id (record);

  g_object_weak_ref (G_OBJECT (record), on_record_finalized, self);
  g_hash_table_insert (private->alive, g_memdup2 (&id, sizeof id), record);
  g_queue_push_head (private->kept, g_object_ref (record));
  if (private->kept->length > KEPT)
    g_object_unref (g_queue_pop_tail (private->kept));
}

static GArray *
soho_record_list_real_find (SohoRecordList *self, SohoReplica *replica, GError **error)
{
  SohoRecordListPrivate *private = PRIVATE (self);
  SohoCondition condition = { .field = (guint) MAX (private->reference, 0) };
  g_autoptr (GPtrArray) records = NULL;
  GArray *ids;

  soho_value_set_integer (&condition.value, private->target);
  records = soho_replica_list (replica, private->kind, &condition, private->reference >= 0 ? 1 : 0,
                               error);
  if (records == NULL)
    return NULL;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), records->len);
  for (guint i = 0; i < records->len; i++)
    {
      gint64 id = soho_record_get_id (g_ptr_array_index (records, i));

      g_array_append_val (ids, id);
    }
  return ids;
}

static const SohoKind *
soho_record_list_real_get_kind (SohoRecordList *self, gint64 id)
{
  return PRIVATE (self)->kind;
}

static SohoRecord *
read_record (SohoRecordList *self, gint64 id)
{
  const SohoKind *kind = SOHO_RECORD_LIST_GET_CLASS (self)->get_kind (self, id);

  return soho_library_get_record (PRIVATE (self)->library, kind->name, id);
}

static GType
soho_record_list_get_item_type (GListModel *model)
{
  return SOHO_TYPE_RECORD;
}

static guint
soho_record_list_get_n_items (GListModel *model)
{
  return PRIVATE (SOHO_RECORD_LIST (model))->ids->len;
}

static gpointer
soho_record_list_get_item (GListModel *model, guint position)
{
  SohoRecordList *self = SOHO_RECORD_LIST (model);
  SohoRecordListPrivate *private = PRIVATE (self);
  SohoRecord *record;
  gint64 id;

  if (position >= private->ids->len)
    return NULL;
  id = g_array_index (private->ids, gint64, position);
  record = g_hash_table_lookup (private->alive, &id);
  if (record != NULL)
    return g_object_ref (record);

  record = read_record (self, id);
  if (record == NULL) /* deleted a moment ago; the next "changed" takes its place away */
    return soho_record_new (SOHO_RECORD_LIST_GET_CLASS (self)->get_kind (self, id), id);
  remember (self, record);
  return record;
}

static void
list_model_interface_init (GListModelInterface *interface)
{
  interface->get_item_type = soho_record_list_get_item_type;
  interface->get_n_items = soho_record_list_get_n_items;
  interface->get_item = soho_record_list_get_item;
}

static gboolean
is_same (SohoRecord *a, SohoRecord *b)
{
  const SohoKind *kind = soho_record_get_kind (a);
  SohoValue *values_a = soho_record_get_values (a), *values_b = soho_record_get_values (b);

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (!soho_value_equal (&values_a[i], &values_b[i]))
      return FALSE;
  return TRUE;
}

/* Records that are being shown are read again; those that changed are exchanged, each at its place.
 */
static void
renew_records (SohoRecordList *self)
{
  SohoRecordListPrivate *private = PRIVATE (self);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, private->alive);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    g_ptr_array_add (shown, g_object_ref (record));

  for (guint i = 0; i < shown->len; i++)
    {
      SohoRecord *old = g_ptr_array_index (shown, i);
      gint64 id = soho_record_get_id (old);
      g_autoptr (SohoRecord) new = read_record (self, id);
      guint position;

      if (new != NULL && is_same (old, new))
        continue;
      forget (self, old);
      if (new != NULL)
        remember (self, new);
      position = soho_record_list_find (self, id);
      if (position != G_MAXUINT)
        g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
    }
}

static void
on_library_changed (SohoRecordList *self)
{
  soho_record_list_refresh (self);
  renew_records (self);
}

static void
soho_record_list_dispose (GObject *object)
{
  SohoRecordListPrivate *private = PRIVATE (SOHO_RECORD_LIST (object));
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, private->alive);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    {
      g_object_weak_unref (record, on_record_finalized, object);
      g_hash_table_iter_remove (&iter);
    }
  g_queue_clear_full (private->kept, g_object_unref);
  g_clear_object (&private->library);
  G_OBJECT_CLASS (soho_record_list_parent_class)->dispose (object);
}

static void
soho_record_list_finalize (GObject *object)
{
  SohoRecordListPrivate *private = PRIVATE (SOHO_RECORD_LIST (object));

  g_clear_pointer (&private->ids, g_array_unref);
  g_clear_pointer (&private->alive, g_hash_table_unref);
  g_clear_pointer (&private->kept, g_queue_free);
  G_OBJECT_CLASS (soho_record_list_parent_class)->finalize (object);
}

static void
soho_record_list_class_init (SohoRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soho_record_list_dispose;
  object_class->finalize = soho_record_list_finalize;
  klass->find = soho_record_list_real_find;
  klass->get_kind = soho_record_list_real_get_kind;
}

static void
soho_record_list_init (SohoRecordList *self)
{
  SohoRecordListPrivate *private = PRIVATE (self);

  private->reference = -1;
  private->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  private->alive = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  private->kept = g_queue_new ();
}

void
soho_record_list_start (SohoRecordList *self, SohoLibrary *library, const char *kind)
{
  SohoRecordListPrivate *private = PRIVATE (self);

  g_return_if_fail (private->library == NULL);
  private->library = g_object_ref (library);
  private->kind = soho_library_get_kind (library, kind);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
  soho_record_list_refresh (self);
}

SohoRecordList *
soho_record_list_new (SohoLibrary *library, const char *kind, const char *reference, gint64 target)
{
  SohoRecordList *self = g_object_new (SOHO_TYPE_RECORD_LIST, NULL);
  SohoRecordListPrivate *private = PRIVATE (self);

  if (reference != NULL)
    {
      private->reference = soho_kind_find_field (soho_library_get_kind (library, kind), reference);
      private->target = target;
      g_assert (private->reference >= 0);
    }
  soho_record_list_start (self, library, kind);
  return self;
}

void
soho_record_list_refresh (SohoRecordList *self)
{
  SohoRecordListPrivate *private = PRIVATE (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) wanted = SOHO_RECORD_LIST_GET_CLASS (self)->find (
      self, soho_library_get_replica (private->library), &error);

  if (wanted == NULL)
    soho_library_report (private->library, g_steal_pointer (&error));
  else
    soho_key_splice (G_LIST_MODEL (self), private->ids, wanted);
}

guint
soho_record_list_get_length (SohoRecordList *self)
{
  return PRIVATE (self)->ids->len;
}

gint64
soho_record_list_get_id (SohoRecordList *self, guint position)
{
  SohoRecordListPrivate *private = PRIVATE (self);

  g_return_val_if_fail (position < private->ids->len, 0);
  return g_array_index (private->ids, gint64, position);
}

guint
soho_record_list_find (SohoRecordList *self, gint64 id)
{
  GArray *ids = PRIVATE (self)->ids;

  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return i;
  return G_MAXUINT;
}

SohoRecord *
soho_record_list_get (SohoRecordList *self, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self), position);
}
