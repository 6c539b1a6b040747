/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/cursor.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "protocol.h"

typedef struct
{
  guint64 epoch;
  guint64 point;
} Plain;

typedef struct
{
  guint8 nonce[crypto_stream_chacha20_NONCEBYTES];
  guint8 hidden[sizeof (Plain)];
} Sealed;

#define TOKEN_LENGTH                                                                               \
  sodium_base64_ENCODED_LEN (sizeof (Sealed), sodium_base64_VARIANT_URLSAFE_NO_PADDING)

static void
make_nonce (SohoArchive *archive, const Plain *plain, guint8 *nonce)
{
  guint8 hash[crypto_generichash_BYTES_MIN];

  crypto_generichash (hash, sizeof hash, (const guint8 *) plain, sizeof *plain,
                      soho_archive_get_key (archive), crypto_generichash_KEYBYTES);
  memcpy (nonce, hash, crypto_stream_chacha20_NONCEBYTES);
}

static void
hide (SohoArchive *archive, const guint8 *nonce, const void *in, void *out)
{
  crypto_stream_chacha20_xor (out, in, sizeof (Plain), nonce, soho_archive_get_key (archive));
}

char *
soho_cursor_dup_token (SohoArchive *archive, gint64 point)
{
  Plain plain = { soho_archive_get_epoch (archive), GUINT64_TO_LE ((guint64) point) };
  Sealed sealed;
  char *token = g_malloc (TOKEN_LENGTH);

  make_nonce (archive, &plain, sealed.nonce);
  hide (archive, sealed.nonce, &plain, sealed.hidden);
  return sodium_bin2base64 (token, TOKEN_LENGTH, (const guint8 *) &sealed, sizeof sealed,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *
soho_cursor_dup_position (const char *audience, const SohoKind *kind, gint64 id)
{
  return g_strdup_printf ("%s.%s.%" G_GINT64_FORMAT, audience, kind->name, id);
}

static gboolean
parse_token (SohoArchive *archive, const char *text, gsize length, SohoCursor *cursor)
{
  Sealed sealed;
  Plain plain;
  guint8 nonce[crypto_stream_chacha20_NONCEBYTES];
  gsize size;

  if (sodium_base642bin ((guint8 *) &sealed, sizeof sealed, text, length, NULL, &size, NULL,
                         sodium_base64_VARIANT_URLSAFE_NO_PADDING)
          != 0
      || size != sizeof sealed)
    return FALSE;
  hide (archive, sealed.nonce, sealed.hidden, &plain);
  make_nonce (archive, &plain, nonce);
  if (sodium_memcmp (nonce, sealed.nonce, sizeof nonce) != 0
      || plain.epoch != soho_archive_get_epoch (archive))
    return FALSE;
  cursor->point = (gint64) GUINT64_FROM_LE (plain.point);
  return TRUE;
}

static gboolean
parse_position (SohoArchive *archive, const char *text, SohoCursor *cursor)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", 4);
  guint64 id;

  if (g_strv_length (parts) != 3 || strcmp (parts[0], SOHO_AUDIENCE_PUBLIC) != 0
      || !g_ascii_string_to_unsigned (parts[2], 10, 1, SOHO_ID_MAX, &id, NULL))
    return FALSE;
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

  *cursor = (SohoCursor){ 0 };
  if (strlen (text) <= SOHO_CURSOR_MAX && parse_token (archive, text, length, cursor)
      && (tilde == NULL || parse_position (archive, tilde + 1, cursor)))
    return TRUE;
  return soho_cursor_fail_unknown (error);
}
