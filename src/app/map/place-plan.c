/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/place-plan.h"

#include <math.h>

/* Room kept between two badges, in ems: a name fits beneath the upper one. */
#define GAP_X 0.9
#define GAP_Y 1.0

/* Room kept around a name, in logical pixels. */
#define NAME_GAP_X 4
#define NAME_GAP_Y 1

/* How far, in ems, people may be counted away from home because their badge finds no room for its
 * name. */
#define FOLD_REACH 8

/* Each pass makes room for more names; few are ever needed. */
#define PASSES_MAX 8

/* What is taken is kept in rows of so many logical pixels, to be found fast. */
#define ROW_HEIGHT 32

/* From a dot, or a badge, to its name. */
#define DOT_RADIUS 3
#define NAME_DISTANCE 1

typedef struct
{
  double x0, y0, x1, y1;
} Rectangle;

/* A place, and the badge it has or would have, in logical pixels of the world. */
typedef struct
{
  double x, y;
  guint people; /* counted here: its own and those folded into it */
  int width, height;
} Stand;

/* Work under way. */
typedef struct
{
  const SohoPlanInput *input;
  Stand *stands;     /* for each place */
  guint *order;      /* places, most populous first */
  guint *counted;    /* for each place: the place where its people are counted, or G_MAXUINT */
  GArray *accepted;  /* guint: places with a badge */
  GHashTable *taken; /* row of ROW_HEIGHT → GArray of Rectangle: what names must not touch */
} Planner;

void
soho_badge_get_size (guint people, double em, int *width, int *height, double *font)
{
  guint digits = 1;
  double high;

  for (guint rest = people; rest >= 10; rest /= 10)
    digits++;
  high = digits == 1 ? 1.45 : digits == 2 ? 1.65 : 1.9;
  *font = em * (digits == 1 ? 0.76 : digits == 2 ? 0.82 : 0.88);
  *height = round (em * high);
  *width = MAX (*height, (int) ceil (*font * (0.66 * digits + 0.7)));
}

/* --- Badges ---------------------------------------------------------------------------------- */

static int
compare_places (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const SohoPlanInput *input = user_data;
  guint place_a = *(const guint *) a, place_b = *(const guint *) b;
  guint size_a = input->places[place_a].population, size_b = input->places[place_b].population;

  if (place_a == place_b)
    return 0;
  if (place_a == input->shown || place_b == input->shown)
    return place_a == input->shown ? -1 : 1;
  if (size_a != size_b)
    return size_a > size_b ? -1 : 1;
  return place_a < place_b ? -1 : 1;
}

static void
set_people (const SohoPlanInput *input, Stand *stand, guint people)
{
  double font;

  stand->people = people;
  soho_badge_get_size (people, input->em, &stand->width, &stand->height, &font);
}

/* Whether the badge of other would stand on the name of town, which is written below its badge. */
static gboolean
stands_on_name (const Planner *planner, guint town, guint other)
{
  const SohoPlace *place = &planner->input->places[town];
  const Stand *a = &planner->stands[town], *b = &planner->stands[other];
  double below = b->y - a->y;

  if (!place->is_town && town != planner->input->shown)
    return FALSE;
  return fabs (a->x - b->x) < (place->name_width + b->width) / 2.0 + NAME_GAP_X && below > 0
         && below < (a->height + b->height) / 2.0 + place->name_height + 2 * NAME_GAP_Y;
}

static gboolean
badges_collide (const Planner *planner, guint place_a, guint place_b)
{
  const Stand *a = &planner->stands[place_a], *b = &planner->stands[place_b];
  double gap = planner->input->em * planner->input->spacing;

  /* Most pairs are far apart. */
  if (fabs (a->y - b->y) > 10 * gap || fabs (a->x - b->x) > 20 * gap)
    return FALSE;
  if (fabs (a->x - b->x) < (a->width + b->width) / 2.0 + GAP_X * gap
      && fabs (a->y - b->y) < (a->height + b->height) / 2.0 + GAP_Y * gap)
    return TRUE;
  return stands_on_name (planner, place_a, place_b) || stands_on_name (planner, place_b, place_a);
}

/* Whether the badge of place would cover a solid obstacle. */
static gboolean
stands_on_obstacle (const Planner *planner, guint place)
{
  const SohoPlanInput *input = planner->input;
  const Stand *stand = &planner->stands[place];

  for (guint i = 0; i < input->n_obstacles; i++)
    {
      const SohoObstacle *obstacle = &input->obstacles[i];
      double x = stand->x - obstacle->x * input->scale - obstacle->dx;
      double y = stand->y - obstacle->y * input->scale - obstacle->dy;

      if (obstacle->is_solid && x > -stand->width / 2.0 && x < obstacle->width + stand->width / 2.0
          && y > -stand->height / 2.0 && y < obstacle->height + stand->height / 2.0)
        return TRUE;
    }
  return FALSE;
}

/* The nearest accepted place with which place would collide, or any within reach when it would
 * cover an obstacle; G_MAXUINT when it is to have a badge. Towns give way to other badges only. */
static guint
find_host (const Planner *planner, guint place)
{
  const Stand *stand = &planner->stands[place];
  gboolean is_town = planner->input->places[place].is_town || place == planner->input->shown;
  gboolean any = !is_town && stands_on_obstacle (planner, place);
  guint host = G_MAXUINT;
  double nearest = any ? FOLD_REACH * planner->input->em : G_MAXDOUBLE;

  for (guint i = 0; i < planner->accepted->len; i++)
    {
      guint other = g_array_index (planner->accepted, guint, i);
      double distance;

      if (!any && !badges_collide (planner, place, other))
        continue;
      distance = hypot (stand->x - planner->stands[other].x, stand->y - planner->stands[other].y);
      if (distance < nearest)
        {
          nearest = distance;
          host = other;
        }
    }
  return host;
}

/* Counts at host whoever was counted at place. */
static void
fold (Planner *planner, guint place, guint host)
{
  Stand *stand = &planner->stands[host];

  for (guint i = 0; i < planner->input->n_places; i++)
    if (planner->counted[i] == place)
      planner->counted[i] = host;
  set_people (planner->input, stand, stand->people + planner->stands[place].people);
}

/* One pass over the places that still have a badge; returns whether any was folded. A fold makes
 * the host's count, and so its badge, larger, hence the passes. */
static gboolean
fold_once (Planner *planner)
{
  gboolean folded = FALSE;

  g_array_set_size (planner->accepted, 0);
  for (guint i = 0; i < planner->input->n_places; i++)
    {
      guint place = planner->order[i];
      guint host;

      if (planner->counted[place] != place)
        continue;
      host = find_host (planner, place);
      if (host == G_MAXUINT)
        g_array_append_val (planner->accepted, place);
      else
        fold (planner, place, host);
      folded |= host != G_MAXUINT;
    }
  return folded;
}

static void
list_badges (const Planner *planner, SohoPlacePlan *plan)
{
  guint n_places = planner->input->n_places;
  g_autofree guint *index = g_new (guint, n_places);

  plan->n_badges = planner->accepted->len;
  plan->badges = g_new0 (SohoBadge, plan->n_badges);
  for (guint i = 0; i < plan->n_badges; i++)
    {
      guint place = g_array_index (planner->accepted, guint, i);
      const Stand *stand = &planner->stands[place];

      plan->badges[i] = (SohoBadge){
        .place = place, .people = stand->people, .width = stand->width, .height = stand->height
      };
      index[place] = i;
    }
  plan->badge_of = g_new (guint, n_places);
  for (guint i = 0; i < n_places; i++)
    {
      guint host = planner->counted[i];

      plan->badge_of[i] = host != G_MAXUINT ? index[host] : G_MAXUINT;
      if (host != G_MAXUINT)
        plan->badges[index[host]].n_places++;
    }
}

/* --- Names ----------------------------------------------------------------------------------- */

/* A box given in logical pixels from a point of the world, in logical pixels of the world. */
static Rectangle
rectangle_at (const Planner *planner, double x, double y, int dx, int dy, int width, int height)
{
  double left = x * planner->input->scale + dx, top = y * planner->input->scale + dy;

  return (Rectangle){ left, top, left + width, top + height };
}

static int
row_of (double y)
{
  return floor (y / ROW_HEIGHT);
}

static void
take (const Planner *planner, const Rectangle *box)
{
  for (int row = row_of (box->y0); row <= row_of (box->y1); row++)
    {
      GArray *boxes = g_hash_table_lookup (planner->taken, GINT_TO_POINTER (row));

      if (boxes == NULL)
        {
          boxes = g_array_new (FALSE, FALSE, sizeof (Rectangle));
          g_hash_table_insert (planner->taken, GINT_TO_POINTER (row), boxes);
        }
      g_array_append_vals (boxes, box, 1);
    }
}

static gboolean
overlap (const Rectangle *a, const Rectangle *b)
{
  return a->x0 < b->x1 && a->x1 > b->x0 && a->y0 < b->y1 && a->y1 > b->y0;
}

/* Whether a name may stand in a box, with some room around it. */
static gboolean
is_free (const Planner *planner, const Rectangle *box)
{
  Rectangle room
      = { box->x0 - NAME_GAP_X, box->y0 - NAME_GAP_Y, box->x1 + NAME_GAP_X, box->y1 + NAME_GAP_Y };

  for (int row = row_of (room.y0); row <= row_of (room.y1); row++)
    {
      GArray *boxes = g_hash_table_lookup (planner->taken, GINT_TO_POINTER (row));

      for (guint i = 0; boxes != NULL && i < boxes->len; i++)
        if (overlap (&room, &g_array_index (boxes, Rectangle, i)))
          return FALSE;
    }
  return TRUE;
}

static gboolean
is_in_bounds (const SohoPlanInput *input, const Rectangle *box)
{
  return box->x0 >= input->x0 * input->scale - input->margin
         && box->y0 >= input->y0 * input->scale - input->margin
         && box->x1 <= input->x1 * input->scale + input->margin
         && box->y1 <= input->y1 * input->scale + input->margin;
}

/* Tries below, right, left and above what marks the place, which is half_width by half_height.
 * Anywhere: beyond the bounds too. */
static gboolean
try_spots (
    Planner *planner, SohoPlacedName *name, int half_width, int half_height, gboolean anywhere)
{
  const SohoPlace *place = &planner->input->places[name->place];
  int width = place->name_width, height = place->name_height;
  const int spots[4][2] = {
    { -width / 2, half_height + NAME_DISTANCE },
    { half_width + 2 * NAME_DISTANCE, -height / 2 },
    { -half_width - 2 * NAME_DISTANCE - width, -height / 2 },
    { -width / 2, -half_height - NAME_DISTANCE - height },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spots); i++)
    {
      Rectangle box
          = rectangle_at (planner, place->x, place->y, spots[i][0], spots[i][1], width, height);

      if ((!anywhere && !is_in_bounds (planner->input, &box)) || !is_free (planner, &box))
        continue;
      take (planner, &box);
      name->dx = spots[i][0];
      name->dy = spots[i][1];
      return TRUE;
    }
  return FALSE;
}

static void
name_badge (Planner *planner, const SohoBadge *badge, GArray *names)
{
  SohoPlacedName name = { .place = badge->place, .has_badge = TRUE };

  if (try_spots (planner, &name, badge->width / 2, badge->height / 2, FALSE)
      || try_spots (planner, &name, badge->width / 2, badge->height / 2, TRUE))
    g_array_append_val (names, name);
}

/* A place without a badge is named only where both its dot and its name find room. */
static void
name_dot (Planner *planner, guint index, GArray *names)
{
  const SohoPlace *place = &planner->input->places[index];
  SohoPlacedName name = { .place = index };
  Rectangle dot = rectangle_at (planner, place->x, place->y, -DOT_RADIUS, -DOT_RADIUS,
                                2 * DOT_RADIUS, 2 * DOT_RADIUS);

  if (!is_free (planner, &dot) || !try_spots (planner, &name, DOT_RADIUS, DOT_RADIUS, FALSE))
    return;
  take (planner, &dot);
  g_array_append_val (names, name);
}

static void
take_badges_and_obstacles (Planner *planner, const SohoPlacePlan *plan)
{
  const SohoPlanInput *input = planner->input;

  for (guint i = 0; i < plan->n_badges; i++)
    {
      const SohoBadge *badge = &plan->badges[i];
      Rectangle box
          = rectangle_at (planner, input->places[badge->place].x, input->places[badge->place].y,
                          -badge->width / 2, -badge->height / 2, badge->width, badge->height);

      /* The gap around names is not kept between a badge and a name. */
      box.x0 += NAME_GAP_X;
      box.x1 -= NAME_GAP_X;
      box.y0 += NAME_GAP_Y;
      box.y1 -= NAME_GAP_Y;
      take (planner, &box);
    }
  for (guint i = 0; i < input->n_obstacles; i++)
    {
      const SohoObstacle *o = &input->obstacles[i];
      Rectangle box = rectangle_at (planner, o->x, o->y, o->dx, o->dy, o->width, o->height);

      take (planner, &box);
    }
}

/* A town is named before a hamlet, and a badge before a dot of up to five times its size. */
static int
compare_names (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Planner *planner = user_data;
  const SohoPlace *places = planner->input->places;
  guint place_a = *(const guint *) a, place_b = *(const guint *) b;
  guint64 weight_a = places[place_a].population, weight_b = places[place_b].population;

  weight_a *= planner->counted[place_a] == place_a ? 5 : 1;
  weight_b *= planner->counted[place_b] == place_b ? 5 : 1;
  if (weight_a != weight_b && place_a != planner->input->shown && place_b != planner->input->shown)
    return weight_a > weight_b ? -1 : 1;
  return compare_places (a, b, (gpointer) planner->input);
}

static void
list_names (Planner *planner, SohoPlacePlan *plan)
{
  guint n = planner->input->n_places;
  g_autofree guint *order = g_memdup2 (planner->order, n * sizeof (guint));
  GArray *names = g_array_new (FALSE, FALSE, sizeof (SohoPlacedName));

  g_hash_table_remove_all (planner->taken);
  take_badges_and_obstacles (planner, plan);
  g_qsort_with_data (order, n, sizeof (guint), compare_names, planner);
  for (guint i = 0; i < n; i++)
    {
      if (planner->counted[order[i]] == order[i])
        name_badge (planner, &plan->badges[plan->badge_of[order[i]]], names);
      else
        name_dot (planner, order[i], names);
    }
  plan->n_names = names->len;
  plan->names = (SohoPlacedName *) g_array_free (names, FALSE);
}

/* The nearest badge of a more populous place within reach; G_MAXUINT if there is none. */
static guint
find_larger_neighbour (const Planner *planner, const SohoPlacePlan *plan, guint badge)
{
  const SohoPlace *places = planner->input->places;
  const SohoPlace *place = &places[plan->badges[badge].place];
  double nearest = FOLD_REACH * planner->input->em / planner->input->scale;
  guint host = G_MAXUINT;

  for (guint i = 0; i < badge; i++)
    {
      const SohoPlace *other = &places[plan->badges[i].place];
      double distance = hypot (place->x - other->x, place->y - other->y);

      if (distance < nearest)
        {
          nearest = distance;
          host = plan->badges[i].place;
        }
    }
  return host;
}

/* Folds the badges that found no room for their name, because a figure without a name tells nobody
 * anything. Returns whether there were any. */
static gboolean
fold_unnamed (Planner *planner, const SohoPlacePlan *plan)
{
  g_autofree gboolean *named = g_new0 (gboolean, planner->input->n_places);
  gboolean folded = FALSE;

  for (guint i = 0; i < plan->n_names; i++)
    named[plan->names[i].place] = TRUE;
  for (guint i = plan->n_badges; i-- > 0;)
    {
      guint place = plan->badges[i].place;
      guint host = named[place] ? G_MAXUINT : find_larger_neighbour (planner, plan, i);

      if (host == G_MAXUINT || place == planner->input->shown)
        continue;
      fold (planner, place, host);
      folded = TRUE;
    }
  return folded;
}

SohoPlacePlan *
soho_place_plan_new (const SohoPlanInput *input)
{
  SohoPlacePlan *plan = NULL;
  g_autoptr (GArray) accepted = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) taken
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  g_autofree guint *order = g_new (guint, input->n_places);
  g_autofree guint *counted = g_new (guint, input->n_places);
  g_autofree Stand *stands = g_new0 (Stand, input->n_places);
  Planner planner = { input, stands, order, counted, accepted, taken };
  guint pass = 0;

  for (guint i = 0; i < input->n_places; i++)
    {
      order[i] = i;
      stands[i].x = input->places[i].x * input->scale;
      stands[i].y = input->places[i].y * input->scale;
      set_people (input, &stands[i], input->places[i].people);
      counted[i] = input->places[i].people > 0 ? i : G_MAXUINT;
    }
  g_qsort_with_data (order, input->n_places, sizeof (guint), compare_places, (gpointer) input);

  do
    {
      soho_place_plan_free (plan);
      plan = g_new0 (SohoPlacePlan, 1);
      while (fold_once (&planner))
        continue;
      list_badges (&planner, plan);
      list_names (&planner, plan);
    }
  while (++pass < PASSES_MAX && fold_unnamed (&planner, plan));
  return plan;
}

void
soho_place_plan_free (SohoPlacePlan *plan)
{
  if (plan == NULL)
    return;
  g_free (plan->badges);
  g_free (plan->names);
  g_free (plan->badge_of);
  g_free (plan);
}
