/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/record.h"

#include <gtk/gtk.h>

/* The types of what can be used in a telecentre, in the order in which people ask for them. */
typedef struct
{
  const char *value; /* NULL at the end, for those that a newer version would know */
  const char *title; /* English; shown through gettext */
  const char *icon;
} SohoResourceType;

guint soho_resource_get_n_types (void);

/* The type at a position, the unknown one last. */
const SohoResourceType *soho_resource_get_nth_type (guint i);

/* The position of the resource's type. */
guint soho_resource_find_type (SohoRecord *resource);

/* A row with a resource: for how many, with what, for how much, and whether one may just come. The
 * row is floating. */
GtkWidget *soho_resource_row_new (SohoRecord *resource);
