/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/contact-row.h"

#include <glib/gi18n-lib.h>

#include "formats/phone.h"
#include "platform/launch.h"
#include "widgets/dial-code.h"
#include "widgets/fact-row.h"

struct _SohoContactRow
{
  AdwActionRow parent_instance;

  GtkImage *icon;
  GtkButton *open_button;
  SohoDialCode *dial_code;
  GtkButton *copy_button;
};

G_DEFINE_FINAL_TYPE (SohoContactRow, soho_contact_row, ADW_TYPE_ACTION_ROW)

typedef struct
{
  const char *type, *name, *icon;
  const char *open_name, *open_icon; /* NULL where it can only be copied */
  char *(*dup_uri) (const char *value);
} ContactType;

static const ContactType contact_types[] = {
  { "phone", N_ ("Telephone"), "call-start-symbolic", N_ ("Call"), "call-start-symbolic",
    soho_launch_dup_call_uri },
  { "mobile", N_ ("Mobile"), "phone-symbolic", N_ ("Call"), "call-start-symbolic",
    soho_launch_dup_call_uri },
  { "email", N_ ("E-mail"), "mail-unread-symbolic", N_ ("Write"), "mail-message-new-symbolic",
    soho_launch_dup_mail_uri },
  { "web", N_ ("Web site"), "web-browser-symbolic", N_ ("Open"), "adw-external-link-symbolic",
    soho_launch_dup_page_uri },
  { "address", N_ ("Address"), "mark-location-symbolic", NULL, NULL, NULL },
  { NULL, N_ ("Other"), "user-info-symbolic", NULL, NULL, NULL },
};

static const ContactType *
find_type (const char *type)
{
  const ContactType *found = contact_types;

  while (found->type != NULL && g_strcmp0 (found->type, type) != 0)
    found++;
  return found;
}

/* As people write it: numbers the French way, pages without what the browser adds. opens: whether
 * value is what its type says. */
static char *
dup_shown_value (const ContactType *type, const char *value, gboolean opens)
{
  g_autoptr (GUri) uri = NULL;
  const char *path;

  if (type->dup_uri == soho_launch_dup_call_uri)
    return soho_phone_format (value);
  if (type->dup_uri == soho_launch_dup_page_uri && opens)
    uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_query (uri) != NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (value);
  path = g_uri_get_path (uri);
  return g_strconcat (g_uri_get_host (uri), g_str_equal (path, "/") ? "" : path, NULL);
}

const char *
soho_contact_type_get_name (const char *type)
{
  return _ (find_type (type)->name);
}

const char *
soho_contact_type_get_icon (const char *type)
{
  return find_type (type)->icon;
}

char *
soho_contact_type_dup_shown (const char *type_name, const char *value)
{
  const ContactType *type = find_type (type_name);
  g_autofree char *uri = type->dup_uri != NULL ? type->dup_uri (value) : NULL;

  return dup_shown_value (type, value, uri != NULL);
}

static void
soho_contact_row_class_init (SohoContactRowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SOHO_TYPE_DIAL_CODE);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/contact-row.ui");
  gtk_widget_class_bind_template_child (widget, SohoContactRow, icon);
  gtk_widget_class_bind_template_child (widget, SohoContactRow, open_button);
  gtk_widget_class_bind_template_child (widget, SohoContactRow, dial_code);
  gtk_widget_class_bind_template_child (widget, SohoContactRow, copy_button);
}

static void
soho_contact_row_init (SohoContactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* "Call" for the eye, "Call 05 36 49 01 01" for the ear: in a list of rows the one word would be
 * said many times over. */
static void
name_button (GtkButton *button, const char *verb, const char *object)
{
  g_autofree char *name = g_strdup_printf ("%s %s", verb, object);

  gtk_widget_set_tooltip_text (GTK_WIDGET (button), verb);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
fill_open_button (SohoContactRow *self, const ContactType *type, const char *shown, const char *uri)
{
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), uri != NULL);
  if (uri == NULL)
    {
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), NULL);
      return;
    }
  gtk_button_set_icon_name (self->open_button, type->open_icon);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_button), "s", uri);
  name_button (self->open_button, _ (type->open_name), shown);
}

GtkWidget *
soho_contact_row_new (const char *type_name, const char *value, const char *label)
{
  SohoContactRow *self = g_object_new (SOHO_TYPE_CONTACT_ROW, NULL);
  const ContactType *type = find_type (type_name);
  g_autofree char *uri = type->dup_uri != NULL ? type->dup_uri (value) : NULL;
  g_autofree char *shown = dup_shown_value (type, value, uri != NULL);
  g_autofree char *name = label != NULL ? g_strdup_printf ("%s · %s", _ (type->name), label)
                                        : g_strdup (_ (type->name));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), shown);
  /* Only an address is read well in lines; in the others a break would put a hyphen that is not
   * theirs. */
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), type->dup_uri != NULL ? 1 : 0);
  soho_fact_row_name (GTK_WIDGET (self), name, shown);
  gtk_image_set_from_icon_name (self->icon, type->icon);
  fill_open_button (self, type, shown, uri);
  if (uri != NULL && type->dup_uri == soho_launch_dup_call_uri)
    {
      soho_dial_code_set_number (self->dial_code, uri, shown);
      gtk_widget_set_visible (GTK_WIDGET (self->dial_code), TRUE);
    }
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copy_button), "s", shown);
  name_button (self->copy_button, _ ("Copy"), shown);
  return GTK_WIDGET (self);
}
