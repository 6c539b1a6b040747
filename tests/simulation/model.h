/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "edit-list.h"
#include "world.h"

/* What the network must be, kept beside it by rules of its own: every write that the server has
 * acknowledged, done once, in order. */

typedef struct
{
  const SohoKind *kind;
  gint64 id;
  gint64 revision;
  SohoValue *values;
  char *audience;
  gint64 *changed_at; /* per field: the revision in which it changed last, 0 if never since */
  guint *changed_by;  /* per field: the writer of that */
} ModelRecord;

Model *model_new (void);
void model_free (Model *self);

/* NULL if there is none. */
ModelRecord *model_find (Model *self, gint64 id);

/* Whether somebody could read a record of this id once, who cannot now. */
gboolean model_was_there (Model *self, gint64 id);

/* All of them, by id. Owned by the caller, the records are not. */
GPtrArray *model_list (Model *self);

/* What everybody in these audiences can read, a line for each record, by kind and id. */
char *model_dup_readable (Model *self, const char *const *audiences);

/* A record as such a line. */
void model_append_line (GString *out,
                        const SohoKind *kind,
                        gint64 id,
                        gint64 revision,
                        const char *audience,
                        const SohoValue *values);

/* The server has written by itself. values: NULL to delete. */
void model_write (Model *self, const SohoKind *kind, gint64 id, const SohoValue *values);

/* The audiences of a person, from what was granted; NULL: of a visitor. Free with g_strfreev (). */
char **model_dup_audiences (const Person *person);

/* The server has answered these edits of the writer (SohoSentEdit); refusals: SohoRefusal. Fails
 * an oracle if it should have answered otherwise. */
void model_take_edits (World *world,
                       const Person *person,
                       guint writer,
                       const SohoEditsRequest *request,
                       const SohoEditsAnswer *answer);

/* What was answered to an edit: NULL if it never was, "" if it was accepted, or a code. */
const char *model_get_verdict (Model *self, guint writer, gint64 number);

/* Up to which number the writer's edits have been answered. */
gint64 model_get_last (Model *self, guint writer);

/* What a writer must be handed back. */
typedef struct
{
  guint writer;
  gint64 id;
  const SohoKind *kind;
  guint field;
  SohoValue value;
  gboolean seen; /* the oracle has found it in a tray */
} ModelLoss;

/* All of them: ModelLoss. */
GPtrArray *model_get_losses (Model *self);

/* Compares with what the archive holds. */
gboolean model_compare (World *world);
