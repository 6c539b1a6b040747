/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"

G_BEGIN_DECLS

/* Questions that look at everybody, and take longer than a frame: they are asked in a thread, of a
 * replica opened for it. */

/* Runs in the thread. Returns the answer, or NULL on error. question: what was given to
 * soho_inquiry_start (). */
typedef gpointer (*SohoInquiryFunc) (SohoReplica *replica, gconstpointer question, GError **error);

/* question: handed over, freed by free_question. free_answer frees an answer that nobody takes, as
 * after cancellation. callback: in the main thread. */
void soho_inquiry_start (SohoLibrary *library,
                         SohoInquiryFunc ask,
                         gpointer question,
                         GDestroyNotify free_question,
                         GDestroyNotify free_answer,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* The answer, owned by the caller; NULL on error, which is reported to the person unless the
 * inquiry was cancelled. */
gpointer soho_inquiry_finish (GAsyncResult *result);

G_END_DECLS
