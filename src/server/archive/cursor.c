/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/cursor.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "protocol.h"

#define NONCE_BYTES crypto_stream_chacha20_NONCEBYTES
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

/* The log's numbers take six bytes: a thousand changes a second for nine thousand years. */
#define POINT_BYTES 6

/* What is hidden: epoch, both points, a byte for each of the three sets of audiences with a bit for
 * each shared one, then the channels of each set, each followed by a line break, with a slash
 * between two sets. Without any channel the slashes are left out, too. */
typedef struct
{
  guint64 epoch;
  guint8 point[POINT_BYTES];
  guint8 fill_point[POINT_BYTES];
  guint8 shared[3]; /* covered, filling, leaving */
} Head;

#define HEAD_BYTES 23
G_STATIC_ASSERT (offsetof (Head, shared) + 3 == HEAD_BYTES);

static void
make_nonce (SohoArchive *archive, const guint8 *plain, gsize length, guint8 *nonce)
{
  guint8 hash[crypto_generichash_BYTES_MIN];

  crypto_generichash (hash, sizeof hash, plain, length, soho_archive_get_key (archive),
                      crypto_generichash_KEYBYTES);
  memcpy (nonce, hash, NONCE_BYTES);
}

static void
hide (SohoArchive *archive, const guint8 *nonce, const guint8 *in, guint8 *out, gsize length)
{
  crypto_stream_chacha20_xor (out, in, length, nonce, soho_archive_get_key (archive));
}

static void
write_point (guint8 *bytes, gint64 point)
{
  for (guint i = 0; i < POINT_BYTES; i++)
    bytes[i] = (guint8) (point >> (8 * i));
}

static gint64
read_point (const guint8 *bytes)
{
  gint64 point = 0;

  for (guint i = 0; i < POINT_BYTES; i++)
    point |= (gint64) bytes[i] << (8 * i);
  return point;
}

/* Writes the channels; returns the bits of the shared audiences. */
static guint8
write_audiences (GByteArray *plain, char **audiences)
{
  guint8 bits = 0;

  for (char **audience = audiences; audience != NULL && *audience != NULL; audience++)
    if (soho_audience_is_shared (*audience))
      bits |= (guint8) (1 << soho_audience_get_rank (*audience));
    else
      {
        g_byte_array_append (plain, (const guint8 *) *audience, (guint) strlen (*audience));
        g_byte_array_append (plain, (const guint8 *) "\n", 1);
      }
  return bits;
}

static GByteArray *
make_plain (SohoArchive *archive, const SohoCursor *cursor)
{
  GByteArray *plain = g_byte_array_new ();
  Head head = { .epoch = soho_archive_get_epoch (archive) };

  g_byte_array_set_size (plain, HEAD_BYTES);
  write_point (head.point, cursor->point);
  write_point (head.fill_point, cursor->fill_point);
  head.shared[0] = write_audiences (plain, cursor->covered);
  g_byte_array_append (plain, (const guint8 *) "/", 1);
  head.shared[1] = write_audiences (plain, cursor->filling);
  g_byte_array_append (plain, (const guint8 *) "/", 1);
  head.shared[2] = write_audiences (plain, cursor->leaving);
  if (plain->len == HEAD_BYTES + 2)
    g_byte_array_set_size (plain, HEAD_BYTES);
  memcpy (plain->data, &head, HEAD_BYTES);
  return plain;
}

char *
soho_cursor_dup_token (SohoArchive *archive, const SohoCursor *cursor)
{
  g_autoptr (GByteArray) plain = make_plain (archive, cursor);
  gsize length = NONCE_BYTES + plain->len;
  gsize text_length = sodium_base64_encoded_len (length, BASE64);
  g_autofree guint8 *sealed = g_malloc (length);
  char *token = g_malloc (text_length);

  make_nonce (archive, plain->data, plain->len, sealed);
  hide (archive, sealed, plain->data, sealed + NONCE_BYTES, plain->len);
  return sodium_bin2base64 (token, text_length, sealed, length, BASE64);
}

char *
soho_cursor_dup_position (const char *audience, const SohoKind *kind, gint64 id)
{
  return g_strdup_printf ("%s.%s.%" G_GINT64_FORMAT, audience, kind->name, id);
}

void
soho_cursor_clear (SohoCursor *cursor)
{
  g_clear_pointer (&cursor->covered, g_strfreev);
  g_clear_pointer (&cursor->filling, g_strfreev);
  g_clear_pointer (&cursor->leaving, g_strfreev);
  g_clear_pointer (&cursor->audience, g_free);
}

/* The shared audiences of the bits, and the channels of the text. */
static char **
read_audiences (guint8 bits, const char *channels)
{
  const char *const *shared = soho_audience_get_shared ();
  g_autoptr (GStrvBuilder) audiences = g_strv_builder_new ();
  g_auto (GStrv) lines = g_strsplit (channels, "\n", -1);

  for (guint i = 0; shared[i] != NULL; i++)
    if (bits & 1 << i)
      g_strv_builder_add (audiences, shared[i]);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      g_strv_builder_add (audiences, *line);
  return g_strv_builder_end (audiences);
}

static gboolean
read_plain (SohoArchive *archive, const guint8 *plain, gsize length, SohoCursor *cursor)
{
  g_autofree char *channels = g_strndup ((const char *) plain + HEAD_BYTES, length - HEAD_BYTES);
  g_auto (GStrv) sets = g_strsplit (*channels != '\0' ? channels : "//", "/", 3);
  Head head;

  memcpy (&head, plain, HEAD_BYTES);
  if (head.epoch != soho_archive_get_epoch (archive) || g_strv_length (sets) != 3)
    return FALSE;
  cursor->point = read_point (head.point);
  cursor->fill_point = read_point (head.fill_point);
  cursor->covered = read_audiences (head.shared[0], sets[0]);
  cursor->filling = read_audiences (head.shared[1], sets[1]);
  cursor->leaving = read_audiences (head.shared[2], sets[2]);
  return TRUE;
}

static gboolean
parse_token (SohoArchive *archive, const char *text, gsize length, SohoCursor *cursor)
{
  guint8 sealed[SOHO_CURSOR_MAX];
  guint8 plain[SOHO_CURSOR_MAX];
  guint8 nonce[NONCE_BYTES];
  gsize size;

  if (sodium_base642bin (sealed, sizeof sealed, text, length, NULL, &size, NULL, BASE64) != 0
      || size < NONCE_BYTES + HEAD_BYTES)
    return FALSE;
  size -= NONCE_BYTES;
  hide (archive, sealed, sealed + NONCE_BYTES, plain, size);
  make_nonce (archive, plain, size, nonce);
  return sodium_memcmp (nonce, sealed, sizeof nonce) == 0
         && read_plain (archive, plain, size, cursor);
}

static gboolean
parse_position (SohoArchive *archive, const char *text, SohoCursor *cursor)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", 4);
  guint64 id;

  if (g_strv_length (parts) != 3 || !soho_audience_is_valid (parts[0])
      || !g_ascii_string_to_unsigned (parts[2], 10, 1, SOHO_ID_MAX, &id, NULL))
    return FALSE;
  cursor->audience = g_strdup (parts[0]);
  cursor->kind = soho_model_find_kind (soho_archive_get_model (archive), parts[1]);
  cursor->id = (gint64) id;
  return cursor->kind != NULL;
}

gboolean
soho_cursor_fail_unknown (GError **error)
{
  g_set_error_literal (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR,
                       _ ("This cursor is not of this log: begin again without one."));
  return FALSE;
}

gboolean
soho_cursor_parse (SohoArchive *archive, const char *text, SohoCursor *cursor, GError **error)
{
  const char *tilde = strchr (text, '~');
  gsize length = tilde != NULL ? (gsize) (tilde - text) : strlen (text);

  *cursor = (SohoCursor) SOHO_CURSOR_INIT;
  if (*text == '\0')
    {
      cursor->covered = g_new0 (char *, 1);
      cursor->filling = g_new0 (char *, 1);
      cursor->leaving = g_new0 (char *, 1);
      return TRUE;
    }
  if (strlen (text) <= SOHO_CURSOR_MAX && parse_token (archive, text, length, cursor)
      && (tilde == NULL || parse_position (archive, tilde + 1, cursor)))
    return TRUE;
  return soho_cursor_fail_unknown (error);
}
