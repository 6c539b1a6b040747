/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-palette.h"

static const SohoMapPalette light = {
  .beyond = 0xe8eaedff,
  .land = 0xfcfbf8ff,
  .village = 0xd9efdcff,
  .inner_border = 0xddd8cfff,
  .outline = 0x9a9488ff,
  .neighbour_border = 0xc3c7ccff,
  .river = 0x9ccbeaff,
  .shown_fill = 0x1c71d822,
  .shown_line = 0x1c71d8ff,
  .town_name = 0x241f31ff,
  .village_name = 0x5e5c64ff,
  .neighbour_name = 0x8b9097ff,
  .halo = 0xfcfbf8d8,
  .dot = 0x77767bff,
  .badge = 0x1c71d8ff,
  .badge_ring = 0xffffffff,
  .badge_text = 0xffffffff,
  .telecentre = 0xa03c00ff,
};

static const SohoMapPalette dark = {
  .beyond = 0x1b1b1eff,
  .land = 0x2d2d31ff,
  .village = 0x2b4a38ff,
  .inner_border = 0x404046ff,
  .outline = 0x77767bff,
  .neighbour_border = 0x3a3a40ff,
  .river = 0x2f5f85ff,
  .shown_fill = 0x78aeed33,
  .shown_line = 0x78aeedff,
  .town_name = 0xffffffff,
  .village_name = 0xc0bfbcff,
  .neighbour_name = 0x77767bff,
  .halo = 0x242428d8,
  .dot = 0x9a9996ff,
  .badge = 0x1c71d8ff,
  .badge_ring = 0xd6e6faff,
  .badge_text = 0xffffffff,
  .telecentre = 0xffa348ff,
};

const SohoMapPalette *
soho_map_palette_get (gboolean is_dark)
{
  return is_dark ? &dark : &light;
}

void
soho_map_palette_get_rgba (guint32 color, GdkRGBA *rgba)
{
  rgba->red = (color >> 24 & 0xff) / 255.0f;
  rgba->green = (color >> 16 & 0xff) / 255.0f;
  rgba->blue = (color >> 8 & 0xff) / 255.0f;
  rgba->alpha = (color & 0xff) / 255.0f;
}

void
soho_map_palette_use (cairo_t *cr, guint32 color)
{
  GdkRGBA rgba;

  soho_map_palette_get_rgba (color, &rgba);
  cairo_set_source_rgba (cr, rgba.red, rgba.green, rgba.blue, rgba.alpha);
}
