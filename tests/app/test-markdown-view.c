/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/markdown-view.h"

#include <string.h>

#include "fixture.h"

typedef struct
{
  GtkWindow *window;
  SohoMarkdownView *view;
  char *opened; /* what win.open-uri was asked for */
} View;

static void
on_open_uri (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  View *self = user_data;

  g_free (self->opened);
  self->opened = g_variant_dup_string (parameter, NULL);
}

static void
view_open (View *self, const char *text)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GActionEntry entries[] = { { "open-uri", on_open_uri, "s", NULL, NULL, { 0 } } };

  self->opened = NULL;
  self->window = GTK_WINDOW (gtk_window_new ());
  self->view = g_object_new (SOHO_TYPE_MARKDOWN_VIEW, NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, 1, self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->window), "win", G_ACTION_GROUP (group));
  soho_markdown_view_set_text (self->view, text);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_window_set_default_size (self->window, 1000, 600);
  gtk_window_set_child (self->window, scrolled);
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static void
view_close (View *self)
{
  gtk_window_destroy (self->window);
  g_free (self->opened);
}

/* All labels, in the order in which they are read. */
static void
collect_labels (GtkWidget *widget, GPtrArray *labels)
{
  if (GTK_IS_LABEL (widget))
    g_ptr_array_add (labels, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_labels (child, labels);
}

static GtkWidget *
find_label (View *self, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  collect_labels (GTK_WIDGET (self->view), labels);
  for (guint i = 0; i < labels->len; i++)
    if (g_str_equal (gtk_label_get_text (g_ptr_array_index (labels, i)), text))
      return g_ptr_array_index (labels, i);
  g_error ("No label says “%s”", text);
}

static char *
dup_all_text (View *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  collect_labels (GTK_WIDGET (self->view), labels);
  for (guint i = 0; i < labels->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "",
                            gtk_label_get_text (g_ptr_array_index (labels, i)));
  return g_string_free (text, FALSE);
}

static void
check_text (const char *markdown, const char *expected)
{
  View view;
  g_autofree char *text = NULL;

  view_open (&view, markdown);
  text = dup_all_text (&view);
  g_assert_cmpstr (text, ==, expected);
  view_close (&view);
}

static void
test_blocks (void)
{
  check_text ("# Un\n\ndeux *trois*\n\n- a\n  - b\n- [x] c\n- [ ] d\n\n3. e\n4. f",
              "Un|deux trois|•|a|◦|b|☑|c|☐|d|3.|e|4.|f");
  check_text ("> cité\n\n```\ncode <b>\n```\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |",
              "cité|code <b>|a|b|1|2");
}

static void
test_nothing_of_it_is_markup (void)
{
  check_text ("<b>un</b> & <span size='99999'>deux</span> &lt;i&gt;",
              "<b>un</b> & <span size='99999'>deux</span> <i>");
  check_text ("`</tt><b>` **</b>** [</a>](https://exemple.example/?a=1&b=\"2\")",
              "</tt><b> </b> </a>");
}

static void
test_looks (void)
{
  View view;
  GtkWidget *label;

  view_open (&view, "un **gras** *penché* ~~barré~~ `code`");
  label = find_label (&view, "un gras penché barré code");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==,
                   "un <b>gras</b> <i>penché</i> <s>barré</s> <tt>code</tt>");
  g_assert_true (gtk_label_get_selectable (GTK_LABEL (label)));
  view_close (&view);
}

static void
test_links_are_opened_by_the_window (void)
{
  View view;
  GtkWidget *label;
  gboolean handled = FALSE;

  view_open (&view, "[ici](https://exemple.example/?a=1&b=2) et [là](javascript:alert(1))");
  label = find_label (&view, "ici et là");
  /* The tooltip says where it leads; what may not be followed is no link. */
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==,
                   "<a href=\"https://exemple.example/?a=1&amp;b=2\""
                   " title=\"https://exemple.example/?a=1&amp;b=2\">ici</a> et là");
  g_signal_emit_by_name (label, "activate-link", "https://exemple.example/?a=1&b=2", &handled);
  g_assert_true (handled);
  g_assert_cmpstr (view.opened, ==, "https://exemple.example/?a=1&b=2");
  view_close (&view);
}

static void
test_roles (void)
{
  View view;
  GtkWidget *heading;

  view_open (&view, "## Titre\n\n- [ ] à faire\n- [x] fait\n\n| a |\n|---|\n| 1 |");
  heading = find_label (&view, "Titre");
  gtk_test_accessible_assert_role (heading, GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_test_accessible_assert_property (heading, GTK_ACCESSIBLE_PROPERTY_LEVEL, 2);
  gtk_test_accessible_assert_property (find_label (&view, "☐"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "To do");
  gtk_test_accessible_assert_property (find_label (&view, "☑"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Done");
  gtk_test_accessible_assert_role (find_label (&view, "a"), GTK_ACCESSIBLE_ROLE_COLUMN_HEADER);
  gtk_test_accessible_assert_role (find_label (&view, "1"), GTK_ACCESSIBLE_ROLE_CELL);
  view_close (&view);
}

static void
test_readable_measure (void)
{
  View view;
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *label;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "mot ");
  view_open (&view, text->str);
  g_strchomp (text->str);
  label = find_label (&view, text->str);
  g_assert_cmpint (gtk_widget_get_width (label), <=, 680);
  g_assert_cmpint (gtk_widget_get_width (label), >, 600);
  view_close (&view);
}

static void
test_narrow (void)
{
  View view;
  int least;

  view_open (&view, "| Un long intitulé | Un autre | Un troisième |\n|---|---|---|\n"
                    "| anticonstitutionnellement | des mots | et d’autres |\n\n"
                    "https://exemple.example/une/adresse/sans/fin/qui/ne/veut/pas/finir");
  gtk_widget_measure (GTK_WIDGET (view.view), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                      NULL);
  g_assert_cmpint (least, <=, 300);
  view_close (&view);
}

static void
test_empty_and_damaged (void)
{
  View view;
  g_autofree char *long_text = g_strnfill (300000, 'a');
  g_autofree char *text = NULL, *damaged = NULL;

  view_open (&view, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (view.view)));
  soho_markdown_view_set_text (view.view, long_text);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (view.view)));
  text = dup_all_text (&view);
  g_assert_cmpstr (text, ==, "This text is too long to be shown: more than 256 KB.");
  soho_markdown_view_set_text (view.view, "a\xff");
  damaged = dup_all_text (&view);
  g_assert_cmpstr (damaged, ==, "This text is damaged: it is not written in UTF-8.");
  soho_markdown_view_set_text (view.view, "");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (view.view)));
  view_close (&view);
}

static void
test_goes_on (void)
{
  View view;
  g_autoptr (GString) many = g_string_new (NULL);

  for (guint i = 0; i < 5000; i++)
    g_string_append (many, "a\n\n");
  view_open (&view, many->str);
  g_assert_nonnull (find_label (&view, "The text goes on, but it is too long to be shown here."));
  view_close (&view);
}

static void
test_same_text_stays (void)
{
  View view;
  GtkWidget *label;

  view_open (&view, "un mot");
  label = find_label (&view, "un mot");
  gtk_label_select_region (GTK_LABEL (label), 0, 2);
  soho_markdown_view_set_text (view.view, "un mot");
  g_assert_true (find_label (&view, "un mot") == label);
  g_assert_true (gtk_label_get_selection_bounds (GTK_LABEL (label), NULL, NULL));
  view_close (&view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/markdown/blocks", test_blocks);
  g_test_add_func ("/app/markdown/nothing-of-it-is-markup", test_nothing_of_it_is_markup);
  g_test_add_func ("/app/markdown/looks", test_looks);
  g_test_add_func ("/app/markdown/links-are-opened-by-the-window",
                   test_links_are_opened_by_the_window);
  g_test_add_func ("/app/markdown/roles", test_roles);
  g_test_add_func ("/app/markdown/readable-measure", test_readable_measure);
  g_test_add_func ("/app/markdown/narrow", test_narrow);
  g_test_add_func ("/app/markdown/empty-and-damaged", test_empty_and_damaged);
  g_test_add_func ("/app/markdown/goes-on", test_goes_on);
  g_test_add_func ("/app/markdown/same-text-stays", test_same_text_stays);
  return g_test_run ();
}
