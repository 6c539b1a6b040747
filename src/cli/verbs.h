/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "program/program.h"
#include "store/replica.h"

/* The verbs of soho, a file each; see program/program.h. */

gboolean soho_verb_sync (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_search (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_show (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_list (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_new (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_edit (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_delete (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_outbox (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_activate (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_login (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_logout (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_session (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_password (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_verify (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_erase (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_unseal (const char *directory, int argc, char **argv, GError **error);
gboolean soho_verb_export (const char *directory, int argc, char **argv, GError **error);

/* The copy in directory; says so on standard error if it was damaged and another takes its place.
 */
SohoReplica *soho_verb_open (const char *directory, GError **error);

/* The address given now (NULL for none), or the one that worked before. To be freed. */
char *soho_verb_dup_server (SohoReplica *replica, const char *given, GError **error);

/* The kind of that name, NULL with an error that lists them. */
const SohoKind *soho_verb_find_kind (const char *name, GError **error);

/* The text without what would command a terminal rather than be read: control characters other than
 * line breaks and tabs stand as U+FFFD. To be freed. */
char *soho_verb_dup_printable (const char *text);

/* A record as one line of JSON: kind, id, revision and fields. To be freed. */
char *soho_verb_dup_json (SohoRecord *record);
