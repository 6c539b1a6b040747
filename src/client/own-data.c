/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "own-data.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "account-private.h"
#include "blob-cache.h"
#include "change/edit-line.h"
#include "formats/csv.h"
#include "formats/json.h"
#include "formats/ndjson.h"
#include "formats/vcard.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/tray.h"

typedef struct
{
  SohoReplica *replica;
  const char *directory;
  SohoSignIn sign_in;
  GString *json;
  gboolean first; /* of the list under way */
} Export;

static gboolean
write_file (Export *self, const char *name, const char *bytes, gssize length, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);

  return g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   error);
}

/* Whether the record is the person's card, or says of a record of that kind that it is theirs or is
 * about them. */
static gboolean
is_own (Export *self, SohoRecord *record)
{
  const SohoKind *kind = soho_record_get_kind (record);
  const SohoValue *values = soho_record_get_values (record);

  if (kind == &soho_kind_member)
    return soho_record_get_id (record) == self->sign_in.person;
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (kind->fields[i].type == SOHO_FIELD_REFERENCE
        && g_str_equal (kind->fields[i].target, soho_kind_member.name)
        && values[i].type == SOHO_VALUE_INTEGER && values[i].integer == self->sign_in.person)
      return TRUE;
  return FALSE;
}

/* NULL on error. */
static GPtrArray *
list_own (Export *self, const SohoKind *kind, GError **error)
{
  g_autoptr (GPtrArray) records = soho_replica_list (self->replica, kind, NULL, 0, error);
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; records != NULL && i < records->len; i++)
    if (is_own (self, g_ptr_array_index (records, i)))
      g_ptr_array_add (own, g_object_ref (g_ptr_array_index (records, i)));
  return records != NULL ? g_steal_pointer (&own) : NULL;
}

static void
append_header (GString *out, const SohoKind *kind)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_string_append (out, SOHO_CSV_BYTE_ORDER_MARK);
  g_ptr_array_add (names, (gpointer) "id");
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    g_ptr_array_add (names, (gpointer) kind->fields[i].name);
  soho_csv_append_row (out, (const char *const *) names->pdata, names->len, ';');
}

static void
append_row (GString *out, SohoRecord *record)
{
  const SohoKind *kind = soho_record_get_kind (record);
  const SohoValue *values = soho_record_get_values (record);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (cells, g_strdup_printf ("%lld", (long long) soho_record_get_id (record)));
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    g_ptr_array_add (cells, soho_field_format (&kind->fields[i], &values[i]));
  soho_csv_append_row (out, (const char *const *) cells->pdata, cells->len, ';');
}

static gboolean
write_sheet (Export *self, const SohoKind *kind, GPtrArray *records, GError **error)
{
  g_autofree char *name = g_strconcat (kind->name, ".csv", NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  append_header (out, kind);
  for (guint i = 0; i < records->len; i++)
    append_row (out, g_ptr_array_index (records, i));
  return write_file (self, name, out->str, (gssize) out->len, error);
}

static void
begin_list (Export *self, const char *name)
{
  g_string_append_printf (self->json, ",\n\"%s\":[", name);
  self->first = TRUE;
}

static void
separate (Export *self)
{
  g_string_append (self->json, self->first ? "\n" : ",\n");
  self->first = FALSE;
}

static void
append_record (Export *self, SohoRecord *record)
{
  const SohoKind *kind = soho_record_get_kind (record);

  separate (self);
  g_string_append_printf (self->json, "{\"kind\":\"%s\",\"id\":%lld", kind->name,
                          (long long) soho_record_get_id (record));
  soho_json_append_fields (self->json, kind, soho_record_get_values (record), TRUE);
  g_string_append_c (self->json, '}');
}

static gboolean
export_records (Export *self, GError **error)
{
  const SohoModel *model = soho_replica_get_model (self->replica);

  begin_list (self, "records");
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      g_autoptr (GPtrArray) records = list_own (self, *kind, error);

      if (records == NULL || (records->len > 0 && !write_sheet (self, *kind, records, error)))
        return FALSE;
      for (guint i = 0; i < records->len; i++)
        append_record (self, g_ptr_array_index (records, i));
    }
  g_string_append (self->json, "]");
  return TRUE;
}

static gboolean
export_edits (Export *self, GError **error)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (self->replica, 0, error);
  g_autoptr (GPtrArray) tray = edits != NULL ? soho_replica_list_tray (self->replica, error) : NULL;

  if (tray == NULL)
    return FALSE;
  begin_list (self, "waiting");
  for (guint i = 0; i < edits->len; i++)
    {
      g_autofree char *line = soho_edit_dup_line (g_ptr_array_index (edits, i));

      separate (self);
      g_string_append (self->json, line);
    }
  g_string_append (self->json, "]");
  begin_list (self, "returned");
  for (guint i = 0; i < tray->len; i++)
    {
      separate (self);
      g_string_append (self->json, ((SohoTrayEntry *) g_ptr_array_index (tray, i))->text);
    }
  g_string_append (self->json, "]");
  return TRUE;
}

static void
append_account (Export *self)
{
  g_string_append_printf (
      self->json, "{\"account\":{\"person\":%lld,\"email\":", (long long) self->sign_in.person);
  soho_json_append_string (self->json, self->sign_in.email);
  g_string_append (self->json, ",\"server\":");
  soho_json_append_string (self->json, self->sign_in.server);
  g_string_append (self->json, ",\"roles\":[");
  for (char **role = self->sign_in.roles; *role != NULL; role++)
    {
      if (role != self->sign_in.roles)
        g_string_append_c (self->json, ',');
      soho_json_append_string (self->json, *role);
    }
  g_string_append (self->json, "]}");
}

/* The labels of one's skills. NULL on error. */
static char **
dup_skills (Export *self, GError **error)
{
  g_autoptr (GPtrArray) own = list_own (self, &soho_kind_member_skill, error);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();

  for (guint i = 0; own != NULL && i < own->len; i++)
    {
      SohoRecord *link = g_ptr_array_index (own, i);
      int field = soho_kind_find_field (&soho_kind_member_skill, "skill");
      g_autoptr (SohoRecord) skill = soho_replica_get_record (
          self->replica, &soho_kind_skill, soho_record_get_values (link)[field].integer, NULL);

      if (skill != NULL)
        g_strv_builder_add (labels, soho_record_get_text (skill, "label"));
    }
  return own != NULL ? g_strv_builder_end (labels) : NULL;
}

static const char *
find_suffix (GBytes *picture)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (picture, &length);

  if (length > 2 && bytes[0] == 0xff && bytes[1] == 0xd8)
    return "jpeg";
  return length > 2 && bytes[0] == 0x89 && bytes[1] == 'P' ? "png" : "webp";
}

static gboolean
export_photo (Export *self, SohoRecord *card, GError **error)
{
  const char *name = soho_record_get_text (card, "photo");
  g_autoptr (SohoBlobCache) cache
      = soho_blob_cache_new (soho_replica_get_directory (self->replica));
  g_autoptr (GBytes) picture = name != NULL ? soho_blob_cache_read (cache, name) : NULL;
  g_autofree char *file = NULL;
  gsize length;
  const char *bytes;

  if (picture == NULL)
    return TRUE;
  file = g_strconcat ("photo.", find_suffix (picture), NULL);
  bytes = g_bytes_get_data (picture, &length);
  return write_file (self, file, bytes, (gssize) length, error);
}

/* Somebody may have an account and no card. */
static gboolean
export_card (Export *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SohoRecord) card
      = soho_replica_get_record (self->replica, &soho_kind_member, self->sign_in.person, &failure);
  g_autoptr (GPtrArray) contacts = NULL;
  g_auto (GStrv) skills = NULL;
  g_autoptr (GBytes) vcard = NULL;
  gsize length;
  const char *bytes;

  if (card == NULL)
    return soho_database_settle (&failure, error);
  contacts = list_own (self, &soho_kind_contact_point, error);
  skills = contacts != NULL ? dup_skills (self, error) : NULL;
  if (skills == NULL)
    return FALSE;
  vcard = soho_vcard_write (card, contacts, (const char *const *) skills);
  bytes = g_bytes_get_data (vcard, &length);
  return write_file (self, "card.vcf", bytes, (gssize) length, error)
         && export_photo (self, card, error);
}

static gboolean
export_all (Export *self, GError **error)
{
  append_account (self);
  if (!export_records (self, error) || !export_edits (self, error) || !export_card (self, error))
    return FALSE;
  g_string_append (self->json, "}\n");
  return write_file (self, "everything.json", self->json->str, (gssize) self->json->len, error);
}

gboolean
soho_own_data_export (SohoReplica *replica, const char *directory, GError **error)
{
  Export self = { .replica = replica, .directory = directory };
  gboolean done;

  if (!soho_account_read_somebody (replica, &self.sign_in, error))
    return FALSE;
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The directory %s cannot be made: %s."), directory, g_strerror (errno));
      soho_sign_in_clear (&self.sign_in);
      return FALSE;
    }
  self.json = g_string_new (NULL);
  done = export_all (&self, error);
  g_string_free (self.json, TRUE);
  soho_sign_in_clear (&self.sign_in);
  return done;
}
