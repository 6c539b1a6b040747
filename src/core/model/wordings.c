/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/wordings.h"

#include <gio/gio.h>
#include <string.h>

#include "model/fold.h"
#include "model/spelling.h"

#define WORDINGS_PATH "/fr/sohosolo/core/wordings.tsv"

/* A half-typed word of less may become anything. */
#define SHORTEST_BEGINNING 3

typedef struct
{
  char **words;
  gsize *stems; /* the length of each word's */
  char **meanings;
} Wording;

typedef struct
{
  GArray *wordings;
  char **words;
} Wordings;

static char *
dup_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_resources_lookup_data (WORDINGS_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static gsize *
dup_stems (const char *const *words)
{
  guint n = g_strv_length ((char **) words);
  gsize *stems = g_new (gsize, n + 1);

  for (guint i = 0; i < n; i++)
    stems[i] = soho_spelling_get_stem (words[i]);
  return stems;
}

static void
append_wording (GArray *wordings, GHashTable *words, const char *line)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
  g_autofree char *folded = NULL;
  Wording wording;

  g_assert (g_strv_length (columns) == 2);
  folded = soho_fold (columns[0]);
  wording.words = g_strsplit (folded, " ", -1);
  wording.stems = dup_stems ((const char *const *) wording.words);
  wording.meanings = g_strsplit (columns[1], "|", -1);
  g_array_append_val (wordings, wording);
  for (char **word = wording.words; *word != NULL; word++)
    g_hash_table_add (words, *word);
}

static Wordings *
load (void)
{
  Wordings *self = g_new0 (Wordings, 1);
  g_autofree char *text = dup_text ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  self->wordings = g_array_new (FALSE, FALSE, sizeof (Wording));
  for (char **line = lines; *line != NULL; line++)
    if (**line != '#' && **line != '\0')
      append_wording (self->wordings, words, *line);
  self->words = (char **) g_hash_table_get_keys_as_array (words, NULL);
  return self;
}

static const Wordings *
get_wordings (void)
{
  static const Wordings *wordings;

  if (g_once_init_enter (&wordings))
    g_once_init_leave (&wordings, load ());
  return wordings;
}

/* Whether the word of a wording stands among those typed. */
static gboolean
is_said (const char *word, gsize stem, const char *const *typed, const gsize *stems)
{
  for (guint i = 0; typed[i] != NULL; i++)
    {
      gboolean last = typed[i + 1] == NULL;

      if (stems[i] == stem && memcmp (word, typed[i], stem) == 0)
        return TRUE;
      if (last && *word == *typed[i] && strlen (typed[i]) >= SHORTEST_BEGINNING
          && g_str_has_prefix (word, typed[i]))
        return TRUE;
    }
  return FALSE;
}

static guint
count_said (const Wording *wording, const char *const *typed, const gsize *stems)
{
  guint n = 0;

  for (; wording->words[n] != NULL; n++)
    if (!is_said (wording->words[n], wording->stems[n], typed, stems))
      return 0;
  return n;
}

static void
add_meanings (GPtrArray *meanings, const Wording *wording)
{
  for (char **meaning = wording->meanings; *meaning != NULL; meaning++)
    if (!g_ptr_array_find_with_equal_func (meanings, *meaning, g_str_equal, NULL))
      g_ptr_array_add (meanings, *meaning);
}

static gboolean
says_more (const Wording *self, const Wording *other)
{
  if (g_strv_length (self->words) <= g_strv_length (other->words))
    return FALSE;
  for (char **word = other->words; *word != NULL; word++)
    if (!g_strv_contains ((const char *const *) self->words, *word))
      return FALSE;
  return TRUE;
}

GPtrArray *
soho_wordings_find (const char *const *words)
{
  const Wordings *self = get_wordings ();
  g_autofree gsize *stems = dup_stems (words);
  g_autoptr (GPtrArray) said = g_ptr_array_new ();
  GPtrArray *meanings = g_ptr_array_new ();

  for (guint i = 0; i < self->wordings->len; i++)
    {
      Wording *wording = &g_array_index (self->wordings, Wording, i);

      if (count_said (wording, words, stems) > 0)
        g_ptr_array_add (said, wording);
    }
  for (guint i = 0; i < said->len; i++)
    {
      gboolean is_outdone = FALSE;

      for (guint j = 0; j < said->len && !is_outdone; j++)
        is_outdone = says_more (g_ptr_array_index (said, j), g_ptr_array_index (said, i));
      if (!is_outdone)
        add_meanings (meanings, g_ptr_array_index (said, i));
    }
  return meanings;
}

const char *const *
soho_wordings_get_words (void)
{
  return (const char *const *) get_wordings ()->words;
}
