/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/opening-hours.h"

#include <string.h>

#define LONGEST 255
#define MINUTES 1440
#define EVERY_DAY 0x7f /* without holidays */

/* How far one looks for the next opening. */
#define DAYS_AHEAD 14

struct _SohoOpeningHours
{
  gboolean mentioned[SOHO_OPENING_DAYS];
  guint8 open[SOHO_OPENING_DAYS][MINUTES]; /* for each minute, 0 or 1 */
};

/* What is left to be read. */
typedef struct
{
  const char *p;
} Cursor;

static void
skip_spaces (Cursor *cursor)
{
  while (*cursor->p == ' ')
    cursor->p++;
}

/* Takes a character and the spaces around it. */
static gboolean
take (Cursor *cursor, char c)
{
  skip_spaces (cursor);
  if (*cursor->p != c)
    return FALSE;
  cursor->p++;
  skip_spaces (cursor);
  return TRUE;
}

/* Takes a word that ends where no letter or digit follows. */
static gboolean
take_word (Cursor *cursor, const char *word)
{
  gsize length = strlen (word);

  if (strncmp (cursor->p, word, length) != 0 || g_ascii_isalnum (cursor->p[length]))
    return FALSE;
  cursor->p += length;
  return TRUE;
}

static int
take_day (Cursor *cursor)
{
  static const char *const names[SOHO_OPENING_DAYS]
      = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH" };

  for (int i = 0; i < SOHO_OPENING_DAYS; i++)
    if (take_word (cursor, names[i]))
      return i;
  return -1;
}

/* "Mo", "Mo-Fr", "Fr-Mo", "PH" as a set of days. */
static gboolean
take_days_item (Cursor *cursor, guint *days)
{
  int from = take_day (cursor), to;

  if (from < 0)
    return FALSE;
  to = from;
  if (take (cursor, '-') && (to = take_day (cursor)) < 0)
    return FALSE;
  if (from != to && (from == SOHO_PUBLIC_HOLIDAY || to == SOHO_PUBLIC_HOLIDAY))
    return FALSE;
  for (int day = from;; day = (day + 1) % 7)
    {
      *days |= 1u << day;
      if (day == to)
        return TRUE;
    }
}

/* None is every day of the week. */
static gboolean
take_days (Cursor *cursor, guint *days)
{
  *days = 0;
  if (!g_ascii_isupper (*cursor->p))
    {
      *days = EVERY_DAY;
      return TRUE;
    }
  do
    if (!take_days_item (cursor, days))
      return FALSE;
  while (take (cursor, ','));
  return TRUE;
}

/* "9:00" or "09:00", up to "24:00". */
static gboolean
take_time (Cursor *cursor, guint *minute)
{
  guint hours = 0, minutes;
  guint n = 0;

  for (; g_ascii_isdigit (*cursor->p) && n < 2; n++)
    hours = hours * 10 + (guint) g_ascii_digit_value (*cursor->p++);
  if (n == 0 || *cursor->p != ':' || !g_ascii_isdigit (cursor->p[1])
      || !g_ascii_isdigit (cursor->p[2]) || g_ascii_isdigit (cursor->p[3]))
    return FALSE;
  minutes = (guint) (g_ascii_digit_value (cursor->p[1]) * 10 + g_ascii_digit_value (cursor->p[2]));
  cursor->p += 3;
  *minute = hours * 60 + minutes;
  return minutes < 60 && *minute <= MINUTES;
}

static void
open_days (SohoOpeningHours *self, guint days, guint from, guint to)
{
  for (guint day = 0; day < SOHO_OPENING_DAYS; day++)
    if (days & 1u << day)
      memset (self->open[day] + from, 1, to - from);
}

/* One or more times. more: whether a comma and further days follow. */
static gboolean
take_times (Cursor *cursor, SohoOpeningHours *self, guint days, gboolean *more)
{
  do
    {
      guint from, to;

      if (g_ascii_isupper (*cursor->p))
        {
          *more = TRUE;
          return TRUE;
        }
      if (!take_time (cursor, &from) || !take (cursor, '-') || !take_time (cursor, &to)
          || from >= to)
        return FALSE;
      open_days (self, days, from, to);
    }
  while (take (cursor, ','));
  return TRUE;
}

static void
forget_days (SohoOpeningHours *self, guint days)
{
  for (guint day = 0; day < SOHO_OPENING_DAYS; day++)
    if (days & 1u << day)
      memset (self->open[day], 0, MINUTES);
}

static void
mention_days (SohoOpeningHours *self, guint days)
{
  for (guint day = 0; day < SOHO_OPENING_DAYS; day++)
    if (days & 1u << day)
      self->mentioned[day] = TRUE;
}

/* One rule and what is added to it. "24/7" means holidays too. */
static gboolean
take_rule (Cursor *cursor, SohoOpeningHours *self)
{
  gboolean adds = FALSE, more;

  if (take_word (cursor, "24/7"))
    {
      mention_days (self, EVERY_DAY | 1u << SOHO_PUBLIC_HOLIDAY);
      open_days (self, EVERY_DAY | 1u << SOHO_PUBLIC_HOLIDAY, 0, MINUTES);
      return TRUE;
    }
  do
    {
      guint days;

      more = FALSE;
      if (!take_days (cursor, &days))
        return FALSE;
      skip_spaces (cursor);
      mention_days (self, days);
      if (!adds)
        forget_days (self, days);
      if (!adds && (take_word (cursor, "off") || take_word (cursor, "closed")))
        return TRUE;
      if (g_ascii_isupper (*cursor->p) || !take_times (cursor, self, days, &more))
        return FALSE;
      adds = TRUE;
    }
  while (more);
  return TRUE;
}

SohoOpeningHours *
soho_opening_hours_new (const char *text)
{
  g_autoptr (SohoOpeningHours) self = NULL;
  Cursor cursor = { text };

  if (text == NULL || strnlen (text, LONGEST + 1) > LONGEST)
    return NULL;
  self = g_new0 (SohoOpeningHours, 1);
  skip_spaces (&cursor);
  do
    {
      if (!take_rule (&cursor, self))
        return NULL;
      skip_spaces (&cursor);
    }
  while (take (&cursor, ';') && *cursor.p != '\0');
  return *cursor.p == '\0' ? g_steal_pointer (&self) : NULL;
}

void
soho_opening_hours_free (SohoOpeningHours *self)
{
  g_free (self);
}

gboolean
soho_opening_hours_mentions (const SohoOpeningHours *self, guint day)
{
  g_return_val_if_fail (day < SOHO_OPENING_DAYS, FALSE);
  return self->mentioned[day];
}

/* The first minute from `from` on at which the day is open, or is not; MINUTES if there is none. */
static guint
find_minute (const SohoOpeningHours *self, guint day, guint from, gboolean open)
{
  while (from < MINUTES && self->open[day][from] != (open ? 1 : 0))
    from++;
  return from;
}

gboolean
soho_opening_hours_get_span (const SohoOpeningHours *self,
                             guint day,
                             guint n,
                             SohoOpeningSpan *span)
{
  guint to = 0;

  g_return_val_if_fail (day < SOHO_OPENING_DAYS, FALSE);
  for (guint i = 0; i <= n; i++)
    {
      span->from = find_minute (self, day, to, TRUE);
      if (span->from == MINUTES)
        return FALSE;
      to = find_minute (self, day, span->from, FALSE);
    }
  span->to = to;
  return TRUE;
}

/* Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher. */
static GDate
get_easter (int year)
{
  int a = year % 19, b = year / 100, c = year % 100;
  int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  GDate easter;

  g_date_clear (&easter, 1);
  g_date_set_dmy (&easter, (GDateDay) (f % 31 + 1), (GDateMonth) (f / 31), (GDateYear) year);
  return easter;
}

gboolean
soho_opening_hours_is_holiday (int year, int month, int day)
{
  static const struct
  {
    int month, day;
  } fixed[]
      = { { 1, 1 }, { 5, 1 }, { 5, 8 }, { 7, 14 }, { 8, 15 }, { 11, 1 }, { 11, 11 }, { 12, 25 } };
  static const int after_easter[] = { 1, 39, 50 }; /* Easter Monday, Ascension, Whit Monday */
  GDate easter, date;

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (fixed[i].month == month && fixed[i].day == day)
      return TRUE;
  if (year < 1583 || year > 9999 || !g_date_valid_dmy ((GDateDay) day, month, (GDateYear) year))
    return FALSE;
  easter = get_easter (year);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, month, (GDateYear) year);
  for (guint i = 0; i < G_N_ELEMENTS (after_easter); i++)
    if (g_date_days_between (&easter, &date) == after_easter[i])
      return TRUE;
  return FALSE;
}

/* Which of the eight days of the week it is; FALSE if nothing is known of it. */
static gboolean
find_day (const SohoOpeningHours *self, GDateTime *date, guint *day)
{
  gboolean holiday
      = soho_opening_hours_is_holiday (g_date_time_get_year (date), g_date_time_get_month (date),
                                       g_date_time_get_day_of_month (date));

  *day = holiday ? SOHO_PUBLIC_HOLIDAY : (guint) g_date_time_get_day_of_week (date) - 1;
  return !holiday || self->mentioned[SOHO_PUBLIC_HOLIDAY];
}

static void
find_change (const SohoOpeningHours *self, GDateTime *moment, guint from, SohoOpeningState *state)
{
  for (guint ahead = 0; ahead <= DAYS_AHEAD; ahead++)
    {
      g_autoptr (GDateTime) date = g_date_time_add_days (moment, (int) ahead);
      guint day;

      if (date == NULL || !find_day (self, date, &day))
        return;
      state->minute = find_minute (self, day, ahead == 0 ? from : 0, !state->open);
      if (state->minute < MINUTES)
        {
          state->changes = TRUE;
          state->days_ahead = ahead;
          if (state->open && ahead == 1 && state->minute == 0) /* at the end of this day */
            {
              state->days_ahead = 0;
              state->minute = MINUTES;
            }
          return;
        }
    }
}

gboolean
soho_opening_hours_tell (const SohoOpeningHours *self, GDateTime *moment, SohoOpeningState *state)
{
  guint minute = (guint) (g_date_time_get_hour (moment) * 60 + g_date_time_get_minute (moment));
  guint day;

  *state = (SohoOpeningState){ 0 };
  if (!find_day (self, moment, &day))
    return FALSE;
  state->open = self->open[day][minute] != 0;
  find_change (self, moment, minute, state);
  return TRUE;
}
