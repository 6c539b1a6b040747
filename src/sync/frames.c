/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "frames.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zstd.h>

#include "page.h"

struct _SohoFrames
{
  ZSTD_DCtx *context;  /* NULL for plain lines */
  GByteArray *pending; /* what has arrived */
  gsize used;          /* bytes of it that are done with */
  GByteArray *line;    /* what is known of the line under way */
  gsize taken;         /* bytes taken of the frame under way */
  gboolean more;       /* zstd holds bytes of the line that found no room last time */
};

SohoFrames *
soho_frames_new (gboolean compressed)
{
  SohoFrames *self = g_new0 (SohoFrames, 1);

  if (compressed)
    {
      self->context = ZSTD_createDCtx ();
      ZSTD_DCtx_setParameter (self->context, ZSTD_d_windowLogMax, SOHO_PAGE_WINDOW_LOG_MAX);
    }
  self->pending = g_byte_array_new ();
  self->line = g_byte_array_new ();
  return self;
}

void
soho_frames_free (SohoFrames *self)
{
  if (self->context != NULL)
    ZSTD_freeDCtx (self->context);
  g_byte_array_unref (self->pending);
  g_byte_array_unref (self->line);
  g_free (self);
}

void
soho_frames_push (SohoFrames *self, const guint8 *data, gsize length)
{
  g_byte_array_remove_range (self->pending, 0, (guint) self->used);
  self->used = 0;
  g_byte_array_append (self->pending, data, (guint) length);
}

static gboolean
fail_too_large (GError **error)
{
  g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE,
                       _ ("The server sent far more than any page may hold: check its address, or "
                          "tell the association."));
  return FALSE;
}

/* The line without its line break; NULL if nothing else was in it. */
static GBytes *
take_line (SohoFrames *self)
{
  guint length = self->line->len;
  GBytes *line;

  while (length > 0
         && (self->line->data[length - 1] == '\n' || self->line->data[length - 1] == '\r'))
    length--;
  line = length > 0 ? g_bytes_new (self->line->data, length) : NULL;
  g_byte_array_set_size (self->line, 0);
  self->taken = 0;
  return line;
}

/* Goes on with a plain line to its end, or to that of what has arrived. */
static gboolean
read_plain (SohoFrames *self, gboolean *complete, GError **error)
{
  const guint8 *data = self->pending->data + self->used;
  gsize length = self->pending->len - self->used;
  const guint8 *end = memchr (data, '\n', length);
  gsize part = end != NULL ? (gsize) (end - data) + 1 : length;

  if (self->line->len + part > SOHO_PAGE_LINE_MAX)
    return fail_too_large (error);
  g_byte_array_append (self->line, data, (guint) part);
  self->used += part;
  *complete = end != NULL;
  return TRUE;
}

/* The same for a frame, by a buffer's worth. */
static gboolean
read_compressed (SohoFrames *self, gboolean *complete, GError **error)
{
  guint8 buffer[32768];
  ZSTD_inBuffer in = { self->pending->data, self->pending->len, self->used };
  ZSTD_outBuffer out = { buffer, sizeof buffer, 0 };
  gsize hint = ZSTD_decompressStream (self->context, &out, &in);

  if (ZSTD_isError (hint))
    {
      g_set_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID,
                   _ ("What the server sent arrived damaged (%s): try again."),
                   ZSTD_getErrorName (hint));
      return FALSE;
    }
  self->taken += in.pos - self->used;
  self->used = in.pos;
  if (self->line->len + out.pos > SOHO_PAGE_LINE_MAX || self->taken > SOHO_PAGE_FRAME_MAX)
    return fail_too_large (error);
  g_byte_array_append (self->line, buffer, (guint) out.pos);
  *complete = hint == 0;
  self->more = !*complete && out.pos == out.size;
  return TRUE;
}

GBytes *
soho_frames_pop (SohoFrames *self, GError **error)
{
  while (self->used < self->pending->len || self->more)
    {
      gboolean complete;
      GBytes *line;

      if (self->context != NULL ? !read_compressed (self, &complete, error)
                                : !read_plain (self, &complete, error))
        return NULL;
      line = complete ? take_line (self) : NULL;
      if (line != NULL)
        return line;
    }
  return NULL;
}

gboolean
soho_frames_has_remainder (SohoFrames *self)
{
  return self->line->len > 0 || self->taken > 0 || self->used < self->pending->len;
}

GBytes *
soho_page_compress (const char *line, gsize length, int level)
{
  gsize bound = ZSTD_compressBound (length);
  g_autofree guint8 *frame = g_malloc (bound);
  gsize size = ZSTD_compress (frame, bound, line, length, level);

  g_assert (!ZSTD_isError (size));
  return g_bytes_new_take (g_realloc (g_steal_pointer (&frame), size), size);
}

GBytes *
soho_page_decompress_all (GBytes *frames)
{
  g_autoptr (SohoFrames) reader = soho_frames_new (TRUE);
  g_autoptr (GByteArray) lines = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (frames, &length);
  g_autoptr (GError) damage = NULL;
  GBytes *line;

  soho_frames_push (reader, data, length);
  while ((line = soho_frames_pop (reader, &damage)) != NULL)
    {
      g_byte_array_append (lines, g_bytes_get_data (line, NULL), (guint) g_bytes_get_size (line));
      g_byte_array_append (lines, (const guint8 *) "\n", 1);
      g_bytes_unref (line);
    }
  return soho_frames_has_remainder (reader) ? NULL
                                            : g_byte_array_free_to_bytes (g_steal_pointer (&lines));
}
