/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/record.h"

#include <string.h>

#include "formats/phone.h"
#include "model/gazetteer.h"

typedef struct
{
  gint64 id;
  gint64 revision;
  SohoValue *values;
} SohoRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SohoRecord, soho_record, G_TYPE_OBJECT)

/* Property numbers of the fields follow those of the base class. */
enum
{
  PROP_ID = 1,
  PROP_REVISION,
  PROP_FIRST_FIELD,
};

static void
field_to_gvalue (const SohoValue *value, GValue *out)
{
  switch (G_VALUE_TYPE (out))
    {
    case G_TYPE_STRING:
      g_value_set_string (out, value->type == SOHO_VALUE_TEXT ? value->text : NULL);
      break;
    case G_TYPE_INT64:
      g_value_set_int64 (out, value->type == SOHO_VALUE_INTEGER ? value->integer : 0);
      break;
    case G_TYPE_BOOLEAN:
      g_value_set_boolean (out, value->type == SOHO_VALUE_INTEGER && value->integer != 0);
      break;
    case G_TYPE_DOUBLE:
      g_value_set_double (out, value->type == SOHO_VALUE_REAL ? value->real : 0);
      break;
    default:
      g_assert (G_VALUE_TYPE (out) == G_TYPE_STRV);
      g_value_set_boxed (out, value->type == SOHO_VALUE_SET ? value->set : NULL);
    }
}

static void
gvalue_to_field (const GValue *in, SohoValue *value)
{
  switch (G_VALUE_TYPE (in))
    {
    case G_TYPE_STRING:
      soho_value_take_text (value, g_value_dup_string (in));
      break;
    case G_TYPE_INT64:
      soho_value_set_integer (value, g_value_get_int64 (in));
      break;
    case G_TYPE_BOOLEAN:
      soho_value_set_integer (value, g_value_get_boolean (in));
      break;
    case G_TYPE_DOUBLE:
      soho_value_set_real (value, g_value_get_double (in));
      break;
    default:
      g_assert (G_VALUE_TYPE (in) == G_TYPE_STRV);
      if (g_value_get_boxed (in) == NULL)
        soho_value_clear (value);
      else
        soho_value_take_set (value, g_value_dup_boxed (in));
    }
}

/* Tells of the change if it is one. */
static void
set_field (GObject *object, SohoValue *value, const GValue *in, GParamSpec *spec)
{
  SohoValue changed = SOHO_VALUE_INIT;

  gvalue_to_field (in, &changed);
  if (soho_value_equal (value, &changed))
    {
      soho_value_clear (&changed);
      return;
    }
  soho_value_clear (value);
  *value = changed;
  g_object_notify_by_pspec (object, spec);
}

static void
soho_record_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  SohoRecord *self = SOHO_RECORD (object);
  SohoRecordPrivate *priv = soho_record_get_instance_private (self);

  if (id == PROP_ID)
    g_value_set_int64 (value, priv->id);
  else if (id == PROP_REVISION)
    g_value_set_int64 (value, priv->revision);
  else if (id - PROP_FIRST_FIELD < SOHO_RECORD_GET_CLASS (self)->n_fields)
    field_to_gvalue (&priv->values[id - PROP_FIRST_FIELD], value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_record_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  SohoRecord *self = SOHO_RECORD (object);
  SohoRecordPrivate *priv = soho_record_get_instance_private (self);

  if (id == PROP_ID)
    priv->id = g_value_get_int64 (value);
  else if (id == PROP_REVISION)
    priv->revision = g_value_get_int64 (value);
  else if (id - PROP_FIRST_FIELD < SOHO_RECORD_GET_CLASS (self)->n_fields)
    set_field (object, &priv->values[id - PROP_FIRST_FIELD], value, spec);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_record_finalize (GObject *object)
{
  SohoRecord *self = SOHO_RECORD (object);
  SohoRecordPrivate *priv = soho_record_get_instance_private (self);

  soho_values_free (priv->values, SOHO_RECORD_GET_CLASS (self)->n_fields);
  G_OBJECT_CLASS (soho_record_parent_class)->finalize (object);
}

static void
soho_record_class_init (SohoRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = soho_record_get_property;
  object_class->set_property = soho_record_set_property;
  object_class->finalize = soho_record_finalize;

  g_object_class_install_property (
      object_class, PROP_ID,
      g_param_spec_int64 ("id", NULL, NULL, 0, SOHO_ID_MAX, 0,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_REVISION,
                                   g_param_spec_int64 ("revision", NULL, NULL, 0, G_MAXINT64, 0,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
soho_record_init (SohoRecord *self)
{
  SohoRecordPrivate *priv = soho_record_get_instance_private (self);

  priv->values = NULL;
}

static GParamSpec *
param_spec_of (const SohoField *field)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY;
  g_autofree char *name = g_strdelimit (g_strdup (field->name), "_", '-');

  switch (field->type)
    {
    case SOHO_FIELD_TEXT:
    case SOHO_FIELD_LONG_TEXT:
    case SOHO_FIELD_ENUMERATION:
    case SOHO_FIELD_BLOB:
      return g_param_spec_string (name, NULL, NULL, NULL, flags);
    case SOHO_FIELD_INTEGER:
    case SOHO_FIELD_DATE:
    case SOHO_FIELD_INSTANT:
    case SOHO_FIELD_REFERENCE:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case SOHO_FIELD_BOOLEAN:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
    case SOHO_FIELD_REAL:
      return g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
    case SOHO_FIELD_SET:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_STRV, flags);
    }
  g_assert_not_reached ();
}

static void
kind_class_init (gpointer klass, gpointer data)
{
  SohoRecordClass *record_class = klass;
  const SohoKind *kind = data;

  record_class->kind = kind;
  record_class->n_fields = soho_kind_get_n_fields (kind);
  G_OBJECT_CLASS (klass)->get_property = soho_record_get_property;
  G_OBJECT_CLASS (klass)->set_property = soho_record_set_property;
  for (guint i = 0; i < record_class->n_fields; i++)
    g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_FIRST_FIELD + i,
                                     param_spec_of (&kind->fields[i]));
}

static void
kind_instance_init (GTypeInstance *instance, gpointer klass)
{
  SohoRecordPrivate *priv = soho_record_get_instance_private ((SohoRecord *) instance);

  priv->values = soho_values_new (((SohoRecordClass *) klass)->n_fields);
}

GType
soho_kind_get_gtype (const SohoKind *kind)
{
  static GMutex registering;
  GTypeInfo info = {
    .class_size = sizeof (SohoRecordClass),
    .class_init = kind_class_init,
    .class_data = kind,
    .instance_size = sizeof (SohoRecord),
    .instance_init = kind_instance_init,
  };
  GType type;

  g_mutex_lock (&registering);
  type = g_type_from_name (kind->type_name);
  if (type == G_TYPE_INVALID)
    type = g_type_register_static (SOHO_TYPE_RECORD, kind->type_name, &info, G_TYPE_FLAG_FINAL);
  g_mutex_unlock (&registering);
  return type;
}

void
soho_model_register_types (const SohoModel *model)
{
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    soho_kind_get_gtype (*kind);
}

SohoRecord *
soho_record_new (const SohoKind *kind, gint64 id)
{
  return g_object_new (soho_kind_get_gtype (kind), "id", id, NULL);
}

const SohoKind *
soho_record_get_kind (SohoRecord *self)
{
  g_return_val_if_fail (SOHO_IS_RECORD (self), NULL);

  return SOHO_RECORD_GET_CLASS (self)->kind;
}

gint64
soho_record_get_id (SohoRecord *self)
{
  SohoRecordPrivate *priv = soho_record_get_instance_private (self);

  g_return_val_if_fail (SOHO_IS_RECORD (self), 0);

  return priv->id;
}

gint64
soho_record_get_revision (SohoRecord *self)
{
  SohoRecordPrivate *priv = soho_record_get_instance_private (self);

  g_return_val_if_fail (SOHO_IS_RECORD (self), 0);

  return priv->revision;
}

void
soho_record_set_revision (SohoRecord *self, gint64 revision)
{
  SohoRecordPrivate *priv = soho_record_get_instance_private (self);

  g_return_if_fail (SOHO_IS_RECORD (self));

  priv->revision = revision;
}

SohoValue *
soho_record_get_values (SohoRecord *self)
{
  SohoRecordPrivate *priv = soho_record_get_instance_private (self);

  g_return_val_if_fail (SOHO_IS_RECORD (self), NULL);

  return priv->values;
}

const SohoValue *
soho_record_get_value (SohoRecord *self, const char *field)
{
  int index = soho_kind_find_field (soho_record_get_kind (self), field);

  g_return_val_if_fail (index >= 0, NULL);

  return &soho_record_get_values (self)[index];
}

const char *
soho_record_get_text (SohoRecord *self, const char *field)
{
  const SohoValue *value = soho_record_get_value (self, field);

  return value != NULL && value->type == SOHO_VALUE_TEXT ? value->text : NULL;
}

gint64
soho_record_get_integer (SohoRecord *self, const char *field, gint64 otherwise)
{
  const SohoValue *value = soho_record_get_value (self, field);

  return value != NULL && value->type == SOHO_VALUE_INTEGER ? value->integer : otherwise;
}

/* As people say it: a commune by its name, a telephone number the French way. */
static char *
dup_shown (SohoTextFormat format, const char *text)
{
  const SohoCommune *commune = format == SOHO_FORMAT_COMMUNE ? soho_gazetteer_find (text) : NULL;

  if (format == SOHO_FORMAT_PHONE)
    return soho_phone_format (text);
  return g_strdup (commune != NULL ? commune->name : text);
}

char *
soho_record_dup_title (SohoRecord *self)
{
  const SohoKind *kind = soho_record_get_kind (self);
  const SohoValue *values = soho_record_get_values (self);
  g_autoptr (GString) title = g_string_new (NULL);

  for (guint i = 0; kind->fields[i].name != NULL; i++)
    {
      g_autofree char *shown = NULL;

      if (!kind->fields[i].title || values[i].type != SOHO_VALUE_TEXT)
        continue;
      shown = dup_shown (soho_kind_get_format (kind, values, i), values[i].text);
      if (title->len > 0)
        g_string_append_c (title, ' ');
      g_string_append (title, shown);
    }
  return g_string_free (g_steal_pointer (&title), FALSE);
}
