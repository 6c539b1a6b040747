/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "application.h"

#include <glib/gi18n-lib.h>

#include "address.h"
#include "deep-link.h"
#include "dialogs/about.h"
#include "membership.h"
#include "pages/catalogue.h"
#include "windows/failure-window.h"
#include "windows/main-window.h"

/* What a wrong command line ends with. */
#define USAGE_ERROR 2

struct _SohoApplication
{
  AdwApplication parent_instance;

  char *replica;        /* directory given on the command line, or NULL */
  SohoLibrary *library; /* NULL before the first window */
};

G_DEFINE_FINAL_TYPE (SohoApplication, soho_application, ADW_TYPE_APPLICATION)

static void
on_left (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  gboolean told;

  soho_account_leave_finish (result, &told, NULL);
  *done = TRUE;
}

/* On a computer that others use nobody stays signed in behind a program that is closed. What has
 * not been sent is sealed. Without a network the sign-in stays in the server's list, and is of no
 * use to anybody, since its token is gone. */
static void
end_shared_sign_in (SohoApplication *self)
{
  SohoReplica *replica = soho_library_get_replica (self->library);
  gboolean shared, done = FALSE;

  if (!soho_account_is_shared (replica, &shared, NULL) || !shared)
    return;
  soho_library_stop_sync (self->library);
  soho_account_leave_async (soho_replica_get_directory (replica), soho_model_get (), TRUE, NULL,
                            on_left, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  soho_membership_refresh (soho_library_get_membership (self->library));
}

static gboolean
open_library (SohoApplication *self, GError **error)
{
  g_autofree char *directory
      = self->replica != NULL
            ? g_strdup (self->replica)
            : g_build_filename (g_get_user_data_dir (), "soho-solo", "replica", NULL);

  if (self->library != NULL)
    return TRUE;
  self->library = soho_library_open (directory, error);
  if (self->library == NULL)
    return FALSE;
  /* The program may have ended before it could. */
  end_shared_sign_in (self);
  return TRUE;
}

/* Opens the window, or brings it forward. page: to be shown, NULL for whichever is. NULL where the
 * replica cannot be opened, which a window of its own tells. */
static SohoMainWindow *
ensure_window (SohoApplication *self, const char *page)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  if (window == NULL && !open_library (self, &error))
    {
      g_printerr ("soho-solo: %s\n", error->message);
      window = GTK_WINDOW (soho_failure_window_new (ADW_APPLICATION (self), error->message));
    }
  else if (window == NULL)
    {
      window = GTK_WINDOW (soho_main_window_new (ADW_APPLICATION (self), self->library, page));
      soho_library_sync (self->library);
    }
  else if (page != NULL && SOHO_IS_MAIN_WINDOW (window))
    soho_main_window_show_page (SOHO_MAIN_WINDOW (window), page);
  gtk_window_present (window);
  return SOHO_IS_MAIN_WINDOW (window) ? SOHO_MAIN_WINDOW (window) : NULL;
}

static void
follow (SohoMainWindow *window, const SohoDeepLink *link)
{
  if (link->page != NULL)
    soho_main_window_show_page (window, link->page);
  else if (link->kind != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show", "(sx)", link->kind, link->id);
  else
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-commune", "s", link->commune);
}

/* The desktop hands us an address that somebody chose in another program. */
static void
soho_application_open (GApplication *application, GFile **files, int n, const char *hint)
{
  SohoApplication *self = SOHO_APPLICATION (application);
  SohoMainWindow *window = ensure_window (self, NULL);
  g_autofree char *address = n > 0 ? g_file_get_uri (files[0]) : NULL;
  g_autoptr (GError) error = NULL;
  SohoDeepLink link;

  if (window == NULL || address == NULL)
    return;
  if (soho_deep_link_parse (address, &link, &error))
    follow (window, &link);
  else
    soho_library_report (self->library, g_steal_pointer (&error));
}

/* The address on the command line, borrowed; NULL if there is none. */
static const char *
get_address (GVariantDict *options)
{
  const char *address = NULL;
  g_autofree const char **addresses = NULL;

  if (g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &addresses))
    address = addresses[0];
  return address;
}

static void
soho_application_activate (GApplication *application)
{
  ensure_window (SOHO_APPLICATION (application), NULL);
}

/* What can be said without a window: so that a wrong word ends the program that said it, not the
 * one that runs. */
static int
soho_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  SohoApplication *self = SOHO_APPLICATION (application);
  const char *server = NULL, *page = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  SohoDeepLink link;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("soho-solo %s\n", SOHO_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "server", "&s", &server)
      && (address = soho_address_parse (server, &error)) == NULL)
    {
      g_printerr ("soho-solo: --server %s: %s\n", server, error->message);
      return USAGE_ERROR;
    }
  if (g_variant_dict_lookup (options, "page", "&s", &page) && soho_catalogue_find (page) == NULL)
    {
      g_autofree char *names = soho_catalogue_dup_names ();

      g_printerr (_ ("soho-solo: There is no page “%s”; there are: %s.\n"), page, names);
      return USAGE_ERROR;
    }
  if (get_address (options) != NULL && !soho_deep_link_parse (get_address (options), &link, &error))
    {
      g_printerr ("soho-solo: %s: %s\n", get_address (options), error->message);
      return USAGE_ERROR;
    }
  if (g_variant_dict_lookup (options, "replica", "^ay", &self->replica))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static int
soho_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  SohoApplication *self = SOHO_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  const char *server = NULL, *page = NULL;
  g_autoptr (GError) error = NULL;
  SohoMainWindow *window;
  SohoDeepLink link;

  /* Before the window, which begins to sync. */
  if (g_variant_dict_lookup (options, "server", "&s", &server) && open_library (self, NULL)
      && !soho_library_set_server (self->library, server, &error))
    {
      g_application_command_line_printerr (command_line, "soho-solo: %s\n", error->message);
      return 1;
    }
  g_variant_dict_lookup (options, "page", "&s", &page);
  window = ensure_window (self, page);
  if (window != NULL && get_address (options) != NULL
      && soho_deep_link_parse (get_address (options), &link, NULL))
    follow (window, &link);
  return window != NULL ? 0 : 1;
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  soho_about_present (gtk_application_get_active_window (user_data));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  /* Closing, not just leaving, so that the window's size is remembered. */
  GtkWindow *window = gtk_application_get_active_window (user_data);

  if (window != NULL)
    gtk_window_close (window);
  g_application_quit (user_data);
}

/* A sync that failed is tried again when the network comes back. */
static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, SohoApplication *self)
{
  if (available && self->library != NULL
      && soho_library_get_sync_state (self->library) == SOHO_SYNC_FAILED)
    soho_library_sync (self->library);
}

static void
set_shortcuts (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } shortcuts[] = {
    { "win.find", { "<Control>k" } },       { "win.search", { "<Control>f" } },
    { "win.sync", { "F5", "<Control>r" } }, { "win.sidebar", { "F9" } },
    { "win.back", { "<Alt>Left" } },        { "window.close", { "<Control>w" } },
    { "app.quit", { "<Control>q" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (application, shortcuts[i].action,
                                           (const char *const *) shortcuts[i].keys);
  for (guint i = 0; i < soho_catalogue_get_n_pages (); i++)
    {
      g_autofree char *action = g_strdup_printf ("win.page::%s", soho_catalogue_get_nth (i)->name);
      g_autofree char *key = g_strdup_printf ("<Alt>%u", i + 1);

      gtk_application_set_accels_for_action (application, action, (const char *[]){ key, NULL });
    }
}

static void
soho_application_startup (GApplication *application)
{
  static const GActionEntry actions[]
      = { { .name = "about", .activate = on_about }, { .name = "quit", .activate = on_quit } };

  /* What the desktop knows our windows by; not before, since --help speaks of the program by its
   * own name. */
  g_set_prgname (SOHO_APP_ID);
  G_APPLICATION_CLASS (soho_application_parent_class)->startup (application);
  soho_model_register_types (soho_model_get ());
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  set_shortcuts (GTK_APPLICATION (application));
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (on_network_changed), application, 0);
  gtk_window_set_default_icon_name (SOHO_APP_ID);
  /* Texts of a card can be copied, but whoever comes by with Tab has not asked for it. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
}

static void
soho_application_shutdown (GApplication *application)
{
  SohoApplication *self = SOHO_APPLICATION (application);

  if (self->library != NULL)
    end_shared_sign_in (self);
  G_APPLICATION_CLASS (soho_application_parent_class)->shutdown (application);
}

static void
soho_application_finalize (GObject *object)
{
  SohoApplication *self = SOHO_APPLICATION (object);

  g_clear_pointer (&self->replica, g_free);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_application_parent_class)->finalize (object);
}

static void
soho_application_class_init (SohoApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = soho_application_finalize;
  application_class->startup = soho_application_startup;
  application_class->activate = soho_application_activate;
  application_class->open = soho_application_open;
  application_class->shutdown = soho_application_shutdown;
  application_class->handle_local_options = soho_application_handle_local_options;
  application_class->command_line = soho_application_command_line;
}

static void
soho_application_init (SohoApplication *self)
{
  static const GOptionEntry options[] = {
    { "replica", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Where the copy of the network is kept"),
      N_ ("DIRECTORY") },
    { "server", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_ ("Address of the network’s server; it is remembered"), N_ ("URL") },
    { "page", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_ ("Page to open, by its English name: map, directory, …"), N_ ("PAGE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_ ("[ADDRESS]") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

SohoApplication *
soho_application_new (void)
{
  return g_object_new (SOHO_TYPE_APPLICATION, "application-id", SOHO_APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN, NULL);
}
