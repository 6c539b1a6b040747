/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-palette.h"
#include "store/map-pack.h"

#include <cairo.h>

/* Draws the land: department, communes, partner villages, neighbours, rivers. No names. Pure
 * drawing, for any thread. */

/* Which part of the world is drawn, and how large. */
typedef struct
{
  double scale;      /* device pixels for the whole world (Web Mercator from 0 to 1) */
  double x, y;       /* device pixels from the world's corner to that of the picture */
  int width, height; /* device pixels */
  double unit;       /* device pixels in one logical pixel, for the width of lines */
} SohoBaseFrame;

/* How it is drawn; immutable once shared. */
typedef struct
{
  const SohoMapPalette *palette;
  guint n_communes;
  int shown;         /* index of the commune pointed out, or -1 */
  SohoMapPack *pack; /* what is drawn over the land besides; NULL for nothing */
  guint8 partners[]; /* by index of commune: 1 for a partner village */
} SohoBaseStyle;

/* A style of a palette with no partner village and no commune shown, for a geography. */
SohoBaseStyle *soho_base_style_new (const SohoMapPalette *palette, SohoGeography *geography);
SohoBaseStyle *soho_base_style_copy (const SohoBaseStyle *style);
SohoBaseStyle *soho_base_style_ref (SohoBaseStyle *style);
void soho_base_style_unref (SohoBaseStyle *style);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoBaseStyle, soho_base_style_unref)

/* Draws the frame with its corner at the origin of cr. Stops early, leaving the picture half done,
 * once *cancelled is not 0; cancelled may be NULL. */
void soho_base_paint (cairo_t *cr,
                      SohoGeography *geography,
                      const SohoBaseFrame *frame,
                      const SohoBaseStyle *style,
                      const int *cancelled);
