/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/search-page.h"

G_BEGIN_DECLS

/* The telecentres, with what can be used in each. Shows records of the kinds telecentre and
 * resource. */
#define SOHO_TYPE_TELECENTRES_PAGE (soho_telecentres_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SohoTelecentresPage, soho_telecentres_page, SOHO, TELECENTRES_PAGE, SohoSearchPage)

G_END_DECLS
