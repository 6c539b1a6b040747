/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "archive/blobs.h"
#include "archive/edits.h"
#include "archive/ids.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "network.h"
#include "protocol.h"
#include "routes/routes-private.h"
#include "rules/writing.h"

/* Who may do what with which record, as one table: its rows follow from the declarations of the
 * kinds, what stands in it is tried at an archive and over the wire, and what should stand in it is
 * written down below. A kind without rules fails. */

#define WRITER 5
#define NOBODY 4000001 /* an account without a card */

/* What one may be. channel: the word of it, for the record's own subject if `own`, else for
 * another's. */
typedef struct
{
  const char *name;
  SohoRoles roles; /* 0 for a visitor */
  const char *channel;
  gboolean own;
} Asker;

static const Asker askers[] = {
  { "visitor", 0, NULL, FALSE },
  { "another member", SOHO_ROLE_MEMBER, NULL, FALSE },
  { "the person", SOHO_ROLE_MEMBER, "person", TRUE },
  { "contact of the village", SOHO_ROLE_MEMBER | SOHO_ROLE_VILLAGE_CONTACT, "village", TRUE },
  { "contact of another", SOHO_ROLE_MEMBER | SOHO_ROLE_VILLAGE_CONTACT, "village", FALSE },
  { "former contact", SOHO_ROLE_MEMBER, "village", TRUE },
  { "reception of the telecentre", SOHO_ROLE_MEMBER | SOHO_ROLE_RECEPTION, "desk", TRUE },
  { "reception of another", SOHO_ROLE_MEMBER | SOHO_ROLE_RECEPTION, "desk", FALSE },
  { "adviser", SOHO_ROLE_MEMBER | SOHO_ROLE_ADVISER, NULL, FALSE },
  { "staff", SOHO_ROLE_MEMBER | SOHO_ROLE_STAFF, NULL, FALSE },
};

/* A letter for each asker, in the order above: - for nothing, r for reading, w for reading, making,
 * changing and deleting, c for making alone. A file is read as the record that shows it. */
static const struct
{
  const char *kind;
  const char *choice; /* what says who reads it, NULL if nothing does */
  const char *cells;
} expected[] = {
  { "network", NULL, "rrrrrrrrrw" },
  { "skill", NULL, "rrrrrrrrrw" },
  { "village_contact", NULL, "rrrwrrrrrw" },
  { "village", NULL, "rrrwrrrrrw" },
  { "resource", NULL, "rrrrrrwrrw" },
  { "telecentre", NULL, "rrrrrrwrrw" },
  { "member_skill", "owner.visibility=public", "rrwrrrrrrr" },
  { "member_skill", "owner.visibility=members", "-rwrrrrrrr" },
  { "member_skill", "owner.visibility=self", "--w-------" },
  { "contact_point", "visibility=public", "rrwrrrrrrr" },
  { "contact_point", "visibility=members", "-rwrrrrrrr" },
  { "contact_point", "visibility=self", "--w-------" },
  { "contact_point", "owner.visibility=public", "rrwrrrrrrr" },
  { "contact_point", "owner.visibility=members", "-rwrrrrrrr" },
  { "contact_point", "owner.visibility=self", "--w-------" },
  { "favourite", "owner.visibility=public", "--w-------" },
  { "favourite", "owner.visibility=members", "--w-------" },
  { "favourite", "owner.visibility=self", "--w-------" },
  { "private_note", "owner.visibility=public", "--w-------" },
  { "private_note", "owner.visibility=members", "--w-------" },
  { "private_note", "owner.visibility=self", "--w-------" },
  { "saved_search", "owner.visibility=public", "--w-------" },
  { "saved_search", "owner.visibility=members", "--w-------" },
  { "saved_search", "owner.visibility=self", "--w-------" },
  { "member", "visibility=public", "rrwrrrrrrw" },
  { "member", "visibility=members", "-rwrrrrrrw" },
  { "member", "visibility=self", "--w------c" },
  { "village_offer", NULL, "rrrwrrrrrw" },
  { "event", "state=proposed", "-rrrrrrrrw" },
  { "event", "state=planned", "rrrrrrrrrw" },
  { "event", "state=held", "rrrrrrrrrw" },
  { "event", "state=cancelled", "rrrrrrrrrw" },
  { "guide", NULL, "rrrrrrrrrw" },
  { "episode", NULL, "rrrrrrrrrw" },
};

static const char *
find_expected (const char *kind, const char *choice)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (strcmp (expected[i].kind, kind) == 0 && g_strcmp0 (expected[i].choice, choice) == 0)
      return expected[i].cells;
  return NULL;
}

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

/* The records that one of the table needs, each new. */
typedef struct
{
  Network *network;
  gint64 member, village, telecentre, skill;
} World;

/* What a required field needs, from its declaration. */
static void
fill_field (const World *world, const SohoField *field, SohoValue *value)
{
  if (field->type == SOHO_FIELD_REFERENCE)
    soho_value_set_integer (value, g_str_equal (field->target, "member")       ? world->member
                                   : g_str_equal (field->target, "village")    ? world->village
                                   : g_str_equal (field->target, "telecentre") ? world->telecentre
                                                                               : world->skill);
  else if (field->type == SOHO_FIELD_ENUMERATION)
    soho_value_take_text (value, g_strdup (field->values[0]));
  else if (field->type == SOHO_FIELD_TEXT || field->type == SOHO_FIELD_LONG_TEXT)
    soho_value_take_text (value,
                          g_strdup (field->format == SOHO_FORMAT_COMMUNE ? "32013"
                                    : field->format == SOHO_FORMAT_URL   ? "https://zyzomys.example"
                                                                         : "zyzomys"));
  else
    soho_value_set_integer (value, MAX (field->min, 10000));
}

/* For soho_values_free (). */
static SohoValue *
make_values (const World *world, const SohoKind *kind, const char *choice)
{
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  gboolean of_owner = choice != NULL && g_str_has_prefix (choice, "owner.");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (kind->fields[i].required)
      fill_field (world, &kind->fields[i], &values[i]);
  if (g_str_equal (kind->name, "contact_point"))
    {
      set_text (kind, values, "type=address");
      set_text (kind, values, "agreed_on=2026-01-05");
      set_text (kind, values, "visibility=public");
    }
  /* It is about one thing. */
  if (kind->read == SOHO_READ_SELF && kind->check != NULL)
    soho_value_set_integer (&values[soho_kind_find_field (kind, "village")], world->village);
  if (choice != NULL && !of_owner)
    set_text (kind, values, choice);
  soho_kind_apply_fallbacks (kind, values);
  soho_kind_validate (kind, values, &error);
  g_assert_no_error (error);
  return values;
}

static gint64
put (World *world, const SohoKind *kind, const SohoValue *values)
{
  g_autoptr (GError) error = NULL;
  gboolean changed;
  gint64 id;

  g_assert_true (soho_archive_begin (world->network->archive, &error));
  id = soho_archive_put (world->network->archive, kind, 0, values, &changed, &error);
  g_assert_no_error (error);
  g_assert_true (soho_archive_commit (world->network->archive, &error));
  return id;
}

/* Shows a file in the record, if it can show any; returns its name, to be freed. */
static char *
add_blob (World *world, const SohoKind *kind, SohoValue *values)
{
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (kind->fields[i].type == SOHO_FIELD_BLOB)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GBytes) bytes = g_bytes_new_static ("bytes", 5);
        char *name;

        soho_archive_put_blob (world->network->archive, bytes, &name, &error);
        g_assert_no_error (error);
        soho_value_clear (&values[i]);
        soho_value_take_text (&values[i], g_strdup (name));
        return name;
      }
  return NULL;
}

/* The record whose channel an asker is in. */
static gint64
get_subject (const World *world, const SohoKind *kind, gint64 id, const char *channel)
{
  if (g_str_equal (channel, "person"))
    return kind == &soho_kind_member ? id : world->member;
  if (g_str_equal (channel, "village"))
    return kind == &soho_kind_village ? id : world->village;
  return kind == &soho_kind_telecentre ? id : world->telecentre;
}

static void
become (
    SohoIdentity *identity, const World *world, const Asker *asker, const SohoKind *kind, gint64 id)
{
  gboolean is_person = g_strcmp0 (asker->channel, "person") == 0;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *own = NULL;
  g_autofree char *channel = NULL;

  g_strv_builder_add (names, "public");
  identity->roles = asker->roles;
  identity->person = 0;
  identity->writer = 0;
  if (asker->roles != 0)
    {
      identity->person = is_person ? get_subject (world, kind, id, "person") : NOBODY;
      identity->writer = WRITER;
      own = soho_audience_dup_person (identity->person);
      g_strv_builder_add (names, "members");
      g_strv_builder_add (names, own);
    }
  if ((asker->roles & SOHO_ROLE_STAFF) != 0)
    g_strv_builder_add (names, "staff");
  if (asker->channel != NULL && !is_person)
    {
      gint64 subject = get_subject (world, kind, id, asker->channel);

      channel = g_strdup_printf ("%s:%" G_GINT64_FORMAT, asker->channel,
                                 asker->own ? subject : subject + 1);
      g_strv_builder_add (names, channel);
    }
  identity->audiences = g_strv_builder_end (names);
}

/* Who asks over the wire; set between two requests. */
static const SohoIdentity *asking;

static gboolean
identify (SoupServerMessage *message, SohoArchive *archive, SohoIdentity *identity, GError **error)
{
  *identity = *asking;
  identity->audiences = g_strdupv (asking->audiences);
  return TRUE;
}

static guint
get_status (GBytes *answer)
{
  const char *text = g_bytes_get_data (answer, NULL);

  g_assert_true (g_str_has_prefix (text, "HTTP/1.1 "));
  return (guint) g_ascii_strtoull (text + strlen ("HTTP/1.1 "), NULL, 10);
}

/* Whether the asker is handed the file; in every other case they hear the same as of none. */
static gboolean
reads_blob (
    World *world, const SohoIdentity *identity, const char *kind, gint64 id, const char *name)
{
  g_autofree char *path
      = g_strdup_printf (SOHO_PATH_BLOBS "/%s?of=%s:%" G_GINT64_FORMAT, name, kind, id);
  g_autoptr (GBytes) answer = NULL;
  guint status;

  asking = identity;
  answer = network_get (world->network->address, path, NULL);
  status = get_status (answer);
  g_assert_true (status == 200 || status == 404);
  return status == 200;
}

static gboolean
reads (
    World *world, const SohoIdentity *identity, const SohoKind *kind, gint64 id, const char *blob)
{
  g_autofree char *audience = NULL;
  gboolean may;

  g_assert_true (soho_archive_read_audience (world->network->archive, id, &audience, NULL));
  may = soho_identity_reads (identity, audience);
  if (blob != NULL)
    g_assert_cmpint (reads_blob (world, identity, kind->name, id, blob), ==, may);
  return may;
}

static gint64 next_number = 1;

/* Whether the server does the edit, as it comes over the wire; edit is taken. A visitor is not
 * asked what they want to write. */
static gboolean
does (World *world, const SohoIdentity *identity, SohoEdit *edit)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_edit_free);
  g_autofree char *line = NULL;
  g_autoptr (SohoEditsRequest) request = NULL;
  g_autoptr (SohoEditsAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (edits, edit);
  if (identity->writer == 0)
    {
      g_autofree char *post = NULL;
      g_autoptr (GBytes) refusal = NULL;

      edit->number = 1;
      line = soho_edits_dup_request (edits, 0, 0);
      post = g_strdup_printf ("POST " SOHO_PATH_EDITS " HTTP/1.1\r\nHost: test\r\nConnection: close"
                              "\r\nContent-Length: %zu\r\n\r\n%s",
                              strlen (line), line);
      asking = identity;
      refusal = network_say (world->network->address, post, -1);
      g_assert_cmpuint (get_status (refusal), ==, 401);
      return FALSE;
    }
  edit->number = next_number++;
  line = soho_edits_dup_request (edits, edit->number - 1, 0);
  request = soho_edits_parse_request (soho_model_get (), line, strlen (line), &error);
  g_assert_no_error (error);
  answer = soho_edits_apply (world->network->archive, identity, request, &error);
  g_assert_no_error (error);
  return answer->refusals->len == 0;
}

/* A change of some text of the record, or of whatever it has. */
static SohoEdit *
make_change (const World *world, const SohoKind *kind, gint64 id, const SohoValue *before)
{
  SohoEdit *edit = soho_edit_new (kind, SOHO_EDIT_CHANGE, id, 1);

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if ((kind->fields[i].type == SOHO_FIELD_TEXT || kind->fields[i].type == SOHO_FIELD_LONG_TEXT)
        && kind->fields[i].format == SOHO_FORMAT_PLAIN)
      {
        edit->touched[i] = TRUE;
        soho_value_take_text (&edit->values[i], g_strdup ("autre"));
        return edit;
      }
  /* A favourite is of something else. */
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (g_str_equal (kind->fields[i].name, "village")
        || g_str_equal (kind->fields[i].name, "telecentre"))
      {
        edit->touched[i] = TRUE;
        if (g_str_equal (kind->fields[i].name, "telecentre"))
          soho_value_set_integer (&edit->values[i], world->telecentre);
      }
  return edit;
}

/* The number of an account, as an invitation gives it. */
static gint64
make_person (World *world)
{
  gint64 id;

  g_assert_true (soho_archive_begin (world->network->archive, NULL));
  id = soho_archive_next_id (world->network->archive, NULL, NULL);
  g_assert_true (soho_archive_commit (world->network->archive, NULL));
  return id;
}

/* Makes the same record once more, under the asker's own numbers; their own card under theirs. */
static gboolean
makes (World *world, const Asker *asker, const SohoKind *kind, const char *choice)
{
  static gint64 counter = 1;
  gint64 id = (gint64) WRITER << 32 | counter++;
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;
  g_autoptr (SohoEdit) edit = NULL;
  SohoValue *values = make_values (world, kind, choice);

  if (kind == &soho_kind_member && g_strcmp0 (asker->channel, "person") == 0)
    id = make_person (world);
  /* Who makes a village or telecentre is contact or reception of what is not there yet. */
  become (&identity, world, asker, kind, id);
  edit = soho_edit_new_record (kind, id, values);
  soho_values_free (values, soho_kind_get_n_fields (kind));
  return does (world, &identity, g_steal_pointer (&edit));
}

static void
make_world (World *world, const char *choice)
{
  const char *of_owner = choice != NULL && g_str_has_prefix (choice, "owner.")
                             ? choice + strlen ("owner.")
                             : "visibility=public";

  world->member = network_put (world->network, "member", 0, "given_name=Anna",
                               "family_name=Fictive", "commune=32013", of_owner, NULL);
  world->village = network_put (world->network, "village", 0, "commune=32107", NULL);
  world->telecentre
      = network_put (world->network, "telecentre", 0, "name=Essai", "commune=32013", NULL);
  world->skill = network_put (world->network, "skill", 0, "label=Essai", NULL);
}

/* What the asker may do with such a record, as a letter; ? if it is no sense of them. */
static char
try (Network *network, const Asker *asker, const SohoKind *kind, const char *choice)
{
  World world = { .network = network };
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;
  g_autofree char *blob = NULL;
  SohoValue *values;
  gboolean may_read, may_change, may_delete, may_make;
  gint64 id;

  make_world (&world, choice);
  values = make_values (&world, kind, choice);
  blob = add_blob (&world, kind, values);
  id = put (&world, kind, values);
  become (&identity, &world, asker, kind, id);
  may_read = reads (&world, &identity, kind, id, blob);
  may_change = does (&world, &identity, make_change (&world, kind, id, values));
  may_delete = does (&world, &identity, soho_edit_new (kind, SOHO_EDIT_DELETE, id, 1));
  may_make = makes (&world, asker, kind, choice);
  soho_values_free (values, soho_kind_get_n_fields (kind));
  if (may_change != may_delete || (may_change && !(may_read && may_make)))
    return '?';
  if (may_change)
    return 'w';
  if (may_make)
    return may_read ? '?' : 'c';
  return may_read ? 'r' : '-';
}

/* What of a record says who reads it, from the declaration: "field=value" of the record or, with
 * "owner.", of what it is a part of. Free with g_strfreev (). */
static char **
list_choices (const SohoKind *kind)
{
  int owner = soho_kind_get_owner_field (kind);
  const char *field = kind->read == SOHO_READ_BY_CHOICE         ? "visibility"
                      : kind->read == SOHO_READ_UNLESS_PROPOSED ? "state"
                                                                : NULL;
  g_autoptr (GStrvBuilder) choices = g_strv_builder_new ();

  if (field != NULL)
    for (const char *const *value = kind->fields[soho_kind_find_field (kind, field)].values;
         *value != NULL; value++)
      {
        g_autofree char *choice = g_strdup_printf ("%s=%s", field, *value);

        g_strv_builder_add (choices, choice);
      }
  if (owner >= 0)
    {
      g_auto (GStrv) of_owner
          = list_choices (soho_model_find_kind (soho_model_get (), kind->fields[owner].target));

      for (char **each = of_owner; *each != NULL; each++)
        {
          g_autofree char *choice = g_strconcat ("owner.", *each, NULL);

          g_strv_builder_add (choices, choice);
        }
    }
  return g_strv_builder_end (choices);
}

/* One row: printed, and compared. */
static void
try_row (Network *network, const SohoKind *kind, const char *choice)
{
  char cells[G_N_ELEMENTS (askers) + 1] = { 0 };
  const char *should = find_expected (kind->name, choice);

  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    cells[i] = try (network, &askers[i], kind, choice);
  g_test_message ("%-16s %-25s %s", kind->name, choice != NULL ? choice : "", cells);
  g_assert_cmpstr (cells, ==, should);
}

static void
test_table (void)
{
  g_autoptr (Network) network = network_new ();

  soho_route_identify = identify;
  network_serve (network);
  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    g_test_message ("%u: %s", i, askers[i].name);
  for (const SohoKind *const *kind = soho_model_get ()->kinds; *kind != NULL; kind++)
    {
      g_auto (GStrv) choices = list_choices (*kind);

      if (*choices == NULL)
        try_row (network, *kind, NULL);
      for (char **choice = choices; *choice != NULL; choice++)
        try_row (network, *kind, *choice);
    }
  network_assert_sound (network);
}

/* A part that says of nobody whose it is is nobody's. */
static void
test_nobodys (void)
{
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (&soho_kind_contact_point));
  char *channels[] = { "public", "person:0", "person:10", NULL };
  const SohoIdentity identity = { 10, WRITER, SOHO_ROLE_MEMBER, channels };

  g_assert_false (soho_writing_is_allowed (&identity, &soho_kind_contact_point, 99, values));
  soho_values_free (values, soho_kind_get_n_fields (&soho_kind_contact_point));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/access/table", test_table);
  g_test_add_func ("/access/nobodys", test_nobodys);
  return g_test_run ();
}
