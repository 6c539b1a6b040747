/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/printing.h"

#include <glib/gi18n-lib.h>

#include "widgets/toast.h"

/* Something on its way to paper. */
typedef struct
{
  const SohoPrintable *printable;
  gpointer self;                 /* owned */
  GtkWidget *over;               /* owned; NULL where nobody is told */
  GtkFileChooserNative *chooser; /* owned; NULL where none was needed */
} Job;

static Job *
job_new (GtkWidget *over, const SohoPrintable *printable, gpointer self)
{
  Job *job = g_new0 (Job, 1);

  job->printable = printable;
  job->self = self;
  job->over = over != NULL ? g_object_ref (over) : NULL;
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  job->printable->free (job->self);
  g_clear_object (&job->over);
  g_clear_object (&job->chooser);
  g_free (job);
}

/* The letters of the windows, not those that a printer would choose. */
static PangoContext *
create_context (GtkPrintContext *print)
{
  PangoContext *context = gtk_print_context_create_pango_context (print);
  PangoFontDescription *font = pango_font_description_from_string ("Cantarell,Sans 9");

  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  return context;
}

static void
on_begin (GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
  PangoContext *pango = create_context (context);
  guint n = job->printable->lay_out (job->self, pango, gtk_print_context_get_width (context),
                                     gtk_print_context_get_height (context));

  gtk_print_operation_set_n_pages (operation, (int) MAX (n, 1));
  g_object_unref (pango);
}

static void
on_draw (GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *job)
{
  PangoContext *pango = create_context (context);

  job->printable->draw (job->self, (guint) page, gtk_print_context_get_cairo_context (context),
                        pango, gtk_print_context_get_width (context),
                        gtk_print_context_get_height (context));
  g_object_unref (pango);
}

static GtkPageSetup *
create_page_setup (const SohoPrintable *printable)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  GtkPaperSize *paper = gtk_paper_size_new (printable->paper);

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_paper_size_free (paper);
  gtk_page_setup_set_orientation (setup, printable->is_landscape ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                                                 : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_page_setup_set_top_margin (setup, printable->margin_mm, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, printable->margin_mm, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, printable->margin_mm, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, printable->margin_mm, GTK_UNIT_MM);
  return setup;
}

static GtkPrintOperation *
create_operation (Job *job)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = create_page_setup (job->printable);

  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_job_name (operation, _ (job->printable->file_name));
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw), job);
  return operation;
}

/* Also for a job that was cancelled. */
static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, Job *job)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      g_autofree char *sentence = NULL;

      gtk_print_operation_get_error (operation, &error);
      sentence = g_strdup_printf (_ ("It could not be printed: %s"),
                                  error != NULL ? error->message : "");
      soho_toast_say (job->over, sentence);
    }
  g_object_set_data_full (G_OBJECT (operation), "soho-job", job, job_free);
}

void
soho_print (GtkWidget *over, const SohoPrintable *printable, gpointer self)
{
  GtkRoot *root = gtk_widget_get_root (over);
  Job *job = job_new (over, printable, self);
  g_autoptr (GtkPrintOperation) operation = create_operation (job);

  g_signal_connect (operation, "done", G_CALLBACK (on_done), job);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

/* Takes nothing. */
static gboolean export(Job *job, const char *path, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = create_operation (job);

  gtk_print_operation_set_export_filename (operation, path);
  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, error)
         == GTK_PRINT_OPERATION_RESULT_APPLY;
}

gboolean
soho_print_to_file (const SohoPrintable *printable, gpointer self, const char *path, GError **error)
{
  Job *job = job_new (NULL, printable, self);
  gboolean done = export(job, path, error);

  job_free (job);
  return done;
}

static void
save (Job *job, const char *path)
{
  g_autofree char *shown = g_filename_display_basename (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (export(job, path, &error))
    sentence = g_strdup_printf (_ ("Saved as “%s”"), shown);
  else
    sentence = g_strdup_printf (_ ("“%s” could not be saved: %s. Choose another folder."), shown,
                                error != NULL ? error->message : "");
  soho_toast_say (job->over, sentence);
}

static void
on_response (GtkNativeDialog *dialog, int response, Job *job)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    save (job, g_file_peek_path (file));
  gtk_native_dialog_destroy (dialog);
  job_free (job);
}

void
soho_print_save (GtkWidget *over, const SohoPrintable *printable, gpointer self)
{
  GtkRoot *root = gtk_widget_get_root (over);
  Job *job = job_new (over, printable, self);
  g_autofree char *name = g_strconcat (_ (printable->file_name), ".pdf", NULL);

  job->chooser = gtk_file_chooser_native_new (
      _ ("Save as PDF"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (job->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (job->chooser), TRUE);
  g_signal_connect (job->chooser, "response", G_CALLBACK (on_response), job);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (job->chooser));
}
