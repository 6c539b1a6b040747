/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/kind.h"

#include <string.h>

#include "model/audience.h"

guint
soho_kind_get_n_fields (const SohoKind *kind)
{
  guint n = 0;

  while (kind->fields[n].name != NULL)
    n++;
  return n;
}

int
soho_kind_find_field (const SohoKind *kind, const char *name)
{
  for (int i = 0; kind->fields[i].name != NULL; i++)
    if (strcmp (kind->fields[i].name, name) == 0)
      return i;
  return -1;
}

SohoTextFormat
soho_kind_get_format (const SohoKind *kind, const SohoValue *values, guint field)
{
  return kind->format_of != NULL ? kind->format_of (kind, values, field)
                                 : kind->fields[field].format;
}

int
soho_kind_get_owner_field (const SohoKind *kind)
{
  for (int i = 0; kind->fields[i].name != NULL; i++)
    if (kind->fields[i].owner)
      return i;
  return -1;
}

gboolean
soho_kind_is_person (const SohoKind *kind)
{
  return kind->read == SOHO_READ_BY_CHOICE && soho_kind_get_owner_field (kind) < 0;
}

gboolean
soho_kind_is_document (const SohoKind *kind)
{
  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    if (field->search == SOHO_SEARCH_TITLE)
      return TRUE;
  return FALSE;
}

char *
soho_kind_dup_fingerprint (const SohoKind *kind)
{
  g_autoptr (GString) text = g_string_new (kind->name);

  for (const SohoField *field = kind->fields; field->name != NULL; field++)
    g_string_append_printf (text, "|%s:%d:%u:%d:%d:%s:%d", field->name, field->type,
                            field->decimals, field->search, field->format == SOHO_FORMAT_COMMUNE,
                            field->target != NULL ? field->target : "", field->owner);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA1, text->str, -1);
}

static char *
dup_chosen_audience (const SohoKind *kind, const SohoValue *values, gint64 owner_id)
{
  int field = soho_kind_find_field (kind, "visibility");
  const SohoValue *choice;

  g_assert (field >= 0);
  choice = &values[field];
  if (choice->type == SOHO_VALUE_TEXT
      && soho_audience_get_rank (choice->text) <= soho_audience_get_rank (SOHO_AUDIENCE_MEMBERS))
    return g_strdup (choice->text);
  return soho_audience_dup_person (owner_id);
}

static gboolean
is_proposed (const SohoKind *kind, const SohoValue *values)
{
  int field = soho_kind_find_field (kind, "state");

  g_assert (field >= 0);
  return values[field].type == SOHO_VALUE_TEXT && g_str_equal (values[field].text, "proposed");
}

static char *
dup_own_audience (const SohoKind *kind, const SohoValue *values, gint64 owner_id)
{
  switch (kind->read)
    {
    case SOHO_READ_PUBLIC:
    case SOHO_READ_AS_OWNER:
      return g_strdup (SOHO_AUDIENCE_PUBLIC);
    case SOHO_READ_MEMBERS:
      return g_strdup (SOHO_AUDIENCE_MEMBERS);
    case SOHO_READ_STAFF:
      return g_strdup (SOHO_AUDIENCE_STAFF);
    case SOHO_READ_SELF:
      return soho_audience_dup_person (owner_id);
    case SOHO_READ_BY_CHOICE:
      return dup_chosen_audience (kind, values, owner_id);
    case SOHO_READ_UNLESS_PROPOSED:
      return g_strdup (is_proposed (kind, values) ? SOHO_AUDIENCE_MEMBERS : SOHO_AUDIENCE_PUBLIC);
    }
  g_assert_not_reached ();
}

/* Who reads a part of what is not there: of a person without a card, that person. */
static char *
dup_missing_audience (const SohoField *owner, gint64 owner_id)
{
  return strcmp (owner->target, "member") == 0 ? soho_audience_dup_person (owner_id)
                                               : g_strdup (SOHO_AUDIENCE_STAFF);
}

char *
soho_kind_dup_audience (const SohoKind *kind,
                        const SohoValue *values,
                        gint64 owner_id,
                        const char *owner_audience)
{
  int owner = soho_kind_get_owner_field (kind);
  g_autofree char *own = dup_own_audience (kind, values, owner_id);
  g_autofree char *missing = NULL;

  if (owner < 0)
    return g_steal_pointer (&own);
  if (owner_audience == NULL)
    owner_audience = missing = dup_missing_audience (&kind->fields[owner], owner_id);
  if (soho_audience_get_rank (owner_audience) > soho_audience_get_rank (own))
    return g_strdup (owner_audience);
  return g_steal_pointer (&own);
}

const SohoKind *
soho_model_find_kind (const SohoModel *model, const char *name)
{
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (strcmp ((*kind)->name, name) == 0)
      return *kind;
  return NULL;
}
