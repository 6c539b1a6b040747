/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/commune-view.h"

#include <glib/gi18n-lib.h>

#include "lists/people-list.h"
#include "model/gazetteer.h"
#include "platform/launch.h"
#include "store/directory.h"
#include "widgets/fact-row.h"
#include "widgets/kind-look.h"
#include "widgets/person-row.h"
#include "widgets/place-words.h"

struct _SohoCommuneView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;
  GtkLabel *name;
  GtkLabel *facts;
  GtkLabel *people_title;
  GtkListBox *people;
  GtkWidget *village;
  GtkLabel *village_since;
  GtkLabel *presentation;
  AdwPreferencesGroup *village_facts;
  GtkActionable *see_village;
  AdwPreferencesGroup *here;
  GtkActionable *go_there;

  SohoLibrary *library;
  char **communes;            /* INSEE codes, of the gazetteer; none before the first */
  SohoPeopleQuery query;      /* its texts are owned; of any commune */
  GListStore *lists;          /* of SohoPeopleList, one for each commune */
  GtkFlattenListModel *found; /* the members in all of them */
  GPtrArray *fact_rows;       /* of GtkWidget; not owned */
  SohoMarkSource *marks;
  GPtrArray *mark_rows; /* of GtkWidget; not owned */
};

G_DEFINE_FINAL_TYPE (SohoCommuneView, soho_commune_view, ADW_TYPE_BIN)

/* How many live there, whatever is searched for. */
static guint
count_everybody (SohoCommuneView *self)
{
  guint n = 0;

  for (guint i = 0; self->communes[i] != NULL; i++)
    {
      SohoPeopleQuery query = { .commune = self->communes[i] };
      g_autoptr (GArray) ids
          = soho_replica_find_people (soho_library_get_replica (self->library), &query, NULL);

      n += ids != NULL ? ids->len : 0;
    }
  return n;
}

static void
count_people (SohoCommuneView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  gboolean searched = self->query.category != 0 || self->query.skill != 0
                      || (self->query.words != NULL && *self->query.words != '\0');
  g_autofree char *title = NULL;

  if (n == 0)
    title = g_strdup (searched ? _ ("Nobody here matches your search.")
                               : _ ("Nobody of the network lives here yet."));
  else if (searched)
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u person matches your search",
                                          "%u of %u people match your search", n),
                             n, count_everybody (self));
  else
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u person", "%u people", n), n);
  gtk_label_set_text (self->people_title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->people), n > 0);
}

static void
add_fact (SohoCommuneView *self, const char *name, const char *text)
{
  GtkWidget *row;

  if (text == NULL)
    return;
  row = soho_fact_row_new (NULL, name, text);
  adw_preferences_group_add (self->village_facts, row);
  g_ptr_array_add (self->fact_rows, row);
}

static char *
dup_since (SohoRecord *village)
{
  gint64 days = soho_record_get_integer (village, "partner_since", G_MININT64);
  g_autoptr (GDateTime) date
      = days != G_MININT64 ? g_date_time_new_from_unix_utc (days * 86400) : NULL;

  if (date == NULL)
    return g_strdup (_ ("Partner village"));
  return g_strdup_printf (_ ("Partner village since %d"), g_date_time_get_year (date));
}

/* The village of the commune, NULL if it is none. */
static SohoRecord *
find_village (SohoCommuneView *self)
{
  const SohoKind *kind = soho_library_get_kind (self->library, "village");
  SohoCondition condition = { .field = (guint) soho_kind_find_field (kind, "commune") };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) villages = NULL;

  soho_value_take_text (&condition.value, g_strdup (self->communes[0]));
  villages
      = soho_replica_list (soho_library_get_replica (self->library), kind, &condition, 1, &error);
  soho_value_clear (&condition.value);
  if (villages == NULL)
    soho_library_report (self->library, g_steal_pointer (&error));
  return villages != NULL && villages->len > 0 ? g_object_ref (g_ptr_array_index (villages, 0))
                                               : NULL;
}

static void
fill_village (SohoCommuneView *self)
{
  g_autoptr (SohoRecord) village = find_village (self);
  const char *presentation;
  g_autofree char *line = NULL, *since = NULL;

  for (guint i = 0; i < self->fact_rows->len; i++)
    adw_preferences_group_remove (self->village_facts, g_ptr_array_index (self->fact_rows, i));
  g_ptr_array_set_size (self->fact_rows, 0);
  gtk_widget_set_visible (self->village, village != NULL);
  if (village == NULL)
    return;

  since = dup_since (village);
  line = soho_place_dup_line (village);
  presentation = soho_record_get_text (village, "presentation");
  gtk_label_set_text (self->village_since, since);
  gtk_actionable_set_action_target (self->see_village, "(sx)", "village",
                                    soho_record_get_id (village));
  gtk_label_set_text (self->presentation, presentation != NULL ? presentation : "");
  gtk_widget_set_visible (GTK_WIDGET (self->presentation), presentation != NULL);
  add_fact (self, _ ("Housing"), soho_record_get_text (village, "housing"));
  add_fact (self, _ ("Schools"), soho_record_get_text (village, "schools"));
  add_fact (self, _ ("Health"), soho_record_get_text (village, "health"));
  add_fact (self, _ ("Shops"), soho_record_get_text (village, "shops"));
  add_fact (self, _ ("Internet"), line);
}

static gboolean
is_here (SohoCommuneView *self, const SohoMapMark *mark)
{
  const char *insee = soho_mark_source_find_commune (self->marks, mark->kind, mark->id);

  return insee != NULL && g_strv_contains ((const char *const *) self->communes, insee);
}

static GtkWidget *
create_mark_row (SohoCommuneView *self, const SohoMapMark *mark)
{
  const char *name = soho_mark_source_get_record_kind (mark->kind);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), mark->name);
  adw_action_row_set_icon_name (
      ADW_ACTION_ROW (row), soho_kind_look_get_icon (soho_library_get_kind (self->library, name)));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(sx)", name, mark->id);
  return row;
}

/* What stands in the communes besides people. */
static void
fill_here (SohoCommuneView *self)
{
  gsize n;
  const SohoMapMark *marks = soho_mark_source_get (self->marks, &n);

  for (guint i = 0; i < self->mark_rows->len; i++)
    adw_preferences_group_remove (self->here, g_ptr_array_index (self->mark_rows, i));
  g_ptr_array_set_size (self->mark_rows, 0);
  for (gsize i = 0; i < n; i++)
    {
      GtkWidget *row;

      if (!is_here (self, &marks[i]))
        continue;
      row = create_mark_row (self, &marks[i]);
      adw_preferences_group_add (self->here, row);
      g_ptr_array_add (self->mark_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->here), self->mark_rows->len > 0);
}

static void
on_library_changed (SohoCommuneView *self)
{
  if (self->communes[0] != NULL)
    fill_village (self);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  SohoCommuneView *self = user_data;
  SohoPersonRow *row = g_object_new (SOHO_TYPE_PERSON_ROW, NULL);
  GtkWidget *list_row = gtk_list_box_row_new ();
  g_autofree char *description = soho_person_row_dup_description (item, NULL);

  soho_person_row_set_member (row, soho_library_get_photos (self->library), item, NULL);
  soho_person_row_hide_commune (row);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), GTK_WIDGET (row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
  return list_row;
}

/* The name of a commune stands over its first person, where there are several communes. */
static void
add_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  SohoCommuneView *self = user_data;
  GListModel *found = G_LIST_MODEL (self->found);
  guint position = (guint) gtk_list_box_row_get_index (row);
  g_autoptr (SohoRecord) member = g_list_model_get_item (found, position);
  g_autoptr (SohoRecord) previous
      = position > 0 ? g_list_model_get_item (found, position - 1) : NULL;
  const char *commune = member != NULL ? soho_record_get_text (member, "commune") : NULL;
  GtkWidget *header = NULL;

  if (commune != NULL && self->communes[0] != NULL && self->communes[1] != NULL
      && (previous == NULL || g_strcmp0 (soho_record_get_text (previous, "commune"), commune) != 0)
      && soho_gazetteer_find (commune) != NULL)
    {
      header = gtk_label_new (soho_gazetteer_find (commune)->name);
      gtk_label_set_xalign (GTK_LABEL (header), 0);
      gtk_widget_add_css_class (header, "caption-heading");
      gtk_widget_add_css_class (header, "commune-header");
    }
  gtk_list_box_row_set_header (row, header);
}

static void
on_row_activated (SohoCommuneView *self, GtkListBoxRow *row)
{
  g_autoptr (SohoRecord) member = g_list_model_get_item (G_LIST_MODEL (self->found),
                                                         (guint) gtk_list_box_row_get_index (row));

  if (member != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show", "(sx)", "member",
                                soho_record_get_id (member));
}

static void
soho_commune_view_dispose (GObject *object)
{
  SohoCommuneView *self = SOHO_COMMUNE_VIEW (object);

  if (self->found != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->found, self);
      gtk_list_box_set_header_func (self->people, NULL, NULL, NULL);
    }
  g_clear_object (&self->found);
  g_clear_object (&self->lists);
  g_clear_object (&self->library);
  g_clear_pointer (&self->communes, g_strfreev);
  soho_people_query_clear (&self->query);
  g_clear_pointer (&self->fact_rows, g_ptr_array_unref);
  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_clear_object (&self->marks);
  g_clear_pointer (&self->mark_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_commune_view_parent_class)->dispose (object);
}

static void
soho_commune_view_class_init (SohoCommuneViewClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_commune_view_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/commune-view.ui");
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, scrolled);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, name);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, facts);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, people_title);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, people);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, village);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, village_since);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, presentation);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, village_facts);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, see_village);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, here);
  gtk_widget_class_bind_template_child (widget, SohoCommuneView, go_there);
  gtk_widget_class_bind_template_callback (widget, on_row_activated);
}

static void
soho_commune_view_init (SohoCommuneView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->fact_rows = g_ptr_array_new ();
  self->mark_rows = g_ptr_array_new ();
  self->communes = g_new0 (char *, 1);
  self->lists = g_list_store_new (SOHO_TYPE_PEOPLE_LIST);
  self->found = gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->lists)));
  g_signal_connect_swapped (self->found, "items-changed", G_CALLBACK (count_people), self);
  gtk_list_box_bind_model (self->people, G_LIST_MODEL (self->found), create_row, self, NULL);
  gtk_list_box_set_header_func (self->people, add_header, self, NULL);
}

void
soho_commune_view_set_library (SohoCommuneView *self, SohoLibrary *library, SohoMarkSource *marks)
{
  g_return_if_fail (self->library == NULL);

  self->marks = g_object_ref (marks);
  g_signal_connect_swapped (marks, "changed", G_CALLBACK (fill_here), self);
  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
ask (SohoCommuneView *self, SohoPeopleList *list, guint commune)
{
  SohoPeopleQuery query = self->query;

  query.commune = self->communes[commune];
  soho_people_list_ask (list, &query);
}

/* Makes a list for each commune; all of them show up at once. */
static void
search (SohoCommuneView *self)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->communes[i] != NULL; i++)
    {
      SohoPeopleList *list = soho_people_list_new (self->library);

      ask (self, list, i);
      g_ptr_array_add (lists, list);
    }
  g_list_store_splice (self->lists, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lists)),
                       lists->pdata, lists->len);
  count_people (self);
}

void
soho_commune_view_set_communes (SohoCommuneView *self, const char *const *insee)
{
  const SohoCommune *commune = soho_gazetteer_find (insee[0]);
  g_autofree char *facts = NULL;

  g_return_if_fail (commune != NULL);
  g_strfreev (self->communes);
  self->communes = g_strdupv ((char **) insee);
  /* Translators: inhabitants of a commune, then its community of communes. The apostrophe of %'u
   * groups thousands. */
  facts = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u inhabitant · %s",
                                        "%'u inhabitants · %s", commune->population),
                           commune->population, commune->intercommunality);
  gtk_label_set_text (self->name, commune->name);
  gtk_label_set_text (self->facts, facts);
  soho_launch_set_way (self->go_there, commune->latitude, commune->longitude, commune->name);
  search (self);
  fill_here (self);
  fill_village (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

void
soho_commune_view_ask (SohoCommuneView *self, const SohoPeopleQuery *query)
{
  SohoPeopleQuery asked;

  soho_people_query_assign (&asked, query);
  soho_people_query_clear (&self->query);
  self->query = asked;
  for (guint i = 0; self->communes[i] != NULL; i++)
    {
      g_autoptr (SohoPeopleList) list = g_list_model_get_item (G_LIST_MODEL (self->lists), i);

      ask (self, list, i);
    }
  count_people (self);
}
