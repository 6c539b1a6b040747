/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a large spreadsheet costs the server's machine, by a list of members with as many lines as
 * one file may have, and by one of a million, which must be refused before it takes memory:
 *
 *   cpu     user and system time of the import, in seconds
 *   memory  the most that the import ever had, in MiB; the file itself, which is mapped, counts
 *
 * Fails where memory passes MOST_MEMORY_MIB. usage: bench-import SERVER-PROGRAM */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exchange/reading.h"

#define A_MILLION 1000000
#define MOST_MEMORY_MIB 512

static void
write_members (const char *path, guint n)
{
  FILE *file = g_fopen (path, "w");

  if (file == NULL)
    g_error ("%s cannot be written", path);
  fputs ("Prénom;Nom;Commune;Métier\n", file);
  for (guint i = 0; i < n; i++)
    fprintf (file, "Prénom%u;Fictif%u;32013;Métier fictif %u\n", i, i, i % 100);
  if (fclose (file) != 0)
    g_error ("%s cannot be written", path);
}

/* The exit status of the program, with what it used. */
static int
run (char **arguments, struct rusage *usage)
{
  g_autoptr (GError) error = NULL;
  GPid pid;
  int status;

  if (!g_spawn_async (NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                      NULL, NULL, &pid, &error))
    g_error ("%s: %s", arguments[0], error->message);
  if (wait4 (pid, &status, 0, usage) != pid || !WIFEXITED (status))
    g_error ("%s ended badly", arguments[0]);
  return WEXITSTATUS (status);
}

static gboolean
measure (char *program, char *data, char *path, guint n, int expected)
{
  char *arguments[] = { program, "--data", data, "import", path, NULL };
  struct rusage usage;
  glong memory;
  int status;

  write_members (path, n);
  status = run (arguments, &usage);
  memory = usage.ru_maxrss / 1024;
  g_print ("%7u lines: %s, %.1f s of CPU, %ld MiB\n", n, status == 0 ? "kept" : "refused",
           (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
               + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
           memory);
  g_unlink (path);
  return status == expected && memory <= MOST_MEMORY_MIB;
}

int
main (int argc, char **argv)
{
  g_autofree char *directory = g_dir_make_tmp ("soho-bench-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (directory, "data", NULL);
  g_autofree char *path = g_build_filename (directory, "membres.csv", NULL);
  char *init[] = { argc > 1 ? argv[1] : "", "--data", data, "init", "--name", "Essai", NULL };
  char *clean[] = { "rm", "-r", directory, NULL };
  gboolean good;

  if (argc != 2)
    g_error ("usage: bench-import SERVER-PROGRAM");
  if (!g_spawn_sync (NULL, init, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL,
                     NULL))
    g_error ("%s cannot be run", argv[1]);
  good = measure (argv[1], data, path, A_MILLION, 1);
  good = measure (argv[1], data, path, SOHO_DRAFTS_MAX, 0) && good;
  g_spawn_sync (NULL, clean, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
