/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the main window knows of each of its pages. A page is made when it is first shown.
 *
 * Signal "navigated": soho_page_get_can_go_back () may answer otherwise than before. */
#define SOHO_TYPE_PAGE (soho_page_get_type ())
G_DECLARE_INTERFACE (SohoPage, soho_page, SOHO, PAGE, GtkWidget)

struct _SohoPageInterface
{
  GTypeInterface parent_interface;

  void (*set_library) (SohoPage *self, SohoLibrary *library);
  void (*search) (SohoPage *self);
  void (*show_record) (SohoPage *self, const char *kind, gint64 id);
  gboolean (*get_can_go_back) (SohoPage *self); /* NULL: never */
  void (*go_back) (SohoPage *self);             /* NULL: nothing happens */
};

/* To be called once, before anything else. */
void soho_page_set_library (SohoPage *self, SohoLibrary *library);

/* Gives the keyboard to the page's search entry. */
void soho_page_search (SohoPage *self);

/* Shows a record of one of the kinds that the page is for (pages/catalogue.h); whatever hides it
 * gives way. Nothing happens if there is none of that id. */
void soho_page_show_record (SohoPage *self, const char *kind, gint64 id);

/* Whether the page shows one thing where it could show all of them. */
gboolean soho_page_get_can_go_back (SohoPage *self);
void soho_page_go_back (SohoPage *self);

/* For pages: tells the window that one can, or cannot, go back now. */
void soho_page_navigated (SohoPage *self);

G_END_DECLS
