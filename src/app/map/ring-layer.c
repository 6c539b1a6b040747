/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/ring-layer.h"

#include "map/map-window.h"

#include <math.h>

/* Metres around the world at the equator, WGS 84. */
#define EQUATOR_M 40075016.686

#define LINE_WIDTH 2.5

struct _SohoRingLayer
{
  ShumateLayer parent_instance;

  SohoGeography *geography;
  const SohoMapPalette *palette;
  double x, y, radius; /* of the circle, of the world; no radius, no circle */
  const SohoArea *pointed;
};

G_DEFINE_FINAL_TYPE (SohoRingLayer, soho_ring_layer, SHUMATE_TYPE_LAYER)

/* Of the world. Mercator stretches what is north of the equator. */
static double
radius_of (double latitude, double km)
{
  return km * 1000 / (EQUATOR_M * cos (CLAMP (latitude, -85, 85) * G_PI / 180));
}

SohoBox
soho_ring_layer_box_around (double latitude, double longitude, double km)
{
  double x, y, radius = radius_of (latitude, km);

  soho_geography_project (latitude, longitude, &x, &y);
  return (SohoBox){ x - radius, y - radius, x + radius, y + radius };
}

static void
draw_reach (SohoRingLayer *self, GtkSnapshot *snapshot, const SohoMapWindow *window)
{
  GdkRGBA color;
  GskRoundedRect circle;
  double x, y, radius = self->radius * window->scale;

  soho_map_window_locate (window, self->x, self->y, 1, &x, &y);
  if (self->radius <= 0 || !soho_map_window_sees (window, x, y, radius, radius))
    return;
  soho_map_palette_get_rgba (self->palette->shown_line, &color);
  gsk_rounded_rect_init_from_rect (
      &circle, &GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius), radius);
  gtk_snapshot_append_border (snapshot, &circle,
                              (float[]){ LINE_WIDTH, LINE_WIDTH, LINE_WIDTH, LINE_WIDTH },
                              (GdkRGBA[]){ color, color, color, color });
}

/* Continues the path along an arc, backwards where number is negative. */
static void
follow_arc (cairo_t *cr, const SohoArc *arcs, gint32 number, const SohoMapWindow *window)
{
  const SohoArc *arc = &arcs[ABS (number) - 1];

  for (guint i = 0; i < arc->n_vertices; i++)
    {
      const SohoVertex *vertex = &arc->vertices[number > 0 ? i : arc->n_vertices - 1 - i];

      cairo_line_to (cr, vertex->x * window->scale - window->x,
                     vertex->y * window->scale - window->y);
    }
}

static void
draw_pointed (SohoRingLayer *self, GtkSnapshot *snapshot, const SohoMapWindow *window)
{
  const SohoArea *area = self->pointed;
  graphene_rect_t bounds, view = GRAPHENE_RECT_INIT (0, 0, window->width, window->height);
  guint n_arcs;
  const SohoArc *arcs = soho_geography_get_arcs (self->geography, &n_arcs);
  cairo_t *cr;

  if (area == NULL)
    return;
  bounds = GRAPHENE_RECT_INIT (area->box.x0 * window->scale - window->x - LINE_WIDTH,
                               area->box.y0 * window->scale - window->y - LINE_WIDTH,
                               (area->box.x1 - area->box.x0) * window->scale + 2 * LINE_WIDTH,
                               (area->box.y1 - area->box.y0) * window->scale + 2 * LINE_WIDTH);
  if (!graphene_rect_intersection (&bounds, &view, &bounds))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < area->n_rings; i++)
    {
      cairo_new_sub_path (cr);
      for (guint j = 0; j < area->rings[i].n_arcs; j++)
        follow_arc (cr, arcs, area->rings[i].arcs[j], window);
      cairo_close_path (cr);
    }
  soho_map_palette_use (cr, self->palette->shown_fill);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, LINE_WIDTH - 1);
  soho_map_palette_use (cr, self->palette->shown_line);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
soho_ring_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SohoRingLayer *self = SOHO_RING_LAYER (widget);
  SohoMapWindow window
      = soho_map_window_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);

  draw_reach (self, snapshot, &window);
  draw_pointed (self, snapshot, &window);
}

static void
soho_ring_layer_constructed (GObject *object)
{
  SohoRingLayer *self = SOHO_RING_LAYER (object);

  G_OBJECT_CLASS (soho_ring_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
soho_ring_layer_finalize (GObject *object)
{
  g_clear_pointer (&SOHO_RING_LAYER (object)->geography, soho_geography_unref);
  G_OBJECT_CLASS (soho_ring_layer_parent_class)->finalize (object);
}

static void
soho_ring_layer_class_init (SohoRingLayerClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = soho_ring_layer_constructed;
  G_OBJECT_CLASS (klass)->finalize = soho_ring_layer_finalize;
  widget->snapshot = soho_ring_layer_snapshot;
  gtk_widget_class_set_accessible_role (widget, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
soho_ring_layer_init (SohoRingLayer *self)
{
  self->palette = soho_map_palette_get (FALSE, FALSE);
}

SohoRingLayer *
soho_ring_layer_new (ShumateViewport *viewport, SohoGeography *geography)
{
  SohoRingLayer *self = g_object_new (SOHO_TYPE_RING_LAYER, "viewport", viewport, NULL);

  self->geography = soho_geography_ref (geography);
  return self;
}

void
soho_ring_layer_set_reach (SohoRingLayer *self, double latitude, double longitude, double km)
{
  g_return_if_fail (SOHO_IS_RING_LAYER (self));

  soho_geography_project (latitude, longitude, &self->x, &self->y);
  self->radius = km > 0 ? radius_of (latitude, km) : 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
soho_ring_layer_set_pointed (SohoRingLayer *self, const char *insee)
{
  const SohoArea *area;

  g_return_if_fail (SOHO_IS_RING_LAYER (self));

  area = insee != NULL ? soho_geography_find_commune (self->geography, insee) : NULL;
  if (area == self->pointed)
    return;
  self->pointed = area;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
soho_ring_layer_set_palette (SohoRingLayer *self, const SohoMapPalette *palette)
{
  g_return_if_fail (SOHO_IS_RING_LAYER (self));

  self->palette = palette;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
