/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol.h"

/* Answers that are no success. Both set an error and return FALSE. */

/* Whoever answered is no server of ours. */
gboolean soho_error_answer_fail_not_ours (GError **error);

/* The error that an answer with this status and body stands for. Errors: SOHO_PROTOCOL_ERROR. */
gboolean soho_error_answer_read (guint status, const char *body, gsize length, GError **error);

/* Whether a Content-Type, NULL if there was none, is of this type. */
gboolean soho_error_answer_is_of_type (const char *content_type, const char *expected);
