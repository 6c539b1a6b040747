/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Walks through a JSON text without making a tree of it, which for the long columns of a page takes
 * most of the time and memory. The text must have passed soho_json_check () and stay as it is
 * meanwhile; nothing here looks for errors again. */
typedef struct
{
  const char *at; /* at the first character of a value, or behind the last one read */
} SohoJsonCursor;

typedef enum
{
  SOHO_JSON_OBJECT,
  SOHO_JSON_ARRAY,
  SOHO_JSON_STRING,
  SOHO_JSON_INTEGER, /* without point or exponent: fits a gint64 */
  SOHO_JSON_OTHER,   /* a real, true or false */
  SOHO_JSON_NULL,
} SohoJsonType;

/* A member's name, or another string, as it stands in the text: without quotes, escapes not undone.
 */
typedef struct
{
  const char *text;
  gsize length;
} SohoJsonSlice;

/* At the root value. */
void soho_json_cursor_init (SohoJsonCursor *self, const char *text);

/* What the next value is. */
SohoJsonType soho_json_cursor_peek (SohoJsonCursor *self);

/* Enters the object or array that comes next: then ask for each member or element. */
void soho_json_cursor_enter (SohoJsonCursor *self);

/* Goes to the next member of the object, whose value then comes next, or past the object's end,
 * returning FALSE. */
gboolean soho_json_cursor_next_member (SohoJsonCursor *self, SohoJsonSlice *name);

/* The same for an array. */
gboolean soho_json_cursor_next_element (SohoJsonCursor *self);

/* Passes over the value that comes next, whatever it is. */
void soho_json_cursor_skip (SohoJsonCursor *self);

/* Reads the integer that comes next. */
gint64 soho_json_cursor_read_integer (SohoJsonCursor *self);

/* Reads the string that comes next, escapes undone. To be freed. */
char *soho_json_cursor_read_string (SohoJsonCursor *self);

/* Whether the slice is this word, which has no character that JSON escapes. */
gboolean soho_json_slice_is (const SohoJsonSlice *slice, const char *word);
