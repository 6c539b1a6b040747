/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/import.h"
#include "network.h"

/* Imports one file of these bytes; length -1 for a text. Returns its report, to be freed. */
SohoImportReport *
import_bytes (Network *network, const char *name, const char *bytes, gssize length);

/* Imports a text that must be kept: with so many new, changed and unchanged records. */
void import_kept (Network *network,
                  const char *name,
                  const char *text,
                  guint added,
                  guint changed,
                  guint unchanged);

/* Imports a text that must be refused, leaving the network as it was. expected: the complaints, a
 * line each, or NULL to say nothing about them. Returns the complaints, to be freed. */
char *import_refused (
    Network *network, const char *name, const char *bytes, gssize length, const char *expected);

/* The value of a field of the record, as in a CSV file, to be freed. */
char *import_dup_field (Network *network, const char *kind, gint64 id, const char *field);

void import_assert_field (
    Network *network, const char *kind, gint64 id, const char *field, const char *expected);
