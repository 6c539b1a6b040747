/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Gets the blobs that records show: from the replica's cache, else from the server through the
 * record, two at a time, what was asked for last first, since that is what a person who scrolls
 * looks at. It is used in one thread, whose main loop must run; reading, checking and writing
 * happen in others.
 *
 * Not to get one is no matter to tell a person of: there is no network, or the record shows another
 * by now. After a failure of the network it is left alone for a while; what the server does not
 * have is not asked for again; soho_blob_fetcher_retry () forgets both. */
#define SOHO_TYPE_BLOB_FETCHER (soho_blob_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (SohoBlobFetcher, soho_blob_fetcher, SOHO, BLOB_FETCHER, GObject)

/* directory: of the replica. It has no server yet: what is in the cache can be had. */
SohoBlobFetcher *soho_blob_fetcher_new (const char *directory);

/* address: NULL for none; one that soho_address_parse () refuses counts as none. */
void soho_blob_fetcher_set_server (SohoBlobFetcher *self, const char *address);

/* Gets the blob of this name, which the record of this kind and id shows. */
void soho_blob_fetcher_get_async (SohoBlobFetcher *self,
                                  const char *name,
                                  const char *kind,
                                  gint64 id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* The bytes, checked, owned by the caller. Errors: G_IO_ERROR_NOT_FOUND, G_IO_ERROR_CANCELLED. */
GBytes *soho_blob_fetcher_get_finish (SohoBlobFetcher *self, GAsyncResult *result, GError **error);

/* There may be a network again, and the server may have what it had not. */
void soho_blob_fetcher_retry (SohoBlobFetcher *self);

/* Cancels everything under way, as it must be before the fetcher can go. */
void soho_blob_fetcher_stop (SohoBlobFetcher *self);

G_END_DECLS
