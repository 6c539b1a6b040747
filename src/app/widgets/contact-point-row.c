/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/contact-point-row.h"

#include <glib/gi18n-lib.h>

#include "formats/when.h"
#include "model/audience.h"
#include "model/kinds.h"
#include "widgets/contact-row.h"
#include "widgets/own-field.h"
#include "widgets/visibility-row.h"
#include "writing.h"

struct _SohoContactPointRow
{
  SohoOwnRow parent_instance;

  gint64 member;
  char *type;
  GtkWidget *value_entry;
  SohoOwnField *value;
  SohoOwnField *label;
  SohoVisibilityRow *visibility;
  GtkWidget *agreement; /* an AdwActionRow */
};

G_DEFINE_FINAL_TYPE (SohoContactPointRow, soho_contact_point_row, SOHO_TYPE_OWN_ROW)

static const struct
{
  const char *type, *title;
  GtkInputPurpose purpose;
} entries[] = {
  { "phone", N_ ("Number"), GTK_INPUT_PURPOSE_PHONE },
  { "mobile", N_ ("Number"), GTK_INPUT_PURPOSE_PHONE },
  { "email", N_ ("E-mail address"), GTK_INPUT_PURPOSE_EMAIL },
  { "web", N_ ("Web address"), GTK_INPUT_PURPOSE_URL },
  { "address", N_ ("Postal address"), GTK_INPUT_PURPOSE_FREE_FORM },
  { NULL, N_ ("Value"), GTK_INPUT_PURPOSE_FREE_FORM },
};

static guint
find_entry (const char *type)
{
  guint i = 0;

  while (entries[i].type != NULL && g_strcmp0 (entries[i].type, type) != 0)
    i++;
  return i;
}

/* Whether fewer people read the card than would read this. */
static gboolean
is_narrowed (SohoOwnRow *row, SohoRecord *point)
{
  g_autoptr (SohoRecord) card = soho_library_get_record (
      soho_own_row_get_library (row), "member", soho_record_get_integer (point, "member", 0));

  return card != NULL
         && soho_audience_get_rank (soho_record_get_text (card, "visibility"))
                > soho_audience_get_rank (soho_record_get_text (point, "visibility"));
}

static void
show_agreement (SohoContactPointRow *self, SohoRecord *point)
{
  const SohoValue *agreed_on = soho_record_get_value (point, "agreed_on");
  g_autofree char *date = NULL, *sentence = NULL;

  gtk_widget_set_visible (self->agreement, agreed_on->type == SOHO_VALUE_INTEGER);
  if (agreed_on->type != SOHO_VALUE_INTEGER)
    return;
  date = soho_when_dup_date (agreed_on->integer);
  sentence = g_strdup_printf (_ ("You agreed to this on %s"), date);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->agreement), sentence);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->agreement),
                               is_narrowed (SOHO_OWN_ROW (self), point)
                                   ? _ ("Fewer people see your card, and nobody else sees this.")
                                   : "");
}

static void
soho_contact_point_row_show (SohoOwnRow *row, SohoRecord *point)
{
  const char *type = soho_record_get_text (point, "type");
  const char *value = soho_record_get_text (point, "value");
  const char *label = soho_record_get_text (point, "label");
  const char *audience
      = soho_visibility_get_name ("contact_point", soho_record_get_text (point, "visibility"));
  g_autofree char *shown = soho_contact_type_dup_shown (type, value != NULL ? value : "");
  g_autofree char *subtitle
      = label != NULL
            ? g_strdup_printf ("%s · %s · %s", soho_contact_type_get_name (type), label, audience)
            : g_strdup_printf ("%s · %s", soho_contact_type_get_name (type), audience);

  soho_own_row_set_words (row, shown, subtitle);
  show_agreement (SOHO_CONTACT_POINT_ROW (row), point);
}

static gint64
create (gpointer user_data, const SohoValue *value, GError **error)
{
  SohoContactPointRow *self = user_data;
  SohoLibrary *library = soho_own_row_get_library (SOHO_OWN_ROW (self));
  const SohoKind *kind = &soho_kind_contact_point;
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  gint64 id;

  soho_value_set_integer (&values[soho_kind_find_field (kind, "member")], self->member);
  soho_value_take_text (&values[soho_kind_find_field (kind, "type")], g_strdup (self->type));
  soho_value_copy (&values[soho_kind_find_field (kind, "value")], value);
  id = soho_library_create (library, kind->name, values, error);
  soho_values_free (values, soho_kind_get_n_fields (kind));
  if (id == 0)
    return 0;
  soho_own_row_set_id (SOHO_OWN_ROW (self), id);
  if (self->label == NULL)
    return id;
  soho_own_field_adopt (self->label, id);
  soho_visibility_row_set_record (self->visibility, library, kind->name, id);
  return id;
}

static void
soho_contact_point_row_finalize (GObject *object)
{
  g_free (SOHO_CONTACT_POINT_ROW (object)->type);
  G_OBJECT_CLASS (soho_contact_point_row_parent_class)->finalize (object);
}

static void
soho_contact_point_row_class_init (SohoContactPointRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_contact_point_row_finalize;
  SOHO_OWN_ROW_CLASS (klass)->show = soho_contact_point_row_show;
}

static void
soho_contact_point_row_init (SohoContactPointRow *self)
{
}

/* Under which what is typed of a new one waits. */
static char *
dup_scope (SohoContactPointRow *self)
{
  return g_strdup_printf ("new-%s", self->type);
}

static void
add_value (SohoContactPointRow *self, SohoLibrary *library, gint64 id)
{
  guint i = find_entry (self->type);
  g_autofree char *scope = dup_scope (self);

  self->value_entry = soho_own_row_add_entry (SOHO_OWN_ROW (self), _ (entries[i].title));
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->value_entry), entries[i].purpose);
  self->value = soho_own_field_attach (self->value_entry, library, "contact_point", "value");
  soho_own_field_set_create (self->value, create, self);
  soho_own_field_set_record (self->value, id, scope);
}

static void
add_rest (SohoContactPointRow *self, SohoLibrary *library)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);
  gint64 id = soho_own_row_get_id (SOHO_OWN_ROW (self));
  g_autofree char *scope = dup_scope (self);
  GtkWidget *entry = soho_own_row_add_entry (SOHO_OWN_ROW (self), _ ("Note, such as “office”"));

  self->label = soho_own_field_attach (entry, library, "contact_point", "label");
  soho_own_field_set_record (self->label, id, scope);
  self->visibility = g_object_new (SOHO_TYPE_VISIBILITY_ROW, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->visibility), _ ("Who sees this"));
  adw_expander_row_add_row (row, GTK_WIDGET (self->visibility));
  adw_expander_row_add_row (row, self->agreement);
  soho_visibility_row_set_record (self->visibility, library, "contact_point", id);
}

GtkWidget *
soho_contact_point_row_new (SohoLibrary *library, gint64 member, const char *type, gint64 id)
{
  SohoContactPointRow *self = g_object_new (SOHO_TYPE_CONTACT_POINT_ROW, NULL);
  SohoOwnRow *row = SOHO_OWN_ROW (self);

  self->member = member;
  self->type = g_strdup (type);
  self->agreement = adw_action_row_new ();
  gtk_widget_set_visible (self->agreement, FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->agreement), FALSE);
  adw_expander_row_set_icon_name (ADW_EXPANDER_ROW (self), soho_contact_type_get_icon (type));
  soho_own_row_set_words (row, soho_contact_type_get_name (type), _ ("Not written yet"));
  soho_own_row_start (row, library, "contact_point", id);
  /* A draft that has become good makes the record at once. */
  add_value (self, library, id);
  add_rest (self, library);
  return GTK_WIDGET (self);
}

gboolean
soho_contact_point_row_is_blank (SohoContactPointRow *self)
{
  return soho_own_row_get_id (SOHO_OWN_ROW (self)) == 0
         && *gtk_editable_get_text (GTK_EDITABLE (self->value_entry)) == '\0';
}
