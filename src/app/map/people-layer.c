/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/people-layer.h"

#include "map/button-pool.h"
#include "map/map-button.h"
#include "map/sprites.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _SohoPeopleLayer
{
  ShumateLayer parent_instance;

  SohoPlaces *places;
  const SohoMapPalette *palette;
  GHashTable *textures; /* count of people → GdkTexture */
  /* For which the textures were painted. */
  int factor;
  PangoContext *context;

  SohoButtonPool *buttons; /* keys are indices of places */
  guint arrange_id;        /* tick */
  int width, height;       /* for which the buttons were arranged */
};

enum
{
  ACTIVATED,
  POINTED,
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

static void
on_chosen (GtkWidget *layer, guint64 place)
{
  g_signal_emit (layer, signals[ACTIVATED], 0, soho_gazetteer_get_nth ((guint) place)->insee);
}

static void
on_pointed (GtkWidget *layer, guint64 place, gboolean is_there)
{
  g_signal_emit (layer, signals[POINTED], 0,
                 is_there ? soho_gazetteer_get_nth ((guint) place)->insee : NULL);
}

static const SohoButtonPoolClass button_class = { "map-badge", on_chosen, on_pointed };

/* Tells in words what the badge tells with its figure. */
static void
name_button (SohoPooledButton *pooled, const SohoBadge *seen)
{
  const char *commune = soho_gazetteer_get_nth (seen->place)->name;
  guint64 told = (guint64) seen->people << 32 | seen->n_places;
  g_autofree char *people = NULL;
  g_autofree char *text = NULL;

  if (pooled->told == told)
    return;
  pooled->told = told;
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
  soho_map_button_set_text (SOHO_MAP_BUTTON (pooled->button), text);
}

static void
show_button (SohoPeopleLayer *self, const SohoBadge *seen)
{
  guint n;
  const SohoPlace *place = &soho_places_get_all (self->places, &n)[seen->place];
  SohoPooledButton *pooled = soho_button_pool_take (self->buttons, seen->place);

  name_button (pooled, seen);
  pooled->world_x = place->x;
  pooled->world_y = place->y;
  pooled->width = seen->width;
  pooled->height = seen->height;
}

/* Lets exactly the badges that are seen have a button, those of the largest places first, as in the
 * plan. */
static void
arrange (SohoPeopleLayer *self)
{
  SohoMapWindow window = get_window (self);

  soho_button_pool_begin (self->buttons);
  if (window.width > 0 && window.height > 0)
    {
      const SohoPlacePlan *plan = soho_places_get_plan (self->places, &window);

      for (guint i = 0; i < plan->n_badges; i++)
        {
          const SohoBadge *badge = &plan->badges[i];
          double x, y;

          locate (self, &window, badge->place, &x, &y);
          if (soho_map_window_sees (&window, x, y, badge->width / 2.0, badge->height / 2.0))
            show_button (self, badge);
        }
    }
  soho_button_pool_end (self->buttons);
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

  soho_button_pool_allocate (self->buttons, &window);
  if (width != self->width || height != self->height)
    {
      self->width = width;
      self->height = height;
      queue_arrange (self);
    }
}

static gboolean
soho_people_layer_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SohoPeopleLayer *self = SOHO_PEOPLE_LAYER (widget);
  SohoMapWindow window = get_window (self);

  return soho_button_pool_focus (self->buttons, &window, direction);
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
  soho_button_pool_snapshot (self->buttons, snapshot);
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

  g_clear_pointer (&self->buttons, soho_button_pool_free);
  G_OBJECT_CLASS (soho_people_layer_parent_class)->dispose (object);
}

static void
soho_people_layer_finalize (GObject *object)
{
  SohoPeopleLayer *self = SOHO_PEOPLE_LAYER (object);

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
  signals[POINTED] = g_signal_new ("pointed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
soho_people_layer_init (SohoPeopleLayer *self)
{
  self->palette = soho_map_palette_get (FALSE, FALSE);
  self->textures = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->buttons = soho_button_pool_new (GTK_WIDGET (self), &button_class);
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
soho_people_layer_set_palette (SohoPeopleLayer *self, const SohoMapPalette *palette)
{
  g_return_if_fail (SOHO_IS_PEOPLE_LAYER (self));

  self->palette = palette;
  g_hash_table_remove_all (self->textures);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
