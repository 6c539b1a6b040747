/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "demo/random.h"

/* Drawn heads, of plain surfaces, that nobody takes for photos: some 1 KB each. */

/* A PNG. feminine: whether the text about the person says "she". Owned by the caller. */
GBytes *soho_demo_portrait_make (SohoDemoRandom *random, gboolean feminine);
