/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Small pictures, and what is given out for one and is none. */

typedef enum
{
  PICTURES_JPEG,
  PICTURES_PROGRESSIVE_JPEG,
  PICTURES_PNG,
  PICTURES_WEBP,
  PICTURES_LOSSLESS_WEBP,
  PICTURES_N_GOOD,
} PicturesGood;

#define PICTURES_WIDTH 12
#define PICTURES_HEIGHT 8

typedef enum
{
  PICTURES_EMPTY,
  PICTURES_TEXT,
  PICTURES_HTML,
  PICTURES_SVG,
  PICTURES_GIF,
  PICTURES_CUT_JPEG,
  PICTURES_WRONG_JPEG, /* a segment longer than the file */
  PICTURES_CUT_PNG,
  PICTURES_BOMB, /* a PNG of 2.5 billion pixels */
  PICTURES_CUT_WEBP,
  PICTURES_N_BAD,
} PicturesBad;

/* Owned by the caller. None says more than it needs to be shown. */
GBytes *pictures_get (PicturesGood which);

/* The same, as a camera or a program would save it: it says PICTURES_SECRET in every way its format
 * has, and a JPEG that it is upside down. */
GBytes *pictures_get_talkative (PicturesGood which);

#define PICTURES_SECRET "43.64638 N 0.58643 E"
GBytes *pictures_get_bad (PicturesBad which);
