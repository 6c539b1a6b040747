/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The smallest PNG writer that drawings of a few colours need. It packs them itself, since zlib
 * does not give the same bytes in every version, and a demonstration is the same everywhere. */

#define SOHO_DEMO_PNG_COLOURS 16

typedef struct
{
  guint8 red, green, blue;
} SohoDemoPngColour;

/* pixels: side × side positions in colours, row by row. side: even. Owned by the caller. */
GBytes *soho_demo_png_make (const guint8 *pixels,
                            guint side,
                            const SohoDemoPngColour colours[SOHO_DEMO_PNG_COLOURS]);
