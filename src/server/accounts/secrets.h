/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Tokens and codes: what lets somebody in without a password. They are random, so that their hash
 * alone, which is all that is kept, tells nothing of them. */

/* 256 random bits for a program to keep: base64url, 43 characters. To be freed. */
char *soho_secret_dup_token (void);

/* 80 random bits for a person to read from paper and type: "K7QM-4TXW-9PRD-H2VN", without letters
 * that look like another. To be freed. */
char *soho_secret_dup_code (void);

/* What is kept of a token; NULL if the text cannot be one. Owned by the caller. */
GBytes *soho_secret_hash_token (const char *token);

/* The same of a code as a person types it: in small letters, with or without dashes and spaces, O
 * for 0 and I or L for 1. */
GBytes *soho_secret_hash_code (const char *code);
