/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "model/kinds.h"
#include "model/validate.h"

/* What a member keeps for themselves, and nobody else reads. It is a part of their card, so that it
 * goes with it. */
#define HOLDER                                                                                     \
  SOHO_REFERENCE_FIELD ("holder", "member", .required = TRUE, .key = TRUE, .owner = TRUE)

/* What it is about: one of them. A reference of each kind, and not a number with the name of its
 * kind, so that it is what every reference is: checked by the server, and followed by a spreadsheet
 * and by a new sign-in. */
#define SUBJECTS                                                                                   \
  SOHO_REFERENCE_FIELD ("member", "member", .key = TRUE),                                          \
      SOHO_REFERENCE_FIELD ("village", "village", .key = TRUE),                                    \
      SOHO_REFERENCE_FIELD ("telecentre", "telecentre", .key = TRUE),                              \
      SOHO_REFERENCE_FIELD ("event", "event", .key = TRUE),                                        \
      SOHO_REFERENCE_FIELD ("guide", "guide", .key = TRUE),                                        \
      SOHO_REFERENCE_FIELD ("episode", "episode", .key = TRUE)

/* The holder stands first. */
static gboolean
check_subject (const SohoKind *kind, const SohoValue *values, GError **error)
{
  guint subjects = 0;

  for (guint i = 1; kind->fields[i].name != NULL; i++)
    subjects += kind->fields[i].type == SOHO_FIELD_REFERENCE && values[i].type != SOHO_VALUE_NONE;
  return subjects == 1
         || soho_validation_fail (error, "member",
                                  _ ("does not fit: say one person, place, meeting or text that it "
                                     "is about, and no other"));
}

static const SohoField favourite_fields[] = {
  HOLDER,
  SUBJECTS,
  {},
};

const SohoKind soho_kind_favourite = {
  .name = "favourite",
  .type_name = "SohoFavourite",
  .read = SOHO_READ_SELF,
  .write = SOHO_WRITE_SELF,
  .fields = favourite_fields,
  .check = check_subject,
};

static const SohoField private_note_fields[] = {
  HOLDER,
  SUBJECTS,
  SOHO_LONG_TEXT_FIELD ("text", 4000, .required = TRUE),
  {},
};

const SohoKind soho_kind_private_note = {
  .name = "private_note",
  .type_name = "SohoPrivateNote",
  .read = SOHO_READ_SELF,
  .write = SOHO_WRITE_SELF,
  .fields = private_note_fields,
  .check = check_subject,
};

/* What was asked of a page, under a name. The words are as they were typed; the rest is what the
 * page can be narrowed down by beside them. */
static const SohoField saved_search_fields[] = {
  HOLDER,
  SOHO_TEXT_FIELD ("name", 80, .title = TRUE, .required = TRUE, .key = TRUE),
  SOHO_TEXT_FIELD ("page", 40, .required = TRUE),
  SOHO_TEXT_FIELD ("words", 200),
  SOHO_REFERENCE_FIELD ("category", "skill"),
  SOHO_REFERENCE_FIELD ("skill", "skill"),
  SOHO_TEXT_FIELD ("language", 35, .format = SOHO_FORMAT_LANGUAGE),
  SOHO_TEXT_FIELD ("open_to", 40),
  SOHO_TEXT_FIELD ("near", 5, .format = SOHO_FORMAT_COMMUNE),
  SOHO_BOOLEAN_FIELD ("favourites"),
  {},
};

const SohoKind soho_kind_saved_search = {
  .name = "saved_search",
  .type_name = "SohoSavedSearch",
  .read = SOHO_READ_SELF,
  .write = SOHO_WRITE_SELF,
  .fields = saved_search_fields,
};
