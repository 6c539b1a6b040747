/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/telecentre-layer.h"

#include "map/map-button.h"
#include "map/map-palette.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The square, and the free part of the stem between it and the ground; logical pixels. */
#define SIZE 24
#define STEM 15
#define STEM_WIDTH 2

struct _SohoTelecentreLayer
{
  ShumateLayer parent_instance;

  SohoPlaces *places;
  const SohoMapPalette *palette;
  GPtrArray *marks; /* Mark */
};

typedef struct
{
  GtkWidget *button; /* SohoMapButton, child of the layer */
  gint64 id;
  double x, y; /* of the world */
} Mark;

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SohoTelecentreLayer, soho_telecentre_layer, SHUMATE_TYPE_LAYER)

static void
locate (SohoTelecentreLayer *self, const Mark *mark, double *x, double *y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  SohoMapWindow window
      = soho_map_window_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);

  soho_map_window_locate (&window, mark->x, mark->y, gtk_widget_get_scale_factor (widget), x, y);
}

static void
mark_free (gpointer data)
{
  Mark *mark = data;

  gtk_widget_unparent (mark->button);
  g_free (mark);
}

static Mark *
find_mark (SohoTelecentreLayer *self, GtkWidget *button)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);

      if (mark->button == button)
        return mark;
    }
  return NULL;
}

static void
on_chosen (GtkWidget *button, SohoTelecentreLayer *self)
{
  Mark *mark = find_mark (self, button);

  if (mark != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, mark->id);
}

/* A mark that the Tab key comes to while it is out of sight is brought into the middle. */
static void
on_focus_enter (GtkEventController *controller, SohoTelecentreLayer *self)
{
  GtkWidget *button = gtk_event_controller_get_widget (controller);
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  SohoMapWindow window = soho_map_window_get (viewport, GTK_WIDGET (self));
  Mark *mark = find_mark (self, button);
  double x, y, latitude, longitude;

  if (mark == NULL)
    return;
  locate (self, mark, &x, &y);
  if (soho_map_window_sees (&window, x, y - STEM - SIZE / 2.0, -SIZE / 2.0, -SIZE / 2.0))
    return;
  soho_geography_unproject (mark->x, mark->y, &latitude, &longitude);
  shumate_location_set_location (SHUMATE_LOCATION (viewport), latitude, longitude);
}

static void
soho_telecentre_layer_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SohoTelecentreLayer *self = SOHO_TELECENTRE_LAYER (widget);

  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);
      double x, y;

      locate (self, mark, &x, &y);
      soho_map_button_allocate (SOHO_MAP_BUTTON (mark->button), x, y - STEM - SIZE / 2.0, SIZE,
                                SIZE);
    }
}

static void
soho_telecentre_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SohoTelecentreLayer *self = SOHO_TELECENTRE_LAYER (widget);
  GdkRGBA color;

  soho_map_palette_get_rgba (self->palette->telecentre, &color);
  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);
      double x, y;

      locate (self, mark, &x, &y);
      gtk_snapshot_append_color (
          snapshot, &color,
          &GRAPHENE_RECT_INIT (x - STEM_WIDTH / 2, y - STEM - 1, STEM_WIDTH, STEM + 1));
      gtk_widget_snapshot_child (widget, mark->button, snapshot);
    }
}

static void
soho_telecentre_layer_constructed (GObject *object)
{
  SohoTelecentreLayer *self = SOHO_TELECENTRE_LAYER (object);

  G_OBJECT_CLASS (soho_telecentre_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_allocate), self, G_CONNECT_SWAPPED);
}

static void
soho_telecentre_layer_dispose (GObject *object)
{
  SohoTelecentreLayer *self = SOHO_TELECENTRE_LAYER (object);

  g_ptr_array_set_size (self->marks, 0);
  G_OBJECT_CLASS (soho_telecentre_layer_parent_class)->dispose (object);
}

static void
soho_telecentre_layer_finalize (GObject *object)
{
  SohoTelecentreLayer *self = SOHO_TELECENTRE_LAYER (object);

  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_object (&self->places);
  G_OBJECT_CLASS (soho_telecentre_layer_parent_class)->finalize (object);
}

static void
soho_telecentre_layer_class_init (SohoTelecentreLayerClass *klass)
{
  GObjectClass *object = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object->constructed = soho_telecentre_layer_constructed;
  object->dispose = soho_telecentre_layer_dispose;
  object->finalize = soho_telecentre_layer_finalize;
  widget->size_allocate = soho_telecentre_layer_size_allocate;
  widget->snapshot = soho_telecentre_layer_snapshot;
  gtk_widget_class_set_accessible_role (widget, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
soho_telecentre_layer_init (SohoTelecentreLayer *self)
{
  self->palette = soho_map_palette_get (FALSE);
  self->marks = g_ptr_array_new_with_free_func (mark_free);
}

SohoTelecentreLayer *
soho_telecentre_layer_new (ShumateViewport *viewport, SohoPlaces *places)
{
  SohoTelecentreLayer *self = g_object_new (SOHO_TYPE_TELECENTRE_LAYER, "viewport", viewport, NULL);

  self->places = g_object_ref (places);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Telecentres on the map"), -1);
  return self;
}

static Mark *
mark_new (SohoTelecentreLayer *self, const SohoTelecentreMark *source)
{
  Mark *mark = g_new0 (Mark, 1);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  /* Translators: what a mark on the map stands for: "Telecentre: Atelier des Cordeliers". */
  g_autofree char *text = g_strdup_printf (_ ("Telecentre: %s"), source->name);

  mark->id = source->id;
  mark->button = soho_map_button_new ("map-telecentre");
  gtk_button_set_icon_name (GTK_BUTTON (mark->button), "computer-symbolic");
  soho_map_button_set_text (SOHO_MAP_BUTTON (mark->button), text);
  soho_geography_project (source->latitude, source->longitude, &mark->x, &mark->y);
  g_signal_connect (focus, "enter", G_CALLBACK (on_focus_enter), self);
  gtk_widget_add_controller (mark->button, focus);
  g_signal_connect (mark->button, "chosen", G_CALLBACK (on_chosen), self);
  gtk_widget_set_parent (mark->button, GTK_WIDGET (self));
  return mark;
}

/* The square and the stem, each a box. */
static void
add_obstacles (GArray *obstacles, const Mark *mark)
{
  SohoObstacle boxes[] = {
    { mark->x, mark->y, -SIZE / 2, -STEM - SIZE, SIZE, SIZE, TRUE },
    { mark->x, mark->y, -STEM_WIDTH / 2, -STEM, STEM_WIDTH, STEM, FALSE },
  };

  g_array_append_vals (obstacles, boxes, G_N_ELEMENTS (boxes));
}

void
soho_telecentre_layer_set_marks (SohoTelecentreLayer *self,
                                 const SohoTelecentreMark *marks,
                                 gsize n)
{
  g_autoptr (GArray) obstacles = g_array_new (FALSE, FALSE, sizeof (SohoObstacle));

  g_return_if_fail (SOHO_IS_TELECENTRE_LAYER (self));
  g_return_if_fail (marks != NULL || n == 0);

  g_ptr_array_set_size (self->marks, 0);
  for (gsize i = 0; i < n && self->marks->len < SOHO_TELECENTRES_MAX; i++)
    {
      Mark *mark;

      if (!isfinite (marks[i].latitude) || !isfinite (marks[i].longitude)
          || fabs (marks[i].latitude) > 85 || fabs (marks[i].longitude) > 180)
        continue;
      mark = mark_new (self, &marks[i]);
      g_ptr_array_add (self->marks, mark);
      add_obstacles (obstacles, mark);
    }
  soho_places_set_obstacles (self->places, (const SohoObstacle *) obstacles->data, obstacles->len);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
soho_telecentre_layer_set_dark (SohoTelecentreLayer *self, gboolean dark)
{
  g_return_if_fail (SOHO_IS_TELECENTRE_LAYER (self));

  self->palette = soho_map_palette_get (dark);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
