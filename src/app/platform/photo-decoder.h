/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

/* The largest side of a photo as it is shown, in device pixels. */
#define SOHO_PHOTO_SIDE_MAX 256

/* Makes of a JPEG, PNG or WebP file a square photo of at most side × side device pixels: turned as
 * it asks to be, cut to its middle (of a tall one, a little above), made smaller but never larger,
 * and opaque, since GTK 4.8's cairo renderer converts what is not for each frame anew. In any
 * thread; nothing is decoded whose header says that it is no picture or too large a one. side: 1 to
 * SOHO_PHOTO_SIDE_MAX. NULL on error, which is for programs. */
GdkTexture *soho_photo_decode (GBytes *bytes, guint side, GError **error);
