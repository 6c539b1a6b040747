/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/people-ask.h"

typedef struct
{
  char *text; /* words, or an address */
  char *role;
  gint64 person;
  gboolean granted;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->text);
  g_free (wish->role);
  g_free (wish);
}

static Wish *
wish_new (const char *text, const char *role, gint64 person)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->text = g_strdup (text);
  wish->role = g_strdup (role);
  wish->person = person;
  return wish;
}

static gpointer
list (SohoReplica *replica, gpointer data, GCancellable *cancellable, GError **error)
{
  return soho_people_list (replica, ((Wish *) data)->text, cancellable, error);
}

void
soho_people_ask_list (SohoMembership *membership,
                      const char *find,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  soho_membership_ask_async (membership, list, wish_new (find, NULL, 0), wish_free,
                             (GDestroyNotify) soho_people_free, cancellable, callback, user_data);
}

static gpointer
invite (SohoReplica *replica, gpointer data, GCancellable *cancellable, GError **error)
{
  Wish *wish = data;

  return soho_people_invite (replica, wish->text, wish->person, wish->role, cancellable, error);
}

void
soho_people_ask_invite (SohoMembership *membership,
                        const char *email,
                        gint64 member,
                        const char *role,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  soho_membership_ask_async (membership, invite, wish_new (email, role, member), wish_free,
                             (GDestroyNotify) soho_invitation_free, cancellable, callback,
                             user_data);
}

static gpointer
set_role (SohoReplica *replica, gpointer data, GCancellable *cancellable, GError **error)
{
  Wish *wish = data;

  return soho_people_set_role (replica, wish->person, wish->role, wish->granted, cancellable, error)
             ? wish
             : NULL;
}

void
soho_people_ask_role (SohoMembership *membership,
                      gint64 person,
                      const char *role,
                      gboolean granted,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Wish *wish = wish_new (NULL, role, person);

  wish->granted = granted;
  soho_membership_ask_async (membership, set_role, wish, wish_free, NULL, cancellable, callback,
                             user_data);
}

static gpointer
withdraw (SohoReplica *replica, gpointer data, GCancellable *cancellable, GError **error)
{
  return soho_people_withdraw (replica, ((Wish *) data)->person, cancellable, error) ? data : NULL;
}

void
soho_people_ask_withdraw (SohoMembership *membership,
                          gint64 person,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  soho_membership_ask_async (membership, withdraw, wish_new (NULL, NULL, person), wish_free, NULL,
                             cancellable, callback, user_data);
}
