/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/own-field.h"

#include <adwaita.h>

/* The commune of one's own card: an entry that proposes those which may be meant. The entry owns
 * what is returned. */
SohoOwnField *soho_commune_field_attach (AdwEntryRow *entry, SohoLibrary *library);
