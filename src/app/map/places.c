/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/places.h"

#include "map/sprites.h"

#include <math.h>
#include <string.h>

/* Plans are made for zooms in such steps, always rounded down, so that what does not overlap in the
 * plan does not overlap in the window either. */
#define ZOOM_STEP 0.1

/* By how much at least people are gathered more closely while too many badges are seen. */
#define LEAST_SPACING_STEP 1.1

/* Names leave the box of the department by no more logical pixels, so that a view into which it is
 * fitted cuts none. */
#define NAME_MARGIN 16

struct _SohoPlaces
{
  GObject parent_instance;

  PangoContext *context;
  SohoGeography *geography;
  SohoPlace *places;
  guint n_places;
  GArray *obstacles; /* SohoObstacle: the neighbours' names, then the stems and signs of marks */
  guint n_neighbours;
  GArray *marks; /* SohoPlantedMark */
  guint shown;   /* index, or G_MAXUINT */

  SohoPlacePlan *plan;
  SohoMarkPlan *mark_plan; /* of the same step */
  int plan_step;           /* zoom / ZOOM_STEP of the plan */
  double spacing;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SohoPlaces, soho_places, G_TYPE_OBJECT)

static void
emit_changed (SohoPlaces *self)
{
  g_clear_pointer (&self->plan, soho_place_plan_free);
  g_clear_pointer (&self->mark_plan, soho_mark_plan_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
soho_places_finalize (GObject *object)
{
  SohoPlaces *self = SOHO_PLACES (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->geography, soho_geography_unref);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->obstacles, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->plan, soho_place_plan_free);
  g_clear_pointer (&self->mark_plan, soho_mark_plan_free);
  G_OBJECT_CLASS (soho_places_parent_class)->finalize (object);
}

static void
soho_places_class_init (SohoPlacesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_places_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
soho_places_init (SohoPlaces *self)
{
  self->n_places = soho_gazetteer_get_n_communes ();
  self->places = g_new0 (SohoPlace, self->n_places);
  self->obstacles = g_array_new (FALSE, FALSE, sizeof (SohoObstacle));
  self->marks = g_array_new (FALSE, FALSE, sizeof (SohoPlantedMark));
  self->shown = G_MAXUINT;
  for (guint i = 0; i < self->n_places; i++)
    {
      const SohoCommune *commune = soho_gazetteer_get_nth (i);
      SohoPlace *place = &self->places[i];

      place->population = commune->population;
      place->is_town = soho_name_style_of (commune->population) == SOHO_NAME_TOWN;
      soho_geography_project (commune->latitude, commune->longitude, &place->x, &place->y);
    }
}

SohoPlaces *
soho_places_new (PangoContext *context, SohoGeography *geography)
{
  SohoPlaces *self = g_object_new (SOHO_TYPE_PLACES, NULL);

  self->geography = soho_geography_ref (geography);
  soho_geography_get_neighbours (geography, &self->n_neighbours);
  g_array_set_size (self->obstacles, self->n_neighbours);
  soho_places_set_context (self, context);
  return self;
}

static void
measure_neighbours (SohoPlaces *self)
{
  guint n;
  const SohoNeighbour *neighbours = soho_geography_get_neighbours (self->geography, &n);

  for (guint i = 0; i < n; i++)
    {
      SohoObstacle *box = &g_array_index (self->obstacles, SohoObstacle, i);

      soho_name_measure (self->context, neighbours[i].name, SOHO_NAME_DEPARTMENT, &box->width,
                         &box->height);
      box->x = neighbours[i].x;
      box->y = neighbours[i].y;
      box->dx = -box->width / 2;
      box->dy = -box->height / 2;
    }
}

void
soho_places_set_context (SohoPlaces *self, PangoContext *context)
{
  g_return_if_fail (SOHO_IS_PLACES (self));

  g_set_object (&self->context, context);
  for (guint i = 0; i < self->n_places; i++)
    soho_name_measure (context, soho_gazetteer_get_nth (i)->name,
                       soho_name_style_of (self->places[i].population), &self->places[i].name_width,
                       &self->places[i].name_height);
  measure_neighbours (self);
  emit_changed (self);
}

PangoContext *
soho_places_get_context (SohoPlaces *self)
{
  return self->context;
}

void
soho_places_set_people (SohoPlaces *self, const guint *people, guint n)
{
  g_return_if_fail (SOHO_IS_PLACES (self));
  g_return_if_fail (n == self->n_places);

  for (guint i = 0; i < n; i++)
    self->places[i].people = people[i];
  emit_changed (self);
}

void
soho_places_set_marks (SohoPlaces *self, const SohoPlantedMark *marks, guint n)
{
  g_return_if_fail (SOHO_IS_PLACES (self));

  g_array_set_size (self->marks, 0);
  if (n > 0)
    g_array_append_vals (self->marks, marks, n);
  emit_changed (self);
}

void
soho_places_set_shown (SohoPlaces *self, const char *insee)
{
  const SohoCommune *commune;
  guint shown;

  g_return_if_fail (SOHO_IS_PLACES (self));

  commune = soho_gazetteer_find (insee);
  shown = commune != NULL ? (guint) (commune - soho_gazetteer_get_nth (0)) : G_MAXUINT;
  if (shown == self->shown)
    return;
  self->shown = shown;
  emit_changed (self);
}

const SohoPlace *
soho_places_get_all (SohoPlaces *self, guint *n)
{
  *n = self->n_places;
  return self->places;
}

const SohoNeighbour *
soho_places_get_neighbours (SohoPlaces *self, guint *n)
{
  return soho_geography_get_neighbours (self->geography, n);
}

static guint
count_seen (SohoPlaces *self, const SohoMapWindow *window)
{
  guint n = 0;

  for (guint i = 0; i < self->plan->n_badges; i++)
    {
      const SohoBadge *badge = &self->plan->badges[i];
      double x, y;

      soho_map_window_locate (window, self->places[badge->place].x, self->places[badge->place].y, 1,
                              &x, &y);
      n += soho_map_window_sees (window, x, y, badge->width / 2.0, badge->height / 2.0);
    }
  return n;
}

/* The signs and the stem, each a box. */
static void
add_obstacles (SohoPlaces *self, const SohoStem *stem)
{
  int width = soho_mark_plan_get_width (stem->n_signs);
  SohoObstacle boxes[] = {
    { stem->x, stem->y, -width / 2, -SOHO_STEM_HEIGHT - SOHO_SIGN_SIZE, width, SOHO_SIGN_SIZE,
      TRUE },
    { stem->x, stem->y, -SOHO_STEM_WIDTH / 2, -SOHO_STEM_HEIGHT, SOHO_STEM_WIDTH, SOHO_STEM_HEIGHT,
      FALSE },
  };

  g_array_append_vals (self->obstacles, boxes, G_N_ELEMENTS (boxes));
}

static void
make_mark_plan (SohoPlaces *self)
{
  g_clear_pointer (&self->mark_plan, soho_mark_plan_free);
  self->mark_plan
      = soho_mark_plan_new ((const SohoPlantedMark *) self->marks->data, self->marks->len,
                            soho_map_window_scale_at (self->plan_step * ZOOM_STEP));
  g_array_set_size (self->obstacles, self->n_neighbours);
  for (guint i = 0; i < self->mark_plan->n_stems; i++)
    add_obstacles (self, &self->mark_plan->stems[i]);
}

static void
make_plan (SohoPlaces *self)
{
  SohoBox box = soho_geography_get_box (self->geography);
  SohoPlanInput input = {
    .places = self->places,
    .n_places = self->n_places,
    .obstacles = (const SohoObstacle *) self->obstacles->data,
    .n_obstacles = self->obstacles->len,
    .shown = self->shown,
    .x0 = box.x0,
    .y0 = box.y0,
    .x1 = box.x1,
    .y1 = box.y1,
    .margin = NAME_MARGIN,
    .scale = soho_map_window_scale_at (self->plan_step * ZOOM_STEP),
    .spacing = self->spacing,
    .em = soho_sprite_get_em (self->context),
  };

  g_clear_pointer (&self->plan, soho_place_plan_free);
  self->plan = soho_place_plan_new (&input);
}

const SohoPlacePlan *
soho_places_get_plan (SohoPlaces *self, const SohoMapWindow *window)
{
  /* A zoom of 9.8 is a hair less than 98 steps. */
  int step = floor (window->zoom / ZOOM_STEP + 1e-6);
  guint n_seen;

  g_return_val_if_fail (SOHO_IS_PLACES (self), NULL);

  if (self->plan == NULL || self->plan_step != step)
    {
      self->plan_step = step;
      self->spacing = 1;
      make_mark_plan (self);
      make_plan (self);
    }
  while ((n_seen = count_seen (self, window)) > SOHO_BADGES_MAX)
    {
      self->spacing *= MAX (LEAST_SPACING_STEP, sqrt (n_seen / (double) SOHO_BADGES_MAX));
      make_plan (self);
    }
  return self->plan;
}

const SohoMarkPlan *
soho_places_get_mark_plan (SohoPlaces *self, const SohoMapWindow *window)
{
  g_return_val_if_fail (SOHO_IS_PLACES (self), NULL);

  soho_places_get_plan (self, window);
  return self->mark_plan;
}
