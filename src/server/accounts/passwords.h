/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "protocol.h"

/* Hashes and compares passwords (argon2id, 19 MiB, 2 passes: some 15 ms each) in two threads, so
 * that the main loop goes on and the memory it takes is bounded. So is what may wait: beyond that
 * the call fails at once with G_IO_ERROR_BUSY. To be used in one thread, whose main context tells
 * the results. */
typedef struct _SohoPasswords SohoPasswords;

SohoPasswords *soho_passwords_new (void);

/* Waits for what is under way, and drops what waits: its callbacks are told G_IO_ERROR_BUSY. */
void soho_passwords_free (SohoPasswords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoPasswords, soho_passwords_free)

/* The one form of a password, however the keyboard put its accents together; NULL if it is
 * shorter than SOHO_PASSWORD_MIN or longer than SOHO_PASSWORD_MAX, in which case nothing long has
 * been done. Free with soho_password_free (). */
char *soho_password_normalize (const char *text);
void soho_password_free (char *password); /* which also overwrites it */

/* Compares a normalized password with what is kept. kept: NULL compares with a password that nobody
 * has, which takes as long. Errors of finish: G_IO_ERROR_PERMISSION_DENIED if it is another, BUSY.
 */
void soho_passwords_verify_async (SohoPasswords *self,
                                  const char *kept,
                                  const char *password,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean soho_passwords_verify_finish (GAsyncResult *result, GError **error);

/* What is to be kept of a normalized password. To be freed. Errors of finish: G_IO_ERROR_BUSY, also
 * if there is not enough memory. */
void soho_passwords_hash_async (SohoPasswords *self,
                                const char *password,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *soho_passwords_hash_finish (GAsyncResult *result, GError **error);
