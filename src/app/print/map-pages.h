/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "lists/people-list.h"
#include "map/map-sheet.h"
#include "print/printing.h"

/* The map on a page with its legend, and after it, commune by commune, the people whom a search
 * found, and what else the map shows. */
typedef struct _SohoMapPages SohoMapPages;

/* Takes sheet. query: who is listed. marks: what the map shows beside people; hidden kinds are left
 * out. */
SohoMapPages *soho_map_pages_new (SohoLibrary *library,
                                  SohoMapSheet *sheet,
                                  const SohoPeopleQuery *query,
                                  const SohoMapMark *marks,
                                  gsize n_marks);

/* How they are printed. */
const SohoPrintable *soho_map_pages_get_printable (void);
