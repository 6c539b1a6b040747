/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/wordings.h"

#include <gio/gio.h>
#include <string.h>

#include "model/fold.h"
#include "model/spelling.h"

#define WORDINGS_PATH "/fr/sohosolo/core/wordings.tsv"

/* A half-typed word of less may become anything. */
#define SHORTEST_BEGINNING 3

/* How surely a word is said: but for its plural, in another form, half-typed. */
enum
{
  UNSAID = 0,
  BEGUN = 2,
  ANOTHER_FORM = 3,
  ITSELF = 4
};

/* Of the best wording's count, in quarters; what does not count more is left aside. */
#define ENOUGH_QUARTERS 3

static const char *const wishes[] = { "aide",
                                      "aider",
                                      "aimerais",
                                      "avoir",
                                      "besoin",
                                      "bon",
                                      "bonjour",
                                      "bonne",
                                      "bons",
                                      "cherche",
                                      "chercher",
                                      "cherchons",
                                      "connaissez",
                                      "connait",
                                      "conseillez",
                                      "dispo",
                                      "disponible",
                                      "faire",
                                      "faudrait",
                                      "freelance",
                                      "independant",
                                      "independante",
                                      "independantes",
                                      "independants",
                                      "madame",
                                      "merci",
                                      "mieux",
                                      "mme",
                                      "monsieur",
                                      "mr",
                                      "nos",
                                      "notre",
                                      "petit",
                                      "petite",
                                      "peut",
                                      "peux",
                                      "pourrait",
                                      "pouvoir",
                                      "prof",
                                      "professionnel",
                                      "professionnelle",
                                      "qqn",
                                      "quel",
                                      "quelle",
                                      "quelqu",
                                      "quelque",
                                      "quelqun",
                                      "quelquun",
                                      "rapidement",
                                      "recherche",
                                      "recherchons",
                                      "sans",
                                      "se",
                                      "serieux",
                                      "stp",
                                      "svp",
                                      "trouver",
                                      "urgent",
                                      "veux",
                                      "vite",
                                      "votre",
                                      "voudrais",
                                      "voulons",
                                      NULL };

typedef struct
{
  char **words;
  gsize *stems; /* the length of each word's */
  char **meanings;
} Wording;

/* A wording that what was typed holds. */
typedef struct
{
  const Wording *wording;
  guint weight;
} Said;

typedef struct
{
  GArray *wordings;
  char **words;
} Wordings;

gboolean
soho_wordings_is_small_word (const char *word)
{
  static const char *const small_words[]
      = { "a",    "au",  "aux", "avec", "c",  "ce",  "ces",  "d",  "dans",   "de",     "des", "du",
          "elle", "en",  "et",  "il",   "j",  "je",  "l",    "la", "le",     "les",    "m",   "ma",
          "mes",  "mon", "n",   "nous", "ou", "par", "pour", "qu", "que",    "qui",    "s",   "sa",
          "ses",  "son", "sur", "t",    "un", "une", "vous", "y",  "lorsqu", "puisqu", NULL };

  return g_strv_contains (small_words, word);
}

gboolean
soho_wordings_is_wish (const char *word)
{
  return g_strv_contains (wishes, word);
}

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

/* The words that a wording is recognized by. */
static char **
split_words (const char *folded)
{
  g_auto (GStrv) all = g_strsplit (folded, " ", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (char **word = all; *word != NULL; word++)
    if (!soho_wordings_is_small_word (*word))
      g_strv_builder_add (words, *word);
  return g_strv_builder_end (words);
}

static void
append_wording (GArray *wordings, GHashTable *words, const char *line)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
  g_autofree char *folded = NULL;
  Wording wording;

  g_assert (g_strv_length (columns) == 2);
  folded = soho_fold (columns[0]);
  wording.words = split_words (folded);
  g_assert (*wording.words != NULL);
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

/* The length of a word without the sign of its plural. */
static gsize
measure_singular (const char *word)
{
  gsize length = strlen (word);

  return length > SHORTEST_BEGINNING && strchr ("sx", word[length - 1]) != NULL ? length - 1
                                                                                : length;
}

static gboolean
is_plural_of (const char *a, const char *b)
{
  gsize length = measure_singular (a);

  return length == measure_singular (b) && memcmp (a, b, length) == 0;
}

/* How surely the word of a wording stands among those typed. */
static guint
weigh_word (const char *word, gsize stem, const char *const *typed, const gsize *stems)
{
  guint best = UNSAID;

  for (guint i = 0; typed[i] != NULL; i++)
    {
      gboolean last = typed[i + 1] == NULL;

      if (*word != *typed[i])
        continue;
      if (stems[i] == stem && memcmp (word, typed[i], stem) == 0)
        best = MAX (best, is_plural_of (word, typed[i]) ? ITSELF : ANOTHER_FORM);
      else if (last && strlen (typed[i]) >= SHORTEST_BEGINNING && g_str_has_prefix (word, typed[i]))
        best = MAX (best, BEGUN);
    }
  return best;
}

/* Of all words of a wording; UNSAID unless all are said. */
static guint
weigh_wording (const Wording *wording, const char *const *typed, const gsize *stems)
{
  guint sum = 0;

  for (guint i = 0; wording->words[i] != NULL; i++)
    {
      guint weight = weigh_word (wording->words[i], wording->stems[i], typed, stems);

      if (weight == UNSAID)
        return UNSAID;
      sum += weight;
    }
  return sum;
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

static guint
count_naming (const char *const *words)
{
  guint n = 0;

  for (; *words != NULL; words++)
    n += !soho_wordings_is_wish (*words);
  return n;
}

/* The wordings that are said, and how surely. After other words, the beginning of one is too little
 * to guess it by: "assistante de vie" is not about pastries. */
static GArray *
find_said (const char *const *words, guint *best)
{
  const Wordings *self = get_wordings ();
  g_autofree gsize *stems = dup_stems (words);
  GArray *said = g_array_new (FALSE, FALSE, sizeof (Said));
  guint least = count_naming (words) > 1 ? ANOTHER_FORM : BEGUN;

  *best = UNSAID;
  for (guint i = 0; i < self->wordings->len; i++)
    {
      Said wording = { &g_array_index (self->wordings, Wording, i), UNSAID };

      wording.weight = weigh_wording (wording.wording, words, stems);
      if (wording.weight < least)
        continue;
      g_array_append_val (said, wording);
      *best = MAX (*best, wording.weight);
    }
  return said;
}

static gboolean
is_outdone (GArray *said, const Wording *wording)
{
  for (guint i = 0; i < said->len; i++)
    if (says_more (g_array_index (said, Said, i).wording, wording))
      return TRUE;
  return FALSE;
}

GPtrArray *
soho_wordings_find (const char *const *words)
{
  guint best;
  g_autoptr (GArray) said = find_said (words, &best);
  GPtrArray *meanings = g_ptr_array_new ();

  for (guint i = 0; i < said->len; i++)
    {
      const Said *one = &g_array_index (said, Said, i);

      if (one->weight * 4 > best * ENOUGH_QUARTERS && !is_outdone (said, one->wording))
        add_meanings (meanings, one->wording);
    }
  return meanings;
}

const char *const *
soho_wordings_get_words (void)
{
  return (const char *const *) get_wordings ()->words;
}
