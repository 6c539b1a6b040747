/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/photo-decoder.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "formats/picture.h"

/* Who stands before a camera has the head above the middle: of what is too much, this part is cut
 * off at the top and the rest at the bottom. */
#define ABOVE 1 / 3

/* Lets the loader make less of it at once, as a JPEG can. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, gpointer side)
{
  int shorter = MIN (width, height), wanted = GPOINTER_TO_INT (side);

  if (shorter > wanted)
    gdk_pixbuf_loader_set_size (loader, MAX (wanted, (int) ((gint64) width * wanted / shorter)),
                                MAX (wanted, (int) ((gint64) height * wanted / shorter)));
}

static GdkPixbuf *
load (GBytes *bytes, const SohoPicture *picture, guint side, GError **error)
{
  static const char *const types[] = {
    [SOHO_PICTURE_JPEG] = "jpeg",
    [SOHO_PICTURE_PNG] = "png",
    [SOHO_PICTURE_WEBP] = "webp",
  };
  /* Of this type and no other, whatever else the bytes may look like. */
  g_autoptr (GdkPixbufLoader) loader
      = gdk_pixbuf_loader_new_with_type (types[picture->format], error);

  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared),
                    GINT_TO_POINTER ((int) side));
  if (!gdk_pixbuf_loader_write_bytes (loader, bytes, error))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  if (!gdk_pixbuf_loader_close (loader, error))
    return NULL;
  return gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
}

static GdkPixbuf *
cut_square (GdkPixbuf *whole)
{
  int width = gdk_pixbuf_get_width (whole), height = gdk_pixbuf_get_height (whole);
  int side = MIN (width, height);

  return gdk_pixbuf_new_subpixbuf (whole, (width - side) / 2, (height - side) * ABOVE, side, side);
}

/* Onto white, as on paper. Always a copy that holds nothing else in memory. */
static GdkPixbuf *
make_opaque (GdkPixbuf *square, int side)
{
  int before = gdk_pixbuf_get_width (square);
  GdkPixbuf *opaque;

  side = MIN (side, before);
  opaque = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, side, side);
  if (opaque == NULL)
    return NULL;
  gdk_pixbuf_fill (opaque, 0xffffffff);
  gdk_pixbuf_composite (square, opaque, 0, 0, side, side, 0, 0, (double) side / before,
                        (double) side / before, GDK_INTERP_BILINEAR, 255);
  return opaque;
}

GdkTexture *
soho_photo_decode (GBytes *bytes, guint side, GError **error)
{
  g_autoptr (GdkPixbuf) whole = NULL;
  g_autoptr (GdkPixbuf) square = NULL;
  g_autoptr (GdkPixbuf) opaque = NULL;
  g_autoptr (GBytes) pixels = NULL;
  SohoPicture picture;

  g_return_val_if_fail (side >= 1 && side <= SOHO_PHOTO_SIDE_MAX, NULL);

  if (!soho_picture_read (bytes, &picture, error))
    return NULL;
  whole = load (bytes, &picture, side, error);
  square = whole != NULL ? cut_square (whole) : NULL;
  opaque = square != NULL ? make_opaque (square, (int) side) : NULL;
  if (opaque == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, SOHO_PICTURE_ERROR, SOHO_PICTURE_ERROR_DAMAGED,
                             "There is no picture in it");
      return NULL;
    }
  pixels = gdk_pixbuf_read_pixel_bytes (opaque);
  return gdk_memory_texture_new (gdk_pixbuf_get_width (opaque), gdk_pixbuf_get_height (opaque),
                                 GDK_MEMORY_R8G8B8, pixels,
                                 (gsize) gdk_pixbuf_get_rowstride (opaque));
}
