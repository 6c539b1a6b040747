/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lists/people-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A button that opens what people can be narrowed down by beside words and occupations: languages,
 * and what they are open to, each with the number of people it would leave. It is marked while
 * anything is chosen.
 *
 * Signal "changed": something else is chosen. */
#define SOHO_TYPE_FACET_BUTTON (soho_facet_button_get_type ())
G_DECLARE_FINAL_TYPE (SohoFacetButton, soho_facet_button, SOHO, FACET_BUTTON, GtkWidget)

/* To be called once. query: fills in all that is asked for now. user_data must outlive the button.
 */
void soho_facet_button_set_library (SohoFacetButton *self,
                                    SohoLibrary *library,
                                    SohoPeopleQueryFunc query,
                                    gpointer user_data);

/* What is chosen, borrowed; NULL for nothing. */
const char *soho_facet_button_get_language (SohoFacetButton *self);
const char *soho_facet_button_get_occasion (SohoFacetButton *self);

void soho_facet_button_choose (SohoFacetButton *self, const char *language, const char *occasion);

G_END_DECLS
