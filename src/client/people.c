/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "people.h"

#include "account-request.h"
#include "formats/json.h"
#include "protocol.h"

SohoPersonEntry *
soho_person_entry_copy (const SohoPersonEntry *entry)
{
  SohoPersonEntry *copy = g_memdup2 (entry, sizeof *entry);

  copy->email = g_strdup (entry->email);
  copy->name = g_strdup (entry->name);
  copy->roles = g_strdupv (entry->roles);
  return copy;
}

void
soho_person_entry_free (SohoPersonEntry *entry)
{
  g_free (entry->email);
  g_free (entry->name);
  g_strfreev (entry->roles);
  g_free (entry);
}

void
soho_people_free (SohoPeople *people)
{
  g_ptr_array_unref (people->entries);
  g_free (people);
}

void
soho_invitation_free (SohoInvitation *invitation)
{
  g_free (invitation->email);
  g_free (invitation->code);
  g_free (invitation);
}

static gboolean
read_boolean (JsonObject *object, const char *member, gboolean *value)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

/* NULL if it is none. */
static SohoPersonEntry *
read_entry (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *email = soho_json_get_string (object, "email");
  SohoPersonEntry entry = { 0 };

  if (email == NULL || !soho_json_get_int64 (object, "person", 1, SOHO_ID_MAX, &entry.person)
      || !soho_json_get_int64 (object, "expires", 0, G_MAXUINT32, &entry.expires)
      || !read_boolean (object, "active", &entry.active))
    return NULL;
  entry.email = g_strdup (email);
  entry.name = g_strdup (soho_json_get_string (object, "name"));
  entry.roles = soho_account_read_roles (object);
  return g_memdup2 (&entry, sizeof entry);
}

static SohoPeople *
read_people (JsonNode *answer, GError **error)
{
  JsonObject *object = json_node_get_object (answer);
  JsonArray *array = soho_json_get_array (object, "people");
  g_autoptr (SohoPeople) people = g_new0 (SohoPeople, 1);
  gboolean sound = array != NULL && read_boolean (object, "more", &people->more);

  people->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_person_entry_free);
  for (guint i = 0; sound && i < json_array_get_length (array); i++)
    {
      SohoPersonEntry *entry = read_entry (json_array_get_element (array, i));

      if (entry != NULL)
        g_ptr_array_add (people->entries, entry);
      sound = entry != NULL;
    }
  if (sound)
    return g_steal_pointer (&people);
  soho_account_fail_invalid (error);
  return NULL;
}

SohoPeople *
soho_people_list (SohoReplica *replica, const char *find, GCancellable *cancellable, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (find, NULL, FALSE);
  g_autofree char *path = g_strconcat (SOHO_PATH_PEOPLE "?find=", escaped, NULL);
  g_autoptr (JsonNode) answer = NULL;

  return soho_account_ask (replica, "GET", path, NULL, cancellable, &answer, error)
             ? read_people (answer, error)
             : NULL;
}

gboolean
soho_people_set_role (SohoReplica *replica,
                      gint64 person,
                      const char *role,
                      gboolean granted,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *path
      = g_strdup_printf (SOHO_PATH_PEOPLE "/%" G_GINT64_FORMAT "/roles/%s", person, role);

  return soho_account_ask (replica, granted ? "PUT" : "DELETE", path, NULL, cancellable, NULL,
                           error);
}

static SohoInvitation *
read_invitation (JsonNode *answer, GError **error)
{
  JsonObject *object = json_node_get_object (answer);
  const char *email = soho_json_get_string (object, "email");
  const char *code = soho_json_get_string (object, "code");
  SohoInvitation invitation = { 0 };

  if (email == NULL || code == NULL
      || !soho_json_get_int64 (object, "person", 1, SOHO_ID_MAX, &invitation.person)
      || !soho_json_get_int64 (object, "expires", 1, G_MAXUINT32, &invitation.expires))
    {
      soho_account_fail_invalid (error);
      return NULL;
    }
  invitation.email = g_strdup (email);
  invitation.code = g_strdup (code);
  return g_memdup2 (&invitation, sizeof invitation);
}

/* What is not said is left out. */
static char *
dup_wish (const char *email, gint64 member, const char *role)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, member);

  if (member != 0)
    return soho_account_dup_object ("email", email, "member", id, role != NULL ? "role" : NULL,
                                    role, NULL);
  return soho_account_dup_object ("email", email, role != NULL ? "role" : NULL, role, NULL);
}

SohoInvitation *
soho_people_invite (SohoReplica *replica,
                    const char *email,
                    gint64 member,
                    const char *role,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *body = dup_wish (email, member, role);
  g_autoptr (JsonNode) answer = NULL;

  return soho_account_ask (replica, "POST", SOHO_PATH_INVITATIONS, body, cancellable, &answer,
                           error)
             ? read_invitation (answer, error)
             : NULL;
}

gboolean
soho_people_withdraw (SohoReplica *replica,
                      gint64 person,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *path = g_strdup_printf (SOHO_PATH_INVITATIONS "/%" G_GINT64_FORMAT, person);

  return soho_account_ask (replica, "DELETE", path, NULL, cancellable, NULL, error);
}
