/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "writing.h"

#include "account.h"
#include "accounts/invite.h"
#include "archive/archive.h"
#include "fixture.h"
#include "membership.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "network.h"
#include "store/outbox.h"

/* What is written here reaches a real server by itself. */

#define DORA "dora@exemple.invalid"

typedef struct
{
  Fixture fixture;
  Network *network;
  gint64 person;
  guint changes; /* how often the library said that it changed */
  guint syncs;   /* how often a sync began */
  gboolean was_running;
} View;

static void
on_changed (View *self)
{
  self->changes++;
}

static void
on_sync_changed (View *self)
{
  gboolean running = soho_library_get_sync_state (self->fixture.library) == SOHO_SYNC_RUNNING;

  self->syncs += running && !self->was_running;
  self->was_running = running;
}

static gboolean
is_in_step (gpointer user_data)
{
  View *self = user_data;

  return soho_library_get_sync_state (self->fixture.library) == SOHO_SYNC_DONE;
}

static gboolean
has_sent_all (gpointer user_data)
{
  View *self = user_data;
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (self->fixture.writer, 0, NULL);

  return edits->len == 0 && is_in_step (self);
}

/* Dora has just signed in, and has no card. */
static void
view_open (View *self)
{
  const char *const no_roles[] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  *self = (View){ 0 };
  self->network = network_new ();
  network_serve (self->network);
  fixture_open (&self->fixture, TRUE);
  soho_library_set_server (self->fixture.library, self->network->address, &error);
  g_assert_no_error (error);
  code = soho_invite (self->network->archive, DORA, no_roles, 0,
                      g_get_real_time () / G_USEC_PER_SEC, &self->person, &error);
  g_assert_no_error (error);
  soho_account_activate (self->fixture.writer, self->network->address, code, "le canard du jeudi",
                         "Bureau", NULL, &error);
  g_assert_no_error (error);
  soho_membership_refresh (soho_library_get_membership (self->fixture.library));
  soho_library_sync (self->fixture.library);
  fixture_wait (is_in_step, self);
  fixture_idle (400);
  g_signal_connect_swapped (self->fixture.library, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->fixture.library, "sync-changed", G_CALLBACK (on_sync_changed),
                            self);
}

static void
view_close (View *self)
{
  g_signal_handlers_disconnect_by_data (self->fixture.library, self);
  fixture_close (&self->fixture);
  network_free (self->network);
}

static gint64
make_card (View *self)
{
  guint n = soho_kind_get_n_fields (&soho_kind_member);
  SohoValue *values = soho_values_new (n);
  g_autoptr (GError) error = NULL;
  gint64 id;

  soho_value_take_text (&values[soho_kind_find_field (&soho_kind_member, "given_name")],
                        g_strdup ("Dora"));
  soho_value_take_text (&values[soho_kind_find_field (&soho_kind_member, "family_name")],
                        g_strdup ("Ébauche"));
  soho_value_take_text (&values[soho_kind_find_field (&soho_kind_member, "commune")],
                        g_strdup ("32013"));
  id = soho_library_create (self->fixture.library, "member", values, &error);
  g_assert_no_error (error);
  soho_values_free (values, n);
  return id;
}

static gboolean
edit (View *self, const char *field, const char *text, GError **error)
{
  SohoValue value = SOHO_VALUE_INIT;
  gboolean done;

  soho_value_take_text (&value, g_strdup (text));
  done = soho_library_edit (self->fixture.library, "member", self->person, field, &value, error);
  soho_value_clear (&value);
  return done;
}

static void
assert_told (View *self, const char *field, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) card
      = soho_archive_get (self->network->archive, &soho_kind_member, self->person, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (soho_record_get_text (card, field), ==, expected);
}

static gboolean
is_told_of (gpointer user_data)
{
  return ((View *) user_data)->changes > 0;
}

/* A card of one's own, and what follows within a moment, goes in one sync that nobody asked for. */
static void
test_leaves_by_itself (void)
{
  View view;
  g_autoptr (GError) error = NULL;

  view_open (&view);
  g_assert_cmpint (make_card (&view), ==, view.person);
  g_assert_true (edit (&view, "occupation", "facteure d’orgues", &error));
  g_assert_true (edit (&view, "organization", "Orgues et fils", &error));
  fixture_wait (is_told_of, &view);
  fixture_wait (has_sent_all, &view);
  g_assert_cmpuint (view.syncs, ==, 1);
  assert_told (&view, "occupation", "facteure d’orgues");
  assert_told (&view, "organization", "Orgues et fils");
  view_close (&view);
}

/* What is written while a sync runs does not wait for somebody to ask for another. */
static void
test_written_during_a_sync (void)
{
  View view;
  g_autoptr (GError) error = NULL;

  view_open (&view);
  make_card (&view);
  fixture_wait (has_sent_all, &view);
  soho_library_sync (view.fixture.library);
  g_assert_true (edit (&view, "occupation", "facteure d’orgues", &error));
  fixture_wait (has_sent_all, &view);
  assert_told (&view, "occupation", "facteure d’orgues");
  view_close (&view);
}

static void
test_nothing_is_sent_of_what_is_wrong (void)
{
  View view;
  g_autoptr (GError) error = NULL;

  view_open (&view);
  make_card (&view);
  fixture_wait (has_sent_all, &view);
  g_assert_false (edit (&view, "website", "pas un site", &error));
  g_assert_error (error, SOHO_VALIDATION_ERROR, SOHO_VALIDATION_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (has_sent_all (&view));
  g_assert_true (soho_library_delete (view.fixture.library, "member", view.person, &error));
  g_assert_false (edit (&view, "occupation", "facteure d’orgues", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/writing/leaves-by-itself", test_leaves_by_itself);
  g_test_add_func ("/app/writing/written-during-a-sync", test_written_during_a_sync);
  g_test_add_func ("/app/writing/nothing-is-sent-of-what-is-wrong",
                   test_nothing_is_sent_of_what_is_wrong);
  return g_test_run ();
}
