/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* How a person leaves for good. Their card with its parts, all that they alone read, their account,
 * sign-ins, roles, invitation and answers go, and so do the references that others made to them;
 * what stays is a number that nobody gets again. Replicas are told, and forget what they keep
 * beside the record, too (pages.h). */

/* A place where others wrote about somebody: for people to look at, since no program can tell what
 * may stay. */
typedef struct
{
  const SohoKind *kind;
  gint64 id;
  const SohoField *field;
  char *excerpt;
} SohoMention;

void soho_mention_free (SohoMention *mention);

/* Erases the person, in a transaction of its own, and rewrites the file, so that no byte of them is
 * left in it. They are in the journal of erasures first. *mentions, to be freed: what others wrote
 * about them (SohoMention), as far as a name, a number or an address tells; may be NULL. Errors:
 * SOHO_ARCHIVE_ERROR_ID if the number is no person's; SOHO_DATABASE_ERROR_BUSY if the file could
 * not be rewritten now, although the person is erased: to be done again. */
gboolean
soho_archive_erase (SohoArchive *archive, gint64 person, GPtrArray **mentions, GError **error);

/* For the journal: the records that an erasure takes (SohoErasedRecord), owned by the caller; NULL
 * on error. */
typedef struct
{
  gint64 id;
  char *kind;
  char *audience;
} SohoErasedRecord;

GPtrArray *soho_archive_list_erasable (SohoArchive *archive, gint64 person, GError **error);

/* For the journal: erases without noting, searching and rewriting; somebody who is not there is no
 * error. */
gboolean soho_archive_erase_again (SohoArchive *archive, gint64 person, GError **error);

/* For the journal, in write.c: tells the audience, in a transaction of its own, that the record was
 * erased. */
gboolean soho_archive_tell_erased (
    SohoArchive *archive, const char *kind, gint64 id, const char *audience, GError **error);

/* If somebody was erased since this was done last: writes the file anew, without what was deleted
 * from it, and empties its log. Others may go on reading; if one of them holds an old state for
 * longer than some seconds, it is SOHO_DATABASE_ERROR_BUSY, and stays to be done. */
gboolean soho_archive_rewrite_if_noted (SohoArchive *archive, GError **error);

/* The person whom somebody means by a number or an e-mail address. Errors: SOHO_ARCHIVE_ERROR_ID if
 * it is nobody, or several. 0 on error. */
gint64 soho_archive_find_person (SohoArchive *archive, const char *text, GError **error);

/* For write.c: whether the number was that of a person who has been erased. */
gboolean soho_archive_was_erased (SohoArchive *archive, gint64 id, gboolean *was, GError **error);

/* For erase.c, in mentions.c: what tells a person, to be asked before they are erased, and the
 * records that say it, to be asked afterwards. Owned by the caller; NULL on error. */
GPtrArray *soho_mentions_list_words (SohoArchive *archive, gint64 person, GError **error);
GPtrArray *soho_mentions_find (SohoArchive *archive, GPtrArray *words, GError **error);
