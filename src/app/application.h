/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The program: its command line, its one library, its window. One process serves a person's
 * replica; with --replica each call is a program of its own. */
#define SOHO_TYPE_APPLICATION (soho_application_get_type ())
G_DECLARE_FINAL_TYPE (SohoApplication, soho_application, SOHO, APPLICATION, AdwApplication)

SohoApplication *soho_application_new (void);

G_END_DECLS
