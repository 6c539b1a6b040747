/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/audiences.h"

#include <string.h>

#include "kinds.h"
#include "model/audience.h"
#include "replicas.h"
#include "store/apply.h"

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_test_model_get ());
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static void
put_thing (SohoReplica *replica, const char *audience, gint64 id, const char *story)
{
  g_autoptr (SohoRows) rows = soho_rows_new (&soho_test_thing, 1);

  rows->audience = g_strdup (audience);
  soho_test_rows_set (rows, 0, id, 1, "name", "Scie", "story", story, NULL);
  soho_test_apply (replica, rows);
}

/* A thing of each audience with a piece of the same, and a public topic. */
static void
fill (SohoReplica *replica)
{
  static const char *const audiences[] = { NULL, "members", "staff", "person:7", "person:8" };

  soho_test_put (replica, &soho_test_topic, 90, "label", "Bois", NULL);
  for (gint64 i = 0; i < (gint64) G_N_ELEMENTS (audiences); i++)
    {
      g_autoptr (SohoRows) pieces = soho_rows_new (&soho_test_piece, 1);
      g_autofree char *owner = g_strdup_printf ("%d", (int) i + 1);

      put_thing (replica, audiences[i], i + 1, "Elle coupe.");
      pieces->audience = g_strdup (audiences[i]);
      soho_test_rows_set (pieces, 0, i + 101, 1, "thing", owner, "detail", "lame", NULL);
      soho_test_apply (replica, pieces);
    }
}

static void
assert_holds (SohoReplica *replica, const char *things, const char *pieces)
{
  g_autofree char *found = soho_test_search (replica, "scie");
  g_autofree char *there
      = soho_test_ask (replica, "SELECT coalesce (group_concat(id, ' '), '') FROM thing");
  g_autofree char *parts
      = soho_test_ask (replica, "SELECT coalesce (group_concat(id, ' '), '') FROM piece");
  g_autofree char *complaints = soho_test_verify (replica);

  g_assert_cmpstr (there, ==, things);
  g_assert_cmpstr (found, ==, things);
  g_assert_cmpstr (parts, ==, pieces);
  g_assert_cmpstr (complaints, ==, "");
}

static void
drop (SohoReplica *replica, const char *audience)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_begin (replica, &error)
                 && soho_replica_drop_audience (replica, audience, &error)
                 && soho_replica_commit (replica, &error));
  g_assert_no_error (error);
}

static void
forget_hidden (SohoReplica *replica)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_forget_hidden (replica, &error));
  g_assert_no_error (error);
}

static void
end_fill (SohoReplica *replica)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_begin (replica, &error) && soho_replica_end_fill (replica, &error)
                 && soho_replica_commit (replica, &error));
  g_assert_no_error (error);
}

static void
assert_refills (SohoReplica *replica, const char *expected)
{
  g_auto (GStrv) names = soho_replica_dup_refills (replica, NULL);
  g_autofree char *joined = g_strjoinv (" ", names);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_dropping (Fixture *self, gconstpointer unused)
{
  g_autofree char *found = NULL;

  end_fill (self->replica);
  fill (self->replica);
  assert_holds (self->replica, "1 2 3 4 5", "101 102 103 104 105");
  drop (self->replica, "person:7");
  assert_holds (self->replica, "1 2 3 5", "101 102 103 105");
  drop (self->replica, "person:7");
  drop (self->replica, "moon");
  drop (self->replica, "members");
  assert_holds (self->replica, "1 3 5", "101 103 105");
  found = soho_test_search (self->replica, "lame");
  g_assert_cmpstr (found, ==, "1 3 5");
  /* The server knows, and needs no telling. */
  assert_refills (self->replica, "");
}

/* A row that came to another audience is that one's. */
static void
test_moving (Fixture *self, gconstpointer unused)
{
  fill (self->replica);
  put_thing (self->replica, NULL, 2, "Tous la voient.");
  put_thing (self->replica, "members", 1, "Les membres la voient.");
  drop (self->replica, "members");
  assert_holds (self->replica, "2 3 4 5", "101 103 104 105");
}

static void
test_forgetting (Fixture *self, gconstpointer unused)
{
  g_autofree char *topics = NULL;

  end_fill (self->replica);
  fill (self->replica);
  forget_hidden (self->replica);
  assert_holds (self->replica, "1", "101");
  topics = soho_test_ask (self->replica, "SELECT count(*) FROM topic");
  g_assert_cmpstr (topics, ==, "1");
  assert_refills (self->replica, "members person:7 person:8 staff");

  /* Again, before they have been asked for again. */
  put_thing (self->replica, "members", 2, "Elle coupe.");
  forget_hidden (self->replica);
  assert_refills (self->replica, "members person:7 person:8 staff");
  end_fill (self->replica);
  assert_refills (self->replica, "");
  forget_hidden (self->replica);
  assert_refills (self->replica, "");
}

/* A fill that was cut begins again if it had brought what is forgotten, and else goes on. */
static void
test_forgetting_within_a_fill (Fixture *self, gconstpointer unused)
{
  g_autofree char *kept = NULL, *cut = NULL;

  g_assert_true (soho_replica_set_cursor (self->replica, "T~public.thing.1", NULL));
  put_thing (self->replica, NULL, 1, "Elle coupe.");
  forget_hidden (self->replica);
  kept = soho_replica_dup_cursor (self->replica, NULL);
  g_assert_cmpstr (kept, ==, "T~public.thing.1");
  put_thing (self->replica, "members", 2, "Elle coupe.");
  g_assert_true (soho_replica_set_cursor (self->replica, "T~members.thing.2", NULL));
  forget_hidden (self->replica);
  cut = soho_replica_dup_cursor (self->replica, NULL);
  g_assert_cmpstr (cut, ==, "T");
}

static gboolean
directory_holds (const char *directory, const char *word)
{
  g_autoptr (GDir) opened = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (opened)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      if (memmem (bytes, length, word, strlen (word)) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* On a computer that others use, what somebody read is gone from the disk as well. */
static void
test_no_byte_stays (Fixture *self, gconstpointer unused)
{
  g_autofree char *padding = g_strnfill (300, 'x');
  g_autofree char *secret = g_strconcat (padding, " zyzomysien", NULL);

  for (gint64 id = 1; id <= 60; id++)
    put_thing (self->replica, id % 2 == 0 ? "members" : NULL, id,
               id % 2 == 0 ? secret : "ouvertement");
  g_assert_true (directory_holds (self->directory, "zyzomysien"));
  forget_hidden (self->replica);
  g_assert_false (directory_holds (self->directory, "zyzomysien"));
  g_assert_true (directory_holds (self->directory, "ouvertement"));
}

/* A replica of before there were audiences holds what everybody may read, and need not ask again.
 */
static void
test_older_replica (Fixture *self, gconstpointer unused)
{
  g_autofree char *found = NULL;

  end_fill (self->replica);
  put_thing (self->replica, NULL, 1, "Elle coupe.");
  soho_test_run (self->replica, "ALTER TABLE thing DROP COLUMN audience");
  g_object_unref (self->replica);
  self->replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  assert_refills (self->replica, "");
  put_thing (self->replica, "members", 2, "Elle coupe.");
  forget_hidden (self->replica);
  found = soho_test_search (self->replica, "scie");
  g_assert_cmpstr (found, ==, "1");
}

static void
test_names (void)
{
  static const char *const good[]
      = { "public", "members", "staff", "person:1", "person:4503599627370495", "moon", "desk:3" };
  static const char *const bad[]
      = { "",          ":1",        "person:",   "person:0",
          "person:-1", "person:x",  "person:1 ", "person:4503599627370496",
          "a,b",       "Members",   "members ",  "person:1:2",
          "é",         "members\n", "a.b" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (soho_audience_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("“%s”", bad[i]);
      g_assert_false (soho_audience_is_valid (bad[i]));
    }
  g_assert_true (soho_audience_is_shared ("staff"));
  g_assert_false (soho_audience_is_shared ("person:1"));
  g_assert_cmpuint (soho_audience_get_rank (NULL), ==, soho_audience_get_rank ("person:1"));
  g_assert_cmpuint (soho_audience_get_rank ("public"), <, soho_audience_get_rank ("members"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/audiences/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("dropping", test_dropping);
  ADD ("moving", test_moving);
  ADD ("forgetting", test_forgetting);
  ADD ("forgetting-within-a-fill", test_forgetting_within_a_fill);
  ADD ("no-byte-stays", test_no_byte_stays);
  ADD ("older-replica", test_older_replica);
  g_test_add_func ("/core/audiences/names", test_names);
  return g_test_run ();
}
