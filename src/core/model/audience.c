/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/audience.h"

#include <string.h>

#include "model/kind.h"

static const char *const shared[]
    = { SOHO_AUDIENCE_PUBLIC, SOHO_AUDIENCE_MEMBERS, SOHO_AUDIENCE_STAFF, NULL };

const char *const *
soho_audience_get_shared (void)
{
  return shared;
}

guint
soho_audience_get_rank (const char *audience)
{
  guint rank = 0;

  while (shared[rank] != NULL && g_strcmp0 (audience, shared[rank]) != 0)
    rank++;
  return rank;
}

gboolean
soho_audience_is_shared (const char *audience)
{
  return shared[soho_audience_get_rank (audience)] != NULL;
}

gboolean
soho_audience_is_valid (const char *audience)
{
  gsize word = strspn (audience, "abcdefghijklmnopqrstuvwxyz");

  return word > 0
         && (audience[word] == '\0'
             || (audience[word] == ':'
                 && g_ascii_string_to_unsigned (audience + word + 1, 10, 1, SOHO_ID_MAX, NULL,
                                                NULL)));
}

gboolean
soho_audience_covers (const char *wide, const char *narrow)
{
  if (strcmp (wide, narrow) == 0 || strcmp (wide, SOHO_AUDIENCE_PUBLIC) == 0)
    return TRUE;
  return strcmp (wide, SOHO_AUDIENCE_MEMBERS) == 0 && strcmp (narrow, SOHO_AUDIENCE_PUBLIC) != 0;
}

char *
soho_audience_dup_person (gint64 id)
{
  return g_strdup_printf ("person:%" G_GINT64_FORMAT, id);
}
