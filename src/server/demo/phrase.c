/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/phrase.h"

#include <string.h>

#include "model/fold.h"

static gboolean
begins_with_one_of (const char *text, const char *letters)
{
  g_autofree char *folded = soho_fold (text);

  return *folded != '\0' && strchr (letters, *folded) != NULL;
}

/* INSEE writes straight apostrophes; a French text does not. */
static char *
dup_commune_name (const SohoCommune *commune)
{
  g_auto (GStrv) parts = g_strsplit (commune->name, "'", -1);

  return g_strjoinv ("’", parts);
}

/* "de Condom", "d’Auch", "du Houga". An h is never silent at the head of a Gascon name: it was an
 * f. */
static char *
dup_of_commune (const char *name)
{
  if (g_str_has_prefix (name, "Le "))
    return g_strconcat ("du ", name + strlen ("Le "), NULL);
  if (g_str_has_prefix (name, "Les "))
    return g_strconcat ("des ", name + strlen ("Les "), NULL);
  return g_strconcat (begins_with_one_of (name, "aeiouy") ? "d’" : "de ", name, NULL);
}

/* "à Condom", "à Auch", "au Houga". */
static char *
dup_at_commune (const char *name)
{
  if (g_str_has_prefix (name, "Le "))
    return g_strconcat ("au ", name + strlen ("Le "), NULL);
  if (g_str_has_prefix (name, "Les "))
    return g_strconcat ("aux ", name + strlen ("Les "), NULL);
  return g_strconcat ("à ", name, NULL);
}

/* "de Bellefiction", "d’Exemplard". These names are made of plain French words, whose h is silent.
 */
static char *
dup_of_family (const char *name)
{
  return g_strconcat (begins_with_one_of (name, "aeiouhy") ? "d’" : "de ", name, NULL);
}

/* What a placeholder stands for; NULL if there is no such placeholder. To be freed. */
static char *
dup_replacement (const char *placeholder, const SohoDemoPhraseSubject *subject)
{
  const char *bar = strchr (placeholder, '|');
  g_autofree char *commune = dup_commune_name (subject->commune);

  if (bar != NULL)
    return subject->feminine ? g_strdup (bar + 1) : g_strndup (placeholder, bar - placeholder);
  if (strcmp (placeholder, "commune") == 0)
    return g_steal_pointer (&commune);
  if (strcmp (placeholder, "de_commune") == 0)
    return dup_of_commune (commune);
  if (strcmp (placeholder, "a_commune") == 0)
    return dup_at_commune (commune);
  if (subject->family_name != NULL && strcmp (placeholder, "family") == 0)
    return g_strdup (subject->family_name);
  if (subject->family_name != NULL && strcmp (placeholder, "de_family") == 0)
    return dup_of_family (subject->family_name);
  return NULL;
}

char *
soho_demo_phrase_expand (const char *pattern, const SohoDemoPhraseSubject *subject)
{
  GString *text = g_string_new (NULL);
  const char *open;

  while ((open = strchr (pattern, '{')) != NULL)
    {
      const char *close = strchr (open, '}');
      g_autofree char *placeholder = close != NULL ? g_strndup (open + 1, close - open - 1) : NULL;
      g_autofree char *replacement
          = placeholder != NULL ? dup_replacement (placeholder, subject) : NULL;

      if (replacement == NULL)
        g_error ("data/demo has a placeholder that nobody knows: %s", open);
      g_string_append_len (text, pattern, open - pattern);
      g_string_append (text, replacement);
      pattern = close + 1;
    }
  g_string_append (text, pattern);
  return g_string_free (text, FALSE);
}

char *
soho_demo_phrase_expand_title (const char *pattern, const SohoDemoPhraseSubject *subject)
{
  g_autofree char *text = soho_demo_phrase_expand (pattern, subject);
  GString *title = g_string_new (NULL);

  if (*text != '\0')
    {
      g_string_append_unichar (title, g_unichar_toupper (g_utf8_get_char (text)));
      g_string_append (title, g_utf8_next_char (text));
    }
  return g_string_free (title, FALSE);
}

char *
soho_demo_phrase_dup_slug (const char *text)
{
  return g_strdelimit (soho_fold (text), " ", '-');
}
