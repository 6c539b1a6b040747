/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/meeting-row.h"

#include <glib/gi18n-lib.h>

#include "formats/when.h"
#include "model/gazetteer.h"

struct _SohoMeetingRow
{
  AdwBin parent_instance;

  GtkLabel *day;
  GtkLabel *month;
  GtkLabel *title;
  GtkLabel *place;
  GtkWidget *states;
  GtkLabel *state;
  GtkLabel *online;
};

G_DEFINE_FINAL_TYPE (SohoMeetingRow, soho_meeting_row, ADW_TYPE_BIN)

static void
soho_meeting_row_class_init (SohoMeetingRowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/meeting-row.ui");
  gtk_widget_class_bind_template_child (widget, SohoMeetingRow, day);
  gtk_widget_class_bind_template_child (widget, SohoMeetingRow, month);
  gtk_widget_class_bind_template_child (widget, SohoMeetingRow, title);
  gtk_widget_class_bind_template_child (widget, SohoMeetingRow, place);
  gtk_widget_class_bind_template_child (widget, SohoMeetingRow, states);
  gtk_widget_class_bind_template_child (widget, SohoMeetingRow, state);
  gtk_widget_class_bind_template_child (widget, SohoMeetingRow, online);
}

static void
soho_meeting_row_init (SohoMeetingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
soho_meeting_row_get_state (SohoRecord *event)
{
  const char *state = soho_record_get_text (event, "state");

  if (g_strcmp0 (state, "cancelled") == 0)
    return _ ("Cancelled");
  return g_strcmp0 (state, "proposed") == 0 ? _ ("Proposed") : NULL;
}

/* NULL for an event without a start, which nothing valid is. */
static GDateTime *
new_start (SohoRecord *event)
{
  const SohoValue *start = soho_record_get_value (event, "start");

  return start->type != SOHO_VALUE_NONE ? g_date_time_new_from_unix_local (start->integer) : NULL;
}

/* "18 h 30 · Auch". */
static char *
dup_place (SohoRecord *event, GDateTime *start)
{
  const SohoCommune *commune = soho_gazetteer_find (soho_record_get_text (event, "commune"));
  const char *place = soho_record_get_text (event, "place");
  const char *where = commune != NULL ? commune->name : place;
  g_autofree char *time = start != NULL ? soho_when_dup_time (start) : g_strdup ("");

  return where != NULL ? g_strdup_printf ("%s · %s", time, where) : g_strdup (time);
}

static gboolean
is_online (SohoRecord *event)
{
  return soho_record_get_text (event, "online") != NULL;
}

static void
fill_states (SohoMeetingRow *self, SohoRecord *event)
{
  const char *state = soho_meeting_row_get_state (event);
  gboolean cancelled = g_strcmp0 (soho_record_get_text (event, "state"), "cancelled") == 0;

  gtk_label_set_text (self->state, state != NULL ? state : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->online), is_online (event));
  gtk_widget_set_visible (self->states, state != NULL || is_online (event));
  if (cancelled)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->state), "cancelled");
      gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->state), "cancelled");
      gtk_widget_remove_css_class (GTK_WIDGET (self->title), "dim-label");
    }
}

static GtkWidget *
create (void)
{
  return g_object_new (SOHO_TYPE_MEETING_ROW, NULL);
}

static void
fill (GtkWidget *row, SohoRecord *event, gboolean headed)
{
  SohoMeetingRow *self = SOHO_MEETING_ROW (row);
  g_autoptr (GDateTime) start = new_start (event);
  g_autofree char *title = soho_record_dup_title (event);
  g_autofree char *place = dup_place (event, start);
  g_autofree char *day = start != NULL ? g_date_time_format (start, "%-d") : g_strdup ("");
  g_autofree char *month = start != NULL ? g_date_time_format (start, "%b") : g_strdup ("");

  gtk_label_set_text (self->day, day);
  gtk_label_set_text (self->month, month);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->place, place);
  fill_states (self, event);
}

static char *
dup_description (SohoRecord *event)
{
  g_autoptr (GDateTime) start = new_start (event);
  g_autofree char *title = soho_record_dup_title (event);
  g_autofree char *place = dup_place (event, start);
  g_autofree char *day = start != NULL ? soho_when_dup_day (start) : g_strdup ("");
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%s, %s, %s", title, day, place);
  if (soho_meeting_row_get_state (event) != NULL)
    g_string_append_printf (text, ", %s", soho_meeting_row_get_state (event));
  if (is_online (event))
    g_string_append_printf (text, ", %s", _ ("Online"));
  return g_string_free (text, FALSE);
}

static char *
dup_heading (SohoRecordList *records, SohoRecord *event)
{
  g_autoptr (GDateTime) start = new_start (event);
  g_autofree char *day = start != NULL ? soho_when_dup_day (start) : NULL;

  return day != NULL ? soho_when_dup_capitalized (day) : NULL;
}

const SohoHeadedRows soho_meeting_rows = {
  .create = create,
  .fill = fill,
  .dup_description = dup_description,
  .dup_heading = dup_heading,
};
