/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/png.h"

#include <string.h>

/* ISO/IEC 15948 around RFC 1950 around RFC 1951. */

#define DEPTH 4
#define INDEXED 3

/* Bits that have not filled a byte yet go before it; RFC 1951, 3.1.1. */
typedef struct
{
  GByteArray *out;
  guint bits;
  guint n;
} Packer;

static void
append_big_endian (GByteArray *out, guint32 number)
{
  guint32 bytes = GUINT32_TO_BE (number);

  g_byte_array_append (out, (const guint8 *) &bytes, sizeof bytes);
}

static guint32
checksum (const guint8 *bytes, gsize n)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < n; i++)
    {
      sum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
    }
  return ~sum;
}

static guint32
adler (const GByteArray *bytes)
{
  guint32 a = 1, b = 0;

  for (guint i = 0; i < bytes->len; i++)
    {
      a = (a + bytes->data[i]) % 65521;
      b = (b + a) % 65521;
    }
  return b << 16 | a;
}

static void
append_chunk (GByteArray *out, const char *type, const guint8 *data, guint n)
{
  guint at;

  append_big_endian (out, n);
  at = out->len;
  g_byte_array_append (out, (const guint8 *) type, 4);
  if (n > 0)
    g_byte_array_append (out, data, n);
  append_big_endian (out, checksum (out->data + at, n + 4));
}

static void
pack_bits (Packer *packer, guint bits, guint n)
{
  packer->bits |= bits << packer->n;
  packer->n += n;
  while (packer->n >= 8)
    {
      guint8 byte = packer->bits & 0xff;

      g_byte_array_append (packer->out, &byte, 1);
      packer->bits >>= 8;
      packer->n -= 8;
    }
}

/* The bits of a code are packed from its highest. */
static void
pack_code (Packer *packer, guint code, guint n)
{
  while (n-- > 0)
    pack_bits (packer, code >> n & 1, 1);
}

/* A byte, the end, or a length, in the fixed code; RFC 1951, 3.2.6. */
static void
pack_symbol (Packer *packer, guint symbol)
{
  if (symbol < 144)
    pack_code (packer, 0x30 + symbol, 8);
  else if (symbol < 256)
    pack_code (packer, 0x190 + symbol - 144, 9);
  else if (symbol < 280)
    pack_code (packer, symbol - 256, 7);
  else
    pack_code (packer, 0xc0 + symbol - 280, 8);
}

/* RFC 1951, 3.2.5: codes that stand for a range say with extra bits where in it. */
static void
pack_length (Packer *packer, guint length)
{
  guint code = 257, extra = 0, base = 3;

  if (length == 258)
    {
      pack_symbol (packer, 285);
      return;
    }
  while (length >= base + (1u << extra))
    {
      base += 1u << extra;
      code++;
      if (code >= 265 && (code - 265) % 4 == 0)
        extra++;
    }
  pack_symbol (packer, code);
  pack_bits (packer, length - base, extra);
}

static void
pack_distance (Packer *packer, guint distance)
{
  guint code = 0, extra = 0, base = 1;

  while (distance >= base + (1u << extra))
    {
      base += 1u << extra;
      code++;
      if (code >= 4 && code % 2 == 0)
        extra++;
    }
  pack_code (packer, code, 5);
  pack_bits (packer, distance - base, extra);
}

/* How far the bytes at a place repeat those at a distance before it. */
static guint
count_repeated (const GByteArray *bytes, guint at, guint distance)
{
  guint n = 0;

  if (distance > at)
    return 0;
  while (n < 258 && at + n < bytes->len && bytes->data[at + n] == bytes->data[at + n - distance])
    n++;
  return n;
}

/* A drawing of plain surfaces repeats the pixel to the left or the row above. */
static void
pack (Packer *packer, const GByteArray *bytes, guint stride)
{
  pack_bits (packer, 1, 1); /* the last block */
  pack_bits (packer, 1, 2); /* in the fixed code */
  for (guint at = 0; at < bytes->len;)
    {
      guint left = count_repeated (bytes, at, 1);
      guint above = count_repeated (bytes, at, stride);
      guint longer = MAX (left, above);

      if (longer >= 3)
        {
          pack_length (packer, longer);
          pack_distance (packer, left >= above ? 1 : stride);
          at += longer;
        }
      else
        pack_symbol (packer, bytes->data[at++]);
    }
  pack_symbol (packer, 256);
  pack_bits (packer, 0, 7);
}

static GByteArray *
make_rows (const guint8 *pixels, guint side)
{
  GByteArray *rows = g_byte_array_new ();

  for (guint y = 0; y < side; y++)
    {
      const guint8 *row = pixels + y * side;

      g_byte_array_append (rows, (const guint8 *) "\0", 1); /* no filter */
      for (guint x = 0; x < side; x += 2)
        {
          guint8 two = (guint8) (row[x] << DEPTH | row[x + 1]);

          g_byte_array_append (rows, &two, 1);
        }
    }
  return rows;
}

static void
append_header (GByteArray *out, guint side)
{
  g_autoptr (GByteArray) header = g_byte_array_new ();
  static const guint8 rest[] = { DEPTH, INDEXED, 0, 0, 0 };

  append_big_endian (header, side);
  append_big_endian (header, side);
  g_byte_array_append (header, rest, sizeof rest);
  append_chunk (out, "IHDR", header->data, header->len);
}

GBytes *
soho_demo_png_make (const guint8 *pixels,
                    guint side,
                    const SohoDemoPngColour colours[SOHO_DEMO_PNG_COLOURS])
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) rows = make_rows (pixels, side);
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  Packer packer = { packed, 0, 0 };
  guint8 palette[SOHO_DEMO_PNG_COLOURS * 3];

  for (guint i = 0; i < SOHO_DEMO_PNG_COLOURS; i++)
    memcpy (palette + i * 3, (guint8[]){ colours[i].red, colours[i].green, colours[i].blue }, 3);
  g_byte_array_append (packed, (const guint8 *) "\x78\x01", 2);
  pack (&packer, rows, side / 2 + 1);
  append_big_endian (packed, adler (rows));

  g_byte_array_append (out, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  append_header (out, side);
  append_chunk (out, "PLTE", palette, sizeof palette);
  append_chunk (out, "IDAT", packed->data, packed->len);
  append_chunk (out, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (out);
}
