/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/accounts.h"

#include "accounts/secrets.h"
#include "archive/sessions.h"

#include <string.h>

#define MOST_SESSIONS 32

/* A person mistypes now and then; a room full of people, more often. */
static const SohoThrottleRule account_rule = { .free = 5, .leak_s = 600 };
static const SohoThrottleRule address_rule = { .free = 30, .leak_s = 120 };
static const SohoThrottleRule sign_in_rule = { .free = 20, .leak_s = 24 * 3600 / 20 };

struct _SohoAccounts
{
  GObject parent_instance;

  SohoArchive *archive;
  SohoPasswords *passwords;
  SohoThrottle *throttle;
  SohoClock clock;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (SohoAccounts, soho_accounts, G_TYPE_OBJECT)

static void
soho_accounts_finalize (GObject *object)
{
  SohoAccounts *self = SOHO_ACCOUNTS (object);

  soho_passwords_free (self->passwords);
  soho_throttle_free (self->throttle);
  g_object_unref (self->archive);
  G_OBJECT_CLASS (soho_accounts_parent_class)->finalize (object);
}

static void
soho_accounts_class_init (SohoAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_accounts_finalize;
}

static void
soho_accounts_init (SohoAccounts *self)
{
  self->passwords = soho_passwords_new ();
  self->throttle = soho_throttle_new ();
}

static gint64
read_system_clock (gpointer user_data)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

SohoAccounts *
soho_accounts_new (SohoArchive *archive, SohoClock clock, gpointer user_data)
{
  SohoAccounts *self = g_object_new (SOHO_TYPE_ACCOUNTS, NULL);

  self->archive = g_object_ref (archive);
  self->clock = clock != NULL ? clock : read_system_clock;
  self->user_data = user_data;
  return self;
}

SohoArchive *
soho_accounts_get_archive (SohoAccounts *self)
{
  return self->archive;
}

SohoPasswords *
soho_accounts_get_passwords (SohoAccounts *self)
{
  return self->passwords;
}

gint64
soho_accounts_get_now (SohoAccounts *self)
{
  return self->clock (self->user_data);
}

/* A proxy on this machine that speaks TLS for us says last in this header whom it speaks for. */
static GInetAddress *
read_forwarded (SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "X-Forwarded-For");
  const char *comma = header != NULL ? strrchr (header, ',') : NULL;
  g_autofree char *last = header != NULL ? g_strdup (comma != NULL ? comma + 1 : header) : NULL;

  return last != NULL ? g_inet_address_new_from_string (g_strstrip (last)) : NULL;
}

/* "::ffff:192.0.2.7" is 192.0.2.7, as a proxy that listens for both kinds at once writes it. */
static gboolean
is_mapped (const guint8 *bytes)
{
  static const guint8 prefix[12] = { [10] = 0xff, [11] = 0xff };

  return memcmp (bytes, prefix, sizeof prefix) == 0;
}

/* One provider gives a whole /64 to one customer: that is what counts as an address there. */
static char *
dup_address (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  g_autoptr (GInetAddress) address
      = G_IS_INET_SOCKET_ADDRESS (remote)
            ? g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)))
            : NULL;
  GInetAddress *forwarded;
  const guint8 *bytes;

  if (address == NULL)
    return g_strdup ("");
  if (g_inet_address_get_is_loopback (address) && (forwarded = read_forwarded (message)) != NULL)
    {
      g_object_unref (address);
      address = forwarded;
    }
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (address);
  bytes = g_inet_address_to_bytes (address);
  if (is_mapped (bytes))
    return g_strdup_printf ("%u.%u.%u.%u", bytes[12], bytes[13], bytes[14], bytes[15]);
  return g_strdup_printf ("%02x%02x:%02x%02x:%02x%02x:%02x%02x", bytes[0], bytes[1], bytes[2],
                          bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]);
}

guint
soho_accounts_admit (SohoAccounts *self,
                     SoupServerMessage *message,
                     const char *account,
                     SohoAttempt *attempt)
{
  gint64 now_s = soho_accounts_get_now (self);
  guint wait_s;

  attempt->address = dup_address (message);
  attempt->at = g_strdup_printf ("%s %s", attempt->address, account);
  wait_s = MAX (soho_throttle_get_wait (self->throttle, attempt->address, &address_rule, now_s),
                soho_throttle_get_wait (self->throttle, attempt->at, &account_rule, now_s));
  if (wait_s > 0)
    return wait_s;
  soho_throttle_count (self->throttle, attempt->address, &address_rule, now_s);
  soho_throttle_count (self->throttle, attempt->at, &account_rule, now_s);
  return 0;
}

void
soho_attempt_clear (SohoAttempt *attempt)
{
  g_clear_pointer (&attempt->address, g_free);
  g_clear_pointer (&attempt->at, g_free);
}

void
soho_accounts_forgive (SohoAccounts *self, const SohoAttempt *attempt)
{
  soho_throttle_take_back (self->throttle, attempt->address);
  soho_throttle_forget (self->throttle, attempt->at);
}

void
soho_accounts_take_back (SohoAccounts *self, const SohoAttempt *attempt)
{
  soho_throttle_take_back (self->throttle, attempt->address);
  soho_throttle_take_back (self->throttle, attempt->at);
}

static char *
dup_person_key (gint64 person)
{
  return g_strdup_printf ("person %" G_GINT64_FORMAT, person);
}

guint
soho_accounts_get_sign_in_wait (SohoAccounts *self, gint64 person)
{
  g_autofree char *who = dup_person_key (person);

  return soho_throttle_get_wait (self->throttle, who, &sign_in_rule, soho_accounts_get_now (self));
}

static gboolean
end_surplus (SohoAccounts *self, gint64 person, GError **error)
{
  g_autoptr (GPtrArray) sessions = soho_archive_list_sessions (self->archive, person, error);
  gboolean ended;

  if (sessions == NULL)
    return FALSE;
  for (guint i = MOST_SESSIONS - 1; i < sessions->len; i++)
    if (!soho_archive_end_session (self->archive, person,
                                   ((SohoSession *) g_ptr_array_index (sessions, i))->writer,
                                   &ended, error))
      return FALSE;
  return TRUE;
}

gboolean
soho_accounts_open_session (SohoAccounts *self,
                            gint64 person,
                            const char *device,
                            char **token,
                            guint *writer,
                            GError **error)
{
  g_autofree char *secret = soho_secret_dup_token ();
  g_autofree char *who = dup_person_key (person);
  g_autoptr (GBytes) hash = soho_secret_hash_token (secret);
  gint64 now_s = soho_accounts_get_now (self);

  if (!end_surplus (self, person, error)
      || !soho_archive_add_session (self->archive, person, hash, device, now_s, writer, error))
    return FALSE;
  soho_throttle_count (self->throttle, who, &sign_in_rule, now_s);
  *token = g_steal_pointer (&secret);
  return TRUE;
}
