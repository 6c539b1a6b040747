/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-talk.h"

#include <stdlib.h>
#include <string.h>

#include "accounts/invite.h"
#include "protocol.h"

void
talk_clear (Talk *self)
{
  g_clear_pointer (&self->head, g_free);
  g_clear_pointer (&self->node, json_node_unref);
  self->body = NULL;
  self->status = 0;
}

static void
read_answer (GBytes *answer, Talk *told)
{
  const char *text = g_bytes_get_data (answer, NULL);
  const char *end = strstr (text, "\r\n\r\n");
  g_autoptr (GError) error = NULL;

  talk_clear (told);
  g_assert_true (g_str_has_prefix (text, "HTTP/1.1 "));
  g_assert_nonnull (end);
  told->status = (guint) atoi (text + strlen ("HTTP/1.1 "));
  told->head = g_strndup (text, (gsize) (end - text) + 2);
  if (end[4] == '\0')
    return;
  told->node = json_from_string (end + 4, &error);
  g_assert_no_error (error);
  told->body = json_node_get_object (told->node);
}

void
talk (Network *network,
      const char *method,
      const char *path,
      const char *token,
      const char *headers,
      const char *body,
      Talk *told)
{
  g_autofree char *bearer
      = token != NULL ? g_strdup_printf ("Authorization: Bearer %s\r\n", token) : g_strdup ("");
  g_autofree char *length
      = body != NULL ? g_strdup_printf ("Content-Length: %zu\r\n", strlen (body)) : g_strdup ("");
  g_autofree char *request = g_strdup_printf (
      "%s %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n%s%s%s\r\n%s", method, path, bearer,
      headers != NULL ? headers : "", length, body != NULL ? body : "");
  g_autoptr (GBytes) answer = network_say (network->address, request, -1);

  read_answer (answer, told);
}

const char *
talk_text (const Talk *self, const char *member)
{
  g_assert_nonnull (self->body);
  return json_object_get_string_member (self->body, member);
}

gint64
talk_integer (const Talk *self, const char *member)
{
  g_assert_nonnull (self->body);
  return json_object_get_int_member (self->body, member);
}

void
talk_assert_refused (const Talk *self, guint status, const char *code)
{
  g_assert_cmpuint (self->status, ==, status);
  g_assert_nonnull (self->body);
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (self->body, "error"), "code"),
      ==, code);
}

void
talk_activate (
    Network *network, const char *email, const char *password, const char *const *roles, Talk *told)
{
  g_autoptr (GError) error = NULL;
  gint64 person;
  g_autofree char *code = soho_invite (network->archive, email, roles, 0,
                                       g_get_real_time () / G_USEC_PER_SEC, &person, &error);
  g_autofree char *body = NULL;

  g_assert_no_error (error);
  body = g_strdup_printf ("{\"code\":\"%s\",\"password\":\"%s\",\"device\":\"test\"}", code,
                          password);
  talk (network, "POST", "/v1/activate", NULL, NULL, body, told);
  g_assert_cmpuint (told->status, ==, 201);
  g_assert_cmpint (talk_integer (told, "person"), ==, person);
}

void
talk_sign_in (
    Network *network, const char *email, const char *password, const char *address, Talk *told)
{
  g_autofree char *body = g_strdup_printf (
      "{\"email\":\"%s\",\"password\":\"%s\",\"device\":\"tablette\"}", email, password);
  g_autofree char *header
      = address != NULL ? g_strdup_printf ("X-Forwarded-For: 1.2.3.4, %s\r\n", address) : NULL;

  talk (network, "POST", SOHO_PATH_SESSIONS, NULL, header, body, told);
}

void
talk_assert_signed_in (Network *network, const char *token, gboolean signed_in)
{
  static const char *const paths[]
      = { SOHO_PATH_CHANGES, SOHO_PATH_SESSION, SOHO_PATH_BLOBS "/x?of=member:1" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *header = g_strdup_printf ("Authorization: Bearer %s\r\n", token);
      g_autoptr (GBytes) answer = network_get (network->address, paths[i], header);
      const char *text = g_bytes_get_data (answer, NULL);

      g_assert_cmpint (strstr (text, "\"signed_out\"") == NULL, ==, signed_in);
      g_assert_cmpint (g_str_has_prefix (text, "HTTP/1.1 401 "), ==, !signed_in);
    }
}
