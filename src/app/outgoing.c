/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outgoing.h"

#include "store/withdraw.h"
#include "store/writer.h"

void
soho_outgoing_count (SohoLibrary *library, guint *waiting, guint *returned)
{
  SohoReplica *replica = soho_library_get_replica (library);

  if (!soho_replica_count_waiting (replica, waiting, NULL))
    *waiting = 0;
  if (!soho_replica_count_tray (replica, returned, NULL))
    *returned = 0;
}

gboolean
soho_outgoing_is_waiting (SohoLibrary *library, gint64 id)
{
  gboolean waits;

  return soho_replica_is_waiting (soho_library_get_replica (library), id, &waits, NULL) && waits;
}

gint64
soho_outgoing_get_next_deed (SohoLibrary *library)
{
  gint64 last;

  return soho_writer_read_count (soho_library_get_replica (library), SOHO_WRITER_DEED, &last, NULL)
             ? last + 1
             : 0;
}

/* What is shown is to be read again. */
static gboolean
note (SohoLibrary *library, gboolean done)
{
  if (done)
    soho_library_note_written (library);
  return done;
}

gboolean
soho_outgoing_withdraw (SohoLibrary *library, gint64 deed, gboolean *countered, GError **error)
{
  return note (library,
               soho_replica_withdraw (soho_library_get_replica (library), deed, countered, error));
}

gboolean
soho_outgoing_offer_again (SohoLibrary *library, gint64 entry, GError **error)
{
  return note (library,
               soho_replica_offer_again (soho_library_get_replica (library), entry, error));
}

gboolean
soho_outgoing_drop (SohoLibrary *library, gint64 entry, GError **error)
{
  return note (library, soho_replica_discard (soho_library_get_replica (library), entry, error));
}

gboolean
soho_outgoing_keep (SohoLibrary *library, const SohoTrayEntry *entry, GError **error)
{
  return note (library, soho_replica_keep (soho_library_get_replica (library), entry, error));
}
