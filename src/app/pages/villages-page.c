/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/villages-page.h"

#include <glib/gi18n-lib.h>

#include "widgets/place-row.h"
#include "widgets/village-card.h"

struct _SohoVillagesPage
{
  SohoSearchPage parent_instance;

  SohoVillageCard *card; /* not owned; NULL before there is a library */
};

G_DEFINE_FINAL_TYPE (SohoVillagesPage, soho_villages_page, SOHO_TYPE_SEARCH_PAGE)

static const SohoSearchPageTexts texts = {
  .list_name = N_ ("Villages"),
  .entry_name = N_ ("Search villages and their offers"),
  .placeholder = N_ ("Village, school, premises…"),
  .icon = "soho-village-symbolic",
  .nothing_found = N_ ("No Village Found"),
  .try_else
  = N_ ("Try a single word, such as “school” or “workshop”, or the name of a town nearby."),
  .show_all = N_ ("_Show All Villages"),
  .none_yet = N_ ("No Villages Yet"),
  .why_none = N_ ("The partner villages of the network will stand here."),
  .nothing_chosen = N_ ("No Village Chosen"),
  .choose_one
  = N_ ("Choose a village to see how one lives there, what it offers and who welcomes you."),
};

static SohoSearchList *
create_list (SohoSearchPage *page, SohoLibrary *library)
{
  static const char *const by_name[] = { "commune", NULL };

  return soho_search_list_new (library, "village", by_name, "village_offer");
}

static GtkListItemFactory *
create_factory (SohoSearchPage *page, SohoLibrary *library)
{
  g_autoptr (SohoVillageCounts) counts = soho_village_counts_new (library);

  return soho_place_row_factory_new_for_villages (counts);
}

static GtkWidget *
create_detail (SohoSearchPage *page, SohoLibrary *library)
{
  SohoVillagesPage *self = SOHO_VILLAGES_PAGE (page);

  self->card = g_object_new (SOHO_TYPE_VILLAGE_CARD, NULL);
  soho_village_card_set_library (self->card, library);
  return GTK_WIDGET (self->card);
}

static void
show (SohoSearchPage *page, gint64 id)
{
  soho_village_card_set_village (SOHO_VILLAGES_PAGE (page)->card, id);
}

static gint64
find_owner (SohoSearchPage *page, SohoRecord *offer)
{
  return soho_record_get_integer (offer, "village", 0);
}

static void
reveal (SohoSearchPage *page, gint64 offer)
{
  soho_village_card_reveal_offer (SOHO_VILLAGES_PAGE (page)->card, offer);
}

static char *
dup_found (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u village", "%u villages", n), n);
}

static void
soho_villages_page_class_init (SohoVillagesPageClass *klass)
{
  SohoSearchPageClass *page = SOHO_SEARCH_PAGE_CLASS (klass);

  page->texts = &texts;
  page->kind = "village";
  page->create_list = create_list;
  page->create_factory = create_factory;
  page->create_detail = create_detail;
  page->show = show;
  page->find_owner = find_owner;
  page->reveal = reveal;
  page->dup_found = dup_found;
}

static void
soho_villages_page_init (SohoVillagesPage *self)
{
}
