/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* json-glib reads what we hand it, but not what a stranger does: at the versions we run on, deep
 * nesting overflows its stack, text after the root leaks, comments pass, integers beyond 64 bits
 * wrap around, 1e400 becomes infinity and \u0000 cuts a string short. So every text from outside
 * goes through soho_json_check first, and whatever passes it means to json-glib what it says. */

/* Deepest nesting of arrays and objects that a caller may allow. */
#define SOHO_JSON_MAX_DEPTH 64

typedef enum
{
  SOHO_JSON_ERROR_SYNTAX,   /* not one JSON value as RFC 8259 defines it */
  SOHO_JSON_ERROR_ENCODING, /* not UTF-8, or characters that no text of ours may hold */
  SOHO_JSON_ERROR_DEPTH,    /* arrays and objects nested deeper than allowed */
  SOHO_JSON_ERROR_RANGE,    /* a number that 64 bits do not hold, or a text of 2 GiB and more */
} SohoJsonError;

#define SOHO_JSON_ERROR (soho_json_error_quark ())
GQuark soho_json_error_quark (void);

/* Whether text is exactly one JSON value (RFC 8259, strictly), spaces around it allowed. Refused
 * beyond the RFC: NUL, also as \u0000; surrogate escapes that are no pair; integers outside of
 * gint64; numbers that overflow a double or take more than 64 characters. Equal member names are
 * not looked for. text: length bytes, no NUL needed after them; NULL if there are none. max_depth:
 * 1 to SOHO_JSON_MAX_DEPTH; "[]" is 1 deep. Takes no memory. The error names line and column, both
 * from 1; a column counts characters. */
gboolean soho_json_check (const char *text, gsize length, guint max_depth, GError **error);

/* Checks as above, then builds the tree. Returns: owned by the caller, or NULL with an error of
 * SOHO_JSON_ERROR. */
JsonNode *soho_json_parse (const char *text, gsize length, guint max_depth, GError **error);

/* Members of an object from outside. FALSE or NULL if the object is NULL, the member absent, of
 * another type, or (integers) outside of min to max; *value is then left alone. 3.0 is no integer.
 * What is returned belongs to the object. */
gboolean
soho_json_get_int64 (JsonObject *object, const char *member, gint64 min, gint64 max, gint64 *value);
const char *soho_json_get_string (JsonObject *object, const char *member);
JsonArray *soho_json_get_array (JsonObject *object, const char *member);
JsonObject *soho_json_get_object (JsonObject *object, const char *member);

/* Appends text as a JSON string with its quotes. Escapes only what must be; other characters stay
 * as they are. text: valid UTF-8. */
void soho_json_append_string (GString *out, const char *text);
