/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* Fills a replica in directory from a demonstration network of seed 32 with so many members,
 * through a real server and a real sync. Owned by the caller. */
SohoReplica *filled_replica (const char *directory, guint members);
