/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/contact-editor.h"

#include <glib/gi18n-lib.h>

#include "store/drafts.h"
#include "widgets/contact-point-row.h"
#include "widgets/contact-row.h"
#include "widgets/own-rows.h"
#include "widgets/removal.h"

struct _SohoContactEditor
{
  AdwPreferencesGroup parent_instance;

  SohoLibrary *library; /* NULL before there is a member */
  gint64 member;
  SohoOwnRows *rows;
};

G_DEFINE_FINAL_TYPE (SohoContactEditor, soho_contact_editor, ADW_TYPE_PREFERENCES_GROUP)

static const char *const types[] = { "phone", "mobile", "email", "web", "address" };

static GtkWidget *
create_row (gpointer user_data, SohoRecord *point)
{
  SohoContactEditor *self = user_data;

  return soho_contact_point_row_new (self->library, self->member,
                                     soho_record_get_text (point, "type"),
                                     soho_record_get_id (point));
}

static void
on_removed (gpointer user_data, SohoOwnRow *row)
{
  SohoContactEditor *self = user_data;
  g_autofree char *sentence = g_strdup_printf (
      _ ("“%s” removed"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  if (soho_own_row_get_id (row) != 0)
    soho_remove_record (GTK_WIDGET (self), self->library, "contact_point",
                        soho_own_row_get_id (row), sentence);
  else
    soho_own_rows_drop (self->rows, row);
}

/* Whoever has changed their mind has written nothing. */
static void
on_expanded (SohoContactPointRow *row, GParamSpec *spec, SohoContactEditor *self)
{
  if (!adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row))
      && soho_contact_point_row_is_blank (row))
    soho_own_rows_drop (self->rows, SOHO_OWN_ROW (row));
}

static GtkWidget *
add_new (SohoContactEditor *self, const char *type)
{
  GtkWidget *row = soho_contact_point_row_new (self->library, self->member, type, 0);

  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded), self, 0);
  soho_own_rows_add (self->rows, row);
  return row;
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoContactEditor *self = SOHO_CONTACT_EDITOR (widget);

  soho_own_row_open (SOHO_OWN_ROW (add_new (self, g_variant_get_string (parameter, NULL))));
}

/* What was begun before the window was closed. */
static void
add_drafts (SohoContactEditor *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *place = g_strdup_printf ("contact_point/new-%s/value", types[i]);
      g_autofree char *text
          = soho_replica_dup_draft (soho_library_get_replica (self->library), place, NULL);

      if (text != NULL)
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (add_new (self, types[i])), TRUE);
    }
}

static GtkWidget *
create_add_button (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *content = adw_button_content_new ();

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *action = g_strdup_printf ("contacts.add::%s", types[i]);

      g_menu_append (menu, soho_contact_type_get_name (types[i]), action);
    }
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _ ("_Add"));
  adw_button_content_set_use_underline (ADW_BUTTON_CONTENT (content), TRUE);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), content);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Add a way to reach you"));
  return button;
}

static void
soho_contact_editor_dispose (GObject *object)
{
  SohoContactEditor *self = SOHO_CONTACT_EDITOR (object);

  g_clear_pointer (&self->rows, soho_own_rows_free);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_contact_editor_parent_class)->dispose (object);
}

static void
soho_contact_editor_class_init (SohoContactEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_contact_editor_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "contacts.add", "s", add_action);
}

static void
soho_contact_editor_init (SohoContactEditor *self)
{
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), create_add_button ());
}

void
soho_contact_editor_set_member (SohoContactEditor *self, SohoLibrary *library, gint64 member)
{
  g_autoptr (SohoRecordList) points
      = soho_record_list_new (library, "contact_point", "member", member);

  g_return_if_fail (self->library == NULL);
  self->library = g_object_ref (library);
  self->member = member;
  self->rows
      = soho_own_rows_new (ADW_PREFERENCES_GROUP (self), points, create_row, on_removed, self);
  add_drafts (self);
}
