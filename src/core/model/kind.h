/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/value.h"

/* A kind is the one declaration of a sort of record. The SQL tables, the columns on the wire,
 * validation, the GObject type and the columns of CSV and NDJSON files all follow from it; no kind
 * is spelled a second time anywhere. */

typedef enum
{
  SOHO_FIELD_TEXT,      /* one line */
  SOHO_FIELD_LONG_TEXT, /* several lines */
  SOHO_FIELD_INTEGER,
  SOHO_FIELD_BOOLEAN,
  SOHO_FIELD_REAL,        /* kept to `decimals` places */
  SOHO_FIELD_DATE,        /* whole days since 1970-01-01 */
  SOHO_FIELD_INSTANT,     /* whole seconds of Unix time, UTC */
  SOHO_FIELD_ENUMERATION, /* one of `values`; a value of a newer version is kept and shown as
                             "other" */
  SOHO_FIELD_REFERENCE,   /* the id of a record of the kind `target` */
  SOHO_FIELD_SET,  /* texts, or some of `values`, or ids of `target`; merged element by element */
  SOHO_FIELD_BLOB, /* the name the server gave a file */
} SohoFieldType;

/* What a text is, beyond its characters. */
typedef enum
{
  SOHO_FORMAT_PLAIN,
  SOHO_FORMAT_COMMUNE,  /* INSEE code of a commune of the gazetteer */
  SOHO_FORMAT_EMAIL,    /* local@domain */
  SOHO_FORMAT_URL,      /* http or https */
  SOHO_FORMAT_PHONE,    /* E.164 */
  SOHO_FORMAT_LANGUAGE, /* BCP 47 */
} SohoTextFormat;

/* Where a searchable field stands in the full-text index; a word in the title weighs most. */
typedef enum
{
  SOHO_SEARCH_NOT,
  SOHO_SEARCH_TITLE,
  SOHO_SEARCH_KEYWORDS,
  SOHO_SEARCH_TEXT,
} SohoSearchColumn;

typedef struct
{
  const char *name; /* SQL column, wire name, CSV header; with '-' for '_' the GObject property */
  SohoFieldType type;
  gint64 min, max; /* text: characters; integer and real: the value; set: elements, each of 1 to 120
                      characters */
  guint decimals;  /* real only, 0 to 6 */
  SohoTextFormat format;
  const char *const *values; /* enumeration or set: what it may hold, NULL-terminated */
  const char *target;        /* reference or set: the kind referred to */
  const char *fallback; /* text form of the value that stands where nothing was said when the record
                           was made */
  const char *unit;     /* fields of one unit are merged as one */
  SohoSearchColumn search; /* a searchable reference is indexed by the words of what it refers to;
                              of a document, by those of its title */
  gboolean title;          /* with the kind's other title fields, what the record is called */
  gboolean required;
  gboolean
      key; /* with the kind's other key fields, tells one record from another in a spreadsheet */
  gboolean picture; /* blob: a JPEG, PNG or WebP file, see formats/picture.h */
  gboolean owner;   /* reference: this record is a part of that one, is found under it and is never
                       read by more people */
} SohoField;

typedef enum
{
  SOHO_READ_PUBLIC,
  SOHO_READ_MEMBERS,
  SOHO_READ_STAFF,
  SOHO_READ_BY_CHOICE,       /* the enumeration field `visibility`: public, members or self */
  SOHO_READ_UNLESS_PROPOSED, /* members while the enumeration field `state` is "proposed", then
                                public */
  SOHO_READ_SELF,            /* the person that the owner field refers to, and nobody else */
  SOHO_READ_AS_OWNER,        /* as the record that the owner field refers to */
} SohoReadRule;

typedef enum
{
  SOHO_WRITE_STAFF = 1 << 0,
  SOHO_WRITE_SELF = 1 << 1,
  SOHO_WRITE_VILLAGE_CONTACT = 1 << 2,
  SOHO_WRITE_RECEPTION = 1 << 3,
  SOHO_WRITE_ORGANISER = 1 << 4,
} SohoWriters;

typedef struct _SohoKind SohoKind;

struct _SohoKind
{
  const char *name;
  const char *type_name; /* of the GObject class */
  SohoReadRule read;
  SohoWriters write;
  const SohoField *fields; /* ends with a field without a name */
  /* The format of a text field, where it hangs on what the other fields say. NULL: as declared. */
  SohoTextFormat (*format_of) (const SohoKind *kind, const SohoValue *values, guint field);
  /* What no single field can tell. values are in the order of the fields and have each passed. May
   * be NULL. */
  gboolean (*check) (const SohoKind *kind, const SohoValue *values, GError **error);
};

#define SOHO_TEXT_FIELD(field_name, longest, ...)                                                  \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_TEXT, .max = longest, __VA_ARGS__                       \
  }
#define SOHO_LONG_TEXT_FIELD(field_name, longest, ...)                                             \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_LONG_TEXT, .max = longest, __VA_ARGS__                  \
  }
#define SOHO_INTEGER_FIELD(field_name, least, most, ...)                                           \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_INTEGER, .min = least, .max = most, __VA_ARGS__         \
  }
#define SOHO_BOOLEAN_FIELD(field_name, ...)                                                        \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_BOOLEAN, .max = 1, __VA_ARGS__                          \
  }
#define SOHO_REAL_FIELD(field_name, least, most, places, ...)                                      \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_REAL, .min = least, .max = most, .decimals = places,    \
    __VA_ARGS__                                                                                    \
  }
#define SOHO_DATE_FIELD(field_name, ...)                                                           \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_DATE, .min = SOHO_DATE_MIN, .max = SOHO_DATE_MAX,       \
    __VA_ARGS__                                                                                    \
  }
#define SOHO_INSTANT_FIELD(field_name, ...)                                                        \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_INSTANT, .min = SOHO_INSTANT_MIN,                       \
    .max = SOHO_INSTANT_MAX, __VA_ARGS__                                                           \
  }
#define SOHO_ENUMERATION_FIELD(field_name, allowed, ...)                                           \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_ENUMERATION, .max = 40, .values = allowed, __VA_ARGS__  \
  }
#define SOHO_REFERENCE_FIELD(field_name, target_kind, ...)                                         \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_REFERENCE, .min = 1, .max = SOHO_ID_MAX,                \
    .target = target_kind, __VA_ARGS__                                                             \
  }
#define SOHO_SET_FIELD(field_name, most, ...)                                                      \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_SET, .max = most, __VA_ARGS__                           \
  }
#define SOHO_BLOB_FIELD(field_name, ...)                                                           \
  {                                                                                                \
    .name = field_name, .type = SOHO_FIELD_BLOB, .min = 16, .max = 64, __VA_ARGS__                 \
  }

/* Ids are writer << 32 | counter. A writer number has 20 bits, so that an id is exact in every
 * reader of JSON. The server's own writer, for what is imported, is 0. */
#define SOHO_ID_MAX ((G_GINT64_CONSTANT (1) << 52) - 1)

/* The largest writer number. */
#define SOHO_WRITER_MAX ((1u << 20) - 1)

/* The longest element of a set, in characters. */
#define SOHO_SET_ELEMENT_MAX 120

guint soho_kind_get_n_fields (const SohoKind *kind);

/* The field's index, or -1. */
int soho_kind_find_field (const SohoKind *kind, const char *name);

/* What the text of a field is, in a record of these values. */
SohoTextFormat soho_kind_get_format (const SohoKind *kind, const SohoValue *values, guint field);

/* The index of the field that makes this kind a part of another, or -1. */
int soho_kind_get_owner_field (const SohoKind *kind);

/* Whether records of the kind are persons: its readers may be chosen down to the one that the
 * record itself is. Such a record has the number of its person's account. */
gboolean soho_kind_is_person (const SohoKind *kind);

/* Whether records of the kind are documents of the full-text index: those with a title of their
 * own. */
gboolean soho_kind_is_document (const SohoKind *kind);

/* A short text that changes whenever what is stored of the kind changes. To be freed. */
char *soho_kind_dup_fingerprint (const SohoKind *kind);

/* The audience that may read a record: "public", "members", "staff" or "person:ID".
 * owner_audience: of the record the owner field refers to, or NULL if there is none or it is
 * unknown: then a part of a person's card is for that person, and any other for staff. owner_id:
 * the id of that record, or of the person that a self-only record is. To be freed. */
char *soho_kind_dup_audience (const SohoKind *kind,
                              const SohoValue *values,
                              gint64 owner_id,
                              const char *owner_audience);

/* A model is the list of kinds that both ends of a replica know. Kinds stand in the order in which
 * a first fill sends them: what others refer to first, and parts before the record they are parts
 * of. */
typedef struct
{
  const SohoKind *const *kinds; /* NULL-terminated */
} SohoModel;

/* NULL if there is none of that name. */
const SohoKind *soho_model_find_kind (const SohoModel *model, const char *name);

/* The model of Soho Solo. */
const SohoModel *soho_model_get (void);
