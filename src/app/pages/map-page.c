/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/map-page.h"

#include "lists/commune-list.h"
#include "lists/record-list.h"
#include "lists/skill-counts.h"
#include "map/map-view.h"
#include "map/mark-source.h"
#include "print/paper-actions.h"
#include "widgets/commune-row.h"
#include "widgets/commune-view.h"
#include "widgets/list-reveal.h"
#include "widgets/panel-layout.h"
#include "widgets/people-filter.h"
#include "widgets/skill-chips.h"
#include "widgets/telecentre-view.h"
#include "widgets/welcome.h"
#include "widgets/within-button.h"

/* As many occupations are offered beside the map. */
#define MOST_CHIPS 3

struct _SohoMapPage
{
  GtkWidget parent_instance;

  SohoMapView *map;
  GtkWidget *panel;
  SohoPeopleFilter *filter;
  GtkWidget *back;
  GtkStack *stack;
  SohoWelcome *welcome;
  GtkWidget *places;
  GtkStack *places_stack;
  GtkStack *communes_stack;
  GtkListView *communes_view;
  GtkListBox *telecentres_box;
  SohoCommuneView *commune;
  SohoTelecentreView *telecentre;
  SohoWithinButton *within_button;
  GtkWidget *chips_frame;
  SohoSkillChips *chips;

  SohoLibrary *library;
  SohoCommuneList *communes;
  SohoRecordList *telecentres;
  SohoMarkSource *marks;
  SohoSkillCounts *skills;
  GtkSingleSelection *selection; /* of communes */
  gint64 category, skill;        /* that are asked for; 0 for any */
  char *within;                  /* SohoPeopleQuery; owned */
  gboolean pointing;             /* the selection follows the map */
};

static void page_interface_init (SohoPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoMapPage,
                               soho_map_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (SOHO_TYPE_PAGE, page_interface_init))

static gboolean
has_focus (GtkWidget *ancestor)
{
  GtkRoot *root = gtk_widget_get_root (ancestor);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, ancestor);
}

/* The keyboard goes along if it was in the panel; from the map it stays there. */
static void
show_in_panel (SohoMapPage *self, gpointer child)
{
  gboolean is_places = child == (gpointer) self->places;
  gboolean is_place = child == (gpointer) self->commune || child == (gpointer) self->telecentre;
  gboolean focus_goes_along
      = has_focus (self->panel) && gtk_stack_get_visible_child (self->stack) != child;

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (child));
  gtk_widget_set_visible (self->back, is_place);
  gtk_widget_set_visible (GTK_WIDGET (self->filter), is_places);
  gtk_widget_set_visible (self->chips_frame, is_places);
  /* The stack has moved the focus if it had it; from the filter or the button it has not. */
  if (focus_goes_along && !has_focus (GTK_WIDGET (child)))
    gtk_widget_child_focus (is_places ? GTK_WIDGET (self->places_stack) : GTK_WIDGET (child),
                            GTK_DIR_TAB_FORWARD);
}

/* The chips tell of what the map shows, among all that the list has. */
static void
show_chips (SohoMapPage *self)
{
  g_autoptr (GHashTable) communes = NULL;
  g_autoptr (GArray) skills = NULL;

  if (self->skills == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->filter)))
    return;
  communes = soho_map_view_list_in_sight (self->map);
  skills = soho_skill_counts_list (self->skills, communes, MOST_CHIPS, self->skill);
  soho_skill_chips_show (self->chips, skills, self->skill);
}

static void
show_places (SohoMapPage *self)
{
  show_in_panel (self,
                 soho_library_is_empty (self->library) ? (gpointer) self->welcome : self->places);
}

static void
go_back (SohoMapPage *self)
{
  soho_map_view_show_commune (self->map, NULL);
  show_places (self);
  show_chips (self);
}

/* The first rows arrive, or the last ones go, while no place is looked at. */
static void
on_library_changed (SohoMapPage *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  if (shown == GTK_WIDGET (self->welcome) || shown == self->places)
    show_places (self);
}

static void
fill_map (SohoMapPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->communes));
  g_autofree SohoPeopleCount *counts = g_new0 (SohoPeopleCount, n + 1);
  gsize used = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SohoCommuneItem) item = g_list_model_get_item (G_LIST_MODEL (self->communes), i);

      counts[used].insee = soho_commune_item_get_commune (item)->insee;
      counts[used].people = soho_commune_item_get_people (item);
      if (counts[used].people > 0)
        used++;
    }
  soho_map_view_set_people (self->map, counts, used);
  soho_map_view_set_villages (self->map, soho_commune_list_get_villages (self->communes));
  soho_people_filter_set_found (self->filter, soho_commune_list_get_people (self->communes));
  gtk_stack_set_visible_child_name (self->communes_stack, n > 0 ? "list" : "nothing");
}

static void
fill_marks (SohoMapPage *self)
{
  gsize n;
  const SohoMapMark *marks = soho_mark_source_get (self->marks, &n);

  soho_map_view_set_marks (self->map, marks, n);
}

static GtkWidget *
create_telecentre_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = soho_record_dup_title (item);
  const SohoCommune *commune = soho_gazetteer_find (soho_record_get_text (item, "commune"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), commune != NULL ? commune->name : "");
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "computer-symbolic");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
fill_query (SohoPeopleQuery *query, gpointer user_data)
{
  SohoMapPage *self = user_data;

  *query = (SohoPeopleQuery){ .words = soho_people_filter_get_words (self->filter),
                              .category = soho_people_filter_get_category (self->filter),
                              .skill = self->skill,
                              .within = self->within };
}

static void
search (SohoMapPage *self)
{
  SohoPeopleQuery query;

  if (self->communes == NULL)
    return;
  fill_query (&query, self);
  soho_commune_list_ask (self->communes, &query);
  soho_commune_view_ask (self->commune, &query);
  soho_skill_counts_ask (self->skills, &query);
  show_chips (self);
  if (soho_people_filter_is_active (self->filter) || self->within != NULL)
    gtk_stack_set_visible_child_name (self->places_stack, "communes");
}

static void
on_filter_changed (SohoMapPage *self)
{
  gint64 category = soho_people_filter_get_category (self->filter);

  if (self->communes == NULL)
    return;
  /* Typed while a place was looked at: the search is for all places. */
  if (!gtk_widget_get_visible (GTK_WIDGET (self->filter))
      && *soho_people_filter_get_words (self->filter) != '\0')
    {
      go_back (self);
      soho_people_filter_resume (self->filter);
    }
  /* A skill belongs to its category. */
  if (category != self->category)
    self->skill = 0;
  self->category = category;
  search (self);
}

/* The first press chooses an occupation, the next one of its skills. */
static void
on_chip_chosen (SohoMapPage *self, gint64 id)
{
  if (self->category != 0)
    {
      self->skill = id;
      search (self);
    }
  else if (id != 0)
    soho_people_filter_set_category (self->filter, id);
}

static void
on_within_changed (SohoMapPage *self)
{
  SohoReach reach = soho_within_button_get (self->within_button);
  g_autoptr (GPtrArray) codes = NULL;

  g_clear_pointer (&self->within, g_free);
  if (reach.km > 0)
    {
      codes = soho_gazetteer_list_codes_around (reach.latitude, reach.longitude, reach.km);
      self->within = soho_people_join_codes (codes);
    }
  soho_map_view_set_reach (self->map, reach.latitude, reach.longitude, reach.km);
  search (self);
}

static void
clear_filter (SohoMapPage *self)
{
  soho_people_filter_clear (self->filter);
  soho_within_button_clear (self->within_button);
}

/* --- In step --------------------------------------------------------------------------------- */

/* The commune of a row under the pointer is outlined on the map. */
static void
on_list_motion (SohoMapPage *self, double x, double y)
{
  const SohoCommune *commune = soho_commune_row_pick (GTK_WIDGET (self->communes_view), x, y);

  soho_map_view_point (self->map, commune != NULL ? commune->insee : NULL);
}

static void
on_list_left (SohoMapPage *self)
{
  soho_map_view_point (self->map, NULL);
}

/* The selection goes with the arrow keys, and with what is pointed at on the map. */
static void
on_row_selected (SohoMapPage *self)
{
  SohoCommuneItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (!self->pointing)
    soho_map_view_point (self->map,
                         item != NULL ? soho_commune_item_get_commune (item)->insee : NULL);
}

static void
on_commune_pointed (SohoMapPage *self, const char *insee)
{
  guint position;

  if (self->communes == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->filter)))
    return;
  position = insee != NULL ? soho_commune_list_find (self->communes, insee) : G_MAXUINT;
  self->pointing = TRUE;
  gtk_single_selection_set_selected (self->selection,
                                     position != G_MAXUINT ? position : GTK_INVALID_LIST_POSITION);
  self->pointing = FALSE;
  if (position != G_MAXUINT)
    soho_list_reveal (self->communes_view, position, FALSE);
}

static void
show_commune (SohoMapPage *self, const SohoCommune *commune)
{
  soho_commune_view_set_communes (self->commune, (const char *[]){ commune->insee, NULL });
  soho_map_view_show_commune (self->map, commune->insee);
  show_in_panel (self, self->commune);
}

static void
on_commune_row_activated (SohoMapPage *self, guint position)
{
  g_autoptr (SohoCommuneItem) item
      = g_list_model_get_item (G_LIST_MODEL (self->communes), position);

  if (item != NULL)
    show_commune (self, soho_commune_item_get_commune (item));
}

static void
on_search_activated (SohoMapPage *self)
{
  on_filter_changed (self);
  on_commune_row_activated (self, 0);
}

static void
on_filter_left (SohoMapPage *self)
{
  on_filter_changed (self);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->places_stack), "communes") == 0)
    soho_list_reveal (self->communes_view, 0, TRUE);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->places_stack), GTK_DIR_TAB_FORWARD);
}

static void
show_telecentre (SohoMapPage *self, gint64 id)
{
  if (soho_telecentre_view_set_telecentre (self->telecentre, id))
    show_in_panel (self, self->telecentre);
}

static void
on_telecentre_row_activated (SohoMapPage *self, GtkListBoxRow *row)
{
  guint position = (guint) gtk_list_box_row_get_index (row);

  soho_map_page_show_telecentre (self, soho_record_list_get_id (self->telecentres, position));
}

/* A badge may count the people of several communes; all of them are shown. */
static void
on_commune_activated (SohoMapPage *self, const char *insee)
{
  g_auto (GStrv) group = soho_map_view_dup_group (self->map, insee);

  soho_commune_view_set_communes (self->commune, (const char *const *) group);
  show_in_panel (self, self->commune);
}

/* The communes in which marks stand, each once. */
static void
show_marks (SohoMapPage *self, SohoMapKind kind, GVariant *ids)
{
  g_autoptr (GPtrArray) communes = g_ptr_array_new ();

  for (gsize i = 0; i < g_variant_n_children (ids); i++)
    {
      const char *insee;
      gint64 id;

      g_variant_get_child (ids, i, "x", &id);
      insee = soho_mark_source_find_commune (self->marks, kind, id);
      if (insee != NULL && !g_ptr_array_find_with_equal_func (communes, insee, g_str_equal, NULL))
        g_ptr_array_add (communes, (gpointer) insee);
    }
  if (communes->len == 0)
    return;
  g_ptr_array_add (communes, NULL);
  soho_commune_view_set_communes (self->commune, (const char *const *) communes->pdata);
  show_in_panel (self, self->commune);
}

/* What one sign stands for: a record, or several, which the page of their commune lists. */
static void
on_mark_activated (SohoMapPage *self, SohoMapKind kind, GVariant *ids)
{
  gint64 id;

  g_variant_get_child (ids, 0, "x", &id);
  if (g_variant_n_children (ids) == 1 && kind == SOHO_MAP_TELECENTRES)
    show_telecentre (self, id);
  else if (g_variant_n_children (ids) == 1)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show", "(sx)",
                                soho_mark_source_get_record_kind (kind), id);
  else
    show_marks (self, kind, ids);
}

static void
on_clear_clicked (SohoMapPage *self)
{
  clear_filter (self);
  soho_people_filter_focus (self->filter);
}

/* --- On paper -------------------------------------------------------------------------------- */

static SohoMapPages *
create_map_pages (gpointer user_data)
{
  SohoMapPage *self = user_data;
  SohoReach reach = soho_within_button_get (self->within_button);
  SohoPeopleQuery query;
  SohoMapSheet *sheet;
  gsize n;
  const SohoMapMark *marks = soho_mark_source_get (self->marks, &n);

  fill_query (&query, self);
  sheet = soho_map_view_create_sheet (self->map, marks, n);
  soho_map_sheet_set_reach (sheet, reach.latitude, reach.longitude, reach.km);
  return soho_map_pages_new (self->library, sheet, &query, marks, n);
}

static void
soho_map_page_dispose (GObject *object)
{
  SohoMapPage *self = SOHO_MAP_PAGE (object);
  GtkWidget *child;

  if (self->communes != NULL)
    g_signal_handlers_disconnect_by_data (self->communes, self);
  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_clear_object (&self->marks);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->skills != NULL)
    g_signal_handlers_disconnect_by_data (self->skills, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->skills);
  g_clear_pointer (&self->within, g_free);
  g_clear_object (&self->communes);
  g_clear_object (&self->telecentres);
  g_clear_object (&self->library);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (soho_map_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_bind_template_child (widget, SohoMapPage, map);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, panel);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, filter);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, back);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, stack);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, welcome);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, places);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, places_stack);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, communes_stack);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, communes_view);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, telecentres_box);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, commune);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, telecentre);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, within_button);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, chips);
  gtk_widget_class_bind_template_child (widget, SohoMapPage, chips_frame);
  gtk_widget_class_bind_template_callback (widget, on_within_changed);
  gtk_widget_class_bind_template_callback (widget, on_chip_chosen);
  gtk_widget_class_bind_template_callback (widget, on_commune_pointed);
  gtk_widget_class_bind_template_callback (widget, on_list_motion);
  gtk_widget_class_bind_template_callback (widget, on_list_left);
  gtk_widget_class_bind_template_callback (widget, show_chips);
  gtk_widget_class_bind_template_callback (widget, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget, on_search_activated);
  gtk_widget_class_bind_template_callback (widget, on_filter_left);
  gtk_widget_class_bind_template_callback (widget, on_commune_row_activated);
  gtk_widget_class_bind_template_callback (widget, on_telecentre_row_activated);
  gtk_widget_class_bind_template_callback (widget, on_commune_activated);
  gtk_widget_class_bind_template_callback (widget, on_mark_activated);
  gtk_widget_class_bind_template_callback (widget, go_back);
  gtk_widget_class_bind_template_callback (widget, on_clear_clicked);
}

static void
soho_map_page_class_init (SohoMapPageClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_map_page_dispose;
  g_type_ensure (SOHO_TYPE_COMMUNE_VIEW);
  g_type_ensure (SOHO_TYPE_MAP_VIEW);
  g_type_ensure (SOHO_TYPE_PANEL_LAYOUT);
  g_type_ensure (SOHO_TYPE_PEOPLE_FILTER);
  g_type_ensure (SOHO_TYPE_SKILL_CHIPS);
  g_type_ensure (SOHO_TYPE_TELECENTRE_VIEW);
  g_type_ensure (SOHO_TYPE_WELCOME);
  g_type_ensure (SOHO_TYPE_WITHIN_BUTTON);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/map-page.ui");
  gtk_widget_class_add_binding_action (widget, GDK_KEY_Escape, 0, "win.back", NULL);
  bind_template (widget);
}

static void
soho_map_page_init (SohoMapPage *self)
{
  g_autoptr (GtkListItemFactory) factory = soho_commune_row_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_factory (self->communes_view, factory);
  soho_people_filter_capture_keys (self->filter, GTK_WIDGET (self));
}

static void
soho_map_page_set_library (SohoPage *page, SohoLibrary *library)
{
  SohoMapPage *self = SOHO_MAP_PAGE (page);

  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  soho_welcome_set_library (self->welcome, library);
  soho_people_filter_set_library (self->filter, library);
  soho_people_filter_count_by (self->filter, fill_query, self);
  soho_telecentre_view_set_library (self->telecentre, library);

  self->communes = soho_commune_list_new (library);
  g_signal_connect_swapped (self->communes, "refreshed", G_CALLBACK (fill_map), self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->communes));
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_row_selected),
                            self);
  gtk_list_view_set_model (self->communes_view, GTK_SELECTION_MODEL (self->selection));
  self->skills = soho_skill_counts_new (library);
  g_signal_connect_swapped (self->skills, "changed", G_CALLBACK (show_chips), self);

  self->telecentres = soho_record_list_new (library, "telecentre", NULL, 0);
  self->marks = soho_mark_source_new (library, self->telecentres);
  g_signal_connect_swapped (self->marks, "changed", G_CALLBACK (fill_marks), self);
  soho_commune_view_set_library (self->commune, library, self->marks);
  gtk_list_box_bind_model (self->telecentres_box, G_LIST_MODEL (self->telecentres),
                           create_telecentre_row, NULL, NULL);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
  soho_paper_actions_add (GTK_WIDGET (self), library, create_map_pages, self);
  fill_map (self);
  fill_marks (self);
  show_places (self);
}

void
soho_map_page_show_commune (SohoMapPage *self, const char *insee)
{
  const SohoCommune *commune = soho_gazetteer_find (insee);

  if (commune == NULL)
    return;
  clear_filter (self);
  show_commune (self, commune);
}

void
soho_map_page_show_telecentre (SohoMapPage *self, gint64 id)
{
  g_autoptr (SohoRecord) telecentre = soho_library_get_record (self->library, "telecentre", id);

  if (telecentre == NULL)
    return;
  soho_map_view_show_commune (self->map, soho_record_get_text (telecentre, "commune"));
  show_telecentre (self, id);
}

static void
soho_map_page_search (SohoPage *page)
{
  SohoMapPage *self = SOHO_MAP_PAGE (page);

  go_back (self);
  soho_people_filter_focus (self->filter);
}

static void
soho_map_page_go_back (SohoPage *page)
{
  go_back (SOHO_MAP_PAGE (page));
}

static void
page_interface_init (SohoPageInterface *interface)
{
  interface->set_library = soho_map_page_set_library;
  interface->search = soho_map_page_search;
  interface->go_back = soho_map_page_go_back;
}
