/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/record.h"

/* What is said of places, in words. All to be freed. */

/* "500 Mbit/s", "1 Gbit/s"; NULL unless it is above 0. */
char *soho_place_dup_speed (gint64 mbits);

/* How a village is connected, "Fibre, 500 Mbit/s", or what is known of it; NULL if nothing is. */
char *soho_place_dup_line (SohoRecord *village);

/* "March 2026"; days: since 1970, within the years 1 to 9999. */
char *soho_place_dup_month (gint64 days);

/* "12 km". */
char *soho_place_dup_distance (double km);
