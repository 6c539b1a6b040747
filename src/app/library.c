/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "library.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "address.h"
#include "membership.h"
#include "store/database.h"
#include "store/lease.h"

/* Changes that follow each other within this time are told once. */
#define COALESCE_MS 150

/* What is written within this time is sent together. */
#define SEND_AFTER_MS 3000

/* How often it is looked whether this copy has synced too long ago. */
#define LEASE_LOOK_S 600

#define DATABASE "replica.db"
#define FACT_SERVER "server"
#define FACT_SYNCED "synced"

struct _SohoLibrary
{
  GObject parent_instance;

  SohoReplica *replica;
  char *set_aside;    /* nullable */
  char *server;       /* nullable */
  SohoSyncer *syncer; /* NULL while there is no server */
  SohoPhotos *photos;
  SohoMembership *membership;

  GFileMonitor *monitor; /* nullable: not every file system can be watched */
  guint change_timeout;
  guint send_timeout;
  guint lease_timeout;
  gint64 looked_us; /* when the lease was last looked at, by the clock that only runs forward */
  gboolean file_replaced; /* the file we read is not the one of that name any more */
};

G_DEFINE_FINAL_TYPE (SohoLibrary, soho_library, G_TYPE_OBJECT)

enum
{
  CHANGED,
  SYNC_CHANGED,
  PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
soho_library_report (SohoLibrary *self, GError *error)
{
  g_return_if_fail (error != NULL);

  g_signal_emit (self, signals[PROBLEM], 0, error->message);
  g_error_free (error);
}

static void
remember_set_aside (SohoLibrary *self)
{
  const char *set_aside = soho_replica_get_set_aside (self->replica);

  if (set_aside != NULL)
    {
      g_free (self->set_aside);
      self->set_aside = g_strdup (set_aside);
    }
}

/* Another program set the file aside and began a new one: what we hold open is the old one. */
static void
reopen (SohoLibrary *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_strdup (soho_replica_get_directory (self->replica));
  SohoReplica *replica
      = soho_replica_open (directory, soho_replica_get_model (self->replica), &error);

  if (replica == NULL)
    {
      soho_library_report (self, g_steal_pointer (&error));
      return;
    }
  g_object_unref (self->replica);
  self->replica = replica;
  self->file_replaced = FALSE;
  remember_set_aside (self);
}

static gboolean
on_change_is_due (gpointer user_data)
{
  SohoLibrary *self = user_data;

  self->change_timeout = 0;
  if (self->file_replaced)
    reopen (self);
  soho_membership_refresh (self->membership);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
queue_change (SohoLibrary *self)
{
  if (self->change_timeout == 0)
    self->change_timeout = g_timeout_add (COALESCE_MS, on_change_is_due, self);
}

/* Reading touches neither the database nor its log, so we never hear ourselves. */
static void
on_file_changed (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, SohoLibrary *self)
{
  g_autofree char *name = g_file_get_basename (file);
  gboolean is_database = strcmp (name, DATABASE) == 0;

  if (!is_database && strcmp (name, DATABASE "-wal") != 0)
    return;
  if (is_database && event == G_FILE_MONITOR_EVENT_CREATED)
    self->file_replaced = TRUE;
  if (event == G_FILE_MONITOR_EVENT_CHANGED || event == G_FILE_MONITOR_EVENT_CREATED)
    queue_change (self);
}

static void
watch_directory (SohoLibrary *self)
{
  g_autoptr (GFile) directory = g_file_new_for_path (soho_replica_get_directory (self->replica));

  self->monitor = g_file_monitor_directory (directory, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor == NULL)
    return;
  g_file_monitor_set_rate_limit (self->monitor, COALESCE_MS);
  g_signal_connect (self->monitor, "changed", G_CALLBACK (on_file_changed), self);
}

static void
on_sync_state_changed (SohoLibrary *self)
{
  if (soho_library_get_sync_state (self) != SOHO_SYNC_RUNNING)
    queue_change (self);
  /* There is a network, then. */
  if (soho_library_get_sync_state (self) == SOHO_SYNC_DONE)
    soho_photos_retry (self->photos);
  g_signal_emit (self, signals[SYNC_CHANGED], 0);
}

static void
on_sync_bytes_changed (SohoLibrary *self)
{
  g_signal_emit (self, signals[SYNC_CHANGED], 0);
}

static void
drop_syncer (SohoLibrary *self)
{
  if (self->syncer == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->syncer, self);
  soho_syncer_stop (self->syncer);
  g_clear_object (&self->syncer);
}

/* Takes server, an address already checked. */
static void
use_server (SohoLibrary *self, char *server)
{
  drop_syncer (self);
  g_free (self->server);
  self->server = server;
  self->syncer = soho_syncer_new (soho_replica_get_directory (self->replica),
                                  soho_replica_get_model (self->replica), server);
  g_signal_connect_swapped (self->syncer, "notify::state", G_CALLBACK (on_sync_state_changed),
                            self);
  g_signal_connect_swapped (self->syncer, "notify::bytes", G_CALLBACK (on_sync_bytes_changed),
                            self);
  g_signal_connect_swapped (self->syncer, "applied", G_CALLBACK (queue_change), self);
  soho_photos_set_server (self->photos, server);
}

static void
soho_library_dispose (GObject *object)
{
  SohoLibrary *self = SOHO_LIBRARY (object);

  drop_syncer (self);
  if (self->membership != NULL)
    g_object_run_dispose (G_OBJECT (self->membership));
  g_clear_object (&self->membership);
  if (self->photos != NULL)
    soho_photos_stop (self->photos);
  g_clear_object (&self->photos);
  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
      g_clear_object (&self->monitor);
    }
  g_clear_handle_id (&self->change_timeout, g_source_remove);
  g_clear_handle_id (&self->send_timeout, g_source_remove);
  g_clear_handle_id (&self->lease_timeout, g_source_remove);
  G_OBJECT_CLASS (soho_library_parent_class)->dispose (object);
}

static void
soho_library_finalize (GObject *object)
{
  SohoLibrary *self = SOHO_LIBRARY (object);

  g_clear_object (&self->replica);
  g_clear_pointer (&self->set_aside, g_free);
  g_clear_pointer (&self->server, g_free);
  G_OBJECT_CLASS (soho_library_parent_class)->finalize (object);
}

static void
soho_library_class_init (SohoLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soho_library_dispose;
  object_class->finalize = soho_library_finalize;
  signals[CHANGED] = g_signal_new ("changed", SOHO_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[SYNC_CHANGED] = g_signal_new ("sync-changed", SOHO_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", SOHO_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
soho_library_init (SohoLibrary *self)
{
}

static void
tell_locked (SohoLibrary *self)
{
  g_signal_emit (self, signals[PROBLEM], 0,
                 _ ("This copy has not been brought up to date for three months: until it is, only "
                    "what everybody may read is shown. What you wrote is still here."));
  queue_change (self);
}

/* Another program that writes at this moment looks for itself. */
static gboolean
look_at_lease (gpointer user_data)
{
  SohoLibrary *self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 now_us = g_get_monotonic_time ();
  gboolean was_locked = FALSE, locked = FALSE;

  if (soho_replica_is_locked (self->replica, &was_locked, &error)
      && soho_replica_check_lease (self->replica, g_get_real_time () / G_USEC_PER_SEC,
                                   (now_us - self->looked_us) / G_USEC_PER_SEC, &locked, &error))
    {
      self->looked_us = now_us;
      if (locked && !was_locked)
        tell_locked (self);
    }
  else if (!g_error_matches (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY))
    soho_library_report (self, g_steal_pointer (&error));
  return G_SOURCE_CONTINUE;
}

/* The first look before anybody sees anything. */
static gboolean
begin_lease (SohoLibrary *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean locked;

  self->looked_us = g_get_monotonic_time ();
  self->lease_timeout = g_timeout_add_seconds (LEASE_LOOK_S, look_at_lease, self);
  if (soho_replica_check_lease (self->replica, g_get_real_time () / G_USEC_PER_SEC, 0, &locked,
                                &failure)
      || g_error_matches (failure, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

SohoLibrary *
soho_library_open (const char *directory, GError **error)
{
  g_autoptr (SohoLibrary) self = g_object_new (SOHO_TYPE_LIBRARY, NULL);
  g_autoptr (GError) failure = NULL;
  g_autofree char *server = NULL;
  char *address;

  self->replica = soho_replica_open (directory, soho_model_get (), error);
  if (self->replica == NULL || !begin_lease (self, error))
    return NULL;
  self->photos = soho_photos_new (directory);
  remember_set_aside (self);
  watch_directory (self);

  server = soho_replica_dup_fact (self->replica, FACT_SERVER, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  /* Another program, or a hand, may have written there what is no address: then there is none. */
  address = server != NULL ? soho_address_parse (server, NULL) : NULL;
  if (address != NULL)
    use_server (self, address);
  self->membership = soho_membership_new (self);
  soho_membership_refresh (self->membership);
  return g_steal_pointer (&self);
}

SohoReplica *
soho_library_get_replica (SohoLibrary *self)
{
  g_return_val_if_fail (SOHO_IS_LIBRARY (self), NULL);
  return self->replica;
}

SohoPhotos *
soho_library_get_photos (SohoLibrary *self)
{
  g_return_val_if_fail (SOHO_IS_LIBRARY (self), NULL);
  return self->photos;
}

SohoMembership *
soho_library_get_membership (SohoLibrary *self)
{
  g_return_val_if_fail (SOHO_IS_LIBRARY (self), NULL);
  return self->membership;
}

const SohoKind *
soho_library_get_kind (SohoLibrary *self, const char *name)
{
  const SohoKind *kind = soho_model_find_kind (soho_replica_get_model (self->replica), name);

  g_assert (kind != NULL);
  return kind;
}

SohoRecord *
soho_library_get_record (SohoLibrary *self, const char *kind, gint64 id)
{
  g_autoptr (GError) error = NULL;
  SohoRecord *record
      = soho_replica_get_record (self->replica, soho_library_get_kind (self, kind), id, &error);

  if (error != NULL)
    soho_library_report (self, g_steal_pointer (&error));
  return record;
}

gboolean
soho_library_is_empty (SohoLibrary *self)
{
  static const char *const kinds[] = { "member", "village", "telecentre" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 n = soho_replica_count (self->replica, soho_library_get_kind (self, kinds[i]), &error);

      if (error != NULL)
        soho_library_report (self, g_steal_pointer (&error));
      else if (n > 0)
        return FALSE;
    }
  return TRUE;
}

const char *
soho_library_get_set_aside (SohoLibrary *self)
{
  return self->set_aside;
}

const char *
soho_library_get_server (SohoLibrary *self)
{
  return self->server;
}

gboolean
soho_library_set_server (SohoLibrary *self, const char *address, GError **error)
{
  g_autofree char *server = soho_address_parse (address, error);

  if (server == NULL || !soho_replica_set_fact (self->replica, FACT_SERVER, server, error))
    return FALSE;
  if (g_strcmp0 (server, self->server) != 0)
    use_server (self, g_steal_pointer (&server));
  g_signal_emit (self, signals[SYNC_CHANGED], 0);
  return TRUE;
}

void
soho_library_sync (SohoLibrary *self)
{
  if (self->syncer != NULL)
    soho_syncer_start (self->syncer);
}

void
soho_library_stop_sync (SohoLibrary *self)
{
  if (self->syncer != NULL)
    soho_syncer_stop (self->syncer);
}

/* A sync under way may have sent already what waited when it began: the next one follows it. */
static gboolean
on_sending_is_due (gpointer user_data)
{
  SohoLibrary *self = user_data;

  if (soho_library_get_sync_state (self) == SOHO_SYNC_RUNNING)
    return G_SOURCE_CONTINUE;
  self->send_timeout = 0;
  soho_library_sync (self);
  return G_SOURCE_REMOVE;
}

void
soho_library_note_written (SohoLibrary *self)
{
  g_return_if_fail (SOHO_IS_LIBRARY (self));

  queue_change (self);
  if (self->send_timeout == 0)
    self->send_timeout = g_timeout_add (SEND_AFTER_MS, on_sending_is_due, self);
}

SohoSyncState
soho_library_get_sync_state (SohoLibrary *self)
{
  return self->syncer != NULL ? soho_syncer_get_state (self->syncer) : SOHO_SYNC_IDLE;
}

guint64
soho_library_get_sync_bytes (SohoLibrary *self)
{
  return self->syncer != NULL ? soho_syncer_get_bytes (self->syncer) : 0;
}

const char *
soho_library_get_sync_explanation (SohoLibrary *self)
{
  return self->syncer != NULL ? soho_syncer_get_explanation (self->syncer) : NULL;
}

gboolean
soho_library_is_signed_out (SohoLibrary *self)
{
  return self->syncer != NULL && soho_syncer_is_signed_out (self->syncer);
}

gint64
soho_library_get_synced_at (SohoLibrary *self)
{
  g_autofree char *text = soho_replica_dup_fact (self->replica, FACT_SYNCED, NULL);

  return text != NULL ? MAX (g_ascii_strtoll (text, NULL, 10), 0) : 0;
}
