/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pull.h"

#include <string.h>
#include <sys/resource.h>

#include "kinds.h"
#include "replicas.h"
#include "store/apply.h"

#define SEED 20261205
#define N_PAGES 9
#define MIB (1024 * 1024)

#ifdef __SANITIZE_ADDRESS__
#define MOST_MEMORY_KIB (400 * 1024) /* the sanitizer keeps 256 MiB of what was freed */
#else
#define MOST_MEMORY_KIB (60 * 1024)
#endif

/* A server of one network: pages of a fill, each with its place in it, and one of the tail. */
typedef struct
{
  GPtrArray *pages; /* lines, the last without a place */
} Server;

static void
start_server (Server *server)
{
  const SohoModel *model = soho_test_model_get ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  gint64 deleted = 3 * 1000 + 1;

  server->pages = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_PAGES; i++)
    {
      const SohoKind *kind = model->kinds[i * 3 / N_PAGES];
      g_autoptr (SohoRows) rows = soho_test_rows_new_random (kind, 2, (i + 1) * 1000, 1, rand);
      g_autofree char *place = g_strdup_printf ("p%u", i);

      g_ptr_array_add (server->pages,
                       soho_page_dup_rows_line (kind, "public", rows, NULL, 0, place));
    }
  g_ptr_array_add (server->pages,
                   soho_page_dup_rows_line (&soho_test_topic, "public", NULL, &deleted, 1, NULL));
}

static void
stop_server (Server *server)
{
  g_ptr_array_unref (server->pages);
}

static void
add_line (GByteArray *body, const char *line, gboolean compressed)
{
  g_autoptr (GBytes) frame = soho_page_compress (line, strlen (line), 3);

  if (compressed)
    g_byte_array_append (body, g_bytes_get_data (frame, NULL), (guint) g_bytes_get_size (frame));
  else
    {
      g_byte_array_append (body, (const guint8 *) line, (guint) strlen (line));
      g_byte_array_append (body, (const guint8 *) "\n", 1);
    }
}

/* The answer to one cursor. */
static GByteArray *
answer (Server *server, const char *cursor, gboolean compressed)
{
  GByteArray *body = g_byte_array_new ();
  guint first
      = *cursor == '\0' ? 0 : (guint) g_ascii_strtoull (cursor + strlen ("T~p"), NULL, 10) + 1;
  g_autofree char *begin = soho_page_dup_begin_line ("T");
  g_autofree char *end = soho_page_dup_end_line ("C", NULL);

  g_assert_true (*cursor == '\0' || g_str_has_prefix (cursor, "T~p"));
  add_line (body, begin, compressed);
  for (guint i = first; i < server->pages->len; i++)
    add_line (body, g_ptr_array_index (server->pages, i), compressed);
  add_line (body, end, compressed);
  return body;
}

static SohoPull *
start_pull (const char *cursor, gboolean compressed)
{
  SohoPull *pull = soho_pull_new (soho_test_model_get (), cursor, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      soho_pull_receive_head (pull, 200, SOHO_PAGES_TYPE, compressed ? "zstd" : NULL, &error));
  g_assert_no_error (error);
  return pull;
}

/* What a client would keep: each page with rows once more told, and the cursor. */
static void
take_steps (SohoPull *pull, GString *kept, char **cursor)
{
  SohoPullStep *step;

  while ((step = soho_pull_take_step (pull)) != NULL)
    {
      const SohoPage *page = step->page;

      for (guint i = 0; page->rows != NULL && i < page->rows->n; i++)
        g_string_append_printf (kept, "%s %" G_GINT64_FORMAT "\n", page->kind, page->rows->ids[i]);
      for (guint i = 0; i < page->n_deleted; i++)
        g_string_append_printf (kept, "-%s %" G_GINT64_FORMAT "\n", page->kind, page->deleted[i]);
      if (step->cursor != NULL)
        {
          g_free (*cursor);
          *cursor = g_strdup (step->cursor);
        }
      soho_pull_step_free (step);
    }
}

/* Feeds length bytes in pieces; returns whether all went well up to the end. */
static gboolean
feed (SohoPull *pull,
      const guint8 *data,
      gsize length,
      gsize piece,
      GString *kept,
      char **cursor,
      GError **error)
{
  for (gsize at = 0; at < length; at += piece)
    {
      g_autofree guint8 *copy = g_memdup2 (data + at, MIN (piece, length - at));
      gboolean received = soho_pull_receive (pull, copy, MIN (piece, length - at), error);

      take_steps (pull, kept, cursor);
      if (!received)
        return FALSE;
    }
  return soho_pull_finish (pull, error);
}

static char *
whole_content (Server *server, gboolean compressed)
{
  g_autoptr (GByteArray) body = answer (server, "", compressed);
  g_autoptr (SohoPull) pull = start_pull ("", compressed);
  g_autofree char *cursor = g_strdup ("");
  GString *kept = g_string_new (NULL);

  g_assert_true (feed (pull, body->data, body->len, body->len, kept, &cursor, NULL));
  g_assert_cmpstr (cursor, ==, "C");
  g_assert_false (soho_pull_had_nothing (pull));
  return g_string_free (kept, FALSE);
}

static void
test_requests (void)
{
  static const char *const none[] = { NULL };
  static const char *const two[] = { "thing", "topic", NULL };
  static const struct
  {
    const char *cursor;
    const char *const *refills;
    const char *path;
  } cases[] = {
    { "", NULL, "/v1/changes?from=" },
    { "", two, "/v1/changes?from=" },
    { "C", NULL, "/v1/changes?from=C" },
    { "C", none, "/v1/changes?from=C" },
    { "C", two, "/v1/changes?from=C&fill=thing,topic" },
    { "T~public.thing.7", NULL, "/v1/changes?from=T~public.thing.7" },
    { "a&b=c d/é\r\n%#?", NULL, "/v1/changes?from=a%26b%3Dc%20d%2F%C3%A9%0D%0A%25%23%3F" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SohoPull) pull
          = soho_pull_new (soho_test_model_get (), cases[i].cursor, cases[i].refills);
      g_autofree char *path = soho_pull_dup_path (pull);

      g_assert_cmpstr (path, ==, cases[i].path);
    }
}

static void
test_heads (void)
{
  static const struct
  {
    guint status;
    const char *type, *encoding;
    gboolean ours;
  } cases[] = {
    { 200, SOHO_PAGES_TYPE, "zstd", TRUE },
    { 200, SOHO_PAGES_TYPE, "ZSTD", TRUE },
    { 200, SOHO_PAGES_TYPE, NULL, TRUE },
    { 200, SOHO_PAGES_TYPE "; charset=utf-8", "zstd", TRUE },
    { 200, "Application/Vnd.SohoSolo.Pages+JSON", NULL, TRUE },
    { 204, NULL, NULL, TRUE },
    { 200, SOHO_PAGES_TYPE, "gzip", FALSE },
    { 200, SOHO_PAGES_TYPE, "", FALSE },
    { 200, SOHO_PAGES_TYPE "x", NULL, FALSE },
    { 200, "text/html; charset=utf-8", NULL, FALSE },
    { 200, "application/json", "zstd", FALSE },
    { 200, "", NULL, FALSE },
    { 200, NULL, NULL, FALSE },
    { 0, SOHO_PAGES_TYPE, NULL, FALSE },
    { 206, SOHO_PAGES_TYPE, NULL, FALSE },
    { 301, SOHO_PAGES_TYPE, NULL, FALSE },
    { 302, "text/html", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SohoPull) pull = soho_pull_new (soho_test_model_get (), "", NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_cmpint (
          soho_pull_receive_head (pull, cases[i].status, cases[i].type, cases[i].encoding, &error),
          ==, cases[i].ours);
      if (!cases[i].ours)
        g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_NOT_OURS);
    }
}

static void
test_nothing_new (void)
{
  g_autoptr (SohoPull) pull = soho_pull_new (soho_test_model_get (), "C", NULL);

  g_assert_true (soho_pull_receive_head (pull, 204, NULL, NULL, NULL));
  g_assert_true (soho_pull_had_nothing (pull));
  g_assert_null (soho_pull_take_step (pull));
  g_assert_true (soho_pull_finish (pull, NULL));
}

static void
test_error_bodies (void)
{
  static const struct
  {
    guint status;
    const char *body;
    SohoProtocolError code;
  } cases[] = {
    { 410, "{\"error\":{\"code\":\"unknown_cursor\",\"message\":\"m\"}}",
      SOHO_PROTOCOL_ERROR_UNKNOWN_CURSOR },
    { 400, "{\"error\":{\"code\":\"other\",\"message\":\"Say it again.\"}}",
      SOHO_PROTOCOL_ERROR_REFUSED },
    { 503, "{\"error\":{\"code\":\"busy\",\"message\":\"\\u001b[2J\"},\"later\":[]}",
      SOHO_PROTOCOL_ERROR_REFUSED },
    { 404, "<html>Not found</html>", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 404, "", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 500, "null", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 500, "[]", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 500, "{}", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 500, "{\"error\":\"x\"}", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 500, "{\"error\":{\"code\":1,\"message\":\"m\"}}", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 500, "{\"error\":{\"code\":\"c\"}}", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 500, "{\"error\":{\"code\":\"c\",\"message\":[[[[[[1]]]]]]}}", SOHO_PROTOCOL_ERROR_NOT_OURS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SohoPull) pull = soho_pull_new (soho_test_model_get (), "", NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_false (soho_pull_read_error (pull, cases[i].status, cases[i].body,
                                            strlen (cases[i].body), &error));
      g_assert_error (error, SOHO_PROTOCOL_ERROR, (int) cases[i].code);
      g_assert_null (strchr (error->message, '\x1b'));
    }
}

/* A server's sentence is cut between characters, not within one. */
static void
test_long_error_message (void)
{
  g_autoptr (SohoPull) pull = soho_pull_new (soho_test_model_get (), "", NULL);
  g_autoptr (GString) body = g_string_new ("{\"error\":{\"code\":\"c\",\"message\":\"x");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 10000; i++)
    g_string_append (body, "é");
  g_string_append (body, "\"}}");
  g_assert_false (soho_pull_read_error (pull, 400, body->str, body->len, &error));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 400);
}

static void
test_steps_of_a_fill (void)
{
  Server server;
  g_autoptr (GByteArray) body = NULL;
  g_autoptr (SohoPull) pull = NULL;
  guint n = 0;

  start_server (&server);
  body = answer (&server, "", TRUE);
  pull = start_pull ("", TRUE);
  g_assert_true (soho_pull_receive (pull, body->data, body->len, NULL));
  for (;; n++)
    {
      g_autoptr (SohoPullStep) step = soho_pull_take_step (pull);
      g_autofree char *cursor = g_strdup_printf ("T~p%u", n - 1);

      if (step == NULL)
        break;
      g_assert_true (step->filling);
      if (n == 0)
        g_assert_cmpint (step->page->type, ==, SOHO_PAGE_BEGIN);
      else if (n <= N_PAGES)
        g_assert_cmpstr (step->cursor, ==, cursor);
      else if (n == N_PAGES + 1)
        g_assert_null (step->cursor);
      else
        g_assert_cmpstr (step->cursor, ==, "C");
    }
  g_assert_cmpuint (n, ==, N_PAGES + 3);
  g_assert_true (soho_pull_finish (pull, NULL));
  stop_server (&server);
}

static void
test_tail (void)
{
  static const char body[] = "{\"kind\":\"topic\",\"audience\":\"public\",\"deleted\":[7]}\n"
                             "{\"cursor\":\"D\"}\n";
  g_autoptr (SohoPull) pull = start_pull ("C", FALSE);
  g_autoptr (SohoPullStep) rows = NULL;
  g_autoptr (SohoPullStep) end = NULL;

  g_assert_true (soho_pull_receive (pull, (const guint8 *) body, sizeof body - 1, NULL));
  rows = soho_pull_take_step (pull);
  end = soho_pull_take_step (pull);
  g_assert_false (rows->filling);
  g_assert_null (rows->cursor);
  g_assert_false (end->filling);
  g_assert_cmpstr (end->cursor, ==, "D");
  g_assert_true (soho_pull_finish (pull, NULL));
}

/* Bodies out of order; before the last line all is well. */
static void
test_order (void)
{
#define BEGIN "{\"from\":\"T\"}\n"
#define PAGE "{\"kind\":\"topic\",\"audience\":\"public\",\"to\":\"p\"}\n"
#define TAIL "{\"kind\":\"topic\",\"audience\":\"public\"}\n"
#define END "{\"cursor\":\"C\"}\n"
  static const struct
  {
    const char *good, *bad;
  } cases[] = {
    { "", PAGE },
    { TAIL, PAGE },
    { BEGIN, BEGIN },
    { BEGIN PAGE, BEGIN },
    { BEGIN PAGE END, PAGE },
    { BEGIN PAGE END, TAIL },
    { BEGIN END, END },
    { END, BEGIN },
    { END, END },
    { "", "{\"from\":\"T~p\"}\n" },
    { "", "<html>\n" },
    { BEGIN PAGE, "{\"kind\":\"topic\"}\n" },
    { BEGIN PAGE, "\x28\xb5\x2f\xfd\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strconcat (cases[i].good, cases[i].bad, NULL);
      g_autofree char *cursor = g_strdup ("");
      g_autofree char *good_cursor = g_strdup ("");
      g_autoptr (SohoPull) pull = start_pull ("", FALSE);
      g_autoptr (SohoPull) good = start_pull ("", FALSE);
      g_autoptr (GString) kept = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_false (
          feed (pull, (const guint8 *) body, strlen (body), strlen (body), kept, &cursor, &error));
      g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID);
      g_assert_null (soho_pull_take_step (pull));
      g_assert_false (soho_pull_finish (pull, NULL));
      feed (good, (const guint8 *) cases[i].good, strlen (cases[i].good), 7, kept, &good_cursor,
            NULL);
      g_assert_cmpstr (cursor, ==, good_cursor);
    }
}

static void
test_overlong_cursor (void)
{
  g_autofree char *token = g_strnfill (SOHO_CURSOR_MAX, 'x');
  g_autofree char *body = g_strdup_printf ("{\"from\":\"%s\"}\n" PAGE, token);
  g_autofree char *cursor = g_strdup ("");
  g_autoptr (SohoPull) pull = start_pull ("", FALSE);
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (feed (pull, (const guint8 *) body, strlen (body), 100, kept, &cursor, &error));
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID);
  g_assert_cmpstr (cursor, ==, "");
}

/* Cut at every byte: what was complete is kept, and going on brings the rest, nothing twice but
 * what has no place. */
static void
check_cuts (gboolean compressed, gsize piece)
{
  Server server;
  g_autoptr (GByteArray) body = NULL;
  g_autofree char *whole = NULL;

  start_server (&server);
  body = answer (&server, "", compressed);
  whole = whole_content (&server, compressed);
  for (gsize cut = 0; cut < body->len; cut++)
    {
      g_autoptr (SohoPull) pull = start_pull ("", compressed);
      g_autoptr (SohoPull) rest = NULL;
      g_autoptr (GByteArray) more = NULL;
      g_autoptr (GString) kept = g_string_new (NULL);
      g_autofree char *cursor = g_strdup ("");
      g_autoptr (GError) error = NULL;
      char *tail;

      g_assert_false (feed (pull, body->data, cut, piece, kept, &cursor, &error));
      g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_CUT);
      g_assert_true (g_str_has_prefix (whole, kept->str));
      /* The tail moves no cursor, so it is told again. */
      tail = strchr (kept->str, '-');
      if (tail != NULL)
        g_string_truncate (kept, (gsize) (tail - kept->str));
      more = answer (&server, cursor, compressed);
      rest = start_pull (cursor, compressed);
      g_assert_true (feed (rest, more->data, more->len, more->len, kept, &cursor, NULL));
      g_assert_cmpstr (kept->str, ==, whole);
      g_assert_cmpstr (cursor, ==, "C");
    }
  stop_server (&server);
}

static void
test_cut_anywhere (void)
{
  check_cuts (TRUE, 4096);
  check_cuts (FALSE, 57);
}

/* Pulls into a replica over a line that breaks every so many bytes, to the end. */
static void
pull_over_bad_line (Server *server, SohoReplica *replica, gsize most, GRand *rand)
{
  for (;;)
    {
      g_autofree char *cursor = soho_replica_dup_cursor (replica, NULL);
      g_autoptr (SohoPull) pull = NULL;
      g_autoptr (GByteArray) body = NULL;
      gsize length = (gsize) g_rand_int_range (rand, (gint32) most / 2, (gint32) most);
      SohoPullStep *step;

      if (g_str_equal (cursor, "C"))
        return;
      pull = start_pull (cursor, TRUE);
      body = answer (server, cursor, TRUE);
      soho_pull_receive (pull, body->data, MIN (body->len, length), NULL);
      g_assert_true (soho_replica_begin (replica, NULL));
      while ((step = soho_pull_take_step (pull)) != NULL)
        {
          if (step->page->rows != NULL)
            g_assert_true (soho_replica_apply_rows (replica, step->page->rows, NULL));
          if (step->page->n_deleted > 0)
            g_assert_true (soho_replica_apply_deletions (
                replica, &soho_test_topic, step->page->deleted, step->page->n_deleted, NULL));
          if (step->cursor != NULL)
            g_assert_true (soho_replica_set_cursor (replica, step->cursor, NULL));
          soho_pull_step_free (step);
        }
      g_assert_true (soho_replica_commit (replica, NULL));
    }
}

static void
test_bad_line_gives_the_same_replica (void)
{
  char *directory = soho_test_directory_new ();
  g_autofree char *good = g_build_filename (directory, "good", NULL);
  g_autofree char *bad = g_build_filename (directory, "bad", NULL);
  SohoReplica *over_good = soho_test_replica_open (good, soho_test_model_get ());
  SohoReplica *over_bad = soho_test_replica_open (bad, soho_test_model_get ());
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autofree char *complaints = NULL;
  Server server;

  start_server (&server);
  pull_over_bad_line (&server, over_good, 10 * MIB, rand);
  pull_over_bad_line (&server, over_bad, 3000, rand);
  for (guint i = 0; soho_test_model_get ()->kinds[i] != NULL; i++)
    {
      g_autoptr (SohoRows) a = soho_test_read_all (over_good, soho_test_model_get ()->kinds[i]);
      g_autoptr (SohoRows) b = soho_test_read_all (over_bad, soho_test_model_get ()->kinds[i]);

      g_assert_cmpuint (a->n, >, 0);
      g_assert_true (soho_test_rows_equal (a, b));
    }
  complaints = soho_test_verify (over_bad);
  g_assert_cmpstr (complaints, ==, "");
  stop_server (&server);
  g_object_unref (over_bad);
  g_object_unref (over_good);
  soho_test_directory_free (directory);
}

/* Sixty pages as long as a page may be, in one small piece. */
static void
test_much_from_little (void)
{
  g_autoptr (GString) line = g_string_new ("{\"kind\":\"topic\",\"audience\":\"public\"");
  g_autoptr (SohoPull) pull = start_pull ("", TRUE);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) frame = NULL;
  struct rusage before, after;
  guint n = 0;
  SohoPullStep *step;

  while (line->len < SOHO_PAGE_LINE_MAX - 2)
    g_string_append_c (line, ' ');
  g_string_append_c (line, '}');
  frame = soho_page_compress (line->str, line->len, 3);
  for (guint i = 0; i < 60; i++)
    g_byte_array_append (body, g_bytes_get_data (frame, NULL), (guint) g_bytes_get_size (frame));
  getrusage (RUSAGE_SELF, &before);
  g_assert_true (soho_pull_receive (pull, body->data, body->len, NULL));
  while ((step = soho_pull_take_step (pull)) != NULL)
    {
      soho_pull_step_free (step);
      n++;
    }
  getrusage (RUSAGE_SELF, &after);
  g_test_message ("%u bytes, %ld KiB", body->len, after.ru_maxrss - before.ru_maxrss);
  g_assert_cmpuint (n, ==, 60);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, MOST_MEMORY_KIB);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/pull/much-from-little", test_much_from_little);
  g_test_add_func ("/sync/pull/requests", test_requests);
  g_test_add_func ("/sync/pull/heads", test_heads);
  g_test_add_func ("/sync/pull/nothing-new", test_nothing_new);
  g_test_add_func ("/sync/pull/error-bodies", test_error_bodies);
  g_test_add_func ("/sync/pull/long-error-message", test_long_error_message);
  g_test_add_func ("/sync/pull/steps-of-a-fill", test_steps_of_a_fill);
  g_test_add_func ("/sync/pull/tail", test_tail);
  g_test_add_func ("/sync/pull/order", test_order);
  g_test_add_func ("/sync/pull/overlong-cursor", test_overlong_cursor);
  g_test_add_func ("/sync/pull/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/sync/pull/bad-line", test_bad_line_gives_the_same_replica);
  return g_test_run ();
}
