/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/name-layer.h"

#include "map/sprites.h"

/* Farther out the names of the neighbours would lie on the department. */
#define NEIGHBOURS_ZOOM 8.5

struct _SohoNameLayer
{
  ShumateLayer parent_instance;

  SohoPlaces *places;
  const SohoMapPalette *palette;
  GPtrArray *textures; /* GdkTexture of each commune, then of each neighbour; NULL until drawn */
  GdkTexture *dot;
  /* For which the textures were painted. */
  int factor;
  PangoContext *context;
};

G_DEFINE_FINAL_TYPE (SohoNameLayer, soho_name_layer, SHUMATE_TYPE_LAYER)

static void
unref_texture (gpointer texture)
{
  if (texture != NULL)
    g_object_unref (texture);
}

static void
begin_textures (SohoNameLayer *self)
{
  guint n_communes, n_neighbours;

  self->factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_set_object (&self->context, soho_places_get_context (self->places));
  soho_places_get_all (self->places, &n_communes);
  soho_places_get_neighbours (self->places, &n_neighbours);
  g_ptr_array_set_size (self->textures, 0);
  g_ptr_array_set_size (self->textures, n_communes + n_neighbours);
  g_clear_object (&self->dot);
  self->dot = soho_dot_paint (self->palette, self->factor);
}

static GdkTexture *
get_texture (SohoNameLayer *self, guint index, const char *name, SohoNameStyle style)
{
  if (self->textures->pdata[index] == NULL)
    self->textures->pdata[index]
        = soho_name_paint (self->context, name, style, self->palette, self->factor);
  return self->textures->pdata[index];
}

static void
append_texture (SohoNameLayer *self, GtkSnapshot *snapshot, GdkTexture *texture, double x, double y)
{
  gtk_snapshot_append_texture (
      snapshot, texture,
      &GRAPHENE_RECT_INIT (x, y, gdk_texture_get_width (texture) / (double) self->factor,
                           gdk_texture_get_height (texture) / (double) self->factor));
}

static void
draw_name (SohoNameLayer *self,
           GtkSnapshot *snapshot,
           const SohoMapWindow *window,
           const SohoPlacedName *name)
{
  guint n;
  const SohoPlace *place = &soho_places_get_all (self->places, &n)[name->place];
  double x, y;

  soho_map_window_locate (window, place->x, place->y, self->factor, &x, &y);
  if (!soho_map_window_sees (window, x, y, place->name_width * 1.5, place->name_height * 4))
    return;
  if (!name->has_badge)
    append_texture (self, snapshot, self->dot, x - SOHO_DOT_SIZE / 2, y - SOHO_DOT_SIZE / 2);
  append_texture (self, snapshot,
                  get_texture (self, name->place, soho_gazetteer_get_nth (name->place)->name,
                               soho_name_style_of (place->population)),
                  x + name->dx, y + name->dy);
}

static void
draw_neighbours (SohoNameLayer *self, GtkSnapshot *snapshot, const SohoMapWindow *window)
{
  guint n_places, n;
  const SohoNeighbour *neighbours = soho_places_get_neighbours (self->places, &n);

  if (window->zoom < NEIGHBOURS_ZOOM)
    return;
  soho_places_get_all (self->places, &n_places);
  for (guint i = 0; i < n; i++)
    {
      GdkTexture *texture
          = get_texture (self, n_places + i, neighbours[i].name, SOHO_NAME_DEPARTMENT);
      int width = gdk_texture_get_width (texture) / self->factor;
      int height = gdk_texture_get_height (texture) / self->factor;
      double x, y;

      soho_map_window_locate (window, neighbours[i].x, neighbours[i].y, self->factor, &x, &y);
      /* A quiet word at the edge, cut in two, is more noise than help. */
      if (soho_map_window_sees (window, x, y, -width / 2.0, -height / 2.0))
        append_texture (self, snapshot, texture, x - width / 2, y - height / 2);
    }
}

static void
soho_name_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SohoNameLayer *self = SOHO_NAME_LAYER (widget);
  SohoMapWindow window
      = soho_map_window_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);
  const SohoPlacePlan *plan = soho_places_get_plan (self->places, &window);

  if (self->dot == NULL || self->factor != gtk_widget_get_scale_factor (widget)
      || self->context != soho_places_get_context (self->places))
    begin_textures (self);
  draw_neighbours (self, snapshot, &window);
  for (guint i = 0; i < plan->n_names; i++)
    draw_name (self, snapshot, &window, &plan->names[i]);
}

static void
soho_name_layer_constructed (GObject *object)
{
  SohoNameLayer *self = SOHO_NAME_LAYER (object);

  G_OBJECT_CLASS (soho_name_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
soho_name_layer_finalize (GObject *object)
{
  SohoNameLayer *self = SOHO_NAME_LAYER (object);

  g_clear_pointer (&self->textures, g_ptr_array_unref);
  g_clear_object (&self->dot);
  g_clear_object (&self->context);
  g_clear_object (&self->places);
  G_OBJECT_CLASS (soho_name_layer_parent_class)->finalize (object);
}

static void
soho_name_layer_class_init (SohoNameLayerClass *klass)
{
  GObjectClass *object = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object->constructed = soho_name_layer_constructed;
  object->finalize = soho_name_layer_finalize;
  widget->snapshot = soho_name_layer_snapshot;
  gtk_widget_class_set_accessible_role (widget, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
soho_name_layer_init (SohoNameLayer *self)
{
  self->palette = soho_map_palette_get (FALSE, FALSE);
  self->textures = g_ptr_array_new_with_free_func (unref_texture);
}

SohoNameLayer *
soho_name_layer_new (ShumateViewport *viewport, SohoPlaces *places)
{
  SohoNameLayer *self = g_object_new (SOHO_TYPE_NAME_LAYER, "viewport", viewport, NULL);

  self->places = g_object_ref (places);
  g_signal_connect_object (places, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
soho_name_layer_set_palette (SohoNameLayer *self, const SohoMapPalette *palette)
{
  g_return_if_fail (SOHO_IS_NAME_LAYER (self));

  self->palette = palette;
  g_clear_object (&self->dot);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
