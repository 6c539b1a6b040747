/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/mark-plan.h"

#include <math.h>
#include <string.h>

/* Marks closer than this, in logical pixels, are at one place. */
#define SAME_PLACE 3.0

/* Room kept around the signs of a stem, in logical pixels. */
#define ROOM 4

/* Each pass folds what the wider signs of the pass before it cover; few are ever needed. */
#define PASSES_MAX 8

/* A stem under way. */
typedef struct
{
  double x, y; /* logical pixels of the world */
  guint mark;  /* its first one */
  guint counts[SOHO_MAP_N_KINDS];
  guint n_marks, n_signs;
  guint host; /* the stem that it folded into; itself while it stands */
} Draft;

int
soho_mark_plan_get_width (guint n_signs)
{
  return (int) n_signs * SOHO_SIGN_SIZE + (int) (MAX (n_signs, 1) - 1) * SOHO_SIGN_GAP;
}

int
soho_mark_plan_get_sign_dx (guint n_signs, guint sign)
{
  return (int) sign * (SOHO_SIGN_SIZE + SOHO_SIGN_GAP) - soho_mark_plan_get_width (n_signs) / 2;
}

static void
count_signs (Draft *draft)
{
  draft->n_signs = 0;
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    draft->n_signs += draft->counts[kind] > 0;
}

/* A telecentre stays where it is, whatever else there is; then the stem with more on it counts. */
static int
compare_drafts (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Draft *drafts = user_data;
  guint one = *(const guint *) a, other = *(const guint *) b;
  const Draft *first = &drafts[one], *second = &drafts[other];
  guint first_fixed = first->counts[SOHO_MAP_TELECENTRES] > 0;
  guint second_fixed = second->counts[SOHO_MAP_TELECENTRES] > 0;

  if (first_fixed != second_fixed)
    return first_fixed ? -1 : 1;
  if (first->n_marks != second->n_marks)
    return first->n_marks > second->n_marks ? -1 : 1;
  return (one > other) - (one < other);
}

static gboolean
overlap (const Draft *a, const Draft *b)
{
  double wide
      = (soho_mark_plan_get_width (a->n_signs) + soho_mark_plan_get_width (b->n_signs)) / 2.0;

  return fabs (a->x - b->x) < wide + ROOM && fabs (a->y - b->y) < SOHO_SIGN_SIZE + ROOM;
}

static void
fold (Draft *drafts, guint from, guint to)
{
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    drafts[to].counts[kind] += drafts[from].counts[kind];
  drafts[to].n_marks += drafts[from].n_marks;
  drafts[from].host = to;
  count_signs (&drafts[to]);
}

/* The nearest of the stems accepted that the signs of one would cover; G_MAXUINT for none. */
static guint
find_host (const Draft *drafts, const GArray *accepted, guint draft)
{
  double nearest = G_MAXDOUBLE;
  guint host = G_MAXUINT;

  for (guint i = 0; i < accepted->len; i++)
    {
      guint other = g_array_index (accepted, guint, i);
      double distance
          = hypot (drafts[draft].x - drafts[other].x, drafts[draft].y - drafts[other].y);

      if (distance < nearest && overlap (&drafts[draft], &drafts[other]))
        {
          nearest = distance;
          host = other;
        }
    }
  return host;
}

static gboolean
fold_once (Draft *drafts, guint n)
{
  g_autoptr (GArray) accepted = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *order = g_new (guint, n + 1);
  gboolean folded = FALSE;
  guint standing = 0;

  for (guint i = 0; i < n; i++)
    if (drafts[i].host == i)
      order[standing++] = i;
  g_qsort_with_data (order, (int) standing, sizeof (guint), compare_drafts, drafts);
  for (guint i = 0; i < standing; i++)
    {
      guint host = find_host (drafts, accepted, order[i]);

      if (host == G_MAXUINT)
        g_array_append_val (accepted, order[i]);
      else
        fold (drafts, order[i], host);
      folded |= host != G_MAXUINT;
    }
  return folded;
}

/* One stem for all marks of one place. Returns how many stems there are; stem_of[i] is that of mark
 * i. */
static guint
plant (const SohoPlantedMark *marks, guint n, double scale, Draft *drafts, guint *stem_of)
{
  guint n_drafts = 0;

  for (guint i = 0; i < n; i++)
    {
      double x = marks[i].x * scale, y = marks[i].y * scale;
      guint at = 0;

      while (at < n_drafts && hypot (drafts[at].x - x, drafts[at].y - y) > SAME_PLACE)
        at++;
      if (at == n_drafts)
        drafts[n_drafts++] = (Draft){ .x = x, .y = y, .mark = i, .host = at };
      drafts[at].counts[marks[i].kind]++;
      drafts[at].n_marks++;
      count_signs (&drafts[at]);
      stem_of[i] = at;
    }
  return n_drafts;
}

static guint
find_standing (const Draft *drafts, guint draft)
{
  while (drafts[draft].host != draft)
    draft = drafts[draft].host;
  return draft;
}

static int
compare_stems (gconstpointer a, gconstpointer b)
{
  const SohoStem *one = a, *other = b;

  if (one->y != other->y)
    return one->y < other->y ? -1 : 1;
  return (one->x > other->x) - (one->x < other->x);
}

/* Lists the marks of a stem, whose first mark tells which it is until then, kind by kind. */
static void
list_marks (SohoMarkPlan *plan,
            SohoStem *stem,
            guint *used,
            const SohoPlantedMark *marks,
            guint n,
            const guint *stem_of)
{
  guint draft = stem_of[stem->first];

  stem->first = *used;
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    for (guint i = 0; stem->counts[kind] > 0 && i < n; i++)
      if (marks[i].kind == kind && stem_of[i] == draft)
        plan->marks[(*used)++] = i;
}

SohoMarkPlan *
soho_mark_plan_new (const SohoPlantedMark *marks, guint n, double scale)
{
  SohoMarkPlan *plan = g_new0 (SohoMarkPlan, 1);
  g_autofree Draft *drafts = g_new0 (Draft, n + 1);
  g_autofree guint *stem_of = g_new (guint, n + 1);
  guint n_drafts = plant (marks, n, scale, drafts, stem_of);
  guint used = 0;

  for (guint pass = 0; pass < PASSES_MAX && fold_once (drafts, n_drafts); pass++)
    continue;
  plan->marks = g_new (guint, n + 1);
  plan->stems = g_new0 (SohoStem, n_drafts + 1);
  for (guint i = 0; i < n; i++)
    stem_of[i] = find_standing (drafts, stem_of[i]);
  for (guint i = 0; i < n_drafts; i++)
    if (drafts[i].host == i)
      {
        SohoStem *stem = &plan->stems[plan->n_stems++];

        stem->x = marks[drafts[i].mark].x;
        stem->y = marks[drafts[i].mark].y;
        stem->first = drafts[i].mark;
        memcpy (stem->counts, drafts[i].counts, sizeof stem->counts);
        stem->n_marks = drafts[i].n_marks;
        stem->n_signs = drafts[i].n_signs;
      }
  qsort (plan->stems, plan->n_stems, sizeof (SohoStem), compare_stems);
  for (guint i = 0; i < plan->n_stems; i++)
    list_marks (plan, &plan->stems[i], &used, marks, n, stem_of);
  return plan;
}

void
soho_mark_plan_free (SohoMarkPlan *plan)
{
  if (plan == NULL)
    return;
  g_free (plan->stems);
  g_free (plan->marks);
  g_free (plan);
}
