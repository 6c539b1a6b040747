/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/outbox-page.h"

#include <glib/gi18n-lib.h>

#include "formats/when.h"
#include "outgoing.h"
#include "store/withdraw.h"
#include "widgets/edit-words.h"
#include "widgets/fact-row.h"
#include "widgets/returned-text.h"
#include "widgets/toast.h"

struct _SohoOutboxPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkWidget *nothing;
  GtkWidget *content;
  AdwPreferencesGroup *waiting;
  GtkBox *returned;
  GtkWidget *send;

  SohoLibrary *library;
  GPtrArray *rows;  /* of the group `waiting`; not owned */
  GPtrArray *texts; /* SohoReturnedText; not owned */
  char *shown;      /* what the rows tell, so that they are made anew only for something else */
};

static void page_interface_init (SohoPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoOutboxPage,
                               soho_outbox_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SOHO_TYPE_PAGE, page_interface_init))

/* "since 14 h 32", or since which day. */
static char *
dup_since (gint64 made)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (made);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *words = NULL;

  if (moment == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (moment) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (moment) == g_date_time_get_day_of_year (now))
    {
      words = soho_when_dup_time (moment);
      return g_strdup_printf (_ ("since %s"), words);
    }
  words = soho_when_dup_day (moment);
  return g_strdup_printf (_ ("since %s"), words);
}

static void
on_withdraw_clicked (SohoOutboxPage *self, GtkButton *button)
{
  gint64 deed = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "soho-deed"));
  g_autoptr (GError) error = NULL;
  gboolean countered;

  if (!soho_outgoing_withdraw (self->library, deed, &countered, &error))
    soho_toast_say (GTK_WIDGET (self), error->message);
  else if (countered)
    soho_toast_say (GTK_WIDGET (self),
                    _ ("It may have arrived already: the next sync takes it back there"));
  else
    soho_toast_say (GTK_WIDGET (self), _ ("Taken back: it will not be sent"));
}

static GtkWidget *
create_withdraw_button (SohoOutboxPage *self, const SohoWaiting *waiting, const char *heading)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gboolean final = waiting->sent && waiting->edit->act == SOHO_EDIT_DELETE;
  /* Translators: %s is what was written. */
  g_autofree char *label = g_strdup_printf (_ ("Take back: %s"), heading);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_sensitive (button, !final);
  gtk_widget_set_tooltip_text (button, final ? _ ("The deletion may have arrived already")
                                             : _ ("Take back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data (G_OBJECT (button), "soho-deed", GSIZE_TO_POINTER (waiting->deed));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_withdraw_clicked), self);
  return button;
}

static void
add_waiting (SohoOutboxPage *self, const SohoWaiting *waiting)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *heading = soho_edit_words_dup_heading (self->library, waiting->edit);
  g_autofree char *text = soho_edit_words_dup_text (self->library, waiting->edit);
  g_autofree char *since = dup_since (waiting->made);
  g_autofree char *subtitle
      = g_strdup_printf ("%s%s%s%s", text != NULL ? text : "", text != NULL ? "\n" : "", since,
                         waiting->sent ? _ (", sent, and not answered yet") : "");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), heading);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_withdraw_button (self, waiting, heading));
  soho_fact_row_name (row, heading, subtitle);
  adw_preferences_group_add (self->waiting, row);
  g_ptr_array_add (self->rows, row);
}

/* The last edit of a deed speaks for it: of a record and its parts, the record. */
static void
add_all_waiting (SohoOutboxPage *self, GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      const SohoWaiting *waiting = g_ptr_array_index (all, i);
      const SohoWaiting *next = i + 1 < all->len ? g_ptr_array_index (all, i + 1) : NULL;

      if (next == NULL || next->deed != waiting->deed)
        add_waiting (self, waiting);
    }
}

static void
add_returned (SohoOutboxPage *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      GtkWidget *text = soho_returned_text_new (self->library, g_ptr_array_index (entries, i));

      gtk_box_append (self->returned, text);
      g_ptr_array_add (self->texts, text);
    }
}

static void
clear (SohoOutboxPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->waiting, g_ptr_array_index (self->rows, i));
  for (guint i = 0; i < self->texts->len; i++)
    gtk_box_remove (self->returned, g_ptr_array_index (self->texts, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->texts, 0);
}

/* All that the rows tell. What others wrote meanwhile is beside it, and follows by itself. */
static char *
dup_state (GPtrArray *waiting, GPtrArray *entries)
{
  GString *state = g_string_new (NULL);

  for (guint i = 0; i < waiting->len; i++)
    {
      const SohoWaiting *one = g_ptr_array_index (waiting, i);

      g_string_append_printf (state, "%" G_GINT64_FORMAT "%c ", one->deed, one->sent ? 's' : 'w');
    }
  g_string_append_c (state, '|');
  for (guint i = 0; i < entries->len; i++)
    g_string_append_printf (state, "%" G_GINT64_FORMAT " ",
                            ((SohoTrayEntry *) g_ptr_array_index (entries, i))->entry);
  return g_string_free (state, FALSE);
}

static void
show_step (SohoOutboxPage *self)
{
  gboolean failed = soho_library_get_sync_state (self->library) == SOHO_SYNC_FAILED;
  const char *explanation = soho_library_get_sync_explanation (self->library);

  gtk_widget_set_sensitive (self->send, soho_library_get_server (self->library) != NULL
                                            && soho_library_get_sync_state (self->library)
                                                   != SOHO_SYNC_RUNNING);
  adw_preferences_group_set_description (
      self->waiting, failed && explanation != NULL
                         ? explanation
                         : _ ("It leaves by itself as soon as there is a network."));
}

static void
show_all (SohoOutboxPage *self)
{
  SohoReplica *replica = soho_library_get_replica (self->library);
  GError *error = NULL;
  g_autoptr (GPtrArray) waiting = soho_replica_list_waiting (replica, &error);
  g_autoptr (GPtrArray) entries = waiting != NULL ? soho_replica_list_tray (replica, &error) : NULL;
  g_autofree char *state = NULL;

  if (entries == NULL)
    {
      soho_library_report (self->library, error);
      return;
    }
  for (guint i = 0; i < self->texts->len; i++)
    soho_returned_text_refresh (g_ptr_array_index (self->texts, i));
  state = dup_state (waiting, entries);
  if (g_strcmp0 (state, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&state);
  clear (self);
  add_all_waiting (self, waiting);
  add_returned (self, entries);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), waiting->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->returned), entries->len > 0);
  gtk_stack_set_visible_child (self->stack,
                               waiting->len + entries->len > 0 ? self->content : self->nothing);
}

static void
soho_outbox_page_set_library (SohoPage *page, SohoLibrary *library)
{
  SohoOutboxPage *self = SOHO_OUTBOX_PAGE (page);

  g_return_if_fail (self->library == NULL);
  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "sync-changed", G_CALLBACK (show_step), self,
                           G_CONNECT_SWAPPED);
  show_all (self);
  show_step (self);
}

/* There is nothing to search; the keyboard goes to the beginning. */
static void
soho_outbox_page_search (SohoPage *page)
{
  gtk_widget_child_focus (GTK_WIDGET (page), GTK_DIR_TAB_FORWARD);
}

static void
page_interface_init (SohoPageInterface *interface)
{
  interface->set_library = soho_outbox_page_set_library;
  interface->search = soho_outbox_page_search;
}

static void
soho_outbox_page_dispose (GObject *object)
{
  SohoOutboxPage *self = SOHO_OUTBOX_PAGE (object);

  g_clear_object (&self->library);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (soho_outbox_page_parent_class)->dispose (object);
}

static void
soho_outbox_page_class_init (SohoOutboxPageClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_outbox_page_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/outbox-page.ui");
  gtk_widget_class_bind_template_child (widget, SohoOutboxPage, stack);
  gtk_widget_class_bind_template_child (widget, SohoOutboxPage, nothing);
  gtk_widget_class_bind_template_child (widget, SohoOutboxPage, content);
  gtk_widget_class_bind_template_child (widget, SohoOutboxPage, waiting);
  gtk_widget_class_bind_template_child (widget, SohoOutboxPage, returned);
  gtk_widget_class_bind_template_child (widget, SohoOutboxPage, send);
}

static void
soho_outbox_page_init (SohoOutboxPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  self->texts = g_ptr_array_new ();
}
