/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/backup.h"

#include <glib/gstdio.h>
#include <string.h>

#include "archive/changes.h"
#include "archive/sessions.h"
#include "follower.h"

static Network *
new_network (void)
{
  Network *network = network_new ();

  network_put (network, "village", 0, "commune=32256", NULL);
  network_put (network, "member", 0, "given_name=Anna", "family_name=Fictive", "commune=32013",
               "visibility=members", NULL);
  return network;
}

static void
back_up (Network *network, const char *path)
{
  g_autoptr (GError) error = NULL;

  soho_archive_backup (network->archive, path, &error);
  g_assert_no_error (error);
}

static void
restore (Network *network, const char *path, GError **error)
{
  guint erased;

  g_clear_object (&network->archive);
  soho_archive_restore (network->directory, soho_model_get (), path, &erased, error);
  network->archive = soho_archive_open (network->directory, soho_model_get (), NULL);
  g_assert_nonnull (network->archive);
}

static void
test_back_and_forth (void)
{
  g_autoptr (Network) network = new_network ();
  g_autofree char *path = g_build_filename (network->directory, "backup", NULL);
  g_autofree char *replaced = g_build_filename (network->directory, SOHO_ARCHIVE_REPLACED, NULL);
  g_autofree char *before = network_dup_all (network);
  g_autofree char *after = NULL;
  guint64 epoch = soho_archive_get_epoch (network->archive);
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  back_up (network, path);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  network_put (network, "village", 0, "commune=32013", NULL);
  restore (network, path, &error);
  g_assert_no_error (error);
  after = network_dup_all (network);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (soho_archive_get_epoch (network->archive), !=, epoch);
  network_assert_sound (network);

  /* What was there is there still, and can be put back in its turn. */
  restore (network, replaced, &error);
  g_assert_no_error (error);
  g_free (g_steal_pointer (&after));
  after = network_dup_all (network);
  g_assert_nonnull (strstr (after, "32013\"}\n"));
}

/* Records made after a restore have other ids than those made after the backup, and sign-ins other
 * numbers. */
static void
test_numbers_are_passed_over (void)
{
  g_autoptr (Network) network = new_network ();
  g_autofree char *path = g_build_filename (network->directory, "backup", NULL);
  g_autoptr (GHashTable) given = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GBytes) token = g_bytes_new_static ("a token", 7);
  g_autoptr (GError) error = NULL;
  guint writers[3];

  back_up (network, path);
  for (guint round = 0; round < G_N_ELEMENTS (writers); round++)
    {
      for (guint i = 0; i < 10; i++)
        {
          gint64 ids[] = {
            network_put (network, "village", 0, "commune=32013", NULL),
            network_put (network, "member", 0, "given_name=A", "family_name=B", "commune=32013",
                         "visibility=members", NULL),
            network_put (network, "member", 0, "given_name=A", "family_name=B", "commune=32013",
                         "visibility=self", NULL),
          };

          for (guint k = 0; k < G_N_ELEMENTS (ids); k++)
            g_assert_true (g_hash_table_add (given, g_memdup2 (&ids[k], sizeof ids[k])));
        }
      soho_archive_begin (network->archive, &error);
      soho_archive_add_session (network->archive, 1, token, "essai", 0, &writers[round], &error);
      soho_archive_commit (network->archive, &error);
      g_assert_no_error (error);
      restore (network, path, &error);
      g_assert_no_error (error);
      if (round == 1)
        back_up (network, path);
    }
  g_assert_cmpuint (writers[1], >, writers[0]);
  g_assert_cmpuint (writers[2], >, writers[1]);
  network_assert_sound (network);
}

typedef struct
{
  Network *network;
  int stop;
} Writing;

static gpointer
write_on (gpointer data)
{
  Writing *writing = data;
  Network own = { .directory = writing->network->directory };
  g_autoptr (GError) error = NULL;

  own.archive = soho_archive_open (own.directory, soho_model_get (), &error);
  g_assert_no_error (error);
  do
    network_put (&own, "village", 0, "commune=32013", NULL);
  while (!g_atomic_int_get (&writing->stop));
  g_object_unref (own.archive);
  return NULL;
}

/* While others write, each backup is one state of the archive, whole. */
static void
test_while_writing (void)
{
  g_autoptr (Network) network = new_network ();
  Writing writing = { network, FALSE };
  g_autoptr (GThread) thread = g_thread_ref (g_thread_new ("writer", write_on, &writing));
  g_autofree char *path = g_build_filename (network->directory, "backup", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < NETWORK_ROUNDS (20, 5); i++)
    {
      back_up (network, path);
      if (i + 1 < NETWORK_ROUNDS (20, 5))
        continue;
      g_atomic_int_set (&writing.stop, TRUE);
      g_thread_join (thread);
    }
  restore (network, path, &error);
  g_assert_no_error (error);
  network_assert_sound (network);
}

static void
test_refuses_while_open (void)
{
  g_autoptr (Network) network = new_network ();
  g_autofree char *path = g_build_filename (network->directory, "backup", NULL);
  g_autoptr (GError) error = NULL;
  guint erased;

  back_up (network, path);
  g_assert_false (
      soho_archive_restore (network->directory, soho_model_get (), path, &erased, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY);
}

/* What is no backup, or a broken one, changes nothing. */
static void
test_refuses_what_is_none (void)
{
  g_autoptr (Network) network = new_network ();
  g_autofree char *before = network_dup_all (network);
  g_autofree char *good = g_build_filename (network->directory, "backup", NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  const char *names[] = { "missing", "text", "empty", "foreign", "short", "odd" };

  back_up (network, good);
  g_file_get_contents (good, &bytes, &length, NULL);
  g_free (network_write_file (network->directory, "text", "notes", -1));
  g_free (network_write_file (network->directory, "empty", "", 0));
  g_free (network_write_file (network->directory, "short", bytes, (gssize) length / 2));
  memset (bytes + length / 2, 0x55, length / 3);
  g_free (network_write_file (network->directory, "odd", bytes, (gssize) length));
  {
    g_autofree char *path = g_build_filename (network->directory, "foreign", NULL);
    g_autoptr (sqlite3) db = soho_database_open (path, NULL);

    g_assert_true (soho_database_run (db, "CREATE TABLE meta (name, value)", NULL));
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (network->directory, names[i], NULL);
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;

      restore (network, path, &error);
      if (error == NULL)
        g_test_message ("%s was taken", names[i]);
      g_assert_nonnull (error);
      after = network_dup_all (network);
      g_assert_cmpstr (before, ==, after);
    }
}

/* Also where no network was: on a new machine. */
static void
test_into_nothing (void)
{
  g_autoptr (Network) network = new_network ();
  g_autofree char *path = g_build_filename (network->directory, "backup", NULL);
  g_autofree char *fresh = g_build_filename (network->directory, "new", "place", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoArchive) archive = NULL;
  guint erased;

  back_up (network, path);
  soho_archive_restore (fresh, soho_model_get (), path, &erased, &error);
  g_assert_no_error (error);
  archive = soho_archive_open (fresh, soho_model_get (), &error);
  g_assert_no_error (error);
}

/* A cursor of the old log is no cursor of the new one. */
static void
test_cursors_end (void)
{
  g_autoptr (Network) network = new_network ();
  g_autoptr (Follower) follower = follower_new ();
  g_autofree char *path = g_build_filename (network->directory, "backup", NULL);
  static const char *const none[] = { NULL };
  g_autoptr (GError) error = NULL;

  back_up (network, path);
  follower_assert_catches_up (follower, network);
  restore (network, path, &error);
  g_assert_no_error (error);
  g_assert_null (
      soho_changes_collect (network->archive, follower_public, follower->cursor, none, &error));
  g_assert_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/backup/back-and-forth", test_back_and_forth);
  g_test_add_func ("/server/backup/numbers", test_numbers_are_passed_over);
  g_test_add_func ("/server/backup/while-writing", test_while_writing);
  g_test_add_func ("/server/backup/refuses-while-open", test_refuses_while_open);
  g_test_add_func ("/server/backup/refuses-what-is-none", test_refuses_what_is_none);
  g_test_add_func ("/server/backup/into-nothing", test_into_nothing);
  g_test_add_func ("/server/backup/cursors-end", test_cursors_end);
  return g_test_run ();
}
