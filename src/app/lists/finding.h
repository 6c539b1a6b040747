/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One record that a search over everything found. */
#define SOHO_TYPE_FINDING (soho_finding_get_type ())
G_DECLARE_FINAL_TYPE (SohoFinding, soho_finding, SOHO, FINDING, GObject)

SohoRecord *soho_finding_get_record (SohoFinding *self);

/* The words around the hit, each hit between U+2068 and U+2069. */
const char *soho_finding_get_snippet (SohoFinding *self);

/* What tells this record from others beside its title: its first keywords, where it is, what it
 * belongs to; "" if nothing does. */
const char *soho_finding_get_description (SohoFinding *self);

/* Whether it is the first of its kind in the list. */
gboolean soho_finding_get_is_first (SohoFinding *self);

/* Makes store, a list of SohoFinding, hold what the words mean: the best of each kind together, the
 * kind with the best one first; for no words the favourites of whoever has signed in. What cannot
 * be read is told by the library. */
void soho_findings_fill (GListStore *store, SohoLibrary *library, const char *words);

G_END_DECLS
