/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/date.h"
#include "model/kinds.h"

/* A day in seconds: nobody listens longer. */
#define EPISODE_LONGEST_S 86400

/* What newcomers want to know, in Markdown. */
static const SohoField guide_fields[] = {
  SOHO_TEXT_FIELD ("section", 80, .required = TRUE, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_TEXT_FIELD (
      "title", 160, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_LONG_TEXT_FIELD ("body", 60000, .search = SOHO_SEARCH_TEXT),
  SOHO_TEXT_FIELD ("language", 35, .key = TRUE, .format = SOHO_FORMAT_LANGUAGE, .fallback = "fr"),
  SOHO_TEXT_FIELD ("version", 40),
  SOHO_DATE_FIELD ("revised_on"),
  SOHO_INTEGER_FIELD ("position", 0, 100000),        /* among the guides of its section */
  SOHO_BOOLEAN_FIELD ("checklist", .fallback = "0"), /* its list items are to be ticked off */
  {},
};

const SohoKind soho_kind_guide = {
  .name = "guide",
  .type_name = "SohoGuide",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_STAFF,
  .fields = guide_fields,
};

/* An episode of the podcast. */
static const SohoField episode_fields[] = {
  SOHO_TEXT_FIELD (
      "title", 160, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_LONG_TEXT_FIELD ("summary", 8000, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_BLOB_FIELD ("audio"),
  SOHO_INTEGER_FIELD ("duration", 0, EPISODE_LONGEST_S), /* seconds */
  SOHO_DATE_FIELD ("published_on", .required = TRUE, .key = TRUE),
  SOHO_LONG_TEXT_FIELD ("chapters", 8000), /* a line each: "MM:SS Title" */
  SOHO_LONG_TEXT_FIELD ("transcript", 60000, .search = SOHO_SEARCH_TEXT),
  {},
};

const SohoKind soho_kind_episode = {
  .name = "episode",
  .type_name = "SohoEpisode",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_STAFF,
  .fields = episode_fields,
};
