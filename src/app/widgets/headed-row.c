/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/headed-row.h"

#include "widgets/list-click.h"

struct _SohoHeadedRow
{
  AdwBin parent_instance;

  GtkLabel *heading;
  AdwBin *body;
};

G_DEFINE_FINAL_TYPE (SohoHeadedRow, soho_headed_row, ADW_TYPE_BIN)

/* A heading is nothing to choose. */
static void
on_heading_pressed (GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
soho_headed_row_class_init (SohoHeadedRowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/headed-row.ui");
  gtk_widget_class_bind_template_child (widget, SohoHeadedRow, heading);
  gtk_widget_class_bind_template_child (widget, SohoHeadedRow, body);
  gtk_widget_class_bind_template_callback (widget, on_heading_pressed);
}

static void
soho_headed_row_init (SohoHeadedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
soho_headed_row_get_heading (SohoHeadedRow *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->heading)) ? gtk_label_get_text (self->heading)
                                                             : NULL;
}

/* What a factory knows. */
typedef struct
{
  SohoRecordList *records; /* owned */
  const SohoHeadedRows *rows;
  GPtrArray *bound; /* of GtkListItem; not owned */
  guint idle;       /* until the headings are read again */
} Headings;

static char *
dup_heading_at (Headings *self, guint position)
{
  g_autoptr (SohoRecord) record = soho_record_list_get (self->records, position);

  return self->rows->dup_heading (self->records, record);
}

static void
fill_row (Headings *self, GtkListItem *list_item)
{
  SohoHeadedRow *row = SOHO_HEADED_ROW (gtk_list_item_get_child (list_item));
  guint position = gtk_list_item_get_position (list_item);
  g_autofree char *heading = NULL, *before = NULL;

  if (position >= soho_record_list_get_length (self->records))
    return;
  heading = dup_heading_at (self, position);
  before = position > 0 ? dup_heading_at (self, position - 1) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (row->heading),
                          heading != NULL && g_strcmp0 (heading, before) != 0);
  gtk_label_set_text (row->heading, heading != NULL ? heading : "");
  self->rows->fill (adw_bin_get_child (row->body), gtk_list_item_get_item (list_item),
                    heading != NULL);
}

static gboolean
on_headings_are_due (gpointer user_data)
{
  Headings *self = user_data;

  self->idle = 0;
  for (guint i = 0; i < self->bound->len; i++)
    fill_row (self, g_ptr_array_index (self->bound, i));
  return G_SOURCE_REMOVE;
}

/* A row may be the first under its heading without having moved, if what stood before it went. When
 * the list tells, its view does not yet know where its rows stand. */
static void
queue_headings (Headings *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_headings_are_due, self, NULL);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *list_item, Headings *self)
{
  SohoHeadedRow *row = g_object_new (SOHO_TYPE_HEADED_ROW, NULL);

  adw_bin_set_child (row->body, self->rows->create ());
  soho_list_click_add (list_item, GTK_WIDGET (row->body));
  gtk_list_item_set_child (list_item, GTK_WIDGET (row));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item, Headings *self)
{
  SohoHeadedRow *row = SOHO_HEADED_ROW (gtk_list_item_get_child (list_item));
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (row));
  SohoRecord *record = gtk_list_item_get_item (list_item);
  g_autofree char *description = self->rows->dup_description (record);

  fill_row (self, list_item);
  gtk_widget_add_css_class (parent, "headed");
  /* GTK 4.8 gives rows of a list view no name of their own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
  g_ptr_array_add (self->bound, list_item);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *list_item, Headings *self)
{
  g_ptr_array_remove_fast (self->bound, list_item);
}

static void
headings_free (gpointer data)
{
  Headings *self = data;

  g_clear_handle_id (&self->idle, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->records, self);
  g_object_unref (self->records);
  g_ptr_array_unref (self->bound);
  g_free (self);
}

GtkListItemFactory *
soho_headed_row_factory_new (SohoRecordList *records, const SohoHeadedRows *rows)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Headings *self = g_new0 (Headings, 1);

  self->records = g_object_ref (records);
  self->rows = rows;
  self->bound = g_ptr_array_new ();
  g_object_set_data_full (G_OBJECT (factory), "headings", self, headings_free);
  g_signal_connect_swapped (records, "items-changed", G_CALLBACK (queue_headings), self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  return factory;
}

void
soho_headed_row_factory_renew (GtkListItemFactory *factory)
{
  queue_headings (g_object_get_data (G_OBJECT (factory), "headings"));
}
