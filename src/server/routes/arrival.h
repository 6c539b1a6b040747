/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "routes/request.h"

/* A request that ends, if all goes well, in a sign-in. Meanwhile it waits for a password to be
 * hashed, and its message is paused. */
typedef struct
{
  SohoAccounts *accounts;
  SoupServerMessage *message;
  SohoAttempt attempt;
  char *device;
  char *password; /* normalized */
  char *kept;     /* what it was compared with, in a sign-in by password */
  GBytes *code;   /* the hash of the code, if it is by a code */
  gint64 person;  /* whose account it is; 0 if of nobody */
} SohoArrival;

/* account: what names the account, for the throttle. device: as the other end calls itself. Returns
 * NULL, having answered, if there were too many attempts or device is no short line. */
SohoArrival *soho_arrival_new (SohoAccounts *accounts,
                               SoupServerMessage *message,
                               const char *account,
                               const char *device);
void soho_arrival_free (SohoArrival *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoArrival, soho_arrival_free)

/* Pauses the request, which the end of it resumes. */
void soho_arrival_pause (SohoArrival *self);

/* The end that is hoped for: opens the session inside the transaction that the caller has begun,
 * commits it, and answers; or rolls it back and answers why. */
void soho_arrival_open (SohoArrival *self);

/* The other ends. Each answers. */
void soho_arrival_refuse (SohoArrival *self, const char *code, const char *text);
void soho_arrival_fail (SohoArrival *self, const GError *error); /* does not count as an attempt */

/* Whether the person may sign in once more today; has answered if not. */
gboolean soho_arrival_may_sign_in (SohoArrival *self);
