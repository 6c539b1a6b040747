/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyring.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <string.h>

#define FILE_NAME "token"
#define REPLICA "replica"
#define SERVER "server"

static const SecretSchema schema = {
  .name = "fr.sohosolo.SohoSolo.Token",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { REPLICA, SECRET_SCHEMA_ATTRIBUTE_STRING },
    { SERVER, SECRET_SCHEMA_ATTRIBUTE_STRING },
  },
};

static char *
dup_path (const char *directory)
{
  return g_build_filename (directory, FILE_NAME, NULL);
}

/* However the directory was named, it is the same replica. */
static char *
dup_replica (const char *directory)
{
  g_autofree char *absolute = g_canonicalize_filename (directory, NULL);
  g_autofree char *shown = g_filename_to_utf8 (absolute, -1, NULL, NULL, NULL);

  return shown != NULL ? g_steal_pointer (&shown)
                       : g_uri_escape_bytes ((guint8 *) absolute, strlen (absolute), "/");
}

/* In the directory that the system empties at the end of the session, a name for each replica. */
static char *
dup_session_path (const char *directory)
{
  g_autofree char *replica = dup_replica (directory);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, replica, -1);
  g_autofree char *name = g_strconcat ("soho-solo-", hash, NULL);

  return g_build_filename (g_get_user_runtime_dir (), name, NULL);
}

static gboolean
write_file (const char *path, const char *server, const char *token, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", server, token);

  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static void
remove_files (const char *directory)
{
  g_autofree char *path = dup_path (directory);
  g_autofree char *session_path = dup_session_path (directory);

  g_unlink (path);
  g_unlink (session_path);
}

static char *
read_file (const char *path, const char *server)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", 3);
  return g_strv_length (lines) == 3 && g_str_equal (lines[0], server) ? g_strdup (lines[1]) : NULL;
}

static char *
read_files (const char *directory, const char *server)
{
  g_autofree char *path = dup_path (directory);
  g_autofree char *session_path = dup_session_path (directory);
  char *token = read_file (path, server);

  return token != NULL ? token : read_file (session_path, server);
}

/* Whether the desktop has a keyring that it would ask the person for a password to make or open: a
 * sync in the background is not the time. Where there is no such service, libsecret may have
 * another place. */
static gboolean
would_ask (GCancellable *cancellable)
{
  g_autoptr (SecretService) service
      = secret_service_get_sync (SECRET_SERVICE_NONE, cancellable, NULL);
  g_autoptr (SecretCollection) collection = NULL;

  if (service == NULL)
    return FALSE;
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, cancellable, NULL);
  return collection == NULL || secret_collection_get_locked (collection);
}

gboolean
soho_keyring_store (const char *directory,
                    const char *server,
                    const char *token,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *replica = dup_replica (directory);
  g_autofree char *label = g_strdup_printf (_ ("Soho Solo: signed in at %s"), server);
  g_autofree char *path = dup_path (directory);

  soho_keyring_forget (directory, cancellable);
  return (!would_ask (cancellable)
          && secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, token,
                                         cancellable, NULL, REPLICA, replica, SERVER, server, NULL))
         || write_file (path, server, token, error);
}

gboolean
soho_keyring_store_for_session (const char *directory,
                                const char *server,
                                const char *token,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autofree char *path = dup_session_path (directory);

  soho_keyring_forget (directory, cancellable);
  return write_file (path, server, token, error);
}

char *
soho_keyring_dup_token (const char *directory, const char *server, GCancellable *cancellable)
{
  g_autofree char *replica = dup_replica (directory);
  g_autofree char *token = read_files (directory, server);
  char *kept, *copy;

  if (token != NULL)
    return g_steal_pointer (&token);
  if (would_ask (cancellable))
    return NULL;
  kept = secret_password_lookup_sync (&schema, cancellable, NULL, REPLICA, replica, SERVER, server,
                                      NULL);
  copy = g_strdup (kept);
  secret_password_free (kept);
  return copy;
}

void
soho_keyring_forget (const char *directory, GCancellable *cancellable)
{
  g_autofree char *replica = dup_replica (directory);

  remove_files (directory);
  if (!would_ask (cancellable))
    secret_password_clear_sync (&schema, cancellable, NULL, REPLICA, replica, NULL);
}
