/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "follower.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "pull.h"
#include "store/apply.h"
#include "store/audiences.h"
#include "store/replica-private.h"
#include "store/search.h"

/* Who reads what, as one table: for every kind, with whatever says who reads it, what a visitor, a
 * member, the person concerned and the staff see of it in everything that can happen to it. A kind
 * that stands in no line of the table fails. */

#define PERSON 700

typedef enum
{
  VISITOR = 1 << 0,
  MEMBER = 1 << 1,
  SELF = 1 << 2,
  STAFF = 1 << 3,
} Readers;

#define ALL (VISITOR | MEMBER | SELF | STAFF)
#define SIGNED_IN (MEMBER | SELF | STAFF)

static const char *const a_visitor[] = { "public", NULL };
static const char *const a_member[] = { "public", "members", "person:701", NULL };
static const char *const the_person[] = { "public", "members", "person:700", NULL };
static const char *const the_staff[] = { "public", "members", "staff", "person:702", NULL };
static const char *const *const identities[] = { a_visitor, a_member, the_person, the_staff };

/* choice: "field=value" of what says who reads the record, in the record or, with "owner.", in what
 * it is a part of. */
static const struct
{
  const char *kind;
  const char *choice;
  Readers readers;
} rules[] = {
  { "network", NULL, ALL },
  { "skill", NULL, ALL },
  { "village", NULL, ALL },
  { "village_offer", NULL, ALL },
  { "village_contact", NULL, ALL },
  { "telecentre", NULL, ALL },
  { "resource", NULL, ALL },
  { "guide", NULL, ALL },
  { "episode", NULL, ALL },
  { "event", "state=proposed", SIGNED_IN },
  { "event", "state=planned", ALL },
  { "event", "state=held", ALL },
  { "event", "state=cancelled", ALL },
  { "member", "visibility=public", ALL },
  { "member", "visibility=members", SIGNED_IN },
  { "member", "visibility=self", SELF },
  { "member_skill", "owner.visibility=public", ALL },
  { "member_skill", "owner.visibility=members", SIGNED_IN },
  { "member_skill", "owner.visibility=self", SELF },
  { "favourite", NULL, SELF },
  { "favourite", "owner.visibility=public", SELF },
  { "private_note", "owner.visibility=public", SELF },
  { "private_note", "owner.visibility=self", SELF },
  { "saved_search", "owner.visibility=members", SELF },
  { "contact_point", "visibility=public", ALL },
  { "contact_point", "visibility=members", SIGNED_IN },
  { "contact_point", "visibility=self", SELF },
  { "contact_point", "owner.visibility=members", SIGNED_IN },
  { "contact_point", "owner.visibility=self", SELF },
};

static void
set_text (const SohoKind *kind, SohoValue *values, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  int field = soho_kind_find_field (kind, parts[0]);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (field, >=, 0);
  soho_field_parse (&kind->fields[field], parts[1], &values[field], &error);
  g_assert_no_error (error);
}

static gint64 put_record (Network *network, const char *name, gint64 id, const char *choice);

/* The record that a required reference needs; a member is the person of the table. */
static gint64
ensure_target (Network *network, const SohoField *field, const char *choice)
{
  g_autofree char *of_owner = NULL;

  if (!field->owner)
    choice = NULL;
  if (choice != NULL && g_str_has_prefix (choice, "owner."))
    of_owner = g_strdup (choice + strlen ("owner."));
  else if (g_str_equal (field->target, "member"))
    of_owner = g_strdup ("visibility=public");
  return put_record (network, field->target, g_str_equal (field->target, "member") ? PERSON : 600,
                     of_owner);
}

/* What a required field needs, from its declaration. word: what texts say. */
static void
fill_field (Network *network,
            const SohoField *field,
            SohoValue *value,
            const char *word,
            const char *choice)
{
  switch (field->type)
    {
    case SOHO_FIELD_REFERENCE:
      soho_value_set_integer (value, ensure_target (network, field, choice));
      break;
    case SOHO_FIELD_ENUMERATION:
      soho_value_take_text (value, g_strdup (field->values[0]));
      break;
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
      soho_value_take_text (value,
                            g_strdup (field->format == SOHO_FORMAT_COMMUNE ? "32013"
                                      : field->format == SOHO_FORMAT_URL ? "https://zyzomys.example"
                                                                         : word));
      break;
    default:
      soho_value_set_integer (value, MAX (field->min, 10000));
    }
}

/* Whether a search may find what stands in it. */
static gboolean
holds_words (const SohoField *field)
{
  return field->search != SOHO_SEARCH_NOT && field->format == SOHO_FORMAT_PLAIN
         && (field->type == SOHO_FIELD_TEXT || field->type == SOHO_FIELD_LONG_TEXT);
}

static void
write_values (Network *network, const SohoKind *kind, gint64 id, SohoValue *values)
{
  g_autoptr (GError) error = NULL;
  gboolean changed;

  soho_kind_apply_fallbacks (kind, values);
  soho_kind_validate (kind, values, &error);
  g_assert_no_error (error);
  g_assert_true (soho_archive_begin (network->archive, NULL));
  g_assert_cmpint (soho_archive_put (network->archive, kind, id, values, &changed, &error), ==, id);
  g_assert_no_error (error);
  g_assert_true (soho_archive_commit (network->archive, NULL));
}

static gint64
put_worded (Network *network, const char *name, gint64 id, const char *word, const char *choice)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), name);
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);

  for (guint i = 0; i < n; i++)
    if (kind->fields[i].required || holds_words (&kind->fields[i]))
      fill_field (network, &kind->fields[i], &values[i], word, choice);
  if (g_str_equal (name, "contact_point"))
    {
      set_text (kind, values, "type=address");
      set_text (kind, values, "agreed_on=2026-01-05");
      if (choice != NULL && g_str_has_prefix (choice, "owner."))
        set_text (kind, values, "visibility=public");
    }
  if (soho_kind_find_field (kind, "holder") >= 0 && soho_kind_find_field (kind, "village") >= 0)
    set_text (kind, values, "village=600");
  if (choice != NULL && !g_str_has_prefix (choice, "owner."))
    set_text (kind, values, choice);
  write_values (network, kind, id, values);
  soho_values_free (values, n);
  return id;
}

static gint64
put_record (Network *network, const char *name, gint64 id, const char *choice)
{
  return put_worded (network, name, id, "zyzomys", choice);
}

typedef struct
{
  SohoReplica *replica;
  char *directory;
} Reader;

static void
open_reader (Reader *self)
{
  g_autoptr (GError) error = NULL;

  self->directory = network_make_directory ();
  self->replica = soho_replica_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  /* Tests lose no power. */
  g_assert_true (soho_database_run (soho_replica_get_database (self->replica),
                                    "PRAGMA synchronous = OFF", NULL));
}

static void
close_reader (Reader *self)
{
  g_object_unref (self->replica);
  network_remove_directory (self->directory);
}

static void
apply_step (Reader *self, const SohoPullStep *step)
{
  const SohoPage *page = step->page;

  if (page->rows != NULL)
    g_assert_true (soho_replica_apply_rows (self->replica, page->rows, NULL));
  if (page->n_deleted > 0)
    g_assert_true (soho_replica_apply_deletions (
        self->replica, soho_model_find_kind (soho_model_get (), page->kind), page->deleted,
        page->n_deleted, NULL));
  for (char **audience = page->dropped; audience != NULL && *audience != NULL; audience++)
    g_assert_true (soho_replica_drop_audience (self->replica, *audience, NULL));
  if (step->cursor != NULL)
    g_assert_true (soho_replica_set_cursor (self->replica, step->cursor, NULL));
  if (page->type == SOHO_PAGE_END && step->filling)
    g_assert_true (soho_replica_end_fill (self->replica, NULL));
}

/* Brings the replica in step for a reader of these audiences. */
static void
follow (Reader *self, Network *network, const char *const *audiences)
{
  g_autofree char *cursor = soho_replica_dup_cursor (self->replica, NULL);
  g_auto (GStrv) fills = soho_replica_dup_refills (self->replica, NULL);
  g_autoptr (GBytes) bytes = follower_collect_for (
      network, audiences, cursor,
      *cursor != '\0' && *fills != NULL ? (const char *const *) fills : NULL);
  g_autoptr (SohoPull) pull
      = soho_pull_new (soho_model_get (), cursor, (const char *const *) fills);
  SohoPullStep *step;

  if (g_bytes_get_size (bytes) == 0)
    return;
  g_assert_true (soho_pull_receive_head (pull, 200, SOHO_PAGES_TYPE, "zstd", NULL));
  g_assert_true (
      soho_pull_receive (pull, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  g_assert_true (soho_replica_begin (self->replica, NULL));
  while ((step = soho_pull_take_step (pull)) != NULL)
    {
      apply_step (self, step);
      soho_pull_step_free (step);
    }
  g_assert_true (soho_replica_commit (self->replica, NULL));
  g_assert_true (soho_pull_finish (pull, NULL));
}

/* Whether the replica shows the record where records are shown: one by one and in lists; and, if it
 * is a document, in the search. */
static void
assert_shows (Reader *self, const SohoKind *kind, gint64 id, gboolean expected)
{
  g_autoptr (SohoRecord) record = soho_replica_get_record (self->replica, kind, id, NULL);
  g_autoptr (GPtrArray) all = soho_replica_list (self->replica, kind, NULL, 0, NULL);
  g_autoptr (GPtrArray) hits = soho_replica_search (self->replica, "zyzomys", kind, 100, NULL);
  g_autoptr (GPtrArray) complaints = soho_replica_verify (self->replica, NULL);
  guint listed = 0, found = 0;

  for (guint i = 0; i < all->len; i++)
    listed += soho_record_get_id (g_ptr_array_index (all, i)) == id;
  for (guint i = 0; i < hits->len; i++)
    found += soho_record_get_id (((SohoHit *) g_ptr_array_index (hits, i))->record) == id;
  g_assert_cmpint (record != NULL, ==, expected);
  g_assert_cmpuint (listed, ==, expected);
  if (soho_kind_is_document (kind))
    g_assert_cmpuint (found, ==, expected);
  g_assert_cmpuint (complaints->len, ==, 0);
}

/* Brings the replicas of the readers in step, and looks. */
static void
look (Network *network, Reader *readers, const SohoKind *kind, gint64 id, Readers expected)
{
  for (guint i = 0; i < G_N_ELEMENTS (identities); i++)
    {
      follow (&readers[i], network, identities[i]);
      assert_shows (&readers[i], kind, id, (expected & 1u << i) != 0);
    }
}

/* The same for readers who begin now. */
static void
look_afresh (Network *network, const SohoKind *kind, gint64 id, Readers expected)
{
  Reader readers[G_N_ELEMENTS (identities)];

  for (guint i = 0; i < G_N_ELEMENTS (identities); i++)
    open_reader (&readers[i]);
  look (network, readers, kind, id, expected);
  for (guint i = 0; i < G_N_ELEMENTS (identities); i++)
    close_reader (&readers[i]);
}

/* What a reader is told says nothing, of whatever length, when only what is hidden changes. */
static void
assert_silence (Network *network, const Reader *before, Readers readers)
{
  for (guint i = 0; i < G_N_ELEMENTS (identities); i++)
    {
      g_autofree char *cursor = soho_replica_dup_cursor (before[i].replica, NULL);
      g_autoptr (GBytes) told = follower_collect_for (network, identities[i], cursor, NULL);

      if ((readers & 1u << i) == 0)
        g_assert_cmpuint (g_bytes_get_size (told), ==, 0);
      else
        g_assert_cmpuint (g_bytes_get_size (told), >, 0);
    }
}

static void
test_rule (gconstpointer data)
{
  guint rule = GPOINTER_TO_UINT (data);
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), rules[rule].kind);
  gint64 id = g_str_equal (kind->name, "member") ? PERSON : 650;
  g_autoptr (Network) network = network_new ();
  Reader before[G_N_ELEMENTS (identities)];

  g_assert_nonnull (kind);
  for (guint i = 0; i < G_N_ELEMENTS (identities); i++)
    {
      open_reader (&before[i]);
      follow (&before[i], network, identities[i]);
    }
  look (network, before, kind, id, 0);
  put_record (network, kind->name, id, rules[rule].choice);
  look (network, before, kind, id, rules[rule].readers);

  put_worded (network, kind->name, id, "zyzomys changed", rules[rule].choice);
  /* A part whose owner is written with it changes for those who read the owner. */
  if (soho_kind_get_owner_field (kind) < 0)
    assert_silence (network, before, rules[rule].readers);
  look (network, before, kind, id, rules[rule].readers);
  look_afresh (network, kind, id, rules[rule].readers);

  network_delete (network, id);
  assert_silence (network, before, rules[rule].readers);
  look (network, before, kind, id, 0);
  network_assert_sound (network);
  for (guint i = 0; i < G_N_ELEMENTS (identities); i++)
    close_reader (&before[i]);
}

/* From this line of the table to every other of its kind and back, for all readers. */
static void
test_moves (gconstpointer data)
{
  guint from = GPOINTER_TO_UINT (data);
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), rules[from].kind);
  gint64 id = g_str_equal (kind->name, "member") ? PERSON : 650;
  g_autoptr (Network) network = network_new ();
  Reader readers[G_N_ELEMENTS (identities)];

  for (guint i = 0; i < G_N_ELEMENTS (identities); i++)
    open_reader (&readers[i]);
  for (guint to = 0; to < G_N_ELEMENTS (rules); to++)
    {
      if (to == from || !g_str_equal (rules[to].kind, rules[from].kind))
        continue;
      put_record (network, kind->name, id, rules[from].choice);
      look (network, readers, kind, id, rules[from].readers);
      put_record (network, kind->name, id, rules[to].choice);
      look (network, readers, kind, id, rules[to].readers);
    }
  for (guint i = 0; i < G_N_ELEMENTS (identities); i++)
    close_reader (&readers[i]);
}

static void
test_every_kind_has_rules (void)
{
  for (const SohoKind *const *kind = soho_model_get ()->kinds; *kind != NULL; kind++)
    {
      gboolean found = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
        found = found || g_str_equal (rules[i].kind, (*kind)->name);
      g_test_message ("%s", (*kind)->name);
      g_assert_true (found);
    }
}

/* One replica, whose reader signs in, becomes another, loses a role and signs out. */
static void
test_reader_changes (void)
{
  static const struct
  {
    const char *const *audiences;
    const char *ids;
    gboolean forgets; /* before it, as one who signs out */
  } steps[] = {
    { a_visitor, "1", FALSE }, { a_member, "1 2", FALSE },     { the_person, "1 2 3", FALSE },
    { a_visitor, "1", FALSE }, { the_person, "1 2 3", FALSE }, { the_person, "1 2 3", TRUE },
    { a_visitor, "1", TRUE },  { the_staff, "1 2", FALSE },    { the_person, "1 2 3", TRUE },
    { a_visitor, "1", FALSE },
  };
  g_autoptr (Network) network = network_new ();
  Reader reader;

  put_record (network, "member", 1, "visibility=public");
  put_record (network, "member", 2, "visibility=members");
  put_record (network, "member", PERSON, "visibility=self");
  open_reader (&reader);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_test_message ("step %u", i);
      if (steps[i].forgets)
        {
          g_assert_true (soho_replica_forget_hidden (reader.replica, NULL));
          assert_shows (&reader, &soho_kind_member, 1, TRUE);
          assert_shows (&reader, &soho_kind_member, 2, FALSE);
          assert_shows (&reader, &soho_kind_member, PERSON, FALSE);
        }
      follow (&reader, network, steps[i].audiences);
      assert_shows (&reader, &soho_kind_member, 1, TRUE);
      assert_shows (&reader, &soho_kind_member, 2, strchr (steps[i].ids, '2') != NULL);
      assert_shows (&reader, &soho_kind_member, PERSON, strchr (steps[i].ids, '3') != NULL);
    }
  close_reader (&reader);
}

/* A record that only changes who else reads it is told anew, and never to be deleted. */
static void
test_no_flicker (void)
{
  static const char *const choices[]
      = { "visibility=members", "visibility=public", "visibility=self", "visibility=public" };
  g_autoptr (Network) network = network_new ();
  Reader reader;

  put_record (network, "member", PERSON, "visibility=public");
  open_reader (&reader);
  follow (&reader, network, the_person);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *cursor = soho_replica_dup_cursor (reader.replica, NULL);
      g_autoptr (GBytes) frames = NULL;
      g_autoptr (GBytes) lines = NULL;

      put_record (network, "member", PERSON, choices[i]);
      frames = follower_collect_for (network, the_person, cursor, NULL);
      lines = soho_page_decompress_all (frames);
      g_assert_null (g_strstr_len (g_bytes_get_data (lines, NULL),
                                   (gssize) g_bytes_get_size (lines), "deleted"));
      follow (&reader, network, the_person);
      assert_shows (&reader, &soho_kind_member, PERSON, TRUE);
    }
  close_reader (&reader);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/every-kind-has-rules", test_every_kind_has_rules);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%s", rules[i].kind,
                                               rules[i].choice != NULL ? rules[i].choice : "plain");
      g_autofree char *rule = g_strconcat ("/readers/rule/", name, NULL);
      g_autofree char *moves = g_strconcat ("/readers/moves/", name, NULL);

      g_test_add_data_func (rule, GUINT_TO_POINTER (i), test_rule);
      if (rules[i].choice != NULL)
        g_test_add_data_func (moves, GUINT_TO_POINTER (i), test_moves);
    }
  g_test_add_func ("/readers/reader-changes", test_reader_changes);
  g_test_add_func ("/readers/no-flicker", test_no_flicker);
  return g_test_run ();
}
