/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "store/tray.h"

G_BEGIN_DECLS

/* What a person wrote here and has not left yet, or has come back, for the windows. What goes wrong
 * is a sentence for the person. In the main thread. */

/* How many deeds wait, and how many texts came back; 0 where that cannot be read. */
void soho_outgoing_count (SohoLibrary *library, guint *waiting, guint *returned);

/* Whether something that was written to the record waits to be sent, or for its answer. */
gboolean soho_outgoing_is_waiting (SohoLibrary *library, gint64 id);

/* What the next deed will be known by; 0 where that cannot be read. */
gint64 soho_outgoing_get_next_deed (SohoLibrary *library);

/* See store/withdraw.h. */
gboolean
soho_outgoing_withdraw (SohoLibrary *library, gint64 deed, gboolean *countered, GError **error);

/* See store/tray.h. */
gboolean soho_outgoing_offer_again (SohoLibrary *library, gint64 entry, GError **error);
gboolean soho_outgoing_drop (SohoLibrary *library, gint64 entry, GError **error);

/* Puts an entry that was dropped back into the tray. */
gboolean soho_outgoing_keep (SohoLibrary *library, const SohoTrayEntry *entry, GError **error);

G_END_DECLS
