/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What was written here and has not left yet, and below it what came back, which stays until the
 * person decides. */
#define SOHO_TYPE_OUTBOX_PAGE (soho_outbox_page_get_type ())
G_DECLARE_FINAL_TYPE (SohoOutboxPage, soho_outbox_page, SOHO, OUTBOX_PAGE, AdwBin)

G_END_DECLS
