/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Which badges and names stand where at one zoom, for the whole department at once: so nothing
 * moves when the map is dragged, no two things overlap, and a name knows the badge it belongs to.
 * Pure arithmetic. */

/* A commune as the plan sees it. */
typedef struct
{
  double x, y;                 /* of its centre; Web Mercator */
  guint people;                /* who live there; none, no badge */
  guint population;            /* the larger of two communes goes first */
  gboolean is_town;            /* no badge but its own may stand where its name goes */
  int name_width, name_height; /* logical pixels */
} SohoPlace;

/* A box that names keep clear of, and badges too if it is solid. */
typedef struct
{
  double x, y;               /* a point of the world */
  int dx, dy, width, height; /* of the box, logical pixels from that point */
  gboolean is_solid;
} SohoObstacle;

/* The badge of a place, centred on it. Where places are too close for a badge and a name each, the
 * smaller one's people are counted at the nearest larger one. */
typedef struct
{
  guint place; /* index */
  guint people;
  guint n_places;    /* whose people it counts */
  int width, height; /* logical pixels */
} SohoBadge;

/* The name of a place, which stands at (dx, dy) logical pixels from its centre. */
typedef struct
{
  guint place;        /* index */
  int dx, dy;         /* of the top left corner */
  gboolean has_badge; /* else a dot marks the place */
} SohoPlacedName;

typedef struct
{
  SohoBadge *badges; /* most populous place first */
  guint n_badges;
  SohoPlacedName *names;
  guint n_names;
  guint *badge_of; /* for each place: index of the badge that counts its people, or G_MAXUINT */
} SohoPlacePlan;

typedef struct
{
  const SohoPlace *places;
  guint n_places;
  const SohoObstacle *obstacles;
  guint n_obstacles;
  guint shown;           /* index of a place that goes before all others; G_MAXUINT for none */
  double x0, y0, x1, y1; /* of the world: names stay in it but for margin */
  double margin;         /* logical pixels */
  double scale;          /* logical pixels for the whole world */
  double spacing;        /* 1, or more to gather people into fewer badges */
  double em;             /* logical pixels of the ordinary font */
} SohoPlanInput;

SohoPlacePlan *soho_place_plan_new (const SohoPlanInput *input);
void soho_place_plan_free (SohoPlacePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPlacePlan, soho_place_plan_free)

/* Size of a badge that counts so many people, and of its figures, in logical pixels. */
void soho_badge_get_size (guint people, double em, int *width, int *height, double *font);
