/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What both ends agree on.
 *
 * GET /v1/changes?from=CURSOR[&fill=NAME,NAME] answers 200 with a run of pages, or 204 when nothing
 * is new to the asker. fill names what is to be sent whole again: kinds, and audiences that the
 * replica has dropped by itself. Each page is a zstd frame of its own (RFC 8878; Content-Encoding:
 * zstd) that holds one line of JSON; without zstd the lines come as they are. Lines are of five
 * sorts:
 *
 *   {"from":TOKEN}
 *     the first of a fill: the point of the log at which it begins;
 *   {"kind":K,"audience":A,"id":[…],…,"to":P}
 *     rows of a fill; the cursor after them is TOKEN~P;
 *   {"kind":K,"audience":A,"id":[…],…}
 *     rows that changed since the cursor; "deleted":[…] for those that the asker may not read any
 *     more, whoever else may;
 *   {"kind":K,"audience":A,"erased":[…]}
 *     of what was deleted, records whose person was erased: whatever is kept about them goes, edits
 *     and copies, from every byte. A fill tells of all there ever were;
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
 * GET, without the bytes.
 *
 * Who has signed in says so with "Authorization: Bearer TOKEN" at every request; without it one is
 * a visitor. A token that is none, or whose sign-in has ended, is answered with 401 "signed_out",
 * whatever was asked. The endpoints of accounts take and answer JSON objects (bodies of up to 16
 * KiB):
 *
 *   POST /v1/activate {code,password,device}   201 ARRIVAL; also when a password was forgotten
 *   POST /v1/sessions {email,password,device}  201 ARRIVAL
 *   DELETE /v1/sessions/ID                     204; one of one's own sign-ins ends
 *   GET /v1/session                            200 {person,email,roles,sessions:[{id,device,
 *                                                created,seen,this}]}
 *   DELETE /v1/session                         204; this sign-in ends
 *   POST /v1/password {old,new}                204; all other sign-ins end
 *   POST /v1/erasure {password}                204; the person and all that is theirs are erased,
 * at once and for good, and all sign-ins end POST /v1/session/writer {device}           201
 * ARRIVAL; a sign-in of its own for a replica that was copied, see below
 *
 * ARRIVAL is {token,writer,person,email,roles,log}: person is the id of one's own member record,
 * writer the number with which this sign-in makes ids, and id of it; log is another after the
 * server was put back from a backup. Refusals: 403 "wrong_password", "code_unknown",
 * "code_expired"; 422 "password_length"; 429 "wait" and 503 "busy", both with Retry-After. An
 * e-mail address that nobody has is answered as one with another password.
 *
 * A role takes effect, and ends, with the next request of whoever has it. Each answer to GET
 * /v1/changes says in the header Soho-Roles what who has signed in is now: "member", "staff",
 * "adviser", "village_contact:ID", "reception:ID", joined by commas. For staff only (others: 403
 * "not_staff"):
 *
 *   GET /v1/people?find=WORDS                  200 {people:[{person,email,name,active,expires,
 *                                                roles}],more}; those with a role first
 *   PUT /v1/people/PERSON/roles/ROLE           204; granted, as often as it is asked
 *   DELETE /v1/people/PERSON/roles/ROLE        204; ended, as often as it is asked
 *   POST /v1/invitations {email,member,role}   201 {person,email,code,expires}; member (an id as
 *                                                a text) and role may be left out
 *   DELETE /v1/invitations/PERSON              204; the code is void, and an account that was never
 *                                                used is gone
 *
 * active says whether a password was chosen; expires, until when a code can be used, 0 for none;
 * name is left out where no card can be read. The code is told this once: only its hash is kept.
 * Refusals: 409 "last_staff" (nobody else could let anybody in), 422 "email_invalid",
 * "member_taken" and "role_unknown". */

/* What follows is about POST /v1/edits: a replica's edits, in order, as one line of JSON
 * (edit-list.h; Content-Encoding: zstd or none), under the writer number of the sign-in that asks.
 * 200 with an answer to each, once and for all: an edit is known by writer, number and digest, and
 * the same one again gets the same answer and changes nothing. All of a request is done, or
 * nothing. Errors: 400 "malformed", 401 "signed_out", 413 "too_many", 409 "out_of_order" (an edit
 * is missing before these), 409 "copied_replica" (another edit had this number: two replicas write
 * under one sign-in, and this one must sign in anew, or have a sign-in made by POST
 * /v1/session/writer).
 *
 * A server that was put back from a backup has forgotten the newest edits, and a replica finds its
 * cursor unknown. GET /v1/edits?writers=W,W answers
 * {standings:[{writer,last,gaps:[FIRST,LAST,…]}]}: the number of the last edit that it has of each
 * of one's sign-ins, 0 of those it does not know, and which numbers before that stand for nothing.
 * What comes after, as far as the replica kept it, is offered again as new edits behind every
 * number that was used before, with POST /v1/edits?resumed=N, where N is that last number; the
 * numbers between are then no longer expected. Until that is done the replica deletes nothing. */

#define SOHO_PATH_CHANGES "/v1/changes"
#define SOHO_PATH_BLOBS "/v1/blobs"
#define SOHO_PATH_EDITS "/v1/edits"
#define SOHO_PATH_HEALTH "/healthz"
#define SOHO_PATH_ACTIVATE "/v1/activate"
#define SOHO_PATH_SESSIONS "/v1/sessions"
#define SOHO_PATH_SESSION "/v1/session"
#define SOHO_PATH_PASSWORD "/v1/password"
#define SOHO_PATH_ERASURE "/v1/erasure"
#define SOHO_PATH_PEOPLE "/v1/people"
#define SOHO_PATH_INVITATIONS "/v1/invitations"

/* A header of each answer of changes to who has signed in: what they are now, "member,staff,…". */
#define SOHO_ROLES_HEADER "Soho-Roles"

/* How many accounts one answer to GET /v1/people holds. */
#define SOHO_PEOPLE_MAX 100

/* The body of a request to the endpoints of accounts, in bytes. */
#define SOHO_ACCOUNT_BODY_MAX 16384

/* How long a password may be, in characters. */
#define SOHO_PASSWORD_MIN 10
#define SOHO_PASSWORD_MAX 1024

/* What a sign-in says of its computer, in characters. */
#define SOHO_DEVICE_MAX 80

#define SOHO_EDITS_TYPE "application/vnd.sohosolo.edits+json"
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
  SOHO_PROTOCOL_ERROR_SIGNED_OUT,     /* the server does not know this sign-in, or wants one */
  SOHO_PROTOCOL_ERROR_COPIED_REPLICA, /* another replica writes under this sign-in: sign in anew */
} SohoProtocolError;
