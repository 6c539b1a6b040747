/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/tokenizer.h"

#include <string.h>

#include "model/fold.h"
#include "store/database.h"

#define N_ROUNDS 20000
#define SEED 20261123

typedef struct
{
  sqlite3 *db;
  fts5_tokenizer methods;
  Fts5Tokenizer *tokenizer;
} Fixture;

static sqlite3 *
open_database (void)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_true (soho_tokenizer_register (db, &error));
  g_assert_no_error (error);
  return db;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  fts5_api *api = NULL;
  void *data = NULL;

  self->db = open_database ();
  g_assert_cmpint (sqlite3_prepare_v2 (self->db, "SELECT fts5(?1)", -1, &statement, NULL), ==,
                   SQLITE_OK);
  sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
  sqlite3_step (statement);
  g_assert_cmpint (api->xFindTokenizer (api, "soho", &data, &self->methods), ==, SQLITE_OK);
  g_assert_cmpint (self->methods.xCreate (data, NULL, 0, &self->tokenizer), ==, SQLITE_OK);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  self->methods.xDelete (self->tokenizer);
  sqlite3_close (self->db);
}

typedef struct
{
  const char *text;
  int length;
  int end;        /* of the token before */
  GString *found; /* "token[as written] …" */
} Collector;

static int
collect (void *context, int flags, const char *token, int n_token, int start, int end)
{
  Collector *self = context;

  g_assert_cmpint (flags, ==, 0);
  g_assert_cmpint (self->end, <=, start);
  g_assert_cmpint (start, <, end);
  g_assert_cmpint (end, <=, self->length);
  g_assert_cmpint (n_token, >, 0);
  g_assert_true (g_utf8_validate (token, n_token, NULL));
  g_assert_cmpint (g_utf8_strlen (token, n_token), <=, SOHO_TOKENIZER_MAX_WORD);
  self->end = end;
  g_string_append_printf (self->found, "%.*s[%.*s] ", n_token, token, end - start,
                          self->text + start);
  return SQLITE_OK;
}

/* Tokenizes a copy of exactly length bytes, so that a sanitizer sees a read past the end. */
static char *
tokens_of (Fixture *self, int flags, const char *text, int length)
{
  g_autofree char *copy = g_memdup2 (text, length);
  Collector collector = { .text = copy, .length = length, .found = g_string_new (NULL) };

  g_assert_cmpint (
      self->methods.xTokenize (self->tokenizer, &collector, flags, copy, length, collect), ==,
      SQLITE_OK);
  return g_string_free (collector.found, FALSE);
}

static void
test_words (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *text;
    const char *tokens;
  } cases[] = {
    { "", "" },
    { " .,;:!?'’- \t\n", "" },
    { "Auch", "auch[Auch] " },
    { "ÉTÉ Été été", "ete[ÉTÉ] ete[Été] ete[été] " },
    { "E\u0301te\u0301", "ete[E\u0301te\u0301] " },
    { "Œuvre cœur ŒUVRE", "oeuvre[Œuvre] coeur[cœur] oeuvre[ŒUVRE] " },
    { "Ægypte straße", "aegypte[Ægypte] strasse[straße] " },
    { "L'Isle-Jourdain", "isle[Isle] jourdain[Jourdain] " },
    { "l’atelier d’été", "atelier[atelier] ete[été] " },
    { "l‘atelier", "atelier[atelier] " },
    { "qu'il lorsqu’elle puisqu'on", "il[il] elle[elle] on[on] " },
    { "J'ai n'ai s'il C'est m'a t'a D'Artagnan",
      "ai[ai] ai[ai] il[il] est[est] a[a] a[a] artagnan[Artagnan] " },
    { "l' atelier", "atelier[atelier] " },
    { "l'", "" },
    { "l", "l[l] " },
    { "L 12, d", "l[L] 12[12] d[d] " },
    { "aujourd'hui presqu'île", "aujourd[aujourd] hui[hui] presqu[presqu] ile[île] " },
    { "O'Brien", "o[O] brien[Brien] " },
    { "le l-a", "le[le] l[l] a[a] " },
    { "32000 Auch, 05 36 49", "32000[32000] auch[Auch] 05[05] 36[36] 49[49] " },
    { "zoe@example.org", "zoe[zoe] example[example] org[org] " },
    { "m² 1ᵉʳ", "m2[m²] 1er[1ᵉʳ] " },
    { "ﬁbre", "fibre[ﬁbre] " },
    { "Ｇｅｒｓ", "gers[Ｇｅｒｓ] " },
    { "Łódź Ærø", "lodz[Łódź] aero[Ærø] " },
    { "Москва ΑΘΗΝΑ 東京", "москва[Москва] αθηνα[ΑΘΗΝΑ] 東京[東京] " },
    { "a\x01"
      "b",
      "a[a] b[b] " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *document
          = tokens_of (self, FTS5_TOKENIZE_DOCUMENT, cases[i].text, strlen (cases[i].text));
      g_autofree char *shown
          = tokens_of (self, FTS5_TOKENIZE_AUX, cases[i].text, strlen (cases[i].text));
      g_autofree char *query
          = tokens_of (self, FTS5_TOKENIZE_QUERY, cases[i].text, strlen (cases[i].text));

      g_assert_cmpstr (document, ==, cases[i].tokens);
      g_assert_cmpstr (shown, ==, document);
      g_assert_cmpstr (query, ==, document);
    }
}

/* While somebody types, each text is the beginning of the next. */
static void
test_prefixes (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *typed;
    const char *tokens;
  } cases[] = {
    { "l", "l[l] " },
    { "l'", "l[l] " },
    { "l’", "l[l] " },
    { "l'a", "a[a] " },
    { "d'art", "art[art] " },
    { "cours d'", "cours[cours] d[d] " },
    { "qu", "qu[qu] " },
    { "lorsqu'", "lorsqu[lorsqu] " },
    { "l''", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = tokens_of (self, FTS5_TOKENIZE_QUERY | FTS5_TOKENIZE_PREFIX,
                                          cases[i].typed, strlen (cases[i].typed));

      g_assert_cmpstr (found, ==, cases[i].tokens);
    }
}

static void
test_damaged_bytes (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *text;
    int length;
    const char *tokens;
  } cases[] = {
    { "a\0b", 3, "a[a] b[b] " },
    { "a\xe9"
      "b",
      3, "a[a] b[b] " },
    { "a\xc3", 2, "a[a] " },
    { "a\xe2\x82", 3, "a[a] " },
    { "\xf0\x9f\x98", 3, "" },
    { "\xc0\x80"
      "a",
      3, "a[a] " },
    { "\xed\xa0\x80"
      "a",
      4, "a[a] " },
    { "l\xe2\x80", 3, "l[l] " },
    { "\x80\x80\x80", 3, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found
          = tokens_of (self, FTS5_TOKENIZE_DOCUMENT, cases[i].text, cases[i].length);

      g_assert_cmpstr (found, ==, cases[i].tokens);
    }
}

static void
test_long_words (Fixture *self, gconstpointer unused)
{
  static const char *const letters[] = { "a", "é", "œ", "東", "𝄞", "𐐀", "\u0301", "ﷺ" };

  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    for (guint n = SOHO_TOKENIZER_MAX_WORD / 2 - 1; n < 40000; n = n < 70 ? n + 1 : n * 8)
      {
        g_autoptr (GString) text = g_string_new ("x");
        g_autofree char *found = NULL;

        for (guint j = 0; j < n; j++)
          g_string_append (text, letters[i]);
        found = tokens_of (self, FTS5_TOKENIZE_DOCUMENT, text->str, text->len);
        if (i < 2)
          g_assert_cmpuint (strcspn (found, "["), ==, MIN (n + 1, SOHO_TOKENIZER_MAX_WORD));
      }
}

static int
stop_at_once (void *context, int flags, const char *token, int n_token, int start, int end)
{
  ++*(int *) context;
  return SQLITE_NOMEM;
}

static void
test_passes_errors_on (Fixture *self, gconstpointer unused)
{
  int n_tokens = 0;

  g_assert_cmpint (self->methods.xTokenize (self->tokenizer, &n_tokens, FTS5_TOKENIZE_DOCUMENT,
                                            "un deux", 7, stop_at_once),
                   ==, SQLITE_NOMEM);
  g_assert_cmpint (n_tokens, ==, 1);
}

static char *
random_text (GRand *rand)
{
  static const char *const pieces[]
      = { "l",      "d", "qu", "'",  "’",      " ",      "-",      "É", "œ", "été", "x", "12",
          "\u0301", "²", "½",  "東", "\u00ad", "\u02bc", "\u00a0", "…", "ﬁ", "ß",   "…", "lorsqu" };
  GString *text = g_string_new (NULL);

  for (int i = g_rand_int_range (rand, 0, 12); i > 0; i--)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

typedef struct
{
  char **words; /* of the folded text */
  guint at;
} Comparison;

static int
compare (void *context, int flags, const char *token, int n_token, int start, int end)
{
  Comparison *self = context;

  /* Words left out are those before an apostrophe. */
  while (self->words[self->at] != NULL
         && (strlen (self->words[self->at]) != (gsize) n_token
             || memcmp (self->words[self->at], token, n_token) != 0))
    {
      static const char *const elided[]
          = { "l", "d", "j", "qu", "n", "s", "c", "m", "t", "lorsqu", "puisqu", NULL };

      g_assert_true (g_strv_contains (elided, self->words[self->at]));
      self->at++;
    }
  g_assert_nonnull (self->words[self->at]);
  self->at++;
  return SQLITE_OK;
}

/* The words are those of soho_fold, but for what is elided. */
static void
test_like_fold (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *text = random_text (rand);
      g_autofree char *folded = soho_fold (text);
      g_auto (GStrv) words = g_strsplit (folded, " ", -1);
      Comparison comparison = { .words = words };

      self->methods.xTokenize (self->tokenizer, &comparison, FTS5_TOKENIZE_DOCUMENT, text,
                               strlen (text), compare);
    }
}

static void
test_mutations (Fixture *self, gconstpointer unused)
{
  static const char sample[] = "L’Œuvre d'été à l'Isle-Jourdain, lorsqu’on s'installe; 東京 𝄞 ½";
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (gsize cut = 0; cut < sizeof sample; cut++)
    g_free (tokens_of (self, FTS5_TOKENIZE_DOCUMENT, sample, cut));
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      char text[sizeof sample];
      int flags = g_rand_boolean (rand) ? FTS5_TOKENIZE_DOCUMENT
                                        : FTS5_TOKENIZE_QUERY | FTS5_TOKENIZE_PREFIX;

      memcpy (text, sample, sizeof text);
      for (int j = g_rand_int_range (rand, 1, 8); j > 0; j--)
        text[g_rand_int_range (rand, 0, sizeof text)] = g_rand_int_range (rand, 0, 256);
      g_free (tokens_of (self, flags, text, g_rand_int_range (rand, 0, sizeof text + 1)));
    }
}

static char *
query (sqlite3 *db, const char *sql, const char *match)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GString *found = g_string_new (NULL);
  int code;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_text (statement, 1, match, -1, SQLITE_STATIC);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_string_append_printf (found, "%s|", (const char *) sqlite3_column_text (statement, 0));
  if (code != SQLITE_DONE)
    g_test_message ("%s: %s", match, sqlite3_errmsg (db));
  g_assert_cmpint (code, ==, SQLITE_DONE);
  return g_string_free (found, FALSE);
}

static void
run (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Through FTS5 itself. */
static void
test_search (void)
{
  static const struct
  {
    const char *match;
    const char *found;
  } cases[] = {
    { "\"oeuvres\"", "1|" },
    { "\"Œuv\"*", "1|" },
    { "\"l’œuv\"*", "1|" },
    { "\"d'art\"", "1|" },
    { "\"isle jourdain\"", "2|" },
    { "\"l'isle-jour\"*", "2|" },
    { "\"l\"*", "2|3|" },
    { "\"l'\"*", "2|3|" },
    { "\"l\"", "3|" },
    { "\"ete\" AND \"telecentre\"", "2|" },
    { "\"té\"*", "2|" },
    { "\"qu'\" AND \"ete\"", "" },
    { "\"qu'\" \"ete\"", "2|" },
  };
  sqlite3 *db = open_database ();

  run (db, "CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'soho', prefix = '2 3')");
  run (db, "INSERT INTO t (x) VALUES ('L’œuvre d''art, œuvres'), "
           "('Le télécentre de L''Isle-Jourdain, l’été'), ('Bâtiment L')");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found
          = query (db, "SELECT rowid FROM t (?1) ORDER BY rowid", cases[i].match);

      g_test_message ("%s", cases[i].match);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
  run (db, "INSERT INTO t (t) VALUES ('integrity-check')");
  sqlite3_close (db);
}

static void
test_highlight (void)
{
  sqlite3 *db = open_database ();
  g_autofree char *found = NULL;
  g_autofree char *snippet = NULL;

  run (db, "CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'soho')");
  run (db, "INSERT INTO t (x) VALUES ('Qu’il crée l’Œuvre d’E\u0301té à Éauze')");
  found = query (db, "SELECT highlight (t, 0, '<', '>') FROM t (?1)", "oeuvre AND ete AND eau*");
  g_assert_cmpstr (found, ==, "Qu’il crée l’<Œuvre> d’<E\u0301té> à <Éauze>|");
  snippet = query (db, "SELECT snippet (t, 0, '<', '>', '…', 3) FROM t (?1)", "eauze");
  g_assert_cmpstr (snippet, ==, "…E\u0301té à <Éauze>|");
  sqlite3_close (db);
}

static void
test_takes_no_arguments (void)
{
  sqlite3 *db = open_database ();

  g_assert_cmpint (sqlite3_exec (db,
                                 "CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'soho loud')",
                                 NULL, NULL, NULL),
                   !=, SQLITE_OK);
  sqlite3_close (db);
}

/* The tables of folded letters are shared by all connections. */
static gpointer
open_and_close (gpointer unused)
{
  sqlite3_close (open_database ());
  return NULL;
}

static void
test_many_threads (void)
{
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("tokenizer", open_and_close, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "/core/tokenizer/words", test_words },
    { "/core/tokenizer/prefixes", test_prefixes },
    { "/core/tokenizer/damaged-bytes", test_damaged_bytes },
    { "/core/tokenizer/long-words", test_long_words },
    { "/core/tokenizer/passes-errors-on", test_passes_errors_on },
    { "/core/tokenizer/like-fold", test_like_fold },
    { "/core/tokenizer/mutations", test_mutations },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/tokenizer/many-threads", test_many_threads);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].function, tear_down);
  g_test_add_func ("/core/tokenizer/search", test_search);
  g_test_add_func ("/core/tokenizer/highlight", test_highlight);
  g_test_add_func ("/core/tokenizer/takes-no-arguments", test_takes_no_arguments);
  return g_test_run ();
}
