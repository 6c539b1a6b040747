/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "syncer.h"

#include "protocol.h"
#include "sync.h"

struct _SohoSyncer
{
  GObject parent_instance;

  const SohoModel *model; /* outlives us */
  char *directory;
  char *server;

  SohoSyncState state;
  guint64 bytes;
  char *explanation;
  gboolean signed_out;
  GCancellable *cancellable; /* of the sync under way, else NULL */
};

G_DEFINE_FINAL_TYPE (SohoSyncer, soho_syncer, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_BYTES,
  N_PROPS,
};

enum
{
  APPLIED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* What the syncing thread knows; it shares nothing with the object but the main context it tells
 * things in. */
typedef struct
{
  const SohoModel *model;
  char *directory;
  char *server;
  GMainContext *context;
  GWeakRef syncer;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->directory);
  g_free (job->server);
  g_main_context_unref (job->context);
  g_weak_ref_clear (&job->syncer);
  g_free (job);
}

typedef struct
{
  SohoSyncer *syncer;
  guint64 bytes;
} News;

static void
news_free (gpointer data)
{
  g_object_unref (((News *) data)->syncer);
  g_free (data);
}

static gboolean
tell_applied (gpointer data)
{
  News *news = data;

  news->syncer->bytes = news->bytes;
  g_object_notify_by_pspec (G_OBJECT (news->syncer), props[PROP_BYTES]);
  g_signal_emit (news->syncer, signals[APPLIED], 0);
  return G_SOURCE_REMOVE;
}

static void
on_progress (const SohoSyncReport *report, gpointer user_data)
{
  Job *job = user_data;
  SohoSyncer *syncer = g_weak_ref_get (&job->syncer);
  g_autoptr (GSource) source = NULL;
  News *news;

  if (syncer == NULL)
    return;
  news = g_new0 (News, 1);
  news->syncer = syncer;
  news->bytes = report->bytes_down;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_applied, news, news_free);
  g_source_attach (source, job->context);
}

static void
sync_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoReplica) replica = soho_replica_open (job->directory, job->model, &error);
  SohoSyncReport report;

  if (replica != NULL
      && soho_sync_run (replica, job->server, on_progress, job, cancellable, &report, &error))
    g_task_return_int (task, (gssize) report.bytes_down);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
set_state (SohoSyncer *self, SohoSyncState state, char *explanation)
{
  self->state = state;
  g_free (self->explanation);
  self->explanation = explanation;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (SohoSyncer) self = g_weak_ref_get (&job->syncer);
  g_autoptr (GError) error = NULL;
  gssize bytes = g_task_propagate_int (G_TASK (result), &error);

  if (self == NULL)
    return;
  g_clear_object (&self->cancellable);
  self->signed_out = g_error_matches (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_SIGNED_OUT);
  if (error != NULL)
    {
      set_state (self, SOHO_SYNC_FAILED, soho_sync_dup_explanation (error));
      return;
    }
  self->bytes = (guint64) bytes;
  set_state (self, SOHO_SYNC_DONE, NULL);
}

static void
soho_syncer_dispose (GObject *object)
{
  soho_syncer_stop (SOHO_SYNCER (object));
  G_OBJECT_CLASS (soho_syncer_parent_class)->dispose (object);
}

static void
soho_syncer_finalize (GObject *object)
{
  SohoSyncer *self = SOHO_SYNCER (object);

  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->explanation, g_free);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (soho_syncer_parent_class)->finalize (object);
}

static void
soho_syncer_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  SohoSyncer *self = SOHO_SYNCER (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_BYTES:
      g_value_set_uint64 (value, self->bytes);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
soho_syncer_class_init (SohoSyncerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = soho_syncer_dispose;
  object_class->finalize = soho_syncer_finalize;
  object_class->get_property = soho_syncer_get_property;
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, SOHO_SYNC_IDLE, SOHO_SYNC_FAILED,
                                        SOHO_SYNC_IDLE, flags);
  props[PROP_BYTES] = g_param_spec_uint64 ("bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[APPLIED] = g_signal_new ("applied", SOHO_TYPE_SYNCER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
soho_syncer_init (SohoSyncer *self)
{
}

SohoSyncer *
soho_syncer_new (const char *directory, const SohoModel *model, const char *server)
{
  SohoSyncer *self = g_object_new (SOHO_TYPE_SYNCER, NULL);

  self->model = model;
  self->directory = g_strdup (directory);
  self->server = g_strdup (server);
  return self;
}

void
soho_syncer_start (SohoSyncer *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->state == SOHO_SYNC_RUNNING)
    return;
  job = g_new0 (Job, 1);
  job->model = self->model;
  job->directory = g_strdup (self->directory);
  job->server = g_strdup (self->server);
  job->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&job->syncer, self);

  self->bytes = 0;
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, on_synced, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, sync_in_thread);
  set_state (self, SOHO_SYNC_RUNNING, NULL);
}

void
soho_syncer_stop (SohoSyncer *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

SohoSyncState
soho_syncer_get_state (SohoSyncer *self)
{
  return self->state;
}

guint64
soho_syncer_get_bytes (SohoSyncer *self)
{
  return self->bytes;
}

const char *
soho_syncer_get_explanation (SohoSyncer *self)
{
  return self->state == SOHO_SYNC_FAILED ? self->explanation : NULL;
}

gboolean
soho_syncer_is_signed_out (SohoSyncer *self)
{
  return self->state == SOHO_SYNC_FAILED && self->signed_out;
}
