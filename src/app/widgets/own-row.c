/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/own-row.h"

#include <glib/gi18n-lib.h>

/* A row unfolds within a third of a second. */
#define UNFOLDING_FRAMES 24

typedef struct
{
  SohoLibrary *library;
  const char *kind; /* static */
  gint64 id;
  GtkWidget *first_entry; /* borrowed; nullable */
  GtkWidget *remove;
  guint frames; /* left of its unfolding */
} SohoOwnRowPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (SohoOwnRow, soho_own_row, ADW_TYPE_EXPANDER_ROW)

#define PRIVATE(self) ((SohoOwnRowPrivate *) soho_own_row_get_instance_private (self))

enum
{
  REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show (SohoOwnRow *self)
{
  SohoOwnRowPrivate *private = PRIVATE (self);
  g_autoptr (SohoRecord) record = NULL;

  if (private->id != 0)
    record = soho_library_get_record (private->library, private->kind, private->id);
  if (record != NULL)
    SOHO_OWN_ROW_GET_CLASS (self)->show (self, record);
}

static void
on_remove (SohoOwnRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
soho_own_row_dispose (GObject *object)
{
  g_clear_object (&PRIVATE (SOHO_OWN_ROW (object))->library);
  G_OBJECT_CLASS (soho_own_row_parent_class)->dispose (object);
}

static void
soho_own_row_class_init (SohoOwnRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_own_row_dispose;
  signals[REMOVED] = g_signal_new ("removed", SOHO_TYPE_OWN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
soho_own_row_init (SohoOwnRow *self)
{
  SohoOwnRowPrivate *private = PRIVATE (self);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  private->remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_valign (private->remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (private->remove, "flat");
  gtk_widget_set_tooltip_text (private->remove, _ ("Remove"));
  g_signal_connect_swapped (private->remove, "clicked", G_CALLBACK (on_remove), self);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), private->remove);
}

void
soho_own_row_start (SohoOwnRow *self, SohoLibrary *library, const char *kind, gint64 id)
{
  SohoOwnRowPrivate *private = PRIVATE (self);

  g_return_if_fail (private->library == NULL);
  private->library = g_object_ref (library);
  private->kind = soho_library_get_kind (library, kind)->name;
  g_signal_connect_object (library, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  soho_own_row_set_id (self, id);
}

SohoLibrary *
soho_own_row_get_library (SohoOwnRow *self)
{
  return PRIVATE (self)->library;
}

gint64
soho_own_row_get_id (SohoOwnRow *self)
{
  return PRIVATE (self)->id;
}

void
soho_own_row_set_id (SohoOwnRow *self, gint64 id)
{
  PRIVATE (self)->id = id;
  show (self);
}

/* "Remove" for the eye, "Remove 05 36 49 01 01" for the ear. */
void
soho_own_row_set_words (SohoOwnRow *self, const char *title, const char *subtitle)
{
  SohoOwnRowPrivate *private = PRIVATE (self);
  g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), title);
  g_autofree char *name = g_strdup_printf ("%s, %s", title, subtitle);
  g_autofree char *markup = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), markup);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (private->remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  remove, -1);
}

GtkWidget *
soho_own_row_add_entry (SohoOwnRow *self, const char *title)
{
  SohoOwnRowPrivate *private = PRIVATE (self);
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), entry);
  if (private->first_entry == NULL)
  private->first_entry = entry;
  return entry;
}

/* While it unfolds, it stays in sight. */
static gboolean
on_frame (GtkWidget *row, GdkFrameClock *clock, gpointer user_data)
{
  SohoOwnRowPrivate *private = PRIVATE (SOHO_OWN_ROW (row));
  GtkWidget *scrolled = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  if (scrolled == NULL || !gtk_widget_compute_bounds (row, scrolled, &bounds))
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_adjustment_clamp_page (adjustment, gtk_adjustment_get_value (adjustment) + bounds.origin.y,
                             gtk_adjustment_get_value (adjustment) + bounds.origin.y
                                 + bounds.size.height);
  return --private->frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
soho_own_row_open (SohoOwnRow *self)
{
  SohoOwnRowPrivate *private = PRIVATE (self);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  if (private->first_entry != NULL)
    gtk_widget_grab_focus (private->first_entry);
  private->frames = UNFOLDING_FRAMES;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}
