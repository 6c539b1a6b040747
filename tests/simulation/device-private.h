/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device.h"

/* For device.c and seats.c. */

/* What waits, by number: SohoEdit. */
GPtrArray *device_list_outbox (Device *self);

/* What was noted of an edit; NULL if nothing was. */
Written *device_find_written (Device *self, guint writer, gint64 number);

/* Whether the keyring has the token of the sign-in that the replica counts under. */
gboolean device_is_proven (Device *self);

/* Another copy of this replica writes under its numbers, and this one goes on under its own. */
void device_part_from_copy (Device *self);
