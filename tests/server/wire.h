/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/listener.h"

#include <gio/gio.h>

/* A listener, and clients that speak to it byte by byte, all in this one thread: whatever waits
 * here runs the main loop meanwhile. */
typedef struct
{
  SohoListener *listener;
  guint16 port;
  GPtrArray *paused; /* SoupServerMessage, owned: the requests of /paused and /live */
} Site;

/* Listens at 127.0.0.1 and answers: /hello "hello"; /size the length of the body; /big 32 MiB,
 * /some 1 MiB; /paused nothing until it is resumed; /live the beginning of a chunked answer; /stop
 * having begun to stop. */
void site_open (Site *site, const SohoListenerLimits *limits);
void site_close (Site *site);

/* Limits that tests can wait for: 200 ms for a header, 300 ms idle, bodies of 10,000 bytes. */
extern const SohoListenerLimits site_limits;

SohoListenerStatistics site_statistics (Site *site);

/* Runs the main loop until *flag is set or the connections open, or the requests paused, are so
 * many; fails the test after 30 s. */
void site_wait (gboolean *flag);
void site_wait_open (Site *site, guint n);
void site_wait_paused (Site *site, guint n);

/* Runs the main loop for so long. */
void site_run (guint ms);

typedef struct
{
  int fd;
  GString *heard; /* all that came */
  gboolean ended; /* the server closed or reset it */
} Wire;

/* Connects, without waiting. host: "127.0.0.2" and so on, the client's own address; NULL for any.
 */
Wire *wire_open (Site *site, const char *host);
void wire_close (Wire *self);

/* Has what the server sends go into a buffer of about twice as many bytes; right after opening. */
void wire_set_buffer (Wire *self, int bytes);

/* Sends all of it, unless the server ends the connection first. */
void wire_say (Wire *self, const char *text);
void wire_say_bytes (Wire *self, const void *bytes, gsize length);

/* Takes what came, without waiting; so many bytes at most. */
void wire_hear (Wire *self, gsize max);

/* Until the text came so many times, or the connection ended; fails the test after 30 s. Returns
 * whether it came. */
gboolean wire_expect (Wire *self, const char *text, guint times);

/* Until the connection ends; fails the test after 30 s. Returns the time it took, in ms. */
guint wire_wait_end (Wire *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wire, wire_close)
