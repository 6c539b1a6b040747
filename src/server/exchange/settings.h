/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* "field=value" texts that stand in for fields which a file does not have; NULL-terminated, may be
 * NULL. */

/* Whether each sets a field of some kind to what it may hold; the error says which does not. */
gboolean soho_settings_check (const SohoModel *model, const char *const *settings, GError **error);

/* Puts them into the drafts of the file at path, where these are silent. Not into parts: what is
 * said of a whole list is not said of the telephone numbers that hang on it. */
void soho_settings_apply (const char *const *settings,
                          GPtrArray *drafts,
                          const char *path,
                          GPtrArray *complaints);
