/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* The same checks stand at every door: import, the network, and what a person types. An error's
 * message reads "FIELD: REASON" and says what to do. */

#define SOHO_VALIDATION_ERROR (soho_validation_error_quark ())
GQuark soho_validation_error_quark (void);

typedef enum
{
  SOHO_VALIDATION_ERROR_INVALID,
} SohoValidationError;

/* Sets the error "field: reason"; returns FALSE, so that a check can return it. */
gboolean soho_validation_fail (GError **error, const char *field, const char *reason);

/* Checks one value against its field: type, length, range, choices. SOHO_VALUE_NONE passes unless
 * the field is required. */
gboolean soho_field_validate (const SohoField *field, const SohoValue *value, GError **error);

/* Puts each value that can be read into the one form in which it is kept: texts as by
 * soho_text_dup_trimmed (), an empty one as none, elements of sets trimmed alike, reals rounded to
 * their decimals, phone numbers as E.164, e-mail addresses without "mailto:", "www.…" with
 * "https://", a former commune's code as its successor's. What cannot
 * be read stays, for soho_kind_validate () to refuse. */
void soho_kind_canonicalize (const SohoKind *kind, SohoValue *values);

/* Canonicalizes and checks a whole record, values in the order of the kind's fields. Stops at the
 * first error. */
gboolean soho_kind_validate (const SohoKind *kind, SohoValue *values, GError **error);

/* Puts each field's fallback where nothing was said. For new records only. */
void soho_kind_apply_fallbacks (const SohoKind *kind, SohoValue *values);

/* The form in which texts are kept: without spaces around them, also those that do not break, lines
 * ended by LF alone. text: valid UTF-8. To be freed. */
char *soho_text_dup_trimmed (const char *text);

/* Reads the text form of a value, as it stands in CSV files and on the command line: "" is
 * SOHO_VALUE_NONE; a set's elements are separated by the first of '|', ';', line breaks and ','
 * that stands there; booleans are 1/0, yes/no, oui/non, true/false, "x" or a tick; communes are
 * codes or names; numbers may be grouped ("1 250"), decimals take a point or a comma. References
 * are left to the caller: they need the other records. */
gboolean
soho_field_parse (const SohoField *field, const char *text, SohoValue *value, GError **error);

/* The text form that soho_field_parse () reads. "" for SOHO_VALUE_NONE. To be freed. */
char *soho_field_format (const SohoField *field, const SohoValue *value);
