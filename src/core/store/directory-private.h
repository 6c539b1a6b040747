/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "store/asked.h"
#include "store/directory.h"

/* What the query's words come to, for members. */
gboolean
soho_people_ask (SohoAsked *asked, SohoReplica *self, const SohoPeopleQuery *query, GError **error);

/* select … FROM the members that the query asks for, of which e is the row of `entry`, whatever
 * their order, then the tail. NULL on error. */
sqlite3_stmt *soho_people_prepare (SohoReplica *replica,
                                   const SohoPeopleQuery *query,
                                   const char *select,
                                   const char *tail,
                                   GError **error);
