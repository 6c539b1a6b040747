/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/refusal.h"

#include "http/responses.h"

#include <string.h>

#define READ_SIZE 16384

typedef struct
{
  GIOStream *stream;
  char *answer;
  char ignored[READ_SIZE];
} Refusal;

static void
finish (Refusal *self)
{
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_free (self->answer);
  g_free (self);
}

static void read_on (Refusal *self);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Refusal *self = user_data;

  if (g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL) > 0)
    read_on (self);
  else
    finish (self);
}

static void
read_on (Refusal *self)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->ignored, READ_SIZE,
                             G_PRIORITY_LOW, NULL, on_read, self);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Refusal *self = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    read_on (self);
  else
    finish (self);
}

static char *
format_answer (gsize max)
{
  g_autofree char *text = g_strdup_printf (
      "The request is too large: this server takes bodies of up to %" G_GSIZE_FORMAT " bytes.",
      max);
  g_autofree char *body = soho_error_body ("too_large", text);

  return g_strdup_printf ("HTTP/1.1 413 Request Entity Too Large\r\n"
                          "Server: soho-solo\r\n"
                          "X-Content-Type-Options: nosniff\r\n"
                          "Content-Type: application/json\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "Connection: close\r\n\r\n%s",
                          strlen (body), body);
}

void
soho_refuse_body (SohoConnection *connection, SoupServerMessage *message, gsize max)
{
  GIOStream *stream = soup_server_message_steal_connection (message);
  Refusal *self;

  soho_connection_set_message (connection, NULL);
  if (stream == NULL)
    return;
  soho_connection_enter (connection, SOHO_CONNECTION_REFUSED);
  self = g_new (Refusal, 1);
  self->stream = stream;
  self->answer = format_answer (max);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (stream), self->answer,
                                   strlen (self->answer), G_PRIORITY_DEFAULT, NULL, on_answered,
                                   self);
}
