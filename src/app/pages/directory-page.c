/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/directory-page.h"

#include "lists/people-list.h"
#include "widgets/list-detail.h"
#include "widgets/people-filter.h"
#include "widgets/person-card.h"
#include "widgets/person-row.h"

struct _SohoDirectoryPage
{
  AdwBin parent_instance;

  SohoListDetail *list_detail;
  SohoPeopleFilter *filter;
  SohoPersonCard *card;

  SohoPeopleList *people;
};

static void page_interface_init (SohoPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoDirectoryPage,
                               soho_directory_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SOHO_TYPE_PAGE, page_interface_init))

static void
show_count (SohoDirectoryPage *self)
{
  soho_people_filter_set_found (self->filter,
                                soho_record_list_get_length (SOHO_RECORD_LIST (self->people)));
}

static void
on_filter_changed (SohoDirectoryPage *self)
{
  gboolean changed;

  if (self->people == NULL)
    return;
  soho_list_detail_begin_search (self->list_detail);
  changed = soho_people_list_set_query (self->people, soho_people_filter_get_words (self->filter),
                                        soho_people_filter_get_category (self->filter), NULL);
  soho_list_detail_end_search (self->list_detail, changed);
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
on_clear_clicked (SohoDirectoryPage *self)
{
  soho_people_filter_clear (self->filter);
  soho_people_filter_focus (self->filter);
}

static void
on_chosen (SohoDirectoryPage *self, gint64 id)
{
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

static void
soho_directory_page_dispose (GObject *object)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (object);

  if (self->people != NULL)
    g_signal_handlers_disconnect_by_data (self->people, self);
  g_clear_object (&self->people);
  G_OBJECT_CLASS (soho_directory_page_parent_class)->dispose (object);
}

static void
soho_directory_page_class_init (SohoDirectoryPageClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_directory_page_dispose;
  g_type_ensure (SOHO_TYPE_LIST_DETAIL);
  g_type_ensure (SOHO_TYPE_PEOPLE_FILTER);
  g_type_ensure (SOHO_TYPE_PERSON_CARD);
  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/directory-page.ui");
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, list_detail);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, filter);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, card);
  gtk_widget_class_bind_template_callback (widget, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget, on_search_activated);
  gtk_widget_class_bind_template_callback (widget, on_filter_left);
  gtk_widget_class_bind_template_callback (widget, on_clear_clicked);
  gtk_widget_class_bind_template_callback (widget, on_chosen);
  gtk_widget_class_bind_template_callback (widget, on_card_changed);
  gtk_widget_class_bind_template_callback (widget, on_navigated);
}

static void
soho_directory_page_init (SohoDirectoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  soho_people_filter_capture_keys (self->filter, GTK_WIDGET (self));
}

static void
soho_directory_page_set_library (SohoPage *page, SohoLibrary *library)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (page);
  g_autoptr (GtkListItemFactory) factory = soho_person_row_factory_new (NULL);

  g_return_if_fail (self->people == NULL);

  soho_person_card_set_library (self->card, library);
  soho_people_filter_set_library (self->filter, library);
  self->people = soho_people_list_new (library);
  g_signal_connect_swapped (self->people, "items-changed", G_CALLBACK (show_count), self);
  soho_list_detail_set_library (self->list_detail, library, SOHO_RECORD_LIST (self->people),
                                factory);
  show_count (self);
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
    soho_people_filter_clear (self->filter);
  soho_list_detail_open (self->list_detail, id);
}

static gboolean
soho_directory_page_get_can_go_back (SohoPage *page)
{
  return soho_list_detail_get_can_go_back (SOHO_DIRECTORY_PAGE (page)->list_detail);
}

static void
soho_directory_page_go_back (SohoPage *page)
{
  soho_list_detail_go_back (SOHO_DIRECTORY_PAGE (page)->list_detail);
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
