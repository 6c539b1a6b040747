/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/catalogue.h"

#include <glib/gi18n-lib.h>

#include "pages/agenda-page.h"
#include "pages/directory-page.h"
#include "pages/guides-page.h"
#include "pages/map-page.h"
#include "pages/own-card-page.h"
#include "pages/telecentres-page.h"
#include "pages/villages-page.h"

static const SohoPageEntry pages[] = {
  { "map", N_ ("Map"), "mark-location-symbolic", { NULL }, soho_map_page_get_type },
  { "directory",
    N_ ("Directory"),
    "x-office-address-book-symbolic",
    { "member", NULL },
    soho_directory_page_get_type },
  { "villages",
    N_ ("Villages"),
    "soho-village-symbolic",
    { "village", "village_offer", NULL },
    soho_villages_page_get_type },
  { "telecentres",
    N_ ("Telecentres"),
    "computer-symbolic",
    { "telecentre", "resource", NULL },
    soho_telecentres_page_get_type },
  { "agenda",
    N_ ("Agenda"),
    "x-office-calendar-symbolic",
    { "event", NULL },
    soho_agenda_page_get_type },
  { "guides",
    N_ ("Guides and podcast"),
    "accessories-dictionary-symbolic",
    { "guide", "episode", NULL },
    soho_guides_page_get_type },
  { "own-card", N_ ("My card"), "avatar-default-symbolic", { NULL }, soho_own_card_page_get_type },
};

guint
soho_catalogue_get_n_pages (void)
{
  return G_N_ELEMENTS (pages);
}

const SohoPageEntry *
soho_catalogue_get_nth (guint i)
{
  return i < G_N_ELEMENTS (pages) ? &pages[i] : NULL;
}

const SohoPageEntry *
soho_catalogue_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].name, name) == 0)
      return &pages[i];
  return NULL;
}

const SohoPageEntry *
soho_catalogue_find_for_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strv_contains (pages[i].kinds, kind))
      return &pages[i];
  return NULL;
}

char *
soho_catalogue_dup_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", pages[i].name);
  return g_string_free (names, FALSE);
}
