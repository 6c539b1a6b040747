/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device.h"

/* What people write, made up as it goes. */

/* Somebody writes, changes or deletes something at the device. */
void people_write (Device *device);

/* Makes up values of a record, or some of them; a NONE where nothing comes to mind. find: an id of
 * a record of the kind, 0 if there is none. */
typedef gint64 (*PeopleFind) (World *world, const char *kind, gpointer data);
void people_invent (World *world,
                    const SohoKind *kind,
                    SohoValue *values,
                    guint n_fields,
                    PeopleFind find,
                    gpointer data);
