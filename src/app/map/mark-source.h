/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "lists/record-list.h"
#include "map/marks.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the network has that stands on the map on a stem, live: telecentres, the meetings to come
 * that take place somewhere, and what villages have to let, to sell or to take over. What gives no
 * position of its own stands in the middle of its commune; what gives no commune either is left
 * out. Signal "changed". */
#define SOHO_TYPE_MARK_SOURCE (soho_mark_source_get_type ())
G_DECLARE_FINAL_TYPE (SohoMarkSource, soho_mark_source, SOHO, MARK_SOURCE, GObject)

/* telecentres: the same list that is shown beside the map. */
SohoMarkSource *soho_mark_source_new (SohoLibrary *library, SohoRecordList *telecentres);

/* The marks, borrowed until the next change. */
const SohoMapMark *soho_mark_source_get (SohoMarkSource *self, gsize *n);

/* The INSEE code of the commune in which a mark stands; NULL if there is no such mark. */
const char *soho_mark_source_find_commune (SohoMarkSource *self, SohoMapKind kind, gint64 id);

/* The kind of records that a kind of marks stands for. */
const char *soho_mark_source_get_record_kind (SohoMapKind kind);

G_END_DECLS
