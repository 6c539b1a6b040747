/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/commune-field.h"

#include <glib/gi18n-lib.h>

#include "model/fold.h"
#include "model/gazetteer.h"
#include "widgets/suggestions.h"

#define MOST_SUGGESTIONS 5

/* Owned by the entry. */
typedef struct
{
  AdwEntryRow *entry;           /* borrowed */
  SohoOwnField *field;          /* borrowed from the entry */
  SohoSuggestions *suggestions; /* borrowed from the entry */
  GPtrArray *communes;          /* of SohoCommune: the suggestions */
} CommuneField;

static void
free_commune_field (gpointer data)
{
  CommuneField *self = data;

  g_ptr_array_unref (self->communes);
  g_free (self);
}

/* Whoever has typed the whole name needs no help. */
static gboolean
is_named (CommuneField *self, const char *typed)
{
  return self->communes->len == 1
         && soho_fold_equal (((SohoCommune *) g_ptr_array_index (self->communes, 0))->name, typed);
}

static void
on_changed (CommuneField *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  soho_suggestions_clear (self->suggestions);
  g_ptr_array_unref (self->communes);
  self->communes = soho_gazetteer_complete (typed, MOST_SUGGESTIONS);
  if (!soho_own_field_is_typed (self->field) || is_named (self, typed))
    return;
  for (guint i = 0; i < self->communes->len; i++)
    {
      const SohoCommune *commune = g_ptr_array_index (self->communes, i);

      soho_suggestions_add (self->suggestions, commune->name, commune->postcodes);
    }
}

static void
on_picked (CommuneField *self, int position)
{
  const SohoCommune *commune = g_ptr_array_index (self->communes, position);

  soho_own_field_type (self->field, commune->name);
  soho_own_field_flush (self->field);
  soho_suggestions_clear (self->suggestions);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* The keyboard may have gone back to the entry, where one goes on typing. */
static void
on_left (CommuneField *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->entry));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->entry)))
    soho_own_field_flush (self->field);
}

SohoOwnField *
soho_commune_field_attach (AdwEntryRow *entry, SohoLibrary *library)
{
  CommuneField *self = g_new0 (CommuneField, 1);

  self->entry = entry;
  self->communes = g_ptr_array_new ();
  self->field = soho_own_field_attach (GTK_WIDGET (entry), library, "member", "commune");
  self->suggestions = soho_suggestions_attach (entry, _ ("Communes that may be meant"));
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->suggestions, "picked", G_CALLBACK (on_picked), self);
  g_signal_connect_swapped (self->suggestions, "left", G_CALLBACK (on_left), self);
  g_object_set_data_full (G_OBJECT (entry), "soho-commune-field", self, free_commune_field);
  return self->field;
}
