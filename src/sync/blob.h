/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A blob is a file that a record shows, such as a photo. Its name says what is in it, so that
 * whoever reads it, from a line, a disk or a database, can check that it is what was meant: the
 * first 16 bytes of the SHA-256 of its bytes, as 32 lower-case hexadecimal digits. The name opens
 * no door by itself: a blob is asked for through a record that shows it. No key goes into it, since
 * a replica, which checks it too, could not keep one secret; 16 bytes, since a name weighs on the
 * wire, and finding another file for a given name is as far out of reach as with 32. */

#define SOHO_BLOB_NAME_LENGTH 32

/* The largest blob, in bytes: a photo. */
#define SOHO_BLOB_MAX (2 * 1024 * 1024)

/* To be freed. */
char *soho_blob_dup_name (GBytes *bytes);

/* Whether a blob could be called so. */
gboolean soho_blob_is_name (const char *text);

/* Whether the bytes are those that the name was given to. */
gboolean soho_blob_has_name (GBytes *bytes, const char *name);
