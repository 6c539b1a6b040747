/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/base-painter.h"

#include <math.h>
#include <string.h>

/* From one line of the hatching to the next, in logical pixels along either axis. */
#define HATCH_STEP 9

/* What the steps of one picture share. */
typedef struct
{
  cairo_t *cr;
  SohoGeography *geography;
  const SohoArc *arcs;
  const SohoBaseFrame *frame;
  const SohoBaseStyle *style;
  const int *cancelled;
  SohoBox view; /* of the world, with room for the width of lines */
  guint zoom;   /* vertices of this zoom and below are drawn */
} Painter;

SohoBaseStyle *
soho_base_style_new (const SohoMapPalette *palette, SohoGeography *geography)
{
  SohoBaseStyle *style;
  guint n_communes;

  soho_geography_get_communes (geography, &n_communes);
  style = g_atomic_rc_box_alloc0 (sizeof (SohoBaseStyle) + n_communes);
  style->palette = palette;
  style->n_communes = n_communes;
  style->shown = -1;
  return style;
}

SohoBaseStyle *
soho_base_style_copy (const SohoBaseStyle *style)
{
  gsize size = sizeof (SohoBaseStyle) + style->n_communes;
  SohoBaseStyle *copy = g_atomic_rc_box_alloc0 (size);

  memcpy (copy, style, size);
  return copy;
}

SohoBaseStyle *
soho_base_style_ref (SohoBaseStyle *style)
{
  return g_atomic_rc_box_acquire (style);
}

void
soho_base_style_unref (SohoBaseStyle *style)
{
  g_atomic_rc_box_release (style);
}

static gboolean
is_cancelled (const Painter *painter)
{
  return painter->cancelled != NULL && g_atomic_int_get (painter->cancelled) != 0;
}

static gboolean
is_in_view (const Painter *painter, const SohoBox *box)
{
  return box->x0 <= painter->view.x1 && box->x1 >= painter->view.x0 && box->y0 <= painter->view.y1
         && box->y1 >= painter->view.y0;
}

static void
line_to (const Painter *painter, const SohoVertex *vertex)
{
  cairo_line_to (painter->cr, vertex->x * painter->frame->scale - painter->frame->x,
                 vertex->y * painter->frame->scale - painter->frame->y);
}

/* Continues the path along an arc, backwards where number is negative. */
static void
follow_arc (const Painter *painter, gint32 number)
{
  const SohoArc *arc = &painter->arcs[ABS (number) - 1];
  const SohoVertex *vertices = arc->vertices;
  guint last = arc->n_vertices - 1;

  for (guint i = 0; i <= last; i++)
    {
      guint at = number > 0 ? i : last - i;

      if (at == 0 || at == last || vertices[at].first_zoom <= painter->zoom)
        line_to (painter, &vertices[at]);
    }
}

static void
follow_rings (const Painter *painter, const SohoRing *rings, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      cairo_new_sub_path (painter->cr);
      for (guint j = 0; j < rings[i].n_arcs; j++)
        follow_arc (painter, rings[i].arcs[j]);
      cairo_close_path (painter->cr);
    }
}

static void
fill (const Painter *painter, guint32 color)
{
  soho_map_palette_use (painter->cr, color);
  cairo_fill (painter->cr);
}

static void
stroke (const Painter *painter, guint32 color, double width)
{
  soho_map_palette_use (painter->cr, color);
  cairo_set_line_width (painter->cr, width * painter->frame->unit);
  cairo_stroke (painter->cr);
}

static void
add_line (const Painter *painter, guint arc)
{
  if (!is_in_view (painter, &painter->arcs[arc].box))
    return;
  cairo_new_sub_path (painter->cr);
  follow_arc (painter, arc + 1);
}

static void
paint_neighbours (const Painter *painter)
{
  guint n;
  const guint *borders = soho_geography_get_borders (painter->geography, &n);

  for (guint i = 0; i < n; i++)
    add_line (painter, borders[i]);
  stroke (painter, painter->style->palette->neighbour_border, 1.2);
}

static void
paint_land (const Painter *painter)
{
  guint n;
  const SohoRing *outline = soho_geography_get_outline (painter->geography, &n);

  follow_rings (painter, outline, n);
  fill (painter, painter->style->palette->land);
}

/* Fills the path with slanted lines, and ends it. They are counted from the corner of the world, so
 * that those of two strips meet. */
static void
hatch (const Painter *painter, guint32 color)
{
  const SohoBaseFrame *frame = painter->frame;
  double step = HATCH_STEP * frame->unit;
  double from = frame->x + frame->y, to = from + frame->width + frame->height;

  if ((color & 0xff) == 0)
    {
      cairo_new_path (painter->cr);
      return;
    }
  cairo_save (painter->cr);
  cairo_clip (painter->cr);
  for (double line = floor (from / step) * step; line <= to + step; line += step)
    {
      cairo_move_to (painter->cr, line - from + step, -step);
      cairo_line_to (painter->cr, line - from - frame->height - step, frame->height + step);
    }
  stroke (painter, color, 1);
  cairo_restore (painter->cr);
}

/* All in one path, so that no seam shows between two that touch. */
static void
paint_partners (const Painter *painter)
{
  guint n;
  const SohoArea *communes = soho_geography_get_communes (painter->geography, &n);

  for (guint i = 0; i < n && i < painter->style->n_communes; i++)
    if (painter->style->partners[i] != 0 && is_in_view (painter, &communes[i].box))
      follow_rings (painter, communes[i].rings, communes[i].n_rings);
  soho_map_palette_use (painter->cr, painter->style->palette->village);
  cairo_fill_preserve (painter->cr);
  hatch (painter, painter->style->palette->village_hatch);
}

static void
paint_rivers (const Painter *painter)
{
  guint n;
  const SohoRiver *rivers = soho_geography_get_rivers (painter->geography, &n);

  for (guint i = 0; i < n; i++)
    add_line (painter, rivers[i].arc);
  stroke (painter, painter->style->palette->river, painter->zoom < 10 ? 1.3 : 2.0);
}

/* n_communes: 2 for the borders between communes, 1 for the outline of the department. */
static void
paint_borders (const Painter *painter, guint n_communes, guint32 color, double width)
{
  guint n;

  soho_geography_get_arcs (painter->geography, &n);
  for (guint i = 0; i < n; i++)
    if (painter->arcs[i].n_communes == n_communes)
      add_line (painter, i);
  stroke (painter, color, width);
}

static void
paint_shown (const Painter *painter)
{
  guint n;
  const SohoArea *communes = soho_geography_get_communes (painter->geography, &n);
  int shown = painter->style->shown;

  if (shown < 0 || shown >= (int) n)
    return;
  follow_rings (painter, communes[shown].rings, communes[shown].n_rings);
  soho_map_palette_use (painter->cr, painter->style->palette->shown_fill);
  cairo_fill_preserve (painter->cr);
  stroke (painter, painter->style->palette->shown_line, 2.5);
}

/* Thin where the communes are small on the screen, so that the lines stay a quiet ground. */
static double
inner_border_width (guint zoom)
{
  return zoom < 9 ? 0.4 : zoom < 11 ? 0.8 : 1.1;
}

void
soho_base_paint (cairo_t *cr,
                 SohoGeography *geography,
                 const SohoBaseFrame *frame,
                 const SohoBaseStyle *style,
                 const int *cancelled)
{
  const SohoMapPalette *palette = style->palette;
  double room = 4 * frame->unit;
  guint n_arcs;
  Painter painter = {
    .cr = cr,
    .geography = geography,
    .arcs = soho_geography_get_arcs (geography, &n_arcs),
    .frame = frame,
    .style = style,
    .cancelled = cancelled,
    .view = { (frame->x - room) / frame->scale, (frame->y - room) / frame->scale,
              (frame->x + frame->width + room) / frame->scale,
              (frame->y + frame->height + room) / frame->scale },
    .zoom = MAX (0, ceil (log2 (frame->scale / 256))),
  };

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  soho_map_palette_use (cr, palette->beyond);
  cairo_paint (cr);

  paint_neighbours (&painter);
  if (!is_cancelled (&painter))
    paint_land (&painter);
  if (!is_cancelled (&painter))
    paint_partners (&painter);
  if (!is_cancelled (&painter))
    paint_borders (&painter, 2, palette->inner_border, inner_border_width (painter.zoom));
  if (is_cancelled (&painter))
    return;
  paint_rivers (&painter);
  paint_borders (&painter, 1, palette->outline, 1.6);
  paint_shown (&painter);
}
