/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/page.h"

G_DEFINE_INTERFACE (SohoPage, soho_page, GTK_TYPE_WIDGET)

static guint navigated_signal;

static void
soho_page_default_init (SohoPageInterface *interface)
{
  navigated_signal = g_signal_new ("navigated", SOHO_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

void
soho_page_set_library (SohoPage *self, SohoLibrary *library)
{
  SOHO_PAGE_GET_IFACE (self)->set_library (self, library);
}

void
soho_page_search (SohoPage *self)
{
  SOHO_PAGE_GET_IFACE (self)->search (self);
}

void
soho_page_show_record (SohoPage *self, const char *kind, gint64 id)
{
  SOHO_PAGE_GET_IFACE (self)->show_record (self, kind, id);
}

gboolean
soho_page_get_can_go_back (SohoPage *self)
{
  SohoPageInterface *interface = SOHO_PAGE_GET_IFACE (self);

  return interface->get_can_go_back != NULL && interface->get_can_go_back (self);
}

void
soho_page_go_back (SohoPage *self)
{
  SohoPageInterface *interface = SOHO_PAGE_GET_IFACE (self);

  if (interface->go_back != NULL)
    interface->go_back (self);
}

void
soho_page_navigated (SohoPage *self)
{
  g_signal_emit (self, navigated_signal, 0);
}
