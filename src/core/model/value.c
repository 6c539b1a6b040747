/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/value.h"

#include <stdlib.h>
#include <string.h>

void
soho_value_clear (SohoValue *value)
{
  if (value->type == SOHO_VALUE_TEXT)
    g_free (value->text);
  else if (value->type == SOHO_VALUE_SET)
    g_strfreev (value->set);
  value->type = SOHO_VALUE_NONE;
}

void
soho_value_copy (SohoValue *to, const SohoValue *from)
{
  SohoValue copy = *from;

  if (from->type == SOHO_VALUE_TEXT)
    copy.text = g_strdup (from->text);
  else if (from->type == SOHO_VALUE_SET)
    copy.set = g_strdupv (from->set);
  soho_value_clear (to);
  *to = copy;
}

gboolean
soho_value_equal (const SohoValue *a, const SohoValue *b)
{
  if (a->type != b->type)
    return FALSE;
  switch (a->type)
    {
    case SOHO_VALUE_NONE:
      return TRUE;
    case SOHO_VALUE_INTEGER:
      return a->integer == b->integer;
    case SOHO_VALUE_REAL:
      return a->real == b->real;
    case SOHO_VALUE_TEXT:
      return strcmp (a->text, b->text) == 0;
    case SOHO_VALUE_SET:
      return g_strv_equal ((const char *const *) a->set, (const char *const *) b->set);
    }
  g_assert_not_reached ();
}

void
soho_value_set_integer (SohoValue *value, gint64 integer)
{
  soho_value_clear (value);
  value->type = SOHO_VALUE_INTEGER;
  value->integer = integer;
}

void
soho_value_set_real (SohoValue *value, double real)
{
  soho_value_clear (value);
  value->type = SOHO_VALUE_REAL;
  value->real = real;
}

void
soho_value_take_text (SohoValue *value, char *text)
{
  soho_value_clear (value);
  if (text == NULL)
    return;
  value->type = SOHO_VALUE_TEXT;
  value->text = text;
}

static int
compare_elements (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

void
soho_value_take_set (SohoValue *value, char **elements)
{
  guint n = g_strv_length (elements);
  guint kept = 0;

  qsort (elements, n, sizeof *elements, compare_elements);
  for (guint i = 0; i < n; i++)
    {
      if (*elements[i] == '\0' || (kept > 0 && strcmp (elements[i], elements[kept - 1]) == 0))
        g_free (elements[i]);
      else
        elements[kept++] = elements[i];
    }
  elements[kept] = NULL;

  soho_value_clear (value);
  if (kept == 0)
    {
      g_free (elements);
      return;
    }
  value->type = SOHO_VALUE_SET;
  value->set = elements;
}

SohoValue *
soho_values_new (gsize n)
{
  return g_new0 (SohoValue, n);
}

void
soho_values_free (SohoValue *values, gsize n)
{
  for (gsize i = 0; values != NULL && i < n; i++)
    soho_value_clear (&values[i]);
  g_free (values);
}
