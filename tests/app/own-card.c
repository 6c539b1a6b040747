/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "own-card.h"

#include <adwaita.h>
#include <string.h>

#include "pages/own-card-page.h"
#include "store/outbox.h"
#include "widgets/own-row.h"

void
own_card_open_page (OwnCard *self)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->page = g_object_new (SOHO_TYPE_OWN_CARD_PAGE, NULL);
  soho_page_set_library (SOHO_PAGE (self->page), self->fixture.library);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), self->page);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 1100, 700);
  gtk_window_set_child (self->window, overlay);
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

void
own_card_close_page (OwnCard *self)
{
  gtk_window_destroy (self->window);
  fixture_idle (50);
}

void
own_card_open (OwnCard *self, gint64 person)
{
  fixture_open (&self->fixture, FALSE);
  if (person != 0)
    fixture_sign_in (&self->fixture, person);
  own_card_open_page (self);
}

void
own_card_close (OwnCard *self)
{
  own_card_close_page (self);
  fixture_close (&self->fixture);
}

GtkWidget *
own_card_find (GtkWidget *widget,
               GType type,
               gboolean (*is_it) (GtkWidget *widget, const char *text),
               const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (is_it == NULL || is_it (widget, text)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = own_card_find (child, type, is_it, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
own_card_has_title (GtkWidget *widget, const char *title)
{
  if (SOHO_IS_OWN_ROW (widget))
    return g_strcmp0 (soho_own_row_get_words (SOHO_OWN_ROW (widget)), title) == 0;
  return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

GtkWidget *
own_card_row (OwnCard *self, const char *title)
{
  GtkWidget *editor = CHILD (self->page, SOHO_TYPE_OWN_CARD_PAGE, "editor");
  GtkWidget *found = own_card_find (editor, ADW_TYPE_PREFERENCES_ROW, own_card_has_title, title);

  if (found != NULL)
    return found;
  return own_card_find (CHILD (self->page, SOHO_TYPE_OWN_CARD_PAGE, "making"),
                        ADW_TYPE_PREFERENCES_ROW, own_card_has_title, title);
}

gboolean
own_card_is_shown_with (GtkWidget *widget, const char *text)
{
  GtkWidget *list_row = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);

  return list_row != NULL && gtk_widget_get_visible (list_row)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

const char *
own_card_text_of (OwnCard *self, const char *title)
{
  return gtk_editable_get_text (GTK_EDITABLE (own_card_row (self, title)));
}

void
own_card_type (OwnCard *self, const char *title, const char *text)
{
  gtk_widget_grab_focus (own_card_row (self, title));
  gtk_editable_set_text (GTK_EDITABLE (own_card_row (self, title)), text);
}

char *
own_card_dup_said (OwnCard *self, gint64 person, const char *field)
{
  g_autoptr (SohoRecord) card = soho_library_get_record (self->fixture.library, "member", person);

  g_assert_nonnull (card);
  return g_strdup (soho_record_get_text (card, field));
}

guint
own_card_count_edits (OwnCard *self)
{
  g_autoptr (GPtrArray) edits = soho_replica_list_outbox (self->fixture.writer, 0, NULL);

  return edits->len;
}

gboolean
own_card_is_labelled (GtkWidget *widget, const char *label)
{
  return g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}
