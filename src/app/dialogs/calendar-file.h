/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "platform/launch.h"

/* Writes a meeting, the id of a record of kind event, as an iCalendar file. Errors: those of
 * writing; G_IO_ERROR_NOT_FOUND if there is no such meeting any more. */
gboolean soho_calendar_file_write (SohoLibrary *library, gint64 event, GFile *file, GError **error);

/* Asks where to save a meeting as an iCalendar file, writes it and hands it to the calendar the
 * person uses. say: called with a sentence that tells what became of it. */
void soho_calendar_file_save (GtkWindow *window,
                              SohoLibrary *library,
                              gint64 event,
                              SohoLaunchFailed say);
