/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Why an edit was refused, or came back. The words are the same on the wire, in the tray and for
 * scripts. */
#define SOHO_REFUSAL_NOT_YOURS "not_yours"       /* somebody else's to write */
#define SOHO_REFUSAL_INVALID "invalid"           /* the record would break a rule; see the field */
#define SOHO_REFUSAL_DEPENDS_ON "depends_on"     /* it rests on an edit that was refused */
#define SOHO_REFUSAL_MOVED_ON "moved_on"         /* the state it rests on is another one now */
#define SOHO_REFUSAL_GONE "gone"                 /* the record is no longer there for its writer */
#define SOHO_REFUSAL_UNKNOWN_KIND "unknown_kind" /* the server is older than the program */
#define SOHO_REFUSAL_ID_NOT_YOURS "id_not_yours" /* a number that is not the writer's to give */
#define SOHO_REFUSAL_OVERWRITTEN "overwritten"   /* it was accepted, and then lost to a later one */

/* One edit that was refused. */
typedef struct
{
  gint64 number;
  char *code;
  char *field;  /* may be NULL */
  char *detail; /* what the server said of it; may be NULL */
} SohoRefusal;

/* Copies the texts, of which field and detail may be NULL. */
SohoRefusal *
soho_refusal_new (gint64 number, const char *code, const char *field, const char *detail);

/* Of an edit whose record does not pass validation (SOHO_VALIDATION_ERROR). */
SohoRefusal *soho_refusal_new_invalid (gint64 number, const GError *error);
void soho_refusal_free (SohoRefusal *refusal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoRefusal, soho_refusal_free)

/* Whether a program of this version knows the word. */
gboolean soho_refusal_is_known (const char *code);

/* A sentence for the person: what happened to the edit. detail: what the server said of it, or
 * NULL. To be freed. */
char *soho_refusal_dup_sentence (const char *code, const char *field, const char *detail);
