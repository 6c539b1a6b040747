/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/reading-row.h"

#include <glib/gi18n-lib.h>

#include "formats/when.h"
#include "lists/reading-list.h"

struct _SohoReadingRow
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *section;
  GtkLabel *age;
};

G_DEFINE_FINAL_TYPE (SohoReadingRow, soho_reading_row, ADW_TYPE_BIN)

static void
soho_reading_row_class_init (SohoReadingRowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/reading-row.ui");
  gtk_widget_class_bind_template_child (widget, SohoReadingRow, icon);
  gtk_widget_class_bind_template_child (widget, SohoReadingRow, title);
  gtk_widget_class_bind_template_child (widget, SohoReadingRow, section);
  gtk_widget_class_bind_template_child (widget, SohoReadingRow, age);
}

static void
soho_reading_row_init (SohoReadingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
is_episode (SohoRecord *record)
{
  return g_str_equal (soho_record_get_kind (record)->name, "episode");
}

static const char *
get_section (SohoRecord *record)
{
  return is_episode (record) ? _ ("Podcast") : soho_record_get_text (record, "section");
}

/* The day of a date field; FALSE where none was said. */
static gboolean
get_date (SohoRecord *record, const char *field, gint64 *days)
{
  const SohoValue *value = soho_record_get_value (record, field);

  *days = value->type != SOHO_VALUE_NONE ? value->integer : 0;
  return value->type != SOHO_VALUE_NONE;
}

static char *
join (const char *first, const char *second)
{
  if (first != NULL && second != NULL)
    return g_strdup_printf ("%s · %s", first, second);
  return g_strdup (first != NULL ? first : second != NULL ? second : "");
}

static char *
dup_guide_age (SohoRecord *guide)
{
  const char *version = soho_record_get_text (guide, "version");
  g_autofree char *month = NULL, *revised = NULL, *edition = NULL;
  gint64 days;

  if (get_date (guide, "revised_on", &days))
    {
      month = soho_when_dup_month (days);
      /* Translators: a month and a year: when somebody last looked whether it still holds. */
      revised = g_strdup_printf (_ ("Verified in %s"), month);
    }
  if (version != NULL)
    edition = g_strdup_printf (_ ("version %s"), version);
  return join (revised, edition);
}

static char *
dup_episode_age (SohoRecord *episode)
{
  gint64 duration = soho_record_get_integer (episode, "duration", 0);
  g_autofree char *date = NULL, *length = NULL;
  gint64 days;

  if (get_date (episode, "published_on", &days))
    date = soho_when_dup_date (days);
  if (duration > 0)
    length = soho_when_dup_duration (duration);
  return join (date, length);
}

char *
soho_reading_row_dup_age (SohoRecord *record)
{
  return is_episode (record) ? dup_episode_age (record) : dup_guide_age (record);
}

static GtkWidget *
create (void)
{
  return g_object_new (SOHO_TYPE_READING_ROW, NULL);
}

static void
fill (GtkWidget *row, SohoRecord *record, gboolean headed)
{
  SohoReadingRow *self = SOHO_READING_ROW (row);
  g_autofree char *title = soho_record_dup_title (record);
  g_autofree char *age = soho_reading_row_dup_age (record);
  const char *section = get_section (record);

  gtk_image_set_from_icon_name (self->icon, is_episode (record)
                                                ? "audio-input-microphone-symbolic"
                                                : "accessories-dictionary-symbolic");
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->section, section != NULL ? section : "");
  gtk_widget_set_visible (GTK_WIDGET (self->section), !headed);
  gtk_label_set_text (self->age, age);
  gtk_widget_set_visible (GTK_WIDGET (self->age), *age != '\0');
}

static char *
dup_description (SohoRecord *record)
{
  g_autofree char *title = soho_record_dup_title (record);
  g_autofree char *age = soho_reading_row_dup_age (record);
  const char *section = get_section (record);
  GString *text = g_string_new (title);

  if (section != NULL)
    g_string_append_printf (text, ", %s", section);
  if (*age != '\0')
    g_string_append_printf (text, ", %s", age);
  return g_string_free (text, FALSE);
}

static char *
dup_heading (SohoRecordList *records, SohoRecord *record)
{
  return soho_reading_list_has_words (SOHO_READING_LIST (records))
             ? NULL
             : g_strdup (get_section (record));
}

const SohoHeadedRows soho_reading_rows = {
  .create = create,
  .fill = fill,
  .dup_description = dup_description,
  .dup_heading = dup_heading,
};
