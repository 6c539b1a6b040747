/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The blobs that a replica has fetched, one file each in its directory "blobs". Every read checks
 * that the bytes are those the name was given to; what is not goes. Files appear whole or not at
 * all, so that several programs may use one cache. When there are more than 64 MB, those go first
 * that nobody has read for longest. Nothing here is an error: a cache that cannot be read is
 * empty, one that cannot be written stays so. Any thread may use it. */
typedef struct _SohoBlobCache SohoBlobCache;

/* directory: of the replica. */
SohoBlobCache *soho_blob_cache_new (const char *directory);
SohoBlobCache *soho_blob_cache_ref (SohoBlobCache *self);
void soho_blob_cache_unref (SohoBlobCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoBlobCache, soho_blob_cache_unref)

/* NULL if it is not there. name: as soho_blob_is_name () says. Owned by the caller. */
GBytes *soho_blob_cache_read (SohoBlobCache *self, const char *name);

/* bytes must be what the name was given to. */
void soho_blob_cache_write (SohoBlobCache *self, const char *name, GBytes *bytes);

/* Removes every blob that is not among the names (a set of char *): what nobody shows any more has
 * been taken back, and is not to stay here. */
void soho_blob_cache_keep_only (SohoBlobCache *self, GHashTable *names);
