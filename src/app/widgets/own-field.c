/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/own-field.h"

#include <adwaita.h>
#include <string.h>

#include "formats/phone.h"
#include "model/gazetteer.h"
#include "model/validate.h"
#include "store/drafts.h"
#include "widgets/complaint-row.h"
#include "widgets/suggestions.h"
#include "writing.h"

/* Nobody who writes a sentence pauses that long inside a word. */
#define PAUSE_MS 1200

/* The field itself and the rest of its unit. */
#define MOST_CHANGES 4

struct _SohoOwnField
{
  GObject parent_instance;

  GtkWidget *entry; /* borrowed: it owns this */
  GtkEventController *focus;
  SohoLibrary *library;
  const SohoKind *kind;
  guint field;
  gint64 id;
  char *scope; /* of a record still to be made; nullable */
  SohoOwnFieldCreate create;
  gpointer create_data;

  GtkWidget *complaint; /* borrowed from the list; NULL before the first */
  guint pause;
  guint leaving;
  gboolean showing;   /* the text changes, and nobody types */
  gboolean typed;     /* what the entry holds is not written */
  gboolean has_draft; /* and waits in the replica */
};

G_DEFINE_FINAL_TYPE (SohoOwnField, soho_own_field, G_TYPE_OBJECT)

static char *
dup_typed (SohoOwnField *self)
{
  GtkTextIter start, end;
  GtkTextBuffer *buffer;

  if (GTK_IS_EDITABLE (self->entry))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
show (SohoOwnField *self, const char *text)
{
  g_autofree char *before = dup_typed (self);

  if (g_str_equal (before, text))
    return;
  self->showing = TRUE;
  if (GTK_IS_EDITABLE (self->entry))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry)), text, -1);
  self->showing = FALSE;
}

/* What a screen reader speaks of is the text inside the row. */
static GtkAccessible *
get_accessible (SohoOwnField *self)
{
  GtkEditable *delegate = NULL;

  if (GTK_IS_EDITABLE (self->entry))
    delegate = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));
  return GTK_ACCESSIBLE (delegate != NULL ? GTK_WIDGET (delegate) : self->entry);
}

void
soho_own_field_complain (SohoOwnField *self, const char *sentence)
{
  if (sentence == NULL && self->complaint == NULL)
    return;
  if (self->complaint == NULL)
    self->complaint = soho_complaint_row_insert (self->entry);
  soho_complaint_row_say (self->complaint, sentence);
  if (sentence != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (
      get_accessible (self), GTK_ACCESSIBLE_STATE_INVALID,
      sentence != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

char *
soho_own_field_dup_sentence (const GError *error)
{
  const char *reason = strstr (error->message, ": ");
  gboolean names_field = error->domain == SOHO_VALIDATION_ERROR && reason != NULL;
  const char *text = names_field ? reason + 2 : error->message;
  GString *sentence = g_string_new (NULL);

  g_string_append_unichar (sentence, g_unichar_toupper (g_utf8_get_char (text)));
  g_string_append (sentence, g_utf8_next_char (text));
  if (!g_str_has_suffix (sentence->str, "."))
    g_string_append_c (sentence, '.');
  return g_string_free (sentence, FALSE);
}

static char *
dup_place (SohoOwnField *self)
{
  const char *field = self->kind->fields[self->field].name;

  if (self->id != 0)
    return g_strdup_printf ("%s/%" G_GINT64_FORMAT "/%s", self->kind->name, self->id, field);
  return g_strdup_printf ("%s/%s/%s", self->kind->name, self->scope != NULL ? self->scope : "new",
                          field);
}

/* text: NULL to forget it. Nobody can be told here what a full disk means to a draft. */
static void
keep_draft (SohoOwnField *self, const char *text)
{
  g_autofree char *place = dup_place (self);

  if (text == NULL && !self->has_draft)
    return;
  self->has_draft
      = soho_replica_keep_draft (soho_library_get_replica (self->library), place, text, NULL)
        && text != NULL && *text != '\0';
}

static char *
dup_shown (SohoOwnField *self, SohoRecord *record)
{
  SohoValue *values = soho_record_get_values (record);
  const SohoValue *value = &values[self->field];
  const SohoCommune *commune = NULL;

  switch (soho_kind_get_format (self->kind, values, self->field))
    {
    case SOHO_FORMAT_COMMUNE:
      commune = value->type == SOHO_VALUE_TEXT ? soho_gazetteer_find (value->text) : NULL;
      break;
    case SOHO_FORMAT_PHONE:
      if (value->type == SOHO_VALUE_TEXT)
        return soho_phone_format (value->text);
      break;
    default:
      break;
    }
  if (commune != NULL)
    return g_strdup (commune->name);
  return soho_field_format (&self->kind->fields[self->field], value);
}

static void
show_stored (SohoOwnField *self)
{
  g_autoptr (SohoRecord) record = NULL;
  g_autofree char *text = NULL;

  if (self->id != 0)
    record = soho_library_get_record (self->library, self->kind->name, self->id);
  if (record != NULL)
    text = dup_shown (self, record);
  show (self, text != NULL ? text : "");
}

static gboolean
has_focus (SohoOwnField *self)
{
  return gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus));
}

/* Whoever types here goes on; the other version comes when they leave. */
static void
on_library_changed (SohoOwnField *self)
{
  if (!self->typed && !has_focus (self))
    show_stored (self);
}

/* The place on the map is that of the commune until the person says otherwise: another commune is
 * another place. */
static guint
add_rest_of_unit (SohoOwnField *self, SohoRecord *record, SohoFieldChange *changes, guint n)
{
  const char *unit = self->kind->fields[self->field].unit;
  const SohoValue *before = &soho_record_get_values (record)[self->field];

  if (unit == NULL || soho_value_equal (before, &changes[0].value))
    return n;
  for (guint i = 0; self->kind->fields[i].name != NULL && n < MOST_CHANGES; i++)
    if (i != self->field && g_strcmp0 (self->kind->fields[i].unit, unit) == 0)
      changes[n++] = (SohoFieldChange){ .field = i };
  return n;
}

static gboolean
write_value (SohoOwnField *self, const SohoValue *value, GError **error)
{
  SohoFieldChange changes[MOST_CHANGES] = { { self->field, *value } };
  g_autoptr (SohoRecord) record = NULL;
  guint n = 1;

  if (self->id == 0)
    {
      gint64 id = self->create (self->create_data, value, error);

      if (id == 0)
        return FALSE;
      keep_draft (self, NULL);
      self->id = id;
      return TRUE;
    }
  record = soho_library_get_record (self->library, self->kind->name, self->id);
  if (record != NULL)
    n = add_rest_of_unit (self, record, changes, n);
  return soho_library_edit_fields (self->library, self->kind->name, self->id, changes, n, error);
}

static gboolean
write_text (SohoOwnField *self, const char *text, GError **error)
{
  SohoValue value = SOHO_VALUE_INIT;
  gboolean written = soho_field_parse (&self->kind->fields[self->field], text, &value, error)
                     && write_value (self, &value, error);

  soho_value_clear (&value);
  return written;
}

/* Whether there is nothing to keep: a record that nobody has begun to make. */
static gboolean
is_unbegun (SohoOwnField *self, const char *text)
{
  return self->id == 0 && *text == '\0';
}

/* patient: whether the person may be in the middle of a word, and is not told yet. */
static gboolean
save (SohoOwnField *self, gboolean patient)
{
  g_autofree char *text = dup_typed (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  g_clear_handle_id (&self->pause, g_source_remove);
  if (!self->typed)
    return TRUE;
  if (is_unbegun (self, text) || (self->id == 0 && self->create == NULL))
    {
      keep_draft (self, text);
      soho_own_field_complain (self, NULL);
      return TRUE;
    }
  if (write_text (self, text, &error))
    {
      self->typed = FALSE;
      keep_draft (self, NULL);
      soho_own_field_complain (self, NULL);
      return TRUE;
    }
  keep_draft (self, text);
  sentence = soho_own_field_dup_sentence (error);
  if (!patient || (self->complaint != NULL && gtk_widget_get_visible (self->complaint)))
    soho_own_field_complain (self, sentence);
  return FALSE;
}

static gboolean
on_paused (gpointer user_data)
{
  SohoOwnField *self = user_data;

  self->pause = 0;
  save (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_typed (SohoOwnField *self)
{
  if (self->showing)
    return;
  self->typed = TRUE;
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MS, on_paused, self);
}

gboolean
soho_own_field_flush (SohoOwnField *self)
{
  return save (self, FALSE);
}

/* Where the keyboard has gone is known a moment after it left. Whoever is about to choose what the
 * entry proposes has not finished. */
static gboolean
on_has_left (gpointer user_data)
{
  SohoOwnField *self = user_data;

  self->leaving = 0;
  if (save (self, soho_suggestions_have_focus (self->entry)))
    on_library_changed (self);
  return G_SOURCE_REMOVE;
}

static void
on_left (SohoOwnField *self)
{
  if (self->leaving == 0)
    self->leaving = g_idle_add (on_has_left, self);
}

static void
on_unmapped (SohoOwnField *self)
{
  save (self, FALSE);
}

static void
soho_own_field_dispose (GObject *object)
{
  SohoOwnField *self = SOHO_OWN_FIELD (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_handle_id (&self->leaving, g_source_remove);
  g_clear_object (&self->library);
  g_clear_pointer (&self->scope, g_free);
  G_OBJECT_CLASS (soho_own_field_parent_class)->dispose (object);
}

static void
soho_own_field_class_init (SohoOwnFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_own_field_dispose;
}

static void
soho_own_field_init (SohoOwnField *self)
{
}

static void
follow_entry (SohoOwnField *self)
{
  gpointer source = self->entry;

  if (GTK_IS_TEXT_VIEW (self->entry))
    source = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));
  g_signal_connect_object (source, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "unmap", G_CALLBACK (on_unmapped), self, G_CONNECT_SWAPPED);
  if (ADW_IS_ENTRY_ROW (self->entry))
    g_signal_connect_object (self->entry, "entry-activated", G_CALLBACK (soho_own_field_flush),
                             self, G_CONNECT_SWAPPED);
  self->focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (self->focus, "leave", G_CALLBACK (on_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, self->focus);
}

SohoOwnField *
soho_own_field_attach (GtkWidget *entry, SohoLibrary *library, const char *kind, const char *field)
{
  SohoOwnField *self = g_object_new (SOHO_TYPE_OWN_FIELD, NULL);
  int index;

  self->entry = entry;
  self->library = g_object_ref (library);
  self->kind = soho_library_get_kind (library, kind);
  index = soho_kind_find_field (self->kind, field);
  g_assert (index >= 0);
  self->field = (guint) index;
  follow_entry (self);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (entry), "soho-own-field", self, g_object_unref);
  return self;
}

/* A draft is as good as typed just now: what made it one may have gone meanwhile. */
static void
show_draft (SohoOwnField *self)
{
  g_autofree char *place = dup_place (self);
  g_autofree char *text
      = soho_replica_dup_draft (soho_library_get_replica (self->library), place, NULL);

  self->has_draft = text != NULL;
  if (text == NULL)
    return;
  show (self, text);
  self->typed = TRUE;
  save (self, FALSE);
}

void
soho_own_field_set_record (SohoOwnField *self, gint64 id, const char *scope)
{
  save (self, FALSE);
  self->id = id;
  g_free (self->scope);
  self->scope = g_strdup (scope);
  self->typed = FALSE;
  self->has_draft = FALSE;
  soho_own_field_complain (self, NULL);
  show_stored (self);
  show_draft (self);
}

void
soho_own_field_adopt (SohoOwnField *self, gint64 id)
{
  g_return_if_fail (self->id == 0);

  keep_draft (self, NULL);
  self->id = id;
  g_clear_pointer (&self->scope, g_free);
  if (save (self, FALSE))
    on_library_changed (self);
}

void
soho_own_field_set_create (SohoOwnField *self, SohoOwnFieldCreate create, gpointer user_data)
{
  self->create = create;
  self->create_data = user_data;
}

gboolean
soho_own_field_is_typed (SohoOwnField *self)
{
  return self->typed;
}

void
soho_own_field_type (SohoOwnField *self, const char *text)
{
  show (self, text);
  on_typed (self);
}
