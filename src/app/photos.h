/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* The photos that records show, ready to be drawn. They come from the replica's cache or the
 * server, see blob-fetcher.h, are decoded in a thread, one at a time and the newest wish first, and
 * some 16 MB of them stay in memory. To be used in the main thread.
 *
 * Signal "retry": what could not be had before may be had now. */
#define SOHO_TYPE_PHOTOS (soho_photos_get_type ())
G_DECLARE_FINAL_TYPE (SohoPhotos, soho_photos, SOHO, PHOTOS, GObject)

/* directory: of the replica. */
SohoPhotos *soho_photos_new (const char *directory);

/* address: NULL for none. */
void soho_photos_set_server (SohoPhotos *self, const char *address);

/* The photo called name, at most side device pixels wide and high, if it is in memory. Borrowed
 * until the next call. */
GdkTexture *soho_photos_peek (SohoPhotos *self, const char *name, guint side);

/* Brings it, through the record of this kind and id that shows it. */
void soho_photos_load_async (SohoPhotos *self,
                             const char *name,
                             const char *kind,
                             gint64 id,
                             guint side,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Owned by the caller. NULL if there is none to show, which is no matter to tell a person of. */
GdkTexture *soho_photos_load_finish (SohoPhotos *self, GAsyncResult *result, GError **error);

/* To be called when the network may be back: emits "retry". */
void soho_photos_retry (SohoPhotos *self);

/* Ends what is under way, as it must be before the object can go. */
void soho_photos_stop (SohoPhotos *self);

G_END_DECLS
