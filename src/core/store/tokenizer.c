/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/tokenizer.h"

#include <string.h>

#include "model/fold.h"
#include "store/database.h"

/* Up to here (the end of Latin Extended-A) letters are looked up, not decomposed each time. */
#define N_FOLDED 0x180

/* What soho_fold_append says of a character. */
typedef struct
{
  gboolean is_word;
  guint n_bytes;
  char bytes[8];
} Folded;

static Folded folded[N_FOLDED];

typedef struct
{
  char bytes[SOHO_TOKENIZER_MAX_WORD * 4]; /* no NUL after them */
  guint n_bytes;
  guint n_characters;
} Word;

typedef int (*EmitFunc) (
    void *context, int flags, const char *token, int length, int start, int end);

static void
fill_folded (void)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  for (gunichar character = 0; character < N_FOLDED; character++)
    {
      Folded *entry = &folded[character];

      g_string_truncate (letters, 0);
      entry->is_word = soho_fold_append (letters, character);
      g_assert (letters->len <= sizeof entry->bytes);
      entry->n_bytes = letters->len;
      memcpy (entry->bytes, letters->str, letters->len);
    }
}

static void
ensure_folded (void)
{
  static gsize is_filled = 0;

  if (g_once_init_enter (&is_filled))
    {
      fill_folded ();
      g_once_init_leave (&is_filled, 1);
    }
}

static inline void
append_bytes (Word *word, const char *bytes, guint n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      if ((bytes[i] & 0xc0) != 0x80)
        {
          if (word->n_characters == SOHO_TOKENIZER_MAX_WORD)
            return;
          word->n_characters++;
        }
      word->bytes[word->n_bytes++] = bytes[i];
    }
}

/* Appends a character that the table does not hold. Returns FALSE if it separates words. */
static gboolean
append_rare (Word *word, gunichar character, GString *scratch)
{
  g_string_truncate (scratch, 0);
  if (!soho_fold_append (scratch, character))
    return FALSE;
  append_bytes (word, scratch->str, scratch->len);
  return TRUE;
}

/* The character at p and where it ends. What is no UTF-8 is a NUL of one byte. */
static inline gunichar
read_character (const char *p, const char *end, const char **next)
{
  const guchar *bytes = (const guchar *) p;
  gunichar character;

  *next = p + 1;
  if (bytes[0] < 0x80)
    return bytes[0];
  if (bytes[0] >= 0xc2 && bytes[0] < 0xe0 && end - p >= 2 && (bytes[1] & 0xc0) == 0x80)
    {
      *next = p + 2;
      return (bytes[0] & 0x1f) << 6 | (bytes[1] & 0x3f);
    }
  character = g_utf8_get_char_validated (p, end - p);
  if (character >= (gunichar) -2)
    return 0;
  *next = g_utf8_next_char (p);
  return character;
}

/* Reads the word at p, which is empty if a separator stands there. Returns its end. */
static const char *
read_word (Word *word, const char *p, const char *end, GString *scratch)
{
  const char *next;

  word->n_bytes = 0;
  word->n_characters = 0;
  for (; p < end; p = next)
    {
      gunichar character = read_character (p, end, &next);

      if (character < N_FOLDED)
        {
          const Folded *entry = &folded[character];

          if (!entry->is_word)
            break;
          append_bytes (word, entry->bytes, entry->n_bytes);
        }
      else if (!append_rare (word, character, scratch))
        break;
    }
  return p;
}

static gboolean
is_elidable (const Word *word)
{
  if (word->n_bytes == 1)
    return memchr ("ldjnscmt", word->bytes[0], 8) != NULL;
  if (word->n_bytes == 2)
    return memcmp (word->bytes, "qu", 2) == 0;
  return word->n_bytes == 6
         && (memcmp (word->bytes, "lorsqu", 6) == 0 || memcmp (word->bytes, "puisqu", 6) == 0);
}

/* Whether the word that ends at p is no word because of the apostrophe after it. */
static gboolean
is_elided (const Word *word, const char *p, const char *end, gboolean is_prefix)
{
  gunichar character;

  if (p == end || !is_elidable (word))
    return FALSE;
  character = read_character (p, end, &p);
  if (character != '\'' && character != 0x2019 && character != 0x2018 && character != 0x2bc)
    return FALSE;
  return !is_prefix || p < end;
}

/* fts5_tokenizer.xTokenize; tokenizer is our scratch GString. */
static int
tokenize (
    Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int length, EmitFunc emit)
{
  GString *scratch = (GString *) tokenizer;
  gboolean is_prefix = (flags & FTS5_TOKENIZE_PREFIX) != 0;
  const char *end;
  Word word;

  if (length == 0) /* then text may be NULL */
    return SQLITE_OK;

  end = text + length;
  for (const char *p = text; p < end;)
    {
      const char *start = p;

      p = read_word (&word, start, end, scratch);
      if (word.n_bytes > 0 && !is_elided (&word, p, end, is_prefix))
        {
          int code = emit (context, 0, word.bytes, word.n_bytes, start - text, p - text);

          if (code != SQLITE_OK)
            return code;
        }
      if (p < end)
        read_character (p, end, &p);
    }
  return SQLITE_OK;
}

static int
create (void *unused, const char **arguments, int n_arguments, Fts5Tokenizer **tokenizer)
{
  if (n_arguments > 0)
    return SQLITE_ERROR;
  *tokenizer = (Fts5Tokenizer *) g_string_new (NULL);
  return SQLITE_OK;
}

static void
destroy (Fts5Tokenizer *tokenizer)
{
  g_string_free ((GString *) tokenizer, TRUE);
}

gboolean
soho_tokenizer_register (sqlite3 *db, GError **error)
{
  fts5_tokenizer methods = { create, destroy, tokenize };
  g_autoptr (sqlite3_stmt) statement = NULL;
  fts5_api *api = NULL;

  ensure_folded ();

  statement = soho_database_prepare (db, "SELECT fts5(?1)", error);
  if (statement == NULL)
    return FALSE;
  if (sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL) != SQLITE_OK
      || sqlite3_step (statement) != SQLITE_ROW || api == NULL
      || api->xCreateTokenizer (api, "soho", NULL, &methods, NULL) != SQLITE_OK)
    return soho_database_fail (db, error);
  return TRUE;
}
