/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* All that is one's own, as files that other programs read, in a directory that is made if need be:
 *
 *   card.vcf        the card, for address books
 *   KIND.csv        the records of each kind that are theirs or name them, for spreadsheets
 *   everything.json the same once more, with what waits to be sent, what came back and what the
 *                   account says: whole, for programs
 *   photo.*         the picture of the card, if it is here
 *
 * It is read from the replica, so that it needs no network. Errors: SOHO_ACCOUNT_ERROR_NOBODY,
 * G_FILE_ERROR, SOHO_DATABASE_ERROR. */
gboolean soho_own_data_export (SohoReplica *replica, const char *directory, GError **error);
