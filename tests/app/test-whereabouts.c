/* SPDX-License-Identifier: GPL-3.0-or-later */

/* On a bus of its own, where a service answers as GeoClue does, or does not. */

#include "platform/whereabouts.h"

#include "fixture.h"

#define SERVICE "org.freedesktop.GeoClue2"
#define MANAGER_PATH "/org/freedesktop/GeoClue2/Manager"
#define CLIENT_PATH "/org/freedesktop/GeoClue2/Client/1"
#define LOCATION_PATH "/org/freedesktop/GeoClue2/Client/1/Location/0"

typedef enum
{
  TELLS,
  REFUSES,
  TELLS_NONSENSE,
} Mood;

typedef struct
{
  GDBusConnection *bus;
  Mood mood;
  GMutex lock;
  GString *heard; /* what it was asked; under lock */
} Service;

typedef struct
{
  gboolean done, found;
  double latitude, longitude;
  GError *error;
} Answer;

static void
tell_location (Service *self)
{
  g_dbus_connection_emit_signal (self->bus, NULL, CLIENT_PATH, SERVICE ".Client", "LocationUpdated",
                                 g_variant_new ("(oo)", "/", LOCATION_PATH), NULL);
}

static GVariant *
describe_location (Service *self)
{
  GVariantDict location;

  g_variant_dict_init (&location, NULL);
  g_variant_dict_insert (&location, "Latitude", "d", self->mood == TELLS ? 43.525 : 1000.0);
  g_variant_dict_insert (&location, "Longitude", "d", 0.162);
  return g_variant_new ("(@a{sv})", g_variant_dict_end (&location));
}

static void
note_property (Service *self, GVariant *parameters)
{
  const char *name;
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  g_variant_get (parameters, "(&s&sv)", NULL, &name, &value);
  text = g_variant_print (value, FALSE);
  g_mutex_lock (&self->lock);
  g_string_append_printf (self->heard, "%s=%s ", name, text);
  g_mutex_unlock (&self->lock);
}

/* Called in the thread of the bus. */
static GDBusMessage *
on_message (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  Service *self = user_data;
  const char *member = g_dbus_message_get_member (message);
  const char *interface = g_dbus_message_get_interface (message);
  g_autoptr (GDBusMessage) reply = NULL;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL
      || !g_str_has_prefix (g_dbus_message_get_path (message), "/org/freedesktop/GeoClue2"))
    return message;
  if (g_str_equal (member, "Start") && self->mood == REFUSES)
    reply = g_dbus_message_new_method_error (message, "org.freedesktop.DBus.Error.AccessDenied",
                                             "not you");
  else
    reply = g_dbus_message_new_method_reply (message);
  if (g_str_equal (member, "GetClient"))
    g_dbus_message_set_body (reply, g_variant_new ("(o)", CLIENT_PATH));
  else if (g_str_equal (member, "GetAll"))
    g_dbus_message_set_body (reply, describe_location (self));
  else if (g_str_equal (member, "Set"))
    note_property (self, g_dbus_message_get_body (message));
  g_assert_nonnull (interface);
  g_dbus_connection_send_message (bus, reply, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
  if (g_str_equal (member, "Start") && self->mood != REFUSES)
    tell_location (self);
  g_object_unref (message);
  return NULL;
}

static void
service_open (Service *self, GTestDBus *daemon, Mood mood)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  self->mood = mood;
  self->heard = g_string_new (NULL);
  g_mutex_init (&self->lock);
  self->bus = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (daemon),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (self->bus, on_message, self, NULL);
  reply = g_dbus_connection_call_sync (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", SERVICE, 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
service_close (Service *self)
{
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_object_unref (self->bus);
  g_string_free (self->heard, TRUE);
  g_mutex_clear (&self->lock);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->found
      = soho_whereabouts_finish (result, &answer->latitude, &answer->longitude, &answer->error);
  answer->done = TRUE;
}

static gboolean
is_done (gpointer answer)
{
  return ((Answer *) answer)->done;
}

static Answer
ask (void)
{
  Answer answer = { FALSE };

  soho_whereabouts_ask (NULL, on_answer, &answer);
  fixture_wait (is_done, &answer);
  return answer;
}

/* It asks for the town and no more, and says who it is. */
static void
test_it_is_told_where_it_is (gconstpointer daemon)
{
  Service service;
  Answer answer;

  service_open (&service, (GTestDBus *) daemon, TELLS);
  answer = ask ();
  g_assert_no_error (answer.error);
  g_assert_true (answer.found);
  g_assert_cmpfloat (answer.latitude, ==, 43.525);
  g_assert_cmpfloat (answer.longitude, ==, 0.162);
  g_mutex_lock (&service.lock);
  g_assert_cmpstr (service.heard->str, ==, "DesktopId='" SOHO_APP_ID "' RequestedAccuracyLevel=4 ");
  g_mutex_unlock (&service.lock);
  service_close (&service);
}

static void
test_a_refusal_is_a_sentence (gconstpointer daemon)
{
  Service service;
  Answer answer;

  service_open (&service, (GTestDBus *) daemon, REFUSES);
  answer = ask ();
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_nonnull (strstr (answer.error->message, "privacy settings"));
  g_clear_error (&answer.error);
  service_close (&service);
}

static void
test_nonsense_is_no_place (gconstpointer daemon)
{
  Service service;
  Answer answer;

  service_open (&service, (GTestDBus *) daemon, TELLS_NONSENSE);
  answer = ask ();
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&answer.error);
  service_close (&service);
}

static void
test_without_the_service_it_says_so (gconstpointer daemon)
{
  Answer answer = ask ();

  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (answer.error->message, "name of your commune"));
  g_clear_error (&answer.error);
}

int
main (int argc, char **argv)
{
  GTestDBus *daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  int status;

  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  fixture_init (&argc, &argv);
  g_test_dbus_up (daemon);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (daemon), TRUE);
  g_test_add_data_func ("/app/whereabouts/none", daemon, test_without_the_service_it_says_so);
  g_test_add_data_func ("/app/whereabouts/told", daemon, test_it_is_told_where_it_is);
  g_test_add_data_func ("/app/whereabouts/refused", daemon, test_a_refusal_is_a_sentence);
  g_test_add_data_func ("/app/whereabouts/nonsense", daemon, test_nonsense_is_no_place);
  status = g_test_run ();
  g_test_dbus_stop (daemon);
  g_object_unref (daemon);
  return status;
}
