/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* What a line of a file says, before it is known which record it is. */
typedef struct _SohoDraft SohoDraft;

struct _SohoDraft
{
  const SohoKind *kind;
  guint line;        /* of the file, from 1 */
  gint64 id;         /* 0 if not said */
  char *ref;         /* the name the file itself gives to the record; NULL if none */
  SohoValue *values; /* in the order of the kind's fields */
  gboolean *said;    /* whether the file has that field at all */
  char **references; /* texts of reference fields; NULL for none, or where values has the id */
  gboolean bad;      /* a cell was complained of and reads as if nothing were said */
  SohoDraft *whole;  /* of the same line: what this is a part of, before it in the drafts; NULL if
                        this is no part */
  char *column;      /* of a part: the name of its column, a GRefString; NULL if it is none */
};

SohoDraft *soho_draft_new (const SohoKind *kind, guint line);
void soho_draft_free (SohoDraft *draft);

/* What a line says of its record, as texts. Errors of SOHO_VALIDATION_ERROR; nothing is said then.
 */
gboolean soho_draft_set_id (SohoDraft *draft, const char *text, GError **error);
gboolean soho_draft_set_ref (SohoDraft *draft, const char *text, GError **error);
gboolean soho_draft_set_text (SohoDraft *draft, guint field, const char *text, GError **error);

/* The reason of a complaint, "FIELD: …", with the name of the column instead of the field's if the
 * draft is a part: nobody has seen its fields. To be freed. */
char *soho_draft_dup_reason (const SohoDraft *draft, const char *reason);

/* Adds "FILE:LINE: reason" to complaints. */
void soho_draft_complain (GPtrArray *complaints, const char *path, guint line, const char *reason);
