/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "store/replica.h"

/* A request to the server that is neither redirected nor unpacked behind our bounds, and whose
 * bytes are counted. token: of the sign-in, NULL for none. */
SoupMessage *
soho_sync_new_message (const char *method, const char *server, const char *path, const char *token);

/* What records show no longer has been taken back, and leaves the cache, too. */
void soho_sync_forget_blobs (SohoReplica *replica);

/* What tests change, before they sync or fetch. */

/* For how many seconds a server may say nothing before it is given up; what has arrived is kept. */
extern guint soho_sync_timeout_s;

/* How long one blob may take in all, in seconds; a slow line brings the largest in less. */
extern guint soho_blob_deadline_s;

/* How many bytes of blobs a replica keeps. */
extern guint64 soho_blob_cache_max;
