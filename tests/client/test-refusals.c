/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync.h"

#include "model/kinds.h"
#include "model/validate.h"
#include "network.h"
#include "protocol.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "store/writer.h"
#include "wire-server.h"

/* Whatever a server refuses, and in whatever words, what was written here waits on and is seen. */

#define ANNA 1

static const struct
{
  const char *status, *code;
  SohoProtocolError error;
} refusals[] = {
  { "400", "malformed", SOHO_PROTOCOL_ERROR_REFUSED },
  { "401", "signed_out", SOHO_PROTOCOL_ERROR_SIGNED_OUT },
  { "403", "not_staff", SOHO_PROTOCOL_ERROR_REFUSED },
  { "404", "not_found", SOHO_PROTOCOL_ERROR_REFUSED },
  { "409", "out_of_order", SOHO_PROTOCOL_ERROR_REFUSED },
  { "409", "copied_replica", SOHO_PROTOCOL_ERROR_COPIED_REPLICA },
  { "413", "too_many", SOHO_PROTOCOL_ERROR_REFUSED },
  { "413", "too_large", SOHO_PROTOCOL_ERROR_REFUSED },
  { "429", "wait", SOHO_PROTOCOL_ERROR_REFUSED },
  { "503", "unavailable", SOHO_PROTOCOL_ERROR_REFUSED },
};

static void
write_card (SohoReplica *replica)
{
  const SohoKind *kind = &soho_kind_member;
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  g_autoptr (GError) error = NULL;

  soho_value_take_text (&values[soho_kind_find_field (kind, "given_name")], g_strdup ("Anna"));
  soho_value_take_text (&values[soho_kind_find_field (kind, "family_name")], g_strdup ("Fictive"));
  soho_value_take_text (&values[soho_kind_find_field (kind, "commune")], g_strdup ("32013"));
  g_assert_cmpint (soho_replica_create (replica, kind, values, &error), >, 0);
  g_assert_no_error (error);
  soho_values_free (values, n);
}

static void
assert_still_there (SohoReplica *replica)
{
  g_autoptr (GPtrArray) waiting = soho_replica_list_outbox (replica, 0, NULL);
  g_autoptr (GPtrArray) returned = soho_replica_list_tray (replica, NULL);
  g_autoptr (GPtrArray) complaints = soho_replica_verify (replica, NULL);

  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_cmpuint (returned->len, ==, 0);
  g_assert_cmpuint (complaints->len, ==, 0);
  g_assert_cmpint (soho_replica_count (replica, &soho_kind_member, NULL), ==, 1);
}

static void
test_all (void)
{
  char *directory = network_make_directory ();
  g_autoptr (GError) error = NULL;
  SohoReplica *replica = soho_replica_open (directory, soho_model_get (), &error);
  g_autoptr (WireServer) server = wire_server_new ();

  g_assert_no_error (error);
  g_assert_true (soho_replica_set_writer (replica, ANNA, 5, &error));
  write_card (replica);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *answer = g_strdup_printf (
          "HTTP/1.1 %s Oh\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
          "{\"error\":{\"code\":\"%s\",\"message\":\"Oh.\"}}",
          refusals[i].status, refusals[i].code);
      SohoSyncReport report;

      g_test_message ("%s %s", refusals[i].status, refusals[i].code);
      wire_server_set_bytes (server, answer, -1, WIRE_CLOSE);
      g_assert_false (soho_sync_run (replica, wire_server_get_address (server), NULL, NULL, NULL,
                                     &report, &error));
      g_assert_error (error, SOHO_PROTOCOL_ERROR, (int) refusals[i].error);
      g_clear_error (&error);
      assert_still_there (replica);
    }
  g_object_unref (replica);
  network_remove_directory (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/refusals/all", test_all);
  return g_test_run ();
}
