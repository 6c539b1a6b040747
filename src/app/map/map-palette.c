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
  .mark_ring = 0xffffffff,
  .mark_text = 0xffffffff,
  .marks = { [SOHO_MAP_TELECENTRES] = 0xa03c00ff,
             [SOHO_MAP_MEETINGS] = 0x813d9cff,
             [SOHO_MAP_OFFERS] = 0x1d6f42ff },
  .stem = 0x5e5c64ff,
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
  .mark_ring = 0xf6f5f4ff,
  .mark_text = 0xffffffff,
  .marks = { [SOHO_MAP_TELECENTRES] = 0xa03c00ff,
             [SOHO_MAP_MEETINGS] = 0x813d9cff,
             [SOHO_MAP_OFFERS] = 0x1d6f42ff },
  .stem = 0xc0bfbcff,
};

static const SohoMapPalette light_contrast = {
  .beyond = 0xffffffff,
  .land = 0xffffffff,
  .village = 0xe3f3e5ff,
  .village_hatch = 0x1f6b2fff,
  .inner_border = 0x9a9996ff,
  .outline = 0x000000ff,
  .neighbour_border = 0x77767bff,
  .river = 0x1a5fb4ff,
  .shown_fill = 0x1a5fb433,
  .shown_line = 0x003d99ff,
  .town_name = 0x000000ff,
  .village_name = 0x000000ff,
  .neighbour_name = 0x3d3846ff,
  .halo = 0xffffffff,
  .dot = 0x000000ff,
  .badge = 0x003d99ff,
  .badge_ring = 0x000000ff,
  .badge_text = 0xffffffff,
  .mark_ring = 0x000000ff,
  .mark_text = 0xffffffff,
  .marks = { [SOHO_MAP_TELECENTRES] = 0x7a2e00ff,
             [SOHO_MAP_MEETINGS] = 0x5c1f75ff,
             [SOHO_MAP_OFFERS] = 0x0b4f2aff },
  .stem = 0x000000ff,
};

static const SohoMapPalette dark_contrast = {
  .beyond = 0x000000ff,
  .land = 0x000000ff,
  .village = 0x0c2a16ff,
  .village_hatch = 0x8ff0a4ff,
  .inner_border = 0x77767bff,
  .outline = 0xffffffff,
  .neighbour_border = 0x9a9996ff,
  .river = 0x99c1f1ff,
  .shown_fill = 0x99c1f144,
  .shown_line = 0x99c1f1ff,
  .town_name = 0xffffffff,
  .village_name = 0xffffffff,
  .neighbour_name = 0xdedddaff,
  .halo = 0x000000ff,
  .dot = 0xffffffff,
  .badge = 0x99c1f1ff,
  .badge_ring = 0xffffffff,
  .badge_text = 0x000000ff,
  .mark_ring = 0xffffffff,
  .mark_text = 0x000000ff,
  .marks = { [SOHO_MAP_TELECENTRES] = 0xffbe6fff,
             [SOHO_MAP_MEETINGS] = 0xdcb0f0ff,
             [SOHO_MAP_OFFERS] = 0x8ff0a4ff },
  .stem = 0xffffffff,
};

const SohoMapPalette *
soho_map_palette_get (gboolean is_dark, gboolean high_contrast)
{
  if (high_contrast)
    return is_dark ? &dark_contrast : &light_contrast;
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
