/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/heap.h"

#include <glib.h>
#include <malloc.h>

/* By then the first page stands, the map with all its names too. */
#define TRIM_AFTER_MS 1500

void
soho_heap_share (void)
{
  mallopt (M_ARENA_MAX, 1);
}

static gboolean
on_trim_is_due (gpointer unused)
{
  malloc_trim (0);
  return G_SOURCE_REMOVE;
}

void
soho_heap_trim_later (void)
{
  g_timeout_add_full (G_PRIORITY_LOW, TRIM_AFTER_MS, on_trim_is_due, NULL, NULL);
}
