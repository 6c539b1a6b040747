/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Something that can be put on paper. Sizes are points, inside the margins. context: for cr. */
typedef struct
{
  const char *file_name; /* English; shown through gettext, without ".pdf" */
  const char *paper;     /* GTK_PAPER_NAME_… */
  gboolean is_landscape;
  double margin_mm;

  /* Returns how many pages there are: one at least. */
  guint (*lay_out) (gpointer self, PangoContext *context, double width, double height);
  void (*draw) (
      gpointer self, guint page, cairo_t *cr, PangoContext *context, double width, double height);
  GDestroyNotify free;
} SohoPrintable;

/* Opens the desktop's print dialog. Each takes self. */
void soho_print (GtkWidget *over, const SohoPrintable *printable, gpointer self);

/* Asks for a file, and writes a PDF there. A toast tells what became of it. */
void soho_print_save (GtkWidget *over, const SohoPrintable *printable, gpointer self);

/* Writes a PDF without asking. */
gboolean soho_print_to_file (const SohoPrintable *printable,
                             gpointer self,
                             const char *path,
                             GError **error);
