/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/date.h"
#include "model/kinds.h"

static const char *const line_technologies[]
    = { "fibre", "dsl", "cable", "4g", "5g", "satellite", NULL };

/* A partner village: a commune that helps newcomers settle. */
static const SohoField village_fields[] = {
  SOHO_TEXT_FIELD ("commune",
                   5,
                   .title = TRUE,
                   .required = TRUE,
                   .key = TRUE,
                   .format = SOHO_FORMAT_COMMUNE,
                   .search = SOHO_SEARCH_TITLE),
  SOHO_LONG_TEXT_FIELD ("presentation", 8000, .search = SOHO_SEARCH_TEXT),
  SOHO_LONG_TEXT_FIELD ("housing", 4000, .search = SOHO_SEARCH_TEXT),
  SOHO_LONG_TEXT_FIELD ("schools", 4000, .search = SOHO_SEARCH_TEXT),
  SOHO_LONG_TEXT_FIELD ("health", 4000, .search = SOHO_SEARCH_TEXT),
  SOHO_LONG_TEXT_FIELD ("shops", 4000, .search = SOHO_SEARCH_TEXT),
  SOHO_INTEGER_FIELD ("line_speed", 0, 100000), /* Mbit/s downwards */
  SOHO_ENUMERATION_FIELD ("line_technology", line_technologies),
  SOHO_DATE_FIELD ("partner_since"),
  SOHO_DATE_FIELD ("reviewed_on"),
  {},
};

const SohoKind soho_kind_village = {
  .name = "village",
  .type_name = "SohoVillage",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_VILLAGE_CONTACT | SOHO_WRITE_STAFF,
  .fields = village_fields,
};

static const SohoField telecentre_fields[] = {
  SOHO_TEXT_FIELD ("commune",
                   5,
                   .required = TRUE,
                   .format = SOHO_FORMAT_COMMUNE,
                   .unit = "place",
                   .search = SOHO_SEARCH_TITLE),
  SOHO_TEXT_FIELD (
      "name", 120, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_TEXT_FIELD ("address", 200, .search = SOHO_SEARCH_TEXT),
  SOHO_REAL_FIELD ("lat", -90, 90, 5, .unit = "place"),
  SOHO_REAL_FIELD ("lon", -180, 180, 5, .unit = "place"),
  SOHO_TEXT_FIELD ("opening_hours", 255), /* OpenStreetMap syntax */
  SOHO_TEXT_FIELD ("phone", 20, .format = SOHO_FORMAT_PHONE),
  SOHO_INTEGER_FIELD ("network_speed", 0, 100000), /* Mbit/s downwards */
  SOHO_LONG_TEXT_FIELD ("rates", 4000, .search = SOHO_SEARCH_TEXT),
  {},
};

const SohoKind soho_kind_telecentre = {
  .name = "telecentre",
  .type_name = "SohoTelecentre",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_RECEPTION | SOHO_WRITE_STAFF,
  .fields = telecentre_fields,
};
