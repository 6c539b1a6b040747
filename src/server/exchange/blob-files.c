/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/blob-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/blobs.h"
#include "blob.h"
#include "formats/picture.h"
#include "model/validate.h"

#define EXPORT_DIRECTORY "blobs"

/* How much of a path a complaint repeats, in characters. */
#define SHOWN 80

static gboolean
fail (GError **error, const SohoField *field, const char *text, const char *reason)
{
  gboolean is_long = g_utf8_strlen (text, -1) > SHOWN;
  g_autofree char *shown = g_utf8_substring (text, 0, is_long ? SHOWN : -1);
  g_autofree char *sentence = g_strdup_printf ("“%s%s” %s", shown, is_long ? "…" : "", reason);

  return soho_validation_fail (error, field->name, sentence);
}

static const char *
explain_open (int code)
{
  switch (code)
    {
    case ENOENT:
      return _ ("is not there: write the file’s path as seen from this spreadsheet");
    case ELOOP:
    case ENOTDIR:
      return _ ("leads over a link: copy the file itself to this spreadsheet");
    case EACCES:
      return _ ("may not be read: change the rights of the file");
    default:
      return _ ("cannot be read: copy the file again");
    }
}

/* Opens what a path names without ever leaving the directory: part by part, following no link, so
 * that nothing can be exchanged under our hands either. -1 with errno set. */
static int
open_below (const char *directory, char **parts)
{
  int at = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  for (guint i = 0; at >= 0 && parts[i] != NULL; i++)
    {
      gboolean last = parts[i + 1] == NULL;
      /* A pipe in the file's place would keep us waiting for somebody to write. */
      int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (last ? O_NONBLOCK : O_DIRECTORY);
      int next = openat (at, parts[i], flags);
      int code = errno;

      close (at);
      errno = code;
      at = next;
    }
  return at;
}

/* One byte more than a blob may have is read, to tell. NULL with errno set. */
static GBytes *
read_bounded (int fd)
{
  g_autofree guint8 *bytes = g_malloc (SOHO_BLOB_MAX + 1);
  gsize length = 0;

  while (length <= SOHO_BLOB_MAX)
    {
      gssize n = read (fd, bytes + length, SOHO_BLOB_MAX + 1 - length);

      if (n < 0 && errno != EINTR)
        return NULL;
      if (n == 0)
        break;
      length += n > 0 ? (gsize) n : 0;
    }
  return g_bytes_new (bytes, length);
}

/* A path as people write it, on Windows too, cut into its parts; NULL if it leads out. */
static char **
split_path (const char *text)
{
  g_autofree char *path = g_strdelimit (g_strdup (text), "\\", '/');
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  g_autoptr (GStrvBuilder) named = g_strv_builder_new ();

  if (*path == '/' || (g_ascii_isalpha (path[0]) && path[1] == ':'))
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (g_str_equal (parts[i], ".."))
        return NULL;
      if (*parts[i] != '\0' && !g_str_equal (parts[i], "."))
        g_strv_builder_add (named, parts[i]);
    }
  return g_strv_builder_end (named);
}

static GBytes *
read_file (const char *directory, const SohoField *field, const char *text, GError **error)
{
  g_auto (GStrv) parts = split_path (text);
  GBytes *bytes = NULL;
  struct stat status;
  int fd;

  if (parts == NULL || parts[0] == NULL)
    {
      fail (error, field, text,
            _ ("leads out of this spreadsheet’s directory: copy the file there"));
      return NULL;
    }
  fd = open_below (directory, parts);
  if (fd < 0)
    {
      fail (error, field, text, explain_open (errno));
      return NULL;
    }
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    fail (error, field, text, _ ("is no file: name a picture"));
  else if (status.st_size > SOHO_BLOB_MAX)
    fail (error, field, text, _ ("is larger than 2 MiB: make the picture smaller"));
  else if ((bytes = read_bounded (fd)) == NULL)
    fail (error, field, text, explain_open (errno));
  close (fd);
  return bytes;
}

/* Only the picture is shown to others, not what the camera noted beside it, such as where the
 * person lives. NULL on error. */
static GBytes *
read_picture (const char *directory, const SohoField *field, const char *text, GError **error)
{
  g_autoptr (GBytes) file = read_file (directory, field, text, error);
  g_autoptr (GBytes) bare = NULL;
  g_autoptr (GError) unfit = NULL;

  if (file == NULL)
    return NULL;
  bare = soho_picture_strip (file, &unfit);
  if (bare == NULL)
    fail (error, field, text, unfit->message);
  /* The file may have grown while it was read. */
  else if (MAX (g_bytes_get_size (file), g_bytes_get_size (bare)) > SOHO_BLOB_MAX)
    fail (error, field, text, _ ("is larger than 2 MiB: make the picture smaller"));
  else
    return g_steal_pointer (&bare);
  return NULL;
}

static gboolean
import_one (SohoArchive *archive,
            const char *directory,
            const SohoField *field,
            SohoValue *value,
            GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gboolean known = FALSE;
  char *name;

  if (soho_blob_is_name (value->text)
      && !soho_archive_has_blob (archive, value->text, &known, error))
    return FALSE;
  if (known)
    return TRUE;
  if (!field->picture)
    return fail (error, field, value->text,
                 _ ("is no file of this network: only pictures can be imported"));
  bytes = read_picture (directory, field, value->text, error);
  if (bytes == NULL || !soho_archive_put_blob (archive, bytes, &name, error))
    return FALSE;
  soho_value_take_text (value, name);
  return TRUE;
}

gboolean
soho_blob_files_import (SohoArchive *archive, const char *path, SohoDraft *draft, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  const SohoField *fields = draft->kind->fields;

  for (guint i = 0; fields[i].name != NULL; i++)
    if (fields[i].type == SOHO_FIELD_BLOB && draft->said[i]
        && draft->values[i].type == SOHO_VALUE_TEXT
        && !import_one (archive, directory, &fields[i], &draft->values[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
write_file (const char *directory, const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *file = g_build_filename (directory, path, NULL);
  g_autofree char *above = g_path_get_dirname (file);

  if (g_mkdir_with_parents (above, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The directory %s cannot be made: %s."), above, g_strerror (errno));
      return FALSE;
    }
  return g_file_set_contents_full (file, g_bytes_get_data (bytes, NULL),
                                   (gssize) g_bytes_get_size (bytes),
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
export_one (SohoArchive *archive, const char *directory, SohoValue *value, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = soho_archive_get_blob (archive, value->text, &failure);
  g_autofree char *path = NULL;
  const char *suffix = "bin";
  SohoPicture picture;

  if (!soho_database_settle (&failure, error))
    return FALSE;
  if (bytes == NULL)
    return TRUE;
  if (soho_picture_read (bytes, &picture, NULL))
    suffix = soho_picture_format_get_suffix (picture.format);
  path = g_strdup_printf (EXPORT_DIRECTORY "/%s.%s", value->text, suffix);
  if (!write_file (directory, path, bytes, error))
    return FALSE;
  soho_value_take_text (value, g_steal_pointer (&path));
  return TRUE;
}

gboolean
soho_blob_files_export (SohoArchive *archive,
                        const char *directory,
                        SohoRecord *record,
                        GError **error)
{
  const SohoField *fields = soho_record_get_kind (record)->fields;
  SohoValue *values = soho_record_get_values (record);

  for (guint i = 0; fields[i].name != NULL; i++)
    if (fields[i].type == SOHO_FIELD_BLOB && values[i].type == SOHO_VALUE_TEXT
        && !export_one (archive, directory, &values[i], error))
      return FALSE;
  return TRUE;
}
