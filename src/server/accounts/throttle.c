/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/throttle.h"

#include <sodium.h>
#include <string.h>

#define MOST_KNOWN 65536

typedef struct
{
  guint64 key;
  GList link;      /* in order of the last attempt; its data is the entry */
  double attempts; /* at the time of the last one */
  gint64 last_s;
} Entry;

struct _SohoThrottle
{
  GHashTable *entries; /* guint64 key, inside the value → Entry */
  GQueue order;        /* the one not heard of for longest first */
  guint8 key[crypto_shorthash_KEYBYTES];
};

SohoThrottle *
soho_throttle_new (void)
{
  SohoThrottle *self = g_new0 (SohoThrottle, 1);

  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_queue_init (&self->order);
  crypto_shorthash_keygen (self->key);
  return self;
}

void
soho_throttle_free (SohoThrottle *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

static guint64
hash (SohoThrottle *self, const char *who)
{
  guint64 key;

  G_STATIC_ASSERT (sizeof key == crypto_shorthash_BYTES);
  crypto_shorthash ((guint8 *) &key, (const guint8 *) who, strlen (who), self->key);
  return key;
}

static void
drop (SohoThrottle *self, Entry *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  g_hash_table_remove (self->entries, &entry->key);
}

static double
remaining (const Entry *entry, const SohoThrottleRule *rule, gint64 now_s)
{
  gint64 passed_s = MAX (now_s - entry->last_s, 0);

  return MAX (entry->attempts - (double) passed_s / rule->leak_s, 0);
}

static guint
wait_after (double attempts, const SohoThrottleRule *rule)
{
  guint beyond = attempts > rule->free ? (guint) MIN (attempts - rule->free + 0.5, 10) : 0;

  return beyond == 0 ? 0 : MIN (1u << beyond, SOHO_THROTTLE_LONGEST_S);
}

guint
soho_throttle_get_wait (SohoThrottle *self,
                        const char *who,
                        const SohoThrottleRule *rule,
                        gint64 now_s)
{
  guint64 key = hash (self, who);
  Entry *entry = g_hash_table_lookup (self->entries, &key);
  gint64 passed_s;
  guint wait_s;

  if (entry == NULL)
    return 0;
  /* A clock that was put right must not keep anybody out until it has come back to where it was. */
  entry->last_s = MIN (entry->last_s, now_s);
  passed_s = now_s - entry->last_s;
  wait_s = wait_after (entry->attempts, rule);
  return passed_s >= wait_s ? 0 : wait_s - (guint) passed_s;
}

static Entry *
add (SohoThrottle *self, guint64 key)
{
  Entry *entry = g_new0 (Entry, 1);

  if (g_hash_table_size (self->entries) >= MOST_KNOWN)
    drop (self, self->order.head->data);
  entry->key = key;
  entry->link.data = entry;
  g_hash_table_insert (self->entries, &entry->key, entry);
  g_queue_push_tail_link (&self->order, &entry->link);
  return entry;
}

void
soho_throttle_count (SohoThrottle *self,
                     const char *who,
                     const SohoThrottleRule *rule,
                     gint64 now_s)
{
  guint64 key = hash (self, who);
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry == NULL)
    entry = add (self, key);
  else
    {
      entry->attempts = remaining (entry, rule, now_s);
      g_queue_unlink (&self->order, &entry->link);
      g_queue_push_tail_link (&self->order, &entry->link);
    }
  entry->attempts += 1;
  entry->last_s = now_s;
}

void
soho_throttle_take_back (SohoThrottle *self, const char *who)
{
  guint64 key = hash (self, who);
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry != NULL)
    entry->attempts = MAX (entry->attempts - 1, 0);
}

void
soho_throttle_forget (SohoThrottle *self, const char *who)
{
  guint64 key = hash (self, who);
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry != NULL)
    drop (self, entry);
}
