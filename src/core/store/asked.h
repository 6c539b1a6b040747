/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/database.h"
#include "store/match.h"
#include "store/query.h"
#include "store/replica.h"

/* What typed words come to in this replica, and the SQL that asks for it. In that SQL `e` is the
 * row of `entry` of a document, or one of `entry_word`, which says the same; parameters are bound
 * by soho_asked_bind (). */
typedef struct
{
  SohoQuery *query; /* NULL if nothing was typed */
  SohoMatch *match; /* NULL if there are no words */
  char *initials;   /* one or two letters, if that is all, and a name begins with them; else NULL */
  const SohoKind *kind; /* only documents of this one; NULL for any */
  const char *near;     /* INSEE code: what is nearest to it comes first; NULL for no matter */
} SohoAsked;

/* words: as typed; NULL or "" for everything. Where a place is named and nothing is near it, what
 * is nearest is meant instead, and the query says so. The struct must be zero. */
gboolean soho_asked_init (
    SohoAsked *self, SohoReplica *replica, const char *words, const SohoKind *kind, GError **error);
void soho_asked_clear (SohoAsked *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SohoAsked, soho_asked_clear)

/* Whether words were typed of which none is a word. */
gboolean soho_asked_is_void (const SohoAsked *self);

/* Appends " FROM … WHERE …", to which " AND …" can be added. With initials a document may come more
 * than once. */
void soho_asked_append_source (const SohoAsked *self, GString *sql);

/* The commune from which distances count when what is nearest comes first; NULL if it does not. */
const SohoCommune *soho_asked_get_centre (const SohoAsked *self);

/* Appends ", a number, a text", by which the finds come into the order of soho_asked_append_order
 * () whoever sorts them, the smallest first. Returns FALSE if that order needs more. */
gboolean soho_asked_append_keys (const SohoAsked *self, GString *sql);

/* Appends " ORDER BY …": the closest in meaning first, at the place named before elsewhere; by name
 * where nothing tells them apart. */
void soho_asked_append_order (const SohoAsked *self, GString *sql);

void soho_asked_bind (const SohoAsked *self, sqlite3_stmt *statement);
