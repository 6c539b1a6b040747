/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What narrows a list of records down: words, as they are typed, and below them how much was found.
 *
 * Properties, to be given once: "placeholder-text", an example of what can be typed, and
 * "entry-name", what a screen reader calls the entry.
 *
 * Signal "changed": the words are others.
 * Signal "activated": the person is done typing and wants the first one found.
 * Signal "left": the person goes on to what was found, with the down arrow. */
#define SOHO_TYPE_RECORD_FILTER (soho_record_filter_get_type ())
G_DECLARE_FINAL_TYPE (SohoRecordFilter, soho_record_filter, SOHO, RECORD_FILTER, AdwBin)

/* Typing anywhere in the widget begins a search. */
void soho_record_filter_capture_keys (SohoRecordFilter *self, GtkWidget *widget);

/* The words as typed, borrowed; "" for none. */
const char *soho_record_filter_get_words (SohoRecordFilter *self);

/* Asks for nothing any more. */
void soho_record_filter_clear (SohoRecordFilter *self);

/* Tells how much was found: "3 villages". */
void soho_record_filter_set_found (SohoRecordFilter *self, const char *text);

/* Gives the keyboard to the search entry, what stands there selected. */
void soho_record_filter_focus (SohoRecordFilter *self);

G_END_DECLS
