/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/order.h"

#include <string.h>

#include "importing.h"

/* Kinds that refer to each other, as a question does to its answer. */

static const SohoField question_fields[] = {
  SOHO_TEXT_FIELD ("title", 80, .title = TRUE, .required = TRUE, .key = TRUE),
  SOHO_REFERENCE_FIELD ("answer", "reply"),
  {},
};

static const SohoKind question = {
  .name = "question",
  .type_name = "SohoTestQuestion",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_STAFF,
  .fields = question_fields,
};

static const SohoField reply_fields[] = {
  SOHO_TEXT_FIELD ("text", 80, .title = TRUE, .required = TRUE, .key = TRUE),
  SOHO_REFERENCE_FIELD ("question", "question"),
  {},
};

static const SohoKind reply = {
  .name = "reply",
  .type_name = "SohoTestReply",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_STAFF,
  .fields = reply_fields,
};

/* Refers to the circle without being in it. */
static const SohoField vote_fields[] = {
  SOHO_REFERENCE_FIELD ("reply", "reply", .required = TRUE, .key = TRUE),
  {},
};

static const SohoKind vote = {
  .name = "vote",
  .type_name = "SohoTestVote",
  .read = SOHO_READ_PUBLIC,
  .write = SOHO_WRITE_STAFF,
  .fields = vote_fields,
};

static const SohoKind *const kinds[] = { &vote, &question, &reply, NULL };
static const SohoModel model = { kinds };

static void
test_ranks (void)
{
  g_assert_true (soho_order_refers (&model, &question, &reply));
  g_assert_true (soho_order_refers (&model, &reply, &question));
  g_assert_true (soho_order_refers (&model, &reply, &reply));
  g_assert_true (soho_order_refers (&model, &vote, &question));
  g_assert_false (soho_order_refers (&model, &question, &vote));
  g_assert_cmpuint (soho_order_get_rank (&model, &question), ==, 0);
  g_assert_cmpuint (soho_order_get_rank (&model, &reply), ==, 0);
  g_assert_cmpuint (soho_order_get_rank (&model, &vote), ==, 1);
}

/* In the real model nothing that others refer to comes after them. */
static void
test_ranks_of_the_model (void)
{
  const SohoModel *real = soho_model_get ();

  for (const SohoKind *const *kind = real->kinds; *kind != NULL; kind++)
    for (const SohoField *field = (*kind)->fields; field->name != NULL; field++)
      if (field->type == SOHO_FIELD_REFERENCE)
        {
          const SohoKind *target = soho_model_find_kind (real, field->target);

          g_test_message ("%s %s", (*kind)->name, field->name);
          if (soho_order_refers (real, target, *kind))
            g_assert_cmpuint (soho_order_get_rank (real, *kind), ==,
                              soho_order_get_rank (real, target));
          else
            g_assert_cmpuint (soho_order_get_rank (real, *kind), >,
                              soho_order_get_rank (real, target));
        }
}

/* Imports lines into an empty archive of this model. The complaints, to be freed. */
static char *
import (const char *text, guint *added)
{
  char *directory = network_make_directory ();
  char *data = network_make_directory ();
  g_autofree char *path = network_write_file (directory, "forum.ndjson", text, -1);
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoArchive) archive = soho_archive_create (data, &model, &error);
  g_autoptr (GPtrArray) reports = NULL;
  GString *complaints = g_string_new (NULL);
  const SohoImportReport *report;

  g_assert_no_error (error);
  reports = soho_import_files (archive, paths, NULL, &error);
  g_assert_no_error (error);
  report = g_ptr_array_index (reports, 0);
  for (guint i = 0; i < report->complaints->len; i++)
    g_string_append_printf (complaints, "%s\n", (char *) g_ptr_array_index (report->complaints, i));
  *added = report->added;
  g_clear_object (&archive);
  network_remove_directory (directory);
  network_remove_directory (data);
  return g_string_free (complaints, FALSE);
}

static void
test_import_of_entangled_kinds (void)
{
  guint added;
  g_autofree char *good
      = import ("{\"kind\":\"vote\",\"reply\":\"b\"}\n"
                "{\"kind\":\"question\",\"ref\":\"a\",\"title\":\"Où ?\",\"answer\":\"b\"}\n"
                "{\"kind\":\"reply\",\"ref\":\"b\",\"text\":\"Ici\",\"question\":\"c\"}\n"
                "{\"kind\":\"question\",\"ref\":\"c\",\"title\":\"Quand ?\"}\n",
                &added);

  g_assert_cmpstr (good, ==, "");
  g_assert_cmpuint (added, ==, 4);
}

static void
test_circle_of_records (void)
{
  guint added;
  g_autofree char *circle
      = import ("{\"kind\":\"question\",\"ref\":\"a\",\"title\":\"Où ?\",\"answer\":\"b\"}\n"
                "{\"kind\":\"reply\",\"ref\":\"b\",\"text\":\"Ici\",\"question\":\"a\"}\n",
                &added);

  g_assert_cmpstr (circle, ==,
                   "forum.ndjson:1: answer: no record of kind reply is called “b”: import it first "
                   "or correct the name; if it stands in this file, it is wrong itself or hangs on "
                   "this one in a circle\n"
                   "forum.ndjson:2: question: no record of kind question is called “a”: import it "
                   "first or correct the name; if it stands in this file, it is wrong itself or "
                   "hangs on this one in a circle\n");
}

/* As an export has it. */
static void
test_circle_by_ids (void)
{
  guint added;
  g_autofree char *whole
      = import ("{\"kind\":\"question\",\"id\":1,\"title\":\"Où ?\",\"answer\":3}\n"
                "{\"kind\":\"question\",\"id\":2,\"title\":\"Quand ?\"}\n"
                "{\"kind\":\"reply\",\"id\":3,\"text\":\"Ici\",\"question\":1}\n",
                &added);
  g_autofree char *broken = NULL;

  g_assert_cmpstr (whole, ==, "");
  g_assert_cmpuint (added, ==, 3);
  broken = import ("{\"kind\":\"question\",\"id\":1,\"title\":\"Où ?\",\"answer\":3}\n"
                   "{\"kind\":\"reply\",\"id\":3,\"text\":\"Ici\",\"question\":2}\n",
                   &added);
  g_assert_nonnull (
      strstr (broken, "forum.ndjson:2: question: there is no record of kind question"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/order/ranks", test_ranks);
  g_test_add_func ("/order/ranks-of-the-model", test_ranks_of_the_model);
  g_test_add_func ("/order/entangled-kinds", test_import_of_entangled_kinds);
  g_test_add_func ("/order/circle-of-records", test_circle_of_records);
  g_test_add_func ("/order/circle-by-ids", test_circle_by_ids);
  return g_test_run ();
}
