/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/markdown.h"

#include <glib/gi18n-lib.h>
#include <md4c.h>
#include <string.h>

#define DIALECT                                                                                    \
  (MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_STRIKETHROUGH                     \
   | MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOINDENTEDCODEBLOCKS)

/* What md4c tells on its way through the text, and what we hold of it meanwhile. */
typedef struct
{
  SohoMarkdown *result;
  GPtrArray *open;  /* of SohoMarkdownBlock, from the document inwards; NULL for a flat one */
  gboolean implied; /* the innermost is a paragraph that we opened, not md4c */
  guint depth;      /* lists and quotes that are open and not flat */
  guint n_blocks;
  guint n_runs;
  gsize n_bytes;
  guint emphasis, strong, verbatim, struck, links; /* spans that are open */
  char *link;                                      /* where the outermost link leads, or NULL */
  SohoMarkdownRun *run;                            /* the last one, while it grows; NULL for none */
  SohoMarkdownBlock *run_block;
  GString *words; /* of the run that grows */
} Reading;

G_DEFINE_QUARK (soho - markdown - error - quark, soho_markdown_error)

static void
run_free (gpointer data)
{
  SohoMarkdownRun *run = data;

  g_free (run->text);
  g_free (run->link);
  g_free (run);
}

/* Not deeper than the limit, so that freeing children may go by itself. */
static void
block_free (gpointer data)
{
  SohoMarkdownBlock *block = data;

  g_ptr_array_unref (block->children);
  g_ptr_array_unref (block->runs);
  g_free (block);
}

static SohoMarkdownBlock *
block_new (SohoMarkdownType type)
{
  SohoMarkdownBlock *block = g_new0 (SohoMarkdownBlock, 1);

  block->type = type;
  block->children = g_ptr_array_new_with_free_func (block_free);
  block->runs = g_ptr_array_new_with_free_func (run_free);
  return block;
}

/* Left out: control characters but tab and line feed, what turns or marks a direction, invisible
 * tags, and what only looks like the end of a line. */
static gboolean
is_harmful (gunichar character)
{
  static const struct
  {
    gunichar first, last;
  } ranges[] = {
    { 0x0, 0x8 },       { 0xb, 0x1f },        { 0x7f, 0x9f },     { 0x61c, 0x61c },
    { 0x200e, 0x200f }, { 0x2028, 0x202e },   { 0x2060, 0x206f }, { 0xfeff, 0xfeff },
    { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (character >= ranges[i].first && character <= ranges[i].last)
      return TRUE;
  return FALSE;
}

static void
append_clean (GString *into, const char *text, gsize length)
{
  for (const char *end = text + length; text < end; text = g_utf8_next_char (text))
    if (!is_harmful (g_utf8_get_char (text)))
      g_string_append_len (into, text, g_utf8_next_char (text) - text);
}

/* "&#233;" and "&#xe9;": to a character, or nothing where there is none of that number. */
static gboolean
append_numbered (GString *into, const char *entity, gsize length)
{
  g_autofree char *number = g_strndup (entity + 2, length - 3);
  gboolean hexadecimal = *number == 'x' || *number == 'X';
  guint64 code = g_ascii_strtoull (number + (hexadecimal ? 1 : 0), NULL, hexadecimal ? 16 : 10);

  if (code == 0 || code > 0x10ffff || !g_unichar_validate ((gunichar) code))
    return FALSE;
  if (!is_harmful ((gunichar) code))
    g_string_append_unichar (into, (gunichar) code);
  return TRUE;
}

/* The names that people who write texts know; others stay as they were typed. */
static void
append_entity (GString *into, const char *entity, gsize length)
{
  static const struct
  {
    const char *name, *text;
  } named[] = {
    { "&amp;", "&" },    { "&lt;", "<" },        { "&gt;", ">" },     { "&quot;", "\"" },
    { "&apos;", "'" },   { "&nbsp;", "\u00a0" }, { "&euro;", "€" },   { "&copy;", "©" },
    { "&hellip;", "…" }, { "&laquo;", "«" },     { "&raquo;", "»" },  { "&rsquo;", "’" },
    { "&ndash;", "–" },  { "&mdash;", "—" },     { "&deg;", "°" },    { "&eacute;", "é" },
    { "&egrave;", "è" }, { "&agrave;", "à" },    { "&ccedil;", "ç" }, { "&oelig;", "œ" },
  };

  if (length > 3 && entity[1] == '#' && append_numbered (into, entity, length))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    if (strlen (named[i].name) == length && strncmp (named[i].name, entity, length) == 0)
      {
        g_string_append (into, named[i].text);
        return;
      }
  append_clean (into, entity, length);
}

static char *
dup_attribute (const MD_ATTRIBUTE *attribute)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; attribute->size > 0 && attribute->substr_offsets[i] < attribute->size; i++)
    {
      MD_OFFSET start = attribute->substr_offsets[i];
      MD_OFFSET end = attribute->substr_offsets[i + 1];

      if (attribute->substr_types[i] == MD_TEXT_ENTITY)
        append_entity (text, attribute->text + start, end - start);
      else
        append_clean (text, attribute->text + start, end - start);
    }
  return g_string_free (text, FALSE);
}

/* The address as a URI that may be followed; NULL if it may not. */
static char *
dup_link (const MD_ATTRIBUTE *attribute)
{
  static const char *const schemes[] = { "http", "https", "mailto", "tel", NULL };
  g_autofree char *address = NULL, *uri = NULL;
  const char *scheme;

  if (attribute->size > SOHO_MARKDOWN_LONGEST_ADDRESS)
    return NULL;
  address = dup_attribute (attribute);
  /* Letters with accents and the like, as people paste them; what is escaped already stays. */
  uri = g_uri_escape_string (
      address,
      "%" G_URI_RESERVED_CHARS_GENERIC_DELIMITERS G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS,
      FALSE);
  scheme = g_uri_peek_scheme (uri);
  if (scheme == NULL || !g_strv_contains (schemes, scheme)
      || strlen (uri) > SOHO_MARKDOWN_LONGEST_ADDRESS
      || !g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL))
    return NULL;
  return g_steal_pointer (&uri);
}

static SohoMarkdownBlock *
get_innermost (Reading *self)
{
  for (guint i = self->open->len; i > 0; i--)
    if (g_ptr_array_index (self->open, i - 1) != NULL)
      return g_ptr_array_index (self->open, i - 1);
  g_assert_not_reached ();
}

/* Opens a block in the innermost one. NULL past the limit, which ends the reading. */
static SohoMarkdownBlock *
open_block (Reading *self, SohoMarkdownType type)
{
  SohoMarkdownBlock *block;

  if (self->n_blocks == SOHO_MARKDOWN_MOST_BLOCKS)
    return NULL;
  self->n_blocks++;
  block = block_new (type);
  g_ptr_array_add (get_innermost (self)->children, block);
  g_ptr_array_add (self->open, block);
  return block;
}

/* What the run that grows has come to. */
static void
settle (Reading *self)
{
  if (self->run != NULL)
    self->run->text = g_strndup (self->words->str, self->words->len);
  self->run = NULL;
}

static void
close_implied (Reading *self)
{
  if (self->implied)
    g_ptr_array_remove_index (self->open, self->open->len - 1);
  self->implied = FALSE;
}

/* Lists and quotes deeper than we show: what is in them stands in the block around them. */
static int
open_flat (Reading *self)
{
  g_ptr_array_add (self->open, NULL);
  return 0;
}

static int
open_container (Reading *self, SohoMarkdownType type, const MD_BLOCK_OL_DETAIL *ordered)
{
  SohoMarkdownBlock *block;

  if (self->depth == SOHO_MARKDOWN_DEEPEST)
    return open_flat (self);
  block = open_block (self, type);
  if (block == NULL)
    return -1;
  block->ordered = ordered != NULL;
  block->number = ordered != NULL ? ordered->start : 0; /* for its items to count from */
  self->depth++;
  return 0;
}

static int
open_item (Reading *self, const MD_BLOCK_LI_DETAIL *detail)
{
  SohoMarkdownBlock *list = g_ptr_array_index (self->open, self->open->len - 1), *item;

  if (list == NULL)
    return open_flat (self);
  item = open_block (self, SOHO_MARKDOWN_ITEM);
  if (item == NULL)
    return -1;
  item->number = list->ordered ? list->number + list->children->len - 1 : 0;
  if (detail->is_task)
    item->task = detail->task_mark == ' ' ? SOHO_MARKDOWN_TO_DO : SOHO_MARKDOWN_DONE;
  return 0;
}

static int
open_cell (Reading *self, const MD_BLOCK_TD_DETAIL *detail)
{
  SohoMarkdownBlock *cell = open_block (self, SOHO_MARKDOWN_CELL);

  if (cell == NULL)
    return -1;
  cell->align = detail->align == MD_ALIGN_RIGHT    ? SOHO_MARKDOWN_END
                : detail->align == MD_ALIGN_CENTER ? SOHO_MARKDOWN_CENTER
                                                   : SOHO_MARKDOWN_START;
  return 0;
}

static int
open_heading (Reading *self, const MD_BLOCK_H_DETAIL *detail)
{
  SohoMarkdownBlock *heading = open_block (self, SOHO_MARKDOWN_HEADING);

  if (heading == NULL)
    return -1;
  heading->level = detail->level;
  return 0;
}

static int
on_enter_block (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Reading *self = user_data;

  close_implied (self);
  switch (type)
    {
    case MD_BLOCK_DOC: /* open from the start */
      return 0;
    case MD_BLOCK_QUOTE:
      return open_container (self, SOHO_MARKDOWN_QUOTE, NULL);
    case MD_BLOCK_UL:
      return open_container (self, SOHO_MARKDOWN_LIST, NULL);
    case MD_BLOCK_OL:
      return open_container (self, SOHO_MARKDOWN_LIST, detail);
    case MD_BLOCK_LI:
      return open_item (self, detail);
    case MD_BLOCK_H:
      return open_heading (self, detail);
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      return open_cell (self, detail);
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
      return open_flat (self);
    case MD_BLOCK_TABLE:
      return open_block (self, SOHO_MARKDOWN_TABLE) != NULL ? 0 : -1;
    case MD_BLOCK_TR:
      return open_block (self, SOHO_MARKDOWN_ROW) != NULL ? 0 : -1;
    case MD_BLOCK_HR:
      return open_block (self, SOHO_MARKDOWN_BREAK) != NULL ? 0 : -1;
    case MD_BLOCK_CODE:
      return open_block (self, SOHO_MARKDOWN_CODE) != NULL ? 0 : -1;
    case MD_BLOCK_HTML: /* not in this dialect */
    case MD_BLOCK_P:
      return open_block (self, SOHO_MARKDOWN_PARAGRAPH) != NULL ? 0 : -1;
    }
  return -1;
}

static int
on_leave_block (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Reading *self = user_data;
  SohoMarkdownBlock *block;

  close_implied (self);
  if (type == MD_BLOCK_CODE && self->run != NULL && self->words->len > 0
      && self->words->str[self->words->len - 1] == '\n')
    g_string_truncate (self->words, self->words->len - 1); /* the line's end is not a line */
  settle (self);
  if (type == MD_BLOCK_DOC)
    return 0;
  block = g_ptr_array_index (self->open, self->open->len - 1);
  g_ptr_array_remove_index (self->open, self->open->len - 1);
  if (block == NULL)
    return 0;
  if (block->type == SOHO_MARKDOWN_LIST || block->type == SOHO_MARKDOWN_QUOTE)
    self->depth--;
  else if (type == MD_BLOCK_TH)
    get_innermost (self)->header = TRUE;
  return 0;
}

static void
open_link (Reading *self, const MD_SPAN_A_DETAIL *detail)
{
  if (self->links++ == 0)
    self->link = dup_link (&detail->href);
}

static void
close_link (Reading *self)
{
  if (--self->links == 0)
    g_clear_pointer (&self->link, g_free);
}

/* The counter of a span that only changes the look; NULL for others. */
static guint *
find_counter (Reading *self, MD_SPANTYPE type)
{
  switch (type)
    {
    case MD_SPAN_EM:
      return &self->emphasis;
    case MD_SPAN_STRONG:
      return &self->strong;
    case MD_SPAN_CODE:
      return &self->verbatim;
    case MD_SPAN_DEL:
      return &self->struck;
    default:
      return NULL;
    }
}

static int
on_enter_span (MD_SPANTYPE type, void *detail, void *user_data)
{
  Reading *self = user_data;
  guint *counter = find_counter (self, type);

  if (counter != NULL)
    (*counter)++;
  else if (type == MD_SPAN_A)
    open_link (self, detail);
  return 0;
}

static int
on_leave_span (MD_SPANTYPE type, void *detail, void *user_data)
{
  Reading *self = user_data;
  guint *counter = find_counter (self, type);

  if (counter != NULL)
    (*counter)--;
  else if (type == MD_SPAN_A)
    close_link (self);
  return 0;
}

/* The block that words go to now. In an item of a tight list md4c opens none. */
static SohoMarkdownBlock *
find_block_of_words (Reading *self)
{
  SohoMarkdownBlock *block = get_innermost (self);

  switch (block->type)
    {
    case SOHO_MARKDOWN_HEADING:
    case SOHO_MARKDOWN_PARAGRAPH:
    case SOHO_MARKDOWN_CODE:
    case SOHO_MARKDOWN_CELL:
      return block;
    default:
      block = open_block (self, SOHO_MARKDOWN_PARAGRAPH);
      self->implied = block != NULL;
      return block;
    }
}

static SohoMarkdownStyle
get_style (Reading *self)
{
  return (self->emphasis > 0 ? SOHO_MARKDOWN_EMPHASIS : 0)
         | (self->strong > 0 ? SOHO_MARKDOWN_STRONG : 0)
         | (self->verbatim > 0 ? SOHO_MARKDOWN_VERBATIM : 0)
         | (self->struck > 0 ? SOHO_MARKDOWN_STRUCK : 0);
}

/* Begins a run in a block. FALSE past the limits. */
static gboolean
begin_run (Reading *self, SohoMarkdownBlock *block, SohoMarkdownStyle style)
{
  settle (self);
  self->n_bytes += self->link != NULL ? strlen (self->link) : 0;
  if (self->n_runs == SOHO_MARKDOWN_MOST_RUNS || self->n_bytes > SOHO_MARKDOWN_MOST_BYTES)
    return FALSE;
  self->n_runs++;
  self->run = g_new0 (SohoMarkdownRun, 1);
  self->run->style = style;
  self->run->link = g_strdup (self->link);
  self->run_block = block;
  g_string_truncate (self->words, 0);
  g_ptr_array_add (block->runs, self->run);
  return TRUE;
}

static int
append_words (Reading *self, const char *words, gsize length)
{
  SohoMarkdownBlock *block = find_block_of_words (self);
  SohoMarkdownStyle style = get_style (self);

  if (block == NULL || self->n_bytes + length > SOHO_MARKDOWN_MOST_BYTES)
    return -1;
  if ((self->run == NULL || self->run_block != block || self->run->style != style
       || g_strcmp0 (self->run->link, self->link) != 0)
      && !begin_run (self, block, style))
    return -1;
  self->n_bytes += length;
  g_string_append_len (self->words, words, (gssize) length);
  return 0;
}

static int
on_text (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  Reading *self = user_data;
  g_autoptr (GString) words = g_string_sized_new (size + 1);

  switch (type)
    {
    case MD_TEXT_SOFTBR:
      g_string_append_c (words, ' ');
      break;
    case MD_TEXT_BR:
      g_string_append_c (words, '\n');
      break;
    case MD_TEXT_ENTITY:
      append_entity (words, text, size);
      break;
    default:
      append_clean (words, text, size);
    }
  return words->len > 0 ? append_words (self, words->str, words->len) : 0;
}

static void
reading_clear (Reading *self)
{
  g_ptr_array_unref (self->open);
  g_string_free (self->words, TRUE);
  g_free (self->link);
}

SohoMarkdown *
soho_markdown_parse (const char *text, gsize length, GError **error)
{
  static const MD_PARSER parser = { .flags = DIALECT,
                                    .enter_block = on_enter_block,
                                    .leave_block = on_leave_block,
                                    .enter_span = on_enter_span,
                                    .leave_span = on_leave_span,
                                    .text = on_text };
  Reading reading = { NULL };

  if (length > SOHO_MARKDOWN_LONGEST)
    {
      g_set_error (error, SOHO_MARKDOWN_ERROR, SOHO_MARKDOWN_ERROR_TOO_LONG,
                   _ ("This text is too long to be shown: more than %d KB."),
                   SOHO_MARKDOWN_LONGEST / 1024);
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, SOHO_MARKDOWN_ERROR, SOHO_MARKDOWN_ERROR_ENCODING,
                           _ ("This text is damaged: it is not written in UTF-8."));
      return NULL;
    }

  reading.result = g_new0 (SohoMarkdown, 1);
  reading.result->document = block_new (SOHO_MARKDOWN_DOCUMENT);
  reading.open = g_ptr_array_new ();
  reading.words = g_string_new (NULL);
  g_ptr_array_add (reading.open, reading.result->document);
  reading.result->truncated = md_parse (text, (MD_SIZE) length, &parser, &reading) != 0;
  settle (&reading);
  reading_clear (&reading);
  return reading.result;
}

void
soho_markdown_free (SohoMarkdown *self)
{
  block_free (self->document);
  g_free (self);
}

char *
soho_markdown_block_dup_text (const SohoMarkdownBlock *block)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < block->runs->len; i++)
    g_string_append (text, ((SohoMarkdownRun *) g_ptr_array_index (block->runs, i))->text);
  return g_string_free (text, FALSE);
}
