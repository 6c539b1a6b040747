/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What tests change, before they sync or fetch. */

/* For how many seconds a server may say nothing before it is given up; what has arrived is kept. */
extern guint soho_sync_timeout_s;

/* How long one blob may take in all, in seconds; a slow line brings the largest in less. */
extern guint soho_blob_deadline_s;

/* How many bytes of blobs a replica keeps. */
extern guint64 soho_blob_cache_max;
