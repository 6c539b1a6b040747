/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/identity.h"

/* What the server says to a replica, without a socket: the routes bring in what was asked, and take
 * out what is answered. */
typedef struct
{
  guint status;
  const char *content_type; /* NULL without a body */
  gboolean compressed;      /* the body is a run of zstd frames */
  GPtrArray *body;          /* GBytes, to be sent one after another */
  char *roles; /* those of who asked, with commas; NULL where nothing is said of them */
} SohoReply;

void soho_reply_free (SohoReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoReply, soho_reply_free)

/* GET /v1/changes?from=…&fill=…; from, fill: NULL where absent. compressed: the asker reads zstd.
 */
SohoReply *soho_reply_to_changes (SohoArchive *archive,
                                  const SohoIdentity *identity,
                                  const char *from,
                                  const char *fill,
                                  gboolean compressed);

/* POST /v1/edits?resumed=…; resumed: NULL where absent. encoding: Content-Encoding, NULL if there
 * is none. */
SohoReply *soho_reply_to_edits (SohoArchive *archive,
                                const SohoIdentity *identity,
                                const char *resumed,
                                const char *encoding,
                                const guint8 *body,
                                gsize length);

/* GET /v1/edits?writers=…; NULL where absent. */
SohoReply *
soho_reply_to_standings (SohoArchive *archive, const SohoIdentity *identity, const char *writers);
