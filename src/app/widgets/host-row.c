/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/host-row.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "formats/phone.h"
#include "platform/launch.h"
#include "widgets/fact-row.h"

/* "Call" for the eye, "Call Berthe Maquette" for the ear. */
static GtkWidget *
add_button (AdwActionRow *row, const char *icon, const char *verb, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = g_strdup_printf ("%s %s", verb, name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, verb);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  adw_action_row_add_suffix (row, button);
  return button;
}

static void
add_uri_button (
    AdwActionRow *row, const char *icon, const char *verb, const char *name, const char *uri)
{
  GtkWidget *button = add_button (row, icon, verb, name);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-uri");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", uri);
}

/* Where it does not fit, an address breaks after its points, not at a hyphen that is not its own.
 */
static char *
dup_breakable (const char *address)
{
  GString *text = g_string_new (NULL);

  for (const char *p = address; *p != '\0'; p++)
    {
      g_string_append_c (text, *p);
      if (*p == '@' || *p == '.' || *p == '-')
        g_string_append (text, "\u200b");
    }
  return g_string_free (text, FALSE);
}

/* Who they are here, and how to reach them, each on its line. */
static char *
dup_text (const char *role, const char *phone, const char *email)
{
  g_autofree char *number = phone != NULL ? soho_phone_format (phone) : NULL;
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  if (role != NULL)
    g_strv_builder_add (lines, role);
  if (number != NULL)
    g_strv_builder_add (lines, number);
  if (email != NULL)
    g_strv_builder_add (lines, email);
  texts = g_strv_builder_end (lines);
  return g_strjoinv ("\n", texts);
}

static void
add_card_button (AdwActionRow *row, SohoRecord *contact, const char *name)
{
  GtkWidget *button = add_button (row, "avatar-default-symbolic", _ ("See the card of"), name);

  gtk_widget_set_tooltip_text (button, _ ("See the card"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(sx)", "member",
                                    soho_record_get_integer (contact, "member", 0));
}

GtkWidget *
soho_host_row_new (SohoRecord *contact, gboolean has_card)
{
  const char *phone = soho_record_get_text (contact, "phone");
  const char *email = soho_record_get_text (contact, "email");
  g_autofree char *call = phone != NULL ? soho_launch_dup_call_uri (phone) : NULL;
  g_autofree char *write = email != NULL ? soho_launch_dup_mail_uri (email) : NULL;
  g_autofree char *name = soho_record_dup_title (contact);
  g_autofree char *said = dup_text (soho_record_get_text (contact, "role"), phone, email);
  g_autofree char *address = email != NULL ? dup_breakable (email) : NULL;
  g_autofree char *text = dup_text (soho_record_get_text (contact, "role"), phone, address);
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *avatar = adw_avatar_new (40, name, TRUE);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (row, text);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_add_prefix (row, avatar);
  soho_fact_row_name (GTK_WIDGET (row), name, said);
  if (call != NULL)
    add_uri_button (row, "call-start-symbolic", _ ("Call"), name, call);
  if (write != NULL)
    add_uri_button (row, "mail-message-new-symbolic", _ ("Write"), name, write);
  if (has_card)
    add_card_button (row, contact, name);
  return GTK_WIDGET (row);
}
