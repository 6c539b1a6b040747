/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/occasion-names.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *value, *text;
} occasions[] = {
  /* Translators: under the title “Glad to”. */
  { "work", N_ ("take on work") },
  { "collaboration", N_ ("work together") },
  { "mentoring", N_ ("share experience") },
  { "leading", N_ ("lead a project") },
};

char *
soho_occasion_dup_name (const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (occasions); i++)
    if (g_strcmp0 (occasions[i].value, value) == 0)
      return g_strdup (_ (occasions[i].text));
  return NULL;
}
