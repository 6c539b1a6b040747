/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/withdraw.h"

#include <gio/gio.h>
#include <string.h>

#include "change/edit-line.h"
#include "kinds.h"
#include "model/validate.h"
#include "replicas.h"
#include "store/apply.h"
#include "store/outbox.h"
#include "store/tray.h"
#include "store/writer.h"
#include "writing.h"

#define TOPIC (&soho_test_topic)
#define PERSON 77
#define WRITER 5

typedef Writing Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  writing_open (self, PERSON, WRITER);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  writing_close (self);
}

/* Random sequences against a model that is as simple as can be: the topics as the server has them,
 * and the list of what was done, each a topic with its label or its parent. */

#define TOPICS 300
#define NOTHING (-1)

typedef enum
{
  MAKE,
  LABEL,
  PARENT,
  DROP,
} Act;

typedef struct
{
  Act act;
  guint topic;
  int value; /* the label, or the index of the parent */
  gint64 deed;
} Deed;

typedef struct
{
  gboolean exists;
  int label;
  int parent; /* NOTHING for none */
} Topic;

typedef struct
{
  Fixture *fixture;
  GRand *rand;
  gint64 ids[TOPICS];
  guint n_topics;
  Topic told[TOPICS];
  GArray *deeds; /* Deed, those that wait */
  gint64 answered, sent, last_deed;
  guint returned;
  GHashTable *lines; /* number, of those sent: its line */
} Model;

static void
apply_deed (const Deed *deed, Topic *topics)
{
  Topic *topic = &topics[deed->topic];

  if (deed->act == MAKE)
    *topic = (Topic){ TRUE, deed->value, NOTHING };
  else if (deed->act == LABEL)
    topic->label = deed->value;
  else if (deed->act == PARENT)
    topic->parent = deed->value;
  else
    topic->exists = FALSE;
}

/* What is seen, without the deed of this place. */
static void
model_see (Model *self, guint without, Topic *seen)
{
  memcpy (seen, self->told, sizeof self->told);
  for (guint i = 0; i < self->deeds->len; i++)
    {
      const Deed *deed = &g_array_index (self->deeds, Deed, i);

      if (i != without && (deed->act == MAKE || seen[deed->topic].exists))
        apply_deed (deed, seen);
    }
}

static void
model_note (Model *self, Act act, guint topic, int value)
{
  Deed deed = { act, topic, value, ++self->last_deed };

  g_array_append_val (self->deeds, deed);
}

static guint
model_find (Model *self, gint64 id)
{
  for (guint i = 0; i < self->n_topics; i++)
    if (self->ids[i] == id)
      return i;
  g_assert_not_reached ();
}

static void
assert_as_in_model (Model *self)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *tray = soho_test_ask (self->fixture->replica, "SELECT count(*) FROM tray");
  Topic topics[TOPICS];

  model_see (self, G_MAXUINT, topics);
  for (guint i = 0; i < self->n_topics; i++)
    {
      g_autoptr (SohoRecord) record
          = soho_replica_get_record (self->fixture->replica, TOPIC, self->ids[i], NULL);
      gint64 parent = record != NULL ? soho_record_get_integer (record, "parent", 0) : 0;

      if (topics[i].exists)
        g_string_append_printf (expected, "%u:t%d<%d ", i, topics[i].label, topics[i].parent);
      if (record != NULL)
        g_string_append_printf (seen, "%u:%s<%d ", i, soho_record_get_text (record, "label"),
                                parent != 0 ? (int) model_find (self, parent) : NOTHING);
    }
  g_assert_cmpstr (seen->str, ==, expected->str);
  g_assert_cmpint (strtol (tray, NULL, 10), ==, self->returned);
  writing_assert_sound (self->fixture);
}

/* The server must never see two edits under one number. */
static void
assert_numbers (Model *self)
{
  g_autoptr (GPtrArray) waiting = soho_replica_list_waiting (self->fixture->replica, NULL);

  g_assert_cmpuint (waiting->len, ==, self->deeds->len);
  for (guint i = 0; i < waiting->len; i++)
    {
      const SohoWaiting *one = g_ptr_array_index (waiting, i);
      g_autofree char *line = soho_edit_dup_line (one->edit);
      const char *before = g_hash_table_lookup (self->lines, GINT_TO_POINTER (one->edit->number));

      g_assert_cmpint (one->edit->number, ==, self->answered + 1 + i);
      g_assert_cmpint (one->deed, ==, g_array_index (self->deeds, Deed, i).deed);
      g_assert_cmpint (one->sent, ==, one->edit->number <= self->sent);
      if (before != NULL)
        g_assert_cmpstr (line, ==, before);
      else if (one->sent)
        g_hash_table_insert (self->lines, GINT_TO_POINTER (one->edit->number),
                             g_steal_pointer (&line));
    }
}

/* One of those that are there; if there is none, one that is not. */
static guint
pick (Model *self, const Topic *seen)
{
  guint first = (guint) g_rand_int_range (self->rand, 0, (int) self->n_topics);
  guint i = first;

  while (!seen[i].exists && (i + 1) % self->n_topics != first)
    i = (i + 1) % self->n_topics;
  return i;
}

static void
do_something (Model *self)
{
  guint any, parent;
  int label = g_rand_int_range (self->rand, 0, 10000);
  Topic seen[TOPICS];
  g_autofree char *text = NULL;

  model_see (self, G_MAXUINT, seen);
  any = pick (self, seen);
  parent = pick (self, seen);
  if (self->n_topics < TOPICS && g_rand_int_range (self->rand, 0, 4) == 0)
    {
      text = g_strdup_printf ("label=t%d", label);
      model_note (self, MAKE, self->n_topics, label);
      self->ids[self->n_topics++] = writing_create (self->fixture, TOPIC, text);
    }
  else if (seen[any].exists && g_rand_int_range (self->rand, 0, 8) == 0)
    {
      model_note (self, DROP, any, 0);
      writing_delete (self->fixture, TOPIC, self->ids[any]);
    }
  else if (seen[any].exists && seen[parent].exists && seen[any].parent != (int) parent
           && g_rand_boolean (self->rand))
    {
      text = g_strdup_printf ("parent=%lld", (long long) self->ids[parent]);
      model_note (self, PARENT, any, (int) parent);
      writing_edit (self->fixture, TOPIC, self->ids[any], text);
    }
  else if (seen[any].exists && seen[any].label != label)
    {
      text = g_strdup_printf ("label=t%d", label);
      model_note (self, LABEL, any, label);
      writing_edit (self->fixture, TOPIC, self->ids[any], text);
    }
}

static void
model_remove (Model *self, guint place)
{
  Deed deed = g_array_index (self->deeds, Deed, place);
  guint i = place;

  g_array_remove_index (self->deeds, place);
  while (deed.act == MAKE && i < self->deeds->len)
    {
      const Deed *later = &g_array_index (self->deeds, Deed, i);
      gboolean refers = later->act == PARENT && later->value == (int) deed.topic;

      if (later->topic != deed.topic && !refers)
        {
          i++;
          continue;
        }
      self->returned += later->topic != deed.topic;
      model_remove (self, i);
      i = place;
    }
}

static void
model_counter (Model *self, guint place)
{
  const Deed deed = g_array_index (self->deeds, Deed, place);
  Topic with[TOPICS], without[TOPICS];
  Topic *one = &with[deed.topic], *other = &without[deed.topic];

  model_see (self, G_MAXUINT, with);
  model_see (self, place, without);
  if (deed.act == MAKE && one->exists)
    model_note (self, DROP, deed.topic, 0);
  if (deed.act == MAKE || !one->exists || !other->exists)
    return;
  if (one->label != other->label)
    model_note (self, LABEL, deed.topic, other->label);
  if (one->parent != other->parent)
    model_note (self, PARENT, deed.topic, other->parent);
}

static void
withdraw_something (Model *self)
{
  guint place;
  const Deed *deed;

  if (self->deeds->len == 0)
    return;
  place = (guint) g_rand_int_range (self->rand, 0, (int) self->deeds->len);
  deed = &g_array_index (self->deeds, Deed, place);
  if (self->answered + 1 + place > self->sent)
    {
      g_assert_false (writing_withdraw (self->fixture, deed->deed));
      model_remove (self, place);
    }
  else if (deed->act == DROP)
    writing_assert_cannot_withdraw (self->fixture, deed->deed, SOHO_WITHDRAW_ERROR,
                                    SOHO_WITHDRAW_ERROR_SENT);
  else
    {
      g_assert_true (writing_withdraw (self->fixture, deed->deed));
      model_counter (self, place);
    }
}

static void
send_something (Model *self)
{
  gint64 last = self->answered + self->deeds->len;

  if (last <= self->sent)
    return;
  self->sent = g_rand_int_range (self->rand, (int) self->sent + 1, (int) last + 1);
  writing_note_sent (self->fixture, self->sent);
}

/* Up to one that is refused; what rests on a refused record is the server's to refuse. */
static void
answer_something (Model *self)
{
  gint64 upto;

  if (self->sent <= self->answered)
    return;
  upto = g_rand_int_range (self->rand, (int) self->answered + 1, (int) self->sent + 1);
  writing_settle (self->fixture, upto, 0, NULL);
  for (; self->answered < upto; self->answered++)
    {
      const Deed *deed = &g_array_index (self->deeds, Deed, 0);

      if (deed->act == MAKE || self->told[deed->topic].exists)
        apply_deed (deed, self->told);
      g_array_remove_index (self->deeds, 0);
    }
}

static void
test_any_sequence (Fixture *self, gconstpointer unused)
{
  Model model = { self, g_rand_new_with_seed (8) };

  model.deeds = g_array_new (FALSE, FALSE, sizeof (Deed));
  model.lines = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  model_note (&model, MAKE, 0, 1);
  model.ids[model.n_topics++] = writing_create (self, TOPIC, "label=t1");
  for (guint round = 0; round < SOHO_TEST_ROUNDS (700); round++)
    {
      int what = g_rand_int_range (model.rand, 0, 30);

      if (what < 21)
        do_something (&model);
      else if (what < 27)
        withdraw_something (&model);
      else if (what < 28)
        send_something (&model);
      else
        answer_something (&model);
      assert_as_in_model (&model);
      assert_numbers (&model);
    }
  g_hash_table_unref (model.lines);
  g_array_unref (model.deeds);
  g_rand_free (model.rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/withdraw-any/sequence", Fixture, NULL, set_up, test_any_sequence, tear_down);
  return g_test_run ();
}
