/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/geography.h"

/* The parts of a geography as its file holds them. Pointers between them stay good because nothing
 * grows after reading. */
typedef struct
{
  GArray *vertices;   /* SohoVertex */
  GArray *arcs;       /* SohoArc */
  GArray *arc_lists;  /* gint32: the arcs of all rings */
  GArray *rings;      /* SohoRing */
  GArray *communes;   /* SohoArea, by INSEE code */
  GArray *outline;    /* SohoRing, of the department */
  GArray *borders;    /* guint, indices of arcs */
  GArray *neighbours; /* SohoNeighbour */
  GArray *rivers;     /* SohoRiver */
  GStringChunk *names;
  SohoBox box; /* of all communes */
} SohoOutlines;

/* Reads the file format of data/geo/README.md into outlines, which is all zero before. Errors:
 * G_IO_ERROR_INVALID_DATA; outlines is then to be cleared all the same. */
gboolean soho_outlines_read (SohoOutlines *outlines, GBytes *bytes, GError **error);

void soho_outlines_clear (SohoOutlines *outlines);

/* Where an arc begins and ends, followed as the sign of its number says. */
const SohoVertex *soho_outlines_first_vertex (const SohoOutlines *outlines, gint32 number);
const SohoVertex *soho_outlines_last_vertex (const SohoOutlines *outlines, gint32 number);

/* Whether arc b begins where arc a ends. */
gboolean soho_outlines_follows (const SohoOutlines *outlines, gint32 a, gint32 b);

/* Chains the arcs that bound one commune alone into the rings of the department, each arc in the
 * direction in which its commune has it; their numbers are added to arc_lists after those of the
 * communes. Returns FALSE if a ring does not close. */
gboolean soho_outlines_join (SohoOutlines *outlines);
