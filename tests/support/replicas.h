/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/rows.h"
#include "store/replica.h"

/* Replicas in directories of their own, and short ways to fill and to question them. What fails
 * ends the test. */

/* An empty directory, to be given to soho_test_directory_free (), which removes it with all it
 * holds. */
char *soho_test_directory_new (void);
void soho_test_directory_free (char *directory);

SohoReplica *soho_test_replica_open (const char *directory, const SohoModel *model);

/* Each in a transaction of its own. */
void soho_test_apply (SohoReplica *self, const SohoRows *rows);
void soho_test_delete (SohoReplica *self, const SohoKind *kind, gint64 id);

/* One record from text forms: field, text, …, NULL. */
void soho_test_put (SohoReplica *self, const SohoKind *kind, gint64 id, ...) G_GNUC_NULL_TERMINATED;

/* Everything there is of the kind, in the order of ids. */
SohoRows *soho_test_read_all (SohoReplica *self, const SohoKind *kind);

/* The ids that a search finds, ascending, separated by spaces. */
char *soho_test_search (SohoReplica *self, const char *words);

/* The complaints of soho_replica_verify (), separated by line breaks; "" if all is well. */
char *soho_test_verify (SohoReplica *self);

/* One value of the database, as text; NULL for NULL or no row. */
char *soho_test_ask (SohoReplica *self, const char *sql);
void soho_test_run (SohoReplica *self, const char *sql);
