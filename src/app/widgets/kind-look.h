/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* How kinds are shown where several stand together. Static; "others" for a kind not known here. */

/* A symbolic icon name. */
const char *soho_kind_look_get_icon (const SohoKind *kind);

/* "People", in the person's language: what stands above several of the kind. */
const char *soho_kind_look_get_plural (const SohoKind *kind);
