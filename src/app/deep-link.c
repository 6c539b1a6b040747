/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deep-link.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model/gazetteer.h"
#include "model/geography.h"
#include "model/kind.h"
#include "pages/catalogue.h"

#define LONGEST_ADDRESS 500

/* Takes the beginning off an address, in any case. NULL if it has another. */
static const char *
cut (const char *address, const char *beginning)
{
  gsize length = strlen (beginning);

  return g_ascii_strncasecmp (address, beginning, length) == 0 ? address + length : NULL;
}

/* A number, and what follows it. FALSE if there is none. */
static gboolean
read_degrees (const char **text, double *degrees)
{
  char *end = NULL;

  if (!g_ascii_isdigit (**text) && **text != '-' && **text != '+' && **text != '.')
    return FALSE;
  *degrees = g_ascii_strtod (*text, &end);
  if (end == *text || !isfinite (*degrees))
    return FALSE;
  *text = end;
  return TRUE;
}

/* RFC 5870: a height, and parameters after ";", may follow; programs add a query. */
static gboolean
parse_place (const char *place, SohoDeepLink *link, GError **error)
{
  double latitude, longitude;
  const char *insee;

  if (!read_degrees (&place, &latitude) || *place++ != ',' || !read_degrees (&place, &longitude)
      || strchr (",;?", *place) == NULL || fabs (latitude) > 90 || fabs (longitude) > 180)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
                   _ ("This address of a place cannot be read."));
      return FALSE;
    }
  insee = soho_geography_locate (soho_geography_get_default (), latitude, longitude);
  if (insee == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
                   _ ("This place is not in the Gers, which is all that the map shows."));
      return FALSE;
    }
  g_strlcpy (link->commune, insee, sizeof link->commune);
  return TRUE;
}

static gboolean
parse_commune (const char *code, SohoDeepLink *link)
{
  const SohoCommune *commune = soho_gazetteer_find (code);

  if (commune != NULL)
    g_strlcpy (link->commune, commune->insee, sizeof link->commune);
  return commune != NULL;
}

static gboolean
parse_page (const char *name, SohoDeepLink *link)
{
  const SohoPageEntry *entry = soho_catalogue_find (name);

  link->page = entry != NULL ? entry->name : NULL;
  return entry != NULL;
}

static gboolean
parse_record (const char *name, const char *number, SohoDeepLink *link)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), name);

  if (kind == NULL || soho_catalogue_find_for_kind (kind->name) == NULL
      || !g_ascii_string_to_signed (number, 10, 1, G_MAXINT64, &link->id, NULL))
    return FALSE;
  link->kind = kind->name;
  return TRUE;
}

static gboolean
parse_own (const char *path, SohoDeepLink *link)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 3);

  if (g_strv_length (parts) != 2)
    return FALSE;
  if (g_str_equal (parts[0], "commune"))
    return parse_commune (parts[1], link);
  if (g_str_equal (parts[0], "page"))
    return parse_page (parts[1], link);
  return parse_record (parts[0], parts[1], link);
}

gboolean
soho_deep_link_parse (const char *address, SohoDeepLink *link, GError **error)
{
  const char *rest = NULL;

  *link = (SohoDeepLink){ .id = 0 };
  if (strnlen (address, LONGEST_ADDRESS + 1) <= LONGEST_ADDRESS
      && g_utf8_validate (address, -1, NULL))
    {
      if ((rest = cut (address, "geo:")) != NULL)
        return parse_place (rest, link, error);
      /* Some programs write two slashes after every scheme. */
      if ((rest = cut (address, "soho-solo://")) == NULL)
        rest = cut (address, "soho-solo:");
      if (rest != NULL && parse_own (rest, link))
        return TRUE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
               _ ("This address leads nowhere here. Addresses look like soho-solo:commune/32233 or "
                  "geo:43.525,0.162."));
  return FALSE;
}
