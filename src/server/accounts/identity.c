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

static void
add_channels (GStrvBuilder *names, gint64 person, GArray *grants)
{
  g_autofree char *own = soho_audience_dup_person (person);

  g_strv_builder_add (names, own);
  for (guint i = 0; i < grants->len; i++)
    {
      const SohoGrant *grant = &g_array_index (grants, SohoGrant, i);
      const char *word = soho_role_get_channel (grant->role);
      g_autofree char *channel = NULL;

      if (word == NULL)
        continue;
      channel = g_strdup_printf ("%s:%" G_GINT64_FORMAT, word, grant->subject);
      g_strv_builder_add (names, channel);
    }
}

static gboolean
become (SohoIdentity *self, SohoArchive *archive, const SohoSession *session, GError **error)
{
  g_autoptr (GArray) grants = soho_archive_list_grants (archive, session->person, error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (grants == NULL)
    return FALSE;
  self->person = session->person;
  self->writer = session->writer;
  self->roles = SOHO_ROLE_MEMBER;
  for (guint i = 0; i < grants->len; i++)
    self->roles |= g_array_index (grants, SohoGrant, i).role;

  g_strv_builder_add (names, SOHO_AUDIENCE_PUBLIC);
  g_strv_builder_add (names, SOHO_AUDIENCE_MEMBERS);
  if ((self->roles & SOHO_ROLE_STAFF) != 0)
    g_strv_builder_add (names, SOHO_AUDIENCE_STAFF);
  add_channels (names, self->person, grants);
  self->audiences = g_strv_builder_end (names);
  return TRUE;
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
  return become (self, archive, &session, error);
}

gboolean
soho_identity_from_header (const char *header,
                           SohoArchive *archive,
                           SohoIdentity *self,
                           GError **error)
{
  static const char *const visitor[] = { SOHO_AUDIENCE_PUBLIC, NULL };

  *self = (SohoIdentity) SOHO_IDENTITY_INIT;
  if (header == NULL)
    {
      self->audiences = g_strdupv ((char **) visitor);
      return TRUE;
    }
  if (g_ascii_strncasecmp (header, BEARER, sizeof BEARER - 1) != 0)
    return fail_signed_out (error);
  return read_token (header + sizeof BEARER - 1, archive, self, error);
}

gboolean
soho_identity_from_message (SoupServerMessage *message,
                            SohoArchive *archive,
                            SohoIdentity *self,
                            GError **error)
{
  const char *header = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Authorization");

  return soho_identity_from_header (header, archive, self, error);
}
