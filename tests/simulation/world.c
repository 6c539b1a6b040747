/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "device.h"
#include "faults.h"
#include "machine.h"
#include "oracles.h"
#include "people.h"
#include "server.h"
#include "store/tray.h"

/* More rounds of everybody's syncs than anything should need to come to rest. */
#define MOST_ROUNDS 12

#define DAY_S 86400

static const char *const oracle_names[N_ORACLES]
    = { "error", "once",   "rules", "words",  "audience", "content",
        "fill",  "verify", "check", "budget", "quiet",    "trace" };

const char *
oracle_get_name (Oracle oracle)
{
  return oracle_names[oracle];
}

World *
world_new (guint64 seed, const Fault *fault, gboolean tells)
{
  World *self = g_new0 (World, 1);
  guint32 seeds[] = { (guint32) seed, (guint32) (seed >> 32) };

  machine_reset (seed);
  self->seed = seed;
  self->fault = fault;
  self->rand = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  self->directory = machine_make_directory ();
  self->model = model_new ();
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) device_free);
  self->ghosts = g_ptr_array_new_with_free_func ((GDestroyNotify) exchange_free);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->trace = tells ? g_string_new (NULL) : NULL;
  self->sum = G_GUINT64_CONSTANT (14695981039346656037);
  return self;
}

void
world_free (World *self)
{
  g_ptr_array_unref (self->ghosts);
  g_ptr_array_unref (self->devices);
  g_clear_object (&self->archive);
  model_free (self->model);
  g_hash_table_unref (self->sessions);
  g_rand_free (self->rand);
  machine_remove_directory (self->directory);
  if (self->trace != NULL)
    g_string_free (self->trace, TRUE);
  g_free (self->failure);
  g_free (self);
}

void
world_tell (World *self, const char *format, ...)
{
  char line[1024];
  va_list arguments;

  va_start (arguments, format);
  g_vsnprintf (line, sizeof line, format, arguments);
  va_end (arguments);
  for (const char *p = line; *p != '\0'; p++)
    self->sum = (self->sum ^ (guint8) *p) * G_GUINT64_CONSTANT (1099511628211);
  if (self->trace != NULL)
    g_string_append_printf (self->trace, "%3u  %s\n", self->step, line);
}

gboolean
world_fail (World *self, Oracle oracle, const char *format, ...)
{
  va_list arguments;

  if (self->has_failed)
    return FALSE;
  va_start (arguments, format);
  self->failure = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->has_failed = TRUE;
  self->failed = oracle;
  world_tell (self, "%s: %s", oracle_get_name (oracle), self->failure);
  return FALSE;
}

guint
world_below (World *self, guint n)
{
  return (guint) g_rand_int_range (self->rand, 0, (gint32) n);
}

gboolean
world_chance (World *self, guint percent)
{
  return !self->is_quiet && world_below (self, 100) < percent;
}

static Device *
any_device (World *self)
{
  return g_ptr_array_index (self->devices, world_below (self, self->devices->len));
}

/* Goes on with some sync under way. */
static void
go_on (World *self)
{
  guint from = world_below (self, self->devices->len);

  for (guint i = 0; i < self->devices->len; i++)
    {
      Device *device = g_ptr_array_index (self->devices, (from + i) % self->devices->len);

      if (!device_is_syncing (device))
        continue;
      device_step (device);
      return;
    }
}

static void
write_somewhere (World *self)
{
  Device *device = any_device (self);

  if (device->person == NULL)
    return;
  device_start (device);
  /* Two do not write into one file at a time. */
  if (device->round == NULL || !soho_round_has_uncommitted (device->round))
    people_write (device);
}

static void
meet_death (World *self)
{
  Device *device = any_device (self);

  switch (world_below (self, 4))
    {
    case 0:
      device_kill (device);
      break;
    case 1:
      self->server_dies_in = 1 + (int) world_below (self, 3);
      break;
    default:
      device_start (device);
      device->dies_in = 1 + (int) world_below (self, 4);
    }
}

static void
come_late (World *self)
{
  g_autoptr (GPtrArray) ghosts = self->ghosts;
  Exchange *ghost;

  if (ghosts->len == 0)
    {
      g_steal_pointer (&ghosts);
      return;
    }
  ghost = g_ptr_array_steal_index (g_steal_pointer (&ghosts), world_below (self, ghosts->len));
  world_tell (self, "a request of device %u comes late", ghost->device->number);
  server_answer (self, ghost);
  exchange_free (ghost);
}

static void
change_seats (World *self)
{
  Device *device = any_device (self);

  if (device->round != NULL)
    return;
  if (device->person == NULL || world_below (self, 4) == 0)
    device_sign_in (device, device->person != NULL ? device->person
                                                   : &self->people[world_below (self, SIM_PEOPLE)]);
  else if (world_below (self, 3) > 0)
    device_sign_out (device);
  else if (device->token != NULL && device->round == NULL)
    {
      world_tell (self, "the sign-in of device %u is ended from elsewhere", device->number);
      server_end_session (self, device->token);
    }
}

static void
decide (World *self)
{
  Device *device = any_device (self);
  g_autoptr (GPtrArray) tray = NULL;
  SohoTrayEntry *entry;

  device_start (device);
  if (device->round != NULL)
    return;
  tray = soho_replica_list_tray (device->replica, NULL);
  if (tray->len == 0)
    return;
  entry = g_ptr_array_index (tray, world_below (self, tray->len));
  if (soho_replica_discard (device->replica, entry->entry, NULL))
    g_hash_table_add (device->discarded, g_strdup (entry->text));
  device_has_died (device, NULL);
}

static void
copy_somebody (World *self)
{
  Device *device = any_device (self);

  if (self->devices->len > 7 || device->round != NULL)
    return;
  device_kill (device);
  device_copy (device);
  world_tell (self, "device %u is copied", device->number);
}

/* Whoever the server does not know any more signs in again. */
static void
mend_sign_ins (World *self)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      Device *device = g_ptr_array_index (self->devices, i);

      if (device->round != NULL || device->person == NULL
          || (device->token != NULL && !device->must_sign_in))
        continue;
      device->must_sign_in = FALSE;
      device_sign_in (device, device->person);
    }
}

static void
do_something (World *self)
{
  guint what = world_below (self, 100);

  if (what < 48)
    go_on (self);
  else if (what < 62)
    device_begin_sync (any_device (self));
  else if (what < 82)
    write_somewhere (self);
  else if (what < 87)
    server_write (self);
  else if (what < 90)
    server_change_grants (self);
  else if (what < 92)
    meet_death (self);
  else if (what < 94)
    come_late (self);
  else if (what < 96)
    change_seats (self);
  else if (what < 97)
    decide (self);
  else if (what < 98)
    mend_sign_ins (self);
  else if (what < 99)
    machine_move_clock (((gint64) world_below (self, 8000) - 4000) * DAY_S);
  else if (self->copies && world_below (self, 3) == 0)
    copy_somebody (self);
}

/* Syncs everybody once. Returns whether anybody heard or said anything. */
static gboolean
sync_everybody (World *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->devices->len && !self->has_failed; i++)
    {
      Device *device = g_ptr_array_index (self->devices, i);
      guint before = self->n_news;

      if (device->round == NULL)
        device_begin_sync (device);
      while (device_is_syncing (device) && !self->has_failed)
        device_step (device);
      any = any || (device->must_sign_in && device->person != NULL) || self->n_news != before;
    }
  return any;
}

static void
come_to_rest (World *self)
{
  self->is_quiet = TRUE;
  world_tell (self, "all comes to rest");
  self->server_dies_in = 0;
  while (self->ghosts->len > 0 && !self->has_failed)
    come_late (self);
  for (guint i = 0; i < self->devices->len; i++)
    {
      Device *device = g_ptr_array_index (self->devices, i);

      device->dies_in = 0;
      device_start (device);
      device->dies_in = 0;
    }
  for (guint round = 0; round < MOST_ROUNDS; round++)
    {
      gboolean any = sync_everybody (self);

      mend_sign_ins (self);
      if (!any || self->has_failed)
        return;
    }
  world_fail (self, ORACLE_QUIET, "after %u rounds there is still something new", MOST_ROUNDS);
}

static void
set_up (World *self)
{
  server_found (self);
  for (guint i = 0; i < SIM_PEOPLE; i++)
    device_sign_in (device_new (self), &self->people[i]);
  device_sign_in (device_new (self), &self->people[1]);
  device_new (self);
}

void
world_run (World *self, guint steps)
{
  self->is_quiet = TRUE;
  set_up (self);
  self->is_quiet = FALSE;
  for (self->step = 1; self->step <= steps && !self->has_failed; self->step++)
    do_something (self);
  if (!self->has_failed)
    come_to_rest (self);
  if (!self->has_failed)
    oracle_see_rest (self);
}
