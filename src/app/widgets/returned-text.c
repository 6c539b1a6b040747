/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/returned-text.h"

#include <glib/gi18n-lib.h>

#include "change/edit-line.h"
#include "formats/when.h"
#include "outgoing.h"
#include "widgets/edit-words.h"
#include "widgets/toast.h"
#include "writing.h"

/* Of the words that can be changed, in pixels. */
#define LEAST_HEIGHT 72
#define MOST_HEIGHT 240

struct _SohoReturnedText
{
  AdwBin parent_instance;

  GtkLabel *theirs;
  GtkWidget *theirs_pane;
  GtkTextBuffer *words; /* of an edit that can be changed here; NULL of others */

  SohoLibrary *library;
  SohoTrayEntry *entry;
  int field; /* the one of `words`, or -1 */
};

G_DEFINE_FINAL_TYPE (SohoReturnedText, soho_returned_text, ADW_TYPE_BIN)

static SohoTrayEntry *
copy_entry (const SohoTrayEntry *entry)
{
  SohoTrayEntry *copy = g_new0 (SohoTrayEntry, 1);

  copy->entry = entry->entry;
  copy->text = g_strdup (entry->text);
  copy->edit = soho_edit_parse_line (soho_model_get (), entry->text, NULL);
  copy->reason
      = soho_refusal_new (0, entry->reason->code, entry->reason->field, entry->reason->detail);
  copy->came_back = entry->came_back;
  return copy;
}

/* The one text that the edit changes, -1 if it changes something else as well. */
static int
find_words (const SohoEdit *edit)
{
  int found = -1;

  if (edit == NULL || edit->act != SOHO_EDIT_CHANGE)
    return -1;
  for (int i = 0; edit->kind->fields[i].name != NULL; i++)
    {
      const SohoField *field = &edit->kind->fields[i];

      if (!edit->touched[i])
        continue;
      if (found >= 0 || field->format != SOHO_FORMAT_PLAIN
          || (field->type != SOHO_FIELD_TEXT && field->type != SOHO_FIELD_LONG_TEXT))
        return -1;
      found = i;
    }
  return found;
}

static char *
dup_words (SohoReturnedText *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->words, &start, &end);
  return gtk_text_buffer_get_text (self->words, &start, &end, FALSE);
}

static char *
dup_text (SohoReturnedText *self)
{
  if (self->words != NULL)
    return dup_words (self);
  return self->entry->edit != NULL ? soho_edit_words_dup_text (self->library, self->entry->edit)
                                   : g_strdup (self->entry->text);
}

/* The words as they stand here now, which may be others than those that came back. */
static gboolean
try_words (SohoReturnedText *self, GError **error)
{
  const SohoEdit *edit = self->entry->edit;
  SohoValue value = { 0 };
  gboolean done;

  soho_value_take_text (&value, dup_words (self));
  done = soho_library_edit (self->library, edit->kind->name, edit->id,
                            edit->kind->fields[self->field].name, &value, error)
         && soho_outgoing_drop (self->library, self->entry->entry, error);
  soho_value_clear (&value);
  return done;
}

static void
on_try_clicked (SohoReturnedText *self)
{
  g_autoptr (GError) error = NULL;
  gboolean done = self->words != NULL
                      ? try_words (self, &error)
                      : soho_outgoing_offer_again (self->library, self->entry->entry, &error);

  soho_toast_say (GTK_WIDGET (self), done ? _ ("It will be sent again") : error->message);
}

static void
on_copy_clicked (SohoReturnedText *self)
{
  g_autofree char *text = dup_text (self);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy", "s", text != NULL ? text : "");
}

typedef struct
{
  SohoLibrary *library; /* owned */
  SohoTrayEntry *entry; /* owned */
} Dropped;

static void
free_dropped (gpointer data)
{
  Dropped *dropped = data;

  g_object_unref (dropped->library);
  soho_tray_entry_free (dropped->entry);
  g_free (dropped);
}

static void
keep_dropped (gpointer data)
{
  Dropped *dropped = data;
  GError *error = NULL;

  if (!soho_outgoing_keep (dropped->library, dropped->entry, &error))
    soho_library_report (dropped->library, error);
}

static void
on_drop_clicked (SohoReturnedText *self)
{
  Dropped *dropped;
  GError *error = NULL;

  if (!soho_outgoing_drop (self->library, self->entry->entry, &error))
    {
      soho_library_report (self->library, error);
      return;
    }
  dropped = g_new (Dropped, 1);
  dropped->library = g_object_ref (self->library);
  dropped->entry = copy_entry (self->entry);
  soho_toast_offer_undo (GTK_WIDGET (self), _ ("Text dropped"), keep_dropped, dropped,
                         free_dropped);
}

static GtkWidget *
create_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* Narrow enough to stand beside another, and as wide as there is room. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* A text under what it is. */
static GtkWidget *
create_pane (const char *title, GtkWidget *text)
{
  GtkWidget *pane = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (pane), create_label (title, "caption-heading"));
  gtk_widget_add_css_class (text, "side");
  gtk_widget_set_vexpand (text, TRUE);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (pane), text);
  return pane;
}

/* A text view learns only little by little how high it is, and must not hide anything meanwhile. */
static GtkWidget *
create_scrolled (GtkWidget *view)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), LEAST_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  return scrolled;
}

static GtkWidget *
create_own_text (SohoReturnedText *self)
{
  g_autofree char *text = NULL;
  GtkWidget *shown;

  if (self->field >= 0)
    {
      const SohoValue *value = &self->entry->edit->values[self->field];

      shown = gtk_text_view_new ();
      gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (shown), GTK_WRAP_WORD_CHAR);
      gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (shown), FALSE);
      self->words = gtk_text_view_get_buffer (GTK_TEXT_VIEW (shown));
      gtk_text_buffer_set_text (self->words, value->type == SOHO_VALUE_TEXT ? value->text : "", -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (shown), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("What you wrote"), -1);
      return create_scrolled (shown);
    }
  text = dup_text (self);
  if (text == NULL)
    return NULL;
  shown = create_label (text, NULL);
  gtk_label_set_selectable (GTK_LABEL (shown), TRUE);
  gtk_label_set_yalign (GTK_LABEL (shown), 0);
  return shown;
}

static GtkWidget *
create_panes (SohoReturnedText *self)
{
  GtkWidget *panes = gtk_flow_box_new ();
  GtkWidget *theirs = create_label ("", NULL);
  GtkWidget *own = create_own_text (self);

  self->theirs = GTK_LABEL (theirs);
  gtk_label_set_selectable (self->theirs, TRUE);
  gtk_label_set_yalign (self->theirs, 0);
  self->theirs_pane = create_pane (_ ("What stands there now"), theirs);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (panes), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (panes), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (panes), 2);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (panes), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (panes), 9);
  if (own != NULL)
    gtk_flow_box_append (GTK_FLOW_BOX (panes), create_pane (_ ("What you wrote"), own));
  gtk_flow_box_append (GTK_FLOW_BOX (panes), self->theirs_pane);
  for (GtkWidget *child = gtk_widget_get_first_child (panes); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gtk_widget_set_focusable (child, FALSE);
      gtk_widget_set_size_request (child, 230, -1);
    }
  return panes;
}

static void
add_button (SohoReturnedText *self,
            GtkWidget *box,
            const char *label,
            const char *style,
            void (*on_clicked) (SohoReturnedText *self))
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  if (style != NULL)
    gtk_widget_add_css_class (button, style);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
create_buttons (SohoReturnedText *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_margin_top (box, 3);
  if (self->entry->edit != NULL)
    add_button (self, box, _ ("_Try Again"), NULL, on_try_clicked);
  add_button (self, box, _ ("_Copy"), "flat", on_copy_clicked);
  add_button (self, box, _ ("_Drop"), "flat", on_drop_clicked);
  return box;
}

static char *
dup_heading (SohoReturnedText *self)
{
  return self->entry->edit != NULL ? soho_edit_words_dup_heading (self->library, self->entry->edit)
                                   : g_strdup (_ ("Written with another version of the program"));
}

/* Why it came back, and when. */
static char *
dup_reason (SohoReturnedText *self)
{
  const SohoRefusal *reason = self->entry->reason;
  g_autofree char *sentence
      = soho_refusal_dup_sentence (reason->code, reason->field, reason->detail);
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (self->entry->came_back);
  g_autofree char *day = moment != NULL ? soho_when_dup_day (moment) : NULL;

  return day != NULL ? g_strdup_printf ("%s · %s", sentence, day) : g_strdup (sentence);
}

static void
build (SohoReturnedText *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  g_autofree char *heading = dup_heading (self);
  g_autofree char *reason = dup_reason (self);

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "came-back");
  gtk_box_append (GTK_BOX (box), create_label (heading, "heading"));
  gtk_box_append (GTK_BOX (box), create_label (reason, "dim-label"));
  gtk_box_append (GTK_BOX (box), create_panes (self));
  gtk_box_append (GTK_BOX (box), create_buttons (self));
  adw_bin_set_child (ADW_BIN (self), box);
}

void
soho_returned_text_refresh (SohoReturnedText *self)
{
  const SohoEdit *edit = self->entry->edit;
  g_autoptr (SohoRecord) record
      = edit != NULL ? soho_library_get_record (self->library, edit->kind->name, edit->id) : NULL;
  g_autofree char *theirs = NULL;

  if (record != NULL)
    theirs = soho_edit_words_dup_others (self->library, edit, soho_record_get_values (record));
  gtk_label_set_text (self->theirs, theirs != NULL ? theirs : "");
  gtk_widget_set_visible (gtk_widget_get_parent (self->theirs_pane), theirs != NULL);
}

static void
soho_returned_text_dispose (GObject *object)
{
  SohoReturnedText *self = SOHO_RETURNED_TEXT (object);

  g_clear_object (&self->library);
  g_clear_pointer (&self->entry, soho_tray_entry_free);
  G_OBJECT_CLASS (soho_returned_text_parent_class)->dispose (object);
}

static void
soho_returned_text_class_init (SohoReturnedTextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_returned_text_dispose;
}

static void
soho_returned_text_init (SohoReturnedText *self)
{
}

GtkWidget *
soho_returned_text_new (SohoLibrary *library, const SohoTrayEntry *entry)
{
  SohoReturnedText *self = g_object_new (SOHO_TYPE_RETURNED_TEXT, NULL);

  self->library = g_object_ref (library);
  self->entry = copy_entry (entry);
  self->field = find_words (self->entry->edit);
  build (self);
  soho_returned_text_refresh (self);
  return GTK_WIDGET (self);
}
