/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/archive.h"

#include <glib/gstdio.h>
#include <string.h>

#include "follower.h"
#include "model/kinds.h"

static SohoArchive *
open_archive (const char *directory, GError **error)
{
  return soho_archive_open (directory, soho_model_get (), error);
}

static void
test_missing (void)
{
  char *directory = network_make_directory ();
  g_autofree char *below = g_build_filename (directory, "nothing", "here", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) deeper = NULL;

  g_assert_null (open_archive (directory, &error));
  g_assert_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, "init"));
  g_assert_null (open_archive (below, &deeper));
  g_assert_error (deeper, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_MISSING);
  g_assert_false (g_file_test (below, G_FILE_TEST_EXISTS));
  network_remove_directory (directory);
}

static void
test_exists (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GError) error = NULL;
  gint64 id = network_put (network, "skill", 0, "label=Horlogerie", NULL);
  gboolean has;

  g_assert_null (soho_archive_create (network->directory, soho_model_get (), &error));
  g_assert_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_EXISTS);
  g_assert_true (soho_archive_has (network->archive, "skill", id, &has, NULL));
  g_assert_true (has);
}

static void
test_no_place (void)
{
  char *directory = network_make_directory ();
  g_autofree char *file = network_write_file (directory, "file", "", 0);
  g_autofree char *below = g_build_filename (file, "below", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (soho_archive_create (below, soho_model_get (), &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_assert_nonnull (strstr (error->message, below));
  network_remove_directory (directory);
}

/* What is no archive of ours is left as it is. */
static void
test_damaged_file (void)
{
  static const char text[] = "These are my notes on the network, not the network itself.";
  char *directory = network_make_directory ();
  g_autofree char *path = network_write_file (directory, "network.db", text, -1);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (open_archive (directory, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
  network_remove_directory (directory);
}

static void
test_newer_file (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GError) error = NULL;

  follower_run_sql (network, "PRAGMA user_version = 4000");
  g_assert_null (open_archive (network->directory, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_NEWER);
}

static void
test_lost_identity (void)
{
  static const char *const losses[] = {
    "UPDATE meta SET value = x'00' WHERE name = 'key'",
    "UPDATE meta SET value = 7 WHERE name = 'key'",
    "DELETE FROM meta WHERE name = 'epoch'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autoptr (Network) network = network_new ();
      g_autoptr (GError) error = NULL;

      follower_run_sql (network, losses[i]);
      g_assert_null (open_archive (network->directory, NULL));
      g_assert_null (open_archive (network->directory, &error));
      g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_DAMAGED);
    }
}

static void
test_identity (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Network) other = network_new ();
  g_autoptr (SohoArchive) again = open_archive (network->directory, NULL);

  g_assert_cmpmem (soho_archive_get_key (again), 32, soho_archive_get_key (network->archive), 32);
  g_assert_cmpuint (soho_archive_get_epoch (again), ==, soho_archive_get_epoch (network->archive));
  g_assert_cmpint (memcmp (soho_archive_get_key (other->archive), soho_archive_get_key (again), 32),
                   !=, 0);
  g_assert_cmpuint (soho_archive_get_epoch (other->archive), !=, soho_archive_get_epoch (again));
}

static gint64
revision_of (Network *network, const SohoKind *kind, gint64 id)
{
  g_autoptr (SohoRecord) record = soho_archive_get (network->archive, kind, id, NULL);

  return record != NULL ? soho_record_get_revision (record) : 0;
}

static void
test_put (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 first = network_put (network, "skill", 0, "label=Horlogerie", NULL);
  gint64 seq = soho_archive_get_last_seq (network->archive, NULL);

  g_assert_cmpint (first, ==, 1);
  network_put (network, "skill", first, "label=Horlogerie", NULL);
  g_assert_cmpint (soho_archive_get_last_seq (network->archive, NULL), ==, seq);
  g_assert_cmpint (revision_of (network, &soho_kind_skill, first), ==, 1);

  network_put (network, "skill", first, "label=Horlogerie d’art", NULL);
  g_assert_cmpint (soho_archive_get_last_seq (network->archive, NULL), ==, seq + 1);
  g_assert_cmpint (revision_of (network, &soho_kind_skill, first), ==, 2);
  g_assert_cmpint (revision_of (network, &soho_kind_member, first), ==, 0);
}

static void
test_ids (void)
{
  g_autoptr (Network) network = network_new ();
  const gint64 foreign = G_GINT64_CONSTANT (7) << 32 | 9;

  network_put (network, "skill", 500, "label=Horlogerie", NULL);
  g_assert_cmpint (network_put (network, "skill", 0, "label=Vannerie", NULL), ==, 501);
  network_put (network, "skill", 20, "label=Poterie", NULL);
  network_put (network, "skill", foreign, "label=Lutherie", NULL);
  network_put (network, "skill", SOHO_ID_MAX, "label=Reliure", NULL);
  network_put (network, "skill", G_MAXUINT32, "label=Ferronnerie", NULL);
  g_assert_cmpint (network_put (network, "skill", 0, "label=Dorure", NULL), ==, 502);
}

/* The public ids end where those of all others begin. */
static void
test_ids_run_out (void)
{
  g_autoptr (Network) network = network_new ();
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (&soho_kind_skill));
  g_autoptr (GError) error = NULL;
  gboolean changed;

  network_put (network, "skill", G_MAXINT32, "label=Horlogerie", NULL);
  soho_value_take_text (&values[1], g_strdup ("Vannerie"));
  g_assert_true (soho_archive_begin (network->archive, NULL));
  g_assert_cmpint (
      soho_archive_put (network->archive, &soho_kind_skill, 0, values, &changed, &error), ==, 0);
  g_assert_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_ID);
  soho_archive_rollback (network->archive);
  soho_values_free (values, soho_kind_get_n_fields (&soho_kind_skill));
}

static void
test_id_of_another_kind (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 id = network_put (network, "skill", 0, "label=Horlogerie", NULL);
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (&soho_kind_village));
  g_autoptr (GError) error = NULL;
  gboolean changed;

  soho_value_take_text (&values[0], g_strdup ("32013"));
  g_assert_cmpint (
      soho_archive_put (network->archive, &soho_kind_village, id, values, &changed, &error), ==, 0);
  g_assert_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_ID);
  g_assert_nonnull (strstr (error->message, "skill"));
  soho_values_free (values, soho_kind_get_n_fields (&soho_kind_village));
}

static char *
dup_audience (Network *network, gint64 id)
{
  char *audience = NULL;

  g_assert_true (soho_archive_read_audience (network->archive, id, &audience, NULL));
  return audience;
}

static void
assert_audience (Network *network, gint64 id, const char *expected)
{
  g_autofree char *audience = dup_audience (network, id);

  g_assert_cmpstr (audience, ==, expected);
}

/* A part is never read by more people than what it is a part of. */
static void
test_audiences (void)
{
  static const struct
  {
    const char *card, *part, *expected;
  } cases[] = {
    { "public", "public", "public" },  { "public", "members", "members" },
    { "public", "self", "person:1" },  { "members", "public", "members" },
    { "members", "self", "person:1" }, { "self", "public", "person:1" },
    { "self", "members", "person:1" }, { "self", "self", "person:1" },
  };
  g_autoptr (Network) network = network_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *card = g_strconcat ("visibility=", cases[i].card, NULL);
      g_autofree char *part = g_strconcat ("visibility=", cases[i].part, NULL);

      network_put (network, "member", 1, "given_name=Anna", "family_name=Fictive", "commune=Auch",
                   card, NULL);
      network_put (network, "skill", 2, "label=Horlogerie", NULL);
      network_put (network, "contact_point", 3, "member=1", "type=mobile", "value=06 39 98 00 01",
                   "agreed_on=2026-01-05", part, NULL);
      network_put (network, "member_skill", 4, "member=1", "skill=2", NULL);
      assert_audience (network, 3, cases[i].expected);
      assert_audience (network, 4,
                       g_str_equal (cases[i].card, "self") ? "person:1" : cases[i].card);
    }
  assert_audience (network, 99, NULL);
  network_assert_sound (network);
}

static void
test_delete (void)
{
  g_autoptr (Network) network = network_new ();
  gboolean has = TRUE;

  network_put (network, "member", 1, "given_name=Anna", "family_name=Fictive", "commune=Auch",
               NULL);
  network_put (network, "contact_point", 2, "member=1", "type=address", "value=Mairie", NULL);
  g_assert_true (soho_archive_set_ref (network->archive, "member", "anna", 1, NULL));
  g_assert_cmpint (soho_archive_find_ref (network->archive, "member", "anna", NULL), ==, 1);

  network_delete (network, 1);
  network_delete (network, 1);
  network_delete (network, 12345);
  g_assert_true (soho_archive_has (network->archive, "contact_point", 2, &has, NULL));
  g_assert_false (has);
  /* Who is gone is no longer known by the name a file gave, and her number is not given again. */
  g_assert_cmpint (soho_archive_find_ref (network->archive, "member", "anna", NULL), ==, 0);
  g_assert_null (soho_archive_dup_ref (network->archive, 1, NULL));
  g_assert_cmpint (network_put (network, "skill", 0, "label=Horlogerie", NULL), ==, 3);
  network_assert_sound (network);
}

static void
test_rollback (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (&soho_kind_skill));
  gint64 seq;
  gboolean changed;

  network_put (network, "skill", 0, "label=Horlogerie", NULL);
  before = network_dup_all (network);
  seq = soho_archive_get_last_seq (network->archive, NULL);
  soho_value_take_text (&values[1], g_strdup ("Vannerie"));
  g_assert_true (soho_archive_begin (network->archive, NULL));
  g_assert_cmpint (soho_archive_put (network->archive, &soho_kind_skill, 0, values, &changed, NULL),
                   ==, 2);
  g_assert_true (soho_archive_delete (network->archive, 1, NULL));
  soho_archive_rollback (network->archive);
  soho_archive_rollback (network->archive);

  after = network_dup_all (network);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (soho_archive_get_last_seq (network->archive, NULL), ==, seq);
  soho_values_free (values, soho_kind_get_n_fields (&soho_kind_skill));
}

static gboolean
stop_at_second (SohoRecord *record, const char *audience, gpointer data, GError **error)
{
  guint *n = data;

  g_assert_cmpstr (audience, ==, "public");
  if (++*n < 2)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INTR, "enough");
  return FALSE;
}

static void
test_foreach_stops (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (guint i = 0; i < 3; i++)
    network_put (network, "skill", 0, "label=Horlogerie", NULL);
  g_assert_false (
      soho_archive_foreach (network->archive, &soho_kind_skill, stop_at_second, &n, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INTR);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_damaged_records (void)
{
  static const char *const bodies[] = { "''", "'{'", "'[]'", "'7'", "'{\"label\":[]}'" };
  g_autoptr (Network) network = network_new ();

  network_put (network, "skill", 0, "label=Horlogerie", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE record SET body = %s", bodies[i]);
      g_autoptr (GError) error = NULL;

      follower_run_sql (network, sql);
      g_assert_null (soho_archive_get (network->archive, &soho_kind_skill, 1, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "skill 1"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/archive/missing", test_missing);
  g_test_add_func ("/archive/exists", test_exists);
  g_test_add_func ("/archive/no-place", test_no_place);
  g_test_add_func ("/archive/damaged-file", test_damaged_file);
  g_test_add_func ("/archive/newer-file", test_newer_file);
  g_test_add_func ("/archive/lost-identity", test_lost_identity);
  g_test_add_func ("/archive/identity", test_identity);
  g_test_add_func ("/archive/put", test_put);
  g_test_add_func ("/archive/ids", test_ids);
  g_test_add_func ("/archive/ids-run-out", test_ids_run_out);
  g_test_add_func ("/archive/id-of-another-kind", test_id_of_another_kind);
  g_test_add_func ("/archive/audiences", test_audiences);
  g_test_add_func ("/archive/delete", test_delete);
  g_test_add_func ("/archive/rollback", test_rollback);
  g_test_add_func ("/archive/foreach-stops", test_foreach_stops);
  g_test_add_func ("/archive/damaged-records", test_damaged_records);
  return g_test_run ();
}
