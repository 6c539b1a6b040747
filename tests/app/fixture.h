/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

/* What the tests of the windows stand on: a replica of its own with a small network in it, the
 * library over it, and a hand that writes there as a sync, or another program, would. */
typedef struct
{
  char *directory;
  SohoReplica *writer; /* another connection to the same file */
  SohoLibrary *library;
} Fixture;

/* Ids of what fixture_open () puts there. */
enum
{
  ANSELME = 1, /* Anselme Épure, translator in Auch; two contact points */
  BERTHE = 2,  /* Berthe Maquette, potter in Condom */
  CELESTE = 3, /* Céleste Épure, translator in Auch; nothing else is known */
  TRANSLATION = 10,
  CRAFTS = 11,
  TRANSLATOR = 12, /* a skill under TRANSLATION */
  POTTER = 13,     /* a skill under CRAFTS */
  CONDOM = 20,     /* the partner village */
  DESK = 30,       /* the telecentre */
};

/* Starts GTK for a test program: to be called first in main (). */
void fixture_init (int *argc, char ***argv);

/* empty: whether nothing has been synced yet. */
void fixture_open (Fixture *self, gboolean empty);
void fixture_close (Fixture *self);

/* Writes one record: pairs of a field and its text form, which is that of CSV files, ended by NULL.
 */
void fixture_put (Fixture *self, const char *kind, gint64 id, ...) G_GNUC_NULL_TERMINATED;
void fixture_delete (Fixture *self, const char *kind, gint64 id);

/* Signs somebody in, or out for 0, as a sign-in through another program does. */
void fixture_sign_in (Fixture *self, gint64 person);

/* Runs the main loop until the condition holds; the test fails if that takes too long. */
typedef gboolean (*Condition) (gpointer user_data);
void fixture_wait (Condition condition, gpointer user_data);

/* Runs the main loop for that long. */
void fixture_idle (guint milliseconds);

/* A child of a template by its id there. */
#define CHILD(widget, TYPE, name)                                                                  \
  ((gpointer) gtk_widget_get_template_child (GTK_WIDGET (widget), TYPE, name))
