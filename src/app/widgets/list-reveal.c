/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/list-reveal.h"

typedef struct
{
  guint position;
  gboolean focus;
  gboolean laid_out; /* a frame has passed since we were asked */
} Wish;

static gboolean
on_frame (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  Wish *wish = user_data;
  GtkSelectionModel *model = GTK_IS_GRID_VIEW (view)
                                 ? gtk_grid_view_get_model (GTK_GRID_VIEW (view))
                                 : gtk_list_view_get_model (GTK_LIST_VIEW (view));

  if (!wish->laid_out)
    {
      wish->laid_out = TRUE;
      return G_SOURCE_CONTINUE;
    }
  if (model == NULL || wish->position >= g_list_model_get_n_items (G_LIST_MODEL (model)))
    return G_SOURCE_REMOVE;
  gtk_widget_activate_action (view, "list.scroll-to-item", "u", wish->position);
  if (wish->focus)
    gtk_widget_grab_focus (view);
  return G_SOURCE_REMOVE;
}

static void
reveal (GtkWidget *view, guint position, gboolean focus)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->position = position;
  wish->focus = focus;
  gtk_widget_add_tick_callback (view, on_frame, wish, g_free);
  gtk_widget_queue_allocate (view);
}

void
soho_list_reveal (GtkListView *view, guint position, gboolean focus)
{
  reveal (GTK_WIDGET (view), position, focus);
}

void
soho_grid_reveal (GtkGridView *view, guint position, gboolean focus)
{
  reveal (GTK_WIDGET (view), position, focus);
}
