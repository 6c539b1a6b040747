/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "model/date.h"
#include "model/kinds.h"
#include "model/validate.h"

static const char *const event_states[] = { "proposed", "planned", "held", "cancelled", NULL };

/* A monthly meeting, a workshop, a visit. */
static const SohoField event_fields[] = {
  SOHO_TEXT_FIELD ("theme", 80, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_TEXT_FIELD (
      "title", 160, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_LONG_TEXT_FIELD ("summary", 8000, .search = SOHO_SEARCH_TEXT),
  SOHO_INSTANT_FIELD ("start", .required = TRUE, .key = TRUE, .unit = "time"),
  SOHO_INSTANT_FIELD ("end", .unit = "time"),
  SOHO_TEXT_FIELD (
      "commune", 5, .format = SOHO_FORMAT_COMMUNE, .unit = "place", .search = SOHO_SEARCH_TEXT),
  SOHO_TEXT_FIELD ("place", 200, .unit = "place", .search = SOHO_SEARCH_TEXT),
  SOHO_TEXT_FIELD ("online", 200, .format = SOHO_FORMAT_URL),
  SOHO_INTEGER_FIELD ("capacity", 1, 10000), /* people */
  SOHO_INSTANT_FIELD ("register_until"),
  SOHO_ENUMERATION_FIELD ("state", event_states, .fallback = "planned"),
  SOHO_LONG_TEXT_FIELD ("minutes", 40000, .search = SOHO_SEARCH_TEXT), /* Markdown */
  {},
};

static gboolean
check_event (const SohoKind *kind, const SohoValue *values, GError **error)
{
  const SohoValue *start = &values[soho_kind_find_field (kind, "start")];
  const SohoValue *end = &values[soho_kind_find_field (kind, "end")];

  if (start->type == SOHO_VALUE_NONE || end->type == SOHO_VALUE_NONE
      || end->integer >= start->integer)
    return TRUE;
  return soho_validation_fail (error, "end", _ ("is before the start: correct one of the two"));
}

const SohoKind soho_kind_event = {
  .name = "event",
  .type_name = "SohoEvent",
  .read = SOHO_READ_UNLESS_PROPOSED,
  .write = SOHO_WRITE_ORGANISER | SOHO_WRITE_STAFF,
  .fields = event_fields,
  .check = check_event,
};
