/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"
#include "demo/random.h"
#include "model/gazetteer.h"

/* Records on their way into the archive, filled field by field. */

/* Which day it is in the demonstration: 2026-09-01, in days since 1970-01-01. No date comes from a
 * clock. */
#define SOHO_DEMO_ENTRY_TODAY 20697

/* A field's value, to be set. The field must exist. */
SohoValue *soho_demo_entry_get_value (SohoRecord *entry, const char *field);

/* Sets a text or enumeration; takes text. */
void soho_demo_entry_take_text (SohoRecord *entry, const char *field, char *text);

/* Sets any field but a reference from its text form; ends the program if it has none, since the
 * texts are its own. */
void soho_demo_entry_parse (SohoRecord *entry, const char *field, const char *text);

/* Sets "lat" and "lon" to a place near the commune's centre: at most that many metres to the north
 * or south and as many to the east or west. */
void soho_demo_entry_set_place (SohoRecord *entry,
                                const SohoCommune *commune,
                                guint metres,
                                SohoDemoRandom *random);

/* Puts fallbacks where nothing was said, checks the record and keeps it. Returns its id; 0 on
 * error, which names the record. */
gint64 soho_demo_entry_put (SohoArchive *archive, SohoRecord *entry, GError **error);
