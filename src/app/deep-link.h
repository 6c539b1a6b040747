/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Where an address leads that another program hands us: "soho-solo:commune/32233",
 * "soho-solo:telecentre/12", "soho-solo:page/agenda" or a place, "geo:43.525,0.162". */
typedef struct
{
  char commune[6];  /* INSEE code; "" if it leads to none */
  const char *kind; /* of a record: a kind that has a page; NULL if it leads to none */
  gint64 id;
  const char *page; /* a name of the catalogue; NULL if it leads to a place or a record */
} SohoDeepLink;

/* Nothing in the address is trusted. Errors: G_IO_ERROR_INVALID_ARGUMENT, with a sentence that says
 * what is wrong. */
gboolean soho_deep_link_parse (const char *address, SohoDeepLink *link, GError **error);
