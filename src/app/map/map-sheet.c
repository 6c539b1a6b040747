/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-sheet.h"

#include "map/base-painter.h"
#include "map/ring-layer.h"
#include "map/sprites.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* Room between two entries of the legend, and the height of a line of it. */
#define LEGEND_GAP 14
#define LEGEND_LINE 30

struct _SohoMapSheet
{
  SohoMapPalette palette;
  SohoGeography *geography;
  SohoBox box, reach;
  gboolean has_reach;
  guint *people; /* by commune of the gazetteer */
  char **villages;
  GArray *marks;                    /* SohoPlantedMark */
  gboolean shown[SOHO_MAP_N_KINDS]; /* and there is something of it */
};

/* One drawing of a sheet. */
typedef struct
{
  SohoMapSheet *sheet;
  cairo_t *cr;
  PangoContext *context;
  SohoPlaces *places;
  SohoMapWindow window;
} Drawing;

SohoMapSheet *
soho_map_sheet_new (SohoMapKinds *kinds,
                    const SohoMapMark *marks,
                    gsize n_marks,
                    const SohoBox *box)
{
  SohoMapSheet *self = g_new0 (SohoMapSheet, 1);
  guint n = soho_gazetteer_get_n_communes ();

  self->palette = *soho_map_palette_get (FALSE, FALSE);
  self->palette.beyond = 0xffffffff; /* ink */
  self->geography = soho_geography_get_default ();
  self->box = *box;
  self->people = g_new0 (guint, n);
  self->marks = g_array_new (FALSE, FALSE, sizeof (SohoPlantedMark));
  for (guint i = 0; soho_map_kinds_get_shown (kinds, SOHO_MAP_PEOPLE) && i < n; i++)
    {
      self->people[i] = soho_map_kinds_get_people (kinds)[i];
      self->shown[SOHO_MAP_PEOPLE] |= self->people[i] > 0;
    }
  if (soho_map_kinds_get_shown (kinds, SOHO_MAP_VILLAGES))
    self->villages = g_strdupv ((char **) soho_map_kinds_get_villages (kinds));
  self->shown[SOHO_MAP_VILLAGES] = self->villages != NULL && self->villages[0] != NULL;
  for (gsize i = 0; i < n_marks; i++)
    {
      SohoPlantedMark mark = { .kind = marks[i].kind };

      if (!soho_map_kinds_get_shown (kinds, marks[i].kind))
        continue;
      soho_geography_project (marks[i].latitude, marks[i].longitude, &mark.x, &mark.y);
      g_array_append_val (self->marks, mark);
      self->shown[marks[i].kind] = TRUE;
    }
  return self;
}

void
soho_map_sheet_set_reach (SohoMapSheet *self, double latitude, double longitude, double km)
{
  self->has_reach = km > 0;
  self->reach = soho_ring_layer_box_around (latitude, longitude, km);
}

gboolean
soho_map_sheet_get_shown (SohoMapSheet *self, SohoMapKind kind)
{
  return self->shown[kind];
}

void
soho_map_sheet_free (SohoMapSheet *self)
{
  if (self == NULL)
    return;
  g_free (self->people);
  g_strfreev (self->villages);
  g_array_unref (self->marks);
  g_free (self);
}

/* --- Map ------------------------------------------------------------------------------------- */

static void
draw_land (const Drawing *drawing)
{
  SohoMapSheet *sheet = drawing->sheet;
  const SohoMapWindow *window = &drawing->window;
  g_autoptr (SohoBaseStyle) style = soho_base_style_new (&sheet->palette, sheet->geography);
  SohoBaseFrame frame = { .scale = window->scale,
                          .x = window->x,
                          .y = window->y,
                          .width = window->width,
                          .height = window->height,
                          .unit = 1 };
  guint n;
  const SohoArea *communes = soho_geography_get_communes (sheet->geography, &n);

  for (guint i = 0; sheet->villages != NULL && sheet->villages[i] != NULL; i++)
    {
      const SohoArea *area = soho_geography_find_commune (sheet->geography, sheet->villages[i]);

      if (area != NULL)
        style->partners[area - communes] = 1;
    }
  soho_base_paint (drawing->cr, sheet->geography, &frame, style, NULL);
}

static void
draw_reach (const Drawing *drawing)
{
  const SohoBox *reach = &drawing->sheet->reach;
  double x, y;

  if (!drawing->sheet->has_reach)
    return;
  soho_map_window_locate (&drawing->window, (reach->x0 + reach->x1) / 2,
                          (reach->y0 + reach->y1) / 2, 1, &x, &y);
  cairo_new_path (drawing->cr);
  cairo_arc (drawing->cr, x, y, (reach->x1 - reach->x0) / 2 * drawing->window.scale, 0, 2 * G_PI);
  soho_map_palette_use (drawing->cr, drawing->sheet->palette.shown_line);
  cairo_set_line_width (drawing->cr, 1.5);
  cairo_stroke (drawing->cr);
}

static void
draw_names (const Drawing *drawing)
{
  const SohoPlacePlan *plan = soho_places_get_plan (drawing->places, &drawing->window);
  guint n;
  const SohoPlace *places = soho_places_get_all (drawing->places, &n);
  cairo_t *cr = drawing->cr;

  for (guint i = 0; i < plan->n_names; i++)
    {
      const SohoPlacedName *name = &plan->names[i];
      const SohoPlace *place = &places[name->place];
      double x, y;

      soho_map_window_locate (&drawing->window, place->x, place->y, 1, &x, &y);
      if (!soho_map_window_sees (&drawing->window, x, y, place->name_width, place->name_height))
        continue;
      cairo_save (cr);
      cairo_translate (cr, x, y);
      if (!name->has_badge)
        {
          cairo_save (cr);
          cairo_translate (cr, -SOHO_DOT_SIZE / 2, -SOHO_DOT_SIZE / 2);
          soho_dot_draw (cr, &drawing->sheet->palette);
          cairo_restore (cr);
        }
      cairo_translate (cr, name->dx, name->dy);
      soho_name_draw (cr, drawing->context, soho_gazetteer_get_nth (name->place)->name,
                      soho_name_style_of (place->population), &drawing->sheet->palette);
      cairo_restore (cr);
    }
}

static void
draw_stem (const Drawing *drawing, const SohoStem *stem)
{
  cairo_t *cr = drawing->cr;
  guint n = 0;
  double x, y;

  soho_map_window_locate (&drawing->window, stem->x, stem->y, 1, &x, &y);
  cairo_rectangle (cr, x - SOHO_STEM_WIDTH / 2, y - SOHO_STEM_HEIGHT - 1, SOHO_STEM_WIDTH,
                   SOHO_STEM_HEIGHT + 1);
  soho_map_palette_use (cr, drawing->sheet->palette.stem);
  cairo_fill (cr);
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    {
      if (stem->counts[kind] == 0)
        continue;
      cairo_save (cr);
      cairo_translate (cr, x + soho_mark_plan_get_sign_dx (stem->n_signs, n++) - SOHO_SIGN_MARGIN,
                       y - SOHO_STEM_HEIGHT - SOHO_SIGN_SIZE - SOHO_SIGN_MARGIN);
      soho_sign_draw (cr, drawing->context, kind, stem->counts[kind], &drawing->sheet->palette);
      cairo_restore (cr);
    }
}

static void
draw_badges (const Drawing *drawing)
{
  const SohoPlacePlan *plan = soho_places_get_plan (drawing->places, &drawing->window);
  guint n;
  const SohoPlace *places = soho_places_get_all (drawing->places, &n);

  for (guint i = plan->n_badges; i-- > 0;)
    {
      const SohoBadge *badge = &plan->badges[i];
      double x, y;

      soho_map_window_locate (&drawing->window, places[badge->place].x, places[badge->place].y, 1,
                              &x, &y);
      cairo_save (drawing->cr);
      cairo_translate (drawing->cr, x - badge->width / 2.0, y - badge->height / 2.0);
      soho_badge_draw (drawing->cr, drawing->context, badge->people, &drawing->sheet->palette);
      cairo_restore (drawing->cr);
    }
}

static SohoMapWindow
window_for (const SohoBox *box, double width, double height)
{
  double scale = MIN (width / (box->x1 - box->x0), height / (box->y1 - box->y0));

  return (SohoMapWindow){ .zoom = log2 (scale / 256),
                          .scale = scale,
                          .x = (box->x0 + box->x1) / 2 * scale - width / 2,
                          .y = (box->y0 + box->y1) / 2 * scale - height / 2,
                          .width = (int) ceil (width),
                          .height = (int) ceil (height) };
}

void
soho_map_sheet_draw (
    SohoMapSheet *self, cairo_t *cr, PangoContext *context, double width, double height)
{
  g_autoptr (SohoPlaces) places = soho_places_new (context, self->geography);
  Drawing drawing = { self, cr, context, places, window_for (&self->box, width, height) };
  const SohoMarkPlan *plan;

  soho_places_set_people (places, self->people, soho_gazetteer_get_n_communes ());
  soho_places_set_marks (places, (const SohoPlantedMark *) self->marks->data, self->marks->len);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  draw_land (&drawing);
  draw_reach (&drawing);
  draw_names (&drawing);
  plan = soho_places_get_mark_plan (places, &drawing.window);
  for (guint i = 0; i < plan->n_stems; i++)
    draw_stem (&drawing, &plan->stems[i]);
  draw_badges (&drawing);
  cairo_restore (cr);
}

/* --- Legend ---------------------------------------------------------------------------------- */

double
soho_map_sheet_draw_legend (SohoMapSheet *self, cairo_t *cr, PangoContext *context, double width)
{
  double x = 0, y = 0;

  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    {
      const char *name = soho_map_legend_get_name (kind);
      int sign = SOHO_SIGN_SIZE + SOHO_SIGN_MARGIN, name_width, name_height;

      if (!self->shown[kind])
        continue;
      soho_name_measure (context, name, SOHO_NAME_BOURG, &name_width, &name_height);
      if (x > 0 && x + sign + name_width > width)
        {
          x = 0;
          y += LEGEND_LINE;
        }
      cairo_save (cr);
      cairo_translate (cr, x - SOHO_SIGN_MARGIN, y - SOHO_SIGN_MARGIN);
      soho_sign_draw (cr, context, kind, 1, &self->palette);
      cairo_translate (cr, sign + SOHO_SIGN_MARGIN,
                       SOHO_SIGN_MARGIN + (SOHO_SIGN_SIZE - name_height) / 2.0);
      soho_name_draw (cr, context, name, SOHO_NAME_BOURG, &self->palette);
      cairo_restore (cr);
      x += sign + name_width + LEGEND_GAP;
    }
  return y + LEGEND_LINE;
}
