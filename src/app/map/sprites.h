/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/marks.h"

#include <gdk/gdk.h>
#include <pango/pango.h>

/* The small pictures of which names and badges are made: each is painted once and drawn as one
 * texture, because text painted in every frame is what makes a map slow. */

typedef enum
{
  SOHO_NAME_TOWN,    /* bold */
  SOHO_NAME_BOURG,   /* a large village */
  SOHO_NAME_VILLAGE, /* small and quiet */
  SOHO_NAME_DEPARTMENT,
} SohoNameStyle;

/* The style in which a commune of so many inhabitants is written. */
SohoNameStyle soho_name_style_of (guint population);

/* Logical pixels of the ordinary font of a context. */
double soho_sprite_get_em (PangoContext *context);

/* Size of a written name with its halo, in logical pixels. */
void soho_name_measure (
    PangoContext *context, const char *name, SohoNameStyle style, int *width, int *height);

/* A name with its halo. unit: device pixels in one logical pixel. */
GdkTexture *soho_name_paint (PangoContext *context,
                             const char *name,
                             SohoNameStyle style,
                             const SohoMapPalette *palette,
                             double unit);

/* A badge with its count, of the size that soho_badge_get_size tells. */
GdkTexture *
soho_badge_paint (PangoContext *context, guint people, const SohoMapPalette *palette, double unit);

/* The dot of a commune without a badge, and its width and height in logical pixels. */
#define SOHO_DOT_SIZE 5.0
GdkTexture *soho_dot_paint (const SohoMapPalette *palette, double unit);

/* The sign of a kind, with a figure at its corner where it stands for several. The picture reaches
 * SOHO_SIGN_MARGIN logical pixels beyond the sign on each side. For the two kinds that stand on no
 * stem it is what explains them in the legend: a disk, a piece of land. */
#define SOHO_SIGN_MARGIN 6
GdkTexture *soho_sign_paint (PangoContext *context,
                             SohoMapKind kind,
                             guint count,
                             const SohoMapPalette *palette,
                             double unit);
