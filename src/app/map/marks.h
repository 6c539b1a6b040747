/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-palette.h"

/* Something that stands on the map on a stem: a telecentre, a meeting, an offer. */
typedef struct
{
  SohoMapKind kind;
  gint64 id; /* of the record */
  const char *name;
  double latitude, longitude; /* degrees WGS 84 */
} SohoMapMark;

/* More marks than this are left out: a map of more would say less. */
#define SOHO_MARKS_MAX 1000

/* Width and height of the sign of one kind, the room between two, and the free part of the stem
 * between them and the ground; logical pixels. */
#define SOHO_SIGN_SIZE 24
#define SOHO_SIGN_GAP 3
#define SOHO_STEM_HEIGHT 15
#define SOHO_STEM_WIDTH 2
