/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A QR code as a picture, for a telephone that is held before the screen. It is dark on white
 * whatever the colours of the desktop, since many cameras read nothing else, with the quiet zone of
 * four modules that the standard asks for (ISO/IEC 18004), and its squares are whole pixels, at any
 * size that has room for them. */
#define SOHO_TYPE_QR_CODE (soho_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (SohoQrCode, soho_qr_code, SOHO, QR_CODE, GObject)

/* Returns NULL for a text that no QR code can hold. */
GdkPaintable *soho_qr_code_new (const char *text);

G_END_DECLS
