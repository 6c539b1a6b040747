/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/card-chooser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/fold.h"
#include "model/gazetteer.h"
#include "store/search.h"

#define MOST_HITS 5

/* Among so many, names are looked for: the search finds more than names. */
#define MOST_SEARCHED 40

struct _SohoCardChooser
{
  AdwPreferencesGroup parent_instance;

  AdwEntryRow *words;
  AdwActionRow *chosen; /* seen in its place once there is one */
  GPtrArray *hits;      /* rows of ours, not owned */

  SohoLibrary *library;
  gint64 member;
};

G_DEFINE_FINAL_TYPE (SohoCardChooser, soho_card_chooser, ADW_TYPE_PREFERENCES_GROUP)

static void
clear_hits (SohoCardChooser *self)
{
  for (guint i = 0; i < self->hits->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->hits, i));
  g_ptr_array_set_size (self->hits, 0);
}

static void
choose (SohoCardChooser *self, gint64 member)
{
  self->member = member;
  gtk_widget_set_visible (GTK_WIDGET (self->words), member == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->chosen), member != 0);
  if (member == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->words));
}

static void
on_hit (SohoCardChooser *self, AdwActionRow *row)
{
  gint64 *member = g_object_get_data (G_OBJECT (row), "member");
  gint64 id = *member;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->chosen),
                                 adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  adw_action_row_set_subtitle (self->chosen, adw_action_row_get_subtitle (row));
  gtk_editable_set_text (GTK_EDITABLE (self->words), "");
  choose (self, id);
}

static void
on_unchosen (SohoCardChooser *self)
{
  choose (self, 0);
}

static void
add_hit (SohoCardChooser *self, SohoRecord *card)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = soho_record_dup_title (card);
  const SohoCommune *commune = soho_gazetteer_find (soho_record_get_text (card, "commune"));
  gint64 id = soho_record_get_id (card);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), commune != NULL ? commune->name : NULL);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "avatar-default-symbolic");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "member", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_hit), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->hits, row);
}

/* Whether the name has all words, each as a part of it. */
static gboolean
has_name (SohoRecord *card, const char *words)
{
  g_autofree char *title = soho_record_dup_title (card);
  g_autofree char *name = soho_fold (title);
  g_autofree char *folded = soho_fold (words);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);

  for (char **part = parts; *part != NULL; part++)
    if (strstr (name, *part) == NULL)
      return FALSE;
  return TRUE;
}

static void
add_hits (SohoCardChooser *self, GPtrArray *hits, const char *words)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < hits->len && self->hits->len < MOST_HITS; i++)
      {
        SohoRecord *card = ((SohoHit *) g_ptr_array_index (hits, i))->record;

        if (has_name (card, words) == (pass == 0))
          add_hit (self, card);
      }
}

static void
on_words_changed (SohoCardChooser *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->words));
  g_autoptr (GPtrArray) hits = NULL;
  GError *error = NULL;

  clear_hits (self);
  if (*words == '\0')
    return;
  hits = soho_replica_search (soho_library_get_replica (self->library), words,
                              soho_library_get_kind (self->library, "member"), MOST_SEARCHED,
                              &error);
  if (hits != NULL)
    add_hits (self, hits, words);
  else
    soho_library_report (self->library, error);
}

static void
soho_card_chooser_dispose (GObject *object)
{
  g_clear_object (&SOHO_CARD_CHOOSER (object)->library);
  G_OBJECT_CLASS (soho_card_chooser_parent_class)->dispose (object);
}

static void
soho_card_chooser_finalize (GObject *object)
{
  g_ptr_array_unref (SOHO_CARD_CHOOSER (object)->hits);
  G_OBJECT_CLASS (soho_card_chooser_parent_class)->finalize (object);
}

static void
soho_card_chooser_class_init (SohoCardChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_card_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = soho_card_chooser_finalize;
}

static GtkWidget *
create_undo (SohoCardChooser *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-clear-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Choose no card"));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_unchosen), self);
  return button;
}

static void
soho_card_chooser_init (SohoCardChooser *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->hits = g_ptr_array_new ();
  self->words = ADW_ENTRY_ROW (adw_entry_row_new ());
  self->chosen = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->words), _ ("Name on the Card"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->chosen), FALSE);
  adw_action_row_set_icon_name (self->chosen, "avatar-default-symbolic");
  adw_action_row_add_suffix (self->chosen, create_undo (self));
  adw_preferences_group_add (group, GTK_WIDGET (self->words));
  adw_preferences_group_add (group, GTK_WIDGET (self->chosen));
  gtk_widget_set_visible (GTK_WIDGET (self->chosen), FALSE);
  g_signal_connect_swapped (self->words, "changed", G_CALLBACK (on_words_changed), self);
}

GtkWidget *
soho_card_chooser_new (SohoLibrary *library)
{
  SohoCardChooser *self = g_object_new (SOHO_TYPE_CARD_CHOOSER, NULL);

  self->library = g_object_ref (library);
  return GTK_WIDGET (self);
}

gint64
soho_card_chooser_get_member (SohoCardChooser *self)
{
  return self->member;
}
