/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/drafts.h"

#include "model/kinds.h"
#include "replicas.h"
#include "store/writer.h"

#define ANNA 77
#define BRUNO 78

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  g_assert_true (soho_replica_set_writer (self->replica, ANNA, 5, NULL));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static void
keep (Fixture *self, const char *place, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_keep_draft (self->replica, place, text, &error));
  g_assert_no_error (error);
}

static void
assert_draft (Fixture *self, const char *place, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = soho_replica_dup_draft (self->replica, place, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_waits_until_it_is_forgotten (Fixture *self, gconstpointer unused)
{
  assert_draft (self, "phone", NULL);
  keep (self, "phone", "05 36");
  keep (self, "phone", "05 36 4");
  keep (self, "website", "héé");
  g_clear_object (&self->replica);
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  assert_draft (self, "phone", "05 36 4");
  assert_draft (self, "website", "héé");
  keep (self, "phone", "");
  keep (self, "website", NULL);
  keep (self, "website", NULL);
  assert_draft (self, "phone", NULL);
  assert_draft (self, "website", NULL);
}

/* On a machine that several use, nobody reads what another was typing. */
static void
test_is_its_persons_alone (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  keep (self, "phone", "05 36");
  g_assert_true (soho_replica_end_writer (self->replica, NULL));
  assert_draft (self, "phone", NULL);
  g_assert_false (soho_replica_keep_draft (self->replica, "phone", "06", &error));
  g_assert_error (error, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_SIGNED_OUT);
  g_assert_true (soho_replica_set_writer (self->replica, BRUNO, 6, NULL));
  assert_draft (self, "phone", NULL);
  keep (self, "phone", "06");
  g_assert_true (soho_replica_end_writer (self->replica, NULL));
  g_assert_true (soho_replica_set_writer (self->replica, ANNA, 7, NULL));
  assert_draft (self, "phone", "05 36");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/drafts/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("waits-until-it-is-forgotten", test_waits_until_it_is_forgotten);
  ADD ("is-its-persons-alone", test_is_its_persons_alone);
  return g_test_run ();
}
