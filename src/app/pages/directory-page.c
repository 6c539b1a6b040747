/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/directory-page.h"

#include <glib/gi18n-lib.h>

#include "inquiry.h"
#include "lists/people-list.h"
#include "platform/window-state.h"
#include "store/facets.h"
#include "widgets/facet-button.h"
#include "widgets/filter-chips.h"
#include "widgets/initial-strip.h"
#include "widgets/language-names.h"
#include "widgets/list-detail.h"
#include "widgets/occasion-names.h"
#include "widgets/people-filter.h"
#include "widgets/person-card.h"
#include "widgets/person-row.h"
#include "widgets/person-tile.h"
#include "widgets/sort-button.h"

/* How far one can go back. */
#define LONGEST_WAY 50

/* What narrows people down beside what the filter itself shows, in the order of the chips. */
typedef enum
{
  BY_SKILL,
  BY_OCCASION,
  BY_LANGUAGE,
  N_NARROWINGS,
} Narrowing;

struct _SohoDirectoryPage
{
  AdwBin parent_instance;

  SohoListDetail *list_detail;
  SohoPeopleFilter *filter;
  SohoFacetButton *facets;
  SohoSortButton *sort;
  GtkToggleButton *grid_button;
  SohoFilterChips *chips;
  SohoInitialStrip *initials;
  SohoPersonCard *card;

  SohoLibrary *library;
  SohoPeopleList *people;
  GCancellable *listing_initials; /* NULL unless they are asked for */
  gint64 skill;                   /* 0 for any */
  const SohoCommune *centre;      /* the rows tell how far it is; NULL if they do not */
  GArray *way;                    /* gint64: whose cards led to the one shown, first to last */
  Narrowing shown_chips[N_NARROWINGS];
};

static void page_interface_init (SohoPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoDirectoryPage,
                               soho_directory_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SOHO_TYPE_PAGE, page_interface_init))

/* All that is asked for now. The texts belong to the widgets. */
static void
fill_query (SohoPeopleQuery *query, gpointer user_data)
{
  SohoDirectoryPage *self = user_data;
  const SohoCommune *near = soho_sort_button_get_near (self->sort);

  query->words = soho_people_filter_get_words (self->filter);
  query->category = soho_people_filter_get_category (self->filter);
  query->skill = self->skill;
  query->language = soho_facet_button_get_language (self->facets);
  query->open_to = soho_facet_button_get_occasion (self->facets);
  query->near = near != NULL ? near->insee : NULL;
}

static void
show_count (SohoDirectoryPage *self)
{
  soho_people_filter_set_found (self->filter,
                                soho_record_list_get_length (SOHO_RECORD_LIST (self->people)));
}

static gpointer
list_initials (SohoReplica *replica, gconstpointer query, GError **error)
{
  return soho_replica_list_initials (replica, query, error);
}

static void
on_initials_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoDirectoryPage) self = user_data;
  g_autoptr (GArray) initials = soho_inquiry_finish (result);

  if (initials != NULL)
    soho_initial_strip_show (self->initials, initials);
}

/* Letters lead somewhere only in the order of names. */
static void
show_initials (SohoDirectoryPage *self, const SohoPeopleQuery *query)
{
  g_cancellable_cancel (self->listing_initials);
  g_clear_object (&self->listing_initials);
  if (*query->words != '\0' || query->near != NULL)
    {
      soho_initial_strip_show (self->initials, NULL);
      return;
    }
  self->listing_initials = g_cancellable_new ();
  soho_inquiry_start (self->library, list_initials, soho_people_query_copy (query),
                      (GDestroyNotify) soho_people_query_free, (GDestroyNotify) g_array_unref,
                      self->listing_initials, on_initials_listed, g_object_ref (self));
}

static char *
dup_skill_name (SohoDirectoryPage *self)
{
  g_autoptr (SohoRecord) skill = NULL;

  if (self->skill == 0)
    return NULL;
  skill = soho_library_get_record (self->library, "skill", self->skill);
  return skill != NULL ? soho_record_dup_title (skill) : g_strdup ("?");
}

static void
show_chips (SohoDirectoryPage *self)
{
  const char *language = soho_facet_button_get_language (self->facets);
  const char *occasion = soho_facet_button_get_occasion (self->facets);
  char *texts[N_NARROWINGS]
      = { [BY_SKILL] = dup_skill_name (self),
          [BY_OCCASION] = occasion != NULL ? soho_occasion_dup_name (occasion) : NULL,
          [BY_LANGUAGE] = language != NULL ? soho_language_dup_name (language) : NULL };
  const char *shown[N_NARROWINGS + 1] = { NULL };
  guint n = 0;

  for (guint i = 0; i < N_NARROWINGS; i++)
    if (texts[i] != NULL)
      {
        self->shown_chips[n] = i;
        shown[n++] = texts[i];
      }
  soho_filter_chips_show (self->chips, shown);
  for (guint i = 0; i < N_NARROWINGS; i++)
    g_free (texts[i]);
}

/* The rows and tiles are made anew where they have something else to tell. */
static void
show_people (SohoDirectoryPage *self)
{
  SohoPhotos *photos = soho_library_get_photos (self->library);
  g_autoptr (GtkListItemFactory) rows = soho_person_row_factory_new (photos, self->centre);
  g_autoptr (GtkListItemFactory) tiles = soho_person_tile_factory_new (photos, self->centre);
  gboolean is_grid = gtk_toggle_button_get_active (self->grid_button);

  soho_list_detail_set_factory (self->list_detail, rows);
  soho_list_detail_set_grid (self->list_detail, is_grid ? tiles : NULL);
}

static void
on_filter_changed (SohoDirectoryPage *self)
{
  SohoPeopleQuery query = { NULL };
  const SohoCommune *centre;
  gboolean changed;

  if (self->people == NULL)
    return;
  fill_query (&query, self);
  centre = soho_replica_find_centre (soho_library_get_replica (self->library), &query);
  soho_list_detail_begin_search (self->list_detail);
  changed = soho_people_list_ask (self->people, &query);
  soho_list_detail_end_search (self->list_detail, changed);
  if (!changed)
    return;
  show_chips (self);
  show_initials (self, &query);
  if (centre != self->centre)
    {
      self->centre = centre;
      show_people (self);
    }
}

static void
on_library_changed (SohoDirectoryPage *self)
{
  SohoPeopleQuery query = { NULL };

  fill_query (&query, self);
  show_initials (self, &query);
}

static void
on_search_activated (SohoDirectoryPage *self)
{
  on_filter_changed (self);
  soho_list_detail_open_first (self->list_detail);
}

static void
on_filter_left (SohoDirectoryPage *self)
{
  on_filter_changed (self);
  soho_list_detail_enter_list (self->list_detail);
}

static void
clear_narrowing (SohoDirectoryPage *self)
{
  self->skill = 0;
  soho_facet_button_choose (self->facets, NULL, NULL);
  on_filter_changed (self);
}

static void
clear_all (SohoDirectoryPage *self)
{
  soho_people_filter_clear (self->filter);
  clear_narrowing (self);
}

static void
on_clear_clicked (SohoDirectoryPage *self)
{
  clear_all (self);
  soho_people_filter_focus (self->filter);
}

static void
on_chip_removed (SohoDirectoryPage *self, guint i)
{
  Narrowing removed = self->shown_chips[i];
  g_autofree char *language = g_strdup (soho_facet_button_get_language (self->facets));
  g_autofree char *occasion = g_strdup (soho_facet_button_get_occasion (self->facets));

  if (removed == BY_SKILL)
    self->skill = 0;
  soho_facet_button_choose (self->facets, removed == BY_LANGUAGE ? NULL : language,
                            removed == BY_OCCASION ? NULL : occasion);
  on_filter_changed (self);
  soho_people_filter_resume (self->filter);
}

static void
on_grid_toggled (SohoDirectoryPage *self)
{
  gboolean is_grid = gtk_toggle_button_get_active (self->grid_button);

  soho_window_state_set_grid (is_grid);
  if (self->people != NULL)
    show_people (self);
}

static void
on_initial_chosen (SohoDirectoryPage *self, guint position)
{
  soho_list_detail_reveal (self->list_detail, position);
}

static void
on_chosen (SohoDirectoryPage *self, gint64 id)
{
  g_array_set_size (self->way, 0);
  soho_person_card_set_member (self->card, id);
}

static void
on_card_changed (SohoDirectoryPage *self)
{
  soho_list_detail_set_shown (self->list_detail, soho_person_card_get_member (self->card));
}

static void
on_navigated (SohoDirectoryPage *self)
{
  soho_page_navigated (SOHO_PAGE (self));
}

/* From one card to another, and the way back. */
static void
show_next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (widget);
  g_autoptr (GArray) way = g_array_copy (self->way);
  gint64 from = soho_person_card_get_member (self->card);

  g_array_append_val (way, from);
  if (way->len > LONGEST_WAY)
    g_array_remove_index (way, 0);
  soho_list_detail_open (self->list_detail, g_variant_get_int64 (parameter));
  if (soho_person_card_get_member (self->card) != 0)
    {
      g_array_unref (self->way);
      self->way = g_steal_pointer (&way);
    }
  soho_person_card_focus (self->card);
  on_navigated (self);
}

static void
show_skill_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (widget);

  soho_people_filter_clear (self->filter);
  soho_facet_button_choose (self->facets, NULL, NULL);
  self->skill = g_variant_get_int64 (parameter);
  on_filter_changed (self);
  soho_list_detail_show_list (self->list_detail);
}

static void
soho_directory_page_dispose (GObject *object)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (object);

  g_cancellable_cancel (self->listing_initials);
  g_clear_object (&self->listing_initials);
  if (self->people != NULL)
    g_signal_handlers_disconnect_by_data (self->people, self);
  g_clear_object (&self->people);
  g_clear_object (&self->library);
  g_clear_pointer (&self->way, g_array_unref);
  G_OBJECT_CLASS (soho_directory_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, list_detail);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, filter);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, facets);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, sort);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, grid_button);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, chips);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, initials);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, card);
  gtk_widget_class_bind_template_callback (widget, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget, on_search_activated);
  gtk_widget_class_bind_template_callback (widget, on_filter_left);
  gtk_widget_class_bind_template_callback (widget, on_clear_clicked);
  gtk_widget_class_bind_template_callback (widget, on_chip_removed);
  gtk_widget_class_bind_template_callback (widget, clear_narrowing);
  gtk_widget_class_bind_template_callback (widget, on_grid_toggled);
  gtk_widget_class_bind_template_callback (widget, on_initial_chosen);
  gtk_widget_class_bind_template_callback (widget, on_chosen);
  gtk_widget_class_bind_template_callback (widget, on_card_changed);
  gtk_widget_class_bind_template_callback (widget, on_navigated);
}

static void
soho_directory_page_class_init (SohoDirectoryPageClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_directory_page_dispose;
  g_type_ensure (SOHO_TYPE_FACET_BUTTON);
  g_type_ensure (SOHO_TYPE_FILTER_CHIPS);
  g_type_ensure (SOHO_TYPE_INITIAL_STRIP);
  g_type_ensure (SOHO_TYPE_LIST_DETAIL);
  g_type_ensure (SOHO_TYPE_PEOPLE_FILTER);
  g_type_ensure (SOHO_TYPE_PERSON_CARD);
  g_type_ensure (SOHO_TYPE_SORT_BUTTON);
  gtk_widget_class_install_action (widget, "directory.show-next", "x", show_next_action);
  gtk_widget_class_install_action (widget, "directory.show-skill", "x", show_skill_action);
  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/directory-page.ui");
  bind_template (widget);
}

static void
soho_directory_page_init (SohoDirectoryPage *self)
{
  self->way = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  soho_people_filter_capture_keys (self->filter, GTK_WIDGET (self));
  gtk_toggle_button_set_active (self->grid_button, soho_window_state_get_grid ());
}

static void
soho_directory_page_set_library (SohoPage *page, SohoLibrary *library)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (page);
  g_autoptr (GtkListItemFactory) factory
      = soho_person_row_factory_new (soho_library_get_photos (library), NULL);

  g_return_if_fail (self->people == NULL);

  self->library = g_object_ref (library);
  soho_person_card_set_library (self->card, library);
  soho_people_filter_set_library (self->filter, library);
  soho_people_filter_count_by (self->filter, fill_query, self);
  soho_facet_button_set_library (self->facets, library, fill_query, self);
  self->people = soho_people_list_new (library);
  g_signal_connect_swapped (self->people, "items-changed", G_CALLBACK (show_count), self);
  soho_list_detail_set_library (self->list_detail, library, SOHO_RECORD_LIST (self->people),
                                factory);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
  show_count (self);
  show_people (self);
  on_filter_changed (self);
  on_library_changed (self);
}

static void
soho_directory_page_search (SohoPage *page)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (page);

  soho_list_detail_show_list (self->list_detail);
  soho_people_filter_focus (self->filter);
}

static void
soho_directory_page_show_record (SohoPage *page, const char *kind, gint64 id)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (page);

  if (soho_record_list_find (SOHO_RECORD_LIST (self->people), id) == G_MAXUINT)
    clear_all (self);
  soho_list_detail_open (self->list_detail, id);
}

static gboolean
soho_directory_page_get_can_go_back (SohoPage *page)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (page);

  return self->way->len > 0 || soho_list_detail_get_can_go_back (self->list_detail);
}

static void
soho_directory_page_go_back (SohoPage *page)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (page);
  g_autoptr (GArray) way = NULL;
  gint64 before;

  if (self->way->len == 0)
    {
      soho_list_detail_go_back (self->list_detail);
      return;
    }
  way = g_array_copy (self->way);
  before = g_array_index (way, gint64, way->len - 1);
  g_array_set_size (way, way->len - 1);
  soho_list_detail_open (self->list_detail, before);
  g_array_unref (self->way);
  self->way = g_steal_pointer (&way);
  on_navigated (self);
}

static void
page_interface_init (SohoPageInterface *interface)
{
  interface->set_library = soho_directory_page_set_library;
  interface->search = soho_directory_page_search;
  interface->show_record = soho_directory_page_show_record;
  interface->get_can_go_back = soho_directory_page_get_can_go_back;
  interface->go_back = soho_directory_page_go_back;
}
