/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/wrap-layout.h"

/* Between children, and between lines, in pixels. */
#define SPACING 6

struct _SohoWrapLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (SohoWrapLayout, soho_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
soho_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Places the children in lines of that width, or only finds out how high they are. Returns the
 * height. */
static int
lay_out (GtkWidget *widget, int width, gboolean place)
{
  gboolean from_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0, y = 0, line_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int natural, child_width, height;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      child_width = MIN (natural, width);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &height, NULL, NULL);
      if (x > 0 && x + child_width > width)
        {
          x = 0;
          y += line_height + SPACING;
          line_height = 0;
        }
      if (place)
        gtk_widget_size_allocate (
            child,
            &(GtkAllocation){ from_right ? width - x - child_width : x, y, child_width, height },
            -1);
      x += child_width + SPACING;
      line_height = MAX (line_height, height);
    }
  return y + line_height;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? SPACING : 0);
    }
}

static void
soho_wrap_layout_measure (GtkLayoutManager *manager,
                          GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  int minimum_width, natural_width;

  measure_width (widget, &minimum_width, &natural_width);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = minimum_width;
      *natural = natural_width;
    }
  else
    *minimum = *natural = lay_out (widget, for_size < 0 ? natural_width : for_size, FALSE);
}

static void
soho_wrap_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, TRUE);
}

static void
soho_wrap_layout_class_init (SohoWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout->get_request_mode = soho_wrap_layout_get_request_mode;
  layout->measure = soho_wrap_layout_measure;
  layout->allocate = soho_wrap_layout_allocate;
}

static void
soho_wrap_layout_init (SohoWrapLayout *self)
{
}
