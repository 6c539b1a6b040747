/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/passwords.h"

#include <sodium.h>
#include <string.h>

#define PASSES 2
#define MEMORY ((gsize) 19 * 1024 * 1024)

#define THREADS 2

/* Half a second of work: who comes later had better come back. */
#define MOST_WAITING 64

struct _SohoPasswords
{
  GThreadPool *threads;
  char *nobodys; /* a hash of no password that anybody has */
  gint ending;   /* atomic: what still waits is to be dropped */
};

typedef struct
{
  char *password;
  char *kept; /* NULL: to be hashed */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  soho_password_free (job->password);
  g_free (job->kept);
  g_free (job);
}

static char *
hash (const char *password)
{
  char *kept = g_malloc0 (crypto_pwhash_STRBYTES);

  if (crypto_pwhash_str_alg (kept, password, strlen (password), PASSES, MEMORY,
                             crypto_pwhash_ALG_ARGON2ID13)
      == 0)
    return kept;
  g_free (kept);
  return NULL;
}

static void
return_busy (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "Too many sign in at this moment.");
}

static void
work (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  SohoPasswords *self = user_data;
  Job *job = g_task_get_task_data (task);
  char *kept;

  if (g_atomic_int_get (&self->ending))
    return_busy (task);
  else if (job->kept == NULL && (kept = hash (job->password)) != NULL)
    g_task_return_pointer (task, kept, g_free);
  else if (job->kept == NULL)
    return_busy (task);
  else if (crypto_pwhash_str_verify (job->kept, job->password, strlen (job->password)) == 0)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                             "That is another password.");
}

SohoPasswords *
soho_passwords_new (void)
{
  SohoPasswords *self = g_new0 (SohoPasswords, 1);
  char *random = NULL;

  if (sodium_init () < 0)
    g_error ("libsodium cannot start");
  random = g_malloc0 (SOHO_PASSWORD_MIN * 4 + 1);
  for (guint i = 0; i < SOHO_PASSWORD_MIN * 4; i++)
    random[i] = (char) ('!' + randombytes_uniform ('~' - '!'));
  self->nobodys = hash (random);
  if (self->nobodys == NULL)
    g_error ("There is not enough memory to hash a password");
  soho_password_free (random);
  self->threads = g_thread_pool_new (work, self, THREADS, FALSE, NULL);
  return self;
}

void
soho_passwords_free (SohoPasswords *self)
{
  g_atomic_int_set (&self->ending, TRUE);
  g_thread_pool_free (self->threads, FALSE, TRUE);
  g_free (self->nobodys);
  g_free (self);
}

char *
soho_password_normalize (const char *text)
{
  /* A character has at most 4 bytes, and normalizing at most triples them: nobody's text of 10 MB
   * is worked on. */
  gsize bytes = strlen (text);
  glong length;
  char *normal;

  if (bytes > (gsize) SOHO_PASSWORD_MAX * 4 * 3)
    return NULL;
  normal = g_utf8_normalize (text, (gssize) bytes, G_NORMALIZE_NFC);
  length = normal != NULL ? g_utf8_strlen (normal, -1) : 0;
  if (length >= SOHO_PASSWORD_MIN && length <= SOHO_PASSWORD_MAX)
    return normal;
  soho_password_free (normal);
  return NULL;
}

void
soho_password_free (char *password)
{
  if (password != NULL)
    sodium_memzero (password, strlen (password));
  g_free (password);
}

static void
push (SohoPasswords *self,
      const char *kept,
      const char *password,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Job *job;

  if (g_thread_pool_unprocessed (self->threads) >= MOST_WAITING)
    {
      return_busy (task);
      return;
    }
  job = g_new0 (Job, 1);
  job->password = g_strdup (password);
  job->kept = g_strdup (kept);
  g_task_set_task_data (task, job, job_free);
  g_thread_pool_push (self->threads, g_steal_pointer (&task), NULL);
}

void
soho_passwords_verify_async (SohoPasswords *self,
                             const char *kept,
                             const char *password,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  push (self, kept != NULL ? kept : self->nobodys, password, callback, user_data);
}

gboolean
soho_passwords_verify_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;

  g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

void
soho_passwords_hash_async (SohoPasswords *self,
                           const char *password,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  push (self, NULL, password, callback, user_data);
}

char *
soho_passwords_hash_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
