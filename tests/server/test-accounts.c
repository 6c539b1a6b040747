/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "accounts/invite.h"
#include "archive/sessions.h"
#include "http-talk.h"
#include "protocol.h"

#define PASSWORD "le canard du jeudi"
#define EMAIL "marthe@exemple.invalid"
#define DAY 86400

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static char *
invite (Network *network, const char *email)
{
  g_autoptr (GError) error = NULL;
  gint64 person;
  char *code = soho_invite (network->archive, email, NULL, 0, now_s (), &person, &error);

  g_assert_no_error (error);
  return code;
}

static void
activate (Network *network, const char *code, const char *password, Talk *told)
{
  g_autofree char *body = g_strdup_printf (
      "{\"code\":\"%s\",\"password\":\"%s\",\"device\":\"portable\"}", code, password);

  talk (network, "POST", SOHO_PATH_ACTIVATE, NULL, NULL, body, told);
}

static void
test_activate (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *code = invite (network, EMAIL);
  g_autofree char *typed = g_ascii_strdown (code, -1);
  g_auto (Talk) told = { 0 };

  network_serve (network);
  activate (network, g_strdelimit (typed, "-", ' '), PASSWORD, &told);
  g_assert_cmpuint (told.status, ==, 201);
  g_assert_cmpuint (strlen (talk_text (&told, "token")), ==, 43);
  g_assert_cmpint (talk_integer (&told, "writer"), ==, 1);
  g_assert_cmpint (talk_integer (&told, "person"), >, 0);
  g_assert_cmpstr (talk_text (&told, "email"), ==, EMAIL);
  g_assert_nonnull (strstr (told.head, "Cache-Control: no-store\r\n"));
  talk_assert_signed_in (network, talk_text (&told, "token"), TRUE);

  activate (network, code, PASSWORD, &told);
  talk_assert_refused (&told, 403, "code_unknown");
  network_assert_sound (network);
}

static void
test_codes (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *first = invite (network, EMAIL);
  g_autofree char *second = invite (network, EMAIL);
  g_auto (Talk) told = { 0 };

  network_serve (network);
  activate (network, "0000-0000-0000-0000", PASSWORD, &told);
  talk_assert_refused (&told, 403, "code_unknown");
  activate (network, "", PASSWORD, &told);
  talk_assert_refused (&told, 403, "code_unknown");
  activate (network, first, PASSWORD, &told);
  talk_assert_refused (&told, 403, "code_unknown");

  g_atomic_int_set (&network->ahead_s, SOHO_INVITATION_DAYS * DAY + 1);
  activate (network, second, PASSWORD, &told);
  talk_assert_refused (&told, 403, "code_expired");
  g_atomic_int_set (&network->ahead_s, SOHO_INVITATION_DAYS * DAY - 60);
  activate (network, second, PASSWORD, &told);
  g_assert_cmpuint (told.status, ==, 201);
}

static gpointer
activate_in_thread (gpointer data)
{
  Talk *told = g_new0 (Talk, 1);
  gpointer *words = data;

  activate (words[0], words[1], PASSWORD, told);
  return told;
}

/* One of many at once has it. */
static void
test_code_race (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *code = invite (network, EMAIL);
  gpointer words[] = { network, code };
  GThread *threads[5];
  guint entered = 0;

  network_serve (network);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("activate", activate_in_thread, words);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      Talk *told = g_thread_join (threads[i]);

      if (told->status == 201)
        entered++;
      else
        talk_assert_refused (told, 403, "code_unknown");
      talk_clear (told);
      g_free (told);
    }
  g_assert_cmpuint (entered, ==, 1);
}

static void
test_sign_in (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) first = { 0 };
  g_auto (Talk) told = { 0 };

  network_serve (network);
  talk_activate (network, "Marthe@Exemple.invalid", PASSWORD, NULL, &first);
  talk_sign_in (network, " MARTHE@exemple.invalid ", PASSWORD, NULL, &told);
  g_assert_cmpuint (told.status, ==, 201);
  g_assert_cmpint (talk_integer (&told, "person"), ==, talk_integer (&first, "person"));
  g_assert_cmpint (talk_integer (&told, "writer"), ==, talk_integer (&first, "writer") + 1);
  g_assert_cmpstr (talk_text (&told, "token"), !=, talk_text (&first, "token"));
  talk_assert_signed_in (network, talk_text (&first, "token"), TRUE);
  talk_assert_signed_in (network, talk_text (&told, "token"), TRUE);
}

static void
test_absurd_bodies (void)
{
  static const char *const bodies[] = {
    "",
    "{",
    "[]",
    "null",
    "\"x\"",
    "{}",
    "{\"email\":1,\"password\":[],\"device\":null}",
    "{\"email\":{},\"password\":\"x\",\"device\":\"x\"}",
    "{\"email\":\"a\",\"password\":[[[[[[[[]]]]]]]],\"device\":\"x\"}",
    "{\"email\":\"a@b.example\",\"password\":\"0123456789\"}",
    "{\"email\":\"a@b.example\",\"password\":\"0123456789\",\"device\":\"\"}",
    "{\"email\":\"a@b.example\",\"password\":\"0123456789\",\"device\":\" \"}",
    "{\"email\":\"a@b.example\",\"password\":\"0123456789\",\"device\":\"two\\nlines\"}",
    "{\"email\":\"a@b.example\",\"password\":\"01234567\\u00009\",\"device\":\"x\"}",
    "{\"email\":\"\xff\",\"password\":\"0123456789\",\"device\":\"x\"}",
    "{\"email\":\"a\",\"password\":\"0123456789\",\"device\":\"x\"} {}",
  };
  g_autoptr (Network) network = network_new ();
  g_autofree char *deep = g_strnfill (16000, '[');
  g_autofree char *device = g_strnfill (81, 'x');
  g_autofree char *long_device
      = g_strdup_printf ("{\"email\":\"a\",\"password\":\"0123456789\",\"device\":\"%s\"}", device);
  g_auto (Talk) told = { 0 };

  network_serve (network);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_test_message ("body %u", i);
      talk (network, "POST", SOHO_PATH_SESSIONS, NULL, NULL, bodies[i], &told);
      talk_assert_refused (&told, 400, "invalid");
      talk (network, "POST", SOHO_PATH_ACTIVATE, NULL, NULL, bodies[i], &told);
      talk_assert_refused (&told, 400, "invalid");
    }
  talk (network, "POST", SOHO_PATH_SESSIONS, NULL, NULL, deep, &told);
  talk_assert_refused (&told, 400, "invalid");
  talk (network, "POST", SOHO_PATH_SESSIONS, NULL, NULL, long_device, &told);
  talk_assert_refused (&told, 400, "invalid");
}

static gsize
resident_kb (void)
{
  g_autofree char *text = NULL;

  g_file_get_contents ("/proc/self/statm", &text, NULL, NULL);
  return (gsize) g_ascii_strtoull (strchr (text, ' '), NULL, 10) * 4;
}

/* The head of the answer to a request that is too long: who still sends is answered, and then not
 * hung up on at once. */
static char *
dup_first_answer (const char *address, const char *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_to_host (client, address + strlen ("http://"), 80, NULL, NULL);
  char *head = g_malloc0 (513);

  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, NULL);
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), head, 512, NULL,
                       NULL);
  return head;
}

/* A password of 10 MB is refused while it comes, and never held; said or not said how long. */
static void
test_huge_password (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *password = g_strnfill (10 * 1024 * 1024, 'x');
  g_autofree char *body = g_strdup_printf (
      "{\"email\":\"%s\",\"password\":\"%s\",\"device\":\"x\"}", EMAIL, password);
  g_autofree char *told_length = g_strdup_printf (
      "POST /v1/sessions HTTP/1.1\r\nHost: test\r\nContent-Length: %zu\r\n\r\n%s", strlen (body),
      body);
  g_autofree char *chunked = g_strdup_printf ("POST /v1/activate HTTP/1.1\r\nHost: test\r\n"
                                              "Transfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n0\r\n"
                                              "\r\n",
                                              strlen (body), body);
  const char *const requests[] = { told_length, chunked };
  gsize before_kb;

  network_serve (network);
  before_kb = resident_kb ();
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *answer = dup_first_answer (network->address, requests[i]);

      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413 "));
    }
  if (g_getenv ("ASAN_OPTIONS") == NULL)
    g_assert_cmpuint (resident_kb (), <, before_kb + 4096);
}

static void
test_password_length (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *code = invite (network, EMAIL);
  g_autofree char *longest = g_strnfill (SOHO_PASSWORD_MAX, 'x');
  g_autofree char *longer = g_strnfill (SOHO_PASSWORD_MAX + 1, 'x');
  g_auto (Talk) told = { 0 };

  network_serve (network);
  activate (network, code, "neuf sign", &told);
  talk_assert_refused (&told, 422, "password_length");
  activate (network, code, longer, &told);
  talk_assert_refused (&told, 422, "password_length");
  activate (network, code, longest, &told);
  g_assert_cmpuint (told.status, ==, 201);
  talk_sign_in (network, EMAIL, longer, NULL, &told);
  talk_assert_refused (&told, 403, "wrong_password");
  talk_sign_in (network, EMAIL, longest, NULL, &told);
  g_assert_cmpuint (told.status, ==, 201);
}

static void
test_sessions (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) mine = { 0 };
  g_auto (Talk) tablet = { 0 };
  g_auto (Talk) stranger = { 0 };
  g_auto (Talk) told = { 0 };
  g_autofree char *path_of_tablet = NULL;
  JsonArray *sessions;
  JsonObject *newest;

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &mine);
  talk_activate (network, "other@exemple.invalid", PASSWORD, NULL, &stranger);
  talk_sign_in (network, EMAIL, PASSWORD, NULL, &tablet);
  talk (network, "GET", SOHO_PATH_SESSION, talk_text (&mine, "token"), NULL, NULL, &told);
  g_assert_cmpuint (told.status, ==, 200);
  g_assert_cmpstr (talk_text (&told, "email"), ==, EMAIL);
  g_assert_cmpint (talk_integer (&told, "person"), ==, talk_integer (&mine, "person"));
  sessions = json_object_get_array_member (told.body, "sessions");
  g_assert_cmpuint (json_array_get_length (sessions), ==, 2);
  newest = json_array_get_object_element (sessions, 0);
  g_assert_cmpint (json_object_get_int_member (newest, "id"), ==, talk_integer (&tablet, "writer"));
  g_assert_cmpstr (json_object_get_string_member (newest, "device"), ==, "tablette");
  g_assert_false (json_object_get_boolean_member (newest, "this"));
  g_assert_true (
      json_object_get_boolean_member (json_array_get_object_element (sessions, 1), "this"));

  path_of_tablet
      = g_strdup_printf (SOHO_PATH_SESSIONS "/%d", (int) talk_integer (&tablet, "writer"));
  talk (network, "DELETE", path_of_tablet, talk_text (&stranger, "token"), NULL, NULL, &told);
  talk_assert_refused (&told, 404, "not_found");
  talk (network, "DELETE", path_of_tablet, NULL, NULL, NULL, &told);
  talk_assert_refused (&told, 401, "signed_out");
  talk_assert_signed_in (network, talk_text (&tablet, "token"), TRUE);
  talk (network, "DELETE", path_of_tablet, talk_text (&mine, "token"), NULL, NULL, &told);
  g_assert_cmpuint (told.status, ==, 204);
  talk_assert_signed_in (network, talk_text (&tablet, "token"), FALSE);
  talk (network, "DELETE", path_of_tablet, talk_text (&mine, "token"), NULL, NULL, &told);
  talk_assert_refused (&told, 404, "not_found");

  talk (network, "DELETE", SOHO_PATH_SESSION, talk_text (&mine, "token"), NULL, NULL, &told);
  g_assert_cmpuint (told.status, ==, 204);
  talk_assert_signed_in (network, talk_text (&mine, "token"), FALSE);
  talk_assert_signed_in (network, talk_text (&stranger, "token"), TRUE);
}

/* A number that was given once is never given again, and stays its person's. */
static void
test_writers (void)
{
  g_autoptr (Network) network = network_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Talk) first = { 0 };
  g_auto (Talk) told = { 0 };
  gint64 person;
  gboolean owns;

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &first);
  person = talk_integer (&first, "person");
  talk (network, "DELETE", SOHO_PATH_SESSION, talk_text (&first, "token"), NULL, NULL, &told);
  talk_sign_in (network, EMAIL, PASSWORD, NULL, &told);
  g_assert_cmpint (talk_integer (&told, "writer"), ==, talk_integer (&first, "writer") + 1);
  soho_archive_owns_writer (network->archive, person, 1, &owns, &error);
  g_assert_true (owns);
  soho_archive_owns_writer (network->archive, person + 1, 1, &owns, &error);
  g_assert_false (owns);
  soho_archive_owns_writer (network->archive, person, 3, &owns, &error);
  g_assert_false (owns);
  g_assert_no_error (error);
}

static void
test_no_tokens (void)
{
  static const char *const headers[] = {
    "Authorization: \r\n",
    "Authorization: Bearer\r\n",
    "Authorization: Bearer \r\n",
    "Authorization: Bearer x\r\n",
    "Authorization: Basic bWFydGhlOmNhbmFyZA==\r\n",
    "Authorization: Bearer 0000000000000000000000000000000000000000000\r\n",
    "Authorization: Bearer 00000000000000000000000000000000000000000000\r\n",
    "Authorization: Bearer ' OR token NOT NULL OR token = 'xxxxxxxxxxxxxx\r\n",
  };
  g_autoptr (Network) network = network_new ();
  g_autofree char *long_one = g_strnfill (8000, 'x');
  g_autofree char *long_header = g_strdup_printf ("Authorization: Bearer %s\r\n", long_one);
  g_auto (Talk) told = { 0 };

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &told);
  for (guint i = 0; i <= G_N_ELEMENTS (headers); i++)
    {
      const char *header = i < G_N_ELEMENTS (headers) ? headers[i] : long_header;

      g_test_message ("%s", header);
      talk (network, "GET", SOHO_PATH_SESSION, NULL, header, NULL, &told);
      talk_assert_refused (&told, 401, "signed_out");
      talk (network, "GET", SOHO_PATH_CHANGES, NULL, header, NULL, &told);
      talk_assert_refused (&told, 401, "signed_out");
    }
}

static void
change (Network *network, const char *token, const char *old, const char *new, Talk *told)
{
  g_autofree char *body = g_strdup_printf ("{\"old\":\"%s\",\"new\":\"%s\"}", old, new);

  talk (network, "POST", SOHO_PATH_PASSWORD, token, NULL, body, told);
}

static void
test_password (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) mine = { 0 };
  g_auto (Talk) tablet = { 0 };
  g_auto (Talk) told = { 0 };

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &mine);
  talk_sign_in (network, EMAIL, PASSWORD, NULL, &tablet);
  change (network, NULL, PASSWORD, "la grive du lundi", &told);
  talk_assert_refused (&told, 401, "signed_out");
  change (network, talk_text (&mine, "token"), "un autre oiseau", "la grive du lundi", &told);
  talk_assert_refused (&told, 403, "wrong_password");
  change (network, talk_text (&mine, "token"), "", "la grive du lundi", &told);
  talk_assert_refused (&told, 403, "wrong_password");
  change (network, talk_text (&mine, "token"), PASSWORD, "court", &told);
  talk_assert_refused (&told, 422, "password_length");
  talk_assert_signed_in (network, talk_text (&tablet, "token"), TRUE);

  change (network, talk_text (&mine, "token"), PASSWORD, "la grive du lundi", &told);
  g_assert_cmpuint (told.status, ==, 204);
  talk_assert_signed_in (network, talk_text (&mine, "token"), TRUE);
  talk_assert_signed_in (network, talk_text (&tablet, "token"), FALSE);
  talk_sign_in (network, EMAIL, PASSWORD, NULL, &told);
  talk_assert_refused (&told, 403, "wrong_password");
  talk_sign_in (network, EMAIL, "la grive du lundi", NULL, &told);
  g_assert_cmpuint (told.status, ==, 201);
  for (guint i = 0; i < 6; i++)
    change (network, talk_text (&mine, "token"), "un autre oiseau", PASSWORD, &told);
  change (network, talk_text (&mine, "token"), "la grive du lundi", PASSWORD, &told);
  talk_assert_refused (&told, 429, "wait");
}

/* A forgotten password: a code for the same address makes a new one, and nobody else stays in. */
static void
test_reset (void)
{
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) before = { 0 };
  g_auto (Talk) told = { 0 };

  network_serve (network);
  talk_activate (network, EMAIL, PASSWORD, NULL, &before);
  talk_activate (network, EMAIL, "la grive du lundi", NULL, &told);
  g_assert_cmpint (talk_integer (&told, "person"), ==, talk_integer (&before, "person"));
  talk_assert_signed_in (network, talk_text (&before, "token"), FALSE);
  talk_assert_signed_in (network, talk_text (&told, "token"), TRUE);
  talk_sign_in (network, EMAIL, PASSWORD, NULL, &told);
  talk_assert_refused (&told, 403, "wrong_password");
}

static void
assert_not_in_files (Network *network, const char *secret)
{
  static const char *const names[] = { "network.db", "network.db-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (network->directory, names[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (g_file_get_contents (path, &bytes, &length, NULL))
        g_assert_null (memmem (bytes, length, secret, strlen (secret)));
    }
}

/* Whoever steals the archive cannot sign in with it. */
static void
test_no_secret_is_kept (void)
{
  g_autoptr (Network) network = network_new ();
  g_autofree char *code = invite (network, EMAIL);
  g_auto (GStrv) groups = g_strsplit (code, "-", -1);
  g_autofree char *joined = g_strjoinv ("", groups);
  g_auto (Talk) told = { 0 };

  network_serve (network);
  assert_not_in_files (network, code);
  assert_not_in_files (network, joined);
  activate (network, code, PASSWORD, &told);
  assert_not_in_files (network, PASSWORD);
  assert_not_in_files (network, talk_text (&told, "token"));
}

static void
test_methods (void)
{
  static const struct
  {
    const char *method, *path;
    guint status;
  } cases[] = {
    { "GET", SOHO_PATH_ACTIVATE, 405 },         { "PUT", SOHO_PATH_SESSIONS, 405 },
    { "GET", SOHO_PATH_SESSIONS, 405 },         { "GET", SOHO_PATH_SESSIONS "/1", 405 },
    { "DELETE", SOHO_PATH_SESSIONS "/x", 401 }, { "POST", SOHO_PATH_SESSION, 405 },
    { "GET", SOHO_PATH_PASSWORD, 405 },         { "POST", SOHO_PATH_ACTIVATE "/x", 404 },
    { "POST", SOHO_PATH_SESSION "x", 404 },     { "POST", SOHO_PATH_SESSIONS "x", 404 },
    { "POST", SOHO_PATH_PASSWORD "/x", 404 },   { "GET", SOHO_PATH_SESSION "/x", 404 },
  };
  g_autoptr (Network) network = network_new ();
  g_auto (Talk) told = { 0 };

  network_serve (network);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].method, cases[i].path);
      talk (network, cases[i].method, cases[i].path, NULL, NULL, NULL, &told);
      g_assert_cmpuint (told.status, ==, cases[i].status);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accounts/activate", test_activate);
  g_test_add_func ("/accounts/codes", test_codes);
  g_test_add_func ("/accounts/code-race", test_code_race);
  g_test_add_func ("/accounts/sign-in", test_sign_in);
  g_test_add_func ("/accounts/absurd-bodies", test_absurd_bodies);
  g_test_add_func ("/accounts/huge-password", test_huge_password);
  g_test_add_func ("/accounts/password-length", test_password_length);
  g_test_add_func ("/accounts/sessions", test_sessions);
  g_test_add_func ("/accounts/writers", test_writers);
  g_test_add_func ("/accounts/no-tokens", test_no_tokens);
  g_test_add_func ("/accounts/password", test_password);
  g_test_add_func ("/accounts/reset", test_reset);
  g_test_add_func ("/accounts/no-secret-is-kept", test_no_secret_is_kept);
  g_test_add_func ("/accounts/methods", test_methods);
  return g_test_run ();
}
