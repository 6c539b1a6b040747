/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/role-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *kind; /* of its place; NULL if it has none */
  const char *words;
  const char *meaning;
} roles[] = {
  { "member", NULL, N_ ("Member"),
    N_ ("You read what members show each other, and keep your own card.") },
  { "staff", NULL, N_ ("Network staff"),
    N_ ("You invite people, give roles, and keep villages, telecentres, meetings and guides up to "
        "date.") },
  { "adviser", NULL, N_ ("Adviser of project holders"),
    N_ ("You accompany people who want to settle here.") },
  { "village_contact", "village", N_ ("Village contact"),
    N_ ("You keep the village’s page and its offers up to date.") },
  { "reception", "telecentre", N_ ("Telecentre reception"),
    N_ ("You keep the telecentre, and what can be used there, up to date.") },
};

/* The index of a role, or -1. */
static int
find_role (const char *role)
{
  gsize length = strcspn (role, ":");

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (strlen (roles[i].name) == length && strncmp (roles[i].name, role, length) == 0)
      return (int) i;
  return -1;
}

char *
soho_role_dup_words (SohoLibrary *library, const char *role)
{
  int index = find_role (role);
  const char *colon = strchr (role, ':');
  g_autoptr (SohoRecord) place = NULL;
  g_autofree char *name = NULL;

  if (index < 0)
    return g_strdup (role);
  if (roles[index].kind != NULL && colon != NULL)
    place = soho_library_get_record (library, roles[index].kind,
                                     g_ascii_strtoll (colon + 1, NULL, 10));
  if (place == NULL)
    return g_strdup (_ (roles[index].words));
  name = soho_record_dup_title (place);
  /* Translators: a role and the village or telecentre it is of. */
  return g_strdup_printf (_ ("%s: %s"), _ (roles[index].words), name);
}

const char *
soho_role_get_meaning (const char *role)
{
  int index = find_role (role);

  return index >= 0 ? _ (roles[index].meaning) : NULL;
}

char *
soho_role_dup_line (SohoLibrary *library, const char *const *all)
{
  GString *line = g_string_new (NULL);

  for (; *all != NULL; all++)
    if (strcmp (*all, "member") != 0)
      {
        g_autofree char *words = soho_role_dup_words (library, *all);

        g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", words);
      }
  return g_string_free (line, FALSE);
}
