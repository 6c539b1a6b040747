/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What one field of one record holds. SOHO_VALUE_NONE is "not said", which every field may be
 * unless it is required. */
typedef enum
{
  SOHO_VALUE_NONE,
  SOHO_VALUE_INTEGER, /* integer, boolean (0 or 1), reference (an id), date (days), instant
                         (seconds) */
  SOHO_VALUE_REAL,
  SOHO_VALUE_TEXT, /* text, long text, enumeration, blob */
  SOHO_VALUE_SET,  /* NULL-terminated, sorted by strcmp, without repetition */
} SohoValueType;

typedef struct
{
  SohoValueType type;
  union
  {
    gint64 integer;
    double real;
    char *text; /* owned */
    char **set; /* owned */
  };
} SohoValue;

#define SOHO_VALUE_INIT                                                                            \
  {                                                                                                \
    SOHO_VALUE_NONE, { 0 }                                                                         \
  }

/* Frees what the value owns and makes it SOHO_VALUE_NONE. */
void soho_value_clear (SohoValue *value);

/* Makes *to, whatever it held, an own copy of from. */
void soho_value_copy (SohoValue *to, const SohoValue *from);

gboolean soho_value_equal (const SohoValue *a, const SohoValue *b);

void soho_value_set_integer (SohoValue *value, gint64 integer);
void soho_value_set_real (SohoValue *value, double real);
/* Takes text; NULL makes it SOHO_VALUE_NONE. */
void soho_value_take_text (SohoValue *value, char *text);
/* Takes the elements, sorts them and drops repetitions and empty ones; an empty set is
 * SOHO_VALUE_NONE. */
void soho_value_take_set (SohoValue *value, char **elements);

/* An array of n values, all SOHO_VALUE_NONE; free with soho_values_free (). */
SohoValue *soho_values_new (gsize n);
void soho_values_free (SohoValue *values, gsize n);
