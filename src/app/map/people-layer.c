/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/people-layer.h"

#include "map/map-button.h"
#include "map/sprites.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A button of the pool. It stands over the badge of a place, or is hidden. */
typedef struct
{
  GtkWidget *button; /* SohoMapButton, child of the layer */
  guint place;
  guint people, n_places; /* that its name tells */
  int width, height;
} BadgeButton;

struct _SohoPeopleLayer
{
  ShumateLayer parent_instance;

  SohoPlaces *places;
  const SohoMapPalette *palette;
  GHashTable *textures; /* count of people → GdkTexture */
  /* For which the textures were painted. */
  int factor;
  PangoContext *context;

  GPtrArray *shown;  /* BadgeButton, in the order of the plan */
  GPtrArray *hidden; /* BadgeButton */
  guint last_place;  /* whose button had the focus last */
  guint arrange_id;  /* tick */
  int width, height; /* for which the buttons were arranged */
};

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SohoPeopleLayer, soho_people_layer, SHUMATE_TYPE_LAYER)

static SohoMapWindow
get_window (SohoPeopleLayer *self)
{
  return soho_map_window_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
}

static void
locate (SohoPeopleLayer *self, const SohoMapWindow *window, guint place, double *x, double *y)
{
  guint n;
  const SohoPlace *places = soho_places_get_all (self->places, &n);
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  soho_map_window_locate (window, places[place].x, places[place].y, factor, x, y);
}

/* --- Buttons --------------------------------------------------------------------------------- */

static BadgeButton *
find_button (SohoPeopleLayer *self, GtkWidget *button)
{
  for (guint i = 0; i < self->shown->len; i++)
    {
      BadgeButton *badge = g_ptr_array_index (self->shown, i);

      if (badge->button == button)
        return badge;
    }
  return NULL;
}

static void
on_chosen (GtkWidget *button, SohoPeopleLayer *self)
{
  BadgeButton *badge = find_button (self, button);

  if (badge != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, soho_gazetteer_get_nth (badge->place)->insee);
}

static BadgeButton *
badge_button_new (SohoPeopleLayer *self)
{
  BadgeButton *badge = g_new0 (BadgeButton, 1);

  badge->button = soho_map_button_new ("map-badge");
  g_signal_connect (badge->button, "chosen", G_CALLBACK (on_chosen), self);
  gtk_widget_set_parent (badge->button, GTK_WIDGET (self));
  return badge;
}

/* Tells in words what the badge tells with its figure. */
static void
name_button (BadgeButton *badge, const SohoBadge *seen)
{
  const char *commune = soho_gazetteer_get_nth (seen->place)->name;
  g_autofree char *people = NULL;
  g_autofree char *text = NULL;

  if (badge->place == seen->place && badge->people == seen->people
      && badge->n_places == seen->n_places)
    return;
  badge->people = seen->people;
  badge->n_places = seen->n_places;
  people = g_strdup_printf (ngettext ("%u person", "%u people", seen->people), seen->people);
  if (seen->n_places == 1)
    /* Translators: a commune and how many people live there, "Auch: 31 people". */
    text = g_strdup_printf (_ ("%s: %s"), commune, people);
  else
    /* Translators: a commune, how many communes near it, and how many people live in all of them:
     * "Auch and 3 communes nearby: 45 people". */
    text = g_strdup_printf (ngettext ("%s and %u commune nearby: %s",
                                      "%s and %u communes nearby: %s", seen->n_places - 1),
                            commune, seen->n_places - 1, people);
  soho_map_button_set_text (SOHO_MAP_BUTTON (badge->button), text);
}

/* Takes the button of a place out of those shown before, so that the focus stays with its commune;
 * any other that is free, or a new one, where there is none. */
static BadgeButton *
take_button (SohoPeopleLayer *self, GPtrArray *before, guint place)
{
  BadgeButton *badge;

  for (guint i = 0; i < before->len; i++)
    {
      badge = g_ptr_array_index (before, i);
      if (badge->place == place)
        return g_ptr_array_steal_index_fast (before, i);
    }
  if (self->hidden->len > 0)
    badge = g_ptr_array_steal_index_fast (self->hidden, self->hidden->len - 1);
  else
    badge = badge_button_new (self);
  badge->place = G_MAXUINT;
  return badge;
}

static void
show_button (SohoPeopleLayer *self, GPtrArray *before, const SohoBadge *seen)
{
  BadgeButton *badge = take_button (self, before, seen->place);
  GtkWidget *previous = NULL;

  if (self->shown->len > 0)
    previous = ((BadgeButton *) g_ptr_array_index (self->shown, self->shown->len - 1))->button;
  /* Screen readers list the largest place first, as the plan does. */
  if (gtk_widget_get_prev_sibling (badge->button) != previous)
    gtk_widget_insert_after (badge->button, GTK_WIDGET (self), previous);
  name_button (badge, seen);
  badge->place = seen->place;
  badge->width = seen->width;
  badge->height = seen->height;
  gtk_widget_set_visible (badge->button, TRUE);
  g_ptr_array_add (self->shown, badge);
}

/* The focus of a badge that goes out of sight returns to the map. */
static void
hide_button (SohoPeopleLayer *self, BadgeButton *badge)
{
  if (gtk_widget_has_focus (badge->button))
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self)));
  gtk_widget_set_visible (badge->button, FALSE);
  g_ptr_array_add (self->hidden, badge);
}

/* Lets exactly the badges that are seen have a button. */
static void
arrange (SohoPeopleLayer *self)
{
  SohoMapWindow window = get_window (self);
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->shown);
  const SohoPlacePlan *plan;

  self->shown = g_ptr_array_new_with_free_func (g_free);
  if (window.width > 0 && window.height > 0)
    {
      plan = soho_places_get_plan (self->places, &window);
      for (guint i = 0; i < plan->n_badges; i++)
        {
          const SohoBadge *badge = &plan->badges[i];
          double x, y;

          locate (self, &window, badge->place, &x, &y);
          if (soho_map_window_sees (&window, x, y, badge->width / 2.0, badge->height / 2.0))
            show_button (self, before, badge);
        }
    }
  while (before->len > 0)
    hide_button (self, g_ptr_array_steal_index_fast (before, before->len - 1));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Widgets may come and go between frames only, so this runs before the next one is laid out. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  SohoPeopleLayer *self = SOHO_PEOPLE_LAYER (widget);

  self->arrange_id = 0;
  arrange (self);
  return G_SOURCE_REMOVE;
}

static void
queue_arrange (SohoPeopleLayer *self)
{
  if (self->arrange_id == 0)
    self->arrange_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- Widget ---------------------------------------------------------------------------------- */

static void
soho_people_layer_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SohoPeopleLayer *self = SOHO_PEOPLE_LAYER (widget);
  SohoMapWindow window = get_window (self);

  for (guint i = 0; i < self->shown->len; i++)
    {
      BadgeButton *badge = g_ptr_array_index (self->shown, i);
      double x, y;

      locate (self, &window, badge->place, &x, &y);
      soho_map_button_allocate (SOHO_MAP_BUTTON (badge->button), x, y, badge->width, badge->height);
    }
  if (width != self->width || height != self->height)
    {
      self->width = width;
      self->height = height;
      queue_arrange (self);
    }
}

static BadgeButton *
find_focus (SohoPeopleLayer *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  return focus != NULL ? find_button (self, focus) : NULL;
}

/* The nearest badge in a direction from another: what lies off the straight line counts as three
 * times as far. NULL if there is none. */
static BadgeButton *
find_next (SohoPeopleLayer *self, BadgeButton *from, GtkDirectionType direction)
{
  SohoMapWindow window = get_window (self);
  gboolean is_sideways = direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT;
  double sign = direction == GTK_DIR_LEFT || direction == GTK_DIR_UP ? -1 : 1;
  double from_x, from_y, nearest = G_MAXDOUBLE;
  BadgeButton *next = NULL;

  locate (self, &window, from->place, &from_x, &from_y);
  for (guint i = 0; i < self->shown->len; i++)
    {
      BadgeButton *badge = g_ptr_array_index (self->shown, i);
      double x, y, along, across;

      locate (self, &window, badge->place, &x, &y);
      along = sign * (is_sideways ? x - from_x : y - from_y);
      across = fabs (is_sideways ? y - from_y : x - from_x);
      if (along > 0 && along + 3 * across < nearest)
        {
          nearest = along + 3 * across;
          next = badge;
        }
    }
  return next;
}

/* The badges are one stop for the Tab key, because a hundred would be a trap: it comes to the one
 * that had the focus last, or to the most populous place, and leaves from any. Arrow keys go from
 * one to the next. */
static gboolean
soho_people_layer_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SohoPeopleLayer *self = SOHO_PEOPLE_LAYER (widget);
  BadgeButton *focused = find_focus (self), *next = NULL;
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (focused != NULL)
    self->last_place = focused->place;
  if (focused != NULL && !is_tab)
    next = find_next (self, focused, direction);
  else if (focused == NULL && self->shown->len > 0)
    {
      next = g_ptr_array_index (self->shown, 0);
      for (guint i = 0; i < self->shown->len; i++)
        if (((BadgeButton *) g_ptr_array_index (self->shown, i))->place == self->last_place)
          next = g_ptr_array_index (self->shown, i);
    }
  if (next == NULL)
    return FALSE;
  self->last_place = next->place;
  return gtk_widget_grab_focus (next->button);
}

static GdkTexture *
get_texture (SohoPeopleLayer *self, guint people)
{
  GdkTexture *texture = g_hash_table_lookup (self->textures, GUINT_TO_POINTER (people));

  if (texture == NULL)
    {
      texture = soho_badge_paint (self->context, people, self->palette, self->factor);
      g_hash_table_insert (self->textures, GUINT_TO_POINTER (people), texture);
    }
  return texture;
}

static void
soho_people_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SohoPeopleLayer *self = SOHO_PEOPLE_LAYER (widget);
  SohoMapWindow window = get_window (self);
  const SohoPlacePlan *plan = soho_places_get_plan (self->places, &window);
  PangoContext *context = soho_places_get_context (self->places);

  if (self->factor != gtk_widget_get_scale_factor (widget) || self->context != context)
    {
      g_hash_table_remove_all (self->textures);
      self->factor = gtk_widget_get_scale_factor (widget);
      g_set_object (&self->context, context);
    }
  /* From the last on, so that the most populous place lies on top. */
  for (guint i = plan->n_badges; i-- > 0;)
    {
      const SohoBadge *badge = &plan->badges[i];
      double x, y;

      locate (self, &window, badge->place, &x, &y);
      if (soho_map_window_sees (&window, x, y, badge->width / 2.0, badge->height / 2.0))
        gtk_snapshot_append_texture (snapshot, get_texture (self, badge->people),
                                     &GRAPHENE_RECT_INIT (floor (x - badge->width / 2.0),
                                                          floor (y - badge->height / 2.0),
                                                          badge->width, badge->height));
    }
  for (guint i = 0; i < self->shown->len; i++)
    gtk_widget_snapshot_child (widget, ((BadgeButton *) g_ptr_array_index (self->shown, i))->button,
                               snapshot);
}

static void
on_viewport_changed (SohoPeopleLayer *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  queue_arrange (self);
}

static void
soho_people_layer_constructed (GObject *object)
{
  SohoPeopleLayer *self = SOHO_PEOPLE_LAYER (object);

  G_OBJECT_CLASS (soho_people_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (on_viewport_changed), self, G_CONNECT_SWAPPED);
}

static void
soho_people_layer_dispose (GObject *object)
{
  SohoPeopleLayer *self = SOHO_PEOPLE_LAYER (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_ptr_array_set_size (self->shown, 0);
  g_ptr_array_set_size (self->hidden, 0);
  G_OBJECT_CLASS (soho_people_layer_parent_class)->dispose (object);
}

static void
soho_people_layer_finalize (GObject *object)
{
  SohoPeopleLayer *self = SOHO_PEOPLE_LAYER (object);

  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);
  g_clear_pointer (&self->textures, g_hash_table_unref);
  g_clear_object (&self->context);
  g_clear_object (&self->places);
  G_OBJECT_CLASS (soho_people_layer_parent_class)->finalize (object);
}

static void
soho_people_layer_class_init (SohoPeopleLayerClass *klass)
{
  GObjectClass *object = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object->constructed = soho_people_layer_constructed;
  object->dispose = soho_people_layer_dispose;
  object->finalize = soho_people_layer_finalize;
  widget->size_allocate = soho_people_layer_size_allocate;
  widget->snapshot = soho_people_layer_snapshot;
  widget->focus = soho_people_layer_focus;
  gtk_widget_class_set_accessible_role (widget, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
soho_people_layer_init (SohoPeopleLayer *self)
{
  self->palette = soho_map_palette_get (FALSE);
  self->last_place = G_MAXUINT;
  self->textures = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_free);
  self->hidden = g_ptr_array_new_with_free_func (g_free);
}

SohoPeopleLayer *
soho_people_layer_new (ShumateViewport *viewport, SohoPlaces *places)
{
  SohoPeopleLayer *self = g_object_new (SOHO_TYPE_PEOPLE_LAYER, "viewport", viewport, NULL);

  self->places = g_object_ref (places);
  g_signal_connect_object (places, "changed", G_CALLBACK (on_viewport_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("People on the map"), -1);
  return self;
}

void
soho_people_layer_set_dark (SohoPeopleLayer *self, gboolean dark)
{
  g_return_if_fail (SOHO_IS_PEOPLE_LAYER (self));

  self->palette = soho_map_palette_get (dark);
  g_hash_table_remove_all (self->textures);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
