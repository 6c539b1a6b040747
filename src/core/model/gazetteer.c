/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/gazetteer.h"

#include "model/fold.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define RESOURCE_PATH "/fr/sohosolo/core/communes.csv"
#define EARTH_RADIUS_KM 6371.0088

/* No name of a commune is nearly as long; what is longer is not looked at. */
#define TEXT_MAX 200

enum
{
  FIELD_INSEE,
  FIELD_NAME,
  FIELD_POSTCODES,
  FIELD_POPULATION,
  FIELD_INTERCOMMUNALITY,
  FIELD_LATITUDE,
  FIELD_LONGITUDE,
  FIELD_FORMER_CODES,
  FIELD_FORMER_NAMES,
  N_FIELDS
};

typedef struct
{
  GArray *communes;        /* SohoCommune, by INSEE code */
  GStringChunk *texts;     /* of the communes */
  GHashTable *by_code;     /* INSEE code, present or former → SohoCommune */
  GHashTable *by_postcode; /* postcode → SohoCommune, or NULL where several have it */
  GHashTable *by_words;    /* name as words_of () has it → SohoCommune, or NULL for several */
} Gazetteer;

static gboolean
is_article (const char *word)
{
  return strcmp (word, "l") == 0 || strcmp (word, "le") == 0 || strcmp (word, "la") == 0
         || strcmp (word, "les") == 0;
}

/* The one spelling of a word that people shorten. */
static const char *
whole_word (const char *word)
{
  static const char *const shortened[][2]
      = { { "st", "saint" }, { "ste", "sainte" }, { "s", "sur" }, { "ss", "sous" } };

  for (guint i = 0; i < G_N_ELEMENTS (shortened); i++)
    if (strcmp (word, shortened[i][0]) == 0)
      return shortened[i][1];
  return word;
}

/* The words of a name in the one form that all its spellings share: without an article before it,
 * or after it as in "ISLE JOURDAIN (L')". */
static char *
words_of (const char *name)
{
  g_autofree char *folded = soho_fold (name);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  guint n = g_strv_length (words);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if ((i == 0 || i == n - 1) && is_article (words[i]) && n > 1)
        continue;
      if (joined->len > 0)
        g_string_append_c (joined, ' ');
      g_string_append (joined, i == 0 && n == 1 ? words[i] : whole_word (words[i]));
    }
  return g_string_free (joined, FALSE);
}

/* Takes key. A key of two communes names neither. */
static void
add_key (GHashTable *table, char *key, SohoCommune *commune)
{
  gpointer known;

  if (g_hash_table_lookup_extended (table, key, NULL, &known) && known != commune)
    commune = NULL;
  g_hash_table_replace (table, key, commune);
}

static void
add_keys (Gazetteer *gazetteer, SohoCommune *commune, char **fields)
{
  g_auto (GStrv) postcodes = g_strsplit (commune->postcodes, " ", -1);
  g_auto (GStrv) codes = g_strsplit (fields[FIELD_FORMER_CODES], " ", -1);
  g_auto (GStrv) names = g_strsplit (fields[FIELD_FORMER_NAMES], ";", -1);

  g_hash_table_insert (gazetteer->by_code, g_strdup (commune->insee), commune);
  for (guint i = 0; codes[i] != NULL; i++)
    g_hash_table_insert (gazetteer->by_code, g_strdup (codes[i]), commune);
  for (guint i = 0; postcodes[i] != NULL; i++)
    add_key (gazetteer->by_postcode, g_strdup (postcodes[i]), commune);
  add_key (gazetteer->by_words, words_of (commune->name), commune);
  for (guint i = 0; names[i] != NULL; i++)
    add_key (gazetteer->by_words, words_of (names[i]), commune);
}

static SohoCommune
commune_from_fields (GStringChunk *texts, char **fields)
{
  return (SohoCommune){
    .insee = g_string_chunk_insert (texts, fields[FIELD_INSEE]),
    .name = g_string_chunk_insert (texts, fields[FIELD_NAME]),
    .postcodes = g_string_chunk_insert (texts, fields[FIELD_POSTCODES]),
    .intercommunality = g_string_chunk_insert_const (texts, fields[FIELD_INTERCOMMUNALITY]),
    .population = g_ascii_strtoull (fields[FIELD_POPULATION], NULL, 10),
    .latitude = g_ascii_strtod (fields[FIELD_LATITUDE], NULL),
    .longitude = g_ascii_strtod (fields[FIELD_LONGITUDE], NULL),
  };
}

/* The file is part of the program, made by data/geo/make-geo.py: no field holds a comma or a quote,
 * and a damaged one is our own fault. */
static Gazetteer *
load (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (RESOURCE_PATH, 0, &error);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Gazetteer *gazetteer = g_new0 (Gazetteer, 1);
  guint n_lines;

  if (bytes == NULL)
    g_error ("The gazetteer is not in the program: %s", error->message);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  n_lines = g_strv_length (lines);

  gazetteer->communes = g_array_sized_new (FALSE, FALSE, sizeof (SohoCommune), n_lines);
  gazetteer->texts = g_string_chunk_new (n_lines * 64);
  gazetteer->by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gazetteer->by_postcode = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gazetteer->by_words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* The first line names the fields. The array never grows past its first size, so the pointers
   * into it that the tables keep stay good. */
  for (guint i = 1; i < n_lines && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
      SohoCommune commune;

      g_assert (g_strv_length (fields) == N_FIELDS);
      commune = commune_from_fields (gazetteer->texts, fields);
      g_array_append_val (gazetteer->communes, commune);
      add_keys (gazetteer, &g_array_index (gazetteer->communes, SohoCommune, i - 1), fields);
    }
  return gazetteer;
}

static const Gazetteer *
get (void)
{
  static gsize gazetteer = 0;

  if (g_once_init_enter (&gazetteer))
    g_once_init_leave (&gazetteer, (gsize) load ());
  return (const Gazetteer *) gazetteer;
}

guint
soho_gazetteer_get_n_communes (void)
{
  return get ()->communes->len;
}

const SohoCommune *
soho_gazetteer_get_nth (guint i)
{
  const Gazetteer *gazetteer = get ();

  if (i >= gazetteer->communes->len)
    return NULL;
  return &g_array_index (gazetteer->communes, SohoCommune, i);
}

const SohoCommune *
soho_gazetteer_find (const char *insee)
{
  return insee != NULL ? g_hash_table_lookup (get ()->by_code, insee) : NULL;
}

static const SohoCommune *
find_words (const Gazetteer *gazetteer, const char *words)
{
  const SohoCommune *commune = g_hash_table_lookup (gazetteer->by_code, words);

  if (commune == NULL)
    commune = g_hash_table_lookup (gazetteer->by_postcode, words);
  if (commune == NULL)
    commune = g_hash_table_lookup (gazetteer->by_words, words);
  return commune;
}

static gboolean
is_code (const char *word)
{
  return strlen (word) == 5 && strspn (word, "0123456789") == 5;
}

/* Takes away the last word if it tells nothing: the department, the country. */
static gboolean
cut_address_end (char *words)
{
  char *last = strrchr (words, ' ');

  if (last == NULL || (strcmp (last, " gers") != 0 && strcmp (last, " france") != 0))
    return FALSE;
  *last = '\0';
  return TRUE;
}

/* "AUCH CEDEX 9" has a postcode of its own, which is nobody's address. */
static gboolean
cut_cedex (char *words)
{
  char *cedex = strstr (words, " cedex");

  if (cedex == NULL || strspn (cedex + strlen (" cedex"), " 0123456789") != strlen (cedex) - 6)
    return FALSE;
  *cedex = '\0';
  return TRUE;
}

/* Cuts the code before or after a name off, which words becomes. NULL if there is none. */
static const char *
cut_code (char **words)
{
  char *first = strchr (*words, ' '), *last = strrchr (*words, ' ');
  const char *code = NULL;

  if (first != NULL && is_code (last + 1))
    {
      code = last + 1;
      *last = '\0';
    }
  else if (first != NULL && first - *words == 5 && strspn (*words, "0123456789") == 5)
    {
      code = *words;
      *first = '\0';
      *words = first + 1;
    }
  return code;
}

/* "32000 AUCH" and "Auch (32000)": both must mean the same commune. */
static const SohoCommune *
find_with_code (const Gazetteer *gazetteer, char *words, gboolean is_cedex)
{
  const char *code = cut_code (&words);
  g_autofree char *one_form = words_of (words);
  const SohoCommune *commune
      = code != NULL ? g_hash_table_lookup (gazetteer->by_words, one_form) : NULL;

  if (commune != NULL
      && (is_cedex || g_hash_table_lookup (gazetteer->by_code, code) == commune
          || strstr (commune->postcodes, code) != NULL))
    return commune;
  return NULL;
}

const SohoCommune *
soho_gazetteer_match (const char *text)
{
  const Gazetteer *gazetteer = get ();
  g_autofree char *words = NULL;
  const SohoCommune *commune;
  gboolean is_cedex;

  if (text == NULL || strnlen (text, TEXT_MAX + 1) > TEXT_MAX)
    return NULL;
  words = words_of (text);
  do
    commune = find_words (gazetteer, words);
  while (commune == NULL && cut_address_end (words));
  is_cedex = commune == NULL && cut_cedex (words);
  if (is_cedex)
    commune = find_words (gazetteer, words);
  return commune != NULL ? commune : find_with_code (gazetteer, words, is_cedex);
}

gboolean
soho_gazetteer_begins_name (const char *text)
{
  g_autofree char *words = words_of (text);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, get ()->by_words);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_str_has_prefix (name, words))
      return TRUE;
  return FALSE;
}

double
soho_gazetteer_distance_km (const SohoCommune *a, const SohoCommune *b)
{
  const double degree = G_PI / 180;
  double across, up, square;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  up = sin ((b->latitude - a->latitude) * degree / 2);
  across = sin ((b->longitude - a->longitude) * degree / 2);
  square = up * up + cos (a->latitude * degree) * cos (b->latitude * degree) * across * across;
  return 2 * EARTH_RADIUS_KM * asin (MIN (1.0, sqrt (square)));
}

/* As folded names are written. To be freed. */
static char *
dup_beginning (const char *typed)
{
  g_autofree char *folded = soho_fold (typed);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  GString *beginning = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    g_string_append_printf (beginning, "%s%s", word > words ? " " : "", whole_word (*word));
  return g_string_free (beginning, FALSE);
}

GPtrArray *
soho_gazetteer_complete (const char *typed, guint limit)
{
  g_autofree char *beginning = dup_beginning (typed);
  g_autofree char *inside = g_strconcat (" ", beginning, NULL);
  g_autoptr (GPtrArray) then = g_ptr_array_new ();
  GPtrArray *first = g_ptr_array_new ();

  for (guint i = 0; *beginning != '\0' && i < soho_gazetteer_get_n_communes (); i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i);
      g_autofree char *name = soho_fold (commune->name);

      if (g_str_has_prefix (name, beginning) || g_str_has_prefix (commune->postcodes, beginning))
        g_ptr_array_add (first, (gpointer) commune);
      else if (strstr (name, inside) != NULL)
        g_ptr_array_add (then, (gpointer) commune);
    }
  g_ptr_array_extend (first, then, NULL, NULL);
  g_ptr_array_set_size (first, (int) MIN (first->len, limit));
  return first;
}

GPtrArray *
soho_gazetteer_list_codes_near (const SohoCommune *commune, double km)
{
  return soho_gazetteer_list_codes_around (commune->latitude, commune->longitude, km);
}

GPtrArray *
soho_gazetteer_list_codes_around (double latitude, double longitude, double km)
{
  const SohoCommune place = { .latitude = latitude, .longitude = longitude };
  GPtrArray *codes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer code, other;

  g_hash_table_iter_init (&iter, get ()->by_code);
  while (g_hash_table_iter_next (&iter, &code, &other))
    if (soho_gazetteer_distance_km (&place, other) <= km)
      g_ptr_array_add (codes, code);
  return codes;
}
