/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <gtk/gtk.h>

/* Asks where to, and saves a member with their ways to be reached and their skills as a vCard
 * there. What came of it is told in the toast overlay above the widget. Nothing happens if there is
 * no such member. */
void soho_save_card (GtkWidget *over, SohoLibrary *library, gint64 member);

/* The same into a file that has been chosen already. */
void soho_save_card_to (GtkWidget *over, SohoLibrary *library, gint64 member, GFile *file);
