/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/resource-row.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "widgets/fact-row.h"

static const SohoResourceType types[] = {
  { "desk", N_ ("Desks"), "video-display-symbolic" },
  { "office", N_ ("Offices"), "soho-premises-symbolic" },
  { "meeting_room", N_ ("Meeting Rooms"), "system-users-symbolic" },
  { "computer", N_ ("Computers"), "computer-symbolic" },
  { "printer", N_ ("Printers"), "printer-symbolic" },
  { "phone", N_ ("Telephones"), "call-start-symbolic" },
  { NULL, N_ ("Also Here"), "emblem-default-symbolic" },
};

guint
soho_resource_get_n_types (void)
{
  return G_N_ELEMENTS (types);
}

const SohoResourceType *
soho_resource_get_nth_type (guint i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (types), NULL);
  return &types[i];
}

guint
soho_resource_find_type (SohoRecord *resource)
{
  const char *value = soho_record_get_text (resource, "type");
  guint i = 0;

  while (types[i].value != NULL && g_strcmp0 (types[i].value, value) != 0)
    i++;
  return i;
}

static void
append_part (GString *text, const char *part)
{
  if (part != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

/* "For 8 people · €20 half a day · without booking", then what is there. "" if nothing is known. */
static char *
dup_text (SohoRecord *resource)
{
  gint64 capacity = soho_record_get_integer (resource, "capacity", 0);
  const char *equipment = soho_record_get_text (resource, "equipment");
  GString *text = g_string_new (NULL);

  if (capacity > 0)
    {
      g_autofree char *people = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "For %d person", "For %d people", (gulong) capacity),
          (int) capacity);

      append_part (text, people);
    }
  append_part (text, soho_record_get_text (resource, "rate"));
  if (soho_record_get_integer (resource, "walk_in", 0) != 0)
    append_part (text, _ ("without booking"));
  if (equipment != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", equipment);
  return g_string_free (text, FALSE);
}

GtkWidget *
soho_resource_row_new (SohoRecord *resource)
{
  g_autofree char *title = soho_record_dup_title (resource);
  g_autofree char *text = dup_text (resource);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon
      = g_object_new (GTK_TYPE_IMAGE, "icon-name", types[soho_resource_find_type (resource)].icon,
                      "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  soho_fact_row_name (row, title, text);
  return row;
}
