/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-window.h"

#include <math.h>

struct _SohoMapGrid
{
  ShumateMapSource parent_instance;
};

G_DEFINE_FINAL_TYPE (SohoMapGrid, soho_map_grid, SHUMATE_TYPE_MAP_SOURCE)

double
soho_map_window_scale_at (double zoom)
{
  return 256 * exp2 (zoom);
}

SohoMapWindow
soho_map_window_get (ShumateViewport *viewport, GtkWidget *widget)
{
  SohoMapWindow window = {
    .zoom = shumate_viewport_get_zoom_level (viewport),
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
  };
  double factor = gtk_widget_get_scale_factor (widget);

  window.scale = soho_map_window_scale_at (window.zoom);
  soho_geography_project (shumate_location_get_latitude (SHUMATE_LOCATION (viewport)),
                          shumate_location_get_longitude (SHUMATE_LOCATION (viewport)), &window.x,
                          &window.y);
  window.x = round ((window.x * window.scale - window.width / 2.0) * factor) / factor;
  window.y = round ((window.y * window.scale - window.height / 2.0) * factor) / factor;
  return window;
}

void
soho_map_window_locate (
    const SohoMapWindow *window, double world_x, double world_y, int factor, double *x, double *y)
{
  *x = round ((world_x * window->scale - window->x) * factor) / factor;
  *y = round ((world_y * window->scale - window->y) * factor) / factor;
}

gboolean
soho_map_window_sees (
    const SohoMapWindow *window, double x, double y, double half_width, double half_height)
{
  return x + half_width > 0 && x - half_width < window->width && y + half_height > 0
         && y - half_height < window->height;
}

double
soho_map_window_fit (
    const SohoBox *box, int width, int height, int margin, double *latitude, double *longitude)
{
  double room_x = MAX (1, width - 2 * margin), room_y = MAX (1, height - 2 * margin);
  double scale = MIN (room_x / (box->x1 - box->x0), room_y / (box->y1 - box->y0));

  soho_geography_unproject ((box->x0 + box->x1) / 2, (box->y0 + box->y1) / 2, latitude, longitude);
  return CLAMP (log2 (scale / 256), SOHO_MAP_MIN_ZOOM, SOHO_MAP_MAX_ZOOM);
}

gboolean
soho_map_window_hold (const SohoBox *box, double *latitude, double *longitude)
{
  double x, y;

  soho_geography_project (*latitude, *longitude, &x, &y);
  if (x >= box->x0 && x <= box->x1 && y >= box->y0 && y <= box->y1)
    return FALSE;
  soho_geography_unproject (CLAMP (x, box->x0, box->x1), CLAMP (y, box->y0, box->y1), latitude,
                            longitude);
  return TRUE;
}

static void
soho_map_grid_fill_tile_async (ShumateMapSource *source,
                               ShumateTile *tile,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "The grid of the map has no tiles");
}

static gboolean
soho_map_grid_fill_tile_finish (ShumateMapSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
soho_map_grid_class_init (SohoMapGridClass *klass)
{
  ShumateMapSourceClass *source = SHUMATE_MAP_SOURCE_CLASS (klass);

  source->fill_tile_async = soho_map_grid_fill_tile_async;
  source->fill_tile_finish = soho_map_grid_fill_tile_finish;
}

static void
soho_map_grid_init (SohoMapGrid *self)
{
}

ShumateMapSource *
soho_map_grid_new (void)
{
  return g_object_new (SOHO_TYPE_MAP_GRID, "id", "soho-grid", "tile-size", 256, "min-zoom-level",
                       SOHO_MAP_MIN_ZOOM, "max-zoom-level", SOHO_MAP_MAX_ZOOM, "projection",
                       SHUMATE_MAP_PROJECTION_MERCATOR, NULL);
}
