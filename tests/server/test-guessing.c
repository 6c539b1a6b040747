/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "accounts/invite.h"
#include "archive/accounts.h"
#include "http-talk.h"
#include "protocol.h"

/* What somebody learns who guesses addresses and passwords, and how long they have to wait. */

#define PASSWORD "le canard du jeudi"
#define EMAIL "marthe@exemple.invalid"
#define DAY 86400

static char *
invite (Network *network, const char *email)
{
  g_autoptr (GError) error = NULL;
  gint64 person;
  char *code = soho_invite (network->archive, email, NULL, 0, g_get_real_time () / G_USEC_PER_SEC,
                            &person, &error);

  g_assert_no_error (error);
  return code;
}

static char *
dup_answer_to (Network *network, const char *email)
{
  g_autofree char *body = g_strdup_printf (
      "{\"email\":\"%s\",\"password\":\"un autre oiseau\",\"device\":\"x\"}", email);
  g_autofree char *request = g_strdup_printf (
      "POST /v1/sessions HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: %zu\r\n"
      "\r\n%s",
      strlen (body), body);
  g_autoptr (GBytes) answer = network_say (network->address, request, -1);
  /* What passes while one asks makes no difference. */
  g_autoptr (GRegex) times
      = g_regex_new ("Date: [^\r]*\r\n|Retry-After: [0-9]+|[0-9]+ seconds", 0, 0, NULL);

  return g_regex_replace_literal (times, g_bytes_get_data (answer, NULL), -1, 0, "", 0, NULL);
}

/* Whoever tries addresses learns of none whether it has an account. */
static void
test_unknown_email (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *code = invite (network, "invited@exemple.invalid");
  g_auto (Talk) told = { 0 };

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &told);
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *known = dup_answer_to (network, EMAIL);
      g_autofree char *unknown = dup_answer_to (network, "nobody@exemple.invalid");
      g_autofree char *invited = dup_answer_to (network, "invited@exemple.invalid");

      g_assert_cmpstr (known, ==, unknown);
      g_assert_cmpstr (invited, ==, unknown);
      g_assert_nonnull (strstr (known, i < 6 ? "\"wrong_password\"" : "\"wait\""));
    }
}

static double
cpu_s (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &spent);
  return (double) spent.tv_sec + (double) spent.tv_nsec / 1e9;
}

static double
measure (Network *network, const char *email)
{
  double begin = cpu_s ();

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *address = g_strdup_printf ("192.0.2.%u", i);
      g_auto (Talk) told = { 0 };

      talk_sign_in (network, email, "un autre oiseau", address, &told);
      talk_assert_refused (&told, 403, "wrong_password");
    }
  return cpu_s () - begin;
}

/* Nor by the work that it makes. */
static void
test_unknown_email_takes_as_long (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) told = { 0 };
  double known, unknown;

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &told);
  known = measure (network, EMAIL);
  unknown = measure (network, "nobody@exemple.invalid");
  g_test_message ("known %.3f s, unknown %.3f s of computing", known, unknown);
  g_assert_cmpfloat (unknown / known, >, 0.5);
  g_assert_cmpfloat (unknown / known, <, 2);
}

static guint
get_retry_after (const Talk *told)
{
  const char *header = strstr (told->head, "Retry-After: ");

  g_assert_nonnull (header);
  return (guint) atoi (header + strlen ("Retry-After: "));
}

/* The wait grows; it is of this address at this account; and after it a right password passes,
 * whatever others have tried meanwhile. */
static void
test_throttle (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) told = { 0 };
  guint wait_s = 0, before_s = 0;

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &told);
  talk_activate (network, "other@exemple.invalid", PASSWORD, NULL, &told);
  for (guint i = 0; i < 9; i++)
    {
      talk_sign_in (network, EMAIL, "un autre oiseau", "192.0.2.1", &told);
      talk_assert_refused (&told, 403, "wrong_password");
      if (i < 5)
        continue;
      talk_sign_in (network, EMAIL, PASSWORD, "192.0.2.1", &told);
      talk_assert_refused (&told, 429, "wait");
      wait_s = get_retry_after (&told);
      g_assert_cmpuint (wait_s, >, before_s);
      before_s = wait_s;
      g_atomic_int_add (&network->ahead_s, (int) wait_s + 1);
    }
  talk_sign_in (network, EMAIL, "un autre oiseau", "192.0.2.1", &told);
  talk_assert_refused (&told, 403, "wrong_password");
  talk_sign_in (network, "other@exemple.invalid", PASSWORD, "192.0.2.1", &told);
  g_assert_cmpuint (told.status, ==, 201);
  talk_sign_in (network, EMAIL, PASSWORD, "192.0.2.2", &told);
  g_assert_cmpuint (told.status, ==, 201);
  talk_sign_in (network, EMAIL, PASSWORD, "192.0.2.1", &told);
  talk_assert_refused (&told, 429, "wait");
  g_atomic_int_add (&network->ahead_s, (int) get_retry_after (&told));
  talk_sign_in (network, EMAIL, PASSWORD, "192.0.2.1", &told);
  g_assert_cmpuint (told.status, ==, 201);
  talk_sign_in (network, EMAIL, "un autre oiseau", "192.0.2.1", &told);
  talk_assert_refused (&told, 403, "wrong_password");
}

/* Who tries many accounts from one address waits as well, for all of them; who has a whole /64 has
 * one address. */
static void
test_throttle_address (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) told = { 0 };
  guint refused = 0;

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &told);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *email = g_strdup_printf ("%u@exemple.invalid", i);
      g_autofree char *address = g_strdup_printf ("2001:db8:1:2::%u", i + 1);

      talk_sign_in (network, email, "un autre oiseau", address, &told);
      if (told.status == 429)
        refused++;
    }
  g_assert_cmpuint (refused, >=, 5);
  talk_sign_in (network, EMAIL, PASSWORD, "2001:db8:1:2:ffff::1", &told);
  talk_assert_refused (&told, 429, "wait");
  talk_sign_in (network, EMAIL, PASSWORD, "2001:db8:1:3::1", &told);
  g_assert_cmpuint (told.status, ==, 201);
  g_atomic_int_add (&network->ahead_s, 900);
  talk_sign_in (network, EMAIL, PASSWORD, "2001:db8:1:2:ffff::1", &told);
  g_assert_cmpuint (told.status, ==, 201);
}

/* A proxy that listens for both kinds of addresses at once writes the old kind as the new: they are
 * many all the same, and each is the one that it is. */
static void
test_throttle_mapped (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) told = { 0 };

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &told);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *email = g_strdup_printf ("%u@exemple.invalid", i);

      talk_sign_in (network, email, "un autre oiseau", "::ffff:192.0.2.1", &told);
    }
  talk_assert_refused (&told, 429, "wait");
  talk_sign_in (network, EMAIL, PASSWORD, "192.0.2.1", &told);
  talk_assert_refused (&told, 429, "wait");
  talk_sign_in (network, EMAIL, PASSWORD, "::ffff:192.0.2.2", &told);
  g_assert_cmpuint (told.status, ==, 201);
}

static gpointer
sign_in_in_thread (gpointer network)
{
  g_auto (Talk) told = { 0 };

  talk_sign_in (network, EMAIL, PASSWORD, NULL, &told);
  return GUINT_TO_POINTER (told.status);
}

/* The password is changed, because somebody else knows it, while that somebody's sign-in is being
 * looked at: they are not let in with it after that. */
static void
test_password_changes_meanwhile (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Talk) told = { 0 };
  gint64 person;
  GThread *thread;

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &told);
  person = talk_integer (&told, "person");
  g_assert_true (soho_archive_begin (network->archive, &error));
  g_assert_true (soho_archive_set_password (network->archive, person, "another", &error));
  thread = g_thread_new ("sign-in", sign_in_in_thread, network);
  /* Long enough for the password to be compared; however long it takes, it is not let in. */
  g_usleep (300000);
  g_assert_true (soho_archive_commit (network->archive, &error));
  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (thread)), ==, 403);
}

static gpointer
guess_in_thread (gpointer network)
{
  g_auto (Talk) told = { 0 };

  talk_sign_in (network, EMAIL, "un autre oiseau", NULL, &told);
  return GUINT_TO_POINTER (told.status);
}

/* Guesses made at once count as such. */
static void
test_throttle_at_once (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) told = { 0 };
  GThread *threads[24];
  guint tried = 0;

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &told);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("guess", guess_in_thread, network);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    if (GPOINTER_TO_UINT (g_thread_join (threads[i])) == 403)
      tried++;
  g_assert_cmpuint (tried, >=, 5);
  g_assert_cmpuint (tried, <=, 8);
}

/* The numbers of sign-ins are not to be used up by one person; and of their sign-ins the newest
 * stay. */
static void
test_many_sign_ins (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) first = { 0 };
  g_auto (Talk) told = { 0 };
  JsonArray *sessions;

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &first);
  for (guint i = 1; i < 21; i++)
    {
      talk_sign_in (network, EMAIL, PASSWORD, NULL, &told);
      g_assert_cmpuint (told.status, ==, 201);
    }
  talk_sign_in (network, EMAIL, PASSWORD, NULL, &told);
  talk_assert_refused (&told, 429, "wait");
  for (guint i = 21; i < 33; i++)
    {
      g_atomic_int_add (&network->ahead_s, DAY);
      talk_sign_in (network, EMAIL, PASSWORD, NULL, &told);
      g_assert_cmpuint (told.status, ==, 201);
    }
  talk_assert_signed_in (network, talk_text (&first, "token"), FALSE);
  talk (network, "GET", SOHO_PATH_SESSION, talk_text (&told, "token"), NULL, NULL, &told);
  sessions = json_object_get_array_member (told.body, "sessions");
  g_assert_cmpuint (json_array_get_length (sessions), ==, 32);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guessing/unknown-email", test_unknown_email);
  g_test_add_func ("/guessing/unknown-email-takes-as-long", test_unknown_email_takes_as_long);
  g_test_add_func ("/guessing/throttle", test_throttle);
  g_test_add_func ("/guessing/throttle-address", test_throttle_address);
  g_test_add_func ("/guessing/throttle-mapped", test_throttle_mapped);
  g_test_add_func ("/guessing/password-changes-meanwhile", test_password_changes_meanwhile);
  g_test_add_func ("/guessing/throttle-at-once", test_throttle_at_once);
  g_test_add_func ("/guessing/many-sign-ins", test_many_sign_ins);
  return g_test_run ();
}
