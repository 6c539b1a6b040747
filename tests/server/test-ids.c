/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/ids.h"

#include "follower.h"

#define HIDDEN_FIRST (G_GINT64_CONSTANT (1) << 31)
#define BLOCK 256

static gint64
put_member (Network *network, gint64 id, const char *visibility)
{
  g_autofree char *choice = g_strconcat ("visibility=", visibility, NULL);

  return network_put (network, "member", id, "given_name=Anna", "family_name=Fictive",
                      "commune=Auch", choice, NULL);
}

static gint64
put_phone (Network *network, gint64 member, const char *visibility)
{
  g_autofree char *owner = g_strdup_printf ("member=%" G_GINT64_FORMAT, member);
  g_autofree char *choice = g_strconcat ("visibility=", visibility, NULL);

  return network_put (network, "contact_point", 0, owner, "type=phone", "value=05 36 49 00 01",
                      choice, "agreed_on=2026-01-05", NULL);
}

/* A hidden record takes no number that somebody could miss. */
static void
test_public_ids_have_no_gaps (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 expected = 1;

  for (guint i = 0; i < 20; i++)
    {
      gint64 anna = put_member (network, 0, "public");

      g_assert_cmpint (anna, ==, expected++);
      put_member (network, 0, i % 2 == 0 ? "members" : "self");
      put_phone (network, anna, i % 3 == 0 ? "members" : "self");
      g_assert_cmpint (put_phone (network, anna, "public"), ==, expected++);
    }
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

/* Ids of one audience fill whole blocks, each once, in an order that is not that of making. */
static void
test_a_block (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 ids[2 * BLOCK];
  guint n_ascending = 0;

  for (guint i = 0; i < 2 * BLOCK; i++)
    {
      ids[i] = put_member (network, 0, "members");
      g_assert_cmpint (ids[i], >=, HIDDEN_FIRST);
      g_assert_cmpint (ids[i], <=, G_MAXUINT32);
      n_ascending += i > 0 && ids[i] > ids[i - 1];
    }
  g_assert_cmpuint (n_ascending, >, BLOCK / 2);
  g_assert_cmpuint (n_ascending, <, BLOCK * 3 / 2);
  for (guint block = 0; block < 2; block++)
    {
      gint64 *first = ids + (gsize) block * BLOCK;

      qsort (first, BLOCK, sizeof *first, compare_ids);
      g_assert_cmpint (first[0] % BLOCK, ==, 0);
      for (guint i = 1; i < BLOCK; i++)
        g_assert_cmpint (first[i], ==, first[0] + i);
    }
  g_assert_cmpint (ids[0], !=, ids[BLOCK] - BLOCK);
}

/* Nobody's ids lie among another's, and a person's own are together. */
static void
test_audiences_share_no_block (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GHashTable) blocks = g_hash_table_new (NULL, NULL);

  put_member (network, 0, "members");
  for (guint i = 0; i < 500; i++)
    {
      gint64 card = put_member (network, 0, "self");
      gint64 phone = put_phone (network, card, "self");

      g_assert_cmpint (card / BLOCK, ==, phone / BLOCK);
      g_assert_true (g_hash_table_add (blocks, GSIZE_TO_POINTER (card / BLOCK)));
    }
}

static void
reopen_with_key (Network *network, const char *key)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE meta SET value = %s WHERE name = 'key'", key);
  g_autoptr (GError) error = NULL;

  follower_run_sql (network, sql);
  g_clear_object (&network->archive);
  network->archive = soho_archive_open (network->directory, soho_model_get (), &error);
  g_assert_no_error (error);
}

/* The key alone decides. */
static void
test_key (void)
{
  g_autoptr (Network) one = network_new ();
  g_autoptr (Network) same = network_new ();
  g_autoptr (Network) other = network_new ();

  reopen_with_key (one, "zeroblob (32)");
  reopen_with_key (same, "zeroblob (32)");
  for (guint i = 0; i < 10; i++)
    {
      gint64 id = put_member (one, 0, "members");

      g_assert_cmpint (put_member (same, 0, "members"), ==, id);
      g_assert_cmpint (put_member (other, 0, "members"), !=, id);
    }
}

/* What was brought from elsewhere, as from an export, is never given again, be it there still or
 * deleted. */
static void
test_ids_from_elsewhere (void)
{
  g_autoptr (Network) first = network_new ();
  g_autoptr (Network) second = network_new ();
  gint64 known, next;

  reopen_with_key (first, "zeroblob (32)");
  reopen_with_key (second, "zeroblob (32)");
  known = put_member (first, 0, "members");
  put_member (second, known, "members");
  network_delete (second, known);
  next = put_member (second, 0, "members");
  g_assert_cmpint (next / BLOCK, !=, known / BLOCK);

  /* Also into a block from which others are given just now. */
  known = next ^ 1;
  if (known != put_member (second, known, "members"))
    g_assert_not_reached ();
  network_delete (second, known);
  for (guint i = 0; i < BLOCK; i++)
    g_assert_cmpint (put_member (second, 0, "members") / BLOCK, !=, known / BLOCK);
}

/* A card that changes its readers keeps its id. */
static void
test_moves_keep_ids (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 hidden = put_member (network, 0, "self");

  g_assert_cmpint (put_member (network, hidden, "public"), ==, hidden);
  g_assert_cmpint (put_member (network, 0, "public"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ids/public-ids-have-no-gaps", test_public_ids_have_no_gaps);
  g_test_add_func ("/ids/a-block", test_a_block);
  g_test_add_func ("/ids/audiences-share-no-block", test_audiences_share_no_block);
  g_test_add_func ("/ids/key", test_key);
  g_test_add_func ("/ids/ids-from-elsewhere", test_ids_from_elsewhere);
  g_test_add_func ("/ids/moves-keep-ids", test_moves_keep_ids);
  return g_test_run ();
}
