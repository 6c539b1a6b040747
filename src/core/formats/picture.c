/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/picture.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (soho_picture_error, soho_picture_error)

/* The rest of a file that has not been walked over yet. */
typedef struct
{
  const guint8 *bytes;
  gsize length;
} Rest;

/* What a walk found; none of them is a picture without dimensions and pixels. */
typedef struct
{
  gboolean whole; /* the walk came to the picture's end */
  gboolean has_pixels;
  guint64 width, height;
} Found;

/* Takes n bytes off the front; NULL if there are fewer. */
static const guint8 *
take (Rest *rest, gsize n)
{
  const guint8 *taken = rest->bytes;

  if (n > rest->length)
    return NULL;
  rest->bytes += n;
  rest->length -= n;
  return taken;
}

static guint32
big_endian (const guint8 *bytes, guint n)
{
  guint32 number = 0;

  for (guint i = 0; i < n; i++)
    number = number << 8 | bytes[i];
  return number;
}

static guint32
little_endian (const guint8 *bytes, guint n)
{
  guint32 number = 0;

  while (n > 0)
    number = number << 8 | bytes[--n];
  return number;
}

/* JPEG: ITU-T T.81, annex B. */

enum
{
  JPEG_TEMPORARY = 0x01,
  JPEG_FIRST_FRAME = 0xc0,
  JPEG_HUFFMAN = 0xc4,
  JPEG_EXTENSION = 0xc8,
  JPEG_ARITHMETIC = 0xcc,
  JPEG_LAST_FRAME = 0xcf,
  JPEG_FIRST_RESTART = 0xd0,
  JPEG_LAST_RESTART = 0xd7,
  JPEG_START = 0xd8,
  JPEG_END = 0xd9,
  JPEG_SCAN = 0xda,
};

static gboolean
is_frame (guint marker)
{
  return marker >= JPEG_FIRST_FRAME && marker <= JPEG_LAST_FRAME && marker != JPEG_HUFFMAN
         && marker != JPEG_EXTENSION && marker != JPEG_ARITHMETIC;
}

static gboolean
is_restart (guint marker)
{
  return marker >= JPEG_FIRST_RESTART && marker <= JPEG_LAST_RESTART;
}

/* The next marker, which may have filling before it; 0 if there is none. */
static guint
take_marker (Rest *rest)
{
  const guint8 *byte = take (rest, 1);

  if (byte == NULL || *byte != 0xff)
    return 0;
  while (byte != NULL && *byte == 0xff)
    byte = take (rest, 1);
  return byte != NULL ? *byte : 0;
}

/* Goes over the pixels of a scan to the marker after them. */
static void
skip_scan (Rest *rest)
{
  for (;;)
    {
      const guint8 *marker = memchr (rest->bytes, 0xff, rest->length);

      take (rest, marker != NULL ? (gsize) (marker - rest->bytes) : rest->length);
      if (rest->length < 2)
        return;
      if (rest->bytes[1] != 0 && rest->bytes[1] != 0xff && !is_restart (rest->bytes[1]))
        return;
      take (rest, rest->bytes[1] == 0xff ? 1 : 2);
    }
}

static gboolean
walk_segment (Rest *rest, guint marker, Found *found)
{
  const guint8 *size = take (rest, 2);
  gsize length = size != NULL ? big_endian (size, 2) : 0;
  const guint8 *segment = length >= 2 ? take (rest, length - 2) : NULL;

  if (segment == NULL)
    return FALSE;
  if (is_frame (marker))
    {
      /* Precision, height, width, number of components. */
      if (length < 8 || found->width > 0)
        return FALSE;
      found->height = big_endian (segment + 1, 2);
      found->width = big_endian (segment + 3, 2);
    }
  if (marker == JPEG_SCAN)
    {
      found->has_pixels = TRUE;
      skip_scan (rest);
    }
  return TRUE;
}

static void
walk_jpeg (Rest rest, Found *found)
{
  take (&rest, 2);
  for (;;)
    {
      guint marker = take_marker (&rest);

      if (marker == 0 || marker == JPEG_START)
        return;
      if (marker == JPEG_END)
        {
          found->whole = TRUE;
          return;
        }
      if (marker != JPEG_TEMPORARY && !is_restart (marker) && !walk_segment (&rest, marker, found))
        return;
    }
}

/* PNG: ISO/IEC 15948, clause 5. */

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"
#define PNG_HEADER_LENGTH 13
#define PNG_CHECKSUM_LENGTH 4

static void
walk_png (Rest rest, Found *found)
{
  take (&rest, strlen (PNG_SIGNATURE));
  for (gboolean first = TRUE;; first = FALSE)
    {
      const guint8 *head = take (&rest, 8);
      gsize length = head != NULL ? big_endian (head, 4) : 0;
      const guint8 *type = head != NULL ? head + 4 : NULL;
      const guint8 *data = head != NULL ? take (&rest, length) : NULL;

      if (data == NULL || take (&rest, PNG_CHECKSUM_LENGTH) == NULL)
        return;
      if (first != (memcmp (type, "IHDR", 4) == 0) || (first && length != PNG_HEADER_LENGTH))
        return;
      if (first)
        {
          found->width = big_endian (data, 4);
          found->height = big_endian (data + 4, 4);
        }
      found->has_pixels |= memcmp (type, "IDAT", 4) == 0 && length > 0;
      if (memcmp (type, "IEND", 4) == 0)
        {
          found->whole = TRUE;
          return;
        }
    }
}

/* WebP: RFC 9649, section 2. */

#define WEBP_HEADER_LENGTH 12
#define WEBP_SIZE_BITS 0x3fff

/* A canvas and the image on it may each tell a size. */
static void
note_size (Found *found, guint64 width, guint64 height)
{
  found->width = MAX (found->width, width);
  found->height = MAX (found->height, height);
}

static gboolean
walk_chunk (const guint8 *type, const guint8 *data, gsize length, Found *found)
{
  if (memcmp (type, "VP8X", 4) == 0)
    {
      if (length < 10)
        return FALSE;
      note_size (found, little_endian (data + 4, 3) + 1, little_endian (data + 7, 3) + 1);
    }
  else if (memcmp (type, "VP8 ", 4) == 0)
    {
      if (length < 10 || memcmp (data + 3, "\x9d\x01\x2a", 3) != 0)
        return FALSE;
      note_size (found, little_endian (data + 6, 2) & WEBP_SIZE_BITS,
                 little_endian (data + 8, 2) & WEBP_SIZE_BITS);
      found->has_pixels = TRUE;
    }
  else if (memcmp (type, "VP8L", 4) == 0)
    {
      if (length < 5 || *data != 0x2f)
        return FALSE;
      note_size (found, (little_endian (data + 1, 4) & WEBP_SIZE_BITS) + 1,
                 (little_endian (data + 1, 4) >> 14 & WEBP_SIZE_BITS) + 1);
      found->has_pixels = TRUE;
    }
  return TRUE;
}

static void
walk_webp (Rest rest, Found *found)
{
  const guint8 *header = take (&rest, WEBP_HEADER_LENGTH);
  gsize length = little_endian (header + 4, 4);

  /* The size counts what comes after it: the four letters, and the chunks. */
  if (length < 4 || length - 4 > rest.length)
    return;
  rest.length = length - 4;
  while (rest.length > 0)
    {
      const guint8 *head = take (&rest, 8);
      gsize size = head != NULL ? little_endian (head + 4, 4) : 0;
      const guint8 *data = head != NULL ? take (&rest, size) : NULL;

      if (data == NULL || !walk_chunk (head, data, size, found)
          || (size % 2 == 1 && take (&rest, 1) == NULL))
        return;
    }
  found->whole = TRUE;
}

static gboolean
recognise (Rest rest, SohoPictureFormat *format)
{
  gsize png = strlen (PNG_SIGNATURE);

  if (rest.length >= 3 && memcmp (rest.bytes, "\xff\xd8\xff", 3) == 0)
    *format = SOHO_PICTURE_JPEG;
  else if (rest.length >= png && memcmp (rest.bytes, PNG_SIGNATURE, png) == 0)
    *format = SOHO_PICTURE_PNG;
  else if (rest.length >= WEBP_HEADER_LENGTH && memcmp (rest.bytes, "RIFF", 4) == 0
           && memcmp (rest.bytes + 8, "WEBP", 4) == 0)
    *format = SOHO_PICTURE_WEBP;
  else
    return FALSE;
  return TRUE;
}

gboolean
soho_picture_read (GBytes *bytes, SohoPicture *picture, GError **error)
{
  static void (*const walks[]) (Rest rest, Found * found) = {
    [SOHO_PICTURE_JPEG] = walk_jpeg,
    [SOHO_PICTURE_PNG] = walk_png,
    [SOHO_PICTURE_WEBP] = walk_webp,
  };
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  Rest rest = { data, length };
  Found found = { 0 };

  if (!recognise (rest, &picture->format))
    {
      g_set_error_literal (error, SOHO_PICTURE_ERROR, SOHO_PICTURE_ERROR_NOT_ONE,
                           _ ("is no picture that can be shown: save it as JPEG, PNG or WebP"));
      return FALSE;
    }
  walks[picture->format](rest, &found);
  if (found.width * found.height > SOHO_PICTURE_PIXELS_MAX)
    {
      g_set_error (error, SOHO_PICTURE_ERROR, SOHO_PICTURE_ERROR_TOO_LARGE,
                   _ ("has %llu × %llu pixels: make it smaller, 1000 × 1000 are plenty"),
                   (unsigned long long) found.width, (unsigned long long) found.height);
      return FALSE;
    }
  if (!found.whole || !found.has_pixels || found.width == 0 || found.height == 0)
    {
      g_set_error_literal (error, SOHO_PICTURE_ERROR, SOHO_PICTURE_ERROR_DAMAGED,
                           _ ("is a damaged picture: open it, see whether it is whole, and save "
                              "it again"));
      return FALSE;
    }
  picture->width = (guint) found.width;
  picture->height = (guint) found.height;
  return TRUE;
}

const char *
soho_picture_format_get_type (SohoPictureFormat format)
{
  static const char *const types[] = { "image/jpeg", "image/png", "image/webp" };

  g_return_val_if_fail (format < G_N_ELEMENTS (types), NULL);
  return types[format];
}

const char *
soho_picture_format_get_suffix (SohoPictureFormat format)
{
  static const char *const suffixes[] = { "jpg", "png", "webp" };

  g_return_val_if_fail (format < G_N_ELEMENTS (suffixes), NULL);
  return suffixes[format];
}
