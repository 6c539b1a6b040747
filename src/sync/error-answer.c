/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error-answer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/json.h"

/* Bytes of an error message of the server's that people see. */
#define LONGEST_SHOWN 300

gboolean
soho_error_answer_is_of_type (const char *content_type, const char *expected)
{
  gsize length = strlen (expected);

  return content_type != NULL && g_ascii_strncasecmp (content_type, expected, length) == 0
         && (content_type[length] == '\0' || content_type[length] == ';');
}

gboolean
soho_error_answer_fail_not_ours (GError **error)
{
  g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_NOT_OURS,
                       _ ("Something answered, but it is no Soho Solo server. Check the address; "
                          "on a public Wi-Fi, open a web page first "
                          "to sign in there."));
  return FALSE;
}

/* What a stranger says, as far as it may be shown: whole characters, none that a terminal would
 * obey. */
static char *
dup_showable (const char *text)
{
  const char *end;
  char *shown;

  g_utf8_validate (text, (gssize) strnlen (text, LONGEST_SHOWN), &end);
  shown = g_strndup (text, (gsize) (end - text));
  for (char *p = shown; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      memset (p, ' ', (gsize) (g_utf8_next_char (p) - p));
  return shown;
}

gboolean
soho_error_answer_read (guint status, const char *body, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = soho_json_parse (body, length, 4, NULL);
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonObject *told = soho_json_get_object (object, "error");
  const char *code = soho_json_get_string (told, "code");
  const char *message = soho_json_get_string (told, "message");
  g_autofree char *shown = message != NULL ? dup_showable (message) : NULL;

  if (code == NULL || message == NULL)
    return soho_error_answer_fail_not_ours (error);
  if (g_str_equal (code, "unknown_cursor"))
    g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_UNKNOWN_CURSOR,
                         _ ("The server was restored or replaced: everything is fetched again."));
  else if (g_str_equal (code, "signed_out"))
    g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT,
                         _ ("The server does not know you any more: sign in again. What you wrote "
                            "is still here."));
  else if (g_str_equal (code, "copied_replica"))
    g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_COPIED_REPLICA,
                         _ ("There are two copies of this copy, and the other one has written "
                            "already: sign in again here. What you wrote is still here."));
  else
    g_set_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_REFUSED,
                 _ ("The server refused (%u): %.300s"), status, shown);
  return FALSE;
}
