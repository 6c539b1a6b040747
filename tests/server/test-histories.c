/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "follower.h"

/* Random histories of a network from fixed seeds: whatever is put, hidden, shown again and deleted
 * while replicas follow over a line that breaks and their readers sign in and out, each that comes
 * to the end of an answer holds exactly what its reader may read. */

#define N_FOLLOWERS 5

typedef struct
{
  Network *network;
  GRand *rand;
  GArray *ids[7]; /* gint64, by the position of the kind in kinds[], also of what is gone */
  Follower *followers[N_FOLLOWERS];
  char **audiences[N_FOLLOWERS]; /* of the followers */
  guint longest;                 /* text, in characters */
  guint cuts;
} History;

enum
{
  SKILL,
  MEMBER,
  CONTACT_POINT,
  MEMBER_SKILL,
  VILLAGE,
  TELECENTRE,
  NETWORK,
};

static const char *const kinds[]
    = { "skill", "member", "contact_point", "member_skill", "village", "telecentre", "network" };
static const char *const visibilities[] = { "public", "public", "members", "members", "self" };
static const char *const communes[] = { "Auch", "Mirande", "Condom", "Lectoure", "Eauze" };

#define PICK(history, array) (array)[g_rand_int_range ((history)->rand, 0, G_N_ELEMENTS (array))]

/* A known id of the kind, or 0 for a new one. */
static gint64
pick_id (History *self, guint kind, gboolean new_too)
{
  GArray *ids = self->ids[kind];

  if (ids->len == 0 || (new_too && g_rand_int_range (self->rand, 0, 3) == 0))
    return 0;
  return g_array_index (ids, gint64, g_rand_int_range (self->rand, 0, (int) ids->len));
}

static char *
dup_text (History *self, const char *field)
{
  guint length = (guint) g_rand_int_range (self->rand, 1, (int) self->longest);
  GString *text = g_string_new (field);

  g_string_append_c (text, '=');
  for (guint i = 0; i < length; i++)
    g_string_append_c (text, (char) g_rand_int_range (self->rand, 'a', 'z' + 1));
  return g_string_free (text, FALSE);
}

static char *
dup_reference (History *self, const char *field, gint64 id)
{
  return g_strdup_printf ("%s=%" G_GINT64_FORMAT, field, id);
}

static gint64
put_member (History *self, gint64 id)
{
  g_autofree char *name = dup_text (self, "given_name");
  g_autofree char *about = dup_text (self, "about");
  g_autofree char *choice = g_strconcat ("visibility=", PICK (self, visibilities), NULL);
  g_autofree char *commune = g_strconcat ("commune=", PICK (self, communes), NULL);

  name[MIN (strlen (name), 40)] = '\0';
  return network_put (self->network, "member", id, name, "family_name=Fictif", about, choice,
                      commune, NULL);
}

static gboolean
is_there (History *self, guint kind, gint64 id)
{
  gboolean has = FALSE;

  g_assert_true (soho_archive_has (self->network->archive, kinds[kind], id, &has, NULL));
  return has;
}

static gint64
put_part (History *self, guint kind, gint64 id)
{
  gint64 owner = pick_id (self, MEMBER, FALSE), skill = pick_id (self, SKILL, FALSE);
  g_autofree char *member = dup_reference (self, "member", owner);
  g_autofree char *ability = dup_reference (self, "skill", skill);
  g_autofree char *choice = g_strconcat ("visibility=", PICK (self, visibilities), NULL);
  g_autofree char *value = dup_text (self, "value");

  if (!is_there (self, MEMBER, owner) || !is_there (self, SKILL, skill))
    return 0;
  value[MIN (strlen (value), 150)] = '\0';
  if (kind == MEMBER_SKILL)
    return network_put (self->network, "member_skill", id, member, ability, "years=3", NULL);
  return network_put (self->network, "contact_point", id, member, "type=address", value, choice,
                      "agreed_on=2026-01-05", NULL);
}

static gint64
put_place (History *self, guint kind, gint64 id)
{
  g_autofree char *text = dup_text (self, kind == VILLAGE ? "presentation" : "rates");
  g_autofree char *commune = g_strconcat ("commune=", PICK (self, communes), NULL);
  g_autofree char *name = dup_text (self, kind == SKILL ? "label" : "name");

  name[MIN (strlen (name), 60)] = '\0';
  if (kind == VILLAGE)
    return network_put (self->network, "village", id, commune, text, NULL);
  if (kind == TELECENTRE)
    return network_put (self->network, "telecentre", id, commune, name, text, NULL);
  return network_put (self->network, kinds[kind], id, name, NULL);
}

static void
change (History *self)
{
  guint kind = (guint) g_rand_int_range (self->rand, 0, G_N_ELEMENTS (kinds));
  gint64 known, id;

  /* A card with what hangs on it is what moves most. */
  if (g_rand_boolean (self->rand))
    kind = MEMBER;
  known = pick_id (self, kind, TRUE);
  if (known != 0 && kind != SKILL && g_rand_int_range (self->rand, 0, 5) == 0)
    {
      network_delete (self->network, known);
      return;
    }
  if (kind == MEMBER)
    id = put_member (self, known);
  else if (kind == CONTACT_POINT || kind == MEMBER_SKILL)
    id = put_part (self, kind, known);
  else
    id = put_place (self, kind, known);
  if (known == 0 && id != 0)
    g_array_append_val (self->ids[kind], id);
}

/* A visitor, a member, one of the staff, or somebody who is left nothing but what is their own. */
static char **
dup_audiences (History *self)
{
  g_autoptr (GStrvBuilder) audiences = g_strv_builder_new ();
  guint role = (guint) g_rand_int_range (self->rand, 0, 5);
  g_autofree char *channel = soho_audience_dup_person (MAX (1, pick_id (self, MEMBER, FALSE)));

  g_strv_builder_add (audiences, SOHO_AUDIENCE_PUBLIC);
  if (role > 0 && role < 4)
    g_strv_builder_add (audiences, SOHO_AUDIENCE_MEMBERS);
  if (role == 3)
    g_strv_builder_add (audiences, SOHO_AUDIENCE_STAFF);
  if (role > 0)
    g_strv_builder_add (audiences, channel);
  return g_strv_builder_end (audiences);
}

/* The reader of a replica becomes another; who signs out has the replica forget, be it before the
 * server is asked again or not. */
static void
change_reader (History *self, guint i)
{
  if (g_rand_boolean (self->rand))
    follower_forget_hidden (self->followers[i]);
  if (g_rand_int_range (self->rand, 0, 4) == 0)
    return;
  g_strfreev (self->audiences[i]);
  self->audiences[i] = dup_audiences (self);
  self->followers[i]->audiences = (const char *const *) self->audiences[i];
}

static void
follow (History *self)
{
  guint i = (guint) g_rand_int_range (self->rand, 0, N_FOLLOWERS);
  Follower *follower = self->followers[i];
  g_autoptr (GBytes) answer = NULL;
  gsize length;

  if (g_rand_int_range (self->rand, 0, 3) == 0)
    change_reader (self, i);
  answer = follower_collect_as (follower, self->network);
  length = g_bytes_get_size (answer);
  if (length > 0 && g_rand_boolean (self->rand))
    {
      gsize cut = (gsize) g_rand_int_range (self->rand, 0, (int) length);

      g_assert_false (follower_pull (follower, self->network, cut, self->rand));
      self->cuts++;
    }
  else
    follower_assert_catches_up (follower, self->network);
}

static void
run_history (guint32 seed, guint n_changes, guint longest)
{
  g_autoptr (Network) network = network_new_with_key (seed);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  History self = { .network = network, .rand = rand, .longest = longest };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    self.ids[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < N_FOLLOWERS; i++)
    {
      self.audiences[i] = dup_audiences (&self);
      self.followers[i] = follower_new_for ((const char *const *) self.audiences[i]);
    }

  for (guint i = 0; i < n_changes; i++)
    {
      change (&self);
      if (g_rand_int_range (rand, 0, 4) == 0)
        follow (&self);
    }
  for (guint i = 0; i < N_FOLLOWERS; i++)
    {
      g_autoptr (Follower) fresh = follower_new_for (self.followers[i]->audiences);

      follower_assert_catches_up (fresh, network);
      follower_assert_catches_up (self.followers[i], network);
      g_assert_cmpstr (self.followers[i]->cursor, ==, fresh->cursor);
      follower_free (self.followers[i]);
      g_strfreev (self.audiences[i]);
    }
  network_assert_sound (network);
  g_assert_cmpuint (self.cuts, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_array_unref (self.ids[i]);
}

static void
test_short_texts (void)
{
  for (guint32 seed = 1; seed <= NETWORK_ROUNDS (25, 4); seed++)
    {
      g_test_message ("seed %u", seed);
      run_history (seed, 250, 30);
    }
}

/* Several pages of a kind, sealed and unsealed one by one. */
static void
test_long_texts (void)
{
  for (guint32 seed = 101; seed <= NETWORK_ROUNDS (103, 101); seed++)
    {
      g_test_message ("seed %u", seed);
      run_history (seed, NETWORK_ROUNDS (500, 150), 4000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/histories/short-texts", test_short_texts);
  g_test_add_func ("/histories/long-texts", test_long_texts);
  return g_test_run ();
}
