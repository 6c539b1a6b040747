/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"

/* A network of people who do not exist, on the communes that do: to try the programs with, to show,
 * to measure. Names, businesses, villages, telecentres, meetings and guides come from data/demo and
 * look invented; telephone numbers are of the ranges that ARCEP keeps for fiction, addresses of the
 * domain that RFC 2606 keeps for examples. */

#define SOHO_DEMO_MEMBERS_MAX 1000000

typedef enum
{
  SOHO_DEMO_ERROR_NUMBER,    /* none, or more than SOHO_DEMO_MEMBERS_MAX members */
  SOHO_DEMO_ERROR_NOT_EMPTY, /* people, places, meetings or guides are there already */
  SOHO_DEMO_ERROR_TIME_ZONE, /* the machine does not know the clocks of France */
} SohoDemoError;

#define SOHO_DEMO_ERROR (soho_demo_error_quark ())
GQuark soho_demo_error_quark (void);

/* Fills a network that has been made and not used: members people with what they can do and how
 * they are reached, 83 partner villages, 8 telecentres, and the skills that are needed. The same
 * seed and number give the same network on every machine, to the byte of its export. All or
 * nothing, in a transaction of its own. members: 1 to SOHO_DEMO_MEMBERS_MAX. Errors:
 * SOHO_DEMO_ERROR, SOHO_VALIDATION_ERROR naming the record, what the archive says. */
gboolean soho_demo_fill (SohoArchive *archive, guint members, guint64 seed, GError **error);
