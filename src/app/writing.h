/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "store/outbox.h"

G_BEGIN_DECLS

/* The way from the windows into the replica. What is written stands in every list at once
 * ("changed" of the library), waits in the outbox, and is sent a few seconds later together with
 * what else was written. Kinds are told by name and must exist. In the main thread; the errors are
 * those of store/outbox.h, in a sentence for the person. */

/* Makes a record; values, in the order of the kind's fields, get the fallbacks and are put into the
 * form in which they are kept. Its id, 0 on error. */
gint64 soho_library_create (SohoLibrary *self, const char *kind, SohoValue *values, GError **error);

/* Changes one field and leaves the others as they are now. value: NONE to empty it. */
gboolean soho_library_edit (SohoLibrary *self,
                            const char *kind,
                            gint64 id,
                            const char *field,
                            const SohoValue *value,
                            GError **error);

/* Changes several at once, in one edit. */
gboolean soho_library_edit_fields (SohoLibrary *self,
                                   const char *kind,
                                   gint64 id,
                                   const SohoFieldChange *changes,
                                   guint n,
                                   GError **error);

/* Deletes a record, its parts first. */
gboolean soho_library_delete (SohoLibrary *self, const char *kind, gint64 id, GError **error);

G_END_DECLS
