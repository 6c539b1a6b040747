/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* An edit: what a person did to one record, as a value. It says only what it changes, so that what
 * others change at the same time can stand beside it. */

typedef enum
{
  SOHO_EDIT_CREATE,
  SOHO_EDIT_CHANGE,
  SOHO_EDIT_DELETE,
} SohoEditAct;

typedef struct
{
  const SohoKind *kind;
  SohoEditAct act;
  gint64 number; /* among the edits of its writer, from 1 without a gap; 0 if it has none yet */
  gint64 id;
  gint64 base;        /* the revision that its writer saw; 0 if the server had none */
  gboolean *touched;  /* per field */
  SohoValue *values;  /* of touched fields: what each becomes, NONE to empty it; of a set, the
                         elements added */
  SohoValue *removed; /* of touched sets: the elements taken out */
} SohoEdit;

/* One that changes nothing yet. */
SohoEdit *soho_edit_new (const SohoKind *kind, SohoEditAct act, gint64 id, gint64 base);
void soho_edit_free (SohoEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoEdit, soho_edit_free)

/* The edit that makes a record of these values. */
SohoEdit *soho_edit_new_record (const SohoKind *kind, gint64 id, const SohoValue *values);

/* The edit that leads from before to after, sets element by element; fields of one unit go
 * together. NULL if they are the same. */
SohoEdit *soho_edit_new_between (
    const SohoKind *kind, gint64 id, gint64 base, const SohoValue *before, const SohoValue *after);

/* Does to values what the edit says. Not for deletions. */
void soho_edit_apply (const SohoEdit *edit, SohoValue *values);
