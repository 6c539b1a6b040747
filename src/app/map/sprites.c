/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/sprites.h"

#include "map/place-plan.h"

#include <math.h>
#include <pango/pangocairo.h>

/* Logical pixels that a halo reaches beyond its letters. */
#define HALO 2.0

#define TOWN_POPULATION 2000
#define BOURG_POPULATION 700

SohoNameStyle
soho_name_style_of (guint population)
{
  if (population >= TOWN_POPULATION)
    return SOHO_NAME_TOWN;
  return population >= BOURG_POPULATION ? SOHO_NAME_BOURG : SOHO_NAME_VILLAGE;
}

double
soho_sprite_get_em (PangoContext *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    {
      double dpi = pango_cairo_context_get_resolution (context);

      size *= (dpi > 0 ? dpi : 96) / 72;
    }
  return size > 0 ? size : 14;
}

static PangoLayout *
layout_of (PangoContext *context, const char *text, double size, PangoWeight weight)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font
      = pango_font_description_copy (pango_context_get_font_description (context));

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (font);
  return layout;
}

static PangoLayout *
layout_name (PangoContext *context, const char *name, SohoNameStyle style)
{
  static const struct
  {
    double size; /* in ems */
    PangoWeight weight;
  } styles[] = {
    [SOHO_NAME_TOWN] = { 0.92, PANGO_WEIGHT_BOLD },
    [SOHO_NAME_BOURG] = { 0.84, PANGO_WEIGHT_MEDIUM },
    [SOHO_NAME_VILLAGE] = { 0.78, PANGO_WEIGHT_NORMAL },
    [SOHO_NAME_DEPARTMENT] = { 0.9, PANGO_WEIGHT_NORMAL },
  };
  PangoLayout *layout = layout_of (context, name, styles[style].size * soho_sprite_get_em (context),
                                   styles[style].weight);

  if (style == SOHO_NAME_DEPARTMENT)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_letter_spacing_new (1.2 * PANGO_SCALE));
      pango_layout_set_attributes (layout, attributes);
    }
  return layout;
}

static void
measure_layout (PangoLayout *layout, int *width, int *height)
{
  PangoRectangle logical;

  pango_layout_get_pixel_extents (layout, NULL, &logical);
  *width = logical.width + 2 * HALO;
  *height = logical.height;
}

void
soho_name_measure (
    PangoContext *context, const char *name, SohoNameStyle style, int *width, int *height)
{
  g_autoptr (PangoLayout) layout = layout_name (context, name, style);

  measure_layout (layout, width, height);
}

/* A transparent picture of a size in logical pixels; cr draws on it in those. */
static cairo_surface_t *
begin_picture (int width, int height, double unit, cairo_t **cr)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, MAX (1, ceil (width * unit)), MAX (1, ceil (height * unit)));

  *cr = cairo_create (surface);
  cairo_scale (*cr, unit, unit);
  return surface;
}

/* Takes surface and cr. */
static GdkTexture *
end_picture (cairo_surface_t *surface, cairo_t *cr)
{
  g_autoptr (GBytes) bytes = NULL;
  int stride = cairo_image_surface_get_stride (surface);
  int height = cairo_image_surface_get_height (surface);
  int width = cairo_image_surface_get_width (surface);

  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes
      = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * height,
                                    (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static guint32
name_color (const SohoMapPalette *palette, SohoNameStyle style)
{
  switch (style)
    {
    case SOHO_NAME_TOWN:
    case SOHO_NAME_BOURG:
      return palette->town_name;
    case SOHO_NAME_DEPARTMENT:
      return palette->neighbour_name;
    case SOHO_NAME_VILLAGE:
    default:
      return palette->village_name;
    }
}

GdkTexture *
soho_name_paint (PangoContext *context,
                 const char *name,
                 SohoNameStyle style,
                 const SohoMapPalette *palette,
                 double unit)
{
  g_autoptr (PangoLayout) layout = layout_name (context, name, style);
  cairo_surface_t *surface;
  cairo_t *cr;
  int width, height;

  measure_layout (layout, &width, &height);
  surface = begin_picture (width, height, unit, &cr);
  cairo_move_to (cr, HALO, 0);
  if (style != SOHO_NAME_DEPARTMENT)
    {
      pango_cairo_layout_path (cr, layout);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_line_width (cr, 2 * HALO);
      soho_map_palette_use (cr, palette->halo);
      cairo_stroke (cr);
      cairo_move_to (cr, HALO, 0);
    }
  soho_map_palette_use (cr, name_color (palette, style));
  pango_cairo_show_layout (cr, layout);
  return end_picture (surface, cr);
}

static void
round_rectangle (cairo_t *cr, double inset, double width, double height)
{
  double radius = height / 2 - inset;

  cairo_new_sub_path (cr);
  cairo_arc (cr, width - inset - radius, height / 2, radius, -G_PI / 2, G_PI / 2);
  cairo_arc (cr, inset + radius, height / 2, radius, G_PI / 2, 3 * G_PI / 2);
  cairo_close_path (cr);
}

GdkTexture *
soho_badge_paint (PangoContext *context, guint people, const SohoMapPalette *palette, double unit)
{
  g_autofree char *text = g_strdup_printf ("%u", people);
  g_autoptr (PangoLayout) layout = NULL;
  PangoRectangle ink;
  cairo_surface_t *surface;
  cairo_t *cr;
  int width, height;
  double font;

  soho_badge_get_size (people, soho_sprite_get_em (context), &width, &height, &font);
  layout = layout_of (context, text, font, PANGO_WEIGHT_BOLD);
  surface = begin_picture (width, height, unit, &cr);
  round_rectangle (cr, 0, width, height);
  soho_map_palette_use (cr, palette->badge_ring);
  cairo_fill (cr);
  round_rectangle (cr, 1.5, width, height);
  soho_map_palette_use (cr, palette->badge);
  cairo_fill (cr);

  pango_layout_get_pixel_extents (layout, &ink, NULL);
  cairo_move_to (cr, (width - ink.width) / 2.0 - ink.x, (height - ink.height) / 2.0 - ink.y);
  soho_map_palette_use (cr, palette->badge_text);
  pango_cairo_show_layout (cr, layout);
  return end_picture (surface, cr);
}

GdkTexture *
soho_dot_paint (const SohoMapPalette *palette, double unit)
{
  cairo_t *cr;
  cairo_surface_t *surface = begin_picture (SOHO_DOT_SIZE, SOHO_DOT_SIZE, unit, &cr);

  round_rectangle (cr, 0.5, SOHO_DOT_SIZE, SOHO_DOT_SIZE);
  soho_map_palette_use (cr, palette->dot);
  cairo_fill (cr);
  return end_picture (surface, cr);
}

/* --- Signs ----------------------------------------------------------------------------------- */

/* The outline of a kind, in a square of SOHO_SIGN_SIZE, by so much smaller on each side. */
static void
outline_sign (cairo_t *cr, SohoMapKind kind, double inset)
{
  double a = inset, b = SOHO_SIGN_SIZE - inset, middle = SOHO_SIGN_SIZE / 2.0;
  double radius = 6.5 - inset;

  cairo_new_path (cr);
  switch (kind)
    {
    case SOHO_MAP_MEETINGS:
      for (guint i = 0; i < 6; i++)
        cairo_line_to (cr, middle + (middle - inset) * 1.06 * sin (i * G_PI / 3),
                       middle - (middle - inset) * 1.06 * cos (i * G_PI / 3));
      break;
    case SOHO_MAP_OFFERS:
      cairo_move_to (cr, middle, a - 1);
      cairo_line_to (cr, b, a + 8.5);
      cairo_line_to (cr, b - 1.5, b);
      cairo_line_to (cr, a + 1.5, b);
      cairo_line_to (cr, a, a + 8.5);
      break;
    case SOHO_MAP_PEOPLE:
      cairo_arc (cr, middle, middle, middle - inset - 2, 0, 2 * G_PI);
      break;
    case SOHO_MAP_VILLAGES:
      cairo_rectangle (cr, a, a + 4, b - a, b - a - 8);
      break;
    case SOHO_MAP_TELECENTRES:
    case SOHO_MAP_N_KINDS:
    default:
      cairo_arc (cr, b - radius, a + radius, radius, -G_PI / 2, 0);
      cairo_arc (cr, b - radius, b - radius, radius, 0, G_PI / 2);
      cairo_arc (cr, a + radius, b - radius, radius, G_PI / 2, G_PI);
      cairo_arc (cr, a + radius, a + radius, radius, G_PI, 3 * G_PI / 2);
    }
  cairo_close_path (cr);
}

/* What is drawn on a sign: a screen, a calendar, a door. */
static void
draw_glyph (cairo_t *cr, SohoMapKind kind)
{
  cairo_set_line_width (cr, 1.6);
  switch (kind)
    {
    case SOHO_MAP_TELECENTRES:
      cairo_rectangle (cr, 6.3, 6.8, 11.4, 7.9);
      cairo_stroke (cr);
      cairo_rectangle (cr, 9.2, 16.4, 5.6, 1.6);
      cairo_fill (cr);
      break;
    case SOHO_MAP_MEETINGS:
      cairo_rectangle (cr, 7.3, 8.3, 9.4, 8.4);
      cairo_stroke (cr);
      cairo_rectangle (cr, 7.3, 8.3, 9.4, 2.6);
      cairo_rectangle (cr, 9.2, 6.2, 1.4, 2);
      cairo_rectangle (cr, 13.4, 6.2, 1.4, 2);
      cairo_rectangle (cr, 12.7, 12.8, 2.2, 2.2);
      cairo_fill (cr);
      break;
    case SOHO_MAP_OFFERS:
      cairo_arc (cr, 12, 10.6, 2.3, 0, 2 * G_PI);
      cairo_stroke (cr);
      cairo_rectangle (cr, 11.2, 12.6, 1.6, 6);
      cairo_rectangle (cr, 12.8, 14.6, 2.2, 1.4);
      cairo_rectangle (cr, 12.8, 17.2, 2.2, 1.4);
      cairo_fill (cr);
      break;
    case SOHO_MAP_PEOPLE:
    case SOHO_MAP_VILLAGES:
    case SOHO_MAP_N_KINDS:
    default:
      break;
    }
}

static guint32
sign_color (const SohoMapPalette *palette, SohoMapKind kind)
{
  if (kind == SOHO_MAP_PEOPLE)
    return palette->badge;
  return kind == SOHO_MAP_VILLAGES ? palette->village : palette->marks[kind];
}

static void
hatch_sign (cairo_t *cr, const SohoMapPalette *palette)
{
  if ((palette->village_hatch & 0xff) == 0)
    return;
  cairo_save (cr);
  outline_sign (cr, SOHO_MAP_VILLAGES, 1.5);
  cairo_clip (cr);
  for (double x = 0; x < 2 * SOHO_SIGN_SIZE; x += 6)
    {
      cairo_move_to (cr, x, 0);
      cairo_line_to (cr, x - SOHO_SIGN_SIZE, SOHO_SIGN_SIZE);
    }
  cairo_set_line_width (cr, 1);
  soho_map_palette_use (cr, palette->village_hatch);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* At the upper right corner, on a disk of the colours of the sign turned round. */
static void
draw_count (
    cairo_t *cr, PangoContext *context, guint count, const SohoMapPalette *palette, guint32 color)
{
  g_autofree char *text = count > 99 ? g_strdup ("99+") : g_strdup_printf ("%u", count);
  g_autoptr (PangoLayout) layout = layout_of (context, text, 10, PANGO_WEIGHT_BOLD);
  PangoRectangle ink;
  double half;

  pango_layout_get_pixel_extents (layout, &ink, NULL);
  half = MAX (6.5, ink.width / 2.0 + 3.5);
  cairo_save (cr);
  cairo_translate (cr, SOHO_SIGN_SIZE + 4 - half, 2);
  cairo_new_path (cr);
  cairo_arc (cr, half - 6.5, 0, 6.5, -G_PI / 2, G_PI / 2);
  cairo_arc (cr, 6.5 - half, 0, 6.5, G_PI / 2, 3 * G_PI / 2);
  cairo_close_path (cr);
  soho_map_palette_use (cr, palette->mark_text);
  cairo_fill_preserve (cr);
  soho_map_palette_use (cr, color);
  cairo_set_line_width (cr, 1.2);
  cairo_stroke (cr);
  cairo_move_to (cr, -ink.width / 2.0 - ink.x, -ink.height / 2.0 - ink.y);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}

GdkTexture *
soho_sign_paint (PangoContext *context,
                 SohoMapKind kind,
                 guint count,
                 const SohoMapPalette *palette,
                 double unit)
{
  cairo_t *cr;
  int size = SOHO_SIGN_SIZE + 2 * SOHO_SIGN_MARGIN;
  cairo_surface_t *surface = begin_picture (size, size, unit, &cr);

  cairo_translate (cr, SOHO_SIGN_MARGIN, SOHO_SIGN_MARGIN);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  outline_sign (cr, kind, 0);
  soho_map_palette_use (cr, kind == SOHO_MAP_VILLAGES ? palette->outline : palette->mark_ring);
  cairo_fill (cr);
  outline_sign (cr, kind, kind == SOHO_MAP_VILLAGES ? 1 : 1.5);
  soho_map_palette_use (cr, sign_color (palette, kind));
  cairo_fill (cr);
  if (kind == SOHO_MAP_VILLAGES)
    hatch_sign (cr, palette);
  soho_map_palette_use (cr, palette->mark_text);
  draw_glyph (cr, kind);
  if (count > 1)
    draw_count (cr, context, count, palette, sign_color (palette, kind));
  return end_picture (surface, cr);
}
