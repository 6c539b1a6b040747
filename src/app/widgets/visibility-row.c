/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/visibility-row.h"

#include <glib/gi18n-lib.h>

#include "model/date.h"
#include "model/kinds.h"
#include "widgets/own-field.h"
#include "writing.h"

struct _SohoVisibilityRow
{
  AdwComboRow parent_instance;

  SohoLibrary *library; /* NULL before there is a record */
  const SohoKind *kind;
  gint64 id;
  gboolean showing; /* nobody chooses */
  gboolean waiting; /* somebody chose before there was a record */
};

G_DEFINE_FINAL_TYPE (SohoVisibilityRow, soho_visibility_row, ADW_TYPE_COMBO_ROW)

static const struct
{
  const char *visibility; /* in the order of soho_visibilities */
  const char *of_card, *of_contact;
} names[] = {
  { "public", N_ ("Everybody, also without an account"),
    N_ ("Everybody, also without an account") },
  { "members", N_ ("The members of the network"), N_ ("The members of the network") },
  { "self", N_ ("Only you and the association"), N_ ("Only you") },
};

static const char *
get_name (const SohoKind *kind, guint i)
{
  return soho_kind_is_person (kind) ? _ (names[i].of_card) : _ (names[i].of_contact);
}

static guint
find_name (const char *visibility)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i].visibility, visibility) == 0)
      return i;
  return G_N_ELEMENTS (names) - 1;
}

const char *
soho_visibility_get_name (const char *kind, const char *visibility)
{
  return get_name (soho_model_find_kind (soho_model_get (), kind), find_name (visibility));
}

static gint64
get_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *text = g_date_time_format (now, "%F");
  gint64 days = 0;

  soho_date_parse (text, &days);
  return days;
}

/* An agreement is to be read by these people: it begins anew when there are more of them. */
static guint
add_agreement (SohoVisibilityRow *self, SohoFieldChange *changes, guint before, guint now)
{
  int agreed_on = soho_kind_find_field (self->kind, "agreed_on");
  gboolean is_hidden = now == find_name ("self");

  if (agreed_on < 0 || (now >= before && !is_hidden))
    return 1;
  changes[1] = (SohoFieldChange){ .field = (guint) agreed_on };
  if (!is_hidden)
    soho_value_set_integer (&changes[1].value, get_today ());
  return 2;
}

/* What a screen reader says of the row is its title alone. */
static void
name_choice (SohoVisibilityRow *self)
{
  guint i = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  g_autofree char *name = NULL;

  if (i >= G_N_ELEMENTS (names))
    return;
  name = g_strdup_printf ("%s, %s", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                          get_name (self->kind, i));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show (SohoVisibilityRow *self)
{
  g_autoptr (SohoRecord) record = NULL;

  if (self->id != 0)
    record = soho_library_get_record (self->library, self->kind->name, self->id);
  if (record == NULL)
    return;
  self->showing = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self),
                              find_name (soho_record_get_text (record, "visibility")));
  self->showing = FALSE;
}

static void
write_selected (SohoVisibilityRow *self)
{
  guint now = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  g_autoptr (SohoRecord) record = NULL;
  SohoFieldChange changes[2] = { 0 };
  GError *error = NULL;
  guint n;

  if (now >= G_N_ELEMENTS (names))
    return;
  record = soho_library_get_record (self->library, self->kind->name, self->id);
  if (record == NULL)
    return;
  changes[0].field = (guint) soho_kind_find_field (self->kind, "visibility");
  soho_value_take_text (&changes[0].value, g_strdup (names[now].visibility));
  n = add_agreement (self, changes, find_name (soho_record_get_text (record, "visibility")), now);
  if (!soho_library_edit_fields (self->library, self->kind->name, self->id, changes, n, &error))
    soho_library_report (self->library, error);
  soho_value_clear (&changes[0].value);
  show (self);
}

/* A tick beside the one that is chosen now. */
static void
on_choice_set_up (SohoVisibilityRow *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_item_set_child (item, box);
}

/* In full: libadwaita's own rows cut it short. */
static void
on_choice_bound (SohoVisibilityRow *self, GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkStringObject *choice = gtk_list_item_get_item (item);
  const char *name = gtk_string_object_get_string (choice);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), name);
  gtk_widget_set_opacity (gtk_widget_get_last_child (box),
                          gtk_list_item_get_position (item)
                              == adw_combo_row_get_selected (ADW_COMBO_ROW (self)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Rows are bound anew, so that the tick is where it belongs. */
static void
set_factory (SohoVisibilityRow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_choice_set_up), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_choice_bound), self, G_CONNECT_SWAPPED);
  adw_combo_row_set_list_factory (ADW_COMBO_ROW (self), factory);
}

static void
on_selected (SohoVisibilityRow *self)
{
  set_factory (self);
  if (self->kind != NULL)
    name_choice (self);
  if (self->showing)
    return;
  if (self->id != 0)
    write_selected (self);
  else
    self->waiting = TRUE;
}

static void
soho_visibility_row_dispose (GObject *object)
{
  SohoVisibilityRow *self = SOHO_VISIBILITY_ROW (object);

  self->id = 0;
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_visibility_row_parent_class)->dispose (object);
}

static void
soho_visibility_row_class_init (SohoVisibilityRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soho_visibility_row_dispose;
}

static void
soho_visibility_row_init (SohoVisibilityRow *self)
{
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (self), TRUE);
  set_factory (self);
  g_signal_connect (self, "notify::selected", G_CALLBACK (on_selected), NULL);
}

static void
begin (SohoVisibilityRow *self, SohoLibrary *library, const char *kind)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  self->library = g_object_ref (library);
  self->kind = soho_library_get_kind (library, kind);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_string_list_append (list, get_name (self->kind, i));
  self->showing = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self),
                              find_name (soho_kind_is_person (self->kind) ? "members" : "self"));
  self->showing = FALSE;
  g_signal_connect_object (library, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}

void
soho_visibility_row_set_record (SohoVisibilityRow *self,
                                SohoLibrary *library,
                                const char *kind,
                                gint64 id)
{
  if (self->library == NULL)
    begin (self, library, kind);
  self->id = id;
  if (id != 0 && self->waiting)
    write_selected (self);
  self->waiting = FALSE;
  show (self);
}
