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
