/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "change/edit.h"
#include "change/refusal.h"
#include "protocol.h"

/* What a replica sends of its edits, and what the server answers; see protocol.h. The request is
 * one line of JSON, column by column:
 *
 *   {"acknowledged":N,"seen":E,"first":N,"count":C,"groups":[{"kind":K,"n":[…],"id":[…],
 *     "base":[…],"create":[…],"delete":[…],"set":{F:…},"add":{F:…},"remove":{F:…}},…]}
 *
 * A group holds the edits of one kind as rows: "n" is the place of each in the request, from 0;
 * "create" and "delete" are the rows that make and delete records, the others change one; they, and
 * "n", "id" and "base", are differences to the number before. A column is {"at":[rows, as
 * differences],"is":[values]}, or the values alone if every row says something. Values are as
 * formats/ndjson.h writes them, but for integers, booleans, dates, instants and references, which
 * are differences too; null empties a field; "add" and "remove" are what happens to sets.
 *
 * The answer is an object: "answered" is the number up to which all edits have been answered;
 * "refused" those that were not accepted, with "number", "code" (change/refusal.h) and, if there is
 * more to say, "field" and "detail"; "overwritten" what was accepted before and has been lost to
 * somebody who had not seen it: "entry" counts them, "edit" says it again (change/edit-line.h). */

/* The most edits that one request may hold. */
#define SOHO_EDITS_MAX 1000

/* The longest line of a request. */
#define SOHO_EDITS_LINE_MAX SOHO_PAGE_LINE_MAX

/* An answer has no more than this many of the overwritten; the others follow with the next. */
#define SOHO_OVERWRITTEN_MAX 50

/* One edit as it arrived. */
typedef struct
{
  gint64 number;
  SohoEdit *edit;       /* NULL if it cannot be made out */
  SohoRefusal *trouble; /* why it cannot be taken as it is; NULL if it can */
  char *digest;
} SohoSentEdit;

typedef struct
{
  gint64 acknowledged; /* the replica has kept the answers up to this number */
  gint64 seen;         /* and what was overwritten, up to this entry */
  gint64 first;        /* the number of the first edit */
  gboolean resumes;    /* the replica goes on after a restore: what lies between the number that it
                          heard of, resumed, and its first edit comes no more; see protocol.h */
  gint64 resumed;
  GPtrArray *edits; /* SohoSentEdit, by number, without a gap */
} SohoEditsRequest;

/* An empty list of SohoSentEdit, which it owns. */
GPtrArray *soho_edits_new_list (void);

void soho_edits_request_free (SohoEditsRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoEditsRequest, soho_edits_request_free)

typedef struct
{
  gint64 entry;
  SohoEdit *edit; /* NULL if this version cannot read it */
} SohoOverwritten;

typedef struct
{
  gint64 answered;
  GPtrArray *refusals;    /* SohoRefusal */
  GPtrArray *overwritten; /* SohoOverwritten */
} SohoEditsAnswer;

/* One that answers nothing yet. */
SohoEditsAnswer *soho_edits_answer_new (void);
void soho_edits_answer_free (SohoEditsAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoEditsAnswer, soho_edits_answer_free)

/* edit: taken. */
void soho_edits_answer_add_overwritten (SohoEditsAnswer *answer, gint64 entry, SohoEdit *edit);

/* The line of a request. edits: SohoEdit, at least one, by number without a gap. To be freed. */
char *soho_edits_dup_request (GPtrArray *edits, gint64 acknowledged, gint64 seen);

/* Reads one. What is wrong with a single edit is its trouble; what is wrong with the request is an
 * error: SOHO_PROTOCOL_ERROR_INVALID, SOHO_PROTOCOL_ERROR_TOO_LARGE if it has too many edits. */
SohoEditsRequest *
soho_edits_parse_request (const SohoModel *model, const char *line, gsize length, GError **error);

/* The answer as JSON, to be freed, and read again. Errors: SOHO_PROTOCOL_ERROR_INVALID. */
char *soho_edits_dup_answer (const SohoEditsAnswer *answer);
SohoEditsAnswer *
soho_edits_parse_answer (const SohoModel *model, const char *text, gsize length, GError **error);
