/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "account-private.h"
#include "account-request.h"
#include "formats/json.h"
#include "keyring.h"
#include "protocol.h"
#include "store/audiences.h"
#include "store/database.h"
#include "store/seal.h"
#include "store/writer.h"

/* When the replica was last in step with the server. */
#define FACT_SYNCED "synced"

/* The sign-in whose token the keyring has. */
#define FACT_PROVEN "account_proven"

#define MOST_ROLES 256
#define LONGEST_TOKEN 200

void
soho_sign_in_clear (SohoSignIn *self)
{
  self->person = 0;
  self->writer = 0;
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->roles, g_strfreev);
}

void
soho_sign_in_entry_free (SohoSignInEntry *entry)
{
  g_free (entry->device);
  g_free (entry);
}

static gboolean
read_fact (SohoReplica *replica, const char *name, char **text, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *text = soho_replica_dup_fact (replica, name, &failure);
  if (*text == NULL)
    *text = g_strdup ("");
  return soho_database_settle (&failure, error);
}

gboolean
soho_account_read (SohoReplica *replica, SohoSignIn *self, GError **error)
{
  g_autofree char *roles = NULL;

  *self = (SohoSignIn){ 0 };
  if (!soho_replica_read_writer (replica, &self->person, &self->writer, error)
      || !read_fact (replica, SOHO_FACT_SERVER, &self->server, error)
      || !read_fact (replica, SOHO_FACT_EMAIL, &self->email, error)
      || !read_fact (replica, SOHO_FACT_ROLES, &roles, error))
    {
      soho_sign_in_clear (self);
      return FALSE;
    }
  self->roles = g_strsplit (roles, ",", MOST_ROLES);
  if (*self->server == '\0' || self->writer == 0)
    soho_sign_in_clear (self);
  return TRUE;
}

/* Whether the keyring's token is of this sign-in, and not of one before it, as after a loss of
 * power between the two. */
static gboolean
is_proven (SohoReplica *replica, const SohoSignIn *self, gboolean *proven, GError **error)
{
  g_autofree char *writer = NULL;

  if (!read_fact (replica, FACT_PROVEN, &writer, error))
    return FALSE;
  /* Sign-ins of before this was noted. */
  *proven = *writer == '\0' || g_ascii_strtoull (writer, NULL, 10) == self->writer;
  return TRUE;
}

static gboolean
note_proven (SohoReplica *replica, const SohoSignIn *self, GError **error)
{
  g_autofree char *writer = g_strdup_printf ("%u", self->writer);

  return soho_replica_set_fact (replica, FACT_PROVEN, writer, error);
}

gboolean
soho_account_authorize (SohoReplica *replica,
                        const char *server,
                        GCancellable *cancellable,
                        char **token,
                        GError **error)
{
  g_auto (SohoSignIn) self = { 0 };
  gboolean proven;

  *token = NULL;
  if (!soho_account_read (replica, &self, error) || !is_proven (replica, &self, &proven, error))
    return FALSE;
  if (self.person == 0)
    return TRUE;
  if (!g_str_equal (self.server, server))
    {
      g_set_error (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_OTHER_SERVER,
                   _ ("You have signed in at %s. Sign out before you follow another server."),
                   self.server);
      return FALSE;
    }
  if (proven)
    *token = soho_keyring_dup_token (soho_replica_get_directory (replica), server, cancellable);
  if (*token != NULL)
    return TRUE;
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT,
                         _ ("The proof that you signed in cannot be found on this computer: sign "
                            "in again. What you wrote is still here."));
  return FALSE;
}

static gboolean
is_role (const char *text)
{
  gsize word = strspn (text, "abcdefghijklmnopqrstuvwxyz_");

  return word > 0
         && (text[word] == '\0'
             || (text[word] == ':'
                 && g_ascii_string_to_unsigned (text + word + 1, 10, 1, SOHO_ID_MAX, NULL, NULL)));
}

gboolean
soho_account_note_roles (SohoReplica *replica, const char *roles, GError **error)
{
  g_auto (GStrv) texts = g_strsplit (roles, ",", MOST_ROLES);
  g_autofree char *before = NULL;

  if (*texts == NULL)
    return TRUE;
  for (guint i = 0; texts[i] != NULL; i++)
    if (!is_role (texts[i]))
      return TRUE;
  return read_fact (replica, SOHO_FACT_ROLES, &before, error)
         && (g_str_equal (before, roles)
             || soho_replica_set_fact (replica, SOHO_FACT_ROLES, roles, error));
}

/* Of a new sign-in, as the server tells it. */
typedef struct
{
  SohoSignIn sign_in;
  char *token;
  char *log; /* "" from a server that does not say */
} Arrival;

static void
arrival_clear (Arrival *self)
{
  soho_sign_in_clear (&self->sign_in);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->log, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arrival, arrival_clear)

/* It goes into a header: only what base64url has. */
static gboolean
is_token (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > LONGEST_TOKEN)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_')
      return FALSE;
  return TRUE;
}

char **
soho_account_read_roles (JsonObject *object)
{
  JsonArray *array = soho_json_get_array (object, "roles");
  g_autoptr (GStrvBuilder) roles = g_strv_builder_new ();
  guint n = array != NULL ? MIN (json_array_get_length (array), MOST_ROLES) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (text != NULL && strchr (text, ',') == NULL)
        g_strv_builder_add (roles, text);
    }
  return g_strv_builder_end (roles);
}

static gboolean
read_arrival (JsonNode *answer, const char *server, Arrival *arrival, GError **error)
{
  JsonObject *object = json_node_get_object (answer);
  const char *token = soho_json_get_string (object, "token");
  const char *email = soho_json_get_string (object, "email");
  const char *log = soho_json_get_string (object, "log");
  SohoSignIn *sign_in = &arrival->sign_in;
  gint64 writer;

  if (!is_token (token) || email == NULL
      || !soho_json_get_int64 (object, "person", 1, SOHO_ID_MAX, &sign_in->person)
      || !soho_json_get_int64 (object, "writer", 1, SOHO_WRITER_MAX, &writer))
    return soho_account_fail_invalid (error);
  arrival->token = g_strdup (token);
  arrival->log = g_strdup (log != NULL ? log : "");
  sign_in->writer = (guint) writer;
  sign_in->server = g_strdup (server);
  sign_in->email = g_strdup (email);
  sign_in->roles = soho_account_read_roles (object);
  return TRUE;
}

/* Who signs in after somebody else finds nothing of theirs. What members read is still to be
 * fetched, so that the copy is in step with nothing yet. */
static gboolean
change_person (SohoReplica *replica, const SohoSignIn *self, GError **error)
{
  gint64 before;
  guint writer;

  return soho_replica_read_writer (replica, &before, &writer, error)
         && soho_replica_set_writer (replica, self->person, self->writer, error)
         && soho_replica_set_fact (replica, FACT_SYNCED, "", error)
         && (before == 0 || before == self->person || soho_replica_forget_hidden (replica, error));
}

gboolean
soho_account_note_shared (SohoReplica *replica, gboolean shared, GError **error)
{
  return soho_replica_set_fact (replica, SOHO_FACT_SHARED, shared ? "yes" : "", error);
}

gboolean
soho_account_is_shared (SohoReplica *replica, gboolean *shared, GError **error)
{
  g_auto (SohoSignIn) self = { 0 };
  g_autofree char *text = NULL;

  *shared = FALSE;
  if (!soho_account_read (replica, &self, error)
      || !read_fact (replica, SOHO_FACT_SHARED, &text, error))
    return FALSE;
  *shared = self.person != 0 && *text != '\0';
  return TRUE;
}

/* What was written here under another log is offered again before anything else is sent. */
static gboolean
note_log (SohoReplica *replica, const char *log, GError **error)
{
  g_autofree char *before = NULL;

  return read_fact (replica, SOHO_FACT_LOG, &before, error)
         && (*before == '\0' || g_str_equal (before, log)
             || soho_replica_set_fact (replica, SOHO_FACT_RESTORED, "yes", error))
         && soho_replica_set_fact (replica, SOHO_FACT_LOG, log, error);
}

/* The token last: until it is there, nobody has signed in. */
static gboolean
keep (SohoReplica *replica, const Arrival *arrival, GCancellable *cancellable, GError **error)
{
  const SohoSignIn *sign_in = &arrival->sign_in;
  g_autofree char *roles = g_strjoinv (",", sign_in->roles);
  g_autofree char *shared = NULL;

  return read_fact (replica, SOHO_FACT_SHARED, &shared, error)
         && note_log (replica, arrival->log, error)
         && soho_replica_set_fact (replica, SOHO_FACT_EMAIL, sign_in->email, error)
         && soho_replica_set_fact (replica, SOHO_FACT_ROLES, roles, error)
         && soho_replica_set_fact (replica, SOHO_FACT_SERVER, sign_in->server, error)
         && (*shared != '\0' ? soho_keyring_store_for_session : soho_keyring_store) (
             soho_replica_get_directory (replica), sign_in->server, arrival->token, cancellable,
             error)
         && note_proven (replica, sign_in, error);
}

/* Now that the password is known: what was sealed under it is opened, and keys are made for what
 * will have to be. */
static gboolean
take_password (SohoReplica *replica, const char *password, GError **error)
{
  guint left;

  return soho_replica_open_seals (replica, password, &left, error)
         && soho_replica_prepare_seal (replica, password, error);
}

static gboolean
enter (SohoReplica *replica,
       const char *server,
       const char *path,
       const char *body,
       const char *password,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (JsonNode) answer = NULL;
  g_auto (Arrival) arrival = { 0 };

  if (!soho_account_request (SOUP_METHOD_POST, server, path, NULL, body, cancellable, &answer,
                             error)
      || !read_arrival (answer, server, &arrival, error))
    return FALSE;
  if (change_person (replica, &arrival.sign_in, error) && take_password (replica, password, error)
      && keep (replica, &arrival, NULL, error))
    return TRUE;
  /* A sign-in that nobody can use is not left open. */
  soho_account_request (SOUP_METHOD_DELETE, server, SOHO_PATH_SESSION, arrival.token, NULL,
                        cancellable, NULL, NULL);
  return FALSE;
}

static gboolean
enter_locked (SohoReplica *replica,
              const char *server,
              const char *path,
              const char *body,
              const char *password,
              GCancellable *cancellable,
              GError **error)
{
  gboolean entered;

  if (!soho_replica_lock (replica, error))
    return FALSE;
  entered = enter (replica, server, path, body, password, cancellable, error);
  soho_replica_unlock (replica);
  return entered;
}

char *
soho_account_dup_object (const char *name, ...)
{
  GString *json = g_string_new (NULL);
  va_list rest;

  va_start (rest, name);
  for (; name != NULL; name = va_arg (rest, const char *))
    {
      g_autofree char *valid = g_utf8_make_valid (va_arg (rest, const char *), -1);

      g_string_append_printf (json, "%c\"%s\":", json->len == 0 ? '{' : ',', name);
      soho_json_append_string (json, valid);
    }
  va_end (rest);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static gboolean
check_password (const char *password, GError **error)
{
  if (soho_account_is_password (password))
    return TRUE;
  g_set_error_literal (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_PASSWORD_LENGTH,
                       _ ("Choose a password of at least 10 characters; four words that come to "
                          "your mind do."));
  return FALSE;
}

gboolean
soho_account_activate (SohoReplica *replica,
                       const char *server,
                       const char *code,
                       const char *password,
                       const char *device,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autofree char *body
      = soho_account_dup_object ("code", code, "password", password, "device", device, NULL);

  return check_password (password, error)
         && enter_locked (replica, server, SOHO_PATH_ACTIVATE, body, password, cancellable, error);
}

gboolean
soho_account_sign_in (SohoReplica *replica,
                      const char *server,
                      const char *email,
                      const char *password,
                      const char *device,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *body
      = soho_account_dup_object ("email", email, "password", password, "device", device, NULL);

  return enter_locked (replica, server, SOHO_PATH_SESSIONS, body, password, cancellable, error);
}

gboolean
soho_account_read_somebody (SohoReplica *replica, SohoSignIn *self, GError **error)
{
  if (!soho_account_read (replica, self, error))
    return FALSE;
  if (self->person != 0)
    return TRUE;
  g_set_error_literal (error, SOHO_ACCOUNT_ERROR, SOHO_ACCOUNT_ERROR_NOBODY,
                       _ ("Nobody has signed in here."));
  return FALSE;
}

gboolean
soho_account_ask (SohoReplica *replica,
                  const char *method,
                  const char *path,
                  const char *body,
                  GCancellable *cancellable,
                  JsonNode **answer,
                  GError **error)
{
  g_auto (SohoSignIn) self = { 0 };
  g_autofree char *token = NULL;

  return soho_account_read_somebody (replica, &self, error)
         && soho_account_authorize (replica, self.server, cancellable, &token, error)
         && soho_account_request (method, self.server, path, token, body, cancellable, answer,
                                  error);
}

gboolean
soho_account_part_from_copy (SohoReplica *replica, GCancellable *cancellable, GError **error)
{
  g_autofree char *device = soho_account_dup_device ();
  g_autofree char *body = soho_account_dup_object ("device", device, NULL);
  g_auto (SohoSignIn) self = { 0 };
  g_auto (Arrival) arrival = { 0 };
  g_autoptr (JsonNode) answer = NULL;

  return soho_account_read_somebody (replica, &self, error)
         && soho_account_ask (replica, SOUP_METHOD_POST, SOHO_PATH_SESSION "/writer", body,
                              cancellable, &answer, error)
         && read_arrival (answer, self.server, &arrival, error)
         && soho_replica_part_from_copy (replica, arrival.sign_in.writer, error)
         && keep (replica, &arrival, cancellable, error);
}

static SohoSignInEntry *
read_entry (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *device = soho_json_get_string (object, "device");
  JsonNode *here = object != NULL ? json_object_get_member (object, "this") : NULL;
  SohoSignInEntry *entry;
  gint64 id, created, seen;

  if (device == NULL || here == NULL || json_node_get_value_type (here) != G_TYPE_BOOLEAN
      || !soho_json_get_int64 (object, "id", 1, SOHO_WRITER_MAX, &id)
      || !soho_json_get_int64 (object, "created", 0, G_MAXUINT32, &created)
      || !soho_json_get_int64 (object, "seen", 0, G_MAXUINT32, &seen))
    return NULL;
  entry = g_new (SohoSignInEntry, 1);
  *entry = (SohoSignInEntry){ (guint) id, g_strdup (device), created, seen,
                              json_node_get_boolean (here) };
  return entry;
}

GPtrArray *
soho_account_list_sign_ins (SohoReplica *replica, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_sign_in_entry_free);
  JsonArray *array;

  if (!soho_account_ask (replica, SOUP_METHOD_GET, SOHO_PATH_SESSION, NULL, cancellable, &answer,
                         error))
    return NULL;
  array = soho_json_get_array (json_node_get_object (answer), "sessions");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      SohoSignInEntry *entry = read_entry (json_array_get_element (array, i));

      if (entry == NULL)
        {
          soho_account_fail_invalid (error);
          return NULL;
        }
      g_ptr_array_add (entries, entry);
    }
  return g_steal_pointer (&entries);
}

gboolean
soho_account_end_sign_in (SohoReplica *replica, guint id, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strdup_printf (SOHO_PATH_SESSIONS "/%u", id);

  return soho_account_ask (replica, SOUP_METHOD_DELETE, path, NULL, cancellable, NULL, error);
}

gboolean
soho_account_change_password (SohoReplica *replica,
                              const char *old_password,
                              const char *new_password,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autofree char *body = soho_account_dup_object ("old", old_password, "new", new_password, NULL);

  return check_password (new_password, error)
         && soho_account_ask (replica, SOUP_METHOD_POST, SOHO_PATH_PASSWORD, body, cancellable,
                              NULL, error)
         && soho_replica_prepare_seal (replica, new_password, error);
}

gboolean
soho_account_is_password (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  glong length = normal != NULL ? g_utf8_strlen (normal, -1) : 0;

  return length >= SOHO_PASSWORD_MIN && length <= SOHO_PASSWORD_MAX;
}

char *
soho_account_dup_device (void)
{
  g_autofree char *name = g_utf8_make_valid (g_get_host_name (), -1);

  return g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), SOHO_DEVICE_MAX));
}
