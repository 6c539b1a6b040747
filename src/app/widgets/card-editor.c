/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/card-editor.h"

#include "model/kinds.h"
#include "widgets/commune-field.h"
#include "widgets/contact-editor.h"
#include "widgets/language-names.h"
#include "widgets/occasion-names.h"
#include "widgets/own-field.h"
#include "widgets/set-row.h"
#include "widgets/skill-editor.h"
#include "widgets/visibility-row.h"

struct _SohoCardEditor
{
  AdwBin parent_instance;

  SohoVisibilityRow *visibility;
  GtkWidget *given_name;
  GtkWidget *family_name;
  GtkWidget *occupation;
  GtkWidget *organization;
  GtkWidget *commune;
  GtkWidget *website;
  GtkWidget *about;
  SohoSetRow *languages;
  SohoSetRow *other_languages;
  SohoSetRow *open_to;
  SohoSkillEditor *skills;
  SohoContactEditor *contacts;
};

G_DEFINE_FINAL_TYPE (SohoCardEditor, soho_card_editor, ADW_TYPE_BIN)

static void
soho_card_editor_class_init (SohoCardEditorClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SOHO_TYPE_CONTACT_EDITOR);
  g_type_ensure (SOHO_TYPE_SET_ROW);
  g_type_ensure (SOHO_TYPE_SKILL_EDITOR);
  g_type_ensure (SOHO_TYPE_VISIBILITY_ROW);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/card-editor.ui");
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, visibility);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, given_name);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, family_name);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, occupation);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, organization);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, commune);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, website);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, about);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, languages);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, other_languages);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, open_to);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, skills);
  gtk_widget_class_bind_template_child (widget, SohoCardEditor, contacts);
}

static void
soho_card_editor_init (SohoCardEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_texts (SohoCardEditor *self, SohoLibrary *library, gint64 member)
{
  const struct
  {
    GtkWidget *entry;
    const char *field;
  } texts[] = {
    { self->given_name, "given_name" }, { self->family_name, "family_name" },
    { self->occupation, "occupation" }, { self->organization, "organization" },
    { self->website, "website" },       { self->about, "about" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    soho_own_field_set_record (
        soho_own_field_attach (texts[i].entry, library, "member", texts[i].field), member, NULL);
  soho_own_field_set_record (soho_commune_field_attach (ADW_ENTRY_ROW (self->commune), library),
                             member, NULL);
}

/* Those that are spoken here. */
static const char *const usual_languages[]
    = { "fr", "en", "es", "it", "pt", "de", "nl", "oc", "eu", "ca", "ar", "pl", "fsl", NULL };

/* Those, and those that the member has named already. */
static char **
dup_languages (SohoLibrary *library, gint64 member)
{
  g_autoptr (SohoRecord) card = soho_library_get_record (library, "member", member);
  const SohoValue *spoken = card != NULL ? soho_record_get_value (card, "languages") : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  char **named = spoken != NULL && spoken->type == SOHO_VALUE_SET ? spoken->set : NULL;

  g_strv_builder_addv (builder, (const char **) usual_languages);
  for (; named != NULL && *named != NULL; named++)
    if (!g_strv_contains (usual_languages, *named))
      g_strv_builder_add (builder, *named);
  return g_strv_builder_end (builder);
}

/* All others. */
static char **
dup_other_languages (char **languages)
{
  g_auto (GStrv) tags = soho_language_list_tags ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **tag = tags; *tag != NULL; tag++)
    if (!g_strv_contains ((const char *const *) languages, *tag))
      g_strv_builder_add (builder, *tag);
  return g_strv_builder_end (builder);
}

static void
set_set (SohoSetRow *row,
         SohoLibrary *library,
         gint64 member,
         const char *field,
         const char *const *choices,
         char *(*dup_name) (const char *element))
{
  soho_set_row_set_choices (row, choices, dup_name);
  soho_set_row_set_record (row, library, "member", field, member);
}

static void
set_sets (SohoCardEditor *self, SohoLibrary *library, gint64 member)
{
  int open_to = soho_kind_find_field (&soho_kind_member, "open_to");
  g_auto (GStrv) languages = dup_languages (library, member);
  g_auto (GStrv) others = dup_other_languages (languages);

  set_set (self->languages, library, member, "languages", (const char *const *) languages,
           soho_language_dup_name);
  set_set (self->other_languages, library, member, "languages", (const char *const *) others,
           soho_language_dup_name);
  set_set (self->open_to, library, member, "open_to", soho_kind_member.fields[open_to].values,
           soho_occasion_dup_name);
}

void
soho_card_editor_set_member (SohoCardEditor *self, SohoLibrary *library, gint64 member)
{
  soho_visibility_row_set_record (self->visibility, library, "member", member);
  set_texts (self, library, member);
  set_sets (self, library, member);
  soho_skill_editor_set_member (self->skills, library, member);
  soho_contact_editor_set_member (self->contacts, library, member);
}
