/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

/* What the map shows. Each kind has a shape of its own beside its colour. */
typedef enum
{
  SOHO_MAP_PEOPLE,   /* a disk with their number */
  SOHO_MAP_VILLAGES, /* land, filled; hatched in high contrast */
  /* What stands on a stem: */
  SOHO_MAP_TELECENTRES, /* a square */
  SOHO_MAP_MEETINGS,    /* a hexagon */
  SOHO_MAP_OFFERS,      /* a house */
  SOHO_MAP_N_KINDS,
} SohoMapKind;

/* The colours of the map, as 0xRRGGBBAA. */
typedef struct
{
  guint32 beyond;           /* the land of the neighbours */
  guint32 land;             /* the department */
  guint32 village;          /* partner villages */
  guint32 village_hatch;    /* lines over them; transparent for none */
  guint32 inner_border;     /* between communes */
  guint32 outline;          /* of the department */
  guint32 neighbour_border; /* between the other departments */
  guint32 river;
  guint32 shown_fill, shown_line; /* the commune that is pointed out */
  guint32 town_name, village_name, neighbour_name;
  guint32 halo; /* around names */
  guint32 dot;  /* where a commune without a badge is */
  guint32 badge, badge_ring, badge_text;
  guint32 mark_ring, mark_text;
  guint32 marks[SOHO_MAP_N_KINDS]; /* what stands on stems */
  guint32 stem;
} SohoMapPalette;

/* The palette for light or dark windows, of ordinary or high contrast. Static. */
const SohoMapPalette *soho_map_palette_get (gboolean dark, gboolean high_contrast);

/* Makes a colour of a palette the source of what is drawn next. */
void soho_map_palette_use (cairo_t *cr, guint32 color);

void soho_map_palette_get_rgba (guint32 color, GdkRGBA *rgba);
