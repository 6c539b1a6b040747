/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A button that opens a QR code with which a mobile telephone dials a number, and says what to do
 * with it. */
#define SOHO_TYPE_DIAL_CODE (soho_dial_code_get_type ())
G_DECLARE_FINAL_TYPE (SohoDialCode, soho_dial_code, SOHO, DIAL_CODE, GtkWidget)

/* uri: what the code holds, "tel:…". shown: the number as people write it. To be called once. */
void soho_dial_code_set_number (SohoDialCode *self, const char *uri, const char *shown);

G_END_DECLS
