/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Reads what a person gives as the server's address ("https://soho.example.org",
 * "soho.example.org"): https unless said otherwise, no path, query or password. Plain http is
 * refused except to this machine itself. Returns "scheme://host[:port]" without a slash at the end,
 * to be freed; NULL with a G_IO_ERROR_INVALID_ARGUMENT that says what to do. */
char *soho_address_parse (const char *text, GError **error);
