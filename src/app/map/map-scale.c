/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-scale.h"

#include "map/map-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Logical pixels that the bar takes at most, and those of its ends. */
#define LENGTH_MAX 100
#define END_HEIGHT 5

#define EARTH_CIRCUMFERENCE_M 40075016.686

struct _SohoMapScale
{
  GtkWidget parent_instance;

  GtkWidget *label;
  ShumateViewport *viewport;
  double length_m;
  double length_px;
};

G_DEFINE_FINAL_TYPE (SohoMapScale, soho_map_scale, GTK_TYPE_WIDGET)

double
soho_map_scale_round_length (double most)
{
  double power = pow (10, floor (log10 (most)));

  return power * (most >= 5 * power ? 5 : most >= 2 * power ? 2 : 1);
}

static void
on_viewport_changed (SohoMapScale *self)
{
  double latitude = shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport));
  double m_per_px = EARTH_CIRCUMFERENCE_M * cos (latitude * G_PI / 180)
                    / soho_map_window_scale_at (shumate_viewport_get_zoom_level (self->viewport));
  double length_m = soho_map_scale_round_length (MAX (1, LENGTH_MAX * m_per_px));

  self->length_px = length_m / m_per_px;
  if (length_m != self->length_m)
    {
      g_autofree char *text = NULL;

      self->length_m = length_m;
      if (length_m >= 1000)
        text = g_strdup_printf (_ ("%g km"), length_m / 1000);
      else
        text = g_strdup_printf (_ ("%g m"), length_m);
      gtk_label_set_label (GTK_LABEL (self->label), text);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
soho_map_scale_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  SohoMapScale *self = SOHO_MAP_SCALE (widget);

  gtk_widget_measure (self->label, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MAX (LENGTH_MAX, *natural);
  else
    *minimum = *natural = *natural + END_HEIGHT;
}

static void
soho_map_scale_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SohoMapScale *self = SOHO_MAP_SCALE (widget);

  gtk_widget_size_allocate (self->label, &(GtkAllocation){ 0, 0, width, height - END_HEIGHT }, -1);
}

static void
soho_map_scale_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SohoMapScale *self = SOHO_MAP_SCALE (widget);
  int bottom = gtk_widget_get_height (widget), length = round (self->length_px);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, bottom - 1.5, length, 1.5));
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (0, bottom - END_HEIGHT, 1.5, END_HEIGHT));
  gtk_snapshot_append_color (
      snapshot, &color, &GRAPHENE_RECT_INIT (length - 1.5, bottom - END_HEIGHT, 1.5, END_HEIGHT));
  gtk_widget_snapshot_child (widget, self->label, snapshot);
}

static void
soho_map_scale_dispose (GObject *object)
{
  SohoMapScale *self = SOHO_MAP_SCALE (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->viewport);
  G_OBJECT_CLASS (soho_map_scale_parent_class)->dispose (object);
}

static void
soho_map_scale_class_init (SohoMapScaleClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_map_scale_dispose;
  widget->measure = soho_map_scale_measure;
  widget->size_allocate = soho_map_scale_size_allocate;
  widget->snapshot = soho_map_scale_snapshot;
  gtk_widget_class_set_css_name (widget, "map-measure");
}

static void
soho_map_scale_init (SohoMapScale *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

void
soho_map_scale_set_viewport (SohoMapScale *self, ShumateViewport *viewport)
{
  g_return_if_fail (SOHO_IS_MAP_SCALE (self));
  g_return_if_fail (self->viewport == NULL);

  self->viewport = g_object_ref (viewport);
  g_signal_connect_object (viewport, "notify", G_CALLBACK (on_viewport_changed), self,
                           G_CONNECT_SWAPPED);
  on_viewport_changed (self);
}
