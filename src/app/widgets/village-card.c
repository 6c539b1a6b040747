/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/village-card.h"

#include <glib/gi18n-lib.h>

#include "lists/people-list.h"
#include "model/gazetteer.h"
#include "widgets/favourite-button.h"
#include "widgets/fact-row.h"
#include "widgets/host-row.h"
#include "widgets/nearby-group.h"
#include "widgets/offer-row.h"
#include "widgets/person-row.h"
#include "widgets/place-words.h"
#include "widgets/record-group.h"

/* What has not been looked over for longer may well have changed. */
#define REVIEW_IS_OLD_DAYS 548

/* More people than these are shown on the map. */
#define MOST_PEOPLE 6

struct _SohoVillageCard
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;
  SohoFavouriteButton *favourite;
  GtkLabel *name;
  GtkLabel *place;
  GtkLabel *numbers;
  GtkWidget *show_on_map;
  GtkLabel *presentation;
  GtkLabel *reviewed;
  AdwPreferencesGroup *facts;
  SohoRecordGroup *offers;
  SohoRecordGroup *hosts;
  SohoRecordGroup *people;
  GtkWidget *all_people;
  SohoNearbyGroup *nearby;

  SohoLibrary *library;
  SohoRecord *village;       /* shown; NULL for none */
  SohoPeopleList *residents; /* of the network, in the village shown */
  GPtrArray *fact_rows;      /* of GtkWidget; not owned */
};

G_DEFINE_FINAL_TYPE (SohoVillageCard, soho_village_card, ADW_TYPE_BIN)

enum
{
  PROP_VILLAGE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* A label that takes no room where there is nothing to say. */
static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
fill_header (SohoVillageCard *self)
{
  const SohoCommune *commune
      = soho_gazetteer_find (soho_record_get_text (self->village, "commune"));
  g_autofree char *name = soho_record_dup_title (self->village), *inhabitants = NULL;
  g_autofree char *numbers = NULL;

  gtk_label_set_text (self->name, name);
  set_text (self->place, commune != NULL ? commune->intercommunality : NULL);
  gtk_widget_set_visible (self->show_on_map, commune != NULL);
  if (commune != NULL)
    {
      inhabitants = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%'u inhabitant", "%'u inhabitants", commune->population),
          commune->population);
      numbers = g_strdup_printf ("%s · %s", inhabitants, commune->postcodes);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show_on_map), "s", commune->insee);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->all_people), "s", commune->insee);
    }
  set_text (self->numbers, numbers);
  soho_nearby_group_set_commune (self->nearby, commune);
}

/* When somebody last looked all of this over, plainly if that is long ago. */
static void
fill_reviewed (SohoVillageCard *self)
{
  gint64 days = soho_record_get_integer (self->village, "reviewed_on", G_MININT64);
  gint64 today = g_get_real_time () / G_USEC_PER_SEC / 86400;
  gboolean old = days != G_MININT64 && today - days > REVIEW_IS_OLD_DAYS;
  g_autofree char *month = days != G_MININT64 ? soho_place_dup_month (days) : NULL;
  g_autofree char *text = NULL;

  if (month != NULL && old)
    text = g_strdup_printf (
        _ ("Nobody has looked this over since %s: ask the village before you count on it."), month);
  else if (month != NULL)
    text = g_strdup_printf (_ ("Checked in %s"), month);
  set_text (self->reviewed, text);
  if (old)
    gtk_widget_add_css_class (GTK_WIDGET (self->reviewed), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->reviewed), "warning");
}

static void
add_fact (SohoVillageCard *self, const char *icon, const char *name, const char *text)
{
  GtkWidget *row;

  if (text == NULL)
    return;
  row = soho_fact_row_new (icon, name, text);
  adw_preferences_group_add (self->facts, row);
  g_ptr_array_add (self->fact_rows, row);
}

static void
fill_facts (SohoVillageCard *self)
{
  g_autofree char *line = soho_place_dup_line (self->village);
  gint64 since = soho_record_get_integer (self->village, "partner_since", G_MININT64);
  g_autofree char *month = since != G_MININT64 ? soho_place_dup_month (since) : NULL;

  for (guint i = 0; i < self->fact_rows->len; i++)
    adw_preferences_group_remove (self->facts, g_ptr_array_index (self->fact_rows, i));
  g_ptr_array_set_size (self->fact_rows, 0);
  add_fact (self, "user-home-symbolic", _ ("Housing"),
            soho_record_get_text (self->village, "housing"));
  add_fact (self, "accessories-dictionary-symbolic", _ ("Schools"),
            soho_record_get_text (self->village, "schools"));
  add_fact (self, "emblem-favorite-symbolic", _ ("Health"),
            soho_record_get_text (self->village, "health"));
  add_fact (self, "soho-shop-symbolic", _ ("Shops"), soho_record_get_text (self->village, "shops"));
  add_fact (self, "network-wired-symbolic", _ ("Internet"), line);
  add_fact (self, "emblem-ok-symbolic", _ ("Partner village since"), month);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), self->fact_rows->len > 0);
}

static void
fill (SohoVillageCard *self)
{
  fill_header (self);
  set_text (self->presentation, soho_record_get_text (self->village, "presentation"));
  fill_reviewed (self);
  fill_facts (self);
}

static GtkWidget *
create_offer_row (gpointer offer, gpointer unused)
{
  return soho_offer_row_new (offer);
}

static GtkWidget *
create_host_row (gpointer contact, gpointer user_data)
{
  SohoVillageCard *self = user_data;
  gint64 id = soho_record_get_integer (contact, "member", 0);
  g_autoptr (SohoRecord) member
      = id != 0 ? soho_library_get_record (self->library, "member", id) : NULL;

  return soho_host_row_new (contact, member != NULL);
}

static GtkWidget *
create_person_row (gpointer member, gpointer user_data)
{
  SohoVillageCard *self = user_data;
  SohoPersonRow *row = g_object_new (SOHO_TYPE_PERSON_ROW, NULL);
  GtkWidget *list_row = gtk_list_box_row_new ();
  g_autofree char *description = soho_person_row_dup_description (member, NULL);

  soho_person_row_set_member (row, soho_library_get_photos (self->library), member, NULL);
  soho_person_row_hide_commune (row);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), GTK_WIDGET (row));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (list_row), "win.show");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (list_row), "(sx)", "member",
                                    soho_record_get_id (member));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
  return list_row;
}

static void
count_people (SohoVillageCard *self)
{
  guint n = soho_record_list_get_length (SOHO_RECORD_LIST (self->residents));
  g_autofree char *title = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u Person of the Network", "%u People of the Network", n), n);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->people), title);
  gtk_widget_set_visible (self->all_people, n > MOST_PEOPLE);
}

static void
forget_lists (SohoVillageCard *self)
{
  soho_record_group_bind (self->offers, NULL, NULL, NULL);
  soho_record_group_bind (self->hosts, NULL, NULL, NULL);
  soho_record_group_bind (self->people, NULL, NULL, NULL);
  if (self->residents != NULL)
    g_signal_handlers_disconnect_by_data (self->residents, self);
  g_clear_object (&self->residents);
}

static void
follow_lists (SohoVillageCard *self)
{
  gint64 id = soho_record_get_id (self->village);
  const char *commune = soho_record_get_text (self->village, "commune");
  g_autoptr (GListModel) offers = G_LIST_MODEL (gtk_sort_list_model_new (
      G_LIST_MODEL (soho_record_list_new (self->library, "village_offer", "village", id)),
      soho_offer_sorter_new ()));
  g_autoptr (GListModel) hosts
      = G_LIST_MODEL (soho_record_list_new (self->library, "village_contact", "village", id));
  g_autoptr (GListModel) people = NULL;

  self->residents = soho_people_list_new (self->library);
  soho_people_list_set_query (self->residents, NULL, 0, commune != NULL ? commune : "");
  g_signal_connect_swapped (self->residents, "items-changed", G_CALLBACK (count_people), self);
  people = G_LIST_MODEL (
      gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->residents)), 0, MOST_PEOPLE));
  count_people (self);
  soho_record_group_bind (self->offers, offers, create_offer_row, NULL);
  soho_record_group_bind (self->hosts, hosts, create_host_row, self);
  soho_record_group_bind (self->people, people, create_person_row, self);
}

static void
on_library_changed (SohoVillageCard *self)
{
  gint64 id = soho_village_card_get_village (self);
  g_autoptr (SohoRecord) now
      = id != 0 ? soho_library_get_record (self->library, "village", id) : NULL;

  if (id == 0)
    return;
  if (now == NULL)
    {
      soho_village_card_set_village (self, 0);
      return;
    }
  if (soho_record_get_revision (now) == soho_record_get_revision (self->village))
    return;
  g_set_object (&self->village, now);
  fill (self);
}

static void
soho_village_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_VILLAGE)
    g_value_set_int64 (value, soho_village_card_get_village (SOHO_VILLAGE_CARD (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_village_card_dispose (GObject *object)
{
  SohoVillageCard *self = SOHO_VILLAGE_CARD (object);

  if (self->residents != NULL)
    forget_lists (self);
  g_clear_object (&self->library);
  g_clear_object (&self->village);
  g_clear_pointer (&self->fact_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_village_card_parent_class)->dispose (object);
}

static void
soho_village_card_class_init (SohoVillageCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->get_property = soho_village_card_get_property;
  object_class->dispose = soho_village_card_dispose;
  props[PROP_VILLAGE]
      = g_param_spec_int64 ("village", NULL, NULL, 0, G_MAXINT64, 0,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (SOHO_TYPE_NEARBY_GROUP);
  g_type_ensure (SOHO_TYPE_RECORD_GROUP);
  g_type_ensure (SOHO_TYPE_FAVOURITE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/village-card.ui");
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, scrolled);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, favourite);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, name);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, place);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, numbers);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, show_on_map);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, presentation);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, reviewed);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, facts);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, offers);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, hosts);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, people);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, all_people);
  gtk_widget_class_bind_template_child (widget, SohoVillageCard, nearby);
}

static void
soho_village_card_init (SohoVillageCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->fact_rows = g_ptr_array_new ();
}

void
soho_village_card_set_library (SohoVillageCard *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  soho_nearby_group_set_library (self->nearby, library);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
}

gint64
soho_village_card_get_village (SohoVillageCard *self)
{
  return self->village != NULL ? soho_record_get_id (self->village) : 0;
}

void
soho_village_card_set_village (SohoVillageCard *self, gint64 id)
{
  g_autoptr (SohoRecord) village
      = id != 0 ? soho_library_get_record (self->library, "village", id) : NULL;

  if (id == soho_village_card_get_village (self))
    return;
  forget_lists (self);
  g_set_object (&self->village, village);
  soho_favourite_button_set_record (self->favourite, self->library, "village",
                                    village != NULL ? id : 0);
  if (village != NULL)
    {
      fill (self);
      follow_lists (self);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VILLAGE]);
}

void
soho_village_card_reveal_offer (SohoVillageCard *self, gint64 id)
{
  soho_record_group_reveal_record (self->offers, id);
}
