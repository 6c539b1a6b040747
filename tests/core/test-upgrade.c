/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/kinds.h"
#include "model/validate.h"
#include "replicas.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "store/withdraw.h"
#include "store/writer.h"

/* A replica of an older version of the program, with an outbox that nobody has emptied. */

#define ANNA 3
#define WRITER 7
#define EDITS 50

/* What the migrations since 0004 made, taken back. */
static const char older[]
    = "ALTER TABLE outbox DROP COLUMN known_as; ALTER TABLE outbox DROP COLUMN deed;"
      "DROP TABLE draft; DROP TABLE kept; DROP TABLE sealed; DROP TABLE locked;"
      "DELETE FROM meta WHERE name IN ('deed', 'sent', 'overtaken', 'resumed');"
      "PRAGMA user_version = 4";

static void
edit_card (SohoReplica *replica, const char *about)
{
  const SohoKind *kind = &soho_kind_member;
  g_autoptr (SohoRecord) card = soho_replica_get_record (replica, kind, ANNA, NULL);
  g_autoptr (GError) error = NULL;

  soho_value_take_text (&soho_record_get_values (card)[soho_kind_find_field (kind, "about")],
                        g_strdup (about));
  g_assert_true (soho_replica_edit (replica, kind, ANNA, soho_record_get_values (card), &error));
}

static void
fill (SohoReplica *replica)
{
  g_autoptr (GError) error = NULL;

  soho_test_put (replica, &soho_kind_member, ANNA, "given_name", "Anna", "family_name", "Fictive",
                 "commune", "32013", NULL);
  g_assert_true (soho_replica_set_writer (replica, ANNA, WRITER, &error));
  for (guint i = 0; i < EDITS; i++)
    {
      g_autofree char *about = g_strdup_printf ("La version %u", i);

      edit_card (replica, about);
    }
  soho_test_run (replica, "INSERT INTO tray (edit, code, made) SELECT edit, 'gone', 1 FROM outbox"
                          " ORDER BY number LIMIT 1");
}

static void
test_outbox_waits (void)
{
  char *directory = soho_test_directory_new ();
  SohoReplica *replica = soho_test_replica_open (directory, soho_model_get ());
  g_autofree char *before = NULL, *after = NULL, *complaints = NULL;
  g_autoptr (SohoRecord) card = NULL;
  g_autoptr (GPtrArray) waiting = NULL, tray = NULL;

  fill (replica);
  before = soho_test_ask (replica, "SELECT group_concat (number || edit) FROM outbox");
  soho_test_run (replica, older);
  g_object_unref (replica);

  replica = soho_test_replica_open (directory, soho_model_get ());
  g_assert_null (soho_replica_get_set_aside (replica));
  after = soho_test_ask (replica, "SELECT group_concat (number || edit) FROM outbox");
  g_assert_cmpstr (before, ==, after);
  complaints = soho_test_verify (replica);
  g_assert_cmpstr (complaints, ==, "");
  card = soho_replica_get_record (replica, &soho_kind_member, ANNA, NULL);
  g_assert_cmpstr (soho_record_get_text (card, "about"), ==, "La version 49");
  waiting = soho_replica_list_waiting (replica, NULL);
  g_assert_cmpuint (waiting->len, ==, EDITS);
  tray = soho_replica_list_tray (replica, NULL);
  g_assert_cmpuint (tray->len, ==, 1);

  /* And it goes on: the next number is the next, and what is answered is done with. */
  edit_card (replica, "La dernière");
  g_clear_pointer (&waiting, g_ptr_array_unref);
  waiting = soho_replica_list_waiting (replica, NULL);
  g_assert_cmpint (((SohoWaiting *) g_ptr_array_index (waiting, EDITS))->edit->number, ==,
                   EDITS + 1);
  g_object_unref (replica);
  soho_test_directory_free (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/upgrade/outbox-waits", test_outbox_waits);
  return g_test_run ();
}
