/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/qr-code.h"

#include <qrencode.h>

/* In modules, the squares a code consists of. */
#define QUIET_ZONE 4

/* In pixels. */
#define NATURAL_MODULE 6

struct _SohoQrCode
{
  GObject parent_instance;

  QRcode *code;
};

static void paintable_interface_init (GdkPaintableInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SohoQrCode,
                               soho_qr_code,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_interface_init))

static int
count_modules (SohoQrCode *self)
{
  return self->code->width + 2 * QUIET_ZONE;
}

static gboolean
is_dark (SohoQrCode *self, int x, int y)
{
  return self->code->data[y * self->code->width + x] & 1;
}

/* Dark modules side by side are one rectangle, so that no seam can show between them. */
static void
draw_line (SohoQrCode *self, GdkSnapshot *snapshot, float left, float top, float module, int y)
{
  static const GdkRGBA dark = { 0, 0, 0, 1 };
  int begin = 0;

  for (int x = 0; x <= self->code->width; x++)
    {
      gboolean goes_on = x < self->code->width && is_dark (self, x, y);

      if (!goes_on && begin < x)
        gtk_snapshot_append_color (
            snapshot, &dark,
            &GRAPHENE_RECT_INIT (left + (float) (QUIET_ZONE + begin) * module,
                                 top + (float) (QUIET_ZONE + y) * module,
                                 (float) (x - begin) * module, module));
      if (!goes_on)
        begin = x + 1;
    }
}

static void
soho_qr_code_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  SohoQrCode *self = SOHO_QR_CODE (paintable);
  float room = (float) MIN (width, height), modules = (float) count_modules (self);
  float module = room / modules >= 1 ? (float) (int) (room / modules) : room / modules;
  float left = (float) (int) ((width - module * modules) / 2);
  float top = (float) (int) ((height - module * modules) / 2);

  gtk_snapshot_append_color (snapshot, &white,
                             &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  for (int y = 0; y < self->code->width; y++)
    draw_line (self, snapshot, left, top, module, y);
}

static int
soho_qr_code_get_intrinsic_size (GdkPaintable *paintable)
{
  return count_modules (SOHO_QR_CODE (paintable)) * NATURAL_MODULE;
}

static double
soho_qr_code_get_intrinsic_aspect_ratio (GdkPaintable *paintable)
{
  return 1;
}

static GdkPaintableFlags
soho_qr_code_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static void
paintable_interface_init (GdkPaintableInterface *interface)
{
  interface->snapshot = soho_qr_code_snapshot;
  interface->get_intrinsic_width = soho_qr_code_get_intrinsic_size;
  interface->get_intrinsic_height = soho_qr_code_get_intrinsic_size;
  interface->get_intrinsic_aspect_ratio = soho_qr_code_get_intrinsic_aspect_ratio;
  interface->get_flags = soho_qr_code_get_flags;
}

static void
soho_qr_code_finalize (GObject *object)
{
  g_clear_pointer (&SOHO_QR_CODE (object)->code, QRcode_free);
  G_OBJECT_CLASS (soho_qr_code_parent_class)->finalize (object);
}

static void
soho_qr_code_class_init (SohoQrCodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_qr_code_finalize;
}

static void
soho_qr_code_init (SohoQrCode *self)
{
}

GdkPaintable *
soho_qr_code_new (const char *text)
{
  /* The middle correction level bears a smear on the screen; nothing here needs the smallest code.
   */
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  SohoQrCode *self;

  if (code == NULL)
    return NULL;
  self = g_object_new (SOHO_TYPE_QR_CODE, NULL);
  self->code = code;
  return GDK_PAINTABLE (self);
}
