/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/rows.h"

/* A small model for tests that uses every part of the declaration mechanism, and makers of rows of
 * any kind. */

/* How often a test that takes its chances repeats itself: with every allocation watched, all is ten
 * times slower. */
#ifdef __SANITIZE_ADDRESS__
#define SOHO_TEST_ROUNDS(n) ((n) / 5)
#else
#define SOHO_TEST_ROUNDS(n) (n)
#endif

/* What pieces refer to: label (title, keywords), parent. */
extern const SohoKind soho_test_topic;
/* A part of a thing: thing (owner), topic (searchable), detail (keywords). */
extern const SohoKind soho_test_piece;
/* A document with a field of every type. */
extern const SohoKind soho_test_thing;

/* The three of them, in the order of a first fill: topic, piece, thing. */
const SohoModel *soho_test_model_get (void);

/* Writes a row from text forms: field, text, …, NULL. What is not named stays as it was. */
void soho_test_rows_set (SohoRows *rows, guint row, gint64 id, gint64 revision, ...)
    G_GNUC_NULL_TERMINATED;

/* Fills values, which must say nothing yet, with what soho_kind_validate () lets pass unchanged:
 * now nothing at all, now the limits themselves, now texts of every odd character there is.
 * Required fields are filled. */
void soho_test_fill_randomly (const SohoKind *kind, SohoValue *values, GRand *rand);

/* n rows filled randomly. Ids ascend from the one after `after`, by steps of up to most_step. */
SohoRows *soho_test_rows_new_random (
    const SohoKind *kind, guint n, gint64 after, gint64 most_step, GRand *rand);

/* Whether both hold the same; prints the first difference. NULL equals rows without any. */
gboolean soho_test_rows_equal (const SohoRows *a, const SohoRows *b);

/* Prints the first field in which they differ. */
gboolean soho_test_values_equal (const SohoKind *kind, const SohoValue *a, const SohoValue *b);
