/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "model/taxonomy.h"

#define GEOGRAPHY_CREDITS "/fr/sohosolo/core/credits.txt"

static void
add_credit (AdwAboutWindow *about, const char *title, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_about_window_add_legal_section (about, title, NULL, GTK_LICENSE_CUSTOM, markup);
}

void
soho_about_present (GtkWindow *parent)
{
  GtkWidget *about = adw_about_window_new ();
  g_autoptr (GBytes) geography
      = g_resources_lookup_data (GEOGRAPHY_CREDITS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_object_set (
      about, "application-name", _ ("Soho Solo"), "application-icon", SOHO_APP_ID, "developer-name",
      _ ("The Soho Solo contributors"), "version", SOHO_VERSION, "comments",
      _ ("The people who work from home in the Gers, the villages that welcome them and the "
         "telecentres, always at hand, with or without a connection."),
      "license-type", GTK_LICENSE_GPL_3_0, "transient-for", parent, "modal", TRUE, NULL);
  g_assert (geography != NULL);
  add_credit (ADW_ABOUT_WINDOW (about), _ ("Map and communes"), g_bytes_get_data (geography, NULL));
  add_credit (ADW_ABOUT_WINDOW (about), _ ("Occupations"), soho_taxonomy_get_credit ());
  gtk_window_present (GTK_WINDOW (about));
}
