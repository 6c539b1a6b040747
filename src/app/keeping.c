/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keeping.h"

#include "membership.h"
#include "writing.h"

static gint64
get_person (SohoLibrary *library)
{
  return soho_membership_get_person (soho_library_get_membership (library));
}

/* What there is of that sort about the record, an array of SohoRecord; two devices may have made
 * two. */
static GPtrArray *
list_kept (SohoLibrary *library, const char *sort, const char *kind, gint64 id)
{
  const SohoKind *kept = soho_library_get_kind (library, sort);
  const SohoCondition conditions[] = {
    { (guint) soho_kind_find_field (kept, "holder"),
      { .type = SOHO_VALUE_INTEGER, .integer = get_person (library) } },
    { (guint) soho_kind_find_field (kept, kind), { .type = SOHO_VALUE_INTEGER, .integer = id } },
  };
  GError *error = NULL;
  GPtrArray *all = soho_replica_list (soho_library_get_replica (library), kept, conditions,
                                      G_N_ELEMENTS (conditions), &error);

  if (all != NULL)
    return all;
  soho_library_report (library, error);
  return g_ptr_array_new ();
}

static gboolean
create (SohoLibrary *library, const char *sort, const char *kind, gint64 id, const char *text)
{
  const SohoKind *kept = soho_library_get_kind (library, sort);
  guint n = soho_kind_get_n_fields (kept);
  SohoValue *values = soho_values_new (n);
  GError *error = NULL;
  gboolean done;

  soho_value_set_integer (&values[soho_kind_find_field (kept, "holder")], get_person (library));
  soho_value_set_integer (&values[soho_kind_find_field (kept, kind)], id);
  if (text != NULL)
    soho_value_take_text (&values[soho_kind_find_field (kept, "text")], g_strdup (text));
  done = soho_library_create (library, sort, values, &error) != 0;
  soho_values_free (values, n);
  if (!done)
    soho_library_report (library, error);
  return done;
}

/* Adds those that the favourites refer to by this field. */
static void
add_subjects (SohoLibrary *library, GPtrArray *favourites, const SohoField *field, GPtrArray *found)
{
  for (guint i = 0; i < favourites->len; i++)
    {
      gint64 id = soho_record_get_integer (g_ptr_array_index (favourites, i), field->name, 0);
      SohoRecord *subject = id != 0 ? soho_library_get_record (library, field->target, id) : NULL;

      if (subject != NULL)
        g_ptr_array_add (found, subject);
    }
}

GPtrArray *
soho_keeping_list_favourites (SohoLibrary *library)
{
  const SohoKind *kind = soho_library_get_kind (library, "favourite");
  int holder = soho_kind_find_field (kind, "holder");
  const SohoCondition own
      = { (guint) holder, { .type = SOHO_VALUE_INTEGER, .integer = get_person (library) } };
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;
  g_autoptr (GPtrArray) favourites
      = soho_replica_list (soho_library_get_replica (library), kind, &own, 1, &error);

  if (favourites == NULL)
    soho_library_report (library, error);
  for (int i = 0; favourites != NULL && kind->fields[i].name != NULL; i++)
    if (i != holder && kind->fields[i].type == SOHO_FIELD_REFERENCE)
      add_subjects (library, favourites, &kind->fields[i], found);
  return found;
}

gboolean
soho_keeping_is_favourite (SohoLibrary *library, const char *kind, gint64 id)
{
  g_autoptr (GPtrArray) all = list_kept (library, "favourite", kind, id);

  return all->len > 0;
}

gboolean
soho_keeping_set_favourite (SohoLibrary *library, const char *kind, gint64 id, gboolean favourite)
{
  g_autoptr (GPtrArray) all = list_kept (library, "favourite", kind, id);
  GError *error = NULL;

  if (favourite)
    return all->len > 0 || create (library, "favourite", kind, id, NULL);
  for (guint i = 0; i < all->len; i++)
    if (!soho_library_delete (library, "favourite", soho_record_get_id (g_ptr_array_index (all, i)),
                              &error))
      {
        soho_library_report (library, error);
        return FALSE;
      }
  return TRUE;
}

char *
soho_keeping_dup_note (SohoLibrary *library, const char *kind, gint64 id, gint64 *note)
{
  g_autoptr (GPtrArray) all = list_kept (library, "private_note", kind, id);
  SohoRecord *first = all->len > 0 ? g_ptr_array_index (all, 0) : NULL;

  if (note != NULL)
    *note = first != NULL ? soho_record_get_id (first) : 0;
  return first != NULL ? g_strdup (soho_record_get_text (first, "text")) : NULL;
}

gboolean
soho_keeping_write_note (SohoLibrary *library, const char *kind, gint64 id, const char *text)
{
  SohoValue value = { 0 };
  GError *error = NULL;
  gboolean done;
  gint64 note;

  g_free (soho_keeping_dup_note (library, kind, id, &note));
  if (note == 0)
    return create (library, "private_note", kind, id, text);
  soho_value_take_text (&value, g_strdup (text));
  done = soho_library_edit (library, "private_note", note, "text", &value, &error);
  soho_value_clear (&value);
  if (!done)
    soho_library_report (library, error);
  return done;
}
