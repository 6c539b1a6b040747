/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/search-list.h"
#include "pages/page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a page says in its places; English, shown through gettext. */
typedef struct
{
  const char *list_name;   /* what a screen reader calls the list */
  const char *entry_name;  /* and the search entry */
  const char *placeholder; /* an example of what can be typed */
  const char *icon;
  const char *nothing_found, *try_else, *show_all; /* where the words find nothing */
  const char *none_yet, *why_none;                 /* where there is nothing at all */
  const char *nothing_chosen, *choose_one;         /* while nothing is chosen */
} SohoSearchPageTexts;

/* A page of records of one kind: words narrow a list down, beside it stands the record chosen. What
 * kind it is, its subclass says. It needs the actions of the main window above it. */
#define SOHO_TYPE_SEARCH_PAGE (soho_search_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (SohoSearchPage, soho_search_page, SOHO, SEARCH_PAGE, AdwBin)

struct _SohoSearchPageClass
{
  AdwBinClass parent_class;

  const SohoSearchPageTexts *texts;
  const char *kind;

  /* Makes what the page is of; each is called once. The detail has been given its library and tells
   * with notify::<kind> that it shows another record. */
  SohoSearchList *(*create_list) (SohoSearchPage *self, SohoLibrary *library);
  GtkListItemFactory *(*create_factory) (SohoSearchPage *self, SohoLibrary *library);
  GtkWidget *(*create_detail) (SohoSearchPage *self, SohoLibrary *library);

  /* Shows a record in the detail. */
  void (*show) (SohoSearchPage *self, gint64 id);

  /* Of a record that is shown within another one: the id of that one, 0 if there is none. NULL if
   * the page is for one kind alone. */
  gint64 (*find_owner) (SohoSearchPage *self, SohoRecord *part);

  /* Scrolls to a part of the record shown. NULL with find_owner. */
  void (*reveal) (SohoSearchPage *self, gint64 part);

  /* "3 villages". To be freed. */
  char *(*dup_found) (guint n);
};

G_END_DECLS
