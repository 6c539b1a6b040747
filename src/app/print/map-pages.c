/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/map-pages.h"

#include <glib/gi18n-lib.h>

#include "formats/when.h"
#include "model/gazetteer.h"
#include "print/page-flow.h"
#include "store/directory.h"

#include <string.h>

/* The map is drawn with its own sizes, which are those of a screen, so much smaller. */
#define MAP_SCALE 0.75
#define MAP_FONT 13

/* In points: letters of the title, of the list and of the credits; room between the parts. */
#define TITLE_SIZE 15
#define LIST_SIZE 9
#define CREDITS_SIZE 7
#define GAP 8

#define LIST_COLUMNS 3

/* More people than this are not listed: nobody prints a hundred pages of a map. */
#define PEOPLE_MAX 3000

#define CREDITS_PATH "/fr/sohosolo/core/credits.txt"

struct _SohoMapPages
{
  SohoMapSheet *sheet;
  SohoPageFlow *flow;
};

static void
soho_map_pages_free (gpointer data)
{
  SohoMapPages *self = data;

  soho_map_sheet_free (self->sheet);
  soho_page_flow_free (self->flow);
  g_free (self);
}

/* --- List ------------------------------------------------------------------------------------ */

/* The people of the query, by commune of the gazetteer: GPtrArrays of SohoRecord, or NULL. */
static GPtrArray **
group_people (SohoLibrary *library, GArray *ids)
{
  GPtrArray **groups = g_new0 (GPtrArray *, soho_gazetteer_get_n_communes ());

  for (guint i = 0; i < ids->len && i < PEOPLE_MAX; i++)
    {
      SohoRecord *member
          = soho_library_get_record (library, "member", g_array_index (ids, gint64, i));
      const SohoCommune *commune
          = member != NULL ? soho_gazetteer_find (soho_record_get_text (member, "commune")) : NULL;
      GPtrArray **group;

      if (commune == NULL)
        {
          g_clear_object (&member);
          continue;
        }
      group = &groups[commune - soho_gazetteer_get_nth (0)];
      if (*group == NULL)
        *group = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (*group, member);
    }
  return groups;
}

static int
compare_communes (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(const SohoCommune *const *) a)->name,
                         (*(const SohoCommune *const *) b)->name);
}

static GPtrArray *
list_communes (void)
{
  GPtrArray *communes = g_ptr_array_new ();

  for (guint i = 0; i < soho_gazetteer_get_n_communes (); i++)
    g_ptr_array_add (communes, (gpointer) soho_gazetteer_get_nth (i));
  g_ptr_array_sort (communes, compare_communes);
  return communes;
}

static void
list_people (SohoMapPages *self, SohoLibrary *library, const SohoPeopleQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids
      = soho_replica_find_people (soho_library_get_replica (library), query, &error);
  g_autoptr (GPtrArray) communes = list_communes ();
  g_autofree GPtrArray **groups = NULL;

  if (ids == NULL)
    {
      soho_library_report (library, g_steal_pointer (&error));
      return;
    }
  groups = group_people (library, ids);
  for (guint i = 0; i < communes->len; i++)
    {
      const SohoCommune *commune = g_ptr_array_index (communes, i);
      g_autoptr (GPtrArray) group = groups[commune - soho_gazetteer_get_nth (0)];

      if (group != NULL)
        soho_page_flow_add_heading (self->flow, commune->name);
      for (guint j = 0; group != NULL && j < group->len; j++)
        {
          SohoRecord *member = g_ptr_array_index (group, j);
          g_autofree char *name = soho_record_dup_title (member);

          soho_page_flow_add_entry (self->flow, name, soho_record_get_text (member, "occupation"));
        }
    }
  if (ids->len > PEOPLE_MAX)
    {
      g_autofree char *rest = g_strdup_printf (_ ("…and %u others, whom the list has no room for."),
                                               ids->len - PEOPLE_MAX);

      soho_page_flow_add_entry (self->flow, rest, NULL);
    }
}

static void
list_marks (SohoMapPages *self, SohoMapKind kind, const SohoMapMark *marks, gsize n)
{
  gboolean any = FALSE;

  if (!soho_map_sheet_get_shown (self->sheet, kind))
    return;
  for (gsize i = 0; i < n; i++)
    {
      const char *insee;

      if (marks[i].kind != kind)
        continue;
      if (!any)
        soho_page_flow_add_heading (self->flow, soho_map_legend_get_name (kind));
      any = TRUE;
      insee = soho_geography_locate (soho_geography_get_default (), marks[i].latitude,
                                     marks[i].longitude);
      soho_page_flow_add_entry (self->flow, marks[i].name,
                                insee != NULL ? soho_gazetteer_find (insee)->name : NULL);
    }
}

SohoMapPages *
soho_map_pages_new (SohoLibrary *library,
                    SohoMapSheet *sheet,
                    const SohoPeopleQuery *query,
                    const SohoMapMark *marks,
                    gsize n_marks)
{
  SohoMapPages *self = g_new0 (SohoMapPages, 1);

  self->sheet = sheet;
  self->flow = soho_page_flow_new ();
  if (soho_map_sheet_get_shown (sheet, SOHO_MAP_PEOPLE))
    list_people (self, library, query);
  for (guint kind = SOHO_MAP_TELECENTRES; kind < SOHO_MAP_N_KINDS; kind++)
    list_marks (self, kind, marks, n_marks);
  return self;
}

/* --- Pages ----------------------------------------------------------------------------------- */

static guint
lay_out (gpointer data, PangoContext *context, double width, double height)
{
  SohoMapPages *self = data;

  return 1 + soho_page_flow_lay_out (self->flow, context, LIST_SIZE, width, height, LIST_COLUMNS);
}

/* Returns the height that the text took. */
static double
draw_text (
    cairo_t *cr, PangoContext *context, const char *text, double size, double y, double width)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  PangoFontDescription *font
      = pango_font_description_copy (pango_context_get_font_description (context));
  int height;

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, NULL, &height);
  cairo_set_source_rgb (cr, 0.15, 0.15, 0.15);
  cairo_move_to (cr, 0, y);
  pango_cairo_show_layout (cr, layout);
  return (double) height / PANGO_SCALE;
}

static char *
dup_title (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = soho_when_dup_day (now);

  /* Translators: the title of a printed map, with the day on which it was. */
  return g_strdup_printf (_ ("Soho Solo in the Gers, %s"), day);
}

/* The first line of the credits is the short one. */
static char *
dup_credits (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (CREDITS_PATH, 0, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  text[strcspn (text, "\n")] = '\0';
  return g_strdup_printf ("%s · %s", _ ("Simplified map"), text);
}

static void
set_map_font (PangoContext *context)
{
  PangoFontDescription *font
      = pango_font_description_copy (pango_context_get_font_description (context));

  pango_font_description_set_absolute_size (font, MAP_FONT * PANGO_SCALE);
  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
}

static void
draw_map (SohoMapPages *self, cairo_t *cr, PangoContext *context, double width, double height)
{
  g_autofree char *title = dup_title (), *credits = dup_credits ();
  double top = draw_text (cr, context, title, TITLE_SIZE, 0, width) + GAP;
  double bottom = height - CREDITS_SIZE * 1.6, legend;

  draw_text (cr, context, credits, CREDITS_SIZE, bottom, width);
  set_map_font (context);
  cairo_save (cr);
  cairo_translate (cr, 0, top);
  cairo_scale (cr, MAP_SCALE, MAP_SCALE);
  legend = soho_map_sheet_draw_legend (self->sheet, cr, context, width / MAP_SCALE) * MAP_SCALE;
  cairo_restore (cr);
  top += legend + GAP / 2.0;
  cairo_save (cr);
  cairo_translate (cr, 0, top);
  cairo_scale (cr, MAP_SCALE, MAP_SCALE);
  soho_map_sheet_draw (self->sheet, cr, context, width / MAP_SCALE,
                       (bottom - GAP - top) / MAP_SCALE);
  cairo_restore (cr);
}

static void
draw (gpointer data, guint page, cairo_t *cr, PangoContext *context, double width, double height)
{
  SohoMapPages *self = data;

  if (page == 0)
    draw_map (self, cr, context, width, height);
  else
    {
      cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
      soho_page_flow_draw (self->flow, cr, page - 1);
    }
}

const SohoPrintable *
soho_map_pages_get_printable (void)
{
  static const SohoPrintable printable = {
    .file_name = N_ ("Map of Soho Solo"),
    .paper = GTK_PAPER_NAME_A4,
    .is_landscape = TRUE,
    .margin_mm = 12,
    .lay_out = lay_out,
    .draw = draw,
    .free = soho_map_pages_free,
  };

  return &printable;
}
