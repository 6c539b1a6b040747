/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "model/kind.h"

G_BEGIN_DECLS

/* One record of one kind. Each kind has a final class of its own (SohoMember, SohoVillage, …) with
 * a property for each field, made from the declaration: texts and enumerations are strings, sets
 * are GStrv, dates, instants, references and integers are int64, reals are doubles. What was not
 * said reads as NULL or 0; see soho_record_get_value (). */
#define SOHO_TYPE_RECORD (soho_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (SohoRecord, soho_record, SOHO, RECORD, GObject)

struct _SohoRecordClass
{
  GObjectClass parent_class;

  const SohoKind *kind;
  guint n_fields;
};

/* Registers the class of every kind, so that templates can name them. Call before the first
 * template; again is harmless. */
void soho_model_register_types (const SohoModel *model);

/* The class of one kind, registered if need be. */
GType soho_kind_get_gtype (const SohoKind *kind);

/* id: as in the replica, 0 for one not stored yet. */
SohoRecord *soho_record_new (const SohoKind *kind, gint64 id);

const SohoKind *soho_record_get_kind (SohoRecord *self);
gint64 soho_record_get_id (SohoRecord *self);

/* The server's count of changes to this record; 0 for one it has not seen. */
gint64 soho_record_get_revision (SohoRecord *self);
void soho_record_set_revision (SohoRecord *self, gint64 revision);

/* The value of a field by name; borrowed until the record changes. The field must exist. */
const SohoValue *soho_record_get_value (SohoRecord *self, const char *field);

/* The text of a text or enumeration field, borrowed, NULL if not said. */
const char *soho_record_get_text (SohoRecord *self, const char *field);

/* The number of an integer, boolean, date, instant or reference field, or otherwise if not said. */
gint64 soho_record_get_integer (SohoRecord *self, const char *field, gint64 otherwise);

/* What the record is called: the text of its title fields, communes by name. To be freed; "" if it
 * has none. */
char *soho_record_dup_title (SohoRecord *self);

/* All values, in the order of the kind's fields, writable by those who make records; no
 * notification is sent. */
SohoValue *soho_record_get_values (SohoRecord *self);

G_END_DECLS
