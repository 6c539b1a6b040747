/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What both ends agree on.
 *
 * GET /v1/changes?from=CURSOR[&fill=NAME,NAME] answers 200 with a run of pages, or 204 when nothing
 * is new to the asker. fill names what is to be sent whole again: kinds, and audiences that the
 * replica has dropped by itself. Each page is a zstd frame of its own (RFC 8878; Content-Encoding:
 * zstd) that holds one line of JSON; without zstd the lines come as they are. Lines are of four
 * sorts:
 *
 *   {"from":TOKEN}
 *     the first of a fill: the point of the log at which it begins;
 *   {"kind":K,"audience":A,"id":[…],…,"to":P}
 *     rows of a fill; the cursor after them is TOKEN~P;
 *   {"kind":K,"audience":A,"id":[…],…}
 *     rows that changed since the cursor; "deleted":[…] for those that the asker may not read any
 *     more, whoever else may;
 *   {"cursor":C}
 *     everything before this line has been told; C is the cursor after it. "dropped":[A,…] names
 *     audiences that the asker is no longer in: the rows that came last under one of them go, in
 * the same transaction in which the cursor is kept.
 *
 * Who asks decides which audiences are told. A cursor says which ones it covers: those that it
 * lacks are filled, from the widest to the narrowest, and then the tail of all brings what changed.
 * A record is told under one audience at a time. When it goes from one to another that the asker
 * reads as well, it comes anew under that and is not told to be deleted, so that nobody sees it
 * missing; the row is then of the audience under which it came last. Nothing here tells of what the
 * asker may not read: neither the answers, nor the lack of one, nor the cursor, which is opaque to
 * the client, except that it joins TOKEN and P.
 *
 * The rows of a page stand column by column, see page.h.
 *
 * GET /v1/blobs/NAME?of=KIND:ID answers 200 with the bytes of a file that the record of this kind
 * and id shows in one of its fields (see blob.h), if the asker may read that record now; in every
 * other case it answers the one 404, so that neither the file nor the record is told to be there.
 * Content-Type says what the bytes are, ETag is the name in quotes, and since a name means the same
 * bytes for ever, Cache-Control is immutable; it is private too, since a store that others ask
 * would not ask who may read. If-None-Match with the name is answered by 304, Range by 206; HEAD as
 * GET, without the bytes. */

#define SOHO_PATH_CHANGES "/v1/changes"
#define SOHO_PATH_BLOBS "/v1/blobs"
#define SOHO_PATH_HEALTH "/healthz"

#define SOHO_PAGES_TYPE "application/vnd.sohosolo.pages+json"

/* Rows are put into a page until its line has about this many bytes. */
#define SOHO_PAGE_TARGET (256 * 1024)

/* A longer line, or a longer frame, is refused: no server of ours makes one. */
#define SOHO_PAGE_LINE_MAX (1024 * 1024)
#define SOHO_PAGE_FRAME_MAX (1024 * 1024)

/* A cursor, in bytes. */
#define SOHO_CURSOR_MAX 256

/* zstd window: a frame that asks for more memory is refused. */
#define SOHO_PAGE_WINDOW_LOG_MAX 23

#define SOHO_PROTOCOL_ERROR (soho_protocol_error_quark ())
GQuark soho_protocol_error_quark (void);

typedef enum
{
  SOHO_PROTOCOL_ERROR_NOT_OURS,       /* whoever answered is no Soho Solo server */
  SOHO_PROTOCOL_ERROR_INVALID,        /* an answer that breaks the protocol */
  SOHO_PROTOCOL_ERROR_CUT,            /* the line broke; what had arrived is kept */
  SOHO_PROTOCOL_ERROR_UNKNOWN_CURSOR, /* the server's log is another one: fill again */
  SOHO_PROTOCOL_ERROR_REFUSED,        /* the server answered with an error of its own */
  SOHO_PROTOCOL_ERROR_TOO_LARGE,      /* more than any page may hold */
} SohoProtocolError;
