/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device-private.h"

#include <string.h>

#include "oracles.h"
#include "server.h"
#include "store/audiences.h"
#include "store/outbox.h"
#include "store/replica-private.h"
#include "store/writer.h"

/* Who sits at a device: signing in and out, and what becomes of what waits. */

#define PROVEN "account_proven"

/* One edit that waits, and of what deed of the person it is, which it keeps under other numbers. */
typedef struct
{
  gint64 number, deed;
  char *line;
} Waiting;

static void
waiting_clear (gpointer data)
{
  g_free (((Waiting *) data)->line);
}

static GArray *
list_waiting (Device *self)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self->replica),
                               "SELECT number, deed, edit FROM outbox ORDER BY number", NULL);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Waiting));

  g_array_set_clear_func (all, waiting_clear);
  while (soho_database_next (statement, NULL))
    {
      Waiting one = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1),
                      g_strdup (soho_database_column_text (statement, 2)) };

      g_array_append_val (all, one);
    }
  return all;
}

/* Notes under which number an edit goes on; waiting: NULL if it does not, being done already. */
static void
move_written (Device *self, Written *written, const Waiting *waiting, guint writer)
{
  if (g_strcmp0 (model_get_verdict (self->world->model, written->writer, written->number), "") == 0)
    self->world->n_again += waiting != NULL;
  written->writer = waiting != NULL ? writer : 0;
  if (waiting == NULL)
    return;
  written->number = waiting->number;
  g_free (written->line);
  written->line = g_strdup (waiting->line);
}

/* The edits that waited have new numbers, in the same order. */
static void
renumber (Device *self, GArray *before, guint old)
{
  g_autoptr (GArray) after = list_waiting (self);
  gint64 person;
  guint writer, next = 0;

  soho_replica_read_writer (self->replica, &person, &writer, NULL);
  for (guint i = 0; writer != old && i < before->len; i++)
    {
      const Waiting *was = &g_array_index (before, Waiting, i);
      const Waiting *is = next < after->len ? &g_array_index (after, Waiting, next) : NULL;
      Written *written = device_find_written (self, old, was->number);

      if (is != NULL && is->deed != was->deed)
        is = NULL;
      next += is != NULL;
      if (written != NULL)
        move_written (self, written, is, writer);
    }
}

static gboolean
note_proven (Device *self, guint writer, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", writer);

  return soho_replica_set_fact (self->replica, PROVEN, text, error);
}

static gboolean
keep_token (Device *self, guint writer, const char *token, GError **error)
{
  g_free (self->token);
  self->token = g_strdup (token);
  return note_proven (self, writer, error);
}

gboolean
device_is_proven (Device *self)
{
  g_autofree char *proven = soho_replica_dup_fact (self->replica, PROVEN, NULL);
  gint64 person;
  guint writer;

  soho_replica_read_writer (self->replica, &person, &writer, NULL);
  return proven != NULL && g_ascii_strtoull (proven, NULL, 10) == writer;
}

/* In the order of client/account.c. */
static gboolean
keep_sign_in (Device *self, Person *person, guint writer, const char *token, GError **error)
{
  gint64 before;
  guint old;

  if (!soho_replica_read_writer (self->replica, &before, &old, error)
      || !soho_replica_set_writer (self->replica, person->id, writer, error)
      || (before != 0 && before != person->id && !soho_replica_forget_hidden (self->replica, error))
      || !soho_replica_set_fact (self->replica, "account_email", "simulated", error))
    return FALSE;
  self->person = person;
  return keep_token (self, writer, token, error);
}

void
device_sign_in (Device *self, Person *person)
{
  World *world = self->world;
  g_autofree char *token = NULL;
  g_autoptr (GArray) before = NULL;
  g_autoptr (GError) error = NULL;
  gint64 last;
  guint writer, old;

  device_start (self);
  token = server_open_session (world, person, &writer);
  /* The answer may be lost. */
  if (token == NULL || world_chance (world, 10))
    return;
  before = list_waiting (self);
  soho_replica_read_writer (self->replica, &last, &old, NULL);
  old = before->len > 0 && old == 0 ? self->last_writer : old;
  world_tell (world, "device %u: person %" G_GINT64_FORMAT " signs in as %u", self->number,
              person->id, writer);
  if (!keep_sign_in (self, person, writer, token, &error)
      && !g_error_matches (error, SOHO_WRITER_ERROR, SOHO_WRITER_ERROR_WAITING))
    {
      if (!self->is_dead)
        world_fail (world, ORACLE_ERROR, "signing in: %s", error->message);
      device_kill (self);
      device_start (self);
    }
  renumber (self, before, old);
  if (error == NULL)
    self->last_writer = writer;
}

void
device_part_from_copy (Device *self)
{
  World *world = self->world;
  g_autoptr (GArray) before = list_waiting (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  gint64 person;
  guint writer, old;

  soho_replica_read_writer (self->replica, &person, &old, NULL);
  token = server_open_session (world, self->person, &writer);
  if (token == NULL || world_chance (world, 20))
    return;
  world_tell (world, "device %u parts from its copy, as %u", self->number, writer);
  if (!soho_replica_part_from_copy (self->replica, writer, &error)
      || !keep_token (self, writer, token, &error))
    {
      if (!self->is_dead)
        world_fail (world, ORACLE_ERROR, "parting: %s", error->message);
      device_kill (self);
      device_start (self);
    }
  renumber (self, before, old);
  self->last_writer = writer;
}

/* In the order of client/account.c. */
static gboolean
leave (Device *self, GError **error)
{
  if (!soho_replica_end_writer (self->replica, error))
    return FALSE;
  self->person = NULL;
  if (!world_chance (self->world, 20))
    server_end_session (self->world, self->token);
  g_clear_pointer (&self->token, g_free);
  return soho_replica_forget_hidden (self->replica, error);
}

void
device_sign_out (Device *self)
{
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;

  device_start (self);
  waiting = device_list_outbox (self);
  if (waiting->len > 0 || self->person == NULL || self->token == NULL)
    return;
  world_tell (self->world, "device %u signs out", self->number);
  if (world_chance (self->world, 30))
    self->dies_in = 1 + (int) world_below (self->world, 3);
  if (leave (self, &error))
    oracle_see_left (self);
  else if (!device_has_died (self, error))
    world_fail (self->world, ORACLE_ERROR, "signing out: %s", error->message);
}
