/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/markdown.h"

#include <string.h>
#include <time.h>

/* CPU time for the worst text, sanitizers and a busy machine included. */
#define PATIENCE_S 10

static void dump_block (GString *into, const SohoMarkdownBlock *block);

static void
dump_run (GString *into, const SohoMarkdownRun *run)
{
  static const char signs[] = "*!`~";

  g_assert_nonnull (run->text);
  for (guint i = 0; signs[i] != '\0'; i++)
    if (run->style & (1 << i))
      g_string_append_c (into, signs[i]);
  if (run->link != NULL)
    g_string_append_printf (into, "<%s>", run->link);
  g_string_append_printf (into, "%s|", run->text);
}

static void
dump_start (GString *into, const SohoMarkdownBlock *block)
{
  static const char *const names[]
      = { "doc", "h", "p", "quote", "list", "item", "code", "table", "row", "cell", "break" };

  g_string_append (into, names[block->type]);
  if (block->type == SOHO_MARKDOWN_HEADING)
    g_string_append_printf (into, "%u", block->level);
  if (block->ordered)
    g_string_append_c (into, '#');
  if (block->type == SOHO_MARKDOWN_ITEM && block->number > 0)
    g_string_append_printf (into, "%u", block->number);
  if (block->task != SOHO_MARKDOWN_NO_TASK)
    g_string_append (into, block->task == SOHO_MARKDOWN_DONE ? "[x]" : "[ ]");
  if (block->header)
    g_string_append_c (into, '^');
  if (block->align != SOHO_MARKDOWN_START)
    g_string_append_c (into, block->align == SOHO_MARKDOWN_END ? 'r' : 'c');
}

static void
dump_block (GString *into, const SohoMarkdownBlock *block)
{
  dump_start (into, block);
  g_string_append_c (into, '(');
  for (guint i = 0; i < block->runs->len; i++)
    dump_run (into, g_ptr_array_index (block->runs, i));
  for (guint i = 0; i < block->children->len; i++)
    dump_block (into, g_ptr_array_index (block->children, i));
  g_string_append_c (into, ')');
}

/* The tree as one line: "doc(p(words|))". */
static char *
dup_dump (const SohoMarkdown *markdown)
{
  GString *text = g_string_new (NULL);

  dump_block (text, markdown->document);
  if (markdown->truncated)
    g_string_append (text, "…");
  return g_string_free (text, FALSE);
}

static void
check (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoMarkdown) markdown = soho_markdown_parse (text, strlen (text), &error);
  g_autofree char *dump = NULL;
  g_autofree char *whole = g_strdup_printf ("doc(%s)", expected);

  g_assert_no_error (error);
  dump = dup_dump (markdown);
  if (g_str_equal (dump, whole))
    return;
  g_test_message ("text: %s\n is: %s\n not: %s", text, dump, whole);
  g_test_fail ();
}

static const struct
{
  const char *text, *dump;
} plain_cases[] = {
  { "", "" },
  { "\n\n", "" },
  { "Bonjour", "p(Bonjour|)" },
  { "# Titre\nTexte", "h1(Titre|)p(Texte|)" },
  { "### Trois ###", "h3(Trois|)" },
  { "Titre\n=====\n\nAutre\n---", "h1(Titre|)h2(Autre|)" },
  { "une ligne\nla même", "p(une ligne la même|)" },
  { "une ligne  \nune autre", "p(une ligne\nune autre|)" },
  { "un\n\ndeux", "p(un|)p(deux|)" },
  { "un *deux* **trois** `quatre` ~~cinq~~ ***six***",
    "p(un |*deux| |!trois| |`quatre| |~cinq| |*!six|)" },
  { "- a\n- b", "list(item(p(a|))item(p(b|)))" },
  { "- a\n\n- b", "list(item(p(a|))item(p(b|)))" },
  { "- a\n  - b\n    - c\n- d", "list(item(p(a|)list(item(p(b|)list(item(p(c|))))))item(p(d|)))" },
  { "3. a\n4. b", "list#(item3(p(a|))item4(p(b|)))" },
  { "- [ ] à faire\n- [x] fait\n- autre",
    "list(item[ ](p(à faire|))item[x](p(fait|))item(p(autre|)))" },
  { "- a\n\n  suite\n\n  > dit", "list(item(p(a|)p(suite|)quote(p(dit|))))" },
  { "> a\n> > b", "quote(p(a|)quote(p(b|)))" },
  { "```sh\nun *deux*\n\n  <b>\n```", "code(un *deux*\n\n  <b>|)" },
  { "---", "break()" },
  { "| a | b |\n|:-:|--:|\n| 1 | *2* |\n| 3 |",
    "table(row^(cellc(a|)cellr(b|))row(cellc(1|)cellr(*2|))row(cellc(3|)cellr()))" },
  { "Voir [la *page*](https://exemple.example/a?b=c&amp;d#e \"titre\").",
    "p(Voir |<https://exemple.example/a?b=c&d#e>la |*<https://exemple.example/a?b=c&d#e>page|.|)" },
  { "https://exemple.example/x et anselme@exemple.example",
    "p(<https://exemple.example/x>https://exemple.example/x| et |"
    "<mailto:anselme@exemple.example>anselme@exemple.example|)" },
  { "[appeler](tel:+33536490101)", "p(<tel:+33536490101>appeler|)" },
  { "[a](<https://exemple.example/deux mots/é>)",
    "p(<https://exemple.example/deux%20mots/%C3%A9>a|)" },
  { "[a](https://exemple.example/%C3%A9)", "p(<https://exemple.example/%C3%A9>a|)" },
  { "[un][r]\n\n[r]: https://exemple.example/", "p(<https://exemple.example/>un|)" },
  { "&eacute; &#233; &#xE9; &amp; &inconnu;", "p(é é é & &inconnu;|)" },
  { "10 € · l’été – « oui »", "p(10 € · l’été – « oui »|)" },
  { "    quatre espaces", "p(quatre espaces|)" },
};

static void
test_plain (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (plain_cases); i++)
    check (plain_cases[i].text, plain_cases[i].dump);
}

/* What would do more than be read, shown as words. */
static const struct
{
  const char *text, *dump;
} hostile_cases[] = {
  { "<b>gras</b> & <span foreground='red'>rouge</span>",
    "p(<b>gras</b> & <span foreground='red'>rouge</span>|)" },
  { "<script>alert(1)</script>", "p(<script>alert(1)</script>|)" },
  { "<div>\n\n*a*\n\n</div>", "p(<div>|)p(*a|)p(</div>|)" },
  { "<!-- a -->", "p(<!-- a -->|)" },
  { "</markup>&lt;b&gt;", "p(</markup><b>|)" },
  { "&#60;b&#62;", "p(<b>|)" },
  { "[a](javascript:alert(1))", "p(a|)" },
  { "[a](JaVaScRiPt:alert(1))", "p(a|)" },
  { "[a](java&#115;cript:alert(1))", "p(a|)" },
  { "[a](java\tscript:alert(1))", "p([a](java\tscript:alert(1))|)" },
  { "[a](&#1;javascript:alert(1))", "p(a|)" },
  { "[a](data:text/html;base64,PGI+)", "p(a|)" },
  { "[a](file:///etc/passwd)", "p(a|)" },
  { "[a](smb://exemple.example/)", "p(a|)" },
  { "[a](//exemple.example/)", "p(a|)" },
  { "[a](/etc/passwd)", "p(a|)" },
  { "[a](#ailleurs)", "p(a|)" },
  { "[a]()", "p(a|)" },
  { "[a](https://)", "p(<https://>a|)" },
  { "[a](https://exemple.example:99999999/)", "p(a|)" },
  { "[a](https://ex\u202eemple.example/)", "p(<https://exemple.example/>a|)" },
  { "<javascript:alert(1)>", "p(javascript:alert(1)|)" },
  { "![un chat](https://exemple.example/chat.png)", "p(un chat|)" },
  { "![](file:///etc/passwd)", "p()" },
  { "[![a [b](https://b.example/)](c.png)](javascript:x)",
    "p([a |<https://b.example/>b|](javascript:x)|)" },
  { "a\u202eb\u2066c\u200fd\ufeffe", "p(abcde|)" },
  { "a\x1b[31mb\x07", "p(a[31mb|)" },
  { "`a\u202e\x1b`", "p(`a|)" },
  { "&#x202e;&#0;&#xd800;&#x110000;a", "p(&#0;&#xd800;&#x110000;a|)" },
  { "\u202e\u200f", "p()" },
  { "**gras jamais fermé", "p(**gras jamais fermé|)" },
  { "*a **b* c**", "p(*a b c|)" },
  { "_a __b_ c__ ` d", "p(*a b c| ` d|)" },
  { "| a |\n|---|\n| `b | c` |", "table(row^(cell(a|))row(cell(`b | c|)))" },
  { "| a |\n|---|\n| b | c |", "table(row^(cell(a|))row(cell(b|)))" },
  { "99999999999999999999. a", "p(99999999999999999999. a|)" },
  { "- [y] a\n- [](javascript:x)", "list(item(p([y] a|))item())" },
  { "[a]: javascript:x\n[a]", "p(a|)" },
  { "```\nsans fin", "code(sans fin|)" },
};

static void
test_hostile (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile_cases); i++)
    check (hostile_cases[i].text, hostile_cases[i].dump);
}

/* A start, something many times, an end. */
typedef struct
{
  const char *start, *again, *end;
  guint times;       /* 0: until the longest text */
  const char *words; /* what must be among the words that are shown; NULL for nothing */
} Flood;

static const Flood floods[] = {
  { "", ">", " fin", 0, "fin" },
  { "", "> ", "fin", 0, "fin" },
  { "", "> * ", "fin", 0, "fin" },
  { "", "- ", "fin", 0, "fin" },
  { "", "1. ", "fin", 0, "fin" },
  { "", "[", "fin", 0, "[[[[fin" },
  { "", "![", "fin", 0, "![![fin" },
  { "", "[a](", "fin", 0, "[a](fin" },
  { "", "[a][", "fin", 0, "fin" },
  { "", "`", " fin", 10000, NULL },
  { "a", "`", " fin", 0, "``` fin" },
  { "", "` `` ``` ", "fin", 0, NULL },
  { "", "*", "fin", 0, "***fin" },
  { "", "**a ", "fin", 0, NULL },
  { "", "*a_b ", "fin", 0, NULL },
  { "", "_a *", "fin", 0, NULL },
  { "", "*a* ", "fin", 0, NULL },
  { "", "~~a", "fin", 0, NULL },
  { "", "<", "fin", 0, "<<<fin" },
  { "", "<b>", "fin", 0, "<b>fin" },
  { "", "<http://a", "fin", 0, NULL },
  { "", "&", "fin", 0, "&&fin" },
  { "", "&amp;", "fin", 0, "&&fin" },
  { "", "\\", "fin", 0, "\\fin" },
  { "", "# a\n", "", 0, NULL },
  { "", "a\n\n", "", 0, NULL },
  { "", "---\n", "", 0, NULL },
  { "", "a\n", "fin", 0, "a fin" },
  { "| a |\n|---|\n", "| b |\n", "", 0, NULL },
  { "", "|", "\n", 0, NULL },
  { "", "|a", "", 0, NULL },
  { "[x]: https://exemple.example/", "a", "\n\n", 1900, NULL },
  { "> a\n", "b\n", "fin", 0, "b fin" },
  { "> > > > > > > > > > - - - a\n", "b\n", "fin", 0, "b fin" },
  { "", "[a]: https://b.example/\n", "", 0, NULL },
  { "", "\n", "fin", 0, "fin" },
  { "", "\t", "fin", 0, "fin" },
  { "", "\u202e", "fin", 0, "fin" },
  { "", "é", "fin", 0, "éfin" },
  { "", "a@b.example ", "fin", 0, NULL },
  { "", "www.b.example ", "fin", 0, NULL },
  { "", "a.@", "fin", 0, NULL },
  { "https://b.example/", "(", "", 0, NULL },
  { "```\n", "a\n", "", 0, NULL },
};

static double
get_cpu_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

typedef struct
{
  guint blocks, runs, depth;
  gsize bytes;
  GString *words;
} Sizes;

static void
measure (Sizes *sizes, const SohoMarkdownBlock *block, guint depth)
{
  gboolean deeper = block->type == SOHO_MARKDOWN_LIST || block->type == SOHO_MARKDOWN_QUOTE;

  depth += deeper ? 1 : 0;
  sizes->blocks++;
  sizes->depth = MAX (sizes->depth, depth);
  for (guint i = 0; i < block->runs->len; i++)
    {
      SohoMarkdownRun *run = g_ptr_array_index (block->runs, i);

      sizes->runs++;
      sizes->bytes += strlen (run->text) + (run->link != NULL ? strlen (run->link) : 0);
      g_string_append (sizes->words, run->text);
    }
  for (guint i = 0; i < block->children->len; i++)
    measure (sizes, g_ptr_array_index (block->children, i), depth);
}

static void
check_bounds (const char *text, gsize length, const char *words)
{
  g_autoptr (GError) error = NULL;
  double before = get_cpu_s ();
  g_autoptr (SohoMarkdown) markdown = soho_markdown_parse (text, length, &error);
  double spent = get_cpu_s () - before;
  g_autoptr (GString) found = g_string_new (NULL);
  Sizes sizes = { .words = found };

  g_assert_no_error (error);
  measure (&sizes, markdown->document, 0);
  g_test_message ("%.12s… %.3f s, %u blocks, %u runs, %zu bytes%s", text, spent, sizes.blocks,
                  sizes.runs, sizes.bytes, markdown->truncated ? ", truncated" : "");
  g_assert_cmpfloat (spent, <, PATIENCE_S);
  g_assert_cmpuint (sizes.blocks, <=, SOHO_MARKDOWN_MOST_BLOCKS + 1);
  g_assert_cmpuint (sizes.runs, <=, SOHO_MARKDOWN_MOST_RUNS);
  g_assert_cmpuint (sizes.bytes, <=, SOHO_MARKDOWN_MOST_BYTES);
  g_assert_cmpuint (sizes.depth, <=, SOHO_MARKDOWN_DEEPEST);
  g_assert_true (g_utf8_validate (found->str, (gssize) found->len, NULL));
  if (words != NULL && strstr (found->str, words) == NULL)
    {
      g_test_message ("%.12s… shows no %s", text, words);
      g_test_fail ();
    }
}

static void
test_floods (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      const Flood *flood = &floods[i];
      g_autoptr (GString) text = g_string_new (flood->start);
      gsize room = SOHO_MARKDOWN_LONGEST - text->len - strlen (flood->end);
      gsize times = flood->times > 0 ? flood->times : room / strlen (flood->again);

      for (gsize n = 0; n < times; n++)
        g_string_append (text, flood->again);
      g_string_append (text, flood->end);
      check_bounds (text->str, text->len, flood->words);
    }
}

/* Few words that would become many: every use brings the address again, every short row all
 * columns. */
static void
test_small_becomes_large (void)
{
  g_autoptr (GString) uses = g_string_new ("[x]: https://exemple.example/");
  g_autoptr (GString) table = g_string_new ("|");

  for (guint i = 0; i < 1900; i++)
    g_string_append_c (uses, 'a');
  g_string_append (uses, "\n\n");
  for (guint i = 0; i < 60000; i++)
    g_string_append (uses, "[x] ");
  check_bounds (uses->str, uses->len, NULL);

  for (guint i = 0; i < 20000; i++)
    g_string_append (table, "a|");
  g_string_append (table, "\n|");
  for (guint i = 0; i < 20000; i++)
    g_string_append (table, "-|");
  for (guint i = 0; i < 50000; i++)
    g_string_append (table, "\n|");
  check_bounds (table->str, table->len, NULL);
}

static void
test_depth_is_flattened (void)
{
  check ("> > > > > > > > > > a", "quote(quote(quote(quote(quote(quote(quote(quote(p(a|)))))))))");
  check ("> > > > > > > > - a\n> > > > > > > > - b",
         "quote(quote(quote(quote(quote(quote(quote(quote(p(a|)p(b|)))))))))");
  check ("> > > > > > > - a\n> > > > > > >   - b\n> > > > > > > - c",
         "quote(quote(quote(quote(quote(quote(quote(list(item(p(a|)p(b|))item(p(c|))))))))))");
}

static void
test_truncation_is_told (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SohoMarkdown) whole = NULL;
  g_autoptr (SohoMarkdown) cut = NULL;

  for (guint i = 0; i < SOHO_MARKDOWN_MOST_BLOCKS; i++)
    g_string_append (text, "a\n\n");
  whole = soho_markdown_parse (text->str, text->len, NULL);
  g_assert_false (whole->truncated);
  g_assert_cmpuint (whole->document->children->len, ==, SOHO_MARKDOWN_MOST_BLOCKS);
  g_string_append (text, "b");
  cut = soho_markdown_parse (text->str, text->len, NULL);
  g_assert_true (cut->truncated);
  g_assert_cmpuint (cut->document->children->len, ==, SOHO_MARKDOWN_MOST_BLOCKS);
}

static void
check_refused (const char *text, gsize length, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (soho_markdown_parse (text, length, &error));
  g_assert_error (error, SOHO_MARKDOWN_ERROR, code);
}

static void
test_refusals (void)
{
  g_autofree char *long_text = g_strnfill (SOHO_MARKDOWN_LONGEST + 1, 'a');

  check_refused ("a\xff", 2, SOHO_MARKDOWN_ERROR_ENCODING);
  check_refused ("\xc3", 1, SOHO_MARKDOWN_ERROR_ENCODING);
  check_refused ("\xed\xa0\x80", 3, SOHO_MARKDOWN_ERROR_ENCODING);
  check_refused ("a\0b", 3, SOHO_MARKDOWN_ERROR_ENCODING);
  check_refused (long_text, SOHO_MARKDOWN_LONGEST + 1, SOHO_MARKDOWN_ERROR_TOO_LONG);
}

static void
test_long_addresses (void)
{
  g_autofree char *path = g_strnfill (SOHO_MARKDOWN_LONGEST_ADDRESS, 'a');
  g_autofree char *text = g_strdup_printf ("[a](https://exemple.example/%s)", path);

  check (text, "p(a|)");
}

/* Signs that mean something, in any order: nothing may be broken by them. */
static void
test_random_texts (void)
{
  static const char *const pieces[]
      = { "*",   "_",  "`",  "[",    "]",   "(",  ")",   "<",  ">",      "#",     "-",
          "1.",  "|",  "\n", "\n\n", "  ",  "\t", "![",  "~~", "&",      "&amp;", "https:",
          "//a", "\\", "é",  "---",  "```", "a",  "[x]", ": ", "\u202e", "=" };
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);

  for (guint round = 0; round < 4000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (SohoMarkdown) markdown = NULL;
      g_autofree char *dump = NULL;

      for (int n = g_rand_int_range (random, 1, 60); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      markdown = soho_markdown_parse (text->str, text->len, NULL);
      g_assert_nonnull (markdown);
      g_assert_false (markdown->truncated);
      dump = dup_dump (markdown);
      g_assert_true (g_utf8_validate (dump, -1, NULL));
      g_assert_null (strstr (dump, "\u202e"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/plain", test_plain);
  g_test_add_func ("/markdown/hostile", test_hostile);
  g_test_add_func ("/markdown/floods", test_floods);
  g_test_add_func ("/markdown/small-becomes-large", test_small_becomes_large);
  g_test_add_func ("/markdown/depth-is-flattened", test_depth_is_flattened);
  g_test_add_func ("/markdown/truncation-is-told", test_truncation_is_told);
  g_test_add_func ("/markdown/refusals", test_refusals);
  g_test_add_func ("/markdown/long-addresses", test_long_addresses);
  g_test_add_func ("/markdown/random-texts", test_random_texts);
  return g_test_run ();
}
