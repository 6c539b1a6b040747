/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/neighbour-group.h"

#include "model/gazetteer.h"
#include "store/neighbours.h"
#include "widgets/person-row.h"

struct _SohoNeighbourGroup
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* of GtkWidget; not owned */
};

G_DEFINE_FINAL_TYPE (SohoNeighbourGroup, soho_neighbour_group, ADW_TYPE_PREFERENCES_GROUP)

static void
soho_neighbour_group_finalize (GObject *object)
{
  g_clear_pointer (&SOHO_NEIGHBOUR_GROUP (object)->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_neighbour_group_parent_class)->finalize (object);
}

static void
soho_neighbour_group_class_init (SohoNeighbourGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_neighbour_group_finalize;
}

static void
soho_neighbour_group_init (SohoNeighbourGroup *self)
{
  self->rows = g_ptr_array_new ();
}

static void
add_row (SohoNeighbourGroup *self, SohoPhotos *photos, SohoRecord *member, const SohoCommune *home)
{
  SohoPersonRow *person = g_object_new (SOHO_TYPE_PERSON_ROW, NULL);
  GtkWidget *row = adw_preferences_row_new ();
  g_autofree char *description = soho_person_row_dup_description (member, home);

  soho_person_row_set_member (person, photos, member, home);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (person));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, description,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "directory.show-next");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", soho_record_get_id (member));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

void
soho_neighbour_group_show (SohoNeighbourGroup *self,
                           SohoLibrary *library,
                           GArray *neighbours,
                           const char *home)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < neighbours->len; i++)
    {
      gint64 id = g_array_index (neighbours, SohoNeighbour, i).id;
      g_autoptr (SohoRecord) member = soho_library_get_record (library, "member", id);

      if (member != NULL)
        add_row (self, soho_library_get_photos (library), member, soho_gazetteer_find (home));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}
