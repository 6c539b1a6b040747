/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The frame of a program without a screen: commands, their options, errors on standard error, exit
 * codes that scripts rely on. */

/* A command reads its own arguments (argv[0] is its name), says what it did or found on standard
 * output, and returns FALSE with an error that says what to do; G_OPTION_ERROR when it was called
 * wrongly. directory: where the program's data are. */
typedef gboolean (*SohoCommandFunc) (const char *directory, int argc, char **argv, GError **error);

typedef struct
{
  const char *name;
  SohoCommandFunc run;
  const char *arguments;   /* for --help, translatable; "" if it takes none */
  const char *description; /* the same */
} SohoCommand;

typedef struct
{
  const char *name;                    /* "soho" */
  const char *usage;                   /* how a call begins: "soho-solo-server --data DIR" */
  const char *directory_option;        /* the option that names the directory, without "--" */
  const char *directory_description;   /* for --help, translatable */
  char *(*dup_usual_directory) (void); /* where the data are unless said; NULL: it must be said */
  const char *directory_missing;       /* the sentence when it was not, translatable */
  const SohoCommand *commands;         /* ends with one without a name */
} SohoProgram;

/* Runs the command that the arguments name, in the person's language. Returns the exit code: 0, 1
 * if it failed, 2 if it was called wrongly. */
int soho_program_run (const SohoProgram *program, int argc, char **argv);

/* For commands: parses the options and returns the arguments that stand after them, as many as from
 * least to most, else an error that tells the usage. usage: the arguments, NULL for none. Free with
 * g_strfreev (). */
char **soho_command_parse (const char *usage,
                           const GOptionEntry *entries,
                           int argc,
                           char **argv,
                           guint least,
                           guint most,
                           GError **error);
