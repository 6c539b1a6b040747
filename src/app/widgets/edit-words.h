/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "change/edit.h"
#include "library.h"

/* An edit in plain words. All texts are to be freed. */

/* What was changed, as a heading: "My card: “What others should know of you”", "Anselme Épure:
 * added to your favourites". */
char *soho_edit_words_dup_heading (SohoLibrary *library, const SohoEdit *edit);

/* What was written, each field on a line; with its name where there are several. NULL where there
 * are no words, as in a deletion. */
char *soho_edit_words_dup_text (SohoLibrary *library, const SohoEdit *edit);

/* What stands in the fields of the edit where values say it; NULL where nothing does. */
char *
soho_edit_words_dup_others (SohoLibrary *library, const SohoEdit *edit, const SohoValue *values);
