/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/portraits.h"

#include "demo/png.h"

/* Of the picture, in pixels; and where it begins in the drawing, which is 128 pixels wide. */
#define SIDE 112
#define LEFT 8
#define TOP 10

/* Places are counted in eighths of a pixel, and a pixel is looked at in four rows of four places.
 */
#define PER_PIXEL 8
#define LOOKS 4

/* What a place shows. */
typedef enum
{
  WALL,
  SKIN,
  HAIR,
  CLOTHES,
  INK,
  N_SURFACES,
} Surface;

typedef enum
{
  HAIR_SHORT,
  HAIR_PARTED,
  HAIR_NONE,
  HAIR_LONG,
  HAIR_BUN,
  N_HAIRS,
} Hair;

typedef struct
{
  Hair hair;
  gboolean beard, glasses, beret;
} Look;

static const SohoDemoPngColour walls[] = {
  { 0xf6, 0xd3, 0x6b }, { 0x9f, 0xd3, 0xc7 }, { 0xf2, 0xa6, 0x7d }, { 0xa9, 0xc6, 0xe8 },
  { 0xc9, 0xb6, 0xe4 }, { 0xb9, 0xd6, 0x8f }, { 0xf0, 0xb7, 0xc4 }, { 0xd9, 0xcf, 0xbd },
};
static const SohoDemoPngColour skins[] = {
  { 0xf8, 0xdc, 0xc4 }, { 0xf0, 0xc4, 0x9c }, { 0xd9, 0xa0, 0x72 },
  { 0xb0, 0x78, 0x4e }, { 0x84, 0x55, 0x38 }, { 0x5c, 0x3b, 0x2a },
};
static const SohoDemoPngColour hairs[] = {
  { 0x2c, 0x22, 0x1e }, { 0x5a, 0x3a, 0x25 }, { 0x8c, 0x5a, 0x2f },
  { 0xc9, 0x93, 0x4a }, { 0xb0, 0x4a, 0x2c }, { 0xc4, 0xc4, 0xc0 },
};
static const SohoDemoPngColour clothes[] = {
  { 0x2f, 0x5d, 0x8a }, { 0x8a, 0x3b, 0x4b }, { 0x3f, 0x7a, 0x58 },
  { 0x5b, 0x4a, 0x86 }, { 0x3a, 0x4a, 0x5a }, { 0xb5, 0x5a, 0x30 },
};
static const SohoDemoPngColour ink = { 0x2a, 0x24, 0x2e };

/* Whether a place lies in an ellipse; all in pixels but the place. */
static gboolean
in_ellipse (int x, int y, int centre_x, int centre_y, int radius_x, int radius_y)
{
  gint64 dx = x - centre_x * PER_PIXEL, dy = y - centre_y * PER_PIXEL;
  gint64 rx = radius_x * PER_PIXEL, ry = radius_y * PER_PIXEL;

  return dx * dx * ry * ry + dy * dy * rx * rx <= rx * rx * ry * ry;
}

static gboolean
in_head (int x, int y)
{
  return in_ellipse (x, y, 64, 62, 26, 30);
}

static gboolean
in_ear (int x, int y)
{
  return in_ellipse (x, y, 38, 64, 5, 7) || in_ellipse (x, y, 90, 64, 5, 7);
}

static gboolean
in_glasses (int x, int y)
{
  for (int side = -1; side <= 1; side += 2)
    if (in_ellipse (x, y, 64 + side * 11, 62, 9, 9) && !in_ellipse (x, y, 64 + side * 11, 62, 7, 7))
      return TRUE;
  return y >= 61 * PER_PIXEL && y < 63 * PER_PIXEL && x >= 62 * PER_PIXEL && x < 66 * PER_PIXEL;
}

static gboolean
in_face (const Look *look, int x, int y)
{
  if (in_ellipse (x, y, 53, 62, 3, 3) || in_ellipse (x, y, 75, 62, 3, 3))
    return TRUE;
  if (in_ellipse (x, y, 64, 74, 10, 7) && !in_ellipse (x, y, 64, 71, 13, 7))
    return TRUE;
  return look->glasses && in_glasses (x, y);
}

/* The hair in front of the head: beard included. */
static gboolean
in_front_hair (const Look *look, int x, int y)
{
  gboolean around = in_ellipse (x, y, 64, 59, 29, 32);

  if (look->beard && in_ellipse (x, y, 64, 63, 27, 33) && y > 62 * PER_PIXEL
      && !in_ellipse (x, y, 64, 62, 20, 19))
    return TRUE;
  switch (look->hair)
    {
    case HAIR_SHORT:
    case HAIR_BUN:
      return around && !in_ellipse (x, y, 64, 72, 28, 28);
    case HAIR_PARTED:
      return around && y < 34 * PER_PIXEL + x / 5 && x > 38 * PER_PIXEL;
    case HAIR_LONG:
      return around && !in_ellipse (x, y, 64, 74, 24, 32);
    default:
      return FALSE;
    }
}

static gboolean
in_back_hair (const Look *look, int x, int y)
{
  if (look->hair == HAIR_LONG)
    return in_ellipse (x, y, 64, 68, 36, 42);
  return look->hair == HAIR_BUN && in_ellipse (x, y, 64, 24, 13, 12);
}

static Surface
look_at (const Look *look, int x, int y)
{
  if (look->beret && (in_ellipse (x, y, 61, 37, 36, 13) || in_ellipse (x, y, 62, 24, 2, 5)))
    return CLOTHES;
  if (in_face (look, x, y))
    return INK;
  if (in_front_hair (look, x, y))
    return HAIR;
  if (in_head (x, y) || (look->hair != HAIR_LONG && in_ear (x, y))
      || in_ellipse (x, y, 64, 96, 11, 13))
    return SKIN;
  if (in_ellipse (x, y, 64, 136, 50, 38))
    return CLOTHES;
  return in_back_hair (look, x, y) ? HAIR : WALL;
}

/* The position of the colour between two surfaces. */
static guint8
mix_position (guint a, guint b)
{
  guint low = MIN (a, b), high = MAX (a, b);
  guint position = N_SURFACES;

  for (guint first = 0; first < low; first++)
    position += N_SURFACES - 1 - first;
  return (guint8) (position + high - low - 1);
}

/* Looks at every step-th place of a pixel, in both directions. */
static void
count_surfaces (const Look *look, int x, int y, int step, guint seen[N_SURFACES])
{
  for (int row = 0; row < LOOKS; row += step)
    for (int column = 0; column < LOOKS; column += step)
      seen[look_at (look, x * PER_PIXEL + 1 + column * 2, y * PER_PIXEL + 1 + row * 2)]++;
}

/* A pixel is of the surface that fills most of it, or half of the two that share it. */
static guint8
look_at_pixel (const Look *look, int x, int y)
{
  guint corners[N_SURFACES] = { 0 };
  guint seen[N_SURFACES] = { 0 };
  guint most = 0, next = 0;

  /* Most pixels lie within one surface, and so do their corners. */
  count_surfaces (look, x, y, LOOKS - 1, corners);
  for (guint i = 0; i < N_SURFACES; i++)
    if (corners[i] == 4)
      return (guint8) i;
  count_surfaces (look, x, y, 1, seen);
  for (guint i = 1; i < N_SURFACES; i++)
    if (seen[i] > seen[most])
      most = i;
  next = most == 0 ? 1 : 0;
  for (guint i = 0; i < N_SURFACES; i++)
    if (i != most && seen[i] > seen[next])
      next = i;
  return seen[next] * 4 < LOOKS * LOOKS ? (guint8) most : mix_position (most, next);
}

static void
mix_colours (SohoDemoPngColour colours[SOHO_DEMO_PNG_COLOURS])
{
  for (guint a = 0; a < N_SURFACES; a++)
    for (guint b = a + 1; b < N_SURFACES; b++)
      {
        SohoDemoPngColour *mixed = &colours[mix_position (a, b)];

        mixed->red = (guint8) ((colours[a].red + colours[b].red) / 2);
        mixed->green = (guint8) ((colours[a].green + colours[b].green) / 2);
        mixed->blue = (guint8) ((colours[a].blue + colours[b].blue) / 2);
      }
}

static Look
choose_look (SohoDemoRandom *random, gboolean feminine)
{
  static const guint feminine_hairs[N_HAIRS] = { 20, 15, 1, 40, 24 };
  static const guint masculine_hairs[N_HAIRS] = { 40, 30, 18, 8, 4 };
  Look look;

  look.hair
      = soho_demo_random_weighted (random, feminine ? feminine_hairs : masculine_hairs, N_HAIRS);
  look.beard = soho_demo_random_percent (random, 40) && !feminine;
  look.glasses = soho_demo_random_percent (random, 35);
  look.beret = soho_demo_random_percent (random, 10) && look.hair != HAIR_BUN;
  return look;
}

#define CHOOSE(random, colours) (colours)[soho_demo_random_below ((random), G_N_ELEMENTS (colours))]

GBytes *
soho_demo_portrait_make (SohoDemoRandom *random, gboolean feminine)
{
  Look look = choose_look (random, feminine);
  SohoDemoPngColour colours[SOHO_DEMO_PNG_COLOURS] = { 0 };
  g_autofree guint8 *pixels = g_malloc (SIDE * SIDE);

  colours[WALL] = CHOOSE (random, walls);
  colours[SKIN] = CHOOSE (random, skins);
  colours[HAIR] = CHOOSE (random, hairs);
  colours[CLOTHES] = CHOOSE (random, clothes);
  colours[INK] = ink;
  mix_colours (colours);
  for (int i = 0; i < SIDE * SIDE; i++)
    pixels[i] = look_at_pixel (&look, LEFT + i % SIDE, TOP + i / SIDE);
  return soho_demo_png_make (pixels, SIDE, colours);
}
