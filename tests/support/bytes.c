/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bytes.h"

#include <string.h>
#include <zstd.h>

/* More than any frame of ours unpacks to. */
#define LONGEST_FRAME (4 * 1024 * 1024)

static gboolean
has_word (const char *bytes, gsize length, const char *word)
{
  gsize size = strlen (word);

  for (gsize i = 0; i + size <= length; i++)
    if (g_ascii_strncasecmp (bytes + i, word, size) == 0)
      return TRUE;
  return FALSE;
}

/* As much of the frame as can be unpacked; a page of a database may hold a part of one. */
static gboolean
frame_has_word (const char *bytes, gsize length, const char *word)
{
  g_autofree char *unpacked = g_malloc (LONGEST_FRAME);
  ZSTD_DStream *stream = ZSTD_createDStream ();
  ZSTD_inBuffer in = { bytes, length, 0 };
  ZSTD_outBuffer out = { unpacked, LONGEST_FRAME, 0 };
  size_t left = 1;

  while (left > 0 && !ZSTD_isError (left) && in.pos < in.size && out.pos < out.size)
    left = ZSTD_decompressStream (stream, &out, &in);
  ZSTD_freeDStream (stream);
  return has_word (unpacked, out.pos, word);
}

static gboolean
file_has (const char *path, const char *word)
{
  static const char magic[] = { 0x28, (char) 0xb5, 0x2f, (char) 0xfd };
  g_autofree char *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return FALSE;
  if (has_word (bytes, length, word))
    return TRUE;
  for (gsize i = 0; i + sizeof magic <= length; i++)
    if (memcmp (bytes + i, magic, sizeof magic) == 0
        && frame_has_word (bytes + i, length - i, word))
      return TRUE;
  return FALSE;
}

/* The path of the first file that has it, to be freed. */
static char *
find (const char *path, const char *word)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  if (directory == NULL)
    return file_has (path, word) ? g_strdup (path) : NULL;
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);
      char *found = find (below, word);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
bytes_have (const char *directory, const char *word)
{
  g_autofree char *found = find (directory, word);

  return found != NULL;
}

void
bytes_assert_without (const char *directory, const char *word)
{
  g_autofree char *found = find (directory, word);

  if (found != NULL)
    g_error ("%s has “%s”", found, word);
}
