/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/prompt-output.h"

struct _SohoPromptOutput
{
  GFilterOutputStream parent_instance;

  GThread *thread; /* which may not wait; only compared */
};

static void pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoPromptOutput,
                               soho_prompt_output,
                               G_TYPE_FILTER_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM, pollable_init))

static GPollableOutputStream *
get_base (gpointer stream)
{
  return G_POLLABLE_OUTPUT_STREAM (
      g_filter_output_stream_get_base_stream (G_FILTER_OUTPUT_STREAM (stream)));
}

static gssize
soho_prompt_output_write (GOutputStream *stream,
                          const void *buffer,
                          gsize count,
                          GCancellable *cancellable,
                          GError **error)
{
  SohoPromptOutput *self = SOHO_PROMPT_OUTPUT (stream);
  gboolean may_wait = self->thread != g_thread_self ();
  GError *problem = NULL;
  gssize written = g_pollable_stream_write (G_OUTPUT_STREAM (get_base (self)), buffer, count,
                                            may_wait, cancellable, &problem);

  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    problem->code = G_IO_ERROR_TIMED_OUT;
  if (problem != NULL)
    g_propagate_error (error, problem);
  return written;
}

static gboolean
soho_prompt_output_is_writable (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_is_writable (get_base (stream));
}

static GSource *
soho_prompt_output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) base
      = g_pollable_output_stream_create_source (get_base (stream), cancellable);

  return g_pollable_source_new_full (stream, base, NULL);
}

static gssize
soho_prompt_output_write_nonblocking (GPollableOutputStream *stream,
                                      const void *buffer,
                                      gsize count,
                                      GError **error)
{
  return g_pollable_output_stream_write_nonblocking (get_base (stream), buffer, count, NULL, error);
}

static void
pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = soho_prompt_output_is_writable;
  iface->create_source = soho_prompt_output_create_source;
  iface->write_nonblocking = soho_prompt_output_write_nonblocking;
}

static void
soho_prompt_output_class_init (SohoPromptOutputClass *klass)
{
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = soho_prompt_output_write;
}

static void
soho_prompt_output_init (SohoPromptOutput *self)
{
  self->thread = g_thread_self ();
}

GOutputStream *
soho_prompt_output_new (GOutputStream *base)
{
  return g_object_new (SOHO_TYPE_PROMPT_OUTPUT, "base-stream", base, "close-base-stream", FALSE,
                       NULL);
}
