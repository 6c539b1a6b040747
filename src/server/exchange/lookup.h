/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* Which record a spreadsheet means: by the names it gave itself, by the key fields of the kind, or
 * by what the record is called. */
typedef struct _SohoLookup SohoLookup;

SohoLookup *soho_lookup_new (SohoArchive *archive);
void soho_lookup_free (SohoLookup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoLookup, soho_lookup_free)

/* The record of the kind that a text refers to: a ref, what it is called (if only one is called
 * so), or an id. A skill may be named by any appellation of the taxonomy; it is made if the network
 * does not have it yet. 0 if there is none, with error set to say so. */
gint64 soho_lookup_find (SohoLookup *self, const SohoKind *kind, const char *text, GError **error);

/* What several records are called means none of them. */
#define SOHO_LOOKUP_AMBIGUOUS (-1)

/* The record whose key fields equal these values. 0 if there is none, SOHO_LOOKUP_AMBIGUOUS if
 * there are several; without error unless reading failed. */
gint64 soho_lookup_find_by_key (SohoLookup *self,
                                const SohoKind *kind,
                                const SohoValue *values,
                                GError **error);

/* Remembers a record that has just been put. */
void soho_lookup_add (SohoLookup *self, const SohoKind *kind, gint64 id, const SohoValue *values);
