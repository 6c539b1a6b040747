/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blob.h"

#include <string.h>

char *
soho_blob_dup_name (GBytes *bytes)
{
  char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  digest[SOHO_BLOB_NAME_LENGTH] = '\0';
  return digest;
}

gboolean
soho_blob_is_name (const char *text)
{
  return strlen (text) == SOHO_BLOB_NAME_LENGTH
         && strspn (text, "0123456789abcdef") == SOHO_BLOB_NAME_LENGTH;
}

gboolean
soho_blob_has_name (GBytes *bytes, const char *name)
{
  g_autofree char *right = soho_blob_dup_name (bytes);

  return strcmp (right, name) == 0;
}
