/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/record.h"

#include <gtk/gtk.h>

/* A row with an offer of a village: what it is, what it costs, whether it is still to be had. What
 * is not is dimmed. The row is floating. */
GtkWidget *soho_offer_row_new (SohoRecord *offer);

/* Sorts what can be had first, homes before premises before businesses. Owned by the caller. */
GtkSorter *soho_offer_sorter_new (void);
