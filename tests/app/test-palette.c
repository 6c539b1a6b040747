/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fixture.h"
#include "lists/finding.h"
#include "widgets/finding-row.h"
#include "widgets/palette.h"
#include "windows/main-window.h"

typedef struct
{
  Fixture fixture;
  GtkWindow *window;
  SohoPalette *palette;
  GtkEditable *entry;
  GtkListView *list;
  GtkStack *stack;
  GtkStack *pages;
} View;

static void
view_open (View *self)
{
  fixture_open (&self->fixture, FALSE);
  self->window = GTK_WINDOW (soho_main_window_new (NULL, self->fixture.library, "map"));
  self->pages = CHILD (self->window, SOHO_TYPE_MAIN_WINDOW, "stack");
  self->palette = CHILD (self->window, SOHO_TYPE_MAIN_WINDOW, "palette");
  self->entry = CHILD (self->palette, SOHO_TYPE_PALETTE, "entry");
  self->list = CHILD (self->palette, SOHO_TYPE_PALETTE, "list");
  self->stack = CHILD (self->palette, SOHO_TYPE_PALETTE, "stack");
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->palette)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), "win.find", NULL));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (self->palette)));
}

static void
view_close (View *self)
{
  gtk_window_destroy (self->window);
  fixture_idle (50);
  fixture_close (&self->fixture);
}

static guint
count (View *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (self->list)));
}

static gboolean
has_found (gpointer view)
{
  return count (view) > 0;
}

static gboolean
has_found_nothing (gpointer view)
{
  return g_str_equal (gtk_stack_get_visible_child_name (((View *) view)->stack), "nothing");
}

static void
test_states (void)
{
  View view;

  view_open (&view);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.stack), ==, "hint");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (view.window)),
                                         GTK_WIDGET (view.palette)));
  gtk_editable_set_text (view.entry, "condom");
  fixture_wait (has_found, &view);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.stack), ==, "found");
  gtk_editable_set_text (view.entry, "zzzzzz");
  fixture_wait (has_found_nothing, &view);
  gtk_editable_set_text (view.entry, "\"'(AND NEAR* ^:{}");
  fixture_idle (150);
  g_assert_cmpuint (count (&view), ==, 0);
  view_close (&view);
}

/* Kinds stand together, each announced once, whatever the order of the hits. */
static void
test_grouped_by_kind (void)
{
  View view;
  const SohoKind *kind = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  view_open (&view);
  gtk_editable_set_text (view.entry, "condom");
  fixture_wait (has_found, &view);
  for (guint i = 0; i < count (&view); i++)
    {
      g_autoptr (SohoFinding) finding
          = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (view.list)), i);
      const SohoKind *this = soho_record_get_kind (soho_finding_get_record (finding));

      g_assert_cmpint (soho_finding_get_is_first (finding), ==, this != kind);
      if (this != kind)
        g_assert_true (g_hash_table_add (seen, (gpointer) this));
      kind = this;
    }
  g_assert_cmpuint (g_hash_table_size (seen), >=, 2); /* the village, and who lives there */
  view_close (&view);
}

static void
test_enter_opens_the_best (void)
{
  View view;

  view_open (&view);
  gtk_editable_set_text (view.entry, "potière");
  g_signal_emit_by_name (view.entry, "activate"); /* before the search has begun by itself */
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (view.palette)));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view.pages), ==, "directory");
  view_close (&view);
}

static void
test_leaving_gives_the_keyboard_back (void)
{
  View view;
  GtkWidget *before;

  view_open (&view);
  g_signal_emit_by_name (view.entry, "stop-search");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (view.palette)));
  gtk_widget_child_focus (gtk_stack_get_visible_child (view.pages), GTK_DIR_TAB_FORWARD);
  before = gtk_root_get_focus (GTK_ROOT (view.window));
  g_assert_nonnull (before);
  gtk_widget_activate_action (GTK_WIDGET (view.window), "win.find", NULL);
  g_assert_false (gtk_root_get_focus (GTK_ROOT (view.window)) == before);
  g_signal_emit_by_name (view.entry, "stop-search");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (view.window)) == before);
  view_close (&view);
}

/* What changes meanwhile is found. */
static void
test_follows_the_replica (void)
{
  View view;

  view_open (&view);
  gtk_editable_set_text (view.entry, "rémouleur");
  fixture_wait (has_found_nothing, &view);
  fixture_put (&view.fixture, "member", 99, "given_name", "Ursule", "family_name", "Invention",
               "occupation", "Rémouleuse", "commune", "32013", "visibility", "public", NULL);
  fixture_wait (has_found, &view);
  view_close (&view);
}

static void
test_markup (void)
{
  static const struct
  {
    const char *snippet, *markup;
  } cases[] = {
    { "", "" },
    { "un \u2068traducteur\u2069 ici", "un <b>traducteur</b> ici" },
    { "<b>&\u2068x\u2069</b>", "&lt;b&gt;&amp;<b>x</b>&lt;/b&gt;" },
    { "a\nb", "a b" },
    { "\u2068one \u2068two\u2069", "one two" }, /* signs of the text's own */
    { "\u2069", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = soho_finding_row_dup_markup (cases[i].snippet);

      g_assert_cmpstr (markup, ==, cases[i].markup);
      g_assert_true (pango_parse_markup (markup, -1, 0, NULL, NULL, NULL, NULL));
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/palette/states", test_states);
  g_test_add_func ("/app/palette/grouped-by-kind", test_grouped_by_kind);
  g_test_add_func ("/app/palette/enter-opens-the-best", test_enter_opens_the_best);
  g_test_add_func ("/app/palette/leaving-gives-the-keyboard-back",
                   test_leaving_gives_the_keyboard_back);
  g_test_add_func ("/app/palette/follows-the-replica", test_follows_the_replica);
  g_test_add_func ("/app/palette/markup", test_markup);
  return g_test_run ();
}
