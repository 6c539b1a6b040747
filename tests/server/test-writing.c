/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/writing.h"

#include <string.h>

#include "model/kinds.h"

/* Records of every kind that are Anna's, of the village 20 and of the telecentre 30. */
#define ANNA 10
#define VILLAGE 20
#define TELECENTRE 30

typedef struct
{
  const char *name;
  SohoRoles roles;
  const char *channels; /* separated by spaces */
} Writer;

static const Writer writers[] = {
  { "visitor", 0, "public" },
  { "another member", SOHO_ROLE_MEMBER, "public members person:11" },
  { "the person", SOHO_ROLE_MEMBER, "public members person:10" },
  { "contact of the village", SOHO_ROLE_MEMBER | SOHO_ROLE_VILLAGE_CONTACT,
    "public members person:11 village:20" },
  { "contact of another village", SOHO_ROLE_MEMBER | SOHO_ROLE_VILLAGE_CONTACT,
    "public members person:11 village:21" },
  { "former contact", SOHO_ROLE_MEMBER, "public members person:11 village:20" },
  { "reception of the telecentre", SOHO_ROLE_MEMBER | SOHO_ROLE_RECEPTION,
    "public members person:11 desk:30" },
  { "reception of another", SOHO_ROLE_MEMBER | SOHO_ROLE_RECEPTION,
    "public members person:11 desk:31" },
  { "adviser", SOHO_ROLE_MEMBER | SOHO_ROLE_ADVISER, "public members person:11" },
  { "staff", SOHO_ROLE_MEMBER | SOHO_ROLE_STAFF, "public members staff person:11" },
};

/* Who may write each kind, in the order above: a kind without a line fails. */
static const struct
{
  const char *kind;
  const char *may; /* w or - for each writer */
} expected[] = {
  { "network", "---------w" },       { "skill", "---------w" },
  { "member", "--w------w" },        { "contact_point", "--w-------" },
  { "member_skill", "--w-------" },  { "village", "---w-----w" },
  { "village_offer", "---w-----w" }, { "village_contact", "---w-----w" },
  { "telecentre", "------w--w" },    { "resource", "------w--w" },
  { "event", "---------w" },         { "guide", "---------w" },
  { "episode", "---------w" },       { "favourite", "--w-------" },
  { "private_note", "--w-------" },  { "saved_search", "--w-------" },
};

static const char *
find_expected (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (strcmp (expected[i].kind, kind) == 0)
      return expected[i].may;
  return NULL;
}

static gint64
id_of (const char *kind)
{
  if (strcmp (kind, "member") == 0)
    return ANNA;
  if (strcmp (kind, "village") == 0)
    return VILLAGE;
  return strcmp (kind, "telecentre") == 0 ? TELECENTRE : 99;
}

static gboolean
may_write (const Writer *writer, const SohoKind *kind)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  g_auto (GStrv) channels = g_strsplit (writer->channels, " ", -1);
  const SohoIdentity identity = { 11, 5, writer->roles, channels };
  gboolean may;

  for (guint i = 0; i < n; i++)
    if (kind->fields[i].type == SOHO_FIELD_REFERENCE)
      soho_value_set_integer (&values[i], id_of (kind->fields[i].target));
  may = soho_writing_is_allowed (&identity, kind, id_of (kind->name), values);
  soho_values_free (values, n);
  return may;
}

/* The table of who may write what, printed and compared. */
static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    g_test_message ("%u: %s", i, writers[i].name);
  for (const SohoKind *const *kind = soho_model_get ()->kinds; *kind != NULL; kind++)
    {
      g_autoptr (GString) may = g_string_new (NULL);

      for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
        g_string_append_c (may, may_write (&writers[i], *kind) ? 'w' : '-');
      g_test_message ("%-16s %s", (*kind)->name, may->str);
      g_assert_cmpstr (may->str, ==, find_expected ((*kind)->name));
    }
}

/* A part that says of nobody whose it is is nobody's. */
static void
test_nobodys (void)
{
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (&soho_kind_contact_point));
  char *channels[] = { "public", "person:0", "person:10", NULL };
  const SohoIdentity identity = { ANNA, 5, SOHO_ROLE_MEMBER, channels };

  g_assert_false (soho_writing_is_allowed (&identity, &soho_kind_contact_point, 99, values));
  soho_values_free (values, soho_kind_get_n_fields (&soho_kind_contact_point));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/writing/table", test_table);
  g_test_add_func ("/server/writing/nobodys", test_nobodys);
  return g_test_run ();
}
