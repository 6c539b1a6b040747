/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A telecentre, live: where it is, when it is open, what it costs, what can be used there. It needs
 * the actions "win.open-uri", "win.copy" and "win.show-telecentre-on-map" above it.
 *
 * Properties: "telecentre", the id shown, 0 before the first and when it has gone; "beside-map",
 * whether the map stands beside it anyway. */
#define SOHO_TYPE_TELECENTRE_VIEW (soho_telecentre_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoTelecentreView, soho_telecentre_view, SOHO, TELECENTRE_VIEW, AdwBin)

/* To be called once. */
void soho_telecentre_view_set_library (SohoTelecentreView *self, SohoLibrary *library);

/* Shows a telecentre; what stood there stays if there is none of this id. Returns whether there is
 * one. */
gboolean soho_telecentre_view_set_telecentre (SohoTelecentreView *self, gint64 id);

gint64 soho_telecentre_view_get_telecentre (SohoTelecentreView *self);

/* Gives the keyboard to a resource of the telecentre shown, and scrolls there. */
void soho_telecentre_view_reveal_resource (SohoTelecentreView *self, gint64 id);

G_END_DECLS
