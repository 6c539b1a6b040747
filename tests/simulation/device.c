/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device.h"

#include <gio/gio.h>
#include <string.h>

#include "change/edit-line.h"
#include "faults.h"
#include "machine.h"
#include "oracles.h"
#include "server.h"
#include "store/audiences.h"
#include "store/outbox.h"
#include "store/replica-private.h"
#include "store/tray.h"
#include "store/writer.h"

#define PROVEN "account_proven"

/* An empty replica that all devices begin with. */
static char *template;

void
device_make_template (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoReplica) replica = NULL;

  template = machine_make_directory ();
  replica = soho_replica_open (template, soho_model_get (), &error);
  g_assert_no_error (error);
}

void
device_forget_template (void)
{
  machine_remove_directory (g_steal_pointer (&template));
}

static void
written_free (gpointer data)
{
  g_free (((Written *) data)->line);
  g_free (data);
}

static Device *
device_new_from (World *world, const char *files)
{
  Device *self = g_new0 (Device, 1);

  self->world = world;
  self->number = world->devices->len;
  self->directory = g_strdup_printf ("%s/device-%u", world->directory, self->number);
  self->written = g_ptr_array_new_with_free_func (written_free);
  self->discarded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  machine_copy_directory (files, self->directory);
  g_ptr_array_add (world->devices, self);
  return self;
}

Device *
device_new (World *world)
{
  return device_new_from (world, template);
}

Device *
device_copy (Device *self)
{
  Device *copy;

  if (self->replica != NULL)
    return NULL;
  copy = device_new_from (self->world, self->directory);
  copy->person = self->person;
  copy->token = g_strdup (self->token);
  for (guint i = 0; i < self->written->len; i++)
    {
      const Written *written = g_ptr_array_index (self->written, i);
      Written *same = g_memdup2 (written, sizeof *written);

      same->line = g_strdup (written->line);
      same->is_copy = TRUE;
      g_ptr_array_add (copy->written, same);
    }
  return copy;
}

void
exchange_free (Exchange *self)
{
  g_free (self->token);
  g_free (self->path);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_byte_array_unref (self->answer);
  g_free (self->readable);
  g_free (self);
}

void
device_free (Device *self)
{
  g_clear_pointer (&self->round, soho_round_free);
  g_clear_pointer (&self->exchange, exchange_free);
  g_clear_object (&self->replica);
  g_free (self->directory);
  g_free (self->token);
  g_ptr_array_unref (self->written);
  g_hash_table_unref (self->discarded);
  g_free (self);
}

static int
on_commit (void *data)
{
  Device *self = data;

  if (self->dies_in > 0 && --self->dies_in == 0)
    self->is_dead = TRUE;
  return self->is_dead;
}

gboolean
device_start (Device *self)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  if (self->replica != NULL)
    return TRUE;
  self->is_dead = FALSE;
  self->dies_in = 0;
  self->replica = soho_replica_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  db = soho_replica_get_database (self->replica);
  soho_database_run (db, "PRAGMA synchronous = OFF", NULL);
  sqlite3_commit_hook (db, on_commit, self);
  fault_plant_in_replica (self);
  return TRUE;
}

void
device_kill (Device *self)
{
  g_clear_pointer (&self->round, soho_round_free);
  g_clear_pointer (&self->exchange, exchange_free);
  if (self->replica == NULL)
    return;
  g_clear_object (&self->replica);
  self->world->n_deaths++;
  world_tell (self->world, "device %u dies", self->number);
}

gboolean
device_has_died (Device *self, const GError *error)
{
  if (!self->is_dead)
    return FALSE;
  device_kill (self);
  return TRUE;
}

gboolean
device_is_syncing (Device *self)
{
  return self->round != NULL;
}

/* What waits, by number: SohoEdit. */
static GPtrArray *
list_outbox (Device *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *edits = soho_replica_list_outbox (self->replica, 0, &error);

  g_assert_no_error (error);
  return edits;
}

static Written *
find_written (Device *self, guint writer, gint64 number)
{
  for (guint i = self->written->len; i > 0; i--)
    {
      Written *written = g_ptr_array_index (self->written, i - 1);

      if (written->writer == writer && written->number == number)
        return written;
    }
  return NULL;
}

void
device_note_written (Device *self)
{
  g_autoptr (GPtrArray) edits = list_outbox (self);
  gint64 person;
  guint writer;

  soho_replica_read_writer (self->replica, &person, &writer, NULL);
  for (guint i = 0; i < edits->len; i++)
    {
      const SohoEdit *edit = g_ptr_array_index (edits, i);
      Written *written;

      if (find_written (self, writer, edit->number) != NULL)
        continue;
      written = g_new0 (Written, 1);
      written->writer = writer;
      written->number = edit->number;
      written->line = soho_edit_dup_line (edit);
      g_ptr_array_add (self->written, written);
      world_tell (self->world, "  as %u/%d %s", writer, (int) edit->number, written->line);
    }
}

/* The edits that waited have new numbers, in the same order. */
static void
renumber (Device *self, GPtrArray *before, guint old)
{
  g_autoptr (GPtrArray) after = list_outbox (self);
  gint64 person;
  guint writer;

  soho_replica_read_writer (self->replica, &person, &writer, NULL);
  if (writer == old)
    return;
  if (before->len != after->len)
    {
      world_fail (self->world, ORACLE_WORDS,
                  "device %u: %u edits waited, and %u do after signing in", self->number,
                  before->len, after->len);
      return;
    }
  for (guint i = 0; i < before->len; i++)
    {
      Written *written
          = find_written (self, old, ((SohoEdit *) g_ptr_array_index (before, i))->number);
      const SohoEdit *edit = g_ptr_array_index (after, i);

      if (written == NULL)
        continue;
      if (g_strcmp0 (model_get_verdict (self->world->model, old, written->number), "") == 0)
        self->world->n_again++;
      written->writer = writer;
      written->number = edit->number;
      g_free (written->line);
      written->line = soho_edit_dup_line (edit);
    }
}

static gboolean
note_proven (Device *self, guint writer, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", writer);

  return soho_replica_set_fact (self->replica, PROVEN, text, error);
}

/* Whether the keyring has the token of the sign-in that the replica counts under. */
static gboolean
is_proven (Device *self)
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
  g_free (self->token);
  self->token = g_strdup (token);
  self->person = person;
  return note_proven (self, writer, error);
}

void
device_sign_in (Device *self, Person *person)
{
  World *world = self->world;
  g_autofree char *token = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GError) error = NULL;
  gint64 last;
  guint writer, old;

  device_start (self);
  token = server_open_session (world, person, &writer);
  /* The answer may be lost. */
  if (token == NULL || world_chance (world, 10))
    return;
  before = list_outbox (self);
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
  waiting = list_outbox (self);
  if (waiting->len > 0 || self->person == NULL || self->token == NULL)
    return;
  world_tell (self->world, "device %u signs out", self->number);
  if (leave (self, &error))
    oracle_see_left (self);
  else if (!device_has_died (self, error))
    world_fail (self->world, ORACLE_ERROR, "signing out: %s", error->message);
}

void
device_begin_sync (Device *self)
{
  device_start (self);
  if (self->round != NULL || (self->person != NULL && self->token == NULL))
    return;
  if (self->person != NULL && !is_proven (self))
    {
      self->must_sign_in = TRUE;
      return;
    }
  world_tell (self->world, "device %u syncs", self->number);
  self->was_lied_to = FALSE;
  self->round = soho_round_new (self->replica);
}

static void
end_sync (Device *self, const GError *error)
{
  g_clear_pointer (&self->round, soho_round_free);
  world_tell (self->world, "device %u has synced: %s", self->number,
              error != NULL ? error->message : "done");
  if (error == NULL || device_has_died (self, error) || error->domain == G_IO_ERROR)
    return;
  if (error->domain != SOHO_PROTOCOL_ERROR)
    world_fail (self->world, ORACLE_ERROR, "device %u cannot sync: %s", self->number,
                error->message);
  else if (error->code == SOHO_PROTOCOL_ERROR_SIGNED_OUT
           || error->code == SOHO_PROTOCOL_ERROR_COPIED_REPLICA)
    self->must_sign_in = TRUE;
  else if (!self->was_lied_to && error->code != SOHO_PROTOCOL_ERROR_CUT)
    world_fail (self->world, ORACLE_ERROR, "device %u: %s", self->number, error->message);
}

static void
next_request (Device *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRoundRequest) request = soho_round_next (self->round, &error);
  Exchange *exchange;

  if (request == NULL)
    {
      end_sync (self, error);
      return;
    }
  exchange = g_new0 (Exchange, 1);
  exchange->device = self;
  exchange->token = g_strdup (self->token);
  exchange->path = g_strdup (request->path);
  exchange->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  exchange->answer = g_byte_array_new ();
  self->exchange = exchange;
  world_tell (self->world, "device %u asks %s %s", self->number, request->method, request->path);
}

/* The exchange is over. failure: taken. */
static void
settle (Device *self, GError *failure)
{
  Exchange *exchange = g_steal_pointer (&self->exchange);
  gboolean is_full = failure == NULL && exchange->body == NULL;
  g_autoptr (GError) error = NULL;

  if (failure != NULL)
    world_tell (self->world, "device %u hears: %s", self->number, failure->message);
  if (!soho_round_settle (self->round, failure, &error))
    end_sync (self, error);
  else if (is_full)
    oracle_see_full (self, exchange);
  exchange_free (exchange);
}

static void
break_line (Device *self)
{
  settle (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The line broke."));
}

/* Somebody on the way answers in the server's place. */
static void
lie (Device *self)
{
  Exchange *exchange = self->exchange;
  const char *page = "<html>Sign in to the Wi-Fi</html>";

  exchange->status = world_below (self->world, 2) == 0 ? 200 : 502;
  exchange->content_type = "text/html";
  exchange->compressed = FALSE;
  g_byte_array_set_size (exchange->answer, 0);
  g_byte_array_append (exchange->answer, (const guint8 *) page, (guint) strlen (page));
  self->was_lied_to = TRUE;
}

/* The request goes to the server, or not, or not only once. */
static void
deliver (Device *self)
{
  World *world = self->world;

  if (world_chance (world, 5))
    {
      break_line (self);
      return;
    }
  soho_round_leave (self->round);
  if (world_chance (world, 6))
    {
      Exchange *ghost = g_memdup2 (self->exchange, sizeof (Exchange));

      ghost->token = g_strdup (ghost->token);
      ghost->path = g_strdup (ghost->path);
      ghost->body = ghost->body != NULL ? g_bytes_ref (ghost->body) : NULL;
      ghost->answer = g_byte_array_new ();
      g_ptr_array_add (world->ghosts, ghost);
      world_tell (world, "device %u: its request is under way for long", self->number);
      if (world_below (world, 2) == 0)
        {
          break_line (self);
          return;
        }
    }
  if (world_chance (world, 4))
    {
      server_answer (world, self->exchange);
      world_tell (world, "device %u: its request comes twice", self->number);
    }
  if (world_chance (world, 3))
    lie (self);
  else
    server_answer (world, self->exchange);
  self->exchange->delivered = TRUE;
  if (world_chance (world, 3))
    lie (self);
  if (self->exchange->status == 0 || world_chance (world, 6))
    break_line (self);
}

static gboolean
receive_some (Device *self, gsize n, GError **error)
{
  Exchange *exchange = self->exchange;

  if (!exchange->has_head
      && !soho_round_receive_head (self->round, exchange->status, exchange->content_type,
                                   exchange->compressed ? "zstd" : NULL, error))
    return FALSE;
  exchange->has_head = TRUE;
  if (n > 0
      && !soho_round_receive (self->round, exchange->answer->data + exchange->taken, n, error))
    return FALSE;
  exchange->taken += n;
  return !world_chance (self->world, 20) || soho_round_commit (self->round, error);
}

static void
receive (Device *self)
{
  World *world = self->world;
  Exchange *exchange = self->exchange;
  gsize left = exchange->answer->len - exchange->taken;
  gsize n = world_chance (world, 60) && left > 0 ? world_below (world, (guint) left + 1) : left;
  gboolean is_cut = world_chance (world, 8);
  GError *failure = NULL;

  if (is_cut && left > 0)
    n = world_below (world, (guint) left);
  if (!receive_some (self, n, &failure))
    settle (self, failure);
  else if (is_cut && world_below (world, 2) == 0)
    break_line (self);
  else if (is_cut || exchange->taken == exchange->answer->len)
    {
      soho_round_receive_end (self->round, &failure);
      self->was_lied_to = self->was_lied_to || exchange->taken < exchange->answer->len;
      settle (self, failure);
    }
}

void
device_step (Device *self)
{
  if (self->exchange == NULL)
    next_request (self);
  else if (!self->exchange->delivered)
    deliver (self);
  else
    receive (self);
  if (self->is_dead)
    device_kill (self);
}
