/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The lines that calendars and address books are written in: "NAME:value", ended by CRLF, folded at
 * 75 bytes but never inside a character (RFC 5545, section 3.1). */

/* Appends a line with a text value. What people typed can hold anything, so nothing of it can begin
 * a line of its own: line breaks, commas, semicolons and backslashes are escaped, other control
 * characters left out. text: UTF-8; nothing is appended for NULL or "". */
void soho_content_line_append_text (GString *into, const char *name, const char *text);

/* Appends a line with a value that needs no escaping: a date, a word, a URI. Nothing is appended
 * for NULL or for one with control characters in it. */
void soho_content_line_append_value (GString *into, const char *name, const char *value);
