/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "change/edit.h"

/* How an edit meets what others did to the record since its writer saw it. Another field changed:
 * both stand. The same field: the later arrival stands, and what it overwrote is handed out. Sets
 * are merged by element, fields of one unit as one. What stands in the field `state` is a decision
 * that rests on the one before: it is never merged. */

/* Whether the edit rests on a state that is another one now, and may not be merged. changed: per
 * field, whether others changed it since. */
gboolean soho_edit_has_moved_on (const SohoEdit *edit, const gboolean *changed);

/* Makes values, which are as the record is now, what they are after the edit. overwritten: one per
 * field, none at first; receives what others had written and the edit replaced. Returns whether
 * there is any of that. Not for deletions. */
gboolean soho_edit_merge (const SohoEdit *edit,
                          const gboolean *changed,
                          SohoValue *values,
                          SohoValue *overwritten);
