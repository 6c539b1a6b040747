/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "membership.h"
#include "model/validate.h"
#include "store/apply.h"
#include "store/writer.h"

#define PATIENCE_MS 10000

/* The number of a sign-in. */
#define WRITER 5

static gint64 revision;

void
fixture_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  soho_model_register_types (soho_model_get ());
}

static void
set_value (const SohoField *field, const char *text, SohoValue *value)
{
  g_autoptr (GError) error = NULL;

  if (field->type == SOHO_FIELD_REFERENCE)
    soho_value_set_integer (value, g_ascii_strtoll (text, NULL, 10));
  else
    {
      soho_field_parse (field, text, value, &error);
      g_assert_no_error (error);
    }
}

void
fixture_put (Fixture *self, const char *kind_name, gint64 id, ...)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), kind_name);
  g_autoptr (SohoRows) rows = soho_rows_new (kind, 1);
  g_autoptr (GError) error = NULL;
  const char *name;
  va_list pairs;

  rows->ids[0] = id;
  rows->revisions[0] = ++revision;
  va_start (pairs, id);
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      int field = soho_kind_find_field (kind, name);

      g_assert_cmpint (field, >=, 0);
      set_value (&kind->fields[field], va_arg (pairs, const char *),
                 soho_rows_get_column (rows, (guint) field));
    }
  va_end (pairs);

  soho_replica_lock (self->writer, &error);
  g_assert_no_error (error);
  g_assert_true (soho_replica_begin (self->writer, &error));
  soho_replica_apply_rows (self->writer, rows, &error);
  g_assert_no_error (error);
  soho_replica_commit (self->writer, &error);
  g_assert_no_error (error);
  soho_replica_unlock (self->writer);
}

void
fixture_delete (Fixture *self, const char *kind_name, gint64 id)
{
  const SohoKind *kind = soho_model_find_kind (soho_model_get (), kind_name);
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_lock (self->writer, &error));
  g_assert_true (soho_replica_begin (self->writer, &error));
  soho_replica_apply_deletions (self->writer, kind, &id, 1, &error);
  g_assert_no_error (error);
  g_assert_true (soho_replica_commit (self->writer, &error));
  soho_replica_unlock (self->writer);
}

static void
put_skills (Fixture *self)
{
  fixture_put (self, "skill", TRANSLATION, "label", "Traduction et rédaction", NULL);
  fixture_put (self, "skill", CRAFTS, "label", "Artisanat d’art et couture", NULL);
  fixture_put (self, "skill", TRANSLATOR, "parent", "10", "label", "Traducteur / Traductrice",
               NULL);
  fixture_put (self, "skill", POTTER, "parent", "11", "label", "Potier / Potière", NULL);
  fixture_put (self, "member_skill", 40, "member", "1", "skill", "12", NULL);
  fixture_put (self, "member_skill", 42, "member", "2", "skill", "13", NULL);
  fixture_put (self, "member_skill", 43, "member", "3", "skill", "12", NULL);
}

static void
put_people (Fixture *self)
{
  fixture_put (self, "contact_point", 50, "member", "1", "type", "phone", "value", "+33536490101",
               "label", "bureau", "visibility", "public", NULL);
  fixture_put (self, "contact_point", 51, "member", "1", "type", "email", "value",
               "anselme@exemple.example", "visibility", "public", NULL);
  fixture_put (self, "member", ANSELME, "given_name", "Anselme", "family_name", "Épure",
               "organization", "Épure Traductions", "occupation", "traducteur", "about",
               "Je traduis des notices.", "commune", "32013", "languages", "fr|en", "website",
               "https://epure.example/", "open_to", "work|mentoring", "visibility", "public", NULL);
  fixture_put (self, "member", BERTHE, "given_name", "Berthe", "family_name", "Maquette",
               "occupation", "potière", "commune", "32107", "visibility", "public", NULL);
  fixture_put (self, "member", CELESTE, "given_name", "Céleste", "family_name", "Épure", "commune",
               "32013", "visibility", "public", NULL);
}

static void
put_places (Fixture *self)
{
  fixture_put (self, "village", CONDOM, "commune", "32107", "presentation",
               "Un village sur sa colline.", "housing", "Deux maisons.", "line_speed", "100",
               "line_technology", "fibre", "partner_since", "2014-05-01", NULL);
  fixture_put (self, "telecentre", DESK, "commune", "32013", "name", "Le Télécentre", "address",
               "1 place de l’Essai", "opening_hours", "Mo-Fr 09:00-18:00; PH off", "phone",
               "+33536490102", "network_speed", "1000", "rates", "10 € la journée", NULL);
}

void
fixture_open (Fixture *self, gboolean empty)
{
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("soho-app-XXXXXX", &error);
  g_assert_no_error (error);
  self->writer = soho_replica_open (self->directory, soho_model_get (), &error);
  g_assert_no_error (error);
  if (!empty)
    {
      put_skills (self);
      put_people (self);
      put_places (self);
    }
  self->library = soho_library_open (self->directory, &error);
  g_assert_no_error (error);
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        remove_directory (file);
      else
        g_assert_cmpint (g_unlink (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

void
fixture_close (Fixture *self)
{
  g_assert_finalize_object (self->library);
  g_assert_finalize_object (self->writer);
  remove_directory (self->directory);
  g_clear_pointer (&self->directory, g_free);
}

void
fixture_sign_in (Fixture *self, gint64 person)
{
  gboolean in = person != 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (soho_replica_set_fact (self->writer, "account_email",
                                        in ? "anselme@exemple.example" : "", &error));
  g_assert_true (soho_replica_set_fact (self->writer, "account_server",
                                        in ? "http://127.0.0.1:9" : "", &error));
  if (in)
    soho_replica_set_writer (self->writer, person, WRITER, &error);
  else
    soho_replica_end_writer (self->writer, &error);
  g_assert_no_error (error);
  soho_membership_refresh (soho_library_get_membership (self->library));
}

static gboolean
on_patience_lost (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
fixture_wait (Condition condition, gpointer user_data)
{
  gboolean too_late = FALSE;
  guint timeout = g_timeout_add (PATIENCE_MS, on_patience_lost, &too_late);

  while (!condition (user_data))
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_false (too_late);
    }
  g_source_remove (timeout);
}

static gboolean
is_over (gpointer user_data)
{
  return *(gboolean *) user_data;
}

void
fixture_idle (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_patience_lost, &over);
  fixture_wait (is_over, &over);
}
