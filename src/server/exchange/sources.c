/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/sources.h"

#include "exchange/order.h"
#include "exchange/reading.h"

typedef struct
{
  const char *path;
  guint rank;       /* the highest of its records that are no parts */
  guint rank_parts; /* the highest of all its records */
} Source;

static int
compare_sources (gconstpointer a, gconstpointer b)
{
  const Source *one = a, *other = b;

  if (one->rank != other->rank)
    return (int) one->rank - (int) other->rank;
  return (int) one->rank_parts - (int) other->rank_parts;
}

/* Reads a file for the ranks of its records alone. */
static void
rank_source (const SohoModel *model, Source *source)
{
  g_autoptr (GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) drafts = soho_drafts_read (model, source->path, complaints);
  const SohoKind *last = NULL;

  for (guint i = 0; drafts != NULL && i < drafts->len; i++)
    {
      const SohoDraft *draft = g_ptr_array_index (drafts, i);
      guint rank;

      if (draft->kind == last)
        continue;
      last = draft->kind;
      rank = soho_order_get_rank (model, draft->kind);
      source->rank_parts = MAX (source->rank_parts, rank);
      if (draft->whole == NULL)
        source->rank = MAX (source->rank, rank);
    }
}

GPtrArray *
soho_sources_order (const SohoModel *model, const char *const *paths)
{
  g_autoptr (GArray) sources = g_array_new (FALSE, TRUE, sizeof (Source));
  GPtrArray *ordered = g_ptr_array_new ();

  for (guint i = 0; paths[i] != NULL; i++)
    {
      Source source = { paths[i], 0, 0 };

      if (paths[1] != NULL)
        rank_source (model, &source);
      g_array_append_val (sources, source);
    }
  g_array_sort (sources, compare_sources);
  for (guint i = 0; i < sources->len; i++)
    g_ptr_array_add (ordered, (gpointer) g_array_index (sources, Source, i).path);
  return ordered;
}
