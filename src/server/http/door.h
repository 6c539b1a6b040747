/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* One listening TCP socket and its accept loop. GSocketService takes one connection per turn of the
 * main loop, has a backlog of 10 and gives up for good when file descriptors run out; this one
 * takes what waits, and rests for a tenth of a second after an error. */
typedef struct _SohoDoor SohoDoor;

/* accepted: connected, without waiting mode; reference it to keep it. */
typedef void (*SohoDoorFunc) (GSocket *accepted, gpointer user_data);

/* address: "127.0.0.1:8080", "[::1]:8080", "localhost:8080", or "8080" for every address of this
 * machine; port 0 takes a free one. Admits in the thread-default main context of the caller.
 * Errors: G_IO_ERROR; INVALID_ARGUMENT if the address is none. Free with soho_door_close. */
SohoDoor *
soho_door_open (const char *address, SohoDoorFunc admit, gpointer user_data, GError **error);
void soho_door_close (SohoDoor *self);

guint16 soho_door_get_port (SohoDoor *self);
