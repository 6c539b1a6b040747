/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/pack-shelf.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "soho-solo", "map.gersmap", NULL);
}

static void
unref_pack (gpointer pack)
{
  soho_map_pack_unref (pack);
}

/* Takes pack and error, of which one is NULL, or both. */
static void
answer (GTask *task, SohoMapPack *pack, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, pack, unref_pack);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer unused, GCancellable *cancellable)
{
  g_autofree char *path = dup_path ();
  GError *error = NULL;
  SohoMapPack *pack = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    pack = soho_map_pack_open (path, &error);
  answer (task, pack, error);
}

void
soho_pack_shelf_load (GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_run_in_thread (task, load_in_thread);
}

static gboolean
copy (const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autofree char *folder = g_path_get_dirname (to);

  g_mkdir_with_parents (folder, 0700);
  return g_file_copy (source, target, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS,
                      NULL, NULL, NULL, error);
}

/* What is read again is the copy: the other may have changed meanwhile. */
static SohoMapPack *
bring (const char *from, const char *to, GError **error)
{
  g_autofree char *coming = g_strconcat (to, ".coming", NULL);
  g_autoptr (SohoMapPack) first = soho_map_pack_open (from, error);
  g_autoptr (SohoMapPack) pack = NULL;

  if (first == NULL || !copy (from, coming, error))
    return NULL;
  pack = soho_map_pack_open (coming, error);
  if (pack != NULL && g_rename (coming, to) == 0)
    return g_steal_pointer (&pack);
  if (pack != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                 _ ("The map could not be kept on this computer."));
  g_unlink (coming);
  return NULL;
}

static void
bring_in_thread (GTask *task, gpointer source, gpointer from, GCancellable *cancellable)
{
  g_autofree char *path = dup_path ();
  GError *error = NULL;
  SohoMapPack *pack = bring (from, path, &error);

  answer (task, pack, error);
}

void
soho_pack_shelf_bring (const char *path, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, bring_in_thread);
}

SohoMapPack *
soho_pack_shelf_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
soho_pack_shelf_clear (void)
{
  g_autofree char *path = dup_path ();

  g_unlink (path);
}
