/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pictures.h"

#include <string.h>

/* Twelve pixels wide and eight high, from red to blue. */
static const char *const goods[] = {
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkK"
  "DA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/2wBDAQMDAwQDBAgEBAgQCwkLEBAQEBAQEBAQEBAQ"
  "EBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBD/wAARCAAIAAwDAREAAhEBAxEB/8QA"
  "FQABAQAAAAAAAAAAAAAAAAAAAAj/xAAYEAACAwAAAAAAAAAAAAAAAAAAARZjkf/EABYBAQEBAAAAAAAA"
  "AAAAAAAAAAAHCP/EABcRAAMBAAAAAAAAAAAAAAAAAAAYY6H/2gAMAwEAAhEDEQA/AI2nty0uK1xw0cwN"
  "dE9uWha44GBrp//Z",
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkK"
  "DA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/2wBDAQMDAwQDBAgEBAgQCwkLEBAQEBAQEBAQEBAQ"
  "EBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBD/wgARCAAIAAwDAREAAhEBAxEB/8QA"
  "FQABAQAAAAAAAAAAAAAAAAAAAAf/xAAWAQEBAQAAAAAAAAAAAAAAAAAABgf/2gAMAwEAAhADEAAAAY1c"
  "aOP/xAAVEAEBAAAAAAAAAAAAAAAAAAAAFP/aAAgBAQABBQK9e//EABYRAAMAAAAAAAAAAAAAAAAAAAAX"
  "Yv/aAAgBAwEBPwFgUMCj/8QAFhEAAwAAAAAAAAAAAAAAAAAAABdi/9oACAECAQE/AVrAtYP/xAAVEAEB"
  "AAAAAAAAAAAAAAAAAAAAMf/aAAgBAQAGPwKq/8QAFBABAAAAAAAAAAAAAAAAAAAAEP/aAAgBAQABPyEX"
  "/9oADAMBAAIAAwAAABDb/8QAFhEAAwAAAAAAAAAAAAAAAAAAABHw/9oACAEDAQE/ELZbP//EABYRAAMA"
  "AAAAAAAAAAAAAAAAAAAR8P/aAAgBAgEBPxCEQj//xAAWEAADAAAAAAAAAAAAAAAAAAAAcZH/2gAIAQEA"
  "AT8QVRVP/9k=",
  "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAICAIAAABChommAAAAIklEQVQY02P8z0AYsNxmUCGs6A4xim4z"
  "qA42kxgZGAgHAgA4XQgYtZ0NjQAAAABJRU5ErkJggg==",
  "UklGRlAAAABXRUJQVlA4IEQAAACwAgCdASoMAAgAAgA0JagCdLcAlgH8AuP8D0P9gAAA/vaw64VOXrH/"
  "ji+FUl6/eFUl/8Cd/4U1/5nM6/LrKOkkS4AAAA==",
  "UklGRkgAAABXRUJQVlA4TDsAAAAvC8ABAD8AEIT/bRMCgRQO0wKBxJ/xXJ5/gkmaajtGB+cDDEKSkkIK"
  "KaSQQgop5D+zEBH9z+dYhqZIAgA=",
};

GBytes *
pictures_get (PicturesGood which)
{
  gsize length;
  guchar *bytes = g_base64_decode (goods[which], &length);

  return g_bytes_new_take (bytes, length);
}

static void
append_text (GByteArray *out, const char *text)
{
  g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
}

static void
append_number (GByteArray *out, guint32 number)
{
  g_byte_array_append (out, (const guint8 *) &number, sizeof number);
}

static void
append_segment (GByteArray *out, guint8 marker, const char *mark, guint n)
{
  guint8 head[] = { 0xff, marker, 0, (guint8) (2 + n + strlen (PICTURES_SECRET)) };

  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *) mark, n);
  append_text (out, PICTURES_SECRET);
}

static void
make_jpeg_talk (GByteArray *out)
{
  /* Two entries: the name of a camera, and how it was held. */
  static const char exif[] = "Exif\0\0II*\0\x08\0\0\0\x02\0"
                             "\x0f\x01\x02\0\x04\0\0\0Cam\0"
                             "\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0";

  append_segment (out, 0xe1, exif, sizeof exif);
  append_segment (out, 0xe1, "http://ns.adobe.com/xap/1.0/", 29);
  append_segment (out, 0xe2, "MPF", 4);
  append_segment (out, 0xed, "Photoshop 3.0", 14);
  append_segment (out, 0xfe, "", 0);
}

static void
append_png_chunk (GByteArray *out, const char *type)
{
  append_number (out, GUINT32_TO_BE ((guint32) strlen (PICTURES_SECRET)));
  append_text (out, type);
  append_text (out, PICTURES_SECRET);
  append_number (out, 0);
}

static void
append_webp_chunk (GByteArray *out, const char *type)
{
  append_text (out, type);
  append_number (out, GUINT32_TO_LE ((guint32) strlen (PICTURES_SECRET)));
  append_text (out, PICTURES_SECRET);
}

/* The chunk that says that others follow. */
static void
append_webp_extension (GByteArray *out)
{
  append_text (out, "VP8X");
  append_number (out, GUINT32_TO_LE (10));
  append_number (out, GUINT32_TO_LE (0x0c));
  g_byte_array_append (out, (const guint8[]){ PICTURES_WIDTH - 1, 0, 0, PICTURES_HEIGHT - 1, 0, 0 },
                       6);
}

GBytes *
pictures_get_talkative (PicturesGood which)
{
  /* Behind the start of a JPEG, the header of a PNG, the letters of a WebP. */
  static const gsize places[] = { 2, 2, 33, 12, 12 };
  g_autoptr (GBytes) whole = pictures_get (which);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gsize length;
  const guint8 *bytes = g_bytes_get_data (whole, &length);
  guint32 size;

  g_byte_array_append (out, bytes, (guint) places[which]);
  if (which <= PICTURES_PROGRESSIVE_JPEG)
    make_jpeg_talk (out);
  else if (which == PICTURES_PNG)
    for (guint i = 0; i < 3; i++)
      append_png_chunk (out, (const char *const[]){ "eXIf", "tEXt", "iTXt" }[i]);
  else
    append_webp_extension (out);
  g_byte_array_append (out, bytes + places[which], (guint) (length - places[which]));
  if (which >= PICTURES_WEBP)
    {
      append_webp_chunk (out, "EXIF");
      append_webp_chunk (out, "XMP ");
      size = GUINT32_TO_LE (out->len - 8);
      memcpy (out->data + 4, &size, sizeof size);
    }
  append_text (out, PICTURES_SECRET);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static GBytes *
make_text (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static GBytes *
make_cut (PicturesGood which, gsize missing)
{
  g_autoptr (GBytes) whole = pictures_get (which);

  return g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - missing);
}

/* With other bytes at a place. */
static GBytes *
make_changed (PicturesGood which, gsize at, const char *bytes, gsize n)
{
  g_autoptr (GBytes) whole = pictures_get (which);
  g_autoptr (GByteArray) changed = g_byte_array_new ();

  g_byte_array_append (changed, g_bytes_get_data (whole, NULL), (guint) g_bytes_get_size (whole));
  memcpy (changed->data + at, bytes, n);
  return g_byte_array_free_to_bytes (g_steal_pointer (&changed));
}

GBytes *
pictures_get_bad (PicturesBad which)
{
  switch (which)
    {
    case PICTURES_EMPTY:
      return g_bytes_new (NULL, 0);
    case PICTURES_TEXT:
      return make_text ("Pas une image.\n");
    case PICTURES_HTML:
      return make_text ("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>");
    case PICTURES_SVG:
      return make_text ("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
    case PICTURES_GIF:
      return g_bytes_new ("GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1\0\0;", 27);
    case PICTURES_CUT_JPEG:
      return make_cut (PICTURES_JPEG, 40);
    case PICTURES_WRONG_JPEG:
      /* The first segment says that it is longer than the file. */
      return make_changed (PICTURES_JPEG, 4, "\xff\xf0", 2);
    case PICTURES_CUT_PNG:
      return make_cut (PICTURES_PNG, 12);
    case PICTURES_BOMB:
      /* The header says 50,000 by 50,000 pixels. */
      return make_changed (PICTURES_PNG, 16, "\0\0\xc3\x50\0\0\xc3\x50", 8);
    case PICTURES_CUT_WEBP:
      return make_cut (PICTURES_WEBP, 8);
    case PICTURES_N_BAD:
      break;
    }
  g_assert_not_reached ();
}
