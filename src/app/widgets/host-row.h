/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/record.h"

#include <gtk/gtk.h>

/* A row with somebody who welcomes newcomers in a village, with a button for each thing to do:
 * call, write, read the card. It needs the actions "win.open-uri" and "win.show" above it. contact:
 * a village_contact. has_card: whether the member it names can be shown. The row is floating. */
GtkWidget *soho_host_row_new (SohoRecord *contact, gboolean has_card);
