/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/pocket-directory.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/phone.h"
#include "formats/when.h"
#include "model/gazetteer.h"
#include "print/page-flow.h"
#include "store/directory.h"

/* In points. */
#define TITLE_SIZE 26
#define TEXT_SIZE 10
#define LIST_SIZE 8
#define FOOT_SIZE 7
#define FOOT_HEIGHT 16

#define LIST_COLUMNS 2

/* More people than this are left out, which the cover tells. */
#define PEOPLE_MAX 5000

struct _SohoPocketDirectory
{
  SohoPageFlow *flow;
  char *network; /* its name */
  guint people, left_out;
  gboolean for_members; /* something in it is not for everybody */
};

static void
soho_pocket_directory_free (gpointer data)
{
  SohoPocketDirectory *self = data;

  soho_page_flow_free (self->flow);
  g_free (self->network);
  g_free (self);
}

/* --- Who is in it ---------------------------------------------------------------------------- */

/* What is for the person alone is in the person's own replica too. */
static gboolean
is_agreed (SohoPocketDirectory *self, SohoRecord *record)
{
  const char *visibility = soho_record_get_text (record, "visibility");

  if (g_strcmp0 (visibility, "public") == 0)
    return TRUE;
  if (g_strcmp0 (visibility, "members") != 0)
    return FALSE;
  self->for_members = TRUE;
  return TRUE;
}

/* From the id of a member to a GString with a line for each telephone number or address. */
static GHashTable *
read_contact_points (SohoPocketDirectory *self, SohoLibrary *library)
{
  const SohoKind *kind = soho_library_get_kind (library, "contact_point");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) points
      = soho_replica_list (soho_library_get_replica (library), kind, NULL, 0, &error);
  GHashTable *lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  if (points == NULL)
    soho_library_report (library, g_steal_pointer (&error));
  for (guint i = 0; points != NULL && i < points->len; i++)
    {
      SohoRecord *point = g_ptr_array_index (points, i);
      gint64 member = soho_record_get_integer (point, "member", 0);
      const char *value = soho_record_get_text (point, "value");
      const char *before = g_hash_table_lookup (lines, &member);
      g_autofree char *shown = NULL;

      if (value == NULL || !is_agreed (self, point))
        continue;
      shown = *value == '+' ? soho_phone_format (value) : g_strdup (value);
      g_hash_table_insert (lines, g_memdup2 (&member, sizeof member),
                           g_strdup_printf ("%s%s%s", before != NULL ? before : "",
                                            before != NULL ? "\n" : "", shown));
    }
  return lines;
}

static void
append_line (GString *text, const char *line)
{
  if (line != NULL && *line != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

static void
add_member (SohoPocketDirectory *self, SohoRecord *member, const char *contact)
{
  const SohoCommune *commune = soho_gazetteer_find (soho_record_get_text (member, "commune"));
  g_autofree char *name = soho_record_dup_title (member);
  g_autoptr (GString) detail = g_string_new (NULL);

  append_line (detail, soho_record_get_text (member, "occupation"));
  append_line (detail, soho_record_get_text (member, "organization"));
  append_line (detail, commune != NULL ? commune->name : NULL);
  append_line (detail, contact);
  soho_page_flow_add_entry (self->flow, name, detail->str);
}

/* The letter under which a person stands, that of the family name; as a directory writes it. */
static char *
dup_initial (SohoRecord *member)
{
  const char *family = soho_record_get_text (member, "family_name");
  g_autofree char *plain = NULL;

  if (family == NULL || *family == '\0')
    return g_strdup ("#");
  plain = g_str_to_ascii (family, "fr");
  return g_ascii_isalpha (*plain) ? g_strdup_printf ("%c", g_ascii_toupper (*plain))
                                  : g_strdup ("#");
}

static void
add_people (SohoPocketDirectory *self, SohoLibrary *library, GArray *ids)
{
  g_autoptr (GHashTable) contacts = read_contact_points (self, library);
  g_autofree char *letter = NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (SohoRecord) member = soho_library_get_record (library, "member", id);
      g_autofree char *initial = NULL;

      if (member == NULL || !is_agreed (self, member))
        continue;
      if (self->people == PEOPLE_MAX)
        {
          self->left_out++;
          continue;
        }
      initial = dup_initial (member);
      if (g_strcmp0 (initial, letter) != 0)
        {
          soho_page_flow_add_heading (self->flow, initial);
          g_free (letter);
          letter = g_steal_pointer (&initial);
        }
      add_member (self, member, g_hash_table_lookup (contacts, &id));
      self->people++;
    }
}

static char *
dup_network_name (SohoLibrary *library)
{
  const SohoKind *kind = soho_library_get_kind (library, "network");
  g_autoptr (GPtrArray) networks
      = soho_replica_list (soho_library_get_replica (library), kind, NULL, 0, NULL);

  if (networks == NULL || networks->len == 0)
    return g_strdup ("Soho Solo");
  return soho_record_dup_title (g_ptr_array_index (networks, 0));
}

SohoPocketDirectory *
soho_pocket_directory_new (SohoLibrary *library)
{
  SohoPocketDirectory *self = g_new0 (SohoPocketDirectory, 1);
  SohoPeopleQuery everybody = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids
      = soho_replica_find_people (soho_library_get_replica (library), &everybody, &error);

  self->flow = soho_page_flow_new ();
  self->network = dup_network_name (library);
  if (ids != NULL)
    add_people (self, library, ids);
  else
    soho_library_report (library, g_steal_pointer (&error));
  return self;
}

/* --- Pages ----------------------------------------------------------------------------------- */

static guint
lay_out (gpointer data, PangoContext *context, double width, double height)
{
  SohoPocketDirectory *self = data;

  return 1
         + soho_page_flow_lay_out (self->flow, context, LIST_SIZE, width, height - FOOT_HEIGHT,
                                   LIST_COLUMNS);
}

/* Centred. Returns where the text ends. */
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
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, NULL, &height);
  cairo_move_to (cr, 0, y);
  pango_cairo_show_layout (cr, layout);
  return y + (double) height / PANGO_SCALE;
}

static void
draw_cover (
    SohoPocketDirectory *self, cairo_t *cr, PangoContext *context, double width, double height)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = soho_when_dup_day (now);
  g_autofree char *people = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u person", "%u people", self->people), self->people);
  g_autofree char *line = g_strdup_printf ("%s · %s", people, day);
  double y = draw_text (cr, context, self->network, TITLE_SIZE, height / 4, width);

  y = draw_text (cr, context, _ ("Pocket directory"), TITLE_SIZE * 0.6, y + TEXT_SIZE, width);
  draw_text (cr, context, line, TEXT_SIZE, y + 2 * TEXT_SIZE, width);
  y = height * 0.78;
  if (self->left_out > 0)
    {
      g_autofree char *rest
          = g_strdup_printf (_ ("%u others had no room in this booklet."), self->left_out);

      y = draw_text (cr, context, rest, LIST_SIZE, y, width) + LIST_SIZE;
    }
  draw_text (cr, context,
             self->for_members
                 ? _ ("Everybody in it agreed that members of the network may read this. It is for "
                      "you alone: do not pass it on.")
                 : _ ("Everybody in it agreed that anybody may read this."),
             LIST_SIZE, y, width);
}

static void
draw (gpointer data, guint page, cairo_t *cr, PangoContext *context, double width, double height)
{
  SohoPocketDirectory *self = data;
  g_autofree char *number = g_strdup_printf ("%u", page + 1);

  cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  if (page == 0)
    draw_cover (self, cr, context, width, height);
  else
    {
      soho_page_flow_draw (self->flow, cr, page - 1);
      draw_text (cr, context, number, FOOT_SIZE, height - FOOT_SIZE * 1.4, width);
    }
}

const SohoPrintable *
soho_pocket_directory_get_printable (void)
{
  static const SohoPrintable printable = {
    .file_name = N_ ("Pocket directory"),
    .paper = GTK_PAPER_NAME_A5,
    .margin_mm = 11,
    .lay_out = lay_out,
    .draw = draw,
    .free = soho_pocket_directory_free,
  };

  return &printable;
}
