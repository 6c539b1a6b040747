/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "writing.h"

#include "change/refusal.h"
#include "kinds.h"
#include "model/validate.h"
#include "replicas.h"
#include "store/apply.h"
#include "store/outbox.h"
#include "store/withdraw.h"
#include "store/writer.h"

void
writing_sign_in (Writing *self, gint64 person, guint writer)
{
  g_autoptr (GError) error = NULL;

  soho_replica_set_writer (self->replica, person, writer, &error);
  g_assert_no_error (error);
}

void
writing_open (Writing *self, gint64 person, guint writer)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_test_model_get ());
  writing_sign_in (self, person, writer);
}

void
writing_assert_sound (Writing *self)
{
  g_autofree char *complaints = soho_test_verify (self->replica);

  g_assert_cmpstr (complaints, ==, "");
}

void
writing_close (Writing *self)
{
  writing_assert_sound (self);
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

void
writing_set_value (const SohoKind *kind, SohoValue *values, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  int field = soho_kind_find_field (kind, parts[0]);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (field, >=, 0);
  soho_field_parse (&kind->fields[field], parts[1], &values[field], &error);
  g_assert_no_error (error);
}

gint64
writing_create (Writing *self, const SohoKind *kind, const char *texts)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  g_auto (GStrv) parts = g_strsplit (texts, ";", -1);
  g_autoptr (GError) error = NULL;
  gint64 id;

  for (char **part = parts; *part != NULL; part++)
    writing_set_value (kind, values, *part);
  id = soho_replica_create (self->replica, kind, values, &error);
  g_assert_no_error (error);
  soho_values_free (values, n);
  return id;
}

void
writing_edit (Writing *self, const SohoKind *kind, gint64 id, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) record = soho_replica_get_record (self->replica, kind, id, &error);

  g_assert_nonnull (record);
  writing_set_value (kind, soho_record_get_values (record), text);
  soho_replica_edit (self->replica, kind, id, soho_record_get_values (record), &error);
  g_assert_no_error (error);
}

void
writing_delete (Writing *self, const SohoKind *kind, gint64 id)
{
  g_autoptr (GError) error = NULL;

  soho_replica_delete (self->replica, kind, id, &error);
  g_assert_no_error (error);
}

gint64
writing_note_sent (Writing *self, gint64 upto)
{
  g_autoptr (GError) error = NULL;
  gint64 before;

  g_assert_true (soho_replica_begin (self->replica, &error)
                 && soho_replica_note_sent (self->replica, upto, &before, &error)
                 && soho_replica_commit (self->replica, &error));
  return before;
}

void
writing_settle (Writing *self, gint64 upto, gint64 refused, const char *code)
{
  g_autoptr (GPtrArray) refusals
      = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_refusal_free);
  g_autoptr (GError) error = NULL;

  if (refused != 0)
    g_ptr_array_add (refusals, soho_refusal_new (refused, code, "name", "is too short"));
  g_assert_true (soho_replica_begin (self->replica, &error)
                 && soho_replica_settle (self->replica, upto, refusals, &error)
                 && soho_replica_commit (self->replica, &error));
  g_assert_no_error (error);
}

gboolean
writing_withdraw (Writing *self, gint64 deed)
{
  g_autoptr (GError) error = NULL;
  gboolean countered;

  soho_replica_withdraw (self->replica, deed, &countered, &error);
  g_assert_no_error (error);
  writing_assert_sound (self);
  return countered;
}

void
writing_assert_cannot_withdraw (Writing *self, gint64 deed, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  gboolean countered;

  g_assert_false (soho_replica_withdraw (self->replica, deed, &countered, &error));
  g_assert_error (error, domain, code);
  writing_assert_sound (self);
}
