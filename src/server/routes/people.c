/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/routes.h"

#include <string.h>

#include "accounts/invite.h"
#include "archive/people.h"
#include "formats/json.h"
#include "http/responses.h"
#include "routes/request.h"

static void
append_person (GString *json, const SohoPerson *person)
{
  g_string_append_printf (json, "{\"person\":%" G_GINT64_FORMAT ",\"email\":", person->person);
  soho_json_append_string (json, person->email);
  if (person->name != NULL)
    {
      g_string_append (json, ",\"name\":");
      soho_json_append_string (json, person->name);
    }
  g_string_append_printf (json, ",\"active\":%s,\"expires\":%" G_GINT64_FORMAT,
                          person->active ? "true" : "false", person->expires);
  soho_append_roles (json, (const char *const *) person->roles);
  g_string_append_c (json, '}');
}

static void
list_people (SoupServerMessage *message, SohoAccounts *accounts, GHashTable *query)
{
  const char *find = query != NULL ? g_hash_table_lookup (query, "find") : NULL;
  g_autoptr (GError) error = NULL;
  gboolean more;
  g_autoptr (GPtrArray) people
      = soho_archive_list_people (soho_accounts_get_archive (accounts), find != NULL ? find : "",
                                  SOHO_PEOPLE_MAX, &more, &error);
  GString *json;

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control",
                                "no-store");
  if (people == NULL)
    {
      soho_respond_failure (message, error);
      return;
    }
  json = g_string_new ("{\"people\":[");
  for (guint i = 0; i < people->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_person (json, g_ptr_array_index (people, i));
    }
  g_string_append_printf (json, "],\"more\":%s}", more ? "true" : "false");
  soho_respond_json (message, SOUP_STATUS_OK, g_string_free (json, FALSE));
}

/* A role that is to be granted or ended. */
typedef struct
{
  SoupServerMessage *message;
  SohoArchive *archive;
  gint64 person;
  SohoGrant grant;
} Change;

/* Whether nobody but this person could let anybody in. */
static gboolean
is_last_staff (Change *change, gboolean *last, GError **error)
{
  gboolean has = TRUE;

  if (change->grant.role == SOHO_ROLE_STAFF
      && !soho_archive_has_other_staff (change->archive, change->person, &has, error))
    return FALSE;
  *last = !has;
  return TRUE;
}

static gboolean
end_role (Change *change, GError **error)
{
  gboolean last, ended;

  if (!is_last_staff (change, &last, error))
    return FALSE;
  if (last)
    {
      soho_archive_rollback (change->archive);
      soho_respond_error (change->message, SOUP_STATUS_CONFLICT, "last_staff",
                          "Nobody else is staff: make somebody else staff first.");
      return TRUE;
    }
  if (!soho_archive_end_role (change->archive, change->person, &change->grant, &ended, error)
      || !soho_archive_commit (change->archive, error))
    return FALSE;
  soho_respond_no_content (change->message);
  return TRUE;
}

static gboolean
grant_role (Change *change, GError **error)
{
  if (!soho_archive_add_role (change->archive, change->person, &change->grant, error)
      || !soho_archive_commit (change->archive, error))
    return FALSE;
  soho_respond_no_content (change->message);
  return TRUE;
}

/* In one transaction, so that two who end each other's role do not both succeed. */
static void
change_role (Change *change, gboolean grants)
{
  g_autoptr (GError) error = NULL;
  g_auto (SohoAccount) account = { 0 };

  if (soho_archive_begin (change->archive, &error)
      && soho_archive_read_account (change->archive, change->person, &account, &error))
    {
      if (account.person == 0)
        {
          soho_archive_rollback (change->archive);
          soho_respond_not_found (change->message);
          return;
        }
      if (grants ? grant_role (change, &error) : end_role (change, &error))
        return;
    }
  soho_archive_rollback (change->archive);
  soho_respond_failure (change->message, error);
}

/* What a role that ends is of may be gone already. */
static gboolean
read_role (Change *change, const char *text, gboolean grants, GError **error)
{
  if (!grants && soho_grant_parse (text, &change->grant))
    return TRUE;
  return soho_invite_read_role (change->archive, text, &change->grant, error);
}

static void
change_role_at (SoupServerMessage *message, SohoArchive *archive, const char *below)
{
  gboolean grants = soup_server_message_get_method (message) == SOUP_METHOD_PUT;
  g_auto (GStrv) parts = g_strsplit (below, "/", 4);
  Change change = { message, archive, 0, { 0 } };
  g_autoptr (GError) error = NULL;

  if (g_strv_length (parts) != 3 || strcmp (parts[1], "roles") != 0
      || !g_ascii_string_to_signed (parts[0], 10, 1, SOHO_ID_MAX, &change.person, NULL))
    soho_respond_not_found (message);
  else if (read_role (&change, parts[2], grants, &error))
    change_role (&change, grants);
  else if (error->domain == SOHO_INVITE_ERROR)
    soho_respond_error (message, SOUP_STATUS_UNPROCESSABLE_ENTITY, "role_unknown", error->message);
  else
    soho_respond_failure (message, error);
}

void
soho_route_people (SoupServer *server,
                   SoupServerMessage *message,
                   const char *path,
                   GHashTable *query,
                   gpointer accounts)
{
  SohoArchive *archive = soho_accounts_get_archive (accounts);
  const char *method = soup_server_message_get_method (message);
  gboolean all = g_str_equal (path, SOHO_PATH_PEOPLE);
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;

  if (!all && !g_str_has_prefix (path, SOHO_PATH_PEOPLE "/"))
    soho_respond_not_found (message);
  else if (all && method != SOUP_METHOD_GET)
    soho_respond_not_allowed (message, "GET");
  else if (!all && method != SOUP_METHOD_PUT && method != SOUP_METHOD_DELETE)
    soho_respond_not_allowed (message, "PUT, DELETE");
  else if (!soho_request_identify_staff (message, archive, &identity))
    return;
  else if (all)
    list_people (message, accounts, query);
  else
    change_role_at (message, archive, path + strlen (SOHO_PATH_PEOPLE "/"));
}
