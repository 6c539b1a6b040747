/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/outlines.h"

#include <string.h>

/* Far more than a department needs, and little enough to be read at once. */
#define BYTES_MAX (16 * 1024 * 1024)
#define COUNT_MAX 100000

#define DEGREE 100000 /* whole numbers in one degree */
#define FIRST_ZOOM 6  /* of the letter a */
#define LAST_ZOOM 15  /* of the letter j */

typedef struct
{
  const char *at, *end; /* what is left of the line */
  const char *next;     /* the line after it */
  const char *last;     /* end of the text */
  guint number;         /* of the line, from 1 */
  GError **error;
} Reader;

typedef struct
{
  guint arcs, communes, borders, neighbours, rivers;
} Counts;

/* Sets the error, the first time, and returns FALSE. */
static gboolean
damaged (Reader *reader, const char *what)
{
  if (reader->error == NULL || *reader->error == NULL)
    g_set_error (reader->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "The outlines are damaged at line %u: %s", reader->number, what);
  return FALSE;
}

/* --- Words and numbers ----------------------------------------------------------------------- */

static gboolean
next_line (Reader *reader)
{
  const char *newline = memchr (reader->next, '\n', reader->last - reader->next);

  reader->number++;
  if (newline == NULL)
    return damaged (reader, "the file ends too early");
  reader->at = reader->next;
  reader->end = newline;
  reader->next = newline + 1;
  return TRUE;
}

static gboolean
at_end (const Reader *reader)
{
  return reader->at == reader->end;
}

static gboolean
skip (Reader *reader, const char *text)
{
  gsize length = strlen (text);

  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, text, length) != 0)
    return damaged (reader, "an unexpected word");
  reader->at += length;
  return TRUE;
}

static gboolean
read_digits (Reader *reader, gint32 *value)
{
  const char *start = reader->at;

  *value = 0;
  while (!at_end (reader) && g_ascii_isdigit (*reader->at) && reader->at - start < 9)
    *value = *value * 10 + (*reader->at++ - '0');
  return reader->at > start || damaged (reader, "a number is missing");
}

/* A number whose sign may be left out. */
static gboolean
read_number (Reader *reader, gint32 *value)
{
  gboolean negative = !at_end (reader) && *reader->at == '-';

  if (!at_end (reader) && (*reader->at == '-' || *reader->at == '+'))
    reader->at++;
  if (!read_digits (reader, value))
    return FALSE;
  if (negative)
    *value = -*value;
  return TRUE;
}

static gboolean
read_pair (Reader *reader, gint32 *x, gint32 *y)
{
  for (guint i = 0; i < 2; i++)
    {
      if (at_end (reader) || (*reader->at != '+' && *reader->at != '-'))
        return damaged (reader, "a coordinate without its sign");
      if (!read_number (reader, i == 0 ? x : y))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_count (Reader *reader, guint *count)
{
  gint32 value;

  if (!skip (reader, " ") || !read_digits (reader, &value))
    return FALSE;
  if (value > COUNT_MAX)
    return damaged (reader, "a count is too large");
  *count = value;
  return TRUE;
}

/* The rest of the line, as a name. */
static gboolean
read_name (Reader *reader, SohoOutlines *outlines, const char **name)
{
  gsize length = reader->end - reader->at;

  if (length == 0 || length > 100 || !g_utf8_validate (reader->at, length, NULL))
    return damaged (reader, "a name is missing or unreadable");
  *name = g_string_chunk_insert_len (outlines->names, reader->at, length);
  reader->at = reader->end;
  return TRUE;
}

/* --- Arcs ------------------------------------------------------------------------------------ */

static SohoBox
empty_box (void)
{
  return (SohoBox){ G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
}

static void
box_add (SohoBox *box, double x, double y)
{
  box->x0 = MIN (box->x0, x);
  box->y0 = MIN (box->y0, y);
  box->x1 = MAX (box->x1, x);
  box->y1 = MAX (box->y1, y);
}

static void
box_join (SohoBox *box, const SohoBox *other)
{
  box_add (box, other->x0, other->y0);
  box_add (box, other->x1, other->y1);
}

static gboolean
add_vertex (Reader *reader, SohoOutlines *outlines, gint32 lon, gint32 lat, guint8 zoom)
{
  SohoVertex vertex = { .first_zoom = zoom };

  if (ABS (lon) > 180 * DEGREE || ABS (lat) > 85 * DEGREE)
    return damaged (reader, "a point off the map");
  soho_geography_project ((double) lat / DEGREE, (double) lon / DEGREE, &vertex.x, &vertex.y);
  g_array_append_val (outlines->vertices, vertex);
  return TRUE;
}

static gboolean
read_arc (Reader *reader, SohoOutlines *outlines)
{
  SohoArc arc = { .n_vertices = outlines->vertices->len };
  gint32 lon, lat, dlon, dlat;

  if (!next_line (reader) || !read_pair (reader, &lon, &lat)
      || !add_vertex (reader, outlines, lon, lat, 0))
    return FALSE;
  while (!at_end (reader))
    {
      int zoom = FIRST_ZOOM + (*reader->at++ - 'a');

      if (zoom < FIRST_ZOOM || zoom > LAST_ZOOM)
        return damaged (reader, "a zoom letter is missing");
      if (!read_pair (reader, &dlon, &dlat)
          || !add_vertex (reader, outlines, lon += dlon, lat += dlat, at_end (reader) ? 0 : zoom))
        return FALSE;
    }
  arc.n_vertices = outlines->vertices->len - arc.n_vertices;
  if (arc.n_vertices < 2)
    return damaged (reader, "a line of one point");
  g_array_append_val (outlines->arcs, arc);
  return TRUE;
}

static gboolean
read_arcs (Reader *reader, SohoOutlines *outlines, guint n)
{
  const SohoVertex *vertices;

  for (guint i = 0; i < n; i++)
    if (!read_arc (reader, outlines))
      return FALSE;

  vertices = (const SohoVertex *) outlines->vertices->data;
  for (guint i = 0; i < n; i++)
    {
      SohoArc *arc = &g_array_index (outlines->arcs, SohoArc, i);

      arc->vertices = vertices;
      arc->box = empty_box ();
      for (guint j = 0; j < arc->n_vertices; j++)
        box_add (&arc->box, vertices[j].x, vertices[j].y);
      vertices += arc->n_vertices;
    }
  return TRUE;
}

static gboolean
read_arc_number (Reader *reader, SohoOutlines *outlines, gint32 *number)
{
  if (!read_number (reader, number))
    return FALSE;
  if (*number == 0 || ABS (*number) > (gint32) outlines->arcs->len)
    return damaged (reader, "there is no such line");
  return TRUE;
}

/* --- Areas ----------------------------------------------------------------------------------- */

/* Whether each arc of a list begins where the one before it ends, all around. */
static gboolean
is_closed (const SohoOutlines *outlines, const gint32 *arcs, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!soho_outlines_follows (outlines, arcs[i], arcs[(i + 1) % n]))
      return FALSE;
  return TRUE;
}

/* Reads arcs up to a slash or the end of the line. */
static gboolean
read_ring (Reader *reader, SohoOutlines *outlines, SohoArea *area)
{
  guint first = outlines->arc_lists->len;
  SohoRing ring = { 0 };

  while (!at_end (reader) && *reader->at != '/')
    {
      SohoArc *arc;
      gint32 number;

      if (!read_arc_number (reader, outlines, &number))
        return FALSE;
      if (!at_end (reader) && !skip (reader, " "))
        return FALSE;
      arc = &g_array_index (outlines->arcs, SohoArc, ABS (number) - 1);
      if (++arc->n_communes > 2)
        return damaged (reader, "a line bounds three communes");
      box_join (&area->box, &arc->box);
      g_array_append_val (outlines->arc_lists, number);
    }
  ring.n_arcs = outlines->arc_lists->len - first;
  if (ring.n_arcs == 0
      || !is_closed (outlines, &g_array_index (outlines->arc_lists, gint32, first), ring.n_arcs))
    return damaged (reader, "a ring does not close");
  g_array_append_val (outlines->rings, ring);
  area->n_rings++;
  return TRUE;
}

static gboolean
read_commune (Reader *reader, SohoOutlines *outlines)
{
  SohoArea area = { .box = empty_box () };

  if (!next_line (reader) || !skip (reader, "commune "))
    return FALSE;
  for (guint i = 0; i < 5; i++)
    {
      if (at_end (reader) || !g_ascii_isalnum (*reader->at))
        return damaged (reader, "a code is missing");
      area.insee[i] = *reader->at++;
    }
  if (outlines->communes->len > 0)
    {
      const SohoArea *before
          = &g_array_index (outlines->communes, SohoArea, outlines->communes->len - 1);

      if (strcmp (before->insee, area.insee) >= 0)
        return damaged (reader, "the communes are out of order");
    }
  if (!skip (reader, " ") || !read_ring (reader, outlines, &area))
    return FALSE;
  while (!at_end (reader))
    if (!skip (reader, "/ ") || !read_ring (reader, outlines, &area))
      return FALSE;
  box_join (&outlines->box, &area.box);
  g_array_append_val (outlines->communes, area);
  return TRUE;
}

/* Points the rings at their arcs, and the areas at their rings: communes first, then the
 * department. */
static void
link_rings (SohoOutlines *outlines)
{
  const gint32 *arcs = (const gint32 *) outlines->arc_lists->data;
  SohoRing *ring = (SohoRing *) outlines->rings->data;

  for (guint i = 0; i < outlines->rings->len; i++)
    {
      ring[i].arcs = arcs;
      arcs += ring[i].n_arcs;
    }
  for (guint i = 0; i < outlines->communes->len; i++)
    {
      SohoArea *area = &g_array_index (outlines->communes, SohoArea, i);

      area->rings = ring;
      ring += area->n_rings;
    }
  for (guint i = 0; i < outlines->outline->len; i++)
    {
      SohoRing *outer = &g_array_index (outlines->outline, SohoRing, i);

      outer->arcs = arcs;
      arcs += outer->n_arcs;
    }
}

/* --- The rest of the file --------------------------------------------------------------------- */

static gboolean
read_communes (Reader *reader, SohoOutlines *outlines, guint n)
{
  outlines->box = empty_box ();
  for (guint i = 0; i < n; i++)
    if (!read_commune (reader, outlines))
      return FALSE;
  if (n == 0)
    return damaged (reader, "there are no communes");
  if (!soho_outlines_join (outlines))
    return damaged (reader, "the outline of the department does not close");
  link_rings (outlines);
  return TRUE;
}

static gboolean
read_border (Reader *reader, SohoOutlines *outlines)
{
  gint32 number;
  guint index;

  if (!next_line (reader) || !skip (reader, "border ")
      || !read_arc_number (reader, outlines, &number))
    return FALSE;
  if (!at_end (reader))
    return damaged (reader, "an unexpected word");
  index = ABS (number) - 1;
  g_array_append_val (outlines->borders, index);
  return TRUE;
}

static gboolean
read_neighbour (Reader *reader, SohoOutlines *outlines)
{
  SohoNeighbour neighbour = { 0 };
  const char *space;
  gint32 lon, lat;

  if (!next_line (reader) || !skip (reader, "neighbour "))
    return FALSE;
  space = memchr (reader->at, ' ', reader->end - reader->at);
  if (space == NULL || space == reader->at || space - reader->at > 3)
    return damaged (reader, "a code is missing");
  if (!g_utf8_validate (reader->at, space - reader->at, NULL))
    return damaged (reader, "a code is unreadable");
  neighbour.code = g_string_chunk_insert_len (outlines->names, reader->at, space - reader->at);
  reader->at = space + 1;
  if (!read_number (reader, &lon) || !skip (reader, " ") || !read_number (reader, &lat)
      || !skip (reader, " ") || !read_name (reader, outlines, &neighbour.name))
    return FALSE;
  if (ABS (lon) > 180 * DEGREE || ABS (lat) > 85 * DEGREE)
    return damaged (reader, "a point off the map");
  soho_geography_project ((double) lat / DEGREE, (double) lon / DEGREE, &neighbour.x, &neighbour.y);
  g_array_append_val (outlines->neighbours, neighbour);
  return TRUE;
}

static gboolean
read_river (Reader *reader, SohoOutlines *outlines)
{
  SohoRiver river = { 0 };
  gint32 number;

  if (!next_line (reader) || !skip (reader, "river ")
      || !read_arc_number (reader, outlines, &number) || !skip (reader, " ")
      || !read_name (reader, outlines, &river.name))
    return FALSE;
  river.arc = ABS (number) - 1;
  g_array_append_val (outlines->rivers, river);
  return TRUE;
}

static gboolean
read_head (Reader *reader, Counts *counts)
{
  if (!next_line (reader) || !skip (reader, "soho-outlines 1"))
    return FALSE;
  if (!at_end (reader))
    return damaged (reader, "this version of the format is not known");
  if (!next_line (reader) || !skip (reader, "count") || !read_count (reader, &counts->arcs)
      || !read_count (reader, &counts->communes) || !read_count (reader, &counts->borders)
      || !read_count (reader, &counts->neighbours) || !read_count (reader, &counts->rivers))
    return FALSE;
  return at_end (reader) || damaged (reader, "an unexpected word");
}

static gboolean
read_body (Reader *reader, SohoOutlines *outlines, const Counts *counts)
{
  if (!read_arcs (reader, outlines, counts->arcs)
      || !read_communes (reader, outlines, counts->communes))
    return FALSE;
  for (guint i = 0; i < counts->borders; i++)
    if (!read_border (reader, outlines))
      return FALSE;
  for (guint i = 0; i < counts->neighbours; i++)
    if (!read_neighbour (reader, outlines))
      return FALSE;
  for (guint i = 0; i < counts->rivers; i++)
    if (!read_river (reader, outlines))
      return FALSE;
  return TRUE;
}

static gboolean
read_end (Reader *reader, const char *text)
{
  g_autofree char *sum = NULL;

  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, reader->next - text);
  if (!next_line (reader) || !skip (reader, "end "))
    return FALSE;
  if ((gsize) (reader->end - reader->at) != strlen (sum)
      || memcmp (reader->at, sum, strlen (sum)) != 0)
    return damaged (reader, "the checksum is not that of the file");
  return reader->next == reader->last || damaged (reader, "something follows the end");
}

gboolean
soho_outlines_read (SohoOutlines *outlines, GBytes *bytes, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  Reader reader = { .next = text, .last = text + size, .error = error };
  Counts counts;

  outlines->vertices = g_array_new (FALSE, FALSE, sizeof (SohoVertex));
  outlines->arcs = g_array_new (FALSE, FALSE, sizeof (SohoArc));
  outlines->arc_lists = g_array_new (FALSE, FALSE, sizeof (gint32));
  outlines->rings = g_array_new (FALSE, FALSE, sizeof (SohoRing));
  outlines->communes = g_array_new (FALSE, FALSE, sizeof (SohoArea));
  outlines->outline = g_array_new (FALSE, FALSE, sizeof (SohoRing));
  outlines->borders = g_array_new (FALSE, FALSE, sizeof (guint));
  outlines->neighbours = g_array_new (FALSE, FALSE, sizeof (SohoNeighbour));
  outlines->rivers = g_array_new (FALSE, FALSE, sizeof (SohoRiver));
  outlines->names = g_string_chunk_new (512);

  if (size == 0 || size > BYTES_MAX)
    return damaged (&reader, size == 0 ? "the file is empty" : "the file is too large");
  return read_head (&reader, &counts) && read_body (&reader, outlines, &counts)
         && read_end (&reader, text);
}

void
soho_outlines_clear (SohoOutlines *outlines)
{
  g_clear_pointer (&outlines->vertices, g_array_unref);
  g_clear_pointer (&outlines->arcs, g_array_unref);
  g_clear_pointer (&outlines->arc_lists, g_array_unref);
  g_clear_pointer (&outlines->rings, g_array_unref);
  g_clear_pointer (&outlines->communes, g_array_unref);
  g_clear_pointer (&outlines->outline, g_array_unref);
  g_clear_pointer (&outlines->borders, g_array_unref);
  g_clear_pointer (&outlines->neighbours, g_array_unref);
  g_clear_pointer (&outlines->rivers, g_array_unref);
  g_clear_pointer (&outlines->names, g_string_chunk_free);
}
