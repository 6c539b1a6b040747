/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "people.h"

#include <string.h>

#include "model/kinds.h"
#include "model/validate.h"
#include "store/outbox.h"
#include "store/replica-private.h"

static const char *const communes[] = { "32013", "32256", "32107", "32208", "32119" };
static const char *const languages[] = { "fr", "oc", "es", "eu", "en" };

static char *
dup_text (World *world, const SohoField *field, SohoTextFormat format)
{
  guint word = ++world->word;

  switch (format)
    {
    case SOHO_FORMAT_COMMUNE:
      return g_strdup (communes[world_below (world, G_N_ELEMENTS (communes))]);
    case SOHO_FORMAT_EMAIL:
      return g_strdup_printf ("w%u@example.org", word);
    case SOHO_FORMAT_URL:
      return g_strdup_printf ("https://example.org/%u", word);
    case SOHO_FORMAT_PHONE:
      return g_strdup_printf ("+335620%05u", word % 100000);
    case SOHO_FORMAT_LANGUAGE:
      return g_strdup (languages[world_below (world, G_N_ELEMENTS (languages))]);
    default:
      return field->max < 10 ? g_strdup_printf ("%u", word % 10000)
                             : g_strdup_printf ("Mot%u", word);
    }
}

static void
invent_set (World *world, const SohoField *field, SohoValue *value)
{
  g_autoptr (GStrvBuilder) elements = g_strv_builder_new ();
  guint n_values = field->values != NULL ? g_strv_length ((char **) field->values) : 0;

  if (value->type == SOHO_VALUE_SET)
    for (char **element = value->set; *element != NULL; element++)
      if (world_below (world, 3) > 0)
        g_strv_builder_add (elements, *element);
  if (n_values > 0)
    g_strv_builder_add (elements, field->values[world_below (world, n_values)]);
  else
    g_strv_builder_add (elements, languages[world_below (world, G_N_ELEMENTS (languages))]);
  soho_value_take_set (value, g_strv_builder_end (elements));
}

static void
invent_field (
    World *world, const SohoKind *kind, SohoValue *values, guint i, PeopleFind find, gpointer data)
{
  const SohoField *field = &kind->fields[i];
  gint64 id;

  switch (field->type)
    {
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
      soho_value_take_text (&values[i],
                            dup_text (world, field, soho_kind_get_format (kind, values, i)));
      break;
    case SOHO_FIELD_INTEGER:
      soho_value_set_integer (&values[i], field->min + world_below (world, 60));
      break;
    case SOHO_FIELD_BOOLEAN:
      soho_value_set_integer (&values[i], world_below (world, 2));
      break;
    case SOHO_FIELD_REAL:
      soho_value_set_real (&values[i], 0.25 * (1 + world_below (world, 100)));
      break;
    case SOHO_FIELD_DATE:
      soho_value_set_integer (&values[i], 19000 + world_below (world, 900));
      break;
    case SOHO_FIELD_INSTANT:
      soho_value_set_integer (&values[i], 1700000000 + 3600 * (gint64) world_below (world, 900));
      break;
    case SOHO_FIELD_ENUMERATION:
      soho_value_take_text (
          &values[i],
          g_strdup (field->values[world_below (world, g_strv_length ((char **) field->values))]));
      break;
    case SOHO_FIELD_REFERENCE:
      id = find (world, field->target, data);
      if (id != 0)
        soho_value_set_integer (&values[i], id);
      break;
    case SOHO_FIELD_SET:
      invent_set (world, field, &values[i]);
      break;
    case SOHO_FIELD_BLOB:
      break;
    }
}

/* What a rule says of two fields together is seen to. */
static void
keep_rules (World *world, const SohoKind *kind, SohoValue *values)
{
  int agreed = soho_kind_find_field (kind, "agreed_on");
  int start = soho_kind_find_field (kind, "start");
  int end = soho_kind_find_field (kind, "end");

  if (agreed >= 0)
    soho_value_set_integer (&values[agreed], 19000 + world_below (world, 900));
  if (start >= 0 && values[start].type != SOHO_VALUE_NONE && values[end].type != SOHO_VALUE_NONE)
    soho_value_set_integer (&values[end], values[start].integer + 3600);
}

void
people_invent (World *world,
               const SohoKind *kind,
               SohoValue *values,
               guint n_fields,
               PeopleFind find,
               gpointer data)
{
  guint n = soho_kind_get_n_fields (kind);

  if (n_fields < n)
    for (guint i = 0; i < n_fields; i++)
      {
        guint field = world_below (world, n);

        if (!kind->fields[field].required && world_below (world, 6) == 0)
          soho_value_clear (&values[field]);
        else
          invent_field (world, kind, values, field, find, data);
      }
  else
    for (guint i = 0; i < n; i++)
      if (kind->fields[i].required || world_below (world, 2) == 0)
        invent_field (world, kind, values, i, find, data);
  keep_rules (world, kind, values);
}

/* A record of the kind that the device has, 0 if it has none; of the person's own, if wanted. */
static gint64
pick (Device *device, const char *kind, gboolean own)
{
  const SohoKind *declared = soho_model_find_kind (soho_model_get (), kind);
  gboolean has_member = soho_kind_find_field (declared, "member") >= 0;
  g_autofree char *condition
      = own && has_member ? g_strdup_printf ("WHERE member = %" G_GINT64_FORMAT, device->person->id)
                          : g_strdup ("");
  g_autofree char *counting = g_strdup_printf ("SELECT count(*) FROM \"%s\" %s", kind, condition);
  g_autofree char *asking = NULL;
  gint64 n = 0, id = 0;
  sqlite3 *db = soho_replica_get_database (device->replica);

  soho_database_read_integer (db, counting, 0, &n, NULL);
  if (n == 0)
    return 0;
  asking = g_strdup_printf ("SELECT id FROM \"%s\" %s ORDER BY id LIMIT 1 OFFSET %u", kind,
                            condition, world_below (device->world, (guint) n));
  soho_database_read_integer (db, asking, 0, &id, NULL);
  return id;
}

/* Mostly oneself. */
static gint64
find_here (World *world, const char *kind, gpointer data)
{
  Device *device = data;

  if (strcmp (kind, "member") == 0 && world_below (world, 8) > 0)
    return device->person->id;
  return pick (device, kind, FALSE);
}

/* An id of the kind to work on, rather one that may be. */
static gint64
find_target (Device *device, const SohoKind *kind)
{
  gint64 id = 0;

  if (world_below (device->world, 6) > 0)
    id = soho_kind_is_person (kind) && !device->person->is_staff ? device->person->id
                                                                 : pick (device, kind->name, TRUE);
  return id != 0 ? id : pick (device, kind->name, FALSE);
}

static gboolean
create (Device *device, const SohoKind *kind, GError **error)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  gint64 id;

  people_invent (device->world, kind, values, n, find_here, device);
  id = soho_replica_create (device->replica, kind, values, error);
  soho_values_free (values, n);
  world_tell (device->world, "device %u creates %s %" G_GINT64_FORMAT, device->number, kind->name,
              id);
  return id != 0;
}

static gboolean
change (Device *device, const SohoKind *kind, gint64 id, GError **error)
{
  g_autoptr (SohoRecord) record = soho_replica_get_record (device->replica, kind, id, error);
  gboolean done;

  if (record == NULL)
    return *error == NULL;
  people_invent (device->world, kind, soho_record_get_values (record),
                 1 + world_below (device->world, 3), find_here, device);
  done = soho_replica_edit (device->replica, kind, id, soho_record_get_values (record), error);
  world_tell (device->world, "device %u changes %s %" G_GINT64_FORMAT, device->number, kind->name,
              id);
  return done;
}

static const SohoKind *
choose_kind (World *world)
{
  static const SohoKind *const kinds[]
      = { &soho_kind_member,        &soho_kind_member,        &soho_kind_member,
          &soho_kind_contact_point, &soho_kind_contact_point, &soho_kind_member_skill,
          &soho_kind_village,       &soho_kind_village_offer, &soho_kind_village_offer,
          &soho_kind_event,         &soho_kind_event,         &soho_kind_guide,
          &soho_kind_skill,         &soho_kind_resource,      &soho_kind_village_contact };

  return kinds[world_below (world, G_N_ELEMENTS (kinds))];
}

/* What a person tries may be impossible, which is no fault of anybody's. */
static void
see_error (Device *device, const GError *error)
{
  if (error == NULL || device_has_died (device, error) || error->domain != SOHO_DATABASE_ERROR)
    return;
  world_fail (device->world, ORACLE_ERROR, "device %u cannot write: %s", device->number,
              error->message);
}

void
people_write (Device *device)
{
  World *world = device->world;
  const SohoKind *kind = choose_kind (world);
  guint act = world_below (world, 20);
  g_autoptr (GError) error = NULL;
  gint64 id = find_target (device, kind);

  if (act < 6 || id == 0)
    create (device, kind, &error);
  else if (act < 17)
    change (device, kind, id, &error);
  else
    {
      soho_replica_delete (device->replica, kind, id, &error);
      world_tell (world, "device %u deletes %s %" G_GINT64_FORMAT, device->number, kind->name, id);
    }
  see_error (device, error);
  if (device->replica != NULL)
    device_note_written (device);
}
