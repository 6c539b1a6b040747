/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device.h"

/* What is looked at while it goes on. */

/* The answer tells its asker nothing that is not for them. */
void oracle_see_answer (World *world, Exchange *exchange, const char *const *audiences);

/* The device has just been told everything that there was then. */
void oracle_see_full (Device *device, const Exchange *exchange);

/* Nobody has signed in here any more: what is left is for everybody. */
void oracle_see_left (Device *device);

/* At rest: everything about every device, and the server. */
void oracle_see_rest (World *world);
