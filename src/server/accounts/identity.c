/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/identity.h"

#include "accounts/secrets.h"
#include "archive/sessions.h"

#define BEARER "Bearer "

/* "Seen" is told to the hour: that it is not written at each request. */
#define SEEN_S 3600

G_DEFINE_QUARK (soho_identity_error, soho_identity_error)

void
soho_identity_clear (SohoIdentity *self)
{
  g_clear_pointer (&self->audiences, g_strfreev);
  self->person = 0;
  self->writer = 0;
  self->roles = 0;
}

gboolean
soho_identity_reads (const SohoIdentity *self, const char *audience)
{
  return g_strv_contains ((const char *const *) self->audiences, audience);
}

static char **
dup_audiences (const SohoIdentity *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *person = NULL;

  g_strv_builder_add (names, SOHO_AUDIENCE_PUBLIC);
  if (self->person != 0)
    {
      person = soho_audience_dup_person (self->person);
      g_strv_builder_add (names, SOHO_AUDIENCE_MEMBERS);
      if ((self->roles & SOHO_ROLE_STAFF) != 0)
        g_strv_builder_add (names, SOHO_AUDIENCE_STAFF);
      g_strv_builder_add (names, person);
    }
  return g_strv_builder_end (names);
}

static gboolean
fail_signed_out (GError **error)
{
  g_set_error_literal (error, SOHO_IDENTITY_ERROR, SOHO_IDENTITY_ERROR_SIGNED_OUT,
                       "This sign-in has ended: sign in again.");
  return FALSE;
}

/* A transaction of its own, at most once an hour; a reader is not kept waiting, nor refused, for
 * another program that writes: it will be seen another time. */
static void
note_seen (SohoArchive *archive, const SohoSession *session)
{
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;

  if (now_s - session->seen >= SEEN_S)
    soho_archive_touch_session (archive, session->writer, now_s, NULL);
}

static gboolean
read_token (const char *token, SohoArchive *archive, SohoIdentity *self, GError **error)
{
  g_autoptr (GBytes) hash = soho_secret_hash_token (token);
  g_auto (SohoSession) session = { 0 };

  if (hash == NULL)
    return fail_signed_out (error);
  if (!soho_archive_find_session (archive, hash, &session, error))
    return FALSE;
  if (session.writer == 0)
    return fail_signed_out (error);
  note_seen (archive, &session);
  self->person = session.person;
  self->writer = session.writer;
  return soho_archive_read_roles (archive, self->person, &self->roles, error);
}

gboolean
soho_identity_from_message (SoupServerMessage *message,
                            SohoArchive *archive,
                            SohoIdentity *self,
                            GError **error)
{
  const char *header = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Authorization");

  *self = (SohoIdentity){ 0 };
  if (header != NULL)
    {
      if (g_ascii_strncasecmp (header, BEARER, sizeof BEARER - 1) != 0)
        return fail_signed_out (error);
      if (!read_token (header + sizeof BEARER - 1, archive, self, error))
        return FALSE;
    }
  self->audiences = dup_audiences (self);
  return TRUE;
}
