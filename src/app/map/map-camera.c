/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-camera.h"

#include "map/map-window.h"

/* Room left around what is shown whole, in logical pixels. */
#define FIT_MARGIN 20

/* How far beyond the department the middle of the view may go, as a share of its width. */
#define STRAY_SHARE 0.15

#define ANIMATION_MS 250

struct _SohoMapCamera
{
  ShumateMap *map;
  ShumateViewport *viewport; /* the map's */
  SohoGeography *geography;
  int width, height;

  gboolean fitted;    /* shows the whole department whatever its size */
  gboolean adjusting; /* the viewport is being changed by the camera itself */
};

static void
show_box (SohoMapCamera *self, const SohoBox *box)
{
  double latitude, longitude;
  double zoom
      = soho_map_window_fit (box, self->width, self->height, FIT_MARGIN, &latitude, &longitude);

  shumate_map_stop_go_to (self->map);
  self->adjusting = TRUE;
  shumate_viewport_set_zoom_level (self->viewport, zoom);
  shumate_location_set_location (SHUMATE_LOCATION (self->viewport), latitude, longitude);
  self->adjusting = FALSE;
}

static void
fit_now (SohoMapCamera *self)
{
  SohoBox box = soho_geography_get_box (self->geography);

  show_box (self, &box);
}

/* Keeps the middle of the view near the department, and the map upright. */
static void
hold_viewport (SohoMapCamera *self)
{
  SohoBox box = soho_geography_get_box (self->geography);
  double stray = (box.x1 - box.x0) * STRAY_SHARE;
  double latitude = shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport));
  double longitude = shumate_location_get_longitude (SHUMATE_LOCATION (self->viewport));

  box = (SohoBox){ box.x0 - stray, box.y0 - stray, box.x1 + stray, box.y1 + stray };
  shumate_viewport_set_rotation (self->viewport, 0);
  if (soho_map_window_hold (&box, &latitude, &longitude))
    shumate_location_set_location (SHUMATE_LOCATION (self->viewport), latitude, longitude);
}

static void
on_viewport_changed (SohoMapCamera *self)
{
  if (self->adjusting)
    return;
  self->fitted = FALSE;
  self->adjusting = TRUE;
  hold_viewport (self);
  self->adjusting = FALSE;
}

SohoMapCamera *
soho_map_camera_new (ShumateMap *map, SohoGeography *geography)
{
  SohoMapCamera *self = g_new0 (SohoMapCamera, 1);

  self->map = map;
  self->viewport = g_object_ref (shumate_map_get_viewport (map));
  self->geography = soho_geography_ref (geography);
  self->fitted = TRUE;
  fit_now (self);
  g_signal_connect_swapped (self->viewport, "notify", G_CALLBACK (on_viewport_changed), self);
  return self;
}

void
soho_map_camera_free (SohoMapCamera *self)
{
  g_signal_handlers_disconnect_by_data (self->viewport, self);
  g_object_unref (self->viewport);
  soho_geography_unref (self->geography);
  g_free (self);
}

void
soho_map_camera_set_size (SohoMapCamera *self, int width, int height)
{
  self->width = width;
  self->height = height;
  if (self->fitted)
    fit_now (self);
}

void
soho_map_camera_fit (SohoMapCamera *self)
{
  self->fitted = TRUE;
  fit_now (self);
}

void
soho_map_camera_show_box (SohoMapCamera *self, const SohoBox *box)
{
  self->fitted = FALSE;
  show_box (self, box);
}

void
soho_map_camera_go_to (SohoMapCamera *self, double latitude, double longitude, double zoom)
{
  self->fitted = FALSE;
  shumate_map_go_to_full_with_duration (
      self->map, latitude, longitude, MAX (zoom, shumate_viewport_get_zoom_level (self->viewport)),
      gtk_widget_get_mapped (GTK_WIDGET (self->map)) ? 2 * ANIMATION_MS : 0);
}

void
soho_map_camera_zoom_by (SohoMapCamera *self, double levels)
{
  double zoom = shumate_viewport_get_zoom_level (self->viewport) + levels;

  shumate_map_go_to_full_with_duration (
      self->map, shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport)),
      shumate_location_get_longitude (SHUMATE_LOCATION (self->viewport)),
      CLAMP (zoom, SOHO_MAP_MIN_ZOOM, SOHO_MAP_MAX_ZOOM), ANIMATION_MS);
}

void
soho_map_camera_pan_by (SohoMapCamera *self, double east, double south)
{
  double scale = soho_map_window_scale_at (shumate_viewport_get_zoom_level (self->viewport));
  double x, y, latitude, longitude;

  shumate_map_stop_go_to (self->map);
  soho_geography_project (shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport)),
                          shumate_location_get_longitude (SHUMATE_LOCATION (self->viewport)), &x,
                          &y);
  soho_geography_unproject (x + east * self->width / scale, y + south * self->height / scale,
                            &latitude, &longitude);
  shumate_location_set_location (SHUMATE_LOCATION (self->viewport), latitude, longitude);
}
