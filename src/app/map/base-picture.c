/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/base-picture.h"

/* Without alpha: smaller, and the one opaque format that GTK 4.8 turns into a surface without going
 * through floating point for every pixel of every frame, which took half of the time. */
#define PIXEL_FORMAT GDK_MEMORY_R8G8B8
#define PIXEL_BYTES 3

/* Bands for each processor: two let a processor that is done early help the others. */
#define BANDS_PER_PROCESSOR 2

/* The drawing itself, shared by the threads and, until it is freed, the picture. */
typedef struct
{
  SohoGeography *geography;
  SohoBaseStyle *style;
  SohoBaseFrame frame;
  guint8 *pixels; /* PIXEL_FORMAT, rows without gap; given to the texture in the end */
  guint band_height;
  guint serial;             /* larger for newer drawings */
  int cancelled;            /* atomic */
  int bands_left;           /* atomic */
  SohoBasePicture *picture; /* main thread; NULL once it was freed */
} Drawing;

struct _SohoBasePicture
{
  Drawing *drawing; /* reference */
  GdkTexture *texture;
  SohoBasePictureReady ready;
  gpointer user_data;
};

/* One strip of a drawing, from top on. */
typedef struct
{
  Drawing *drawing; /* reference */
  guint top;
} Band;

static void
drawing_clear (gpointer data)
{
  Drawing *drawing = data;

  soho_geography_unref (drawing->geography);
  soho_base_style_unref (drawing->style);
  g_free (drawing->pixels);
}

static void
drawing_unref (gpointer drawing)
{
  g_atomic_rc_box_release_full (drawing, drawing_clear);
}

/* Main thread. The pixels become the texture's. */
static gboolean
on_drawn (gpointer user_data)
{
  Drawing *drawing = user_data;
  SohoBasePicture *picture = drawing->picture;
  gsize stride = (gsize) drawing->frame.width * PIXEL_BYTES;
  g_autoptr (GBytes) bytes = NULL;

  if (picture == NULL)
    return G_SOURCE_REMOVE;
  bytes = g_bytes_new_take (g_steal_pointer (&drawing->pixels), stride * drawing->frame.height);
  picture->texture = gdk_memory_texture_new (drawing->frame.width, drawing->frame.height,
                                             PIXEL_FORMAT, bytes, stride);
  picture->ready (picture, picture->user_data);
  return G_SOURCE_REMOVE;
}

/* Copies a painted strip, every pixel of which is opaque, into the picture's own pixels. */
static void
pack_rows (cairo_surface_t *surface, guint8 *packed)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);

  for (int y = 0; y < height; y++)
    {
      const guint32 *row = (const guint32 *) (data + (gsize) y * stride);

      for (int x = 0; x < width; x++)
        {
          *packed++ = row[x] >> 16;
          *packed++ = row[x] >> 8;
          *packed++ = row[x];
        }
    }
}

static void
draw_band (const Drawing *drawing, guint top)
{
  SohoBaseFrame frame = drawing->frame;
  cairo_surface_t *surface;
  cairo_t *cr;

  frame.y += top;
  frame.height = MIN (drawing->band_height, frame.height - top);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, frame.width, frame.height);
  cr = cairo_create (surface);
  soho_base_paint (cr, drawing->geography, &frame, drawing->style, &drawing->cancelled);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pack_rows (surface, drawing->pixels + (gsize) top * frame.width * PIXEL_BYTES);
  cairo_surface_destroy (surface);
}

static void
run_band (gpointer data, gpointer unused)
{
  Band *band = data;
  Drawing *drawing = band->drawing;

  if (g_atomic_int_get (&drawing->cancelled) == 0)
    draw_band (drawing, band->top);
  if (g_atomic_int_dec_and_test (&drawing->bands_left))
    /* Not g_main_context_invoke (), which may run it in this very thread. */
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_drawn, g_atomic_rc_box_acquire (drawing),
                     drawing_unref);
  drawing_unref (drawing);
  g_free (band);
}

static int
newest_first (gconstpointer a, gconstpointer b, gpointer unused)
{
  const Band *band_a = a, *band_b = b;

  if (band_a->drawing->serial != band_b->drawing->serial)
    return band_a->drawing->serial > band_b->drawing->serial ? -1 : 1;
  return band_a->top < band_b->top ? -1 : 1;
}

static GThreadPool *
get_pool (void)
{
  static gsize pool = 0;

  if (g_once_init_enter (&pool))
    {
      GThreadPool *made = g_thread_pool_new (run_band, NULL, g_get_num_processors (), FALSE, NULL);

      g_thread_pool_set_sort_function (made, newest_first, NULL);
      g_once_init_leave (&pool, (gsize) made);
    }
  return (GThreadPool *) pool;
}

SohoBasePicture *
soho_base_picture_new (SohoGeography *geography,
                       const SohoBaseFrame *frame,
                       SohoBaseStyle *style,
                       SohoBasePictureReady ready,
                       gpointer user_data)
{
  static guint serial = 0;
  SohoBasePicture *picture = g_new0 (SohoBasePicture, 1);
  Drawing *drawing = g_atomic_rc_box_new0 (Drawing);
  guint n_bands = g_get_num_processors () * BANDS_PER_PROCESSOR;

  g_assert (frame->width > 0 && frame->height > 0);

  drawing->geography = soho_geography_ref (geography);
  drawing->style = soho_base_style_ref (style);
  drawing->frame = *frame;
  drawing->pixels = g_malloc_n (frame->height, (gsize) frame->width * PIXEL_BYTES);
  drawing->band_height = MAX (1, (frame->height + n_bands - 1) / n_bands);
  drawing->serial = ++serial;
  drawing->picture = picture;
  drawing->bands_left = (frame->height + drawing->band_height - 1) / drawing->band_height;
  picture->drawing = drawing;
  picture->ready = ready;
  picture->user_data = user_data;

  for (guint top = 0; top < (guint) frame->height; top += drawing->band_height)
    {
      Band *band = g_new (Band, 1);

      band->drawing = g_atomic_rc_box_acquire (drawing);
      band->top = top;
      g_thread_pool_push (get_pool (), band, NULL);
    }
  return picture;
}

void
soho_base_picture_free (SohoBasePicture *picture)
{
  g_atomic_int_set (&picture->drawing->cancelled, 1);
  picture->drawing->picture = NULL;
  drawing_unref (picture->drawing);
  g_clear_object (&picture->texture);
  g_free (picture);
}

const SohoBaseFrame *
soho_base_picture_get_frame (SohoBasePicture *picture)
{
  return &picture->drawing->frame;
}

SohoBaseStyle *
soho_base_picture_get_style (SohoBasePicture *picture)
{
  return picture->drawing->style;
}

GdkTexture *
soho_base_picture_get_texture (SohoBasePicture *picture)
{
  return picture->texture;
}
