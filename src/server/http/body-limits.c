/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/body-limits.h"

#include <string.h>

typedef struct
{
  const char *path;
  gsize max;
} Limit;

struct _SohoBodyLimits
{
  GArray *limits; /* of Limit */
};

SohoBodyLimits *
soho_body_limits_new (void)
{
  SohoBodyLimits *self = g_new0 (SohoBodyLimits, 1);

  self->limits = g_array_new (FALSE, FALSE, sizeof (Limit));
  return self;
}

void
soho_body_limits_free (SohoBodyLimits *self)
{
  g_array_unref (self->limits);
  g_free (self);
}

void
soho_body_limits_add (SohoBodyLimits *self, const char *path, gsize max)
{
  Limit limit = { path, max };

  g_array_append_val (self->limits, limit);
}

/* As SoupServer chooses handlers: "/items" goes to that of "/item". */
gsize
soho_body_limits_find (SohoBodyLimits *self, SoupServerMessage *message, gsize otherwise)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  gsize max = otherwise;

  for (guint i = 0; i < self->limits->len; i++)
    {
      const Limit *limit = &g_array_index (self->limits, Limit, i);

      if (g_str_has_prefix (path, limit->path))
        max = MIN (max, limit->max);
    }
  return max;
}
