/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-land.h"

#include "map/map-window.h"
#include "model/gazetteer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Logical pixels by which a pointer that clicks may move. */
#define DRAG_DISTANCE 8

typedef struct
{
  ShumateMap *map;   /* owns this */
  SohoBaseMap *base; /* the map's */
  SohoGeography *geography;
  SohoLandFunc chosen, pointed;
  const char *pointed_at; /* INSEE code, or NULL */
  gpointer user_data;
  double press_x, press_y;
} Land;

static void
land_free (gpointer data)
{
  Land *land = data;

  soho_geography_unref (land->geography);
  g_free (land);
}

/* Whether nothing lies over the land there. */
static gboolean
is_bare (Land *land, double x, double y)
{
  GtkWidget *map = GTK_WIDGET (land->map);

  return gtk_widget_pick (map, x, y, GTK_PICK_DEFAULT) == map;
}

static const char *
commune_at (Land *land, double x, double y)
{
  SohoMapWindow window
      = soho_map_window_get (shumate_map_get_viewport (land->map), GTK_WIDGET (land->map));
  double latitude, longitude;

  soho_geography_unproject ((window.x + x) / window.scale, (window.y + y) / window.scale, &latitude,
                            &longitude);
  return soho_geography_locate (land->geography, latitude, longitude);
}

/* The keys are for the map once it was touched. */
static void
on_pressed (GtkGestureClick *click, int n_press, double x, double y, Land *land)
{
  land->press_x = x;
  land->press_y = y;
  if (is_bare (land, x, y))
    gtk_widget_grab_focus (GTK_WIDGET (land->map));
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, Land *land)
{
  const char *insee;

  if (n_press != 1 || hypot (x - land->press_x, y - land->press_y) > DRAG_DISTANCE
      || !is_bare (land, x, y))
    return;
  insee = commune_at (land, x, y);
  if (insee != NULL)
    land->chosen (insee, land->user_data);
}

static void
point_at (Land *land, const char *insee)
{
  if (insee == land->pointed_at)
    return;
  land->pointed_at = insee;
  land->pointed (insee, land->user_data);
}

/* What lies over the land tells for itself that it is pointed at. */
static void
on_motion (GtkEventControllerMotion *motion, double x, double y, Land *land)
{
  if (is_bare (land, x, y))
    point_at (land, commune_at (land, x, y));
  else
    land->pointed_at = NULL;
}

static void
on_leave (GtkEventControllerMotion *motion, Land *land)
{
  point_at (land, NULL);
}

static gboolean
on_query_tooltip (
    GtkWidget *map, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip, Land *land)
{
  const char *insee = by_keyboard ? NULL : commune_at (land, x, y);
  const SohoCommune *commune = soho_gazetteer_find (insee);
  g_autofree char *text = NULL;

  if (commune == NULL || !is_bare (land, x, y))
    return FALSE;
  if (soho_base_map_is_partner (land->base, insee))
    /* Translators: tooltip over a commune of the map that is a partner village. */
    text = g_strdup_printf (_ ("%s, partner village"), commune->name);
  gtk_tooltip_set_text (tooltip, text != NULL ? text : commune->name);
  return TRUE;
}

void
soho_map_land_attach (ShumateMap *map,
                      SohoBaseMap *base,
                      SohoGeography *geography,
                      SohoLandFunc chosen,
                      SohoLandFunc pointed,
                      gpointer user_data)
{
  Land *land = g_new0 (Land, 1);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  land->map = map;
  land->base = base;
  land->geography = soho_geography_ref (geography);
  land->chosen = chosen;
  land->pointed = pointed;
  land->user_data = user_data;
  g_object_set_data_full (G_OBJECT (map), "soho-map-land", land, land_free);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), land);
  g_signal_connect (click, "released", G_CALLBACK (on_released), land);
  gtk_widget_add_controller (GTK_WIDGET (map), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), land);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), land);
  gtk_widget_add_controller (GTK_WIDGET (map), motion);
  gtk_widget_set_has_tooltip (GTK_WIDGET (map), TRUE);
  g_signal_connect (map, "query-tooltip", G_CALLBACK (on_query_tooltip), land);
}
