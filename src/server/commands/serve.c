/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

#include "archive/erase.h"
#include "http/listener.h"
#include "routes/routes.h"

/* How long answers under way have when the server is told to stop. */
#define GRACE_MS 5000

typedef struct
{
  SohoListener *listener;
  GMainLoop *loop;
  GCancellable *grace; /* ends the time that answers under way have; NULL until told to stop */
} Service;

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Service *service = user_data;

  soho_listener_stop_finish (SOHO_LISTENER (source), result, NULL);
  g_main_loop_quit (service->loop);
}

static gboolean
on_signal (gpointer user_data)
{
  Service *service = user_data;

  /* Who asks twice means at once. */
  if (service->grace != NULL)
    {
      g_cancellable_cancel (service->grace);
      return G_SOURCE_CONTINUE;
    }
  service->grace = g_cancellable_new ();
  soho_listener_stop_async (service->listener, GRACE_MS, service->grace, on_stopped, service);
  return G_SOURCE_CONTINUE;
}

static gboolean
set_up_tls (SohoListener *listener,
            const char *certificate_file,
            const char *key_file,
            GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) failure = NULL;

  if (certificate_file == NULL && key_file == NULL)
    return TRUE;
  if (certificate_file == NULL || key_file == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--tls-cert and --tls-key go together"));
      return FALSE;
    }
  certificate = g_tls_certificate_new_from_files (certificate_file, key_file, &failure);
  if (certificate == NULL)
    {
      g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                   _ ("The certificate %s and its key %s cannot be used: %s"), certificate_file,
                   key_file, failure->message);
      return FALSE;
    }
  if (soho_listener_set_tls (listener, certificate))
    return TRUE;
  g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE,
                       _ ("This system cannot speak TLS: install glib-networking."));
  return FALSE;
}

/* Written last, and in one piece: who waits for the file can connect once it is there. */
static gboolean
write_port (SohoListener *listener, const char *path, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u\n", soho_listener_get_port (listener));

  return path == NULL || g_file_set_contents (path, text, -1, error);
}

static void
run (SohoListener *listener)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Service service = { listener, loop, NULL };
  guint on_term = g_unix_signal_add (SIGTERM, on_signal, &service);
  guint on_int = g_unix_signal_add (SIGINT, on_signal, &service);

  g_main_loop_run (loop);
  g_source_remove (on_term);
  g_source_remove (on_int);
  g_clear_object (&service.grace);
}

gboolean
soho_command_serve (const char *data, int argc, char **argv, GError **error)
{
  g_autofree char *address = NULL;
  g_autofree char *port_file = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &address, N_ ("Where to listen"), N_ ("ADDR:PORT") },
    { "port-file", 0, 0, G_OPTION_ARG_FILENAME, &port_file, N_ ("Write the port here"),
      N_ ("FILE") },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &certificate, N_ ("Certificate (PEM)"),
      N_ ("FILE") },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &key, N_ ("Its private key (PEM)"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (NULL, entries, argc, argv, 0, 0, error);
  g_autoptr (SohoArchive) archive
      = arguments != NULL ? soho_archive_open (data, soho_model_get (), error) : NULL;
  g_autoptr (SohoAccounts) accounts = NULL;
  g_autoptr (SohoListener) listener = NULL;

  if (archive == NULL || !soho_archive_rewrite_if_noted (archive, error))
    return FALSE;
  listener = soho_listener_new (NULL);
  accounts = soho_accounts_new (archive, NULL, NULL);
  soho_routes_add (listener, accounts);
  if (!set_up_tls (listener, certificate, key, error)
      || !soho_listener_listen (listener, address != NULL ? address : "127.0.0.1:8032", error)
      || !write_port (listener, port_file, error))
    return FALSE;
  g_print (_ ("Serving %s on port %u. Ctrl+C stops.\n"), data, soho_listener_get_port (listener));
  run (listener);
  return TRUE;
}
