/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/finding-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "lists/finding.h"
#include "widgets/kind-look.h"
#include "widgets/list-click.h"

#define HIT_BEGINS "\u2068"
#define HIT_ENDS "\u2069"

struct _SohoFindingRow
{
  AdwBin parent_instance;

  GtkLabel *kind;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *description;
  GtkLabel *snippet;
};

G_DEFINE_FINAL_TYPE (SohoFindingRow, soho_finding_row, ADW_TYPE_BIN)

static void
soho_finding_row_class_init (SohoFindingRowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/finding-row.ui");
  gtk_widget_class_bind_template_child (widget, SohoFindingRow, kind);
  gtk_widget_class_bind_template_child (widget, SohoFindingRow, icon);
  gtk_widget_class_bind_template_child (widget, SohoFindingRow, title);
  gtk_widget_class_bind_template_child (widget, SohoFindingRow, description);
  gtk_widget_class_bind_template_child (widget, SohoFindingRow, snippet);
}

static void
soho_finding_row_init (SohoFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
soho_finding_row_dup_markup (const char *snippet)
{
  g_autofree char *escaped = g_markup_escape_text (snippet, -1);
  GString *markup = g_string_new (escaped);
  guint n_begun = g_string_replace (markup, HIT_BEGINS, "<b>", 0);
  guint n_ended = g_string_replace (markup, HIT_ENDS, "</b>", 0);

  /* The words may hold such signs of their own, and then nobody knows which are ours. */
  if (n_begun != n_ended || !pango_parse_markup (markup->str, -1, 0, NULL, NULL, NULL, NULL))
    {
      g_string_assign (markup, escaped);
      g_string_replace (markup, HIT_BEGINS, "", 0);
      g_string_replace (markup, HIT_ENDS, "", 0);
    }
  g_string_replace (markup, "\n", " ", 0);
  return g_string_free (markup, FALSE);
}

static char *
dup_without_marks (const char *snippet)
{
  GString *text = g_string_new (snippet);

  g_string_replace (text, HIT_BEGINS, "", 0);
  g_string_replace (text, HIT_ENDS, "", 0);
  return g_string_free (text, FALSE);
}

/* Whether the words around the hit say what the title and the description do not. */
static gboolean
tells_more (const char *snippet, const char *title, const char *description)
{
  g_autofree char *plain = dup_without_marks (snippet);

  return *plain != '\0' && strstr (title, plain) == NULL && strstr (description, plain) == NULL
         && strstr (plain, title) == NULL;
}

static void
show (SohoFindingRow *self, SohoFinding *finding)
{
  SohoRecord *record = soho_finding_get_record (finding);
  const SohoKind *kind = soho_record_get_kind (record);
  const char *description = soho_finding_get_description (finding);
  const char *snippet = soho_finding_get_snippet (finding);
  g_autofree char *title = soho_record_dup_title (record);
  g_autofree char *markup = soho_finding_row_dup_markup (snippet);
  g_autofree char *spoken = g_strjoin (", ", soho_kind_look_get_plural (kind), title,
                                       *description != '\0' ? description : NULL, NULL);

  gtk_label_set_text (self->kind, soho_kind_look_get_plural (kind));
  gtk_widget_set_visible (GTK_WIDGET (self->kind), soho_finding_get_is_first (finding));
  gtk_image_set_from_icon_name (self->icon, soho_kind_look_get_icon (kind));
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->description, description);
  gtk_widget_set_visible (GTK_WIDGET (self->description), *description != '\0');
  gtk_label_set_markup (self->snippet, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->snippet), tells_more (snippet, title, description));
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = g_object_new (SOHO_TYPE_FINDING_ROW, NULL);

  soho_list_click_add (list_item, row);
  gtk_list_item_set_child (list_item, row);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item)
{
  show (SOHO_FINDING_ROW (gtk_list_item_get_child (list_item)),
        SOHO_FINDING (gtk_list_item_get_item (list_item)));
}

GtkListItemFactory *
soho_finding_row_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  return factory;
}
