/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-task.h"

#include <string.h>

#include "leaving.h"
#include "store/database.h"
#include "sync.h"

/* A sync that was told to stop ends with the transaction under way. */
#define BUSY_ROUNDS 100
#define BUSY_PAUSE_US 100000

typedef struct _Job Job;

typedef gboolean (*Work) (Job *job,
                          SohoReplica *replica,
                          GCancellable *cancellable,
                          GError **error);

struct _Job
{
  Work work;
  const SohoModel *model; /* outlives us */
  char *directory;
  char *server;
  char *name;
  char *password;
  gboolean shared;
  char *token;   /* found */
  gboolean told; /* the server has heard of it */
  SohoAccountWork other;
  gpointer data;
  GDestroyNotify free_data, free_result;
  gpointer result;
};

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->password != NULL)
    explicit_bzero (job->password, strlen (job->password));
  g_free (job->directory);
  g_free (job->server);
  g_free (job->name);
  g_free (job->password);
  g_free (job->token);
  if (job->result != NULL && job->free_result != NULL)
    job->free_result (job->result);
  if (job->data != NULL && job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

static gboolean
activate (Job *job, SohoReplica *replica, GCancellable *cancellable, GError **error)
{
  g_autofree char *device = soho_account_dup_device ();

  return soho_account_note_shared (replica, job->shared, error)
         && soho_account_activate (replica, job->server, job->name, job->password, device,
                                   cancellable, error);
}

static gboolean
sign_in (Job *job, SohoReplica *replica, GCancellable *cancellable, GError **error)
{
  g_autofree char *device = soho_account_dup_device ();

  return soho_account_note_shared (replica, job->shared, error)
         && soho_account_sign_in (replica, job->server, job->name, job->password, device,
                                  cancellable, error);
}

static gboolean
sign_out (Job *job, SohoReplica *replica, GCancellable *cancellable, GError **error)
{
  return soho_account_sign_out (replica, cancellable, &job->told, error);
}

static gboolean
seal_and_sign_out (Job *job, SohoReplica *replica, GCancellable *cancellable, GError **error)
{
  return soho_account_seal_and_sign_out (replica, cancellable, &job->told, error);
}

static gboolean
find_token (Job *job, SohoReplica *replica, GCancellable *cancellable, GError **error)
{
  return soho_account_authorize (replica, job->server, cancellable, &job->token, error);
}

static gboolean
do_other (Job *job, SohoReplica *replica, GCancellable *cancellable, GError **error)
{
  job->result = job->other (replica, job->data, cancellable, error);
  return job->result != NULL;
}

static gboolean
work_patiently (Job *job, SohoReplica *replica, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < BUSY_ROUNDS; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (job->work (job, replica, cancellable, &failure))
        return TRUE;
      if (!g_error_matches (failure, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_BUSY)
          || i + 1 == BUSY_ROUNDS || g_cancellable_is_cancelled (cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_usleep (BUSY_PAUSE_US);
    }
  g_assert_not_reached ();
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoReplica) replica = soho_replica_open (job->directory, job->model, &error);
  g_autofree char *explanation = NULL;

  if (replica != NULL && work_patiently (job, replica, cancellable, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  explanation = soho_sync_dup_explanation (error);
  g_task_return_new_error (task, error->domain, error->code, "%s", explanation);
}

static Job *
job_new (Work work, const char *directory, const SohoModel *model)
{
  Job *job = g_new0 (Job, 1);

  job->work = work;
  job->directory = g_strdup (directory);
  job->model = model;
  return job;
}

/* Takes job. */
static void
start (Job *job, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, job, job_free);
  /* What has been done is told, also if it was to be stopped. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run);
}

void
soho_account_enter_async (const char *directory,
                          const SohoModel *model,
                          const char *server,
                          const char *name,
                          gboolean by_code,
                          const char *password,
                          gboolean shared,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Job *job = job_new (by_code ? activate : sign_in, directory, model);

  job->server = g_strdup (server);
  job->name = g_strdup (name);
  job->password = g_strdup (password);
  job->shared = shared;
  start (job, cancellable, callback, user_data);
}

gboolean
soho_account_enter_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
soho_account_leave_async (const char *directory,
                          const SohoModel *model,
                          gboolean seal,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  start (job_new (seal ? seal_and_sign_out : sign_out, directory, model), cancellable, callback,
         user_data);
}

gboolean
soho_account_leave_finish (GAsyncResult *result, gboolean *told, GError **error)
{
  *told = ((Job *) g_task_get_task_data (G_TASK (result)))->told;
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
soho_account_token_async (const char *directory,
                          const SohoModel *model,
                          const char *server,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Job *job = job_new (find_token, directory, model);

  job->server = g_strdup (server);
  start (job, cancellable, callback, user_data);
}

char *
soho_account_token_finish (GAsyncResult *result, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&job->token) : NULL;
}

void
soho_account_work_async (const char *directory,
                         const SohoModel *model,
                         SohoAccountWork work,
                         gpointer data,
                         GDestroyNotify free_data,
                         GDestroyNotify free_result,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Job *job = job_new (do_other, directory, model);

  job->other = work;
  job->data = data;
  job->free_data = free_data;
  job->free_result = free_result;
  start (job, cancellable, callback, user_data);
}

gpointer
soho_account_work_finish (GAsyncResult *result, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&job->result) : NULL;
}
