/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "prompt.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Longer than any password. */
#define LONGEST_LINE 8192

/* What Ctrl+C types where it ends no program. */
#define CONTROL_C 3

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sentence);
  return FALSE;
}

/* Byte by byte: the next line may be another password. FALSE at the end of the input. */
static gboolean
read_line (char *line, GError **error)
{
  gsize length = 0;

  for (;;)
    {
      gssize n = read (STDIN_FILENO, &line[length], 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || (n == 0 && length == 0))
        return fail (error, _ ("No password came: type it, or put it on a line of its own."));
      if (n == 0 || line[length] == '\n')
        break;
      if (line[length] == CONTROL_C)
        return fail (error, _ ("Stopped."));
      if (++length == LONGEST_LINE)
        return fail (error, _ ("This is too long for a password."));
    }
  line[length] = '\0';
  if (length > 0 && line[length - 1] == '\r')
    line[length - 1] = '\0';
  return TRUE;
}

/* Meanwhile Ctrl+C ends the line, not the program, which would leave a terminal that shows nothing.
 */
static gboolean
read_hidden (const char *question, char *line, GError **error)
{
  struct termios before, hidden;
  gboolean done;

  if (tcgetattr (STDIN_FILENO, &before) != 0)
    return fail (error, _ ("The terminal cannot be asked for a password."));
  hidden = before;
  hidden.c_lflag &= ~(tcflag_t) (ECHO | ISIG);
  hidden.c_cc[VEOL] = CONTROL_C;
  /* In this order: what was typed before the terminal hides it is thrown away. */
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  g_printerr ("%s ", question);
  done = read_line (line, error);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  g_printerr ("\n");
  return done;
}

char *
soho_prompt_password (const char *question, GError **error)
{
  char line[LONGEST_LINE];
  gboolean done
      = isatty (STDIN_FILENO) ? read_hidden (question, line, error) : read_line (line, error);
  char *password = NULL;

  if (done && g_utf8_validate (line, -1, NULL))
    password = g_strdup (line);
  else if (done)
    fail (error, _ ("This is no text: the terminal should speak UTF-8."));
  explicit_bzero (line, sizeof line);
  return password;
}

char *
soho_prompt_new_password (const char *question, GError **error)
{
  char *password = soho_prompt_password (question, error);
  char *again;

  if (password == NULL || !isatty (STDIN_FILENO))
    return password;
  again = soho_prompt_password (_ ("Once more:"), error);
  if (again != NULL && !g_str_equal (password, again))
    {
      fail (error, _ ("These were two different passwords: begin again."));
      g_clear_pointer (&again, soho_prompt_free);
    }
  if (again == NULL)
    g_clear_pointer (&password, soho_prompt_free);
  soho_prompt_free (again);
  return password;
}

void
soho_prompt_free (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}
