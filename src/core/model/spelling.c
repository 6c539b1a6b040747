/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/spelling.h"

#include <string.h>

#define SHORTEST_STEM 4

/* The longest that fits is cut off. */
static const char *const endings[]
    = { "ations", "atrices", "atrice", "ateurs", "ateur", "ement", "ation", "rices", "rice",
        "eries",  "erie",    "euses",  "euse",   "eurs",  "eur",   "ieres", "iere",  "iers",
        "ier",    "iennes",  "ienne",  "ennes",  "iens",  "ien",   "ages",  "age",   "istes",
        "iste",   "iques",   "ique",   "ure",    "ers",   "ere",   "ons",   "ees",   "ee",
        "er",     "ez",      "es",     "ie",     "e",     "s",     "x",     NULL };

gsize
soho_spelling_get_stem (const char *word)
{
  gsize length = strlen (word);
  gsize longest = 0;

  for (const char *const *ending = endings; *ending != NULL; ending++)
    {
      gsize n = strlen (*ending);

      if (n > longest && length >= n + SHORTEST_STEM && g_str_has_suffix (word, *ending))
        longest = n;
    }
  return length - longest;
}

static const struct
{
  const char *written, *sound;
} sounds[] = {
  { "eau", "o" }, { "ph", "f" }, { "ai", "e" },  { "ei", "e" },  { "au", "o" },
  { "th", "t" },  { "qu", "k" }, { "ch", "ch" }, { "ce", "se" }, { "ci", "si" },
  { "c", "k" },   { "h", "" },   { "y", "i" },
};

char *
soho_spelling_dup_sound (const char *word)
{
  GString *sound = g_string_new (NULL);

  for (const char *p = word; *p != '\0';)
    {
      char itself[] = { *p, '\0' };
      const char *heard = itself;
      gsize read = 1;

      for (guint i = 0; i < G_N_ELEMENTS (sounds); i++)
        if (g_str_has_prefix (p, sounds[i].written))
          {
            heard = sounds[i].sound;
            read = strlen (sounds[i].written);
            break;
          }
      if (sound->len == 0 || strlen (heard) != 1 || sound->str[sound->len - 1] != *heard)
        g_string_append (sound, heard);
      p += read;
    }
  return g_string_free (sound, FALSE);
}

gboolean
soho_spelling_is_near (const char *a, const char *b)
{
  gsize n_a = strlen (a), n_b = strlen (b);

  if (n_a > n_b)
    return soho_spelling_is_near (b, a);
  if (n_b - n_a > 1)
    return FALSE;
  while (*a != '\0' && *a == *b)
    a++, b++;
  if (n_a < n_b)
    return strcmp (a, b + 1) == 0;
  return *a == '\0' || strcmp (a + 1, b + 1) == 0
         || (a[0] == b[1] && a[1] == b[0] && strcmp (a + 2, b + 2) == 0);
}
