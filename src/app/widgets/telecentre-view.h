/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A telecentre beside the map, live: where it is, when it is open, what it costs. It needs the
 * actions "win.open-uri" and "win.copy" above it. */
#define SOHO_TYPE_TELECENTRE_VIEW (soho_telecentre_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoTelecentreView, soho_telecentre_view, SOHO, TELECENTRE_VIEW, AdwBin)

/* To be called once. */
void soho_telecentre_view_set_library (SohoTelecentreView *self, SohoLibrary *library);

/* Shows a telecentre; what stood there stays if there is none of this id. Returns whether there is
 * one. */
gboolean soho_telecentre_view_set_telecentre (SohoTelecentreView *self, gint64 id);

G_END_DECLS
