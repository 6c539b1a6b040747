/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "accounts/invite.h"
#include "edit-list.h"
#include "http-talk.h"
#include "protocol.h"

/* Whatever comes in under a real sign-in is answered precisely and does nothing by halves, and the
 * same sign-in goes on after it as if it had not been. */

#define PASSWORD "le canard du jeudi"
#define MARTHE "marthe@exemple.invalid"
#define YEAR (365 * 86400)

/* Marthe has a card and two sign-ins. */
typedef struct
{
  Network *network;
  gint64 marthe;
  char *token, *other_token;
  gint64 writer, other_writer;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autofree char *owner = NULL;
  g_auto (Talk) told = { 0 };

  self->network = network_new ();
  self->marthe = network_put (self->network, "member", 0, "given_name=Marthe", "family_name=Essai",
                              "commune=32013", NULL);
  owner = g_strdup_printf ("member=%" G_GINT64_FORMAT, self->marthe);
  network_put (self->network, "contact_point", 0, owner, "type=email", "value=" MARTHE, NULL);
  network_serve (self->network);
  talk_activate (self->network, MARTHE, PASSWORD, NULL, &told);
  self->token = g_strdup (talk_text (&told, "token"));
  self->writer = talk_integer (&told, "writer");
  talk_sign_in (self->network, MARTHE, PASSWORD, NULL, &told);
  self->other_token = g_strdup (talk_text (&told, "token"));
  self->other_writer = talk_integer (&told, "writer");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  network_assert_sound (self->network);
  network_free (self->network);
  g_free (self->token);
  g_free (self->other_token);
}

static void
post (Fixture *self, const char *token, const char *body, Talk *told)
{
  talk (self->network, "POST", SOHO_PATH_EDITS, token, NULL, body, told);
}

/* One edit: what stands after "n":[0]. */
static char *
dup_request (int number, const char *kind, gint64 id, const char *rest)
{
  return g_strdup_printf (
      "{\"acknowledged\":0,\"seen\":0,\"first\":%d,\"count\":1,\"groups\":[{\"kind\":\"%s\","
      "\"n\":[0],\"id\":[%" G_GINT64_FORMAT "],\"base\":[%d]%s}]}",
      number, kind, id, strstr (rest, "create") != NULL ? 0 : 1, rest);
}

static void
assert_edited (Fixture *self, int number)
{
  g_autofree char *set = g_strdup_printf (",\"set\":{\"about\":[\"Relieuse %d\"]}", number);
  g_autofree char *body = dup_request (number, "member", self->marthe, set);
  g_auto (Talk) told = { 0 };

  post (self, self->token, body, &told);
  g_assert_cmpuint (told.status, ==, 200);
  g_assert_cmpint (talk_integer (&told, "answered"), ==, number);
  g_assert_false (json_object_has_member (told.body, "refused"));
}

/* Of the one edit that is answered. */
static void
assert_refused (const Talk *told, const char *code, const char *field)
{
  JsonObject *refusal;

  g_assert_cmpuint (told->status, ==, 200);
  refusal = json_array_get_object_element (json_object_get_array_member (told->body, "refused"), 0);
  g_assert_cmpstr (json_object_get_string_member (refusal, "code"), ==, code);
  g_assert_cmpstr (json_object_get_string_member_with_default (refusal, "field", NULL), ==, field);
}

/* Requests that are none: nothing of them is done, and their numbers are still free. */
static void
test_no_requests (Fixture *self, gconstpointer unused)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *deeper = g_strdup_printf ("{\"acknowledged\":0,\"seen\":0,\"first\":1,"
                                             "\"count\":1,\"groups\":%s}",
                                             deep);
  g_autofree char *huge = g_strnfill (8 * 1024 * 1024, ' ');
  g_autofree char *skipped
      = dup_request (2, "member", self->marthe, ",\"set\":{\"about\":[\"x\"]}");
  g_autofree char *future
      = dup_request (G_MAXINT, "member", self->marthe, ",\"set\":{\"about\":[\"x\"]}");
  g_autofree char *past = dup_request (0, "member", self->marthe, ",\"set\":{\"about\":[\"x\"]}");
  const struct
  {
    const char *body;
    guint status;
    const char *code;
  } cases[] = {
    { "", 400, "malformed" },         { "null", 400, "malformed" },
    { "{\"a\":", 400, "malformed" },  { "{} {}", 400, "malformed" },
    { "\xff\xfe", 400, "malformed" }, { deep, 400, "malformed" },
    { deeper, 400, "malformed" },     { huge, 413, "too_large" },
    { past, 400, "malformed" },       { skipped, 409, "out_of_order" },
    { future, 409, "out_of_order" },
  };
  g_autofree char *before = network_dup_all (self->network);
  g_autofree char *after = NULL;
  g_auto (Talk) told = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u: %.60s", i, cases[i].body);
      post (self, self->token, cases[i].body, &told);
      talk_assert_refused (&told, cases[i].status, cases[i].code);
    }
  after = network_dup_all (self->network);
  g_assert_cmpstr (before, ==, after);
  assert_edited (self, 1);
}

/* Edits that are none: each is answered, for good, and those after it go on. */
static void
test_no_edits (Fixture *self, gconstpointer unused)
{
  gint64 other = self->other_writer << 32 | 1;
  const struct
  {
    const char *kind;
    gint64 id;
    const char *rest;
    const char *code, *field;
  } cases[] = {
    { "dragon", self->marthe, ",\"set\":{\"about\":[\"x\"]}", "unknown_kind", NULL },
    { "member", self->marthe, ",\"set\":{\"colour\":[\"x\"]}", "invalid", "colour" },
    { "member", self->marthe, ",\"set\":{\"lat\":[\"x\"]}", "invalid", "lat" },
    { "member", self->marthe, ",\"set\":{\"lat\":[900]}", "invalid", "lat" },
    { "member", 77, ",\"set\":{\"about\":[\"x\"]}", "gone", NULL },
    { "village", self->marthe, ",\"delete\":[0]", "gone", NULL },
    { "contact_point", other,
      ",\"create\":[0],\"set\":{\"type\":[\"web\"],\"value\":[\"https://a."
      "example\"],\"member\":[1]}",
      "id_not_yours", NULL },
    { "contact_point", 77, ",\"create\":[0],\"set\":{\"type\":[\"web\"]}", "id_not_yours", NULL },
    { "contact_point", self->writer << 32 | 1, ",\"create\":[0],\"set\":{\"type\":[\"web\"]}",
      "invalid", "member" },
  };
  g_autofree char *before = network_dup_all (self->network);
  g_autofree char *after = NULL;
  g_auto (Talk) told = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = dup_request ((int) i + 1, cases[i].kind, cases[i].id, cases[i].rest);

      g_test_message ("%s", body);
      /* Repeated, it gets the same answer. */
      for (guint again = 0; again < 2; again++)
        {
          post (self, self->token, body, &told);
          assert_refused (&told, cases[i].code, cases[i].field);
        }
    }
  after = network_dup_all (self->network);
  g_assert_cmpstr (before, ==, after);
  assert_edited (self, G_N_ELEMENTS (cases) + 1);
}

/* Ten thousand, whole and sound, are too many at once; none of them is done. */
static void
test_ten_thousand (Fixture *self, gconstpointer unused)
{
  g_autoptr (GString) body = g_string_new ("{\"acknowledged\":0,\"seen\":0,\"first\":1,\"count\":"
                                           "10000,\"groups\":[{\"kind\":\"member\"");
  static const char *const columns[] = { "n", "id", "base" };
  g_autofree char *before = network_dup_all (self->network);
  g_autofree char *after = NULL;
  g_auto (Talk) told = { 0 };

  /* All after the first are differences. */
  for (guint column = 0; column < G_N_ELEMENTS (columns); column++)
    {
      g_string_append_printf (body, ",\"%s\":[", columns[column]);
      for (guint i = 0; i < 10000; i++)
        g_string_append_printf (body, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                                column == 0   ? (gint64) (i > 0)
                                : i > 0       ? 0
                                : column == 1 ? self->marthe
                                              : 1);
      g_string_append_c (body, ']');
    }
  g_string_append (body, ",\"set\":{\"about\":[");
  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (body, "%s\"texte %u\"", i > 0 ? "," : "", i);
  g_string_append (body, "]}}]}");
  g_assert_cmpuint (body->len, <, SOHO_EDITS_LINE_MAX);
  post (self, self->token, body->str, &told);
  talk_assert_refused (&told, 413, "too_many");
  after = network_dup_all (self->network);
  g_assert_cmpstr (before, ==, after);
  assert_edited (self, 1);
}

/* A number that is known with another text behind it, and the numbers of another sign-in. */
static void
test_numbers (Fixture *self, gconstpointer unused)
{
  g_autofree char *other = dup_request (1, "member", self->marthe, ",\"set\":{\"about\":[\"Y\"]}");
  g_auto (Talk) told = { 0 };

  assert_edited (self, 1);
  assert_edited (self, 1);
  post (self, self->token, other, &told);
  talk_assert_refused (&told, 409, "copied_replica");
  assert_edited (self, 2);
  post (self, self->other_token, other, &told);
  g_assert_cmpuint (told.status, ==, 200);
  assert_edited (self, 3);
}

static void
test_revoked (Fixture *self, gconstpointer unused)
{
  g_autofree char *body = dup_request (1, "member", self->marthe, ",\"set\":{\"about\":[\"Y\"]}");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_auto (Talk) told = { 0 };

  talk (self->network, "DELETE", SOHO_PATH_SESSION, self->other_token, NULL, NULL, &told);
  before = network_dup_all (self->network);
  post (self, self->other_token, body, &told);
  talk_assert_refused (&told, 401, "signed_out");
  post (self, "0000000000000000000000000000000000000000000", body, &told);
  talk_assert_refused (&told, 401, "signed_out");
  post (self, NULL, body, &told);
  talk_assert_refused (&told, 401, "signed_out");
  after = network_dup_all (self->network);
  g_assert_cmpstr (before, ==, after);
  assert_edited (self, 1);
}

/* A server whose clock is years off, and then right again: nobody is shut out, nothing is lost. */
static void
test_clock (Fixture *self, gconstpointer unused)
{
  static const int offsets[] = { 20 * YEAR, -20 * YEAR, 0 };
  g_auto (Talk) told = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_atomic_int_set (&self->network->ahead_s, offsets[i]);
      assert_edited (self, (int) i + 1);
      /* Once too often under this clock, and once under the next. */
      for (guint attempt = 0; attempt < 7; attempt++)
        talk_sign_in (self->network, MARTHE, "un autre oiseau", "192.0.2.9", &told);
      talk_assert_signed_in (self->network, self->token, TRUE);
      talk_sign_in (self->network, MARTHE, PASSWORD, "192.0.2.7", &told);
      g_assert_cmpuint (told.status, ==, 201);
    }
  g_atomic_int_set (&self->network->ahead_s, 900);
  talk_sign_in (self->network, MARTHE, PASSWORD, "192.0.2.9", &told);
  g_assert_cmpuint (told.status, ==, 201);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/bad-input/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("no-requests", test_no_requests);
  ADD ("no-edits", test_no_edits);
  ADD ("ten-thousand", test_ten_thousand);
  ADD ("numbers", test_numbers);
  ADD ("revoked", test_revoked);
  ADD ("clock", test_clock);
  return g_test_run ();
}
