/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/picture.h"

#include <string.h>

#include "pictures.h"

static gboolean
has (GBytes *bytes, const char *text)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text))
         != NULL;
}

static void
test_good (void)
{
  static const SohoPictureFormat formats[] = {
    [PICTURES_JPEG] = SOHO_PICTURE_JPEG,
    [PICTURES_PROGRESSIVE_JPEG] = SOHO_PICTURE_JPEG,
    [PICTURES_PNG] = SOHO_PICTURE_PNG,
    [PICTURES_WEBP] = SOHO_PICTURE_WEBP,
    [PICTURES_LOSSLESS_WEBP] = SOHO_PICTURE_WEBP,
  };

  for (guint i = 0; i < PICTURES_N_GOOD; i++)
    {
      g_autoptr (GBytes) bytes = pictures_get (i);
      g_autoptr (GError) error = NULL;
      SohoPicture picture;

      soho_picture_read (bytes, &picture, &error);
      g_assert_no_error (error);
      g_assert_cmpint (picture.format, ==, formats[i]);
      g_assert_cmpuint (picture.width, ==, PICTURES_WIDTH);
      g_assert_cmpuint (picture.height, ==, PICTURES_HEIGHT);
    }
  g_assert_cmpstr (soho_picture_format_get_type (SOHO_PICTURE_WEBP), ==, "image/webp");
  g_assert_cmpstr (soho_picture_format_get_suffix (SOHO_PICTURE_JPEG), ==, "jpg");
}

static void
test_bad (void)
{
  static const SohoPictureError codes[] = {
    [PICTURES_EMPTY] = SOHO_PICTURE_ERROR_NOT_ONE,
    [PICTURES_TEXT] = SOHO_PICTURE_ERROR_NOT_ONE,
    [PICTURES_HTML] = SOHO_PICTURE_ERROR_NOT_ONE,
    [PICTURES_SVG] = SOHO_PICTURE_ERROR_NOT_ONE,
    [PICTURES_GIF] = SOHO_PICTURE_ERROR_NOT_ONE,
    [PICTURES_CUT_JPEG] = SOHO_PICTURE_ERROR_DAMAGED,
    [PICTURES_WRONG_JPEG] = SOHO_PICTURE_ERROR_DAMAGED,
    [PICTURES_CUT_PNG] = SOHO_PICTURE_ERROR_DAMAGED,
    [PICTURES_BOMB] = SOHO_PICTURE_ERROR_TOO_LARGE,
    [PICTURES_CUT_WEBP] = SOHO_PICTURE_ERROR_DAMAGED,
  };

  for (guint i = 0; i < PICTURES_N_BAD; i++)
    {
      g_autoptr (GBytes) bytes = pictures_get_bad (i);
      g_autoptr (GError) error = NULL;
      SohoPicture picture;

      g_test_message ("bad picture %u", i);
      g_assert_false (soho_picture_read (bytes, &picture, &error));
      g_assert_error (error, SOHO_PICTURE_ERROR, (int) codes[i]);
    }
}

/* Cut anywhere, none is a picture any more; in memory of their exact length, so that a sanitizer
 * sees who reads on. */
static void
test_cut_anywhere (void)
{
  for (guint i = 0; i < PICTURES_N_GOOD; i++)
    {
      g_autoptr (GBytes) whole = pictures_get (i);

      for (gsize length = 0; length < g_bytes_get_size (whole); length++)
        {
          g_autoptr (GBytes) bytes = g_bytes_new (g_bytes_get_data (whole, NULL), length);
          g_autoptr (GError) error = NULL;
          SohoPicture picture;

          g_assert_false (soho_picture_read (bytes, &picture, &error));
          g_assert_nonnull (error);
        }
    }
}

/* Whatever byte is another: an answer or an error, never more pixels than are allowed. */
static void
test_any_byte (void)
{
  static const guint8 others[] = { 0x00, 0x01, 0x7f, 0xc0, 0xd8, 0xd9, 0xda, 0xff };

  for (guint i = 0; i < PICTURES_N_GOOD; i++)
    {
      g_autoptr (GBytes) whole = pictures_get_talkative (i);
      gsize length = g_bytes_get_size (whole);

      for (gsize at = 0; at < length * G_N_ELEMENTS (others); at++)
        {
          guint8 *changed = g_memdup2 (g_bytes_get_data (whole, NULL), length);
          g_autoptr (GBytes) bytes = g_bytes_new_take (changed, length);
          g_autoptr (GError) error = NULL;
          SohoPicture picture;

          changed[at % length] = others[at / length];
          if (soho_picture_read (bytes, &picture, &error))
            {
              g_autoptr (GBytes) bare = soho_picture_strip (bytes, NULL);
              g_autoptr (GBytes) again = soho_picture_strip (bare, NULL);

              g_assert_cmpuint ((guint64) picture.width * picture.height, <=,
                                SOHO_PICTURE_PIXELS_MAX);
              g_assert_true (g_bytes_equal (bare, again));
            }
          else
            g_assert_nonnull (error);
        }
    }
}

/* What the camera noted is gone, and the picture is the same. */
static void
test_strip (void)
{
  for (guint i = 0; i < PICTURES_N_GOOD; i++)
    {
      g_autoptr (GBytes) quiet = pictures_get (i);
      g_autoptr (GBytes) talkative = pictures_get_talkative (i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) same = soho_picture_strip (quiet, NULL);
      g_autoptr (GBytes) bare = soho_picture_strip (talkative, &error);
      g_autoptr (GBytes) again = NULL;
      SohoPicture picture;

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (same, quiet));
      g_assert_true (has (talkative, PICTURES_SECRET));
      g_assert_false (has (bare, PICTURES_SECRET));
      g_assert_false (has (bare, "Cam"));
      g_assert_true (soho_picture_read (bare, &picture, NULL));
      g_assert_cmpuint (picture.width, ==, PICTURES_WIDTH);
      again = soho_picture_strip (bare, NULL);
      g_assert_true (g_bytes_equal (again, bare));
      /* Only a JPEG says that it is to be turned, and a WebP that it has been extended. */
      g_assert_cmpint (has (bare, "Exif"), ==, picture.format == SOHO_PICTURE_JPEG);
      if (picture.format == SOHO_PICTURE_PNG)
        g_assert_true (g_bytes_equal (bare, quiet));
      if (picture.format == SOHO_PICTURE_WEBP)
        g_assert_cmpint (((const guint8 *) g_bytes_get_data (bare, NULL))[20], ==, 0);
    }
}

/* Some cameras write a second picture, or anything, after the first. */
static void
test_tail (void)
{
  g_autoptr (GBytes) whole = pictures_get (PICTURES_JPEG);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  SohoPicture picture;

  g_byte_array_append (longer, g_bytes_get_data (whole, NULL), (guint) g_bytes_get_size (whole));
  g_byte_array_append (longer, (const guint8 *) "more\xff\xd8", 6);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&longer));
  g_assert_true (soho_picture_read (bytes, &picture, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/good", test_good);
  g_test_add_func ("/picture/bad", test_bad);
  g_test_add_func ("/picture/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/picture/any-byte", test_any_byte);
  g_test_add_func ("/picture/strip", test_strip);
  g_test_add_func ("/picture/tail", test_tail);
  return g_test_run ();
}
