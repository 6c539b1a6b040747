/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/paper-actions.h"

#include "print/pocket-directory.h"

typedef struct
{
  GtkWidget *widget;    /* owns this */
  SohoLibrary *library; /* owned */
  SohoMapPagesFunc create;
  gpointer user_data;
} Paper;

static void
paper_free (gpointer data)
{
  Paper *paper = data;

  g_object_unref (paper->library);
  g_free (paper);
}

static void
on_print_map (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Paper *paper = user_data;

  soho_print (paper->widget, soho_map_pages_get_printable (), paper->create (paper->user_data));
}

static void
on_save_map (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Paper *paper = user_data;

  soho_print_save (paper->widget, soho_map_pages_get_printable (),
                   paper->create (paper->user_data));
}

static void
on_print_directory (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Paper *paper = user_data;

  soho_print (paper->widget, soho_pocket_directory_get_printable (),
              soho_pocket_directory_new (paper->library));
}

static void
on_save_directory (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Paper *paper = user_data;

  soho_print_save (paper->widget, soho_pocket_directory_get_printable (),
                   soho_pocket_directory_new (paper->library));
}

void
soho_paper_actions_add (GtkWidget *widget,
                        SohoLibrary *library,
                        SohoMapPagesFunc create,
                        gpointer user_data)
{
  static const GActionEntry entries[]
      = { { .name = "print-map", .activate = on_print_map },
          { .name = "save-map", .activate = on_save_map },
          { .name = "print-directory", .activate = on_print_directory },
          { .name = "save-directory", .activate = on_save_directory } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  Paper *paper = g_new0 (Paper, 1);

  paper->widget = widget;
  paper->library = g_object_ref (library);
  paper->create = create;
  paper->user_data = user_data;
  g_object_set_data_full (G_OBJECT (widget), "soho-paper", paper, paper_free);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), paper);
  gtk_widget_insert_action_group (widget, "paper", G_ACTION_GROUP (group));
}
