/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Opens the window that says what the program is, who made it, and whose data it shows. */
void soho_about_present (GtkWindow *parent);
