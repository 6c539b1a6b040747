/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/kinds.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/date.h"
#include "model/validate.h"

const char *const soho_visibilities[] = { "public", "members", "self", NULL };

static const char *const occasions[] = { "work", "collaboration", "mentoring", "leading", NULL };

/* A person's card. Without an agreement a card is for members alone; nothing becomes public by
 * being forgotten. */
static const SohoField member_fields[] = {
  SOHO_TEXT_FIELD (
      "given_name", 80, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_TEXT_FIELD (
      "family_name", 80, .title = TRUE, .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_TITLE),
  SOHO_TEXT_FIELD ("organization", 120, .search = SOHO_SEARCH_TITLE),
  SOHO_TEXT_FIELD ("occupation", 160, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_LONG_TEXT_FIELD ("about", 4000, .search = SOHO_SEARCH_TEXT),
  SOHO_TEXT_FIELD ("commune",
                   5,
                   .required = TRUE,
                   .key = TRUE,
                   .format = SOHO_FORMAT_COMMUNE,
                   .unit = "place",
                   .search = SOHO_SEARCH_TEXT),
  /* Where the person wants to be on the map; the commune's centre if they do not say. */
  SOHO_REAL_FIELD ("lat", -90, 90, 5, .unit = "place"),
  SOHO_REAL_FIELD ("lon", -180, 180, 5, .unit = "place"),
  SOHO_SET_FIELD ("languages", 20, .format = SOHO_FORMAT_LANGUAGE),
  SOHO_TEXT_FIELD ("website", 200, .format = SOHO_FORMAT_URL),
  SOHO_BLOB_FIELD ("photo", .picture = TRUE),
  SOHO_SET_FIELD ("open_to", 8, .values = occasions),
  SOHO_ENUMERATION_FIELD ("visibility", soho_visibilities, .fallback = "members"),
  {},
};

const SohoKind soho_kind_member = {
  .name = "member",
  .type_name = "SohoMember",
  .read = SOHO_READ_BY_CHOICE,
  .write = SOHO_WRITE_SELF | SOHO_WRITE_STAFF,
  .fields = member_fields,
};

static const char *const contact_types[] = { "phone", "mobile", "email", "address", "web", NULL };

/* One way to reach a person, with an audience of its own, hidden unless agreed to. */
static const SohoField contact_point_fields[] = {
  SOHO_REFERENCE_FIELD ("member", "member", .required = TRUE, .key = TRUE, .owner = TRUE),
  SOHO_ENUMERATION_FIELD ("type", contact_types, .required = TRUE),
  SOHO_TEXT_FIELD ("value", 200, .title = TRUE, .required = TRUE, .key = TRUE),
  SOHO_TEXT_FIELD ("label", 40),
  SOHO_ENUMERATION_FIELD ("visibility", soho_visibilities, .fallback = "self"),
  SOHO_DATE_FIELD ("agreed_on"),
  {},
};

static SohoTextFormat
contact_point_format (const SohoKind *kind, const SohoValue *values, guint field)
{
  const SohoValue *type = &values[soho_kind_find_field (kind, "type")];

  if (!g_str_equal (kind->fields[field].name, "value") || type->type != SOHO_VALUE_TEXT)
    return kind->fields[field].format;
  if (g_str_equal (type->text, "phone") || g_str_equal (type->text, "mobile"))
    return SOHO_FORMAT_PHONE;
  if (g_str_equal (type->text, "email"))
    return SOHO_FORMAT_EMAIL;
  return g_str_equal (type->text, "web") ? SOHO_FORMAT_URL : SOHO_FORMAT_PLAIN;
}

static gboolean
check_contact_point (const SohoKind *kind, const SohoValue *values, GError **error)
{
  const SohoValue *visibility = &values[soho_kind_find_field (kind, "visibility")];
  const SohoValue *agreed_on = &values[soho_kind_find_field (kind, "agreed_on")];

  if (visibility->type != SOHO_VALUE_TEXT || strcmp (visibility->text, "self") == 0
      || agreed_on->type != SOHO_VALUE_NONE)
    return TRUE;
  return soho_validation_fail (error, "agreed_on",
                               _ ("is missing: say on which day the person agreed to show this, "
                                  "or leave “visibility” empty to keep it hidden"));
}

const SohoKind soho_kind_contact_point = {
  .name = "contact_point",
  .type_name = "SohoContactPoint",
  .read = SOHO_READ_BY_CHOICE,
  .write = SOHO_WRITE_SELF,
  .fields = contact_point_fields,
  .format_of = contact_point_format,
  .check = check_contact_point,
};

static const SohoField member_skill_fields[] = {
  SOHO_REFERENCE_FIELD ("member", "member", .required = TRUE, .key = TRUE, .owner = TRUE),
  SOHO_REFERENCE_FIELD (
      "skill", "skill", .required = TRUE, .key = TRUE, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_TEXT_FIELD ("detail", 200, .search = SOHO_SEARCH_KEYWORDS),
  SOHO_INTEGER_FIELD ("years", 0, 80),
  {},
};

const SohoKind soho_kind_member_skill = {
  .name = "member_skill",
  .type_name = "SohoMemberSkill",
  .read = SOHO_READ_AS_OWNER,
  .write = SOHO_WRITE_SELF,
  .fields = member_skill_fields,
};
