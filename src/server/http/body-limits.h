/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* How large a request's body may be, where a path takes less than others. One thread only. */
typedef struct _SohoBodyLimits SohoBodyLimits;

SohoBodyLimits *soho_body_limits_new (void);
void soho_body_limits_free (SohoBodyLimits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoBodyLimits, soho_body_limits_free)

/* For this path and all that lies below it. path: a literal. */
void soho_body_limits_add (SohoBodyLimits *self, const char *path, gsize max);

/* otherwise: for all paths of which nothing is known; nothing is larger. */
gsize soho_body_limits_find (SohoBodyLimits *self, SoupServerMessage *message, gsize otherwise);
