/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device.h"

/* The server's side of the simulated network: the real archive, asked as its routes ask it. */

/* Makes the archive, its first records and the accounts. */
void server_found (World *world);

/* Once in a process, before any world and after all. */
void server_make_template (void);
void server_forget_template (void);

/* Starts again after it died. */
void server_start (World *world);

/* Answers a request. */
void server_answer (World *world, Exchange *exchange);

/* A sign-in: its token, to be freed, and writer. NULL if the server died of it. */
char *server_open_session (World *world, const Person *person, guint *writer);
void server_end_session (World *world, const char *token);

/* Something changes by the association's own hand, as by an import. */
void server_write (World *world);

/* Somebody is given a role, or is no longer in one. */
void server_change_grants (World *world);

/* Fails an oracle unless the archive finds itself sound. */
void server_check (World *world);
