/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/palette.h"

#include "lists/finding.h"
#include "widgets/finding-row.h"
#include "widgets/list-reveal.h"

struct _SohoPalette
{
  AdwBin parent_instance;

  GtkWidget *card;
  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListView *list;

  SohoLibrary *library;
  GListStore *findings; /* of SohoFinding */
  GtkSingleSelection *selection;
  GtkWidget *focus_before; /* who had the keyboard; weak, NULL if nobody */
};

G_DEFINE_FINAL_TYPE (SohoPalette, soho_palette, ADW_TYPE_BIN)

static const char *
get_words (SohoPalette *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
search (SohoPalette *self)
{
  gboolean has_words = *get_words (self) != '\0';
  gboolean found;

  soho_findings_fill (self->findings, self->library, get_words (self));
  found = g_list_model_get_n_items (G_LIST_MODEL (self->findings)) > 0;
  gtk_stack_set_visible_child_name (self->stack, found ? "found" : has_words ? "nothing" : "hint");
  if (found)
    soho_list_reveal (self->list, 0, FALSE);
}

static void
on_library_changed (SohoPalette *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    search (self);
}

static void
leave (SohoPalette *self)
{
  GtkWidget *before = self->focus_before;

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (before != NULL && gtk_widget_get_mapped (before))
    gtk_widget_grab_focus (before);
}

static void
open_position (SohoPalette *self, guint position)
{
  g_autoptr (SohoFinding) finding = g_list_model_get_item (G_LIST_MODEL (self->findings), position);
  SohoRecord *record;

  if (finding == NULL)
    return;
  record = soho_finding_get_record (finding);
  leave (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show", "(sx)",
                              soho_record_get_kind (record)->name, soho_record_get_id (record));
}

static void
on_row_activated (SohoPalette *self, guint position)
{
  open_position (self, position);
}

/* Enter may come before the entry has told what was typed last. */
static void
on_entry_activated (SohoPalette *self)
{
  search (self);
  open_position (self, 0);
}

static gboolean
on_entry_key_pressed (SohoPalette *self, guint key)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  search (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->findings)) > 0)
    soho_list_reveal (self->list, 0, TRUE);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_pressed (SohoPalette *self, guint key)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  leave (self);
  return GDK_EVENT_STOP;
}

/* Beside the card means: away. */
static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  SohoPalette *self = SOHO_PALETTE (widget);
  GtkWidget *picked = gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT);

  if (picked == NULL || (picked != self->card && !gtk_widget_is_ancestor (picked, self->card)))
    leave (self);
}

/* What was looked for last time is selected, so that typing replaces it. */
static void
on_mapped (SohoPalette *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_set_weak_pointer (&self->focus_before, gtk_root_get_focus (root));
  search (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static void
soho_palette_dispose (GObject *object)
{
  SohoPalette *self = SOHO_PALETTE (object);

  g_clear_weak_pointer (&self->focus_before);
  g_clear_object (&self->selection);
  g_clear_object (&self->findings);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_palette_parent_class)->dispose (object);
}

static void
soho_palette_class_init (SohoPaletteClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_palette_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/palette.ui");
  gtk_widget_class_bind_template_child (widget, SohoPalette, card);
  gtk_widget_class_bind_template_child (widget, SohoPalette, entry);
  gtk_widget_class_bind_template_child (widget, SohoPalette, stack);
  gtk_widget_class_bind_template_child (widget, SohoPalette, list);
  gtk_widget_class_bind_template_callback (widget, search);
  gtk_widget_class_bind_template_callback (widget, on_row_activated);
  gtk_widget_class_bind_template_callback (widget, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget, leave);
  gtk_widget_class_bind_template_callback (widget, on_pressed);
  gtk_widget_class_bind_template_callback (widget, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget, on_entry_key_pressed);
  gtk_widget_class_bind_template_callback (widget, on_mapped);
}

static void
soho_palette_init (SohoPalette *self)
{
  g_autoptr (GtkListItemFactory) factory = soho_finding_row_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->findings = g_list_store_new (SOHO_TYPE_FINDING);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->findings)));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_search_entry_set_key_capture_widget (self->entry, GTK_WIDGET (self->list));
}

void
soho_palette_set_library (SohoPalette *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
}
