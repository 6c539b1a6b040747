/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The directory: people found beside the card of the one chosen; one at a time where there is no
 * room for both. Shows records of kind member. */
#define SOHO_TYPE_DIRECTORY_PAGE (soho_directory_page_get_type ())
G_DECLARE_FINAL_TYPE (SohoDirectoryPage, soho_directory_page, SOHO, DIRECTORY_PAGE, AdwBin)

G_END_DECLS
