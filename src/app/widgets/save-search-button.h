/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A button that keeps what is asked for under a name, for whoever has signed in. */
#define SOHO_TYPE_SAVE_SEARCH_BUTTON (soho_save_search_button_get_type ())
G_DECLARE_FINAL_TYPE (
    SohoSaveSearchButton, soho_save_search_button, SOHO, SAVE_SEARCH_BUTTON, AdwBin)

/* Fills in what is asked for now: all but the name and the holder of a saved_search. */
typedef void (*SohoSaveSearchFill) (SohoRecord *search, gpointer user_data);

/* To be called once. user_data must outlive the button. */
void soho_save_search_button_set_library (SohoSaveSearchButton *self,
                                          SohoLibrary *library,
                                          SohoSaveSearchFill fill,
                                          gpointer user_data);

G_END_DECLS
