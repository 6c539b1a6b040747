/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-view.h"

#include "map/base-map.h"
#include "map/map-camera.h"
#include "map/map-land.h"
#include "map/map-legend.h"
#include "map/map-scale.h"
#include "map/name-layer.h"
#include "map/people-layer.h"
#include "platform/window-state.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define RESOURCES "/fr/sohosolo/SohoSolo"
/* How much of the map the legend may take. */
#define LEGEND_LARGEST_PART 0.12

#define CREDITS_PATH "/fr/sohosolo/core/credits.txt"

/* How far one press of a zoom button or key zooms, and an arrow key moves, in zoom levels and as a
 * share of the view. */
#define ZOOM_PRESS 1.0
#define PAN_SHARE 0.2

/* How close a commune is shown. */
#define COMMUNE_ZOOM 11.6

/* More people than this in one commune are not counted. */
#define PEOPLE_MAX 99999

struct _SohoMapView
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  ShumateMap *map;
  GtkWidget *zoom_in_button, *zoom_out_button;
  GtkWidget *legend_frame;
  GtkWidget *legend_button; /* where the frame finds no room */
  SohoMapLegend *legend, *legend_popover;
  SohoMapScale *scale;
  GtkMenuButton *credits_button;
  GtkLabel *credits_label;

  SohoGeography *geography;
  ShumateViewport *viewport; /* the map's */
  SohoMapCamera *camera;
  SohoPlaces *places;
  SohoBaseMap *base; /* the layers belong to the map */
  SohoNameLayer *names;
  SohoPeopleLayer *people;
  SohoMarkLayer *marks;

  /* What was set, whether it is shown or not. */
  guint *people_counts; /* by commune of the gazetteer */
  char **village_codes;
  GActionMap *shown; /* which kinds are */
};

enum
{
  COMMUNE_ACTIVATED,
  MARK_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SohoMapView, soho_map_view, GTK_TYPE_WIDGET)

/* --- Where the view is ----------------------------------------------------------------------- */

static void
on_viewport_changed (SohoMapView *self)
{
  double zoom = shumate_viewport_get_zoom_level (self->viewport);

  gtk_widget_set_sensitive (self->zoom_in_button, zoom < SOHO_MAP_MAX_ZOOM);
  gtk_widget_set_sensitive (self->zoom_out_button, zoom > SOHO_MAP_MIN_ZOOM);
}

static void
on_zoom_in (SohoMapView *self)
{
  soho_map_camera_zoom_by (self->camera, ZOOM_PRESS);
}

static void
on_zoom_out (SohoMapView *self)
{
  soho_map_camera_zoom_by (self->camera, -ZOOM_PRESS);
}

/* From a badge or sign to the next in a direction; where there is none, or none has the focus, the
 * map moves. */
static void
go (SohoMapView *self, GtkDirectionType direction, double east, double south)
{
  GtkWidget *layer = gtk_widget_get_focus_child (GTK_WIDGET (self->map));

  if (layer == NULL || !gtk_widget_child_focus (layer, direction))
    soho_map_camera_pan_by (self->camera, east, south);
}

static gboolean
on_key_pressed (SohoMapView *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      go (self, GTK_DIR_LEFT, -PAN_SHARE, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      go (self, GTK_DIR_RIGHT, PAN_SHARE, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      go (self, GTK_DIR_UP, 0, -PAN_SHARE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      go (self, GTK_DIR_DOWN, 0, PAN_SHARE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (gtk_widget_get_focus_child (GTK_WIDGET (self->map)) == NULL)
        return GDK_EVENT_PROPAGATE;
      return gtk_widget_grab_focus (GTK_WIDGET (self->map));
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      on_zoom_in (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      on_zoom_out (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      soho_map_view_show_whole_department (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* --- Parts ----------------------------------------------------------------------------------- */

static void
on_commune_chosen (SohoMapView *self, const char *insee)
{
  g_signal_emit (self, signals[COMMUNE_ACTIVATED], 0, insee);
}

static void
on_village_chosen (const char *insee, gpointer self)
{
  g_signal_emit (self, signals[COMMUNE_ACTIVATED], 0, insee);
}

static void
on_mark_chosen (SohoMapView *self, SohoMapKind kind, GVariant *ids)
{
  g_signal_emit (self, signals[MARK_ACTIVATED], 0, kind, ids);
}

static void
on_style_changed (SohoMapView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  const SohoMapPalette *palette = soho_map_palette_get (
      adw_style_manager_get_dark (style), adw_style_manager_get_high_contrast (style));

  soho_base_map_set_palette (self->base, palette);
  soho_name_layer_set_palette (self->names, palette);
  soho_people_layer_set_palette (self->people, palette);
  soho_mark_layer_set_palette (self->marks, palette);
  soho_map_legend_set_palette (self->legend, palette);
  soho_map_legend_set_palette (self->legend_popover, palette);
}

static void
add_layers (SohoMapView *self)
{
  PangoContext *context = gtk_widget_create_pango_context (GTK_WIDGET (self));
  g_autoptr (ShumateMapSource) grid = soho_map_grid_new ();

  shumate_viewport_set_reference_map_source (self->viewport, grid);
  shumate_map_set_map_source (self->map, grid);
  self->places = soho_places_new (context, self->geography);
  g_object_unref (context);
  self->base = soho_base_map_new (self->viewport, self->geography);
  self->names = soho_name_layer_new (self->viewport, self->places);
  self->people = soho_people_layer_new (self->viewport, self->places);
  self->marks = soho_mark_layer_new (self->viewport, self->places);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->base));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->names));
  /* A stem ends behind the badge of its town. */
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->marks));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->people));
  g_signal_connect_swapped (self->people, "activated", G_CALLBACK (on_commune_chosen), self);
  g_signal_connect_swapped (self->marks, "activated", G_CALLBACK (on_mark_chosen), self);
}

static void
show_kind (SohoMapView *self, SohoMapKind kind, gboolean shown)
{
  guint n = soho_gazetteer_get_n_communes ();
  g_autofree guint *nobody = NULL;

  switch (kind)
    {
    case SOHO_MAP_PEOPLE:
      nobody = shown ? NULL : g_new0 (guint, n);
      soho_places_set_people (self->places, shown ? self->people_counts : nobody, n);
      break;
    case SOHO_MAP_VILLAGES:
      soho_base_map_set_partners (self->base,
                                  shown ? (const char *const *) self->village_codes : NULL);
      break;
    case SOHO_MAP_TELECENTRES:
    case SOHO_MAP_MEETINGS:
    case SOHO_MAP_OFFERS:
    case SOHO_MAP_N_KINDS:
    default:
      soho_mark_layer_set_shown (self->marks, kind, shown);
    }
}

static gboolean
is_shown (SohoMapView *self, SohoMapKind kind)
{
  GAction *action = g_action_map_lookup_action (self->shown, soho_map_legend_get_action (kind));
  g_autoptr (GVariant) state = g_action_get_state (action);

  return g_variant_get_boolean (state);
}

static void
on_kind_toggled (SohoMapView *self, GParamSpec *spec, GAction *action)
{
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    if (g_str_equal (g_action_get_name (action), soho_map_legend_get_action (kind)))
      {
        show_kind (self, kind, is_shown (self, kind));
        soho_window_state_set_on_map (g_action_get_name (action), is_shown (self, kind));
      }
}

/* The boxes of the legend. */
static void
add_kind_actions (SohoMapView *self)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();

  self->shown = G_ACTION_MAP (group);
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    {
      const char *name = soho_map_legend_get_action (kind);
      gboolean shown = soho_window_state_is_on_map (name);
      g_autoptr (GSimpleAction) action
          = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (shown));

      g_signal_connect_object (action, "notify::state", G_CALLBACK (on_kind_toggled), self,
                               G_CONNECT_SWAPPED);
      g_action_map_add_action (self->shown, G_ACTION (action));
      show_kind (self, kind, shown);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "map", G_ACTION_GROUP (group));
}

static void
set_present (SohoMapView *self, SohoMapKind kind, gboolean present)
{
  soho_map_legend_set_present (self->legend, kind, present);
  soho_map_legend_set_present (self->legend_popover, kind, present);
}

static void
add_controllers (SohoMapView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->map), keys);
  soho_map_land_attach (self->map, self->base, self->geography, on_village_chosen, self);
}

/* The first line is the short credit, the others one source each. The data carries them. */
static void
show_credits (SohoMapView *self)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (CREDITS_PATH, 0, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  if (bytes == NULL)
    g_error ("The credits of the map are not in the program");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  parts = g_strsplit (g_strstrip (text), "\n", 2);
  gtk_menu_button_set_label (self->credits_button, parts[0]);
  gtk_label_set_label (self->credits_label, parts[1] != NULL ? parts[1] : parts[0]);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->credits_button),
                               gtk_label_get_label (self->credits_label));
}

static void
load_style (void)
{
  static gboolean loaded = FALSE;
  g_autoptr (GtkCssProvider) provider = NULL;

  if (loaded)
    return;
  loaded = TRUE;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, RESOURCES "/style/map.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* --- Widget ---------------------------------------------------------------------------------- */

static void
soho_map_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  SohoMapView *self = SOHO_MAP_VIEW (widget);

  gtk_widget_measure (self->overlay, orientation, for_size, minimum, natural, NULL, NULL);
}

/* On a small map the legend would hide more than it explains; there a button opens it. */
static void
make_room (SohoMapView *self, int width, int height)
{
  int legend_width, legend_height;
  gboolean fits;

  gtk_widget_measure (self->legend_frame, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &legend_width, NULL,
                      NULL);
  gtk_widget_measure (self->legend_frame, GTK_ORIENTATION_VERTICAL, -1, NULL, &legend_height, NULL,
                      NULL);
  fits = (double) legend_width * legend_height <= LEGEND_LARGEST_PART * width * height;
  gtk_widget_set_child_visible (self->legend_frame, fits);
  gtk_widget_set_child_visible (self->legend_button, !fits);
}

/* Fitting here, before the layers are allocated, lets the very first frame show the department. */
static void
soho_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SohoMapView *self = SOHO_MAP_VIEW (widget);

  soho_map_camera_set_size (self->camera, width, height);
  make_room (self, width, height);
  gtk_widget_size_allocate (self->overlay, &(GtkAllocation){ 0, 0, width, height }, baseline);
}

/* Another font. */
static void
soho_map_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  SohoMapView *self = SOHO_MAP_VIEW (widget);
  PangoContext *context;

  GTK_WIDGET_CLASS (soho_map_view_parent_class)->css_changed (widget, change);
  if (self->places == NULL)
    return;
  context = gtk_widget_create_pango_context (widget);
  if (!pango_font_description_equal (
          pango_context_get_font_description (context),
          pango_context_get_font_description (soho_places_get_context (self->places))))
    soho_places_set_context (self->places, context);
  g_object_unref (context);
}

static void
soho_map_view_dispose (GObject *object)
{
  SohoMapView *self = SOHO_MAP_VIEW (object);

  if (self->viewport != NULL)
    g_signal_handlers_disconnect_by_data (self->viewport, self);
  g_clear_pointer (&self->camera, soho_map_camera_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), SOHO_TYPE_MAP_VIEW);
  g_clear_object (&self->viewport);
  g_clear_object (&self->places);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->people_counts, g_free);
  g_clear_pointer (&self->village_codes, g_strfreev);
  G_OBJECT_CLASS (soho_map_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_set_template_from_resource (widget, RESOURCES "/ui/map-view.ui");
  gtk_widget_class_bind_template_child (widget, SohoMapView, overlay);
  gtk_widget_class_bind_template_child (widget, SohoMapView, map);
  gtk_widget_class_bind_template_child (widget, SohoMapView, zoom_in_button);
  gtk_widget_class_bind_template_child (widget, SohoMapView, zoom_out_button);
  gtk_widget_class_bind_template_child (widget, SohoMapView, legend);
  gtk_widget_class_bind_template_child (widget, SohoMapView, legend_frame);
  gtk_widget_class_bind_template_child (widget, SohoMapView, legend_button);
  gtk_widget_class_bind_template_child (widget, SohoMapView, legend_popover);
  gtk_widget_class_bind_template_child (widget, SohoMapView, scale);
  gtk_widget_class_bind_template_child (widget, SohoMapView, credits_button);
  gtk_widget_class_bind_template_child (widget, SohoMapView, credits_label);
  gtk_widget_class_bind_template_callback (widget, on_zoom_in);
  gtk_widget_class_bind_template_callback (widget, on_zoom_out);
  gtk_widget_class_bind_template_callback (widget, soho_map_view_show_whole_department);
}

static void
soho_map_view_class_init (SohoMapViewClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_map_view_dispose;
  widget->measure = soho_map_view_measure;
  widget->size_allocate = soho_map_view_size_allocate;
  widget->css_changed = soho_map_view_css_changed;
  signals[COMMUNE_ACTIVATED]
      = g_signal_new ("commune-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[MARK_ACTIVATED]
      = g_signal_new ("mark-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_VARIANT);
  g_type_ensure (SHUMATE_TYPE_MAP);
  g_type_ensure (SOHO_TYPE_MAP_LEGEND);
  g_type_ensure (SOHO_TYPE_MAP_SCALE);
  bind_template (widget);
}

static void
soho_map_view_init (SohoMapView *self)
{
  load_style ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->geography = soho_geography_get_default ();
  self->viewport = g_object_ref (shumate_map_get_viewport (self->map));
  self->people_counts = g_new0 (guint, soho_gazetteer_get_n_communes ());
  add_layers (self);
  add_controllers (self);
  show_credits (self);
  self->camera = soho_map_camera_new (self->map, self->geography);
  soho_map_scale_set_viewport (self->scale, self->viewport);
  g_signal_connect_swapped (self->viewport, "notify", G_CALLBACK (on_viewport_changed), self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
  on_style_changed (self);
  add_kind_actions (self);
}

GtkWidget *
soho_map_view_new (void)
{
  return g_object_new (SOHO_TYPE_MAP_VIEW, NULL);
}

/* --- What is shown --------------------------------------------------------------------------- */

void
soho_map_view_set_people (SohoMapView *self, const SohoPeopleCount *counts, gsize n)
{
  guint n_communes = soho_gazetteer_get_n_communes ();
  guint *people = self->people_counts;
  gboolean any = FALSE;

  g_return_if_fail (SOHO_IS_MAP_VIEW (self));
  g_return_if_fail (counts != NULL || n == 0);

  memset (people, 0, n_communes * sizeof (guint));
  for (gsize i = 0; i < n; i++)
    {
      const SohoCommune *commune = soho_gazetteer_find (counts[i].insee);
      guint *sum;

      if (commune == NULL)
        continue;
      sum = &people[commune - soho_gazetteer_get_nth (0)];
      *sum = MIN (*sum + (guint64) counts[i].people, PEOPLE_MAX);
      any |= *sum > 0;
    }
  show_kind (self, SOHO_MAP_PEOPLE, is_shown (self, SOHO_MAP_PEOPLE));
  set_present (self, SOHO_MAP_PEOPLE, any);
}

void
soho_map_view_set_villages (SohoMapView *self, const char *const *insee_codes)
{
  g_return_if_fail (SOHO_IS_MAP_VIEW (self));

  g_strfreev (self->village_codes);
  self->village_codes = g_strdupv ((char **) insee_codes);
  show_kind (self, SOHO_MAP_VILLAGES, is_shown (self, SOHO_MAP_VILLAGES));
  set_present (self, SOHO_MAP_VILLAGES, insee_codes != NULL && insee_codes[0] != NULL);
}

void
soho_map_view_set_marks (SohoMapView *self, const SohoMapMark *marks, gsize n)
{
  guint counts[SOHO_MAP_N_KINDS] = { 0 };

  g_return_if_fail (SOHO_IS_MAP_VIEW (self));

  soho_mark_layer_set_marks (self->marks, marks, n);
  for (gsize i = 0; i < n; i++)
    counts[marks[i].kind]++;
  for (guint kind = SOHO_MAP_TELECENTRES; kind < SOHO_MAP_N_KINDS; kind++)
    set_present (self, kind, counts[kind] > 0);
}

void
soho_map_view_show_commune (SohoMapView *self, const char *insee)
{
  const SohoCommune *commune = soho_gazetteer_find (insee);

  g_return_if_fail (SOHO_IS_MAP_VIEW (self));

  soho_base_map_set_shown (self->base, commune != NULL ? commune->insee : NULL);
  soho_places_set_shown (self->places, commune != NULL ? commune->insee : NULL);
  if (commune == NULL)
    return;
  soho_map_camera_go_to (self->camera, commune->latitude, commune->longitude, COMMUNE_ZOOM);
}

void
soho_map_view_show_whole_department (SohoMapView *self)
{
  g_return_if_fail (SOHO_IS_MAP_VIEW (self));

  soho_map_camera_fit (self->camera);
}

char **
soho_map_view_dup_group (SohoMapView *self, const char *insee)
{
  const SohoCommune *commune = soho_gazetteer_find (insee);
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  SohoMapWindow window;
  const SohoPlacePlan *plan;
  guint index, badge;

  g_return_val_if_fail (SOHO_IS_MAP_VIEW (self), g_new0 (char *, 1));

  if (commune == NULL)
    return g_strv_builder_end (codes);
  g_strv_builder_add (codes, commune->insee);
  index = commune - soho_gazetteer_get_nth (0);
  window = soho_map_window_get (self->viewport, GTK_WIDGET (self->map));
  plan = soho_places_get_plan (self->places, &window);
  badge = plan->badge_of[index];
  for (guint i = 0; badge != G_MAXUINT && i < soho_gazetteer_get_n_communes (); i++)
    if (i != index && plan->badge_of[i] == badge && plan->badges[badge].place == index)
      g_strv_builder_add (codes, soho_gazetteer_get_nth (i)->insee);
  return g_strv_builder_end (codes);
}

gboolean
soho_map_view_locate (SohoMapView *self, double latitude, double longitude, double *x, double *y)
{
  SohoMapWindow window;
  double world_x, world_y, at_x, at_y;

  g_return_val_if_fail (SOHO_IS_MAP_VIEW (self), FALSE);

  window = soho_map_window_get (self->viewport, GTK_WIDGET (self->map));
  soho_geography_project (latitude, longitude, &world_x, &world_y);
  soho_map_window_locate (&window, world_x, world_y, 1, &at_x, &at_y);
  if (!soho_map_window_sees (&window, at_x, at_y, 0, 0))
    return FALSE;
  *x = at_x;
  *y = at_y;
  return TRUE;
}

gboolean
soho_map_view_is_complete (SohoMapView *self)
{
  g_return_val_if_fail (SOHO_IS_MAP_VIEW (self), FALSE);

  return soho_base_map_is_complete (self->base);
}
