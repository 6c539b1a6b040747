/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "model/kind.h"

/* A record as one JSON object: members in the order of the kind's fields, what was not said left
 * out, dates and instants as ISO 8601 text, sets as arrays of strings, booleans as true and false.
 */

/* Appends the members alone, without braces, each but the first preceded by a comma; leading_comma:
 * the first too. */
void soho_json_append_fields (GString *out,
                              const SohoKind *kind,
                              const SohoValue *values,
                              gboolean leading_comma);

/* Appends one field's value alone; null if it was not said. */
void soho_json_append_value (GString *out, const SohoField *field, const SohoValue *value);

/* Reads one member's value as the field's. null is SOHO_VALUE_NONE. References must be numbers
 * here. Does not validate beyond the JSON type. Errors: SOHO_VALIDATION_ERROR. */
gboolean
soho_json_read_field (const SohoField *field, JsonNode *node, SohoValue *value, GError **error);

/* Reads all of the kind's fields from object; members it does not know are left alone. */
gboolean
soho_json_read_fields (const SohoKind *kind, JsonObject *object, SohoValue *values, GError **error);
