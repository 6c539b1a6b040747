/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The directory: people found beside the card of the one chosen; one at a time where there is no
 * room for both.
 *
 * Property "can-go-back": whether the card hides the list. */
#define SOHO_TYPE_DIRECTORY_PAGE (soho_directory_page_get_type ())
G_DECLARE_FINAL_TYPE (SohoDirectoryPage, soho_directory_page, SOHO, DIRECTORY_PAGE, AdwBin)

/* To be called once. */
void soho_directory_page_set_library (SohoDirectoryPage *self, SohoLibrary *library);

/* Opens the card of a member, id of a record; the filter gives way if it hides them. */
void soho_directory_page_show_person (SohoDirectoryPage *self, gint64 id);

/* Shows the list and gives the keyboard to the search entry. */
void soho_directory_page_search (SohoDirectoryPage *self);

gboolean soho_directory_page_get_can_go_back (SohoDirectoryPage *self);

/* Goes from the card back to the list, where the card hides it. */
void soho_directory_page_go_back (SohoDirectoryPage *self);

G_END_DECLS
