/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/role-chooser.h"

#include <glib/gi18n-lib.h>

#include "widgets/role-words.h"

/* What can be granted, in the order of the list. */
static const struct
{
  const char *name;
  const char *kind; /* of its place; NULL if it has none */
} roles[] = {
  { "village_contact", "village" },
  { "reception", "telecentre" },
  { "adviser", NULL },
  { "staff", NULL },
};

struct _SohoRoleChooser
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *role;
  AdwActionRow *place;
  GtkDropDown *places;

  SohoLibrary *library;
  gboolean optional;
  GArray *ids; /* of the places, in the order of the list, after a 0 for none yet */
};

G_DEFINE_FINAL_TYPE (SohoRoleChooser, soho_role_chooser, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The index of the role chosen, -1 for none. */
static int
get_chosen (SohoRoleChooser *self)
{
  return (int) adw_combo_row_get_selected (self->role) - (self->optional ? 1 : 0);
}

typedef struct
{
  gint64 id;
  char *title;
} Place;

static void
place_clear (gpointer data)
{
  g_free (((Place *) data)->title);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (((const Place *) a)->title, ((const Place *) b)->title);
}

/* All places of a kind by name, of Place; owned by the caller. */
static GArray *
list_places (SohoRoleChooser *self, const char *kind)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
  GError *error = NULL;
  g_autoptr (GPtrArray) records
      = soho_replica_list (soho_library_get_replica (self->library),
                           soho_library_get_kind (self->library, kind), NULL, 0, &error);

  g_array_set_clear_func (places, place_clear);
  if (records == NULL)
    soho_library_report (self->library, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      SohoRecord *record = g_ptr_array_index (records, i);
      Place place = { soho_record_get_id (record), soho_record_dup_title (record) };

      g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  return places;
}

static void
fill_places (SohoRoleChooser *self, const char *kind)
{
  g_autoptr (GArray) places = list_places (self, kind);
  g_autoptr (GtkStringList) titles = gtk_string_list_new ((const char *[]){ _ ("Choose…"), NULL });
  const gint64 none = 0;

  g_array_set_size (self->ids, 0);
  g_array_append_val (self->ids, none);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      g_array_append_val (self->ids, place->id);
      gtk_string_list_append (titles, place->title);
    }
  gtk_drop_down_set_model (self->places, G_LIST_MODEL (titles));
}

static void
on_place_changed (SohoRoleChooser *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_role_changed (SohoRoleChooser *self)
{
  int index = get_chosen (self);
  const char *kind = index >= 0 ? roles[index].kind : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->place), kind != NULL);
  if (kind != NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->place),
                                     g_str_equal (kind, "village") ? _ ("Village")
                                                                   : _ ("Telecentre"));
      fill_places (self, kind);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
soho_role_chooser_dispose (GObject *object)
{
  g_clear_object (&SOHO_ROLE_CHOOSER (object)->library);
  G_OBJECT_CLASS (soho_role_chooser_parent_class)->dispose (object);
}

static void
soho_role_chooser_finalize (GObject *object)
{
  g_array_unref (SOHO_ROLE_CHOOSER (object)->ids);
  G_OBJECT_CLASS (soho_role_chooser_parent_class)->finalize (object);
}

static void
soho_role_chooser_class_init (SohoRoleChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_role_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = soho_role_chooser_finalize;
  signals[CHANGED] = g_signal_new ("changed", SOHO_TYPE_ROLE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

/* Of eighty villages one is found by typing. */
static GtkDropDown *
create_places (void)
{
  GtkWidget *places = gtk_drop_down_new (
      NULL, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));

  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (places), TRUE);
  gtk_widget_set_valign (places, GTK_ALIGN_CENTER);
  return GTK_DROP_DOWN (places);
}

static void
soho_role_chooser_init (SohoRoleChooser *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->role = ADW_COMBO_ROW (adw_combo_row_new ());
  self->place = ADW_ACTION_ROW (adw_action_row_new ());
  self->places = create_places ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->role), _ ("Role"));
  adw_action_row_add_suffix (self->place, GTK_WIDGET (self->places));
  adw_action_row_set_activatable_widget (self->place, GTK_WIDGET (self->places));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->role));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->place));
}

GtkWidget *
soho_role_chooser_new (SohoLibrary *library, gboolean optional)
{
  SohoRoleChooser *self = g_object_new (SOHO_TYPE_ROLE_CHOOSER, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->library = g_object_ref (library);
  self->optional = optional;
  if (optional)
    gtk_string_list_append (names, _ ("None but member"));
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autofree char *words = soho_role_dup_words (library, roles[i].name);

      gtk_string_list_append (names, words);
    }
  adw_combo_row_set_model (self->role, G_LIST_MODEL (names));
  on_role_changed (self);
  g_signal_connect_swapped (self->role, "notify::selected", G_CALLBACK (on_role_changed), self);
  g_signal_connect_swapped (self->places, "notify::selected", G_CALLBACK (on_place_changed), self);
  return GTK_WIDGET (self);
}

char *
soho_role_chooser_dup_role (SohoRoleChooser *self, gboolean *whole)
{
  int index = get_chosen (self);
  guint place = gtk_drop_down_get_selected (self->places);

  *whole = TRUE;
  if (index < 0)
    return NULL;
  if (roles[index].kind == NULL)
    return g_strdup (roles[index].name);
  *whole = place < self->ids->len && g_array_index (self->ids, gint64, place) != 0;
  return *whole ? g_strdup_printf ("%s:%" G_GINT64_FORMAT, roles[index].name,
                                   g_array_index (self->ids, gint64, place))
                : NULL;
}
