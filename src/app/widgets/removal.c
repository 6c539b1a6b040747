/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/removal.h"

#include "widgets/toast.h"
#include "writing.h"

/* What can be put back. */
typedef struct
{
  SohoLibrary *library; /* owned */
  SohoRecord *record;   /* owned */
} Removal;

static void
free_removal (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->library);
  g_object_unref (removal->record);
  g_free (removal);
}

static void
put_back (gpointer data)
{
  Removal *removal = data;
  GError *error = NULL;

  if (soho_library_create (removal->library, soho_record_get_kind (removal->record)->name,
                           soho_record_get_values (removal->record), &error)
      == 0)
    soho_library_report (removal->library, error);
}

void
soho_remove_record (
    GtkWidget *over, SohoLibrary *library, const char *kind, gint64 id, const char *sentence)
{
  g_autoptr (SohoRecord) record = soho_library_get_record (library, kind, id);
  Removal *removal;
  GError *error = NULL;

  if (record == NULL)
    return;
  if (!soho_library_delete (library, kind, id, &error))
    {
      soho_library_report (library, error);
      return;
    }
  removal = g_new0 (Removal, 1);
  removal->library = g_object_ref (library);
  removal->record = g_object_ref (record);
  soho_toast_offer_undo (over, sentence, put_back, removal, free_removal);
}
