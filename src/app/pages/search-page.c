/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/search-page.h"

#include <glib/gi18n-lib.h>

#include "widgets/list-detail.h"
#include "widgets/record-filter.h"

typedef struct
{
  SohoListDetail *list_detail;
  SohoRecordFilter *filter;
  AdwStatusPage *nothing_found;
  GtkWidget *show_all;
  AdwStatusPage *nothing_chosen;

  SohoLibrary *library;
  SohoSearchList *records;
} SohoSearchPagePrivate;

static void page_interface_init (SohoPageInterface *interface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (SohoSearchPage,
                                  soho_search_page,
                                  ADW_TYPE_BIN,
                                  G_ADD_PRIVATE (SohoSearchPage)
                                      G_IMPLEMENT_INTERFACE (SOHO_TYPE_PAGE, page_interface_init))

#define PRIVATE(self) ((SohoSearchPagePrivate *) soho_search_page_get_instance_private (self))

/* Where nothing is found, what to try depends on whether anything was asked for. */
static void
show_count (SohoSearchPage *self)
{
  SohoSearchPagePrivate *private = PRIVATE (self);
  SohoSearchPageClass *class = SOHO_SEARCH_PAGE_GET_CLASS (self);
  gboolean searched = *soho_record_filter_get_words (private->filter) != '\0';
  g_autofree char *found
      = class->dup_found (soho_record_list_get_length (SOHO_RECORD_LIST (private->records)));

  soho_record_filter_set_found (private->filter, found);
  adw_status_page_set_icon_name (private->nothing_found,
                                 searched ? "system-search-symbolic" : class->texts->icon);
  adw_status_page_set_title (private->nothing_found,
                             _ (searched ? class->texts->nothing_found : class->texts->none_yet));
  adw_status_page_set_description (private->nothing_found,
                                   _ (searched ? class->texts->try_else : class->texts->why_none));
  gtk_widget_set_visible (private->show_all, searched);
}

static void
on_filter_changed (SohoSearchPage *self)
{
  SohoSearchPagePrivate *private = PRIVATE (self);
  gboolean changed;

  if (private->records == NULL)
    return;
  soho_list_detail_begin_search (private->list_detail);
  changed = soho_search_list_set_words (private->records,
                                        soho_record_filter_get_words (private->filter));
  soho_list_detail_end_search (private->list_detail, changed);
  show_count (self);
}

static void
on_search_activated (SohoSearchPage *self)
{
  on_filter_changed (self);
  soho_list_detail_open_first (PRIVATE (self)->list_detail);
}

static void
on_filter_left (SohoSearchPage *self)
{
  on_filter_changed (self);
  soho_list_detail_enter_list (PRIVATE (self)->list_detail);
}

static void
on_clear_clicked (SohoSearchPage *self)
{
  soho_record_filter_clear (PRIVATE (self)->filter);
  soho_record_filter_focus (PRIVATE (self)->filter);
}

static void
on_chosen (SohoSearchPage *self, gint64 id)
{
  SOHO_SEARCH_PAGE_GET_CLASS (self)->show (self, id);
}

static void
on_detail_changed (SohoSearchPage *self, GParamSpec *spec, GObject *detail)
{
  gint64 id;

  g_object_get (detail, spec->name, &id, NULL);
  soho_list_detail_set_shown (PRIVATE (self)->list_detail, id);
}

static void
on_navigated (SohoSearchPage *self)
{
  soho_page_navigated (SOHO_PAGE (self));
}

static void
soho_search_page_constructed (GObject *object)
{
  SohoSearchPage *self = SOHO_SEARCH_PAGE (object);
  SohoSearchPagePrivate *private = PRIVATE (self);
  const SohoSearchPageTexts *texts = SOHO_SEARCH_PAGE_GET_CLASS (self)->texts;

  G_OBJECT_CLASS (soho_search_page_parent_class)->constructed (object);
  g_object_set (private->list_detail, "list-name", _ (texts->list_name), NULL);
  g_object_set (private->filter, "entry-name", _ (texts->entry_name), "placeholder-text",
                _ (texts->placeholder), NULL);
  gtk_button_set_label (GTK_BUTTON (private->show_all), _ (texts->show_all));
  adw_status_page_set_icon_name (private->nothing_chosen, texts->icon);
  adw_status_page_set_title (private->nothing_chosen, _ (texts->nothing_chosen));
  adw_status_page_set_description (private->nothing_chosen, _ (texts->choose_one));
}

static void
soho_search_page_dispose (GObject *object)
{
  SohoSearchPagePrivate *private = PRIVATE (SOHO_SEARCH_PAGE (object));

  if (private->records != NULL)
    g_signal_handlers_disconnect_by_data (private->records, object);
  g_clear_object (&private->records);
  g_clear_object (&private->library);
  G_OBJECT_CLASS (soho_search_page_parent_class)->dispose (object);
}

static void
soho_search_page_class_init (SohoSearchPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->constructed = soho_search_page_constructed;
  object_class->dispose = soho_search_page_dispose;
  g_type_ensure (SOHO_TYPE_LIST_DETAIL);
  g_type_ensure (SOHO_TYPE_RECORD_FILTER);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/search-page.ui");
  gtk_widget_class_bind_template_child_private (widget, SohoSearchPage, list_detail);
  gtk_widget_class_bind_template_child_private (widget, SohoSearchPage, filter);
  gtk_widget_class_bind_template_child_private (widget, SohoSearchPage, nothing_found);
  gtk_widget_class_bind_template_child_private (widget, SohoSearchPage, show_all);
  gtk_widget_class_bind_template_child_private (widget, SohoSearchPage, nothing_chosen);
  gtk_widget_class_bind_template_callback (widget, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget, on_search_activated);
  gtk_widget_class_bind_template_callback (widget, on_filter_left);
  gtk_widget_class_bind_template_callback (widget, on_clear_clicked);
  gtk_widget_class_bind_template_callback (widget, on_chosen);
  gtk_widget_class_bind_template_callback (widget, on_navigated);
}

static void
soho_search_page_init (SohoSearchPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  soho_record_filter_capture_keys (PRIVATE (self)->filter, GTK_WIDGET (self));
}

static void
soho_search_page_set_library (SohoPage *page, SohoLibrary *library)
{
  SohoSearchPage *self = SOHO_SEARCH_PAGE (page);
  SohoSearchPagePrivate *private = PRIVATE (self);
  SohoSearchPageClass *class = SOHO_SEARCH_PAGE_GET_CLASS (self);
  g_autofree char *notify = g_strconcat ("notify::", class->kind, NULL);
  g_autoptr (GtkListItemFactory) factory = NULL;
  GtkWidget *detail;

  g_return_if_fail (private->library == NULL);

  private->library = g_object_ref (library);
  private->records = class->create_list (self, library);
  factory = class->create_factory (self, library);
  detail = class->create_detail (self, library);
  g_signal_connect_object (detail, notify, G_CALLBACK (on_detail_changed), self, G_CONNECT_SWAPPED);
  g_object_set (private->list_detail, "detail", detail, NULL);
  g_signal_connect_swapped (private->records, "items-changed", G_CALLBACK (show_count), self);
  soho_list_detail_set_library (private->list_detail, library, SOHO_RECORD_LIST (private->records),
                                factory);
  show_count (self);
}

static void
soho_search_page_search (SohoPage *page)
{
  SohoSearchPagePrivate *private = PRIVATE (SOHO_SEARCH_PAGE (page));

  soho_list_detail_show_list (private->list_detail);
  soho_record_filter_focus (private->filter);
}

static void
open_record (SohoSearchPage *self, gint64 id)
{
  SohoSearchPagePrivate *private = PRIVATE (self);

  if (soho_record_list_find (SOHO_RECORD_LIST (private->records), id) == G_MAXUINT)
    soho_record_filter_clear (private->filter);
  soho_list_detail_open (private->list_detail, id);
}

/* What is shown within another record opens that one, and is scrolled to. */
static void
soho_search_page_show_record (SohoPage *page, const char *kind, gint64 id)
{
  SohoSearchPage *self = SOHO_SEARCH_PAGE (page);
  SohoSearchPageClass *class = SOHO_SEARCH_PAGE_GET_CLASS (self);
  g_autoptr (SohoRecord) part = NULL;
  gint64 owner;

  if (g_str_equal (kind, class->kind))
    {
      open_record (self, id);
      return;
    }
  g_return_if_fail (class->find_owner != NULL);
  part = soho_library_get_record (PRIVATE (self)->library, kind, id);
  owner = part != NULL ? class->find_owner (self, part) : 0;
  if (owner == 0)
    return;
  open_record (self, owner);
  class->reveal (self, id);
}

static gboolean
soho_search_page_get_can_go_back (SohoPage *page)
{
  return soho_list_detail_get_can_go_back (PRIVATE (SOHO_SEARCH_PAGE (page))->list_detail);
}

static void
soho_search_page_go_back (SohoPage *page)
{
  soho_list_detail_go_back (PRIVATE (SOHO_SEARCH_PAGE (page))->list_detail);
}

static void
page_interface_init (SohoPageInterface *interface)
{
  interface->set_library = soho_search_page_set_library;
  interface->search = soho_search_page_search;
  interface->show_record = soho_search_page_show_record;
  interface->get_can_go_back = soho_search_page_get_can_go_back;
  interface->go_back = soho_search_page_go_back;
}
