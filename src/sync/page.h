/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/rows.h"
#include "protocol.h"

/* One line of the protocol, see protocol.h.
 *
 * Columns: integers, ids, revisions, dates, instants, references and booleans are differences to
 * the value before in the column; reals are whole numbers of their last decimal, as differences
 * too; texts and enumerations are strings, sets are arrays of strings; null is "not said". A column
 * in which most rows say nothing is {"at":[row differences],"is":[values]}. A column without any
 * value is left out. */
typedef enum
{
  SOHO_PAGE_BEGIN,
  SOHO_PAGE_ROWS,
  SOHO_PAGE_END,
} SohoPageType;

typedef struct
{
  SohoPageType type;
  char *token;     /* BEGIN: the point at which the fill begins */
  char *kind;      /* ROWS: the kind's name, also when we do not know it */
  char *audience;  /* ROWS */
  SohoRows *rows;  /* ROWS; NULL when there are none or the kind is not known */
  gint64 *deleted; /* ROWS */
  guint n_deleted;
  gint64 *erased; /* ROWS: of what was deleted, what must be forgotten wherever it is kept */
  guint n_erased;
  char *to;           /* ROWS of a fill: where it has come to; NULL in the tail */
  char *cursor;       /* END */
  char **dropped;     /* END: audiences that the reader is no longer in; may be NULL for none */
  char **overwritten; /* END: what the reader wrote and others replaced, each "ENTRY EDIT"; may be
                         NULL for none */
} SohoPage;

void soho_page_free (SohoPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPage, soho_page_free)

/* The line of a page, without a line break. dropped, overwritten: NULL for none. */
char *soho_page_dup_begin_line (const char *token);
char *soho_page_dup_end_line (const char *cursor, const char *const *dropped);
char *soho_page_dup_end_line_with (const char *cursor,
                                   const char *const *dropped,
                                   const char *const *overwritten);

/* rows: may be NULL if there are only deletions. to: NULL in the tail. To be freed. */
char *soho_page_dup_rows_line (const SohoKind *kind,
                               const char *audience,
                               const SohoRows *rows,
                               const gint64 *deleted,
                               guint n_deleted,
                               const char *to);

/* The line that tells of records whose person was erased. To be freed. */
char *soho_page_dup_erased_line (const SohoKind *kind,
                                 const char *audience,
                                 const gint64 *erased,
                                 guint n_erased);

/* Reads a line. Columns that the model does not know are passed over. Everything that could hurt
 * the reader is refused: ids and differences out of range, columns of the wrong length or type, ids
 * that do not ascend. Errors: SOHO_PROTOCOL_ERROR_INVALID. */
SohoPage *soho_page_parse (const SohoModel *model, const char *line, gsize length, GError **error);

/* One zstd frame of a line. level: 1 to 19. */
GBytes *soho_page_compress (const char *line, gsize length, int level);

/* The lines of a run of frames, each ended by a line break, for those who cannot read zstd. NULL if
 * it is damaged. */
GBytes *soho_page_decompress_all (GBytes *frames);
