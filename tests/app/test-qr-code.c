/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <qrencode.h>
#include <string.h>

#include "fixture.h"
#include "widgets/contact-row.h"
#include "widgets/dial-code.h"
#include "widgets/qr-code.h"

#define NUMBER "tel:+33536490101"
#define QUIET_ZONE 4

/* What the paintable draws at a size, pixel by pixel. */
static cairo_surface_t *
draw (GdkPaintable *code, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cairo = cairo_create (surface);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (code, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  guint32 pixel;

  memcpy (&pixel, data + y * cairo_image_surface_get_stride (surface) + 4 * x, sizeof pixel);
  return pixel & 0xffffff;
}

/* Every pixel is black or white, and each module all of one, as libqrencode says, at its place in
 * the middle; whatever is around is white. */
static void
assert_is_code (cairo_surface_t *surface, int width, int height, const QRcode *code)
{
  int modules = code->width + 2 * QUIET_ZONE;
  int module = MIN (width, height) / modules;
  int left = (width - module * modules) / 2, top = (height - module * modules) / 2;

  g_assert_cmpint (module, >, 0);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        int column = x < left ? -1 : (x - left) / module - QUIET_ZONE;
        int row = y < top ? -1 : (y - top) / module - QUIET_ZONE;
        gboolean is_inside = column >= 0 && row >= 0 && column < code->width && row < code->width;
        gboolean is_dark = is_inside && (code->data[row * code->width + column] & 1);

        g_assert_cmphex (get_pixel (surface, x, y), ==, is_dark ? 0x000000 : 0xffffff);
      }
}

static void
test_is_crisp_at_any_size (void)
{
  static const struct
  {
    int width, height;
  } sizes[] = { { 198, 198 }, { 200, 200 }, { 257, 257 }, { 97, 41 }, { 300, 500 }, { 66, 66 } };
  g_autoptr (GdkPaintable) code = soho_qr_code_new (NUMBER);
  QRcode *expected = QRcode_encodeString8bit (NUMBER, 0, QR_ECLEVEL_M);

  g_assert_nonnull (code);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      cairo_surface_t *surface = draw (code, sizes[i].width, sizes[i].height);

      assert_is_code (surface, sizes[i].width, sizes[i].height, expected);
      cairo_surface_destroy (surface);
    }
  QRcode_free (expected);
}

/* The desktop's colours stay outside. */
static void
test_is_dark_on_white_in_the_dark (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autoptr (GdkPaintable) code = soho_qr_code_new (NUMBER);
  cairo_surface_t *surface;

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  surface = draw (code, 198, 198);
  g_assert_cmphex (get_pixel (surface, 0, 0), ==, 0xffffff);
  g_assert_cmphex (get_pixel (surface, 6 * QUIET_ZONE, 6 * QUIET_ZONE), ==, 0x000000);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  cairo_surface_destroy (surface);
}

static void
test_natural_size (void)
{
  g_autoptr (GdkPaintable) code = soho_qr_code_new (NUMBER);

  g_assert_cmpint (gdk_paintable_get_intrinsic_width (code), ==, 6 * (25 + 2 * QUIET_ZONE));
  g_assert_cmpint (gdk_paintable_get_intrinsic_height (code), ==,
                   gdk_paintable_get_intrinsic_width (code));
}

static void
test_too_much (void)
{
  g_autofree char *text = g_strnfill (4000, 'x');

  g_assert_null (soho_qr_code_new (text));
  g_assert_null (soho_qr_code_new (""));
}

static void
test_contact_rows (void)
{
  static const struct
  {
    const char *type, *value;
    gboolean has_code;
  } rows[] = {
    { "phone", "+33536490101", TRUE },    { "mobile", "+33639980101", TRUE },
    { "phone", "call me", FALSE },        { "email", "a@exemple.example", FALSE },
    { "address", "+33536490101", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = g_object_ref_sink (soho_contact_row_new (rows[i].type, rows[i].value, NULL));
      GtkWidget *code = CHILD (row, SOHO_TYPE_CONTACT_ROW, "dial_code");

      g_assert_cmpint (gtk_widget_get_visible (code), ==, rows[i].has_code);
      g_object_unref (row);
    }
}

static gboolean
has_code (gpointer picture)
{
  return gtk_picture_get_paintable (picture) != NULL;
}

/* What a person sees, and what a screen reader says. */
static void
test_opens (void)
{
  SohoDialCode *code = g_object_new (SOHO_TYPE_DIAL_CODE, NULL);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkMenuButton *button = CHILD (code, SOHO_TYPE_DIAL_CODE, "button");
  GtkPicture *picture = CHILD (code, SOHO_TYPE_DIAL_CODE, "picture");
  GtkLabel *number = CHILD (code, SOHO_TYPE_DIAL_CODE, "number");

  soho_dial_code_set_number (code, NUMBER, "05 36 49 01 01");
  gtk_window_set_child (window, GTK_WIDGET (code));
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_assert_false (has_code (picture));
  gtk_menu_button_popup (button);
  fixture_wait (has_code, picture);
  g_assert_cmpstr (gtk_label_get_text (number), ==, "05 36 49 01 01");
  g_assert_cmpstr (gtk_picture_get_alternative_text (picture), ==, "QR code of 05 36 49 01 01");
  gtk_test_accessible_assert_property (gtk_widget_get_first_child (GTK_WIDGET (button)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "QR code to dial 05 36 49 01 01 from a mobile telephone");
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/qr-code/is-crisp-at-any-size", test_is_crisp_at_any_size);
  g_test_add_func ("/app/qr-code/is-dark-on-white-in-the-dark", test_is_dark_on_white_in_the_dark);
  g_test_add_func ("/app/qr-code/natural-size", test_natural_size);
  g_test_add_func ("/app/qr-code/too-much", test_too_much);
  g_test_add_func ("/app/qr-code/contact-rows", test_contact_rows);
  g_test_add_func ("/app/qr-code/opens", test_opens);
  return g_test_run ();
}
