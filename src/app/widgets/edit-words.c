/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/edit-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/phone.h"
#include "formats/when.h"
#include "membership.h"
#include "model/gazetteer.h"
#include "model/validate.h"
#include "store/withdraw.h"
#include "widgets/contact-row.h"
#include "widgets/language-names.h"
#include "widgets/occasion-names.h"
#include "widgets/visibility-row.h"

/* Fields as people call them. Those not here are left unnamed, since a name that nobody knows says
 * less than the words themselves. */
static const struct
{
  const char *kind; /* NULL for any */
  const char *field, *name;
} names[] = {
  { "member", "given_name", N_ ("Given name") },
  { "member", "family_name", N_ ("Family name") },
  { "member", "organization", N_ ("Business or association") },
  { "member", "occupation", N_ ("Occupation, as you say it") },
  { "member", "about", N_ ("What others should know of you") },
  { "member", "languages", N_ ("Languages you speak") },
  { "member", "open_to", N_ ("You are glad to…") },
  { "member", "visibility", N_ ("Who sees my card") },
  { "member", "photo", N_ ("Photo") },
  { "contact_point", "visibility", N_ ("Who sees this") },
  { "contact_point", "label", N_ ("Note") },
  { "member_skill", "detail", N_ ("Details") },
  { "member_skill", "years", N_ ("Years of experience") },
  { NULL, "commune", N_ ("Commune") },
  { NULL, "website", N_ ("Web site") },
  { NULL, "text", N_ ("Text") },
  { NULL, "name", N_ ("Name") },
  { NULL, "title", N_ ("Title") },
  { NULL, "body", N_ ("Text") },
};

static const char *
get_field_name (const SohoKind *kind, const SohoField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((names[i].kind == NULL || g_str_equal (names[i].kind, kind->name))
        && g_str_equal (names[i].field, field->name))
      return _ (names[i].name);
  return NULL;
}

/* What follows from the commune, or says nothing to a person. */
static gboolean
is_silent (const SohoField *field)
{
  return g_str_equal (field->name, "lat") || g_str_equal (field->name, "lon")
         || g_str_equal (field->name, "agreed_on") || g_str_equal (field->name, "holder")
         || field->owner;
}

static char *
dup_record_name (SohoLibrary *library, const char *kind, gint64 id)
{
  g_autofree char *name = soho_replica_dup_name (soho_library_get_replica (library),
                                                 soho_library_get_kind (library, kind), id, NULL);

  return name != NULL && *name != '\0' ? g_steal_pointer (&name) : NULL;
}

static char *
dup_element (const SohoField *field, const char *element)
{
  char *name = NULL;

  if (field->format == SOHO_FORMAT_LANGUAGE)
    name = soho_language_dup_name (element);
  else if (g_str_equal (field->name, "open_to"))
    name = soho_occasion_dup_name (element);
  return name != NULL ? name : g_strdup (element);
}

static char *
dup_set (const SohoField *field, const SohoValue *value)
{
  g_autoptr (GPtrArray) elements = g_ptr_array_new_with_free_func (g_free);

  for (char **element = value->set; *element != NULL; element++)
    g_ptr_array_add (elements, dup_element (field, *element));
  g_ptr_array_add (elements, NULL);
  return g_strjoinv (", ", (char **) elements->pdata);
}

static char *
dup_plain (const SohoKind *kind, const SohoField *field, const SohoValue *value)
{
  const SohoCommune *commune
      = field->format == SOHO_FORMAT_COMMUNE ? soho_gazetteer_find (value->text) : NULL;

  if (commune != NULL)
    return g_strdup (commune->name);
  if (g_str_equal (field->name, "visibility"))
    return g_strdup (soho_visibility_get_name (kind->name, value->text));
  if (g_str_equal (kind->name, "contact_point") && g_str_equal (field->name, "type"))
    return g_strdup (soho_contact_type_get_name (value->text));
  if (*value->text == '+' && g_str_equal (field->name, "value"))
    return soho_phone_format (value->text);
  return g_strdup (value->text);
}

/* NULL where there is nothing to say. */
static char *
dup_value (SohoLibrary *library, const SohoKind *kind, guint i, const SohoValue *value)
{
  const SohoField *field = &kind->fields[i];

  switch (value->type)
    {
    case SOHO_VALUE_NONE:
      return NULL;
    case SOHO_VALUE_TEXT:
      return field->type == SOHO_FIELD_BLOB ? NULL : dup_plain (kind, field, value);
    case SOHO_VALUE_SET:
      return dup_set (field, value);
    default:
      break;
    }
  if (field->type == SOHO_FIELD_REFERENCE)
    return dup_record_name (library, field->target, value->integer);
  if (field->type == SOHO_FIELD_DATE)
    return soho_when_dup_date (value->integer);
  if (field->type == SOHO_FIELD_INSTANT)
    return soho_when_dup_span (value->integer, value->integer, NULL);
  return soho_field_format (field, value);
}

/* What a record of one's own is about: the person of a favourite, the skill of a card. */
static char *
dup_subject (SohoLibrary *library, const SohoEdit *edit)
{
  SohoReplica *replica = soho_library_get_replica (library);
  g_autoptr (SohoRecord) record = soho_replica_get_record (replica, edit->kind, edit->id, NULL);
  SohoValue *without
      = record == NULL ? soho_replica_dup_values_without (replica, edit, NULL) : NULL;
  const SohoValue *values = record != NULL ? soho_record_get_values (record) : without;
  char *subject = NULL;

  if (values == NULL)
    values = edit->values;
  for (guint i = 0; edit->kind->fields[i].name != NULL && subject == NULL; i++)
    if (edit->kind->fields[i].type == SOHO_FIELD_REFERENCE && !edit->kind->fields[i].owner
        && values[i].type == SOHO_VALUE_INTEGER)
      subject = dup_record_name (library, edit->kind->fields[i].target, values[i].integer);
  if (without != NULL)
    soho_values_free (without, soho_kind_get_n_fields (edit->kind));
  return subject;
}

/* What is called by what it is about. subject: %s. */
static const struct
{
  const char *kind, *made, *changed, *deleted;
} phrases[] = {
  { "favourite", N_ ("%s: added to your favourites"), N_ ("%s: favourite changed"),
    N_ ("%s: taken out of your favourites") },
  { "private_note", N_ ("Note about %s"), N_ ("Note about %s"), N_ ("Note about %s: deleted") },
  { "member_skill", N_ ("My card: skill “%s” added"), N_ ("My card: skill “%s”"),
    N_ ("My card: skill “%s” deleted") },
  { "saved_search", N_ ("Search “%s” saved"), N_ ("Search “%s”"), N_ ("Search “%s” deleted") },
  { "contact_point", N_ ("My card: %s added"), N_ ("My card: %s"), N_ ("My card: %s deleted") },
};

static char *
dup_phrase (const char *made,
            const char *changed,
            const char *deleted,
            const SohoEdit *edit,
            const char *subject)
{
  const char *phrase = edit->act == SOHO_EDIT_CREATE   ? made
                       : edit->act == SOHO_EDIT_CHANGE ? changed
                                                       : deleted;
  g_auto (GStrv) parts = g_strsplit (_ (phrase), "%s", 2);

  return g_strjoinv (subject, parts);
}

/* The fields that a change is about, "“Commune”, “Web site”"; NULL if none has a name. */
static char *
dup_fields (const SohoEdit *edit)
{
  g_autoptr (GString) fields = g_string_new (NULL);

  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    {
      const char *name = edit->touched[i] && !is_silent (&edit->kind->fields[i])
                             ? get_field_name (edit->kind, &edit->kind->fields[i])
                             : NULL;

      if (name == NULL)
        continue;
      if (fields->len > 0)
        g_string_append (fields, ", ");
      /* Translators: the name of a field, in quotation marks. */
      g_string_append_printf (fields, _ ("“%s”"), name);
    }
  return fields->len > 0 ? g_string_free (g_steal_pointer (&fields), FALSE) : NULL;
}

static char *
dup_name (SohoLibrary *library, const SohoEdit *edit)
{
  gint64 person = soho_membership_get_person (soho_library_get_membership (library));
  char *name;

  if (soho_kind_is_person (edit->kind) && edit->id == person)
    return g_strdup (_ ("My card"));
  name = dup_record_name (library, edit->kind->name, edit->id);
  return name != NULL ? name : g_strdup (_ ("Something that is no longer here"));
}

char *
soho_edit_words_dup_heading (SohoLibrary *library, const SohoEdit *edit)
{
  g_autofree char *fields = NULL;
  g_autofree char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (g_str_equal (phrases[i].kind, edit->kind->name))
      {
        name = dup_subject (library, edit);
        if (name == NULL)
          name = dup_record_name (library, edit->kind->name, edit->id);
        if (name == NULL)
          name = g_strdup (_ ("something that is no longer here"));
        return dup_phrase (phrases[i].made, phrases[i].changed, phrases[i].deleted, edit, name);
      }
  name = dup_name (library, edit);
  if (edit->act == SOHO_EDIT_CHANGE)
    fields = dup_fields (edit);
  /* Translators: a record, and the fields of it that were changed: “My card: “Commune””. */
  if (fields != NULL)
    return g_strdup_printf (_ ("%s: %s"), name, fields);
  return dup_phrase (N_ ("%s: new"), "%s", N_ ("%s: deleted"), edit, name);
}

static void
append_line (GString *text, const char *name, const char *mark, const char *value)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  if (name != NULL)
    /* Translators: the name of a field and what stands there. */
    g_string_append_printf (text, _ ("%s: "), name);
  g_string_append (text, mark);
  g_string_append (text, value);
}

static guint
count_touched (const SohoEdit *edit)
{
  guint n = 0;

  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    n += edit->touched[i] && !is_silent (&edit->kind->fields[i]);
  return n;
}

static char *
dup_lines (SohoLibrary *library, const SohoEdit *edit, const SohoValue *values, gboolean marked)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean several = count_touched (edit) > 1;

  for (guint i = 0; edit->kind->fields[i].name != NULL; i++)
    {
      const SohoField *field = &edit->kind->fields[i];
      const char *name = several ? get_field_name (edit->kind, field) : NULL;
      gboolean set = marked && field->type == SOHO_FIELD_SET && edit->act == SOHO_EDIT_CHANGE;
      g_autofree char *value = NULL, *removed = NULL;

      if (!edit->touched[i] || is_silent (field))
        continue;
      value = dup_value (library, edit->kind, i, &values[i]);
      if (set)
        removed = dup_value (library, edit->kind, i, &edit->removed[i]);
      if (value != NULL && *value != '\0')
        append_line (text, name, set ? "+ " : "", value);
      else if (removed == NULL && values[i].type == SOHO_VALUE_NONE)
        append_line (text, name, "", _ ("(emptied)"));
      if (removed != NULL)
        append_line (text, name, "− ", removed);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
soho_edit_words_dup_text (SohoLibrary *library, const SohoEdit *edit)
{
  if (edit->act == SOHO_EDIT_DELETE || g_str_equal (edit->kind->name, "favourite"))
    return NULL;
  return dup_lines (library, edit, edit->values, TRUE);
}

char *
soho_edit_words_dup_others (SohoLibrary *library, const SohoEdit *edit, const SohoValue *values)
{
  return edit->act == SOHO_EDIT_CHANGE ? dup_lines (library, edit, values, FALSE) : NULL;
}
