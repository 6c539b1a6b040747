/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/note-group.h"

#include <glib/gi18n-lib.h>

#include "keeping.h"
#include "membership.h"
#include "outgoing.h"
#include "widgets/removal.h"

/* Without a key pressed for so long, the note is kept. */
#define KEEP_AFTER_MS 1500

struct _SohoNoteGroup
{
  AdwPreferencesGroup parent_instance;

  GtkTextView *view;
  GtkTextBuffer *buffer; /* of the view */

  SohoLibrary *library;
  char *kind;
  gint64 id;
  guint keep_timeout; /* while something typed is not kept */
};

G_DEFINE_FINAL_TYPE (SohoNoteGroup, soho_note_group, ADW_TYPE_PREFERENCES_GROUP)

static char *
dup_typed (SohoNoteGroup *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));
}

/* What was typed enters the replica. An emptied note is one that is deleted. */
static void
keep (SohoNoteGroup *self)
{
  g_autofree char *typed = NULL;
  g_autofree char *kept = NULL;
  gint64 note;

  if (self->keep_timeout == 0)
    return;
  g_clear_handle_id (&self->keep_timeout, g_source_remove);
  typed = dup_typed (self);
  kept = soho_keeping_dup_note (self->library, self->kind, self->id, &note);
  if (g_strcmp0 (typed, kept != NULL ? kept : "") == 0)
    return;
  if (*typed != '\0')
    soho_keeping_write_note (self->library, self->kind, self->id, typed);
  else
    soho_remove_record (GTK_WIDGET (self), self->library, "private_note", note, _ ("Note deleted"));
}

static gboolean
on_keep_due (gpointer user_data)
{
  keep (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_typed (SohoNoteGroup *self)
{
  if (self->keep_timeout != 0)
    g_source_remove (self->keep_timeout);
  self->keep_timeout = g_timeout_add (KEEP_AFTER_MS, on_keep_due, self);
}

/* Whatever is being typed is not replaced under the person's hands. */
static void
show (SohoNoteGroup *self)
{
  gint64 person = soho_membership_get_person (soho_library_get_membership (self->library));
  gboolean fits = person != 0 && self->id != 0 && self->id != person;
  g_autofree char *kept = NULL;
  g_autofree char *typed = NULL;
  gint64 note = 0;

  gtk_widget_set_visible (GTK_WIDGET (self), fits);
  if (self->keep_timeout != 0)
    return;
  if (fits)
    kept = soho_keeping_dup_note (self->library, self->kind, self->id, &note);
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self), note != 0 && soho_outgoing_is_waiting (self->library, note)
                                        ? _ ("You alone can read it. It has not been sent yet.")
                                        : _ ("You alone can read it."));
  typed = dup_typed (self);
  if (g_strcmp0 (typed, kept != NULL ? kept : "") == 0)
    return;
  g_signal_handlers_block_by_func (self->buffer, on_typed, self);
  gtk_text_buffer_set_text (self->buffer, kept != NULL ? kept : "", -1);
  g_signal_handlers_unblock_by_func (self->buffer, on_typed, self);
}

static void
soho_note_group_dispose (GObject *object)
{
  SohoNoteGroup *self = SOHO_NOTE_GROUP (object);

  if (self->library != NULL)
    keep (self);
  g_clear_object (&self->library);
  g_clear_pointer (&self->kind, g_free);
  G_OBJECT_CLASS (soho_note_group_parent_class)->dispose (object);
}

static void
soho_note_group_class_init (SohoNoteGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_note_group_dispose;
}

static void
soho_note_group_init (SohoNoteGroup *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *view = gtk_text_view_new ();

  self->view = GTK_TEXT_VIEW (view);
  self->buffer = gtk_text_view_get_buffer (self->view);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("My Note"));
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_widget_add_css_class (view, "note");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("My Note"), -1);
  gtk_widget_add_controller (view, focus);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (keep), self);
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (on_typed), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), view);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
follow (SohoNoteGroup *self, SohoLibrary *library)
{
  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (soho_library_get_membership (library), "changed", G_CALLBACK (show),
                           self, G_CONNECT_SWAPPED);
}

void
soho_note_group_set_record (SohoNoteGroup *self, SohoLibrary *library, const char *kind, gint64 id)
{
  if (self->library == NULL)
    follow (self, library);
  keep (self);
  g_free (self->kind);
  self->kind = g_strdup (kind);
  self->id = id;
  show (self);
}
