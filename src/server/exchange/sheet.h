/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/reading.h"

/* Reads a CSV file of records of the reading's kind: their drafts, and what is wrong with it. */
void soho_sheet_read (SohoReading *reading, GBytes *bytes);
