/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "writing.h"

gint64
soho_library_create (SohoLibrary *self, const char *kind, SohoValue *values, GError **error)
{
  gint64 id = soho_replica_create (soho_library_get_replica (self),
                                   soho_library_get_kind (self, kind), values, error);

  if (id != 0)
    soho_library_note_written (self);
  return id;
}

gboolean
soho_library_edit (SohoLibrary *self,
                   const char *kind,
                   gint64 id,
                   const char *field,
                   const SohoValue *value,
                   GError **error)
{
  int index = soho_kind_find_field (soho_library_get_kind (self, kind), field);
  /* Borrowed: it is only read. */
  SohoFieldChange change = { (guint) index, *value };

  g_return_val_if_fail (index >= 0, FALSE);
  return soho_library_edit_fields (self, kind, id, &change, 1, error);
}

gboolean
soho_library_edit_fields (SohoLibrary *self,
                          const char *kind,
                          gint64 id,
                          const SohoFieldChange *changes,
                          guint n,
                          GError **error)
{
  if (!soho_replica_edit_fields (soho_library_get_replica (self),
                                 soho_library_get_kind (self, kind), id, changes, n, error))
    return FALSE;
  soho_library_note_written (self);
  return TRUE;
}

gboolean
soho_library_delete (SohoLibrary *self, const char *kind, gint64 id, GError **error)
{
  if (!soho_replica_delete (soho_library_get_replica (self), soho_library_get_kind (self, kind), id,
                            error))
    return FALSE;
  soho_library_note_written (self);
  return TRUE;
}
