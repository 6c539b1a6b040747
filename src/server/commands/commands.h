/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The verbs of soho-solo-server, a file each. A verb reads its own arguments (argv[0] is its name;
 * it may change argv), says what it did on standard output, and returns FALSE with an error that
 * says what to do; G_OPTION_ERROR when it was called wrongly. */
typedef gboolean (*SohoCommandFunc) (const char *data, int argc, char **argv, GError **error);

gboolean soho_command_init (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_import (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_export (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_demo (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_serve (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_check (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_stats (const char *data, int argc, char **argv, GError **error);

/* Parses a verb's options; arguments: what stands after them, as many as from least to most, else
 * an error that names usage. Free with g_strfreev (). */
char **soho_command_parse (const char *usage,
                           const GOptionEntry *entries,
                           int argc,
                           char **argv,
                           guint least,
                           guint most,
                           GError **error);
