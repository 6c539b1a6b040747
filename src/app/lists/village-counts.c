/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/village-counts.h"

#include "inquiry.h"

struct _SohoVillageCounts
{
  GObject parent_instance;

  SohoLibrary *library;
  GArray *counts;         /* of SohoVillageCount, by village */
  GCancellable *counting; /* NULL unless they are asked for */
};

G_DEFINE_FINAL_TYPE (SohoVillageCounts, soho_village_counts, G_TYPE_OBJECT)

static guint refreshed_signal;

static gpointer
count (SohoReplica *replica, gconstpointer question, GError **error)
{
  return soho_replica_count_villages (replica, error);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoVillageCounts) self = user_data;
  GArray *counts = soho_inquiry_finish (result);

  if (counts == NULL)
    return;
  g_array_unref (self->counts);
  self->counts = counts;
  g_signal_emit (self, refreshed_signal, 0);
}

static void
refresh (SohoVillageCounts *self)
{
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  soho_inquiry_start (self->library, count, NULL, NULL, (GDestroyNotify) g_array_unref,
                      self->counting, on_counted, g_object_ref (self));
}

static void
soho_village_counts_finalize (GObject *object)
{
  SohoVillageCounts *self = SOHO_VILLAGE_COUNTS (object);

  g_clear_object (&self->counting);
  g_clear_object (&self->library);
  g_clear_pointer (&self->counts, g_array_unref);
  G_OBJECT_CLASS (soho_village_counts_parent_class)->finalize (object);
}

static void
soho_village_counts_class_init (SohoVillageCountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_village_counts_finalize;
  refreshed_signal = g_signal_new ("refreshed", SOHO_TYPE_VILLAGE_COUNTS, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
soho_village_counts_init (SohoVillageCounts *self)
{
  self->counts = g_array_new (FALSE, FALSE, sizeof (SohoVillageCount));
}

SohoVillageCounts *
soho_village_counts_new (SohoLibrary *library)
{
  SohoVillageCounts *self = g_object_new (SOHO_TYPE_VILLAGE_COUNTS, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

static int
compare (const void *a, const void *b)
{
  gint64 one = ((const SohoVillageCount *) a)->village;
  gint64 other = ((const SohoVillageCount *) b)->village;

  return (one > other) - (one < other);
}

SohoVillageCount
soho_village_counts_get (SohoVillageCounts *self, gint64 village)
{
  SohoVillageCount wanted = { .village = village };
  guint found;

  return g_array_binary_search (self->counts, &wanted, compare, &found)
             ? g_array_index (self->counts, SohoVillageCount, found)
             : wanted;
}
