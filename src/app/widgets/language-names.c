/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/language-names.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

static const struct
{
  const char *tag, *name;
} languages[] = {
  { "ar", N_ ("Arabic") },
  { "bg", N_ ("Bulgarian") },
  { "br", N_ ("Breton") },
  { "ca", N_ ("Catalan") },
  { "cs", N_ ("Czech") },
  { "da", N_ ("Danish") },
  { "de", N_ ("German") },
  { "el", N_ ("Greek") },
  { "en", N_ ("English") },
  { "eo", N_ ("Esperanto") },
  { "es", N_ ("Spanish") },
  { "et", N_ ("Estonian") },
  { "eu", N_ ("Basque") },
  { "fa", N_ ("Persian") },
  { "fi", N_ ("Finnish") },
  { "fr", N_ ("French") },
  { "fsl", N_ ("French Sign Language") },
  { "ga", N_ ("Irish") },
  { "gsw", N_ ("Alsatian") },
  { "he", N_ ("Hebrew") },
  { "hi", N_ ("Hindi") },
  { "hr", N_ ("Croatian") },
  { "hu", N_ ("Hungarian") },
  { "hy", N_ ("Armenian") },
  { "id", N_ ("Indonesian") },
  { "is", N_ ("Icelandic") },
  { "it", N_ ("Italian") },
  { "ja", N_ ("Japanese") },
  { "kab", N_ ("Kabyle") },
  { "ko", N_ ("Korean") },
  { "lb", N_ ("Luxembourgish") },
  { "lt", N_ ("Lithuanian") },
  { "lv", N_ ("Latvian") },
  { "mg", N_ ("Malagasy") },
  { "nb", N_ ("Norwegian") },
  { "nl", N_ ("Dutch") },
  { "no", N_ ("Norwegian") },
  { "oc", N_ ("Occitan") },
  { "pl", N_ ("Polish") },
  { "pt", N_ ("Portuguese") },
  { "ro", N_ ("Romanian") },
  { "ru", N_ ("Russian") },
  { "sk", N_ ("Slovak") },
  { "sl", N_ ("Slovene") },
  { "sq", N_ ("Albanian") },
  { "sr", N_ ("Serbian") },
  { "sv", N_ ("Swedish") },
  { "th", N_ ("Thai") },
  { "tr", N_ ("Turkish") },
  { "uk", N_ ("Ukrainian") },
  { "vi", N_ ("Vietnamese") },
  { "wo", N_ ("Wolof") },
  { "zh", N_ ("Chinese") },
};

char *
soho_language_dup_name (const char *tag)
{
  gsize length = strcspn (tag, "-_");

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (strlen (languages[i].tag) == length
        && g_ascii_strncasecmp (languages[i].tag, tag, length) == 0)
      return g_strdup (_ (languages[i].name));
  return g_strdup (tag);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  g_autofree char *name_a = soho_language_dup_name (*(char *const *) a);
  g_autofree char *name_b = soho_language_dup_name (*(char *const *) b);

  return g_utf8_collate (name_a, name_b);
}

char **
soho_language_list_tags (void)
{
  char **tags = g_new0 (char *, G_N_ELEMENTS (languages) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    tags[i] = g_strdup (languages[i].tag);
  qsort (tags, G_N_ELEMENTS (languages), sizeof *tags, compare_names);
  return tags;
}
