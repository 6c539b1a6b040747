/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/page-flow.h"

/* In letters' sizes: between two columns, above a heading and above an entry. */
#define COLUMN_GAP 1.6
#define HEADING_SPACE 0.9
#define ENTRY_SPACE 0.45

typedef struct
{
  char *markup;
  gboolean is_heading;
  /* Since the last layout. */
  PangoLayout *layout;
  guint page;
  double x, y;
} Block;

struct _SohoPageFlow
{
  GArray *blocks; /* Block */
};

/* Where the next block goes. */
typedef struct
{
  guint page, column, columns;
  double step, height, y; /* step: from one column to the next */
} Pen;

static void
block_clear (gpointer data)
{
  Block *block = data;

  g_free (block->markup);
  g_clear_object (&block->layout);
}

SohoPageFlow *
soho_page_flow_new (void)
{
  SohoPageFlow *self = g_new0 (SohoPageFlow, 1);

  self->blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  g_array_set_clear_func (self->blocks, block_clear);
  return self;
}

void
soho_page_flow_free (SohoPageFlow *self)
{
  g_array_unref (self->blocks);
  g_free (self);
}

static void
add (SohoPageFlow *self, char *markup, gboolean is_heading)
{
  Block block = { .markup = markup, .is_heading = is_heading };

  g_array_append_val (self->blocks, block);
}

void
soho_page_flow_add_heading (SohoPageFlow *self, const char *text)
{
  add (self, g_markup_printf_escaped ("<span size=\"125%%\" weight=\"bold\">%s</span>", text),
       TRUE);
}

void
soho_page_flow_add_entry (SohoPageFlow *self, const char *name, const char *detail)
{
  if (detail != NULL && *detail != '\0')
    add (self, g_markup_printf_escaped ("<b>%s</b>\n<span size=\"90%%\">%s</span>", name, detail),
         FALSE);
  else
    add (self, g_markup_printf_escaped ("<b>%s</b>", name), FALSE);
}

static double
get_height (const Block *block)
{
  int height;

  pango_layout_get_size (block->layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
next_column (Pen *pen)
{
  pen->y = 0;
  if (++pen->column == pen->columns)
    {
      pen->column = 0;
      pen->page++;
    }
}

/* What must stand together from a block on: headings with the entry below. */
static double
get_company_height (SohoPageFlow *self, guint i, double size)
{
  const Block *block = &g_array_index (self->blocks, Block, i);
  double height = get_height (block);

  while (block->is_heading && ++i < self->blocks->len)
    {
      block = &g_array_index (self->blocks, Block, i);
      height += ENTRY_SPACE * size + get_height (block);
    }
  return height;
}

static void
put (Block *block, Pen *pen, double company_height, double size)
{
  double space = pen->y == 0 ? 0 : (block->is_heading ? HEADING_SPACE : ENTRY_SPACE) * size;

  if (pen->y > 0 && pen->y + space + company_height > pen->height)
    {
      next_column (pen);
      space = 0;
    }
  block->page = pen->page;
  block->x = pen->column * pen->step;
  block->y = pen->y + space;
  pen->y = block->y + get_height (block);
}

static PangoLayout *
create_layout (PangoContext *context, const char *markup, double size, double width)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font
      = pango_font_description_copy (pango_context_get_font_description (context));

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_markup (layout, markup, -1);
  return layout;
}

guint
soho_page_flow_lay_out (SohoPageFlow *self,
                        PangoContext *context,
                        double size,
                        double width,
                        double height,
                        guint columns)
{
  double gap = COLUMN_GAP * size, column = (width - (columns - 1) * gap) / columns;
  Pen pen = { .columns = columns, .step = column + gap, .height = height };

  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = &g_array_index (self->blocks, Block, i);

      g_clear_object (&block->layout);
      block->layout = create_layout (context, block->markup, size, column);
    }
  for (guint i = 0; i < self->blocks->len; i++)
    put (&g_array_index (self->blocks, Block, i), &pen, get_company_height (self, i, size), size);
  return self->blocks->len > 0 ? pen.page + 1 : 0;
}

void
soho_page_flow_draw (SohoPageFlow *self, cairo_t *cr, guint page)
{
  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = &g_array_index (self->blocks, Block, i);

      if (block->page != page || block->layout == NULL)
        continue;
      cairo_move_to (cr, block->x, block->y);
      pango_cairo_show_layout (cr, block->layout);
    }
}
