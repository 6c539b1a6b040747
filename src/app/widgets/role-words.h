/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

/* What roles are called, and what they are for, to people. */

/* The role as a few words, with the name of its place if the replica knows it: "Village contact:
 * Mirande". role: "member", "staff", "village_contact:12", …; one that is not known is called by
 * its own name. To be freed. */
char *soho_role_dup_words (SohoLibrary *library, const char *role);

/* What whoever has it may do; NULL if that is not known. */
const char *soho_role_get_meaning (const char *role);

/* All but the first, which is that of everybody with an account, in one line: "Staff · Adviser". To
 * be freed; "" if there are none. */
char *soho_role_dup_line (SohoLibrary *library, const char *const *roles);
