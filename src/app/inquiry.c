/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inquiry.h"

typedef struct
{
  SohoInquiryFunc ask;
  gpointer question;
  GDestroyNotify free_question;
  GDestroyNotify free_answer;
  char *directory;
  const SohoModel *model; /* outlives us */
} Inquiry;

static void
inquiry_free (gpointer data)
{
  Inquiry *self = data;

  if (self->free_question != NULL)
    self->free_question (self->question);
  g_free (self->directory);
  g_free (self);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Inquiry *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoReplica) replica = NULL;
  gpointer answer = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  replica = soho_replica_open (self->directory, self->model, &error);
  if (replica != NULL)
    answer = self->ask (replica, self->question, &error);
  if (answer != NULL)
    g_task_return_pointer (task, answer, self->free_answer);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
soho_inquiry_start (SohoLibrary *library,
                    SohoInquiryFunc ask,
                    gpointer question,
                    GDestroyNotify free_question,
                    GDestroyNotify free_answer,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  SohoReplica *replica = soho_library_get_replica (library);
  g_autoptr (GTask) task = g_task_new (library, cancellable, callback, user_data);
  Inquiry *self = g_new (Inquiry, 1);

  *self = (Inquiry){ .ask = ask,
                     .question = question,
                     .free_question = free_question,
                     .free_answer = free_answer,
                     .directory = g_strdup (soho_replica_get_directory (replica)),
                     .model = soho_replica_get_model (replica) };
  g_task_set_task_data (task, self, inquiry_free);
  g_task_run_in_thread (task, run);
}

gpointer
soho_inquiry_finish (GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  gpointer answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (answer == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    soho_library_report (g_task_get_source_object (G_TASK (result)), g_steal_pointer (&error));
  return answer;
}
