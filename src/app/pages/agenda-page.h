/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The agenda: meetings to come, or those that are over, beside the one chosen. Shows records of
 * kind event.
 *
 * Property "now", to be given when it is made: what time it is, in Unix seconds; 0 for the clock.
 */
#define SOHO_TYPE_AGENDA_PAGE (soho_agenda_page_get_type ())
G_DECLARE_FINAL_TYPE (SohoAgendaPage, soho_agenda_page, SOHO, AGENDA_PAGE, AdwBin)

G_END_DECLS
