/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/served-stream.h"

/* The input. */

#define SOHO_TYPE_SERVED_INPUT (soho_served_input_get_type ())
G_DECLARE_FINAL_TYPE (SohoServedInput, soho_served_input, SOHO, SERVED_INPUT, GFilterInputStream)

struct _SohoServedInput
{
  GFilterInputStream parent_instance;

  SohoConnection *connection; /* owned */
  gsize max_header_bytes;
  gboolean ended; /* for the reader, whatever the base says */
};

static void pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoServedInput,
                               soho_served_input,
                               G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, pollable_init))

static GPollableInputStream *
get_base (gpointer stream)
{
  return G_POLLABLE_INPUT_STREAM (
      g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream)));
}

/* A broken request, for SoupServer to close upon. */
static gssize
read_empty_line (SohoServedInput *self, char *buffer)
{
  self->ended = TRUE;
  soho_connection_cut (self->connection, FALSE);
  *buffer = '\n';
  return 1;
}

static gboolean
is_header_too_long (SohoServedInput *self, gssize n)
{
  return n > 0 && soho_connection_get_phase (self->connection) == SOHO_CONNECTION_HEADER
         && soho_connection_add_bytes (self->connection, n) > self->max_header_bytes;
}

static gssize
soho_served_input_read_nonblocking (GPollableInputStream *stream,
                                    void *buffer,
                                    gsize count,
                                    GError **error)
{
  SohoServedInput *self = SOHO_SERVED_INPUT (stream);
  GError *problem = NULL;
  gssize n;

  if (self->ended)
    return 0;
  n = g_pollable_input_stream_read_nonblocking (get_base (self), buffer, count, NULL, &problem);
  if (is_header_too_long (self, n))
    {
      self->ended = TRUE;
      soho_connection_cut (self->connection, FALSE);
      return 0;
    }
  if (n <= 0 && !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)
      && soho_connection_get_message (self->connection) == NULL)
    {
      g_clear_error (&problem);
      return read_empty_line (self, buffer);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return n;
}

static gboolean
soho_served_input_is_readable (GPollableInputStream *stream)
{
  return SOHO_SERVED_INPUT (stream)->ended
         || g_pollable_input_stream_is_readable (get_base (stream));
}

/* After the end the base, which was shut down, stays readable too. */
static GSource *
soho_served_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  return g_pollable_input_stream_create_source (get_base (stream), cancellable);
}

static void
pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = soho_served_input_is_readable;
  iface->create_source = soho_served_input_create_source;
  iface->read_nonblocking = soho_served_input_read_nonblocking;
}

static void
soho_served_input_finalize (GObject *object)
{
  g_clear_object (&SOHO_SERVED_INPUT (object)->connection);
  G_OBJECT_CLASS (soho_served_input_parent_class)->finalize (object);
}

static void
soho_served_input_class_init (SohoServedInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_served_input_finalize;
}

static void
soho_served_input_init (SohoServedInput *self)
{
}

/* The stream. */

struct _SohoServedStream
{
  GIOStream parent_instance;

  GIOStream *base;
  GInputStream *input;
};

G_DEFINE_FINAL_TYPE (SohoServedStream, soho_served_stream, G_TYPE_IO_STREAM)

static GInputStream *
soho_served_stream_get_input_stream (GIOStream *stream)
{
  return SOHO_SERVED_STREAM (stream)->input;
}

static GOutputStream *
soho_served_stream_get_output_stream (GIOStream *stream)
{
  return g_io_stream_get_output_stream (SOHO_SERVED_STREAM (stream)->base);
}

static gboolean
soho_served_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return g_io_stream_close (SOHO_SERVED_STREAM (stream)->base, cancellable, error);
}

static void
soho_served_stream_finalize (GObject *object)
{
  SohoServedStream *self = SOHO_SERVED_STREAM (object);

  g_clear_object (&self->input);
  g_clear_object (&self->base);
  G_OBJECT_CLASS (soho_served_stream_parent_class)->finalize (object);
}

static void
soho_served_stream_class_init (SohoServedStreamClass *klass)
{
  GIOStreamClass *stream = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = soho_served_stream_finalize;
  stream->get_input_stream = soho_served_stream_get_input_stream;
  stream->get_output_stream = soho_served_stream_get_output_stream;
  stream->close_fn = soho_served_stream_close;
}

static void
soho_served_stream_init (SohoServedStream *self)
{
}

GIOStream *
soho_served_stream_new (SohoConnection *connection, GIOStream *base, gsize max_header_bytes)
{
  SohoServedStream *self = g_object_new (SOHO_TYPE_SERVED_STREAM, NULL);
  SohoServedInput *input
      = g_object_new (SOHO_TYPE_SERVED_INPUT, "base-stream", g_io_stream_get_input_stream (base),
                      "close-base-stream", FALSE, NULL);

  input->connection = g_object_ref (connection);
  input->max_header_bytes = max_header_bytes;
  self->base = g_object_ref (base);
  self->input = G_INPUT_STREAM (input);
  return G_IO_STREAM (self);
}
