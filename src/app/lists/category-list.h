/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "store/directory.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A choice of the filter by category, with properties "label", "icon-name" and "people". */
#define SOHO_TYPE_CATEGORY_CHOICE (soho_category_choice_get_type ())
G_DECLARE_FINAL_TYPE (SohoCategoryChoice, soho_category_choice, SOHO, CATEGORY_CHOICE, GObject)

/* The skill without a parent; 0 for the choice of everything. */
gint64 soho_category_choice_get_id (SohoCategoryChoice *self);

/* The plain categories of skills, live, with the number of people in each; first the choice of
 * everything. A category keeps its object as long as the list lives. */
#define SOHO_TYPE_CATEGORY_LIST (soho_category_list_get_type ())
G_DECLARE_FINAL_TYPE (SohoCategoryList, soho_category_list, SOHO, CATEGORY_LIST, GObject)

SohoCategoryList *soho_category_list_new (SohoLibrary *library);

/* Counts, until something changes in the replica, only the people that the query asks for, of
 * whatever category. */
void soho_category_list_count (SohoCategoryList *self, const SohoPeopleQuery *query);

G_END_DECLS
