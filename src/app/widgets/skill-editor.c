/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/skill-editor.h"

#include <glib/gi18n-lib.h>

#include "model/kinds.h"
#include "model/validate.h"
#include "store/drafts.h"
#include "store/skill-choices.h"
#include "widgets/member-skill-row.h"
#include "widgets/own-rows.h"
#include "widgets/removal.h"
#include "widgets/suggestions.h"
#include "widgets/toast.h"
#include "writing.h"

/* As many as one look takes in. */
#define MOST_CHOICES 7

/* Where what is typed waits. */
#define DRAFT "member_skill/new/skill"

struct _SohoSkillEditor
{
  AdwPreferencesGroup parent_instance;

  AdwEntryRow *entry;
  SohoSuggestions *suggestions;
  SohoLibrary *library; /* NULL before there is a member */
  gint64 member;
  SohoRecordList *records;
  SohoOwnRows *rows;
  GPtrArray *choices; /* of SohoSkillChoice: the suggestions; NULL before any */
};

G_DEFINE_FINAL_TYPE (SohoSkillEditor, soho_skill_editor, ADW_TYPE_PREFERENCES_GROUP)

static GtkWidget *
create_row (gpointer user_data, SohoRecord *link)
{
  return soho_member_skill_row_new (SOHO_SKILL_EDITOR (user_data)->library,
                                    soho_record_get_id (link));
}

static void
on_removed (gpointer user_data, SohoOwnRow *row)
{
  SohoSkillEditor *self = user_data;
  g_autofree char *sentence = g_strdup_printf (_ ("“%s” removed"), soho_own_row_get_words (row));

  soho_remove_record (GTK_WIDGET (self), self->library, "member_skill", soho_own_row_get_id (row),
                      sentence);
}

static void
take_choices (SohoSkillEditor *self, GPtrArray *choices, GError *error)
{
  soho_suggestions_clear (self->suggestions);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = choices;
  if (choices == NULL)
    soho_library_report (self->library, error);
}

/* What nothing names can stand in any category, by its own words. */
static void
show_homes (SohoSkillEditor *self, const char *typed)
{
  GError *error = NULL;
  GPtrArray *homes
      = soho_replica_list_skill_homes (soho_library_get_replica (self->library), typed, &error);

  take_choices (self, homes, error);
  for (guint i = 0; homes != NULL && i < homes->len; i++)
    {
      const SohoSkillChoice *home = g_ptr_array_index (homes, i);

      soho_suggestions_add (self->suggestions, home->detail, home->label);
    }
}

/* The last one is what was typed, as it is. */
static void
show_choices (SohoSkillEditor *self, const char *typed)
{
  GError *error = NULL;
  GPtrArray *choices = soho_replica_complete_skill (soho_library_get_replica (self->library), typed,
                                                    MOST_CHOICES, &error);

  take_choices (self, choices, error);
  for (guint i = 0; choices != NULL && i < choices->len; i++)
    {
      const SohoSkillChoice *choice = g_ptr_array_index (choices, i);

      soho_suggestions_add (self->suggestions, choice->label, choice->category);
    }
  if (choices != NULL && *typed != '\0')
    soho_suggestions_add (self->suggestions, typed,
                          _ ("In your own words, in a category that you choose"));
}

static void
on_typed (SohoSkillEditor *self)
{
  g_autofree char *typed
      = soho_text_dup_trimmed (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  show_choices (self, typed);
}

/* Whether that is said already. */
static gboolean
has_choice (SohoSkillEditor *self, const SohoSkillChoice *choice)
{
  for (guint i = 0; i < soho_record_list_get_length (self->records); i++)
    {
      g_autoptr (SohoRecord) link = soho_record_list_get (self->records, i);

      if (soho_record_get_integer (link, "skill", 0) == choice->skill
          && (choice->detail == NULL
              || g_strcmp0 (soho_record_get_text (link, "detail"), choice->detail) == 0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
add_choice (SohoSkillEditor *self, const SohoSkillChoice *choice, GError **error)
{
  const SohoKind *kind = &soho_kind_member_skill;
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));
  gint64 id;

  soho_value_set_integer (&values[soho_kind_find_field (kind, "member")], self->member);
  soho_value_set_integer (&values[soho_kind_find_field (kind, "skill")], choice->skill);
  if (choice->detail != NULL)
    soho_value_take_text (&values[soho_kind_find_field (kind, "detail")],
                          g_strdup (choice->detail));
  id = soho_library_create (self->library, kind->name, values, error);
  soho_values_free (values, soho_kind_get_n_fields (kind));
  if (id != 0)
    soho_record_list_refresh (self->records);
  return id != 0;
}

static void
on_picked (SohoSkillEditor *self, int position)
{
  const SohoSkillChoice *choice;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if ((guint) position >= self->choices->len)
    {
      show_homes (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
      soho_suggestions_focus (self->suggestions);
      return;
    }
  choice = g_ptr_array_index (self->choices, position);
  if (has_choice (self, choice))
    sentence = g_strdup_printf (_ ("“%s” is on your card already"), choice->label);
  else if (!add_choice (self, choice, &error))
    sentence = g_strdup (error->message);
  if (sentence != NULL)
    soho_toast_say (GTK_WIDGET (self), sentence);
  if (error != NULL)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
on_unmapped (SohoSkillEditor *self)
{
  if (self->library != NULL)
    soho_replica_keep_draft (soho_library_get_replica (self->library), DRAFT,
                             gtk_editable_get_text (GTK_EDITABLE (self->entry)), NULL);
}

static void
soho_skill_editor_dispose (GObject *object)
{
  SohoSkillEditor *self = SOHO_SKILL_EDITOR (object);

  g_clear_pointer (&self->rows, soho_own_rows_free);
  g_clear_object (&self->records);
  g_clear_object (&self->library);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_skill_editor_parent_class)->dispose (object);
}

static void
soho_skill_editor_class_init (SohoSkillEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_skill_editor_dispose;
}

static void
soho_skill_editor_init (SohoSkillEditor *self)
{
  self->entry = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _ ("Add a skill"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->entry));
  self->suggestions = soho_suggestions_attach (self->entry, _ ("Skills that may be meant"));
}

void
soho_skill_editor_set_member (SohoSkillEditor *self, SohoLibrary *library, gint64 member)
{
  g_autofree char *draft = soho_replica_dup_draft (soho_library_get_replica (library), DRAFT, NULL);

  g_return_if_fail (self->library == NULL);
  self->library = g_object_ref (library);
  self->member = member;
  self->records = soho_record_list_new (library, "member_skill", "member", member);
  self->rows = soho_own_rows_new (ADW_PREFERENCES_GROUP (self), self->records, create_row,
                                  on_removed, self);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->suggestions, "picked", G_CALLBACK (on_picked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "unmap", G_CALLBACK (on_unmapped), self, G_CONNECT_SWAPPED);
  if (draft != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), draft);
}
