/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The text of a file as people's programs save it, as UTF-8 without its byte order mark: UTF-8,
 * UTF-16 if a byte order mark says so, else Windows-1252, or the Macintosh's own where French words
 * tell. Returns NULL with an error of
 * SOHO_CSV_ERROR that names the line and says what to do, also for what is no text at all: a
 * spreadsheet document, a PDF file, a web page. */
GBytes *soho_encoding_decode (GBytes *bytes, GError **error);
