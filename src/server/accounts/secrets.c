/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/secrets.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 32
#define TOKEN_LENGTH 43

#define CODE_LENGTH 16
#define CODE_GROUP 4

/* Without I, L, O and U: what is typed for them means 1, 1 and 0, and no code spells a word. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char *
soho_secret_dup_token (void)
{
  guint8 bytes[TOKEN_BYTES];
  char *token = g_malloc (TOKEN_LENGTH + 1);

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (token, TOKEN_LENGTH + 1, bytes, sizeof bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, sizeof bytes);
  return token;
}

char *
soho_secret_dup_code (void)
{
  GString *code = g_string_new (NULL);

  for (guint i = 0; i < CODE_LENGTH; i++)
    {
      if (i > 0 && i % CODE_GROUP == 0)
        g_string_append_c (code, '-');
      g_string_append_c (code, alphabet[randombytes_uniform (sizeof alphabet - 1)]);
    }
  return g_string_free (code, FALSE);
}

static GBytes *
hash (const char *text, gsize length)
{
  guint8 *bytes = g_malloc (crypto_generichash_BYTES);

  crypto_generichash (bytes, crypto_generichash_BYTES, (const guint8 *) text, length, NULL, 0);
  return g_bytes_new_take (bytes, crypto_generichash_BYTES);
}

GBytes *
soho_secret_hash_token (const char *token)
{
  return strlen (token) == TOKEN_LENGTH ? hash (token, TOKEN_LENGTH) : NULL;
}

/* The sign of the alphabet that is meant; 0 for none, ' ' for what only separates. */
static char
read_sign (char typed)
{
  char sign = g_ascii_toupper (typed);

  if (sign == '-' || g_ascii_isspace (sign))
    return ' ';
  if (sign == 'O')
    return '0';
  if (sign == 'I' || sign == 'L')
    return '1';
  return sign != '\0' && strchr (alphabet, sign) != NULL ? sign : 0;
}

GBytes *
soho_secret_hash_code (const char *code)
{
  char meant[CODE_LENGTH];
  guint n = 0;

  for (const char *p = code; *p != '\0'; p++)
    {
      char sign = read_sign (*p);

      if (sign == ' ')
        continue;
      if (sign == 0 || n == CODE_LENGTH)
        return NULL;
      meant[n++] = sign;
    }
  return n == CODE_LENGTH ? hash (meant, CODE_LENGTH) : NULL;
}
