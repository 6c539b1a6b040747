/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "membership.h"

#include <string.h>

struct _SohoMembership
{
  GObject parent_instance;

  SohoLibrary *library; /* borrowed */
  SohoSignIn sign_in;
  GCancellable *asking; /* for the token; NULL while not */
};

G_DEFINE_FINAL_TYPE (SohoMembership, soho_membership, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_directory (SohoMembership *self)
{
  return soho_replica_get_directory (soho_library_get_replica (self->library));
}

/* Without a token one sees the photos that everybody may. What was asked before somebody else
 * signed in says nothing any more. */
static void
on_token (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoMembership) self = user_data;
  g_autofree char *token = soho_account_token_finish (result, NULL);

  if (self->library != NULL && g_task_get_cancellable (G_TASK (result)) == self->asking)
    soho_photos_set_token (soho_library_get_photos (self->library), token);
}

static void
ask_for_token (SohoMembership *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  if (self->sign_in.person == 0)
    {
      soho_photos_set_token (soho_library_get_photos (self->library), NULL);
      return;
    }
  self->asking = g_cancellable_new ();
  soho_account_token_async (get_directory (self), soho_model_get (), self->sign_in.server,
                            self->asking, on_token, g_object_ref (self));
}

static gboolean
has_same_roles (const SohoSignIn *a, const SohoSignIn *b)
{
  if (a->roles == NULL || b->roles == NULL)
    return a->roles == b->roles;
  return g_strv_equal ((const char *const *) a->roles, (const char *const *) b->roles);
}

void
soho_membership_refresh (SohoMembership *self)
{
  g_auto (SohoSignIn) now = { 0 };
  gboolean same_person;
  GError *error = NULL;

  if (!soho_account_read (soho_library_get_replica (self->library), &now, &error))
    {
      soho_library_report (self->library, error);
      return;
    }
  same_person = now.writer == self->sign_in.writer && now.person == self->sign_in.person;
  if (same_person && has_same_roles (&now, &self->sign_in))
    return;
  soho_sign_in_clear (&self->sign_in);
  self->sign_in = now;
  now = (SohoSignIn){ 0 };
  if (!same_person)
    ask_for_token (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
soho_membership_dispose (GObject *object)
{
  SohoMembership *self = SOHO_MEMBERSHIP (object);

  self->library = NULL;
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  soho_sign_in_clear (&self->sign_in);
  G_OBJECT_CLASS (soho_membership_parent_class)->dispose (object);
}

static void
soho_membership_class_init (SohoMembershipClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_membership_dispose;
  signals[CHANGED] = g_signal_new ("changed", SOHO_TYPE_MEMBERSHIP, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
soho_membership_init (SohoMembership *self)
{
}

SohoMembership *
soho_membership_new (SohoLibrary *library)
{
  SohoMembership *self = g_object_new (SOHO_TYPE_MEMBERSHIP, NULL);

  self->library = library;
  return self;
}

const char *
soho_membership_get_email (SohoMembership *self)
{
  return self->sign_in.email;
}

gint64
soho_membership_get_person (SohoMembership *self)
{
  return self->sign_in.person;
}

const char *const *
soho_membership_get_roles (SohoMembership *self)
{
  static const char *const none[] = { NULL };

  return self->sign_in.roles != NULL ? (const char *const *) self->sign_in.roles : none;
}

gboolean
soho_membership_has_role (SohoMembership *self, const char *role)
{
  gsize length = strlen (role);

  for (const char *const *each = soho_membership_get_roles (self); *each != NULL; each++)
    if (strncmp (*each, role, length) == 0 && ((*each)[length] == '\0' || (*each)[length] == ':'))
      return TRUE;
  return FALSE;
}

void
soho_membership_ask_async (SohoMembership *self,
                           SohoAccountWork work,
                           gpointer data,
                           GDestroyNotify free_data,
                           GDestroyNotify free_result,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  soho_account_work_async (get_directory (self), soho_model_get (), work, data, free_data,
                           free_result, cancellable, callback, user_data);
}

static void
on_entered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SohoMembership *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!soho_account_enter_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->library != NULL)
    {
      soho_membership_refresh (self);
      soho_library_sync (self->library);
    }
  g_task_return_boolean (task, TRUE);
}

void
soho_membership_enter_async (SohoMembership *self,
                             const char *name,
                             gboolean by_code,
                             const char *password,
                             gboolean shared,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  soho_library_stop_sync (self->library);
  soho_account_enter_async (get_directory (self), soho_model_get (),
                            soho_library_get_server (self->library), name, by_code, password,
                            shared, cancellable, on_entered, task);
}

gboolean
soho_membership_enter_finish (SohoMembership *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_left (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SohoMembership *self = g_task_get_source_object (task);
  GError *error = NULL;
  gboolean told;

  if (!soho_account_leave_finish (result, &told, &error))
    g_task_return_error (task, error);
  else
    g_task_return_int (task, told);
  if (self->library != NULL)
    soho_membership_refresh (self);
}

void
soho_membership_leave_async (SohoMembership *self,
                             gboolean seal,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  soho_library_stop_sync (self->library);
  soho_account_leave_async (get_directory (self), soho_model_get (), seal, NULL, on_left, task);
}

gboolean
soho_membership_leave_finish (SohoMembership *self,
                              GAsyncResult *result,
                              gboolean *told,
                              GError **error)
{
  g_autoptr (GError) failure = NULL;

  *told = g_task_propagate_int (G_TASK (result), &failure) > 0;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
