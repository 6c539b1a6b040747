/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/panel-layout.h"

/* From this width on the second child stands beside the first. Pixels. */
#define WIDE_ENOUGH 680

/* How much of the width the second child takes beside the first, within bounds. */
#define SHARE_BESIDE 0.34
#define NARROWEST 300
#define WIDEST 400

/* How much of the height it takes under the first. */
#define SHARE_UNDER 0.54

struct _SohoPanelLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (SohoPanelLayout, soho_panel_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
soho_panel_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
soho_panel_layout_measure (GtkLayoutManager *manager,
                           GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = gtk_widget_get_last_child (widget);
  int first_minimum, second_minimum;

  gtk_widget_measure (first, orientation, -1, &first_minimum, NULL, NULL, NULL);
  gtk_widget_measure (second, orientation, -1, &second_minimum, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MAX (first_minimum, second_minimum);
  else
    *minimum = first_minimum + second_minimum;
  *natural = MAX (*minimum, orientation == GTK_ORIENTATION_HORIZONTAL ? 1000 : 600);
}

static void
soho_panel_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = gtk_widget_get_last_child (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation map = { 0, 0, width, height }, panel = map;

  if (width >= WIDE_ENOUGH)
    {
      panel.width = CLAMP ((int) (width * SHARE_BESIDE), NARROWEST, WIDEST);
      map.width = width - panel.width;
      *(mirrored ? &map.x : &panel.x) = mirrored ? panel.width : map.width;
    }
  else
    {
      int least;

      gtk_widget_measure (second, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
      panel.height = MAX ((int) (height * SHARE_UNDER), least);
      map.height = height - panel.height;
      panel.y = map.height;
    }
  gtk_widget_size_allocate (first, &map, -1);
  gtk_widget_size_allocate (second, &panel, -1);
}

static void
soho_panel_layout_class_init (SohoPanelLayoutClass *klass)
{
  GtkLayoutManagerClass *layout = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout->get_request_mode = soho_panel_layout_get_request_mode;
  layout->measure = soho_panel_layout_measure;
  layout->allocate = soho_panel_layout_allocate;
}

static void
soho_panel_layout_init (SohoPanelLayout *self)
{
}
