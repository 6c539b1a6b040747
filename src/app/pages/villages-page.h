/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/search-page.h"

G_BEGIN_DECLS

/* The partner villages, found by what they and their offers say. Shows records of the kinds village
 * and village_offer. */
#define SOHO_TYPE_VILLAGES_PAGE (soho_villages_page_get_type ())
G_DECLARE_FINAL_TYPE (SohoVillagesPage, soho_villages_page, SOHO, VILLAGES_PAGE, SohoSearchPage)

G_END_DECLS
