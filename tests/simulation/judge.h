/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model.h"

/* What the rules say of an edit, told a second time. */

/* One edit as it is judged. */
typedef struct
{
  Model *model;
  const Person *person;
  guint writer;
  char **audiences;
  const SohoEdit *edit;
} Case;

/* "" if it may stand, or the code of its refusal. values: none at first; what the record becomes.
 */
const char *judge_edit (const Case *self, SohoValue *values);

/* Whether somebody else has changed the field since the edit's writer saw it. */
gboolean judge_is_unseen (const Case *self, const ModelRecord *record, guint field);
