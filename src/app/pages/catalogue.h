/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/* The pages of the main window, each declared once: the sidebar, the shortcuts Alt+1, Alt+2, …, the
 * option --page and the way from a record to its page follow from it. */
typedef struct
{
  const char *name;         /* for settings, the command line and actions */
  const char *title;        /* English; shown through gettext */
  const char *icon;         /* symbolic icon of adwaita-icon-theme or of ours */
  const char *kinds[3];     /* of which it shows the records; ends with NULL */
  GType (*get_type) (void); /* of a SohoPage */
  gboolean aside;           /* not in the sidebar: one comes to it from elsewhere */
} SohoPageEntry;

guint soho_catalogue_get_n_pages (void);

/* The page at a position in the order of the sidebar; NULL past the end. */
const SohoPageEntry *soho_catalogue_get_nth (guint i);

/* The page of that name; NULL if there is none, or for NULL. */
const SohoPageEntry *soho_catalogue_find (const char *name);

/* The page that shows records of a kind; NULL if none does. */
const SohoPageEntry *soho_catalogue_find_for_kind (const char *kind);

/* The names of all pages, "map, directory, …". To be freed. */
char *soho_catalogue_dup_names (void);
