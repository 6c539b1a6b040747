/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/telecentre-view.h"

#include <glib/gi18n-lib.h>

#include "model/gazetteer.h"
#include "widgets/contact-row.h"
#include "widgets/fact-row.h"
#include "widgets/opening-hours.h"

struct _SohoTelecentreView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;
  GtkLabel *name;
  GtkLabel *commune;
  AdwPreferencesGroup *facts;

  SohoLibrary *library;
  SohoRecord *telecentre; /* shown; NULL before the first */
  GPtrArray *rows;        /* of GtkWidget; not owned */
};

G_DEFINE_FINAL_TYPE (SohoTelecentreView, soho_telecentre_view, ADW_TYPE_BIN)

static void
add_row (SohoTelecentreView *self, GtkWidget *row)
{
  adw_preferences_group_add (self->facts, row);
  g_ptr_array_add (self->rows, row);
}

static void
add_fact (SohoTelecentreView *self, const char *icon_name, const char *name, const char *text)
{
  if (text != NULL)
    add_row (self, soho_fact_row_new (icon_name, name, text));
}

static char *
dup_speed (SohoRecord *telecentre)
{
  gint64 speed = soho_record_get_integer (telecentre, "network_speed", 0);

  if (speed <= 0)
    return NULL;
  return speed >= 1000 && speed % 1000 == 0
             ? g_strdup_printf (_ ("%d Gbit/s"), (int) (speed / 1000))
             : g_strdup_printf (_ ("%d Mbit/s"), (int) speed);
}

static void
fill (SohoTelecentreView *self)
{
  const char *hours = soho_record_get_text (self->telecentre, "opening_hours");
  const char *address = soho_record_get_text (self->telecentre, "address");
  const char *phone = soho_record_get_text (self->telecentre, "phone");
  const SohoCommune *commune
      = soho_gazetteer_find (soho_record_get_text (self->telecentre, "commune"));
  g_autofree char *name = soho_record_dup_title (self->telecentre);
  g_autofree char *speed = dup_speed (self->telecentre);
  g_autofree char *open = hours != NULL ? soho_opening_hours_dup_text (hours) : NULL;

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->commune, commune != NULL ? commune->name : "");
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->facts, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (address != NULL)
    add_row (self, soho_contact_row_new ("address", address, NULL));
  if (phone != NULL)
    add_row (self, soho_contact_row_new ("phone", phone, NULL));
  add_fact (self, "preferences-system-time-symbolic", _ ("Opening hours"), open);
  add_fact (self, "network-wired-symbolic", _ ("Network speed"), speed);
  add_fact (self, "accessories-calculator-symbolic", _ ("Rates"),
            soho_record_get_text (self->telecentre, "rates"));
}

static void
on_library_changed (SohoTelecentreView *self)
{
  gint64 id = self->telecentre != NULL ? soho_record_get_id (self->telecentre) : 0;
  g_autoptr (SohoRecord) now
      = id != 0 ? soho_library_get_record (self->library, "telecentre", id) : NULL;

  if (now == NULL || soho_record_get_revision (now) == soho_record_get_revision (self->telecentre))
    return;
  g_set_object (&self->telecentre, now);
  fill (self);
}

static void
soho_telecentre_view_dispose (GObject *object)
{
  SohoTelecentreView *self = SOHO_TELECENTRE_VIEW (object);

  g_clear_object (&self->library);
  g_clear_object (&self->telecentre);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_telecentre_view_parent_class)->dispose (object);
}

static void
soho_telecentre_view_class_init (SohoTelecentreViewClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_telecentre_view_dispose;
  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/telecentre-view.ui");
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, scrolled);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, name);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, commune);
  gtk_widget_class_bind_template_child (widget, SohoTelecentreView, facts);
}

static void
soho_telecentre_view_init (SohoTelecentreView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

void
soho_telecentre_view_set_library (SohoTelecentreView *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
}

gboolean
soho_telecentre_view_set_telecentre (SohoTelecentreView *self, gint64 id)
{
  g_autoptr (SohoRecord) telecentre = soho_library_get_record (self->library, "telecentre", id);

  if (telecentre == NULL)
    return FALSE;
  g_set_object (&self->telecentre, telecentre);
  fill (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  return TRUE;
}
