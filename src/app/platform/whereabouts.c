/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/whereabouts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SERVICE "org.freedesktop.GeoClue2"
#define MANAGER_PATH "/org/freedesktop/GeoClue2/Manager"
#define MANAGER SERVICE ".Manager"
#define CLIENT SERVICE ".Client"
#define LOCATION SERVICE ".Location"
#define PROPERTIES "org.freedesktop.DBus.Properties"

/* GeoClue's accuracy level of a city: more than that nobody needs here. */
#define ACCURACY_CITY 4

/* How long a location may take. */
#define PATIENCE_S 20

typedef struct
{
  GDBusConnection *bus;
  char *client; /* the object that GeoClue made for us */
  guint updated_id;
  guint timeout_id;
  double latitude, longitude;
} Search;

static void
stop (Search *search)
{
  if (search->updated_id != 0)
    g_dbus_connection_signal_unsubscribe (search->bus, search->updated_id);
  search->updated_id = 0;
  g_clear_handle_id (&search->timeout_id, g_source_remove);
  if (search->client != NULL)
    g_dbus_connection_call (search->bus, SERVICE, search->client, CLIENT, "Stop", NULL, NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  g_clear_pointer (&search->client, g_free);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  stop (search);
  g_clear_object (&search->bus);
  g_free (search);
}

/* Takes task. */
static void
fail (GTask *task, const GError *cause)
{
  stop (g_task_get_task_data (task));
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (cause));
  else if (g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED))
    g_task_return_new_error (
        task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s",
        _ ("The desktop does not let this program know where you are. Allow it "
           "in its privacy settings, or type the name of your commune."));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("This computer cannot tell where it is. Type the name of your "
                                "commune instead."));
  g_object_unref (task);
}

static gboolean
on_timeout (gpointer user_data)
{
  GTask *task = user_data;

  ((Search *) g_task_get_task_data (task))->timeout_id = 0;
  fail (task, NULL);
  return G_SOURCE_REMOVE;
}

static void
on_location (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) properties = NULL;

  if (reply == NULL)
    {
      fail (task, error);
      return;
    }
  properties = g_variant_get_child_value (reply, 0);
  if (!g_variant_lookup (properties, "Latitude", "d", &search->latitude)
      || !g_variant_lookup (properties, "Longitude", "d", &search->longitude)
      || !(fabs (search->latitude) <= 90) || !(fabs (search->longitude) <= 180))
    {
      fail (task, NULL);
      return;
    }
  stop (search);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
on_updated (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *name,
            GVariant *parameters,
            gpointer user_data)
{
  GTask *task = user_data;
  Search *search = g_task_get_task_data (task);
  const char *location;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(oo)")))
    return;
  g_variant_get (parameters, "(&o&o)", NULL, &location);
  g_dbus_connection_signal_unsubscribe (bus, search->updated_id);
  search->updated_id = 0;
  g_clear_handle_id (&search->timeout_id, g_source_remove);
  g_dbus_connection_call (bus, SERVICE, location, PROPERTIES, "GetAll",
                          g_variant_new ("(s)", LOCATION), G_VARIANT_TYPE ("(a{sv})"),
                          G_DBUS_CALL_FLAGS_NONE, PATIENCE_S * 1000, g_task_get_cancellable (task),
                          on_location, task);
}

/* From here on it is the signal, or the timeout, that ends the task. */
static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* Either may have ended it before this reply. */
  if (reply == NULL && search->timeout_id != 0)
    fail (task, error);
}

static void
set_property (GTask *task, const char *name, GVariant *value)
{
  Search *search = g_task_get_task_data (task);

  g_dbus_connection_call (search->bus, SERVICE, search->client, PROPERTIES, "Set",
                          g_variant_new ("(ssv)", CLIENT, name, value), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
on_client (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    {
      fail (task, error);
      return;
    }
  g_variant_get (reply, "(o)", &search->client);
  search->updated_id = g_dbus_connection_signal_subscribe (
      search->bus, SERVICE, CLIENT, "LocationUpdated", search->client, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, on_updated, task, NULL);
  search->timeout_id = g_timeout_add_seconds (PATIENCE_S, on_timeout, task);
  set_property (task, "DesktopId", g_variant_new_string (SOHO_APP_ID));
  set_property (task, "RequestedAccuracyLevel", g_variant_new_uint32 (ACCURACY_CITY));
  g_dbus_connection_call (search->bus, SERVICE, search->client, CLIENT, "Start", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NONE, PATIENCE_S * 1000, g_task_get_cancellable (task),
                          on_started, g_object_ref (task));
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  search->bus = g_bus_get_finish (result, &error);
  if (search->bus == NULL)
    {
      fail (task, error);
      return;
    }
  g_dbus_connection_call (search->bus, SERVICE, MANAGER_PATH, MANAGER, "GetClient", NULL,
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, PATIENCE_S * 1000,
                          g_task_get_cancellable (task), on_client, task);
}

void
soho_whereabouts_ask (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_new0 (Search, 1), search_free);
  g_bus_get (G_BUS_TYPE_SYSTEM, cancellable, on_bus, task);
}

gboolean
soho_whereabouts_finish (GAsyncResult *result, double *latitude, double *longitude, GError **error)
{
  Search *search = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *latitude = search->latitude;
  *longitude = search->longitude;
  return TRUE;
}
