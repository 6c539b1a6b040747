/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/lookup.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/fold.h"
#include "model/gazetteer.h"
#include "model/taxonomy.h"
#include "model/validate.h"

typedef struct
{
  char *key;
  char *title;
} Called;

typedef struct
{
  GHashTable *by_key;   /* folded key -> GArray of gint64: the records it tells apart from others */
  GHashTable *by_title; /* folded title -> GArray of gint64 */
  GHashTable *called;   /* gint64 * -> Called: what each record is remembered under */
} Names;

struct _SohoLookup
{
  SohoArchive *archive; /* owned */
  GHashTable *names;    /* const SohoKind * -> Names, made when a kind is first asked for */
};

static void
names_free (gpointer data)
{
  Names *names = data;

  g_hash_table_unref (names->by_key);
  g_hash_table_unref (names->by_title);
  g_hash_table_unref (names->called);
  g_free (names);
}

static void
called_free (gpointer data)
{
  Called *called = data;

  g_free (called->key);
  g_free (called->title);
  g_free (called);
}

static Names *
names_new (void)
{
  Names *names = g_new0 (Names, 1);

  names->by_key
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  names->by_title
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  names->called = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, called_free);
  return names;
}

SohoLookup *
soho_lookup_new (SohoArchive *archive)
{
  SohoLookup *self = g_new0 (SohoLookup, 1);

  self->archive = g_object_ref (archive);
  self->names = g_hash_table_new_full (NULL, NULL, NULL, names_free);
  return self;
}

void
soho_lookup_free (SohoLookup *self)
{
  g_object_unref (self->archive);
  g_hash_table_unref (self->names);
  g_free (self);
}

static char *
dup_key (const SohoKind *kind, const SohoValue *values)
{
  GString *key = g_string_new (NULL);

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (kind->fields[i].key)
      {
        g_autofree char *text = soho_field_format (&kind->fields[i], &values[i]);
        g_autofree char *folded = soho_fold (text);

        g_string_append_printf (key, "%s\x1f", folded);
      }
  return g_string_free (key, FALSE);
}

static char *
dup_title (const SohoKind *kind, const SohoValue *values)
{
  g_autoptr (SohoRecord) record = soho_record_new (kind, 0);
  g_autofree char *title = NULL;

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (kind->fields[i].title)
      soho_value_copy (&soho_record_get_values (record)[i], &values[i]);
  title = soho_record_dup_title (record);
  return soho_fold (title);
}

static void
add_name (GHashTable *table, const char *name, gint64 id)
{
  GArray *ids = g_hash_table_lookup (table, name);

  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (table, g_strdup (name), ids);
    }
  g_array_append_val (ids, id);
}

static void
drop_name (GHashTable *table, const char *name, gint64 id)
{
  GArray *ids = g_hash_table_lookup (table, name);

  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      {
        g_array_remove_index_fast (ids, i);
        return;
      }
}

static gint64
find_name (GHashTable *table, const char *name)
{
  const GArray *ids = g_hash_table_lookup (table, name);

  if (ids == NULL || ids->len == 0)
    return 0;
  return ids->len == 1 ? g_array_index (ids, gint64, 0) : SOHO_LOOKUP_AMBIGUOUS;
}

/* A record that has been renamed is no longer what it was called. */
static void
remember (Names *names, const SohoKind *kind, gint64 id, const SohoValue *values)
{
  Called *called = g_hash_table_lookup (names->called, &id);

  if (called != NULL)
    {
      drop_name (names->by_key, called->key, id);
      drop_name (names->by_title, called->title, id);
    }
  called = g_new0 (Called, 1);
  called->key = dup_key (kind, values);
  called->title = dup_title (kind, values);
  add_name (names->by_key, called->key, id);
  add_name (names->by_title, called->title, id);
  g_hash_table_insert (names->called, g_memdup2 (&id, sizeof id), called);
}

static gboolean
remember_record (SohoRecord *record, const char *audience, gpointer data, GError **error)
{
  remember (data, soho_record_get_kind (record), soho_record_get_id (record),
            soho_record_get_values (record));
  return TRUE;
}

static Names *
get_names (SohoLookup *self, const SohoKind *kind, GError **error)
{
  Names *names = g_hash_table_lookup (self->names, kind);

  if (names != NULL)
    return names;
  names = names_new ();
  if (!soho_archive_foreach (self->archive, kind, remember_record, names, error))
    {
      names_free (names);
      return NULL;
    }
  g_hash_table_insert (self->names, (gpointer) kind, names);
  return names;
}

void
soho_lookup_add (SohoLookup *self, const SohoKind *kind, gint64 id, const SohoValue *values)
{
  Names *names = g_hash_table_lookup (self->names, kind);

  /* A kind nobody has asked for is read whole when somebody does. */
  if (names != NULL)
    remember (names, kind, id, values);
}

gint64
soho_lookup_find_by_key (SohoLookup *self,
                         const SohoKind *kind,
                         const SohoValue *values,
                         GError **error)
{
  Names *names = get_names (self, kind, error);
  g_autofree char *key = dup_key (kind, values);

  return names != NULL ? find_name (names->by_key, key) : 0;
}

static gint64
find_by_title (SohoLookup *self, const SohoKind *kind, const char *text, GError **error)
{
  Names *names = get_names (self, kind, error);
  g_autofree char *folded = soho_fold (text);

  return names != NULL ? find_name (names->by_title, folded) : 0;
}

/* Of a kind that is told apart by its commune: a village, however its name is written. */
static gint64
find_by_commune (SohoLookup *self, const SohoKind *kind, const char *text, GError **error)
{
  const SohoCommune *commune = soho_gazetteer_match (text);
  SohoValue *values;
  gint64 id = 0;

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (commune == NULL || kind->fields[i].key != (kind->fields[i].format == SOHO_FORMAT_COMMUNE))
      return 0;
  values = soho_values_new (soho_kind_get_n_fields (kind));
  for (guint i = 0; kind->fields[i].name != NULL; i++)
    if (kind->fields[i].key)
      {
        soho_value_take_text (&values[i], g_strdup (commune->insee));
        id = soho_lookup_find_by_key (self, kind, values, error);
      }
  soho_values_free (values, soho_kind_get_n_fields (kind));
  return id;
}

/* Lists put the family name first as often as last: the words of the text in turn, "FICTIVE Anna"
 * as "Anna FICTIVE". */
static gint64
find_turned (SohoLookup *self, const SohoKind *kind, const char *text, GError **error)
{
  g_autofree char *folded = soho_fold (text);
  guint n_titles = 0;
  gint64 id = 0;

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    n_titles += kind->fields[i].title;
  for (const char *space = folded; n_titles > 1 && id == 0 && (space = strchr (space, ' ')) != NULL;
       space++)
    {
      g_autofree char *turned
          = g_strdup_printf ("%s %.*s", space + 1, (int) (space - folded), folded);

      id = find_by_title (self, kind, turned, error);
    }
  return id;
}

static gint64
put_skill (SohoLookup *self,
           const SohoKind *kind,
           const SohoAppellation *appellation,
           const char *label,
           GError **error)
{
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  gint64 parent = find_by_title (self, kind, appellation->category->label, NULL);
  gboolean changed;
  gint64 id;

  if (parent > 0)
    soho_value_set_integer (&values[soho_kind_find_field (kind, "parent")], parent);
  soho_value_take_text (&values[soho_kind_find_field (kind, "label")], g_strdup (label));
  soho_value_take_text (&values[soho_kind_find_field (kind, "rome")], g_strdup (appellation->rome));
  id = soho_archive_put (self->archive, kind, 0, values, &changed, error);
  if (id > 0)
    soho_lookup_add (self, kind, id, values);
  soho_values_free (values, soho_kind_get_n_fields (kind));
  return id;
}

/* The skill that an appellation stands for, made if need be. */
static gint64
find_appellation (SohoLookup *self, const SohoKind *kind, const char *text, GError **error)
{
  const SohoAppellation *appellation = soho_taxonomy_find (text);
  g_autofree char *label = NULL;
  gint64 id;

  if (appellation == NULL)
    return 0;
  label = soho_appellation_dup_label (appellation);
  id = find_by_title (self, kind, label, error);
  if (id != 0 || (error != NULL && *error != NULL))
    return id;
  return put_skill (self, kind, appellation, label, error);
}

static gint64
find_by_id (SohoLookup *self, const SohoKind *kind, const char *text, GError **error)
{
  gint64 id;
  gboolean has;

  if (!g_ascii_string_to_signed (text, 10, 1, SOHO_ID_MAX, &id, NULL)
      || !soho_archive_has (self->archive, kind->name, id, &has, error))
    return 0;
  return has ? id : 0;
}

gint64
soho_lookup_find (SohoLookup *self, const SohoKind *kind, const char *text, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = soho_archive_find_ref (self->archive, kind->name, text, &failure);

  if (id == 0 && failure == NULL)
    id = find_by_title (self, kind, text, &failure);
  if (id == 0 && failure == NULL)
    id = find_turned (self, kind, text, &failure);
  if (id == 0 && failure == NULL)
    id = find_by_commune (self, kind, text, &failure);
  if (id == 0 && failure == NULL && g_str_equal (kind->name, "skill"))
    id = find_appellation (self, kind, text, &failure);
  if (id == 0 && failure == NULL)
    id = find_by_id (self, kind, text, &failure);
  if (id > 0)
    return id;

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (id == SOHO_LOOKUP_AMBIGUOUS)
    g_set_error (
        error, SOHO_VALIDATION_ERROR, SOHO_VALIDATION_ERROR_INVALID,
        _ ("several records of kind %s are called “%.80s”: give each a “ref” and use that"),
        kind->name, text);
  else
    g_set_error (error, SOHO_VALIDATION_ERROR, SOHO_VALIDATION_ERROR_INVALID,
                 _ ("no record of kind %s is called “%.80s”: import it first or correct the name"),
                 kind->name, text);
  return 0;
}
