/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/record.h"

/* A person as a contact that address books and telephones read: one vCard 4.0 (RFC 6350). Writing
 * only.
 *
 * What a person typed can hold anything, so nothing of it can begin a line of its own: line breaks,
 * commas, semicolons and backslashes are escaped (section 3.4), other control characters left out,
 * and what should be a URI but cannot be one is left out too. Lines are folded at 75 bytes, never
 * inside a character (section 3.2), and end in CRLF. */

/* member: a record of that kind. contact_points: of SohoRecord; NULL for none. skills: labels,
 * NULL-terminated; NULL for none.
 *
 *   FN, N, ORG, TITLE   names, organization, occupation (6.2.1, 6.2.2, 6.6.4, 6.6.1)
 *   TEL                 as a tel: URI with TYPE voice or cell; what is no number as text (6.4.1)
 *   EMAIL, URL          (6.4.2, 6.7.8)
 *   ADR                 each address, whole in the street; without one, the commune (6.3.1)
 *   GEO                 where the person wants to be on the map, if they said so (6.5.2)
 *   LANG, CATEGORIES    languages and skills (6.4.4, 6.7.1)
 *   NOTE                what they say of themselves (6.7.2)
 *
 * There is no REV, since nothing here knows the time. */
GBytes *soho_vcard_write (SohoRecord *member, GPtrArray *contact_points, const char *const *skills);

/* A name for the file, "Anselme Épure.vcf", that every file system takes. To be freed. */
char *soho_vcard_dup_file_name (SohoRecord *member);
