/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync.h"

#include <string.h>

#include "archive/edits.h"
#include "change/edit-line.h"
#include "model/validate.h"
#include "network.h"
#include "protocol.h"
#include "routes/routes-private.h"
#include "store/apply.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "store/withdraw.h"
#include "store/writer.h"
#include "wire-server.h"

#define ANNA 1
#define BRUNO 2

/* Who the server finds to be asking, while one replica at a time does; person 0 is nobody. */
static SohoIdentity asking;

static gboolean
identify (SoupServerMessage *message, SohoArchive *archive, SohoIdentity *identity, GError **error)
{
  g_autofree char *own = soho_audience_dup_person (asking.person);
  const char *audiences[] = { "public", "members", own, NULL };
  const char *visitors[] = { "public", NULL };

  *identity = asking;
  identity->audiences = g_strdupv ((char **) (asking.person != 0 ? audiences : visitors));
  return TRUE;
}

/* One person's replica. */
typedef struct
{
  char *directory;
  SohoReplica *replica;
  gint64 person;
  guint writer;
} Device;

static void
device_open (Device *self, gint64 person, guint writer)
{
  g_autoptr (GError) error = NULL;

  self->directory = network_make_directory ();
  self->replica = soho_replica_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  self->person = person;
  self->writer = writer;
  soho_replica_set_writer (self->replica, person, writer, &error);
  g_assert_no_error (error);
}

static void
device_close (Device *self)
{
  g_autoptr (GPtrArray) complaints = soho_replica_verify (self->replica, NULL);

  for (guint i = 0; i < complaints->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (complaints, i));
  g_assert_cmpuint (complaints->len, ==, 0);
  g_object_unref (self->replica);
  network_remove_directory (self->directory);
}

typedef struct
{
  Network *network;
  Device anna, bruno;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  soho_route_identify = identify;
  self->network = network_new ();
  for (gint64 id = ANNA; id <= BRUNO; id++)
    network_put (self->network, "member", id, id == ANNA ? "given_name=Anna" : "given_name=Bruno",
                 "family_name=Fictif", "commune=Auch", "visibility=public", NULL);
  network_serve (self->network);
  device_open (&self->anna, ANNA, 5);
  device_open (&self->bruno, BRUNO, 6);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  network_assert_sound (self->network);
  device_close (&self->anna);
  device_close (&self->bruno);
  network_free (self->network);
}

static void
sync_with (Device *device, const char *address, SohoSyncReport *report, GError **error)
{
  SohoSyncReport own;

  asking = (SohoIdentity){ device->person, device->writer, SOHO_ROLE_MEMBER, NULL };
  soho_sync_run (device->replica, address, NULL, NULL, NULL, report != NULL ? report : &own, error);
}

static void
sync_well (Fixture *self, Device *device, SohoSyncReport *report)
{
  g_autoptr (GError) error = NULL;

  sync_with (device, self->network->address, report, &error);
  g_assert_no_error (error);
}

/* What they may read is what they have. */
static void
assert_in_step (Fixture *self, Device *device)
{
  g_autofree char *here = network_dup_replica (device->replica);
  g_autofree char *own = soho_audience_dup_person (device->person);
  const char *audiences[] = { "public", device->person != 0 ? "members" : NULL, own, NULL };
  g_autofree char *there = network_dup_for (self->network, audiences);

  g_assert_cmpstr (here, ==, there);
}

static void
parse (const SohoKind *kind, SohoValue *values, const char *field, const char *text)
{
  int index = soho_kind_find_field (kind, field);
  g_autoptr (GError) error = NULL;

  soho_field_parse (&kind->fields[index], text, &values[index], &error);
  g_assert_no_error (error);
}

static void
edit (Device *device, gint64 id, const char *field, const char *text)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), "member");
  g_autoptr (SohoRecord) record = soho_replica_get_record (device->replica, kind, id, NULL);
  g_autoptr (GError) error = NULL;

  parse (kind, soho_record_get_values (record), field, text);
  soho_replica_edit (device->replica, kind, id, soho_record_get_values (record), &error);
  g_assert_no_error (error);
}

static void
add_address (Device *device, const char *address, const char *visibility)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), "contact_point");
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  g_autoptr (GError) error = NULL;

  soho_value_set_integer (&values[0], device->person);
  parse (kind, values, "type", "web");
  parse (kind, values, "value", address);
  parse (kind, values, "visibility", visibility);
  parse (kind, values, "agreed_on", "2026-11-24");
  soho_replica_create (device->replica, kind, values, &error);
  g_assert_no_error (error);
  soho_values_free (values, soho_kind_get_n_fields (kind));
}

static gboolean
has (Device *device, gint64 id)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), "member");
  g_autoptr (SohoRecord) record = soho_replica_get_record (device->replica, kind, id, NULL);

  return record != NULL;
}

static guint
count_waiting (Device *device)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (device->replica, 0, NULL);

  return edits->len;
}

static void
assert_field (Device *device, gint64 id, const char *field, const char *expected)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), "member");
  g_autoptr (SohoRecord) record = soho_replica_get_record (device->replica, kind, id, NULL);

  g_assert_cmpstr (soho_record_get_text (record, field), ==, expected);
}

/* "code code …" of the tray, in order. */
static void
assert_tray (Device *device, const char *expected)
{
  g_autoptr (GPtrArray) entries = soho_replica_list_tray (device->replica, NULL);
  g_autoptr (GString) codes = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    g_string_append_printf (codes, "%s%s", i > 0 ? " " : "",
                            ((SohoTrayEntry *) g_ptr_array_index (entries, i))->reason->code);
  g_assert_cmpstr (codes->str, ==, expected);
}

/* Written with no network, sent, and seen by the other. */
static void
test_travels (Fixture *self, gconstpointer unused)
{
  SohoSyncReport report;

  sync_well (self, &self->anna, NULL);
  sync_well (self, &self->bruno, NULL);
  edit (&self->anna, ANNA, "about", "Relieuse à Auch");
  add_address (&self->anna, "https://example.org/anna", "public");
  edit (&self->bruno, BRUNO, "about", "Luthier");
  assert_field (&self->anna, ANNA, "about", "Relieuse à Auch");

  sync_well (self, &self->anna, &report);
  g_assert_cmpuint (report.sent, ==, 2);
  g_assert_cmpuint (report.refused, ==, 0);
  g_assert_cmpuint (count_waiting (&self->anna), ==, 0);
  sync_well (self, &self->bruno, NULL);
  sync_well (self, &self->anna, &report);
  g_assert_cmpuint (report.sent, ==, 0);
  assert_in_step (self, &self->anna);
  assert_in_step (self, &self->bruno);
  assert_field (&self->bruno, ANNA, "about", "Relieuse à Auch");
  assert_field (&self->anna, BRUNO, "about", "Luthier");
}

static void
test_refused (Fixture *self, gconstpointer unused)
{
  SohoSyncReport report;

  sync_well (self, &self->anna, NULL);
  edit (&self->anna, BRUNO, "about", "Menteur");
  edit (&self->anna, ANNA, "about", "Relieuse");
  assert_field (&self->anna, BRUNO, "about", "Menteur");
  sync_well (self, &self->anna, &report);
  g_assert_cmpuint (report.refused, ==, 1);
  assert_tray (&self->anna, "not_yours");
  assert_in_step (self, &self->anna);
}

/* Two devices of one person, each having not seen the other. */
static void
test_two_devices (Fixture *self, gconstpointer unused)
{
  Device phone;

  device_open (&phone, ANNA, 7);
  sync_well (self, &self->anna, NULL);
  sync_well (self, &phone, NULL);
  edit (&self->anna, ANNA, "about", "De l’ordinateur");
  edit (&self->anna, ANNA, "occupation", "Relieuse");
  edit (&phone, ANNA, "about", "Du téléphone");
  sync_well (self, &self->anna, NULL);
  sync_well (self, &phone, NULL);
  sync_well (self, &self->anna, NULL);
  assert_field (&self->anna, ANNA, "about", "Du téléphone");
  assert_field (&phone, ANNA, "occupation", "Relieuse");
  /* The words that lost come back with the next answer, once. */
  for (guint i = 0; i < 2; i++)
    {
      edit (&self->anna, ANNA, "organization", i == 0 ? "Atelier" : "Atelier du pont");
      sync_well (self, &self->anna, NULL);
      assert_tray (&self->anna, "overwritten");
    }
  assert_in_step (self, &self->anna);
  device_close (&phone);
}

/* The server has done it all, and nobody here has heard of it. */
static void
lose_answer (Fixture *self, Device *device)
{
  g_autofree char *own = soho_audience_dup_person (device->person);
  const char *audiences[] = { "public", "members", own, NULL };
  SohoIdentity identity = { device->person, device->writer, SOHO_ROLE_MEMBER, (char **) audiences };
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (device->replica, 0, NULL);
  g_autofree char *line = NULL;
  g_autoptr (SohoEditsRequest) request = NULL;
  g_autoptr (SohoEditsAnswer) answer = NULL;
  gint64 before;

  if (edits->len == 0)
    return;
  g_assert_true (
      soho_replica_begin (device->replica, NULL)
      && soho_replica_note_sent (device->replica,
                                 ((SohoEdit *) g_ptr_array_index (edits, edits->len - 1))->number,
                                 &before, NULL)
      && soho_replica_commit (device->replica, NULL));
  line = soho_edits_dup_request (edits, 0, 0);
  request = soho_edits_parse_request (soho_model_get (), line, strlen (line), NULL);
  answer = soho_edits_apply (self->network->archive, &identity, request, NULL);
  g_assert_nonnull (answer);
}

static void
test_answer_lost (Fixture *self, gconstpointer unused)
{
  g_autofree char *before = NULL, *after = NULL;

  sync_well (self, &self->anna, NULL);
  edit (&self->anna, BRUNO, "about", "Menteur");
  edit (&self->anna, ANNA, "about", "Relieuse");
  add_address (&self->anna, "https://example.org/anna", "public");
  lose_answer (self, &self->anna);
  before = network_dup_all (self->network);

  edit (&self->anna, ANNA, "website", "https://example.org");
  sync_well (self, &self->anna, NULL);
  g_assert_cmpuint (count_waiting (&self->anna), ==, 0);
  assert_tray (&self->anna, "not_yours");
  assert_in_step (self, &self->anna);
  assert_field (&self->anna, ANNA, "about", "Relieuse");
  after = network_dup_all (self->network);
  g_assert_cmpstr (before, !=, after);
}

/* Whoever is not let in any more still reads, and loses nothing. */
static void
test_signed_out (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *explanation = NULL;
  SohoSyncReport report;

  sync_well (self, &self->anna, NULL);
  edit (&self->anna, ANNA, "about", "Relieuse");
  network_put (self->network, "village", 0, "commune=Mirande", NULL);
  asking.person = 0;
  self->anna.person = 0;
  sync_with (&self->anna, self->network->address, &report, &error);
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT);
  explanation = soho_sync_dup_explanation (error);
  g_assert_nonnull (strstr (explanation, "sign in again"));
  g_assert_cmpuint (report.rows, ==, 1);
  g_assert_cmpuint (count_waiting (&self->anna), ==, 1);

  self->anna.person = ANNA;
  sync_well (self, &self->anna, &report);
  g_assert_cmpuint (report.sent, ==, 1);
  assert_in_step (self, &self->anna);
}

/* The folder was copied, and both copies write. */
static void
test_copied_replica (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  Device copy;

  sync_well (self, &self->anna, NULL);
  device_open (&copy, ANNA, 5);
  sync_well (self, &copy, NULL);
  edit (&self->anna, ANNA, "about", "Relieuse");
  edit (&copy, ANNA, "occupation", "Cartonnière");
  add_address (&copy, "https://example.org/anna", "public");
  sync_well (self, &self->anna, NULL);
  sync_with (&copy, self->network->address, NULL, &error);
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_COPIED_REPLICA);
  g_assert_cmpuint (count_waiting (&copy), ==, 2);

  /* It enrols again and keeps everything. */
  g_clear_error (&error);
  copy.writer = 8;
  g_assert_true (soho_replica_set_writer (copy.replica, ANNA, 8, &error));
  sync_well (self, &copy, NULL);
  g_assert_cmpuint (count_waiting (&copy), ==, 0);
  assert_tray (&copy, "");
  assert_field (&copy, ANNA, "occupation", "Cartonnière");
  assert_field (&copy, ANNA, "about", "Relieuse");
  assert_in_step (self, &copy);
  device_close (&copy);
}

/* Whatever answers instead of the server, what was written stays. */
static void
test_bad_answers (Fixture *self, gconstpointer unused)
{
  static const char *const answers[] = {
    "",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
    "14\r\n\r\n{\"answered\":0}",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
    "14\r\n\r\n{\"answered\":9}",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"answe",
    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
#define REFUSAL(status, code)                                                                      \
  "HTTP/1.1 " status " Oh\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"          \
  "{\"error\":{\"code\":\"" code "\",\"message\":\"x\"}}"
    REFUSAL ("400", "malformed"),
    REFUSAL ("401", "signed_out"),
    REFUSAL ("403", "not_staff"),
    REFUSAL ("409", "out_of_order"),
    REFUSAL ("409", "copied_replica"),
    REFUSAL ("410", "unknown_cursor"),
    REFUSAL ("413", "too_many"),
    REFUSAL ("429", "wait"),
    REFUSAL ("503", "unavailable"),
  };
  g_autoptr (WireServer) wire = wire_server_new ();

  sync_well (self, &self->anna, NULL);
  edit (&self->anna, ANNA, "about", "Relieuse");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", answers[i]);
      wire_server_set_bytes (wire, answers[i], -1, WIRE_CLOSE);
      sync_with (&self->anna, wire_server_get_address (wire), NULL, &error);
      g_assert_nonnull (error);
      g_assert_cmpuint (count_waiting (&self->anna), ==, 1);
      assert_field (&self->anna, ANNA, "about", "Relieuse");
    }
  sync_well (self, &self->anna, NULL);
  assert_in_step (self, &self->anna);
}

/* More than one request may hold, and an answer that stays small. */
static void
test_many (Fixture *self, gconstpointer unused)
{
  guint many = NETWORK_ROUNDS (2100, 1100);
  SohoSyncReport first, report;

  sync_well (self, &self->anna, NULL);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("Relieuse %u", i);

      edit (&self->anna, ANNA, "about", text);
    }
  sync_well (self, &self->anna, &first);
  g_test_message ("100 edits: %" G_GUINT64_FORMAT " bytes up, %" G_GUINT64_FORMAT
                  " bytes down in all",
                  first.bytes_up, first.bytes_down);
  g_assert_cmpuint (first.sent, ==, 100);
  g_assert_cmpuint (first.bytes_down, <, 2000);
  for (guint i = 0; i < many; i++)
    {
      g_autofree char *text = g_strdup_printf ("https://example.org/%u", i);

      add_address (&self->anna, text, "public");
    }
  sync_well (self, &self->anna, &report);
  g_assert_cmpuint (report.sent, ==, many);
  g_assert_cmpuint (report.requests, ==, (many + 999) / 1000 + 1);
  assert_in_step (self, &self->anna);
}

/* Takes back the deed that was done after so many others. Whether the server may have it. */
static gboolean
withdraw (Device *device, guint i)
{
  g_autoptr (GPtrArray) waiting = soho_replica_list_waiting (device->replica, NULL);
  gboolean countered = FALSE;

  soho_replica_withdraw (device->replica, ((SohoWaiting *) g_ptr_array_index (waiting, i))->deed,
                         &countered, NULL);
  return countered;
}

/* It never arrives, or is taken back there. */
static void
test_withdrawn (Fixture *self, gconstpointer unused)
{
  g_autoptr (WireServer) wire = wire_server_new ();

  sync_well (self, &self->anna, NULL);
  edit (&self->anna, ANNA, "about", "Relieuse");
  add_address (&self->anna, "https://example.org/anna", "public");
  /* Nobody listens there, so nothing has left. */
  sync_with (&self->anna, "http://127.0.0.1:1", NULL, NULL);
  g_assert_false (withdraw (&self->anna, 0));
  g_assert_false (withdraw (&self->anna, 0));
  g_assert_cmpuint (count_waiting (&self->anna), ==, 0);

  edit (&self->anna, ANNA, "about", "Relieuse");
  wire_server_set_bytes (wire, "", -1, WIRE_CLOSE);
  sync_with (&self->anna, wire_server_get_address (wire), NULL, NULL);
  g_assert_true (withdraw (&self->anna, 0));
  g_assert_cmpuint (count_waiting (&self->anna), ==, 2);
  lose_answer (self, &self->anna);
  sync_well (self, &self->anna, NULL);
  assert_field (&self->anna, ANNA, "about", NULL);
  assert_in_step (self, &self->anna);
}

/* A random edit: of one's own card, of another's, a new part, or a deleted one. */
static void
edit_anything (Device *device, GRand *rand)
{
  static const char *const fields[] = { "about", "occupation", "organization" };
  static const char *const visibilities[] = { "public", "members", "self" };
  const char *visibility = visibilities[g_rand_int_range (rand, 0, 3)];
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), "contact_point");
  g_autofree char *text = g_strdup_printf ("https://example.org/%u", g_rand_int (rand));
  g_autoptr (GPtrArray) parts = soho_replica_list (device->replica, kind, NULL, 0, NULL);

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      add_address (device, text, visibility);
      break;
    case 1:
      if (parts->len > 0)
        soho_replica_delete (device->replica, kind,
                             soho_record_get_id (g_ptr_array_index (
                                 parts, (guint) g_rand_int_range (rand, 0, (int) parts->len))),
                             NULL);
      break;
    case 2:
      if (has (device, BRUNO))
        edit (device, BRUNO, "about", text);
      break;
    case 3:
      edit (device, device->person, "visibility", visibility);
      break;
    default:
      edit (device, device->person, fields[g_rand_int_range (rand, 0, 3)], text);
    }
}

/* Three devices of two persons, in any order of edits, withdrawals, syncs and lost answers: all
 * come to hold what the server holds, and nothing waits for ever. */
static void
test_any_order (Fixture *self, gconstpointer unused)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Device phone;
  Device *devices[] = { &self->anna, &self->bruno, &phone };

  g_test_message ("seed %u", seed);
  device_open (&phone, ANNA, 7);
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    sync_well (self, devices[i], NULL);
  for (guint round = 0; round < NETWORK_ROUNDS (400, 60); round++)
    {
      Device *device = devices[g_rand_int_range (rand, 0, G_N_ELEMENTS (devices))];

      switch (g_rand_int_range (rand, 0, 7))
        {
        case 6:
          if (count_waiting (device) > 0)
            withdraw (device, (guint) g_rand_int_range (rand, 0, (int) count_waiting (device)));
          break;
        case 0:
          lose_answer (self, device);
          break;
        case 1:
          sync_well (self, device, NULL);
          break;
        default:
          edit_anything (device, rand);
        }
    }
  for (guint i = 0; i < 2 * G_N_ELEMENTS (devices); i++)
    sync_well (self, devices[i % G_N_ELEMENTS (devices)], NULL);
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_assert_cmpuint (count_waiting (devices[i]), ==, 0);
      assert_in_step (self, devices[i]);
    }
  device_close (&phone);
}

/* Nobody has signed in: nothing is asked that could not be before. */
static void
test_visitor_sends_nothing (Fixture *self, gconstpointer unused)
{
  Device visitor = { .directory = network_make_directory () };
  SohoSyncReport report;

  visitor.replica = soho_replica_open (visitor.directory, soho_model_get (), NULL);
  sync_well (self, &visitor, &report);
  g_assert_cmpuint (report.requests, ==, 1);
  assert_in_step (self, &visitor);
  device_close (&visitor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/client/sending/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("travels", test_travels);
  ADD ("refused", test_refused);
  ADD ("two-devices", test_two_devices);
  ADD ("answer-lost", test_answer_lost);
  ADD ("signed-out", test_signed_out);
  ADD ("copied-replica", test_copied_replica);
  ADD ("bad-answers", test_bad_answers);
  ADD ("withdrawn", test_withdrawn);
  ADD ("many", test_many);
  ADD ("any-order", test_any_order);
  ADD ("visitor-sends-nothing", test_visitor_sends_nothing);
  return g_test_run ();
}
