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

/* Those that are spoken here, and those that the member has named. */
static char **
dup_languages (SohoLibrary *library, gint64 member)
{
  static const char *const usual[]
      = { "fr", "en", "es", "it", "pt", "de", "nl", "oc", "eu", "ca", "ar", "pl", "fsl" };
  g_autoptr (SohoRecord) card = soho_library_get_record (library, "member", member);
  const SohoValue *spoken = card != NULL ? soho_record_get_value (card, "languages") : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  char **named = spoken != NULL && spoken->type == SOHO_VALUE_SET ? spoken->set : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (named == NULL || !g_strv_contains ((const char *const *) named, usual[i]))
      g_strv_builder_add (builder, usual[i]);
  for (; named != NULL && *named != NULL; named++)
    g_strv_builder_add (builder, *named);
  return g_strv_builder_end (builder);
}

static void
set_sets (SohoCardEditor *self, SohoLibrary *library, gint64 member)
{
  int field = soho_kind_find_field (&soho_kind_member, "open_to");
  g_auto (GStrv) languages = dup_languages (library, member);

  soho_set_row_set_choices (self->languages, (const char *const *) languages,
                            soho_language_dup_name);
  soho_set_row_set_record (self->languages, library, "member", "languages", member);
  soho_set_row_set_choices (self->open_to, soho_kind_member.fields[field].values,
                            soho_occasion_dup_name);
  soho_set_row_set_record (self->open_to, library, "member", "open_to", member);
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
