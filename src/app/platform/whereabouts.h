/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Asks the desktop, through GeoClue, where this computer is, to the town: the person may refuse,
 * and nothing of it leaves the program. Once only, and never by itself. */
void
soho_whereabouts_ask (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* Degrees WGS 84. FALSE with an error whose message says in a sentence what to do instead, or
 * G_IO_ERROR_CANCELLED. */
gboolean
soho_whereabouts_finish (GAsyncResult *result, double *latitude, double *longitude, GError **error);
