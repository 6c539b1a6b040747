/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/identity.h"

G_DEFINE_QUARK (soho_identity_error, soho_identity_error)

void
soho_identity_clear (SohoIdentity *self)
{
  g_clear_pointer (&self->audiences, g_strfreev);
  *self = (SohoIdentity){ 0 };
}

/* No token has been given to anybody, so whoever shows one is unknown. */
gboolean
soho_identity_from_message (SoupServerMessage *message,
                            SohoArchive *archive,
                            SohoIdentity *self,
                            GError **error)
{
  static const char *const visitor[] = { SOHO_AUDIENCE_PUBLIC, NULL };
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  *self = (SohoIdentity){ 0 };
  if (soup_message_headers_get_one (headers, "Authorization") != NULL)
    {
      g_set_error_literal (error, SOHO_IDENTITY_ERROR, SOHO_IDENTITY_ERROR_SIGNED_OUT,
                           "This sign-in has ended: sign in again.");
      return FALSE;
    }
  self->audiences = g_strdupv ((char **) visitor);
  return TRUE;
}
