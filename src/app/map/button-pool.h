/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/map-window.h"

#include <gtk/gtk.h>

/* Real buttons over what a layer of the map draws, for the keyboard and for screen readers: as many
 * as things are seen, and used again when others come into sight. They show nothing themselves but
 * where the pointer and the focus are. */
typedef struct _SohoButtonPool SohoButtonPool;

/* A button, and the thing that it stands over. */
typedef struct
{
  guint64 key; /* what the layer calls the thing */
  GtkWidget *button;
  guint64 told;            /* for the layer: which text the button has; 0 for none yet */
  double world_x, world_y; /* a place of the world */
  double dx, dy;           /* of the middle of the button, logical pixels from that place */
  int width, height;       /* logical pixels */
} SohoPooledButton;

typedef struct
{
  const char *css_class;
  void (*chosen) (GtkWidget *layer, guint64 key);
  /* The pointer or the focus came to a button, or left it; may be NULL. */
  void (*pointed) (GtkWidget *layer, guint64 key, gboolean is_there);
} SohoButtonPoolClass;

/* layer: becomes the parent of the buttons, and owns the pool. */
SohoButtonPool *soho_button_pool_new (GtkWidget *layer, const SohoButtonPoolClass *klass);
void soho_button_pool_free (SohoButtonPool *self);

/* Lets the buttons be given out anew: to be called between frames only, since widgets come and go.
 */
void soho_button_pool_begin (SohoButtonPool *self);

/* The button of a thing, the one it had before if it had one, so that the focus stays with it.
 * Those given out are in this order for screen readers. The caller sets all but key and button. */
SohoPooledButton *soho_button_pool_take (SohoButtonPool *self, guint64 key);

/* Hides what was not given out. A focus that goes out of sight returns to the map. */
void soho_button_pool_end (SohoButtonPool *self);

guint soho_button_pool_get_length (SohoButtonPool *self);

/* For the layer's size_allocate, snapshot and focus. */
void soho_button_pool_allocate (SohoButtonPool *self, const SohoMapWindow *window);
void soho_button_pool_snapshot (SohoButtonPool *self, GtkSnapshot *snapshot);

/* The buttons are one stop for the Tab key, because a hundred would be a trap: it comes to the one
 * that had the focus last, or to the first, and leaves from any. Arrow keys go from one to the
 * next.
 */
gboolean soho_button_pool_focus (SohoButtonPool *self,
                                 const SohoMapWindow *window,
                                 GtkDirectionType direction);
