/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-legend.h"

#include "map/sprites.h"

#include <glib/gi18n-lib.h>

/* The signs are painted so large, in device pixels for each of their own, and shown so large, in
 * logical pixels. */
#define SIGN_UNIT 2
#define SIGN_SHOWN 24

struct _SohoMapLegend
{
  AdwBin parent_instance;

  GtkWidget *rows[SOHO_MAP_N_KINDS];
  GtkImage *signs[SOHO_MAP_N_KINDS];
};

G_DEFINE_FINAL_TYPE (SohoMapLegend, soho_map_legend, ADW_TYPE_BIN)

static const struct
{
  const char *action;
  const char *name;
} kinds[SOHO_MAP_N_KINDS] = {
  [SOHO_MAP_PEOPLE] = { "people", N_ ("People") },
  [SOHO_MAP_VILLAGES] = { "villages", N_ ("Partner villages") },
  [SOHO_MAP_TELECENTRES] = { "telecentres", N_ ("Telecentres") },
  [SOHO_MAP_MEETINGS] = { "meetings", N_ ("Meetings to come") },
  [SOHO_MAP_OFFERS] = { "offers", N_ ("To let or to take over") },
};

static GtkWidget *
add_row (SohoMapLegend *self, SohoMapKind kind)
{
  GtkWidget *row = gtk_check_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  g_autofree char *action = g_strconcat ("map.", kinds[kind].action, NULL);

  self->signs[kind] = GTK_IMAGE (gtk_image_new ());
  gtk_image_set_pixel_size (self->signs[kind], SIGN_SHOWN);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->signs[kind]));
  gtk_box_append (GTK_BOX (content), gtk_label_new (_ (kinds[kind].name)));
  gtk_check_button_set_child (GTK_CHECK_BUTTON (row), content);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (kinds[kind].name), -1);
  gtk_widget_set_visible (row, FALSE);
  return row;
}

static void
soho_map_legend_class_init (SohoMapLegendClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
soho_map_legend_init (SohoMapLegend *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    {
      self->rows[kind] = add_row (self, kind);
      gtk_box_append (GTK_BOX (box), self->rows[kind]);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the map shows"), -1);
  adw_bin_set_child (ADW_BIN (self), box);
}

const char *
soho_map_legend_get_action (SohoMapKind kind)
{
  g_return_val_if_fail (kind < SOHO_MAP_N_KINDS, NULL);

  return kinds[kind].action;
}

void
soho_map_legend_set_present (SohoMapLegend *self, SohoMapKind kind, gboolean present)
{
  g_return_if_fail (SOHO_IS_MAP_LEGEND (self));
  g_return_if_fail (kind < SOHO_MAP_N_KINDS);

  gtk_widget_set_visible (self->rows[kind], present);
}

void
soho_map_legend_set_palette (SohoMapLegend *self, const SohoMapPalette *palette)
{
  PangoContext *context;

  g_return_if_fail (SOHO_IS_MAP_LEGEND (self));

  context = gtk_widget_create_pango_context (GTK_WIDGET (self));
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    {
      g_autoptr (GdkTexture) sign = soho_sign_paint (context, kind, 1, palette, SIGN_UNIT);

      gtk_image_set_from_paintable (self->signs[kind], GDK_PAINTABLE (sign));
    }
  g_object_unref (context);
}
