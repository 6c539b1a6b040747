/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/button-pool.h"

#include "map/map-button.h"

#include <math.h>

struct _SohoButtonPool
{
  GtkWidget *layer; /* owns this */
  const SohoButtonPoolClass *klass;
  GPtrArray *shown;  /* SohoPooledButton, in the order given out */
  GPtrArray *before; /* those shown until now, while they are given out */
  GPtrArray *hidden;
  guint64 last; /* the key of the one that had the focus last */
  gboolean has_last;
};

static SohoPooledButton *
find_button (SohoButtonPool *self, GtkWidget *button)
{
  /* A button that goes with its layer may tell so. */
  for (guint i = 0; self->shown != NULL && i < self->shown->len; i++)
    {
      SohoPooledButton *pooled = g_ptr_array_index (self->shown, i);

      if (pooled->button == button)
        return pooled;
    }
  return NULL;
}

static void
on_chosen (GtkWidget *button, SohoButtonPool *self)
{
  SohoPooledButton *pooled = find_button (self, button);

  if (pooled != NULL)
    self->klass->chosen (self->layer, pooled->key);
}

static void
point (SohoButtonPool *self, GtkEventController *controller, gboolean is_there)
{
  SohoPooledButton *pooled = find_button (self, gtk_event_controller_get_widget (controller));

  if (pooled != NULL && self->klass->pointed != NULL)
    self->klass->pointed (self->layer, pooled->key, is_there);
}

static void
on_enter (SohoButtonPool *self, GtkEventController *controller)
{
  point (self, controller, TRUE);
}

static void
on_pointer_enter (SohoButtonPool *self, double x, double y, GtkEventController *controller)
{
  point (self, controller, TRUE);
}

static void
on_leave (SohoButtonPool *self, GtkEventController *controller)
{
  point (self, controller, FALSE);
}

static SohoPooledButton *
pooled_new (SohoButtonPool *self)
{
  SohoPooledButton *pooled = g_new0 (SohoPooledButton, 1);
  GtkEventController *pointer = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  pooled->button = soho_map_button_new (self->klass->css_class);
  g_signal_connect (pooled->button, "chosen", G_CALLBACK (on_chosen), self);
  g_signal_connect_swapped (pointer, "enter", G_CALLBACK (on_pointer_enter), self);
  g_signal_connect_swapped (pointer, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (on_enter), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (pooled->button, pointer);
  gtk_widget_add_controller (pooled->button, focus);
  gtk_widget_set_parent (pooled->button, self->layer);
  return pooled;
}

static void
pooled_free (gpointer data)
{
  SohoPooledButton *pooled = data;

  gtk_widget_unparent (pooled->button);
  g_free (pooled);
}

SohoButtonPool *
soho_button_pool_new (GtkWidget *layer, const SohoButtonPoolClass *klass)
{
  SohoButtonPool *self = g_new0 (SohoButtonPool, 1);

  self->layer = layer;
  self->klass = klass;
  self->shown = g_ptr_array_new_with_free_func (pooled_free);
  self->hidden = g_ptr_array_new_with_free_func (pooled_free);
  return self;
}

void
soho_button_pool_free (SohoButtonPool *self)
{
  g_ptr_array_unref (g_steal_pointer (&self->shown));
  g_ptr_array_unref (self->hidden);
  g_free (self);
}

void
soho_button_pool_begin (SohoButtonPool *self)
{
  g_return_if_fail (self->before == NULL);

  self->before = g_steal_pointer (&self->shown);
  self->shown = g_ptr_array_new_with_free_func (pooled_free);
}

static SohoPooledButton *
take_out (SohoButtonPool *self, guint64 key)
{
  SohoPooledButton *pooled;

  for (guint i = 0; i < self->before->len; i++)
    {
      pooled = g_ptr_array_index (self->before, i);
      if (pooled->key == key)
        return g_ptr_array_steal_index_fast (self->before, i);
    }
  if (self->hidden->len > 0)
    pooled = g_ptr_array_steal_index_fast (self->hidden, self->hidden->len - 1);
  else
    pooled = pooled_new (self);
  pooled->key = key;
  pooled->told = 0;
  return pooled;
}

SohoPooledButton *
soho_button_pool_take (SohoButtonPool *self, guint64 key)
{
  SohoPooledButton *pooled = take_out (self, key);
  GtkWidget *previous = NULL;

  if (self->shown->len > 0)
    previous = ((SohoPooledButton *) g_ptr_array_index (self->shown, self->shown->len - 1))->button;
  if (gtk_widget_get_prev_sibling (pooled->button) != previous)
    gtk_widget_insert_after (pooled->button, self->layer, previous);
  gtk_widget_set_visible (pooled->button, TRUE);
  g_ptr_array_add (self->shown, pooled);
  return pooled;
}

void
soho_button_pool_end (SohoButtonPool *self)
{
  while (self->before->len > 0)
    {
      SohoPooledButton *pooled = g_ptr_array_steal_index_fast (self->before, self->before->len - 1);

      if (gtk_widget_has_focus (pooled->button))
        gtk_widget_grab_focus (gtk_widget_get_parent (self->layer));
      gtk_widget_set_visible (pooled->button, FALSE);
      g_ptr_array_add (self->hidden, pooled);
    }
  g_clear_pointer (&self->before, g_ptr_array_unref);
  gtk_widget_queue_allocate (self->layer);
}

guint
soho_button_pool_get_length (SohoButtonPool *self)
{
  return self->shown->len;
}

static void
locate (SohoButtonPool *self,
        const SohoMapWindow *window,
        const SohoPooledButton *pooled,
        double *x,
        double *y)
{
  soho_map_window_locate (window, pooled->world_x, pooled->world_y,
                          gtk_widget_get_scale_factor (self->layer), x, y);
  *x += pooled->dx;
  *y += pooled->dy;
}

void
soho_button_pool_allocate (SohoButtonPool *self, const SohoMapWindow *window)
{
  for (guint i = 0; i < self->shown->len; i++)
    {
      SohoPooledButton *pooled = g_ptr_array_index (self->shown, i);
      double x, y;

      locate (self, window, pooled, &x, &y);
      soho_map_button_allocate (SOHO_MAP_BUTTON (pooled->button), x, y, pooled->width,
                                pooled->height);
    }
}

void
soho_button_pool_snapshot (SohoButtonPool *self, GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->shown->len; i++)
    {
      SohoPooledButton *pooled = g_ptr_array_index (self->shown, i);

      gtk_widget_snapshot_child (self->layer, pooled->button, snapshot);
    }
}

/* The nearest in a direction from another: what lies off the straight line counts as three times as
 * far. NULL if there is none. */
static SohoPooledButton *
find_next (SohoButtonPool *self,
           const SohoMapWindow *window,
           const SohoPooledButton *from,
           GtkDirectionType direction)
{
  gboolean is_sideways = direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT;
  double sign = direction == GTK_DIR_LEFT || direction == GTK_DIR_UP ? -1 : 1;
  double from_x, from_y, nearest = G_MAXDOUBLE;
  SohoPooledButton *next = NULL;

  locate (self, window, from, &from_x, &from_y);
  for (guint i = 0; i < self->shown->len; i++)
    {
      SohoPooledButton *pooled = g_ptr_array_index (self->shown, i);
      double x, y, along, across;

      locate (self, window, pooled, &x, &y);
      along = sign * (is_sideways ? x - from_x : y - from_y);
      across = fabs (is_sideways ? y - from_y : x - from_x);
      if (along > 0 && along + 3 * across < nearest)
        {
          nearest = along + 3 * across;
          next = pooled;
        }
    }
  return next;
}

/* Where the Tab key comes to. */
static SohoPooledButton *
find_stop (SohoButtonPool *self)
{
  for (guint i = 0; self->has_last && i < self->shown->len; i++)
    {
      SohoPooledButton *pooled = g_ptr_array_index (self->shown, i);

      if (pooled->key == self->last)
        return pooled;
    }
  return self->shown->len > 0 ? g_ptr_array_index (self->shown, 0) : NULL;
}

gboolean
soho_button_pool_focus (SohoButtonPool *self,
                        const SohoMapWindow *window,
                        GtkDirectionType direction)
{
  GtkWidget *child = gtk_widget_get_focus_child (self->layer);
  SohoPooledButton *focused = child != NULL ? find_button (self, child) : NULL, *next;
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (focused == NULL)
    next = find_stop (self);
  else
    next = is_tab ? NULL : find_next (self, window, focused, direction);
  if (next == NULL)
    {
      if (focused != NULL)
        {
          self->last = focused->key;
          self->has_last = TRUE;
        }
      return FALSE;
    }
  self->last = next->key;
  self->has_last = TRUE;
  return gtk_widget_grab_focus (next->button);
}
