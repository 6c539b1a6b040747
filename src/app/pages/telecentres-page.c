/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/telecentres-page.h"

#include <glib/gi18n-lib.h>

#include "widgets/place-row.h"
#include "widgets/telecentre-view.h"

struct _SohoTelecentresPage
{
  SohoSearchPage parent_instance;

  SohoTelecentreView *view; /* not owned; NULL before there is a library */
};

G_DEFINE_FINAL_TYPE (SohoTelecentresPage, soho_telecentres_page, SOHO_TYPE_SEARCH_PAGE)

static const SohoSearchPageTexts texts = {
  .list_name = N_ ("Telecentres"),
  .entry_name = N_ ("Search telecentres and what is in them"),
  .placeholder = N_ ("Town, desk, meeting room…"),
  .icon = "computer-symbolic",
  .nothing_found = N_ ("No Telecentre Found"),
  .try_else
  = N_ ("Try a single word, such as “meeting” or “printer”, or the name of a town nearby."),
  .show_all = N_ ("_Show All Telecentres"),
  .none_yet = N_ ("No Telecentres Yet"),
  .why_none = N_ ("The telecentres of the network will stand here."),
  .nothing_chosen = N_ ("No Telecentre Chosen"),
  .choose_one = N_ ("Choose a telecentre to see when it is open and what can be used there."),
};

static SohoSearchList *
create_list (SohoSearchPage *page, SohoLibrary *library)
{
  static const char *const by_name[] = { "name", NULL };

  return soho_search_list_new (library, "telecentre", by_name, NULL);
}

static GtkListItemFactory *
create_factory (SohoSearchPage *page, SohoLibrary *library)
{
  return soho_place_row_factory_new_for_telecentres ();
}

static GtkWidget *
create_detail (SohoSearchPage *page, SohoLibrary *library)
{
  SohoTelecentresPage *self = SOHO_TELECENTRES_PAGE (page);

  self->view = g_object_new (SOHO_TYPE_TELECENTRE_VIEW, NULL);
  soho_telecentre_view_set_library (self->view, library);
  return GTK_WIDGET (self->view);
}

static void
show (SohoSearchPage *page, gint64 id)
{
  soho_telecentre_view_set_telecentre (SOHO_TELECENTRES_PAGE (page)->view, id);
}

static gint64
find_owner (SohoSearchPage *page, SohoRecord *resource)
{
  return soho_record_get_integer (resource, "telecentre", 0);
}

static void
reveal (SohoSearchPage *page, gint64 resource)
{
  soho_telecentre_view_reveal_resource (SOHO_TELECENTRES_PAGE (page)->view, resource);
}

static char *
dup_found (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u telecentre", "%u telecentres", n), n);
}

static void
soho_telecentres_page_class_init (SohoTelecentresPageClass *klass)
{
  SohoSearchPageClass *page = SOHO_SEARCH_PAGE_CLASS (klass);

  page->texts = &texts;
  page->kind = "telecentre";
  page->create_list = create_list;
  page->create_factory = create_factory;
  page->create_detail = create_detail;
  page->show = show;
  page->find_owner = find_owner;
  page->reveal = reveal;
  page->dup_found = dup_found;
}

static void
soho_telecentres_page_init (SohoTelecentresPage *self)
{
}
