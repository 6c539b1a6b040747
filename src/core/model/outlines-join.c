/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/outlines.h"

const SohoVertex *
soho_outlines_first_vertex (const SohoOutlines *outlines, gint32 number)
{
  const SohoArc *arc = &g_array_index (outlines->arcs, SohoArc, ABS (number) - 1);

  return number > 0 ? arc->vertices : arc->vertices + arc->n_vertices - 1;
}

const SohoVertex *
soho_outlines_last_vertex (const SohoOutlines *outlines, gint32 number)
{
  return soho_outlines_first_vertex (outlines, -number);
}

static gboolean
same_place (const SohoVertex *a, const SohoVertex *b)
{
  return a->x == b->x && a->y == b->y;
}

gboolean
soho_outlines_follows (const SohoOutlines *outlines, gint32 a, gint32 b)
{
  return same_place (soho_outlines_last_vertex (outlines, a),
                     soho_outlines_first_vertex (outlines, b));
}

static int
compare_places (const SohoVertex *a, const SohoVertex *b)
{
  if (a->x != b->x)
    return a->x < b->x ? -1 : 1;
  return a->y < b->y ? -1 : a->y > b->y;
}

static int
compare_starts (gconstpointer a, gconstpointer b, gpointer outlines)
{
  return compare_places (soho_outlines_first_vertex (outlines, *(const gint32 *) a),
                         soho_outlines_first_vertex (outlines, *(const gint32 *) b));
}

/* Position in sorted of an unused arc that begins at place; the length where there is none. */
static guint
find_start (const SohoOutlines *outlines,
            GArray *sorted,
            const gboolean *used,
            const SohoVertex *place)
{
  guint low = 0, high = sorted->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      gint32 number = g_array_index (sorted, gint32, middle);

      if (compare_places (soho_outlines_first_vertex (outlines, number), place) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < sorted->len; low++)
    {
      gint32 number = g_array_index (sorted, gint32, low);

      if (!same_place (soho_outlines_first_vertex (outlines, number), place))
        return sorted->len;
      if (!used[low])
        return low;
    }
  return sorted->len;
}

/* The arcs that bound one commune alone, each in the direction in which that commune has it. */
static GArray *
collect_outline (const SohoOutlines *outlines)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint32));

  for (guint i = 0; i < outlines->arc_lists->len; i++)
    {
      gint32 number = g_array_index (outlines->arc_lists, gint32, i);

      if (g_array_index (outlines->arcs, SohoArc, ABS (number) - 1).n_communes == 1)
        g_array_append_val (numbers, number);
    }
  g_array_sort_with_data (numbers, compare_starts, (gpointer) outlines);
  return numbers;
}

gboolean
soho_outlines_join (SohoOutlines *outlines)
{
  g_autoptr (GArray) sorted = collect_outline (outlines);
  g_autofree gboolean *used = g_new0 (gboolean, sorted->len + 1);

  for (guint i = 0; i < sorted->len; i++)
    {
      SohoRing ring = { 0 };
      guint at = i;
      gint32 number;

      if (used[i])
        continue;
      do
        {
          if (at == sorted->len)
            return FALSE;
          used[at] = TRUE;
          number = g_array_index (sorted, gint32, at);
          g_array_append_val (outlines->arc_lists, number);
          ring.n_arcs++;
          at = find_start (outlines, sorted, used, soho_outlines_last_vertex (outlines, number));
        }
      while (!soho_outlines_follows (outlines, number, g_array_index (sorted, gint32, i)));
      g_array_append_val (outlines->outline, ring);
    }
  return TRUE;
}
