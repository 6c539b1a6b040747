/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Fails the test, naming file and place, if a file of the directory, or below it, holds the word:
 * as it is, in any case, or in a zstd frame, whole or cut, that begins anywhere. word: ASCII. */
void bytes_assert_without (const char *directory, const char *word);

/* Whether any does: that a test can fail. */
gboolean bytes_have (const char *directory, const char *word);
