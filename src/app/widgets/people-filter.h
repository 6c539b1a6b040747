/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/people-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What narrows people down: words, as they are typed, and a category.
 *
 * Property "tools": a widget at the end of the line that tells how many were found.
 *
 * Signal "changed": words or category are others.
 * Signal "activated": the person is done typing and wants the first one found.
 * Signal "left": the person goes on to what was found, with the down arrow. */
#define SOHO_TYPE_PEOPLE_FILTER (soho_people_filter_get_type ())
G_DECLARE_FINAL_TYPE (SohoPeopleFilter, soho_people_filter, SOHO, PEOPLE_FILTER, AdwBin)

/* Fills the categories. To be called once. */
void soho_people_filter_set_library (SohoPeopleFilter *self, SohoLibrary *library);

/* Makes the categories tell how many people each would leave of those asked for, instead of all.
 * query: fills in all that is asked for now. user_data must outlive the filter. */
void
soho_people_filter_count_by (SohoPeopleFilter *self, SohoPeopleQueryFunc query, gpointer user_data);

/* Typing anywhere in the widget begins a search. */
void soho_people_filter_capture_keys (SohoPeopleFilter *self, GtkWidget *widget);

/* The words as typed, borrowed; "" for none. */
const char *soho_people_filter_get_words (SohoPeopleFilter *self);

/* The id of the category, 0 for all. */
gint64 soho_people_filter_get_category (SohoPeopleFilter *self);

/* Chooses a category; nothing happens if there is none of this id. */
void soho_people_filter_set_category (SohoPeopleFilter *self, gint64 category);

/* Whether anything is asked for. */
gboolean soho_people_filter_is_active (SohoPeopleFilter *self);

/* Asks for these words and this category, 0 for all. */
void soho_people_filter_ask (SohoPeopleFilter *self, const char *words, gint64 category);

/* Asks for nothing any more. */
void soho_people_filter_clear (SohoPeopleFilter *self);

/* Tells how many people were found. */
void soho_people_filter_set_found (SohoPeopleFilter *self, guint people);

/* Gives the keyboard to the search entry, what stands there selected. */
void soho_people_filter_focus (SohoPeopleFilter *self);

/* Gives the keyboard to the search entry, to go on typing. */
void soho_people_filter_resume (SohoPeopleFilter *self);

G_END_DECLS
