/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/key-splice.h"

/* With more single changes than this, one large change costs those who listen less. */
#define MAX_CHANGES 64

static gint64 *
key_at (const GArray *keys, guint i)
{
  return &g_array_index (keys, gint64, i);
}

static GHashTable *
make_set (const GArray *keys)
{
  GHashTable *set = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < keys->len; i++)
    g_hash_table_add (set, key_at (keys, i));
  return set;
}

static void
replace_range (
    GListModel *model, GArray *keys, guint at, guint removed, const gint64 *added, guint n_added)
{
  if (removed > 0)
    g_array_remove_range (keys, at, removed);
  if (n_added > 0)
    g_array_insert_vals (keys, at, added, n_added);
  if (removed > 0 || n_added > 0)
    g_list_model_items_changed (model, at, removed, n_added);
}

/* The number of runs of keys that must go or come; more than MAX_CHANGES too if what stays is in
 * another order. */
static guint
count_changes (const GArray *keys, const GArray *wanted, GHashTable *before, GHashTable *after)
{
  guint n = 0;
  guint i = 0, j = 0;

  while (i < keys->len || j < wanted->len)
    {
      guint i0 = i, j0 = j;

      while (i < keys->len && !g_hash_table_contains (after, key_at (keys, i)))
        i++;
      while (j < wanted->len && !g_hash_table_contains (before, key_at (wanted, j)))
        j++;
      n += (i > i0 || j > j0) ? 1 : 0;
      if (i == keys->len && j == wanted->len)
        break;
      if (i == keys->len || j == wanted->len || *key_at (keys, i) != *key_at (wanted, j))
        return G_MAXUINT;
      i++;
      j++;
    }
  return n;
}

static void
splice_runs (
    GListModel *model, GArray *keys, const GArray *wanted, GHashTable *before, GHashTable *after)
{
  guint i = 0;

  for (guint j = 0; i < keys->len || j < wanted->len; i++, j++)
    {
      guint removed = 0, added = 0;

      while (i + removed < keys->len && !g_hash_table_contains (after, key_at (keys, i + removed)))
        removed++;
      while (j + added < wanted->len && !g_hash_table_contains (before, key_at (wanted, j + added)))
        added++;
      replace_range (model, keys, i, removed, added > 0 ? key_at (wanted, j) : NULL, added);
      i += added;
      j += added;
    }
}

/* One change, between what both begin with and what both end with. */
static void
splice_middle (GListModel *model, GArray *keys, const GArray *wanted)
{
  guint shorter = MIN (keys->len, wanted->len);
  guint head = 0, tail = 0;

  while (head < shorter && *key_at (keys, head) == *key_at (wanted, head))
    head++;
  while (tail < shorter - head
         && *key_at (keys, keys->len - 1 - tail) == *key_at (wanted, wanted->len - 1 - tail))
    tail++;
  replace_range (model, keys, head, keys->len - head - tail,
                 wanted->len > head + tail ? key_at (wanted, head) : NULL,
                 wanted->len - head - tail);
}

void
soho_key_splice (GListModel *model, GArray *keys, const GArray *wanted)
{
  /* A copy, since the sets point into what they were made of and keys is about to change. */
  g_autoptr (GArray) held = g_array_copy (keys);
  g_autoptr (GHashTable) before = make_set (held);
  g_autoptr (GHashTable) after = make_set (wanted);

  if (count_changes (held, wanted, before, after) <= MAX_CHANGES)
    splice_runs (model, keys, wanted, before, after);
  else
    splice_middle (model, keys, wanted);
}
