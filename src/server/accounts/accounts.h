/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/identity.h"
#include "accounts/passwords.h"
#include "accounts/throttle.h"

/* What the endpoints of accounts have in common: the archive, the threads that hash passwords, and
 * who has to wait. It is used in one thread. */
#define SOHO_TYPE_ACCOUNTS (soho_accounts_get_type ())
G_DECLARE_FINAL_TYPE (SohoAccounts, soho_accounts, SOHO, ACCOUNTS, GObject)

/* Unix seconds. */
typedef gint64 (*SohoClock) (gpointer user_data);

/* clock: NULL for that of the system. */
SohoAccounts *soho_accounts_new (SohoArchive *archive, SohoClock clock, gpointer user_data);

SohoArchive *soho_accounts_get_archive (SohoAccounts *self);     /* borrowed */
SohoPasswords *soho_accounts_get_passwords (SohoAccounts *self); /* borrowed */
gint64 soho_accounts_get_now (SohoAccounts *self);

/* One attempt to get in, from one address at one account. It counts against both from the
 * beginning, and is taken back if it turns out well. An address has more attempts than an account
 * has from it, since a telecentre has one address. What waits is never the account as such: else a
 * stranger could keep its owner out. */
typedef struct
{
  char *address;
  char *at; /* the address at this account */
} SohoAttempt;

/* account: what names the account, whether there is one or not. Returns how many seconds to wait: 0
 * if the attempt may be made now, and counts from now on; otherwise it is to be refused, and does
 * not count. attempt: to be cleared in both cases. */
guint soho_accounts_admit (SohoAccounts *self,
                           SoupServerMessage *message,
                           const char *account,
                           SohoAttempt *attempt);
void soho_attempt_clear (SohoAttempt *attempt);

/* The attempt turned out well: this address may err at this account anew. */
void soho_accounts_forgive (SohoAccounts *self, const SohoAttempt *attempt);

/* The attempt came to nothing, through no fault of who made it. */
void soho_accounts_take_back (SohoAccounts *self, const SohoAttempt *attempt);

/* How many seconds a person has to wait before they sign in once more, since each sign-in takes a
 * number that is never given again; twenty a day are free. */
guint soho_accounts_get_sign_in_wait (SohoAccounts *self, gint64 person);

/* Begins a sign-in of the person on this device, inside the caller's transaction; of those of the
 * person that go on, the 32 seen last stay. *token: to be freed. */
gboolean soho_accounts_open_session (SohoAccounts *self,
                                     gint64 person,
                                     const char *device,
                                     char **token,
                                     guint *writer,
                                     GError **error);
