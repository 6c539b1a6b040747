/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/place-row.h"

#include <glib/gi18n-lib.h>

#include "model/gazetteer.h"
#include "widgets/list-click.h"

struct _SohoPlaceRow
{
  AdwBin parent_instance;

  GtkLabel *name;
  GtkLabel *place;
  GtkLabel *counts_label;

  SohoVillageCounts *counts; /* NULL for telecentres */
  SohoRecord *record;        /* NULL while none is shown */
};

G_DEFINE_FINAL_TYPE (SohoPlaceRow, soho_place_row, ADW_TYPE_BIN)

static void
soho_place_row_dispose (GObject *object)
{
  SohoPlaceRow *self = SOHO_PLACE_ROW (object);

  g_clear_object (&self->counts);
  g_clear_object (&self->record);
  G_OBJECT_CLASS (soho_place_row_parent_class)->dispose (object);
}

static void
soho_place_row_class_init (SohoPlaceRowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_place_row_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/place-row.ui");
  gtk_widget_class_bind_template_child (widget, SohoPlaceRow, name);
  gtk_widget_class_bind_template_child (widget, SohoPlaceRow, place);
  gtk_widget_class_bind_template_child (widget, SohoPlaceRow, counts_label);
}

static void
soho_place_row_init (SohoPlaceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* "2 offers · 4 people of the network"; NULL if there are neither. To be freed. */
static char *
dup_counts (SohoVillageCount count)
{
  g_autofree char *offers = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u offer", "%u offers", count.offers), count.offers);
  g_autofree char *people
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u person of the network",
                                      "%u people of the network", count.people),
                         count.people);

  if (count.offers > 0 && count.people > 0)
    return g_strdup_printf ("%s · %s", offers, people);
  if (count.offers > 0)
    return g_steal_pointer (&offers);
  return count.people > 0 ? g_steal_pointer (&people) : NULL;
}

static char *
dup_place (SohoPlaceRow *self)
{
  const SohoCommune *commune = soho_gazetteer_find (soho_record_get_text (self->record, "commune"));
  const char *address;

  if (commune == NULL)
    return NULL;
  if (self->counts != NULL)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%'u inhabitant", "%'u inhabitants", commune->population),
        commune->population);
  address = soho_record_get_text (self->record, "address");
  return address != NULL ? g_strdup_printf ("%s · %s", commune->name, address)
                         : g_strdup (commune->name);
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
fill (SohoPlaceRow *self)
{
  g_autofree char *name = NULL, *place = NULL, *counts = NULL;
  g_autoptr (GString) description = NULL;

  if (self->record == NULL)
    return;
  name = soho_record_dup_title (self->record);
  place = dup_place (self);
  if (self->counts != NULL)
    counts = dup_counts (soho_village_counts_get (self->counts, soho_record_get_id (self->record)));
  gtk_label_set_text (self->name, name);
  set_text (self->place, place);
  set_text (self->counts_label, counts);

  description = g_string_new (name);
  if (place != NULL)
    g_string_append_printf (description, ", %s", place);
  if (counts != NULL)
    g_string_append_printf (description, ", %s", counts);
  /* GTK 4.8 gives rows of a list view no name of their own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, description->str, -1);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *list_item, SohoVillageCounts *counts)
{
  SohoPlaceRow *row = g_object_new (SOHO_TYPE_PLACE_ROW, NULL);

  if (counts != NULL)
    {
      row->counts = g_object_ref (counts);
      g_signal_connect_object (counts, "refreshed", G_CALLBACK (fill), row, G_CONNECT_SWAPPED);
    }
  soho_list_click_add (list_item, GTK_WIDGET (row));
  gtk_list_item_set_child (list_item, GTK_WIDGET (row));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item)
{
  SohoPlaceRow *row = SOHO_PLACE_ROW (gtk_list_item_get_child (list_item));

  g_set_object (&row->record, gtk_list_item_get_item (list_item));
  fill (row);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *list_item)
{
  g_clear_object (&SOHO_PLACE_ROW (gtk_list_item_get_child (list_item))->record);
}

static void
release (gpointer counts, GClosure *closure)
{
  if (counts != NULL)
    g_object_unref (counts);
}

static GtkListItemFactory *
create_factory (SohoVillageCounts *counts)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup),
                         counts != NULL ? g_object_ref (counts) : NULL, release, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  return factory;
}

GtkListItemFactory *
soho_place_row_factory_new_for_villages (SohoVillageCounts *counts)
{
  return create_factory (counts);
}

GtkListItemFactory *
soho_place_row_factory_new_for_telecentres (void)
{
  return create_factory (NULL);
}
