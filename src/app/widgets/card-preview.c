/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/card-preview.h"

#include <glib/gi18n-lib.h>

#include "model/audience.h"
#include "widgets/person-card.h"

struct _SohoCardPreview
{
  AdwBin parent_instance;

  GtkToggleButton *as_visitor;
  GtkStack *stack;
  SohoPersonCard *card;
  AdwStatusPage *hidden;

  gint64 member;
};

G_DEFINE_FINAL_TYPE (SohoCardPreview, soho_card_preview, ADW_TYPE_BIN)

static void
show (SohoCardPreview *self)
{
  gboolean as_visitor = gtk_toggle_button_get_active (self->as_visitor);

  if (self->member == 0)
    return;
  soho_person_card_preview (self->card, self->member,
                            as_visitor ? SOHO_AUDIENCE_PUBLIC : SOHO_AUDIENCE_MEMBERS);
  adw_status_page_set_title (self->hidden, as_visitor ? _ ("Visitors Do Not See You")
                                                      : _ ("Members Do Not See You"));
  gtk_stack_set_visible_child (self->stack, soho_person_card_get_member (self->card) != 0
                                                ? GTK_WIDGET (self->card)
                                                : GTK_WIDGET (self->hidden));
}

static void
soho_card_preview_class_init (SohoCardPreviewClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SOHO_TYPE_PERSON_CARD);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/card-preview.ui");
  gtk_widget_class_bind_template_child (widget, SohoCardPreview, as_visitor);
  gtk_widget_class_bind_template_child (widget, SohoCardPreview, stack);
  gtk_widget_class_bind_template_child (widget, SohoCardPreview, card);
  gtk_widget_class_bind_template_child (widget, SohoCardPreview, hidden);
  gtk_widget_class_bind_template_callback (widget, show);
}

static void
soho_card_preview_init (SohoCardPreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
soho_card_preview_set_member (SohoCardPreview *self, SohoLibrary *library, gint64 member)
{
  g_return_if_fail (self->member == 0);

  self->member = member;
  soho_person_card_set_library (self->card, library);
  g_signal_connect_object (library, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}
