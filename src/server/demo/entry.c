/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/entry.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/validate.h"

/* Places are kept to the hundred-thousandth of a degree. */
#define PLACES_PER_DEGREE 100000

static int
find_field (SohoRecord *entry, const char *field)
{
  int index = soho_kind_find_field (soho_record_get_kind (entry), field);

  g_assert (index >= 0);
  return index;
}

SohoValue *
soho_demo_entry_get_value (SohoRecord *entry, const char *field)
{
  return &soho_record_get_values (entry)[find_field (entry, field)];
}

void
soho_demo_entry_take_text (SohoRecord *entry, const char *field, char *text)
{
  soho_value_take_text (soho_demo_entry_get_value (entry, field), text);
}

void
soho_demo_entry_parse (SohoRecord *entry, const char *field, const char *text)
{
  const SohoKind *kind = soho_record_get_kind (entry);
  g_autoptr (GError) error = NULL;

  if (!soho_field_parse (&kind->fields[find_field (entry, field)], text,
                         soho_demo_entry_get_value (entry, field), &error))
    g_error ("data/demo: %s: %s", kind->name, error->message);
}

static void
set_near (SohoRecord *entry, const char *field, double centre, int reach, SohoDemoRandom *random)
{
  gint64 place
      = lround (centre * PLACES_PER_DEGREE) + soho_demo_random_between (random, -reach, reach);

  soho_value_set_real (soho_demo_entry_get_value (entry, field),
                       (double) place / PLACES_PER_DEGREE);
}

void
soho_demo_entry_set_place (SohoRecord *entry,
                           const SohoCommune *commune,
                           guint metres,
                           SohoDemoRandom *random)
{
  /* At the latitude of the Gers a hundred-thousandth of a degree is 1.11 m to the north and 0.80 m
   * to the east. */
  set_near (entry, "lat", commune->latitude, (int) metres * 100 / 111, random);
  set_near (entry, "lon", commune->longitude, (int) metres * 100 / 80, random);
}

gint64
soho_demo_entry_put (SohoArchive *archive, SohoRecord *entry, GError **error)
{
  const SohoKind *kind = soho_record_get_kind (entry);
  SohoValue *values = soho_record_get_values (entry);
  g_autofree char *title = NULL;
  gboolean changed;

  soho_kind_apply_fallbacks (kind, values);
  if (soho_kind_validate (kind, values, error))
    return soho_archive_put (archive, kind, 0, values, &changed, error);
  title = soho_record_dup_title (entry);
  g_prefix_error (error, _ ("The demonstration has a bad record of kind %s, “%s”: "), kind->name,
                  title);
  return 0;
}
