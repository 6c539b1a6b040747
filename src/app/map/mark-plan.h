/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/marks.h"

/* Which marks stand together at one zoom. Pure arithmetic. */

/* A mark as the plan sees it. */
typedef struct
{
  SohoMapKind kind;
  double x, y; /* Web Mercator */
} SohoPlantedMark;

/* A stem with a sign for each kind that it carries, in the order of the kinds. Where two stems are
 * too close to be told apart, the one with less on it folds into the nearest with more. */
typedef struct
{
  double x, y;                    /* where the stem stands: at its first mark */
  guint first;                    /* of its marks in SohoMarkPlan.marks */
  guint counts[SOHO_MAP_N_KINDS]; /* marks of each kind; those of one kind stand together there */
  guint n_marks, n_signs;
} SohoStem;

typedef struct
{
  SohoStem *stems; /* from north to south, and from west to east: as one reads */
  guint n_stems;
  guint *marks; /* indices of all marks, stem by stem, kind by kind */
} SohoMarkPlan;

/* scale: logical pixels for the whole world. */
SohoMarkPlan *soho_mark_plan_new (const SohoPlantedMark *marks, guint n, double scale);
void soho_mark_plan_free (SohoMarkPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoMarkPlan, soho_mark_plan_free)

/* Width of so many signs side by side. */
int soho_mark_plan_get_width (guint n_signs);

/* Where the sign of a kind, or one after another, begins, in logical pixels to the right of the
 * stem. sign: from 0. */
int soho_mark_plan_get_sign_dx (guint n_signs, guint sign);
