/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Asks for a password: on a terminal without showing it, else it is the next line of standard
 * input, for scripts. Never is it an argument, which everybody on the computer could read. Free
 * with soho_prompt_free (). Errors: G_IO_ERROR. */
char *soho_prompt_password (const char *question, GError **error);

/* The same for one that is being chosen: on a terminal it is to be typed twice. */
char *soho_prompt_new_password (const char *question, GError **error);

/* Overwrites it as well. */
void soho_prompt_free (char *password);
