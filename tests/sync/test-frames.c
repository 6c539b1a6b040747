/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "frames.h"

#include <string.h>
#include <sys/resource.h>
#include <zstd.h>

#include "page.h"

#define SEED 20261203
#define MIB (1024 * 1024)

/* What the reader itself may take at most, whatever it is given: a line, zstd's window, and the
 * growth of both. */
#ifdef __SANITIZE_ADDRESS__
#define MOST_MEMORY (400 * MIB) /* the sanitizer keeps 256 MiB of what was freed */
#else
#define MOST_MEMORY (40 * MIB)
#endif

static GByteArray *
join_lines (const char *const *lines, gboolean compressed)
{
  GByteArray *body = g_byte_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GBytes) frame
          = soho_page_compress (lines[i], strlen (lines[i]), i % 2 == 0 ? 1 : 19);

      if (compressed)
        g_byte_array_append (body, g_bytes_get_data (frame, NULL),
                             (guint) g_bytes_get_size (frame));
      else
        {
          g_byte_array_append (body, (const guint8 *) lines[i], (guint) strlen (lines[i]));
          g_byte_array_append (body, (const guint8 *) (i % 2 == 0 ? "\n" : "\r\n"), 1 + i % 2);
        }
    }
  return body;
}

/* Takes all the lines there are by now; counts those that match the list from *next on. */
static void
take_lines (SohoFrames *frames, const char *const *lines, guint *next)
{
  g_autoptr (GError) error = NULL;
  GBytes *line;

  while ((line = soho_frames_pop (frames, &error)) != NULL)
    {
      g_assert_nonnull (lines[*next]);
      g_assert_cmpmem (g_bytes_get_data (line, NULL), g_bytes_get_size (line), lines[*next],
                       strlen (lines[*next]));
      g_bytes_unref (line);
      ++*next;
    }
  g_assert_no_error (error);
}

static void
check_lines (gboolean compressed, const char *const *lines, gint32 most, GRand *rand)
{
  g_autoptr (GByteArray) body = join_lines (lines, compressed);
  g_autoptr (SohoFrames) frames = soho_frames_new (compressed);
  guint next = 0;

  for (gsize at = 0; at < body->len;)
    {
      gsize piece = (gsize) g_rand_int_range (rand, 1, most + 1);
      gsize n = MIN (body->len - at, piece);
      g_autofree guint8 *chunk = g_memdup2 (body->data + at, n);

      soho_frames_push (frames, chunk, n);
      take_lines (frames, lines, &next);
      at += n;
    }
  g_assert_null (lines[next]);
  g_assert_false (soho_frames_has_remainder (frames));
}

/* Fed byte by byte, in random chunks and at once. */
static void
test_pieces_of_any_size (void)
{
  g_autofree char *big = g_strnfill (300000, 'x');
  g_autofree char *block = g_strnfill (32768, 'y');
  g_autofree char *blocks = g_strnfill (65536, 'z');
  const char *const lines[]
      = { "a", big, "{\"é\":1}", block, "b", blocks, "c", "c", "0123456789", NULL };
  static const gint32 sizes[] = { 1, 3, 50, 1000, 100000, 10000000 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int round = 0; round < 5; round++)
      {
        check_lines (TRUE, lines, sizes[i], rand);
        check_lines (FALSE, lines, sizes[i], rand);
      }
}

static void
test_empty_lines_and_frames (void)
{
  g_autoptr (GBytes) empty = soho_page_compress ("", 0, 1);
  g_autoptr (GBytes) broken = soho_page_compress ("\r\n\n", 3, 1);
  g_autoptr (GBytes) line = soho_page_compress ("a\n", 2, 1);
  /* A skippable frame of RFC 8878, 4 bytes long. */
  static const guint8 skippable[] = { 0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4 };
  g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);
  g_autoptr (SohoFrames) plain = soho_frames_new (FALSE);
  const char *const lines[] = { "a", NULL };
  guint next = 0;

  soho_frames_push (frames, g_bytes_get_data (empty, NULL), g_bytes_get_size (empty));
  soho_frames_push (frames, skippable, sizeof skippable);
  soho_frames_push (frames, g_bytes_get_data (broken, NULL), g_bytes_get_size (broken));
  soho_frames_push (frames, g_bytes_get_data (line, NULL), g_bytes_get_size (line));
  soho_frames_push (frames, NULL, 0);
  take_lines (frames, lines, &next);
  g_assert_cmpuint (next, ==, 1);
  g_assert_false (soho_frames_has_remainder (frames));
  next = 0;
  soho_frames_push (plain, (const guint8 *) "\n\r\n\na\n\n", 7);
  take_lines (plain, lines, &next);
  g_assert_cmpuint (next, ==, 1);
  g_assert_false (soho_frames_has_remainder (plain));
}

static void
expect_error (SohoFrames *frames, SohoProtocolError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (soho_frames_pop (frames, &error));
  g_assert_error (error, SOHO_PROTOCOL_ERROR, (int) code);
}

static void
test_garbage (void)
{
  static const char *const garbage[]
      = { "<!DOCTYPE html><html>", "{\"cursor\":\"C\"}\n", "\x1f\x8b\x08",
          "\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
    {
      g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);

      soho_frames_push (frames, (const guint8 *) garbage[i], strlen (garbage[i]));
      if (i == 2) /* four bytes are needed to tell */
        soho_frames_push (frames, (const guint8 *) "\x08\x08\x08", 3);
      expect_error (frames, SOHO_PROTOCOL_ERROR_INVALID);
    }
}

/* What was whole before the damage is handed out first. */
static void
test_garbage_after_lines (void)
{
  g_autoptr (GBytes) line = soho_page_compress ("a", 1, 1);
  g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);
  g_autoptr (GBytes) taken = NULL;
  g_autoptr (GError) error = NULL;

  soho_frames_push (frames, g_bytes_get_data (line, NULL), g_bytes_get_size (line));
  soho_frames_push (frames, (const guint8 *) "garbage", 7);
  taken = soho_frames_pop (frames, &error);
  g_assert_no_error (error);
  g_assert_nonnull (taken);
  expect_error (frames, SOHO_PROTOCOL_ERROR_INVALID);
  g_assert_true (soho_frames_has_remainder (frames));
}

static void
test_cut_anywhere (void)
{
  g_autoptr (GBytes) frame = soho_page_compress ("{\"cursor\":\"something long enough\"}", 34, 19);
  const guint8 *data = g_bytes_get_data (frame, NULL);

  for (gsize cut = 0; cut < g_bytes_get_size (frame); cut++)
    {
      g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);
      g_autoptr (GError) error = NULL;

      soho_frames_push (frames, data, cut);
      g_assert_null (soho_frames_pop (frames, &error));
      g_assert_no_error (error);
      g_assert_cmpint (soho_frames_has_remainder (frames), ==, cut > 0);
    }
}

/* A frame that holds so many zeros, made without holding them. */
static GByteArray *
compress_zeros (gsize n, int window_log)
{
  GByteArray *frame = g_byte_array_new ();
  ZSTD_CCtx *context = ZSTD_createCCtx ();
  g_autofree guint8 *zeros = g_malloc0 (MIB);
  guint8 buffer[65536];
  gsize hint = 1;

  if (window_log > 0)
    ZSTD_CCtx_setParameter (context, ZSTD_c_windowLog, window_log);
  while (n > 0 || hint > 0)
    {
      ZSTD_inBuffer in = { zeros, MIN (n, MIB), 0 };
      ZSTD_outBuffer out = { buffer, sizeof buffer, 0 };

      hint = ZSTD_compressStream2 (context, &out, &in, n <= MIB ? ZSTD_e_end : ZSTD_e_continue);
      g_assert_false (ZSTD_isError (hint));
      n -= in.pos;
      g_byte_array_append (frame, buffer, (guint) out.pos);
    }
  ZSTD_freeCCtx (context);
  return frame;
}

static gsize
peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (gsize) usage.ru_maxrss * 1024;
}

static void
test_gigabytes_in_one_frame (void)
{
  g_autoptr (GByteArray) frame = compress_zeros (G_GUINT64_CONSTANT (2) << 30, 0);
  g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);
  gsize before = peak_memory ();

  g_test_message ("%u bytes", frame->len);
  soho_frames_push (frames, frame->data, frame->len);
  expect_error (frames, SOHO_PROTOCOL_ERROR_TOO_LARGE);
  g_assert_cmpuint (peak_memory () - before, <, MOST_MEMORY);
}

/* A thousand frames of the longest line each: four gigabytes in one small piece. */
static void
test_gigabytes_in_many_frames (void)
{
  g_autoptr (GByteArray) frame = compress_zeros (SOHO_PAGE_LINE_MAX, 0);
  g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);
  gsize before;
  guint n = 0;
  GBytes *line;

  g_test_message ("%u bytes each", frame->len);
  for (guint i = 0; i < 1000; i++)
    soho_frames_push (frames, frame->data, frame->len);
  before = peak_memory ();
  while ((line = soho_frames_pop (frames, NULL)) != NULL)
    {
      g_assert_cmpuint (g_bytes_get_size (line), ==, SOHO_PAGE_LINE_MAX);
      g_bytes_unref (line);
      n++;
    }
  g_assert_cmpuint (n, ==, 1000);
  g_assert_cmpuint (peak_memory () - before, <, MOST_MEMORY);
}

static void
test_longest_line (void)
{
  g_autoptr (GByteArray) fits = compress_zeros (SOHO_PAGE_LINE_MAX, 0);
  g_autoptr (GByteArray) too_long = compress_zeros (SOHO_PAGE_LINE_MAX + 1, 0);
  g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);
  g_autoptr (SohoFrames) plain = soho_frames_new (FALSE);
  g_autoptr (GBytes) line = NULL;
  g_autofree char *text = g_strnfill (SOHO_PAGE_LINE_MAX, 'x');

  soho_frames_push (frames, fits->data, fits->len);
  line = soho_frames_pop (frames, NULL);
  g_assert_nonnull (line);
  soho_frames_push (frames, too_long->data, too_long->len);
  expect_error (frames, SOHO_PROTOCOL_ERROR_TOO_LARGE);

  soho_frames_push (plain, (const guint8 *) text, SOHO_PAGE_LINE_MAX);
  g_assert_null (soho_frames_pop (plain, NULL));
  soho_frames_push (plain, (const guint8 *) "x", 1);
  expect_error (plain, SOHO_PROTOCOL_ERROR_TOO_LARGE);
}

/* A window of 128 MiB would have to be kept in memory. */
static void
test_widest_window (void)
{
  g_autoptr (GByteArray) frame = compress_zeros (200 * MIB, 27);
  g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);

  soho_frames_push (frames, frame->data, frame->len);
  expect_error (frames, SOHO_PROTOCOL_ERROR_INVALID);
}

/* A frame that never ends and never says anything. */
static void
test_frame_without_end (void)
{
  static const guint8 head[] = { 0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58 };
  static const guint8 empty_block[] = { 0, 0, 0 };
  g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);
  g_autoptr (GError) error = NULL;

  soho_frames_push (frames, head, sizeof head);
  for (guint i = 0; i < SOHO_PAGE_FRAME_MAX && error == NULL; i++)
    {
      soho_frames_push (frames, empty_block, sizeof empty_block);
      g_assert_null (soho_frames_pop (frames, &error));
    }
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE);
}

static void
test_random_bytes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autoptr (GBytes) frame = soho_page_compress ("{\"cursor\":\"something long enough\"}", 34, 3);

  for (guint round = 0; round < 5000; round++)
    {
      gsize length = g_bytes_get_size (frame);
      g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (frame, NULL), length);
      g_autoptr (SohoFrames) frames = soho_frames_new (TRUE);
      GBytes *line;

      for (int n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        bytes[g_rand_int_range (rand, 0, (gint32) length)] = (guint8) g_rand_int (rand);
      soho_frames_push (frames, bytes, length);
      while ((line = soho_frames_pop (frames, NULL)) != NULL)
        g_bytes_unref (line);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* First, while the peak of memory is low. */
  g_test_add_func ("/sync/frames/gigabytes-in-one-frame", test_gigabytes_in_one_frame);
  g_test_add_func ("/sync/frames/gigabytes-in-many-frames", test_gigabytes_in_many_frames);
  g_test_add_func ("/sync/frames/pieces-of-any-size", test_pieces_of_any_size);
  g_test_add_func ("/sync/frames/empty-lines-and-frames", test_empty_lines_and_frames);
  g_test_add_func ("/sync/frames/garbage", test_garbage);
  g_test_add_func ("/sync/frames/garbage-after-lines", test_garbage_after_lines);
  g_test_add_func ("/sync/frames/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/sync/frames/longest-line", test_longest_line);
  g_test_add_func ("/sync/frames/widest-window", test_widest_window);
  g_test_add_func ("/sync/frames/frame-without-end", test_frame_without_end);
  g_test_add_func ("/sync/frames/random-bytes", test_random_bytes);
  return g_test_run ();
}
