/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/cursor.h"

#include <string.h>

#include "archive/changes.h"
#include "follower.h"
#include "protocol.h"

static gint64
put_member (Network *network, gint64 id, const char *name, const char *visibility)
{
  g_autofree char *given = g_strconcat ("given_name=", name, NULL);
  g_autofree char *choice = g_strconcat ("visibility=", visibility, NULL);

  return network_put (network, "member", id, given, "family_name=Fictif", "commune=Auch", choice,
                      NULL);
}

static void
assert_unknown (Network *network, const char *cursor)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) frames
      = soho_changes_collect (network->archive, follower_public, cursor, NULL, &error);

  g_assert_error (error, SOHO_ARCHIVE_ERROR, SOHO_ARCHIVE_ERROR_UNKNOWN_CURSOR);
  g_assert_null (frames);
}

/* Covered are those before the "/", being filled those after it, leaving those after another. */
static char *
dup_token (Network *network, gint64 point, const char *audiences)
{
  g_auto (GStrv) sets = g_strsplit (audiences, "/", 3);
  guint n = g_strv_length (sets);
  g_auto (SohoCursor) cursor = { .point = point,
                                 .fill_point = point / 2,
                                 .covered = g_strsplit (sets[0], " ", -1),
                                 .filling = n > 1 ? g_strsplit (sets[1], " ", -1) : NULL,
                                 .leaving = n > 2 ? g_strsplit (sets[2], " ", -1) : NULL };

  return soho_cursor_dup_token (network->archive, &cursor);
}

static void
test_forged_tokens (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Network) other = network_new ();
  g_autofree char *good = dup_token (network, 0, "public");
  g_autofree char *foreign = dup_token (other, 0, "public");
  g_autofree char *future = dup_token (network, 1000, "public");
  g_autofree char *future_of_fill = dup_token (network, 1, "/public");
  g_autofree char *long_text = g_strnfill (100000, 'A');

  g_assert_cmpuint (strlen (good), ==, 42);
  for (gsize i = 0; good[i] != '\0'; i++)
    {
      g_autofree char *forged = g_strdup (good);
      g_autofree char *cut = g_strndup (good, i);

      forged[i] = good[i] == 'A' ? 'B' : 'A';
      assert_unknown (network, forged);
      if (i > 0)
        assert_unknown (network, cut);
    }
  assert_unknown (network, foreign);
  assert_unknown (network, future);
  assert_unknown (network, future_of_fill);
  assert_unknown (network, long_text);
  assert_unknown (network, "~public.member.1");
  assert_unknown (network, "\xff\xfe");
  assert_unknown (network, " ");
}

static void
test_forged_positions (void)
{
  static const char *const bad[] = {
    "",
    ".",
    "..",
    "public",
    "public.member",
    "public.member.",
    "public.member.0",
    "public.member.-1",
    "public.member.1.2",
    "public.member.4503599627370496",
    "public.member.99999999999999999999",
    "public.member.1x",
    "public.dragon.1",
    "Members.member.1",
    "person:0.member.1",
    "person:1,public.member.1",
    "public.member.0x1",
    "public.member. 1",
    "~public.member.1",
  };
  g_autoptr (Network) network = network_new ();
  g_autofree char *token = dup_token (network, 0, "/public");
  g_autofree char *good = g_strconcat (token, "~public.member.1", NULL);
  g_autofree char *lines = follower_dup_answer (network, good, NULL);

  g_assert_nonnull (strstr (lines, token));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *cursor = g_strconcat (token, "~", bad[i], NULL);

      g_test_message ("%s", bad[i]);
      assert_unknown (network, cursor);
    }
}

/* A cursor says nothing in the clear, and the same point always reads the same. */
static void
test_tokens_are_opaque (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gint64 point = 0; point < 2000; point++)
    {
      char *token = dup_token (network, point, "public");
      g_autofree char *again = dup_token (network, point, "public");
      g_auto (SohoCursor) cursor = SOHO_CURSOR_INIT;

      g_assert_cmpstr (token, ==, again);
      g_assert_true (soho_cursor_parse (network->archive, token, &cursor, NULL));
      g_assert_cmpint (cursor.point, ==, point);
      g_assert_null (cursor.kind);
      g_assert_true (g_hash_table_add (seen, token));
    }
}

static void
assert_same (char **audiences, const char *expected)
{
  g_autofree char *joined = g_strjoinv (" ", audiences);

  g_assert_cmpstr (joined, ==, expected);
}

/* Whichever audiences there are come back, and every token differs from the others. */
static void
test_audiences (void)
{
  static const struct
  {
    const char *covered, *filling, *leaving;
  } cases[] = {
    { "", "", "" },
    { "public", "", "" },
    { "", "public", "" },
    { "", "", "public" },
    { "public", "members", "" },
    { "public members staff", "", "" },
    { "public members", "staff person:7", "" },
    { "public members person:7", "", "" },
    { "public members", "person:7", "" },
    { "public", "members person:7", "staff" },
    { "public", "", "members person:7" },
    { "person:7", "public members staff", "person:8" },
    { "public", "members staff person:4503599627370493",
      "person:4503599627370494 person:4503599627370495" },
  };
  g_autoptr (Network) network = network_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *audiences
          = g_strjoin ("/", cases[i].covered, cases[i].filling, cases[i].leaving, NULL);
      char *token = dup_token (network, G_GINT64_CONSTANT (123456789012), audiences);
      g_auto (SohoCursor) cursor = SOHO_CURSOR_INIT;

      g_assert_true (soho_cursor_parse (network->archive, token, &cursor, NULL));
      g_assert_cmpint (cursor.point, ==, G_GINT64_CONSTANT (123456789012));
      g_assert_cmpint (cursor.fill_point, ==, G_GINT64_CONSTANT (61728394506));
      assert_same (cursor.covered, cases[i].covered);
      assert_same (cursor.filling, cases[i].filling);
      assert_same (cursor.leaving, cases[i].leaving);
      g_assert_cmpuint (strlen (token) + strlen ("~person:4503599627370495.")
                            + strlen ("contact_point.4503599627370495"),
                        <, SOHO_CURSOR_MAX);
      g_assert_true (g_hash_table_add (seen, token));
    }
}

static void
reopen (Network *network)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&network->archive);
  network->archive = soho_archive_open (network->directory, soho_model_get (), &error);
  g_assert_no_error (error);
}

static void
test_another_epoch (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) follower = follower_new ();

  put_member (network, 0, "Anna", "public");
  follower_assert_catches_up (follower, network);
  follower_run_sql (network, "UPDATE meta SET value = x'0102030405060708' WHERE name = 'epoch'");
  reopen (network);
  assert_unknown (network, follower->cursor);
}

/* A copy of the file put back by hand keeps its epoch, but knows that it is behind. */
static void
test_older_copy_put_back (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (Follower) follower = follower_new ();
  g_autofree char *path = g_build_filename (network->directory, "network.db", NULL);
  g_autofree char *copy = NULL;
  gsize length;

  put_member (network, 0, "Anna", "public");
  follower_run_sql (network, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_true (g_file_get_contents (path, &copy, &length, NULL));
  put_member (network, 0, "Berta", "public");
  follower_assert_catches_up (follower, network);

  g_clear_object (&network->archive);
  g_assert_true (g_file_set_contents (path, copy, (gssize) length, NULL));
  reopen (network);
  assert_unknown (network, follower->cursor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cursor/forged-tokens", test_forged_tokens);
  g_test_add_func ("/cursor/forged-positions", test_forged_positions);
  g_test_add_func ("/cursor/tokens-are-opaque", test_tokens_are_opaque);
  g_test_add_func ("/cursor/audiences", test_audiences);
  g_test_add_func ("/cursor/another-epoch", test_another_epoch);
  g_test_add_func ("/cursor/older-copy-put-back", test_older_copy_put_back);
  return g_test_run ();
}
