/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Opening hours in OpenStreetMap's syntax, as far as a week and the public holidays of France go:
 *
 *   hours = rule { ";" rule }          a later rule replaces what earlier ones said of its days
 *   rule  = "24/7" | [ days ] times
 *   days  = day { "," day }            day  = "Mo" … "Su" | day "-" day | "PH"
 *   times = "off" | "closed" | time { "," time }
 *   time  = "09:00-18:30"              within one day, up to "24:00"
 *
 * After a comma that follows times, days may stand again: they add to what was said. Anything else,
 * be it seasons, sunsets or remarks, is not understood as a whole, and nothing is said of it. */
typedef struct _SohoOpeningHours SohoOpeningHours;

/* The days of which something can be said: Monday is 0, Sunday 6. */
#define SOHO_PUBLIC_HOLIDAY 7
#define SOHO_OPENING_DAYS 8

/* From a minute of the day to another one, which is not part of it; at most 1440. */
typedef struct
{
  guint from, to;
} SohoOpeningSpan;

/* NULL unless all of it is understood. text may be NULL or hold anything; more than 255 bytes are
 * not looked at. */
SohoOpeningHours *soho_opening_hours_new (const char *text);
void soho_opening_hours_free (SohoOpeningHours *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoOpeningHours, soho_opening_hours_free)

/* Whether a day is spoken of at all; being spoken of, it may still be closed. */
gboolean soho_opening_hours_mentions (const SohoOpeningHours *self, guint day);

/* The n-th span of a day, in order, apart from each other; FALSE past the last. */
gboolean soho_opening_hours_get_span (const SohoOpeningHours *self,
                                      guint day,
                                      guint n,
                                      SohoOpeningSpan *span);

/* What can be said at a moment. */
typedef struct
{
  gboolean open;
  gboolean changes; /* whether what follows is known: when it closes, or opens next */
  guint days_ahead; /* on which day, 0 for the same */
  guint minute;     /* of that day, at most 1440 */
} SohoOpeningState;

/* moment: by the clock of the place. FALSE if nothing should be said: on a public holiday about
 * which the hours say nothing, people might stand before a closed door. */
gboolean
soho_opening_hours_tell (const SohoOpeningHours *self, GDateTime *moment, SohoOpeningState *state);

/* Whether the law of France makes the day a public holiday everywhere in it. year: from 1583. */
gboolean soho_opening_hours_is_holiday (int year, int month, int day);
