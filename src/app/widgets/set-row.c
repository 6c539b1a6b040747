/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/set-row.h"

#include <glib/gi18n-lib.h>

#include "writing.h"

struct _SohoSetRow
{
  AdwExpanderRow parent_instance;

  GPtrArray *checks; /* of GtkCheckButton, borrowed: one for each choice; none before it unfolds */
  char **choices;
  char *(*dup_name) (const char *element);

  SohoLibrary *library; /* NULL before there is a record */
  const SohoKind *kind;
  guint field;
  gint64 id;
  gboolean showing; /* nobody ticks */
};

G_DEFINE_FINAL_TYPE (SohoSetRow, soho_set_row, ADW_TYPE_EXPANDER_ROW)

static gboolean
has (const SohoValue *set, const char *element)
{
  return set->type == SOHO_VALUE_SET && g_strv_contains ((const char *const *) set->set, element);
}

static void
show_words (SohoSetRow *self, const SohoValue *set)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *markup = NULL;

  for (guint i = 0; self->choices[i] != NULL; i++)
    {
      g_autofree char *name
          = has (set, self->choices[i]) ? self->dup_name (self->choices[i]) : NULL;

      if (name != NULL)
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", name);
    }
  markup = g_markup_escape_text (words->len > 0 ? words->str : _ ("Nothing chosen"), -1);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), markup);
}

static void
show (SohoSetRow *self)
{
  g_autoptr (SohoRecord) record = NULL;
  const SohoValue *set;

  if (self->id != 0)
    record = soho_library_get_record (self->library, self->kind->name, self->id);
  if (record == NULL)
    return;
  set = &soho_record_get_values (record)[self->field];
  self->showing = TRUE;
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->checks, i), has (set, self->choices[i]));
  self->showing = FALSE;
  show_words (self, set);
}

/* The set of the record with one element in it, or without it. */
static void
take_with (SohoValue *value, const SohoValue *set, const char *element, gboolean in)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **one = set->type == SOHO_VALUE_SET ? set->set : NULL; one != NULL && *one != NULL;
       one++)
    if (!g_str_equal (*one, element))
      g_strv_builder_add (builder, *one);
  if (in)
    g_strv_builder_add (builder, element);
  soho_value_take_set (value, g_strv_builder_end (builder));
}

static void
on_toggled (SohoSetRow *self, GtkCheckButton *check)
{
  guint index;
  g_autoptr (SohoRecord) record = NULL;
  SohoFieldChange change = { self->field, SOHO_VALUE_INIT };
  GError *error = NULL;

  if (self->showing || self->id == 0 || !g_ptr_array_find (self->checks, check, &index))
    return;
  record = soho_library_get_record (self->library, self->kind->name, self->id);
  if (record == NULL)
    return;
  take_with (&change.value, &soho_record_get_values (record)[self->field], self->choices[index],
             gtk_check_button_get_active (check));
  if (!soho_library_edit_fields (self->library, self->kind->name, self->id, &change, 1, &error))
    soho_library_report (self->library, error);
  soho_value_clear (&change.value);
  show (self);
}

static void
add_choice (SohoSetRow *self, const char *name)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->checks, check);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

/* Dozens of rows that few ever look at would make the page slow to come. */
static void
on_expanded (SohoSetRow *self)
{
  if (!adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)) || self->checks->len > 0)
    return;
  for (guint i = 0; self->choices[i] != NULL; i++)
    {
      g_autofree char *name = self->dup_name (self->choices[i]);

      add_choice (self, name);
    }
  show (self);
}

static void
soho_set_row_dispose (GObject *object)
{
  SohoSetRow *self = SOHO_SET_ROW (object);

  self->id = 0;
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_set_row_parent_class)->dispose (object);
}

static void
soho_set_row_finalize (GObject *object)
{
  SohoSetRow *self = SOHO_SET_ROW (object);

  g_ptr_array_unref (self->checks);
  g_strfreev (self->choices);
  G_OBJECT_CLASS (soho_set_row_parent_class)->finalize (object);
}

static void
soho_set_row_class_init (SohoSetRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soho_set_row_dispose;
  object_class->finalize = soho_set_row_finalize;
}

static void
soho_set_row_init (SohoSetRow *self)
{
  self->checks = g_ptr_array_new ();
}

void
soho_set_row_set_choices (SohoSetRow *self,
                          const char *const *choices,
                          char *(*dup_name) (const char *element))
{
  g_return_if_fail (self->choices == NULL);

  self->choices = g_strdupv ((char **) choices);
  self->dup_name = dup_name;
  g_signal_connect (self, "notify::expanded", G_CALLBACK (on_expanded), NULL);
}

void
soho_set_row_set_record (
    SohoSetRow *self, SohoLibrary *library, const char *kind, const char *field, gint64 id)
{
  if (self->library == NULL)
    {
      self->library = g_object_ref (library);
      self->kind = soho_library_get_kind (library, kind);
      self->field = (guint) soho_kind_find_field (self->kind, field);
      g_signal_connect_object (library, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
    }
  self->id = id;
  show (self);
}
