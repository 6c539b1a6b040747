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
  GByteArray *bare; /* what is kept of a picture that is stripped; NULL when it is only read */
  gboolean turns;   /* bare says already how to turn it */
  gboolean whole;   /* the walk came to the picture's end */
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

/* Keeps what was taken since. */
static void
keep (Found *found, const guint8 *since, const Rest *rest)
{
  if (found->bare != NULL)
    g_byte_array_append (found->bare, since, (guint) (rest->bytes - since));
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
  JPEG_JFIF = 0xe0,
  JPEG_EXIF = 0xe1,
  JPEG_PROFILE = 0xe2,
  JPEG_ADOBE = 0xee,
  JPEG_LAST_APPLICATION = 0xef,
  JPEG_COMMENT = 0xfe,
};

/* Exif 2.32, 4.6: a TIFF of its own, whose first directory may say how the picture is turned. */
#define EXIF_MARK "Exif\0"
#define EXIF_MARK_LENGTH 6
#define TIFF_HEADER_LENGTH 8
#define TIFF_ENTRY_LENGTH 12
#define TIFF_TURN 0x0112
#define TIFF_SHORT 3

static gboolean
begins_with (const guint8 *segment, gsize length, const char *mark, gsize n)
{
  return length >= n && memcmp (segment, mark, n) == 0;
}

/* 1 to 8 as Exif counts them; 1, as it stands, if nothing is said. */
static guint
read_turn (const guint8 *segment, gsize length)
{
  const guint8 *tiff = segment + EXIF_MARK_LENGTH;
  guint32 (*number) (const guint8 *bytes, guint n);
  gsize directory, n;

  if (!begins_with (segment, length, EXIF_MARK, EXIF_MARK_LENGTH)
      || (length -= EXIF_MARK_LENGTH) < TIFF_HEADER_LENGTH)
    return 1;
  number = memcmp (tiff, "II", 2) == 0 ? little_endian : big_endian;
  directory = number (tiff + 4, 4);
  if (directory > length || length - directory < 2)
    return 1;
  n = MIN (number (tiff + directory, 2), (length - directory - 2) / TIFF_ENTRY_LENGTH);
  for (const guint8 *entry = tiff + directory + 2; n > 0; n--, entry += TIFF_ENTRY_LENGTH)
    if (number (entry, 2) == TIFF_TURN && number (entry + 2, 2) == TIFF_SHORT)
      return CLAMP (number (entry + 8, 2), 1, 8);
  return 1;
}

/* A segment that says how to turn the picture and nothing else. */
static void
keep_turn (Found *found, guint turn)
{
  guint8 segment[] = "\xff\xe1\0\x22"
                     "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0T\0\0\0\0\0";

  if (found->bare == NULL || found->turns || turn == 1)
    return;
  *(guint8 *) memchr (segment, 'T', sizeof segment) = (guint8) turn;
  g_byte_array_append (found->bare, segment, sizeof segment);
  found->turns = TRUE;
}

/* Whether the picture is not the same without the segment. */
static gboolean
is_needed (guint marker, const guint8 *segment, gsize length)
{
  switch (marker)
    {
    case JPEG_JFIF:
      return begins_with (segment, length, "JFIF", 5);
    case JPEG_PROFILE:
      return begins_with (segment, length, "ICC_PROFILE", 12);
    case JPEG_ADOBE:
      return begins_with (segment, length, "Adobe", 5);
    default:
      return (marker < JPEG_JFIF || marker > JPEG_LAST_APPLICATION) && marker != JPEG_COMMENT;
    }
}

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

/* since: where the segment's marker stands. */
static gboolean
walk_segment (Rest *rest, guint marker, const guint8 *since, Found *found)
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
  if (is_needed (marker, segment, length - 2))
    keep (found, since, rest);
  else if (marker == JPEG_EXIF)
    keep_turn (found, read_turn (segment, length - 2));
  return TRUE;
}

static void
walk_jpeg (Rest rest, Found *found)
{
  keep (found, take (&rest, 2), &rest);
  for (;;)
    {
      const guint8 *since = rest.bytes;
      guint marker = take_marker (&rest);

      if (marker == 0 || marker == JPEG_START)
        return;
      if (marker != JPEG_END && marker != JPEG_TEMPORARY && !is_restart (marker))
        {
          if (!walk_segment (&rest, marker, since, found))
            return;
          continue;
        }
      keep (found, since, &rest);
      if (marker == JPEG_END)
        {
          found->whole = TRUE;
          return;
        }
    }
}

/* PNG: ISO/IEC 15948, clause 5. */

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"
#define PNG_HEADER_LENGTH 13
#define PNG_CHECKSUM_LENGTH 4

/* What pixels and colours need; of the rest, nothing is lost but words and other pictures. */
static gboolean
is_needed_chunk (const guint8 *type)
{
  static const char *const needed[]
      = { "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (memcmp (type, needed[i], 4) == 0)
      return TRUE;
  return g_ascii_isupper ((char) type[0]);
}

static void
walk_png (Rest rest, Found *found)
{
  keep (found, take (&rest, strlen (PNG_SIGNATURE)), &rest);
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
      if (is_needed_chunk (type))
        keep (found, head, &rest);
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

/* In the first byte of VP8X: there are chunks of motion, words or Exif. */
#define WEBP_EXTRAS (0x02 | 0x04 | 0x08)

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
keep_chunk (Found *found, const guint8 *head, const Rest *rest)
{
  static const char *const needed[] = { "VP8X", "VP8 ", "VP8L", "ALPH", "ICCP" };
  guint at = found->bare != NULL ? found->bare->len : 0;

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (memcmp (head, needed[i], 4) == 0)
      keep (found, head, rest);
  if (found->bare != NULL && memcmp (head, "VP8X", 4) == 0)
    found->bare->data[at + 8] &= (guint8) ~WEBP_EXTRAS;
}

/* The header says how long the file has become. */
static void
keep_length (Found *found)
{
  guint32 length;

  if (found->bare == NULL)
    return;
  length = GUINT32_TO_LE (found->bare->len - 8);
  memcpy (found->bare->data + 4, &length, sizeof length);
}

static void
walk_webp (Rest rest, Found *found)
{
  const guint8 *header = take (&rest, WEBP_HEADER_LENGTH);
  gsize length = little_endian (header + 4, 4);

  keep (found, header, &rest);

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
      keep_chunk (found, head, &rest);
    }
  keep_length (found);
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

static gboolean
walk (GBytes *bytes, SohoPicture *picture, Found *found, GError **error)
{
  static void (*const walks[]) (Rest rest, Found * found) = {
    [SOHO_PICTURE_JPEG] = walk_jpeg,
    [SOHO_PICTURE_PNG] = walk_png,
    [SOHO_PICTURE_WEBP] = walk_webp,
  };
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  Rest rest = { data, length };

  if (!recognise (rest, &picture->format))
    {
      g_set_error_literal (error, SOHO_PICTURE_ERROR, SOHO_PICTURE_ERROR_NOT_ONE,
                           _ ("is no picture that can be shown: save it as JPEG, PNG or WebP"));
      return FALSE;
    }
  walks[picture->format](rest, found);
  if (found->width * found->height > SOHO_PICTURE_PIXELS_MAX)
    {
      g_set_error (error, SOHO_PICTURE_ERROR, SOHO_PICTURE_ERROR_TOO_LARGE,
                   _ ("has %llu × %llu pixels: make it smaller, 1000 × 1000 are plenty"),
                   (unsigned long long) found->width, (unsigned long long) found->height);
      return FALSE;
    }
  if (!found->whole || !found->has_pixels || found->width == 0 || found->height == 0)
    {
      g_set_error_literal (error, SOHO_PICTURE_ERROR, SOHO_PICTURE_ERROR_DAMAGED,
                           _ ("is a damaged picture: open it, see whether it is whole, and save "
                              "it again"));
      return FALSE;
    }
  picture->width = (guint) found->width;
  picture->height = (guint) found->height;
  return TRUE;
}

gboolean
soho_picture_read (GBytes *bytes, SohoPicture *picture, GError **error)
{
  Found found = { 0 };

  return walk (bytes, picture, &found, error);
}

GBytes *
soho_picture_strip (GBytes *bytes, GError **error)
{
  g_autoptr (GByteArray) bare = g_byte_array_new ();
  Found found = { .bare = bare };
  SohoPicture picture;

  if (!walk (bytes, &picture, &found, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bare));
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
