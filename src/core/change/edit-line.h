/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "change/edit.h"

/* An edit as one line of JSON: how it waits in a replica, and what its digest is made of:
 *
 *   {"act":"change","kind":K,"id":N,"base":R,"set":{…},"clear":[…],"add":{…},"remove":{…}}
 *
 * with values as formats/ndjson.h writes them, and without the members that would be empty. The
 * same edit always makes the same line. Its number is not part of it. */

/* To be freed. */
char *soho_edit_dup_line (const SohoEdit *edit);

/* Reads a line that a replica kept. Fields that the kind does not have any more are passed over.
 * NULL if it is no such line, or of a kind that the model does not know. Errors: SOHO_JSON_ERROR,
 * SOHO_VALIDATION_ERROR. */
SohoEdit *soho_edit_parse_line (const SohoModel *model, const char *line, GError **error);

/* What tells an edit from another of the same number. To be freed. */
char *soho_edit_dup_digest (const SohoEdit *edit);

/* "create", "change", "delete". */
const char *soho_edit_act_get_name (SohoEditAct act);
