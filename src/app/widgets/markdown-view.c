/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/markdown-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/markdown.h"

/* About seventy characters, in pixels: where the eye still finds the next line. */
#define MEASURE 680

/* Between blocks, between the items of a list, and from a sign to its item, in pixels. */
#define BLOCK_SPACING 12
#define ITEM_SPACING 6
#define SIGN_SPACING 9

struct _SohoMarkdownView
{
  AdwBin parent_instance;

  char *text;
};

G_DEFINE_FINAL_TYPE (SohoMarkdownView, soho_markdown_view, ADW_TYPE_BIN)

static GtkWidget *create_blocks (GPtrArray *blocks, guint depth);

static gboolean
on_link_activated (GtkLabel *label, const char *uri)
{
  gtk_widget_activate_action (GTK_WIDGET (label), "win.open-uri", "s", uri);
  return TRUE;
}

static void
append_run (GString *markup, const SohoMarkdownRun *run)
{
  static const struct
  {
    SohoMarkdownStyle style;
    const char *begin, *end;
  } looks[] = {
    { SOHO_MARKDOWN_STRONG, "<b>", "</b>" },
    { SOHO_MARKDOWN_EMPHASIS, "<i>", "</i>" },
    { SOHO_MARKDOWN_STRUCK, "<s>", "</s>" },
    { SOHO_MARKDOWN_VERBATIM, "<tt>", "</tt>" },
  };
  g_autofree char *text = g_markup_escape_text (run->text, -1);
  g_autofree char *link = run->link != NULL ? g_markup_escape_text (run->link, -1) : NULL;

  if (link != NULL) /* GtkLabel shows the title as a tooltip */
    g_string_append_printf (markup, "<a href=\"%s\" title=\"%s\">", link, link);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (run->style & looks[i].style)
      g_string_append (markup, looks[i].begin);
  g_string_append (markup, text);
  for (guint i = G_N_ELEMENTS (looks); i > 0; i--)
    if (run->style & looks[i - 1].style)
      g_string_append (markup, looks[i - 1].end);
  if (link != NULL)
    g_string_append (markup, "</a>");
}

static GtkWidget *
create_label (const SohoMarkdownBlock *block, GtkAccessibleRole role)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  GtkWidget *label;

  for (guint i = 0; i < block->runs->len; i++)
    append_run (markup, g_ptr_array_index (block->runs, i));
  label = g_object_new (GTK_TYPE_LABEL, "label", markup->str, "use-markup", TRUE, "wrap", TRUE,
                        "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "selectable", TRUE,
                        "accessible-role", role, NULL);
  g_signal_connect (label, "activate-link", G_CALLBACK (on_link_activated), NULL);
  return label;
}

/* A text has a title already: the first degree below it is the second. */
static GtkWidget *
create_heading (const SohoMarkdownBlock *block)
{
  static const char *const classes[] = { "title-2", "title-3", "title-4", "heading" };
  GtkWidget *label = create_label (block, GTK_ACCESSIBLE_ROLE_HEADING);
  guint level = CLAMP (block->level, 1, G_N_ELEMENTS (classes));

  gtk_widget_add_css_class (label, classes[level - 1]);
  gtk_widget_add_css_class (label, "markdown-heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL,
                                  (int) block->level, -1);
  return label;
}

/* What stands before an item. */
static GtkWidget *
create_sign (const SohoMarkdownBlock *list, const SohoMarkdownBlock *item, guint depth)
{
  static const char *const bullets[] = { "•", "◦", "▪" };
  g_autofree char *number = g_strdup_printf (_ ("%u."), item->number);
  GtkWidget *sign = gtk_label_new (list->ordered ? number : bullets[depth % 3]);

  if (item->task != SOHO_MARKDOWN_NO_TASK)
    {
      gboolean done = item->task == SOHO_MARKDOWN_DONE;

      gtk_label_set_text (GTK_LABEL (sign), done ? "☑" : "☐");
      gtk_accessible_update_property (GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      done ? _ ("Done") : _ ("To do"), -1);
    }
  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (sign), 1);
  gtk_widget_add_css_class (sign, "numeric");
  return sign;
}

static GtkWidget *
create_list (const SohoMarkdownBlock *list, guint depth)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                 ITEM_SPACING, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST, NULL);
  g_autoptr (GtkSizeGroup) signs = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  gtk_widget_add_css_class (box, "markdown-list");
  for (guint i = 0; i < list->children->len; i++)
    {
      SohoMarkdownBlock *item = g_ptr_array_index (list->children, i);
      GtkWidget *row = g_object_new (GTK_TYPE_BOX, "spacing", SIGN_SPACING, "accessible-role",
                                     GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
      GtkWidget *sign = create_sign (list, item, depth);

      gtk_size_group_add_widget (signs, sign);
      gtk_box_append (GTK_BOX (row), sign);
      gtk_box_append (GTK_BOX (row), create_blocks (item->children, depth + 1));
      gtk_box_append (GTK_BOX (box), row);
    }
  return box;
}

static GtkWidget *
create_cell (const SohoMarkdownBlock *cell, gboolean header)
{
  GtkWidget *label
      = create_label (cell, header ? GTK_ACCESSIBLE_ROLE_COLUMN_HEADER : GTK_ACCESSIBLE_ROLE_CELL);

  gtk_label_set_xalign (GTK_LABEL (label), cell->align == SOHO_MARKDOWN_START    ? 0.0F
                                           : cell->align == SOHO_MARKDOWN_CENTER ? 0.5F
                                                                                 : 1.0F);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "markdown-cell");
  if (header)
    gtk_widget_add_css_class (label, "heading");
  return label;
}

static GtkWidget *
create_table (const SohoMarkdownBlock *table)
{
  GtkWidget *grid
      = g_object_new (GTK_TYPE_GRID, "accessible-role", GTK_ACCESSIBLE_ROLE_TABLE, NULL);

  gtk_widget_add_css_class (grid, "markdown-table");
  for (guint y = 0; y < table->children->len; y++)
    {
      SohoMarkdownBlock *row = g_ptr_array_index (table->children, y);

      for (guint x = 0; x < row->children->len; x++)
        gtk_grid_attach (GTK_GRID (grid),
                         create_cell (g_ptr_array_index (row->children, x), row->header), (int) x,
                         (int) y, 1, 1);
    }
  return grid;
}

static GtkWidget *
create_block (const SohoMarkdownBlock *block, guint depth)
{
  GtkWidget *widget;

  switch (block->type)
    {
    case SOHO_MARKDOWN_HEADING:
      return create_heading (block);
    case SOHO_MARKDOWN_LIST:
      return create_list (block, depth);
    case SOHO_MARKDOWN_TABLE:
      return create_table (block);
    case SOHO_MARKDOWN_BREAK:
      return gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
    case SOHO_MARKDOWN_QUOTE:
      widget = create_blocks (block->children, depth);
      gtk_widget_add_css_class (widget, "markdown-quote");
      return widget;
    case SOHO_MARKDOWN_CODE:
      widget = create_label (block, GTK_ACCESSIBLE_ROLE_LABEL);
      gtk_widget_add_css_class (widget, "markdown-code");
      gtk_widget_add_css_class (widget, "monospace");
      return widget;
    default:
      return create_label (block, GTK_ACCESSIBLE_ROLE_LABEL);
    }
}

/* Blocks below each other. depth: of lists around them. */
static GtkWidget *
create_blocks (GPtrArray *blocks, guint depth)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, depth > 0 ? ITEM_SPACING : BLOCK_SPACING);

  gtk_widget_set_hexpand (box, TRUE);
  for (guint i = 0; i < blocks->len; i++)
    {
      const SohoMarkdownBlock *block = g_ptr_array_index (blocks, i);

      /* A paragraph of nothing but what is not shown. */
      if (block->type != SOHO_MARKDOWN_PARAGRAPH || block->runs->len > 0)
        gtk_box_append (GTK_BOX (box), create_block (block, depth));
    }
  return box;
}

static void
append_remark (GtkWidget *box, const char *sentence)
{
  GtkWidget *label = gtk_label_new (sentence);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
create_content (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoMarkdown) markdown = soho_markdown_parse (text, strlen (text), &error);
  GtkWidget *box;

  if (markdown == NULL)
    {
      box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      append_remark (box, error->message);
      return box;
    }
  box = create_blocks (markdown->document->children, 0);
  if (markdown->truncated)
    append_remark (box, _ ("The text goes on, but it is too long to be shown here."));
  return box;
}

static void
soho_markdown_view_finalize (GObject *object)
{
  g_free (SOHO_MARKDOWN_VIEW (object)->text);
  G_OBJECT_CLASS (soho_markdown_view_parent_class)->finalize (object);
}

static void
soho_markdown_view_class_init (SohoMarkdownViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_markdown_view_finalize;
}

static void
soho_markdown_view_init (SohoMarkdownView *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "markdown");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
soho_markdown_view_set_text (SohoMarkdownView *self, const char *text)
{
  GtkWidget *clamp;

  if (text == NULL)
    text = "";
  if (g_strcmp0 (text, self->text) == 0) /* what is selected stays selected */
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  gtk_widget_set_visible (GTK_WIDGET (self), *text != '\0');
  clamp = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), MEASURE);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), MEASURE);
  adw_clamp_set_child (ADW_CLAMP (clamp), create_content (text));
  adw_bin_set_child (ADW_BIN (self), clamp);
}
