/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/base-map.h"

#include "map/base-picture.h"
#include "map/map-window.h"

#include <math.h>

/* How far a picture reaches past the window on each side, as a share of its width and height. */
#define MARGIN 0.25

/* A picture is never larger than this, whatever the screen. */
#define PIXELS_MAX (14.0 * 1000 * 1000)

/* The zoom has settled when it has not moved for so long; but nobody waits longer than the second
 * figure for a sharp picture while it goes on moving. */
#define SETTLE_MS 60
#define SETTLE_AT_MOST_MS 250

/* The coarse picture of the department and its surroundings. */
#define GROUND_ZOOM 8.5
#define GROUND_MARGIN 0.75

struct _SohoBaseMap
{
  ShumateLayer parent_instance;

  SohoGeography *geography;
  SohoBaseStyle *style;
  SohoBasePicture *picture; /* what is seen; NULL before the first is ready */
  SohoBasePicture *coming;  /* to be seen next; NULL when none is being drawn */
  SohoBasePicture *ground;  /* coarse, behind the picture */
  SohoBasePicture *coming_ground;
  guint settle_id;
  gint64 unsettled_since_us; /* monotonic; 0 when settled */
};

G_DEFINE_FINAL_TYPE (SohoBaseMap, soho_base_map, SHUMATE_TYPE_LAYER)

static SohoMapWindow
get_window (SohoBaseMap *self)
{
  return soho_map_window_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
}

/* --- Which picture is wanted ----------------------------------------------------------------- */

static SohoBaseFrame
wanted_frame (SohoBaseMap *self, const SohoMapWindow *window)
{
  double unit = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double pixels = window->width * unit * window->height * unit;
  double grow = 1 + 2 * MARGIN;
  int margin_x, margin_y;

  if (pixels * grow * grow > PIXELS_MAX)
    grow = MAX (1, sqrt (PIXELS_MAX / pixels));
  margin_x = window->width * (grow - 1) / 2;
  margin_y = window->height * (grow - 1) / 2;
  return (SohoBaseFrame){
    .scale = window->scale * unit,
    .x = (window->x - margin_x) * unit,
    .y = (window->y - margin_y) * unit,
    .width = (window->width + 2 * margin_x) * unit,
    .height = (window->height + 2 * margin_y) * unit,
    .unit = unit,
  };
}

static gboolean
has_zoom (SohoBasePicture *picture, const SohoMapWindow *window)
{
  const SohoBaseFrame *frame = soho_base_picture_get_frame (picture);

  return fabs (frame->scale / frame->unit - window->scale) < window->scale * 1e-9;
}

/* Whether a picture shows the window sharp and in the present style, with so many logical pixels to
 * spare on every side. */
static gboolean
suits (SohoBaseMap *self, SohoBasePicture *picture, const SohoMapWindow *window, double spare)
{
  const SohoBaseFrame *frame;
  double x, y;

  if (picture == NULL || soho_base_picture_get_style (picture) != self->style
      || !has_zoom (picture, window))
    return FALSE;
  frame = soho_base_picture_get_frame (picture);
  if (frame->unit != gtk_widget_get_scale_factor (GTK_WIDGET (self)))
    return FALSE;
  x = frame->x / frame->unit;
  y = frame->y / frame->unit;
  return x + spare <= window->x && y + spare <= window->y
         && x + frame->width / frame->unit - spare >= window->x + window->width
         && y + frame->height / frame->unit - spare >= window->y + window->height;
}

/* --- Pictures come --------------------------------------------------------------------------- */

static void
on_ground_ready (SohoBasePicture *picture, gpointer user_data)
{
  SohoBaseMap *self = user_data;

  g_clear_pointer (&self->ground, soho_base_picture_free);
  self->ground = g_steal_pointer (&self->coming_ground);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The ground is only drawn once something is seen: it is not to delay the first picture. */
static void
start_ground (SohoBaseMap *self)
{
  SohoBaseFrame frame = { .unit = 1, .scale = soho_map_window_scale_at (GROUND_ZOOM) };
  SohoBox box = soho_geography_get_box (self->geography);
  double margin = GROUND_MARGIN * (box.x1 - box.x0);

  if (self->ground != NULL && soho_base_picture_get_style (self->ground) == self->style)
    return;
  g_clear_pointer (&self->coming_ground, soho_base_picture_free);
  frame.x = floor ((box.x0 - margin) * frame.scale);
  frame.y = floor ((box.y0 - margin) * frame.scale);
  frame.width = (box.x1 + margin) * frame.scale - frame.x;
  frame.height = (box.y1 + margin) * frame.scale - frame.y;
  self->coming_ground
      = soho_base_picture_new (self->geography, &frame, self->style, on_ground_ready, self);
}

static void
on_picture_ready (SohoBasePicture *picture, gpointer user_data)
{
  SohoBaseMap *self = user_data;

  g_clear_pointer (&self->picture, soho_base_picture_free);
  self->picture = g_steal_pointer (&self->coming);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  start_ground (self);
}

static void
start_picture (SohoBaseMap *self, const SohoMapWindow *window)
{
  SohoBaseFrame frame = wanted_frame (self, window);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->unsettled_since_us = 0;
  g_clear_pointer (&self->coming, soho_base_picture_free);
  self->coming
      = soho_base_picture_new (self->geography, &frame, self->style, on_picture_ready, self);
}

static gboolean
on_settled (gpointer user_data)
{
  SohoBaseMap *self = user_data;
  SohoMapWindow window = get_window (self);

  self->settle_id = 0;
  if (window.width > 0 && window.height > 0)
    start_picture (self, &window);
  return G_SOURCE_REMOVE;
}

static void
wait_to_settle (SohoBaseMap *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->unsettled_since_us == 0)
    self->unsettled_since_us = now_us;
  if (self->settle_id != 0 && now_us - self->unsettled_since_us > SETTLE_AT_MOST_MS * 1000)
    return;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, on_settled, self);
}

/* Sees to it that what the window needs is there or under way. */
static void
refresh (SohoBaseMap *self)
{
  SohoMapWindow window = get_window (self);
  double spare;

  if (window.width == 0 || window.height == 0)
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  /* Drawing anew before the margin is used up leaves no edge to be seen. */
  spare = MIN (window.width, window.height) * MARGIN / 3;
  if (suits (self, self->coming, &window, 0) || suits (self, self->picture, &window, spare))
    return;
  if (self->picture != NULL && !has_zoom (self->picture, &window))
    wait_to_settle (self);
  else
    start_picture (self, &window);
}

/* --- Widget ---------------------------------------------------------------------------------- */

static void
draw_picture (SohoBasePicture *picture, const SohoMapWindow *window, GtkSnapshot *snapshot)
{
  const SohoBaseFrame *frame;
  double stretch;

  if (picture == NULL)
    return;
  frame = soho_base_picture_get_frame (picture);
  stretch = window->scale / frame->scale;
  gtk_snapshot_append_texture (
      snapshot, soho_base_picture_get_texture (picture),
      &GRAPHENE_RECT_INIT (frame->x * stretch - window->x, frame->y * stretch - window->y,
                           frame->width * stretch, frame->height * stretch));
}

static void
soho_base_map_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SohoBaseMap *self = SOHO_BASE_MAP (widget);
  SohoMapWindow window = get_window (self);
  graphene_rect_t whole = GRAPHENE_RECT_INIT (0, 0, window.width, window.height);
  GdkRGBA beyond;

  soho_map_palette_get_rgba (self->style->palette->beyond, &beyond);
  gtk_snapshot_push_clip (snapshot, &whole);
  if (!suits (self, self->picture, &window, 0))
    {
      gtk_snapshot_append_color (snapshot, &beyond, &whole);
      draw_picture (self->ground, &window, snapshot);
    }
  draw_picture (self->picture, &window, snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
soho_base_map_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  refresh (SOHO_BASE_MAP (widget));
}

static void
soho_base_map_constructed (GObject *object)
{
  SohoBaseMap *self = SOHO_BASE_MAP (object);

  G_OBJECT_CLASS (soho_base_map_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (refresh), NULL);
}

static void
soho_base_map_dispose (GObject *object)
{
  SohoBaseMap *self = SOHO_BASE_MAP (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_pointer (&self->coming, soho_base_picture_free);
  g_clear_pointer (&self->coming_ground, soho_base_picture_free);
  G_OBJECT_CLASS (soho_base_map_parent_class)->dispose (object);
}

static void
soho_base_map_finalize (GObject *object)
{
  SohoBaseMap *self = SOHO_BASE_MAP (object);

  g_clear_pointer (&self->picture, soho_base_picture_free);
  g_clear_pointer (&self->ground, soho_base_picture_free);
  g_clear_pointer (&self->style, soho_base_style_unref);
  g_clear_pointer (&self->geography, soho_geography_unref);
  G_OBJECT_CLASS (soho_base_map_parent_class)->finalize (object);
}

static void
soho_base_map_class_init (SohoBaseMapClass *klass)
{
  GObjectClass *object = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object->constructed = soho_base_map_constructed;
  object->dispose = soho_base_map_dispose;
  object->finalize = soho_base_map_finalize;
  widget->snapshot = soho_base_map_snapshot;
  widget->size_allocate = soho_base_map_size_allocate;
  gtk_widget_class_set_accessible_role (widget, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
soho_base_map_init (SohoBaseMap *self)
{
}

SohoBaseMap *
soho_base_map_new (ShumateViewport *viewport, SohoGeography *geography)
{
  SohoBaseMap *self = g_object_new (SOHO_TYPE_BASE_MAP, "viewport", viewport, NULL);

  self->geography = soho_geography_ref (geography);
  self->style = soho_base_style_new (soho_map_palette_get (FALSE, FALSE), geography);
  return self;
}

/* --- Style ----------------------------------------------------------------------------------- */

/* Takes style. */
static void
use_style (SohoBaseMap *self, SohoBaseStyle *style)
{
  soho_base_style_unref (self->style);
  self->style = style;
  refresh (self);
}

void
soho_base_map_set_palette (SohoBaseMap *self, const SohoMapPalette *palette)
{
  SohoBaseStyle *style;

  g_return_if_fail (SOHO_IS_BASE_MAP (self));

  if (self->style->palette == palette)
    return;
  style = soho_base_style_copy (self->style);
  style->palette = palette;
  use_style (self, style);
}

/* The index of a commune in the geography; -1 for a code that is NULL or unknown. */
static int
index_of (SohoBaseMap *self, const char *insee)
{
  guint n;
  const SohoArea *communes = soho_geography_get_communes (self->geography, &n);
  const SohoArea *commune = soho_geography_find_commune (self->geography, insee);

  return commune != NULL ? commune - communes : -1;
}

void
soho_base_map_set_partners (SohoBaseMap *self, const char *const *insee_codes)
{
  SohoBaseStyle *style;

  g_return_if_fail (SOHO_IS_BASE_MAP (self));

  style = soho_base_style_copy (self->style);
  memset (style->partners, 0, style->n_communes);
  for (guint i = 0; insee_codes != NULL && insee_codes[i] != NULL; i++)
    {
      int index = index_of (self, insee_codes[i]);

      if (index >= 0)
        style->partners[index] = 1;
    }
  use_style (self, style);
}

gboolean
soho_base_map_is_partner (SohoBaseMap *self, const char *insee)
{
  int index;

  g_return_val_if_fail (SOHO_IS_BASE_MAP (self), FALSE);

  index = index_of (self, insee);
  return index >= 0 && self->style->partners[index] != 0;
}

void
soho_base_map_set_shown (SohoBaseMap *self, const char *insee)
{
  SohoBaseStyle *style;
  int index;

  g_return_if_fail (SOHO_IS_BASE_MAP (self));

  index = index_of (self, insee);
  if (index == self->style->shown)
    return;
  style = soho_base_style_copy (self->style);
  style->shown = index;
  use_style (self, style);
}

gboolean
soho_base_map_is_complete (SohoBaseMap *self)
{
  SohoMapWindow window;

  g_return_val_if_fail (SOHO_IS_BASE_MAP (self), FALSE);

  window = get_window (self);
  return suits (self, self->picture, &window, 0);
}
