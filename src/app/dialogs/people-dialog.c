/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/people-dialog.h"

#include <glib/gi18n-lib.h>

#include "dialogs/account-view.h"
#include "dialogs/invitation-view.h"
#include "dialogs/invite-view.h"
#include "dialogs/people-ask.h"
#include "widgets/role-words.h"
#include "widgets/toast.h"

struct _SohoPeopleDialog
{
  AdwWindow parent_instance;

  AdwLeaflet *leaflet;
  GtkWidget *list_page;
  GtkWidget *detail_page;
  GtkEditable *search;
  GtkStack *state;
  GtkListBox *people;
  GtkWidget *more;
  AdwStatusPage *failure;
  AdwWindowTitle *detail_title;
  AdwBin *detail;

  SohoLibrary *library;
  GCancellable *listing; /* of the list that is asked for, else NULL */
};

G_DEFINE_FINAL_TYPE (SohoPeopleDialog, soho_people_dialog, ADW_TYPE_WINDOW)

static void list_people (SohoPeopleDialog *self);

/* What the list is divided into, in order. */
typedef enum
{
  SECTION_ROLES,
  SECTION_INVITED,
  SECTION_OTHERS,
} Section;

static Section
get_section (const SohoPersonEntry *entry)
{
  if (g_strv_length (entry->roles) > 1) /* all are members */
    return SECTION_ROLES;
  return entry->active ? SECTION_OTHERS : SECTION_INVITED;
}

static const char *
get_heading (Section section)
{
  switch (section)
    {
    case SECTION_ROLES:
      return _ ("With a Role");
    case SECTION_INVITED:
      return _ ("Invited, Not Here Yet");
    default:
      return _ ("Members");
    }
}

static const char *
get_name (const SohoPersonEntry *entry)
{
  return entry->name != NULL ? entry->name : entry->email;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const SohoPersonEntry *first = *(gpointer *) a, *second = *(gpointer *) b;
  int difference = (int) get_section (first) - (int) get_section (second);

  return difference != 0 ? difference : g_utf8_collate (get_name (first), get_name (second));
}

static void
show_detail (SohoPeopleDialog *self, const char *title, GtkWidget *view)
{
  adw_window_title_set_title (self->detail_title, title);
  adw_bin_set_child (self->detail, view);
  adw_leaflet_set_visible_child (self->leaflet, self->detail_page);
}

static void
on_back (SohoPeopleDialog *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->list_page);
}

/* A code is gone from here with the view that shows it. */
static void
on_visible_child_changed (SohoPeopleDialog *self)
{
  if (!adw_leaflet_get_child_transition_running (self->leaflet)
      && adw_leaflet_get_visible_child (self->leaflet) == self->list_page)
    adw_bin_set_child (self->detail, NULL);
}

static void
on_invited (SohoPeopleDialog *self, const SohoInvitation *invitation)
{
  show_detail (self, _ ("Invitation"), soho_invitation_view_new (self->library, invitation));
  list_people (self);
}

static void
on_withdrawn (SohoPeopleDialog *self)
{
  on_back (self);
  soho_toast_say (self->list_page, _ ("Invitation withdrawn"));
  list_people (self);
}

static void
on_invite (SohoPeopleDialog *self)
{
  GtkWidget *view = soho_invite_view_new (self->library);

  g_signal_connect_object (view, "invited", G_CALLBACK (on_invited), self, G_CONNECT_SWAPPED);
  show_detail (self, _ ("Invite Somebody"), view);
  gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
}

static void
on_row_activated (SohoPeopleDialog *self, GtkListBoxRow *row)
{
  const SohoPersonEntry *entry = g_object_get_data (G_OBJECT (row), "entry");
  GtkWidget *view = soho_account_view_new (self->library, entry);

  g_signal_connect_object (view, "changed", G_CALLBACK (list_people), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "invited", G_CALLBACK (on_invited), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "withdrawn", G_CALLBACK (on_withdrawn), self, G_CONNECT_SWAPPED);
  show_detail (self, get_name (entry), view);
}

static char *
dup_subtitle (SohoPeopleDialog *self, const SohoPersonEntry *entry)
{
  g_autofree char *roles = soho_role_dup_line (self->library, (const char *const *) entry->roles);
  g_autofree char *state = soho_account_view_dup_state (entry);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  if (*roles != '\0')
    g_ptr_array_add (lines, roles);
  if (entry->name != NULL)
    g_ptr_array_add (lines, entry->email);
  if (state != NULL)
    g_ptr_array_add (lines, state);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static GtkWidget *
create_row (SohoPeopleDialog *self, const SohoPersonEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = dup_subtitle (self, entry);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), get_name (entry));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  if (*subtitle != '\0')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
  g_object_set_data_full (G_OBJECT (row), "entry", soho_person_entry_copy (entry),
                          (GDestroyNotify) soho_person_entry_free);
  return row;
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  Section section = get_section (g_object_get_data (G_OBJECT (row), "entry"));
  GtkWidget *heading;

  if (before != NULL && get_section (g_object_get_data (G_OBJECT (before), "entry")) == section)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  heading = gtk_label_new (get_heading (section));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "people-heading");
  gtk_list_box_row_set_header (row, heading);
}

static void
fill (SohoPeopleDialog *self, const SohoPeople *people)
{
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->people, 0))) != NULL)
    gtk_list_box_remove (self->people, row);
  g_ptr_array_sort (people->entries, compare_entries);
  for (guint i = 0; i < people->entries->len; i++)
    gtk_list_box_append (self->people, create_row (self, g_ptr_array_index (people->entries, i)));
  gtk_widget_set_visible (self->more, people->more);
  gtk_stack_set_visible_child_name (self->state, people->entries->len > 0 ? "list" : "nobody");
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoPeopleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoPeople) people = soho_account_work_finish (result, &error);

  /* What was asked for before is not looked at any more. */
  if (g_task_get_cancellable (G_TASK (result)) != self->listing)
    return;
  g_clear_object (&self->listing);
  if (people != NULL)
    fill (self, people);
  else
    {
      adw_status_page_set_description (self->failure, error->message);
      gtk_stack_set_visible_child_name (self->state, "failure");
    }
}

static void
list_people (SohoPeopleDialog *self)
{
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  self->listing = g_cancellable_new ();
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->state), "failure") == 0)
    gtk_stack_set_visible_child_name (self->state, "waiting");
  soho_people_ask_list (soho_library_get_membership (self->library),
                        gtk_editable_get_text (self->search), self->listing, on_listed,
                        g_object_ref (self));
}

/* Back from what is shown of somebody, and from the list out of the window. */
static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  SohoPeopleDialog *self = SOHO_PEOPLE_DIALOG (widget);

  if (adw_leaflet_get_visible_child (self->leaflet) == self->detail_page)
    on_back (self);
  else
    gtk_window_close (GTK_WINDOW (self));
  return GDK_EVENT_STOP;
}

static gboolean
on_alt_left (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  on_back (SOHO_PEOPLE_DIALOG (widget));
  return GDK_EVENT_STOP;
}

static void
soho_people_dialog_dispose (GObject *object)
{
  SohoPeopleDialog *self = SOHO_PEOPLE_DIALOG (object);

  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_people_dialog_parent_class)->dispose (object);
}

static void
soho_people_dialog_class_init (SohoPeopleDialogClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_people_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/people-dialog.ui");
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, leaflet);
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, list_page);
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, detail_page);
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, search);
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, state);
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, people);
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, more);
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, failure);
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, detail_title);
  gtk_widget_class_bind_template_child (widget, SohoPeopleDialog, detail);
  gtk_widget_class_bind_template_callback (widget, list_people);
  gtk_widget_class_bind_template_callback (widget, on_back);
  gtk_widget_class_bind_template_callback (widget, on_invite);
  gtk_widget_class_bind_template_callback (widget, on_row_activated);
  gtk_widget_class_bind_template_callback (widget, on_visible_child_changed);
  gtk_widget_class_add_binding (widget, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_add_binding (widget, GDK_KEY_Left, GDK_ALT_MASK, on_alt_left, NULL);
}

static void
soho_people_dialog_init (SohoPeopleDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->people, add_heading, NULL, NULL);
}

GtkWidget *
soho_people_dialog_new (GtkWindow *parent, SohoLibrary *library)
{
  SohoPeopleDialog *self
      = g_object_new (SOHO_TYPE_PEOPLE_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->library = g_object_ref (library);
  list_people (self);
  return GTK_WIDGET (self);
}
