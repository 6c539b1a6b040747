/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/mark-layer.h"

#include "map/button-pool.h"
#include "map/map-button.h"
#include "map/sprites.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* So many names are told of those that one sign stands for. */
#define NAMES_TOLD 3

struct _SohoMarkLayer
{
  ShumateLayer parent_instance;

  SohoPlaces *places;
  const SohoMapPalette *palette;
  GArray *marks;   /* Mark */
  GArray *planted; /* guint: indices in marks of those that are shown, in the order of the plan */
  gboolean hidden[SOHO_MAP_N_KINDS];
  guint generation; /* of the marks */

  GHashTable *textures; /* kind and count → GdkTexture */
  /* For which the textures were painted. */
  int factor;
  PangoContext *context;

  SohoButtonPool *buttons; /* keys are the kind, and the first of the marks of a sign */
  guint arrange_id;        /* tick */
  int width, height;       /* for which the buttons were arranged */
};

typedef struct
{
  SohoMapKind kind;
  gint64 id;
  char *name;
  double x, y; /* of the world */
} Mark;

/* A sign of a stem. */
typedef struct
{
  const SohoStem *stem;
  SohoMapKind kind;
  guint count;
  const guint *marks; /* places in planted */
  int dx;             /* of its left edge from the stem */
} Sign;

typedef void (*SignFunc) (SohoMarkLayer *self, const Sign *sign, double x, double y, gpointer data);

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SohoMarkLayer, soho_mark_layer, SHUMATE_TYPE_LAYER)

static SohoMapWindow
get_window (SohoMarkLayer *self)
{
  return soho_map_window_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
}

static const Mark *
get_mark (SohoMarkLayer *self, const Sign *sign, guint i)
{
  return &g_array_index (self->marks, Mark, g_array_index (self->planted, guint, sign->marks[i]));
}

/* Calls function for each sign of a stem; x and y are where the stem stands. */
static void
visit_stem (SohoMarkLayer *self,
            const SohoMarkPlan *plan,
            const SohoStem *stem,
            double x,
            double y,
            SignFunc function,
            gpointer data)
{
  const guint *marks = plan->marks + stem->first;
  guint n = 0;

  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    {
      Sign sign = { stem, kind, stem->counts[kind], marks,
                    soho_mark_plan_get_sign_dx (stem->n_signs, n) };

      if (sign.count == 0)
        continue;
      function (self, &sign, x, y, data);
      marks += sign.count;
      n++;
    }
}

/* Where a stem stands; FALSE if nothing of it is seen. */
static gboolean
locate_stem (
    SohoMarkLayer *self, const SohoMapWindow *window, const SohoStem *stem, double *x, double *y)
{
  double half_width = soho_mark_plan_get_width (stem->n_signs) / 2.0 + SOHO_SIGN_MARGIN;

  soho_map_window_locate (window, stem->x, stem->y, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                          x, y);
  return soho_map_window_sees (window, *x, *y - SOHO_STEM_HEIGHT - SOHO_SIGN_SIZE / 2.0, half_width,
                               SOHO_SIGN_SIZE / 2.0 + SOHO_SIGN_MARGIN + SOHO_STEM_HEIGHT);
}

static guint
find_planted (SohoMarkLayer *self, guint mark)
{
  for (guint i = 0; i < self->planted->len; i++)
    if (g_array_index (self->planted, guint, i) == mark)
      return i;
  return G_MAXUINT;
}

/* --- Buttons --------------------------------------------------------------------------------- */

static void
find_sign (SohoMarkLayer *self, const Sign *sign, double x, double y, gpointer data)
{
  Sign *wanted = data;

  if (sign->kind == wanted->kind && sign->marks[0] == wanted->count)
    *wanted = *sign;
}

static void
on_chosen (GtkWidget *layer, guint64 key)
{
  SohoMarkLayer *self = SOHO_MARK_LAYER (layer);
  SohoMapWindow window = get_window (self);
  const SohoMarkPlan *plan = soho_places_get_mark_plan (self->places, &window);
  /* count: which mark is looked for, until it is found. */
  Sign sign = { .kind = key >> 32, .count = find_planted (self, (guint32) key) };
  g_autoptr (GVariant) ids = NULL;
  GVariantBuilder builder;

  for (guint i = 0; sign.stem == NULL && i < plan->n_stems; i++)
    visit_stem (self, plan, &plan->stems[i], 0, 0, find_sign, &sign);
  if (sign.stem == NULL)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ax"));
  for (guint i = 0; i < sign.count; i++)
    g_variant_builder_add (&builder, "x", get_mark (self, &sign, i)->id);
  ids = g_variant_ref_sink (g_variant_builder_end (&builder));
  g_signal_emit (self, signals[ACTIVATED], 0, sign.kind, ids);
}

static const SohoButtonPoolClass button_class = { "map-sign", on_chosen, NULL };

static char *
dup_names (SohoMarkLayer *self, const Sign *sign)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < sign->count && i < NAMES_TOLD; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", get_mark (self, sign, i)->name);
  if (sign->count > NAMES_TOLD)
    g_string_append (names, "…");
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
dup_text (SohoMarkLayer *self, const Sign *sign)
{
  g_autofree char *names = dup_names (self, sign);

  switch (sign->kind)
    {
    case SOHO_MAP_MEETINGS:
      /* Translators: what a mark on the map stands for: "Meeting: Weaving one's web", or "2
       * meetings: Weaving one's web, Breakfast". */
      return sign->count == 1
                 ? g_strdup_printf (_ ("Meeting: %s"), names)
                 : g_strdup_printf (ngettext ("%u meeting: %s", "%u meetings: %s", sign->count),
                                    sign->count, names);
    case SOHO_MAP_OFFERS:
      /* Translators: what a mark on the map stands for: a home, premises or a business on offer. */
      return sign->count == 1
                 ? g_strdup_printf (_ ("To let or to take over: %s"), names)
                 : g_strdup_printf (ngettext ("%u offer: %s", "%u offers: %s", sign->count),
                                    sign->count, names);
    case SOHO_MAP_TELECENTRES:
    case SOHO_MAP_PEOPLE:
    case SOHO_MAP_VILLAGES:
    case SOHO_MAP_N_KINDS:
    default:
      /* Translators: what a mark on the map stands for: "Telecentre: Atelier des Cordeliers". */
      return sign->count == 1 ? g_strdup_printf (_ ("Telecentre: %s"), names)
                              : g_strdup_printf (
                                  ngettext ("%u telecentre: %s", "%u telecentres: %s", sign->count),
                                  sign->count, names);
    }
}

static void
show_button (SohoMarkLayer *self, const Sign *sign, double x, double y, gpointer unused)
{
  guint first = g_array_index (self->planted, guint, sign->marks[0]);
  SohoPooledButton *pooled
      = soho_button_pool_take (self->buttons, (guint64) sign->kind << 32 | first);
  guint64 told = self->generation;

  for (guint i = 0; i < sign->count; i++)
    told = told * 31 + g_array_index (self->planted, guint, sign->marks[i]) + 1;
  if (pooled->told != told)
    {
      g_autofree char *text = dup_text (self, sign);

      soho_map_button_set_text (SOHO_MAP_BUTTON (pooled->button), text);
      pooled->told = told;
    }
  pooled->world_x = sign->stem->x;
  pooled->world_y = sign->stem->y;
  pooled->dx = sign->dx + SOHO_SIGN_SIZE / 2.0;
  pooled->dy = -SOHO_STEM_HEIGHT - SOHO_SIGN_SIZE / 2.0;
  pooled->width = pooled->height = SOHO_SIGN_SIZE;
}

/* Lets exactly the signs that are seen have a button. */
static void
arrange (SohoMarkLayer *self)
{
  SohoMapWindow window = get_window (self);

  soho_button_pool_begin (self->buttons);
  if (window.width > 0 && window.height > 0)
    {
      const SohoMarkPlan *plan = soho_places_get_mark_plan (self->places, &window);
      double x, y;

      for (guint i = 0; i < plan->n_stems; i++)
        if (locate_stem (self, &window, &plan->stems[i], &x, &y))
          visit_stem (self, plan, &plan->stems[i], x, y, show_button, NULL);
    }
  soho_button_pool_end (self->buttons);
}

/* Widgets may come and go between frames only, so this runs before the next one is laid out. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  SohoMarkLayer *self = SOHO_MARK_LAYER (widget);

  self->arrange_id = 0;
  arrange (self);
  return G_SOURCE_REMOVE;
}

static void
queue_arrange (SohoMarkLayer *self)
{
  if (self->arrange_id == 0)
    self->arrange_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- Widget ---------------------------------------------------------------------------------- */

static void
soho_mark_layer_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SohoMarkLayer *self = SOHO_MARK_LAYER (widget);
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
soho_mark_layer_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SohoMarkLayer *self = SOHO_MARK_LAYER (widget);
  SohoMapWindow window = get_window (self);

  return soho_button_pool_focus (self->buttons, &window, direction);
}

static GdkTexture *
get_texture (SohoMarkLayer *self, SohoMapKind kind, guint count)
{
  gpointer key = GUINT_TO_POINTER (MIN (count, 100) * SOHO_MAP_N_KINDS + kind);
  GdkTexture *texture = g_hash_table_lookup (self->textures, key);

  if (texture == NULL)
    {
      texture = soho_sign_paint (self->context, kind, count, self->palette, self->factor);
      g_hash_table_insert (self->textures, key, texture);
    }
  return texture;
}

static void
draw_sign (SohoMarkLayer *self, const Sign *sign, double x, double y, gpointer snapshot)
{
  int size = SOHO_SIGN_SIZE + 2 * SOHO_SIGN_MARGIN;

  gtk_snapshot_append_texture (
      snapshot, get_texture (self, sign->kind, sign->count),
      &GRAPHENE_RECT_INIT (x + sign->dx - SOHO_SIGN_MARGIN,
                           y - SOHO_STEM_HEIGHT - SOHO_SIGN_SIZE - SOHO_SIGN_MARGIN, size, size));
}

static void
begin_textures (SohoMarkLayer *self)
{
  PangoContext *context = soho_places_get_context (self->places);
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (self->factor == factor && self->context == context)
    return;
  g_hash_table_remove_all (self->textures);
  self->factor = factor;
  g_set_object (&self->context, context);
}

static void
soho_mark_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SohoMarkLayer *self = SOHO_MARK_LAYER (widget);
  SohoMapWindow window = get_window (self);
  const SohoMarkPlan *plan = soho_places_get_mark_plan (self->places, &window);
  GdkRGBA color;
  double x, y;

  begin_textures (self);
  soho_map_palette_get_rgba (self->palette->stem, &color);
  for (guint i = 0; i < plan->n_stems; i++)
    {
      if (!locate_stem (self, &window, &plan->stems[i], &x, &y))
        continue;
      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT (x - SOHO_STEM_WIDTH / 2,
                                                      y - SOHO_STEM_HEIGHT - 1, SOHO_STEM_WIDTH,
                                                      SOHO_STEM_HEIGHT + 1));
      visit_stem (self, plan, &plan->stems[i], x, y, draw_sign, snapshot);
    }
  soho_button_pool_snapshot (self->buttons, snapshot);
}

static void
soho_mark_layer_constructed (GObject *object)
{
  SohoMarkLayer *self = SOHO_MARK_LAYER (object);

  G_OBJECT_CLASS (soho_mark_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (queue_arrange), self, G_CONNECT_SWAPPED);
}

static void
soho_mark_layer_dispose (GObject *object)
{
  SohoMarkLayer *self = SOHO_MARK_LAYER (object);

  g_clear_pointer (&self->buttons, soho_button_pool_free);
  G_OBJECT_CLASS (soho_mark_layer_parent_class)->dispose (object);
}

static void
soho_mark_layer_finalize (GObject *object)
{
  SohoMarkLayer *self = SOHO_MARK_LAYER (object);

  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->planted, g_array_unref);
  g_clear_pointer (&self->textures, g_hash_table_unref);
  g_clear_object (&self->context);
  g_clear_object (&self->places);
  G_OBJECT_CLASS (soho_mark_layer_parent_class)->finalize (object);
}

static void
soho_mark_layer_class_init (SohoMarkLayerClass *klass)
{
  GObjectClass *object = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object->constructed = soho_mark_layer_constructed;
  object->dispose = soho_mark_layer_dispose;
  object->finalize = soho_mark_layer_finalize;
  widget->size_allocate = soho_mark_layer_size_allocate;
  widget->snapshot = soho_mark_layer_snapshot;
  widget->focus = soho_mark_layer_focus;
  gtk_widget_class_set_accessible_role (widget, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_VARIANT);
}

static void
mark_clear (gpointer data)
{
  g_free (((Mark *) data)->name);
}

static void
soho_mark_layer_init (SohoMarkLayer *self)
{
  self->palette = soho_map_palette_get (FALSE, FALSE);
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (self->marks, mark_clear);
  self->planted = g_array_new (FALSE, FALSE, sizeof (guint));
  self->textures = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->buttons = soho_button_pool_new (GTK_WIDGET (self), &button_class);
}

SohoMarkLayer *
soho_mark_layer_new (ShumateViewport *viewport, SohoPlaces *places)
{
  SohoMarkLayer *self = g_object_new (SOHO_TYPE_MARK_LAYER, "viewport", viewport, NULL);

  self->places = g_object_ref (places);
  g_signal_connect_object (places, "changed", G_CALLBACK (queue_arrange), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Telecentres, meetings and offers on the map"), -1);
  return self;
}

/* --- What is shown --------------------------------------------------------------------------- */

/* Plants those of the kinds that are shown. */
static void
plant (SohoMarkLayer *self)
{
  g_autoptr (GArray) planted = g_array_new (FALSE, FALSE, sizeof (SohoPlantedMark));

  g_array_set_size (self->planted, 0);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);
      SohoPlantedMark here = { mark->kind, mark->x, mark->y };

      if (self->hidden[mark->kind])
        continue;
      g_array_append_val (self->planted, i);
      g_array_append_val (planted, here);
    }
  soho_places_set_marks (self->places, (const SohoPlantedMark *) planted->data, planted->len);
}

static gboolean
is_real (const SohoMapMark *mark)
{
  return mark->kind < SOHO_MAP_N_KINDS && isfinite (mark->latitude) && isfinite (mark->longitude)
         && fabs (mark->latitude) <= 85 && fabs (mark->longitude) <= 180;
}

void
soho_mark_layer_set_marks (SohoMarkLayer *self, const SohoMapMark *marks, gsize n)
{
  g_return_if_fail (SOHO_IS_MARK_LAYER (self));
  g_return_if_fail (marks != NULL || n == 0);

  g_array_set_size (self->marks, 0);
  self->generation++;
  for (gsize i = 0; i < n && self->marks->len < SOHO_MARKS_MAX; i++)
    {
      Mark mark = { .kind = marks[i].kind, .id = marks[i].id };

      if (!is_real (&marks[i]))
        continue;
      mark.name = g_strdup (marks[i].name);
      soho_geography_project (marks[i].latitude, marks[i].longitude, &mark.x, &mark.y);
      g_array_append_val (self->marks, mark);
    }
  plant (self);
}

void
soho_mark_layer_set_shown (SohoMarkLayer *self, SohoMapKind kind, gboolean shown)
{
  g_return_if_fail (SOHO_IS_MARK_LAYER (self));
  g_return_if_fail (kind < SOHO_MAP_N_KINDS);

  if (self->hidden[kind] == !shown)
    return;
  self->hidden[kind] = !shown;
  plant (self);
}

void
soho_mark_layer_set_palette (SohoMarkLayer *self, const SohoMapPalette *palette)
{
  g_return_if_fail (SOHO_IS_MARK_LAYER (self));

  self->palette = palette;
  g_hash_table_remove_all (self->textures);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
