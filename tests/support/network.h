/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "archive/archive.h"
#include "store/replica.h"

/* How often a test does what it does for many random cases: the sanitizers make it some thirty
 * times slower, and see as much in fewer. */
#ifdef __SANITIZE_ADDRESS__
#define NETWORK_ROUNDS(plain, sanitized) (sanitized)
#else
#define NETWORK_ROUNDS(plain, sanitized) (plain)
#endif

/* A network in a directory of its own: tests fill it, serve it on loopback, and compare replicas
 * with it. */
typedef struct
{
  char *directory;
  SohoArchive *archive; /* for the thread that made the network */
  char *address;        /* "http://127.0.0.1:PORT"; NULL unless it is served */
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  guint16 port; /* at which it was served last; 0 for any */
  int ahead_s;  /* by how much the server's clock is ahead of ours; atomic */
} Network;

/* An empty one. */
Network *network_new (void);

/* One that has the key and the epoch of this seed, so that all it does can be done again. */
Network *network_new_with_key (guint32 seed);
void network_free (Network *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Network, network_free)

/* Keeps a record; texts: "field=value" as in a CSV file, references by id, NULL-terminated; what is
 * not said is as in a new record. id: 0 for a new one. Returns the id. */
gint64 network_put (Network *self, const char *kind, gint64 id, ...) G_GNUC_NULL_TERMINATED;
/* Brings a file that the next network_put () must show. Returns the text that says so,
 * "photo=NAME", to be freed. */
char *network_put_photo (Network *self, GBytes *bytes);
void network_delete (Network *self, gint64 id);

/* The id of the nth record, from 1, in the order in which they were last written; 0 if there are
 * not so many. */
gint64 network_nth_id (Network *self, guint nth);

/* Serves it from a thread of its own until network_stop () or network_free (). Returns the address,
 * borrowed. */
const char *network_serve (Network *self);
void network_stop (Network *self);

/* The same at the port that it had before. */
const char *network_serve_again (Network *self);

/* What everybody may read: a line of JSON per record with kind, id, revision and fields, by kind
 * and id. To be freed. */
char *network_dup_public (Network *self);

/* What those who are in these audiences may read. */
char *network_dup_for (Network *self, const char *const *audiences);

/* All records whoever may read them, in the same form. */
char *network_dup_all (Network *self);

/* The same of a replica. */
char *network_dup_replica (SohoReplica *replica);

/* Fails the test if the archive's own check finds anything. */
void network_assert_sound (Network *self);

/* A new directory for one test, mode 700; removed with all that is in it. */
char *network_make_directory (void);
void network_remove_directory (char *directory);

/* Writes a file of the directory; length -1 for a text. Returns its path, to be freed. */
char *
network_write_file (const char *directory, const char *name, const char *bytes, gssize length);

/* Says these bytes on a connection of its own and hears until the other side closes, which a
 * request asks for with "Connection: close". Ends with a NUL that the length does not count. */
GBytes *network_say (const char *address, const char *bytes, gssize length);

/* The whole answer to a request's head that was meant for another. */
GBytes *network_pass_on (const char *address, const char *request);

/* The answer to a GET of path, whole: head and body. headers: NULL, or lines that end with CRLF. */
GBytes *network_get (const char *address, const char *path, const char *headers);

/* The body of such an answer; its status is asserted. */
GBytes *network_get_body (const char *address, const char *path, const char *headers, guint status);
