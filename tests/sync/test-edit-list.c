/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "push.h"

#include <string.h>

#include "change/edit-line.h"
#include "kinds.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "page.h"

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) soho_edit_free);
}

/* Any edit of any kind of the test model. */
static SohoEdit *
make_random (GRand *rand)
{
  const SohoKind *kind = soho_test_model_get ()->kinds[g_rand_int_range (rand, 0, 3)];
  guint n = soho_kind_get_n_fields (kind);
  gint64 id = ((gint64) g_rand_int_range (rand, 1, 1 << 20) << 32) - g_rand_int_range (rand, 1, 9);
  SohoValue *before = soho_values_new (n), *after = soho_values_new (n);
  SohoEdit *edit = NULL;

  soho_test_fill_randomly (kind, before, rand);
  soho_test_fill_randomly (kind, after, rand);
  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      edit = soho_edit_new_record (kind, id, after);
      break;
    case 1:
      edit = soho_edit_new (kind, SOHO_EDIT_DELETE, id, g_rand_int_range (rand, 0, 1000));
      break;
    default:
      edit = soho_edit_new_between (kind, id, g_rand_int_range (rand, 0, 1000), before, after);
      if (edit == NULL)
        edit = soho_edit_new (kind, SOHO_EDIT_DELETE, id, 0);
    }
  soho_values_free (before, n);
  soho_values_free (after, n);
  return edit;
}

static SohoEditsRequest *
parse (const char *line, GError **error)
{
  return soho_edits_parse_request (soho_test_model_get (), line, strlen (line), error);
}

static void
test_arrives_as_it_was (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint round = 0; round < SOHO_TEST_ROUNDS (300); round++)
    {
      g_autoptr (GPtrArray) edits = new_list ();
      g_autoptr (SohoEditsRequest) request = NULL;
      g_autofree char *line = NULL;
      g_autoptr (GError) error = NULL;
      guint n = (guint) g_rand_int_range (rand, 1, 20);

      for (guint i = 0; i < n; i++)
        {
          SohoEdit *edit = make_random (rand);

          edit->number = 1000 + i;
          g_ptr_array_add (edits, edit);
        }
      line = soho_edits_dup_request (edits, 999, 7);
      request = parse (line, &error);
      g_assert_no_error (error);
      g_assert_cmpint (request->first, ==, 1000);
      g_assert_cmpint (request->acknowledged, ==, 999);
      g_assert_cmpint (request->seen, ==, 7);
      g_assert_cmpuint (request->edits->len, ==, n);
      for (guint i = 0; i < n; i++)
        {
          const SohoSentEdit *sent = g_ptr_array_index (request->edits, i);
          g_autofree char *expected = soho_edit_dup_line (g_ptr_array_index (edits, i));
          g_autofree char *arrived = soho_edit_dup_line (sent->edit);
          g_autofree char *digest = soho_edit_dup_digest (g_ptr_array_index (edits, i));

          g_assert_null (sent->trouble);
          g_assert_cmpint (sent->number, ==, 1000 + i);
          g_assert_cmpstr (arrived, ==, expected);
          g_assert_cmpstr (sent->digest, ==, digest);
        }
    }
}

#define HEAD "{\"acknowledged\":0,\"seen\":0,\"first\":1,"
#define ONE HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\",\"n\":[0],\"id\":[7],\"base\":[1]"

/* What is no request. */
static void
test_malformed (void)
{
  static const char *const lines[] = {
    "",
    "[]",
    "{}",
    "{\"count\":1,\"groups\":7}",
    "{\"count\":1,\"groups\":[]}",
    "{\"count\":1,\"first\":0,\"groups\":[]}",
    HEAD "\"count\":0,\"groups\":[]}",
    HEAD "\"count\":-1,\"groups\":[]}",
    HEAD "\"count\":1,\"groups\":[]}",
    HEAD "\"count\":1,\"groups\":[7]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\"}]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":7,\"n\":[0],\"id\":[7],\"base\":[1]}]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\",\"n\":[1],\"id\":[7],\"base\":[1]}]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\",\"n\":[-1],\"id\":[7],\"base\":[1]}]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\",\"n\":[0,0],\"id\":[7,1],\"base\":[1,0]}]}",
    HEAD "\"count\":2,\"groups\":[{\"kind\":\"thing\",\"n\":[0],\"id\":[7],\"base\":[1]}]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\",\"n\":[0],\"id\":[0],\"base\":[1]}]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\",\"n\":[0],\"id\":[7.0],\"base\":[1]}]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\",\"n\":[0],\"id\":[4503599627370496],\"base\":"
         "[1]}]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\",\"n\":[0],\"id\":[7],\"base\":[-1]}]}",
    HEAD "\"count\":1,\"groups\":[{\"kind\":\"thing\",\"n\":[0],\"id\":[7,7],\"base\":[1]}]}",
    HEAD "\"count\":2,\"groups\":[{\"kind\":\"thing\",\"n\":[0,1],\"id\":[7,9223372036854775807],"
         "\"base\":[1,0]}]}",
    ONE ",\"create\":[1]}]}",
    ONE ",\"create\":[0],\"delete\":[0]}]}",
    ONE ",\"create\":[0,0]}]}",
    ONE ",\"set\":7}]}",
    ONE ",\"set\":{\"name\":7}}]}",
    ONE ",\"set\":{\"name\":[]}}]}",
    ONE ",\"set\":{\"name\":[\"a\",\"b\"]}}]}",
    ONE ",\"set\":{\"name\":{\"at\":[0]}}}]}",
    ONE ",\"set\":{\"name\":{\"at\":[1],\"is\":[\"a\"]}}}]}",
    ONE ",\"set\":{\"name\":{\"at\":[0],\"is\":[]}}}]}",
    ONE ",\"set\":{\"name\":[[[[[[[[[[[[\"a\"]]]]]]]]]]]]}}]}",
    ONE "}],\"first\":1,}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", lines[i]);
      g_assert_null (parse (lines[i], &error));
      g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID);
    }
}

static void
test_too_many (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (HEAD "\"count\":10000,\"groups\":[]}", &error));
  g_assert_error (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_TOO_LARGE);
}

/* What is wrong with one edit is no harm to the others. */
static void
test_troubles (void)
{
  static const struct
  {
    const char *line;
    const char *code, *field;
  } cases[] = {
    { ONE ",\"set\":{\"count\":[\"many\"]}}]}", "invalid", "count" },
    { ONE ",\"set\":{\"name\":[{\"a\":1}]}}]}", "invalid", "name" },
    { ONE ",\"set\":{\"tags\":[[\"a\"]]}}]}", "invalid", "tags" },
    { ONE ",\"add\":{\"name\":[\"a\"]}}]}", "invalid", "name" },
    { ONE ",\"add\":{\"tags\":[[7]]}}]}", "invalid", "tags" },
    { ONE ",\"set\":{\"colour\":[\"red\"]}}]}", "invalid", "colour" },
    { HEAD "\"count\":1,\"groups\":[{\"kind\":\"ship\",\"n\":[0],\"id\":[7],\"base\":[1],"
           "\"set\":{\"mast\":[1]}}]}",
      "unknown_kind", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SohoEditsRequest) request = parse (cases[i].line, &error);
      const SohoSentEdit *sent;

      g_test_message ("%s", cases[i].line);
      g_assert_no_error (error);
      sent = g_ptr_array_index (request->edits, 0);
      g_assert_nonnull (sent->digest);
      g_assert_nonnull (sent->trouble);
      g_assert_cmpint (sent->trouble->number, ==, 1);
      g_assert_cmpstr (sent->trouble->code, ==, cases[i].code);
      g_assert_cmpstr (sent->trouble->field, ==, cases[i].field);
    }
}

/* Whatever a byte is changed to, the reader survives, and what it makes of it can be said again. */
static void
test_damaged (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  g_autoptr (GPtrArray) edits = new_list ();
  g_autofree char *line = NULL;
  gsize length;

  for (guint i = 0; i < 6; i++)
    {
      SohoEdit *edit = make_random (rand);

      edit->number = 1 + i;
      g_ptr_array_add (edits, edit);
    }
  line = soho_edits_dup_request (edits, 0, 0);
  length = strlen (line);
  for (guint round = 0; round < SOHO_TEST_ROUNDS (20000); round++)
    {
      g_autofree char *damaged = g_memdup2 (line, length + 1);
      g_autoptr (SohoEditsRequest) request = NULL;

      for (guint i = 0; i < 2; i++)
        damaged[g_rand_int_range (rand, 0, (int) length)]
            = "0123456789[]{}\",:-neatsc\\"[g_rand_int_range (rand, 0, 26)];
      request = soho_edits_parse_request (soho_test_model_get (), damaged, length, NULL);
      for (guint i = 0; request != NULL && i < request->edits->len; i++)
        {
          const SohoSentEdit *sent = g_ptr_array_index (request->edits, i);

          g_assert_true (sent->edit != NULL || sent->trouble != NULL);
          g_assert_nonnull (sent->digest);
        }
    }
}

static SohoPush *
make_push (guint n, gint64 first)
{
  SohoPush *push = soho_push_new (soho_test_model_get (), 0, 0);

  for (guint i = 0; i < n; i++)
    {
      SohoEdit *edit = soho_edit_new (&soho_test_thing, SOHO_EDIT_DELETE, 7 + i, 1);

      edit->number = first + i;
      g_assert_true (soho_push_add (push, edit));
    }
  return push;
}

static void
test_answers (void)
{
  g_autoptr (SohoPush) push = make_push (3, 5);
  g_autoptr (SohoEditsAnswer) answer = soho_edits_answer_new ();
  g_autoptr (SohoEditsAnswer) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  SohoRefusal *refusal;

  answer->answered = 7;
  g_ptr_array_add (answer->refusals, soho_refusal_new (6, "invalid", "name", "is \"odd\""));
  g_ptr_array_add (answer->refusals, soho_refusal_new (7, "gone", NULL, NULL));
  soho_edits_answer_add_overwritten (answer, 3,
                                     soho_edit_new (&soho_test_thing, SOHO_EDIT_CHANGE, 9, 1));
  text = soho_edits_dup_answer (answer);
  read = soho_push_read_answer (push, 200, "application/json", text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->answered, ==, 7);
  g_assert_cmpuint (read->refusals->len, ==, 2);
  refusal = g_ptr_array_index (read->refusals, 0);
  g_assert_cmpint (refusal->number, ==, 6);
  g_assert_cmpstr (refusal->detail, ==, "is \"odd\"");
  g_assert_cmpint (((SohoOverwritten *) g_ptr_array_index (read->overwritten, 0))->entry, ==, 3);
}

/* An answer that is none must not have the replica forget anything. */
static void
test_bad_answers (void)
{
  static const struct
  {
    guint status;
    const char *type, *body;
    int code;
  } cases[] = {
    { 200, "text/html", "<html>", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 200, NULL, "{\"answered\":7}", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 204, "application/json", "", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 302, "application/json", "{\"answered\":7}", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 500, "text/html", "<html>", SOHO_PROTOCOL_ERROR_NOT_OURS },
    { 200, "application/json", "", SOHO_PROTOCOL_ERROR_INVALID },
    { 200, "application/json", "{}", SOHO_PROTOCOL_ERROR_INVALID },
    { 200, "application/json", "{\"answered\":6}", SOHO_PROTOCOL_ERROR_INVALID },
    { 200, "application/json", "{\"answered\":8}", SOHO_PROTOCOL_ERROR_INVALID },
    { 200, "application/json", "{\"answered\":7,\"refused\":[7]}", SOHO_PROTOCOL_ERROR_INVALID },
    { 200, "application/json", "{\"answered\":7,\"refused\":[{\"number\":4,\"code\":\"gone\"}]}",
      SOHO_PROTOCOL_ERROR_INVALID },
    { 200, "application/json", "{\"answered\":7,\"refused\":[{\"number\":8,\"code\":\"gone\"}]}",
      SOHO_PROTOCOL_ERROR_INVALID },
    { 401, "application/json", "{\"error\":{\"code\":\"signed_out\",\"message\":\"x\"}}",
      SOHO_PROTOCOL_ERROR_SIGNED_OUT },
    { 409, "application/json", "{\"error\":{\"code\":\"copied_replica\",\"message\":\"x\"}}",
      SOHO_PROTOCOL_ERROR_COPIED_REPLICA },
    { 503, "application/json", "{\"error\":{\"code\":\"unavailable\",\"message\":\"x\"}}",
      SOHO_PROTOCOL_ERROR_REFUSED },
  };
  g_autoptr (SohoPush) push = make_push (3, 5);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%u %s", cases[i].status, cases[i].body);
      g_assert_null (soho_push_read_answer (push, cases[i].status, cases[i].type, cases[i].body,
                                            strlen (cases[i].body), &error));
      g_assert_error (error, SOHO_PROTOCOL_ERROR, cases[i].code);
    }
}

static void
test_full (void)
{
  g_autoptr (SohoPush) push = make_push (SOHO_EDITS_MAX, 1);
  g_autoptr (SohoEdit) edit = soho_edit_new (&soho_test_thing, SOHO_EDIT_DELETE, 7, 1);
  g_autoptr (GBytes) body = soho_push_dup_body (push);

  g_assert_false (soho_push_add (push, edit));
  g_assert_cmpuint (g_bytes_get_size (body), <, 4096);
}

static const char *const words[]
    = { "atelier", "bois",    "chêne",  "client",    "commande", "devis",   "dossier", "établi",
        "façade",  "ferme",   "jardin", "livraison", "maison",   "marché",  "meuble",  "noyer",
        "papier",  "pierre",  "porte",  "projet",    "reliure",  "réparer", "samedi",  "semaine",
        "site",    "tableau", "toit",   "travail",   "village",  "volets" };

static char *
dup_sentence (GRand *rand, int n)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
  return g_string_free (text, FALSE);
}

/* The changed fields of 100 edits as people make them: a card completed, skills and contact points
 * added, texts rewritten. */
static SohoEdit *
make_everyday (GRand *rand, guint i, GString *ndjson)
{
  gint64 own = ((gint64) 5 << 32) + i;
  g_autofree char *text = dup_sentence (rand, g_rand_int_range (rand, 3, 40));
  g_autofree char *line = NULL;

  switch (i % 4)
    {
    case 0:
      g_string_append_printf (ndjson, "{\"kind\":\"member\",\"about\":\"%s\"}\n", text);
      line = g_strdup_printf ("{\"kind\":\"member\",\"id\":8123456,\"act\":\"change\",\"base\":3,"
                              "\"set\":{\"about\":\"%s\"}}",
                              text);
      break;
    case 1:
      g_string_append_printf (ndjson,
                              "{\"kind\":\"member_skill\",\"member\":8123456,\"skill\":%u,"
                              "\"detail\":\"%s\"}\n",
                              200 + i * 7 % 300, text);
      line = g_strdup_printf ("{\"kind\":\"member_skill\",\"id\":%" G_GINT64_FORMAT
                              ",\"act\":\"create\",\"base\":0,"
                              "\"set\":{\"member\":8123456,\"skill\":%u,\"detail\":\"%s\"}}",
                              own, 200 + i * 7 % 300, text);
      break;
    case 2:
      g_string_append_printf (ndjson,
                              "{\"kind\":\"contact_point\",\"member\":8123456,\"type\":\"mobile\","
                              "\"value\":\"+336399800%02u\",\"visibility\":\"members\",\"agreed_"
                              "on\":\"2026-11-%02u\"}\n",
                              i, 1 + i % 28);
      line = g_strdup_printf (
          "{\"kind\":\"contact_point\",\"id\":%" G_GINT64_FORMAT ",\"act\":\"create\",\"base\":0,"
          "\"set\":{\"member\":8123456,\"type\":\"mobile\",\"value\":\"+336399800%02u\","
          "\"visibility\":\"members\",\"agreed_on\":\"2026-11-%02u\"}}",
          own, i, 1 + i % 28);
      break;
    default:
      g_string_append_printf (ndjson, "{\"kind\":\"member\",\"occupation\":\"%.30s\"}\n",
                              "Relieuse");
      line = g_strdup ("{\"kind\":\"member\",\"id\":8123456,\"act\":\"change\",\"base\":3,"
                       "\"set\":{\"occupation\":\"Relieuse\"}}");
    }
  return soho_edit_parse_line (soho_model_get (), line, NULL);
}

static void
test_size (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  g_autoptr (SohoPush) push = soho_push_new (soho_model_get (), 0, 0);
  g_autoptr (GString) ndjson = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) reference = NULL;
  double ratio;

  for (guint i = 0; i < 100; i++)
    {
      SohoEdit *edit = make_everyday (rand, i, ndjson);

      g_assert_nonnull (edit);
      edit->number = 1 + i;
      g_assert_true (soho_push_add (push, edit));
    }
  body = soho_push_dup_body (push);
  g_file_set_contents ("/tmp/c-push.zst", g_bytes_get_data (body, NULL),
                       (gssize) g_bytes_get_size (body), NULL);
  g_file_set_contents ("/tmp/c-ref.ndjson", ndjson->str, -1, NULL);
  reference = soho_page_compress (ndjson->str, ndjson->len, 19);
  ratio = (double) g_bytes_get_size (body) / (double) g_bytes_get_size (reference);
  g_test_message ("100 edits: %zu bytes up, their changed fields as NDJSON at zstd -19: %zu, "
                  "ratio %.3f",
                  g_bytes_get_size (body), g_bytes_get_size (reference), ratio);
  g_assert_cmpfloat (ratio, <, 0.97);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/sync/edit-list/" name, function)
  ADD ("arrives-as-it-was", test_arrives_as_it_was);
  ADD ("malformed", test_malformed);
  ADD ("too-many", test_too_many);
  ADD ("troubles", test_troubles);
  ADD ("damaged", test_damaged);
  ADD ("answers", test_answers);
  ADD ("bad-answers", test_bad_answers);
  ADD ("full", test_full);
  ADD ("size", test_size);
  return g_test_run ();
}
