/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Markdown as people write it (CommonMark with tables, task lists, struck text and bare addresses),
 * read into a tree of plain blocks that a window can show. Reading only.
 *
 * Texts come from outside. So nothing of them can do more than be read: HTML is shown as it was
 * typed, pictures are their description, a link is one of http, https, mailto or tel or else plain
 * text. Control characters, and those that turn the direction of what follows, are left out. The
 * tree is bounded, whatever the text: see the limits below. */

#define SOHO_MARKDOWN_LONGEST 262144    /* bytes of text; more is an error */
#define SOHO_MARKDOWN_DEEPEST 8         /* lists and quotes in each other; deeper ones are flat */
#define SOHO_MARKDOWN_MOST_BLOCKS 4000  /* of all types; what comes after is left out */
#define SOHO_MARKDOWN_MOST_RUNS 16000   /* likewise */
#define SOHO_MARKDOWN_MOST_BYTES 524288 /* of words and addresses; likewise */
#define SOHO_MARKDOWN_LONGEST_ADDRESS 2000 /* bytes; a longer one is no link */

typedef enum
{
  SOHO_MARKDOWN_DOCUMENT,  /* the whole: blocks */
  SOHO_MARKDOWN_HEADING,   /* runs */
  SOHO_MARKDOWN_PARAGRAPH, /* runs */
  SOHO_MARKDOWN_QUOTE,     /* blocks */
  SOHO_MARKDOWN_LIST,      /* items */
  SOHO_MARKDOWN_ITEM,      /* blocks */
  SOHO_MARKDOWN_CODE,      /* runs of lines as they were typed */
  SOHO_MARKDOWN_TABLE,     /* rows */
  SOHO_MARKDOWN_ROW,       /* cells, as many in each row of a table */
  SOHO_MARKDOWN_CELL,      /* runs */
  SOHO_MARKDOWN_BREAK,     /* nothing: a line across */
} SohoMarkdownType;

typedef enum
{
  SOHO_MARKDOWN_EMPHASIS = 1 << 0,
  SOHO_MARKDOWN_STRONG = 1 << 1,
  SOHO_MARKDOWN_VERBATIM = 1 << 2, /* `code` */
  SOHO_MARKDOWN_STRUCK = 1 << 3,
} SohoMarkdownStyle;

typedef enum
{
  SOHO_MARKDOWN_NO_TASK,
  SOHO_MARKDOWN_TO_DO,
  SOHO_MARKDOWN_DONE,
} SohoMarkdownTask;

typedef enum
{
  SOHO_MARKDOWN_START,
  SOHO_MARKDOWN_CENTER,
  SOHO_MARKDOWN_END,
} SohoMarkdownAlign;

/* Words of one look. */
typedef struct
{
  char *text; /* UTF-8; '\n' is a break that was asked for */
  char *link; /* a URI; NULL for none */
  SohoMarkdownStyle style;
} SohoMarkdownRun;

typedef struct
{
  SohoMarkdownType type;
  GPtrArray *children;     /* of SohoMarkdownBlock; empty where there are runs */
  GPtrArray *runs;         /* of SohoMarkdownRun; neighbours differ in look */
  guint level;             /* of a heading: 1 to 6 */
  gboolean ordered;        /* of a list */
  guint number;            /* of an item of an ordered list */
  SohoMarkdownTask task;   /* of an item */
  gboolean header;         /* of a row: it names the columns */
  SohoMarkdownAlign align; /* of a cell */
} SohoMarkdownBlock;

typedef struct
{
  SohoMarkdownBlock *document;
  gboolean truncated; /* a limit was met: the text goes on */
} SohoMarkdown;

typedef enum
{
  SOHO_MARKDOWN_ERROR_ENCODING, /* no UTF-8, or with NUL in it */
  SOHO_MARKDOWN_ERROR_TOO_LONG,
} SohoMarkdownError;

#define SOHO_MARKDOWN_ERROR (soho_markdown_error_quark ())
GQuark soho_markdown_error_quark (void);

/* text: length bytes. Errors: SOHO_MARKDOWN_ERROR, with a sentence for the person. */
SohoMarkdown *soho_markdown_parse (const char *text, gsize length, GError **error);
void soho_markdown_free (SohoMarkdown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoMarkdown, soho_markdown_free)

/* The words of the block's runs, without their looks. To be freed. */
char *soho_markdown_block_dup_text (const SohoMarkdownBlock *block);
