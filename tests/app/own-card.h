/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fixture.h"

#include <gtk/gtk.h>

/* The page of one's own card in a window, for the tests of it. */
typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  GtkWidget *page;
} OwnCard;

/* person: who has signed in, 0 for nobody. */
void own_card_open (OwnCard *self, gint64 person);
void own_card_close (OwnCard *self);

/* The window alone; what stands in the replica stays. */
void own_card_open_page (OwnCard *self);
void own_card_close_page (OwnCard *self);

/* The first widget of the type below widget, of which the test, if any, holds; NULL if there is
 * none. */
GtkWidget *own_card_find (GtkWidget *widget,
                          GType type,
                          gboolean (*is_it) (GtkWidget *widget, const char *text),
                          const char *text);

/* For own_card_find (): a row of that title, a label with that text in it in a row that is shown, a
 * button with that label. */
gboolean own_card_has_title (GtkWidget *widget, const char *title);
gboolean own_card_is_shown_with (GtkWidget *widget, const char *text);
gboolean own_card_is_labelled (GtkWidget *widget, const char *label);

/* The row to be edited, an entry or one that unfolds, of that title; NULL if there is none. */
GtkWidget *own_card_row (OwnCard *self, const char *title);

/* What an entry holds; and another text in it, as if typed. */
const char *own_card_text_of (OwnCard *self, const char *title);
void own_card_type (OwnCard *self, const char *title, const char *text);

/* What somebody's card says in a text field; NULL if nothing. To be freed. */
char *own_card_dup_said (OwnCard *self, gint64 person, const char *field);

/* How many edits wait. */
guint own_card_count_edits (OwnCard *self);
