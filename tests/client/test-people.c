/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "people.h"

#include <string.h>

#include "accounts/invite.h"
#include "archive/people.h"
#include "change/edit-line.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "network.h"
#include "protocol.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "sync.h"

/* People with accounts and replicas of their own at a real server: who is let in, given a role, and
 * loses it while what they wrote is on its way. */

#define PASSWORD "le canard du jeudi"

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Device;

typedef struct
{
  Network *network;
  gint64 village, marthe;
  Device odile, jules; /* staff; nobody in particular */
} Fixture;

static void
device_open (Device *self)
{
  g_autoptr (GError) error = NULL;

  self->directory = network_make_directory ();
  self->replica = soho_replica_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
}

static void
device_close (Device *self)
{
  g_autoptr (GPtrArray) complaints = soho_replica_verify (self->replica, NULL);

  g_assert_cmpuint (complaints->len, ==, 0);
  g_object_unref (self->replica);
  network_remove_directory (self->directory);
}

static void
activate (Fixture *self, Device *device, const char *code)
{
  g_autoptr (GError) error = NULL;

  soho_account_activate (device->replica, self->network->address, code, PASSWORD, "essai", NULL,
                         &error);
  g_assert_no_error (error);
}

static void
sign_in (Fixture *self, Device *device, const char *email)
{
  g_autoptr (GError) error = NULL;

  soho_account_sign_in (device->replica, self->network->address, email, PASSWORD, "essai", NULL,
                        &error);
  g_assert_no_error (error);
}

static gboolean
try_sync (Fixture *self, Device *device, SohoSyncReport *report, GError **error)
{
  SohoSyncReport own;

  return soho_sync_run (device->replica, self->network->address, NULL, NULL, NULL,
                        report != NULL ? report : &own, error);
}

static void
sync_well (Fixture *self, Device *device)
{
  g_autoptr (GError) error = NULL;

  try_sync (self, device, NULL, &error);
  g_assert_no_error (error);
}

static void
invite_by_hand (Fixture *self, Device *device, const char *email, const char *role)
{
  const char *const roles[] = { role, NULL };
  g_autoptr (GError) error = NULL;
  gint64 person;
  g_autofree char *code = soho_invite (self->network->archive, email, roles, 0,
                                       g_get_real_time () / G_USEC_PER_SEC, &person, &error);

  g_assert_no_error (error);
  activate (self, device, code);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->network = network_new ();
  self->village
      = network_put (self->network, "village", 0, "commune=32013", "presentation=Un village", NULL);
  self->marthe = network_put (self->network, "member", 0, "given_name=Marthe", "family_name=Essai",
                              "commune=32013", NULL);
  network_serve (self->network);
  device_open (&self->odile);
  device_open (&self->jules);
  invite_by_hand (self, &self->odile, "odile@exemple.invalid", "staff");
  invite_by_hand (self, &self->jules, "jules@exemple.invalid", NULL);
  sync_well (self, &self->odile);
  sync_well (self, &self->jules);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  network_assert_sound (self->network);
  device_close (&self->odile);
  device_close (&self->jules);
  network_free (self->network);
}

static void
assert_roles (Device *device, const char *expected)
{
  g_auto (SohoSignIn) sign_in = { 0 };
  g_autofree char *roles = NULL;

  g_assert_true (soho_account_read (device->replica, &sign_in, NULL));
  roles = g_strjoinv (",", sign_in.roles);
  g_assert_cmpstr (roles, ==, expected);
}

static gint64
person_of (Device *device)
{
  g_auto (SohoSignIn) sign_in = { 0 };

  g_assert_true (soho_account_read (device->replica, &sign_in, NULL));
  return sign_in.person;
}

static void
set_role (Fixture *self, Device *device, const char *role, gboolean granted)
{
  g_autoptr (GError) error = NULL;

  soho_people_set_role (self->odile.replica, person_of (device), role, granted, NULL, &error);
  g_assert_no_error (error);
}

static void
write_text (Device *device, const SohoKind *kind, gint64 id, const char *field, const char *text)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  g_autoptr (SohoRecord) record = soho_replica_get_record (device->replica, kind, id, NULL);
  int index = soho_kind_find_field (kind, field);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (record);
  for (guint i = 0; i < n; i++)
    soho_value_copy (&values[i], &soho_record_get_values (record)[i]);
  soho_value_clear (&values[index]);
  soho_value_take_text (&values[index], g_strdup (text));
  soho_replica_edit (device->replica, kind, id, values, &error);
  g_assert_no_error (error);
  soho_values_free (values, n);
}

static void
assert_text (Device *device, const SohoKind *kind, gint64 id, const char *field, const char *text)
{
  g_autoptr (SohoRecord) record = soho_replica_get_record (device->replica, kind, id, NULL);

  g_assert_nonnull (record);
  g_assert_cmpstr (soho_record_get_text (record, field), ==, text);
}

static guint
count_waiting (Device *device)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (device->replica, 0, NULL);

  return edits->len;
}

/* "code TEXT" of each that came back, a line each. */
static void
assert_tray (Device *device, const char *expected)
{
  g_autoptr (GPtrArray) entries = soho_replica_list_tray (device->replica, NULL);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const SohoTrayEntry *entry = g_ptr_array_index (entries, i);
      const char *set = strstr (entry->text, "\"set\":");

      g_string_append_printf (lines, "%s %s\n", entry->reason->code, set != NULL ? set + 6 : "-");
    }
  g_assert_cmpstr (lines->str, ==, expected);
}

/* Invited in the application, let in with the code, and found by staff. */
static void
test_invited (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoInvitation) invitation = soho_people_invite (
      self->odile.replica, "marthe@exemple.invalid", self->marthe, "adviser", NULL, &error);
  g_autoptr (SohoPeople) people = NULL;
  const SohoPersonEntry *entry;
  Device device;

  g_assert_no_error (error);
  g_assert_cmpint (invitation->person, ==, self->marthe);
  people = soho_people_list (self->odile.replica, "essai & marthe", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->entries->len, ==, 1);
  entry = g_ptr_array_index (people->entries, 0);
  g_assert_false (entry->active);
  g_assert_cmpint (entry->expires, ==, invitation->expires);
  g_assert_cmpstr (entry->name, ==, "Marthe Essai");
  g_assert_true (g_strv_contains ((const char *const *) entry->roles, "adviser"));

  device_open (&device);
  activate (self, &device, invitation->code);
  sync_well (self, &device);
  assert_roles (&device, "member,adviser");
  write_text (&device, &soho_kind_member, self->marthe, "about", "Relieuse");
  sync_well (self, &device);
  assert_tray (&device, "");
  device_close (&device);

  g_clear_pointer (&invitation, soho_invitation_free);
  invitation
      = soho_people_invite (self->odile.replica, "faux@exemple.invalid", 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (soho_people_withdraw (self->odile.replica, invitation->person, NULL, &error));
  g_clear_pointer (&people, soho_people_free);
  people = soho_people_list (self->odile.replica, "faux", NULL, &error);
  g_assert_cmpuint (people->entries->len, ==, 0);
  g_assert_false (people->more);
}

static void
assert_refused (GError **error, SohoAccountError code)
{
  g_assert_error (*error, SOHO_ACCOUNT_ERROR, (int) code);
  g_test_message ("%s", (*error)->message);
  g_clear_error (error);
}

static void
test_refusals (Fixture *self, gconstpointer unused)
{
  gint64 odile = person_of (&self->odile);
  g_autoptr (GError) error = NULL;

  g_assert_null (soho_people_list (self->jules.replica, "", NULL, &error));
  assert_refused (&error, SOHO_ACCOUNT_ERROR_NOT_STAFF);
  g_assert_null (soho_people_invite (self->jules.replica, "a@b.example", 0, "staff", NULL, &error));
  assert_refused (&error, SOHO_ACCOUNT_ERROR_NOT_STAFF);
  soho_people_set_role (self->jules.replica, person_of (&self->jules), "staff", TRUE, NULL, &error);
  assert_refused (&error, SOHO_ACCOUNT_ERROR_NOT_STAFF);
  soho_people_set_role (self->odile.replica, odile, "staff", FALSE, NULL, &error);
  assert_refused (&error, SOHO_ACCOUNT_ERROR_LAST_STAFF);
  soho_people_set_role (self->odile.replica, odile, "reception:77", TRUE, NULL, &error);
  assert_refused (&error, SOHO_ACCOUNT_ERROR_ROLE);
  g_assert_null (soho_people_invite (self->odile.replica, "personne", 0, NULL, NULL, &error));
  assert_refused (&error, SOHO_ACCOUNT_ERROR_EMAIL);
  g_assert_null (
      soho_people_invite (self->odile.replica, "x@exemple.invalid", odile, NULL, NULL, &error));
  assert_refused (&error, SOHO_ACCOUNT_ERROR_MEMBER);
}

/* A role takes effect, and ends, at the next sync; what was written meanwhile comes back to whoever
 * wrote it, with its words. */
static void
test_role_ends (Fixture *self, gconstpointer unused)
{
  g_autofree char *role = g_strdup_printf ("village_contact:%" G_GINT64_FORMAT, self->village);
  g_autofree char *both = g_strconcat ("member,", role, NULL);

  write_text (&self->jules, &soho_kind_village, self->village, "presentation", "Trop tôt");
  sync_well (self, &self->jules);
  assert_tray (&self->jules, "not_yours {\"presentation\":\"Trop tôt\"}}\n");

  set_role (self, &self->jules, role, TRUE);
  assert_roles (&self->jules, "member");
  sync_well (self, &self->jules);
  assert_roles (&self->jules, both);
  write_text (&self->jules, &soho_kind_village, self->village, "presentation", "Marché le lundi");
  sync_well (self, &self->jules);
  assert_text (&self->jules, &soho_kind_village, self->village, "presentation", "Marché le lundi");

  write_text (&self->jules, &soho_kind_village, self->village, "presentation", "Marché le mardi");
  write_text (&self->jules, &soho_kind_village, self->village, "housing", "Trois maisons");
  set_role (self, &self->jules, role, FALSE);
  sync_well (self, &self->jules);
  assert_roles (&self->jules, "member");
  g_assert_cmpuint (count_waiting (&self->jules), ==, 0);
  assert_text (&self->jules, &soho_kind_village, self->village, "presentation", "Marché le lundi");
  assert_text (&self->jules, &soho_kind_village, self->village, "housing", NULL);
  assert_tray (&self->jules, "not_yours {\"presentation\":\"Trop tôt\"}}\n"
                             "not_yours {\"presentation\":\"Marché le mardi\"}}\n"
                             "not_yours {\"housing\":\"Trois maisons\"}}\n");
  /* Given back, it does not bring back by itself what was refused. */
  set_role (self, &self->jules, role, TRUE);
  sync_well (self, &self->jules);
  assert_text (&self->jules, &soho_kind_village, self->village, "presentation", "Marché le lundi");
}

/* The sign-in was ended elsewhere while edits wait: they wait on, are seen, and go when their
 * writer signs in again. */
static void
test_revoked_with_edits (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  Device tablet;
  guint writer;
  SohoSyncReport report;

  device_open (&tablet);
  sign_in (self, &tablet, "odile@exemple.invalid");
  sync_well (self, &tablet);
  write_text (&tablet, &soho_kind_village, self->village, "presentation", "De la tablette");
  {
    g_auto (SohoSignIn) there = { 0 };

    g_assert_true (soho_account_read (tablet.replica, &there, NULL));
    writer = there.writer;
  }
  g_assert_true (soho_account_end_sign_in (self->odile.replica, writer, NULL, &error));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (try_sync (self, &tablet, &report, &error));
      g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT);
      g_clear_error (&error);
      g_assert_cmpuint (report.rows, ==, 0);
      g_assert_cmpuint (count_waiting (&tablet), ==, 1);
      assert_text (&tablet, &soho_kind_village, self->village, "presentation", "De la tablette");
      /* What members read is still there: nobody was made a visitor. */
      assert_text (&tablet, &soho_kind_member, self->marthe, "given_name", "Marthe");
    }
  sign_in (self, &tablet, "odile@exemple.invalid");
  sync_well (self, &tablet);
  g_assert_cmpuint (count_waiting (&tablet), ==, 0);
  assert_tray (&tablet, "");
  sync_well (self, &self->odile);
  assert_text (&self->odile, &soho_kind_village, self->village, "presentation", "De la tablette");
  device_close (&tablet);
}

/* Two devices of one account write one field, neither having seen the other: the later to arrive
 * stands on both, and the words of the other come back to the device that wrote them. */
static void
test_two_devices (Fixture *self, gconstpointer unused)
{
  Device tablet;

  device_open (&tablet);
  sign_in (self, &tablet, "odile@exemple.invalid");
  sync_well (self, &tablet);
  write_text (&self->odile, &soho_kind_village, self->village, "presentation", "De l’ordinateur");
  write_text (&tablet, &soho_kind_village, self->village, "presentation", "De la tablette");
  write_text (&tablet, &soho_kind_village, self->village, "housing", "Trois maisons");
  sync_well (self, &self->odile);
  sync_well (self, &tablet);
  sync_well (self, &self->odile);
  assert_text (&self->odile, &soho_kind_village, self->village, "presentation", "De la tablette");
  assert_text (&tablet, &soho_kind_village, self->village, "presentation", "De la tablette");
  assert_text (&self->odile, &soho_kind_village, self->village, "housing", "Trois maisons");
  write_text (&self->odile, &soho_kind_village, self->village, "schools", "Une école");
  sync_well (self, &self->odile);
  assert_tray (&self->odile, "overwritten {\"presentation\":\"De l’ordinateur\"}}\n");
  assert_tray (&tablet, "");
  device_close (&tablet);
}

/* Whatever a server says about roles, no nonsense is kept. */
static void
test_odd_roles (Fixture *self, gconstpointer unused)
{
  static const char *const odd[]
      = { "", ",", "member,", "member, staff", "STAFF", "staff:x", "staff:0", "é" };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_assert_true (soho_account_note_roles (self->jules.replica, odd[i], NULL));
      assert_roles (&self->jules, "member");
    }
  g_assert_true (soho_account_note_roles (self->jules.replica, "member,pilot,desk:4", NULL));
  assert_roles (&self->jules, "member,pilot,desk:4");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* The keyring of whoever runs this is left alone. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
#define ADD(name, function)                                                                        \
  g_test_add ("/client/people/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("invited", test_invited);
  ADD ("refusals", test_refusals);
  ADD ("role-ends", test_role_ends);
  ADD ("revoked-with-edits", test_revoked_with_edits);
  ADD ("two-devices", test_two_devices);
  ADD ("odd-roles", test_odd_roles);
  return g_test_run ();
}
