/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Guides and the podcast, in one list, beside what is being read. Shows records of the kinds guide
 * and episode. */
#define SOHO_TYPE_GUIDES_PAGE (soho_guides_page_get_type ())
G_DECLARE_FINAL_TYPE (SohoGuidesPage, soho_guides_page, SOHO, GUIDES_PAGE, AdwBin)

G_END_DECLS
