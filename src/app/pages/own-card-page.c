/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/own-card-page.h"

#include <glib/gi18n-lib.h>

#include "membership.h"
#include "widgets/card-editor.h"
#include "widgets/card-maker.h"
#include "widgets/card-preview.h"

struct _SohoOwnCardPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkWidget *signed_out;
  AdwStatusPage *arriving;
  GtkWidget *arriving_spinner;
  GtkWidget *arriving_sync;
  AdwBin *making;
  AdwLeaflet *leaflet;
  GtkWidget *edit_pane;
  GtkWidget *preview_pane;
  GtkWidget *show_preview;
  AdwBin *editor;
  AdwBin *preview;

  SohoLibrary *library;
  gint64 person; /* whose card is being edited; 0 for nobody's */
  gint64 maker;  /* who is making a card; 0 for nobody */
};

static void page_interface_init (SohoPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoOwnCardPage,
                               soho_own_card_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SOHO_TYPE_PAGE, page_interface_init))

static void
drop_editor (SohoOwnCardPage *self)
{
  adw_bin_set_child (self->editor, NULL);
  adw_bin_set_child (self->preview, NULL);
  self->person = 0;
}

static void
drop_maker (SohoOwnCardPage *self)
{
  adw_bin_set_child (self->making, NULL);
  self->maker = 0;
}

static void
edit (SohoOwnCardPage *self, gint64 person)
{
  GtkWidget *editor, *preview;

  if (self->person == person)
    return;
  drop_maker (self);
  self->person = person;
  editor = g_object_new (SOHO_TYPE_CARD_EDITOR, NULL);
  preview = g_object_new (SOHO_TYPE_CARD_PREVIEW, NULL);
  adw_bin_set_child (self->editor, editor);
  adw_bin_set_child (self->preview, preview);
  soho_card_editor_set_member (SOHO_CARD_EDITOR (editor), self->library, person);
  soho_card_preview_set_member (SOHO_CARD_PREVIEW (preview), self->library, person);
}

static void
make (SohoOwnCardPage *self, gint64 person)
{
  GtkWidget *maker;

  drop_editor (self);
  if (self->maker == person)
    return;
  self->maker = person;
  maker = g_object_new (SOHO_TYPE_CARD_MAKER, NULL);
  soho_card_maker_set_library (SOHO_CARD_MAKER (maker), self->library);
  adw_bin_set_child (self->making, maker);
}

/* Until the first sync after a sign-in has ended well, a card that is not here may be there. */
static gboolean
may_arrive (SohoOwnCardPage *self)
{
  gboolean running = soho_library_get_sync_state (self->library) == SOHO_SYNC_RUNNING;
  const char *why = soho_library_get_sync_explanation (self->library);
  g_autofree char *description = NULL;

  if (soho_library_get_synced_at (self->library) != 0)
    return FALSE;
  description = g_markup_escape_text (running       ? ""
                                      : why != NULL ? why
                                                    : _ ("Sync once to see whether you have one."),
                                      -1);
  adw_status_page_set_title (self->arriving, running ? _ ("Your Card Is Arriving")
                                                     : _ ("Your Card Is Not Here Yet"));
  adw_status_page_set_description (self->arriving, description);
  gtk_widget_set_visible (self->arriving_spinner, running);
  gtk_widget_set_visible (self->arriving_sync, !running);
  return TRUE;
}

/* What there is to do for whom. */
static GtkWidget *
choose_content (SohoOwnCardPage *self)
{
  gint64 person = soho_membership_get_person (soho_library_get_membership (self->library));
  g_autoptr (SohoRecord) card = NULL;

  if (person == 0)
    {
      drop_editor (self);
      drop_maker (self);
      return self->signed_out;
    }
  card = soho_library_get_record (self->library, "member", person);
  if (card != NULL)
    {
      edit (self, person);
      return GTK_WIDGET (self->leaflet);
    }
  if (may_arrive (self))
    return GTK_WIDGET (self->arriving);
  make (self, person);
  return GTK_WIDGET (self->making);
}

static void
show_content (SohoOwnCardPage *self)
{
  GtkWidget *content = choose_content (self);

  if (gtk_stack_get_visible_child (self->stack) == content)
    return;
  gtk_stack_set_visible_child (self->stack, content);
  soho_page_navigated (SOHO_PAGE (self));
}

static void
on_show_preview (SohoOwnCardPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->preview_pane);
  gtk_widget_child_focus (self->preview_pane, GTK_DIR_TAB_FORWARD);
}

static void
on_leaflet_moved (SohoOwnCardPage *self)
{
  gtk_widget_set_visible (self->show_preview, adw_leaflet_get_folded (self->leaflet));
  soho_page_navigated (SOHO_PAGE (self));
}

static void
soho_own_card_page_set_library (SohoPage *page, SohoLibrary *library)
{
  SohoOwnCardPage *self = SOHO_OWN_CARD_PAGE (page);

  g_return_if_fail (self->library == NULL);
  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (show_content), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "sync-changed", G_CALLBACK (show_content), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (soho_library_get_membership (library), "changed",
                           G_CALLBACK (show_content), self, G_CONNECT_SWAPPED);
  show_content (self);
}

/* There is nothing to search; the keyboard goes to the beginning. */
static void
soho_own_card_page_search (SohoPage *page)
{
  SohoOwnCardPage *self = SOHO_OWN_CARD_PAGE (page);

  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static gboolean
soho_own_card_page_get_can_go_back (SohoPage *page)
{
  SohoOwnCardPage *self = SOHO_OWN_CARD_PAGE (page);

  return gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->leaflet)
         && adw_leaflet_get_folded (self->leaflet)
         && adw_leaflet_get_visible_child (self->leaflet) == self->preview_pane;
}

static void
soho_own_card_page_go_back (SohoPage *page)
{
  SohoOwnCardPage *self = SOHO_OWN_CARD_PAGE (page);

  if (!soho_own_card_page_get_can_go_back (page))
    return;
  adw_leaflet_set_visible_child (self->leaflet, self->edit_pane);
  gtk_widget_grab_focus (self->show_preview);
}

static void
page_interface_init (SohoPageInterface *interface)
{
  interface->set_library = soho_own_card_page_set_library;
  interface->search = soho_own_card_page_search;
  interface->get_can_go_back = soho_own_card_page_get_can_go_back;
  interface->go_back = soho_own_card_page_go_back;
}

static void
soho_own_card_page_dispose (GObject *object)
{
  g_clear_object (&SOHO_OWN_CARD_PAGE (object)->library);
  G_OBJECT_CLASS (soho_own_card_page_parent_class)->dispose (object);
}

static void
soho_own_card_page_class_init (SohoOwnCardPageClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_own_card_page_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/own-card-page.ui");
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, stack);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, signed_out);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, arriving);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, arriving_spinner);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, arriving_sync);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, making);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, leaflet);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, edit_pane);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, preview_pane);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, show_preview);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, editor);
  gtk_widget_class_bind_template_child (widget, SohoOwnCardPage, preview);
  gtk_widget_class_bind_template_callback (widget, on_show_preview);
  gtk_widget_class_bind_template_callback (widget, on_leaflet_moved);
  gtk_widget_class_add_binding_action (widget, GDK_KEY_Escape, 0, "win.back", NULL);
}

static void
soho_own_card_page_init (SohoOwnCardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_leaflet_moved (self);
}
