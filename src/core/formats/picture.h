/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a picture file says of itself, without decoding it: the server has no image library, and the
 * application wants to know how large a picture becomes before it makes room for it. */

typedef enum
{
  SOHO_PICTURE_JPEG,
  SOHO_PICTURE_PNG,
  SOHO_PICTURE_WEBP, /* one image, not an animation */
} SohoPictureFormat;

typedef struct
{
  SohoPictureFormat format;
  guint width, height; /* as stored: a JPEG may ask to be turned when it is shown */
} SohoPicture;

/* The largest picture that anybody decodes, in pixels: 120 MB of memory, more than the camera of a
 * telephone makes unless it is told to. */
#define SOHO_PICTURE_PIXELS_MAX 40000000

#define SOHO_PICTURE_ERROR (soho_picture_error_quark ())
GQuark soho_picture_error_quark (void);

typedef enum
{
  SOHO_PICTURE_ERROR_NOT_ONE,   /* neither JPEG nor PNG nor WebP */
  SOHO_PICTURE_ERROR_DAMAGED,   /* begins like one, and is cut or breaks its own lengths */
  SOHO_PICTURE_ERROR_TOO_LARGE, /* more than SOHO_PICTURE_PIXELS_MAX */
} SohoPictureError;

/* Walks the parts of the file from its first byte to the one that ends the picture; what follows
 * that, as some cameras write, is no matter. An error's message goes on after "NAME: ". */
gboolean soho_picture_read (GBytes *bytes, SohoPicture *picture, GError **error);

/* The same picture without what a camera or a program noted beside it: where and when it was taken,
 * with what, a smaller copy of what was cut away since. What it takes to show it right stays: the
 * colour profile, and how a JPEG is to be turned. What has nothing of that comes back byte for
 * byte. Owned by the caller; errors as of soho_picture_read (). */
GBytes *soho_picture_strip (GBytes *bytes, GError **error);

/* "image/jpeg". */
const char *soho_picture_format_get_type (SohoPictureFormat format);

/* What a file of the format is named after its dot: "jpg". */
const char *soho_picture_format_get_suffix (SohoPictureFormat format);
