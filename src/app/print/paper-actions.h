/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "print/map-pages.h"

typedef SohoMapPages *(*SohoMapPagesFunc) (gpointer user_data);

/* Gives a widget the actions "paper.print-map", "paper.save-map", "paper.print-directory" and
 * "paper.save-directory". create: makes the pages of the map as it is now. user_data outlives the
 * actions, which go with the widget. */
void soho_paper_actions_add (GtkWidget *widget,
                             SohoLibrary *library,
                             SohoMapPagesFunc create,
                             gpointer user_data);
