/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A file of data/demo, which is built into the program: should one be missing or damaged, the
 * program was built wrong and ends. */
typedef struct _SohoDemoTable SohoDemoTable;

/* name: "trades.csv". */
SohoDemoTable *soho_demo_table_load (const char *name);
void soho_demo_table_free (SohoDemoTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoDemoTable, soho_demo_table_free)

guint soho_demo_table_get_n_rows (const SohoDemoTable *self);

/* The names of the columns, NULL-terminated. */
const char *const *soho_demo_table_get_columns (const SohoDemoTable *self);

/* The text of one cell, "" if it is empty. Row and column must exist. Both live as long as the
 * table. */
const char *soho_demo_table_get (const SohoDemoTable *self, guint row, const char *column);

/* The row whose cell of that column is text, which must exist. */
guint soho_demo_table_find (const SohoDemoTable *self, const char *column, const char *text);

/* A whole text of data/demo without the line break at its end: "guides/se-deplacer.md". To be
 * freed. Ends the program if it is missing. */
char *soho_demo_table_load_text (const char *name);
