/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* CSV as RFC 4180 has it and as spreadsheets write it.
 *
 * Reading: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252; semicolon,
 * comma or tab, whichever the header line has most of (or a first line "sep=;" says); CR, LF and
 * CRLF; quoted fields with line breaks and doubled quotes. A quote inside an unquoted field is a
 * plain character. Rows whose fields are all blank and unquoted are skipped, and blank fields past
 * the last column dropped, since spreadsheets write both.
 *
 * A field that a spreadsheet would take for a formula (it begins with = + - @ tab, CR or LF) is
 * written with an apostrophe before it, so that "+33 5 62…" stays a text and no stranger's formula
 * runs; one that begins with apostrophes and then such a character gets one more. Reading takes
 * one apostrophe away from exactly these. So every field comes back as it was; "-0.58", a plain
 * negative number, needs no mark and gets none. */

#define SOHO_CSV_MAX_COLUMNS 256
#define SOHO_CSV_MAX_FIELD 262144 /* bytes of UTF-8: more than any field of a kind may hold */

/* Put first into a file, makes spreadsheets read what follows as UTF-8. */
#define SOHO_CSV_BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef enum
{
  SOHO_CSV_ERROR_ENCODING, /* neither UTF-8 nor Windows-1252, or damaged; no reader */
  SOHO_CSV_ERROR_HEADER,   /* no header, or columns that cannot be told apart; no reader */
  SOHO_CSV_ERROR_ROW,      /* this row cannot be read; the reader stands at the next */
} SohoCsvError;

#define SOHO_CSV_ERROR (soho_csv_error_quark ())
GQuark soho_csv_error_quark (void);

typedef struct _SohoCsvReader SohoCsvReader;

/* Decodes bytes and reads the header line. Returns NULL with an error of SOHO_CSV_ERROR that names
 * the line and says what to do. */
SohoCsvReader *soho_csv_reader_new (GBytes *bytes, GError **error);
void soho_csv_reader_free (SohoCsvReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoCsvReader, soho_csv_reader_free)

/* The names of the columns, without spaces around them; none is empty, no two are equal.
 * NULL-terminated, 1 to SOHO_CSV_MAX_COLUMNS, owned by the reader. */
const char *const *soho_csv_reader_get_header (SohoCsvReader *self);

/* Reads the next row. fields: receives one string for each column of the header, "" where the row
 * is shorter; they belong to the reader and last until the next call, so the array must not free
 * them. line: receives the line of the file, from 1, at which the row begins (also with an error);
 * may be NULL. Returns FALSE without an error at the end. Returns FALSE with an error for a row
 * that cannot be read; the caller may go on with the row after it. */
gboolean soho_csv_reader_next (SohoCsvReader *self, GPtrArray *fields, guint *line, GError **error);

/* Appends one field, in quotes where any reader might need them, whatever the separator. text:
 * UTF-8, NULL is empty. */
void soho_csv_append_field (GString *out, const char *text);

/* Appends n_fields fields (at least 1) and CRLF. separator: ';', ',' or '\t'. A row of empty fields
 * is written so that reading does not skip it. */
void soho_csv_append_row (GString *out, const char *const *fields, gsize n_fields, char separator);
