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

static const char *const offer_types[] = { "home", "premises", "business", NULL };
static const char *const offer_states[] = { "open", "reserved", "closed", NULL };

/* A home or premises to let or to sell, or a business to take over. */
static const SohoField village_offer_fields[] = {
  SOHO_REFERENCE_FIELD (
      "village", "village", .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TEXT),
  SOHO_ENUMERATION_FIELD ("type", offer_types, .required = TRUE),
  SOHO_TEXT_FIELD (
      "title", 160, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_LONG_TEXT_FIELD ("detail", 4000, .search = SOHO_SEARCH_TEXT),
  SOHO_TEXT_FIELD ("price", 80),
  SOHO_ENUMERATION_FIELD ("state", offer_states, .fallback = "open"),
  {},
};

const SohoKind soho_kind_village_offer = {
  .name = "village_offer",
  .type_name = "SohoVillageOffer",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_VILLAGE_CONTACT | SOHO_WRITE_STAFF,
  .fields = village_offer_fields,
};

/* Who welcomes newcomers in a village: a member, or somebody named here. */
static const SohoField village_contact_fields[] = {
  SOHO_REFERENCE_FIELD ("village", "village", .required = TRUE, .key = TRUE, .owner = TRUE),
  SOHO_REFERENCE_FIELD ("member", "member"),
  SOHO_TEXT_FIELD (
      "name", 120, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_TEXT_FIELD ("role", 120), /* "mairie", "habitante" */
  SOHO_TEXT_FIELD ("phone", 20, .format = SOHO_FORMAT_PHONE),
  SOHO_TEXT_FIELD ("email", 120, .format = SOHO_FORMAT_EMAIL),
  {},
};

const SohoKind soho_kind_village_contact = {
  .name = "village_contact",
  .type_name = "SohoVillageContact",
  .read = SOHO_READ_AS_OWNER,
  .write = SOHO_WRITE_VILLAGE_CONTACT | SOHO_WRITE_STAFF,
  .fields = village_contact_fields,
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

static const char *const resource_types[]
    = { "desk", "office", "meeting_room", "computer", "printer", "phone", NULL };

/* What can be used in a telecentre. */
static const SohoField resource_fields[] = {
  SOHO_REFERENCE_FIELD ("telecentre", "telecentre", .required = TRUE, .key = TRUE, .owner = TRUE),
  SOHO_ENUMERATION_FIELD ("type", resource_types, .required = TRUE),
  SOHO_TEXT_FIELD (
      "name", 120, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_INTEGER_FIELD ("capacity", 1, 1000), /* people at a time */
  SOHO_LONG_TEXT_FIELD ("equipment", 2000, .search = SOHO_SEARCH_TEXT),
  SOHO_TEXT_FIELD ("rate", 120),
  SOHO_BOOLEAN_FIELD ("walk_in", .fallback = "0"), /* without a booking */
  {},
};

const SohoKind soho_kind_resource = {
  .name = "resource",
  .type_name = "SohoResource",
  .read = SOHO_READ_AS_OWNER,
  .write = SOHO_WRITE_RECEPTION | SOHO_WRITE_STAFF,
  .fields = resource_fields,
};
