/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <gtk/gtk.h>

/* Deletes a record of one's own and offers, in a toast that says sentence, to put it back; it comes
 * back under another id. What goes wrong is told by the library. */
void soho_remove_record (
    GtkWidget *over, SohoLibrary *library, const char *kind, gint64 id, const char *sentence);
