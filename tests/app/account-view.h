/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fixture.h"
#include "network.h"

#include <adwaita.h>

#include "membership.h"

/* A window about accounts, with a real server on loopback, and a person's ways to look at it. */

#define PASSWORD "le canard du jeudi"
#define ODILE "odile@exemple.invalid"

typedef struct
{
  Fixture fixture;
  Network *network;
  GtkWidget *window; /* that is looked at */
} View;

/* Odile has signed in here, in this role (NULL for none), and elsewhere. */
void view_open (View *self, const char *role);
void view_show (View *self, GtkWidget *window);
void view_close (View *self);

/* The code of an invitation, to be freed. */
char *invite (View *self, const char *email, const char *role);

/* The first mapped widget below that says the text; NULL if there is none. */
GtkWidget *find (GtkWidget *widget, const char *text);

/* The entry whose title is this. */
GtkEditable *find_entry (GtkWidget *widget, const char *title);

void wait_for (GtkWidget *widget, const char *text);
void wait_until_gone (GtkWidget *widget, const char *text);

/* The button or row around what says the text. */
void click (GtkWidget *widget, const char *text);

/* The dialog that the window has just opened; answers it. */
GtkWidget *get_dialog (GtkWidget *window);
void respond (GtkWidget *window, const char *response);
