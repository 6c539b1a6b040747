/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/order.h"

/* Adds all that a kind refers to, directly or by way of others, to reached. */
static void
reach (const SohoModel *model, const SohoKind *kind, GHashTable *reached)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    {
      const SohoKind *target = field->type == SOHO_FIELD_REFERENCE
                                   ? soho_model_find_kind (model, field->target)
                                   : NULL;

      if (target != NULL && g_hash_table_add (reached, (gpointer) target))
        reach (model, target, reached);
    }
}

gboolean
soho_order_refers (const SohoModel *model, const SohoKind *kind, const SohoKind *other)
{
  g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);

  reach (model, kind, reached);
  return g_hash_table_contains (reached, other);
}

/* Ends: each step leads to a kind from which there is no way back. */
guint
soho_order_get_rank (const SohoModel *model, const SohoKind *kind)
{
  g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer target;
  guint rank = 0;

  reach (model, kind, reached);
  g_hash_table_iter_init (&iter, reached);
  while (g_hash_table_iter_next (&iter, &target, NULL))
    if (target != kind && !soho_order_refers (model, target, kind))
      rank = MAX (rank, 1 + soho_order_get_rank (model, target));
  return rank;
}
