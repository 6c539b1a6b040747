/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/erasures.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "archive/erase.h"

/* A line is the network's mark, the person, and a record: its kind, id and audience. */
#define FILE_NAME "erasures"
#define MARK_BYTES crypto_generichash_BYTES_MIN

/* A journal may lie beside a network that another's backup is put into. To be freed. */
static char *
dup_mark (SohoArchive *archive)
{
  static const guint8 subject[] = "erasures";
  guint8 hash[MARK_BYTES];
  char *mark = g_malloc (2 * MARK_BYTES + 1);

  crypto_generichash (hash, sizeof hash, subject, sizeof subject, soho_archive_get_key (archive),
                      crypto_generichash_KEYBYTES);
  return sodium_bin2hex (mark, 2 * MARK_BYTES + 1, hash, sizeof hash);
}

static gboolean
append (const char *path, const char *text, GError **error)
{
  gsize length = strlen (text);
  int fd = g_open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  gboolean written = fd >= 0 && write (fd, text, length) == (gssize) length && fsync (fd) == 0;

  if (!written)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 _ ("The file %s cannot be written: %s. Nobody was erased."), path,
                 g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return written;
}

/* Somebody without a card has a line, too. */
gboolean
soho_erasures_note (SohoArchive *archive, gint64 person, GError **error)
{
  g_autofree char *path = g_build_filename (soho_archive_get_directory (archive), FILE_NAME, NULL);
  g_autofree char *mark = dup_mark (archive);
  g_autoptr (GPtrArray) records = soho_archive_list_erasable (archive, person, error);
  g_autoptr (GString) lines = g_string_new (NULL);

  if (records == NULL)
    return FALSE;
  g_string_append_printf (lines, "%s %" G_GINT64_FORMAT "\n", mark, person);
  for (guint i = 0; i < records->len; i++)
    {
      const SohoErasedRecord *record = records->pdata[i];

      g_string_append_printf (lines, "%s %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " %s\n", mark,
                              person, record->kind, record->id, record->audience);
    }
  return append (path, lines->str, error);
}

/* Those who read the record before have it still, whatever the backup knows of it. */
static gboolean
repeat_record (SohoArchive *archive, char **words, GError **error)
{
  gint64 id;

  if (!g_ascii_string_to_signed (words[3], 10, 1, SOHO_ID_MAX, &id, NULL)
      || !soho_audience_is_valid (words[4]))
    return TRUE;
  return soho_archive_tell_erased (archive, words[2], id, words[4], error);
}

/* Lines of other networks, and what is no line, are passed over. */
static gboolean
repeat_line (
    SohoArchive *archive, const char *line, const char *mark, GHashTable *done, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 6);
  guint n = g_strv_length (words);
  gint64 person;

  if ((n != 2 && n != 5) || strcmp (words[0], mark) != 0
      || !g_ascii_string_to_signed (words[1], 10, 1, SOHO_ID_MAX, &person, NULL))
    return TRUE;
  if (!g_hash_table_contains (done, &person)
      && (!soho_archive_erase_again (archive, person, error)
          || !g_hash_table_add (done, g_memdup2 (&person, sizeof person))))
    return FALSE;
  return n == 2 || repeat_record (archive, words, error);
}

gboolean
soho_erasures_repeat (SohoArchive *archive, const char *directory, guint *n, GError **error)
{
  g_autofree char *path = g_build_filename (directory, FILE_NAME, NULL);
  g_autofree char *mark = dup_mark (archive);
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) done = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) failure = NULL;

  if (!g_file_get_contents (path, &text, NULL, &failure)
      && !g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (!repeat_line (archive, *line, mark, done, error))
      return FALSE;
  *n = g_hash_table_size (done);
  return soho_archive_rewrite_if_noted (archive, error);
}
