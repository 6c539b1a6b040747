/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/taxonomy.h"

#include <gio/gio.h>
#include <string.h>

#include "model/fold.h"

#define CATEGORIES_PATH "/fr/sohosolo/core/categories.csv"
#define APPELLATIONS_PATH "/fr/sohosolo/core/appellations.tsv"

#define MAX_TEXT_BYTES 1000
#define MAX_TYPED_BYTES 200

/* A folded form is kept with a space before it, so that " trad" finds the beginning of each word.
 */
typedef struct
{
  SohoAppellation appellation;
  const char *masculine_form;
  const char *feminine_form; /* the same pointer as masculine_form when one form serves both */
} Entry;

typedef struct
{
  const char *version;
  const char *credit;
  GArray *entries;     /* of Entry */
  GStringChunk *forms; /* owns the folded forms */
  GHashTable *by_form; /* folded form without the space → Entry, both borrowed */
} Taxonomy;

typedef struct
{
  guint tier;
  guint n_words;
  guint index;
} Match;

/* The text of a built-in resource, owned by the caller, who cuts it up. It is ours: if it is not
 * there, the program was built wrong. */
static char *
dup_resource (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  gsize size;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &size);
  return g_strndup (data, size);
}

static char *
next_field (char **line, const char *separator)
{
  char *field = strsep (line, separator);

  g_assert (field != NULL);
  return field;
}

static GArray *
load_categories (void)
{
  char *text = dup_resource (CATEGORIES_PATH);
  GArray *categories = g_array_new (FALSE, FALSE, sizeof (SohoCategory));
  char *line;

  g_assert (g_str_has_prefix (text, "key,label,icon,aliases,"));
  next_field (&text, "\n");
  while ((line = strsep (&text, "\n")) != NULL && *line != '\0')
    {
      SohoCategory category;

      category.key = next_field (&line, ",");
      category.label = next_field (&line, ",");
      category.icon = next_field (&line, ",");
      category.aliases = next_field (&line, ",");
      g_array_append_val (categories, category);
    }
  return categories;
}

/* Of SohoCategory. Read without the appellations, which a program that only filters by categories
 * has no need of. */
static GArray *
get_categories (void)
{
  static GArray *shared = NULL;

  if (g_once_init_enter (&shared))
    g_once_init_leave (&shared, load_categories ());
  return shared;
}

static const SohoCategory *
find_key (const char *key)
{
  GArray *categories = get_categories ();

  for (guint i = 0; i < categories->len; i++)
    {
      const SohoCategory *category = &g_array_index (categories, SohoCategory, i);

      if (strcmp (category->key, key) == 0)
        return category;
    }
  return NULL;
}

static const char *
keep_form (Taxonomy *self, const char *label)
{
  g_autofree char *folded = soho_fold (label);
  g_autofree char *form = g_strconcat (" ", folded, NULL);

  return g_string_chunk_insert (self->forms, form);
}

static void
append_entry (Taxonomy *self, char *line)
{
  Entry entry = { 0 };
  SohoAppellation *appellation = &entry.appellation;

  appellation->ogr = (guint) g_ascii_strtoull (next_field (&line, "\t"), NULL, 10);
  appellation->rome = next_field (&line, "\t");
  appellation->category = find_key (next_field (&line, "\t"));
  appellation->masculine = next_field (&line, "\t");
  appellation->feminine = next_field (&line, "\t");
  g_assert (appellation->ogr != 0 && appellation->category != NULL && line == NULL);

  entry.masculine_form = keep_form (self, appellation->masculine);
  if (*appellation->feminine == '\0')
    {
      appellation->feminine = appellation->masculine;
      entry.feminine_form = entry.masculine_form;
    }
  else
    entry.feminine_form = keep_form (self, appellation->feminine);
  g_array_append_val (self->entries, entry);
}

/* From the last to the first, so that of equal forms the one that comes first stays. */
static void
index_forms (Taxonomy *self)
{
  self->by_form = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = self->entries->len; i > 0; i--)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i - 1);

      g_hash_table_insert (self->by_form, (char *) entry->feminine_form + 1, entry);
      g_hash_table_insert (self->by_form, (char *) entry->masculine_form + 1, entry);
    }
}

static void
load_appellations (Taxonomy *self)
{
  char *text = dup_resource (APPELLATIONS_PATH);
  char *line;

  g_assert (g_str_has_prefix (text, "# "));
  self->version = next_field (&text, "\n") + strlen ("# ");
  g_assert (g_str_has_prefix (text, "# "));
  self->credit = next_field (&text, "\n") + strlen ("# ");

  self->forms = g_string_chunk_new (64 * 1024);
  self->entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), 14000);
  while ((line = strsep (&text, "\n")) != NULL && *line != '\0')
    append_entry (self, line);
  index_forms (self);
}

static const Taxonomy *
get_taxonomy (void)
{
  static const Taxonomy *shared = NULL;

  if (g_once_init_enter (&shared))
    {
      Taxonomy *taxonomy = g_new0 (Taxonomy, 1);

      load_appellations (taxonomy);
      g_once_init_leave (&shared, taxonomy);
    }
  return shared;
}

/* Folded text, or NULL for text that names nothing: too long, no UTF-8, no letter or digit. */
static char *
fold_within (const char *text, gsize max_bytes)
{
  g_autofree char *folded = NULL;
  gsize length = text != NULL ? strnlen (text, max_bytes + 1) : 0;

  if (length == 0 || length > max_bytes || !g_utf8_validate (text, length, NULL))
    return NULL;
  folded = soho_fold (text);
  return *folded != '\0' ? g_steal_pointer (&folded) : NULL;
}

guint
soho_taxonomy_get_n_categories (void)
{
  return get_categories ()->len;
}

const SohoCategory *
soho_taxonomy_get_nth_category (guint i)
{
  GArray *categories = get_categories ();

  return i < categories->len ? &g_array_index (categories, SohoCategory, i) : NULL;
}

const SohoCategory *
soho_taxonomy_find_category (const char *key_or_label)
{
  g_autofree char *folded = fold_within (key_or_label, MAX_TEXT_BYTES);
  GArray *categories = get_categories ();

  if (folded == NULL)
    return NULL;
  for (guint i = 0; i < categories->len; i++)
    {
      const SohoCategory *category = &g_array_index (categories, SohoCategory, i);
      g_autofree char *label = soho_fold (category->label);

      if (strcmp (category->key, key_or_label) == 0 || strcmp (label, folded) == 0)
        return category;
    }
  return NULL;
}

guint
soho_taxonomy_get_n_appellations (void)
{
  return get_taxonomy ()->entries->len;
}

const SohoAppellation *
soho_taxonomy_get_nth_appellation (guint i)
{
  GArray *entries = get_taxonomy ()->entries;

  return i < entries->len ? &g_array_index (entries, Entry, i).appellation : NULL;
}

/* Whether form, without the space before it, begins with these whole words. */
static gboolean
begins_with_words (const char *form, const char *words)
{
  gsize length = strlen (words);

  return strncmp (form + 1, words, length) == 0
         && (form[1 + length] == ' ' || form[1 + length] == '\0');
}

/* What stands after the slash is a whole form; what stands before it begins the other one. */
static const Entry *
find_couple (const Taxonomy *self, const char *text)
{
  const char *slash = strchr (text, '/');
  g_autofree char *before = slash != NULL ? g_strndup (text, slash - text) : NULL;
  g_autofree char *first = fold_within (before, MAX_TEXT_BYTES);
  g_autofree char *second = slash != NULL ? fold_within (slash + 1, MAX_TEXT_BYTES) : NULL;
  const Entry *entry;

  if (first == NULL || second == NULL)
    return NULL;
  entry = g_hash_table_lookup (self->by_form, second);
  if (entry == NULL)
    return NULL;
  return begins_with_words (entry->masculine_form, first)
                 || begins_with_words (entry->feminine_form, first)
             ? entry
             : NULL;
}

const SohoAppellation *
soho_taxonomy_find (const char *text)
{
  g_autofree char *folded = fold_within (text, MAX_TEXT_BYTES);
  const Taxonomy *self = get_taxonomy ();
  const Entry *entry;

  if (folded == NULL)
    return NULL;
  entry = g_hash_table_lookup (self->by_form, folded);
  if (entry == NULL)
    entry = find_couple (self, text);
  return entry != NULL ? &entry->appellation : NULL;
}

/* The length of a up to the whole words in which both texts end, or all of it if that leaves
 * nothing. */
static gsize
length_before_shared_end (const char *a, const char *b)
{
  gsize i = strlen (a);
  gsize j = strlen (b);
  gsize length = i;

  while (i > 0 && j > 0 && a[i - 1] == b[j - 1])
    {
      i--;
      j--;
      if (a[i] == ' ')
        length = i;
    }
  return length;
}

char *
soho_appellation_dup_label (const SohoAppellation *appellation)
{
  const char *masculine, *feminine;

  g_return_val_if_fail (appellation != NULL, NULL);

  masculine = appellation->masculine;
  feminine = appellation->feminine;
  if (masculine == feminine)
    return g_strdup (masculine);
  return g_strdup_printf ("%.*s / %s", (int) length_before_shared_end (masculine, feminine),
                          masculine, feminine);
}

/* How well form answers what was typed: 0 begins with it, 1 begins with its first word, 2 has all
 * its words somewhere, 3 does not. prefixes: the typed words, each with a space before it. */
static guint
get_tier (const char *form, const char *typed, char **prefixes)
{
  for (guint i = 0; prefixes[i] != NULL; i++)
    if (strstr (form, prefixes[i]) == NULL)
      return 3;
  if (g_str_has_prefix (form + 1, typed))
    return 0;
  return g_str_has_prefix (form, prefixes[0]) ? 1 : 2;
}

static guint
count_words (const char *form)
{
  guint n = 0;

  for (const char *p = form; *p != '\0'; p++)
    n += *p == ' ';
  return n;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *match_a = a;
  const Match *match_b = b;

  if (match_a->tier != match_b->tier)
    return match_a->tier < match_b->tier ? -1 : 1;
  if (match_a->n_words != match_b->n_words)
    return match_a->n_words < match_b->n_words ? -1 : 1;
  return match_a->index < match_b->index ? -1 : match_a->index > match_b->index;
}

static char **
make_prefixes (const char *typed)
{
  char **words = g_strsplit (typed, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *word = words[i];

      words[i] = g_strconcat (" ", word, NULL);
      g_free (word);
    }
  return words;
}

static GArray *
collect_matches (const Taxonomy *self, const char *typed)
{
  g_auto (GStrv) prefixes = make_prefixes (typed);
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (Match));

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      Match match = { .index = i };

      match.tier = get_tier (entry->masculine_form, typed, prefixes);
      if (match.tier > 0 && entry->feminine_form != entry->masculine_form)
        match.tier = MIN (match.tier, get_tier (entry->feminine_form, typed, prefixes));
      if (match.tier == 3)
        continue;
      match.n_words = count_words (entry->masculine_form);
      g_array_append_val (matches, match);
    }
  return matches;
}

GPtrArray *
soho_taxonomy_complete (const char *typed, guint limit)
{
  g_autofree char *folded = fold_within (typed, MAX_TYPED_BYTES);
  GPtrArray *found = g_ptr_array_new ();
  const Taxonomy *self = get_taxonomy ();
  g_autoptr (GArray) matches = NULL;

  if (folded == NULL)
    return found;
  matches = collect_matches (self, folded);
  g_array_sort (matches, compare_matches);
  for (guint i = 0; i < MIN (limit, matches->len); i++)
    {
      guint index = g_array_index (matches, Match, i).index;

      g_ptr_array_add (found, &g_array_index (self->entries, Entry, index).appellation);
    }
  return found;
}

const char *
soho_taxonomy_get_version (void)
{
  return get_taxonomy ()->version;
}

const char *
soho_taxonomy_get_credit (void)
{
  return get_taxonomy ()->credit;
}
