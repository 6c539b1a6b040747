/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/place-words.h"

#include <glib/gi18n-lib.h>

char *
soho_place_dup_speed (gint64 mbits)
{
  if (mbits <= 0)
    return NULL;
  return mbits >= 1000 && mbits % 1000 == 0
             ? g_strdup_printf (_ ("%d Gbit/s"), (int) (mbits / 1000))
             : g_strdup_printf (_ ("%d Mbit/s"), (int) mbits);
}

static const char *
name_technology (const char *technology)
{
  static const struct
  {
    const char *value, *text;
  } technologies[] = {
    { "fibre", N_ ("Fibre") }, { "dsl", N_ ("DSL") }, { "cable", N_ ("Cable") },
    { "4g", N_ ("4G") },       { "5g", N_ ("5G") },   { "satellite", N_ ("Satellite") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (technologies); i++)
    if (g_strcmp0 (technologies[i].value, technology) == 0)
      return _ (technologies[i].text);
  return technology;
}

char *
soho_place_dup_line (SohoRecord *village)
{
  const char *technology = name_technology (soho_record_get_text (village, "line_technology"));
  char *speed = soho_place_dup_speed (soho_record_get_integer (village, "line_speed", 0));
  char *line;

  if (technology == NULL || speed == NULL)
    return technology != NULL ? g_strdup (technology) : speed;
  line = g_strdup_printf ("%s, %s", technology, speed);
  g_free (speed);
  return line;
}

char *
soho_place_dup_month (gint64 days)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (days * 86400);

  return g_date_time_format (date, "%OB %Y");
}

char *
soho_place_dup_distance (double km)
{
  return km < 1 ? g_strdup (_ ("less than 1 km")) : g_strdup_printf (_ ("%d km"), (int) (km + 0.5));
}
