/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/fold.h"
#include "model/wordings.h"

/* More words than this narrow nothing down. */
#define MOST_WORDS 16

/* How far "près de" reaches, and how far one looks around a commune for a trade. Kilometres. */
#define NEAR_KM 20
#define FARTHEST_KM 200

/* The longest name of a commune, in words. */
#define MOST_NAME_WORDS 6
#define SHORTEST_BARE_NAME 4

static gboolean
is_one_of (const char *word, const char *const *words)
{
  return word != NULL && g_strv_contains (words, word);
}

/* How many of the words a phrase takes; 0 if it does not stand there. */
static guint
read_phrase (char **words, const char *phrase)
{
  g_auto (GStrv) parts = g_strsplit (phrase, " ", -1);
  guint n = 0;

  for (; parts[n] != NULL; n++)
    if (words[n] == NULL || !g_str_equal (words[n], parts[n]))
      return 0;
  return n;
}

/* "à moins de 20 km autour". */
static guint
read_distance (char **words, double *km)
{
  static const char *const units[] = { "km", "kms", "kilometre", "kilometres", NULL };
  guint i = 0;
  guint64 number;

  i += read_phrase (words + i, "a");
  i += read_phrase (words + i, "dans un rayon de");
  i += read_phrase (words + i, "moins de");
  if (words[i] == NULL || !is_one_of (words[i + 1], units)
      || !g_ascii_string_to_unsigned (words[i], 10, 0, FARTHEST_KM, &number, NULL))
    return 0;
  *km = (double) number;
  i += 2;
  i += read_phrase (words + i, "autour");
  return i;
}

/* "près", "aux alentours"; what it stands before may have an article. */
static guint
read_nearness (char **words, double *km)
{
  static const char *const phrases[] = { "pres",         "proche",        "proches",
                                         "autour",       "aux alentours", "alentours",
                                         "aux environs", "les environs",  "dans les environs",
                                         "environs",     "a cote",        "cote",
                                         "du cote",      "a proximite",   "vers",
                                         "non loin" };

  *km = NEAR_KM;
  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    {
      guint n = read_phrase (words, phrases[i]);

      if (n > 0)
        return n;
    }
  return 0;
}

/* The first n of the words. */
static char *
dup_joined (char **words, guint n)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", words[i]);
  return g_string_free (joined, FALSE);
}

/* The commune named at the beginning of the words by as many of them as possible. */
static guint
read_commune (char **words, const SohoCommune **place)
{
  for (guint n = MIN (g_strv_length (words), MOST_NAME_WORDS); n > 0; n--)
    {
      g_autofree char *name = dup_joined (words, n);

      *place = soho_gazetteer_match (name);
      if (*place != NULL)
        return n;
    }
  return 0;
}

/* A commune after "de", "d'", "du", "à", "au". */
static guint
read_joined_commune (char **words, const SohoCommune **place)
{
  static const char *const joints[] = { "de", "d", "du", "des", "a", "au", NULL };
  guint skipped = is_one_of (words[0], joints) ? 1 : 0;
  guint n = read_commune (words + skipped, place);

  return n > 0 ? skipped + n : 0;
}

/* What is said of a place at the beginning of the words; 0 if nothing is. */
static guint
read_place (SohoQuery *self, char **words)
{
  static const char *const at[] = { "a", "au", NULL };
  guint n = read_distance (words, &self->km);
  guint n_name;

  if (n == 0)
    n = read_nearness (words, &self->km);
  if (n > 0)
    {
      n_name = read_joined_commune (words + n, &self->place);
      return n_name > 0 ? n + n_name : 0;
    }
  if (!is_one_of (words[0], at) || (n_name = read_commune (words + 1, &self->place)) == 0)
    return 0;
  self->lives_there = TRUE;
  self->km = NEAR_KM;
  return 1 + n_name;
}

/* A name without more: the first words or the last. */
static guint
read_bare_place (SohoQuery *self, char **words, guint *start)
{
  guint n_words = g_strv_length (words);

  for (*start = 0; *start < n_words; ++*start)
    {
      guint n = read_commune (words + *start, &self->place);
      gboolean at_an_end = *start == 0 || *start + n == n_words;

      if (n > 0 && at_an_end && strlen (words[*start + n - 1]) >= SHORTEST_BARE_NAME)
        {
          self->is_bare = self->lives_there = TRUE;
          self->km = NEAR_KM;
          return n;
        }
      self->place = NULL;
    }
  return 0;
}

static void
remove_words (SohoQuery *self, guint start, guint n)
{
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();

  for (guint i = 0; self->all_words[i] != NULL; i++)
    if (i < start || i >= start + n)
      g_strv_builder_add (rest, self->all_words[i]);
  g_strfreev (self->words);
  self->words = g_strv_builder_end (rest);
  if (*self->words == NULL && self->lives_there)
    self->km = 0;
}

/* "à moins de 20 km autour", as far as it has been typed. */
static guint
read_beginning_of_distance (char **words)
{
  guint i = read_phrase (words, "a");
  guint n = read_phrase (words + i, "dans un rayon");
  guint64 number;

  if (n == 0)
    n = read_phrase (words + i, "moins");
  if (n == 0)
    return 0;
  i += n;
  i += read_phrase (words + i, "de");
  if (words[i] != NULL && g_ascii_string_to_unsigned (words[i], 10, 0, FARTHEST_KM, &number, NULL))
    i++;
  return i;
}

/* What will say where, once it is typed to its end: "à moins de", "près de Fleur". */
static gboolean
is_half_typed_place (char **words)
{
  static const char *const joints[] = { "de", "d", "du", "des", NULL };
  double km;
  guint n = read_distance (words, &km);
  g_autofree char *name = NULL;

  if (n == 0)
    n = read_nearness (words, &km);
  if (n == 0)
    {
      n = read_beginning_of_distance (words);
      return n > 0 && words[n] == NULL;
    }
  if (is_one_of (words[n], joints))
    n++;
  name = g_strjoinv (" ", words + n);
  return words[n] == NULL || soho_gazetteer_begins_name (name);
}

/* Until then only what was asked for before it counts, if anything was. */
static void
drop_half_typed_place (char **words)
{
  guint n_naming = 0;
  guint i = 0;

  for (; words[i] != NULL && !is_half_typed_place (words + i); i++)
    n_naming += !soho_wordings_is_small_word (words[i]) && !soho_wordings_is_wish (words[i]);
  for (; n_naming > 0 && words[i] != NULL; i++)
    g_clear_pointer (&words[i], g_free);
}

/* A single letter after other words is the beginning of a word to come, and begins a word of nearly
 * everybody. */
static void
drop_half_typed (char **words)
{
  guint n = g_strv_length (words), n_naming = 0;

  for (guint i = 0; i + 1 < n; i++)
    n_naming += !soho_wordings_is_small_word (words[i]) && !soho_wordings_is_wish (words[i]);
  if (n_naming > 0 && g_utf8_strlen (words[n - 1], -1) == 1)
    g_clear_pointer (&words[n - 1], g_free);
}

SohoQuery *
soho_query_new (const char *text)
{
  SohoQuery *self = g_new0 (SohoQuery, 1);
  g_autofree char *bounded = g_strndup (text, SOHO_QUERY_LONGEST);
  g_autofree char *folded = soho_fold (bounded);
  guint start, n = 0;

  self->all_words = *folded != '\0' ? g_strsplit (folded, " ", MOST_WORDS + 1) : g_new0 (char *, 1);
  if (g_strv_length (self->all_words) > MOST_WORDS)
    g_clear_pointer (&self->all_words[MOST_WORDS], g_free);
  self->words = g_strdupv (self->all_words);
  for (start = 0; self->all_words[start] != NULL; start++)
    {
      n = read_place (self, self->all_words + start);
      if (n > 0)
        break;
    }
  if (n == 0)
    n = read_bare_place (self, self->all_words, &start);
  if (self->is_bare)
    self->place_text = dup_joined (self->all_words + start, n);
  if (n > 0)
    remove_words (self, start, n);
  else
    drop_half_typed_place (self->words);
  drop_half_typed (self->words);
  return self;
}

void
soho_query_free (SohoQuery *self)
{
  g_strfreev (self->words);
  g_strfreev (self->all_words);
  g_free (self->place_text);
  g_free (self);
}

const char *
soho_query_get_only_word (const SohoQuery *self)
{
  const char *only = NULL;

  if (self->place != NULL || self->words[0] == NULL)
    return NULL;
  if (self->words[1] == NULL)
    return self->words[0];
  for (char **word = self->words; *word != NULL; word++)
    if (!soho_wordings_is_small_word (*word) && !soho_wordings_is_wish (*word))
      {
        if (only != NULL)
          return NULL;
        only = *word;
      }
  return only;
}

void
soho_query_widen (SohoQuery *self)
{
  self->km = FARTHEST_KM;
  self->is_widened = TRUE;
}

void
soho_query_forget_place (SohoQuery *self)
{
  g_strfreev (self->words);
  self->words = g_strdupv (self->all_words);
  self->place = NULL;
  self->km = 0;
  self->lives_there = self->is_bare = FALSE;
  g_clear_pointer (&self->place_text, g_free);
}

char *
soho_query_dup_place (const SohoQuery *self)
{
  if (self->place == NULL)
    return NULL;
  if (self->is_widened)
    return g_strdup_printf (_ ("nearest to %s"), self->place->name);
  if (self->km == 0)
    return g_strdup_printf (_ ("in %s"), self->place->name);
  return g_strdup_printf (_ ("near %s (%.0f km)"), self->place->name, self->km);
}
