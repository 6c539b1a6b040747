/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "program/program.h"

/* The commands of soho-solo-server, a file each; argv may be changed. See program/program.h. */

gboolean soho_command_init (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_import (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_export (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_demo (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_invite (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_serve (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_check (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_stats (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_backup (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_restore (const char *data, int argc, char **argv, GError **error);
gboolean soho_command_erase (const char *data, int argc, char **argv, GError **error);
