/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Stands in for the main window where the replica cannot be opened, and says why. */
#define SOHO_TYPE_FAILURE_WINDOW (soho_failure_window_get_type ())
G_DECLARE_FINAL_TYPE (
    SohoFailureWindow, soho_failure_window, SOHO, FAILURE_WINDOW, AdwApplicationWindow)

GtkWidget *soho_failure_window_new (AdwApplication *application, const char *sentence);

G_END_DECLS
