/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/guides-page.h"

#include <glib/gi18n-lib.h>

#include "lists/reading-list.h"
#include "widgets/list-detail.h"
#include "widgets/reading-row.h"
#include "widgets/reading-view.h"
#include "widgets/record-filter.h"

struct _SohoGuidesPage
{
  AdwBin parent_instance;

  SohoListDetail *list_detail;
  SohoRecordFilter *filter;
  AdwStatusPage *nothing_found;
  GtkButton *show_all;
  SohoReadingView *view;

  SohoReadingList *readings;
  GtkListItemFactory *factory;
};

static void page_interface_init (SohoPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoGuidesPage,
                               soho_guides_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SOHO_TYPE_PAGE, page_interface_init))

/* Why there is nothing, and the next best thing to try. */
static void
explain_nothing (SohoGuidesPage *self)
{
  gboolean searched = *soho_record_filter_get_words (self->filter) != '\0';

  adw_status_page_set_title (self->nothing_found,
                             searched ? _ ("Nothing Found") : _ ("Nothing to Read Yet"));
  adw_status_page_set_description (
      self->nothing_found,
      searched
          ? _ ("Try fewer or shorter words: every word of a guide and of a transcript counts.")
          : _ ("Guides and episodes of the podcast stand here as soon as they are published."));
  gtk_widget_set_visible (GTK_WIDGET (self->show_all), searched);
}

static void
show_count (SohoGuidesPage *self)
{
  guint n = soho_record_list_get_length (SOHO_RECORD_LIST (self->readings));
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u guide or episode", "%u guides and episodes", n), n);

  soho_record_filter_set_found (self->filter, text);
  explain_nothing (self);
}

static void
on_filter_changed (SohoGuidesPage *self)
{
  gboolean changed;

  if (self->readings == NULL)
    return;
  soho_list_detail_begin_search (self->list_detail);
  changed
      = soho_reading_list_set_words (self->readings, soho_record_filter_get_words (self->filter));
  soho_headed_row_factory_renew (self->factory);
  soho_list_detail_end_search (self->list_detail, changed);
  show_count (self);
}

static void
on_search_activated (SohoGuidesPage *self)
{
  on_filter_changed (self);
  soho_list_detail_open_first (self->list_detail);
}

static void
on_filter_left (SohoGuidesPage *self)
{
  on_filter_changed (self);
  soho_list_detail_enter_list (self->list_detail);
}

static void
on_show_all_clicked (SohoGuidesPage *self)
{
  soho_record_filter_clear (self->filter);
  soho_record_filter_focus (self->filter);
}

static void
on_chosen (SohoGuidesPage *self, gint64 id)
{
  soho_reading_view_set_record (self->view, id);
}

static void
on_view_changed (SohoGuidesPage *self)
{
  soho_list_detail_set_shown (self->list_detail, soho_reading_view_get_record (self->view));
}

static void
on_navigated (SohoGuidesPage *self)
{
  soho_page_navigated (SOHO_PAGE (self));
}

static void
soho_guides_page_dispose (GObject *object)
{
  SohoGuidesPage *self = SOHO_GUIDES_PAGE (object);

  if (self->readings != NULL)
    g_signal_handlers_disconnect_by_data (self->readings, self);
  g_clear_object (&self->readings);
  g_clear_object (&self->factory);
  G_OBJECT_CLASS (soho_guides_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/guides-page.ui");
  gtk_widget_class_bind_template_child (widget, SohoGuidesPage, list_detail);
  gtk_widget_class_bind_template_child (widget, SohoGuidesPage, filter);
  gtk_widget_class_bind_template_child (widget, SohoGuidesPage, nothing_found);
  gtk_widget_class_bind_template_child (widget, SohoGuidesPage, show_all);
  gtk_widget_class_bind_template_child (widget, SohoGuidesPage, view);
  gtk_widget_class_bind_template_callback (widget, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget, on_search_activated);
  gtk_widget_class_bind_template_callback (widget, on_filter_left);
  gtk_widget_class_bind_template_callback (widget, on_show_all_clicked);
  gtk_widget_class_bind_template_callback (widget, on_chosen);
  gtk_widget_class_bind_template_callback (widget, on_view_changed);
  gtk_widget_class_bind_template_callback (widget, on_navigated);
}

static void
soho_guides_page_class_init (SohoGuidesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_guides_page_dispose;
  g_type_ensure (SOHO_TYPE_LIST_DETAIL);
  g_type_ensure (SOHO_TYPE_RECORD_FILTER);
  g_type_ensure (SOHO_TYPE_READING_VIEW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
soho_guides_page_init (SohoGuidesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  soho_record_filter_capture_keys (self->filter, GTK_WIDGET (self));
}

static void
soho_guides_page_set_library (SohoPage *page, SohoLibrary *library)
{
  SohoGuidesPage *self = SOHO_GUIDES_PAGE (page);

  g_return_if_fail (self->readings == NULL);

  soho_reading_view_set_library (self->view, library);
  self->readings = soho_reading_list_new (library);
  self->factory
      = soho_headed_row_factory_new (SOHO_RECORD_LIST (self->readings), &soho_reading_rows);
  g_signal_connect_swapped (self->readings, "items-changed", G_CALLBACK (show_count), self);
  soho_list_detail_set_library (self->list_detail, library, SOHO_RECORD_LIST (self->readings),
                                self->factory);
  show_count (self);
}

static void
soho_guides_page_search (SohoPage *page)
{
  SohoGuidesPage *self = SOHO_GUIDES_PAGE (page);

  soho_list_detail_show_list (self->list_detail);
  soho_record_filter_focus (self->filter);
}

static void
soho_guides_page_show_record (SohoPage *page, const char *kind, gint64 id)
{
  SohoGuidesPage *self = SOHO_GUIDES_PAGE (page);

  if (soho_record_list_find (SOHO_RECORD_LIST (self->readings), id) == G_MAXUINT)
    {
      soho_record_filter_clear (self->filter);
      on_filter_changed (self);
    }
  soho_list_detail_open (self->list_detail, id);
}

static gboolean
soho_guides_page_get_can_go_back (SohoPage *page)
{
  return soho_list_detail_get_can_go_back (SOHO_GUIDES_PAGE (page)->list_detail);
}

static void
soho_guides_page_go_back (SohoPage *page)
{
  soho_list_detail_go_back (SOHO_GUIDES_PAGE (page)->list_detail);
}

static void
page_interface_init (SohoPageInterface *interface)
{
  interface->set_library = soho_guides_page_set_library;
  interface->search = soho_guides_page_search;
  interface->show_record = soho_guides_page_show_record;
  interface->get_can_go_back = soho_guides_page_get_can_go_back;
  interface->go_back = soho_guides_page_go_back;
}
