/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/reading-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "widgets/favourite-button.h"
#include "widgets/markdown-view.h"
#include "widgets/reading-row.h"

/* More chapters than this are not shown one by one. */
#define MOST_CHAPTERS 200

struct _SohoReadingView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;
  SohoFavouriteButton *favourite;
  GtkLabel *section;
  GtkLabel *title;
  GtkLabel *age;
  GtkLabel *summary;
  SohoMarkdownView *body;
  GtkWidget *chapters_box;
  GtkGrid *chapters;
  GtkWidget *transcript_box;
  GtkLabel *transcript;

  SohoLibrary *library;
  SohoRecord *record; /* a guide or an episode; NULL for nothing */
};

G_DEFINE_FINAL_TYPE (SohoReadingView, soho_reading_view, ADW_TYPE_BIN)

enum
{
  PROP_RECORD = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* A label that takes no room where there is nothing to say. */
static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* Where a line "MM:SS Title" has its title; NULL if it begins with no time. */
static const char *
find_title (const char *line)
{
  gsize time = strspn (line, "0123456789:");

  return time > 0 && line[time] == ' ' ? line + time + 1 : NULL;
}

static void
add_chapter (SohoReadingView *self, const char *line, int position)
{
  const char *title = find_title (line);
  g_autofree char *time = title != NULL ? g_strndup (line, (gsize) (title - line - 1)) : NULL;
  GtkWidget *when = gtk_label_new (time);
  GtkWidget *what = gtk_label_new (title != NULL ? title : line);

  gtk_label_set_xalign (GTK_LABEL (when), 1);
  gtk_label_set_yalign (GTK_LABEL (when), 0);
  gtk_widget_add_css_class (when, "numeric");
  gtk_widget_add_css_class (when, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (what), 0);
  gtk_label_set_wrap (GTK_LABEL (what), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (what), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_grid_attach (self->chapters, when, 0, position, 1, 1);
  gtk_grid_attach (self->chapters, what, 1, position, 1, 1);
}

static void
fill_chapters (SohoReadingView *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", MOST_CHAPTERS + 1);
  GtkWidget *child;
  int n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chapters))) != NULL)
    gtk_grid_remove (self->chapters, child);
  for (guint i = 0; lines[i] != NULL && i < MOST_CHAPTERS; i++)
    if (*g_strstrip (lines[i]) != '\0')
      add_chapter (self, lines[i], n++);
  gtk_widget_set_visible (self->chapters_box, n > 0);
}

static void
fill_guide (SohoReadingView *self)
{
  set_text (self->section, soho_record_get_text (self->record, "section"));
  set_text (self->summary, NULL);
  soho_markdown_view_set_text (self->body, soho_record_get_text (self->record, "body"));
  fill_chapters (self, NULL);
  set_text (self->transcript, NULL);
  gtk_widget_set_visible (self->transcript_box, FALSE);
}

static void
fill_episode (SohoReadingView *self)
{
  const char *transcript = soho_record_get_text (self->record, "transcript");

  set_text (self->section, _ ("Podcast"));
  set_text (self->summary, soho_record_get_text (self->record, "summary"));
  soho_markdown_view_set_text (self->body, NULL);
  fill_chapters (self, soho_record_get_text (self->record, "chapters"));
  set_text (self->transcript, transcript);
  gtk_widget_set_visible (self->transcript_box, transcript != NULL);
}

static void
fill (SohoReadingView *self)
{
  g_autofree char *title = NULL, *age = NULL;

  if (self->record == NULL)
    return;
  title = soho_record_dup_title (self->record);
  age = soho_reading_row_dup_age (self->record);
  set_text (self->title, title);
  set_text (self->age, age);
  if (g_str_equal (soho_record_get_kind (self->record)->name, "episode"))
    fill_episode (self);
  else
    fill_guide (self);
}

static SohoRecord *
find_record (SohoReadingView *self, gint64 id)
{
  SohoRecord *guide = id != 0 ? soho_library_get_record (self->library, "guide", id) : NULL;

  if (guide != NULL || id == 0)
    return guide;
  return soho_library_get_record (self->library, "episode", id);
}

static void
on_library_changed (SohoReadingView *self)
{
  gint64 id = soho_reading_view_get_record (self);
  g_autoptr (SohoRecord) now = find_record (self, id);

  if (id == 0
      || (now != NULL && soho_record_get_revision (now) == soho_record_get_revision (self->record)))
    return;
  g_set_object (&self->record, now);
  fill (self);
  if (now == NULL)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RECORD]);
}

static void
soho_reading_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_RECORD)
    g_value_set_int64 (value, soho_reading_view_get_record (SOHO_READING_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

/* Whoever comes with the keyboard wants to read on, not to mark words: the whole takes it first,
 * and scrolls; a Tab further are the links. */
static gboolean
soho_reading_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SohoReadingView *self = SOHO_READING_VIEW (widget);

  if (direction == GTK_DIR_TAB_FORWARD && gtk_widget_get_focus_child (widget) == NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (self->scrolled));
  if (direction == GTK_DIR_TAB_FORWARD && gtk_widget_is_focus (GTK_WIDGET (self->scrolled)))
    return gtk_widget_child_focus (gtk_scrolled_window_get_child (self->scrolled), direction);
  return GTK_WIDGET_CLASS (soho_reading_view_parent_class)->focus (widget, direction);
}

static void
soho_reading_view_dispose (GObject *object)
{
  SohoReadingView *self = SOHO_READING_VIEW (object);

  g_clear_object (&self->library);
  g_clear_object (&self->record);
  G_OBJECT_CLASS (soho_reading_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/reading-view.ui");
  gtk_widget_class_bind_template_child (widget, SohoReadingView, scrolled);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, favourite);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, section);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, title);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, age);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, summary);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, body);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, chapters_box);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, chapters);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, transcript_box);
  gtk_widget_class_bind_template_child (widget, SohoReadingView, transcript);
}

static void
soho_reading_view_class_init (SohoReadingViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = soho_reading_view_get_property;
  object_class->dispose = soho_reading_view_dispose;
  GTK_WIDGET_CLASS (klass)->focus = soho_reading_view_focus;
  props[PROP_RECORD] = g_param_spec_int64 ("record", NULL, NULL, 0, SOHO_ID_MAX, 0,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (SOHO_TYPE_FAVOURITE_BUTTON);
  g_type_ensure (SOHO_TYPE_MARKDOWN_VIEW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
soho_reading_view_init (SohoReadingView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
soho_reading_view_set_library (SohoReadingView *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
}

void
soho_reading_view_set_record (SohoReadingView *self, gint64 id)
{
  g_autoptr (SohoRecord) record = find_record (self, id);

  g_set_object (&self->record, record);
  if (record != NULL)
    soho_favourite_button_set_record (self->favourite, self->library,
                                      soho_record_get_kind (record)->name, id);
  fill (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RECORD]);
}

gint64
soho_reading_view_get_record (SohoReadingView *self)
{
  return self->record != NULL ? soho_record_get_id (self->record) : 0;
}
