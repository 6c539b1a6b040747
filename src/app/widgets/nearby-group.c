/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/nearby-group.h"

#include <glib/gi18n-lib.h>

#include "lists/record-list.h"
#include "widgets/fact-row.h"
#include "widgets/place-words.h"
#include "widgets/record-group.h"

/* Farther away nobody calls it near. */
#define FARTHEST_KM 35
#define MOST_TELECENTRES 2
#define MOST_VILLAGES 4

struct _SohoNearbyGroup
{
  AdwBin parent_instance;

  SohoRecordGroup *group;
  const SohoCommune *commune;  /* NULL before the first */
  SohoRecordList *telecentres; /* all there are */
  SohoRecordList *villages;
  GListStore *near; /* of SohoRecord, those shown */
};

G_DEFINE_FINAL_TYPE (SohoNearbyGroup, soho_nearby_group, ADW_TYPE_BIN)

static const SohoCommune *
get_commune (SohoRecord *place)
{
  return soho_gazetteer_find (soho_record_get_text (place, "commune"));
}

static int
compare_distance (gconstpointer a, gconstpointer b, gpointer commune)
{
  SohoRecord *one = *(SohoRecord *const *) a, *other = *(SohoRecord *const *) b;
  double km_one = soho_gazetteer_distance_km (commune, get_commune (one));
  double km_other = soho_gazetteer_distance_km (commune, get_commune (other));

  return (km_one > km_other) - (km_one < km_other);
}

/* The nearest records of a list, at most n. A telecentre may stand in the commune itself. */
static GPtrArray *
find_nearest (SohoNearbyGroup *self, SohoRecordList *list, guint n, gboolean with_own)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < soho_record_list_get_length (list); i++)
    {
      g_autoptr (SohoRecord) place = soho_record_list_get (list, i);
      const SohoCommune *commune = get_commune (place);

      if (commune != NULL && (with_own || commune != self->commune)
          && soho_gazetteer_distance_km (self->commune, commune) <= FARTHEST_KM)
        g_ptr_array_add (found, g_steal_pointer (&place));
    }
  g_ptr_array_sort_with_data (found, compare_distance, (gpointer) self->commune);
  if (found->len > n)
    g_ptr_array_set_size (found, (int) n);
  return found;
}

static void
refresh (SohoNearbyGroup *self)
{
  g_autoptr (GPtrArray) telecentres = NULL, villages = NULL;

  if (self->commune == NULL || self->villages == NULL)
    return;
  telecentres = find_nearest (self, self->telecentres, MOST_TELECENTRES, TRUE);
  villages = find_nearest (self, self->villages, MOST_VILLAGES, FALSE);
  g_list_store_remove_all (self->near);
  g_list_store_splice (self->near, 0, 0, telecentres->pdata, telecentres->len);
  g_list_store_splice (self->near, telecentres->len, 0, villages->pdata, villages->len);
}

/* "Telecentre in Condom · 12 km", "Partner village · 7 km". */
static char *
dup_text (SohoNearbyGroup *self, SohoRecord *place)
{
  const SohoCommune *commune = get_commune (place);
  g_autofree char *distance
      = soho_place_dup_distance (soho_gazetteer_distance_km (self->commune, commune));
  g_autofree char *what = NULL;

  if (g_str_equal (soho_record_get_kind (place)->name, "village"))
    what = g_strdup (_ ("Partner village"));
  else if (commune == self->commune)
    return g_strdup (_ ("Telecentre, right here"));
  else
    /* Translators: a commune. */
    what = g_strdup_printf (_ ("Telecentre, %s"), commune->name);
  return g_strdup_printf ("%s · %s", what, distance);
}

static GtkWidget *
create_row (gpointer place, gpointer user_data)
{
  SohoNearbyGroup *self = user_data;
  g_autofree char *title = soho_record_dup_title (place), *text = dup_text (self, place);
  const char *kind = soho_record_get_kind (place)->name;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), g_str_equal (kind, "village")
                                                          ? "soho-village-symbolic"
                                                          : "computer-symbolic");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(sx)", kind, soho_record_get_id (place));
  soho_fact_row_name (row, title, text);
  return row;
}

static void
soho_nearby_group_dispose (GObject *object)
{
  SohoNearbyGroup *self = SOHO_NEARBY_GROUP (object);

  if (self->telecentres != NULL)
    g_signal_handlers_disconnect_by_data (self->telecentres, self);
  if (self->villages != NULL)
    g_signal_handlers_disconnect_by_data (self->villages, self);
  g_clear_object (&self->telecentres);
  g_clear_object (&self->villages);
  g_clear_object (&self->near);
  G_OBJECT_CLASS (soho_nearby_group_parent_class)->dispose (object);
}

static void
soho_nearby_group_class_init (SohoNearbyGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_nearby_group_dispose;
}

static void
soho_nearby_group_init (SohoNearbyGroup *self)
{
  self->group = g_object_new (SOHO_TYPE_RECORD_GROUP, "title", _ ("Nearby"), NULL);
  self->near = g_list_store_new (SOHO_TYPE_RECORD);
  soho_record_group_bind (self->group, G_LIST_MODEL (self->near), create_row, self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
  g_object_bind_property (self->group, "visible", self, "visible", G_BINDING_SYNC_CREATE);
}

void
soho_nearby_group_set_library (SohoNearbyGroup *self, SohoLibrary *library)
{
  g_return_if_fail (self->telecentres == NULL);

  self->telecentres = soho_record_list_new (library, "telecentre", NULL, 0);
  self->villages = soho_record_list_new (library, "village", NULL, 0);
  g_signal_connect_swapped (self->telecentres, "items-changed", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (self->villages, "items-changed", G_CALLBACK (refresh), self);
}

void
soho_nearby_group_set_commune (SohoNearbyGroup *self, const SohoCommune *commune)
{
  if (commune == self->commune)
    return;
  self->commune = commune;
  g_list_store_remove_all (self->near);
  refresh (self);
}
