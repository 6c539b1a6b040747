/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "archive/erase.h"
#include "model/fold.h"
#include "model/kinds.h"

/* Shorter words stand in too much. */
#define SHORTEST_WORD 3

/* How many characters of the text are shown before and after what was found. */
#define AROUND 30

void
soho_mention_free (SohoMention *mention)
{
  g_free (mention->excerpt);
  g_free (mention);
}

static void
add_word (GPtrArray *words, const SohoValue *value)
{
  g_autofree char *folded = value->type == SOHO_VALUE_TEXT ? soho_fold (value->text) : NULL;

  if (folded != NULL && strlen (folded) >= SHORTEST_WORD)
    g_ptr_array_add (words, g_strdup_printf (" %s ", folded));
}

typedef struct
{
  GPtrArray *words;
  gint64 person;
} Listing;

static gboolean
list_contact (SohoRecord *record, const char *audience, gpointer data, GError **error)
{
  Listing *listing = data;
  const SohoKind *kind = soho_record_get_kind (record);
  const SohoValue *values = soho_record_get_values (record);

  if (values[soho_kind_find_field (kind, "member")].integer == listing->person)
    add_word (listing->words, &values[soho_kind_find_field (kind, "value")]);
  return TRUE;
}

GPtrArray *
soho_mentions_list_words (SohoArchive *archive, gint64 person, GError **error)
{
  const SohoKind *kind = &soho_kind_member;
  static const char *const fields[] = { "family_name", "organization", "website" };
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  Listing listing = { words, person };
  g_autoptr (GError) failure = NULL;
  g_autoptr (SohoRecord) card = soho_archive_get (archive, kind, person, &failure);

  for (guint i = 0; card != NULL && i < G_N_ELEMENTS (fields); i++)
    add_word (words, &soho_record_get_values (card)[soho_kind_find_field (kind, fields[i])]);
  return soho_database_settle (&failure, error)
                 && soho_archive_foreach (archive, &soho_kind_contact_point, list_contact, &listing,
                                          error)
             ? g_steal_pointer (&words)
             : NULL;
}

/* Some of the text, about where the word begins in its folded form, which is about as long. */
static char *
dup_excerpt (const char *text, glong at)
{
  glong length = g_utf8_strlen (text, -1);
  glong first = CLAMP (at - AROUND, 0, length), last = CLAMP (at + 2 * AROUND, 0, length);
  char *excerpt = g_utf8_substring (text, first, last);

  return g_strdelimit (excerpt, "\r\n\t", ' ');
}

typedef struct
{
  GPtrArray *words;
  GPtrArray *mentions;
} Search;

static void
search_text (Search *search, SohoRecord *record, guint field, const char *text)
{
  const SohoKind *kind = soho_record_get_kind (record);
  g_autofree char *folded = soho_fold (text);
  g_autofree char *padded = g_strdup_printf (" %s ", folded);

  for (guint i = 0; i < search->words->len; i++)
    {
      const char *found = strstr (padded, g_ptr_array_index (search->words, i));
      SohoMention *mention;

      if (found == NULL)
        continue;
      mention = g_new (SohoMention, 1);
      *mention = (SohoMention){ kind, soho_record_get_id (record), &kind->fields[field],
                                dup_excerpt (text, found - padded) };
      g_ptr_array_add (search->mentions, mention);
      return;
    }
}

static gboolean
search_record (SohoRecord *record, const char *audience, gpointer data, GError **error)
{
  const SohoValue *values = soho_record_get_values (record);
  const SohoKind *kind = soho_record_get_kind (record);

  /* What somebody notes for themselves is nobody else's to look at. */
  if (!soho_audience_is_shared (audience))
    return TRUE;
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (values[i].type == SOHO_VALUE_TEXT)
      search_text (data, record, i, values[i].text);
  return TRUE;
}

GPtrArray *
soho_mentions_find (SohoArchive *archive, GPtrArray *words, GError **error)
{
  const SohoModel *model = soho_archive_get_model (archive);
  g_autoptr (GPtrArray) mentions
      = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_mention_free);
  Search search = { words, mentions };

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!soho_archive_foreach (archive, *kind, search_record, &search, error))
      return NULL;
  return g_steal_pointer (&mentions);
}
