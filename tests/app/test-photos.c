/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "photos.h"

#include <adwaita.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

#include "blob.h"
#include "fixture.h"
#include "formats/picture.h"
#include "network.h"
#include "pictures.h"
#include "platform/photo-decoder.h"
#include "widgets/person-card.h"
#include "widgets/person-row.h"

/* One pixel as 0xAARRGGBB. */
static guint32
pixel_at (GdkTexture *texture, int x, int y)
{
  gsize width = (gsize) gdk_texture_get_width (texture);
  g_autofree guint32 *pixels = g_new (guint32, width * (gsize) gdk_texture_get_height (texture));

  gdk_texture_download (texture, (guchar *) pixels, width * sizeof *pixels);
  return pixels[(gsize) y * width + (gsize) x];
}

static gboolean
is_red (guint32 pixel)
{
  return (pixel >> 16 & 0xff) > 0xa0 && (pixel & 0xff) < 0x60;
}

static gboolean
is_blue (guint32 pixel)
{
  return (pixel & 0xff) > 0xa0 && (pixel >> 16 & 0xff) < 0x60;
}

/* A picture of one colour, as a file. */
static GBytes *
make_file (int width, int height, guint32 colour, gboolean alpha, const char *type)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, alpha, 8, width, height);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize length;

  gdk_pixbuf_fill (pixbuf, colour);
  gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &length, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, length);
}

static gboolean
knows_webp (void)
{
  GSList *formats = gdk_pixbuf_get_formats ();
  gboolean knows = FALSE;

  for (GSList *link = formats; link != NULL; link = link->next)
    {
      g_autofree char *name = gdk_pixbuf_format_get_name (link->data);

      knows = knows || g_str_equal (name, "webp");
    }
  g_slist_free (formats);
  return knows;
}

static void
test_decode (void)
{
  for (guint i = 0; i < PICTURES_N_GOOD; i++)
    {
      g_autoptr (GBytes) bytes = pictures_get (i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkTexture) texture = soho_photo_decode (bytes, 40, &error);

      if ((i == PICTURES_WEBP || i == PICTURES_LOSSLESS_WEBP) && !knows_webp ())
        {
          g_assert_nonnull (error);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, PICTURES_HEIGHT);
      g_assert_cmpint (gdk_texture_get_height (texture), ==, PICTURES_HEIGHT);
      g_assert_true (is_red (pixel_at (texture, 3, 0)));
      g_assert_true (is_blue (pixel_at (texture, 3, 7)));
    }
}

static void
test_no_pictures (void)
{
  for (guint i = 0; i < PICTURES_N_BAD; i++)
    {
      g_autoptr (GBytes) bytes = pictures_get_bad (i);
      g_autoptr (GError) error = NULL;

      g_assert_null (soho_photo_decode (bytes, 40, &error));
      g_assert_nonnull (error);
    }
}

/* Whole by its lengths, and yet nothing that can be decoded. */
static void
test_broken_inside (void)
{
  for (PicturesGood i = PICTURES_JPEG; i <= PICTURES_PNG; i++)
    {
      g_autoptr (GBytes) whole = pictures_get (i);
      gsize length = g_bytes_get_size (whole);

      for (gsize at = 0; at < length; at++)
        {
          guint8 *changed = g_memdup2 (g_bytes_get_data (whole, NULL), length);
          g_autoptr (GBytes) bytes = g_bytes_new_take (changed, length);
          g_autoptr (GdkTexture) texture = NULL;

          changed[at] ^= 0x55;
          texture = soho_photo_decode (bytes, 40, NULL);
          if (texture != NULL)
            g_assert_cmpint (gdk_texture_get_width (texture), <=, 40);
        }
    }
}

static void
test_sizes (void)
{
  static const struct
  {
    int width, height, side;
  } cases[] = {
    { 3000, 2000, 112 }, { 2000, 3000, 112 }, { 50, 3000, 40 }, { 3000, 1, 40 }, { 256, 256, 256 },
  };
  static const char *const types[] = { "png", "jpeg" };

  for (guint i = 0; i < G_N_ELEMENTS (cases) * 2; i++)
    {
      int width = cases[i / 2].width, height = cases[i / 2].height, side = cases[i / 2].side;
      g_autoptr (GBytes) bytes = make_file (width, height, 0x2040ffff, FALSE, types[i % 2]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkTexture) texture = soho_photo_decode (bytes, (guint) side, &error);

      g_assert_no_error (error);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, MIN (side, MIN (width, height)));
      g_assert_cmpint (gdk_texture_get_height (texture), ==, gdk_texture_get_width (texture));
      g_assert_true (is_blue (pixel_at (texture, 0, 0)));
    }
}

/* What lets light through lies on white paper. */
static void
test_opaque (void)
{
  g_autoptr (GBytes) bytes = make_file (60, 60, 0xff000000, TRUE, "png");
  g_autoptr (GdkTexture) texture = soho_photo_decode (bytes, 40, NULL);

  g_assert_cmphex (pixel_at (texture, 20, 20), ==, 0xffffffff);
}

/* A camera that was held upside down says so, and goes on saying it when all else is stripped. */
static void
test_turned (void)
{
  g_autoptr (GBytes) talkative = pictures_get_talkative (PICTURES_JPEG);
  g_autoptr (GBytes) bare = soho_picture_strip (talkative, NULL);
  g_autoptr (GdkTexture) turned = soho_photo_decode (talkative, 40, NULL);
  g_autoptr (GdkTexture) also_turned = soho_photo_decode (bare, 40, NULL);

  g_assert_true (is_blue (pixel_at (turned, 3, 0)));
  g_assert_true (is_blue (pixel_at (also_turned, 3, 0)));
}

/* Puts a file into the replica's cache, and its name into a member. */
static void
put_photo (Fixture *fixture, gint64 id, const char *family_name, GBytes *bytes)
{
  g_autofree char *name = soho_blob_dup_name (bytes);
  g_autofree char *directory = g_build_filename (fixture->directory, "blobs", NULL);
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  fixture_put (fixture, "member", id, "given_name", "Anselme", "family_name", family_name,
               "commune", "32013", "visibility", "public", "photo", name, NULL);
}

static AdwAvatar *
get_avatar (GtkWidget *row)
{
  return CHILD (row, G_OBJECT_TYPE (row), "avatar");
}

static void
show (GtkWidget *row, Fixture *fixture, gint64 id)
{
  g_autoptr (SohoRecord) member = soho_library_get_record (fixture->library, "member", id);

  soho_person_row_set_member (SOHO_PERSON_ROW (row), soho_library_get_photos (fixture->library),
                              member, NULL);
}

static gboolean
has_photo (gpointer avatar)
{
  return adw_avatar_get_custom_image (avatar) != NULL;
}

static gboolean
shows_red (AdwAvatar *avatar)
{
  return is_red (pixel_at (GDK_TEXTURE (adw_avatar_get_custom_image (avatar)), 0, 0));
}

static GtkWidget *
make_row (void)
{
  return g_object_ref_sink (g_object_new (SOHO_TYPE_PERSON_ROW, NULL));
}

static void
close_all (Fixture *fixture, GtkWidget *row)
{
  g_object_unref (row);
  fixture_close (fixture);
  fixture_idle (50);
}

/* A row shows a photo, and for the next person that one's, or the initials: never the last one's.
 */
static void
test_row (void)
{
  Fixture fixture;
  g_autoptr (GBytes) red = make_file (60, 60, 0xff0000ff, FALSE, "png");
  g_autoptr (GBytes) blue = make_file (60, 60, 0x0000ffff, FALSE, "png");
  GtkWidget *row;

  fixture_open (&fixture, FALSE);
  put_photo (&fixture, ANSELME, "Épure", red);
  put_photo (&fixture, BERTHE, "Maquette", blue);
  row = make_row ();
  show (row, &fixture, ANSELME);
  g_assert_false (has_photo (get_avatar (row)));
  fixture_wait (has_photo, get_avatar (row));
  g_assert_true (shows_red (get_avatar (row)));
  show (row, &fixture, CELESTE);
  g_assert_false (has_photo (get_avatar (row)));
  /* In memory it is there at once. */
  show (row, &fixture, ANSELME);
  g_assert_true (shows_red (get_avatar (row)));

  show (row, &fixture, BERTHE);
  show (row, &fixture, ANSELME);
  fixture_idle (200);
  g_assert_true (shows_red (get_avatar (row)));
  show (row, &fixture, BERTHE);
  show (row, &fixture, CELESTE);
  fixture_idle (200);
  g_assert_false (has_photo (get_avatar (row)));
  close_all (&fixture, row);
}

/* A photo that is none leaves the initials, and nobody is told. */
static void
on_problem (SohoLibrary *library, const char *text, gpointer user_data)
{
  g_assert_not_reached ();
}

static void
test_row_of_no_picture (void)
{
  Fixture fixture;
  GtkWidget *row;

  fixture_open (&fixture, FALSE);
  g_signal_connect (fixture.library, "problem", G_CALLBACK (on_problem), NULL);
  row = make_row ();
  for (guint i = 0; i < PICTURES_N_BAD; i++)
    {
      g_autoptr (GBytes) bytes = pictures_get_bad (i);

      put_photo (&fixture, ANSELME, "Épure", bytes);
      show (row, &fixture, ANSELME);
      fixture_idle (60);
      g_assert_false (has_photo (get_avatar (row)));
      show (row, &fixture, CELESTE);
      show (row, &fixture, ANSELME);
      fixture_idle (20);
      g_assert_false (has_photo (get_avatar (row)));
    }
  close_all (&fixture, row);
}

/* The card follows the record: a photo that comes, changes and goes. */
static void
test_card (void)
{
  Fixture fixture;
  g_autoptr (GBytes) red = make_file (300, 300, 0xff0000ff, FALSE, "jpeg");
  g_autoptr (GBytes) blue = make_file (300, 300, 0x0000ffff, FALSE, "jpeg");
  GtkWidget *card;
  AdwAvatar *avatar;

  fixture_open (&fixture, FALSE);
  card = g_object_ref_sink (g_object_new (SOHO_TYPE_PERSON_CARD, NULL));
  soho_person_card_set_library (SOHO_PERSON_CARD (card), fixture.library);
  soho_person_card_set_member (SOHO_PERSON_CARD (card), ANSELME);
  avatar = get_avatar (card);
  g_assert_false (has_photo (avatar));
  put_photo (&fixture, ANSELME, "Épure", red);
  fixture_wait (has_photo, avatar);
  g_assert_true (shows_red (avatar));
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (adw_avatar_get_custom_image (avatar)), ==,
                   112 * gtk_widget_get_scale_factor (card));
  put_photo (&fixture, ANSELME, "Épure", blue);
  fixture_idle (400);
  g_assert_true (has_photo (avatar));
  g_assert_false (shows_red (avatar));
  fixture_put (&fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "commune", "32013", "visibility", "public", NULL);
  fixture_idle (400);
  g_assert_false (has_photo (avatar));
  close_all (&fixture, card);
}

/* From a server: as soon as there is one, without anybody asking again. */
static void
test_server (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GBytes) red = make_file (60, 60, 0xff0000ff, FALSE, "png");
  g_autofree char *name = soho_blob_dup_name (red);
  g_autofree char *photo = network_put_photo (network, red);
  g_autofree char *cached = NULL;
  Fixture fixture;
  GtkWidget *row;

  network_put (network, "member", ANSELME, "given_name=Anselme", "family_name=Épure",
               "commune=Auch", "visibility=public", photo, NULL);
  fixture_open (&fixture, FALSE);
  fixture_put (&fixture, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "commune", "32013", "visibility", "public", "photo", name, NULL);
  row = make_row ();
  show (row, &fixture, ANSELME);
  fixture_idle (100);
  g_assert_false (has_photo (get_avatar (row)));
  g_assert_true (soho_library_set_server (fixture.library, network_serve (network), NULL));
  fixture_wait (has_photo, get_avatar (row));
  g_assert_true (shows_red (get_avatar (row)));
  cached = g_build_filename (fixture.directory, "blobs", name, NULL);
  g_assert_true (g_file_test (cached, G_FILE_TEST_EXISTS));
  close_all (&fixture, row);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GdkTexture) texture = soho_photos_load_finish (SOHO_PHOTOS (source), result, NULL);

  g_assert_nonnull (texture);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_set (gpointer flag)
{
  return *(gboolean *) flag;
}

/* Whoever scrolls through everybody does not fill the memory, and what is looked at stays: 100
 * photos of 196,608 bytes are more than 16 MB. */
static void
test_memory (void)
{
  Fixture fixture;
  SohoPhotos *photos;
  g_autofree char *first = NULL;
  g_autofree char *looked_at = NULL;
  g_autofree char *last = NULL;

  fixture_open (&fixture, TRUE);
  photos = soho_library_get_photos (fixture.library);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GBytes) bytes = make_file (256, 256, i << 8 | 0xff, FALSE, "png");
      gboolean loaded = FALSE;

      put_photo (&fixture, i + 1, "Épure", bytes);
      g_free (last);
      last = soho_blob_dup_name (bytes);
      if (i == 0)
        first = g_strdup (last);
      if (i == 1)
        looked_at = g_strdup (last);
      soho_photos_load_async (photos, last, "member", i + 1, 256, NULL, on_loaded, &loaded);
      fixture_wait (is_set, &loaded);
      if (looked_at != NULL)
        g_assert_nonnull (soho_photos_peek (photos, looked_at, 256));
    }
  g_assert_nonnull (soho_photos_peek (photos, last, 256));
  g_assert_null (soho_photos_peek (photos, first, 256));
  fixture_close (&fixture);
  fixture_idle (50);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/photos/decode", test_decode);
  g_test_add_func ("/photos/no-pictures", test_no_pictures);
  g_test_add_func ("/photos/broken-inside", test_broken_inside);
  g_test_add_func ("/photos/sizes", test_sizes);
  g_test_add_func ("/photos/opaque", test_opaque);
  g_test_add_func ("/photos/turned", test_turned);
  g_test_add_func ("/photos/row", test_row);
  g_test_add_func ("/photos/row-of-no-picture", test_row_of_no_picture);
  g_test_add_func ("/photos/card", test_card);
  g_test_add_func ("/photos/server", test_server);
  g_test_add_func ("/photos/memory", test_memory);
  return g_test_run ();
}
