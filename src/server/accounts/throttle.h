/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Has those wait who try too often. What tries is told by a text (an address, an address at an
 * account, …), of which only a hash is kept, in memory, of the last 65,536. A number of attempts is
 * free; each one beyond doubles the wait, up to a quarter of an hour; and one is forgotten after
 * each `leak_s`. Whoever waits as long as they are told gets their next attempt, whatever anybody
 * else does under other texts. Pure: it is told the time. */
typedef struct _SohoThrottle SohoThrottle;

typedef struct
{
  guint free;   /* attempts that cost no wait */
  guint leak_s; /* after so many seconds one attempt is forgotten */
} SohoThrottleRule;

#define SOHO_THROTTLE_LONGEST_S 900

SohoThrottle *soho_throttle_new (void);
void soho_throttle_free (SohoThrottle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoThrottle, soho_throttle_free)

/* How many seconds must pass before the next attempt; 0 if it may be made. now_s: any clock that
 * counts seconds; one that goes back makes nobody wait longer than they had to. */
guint soho_throttle_get_wait (SohoThrottle *self,
                              const char *who,
                              const SohoThrottleRule *rule,
                              gint64 now_s);

/* Counts an attempt, before it is known how it ends: so that a thousand at once are a thousand. */
void soho_throttle_count (SohoThrottle *self,
                          const char *who,
                          const SohoThrottleRule *rule,
                          gint64 now_s);

/* Takes one attempt back, which did not fail. */
void soho_throttle_take_back (SohoThrottle *self, const char *who);

/* Forgets all attempts. */
void soho_throttle_forget (SohoThrottle *self, const char *who);
