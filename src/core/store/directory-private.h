/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "store/directory.h"

/* Members in the order in which people look for names, m being the table. */
#define SOHO_PEOPLE_BY_NAME "fold (m.family_name), fold (m.given_name), m.id"

/* select … FROM the members m that the query asks for, whatever their order, then the tail. NULL on
 * error. */
sqlite3_stmt *soho_people_prepare (SohoReplica *replica,
                                   const SohoPeopleQuery *query,
                                   const char *select,
                                   const char *tail,
                                   GError **error);
