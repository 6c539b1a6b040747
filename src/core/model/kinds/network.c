/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/kinds.h"

/* The association itself; there is one record of it. */
static const SohoField network_fields[] = {
  SOHO_TEXT_FIELD ("name", 80, .title = TRUE, .required = TRUE, .key = TRUE),
  SOHO_LONG_TEXT_FIELD ("about", 4000),
  SOHO_TEXT_FIELD ("phone", 20, .format = SOHO_FORMAT_PHONE),
  SOHO_TEXT_FIELD ("email", 120, .format = SOHO_FORMAT_EMAIL),
  SOHO_TEXT_FIELD ("website", 200, .format = SOHO_FORMAT_URL),
  SOHO_LONG_TEXT_FIELD ("legal_notice", 20000),
  SOHO_LONG_TEXT_FIELD ("privacy_notice", 20000),
  SOHO_LONG_TEXT_FIELD ("figures", 4000),
  {},
};

const SohoKind soho_kind_network = {
  .name = "network",
  .type_name = "SohoNetwork",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_STAFF,
  .fields = network_fields,
};

/* What people can do. A skill without a parent is one of the plain categories; the others carry an
 * appellation of ROME. */
static const SohoField skill_fields[] = {
  SOHO_REFERENCE_FIELD ("parent", "skill"),
  SOHO_TEXT_FIELD (
      "label", 200, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_SET_FIELD ("aliases", 40, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_TEXT_FIELD ("rome", 5),
  {},
};

const SohoKind soho_kind_skill = {
  .name = "skill",
  .type_name = "SohoSkill",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_STAFF,
  .fields = skill_fields,
};
