/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/member-skill-row.h"

#include <glib/gi18n-lib.h>

#include "store/skill-choices.h"
#include "widgets/own-field.h"

struct _SohoMemberSkillRow
{
  SohoOwnRow parent_instance;
};

G_DEFINE_FINAL_TYPE (SohoMemberSkillRow, soho_member_skill_row, SOHO_TYPE_OWN_ROW)

static void
append (GString *words, const char *text)
{
  if (text != NULL)
    g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", text);
}

static char *
dup_years (SohoRecord *link)
{
  gint64 years = soho_record_get_integer (link, "years", 0);

  if (years <= 0)
    return NULL;
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "for %d year", "for %d years", (gulong) years), (int) years);
}

/* Called as on the card. */
static void
soho_member_skill_row_show (SohoOwnRow *row, SohoRecord *link)
{
  g_autoptr (SohoRecord) skill = soho_library_get_record (
      soho_own_row_get_library (row), "skill", soho_record_get_integer (link, "skill", 0));
  const char *label = skill != NULL ? soho_record_get_text (skill, "label") : NULL;
  const char *detail = soho_record_get_text (link, "detail");
  gboolean swapped = skill != NULL && soho_skill_is_called_by_detail (skill, detail);
  g_autofree char *years = dup_years (link);
  g_autoptr (GString) words = g_string_new (NULL);

  append (words, swapped ? label : detail);
  append (words, years);
  soho_own_row_set_words (row, swapped ? detail : label != NULL ? label : _ ("Other"), words->str);
}

static void
soho_member_skill_row_class_init (SohoMemberSkillRowClass *klass)
{
  SOHO_OWN_ROW_CLASS (klass)->show = soho_member_skill_row_show;
}

static void
soho_member_skill_row_init (SohoMemberSkillRow *self)
{
}

static void
add_field (SohoOwnRow *self, SohoLibrary *library, const char *field, const char *title)
{
  GtkWidget *entry = soho_own_row_add_entry (self, title);

  if (g_str_equal (field, "years"))
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (entry), GTK_INPUT_PURPOSE_DIGITS);
  soho_own_field_set_record (soho_own_field_attach (entry, library, "member_skill", field),
                             soho_own_row_get_id (self), NULL);
}

GtkWidget *
soho_member_skill_row_new (SohoLibrary *library, gint64 id)
{
  SohoOwnRow *self = g_object_new (SOHO_TYPE_MEMBER_SKILL_ROW, NULL);

  soho_own_row_start (self, library, "member_skill", id);
  add_field (self, library, "detail", _ ("More exactly, in your words"));
  add_field (self, library, "years", _ ("Years of experience"));
  return GTK_WIDGET (self);
}
