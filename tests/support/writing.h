/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* A replica of the kinds for tests in which somebody has signed in, and short ways to write there
 * and to answer for the server. What fails ends the test. */
typedef struct
{
  char *directory;
  SohoReplica *replica;
} Writing;

void writing_open (Writing *self, gint64 person, guint writer);

/* Signs in again, under another number. */
void writing_sign_in (Writing *self, gint64 person, guint writer);

/* It must be sound. */
void writing_close (Writing *self);
void writing_assert_sound (Writing *self);

/* text: "field=text". */
void writing_set_value (const SohoKind *kind, SohoValue *values, const char *text);

/* texts: "field=text;field=text". Returns the id. */
gint64 writing_create (Writing *self, const SohoKind *kind, const char *texts);
void writing_edit (Writing *self, const SohoKind *kind, gint64 id, const char *text);
void writing_delete (Writing *self, const SohoKind *kind, gint64 id);

/* All up to this number is in a request. Returns the last that was before. */
gint64 writing_note_sent (Writing *self, gint64 upto);

/* The answer comes to all up to this number; refused: the number of the one that was not accepted,
 * with that code, for its field "name", which "is too short"; 0 for none. */
void writing_settle (Writing *self, gint64 upto, gint64 refused, const char *code);

/* Returns whether it may have reached the server. */
gboolean writing_withdraw (Writing *self, gint64 deed);
void writing_assert_cannot_withdraw (Writing *self, gint64 deed, GQuark domain, int code);
