/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/person-card.h"

#include <glib/gi18n-lib.h>

#include "dialogs/save-card.h"
#include "model/gazetteer.h"
#include "store/neighbours.h"
#include "store/person-view.h"
#include "store/skill-choices.h"
#include "widgets/avatar-photo.h"
#include "widgets/chip-box.h"
#include "widgets/contact-row.h"
#include "widgets/language-names.h"
#include "widgets/neighbour-group.h"
#include "widgets/occasion-names.h"

/* Enough to go on to, and little to scroll past. */
#define MOST_NEIGHBOURS 4

struct _SohoPersonCard
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *occupation;
  GtkLabel *organization;
  GtkLabel *home;
  GtkLabel *about;
  AdwPreferencesGroup *contacts;
  GtkWidget *save_button;
  AdwActionRow *commune;
  GtkButton *show_on_map;
  SohoChipBox *skills;
  SohoChipBox *occasions;
  SohoChipBox *languages;
  SohoNeighbourGroup *colleagues;
  SohoNeighbourGroup *nearby;

  SohoLibrary *library;
  gint64 member;
  const char *audience;      /* as whom one looks; NULL for oneself */
  GPtrArray *contact_points; /* of SohoRecord: those that the rows show; NULL before any */
  char *website;             /* that a row shows */
  GPtrArray *contact_rows;   /* of GtkWidget; not owned */
};

G_DEFINE_FINAL_TYPE (SohoPersonCard, soho_person_card, ADW_TYPE_BIN)

enum
{
  PROP_MEMBER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
add_contact_row (SohoPersonCard *self, const char *type, const char *value, const char *label)
{
  GtkWidget *row = soho_contact_row_new (type, value, label);

  adw_preferences_group_add (self->contacts, row);
  g_ptr_array_add (self->contact_rows, row);
}

static void
fill_contacts (SohoPersonCard *self)
{
  for (guint i = 0; i < self->contact_rows->len; i++)
    adw_preferences_group_remove (self->contacts, g_ptr_array_index (self->contact_rows, i));
  g_ptr_array_set_size (self->contact_rows, 0);

  for (guint i = 0; i < self->contact_points->len; i++)
    {
      SohoRecord *point = g_ptr_array_index (self->contact_points, i);
      const char *value = soho_record_get_text (point, "value");

      if (value != NULL)
        add_contact_row (self, soho_record_get_text (point, "type"), value,
                         soho_record_get_text (point, "label"));
    }
  if (self->website != NULL)
    add_contact_row (self, "web", self->website, NULL);
  adw_preferences_group_set_description (
      self->contacts,
      self->contact_rows->len > 0 ? NULL : _ ("This person shares no contact details here."));
}

/* A label that takes no room where there is nothing to say. */
static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
fill_commune (SohoPersonCard *self, const char *insee)
{
  const SohoCommune *commune = soho_gazetteer_find (insee);
  g_autofree char *place = NULL;

  set_text (self->home, commune != NULL ? commune->name : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->commune), commune != NULL);
  if (commune == NULL)
    return;
  place = g_strdup_printf ("%s · %s", commune->postcodes, commune->intercommunality);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->commune), commune->name);
  adw_action_row_set_subtitle (self->commune, place);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show_on_map), "s", commune->insee);
}

/* Shows the set in words; what a newer version of the program would know is left out. */
static void
fill_chips (SohoChipBox *box, const SohoValue *set, char *(*dup_text) (const char *value))
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  for (char **value = set->type == SOHO_VALUE_SET ? set->set : NULL; value != NULL && *value;
       value++)
    {
      g_autofree char *text = dup_text (*value);

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  texts = g_strv_builder_end (builder);
  soho_chip_box_set_texts (box, (const char *const *) texts);
}

/* What somebody can do, in a word. */
static char *
dup_skill_text (SohoPersonCard *self, SohoRecord *link)
{
  gint64 id = soho_record_get_integer (link, "skill", 0);
  g_autoptr (SohoRecord) skill = soho_library_get_record (self->library, "skill", id);
  const char *detail = soho_record_get_text (link, "detail");

  if (skill == NULL)
    return NULL;
  if (soho_skill_is_called_by_detail (skill, detail))
    return g_strdup (detail);
  return g_strdup (soho_record_get_text (skill, "label"));
}

static void
fill_skills (SohoPersonCard *self, GPtrArray *links)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (GStrv) labels = NULL;

  for (guint i = 0; i < links->len; i++)
    {
      SohoRecord *link = g_ptr_array_index (links, i);
      gint64 id = soho_record_get_integer (link, "skill", 0);
      g_autofree char *text = dup_skill_text (self, link);

      if (text == NULL)
        continue;
      g_strv_builder_add (builder, text);
      g_array_append_val (ids, id);
    }
  labels = g_strv_builder_end (builder);
  if (self->audience != NULL)
    soho_chip_box_set_texts (self->skills, (const char *const *) labels);
  else
    soho_chip_box_set_links (self->skills, (const char *const *) labels,
                             &g_array_index (ids, gint64, 0), "directory.show-skill",
                             _ ("Show everybody who can do this"));
}

static void
show_neighbours (
    SohoPersonCard *self, SohoNeighbourGroup *group, GArray *found, GError *error, const char *home)
{
  if (found != NULL)
    soho_neighbour_group_show (group, self->library, found, home);
  else
    soho_library_report (self->library, error);
}

static void
fill_neighbours (SohoPersonCard *self, const char *home)
{
  SohoReplica *replica = soho_library_get_replica (self->library);
  GError *error = NULL;
  g_autoptr (GArray) nearby
      = soho_replica_find_nearby (replica, self->member, MOST_NEIGHBOURS, &error);
  g_autoptr (GArray) colleagues = NULL;

  show_neighbours (self, self->nearby, nearby, g_steal_pointer (&error), home);
  colleagues = soho_replica_find_colleagues (replica, self->member, MOST_NEIGHBOURS, &error);
  show_neighbours (self, self->colleagues, colleagues, g_steal_pointer (&error), home);
  if (colleagues != NULL && colleagues->len > 0)
    adw_preferences_group_set_title (
        ADW_PREFERENCES_GROUP (self->colleagues),
        g_array_index (colleagues, SohoNeighbour, 0).kinship == SOHO_SAME_TRADE ? _ ("Same Trade")
                                                                                : _ ("Same Field"));
}

static gboolean
are_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      SohoRecord *record_a = g_ptr_array_index (a, i), *record_b = g_ptr_array_index (b, i);
      const SohoKind *kind = soho_record_get_kind (record_a);

      for (guint f = 0; kind->fields[f].name != NULL; f++)
        if (!soho_value_equal (&soho_record_get_values (record_a)[f],
                               &soho_record_get_values (record_b)[f]))
          return FALSE;
    }
  return TRUE;
}

/* Rows that stay as they are keep the keyboard. */
static void
take_contacts (SohoPersonCard *self, GPtrArray *contact_points, const char *website)
{
  if (self->contact_points != NULL && are_equal (self->contact_points, contact_points)
      && g_strcmp0 (self->website, website) == 0)
    return;
  g_clear_pointer (&self->contact_points, g_ptr_array_unref);
  self->contact_points = g_ptr_array_ref (contact_points);
  g_free (self->website);
  self->website = g_strdup (website);
  fill_contacts (self);
}

static void
fill (SohoPersonCard *self, const SohoPersonView *view)
{
  SohoRecord *member = view->member;
  g_autofree char *name = soho_record_dup_title (member);

  adw_avatar_set_text (self->avatar, name);
  soho_avatar_photo_show (self->avatar, soho_library_get_photos (self->library), member);
  gtk_label_set_text (self->name, name);
  set_text (self->occupation, soho_record_get_text (member, "occupation"));
  set_text (self->organization, soho_record_get_text (member, "organization"));
  set_text (self->about, soho_record_get_text (member, "about"));
  fill_commune (self, soho_record_get_text (member, "commune"));
  fill_skills (self, view->skills);
  if (self->audience == NULL)
    fill_neighbours (self, soho_record_get_text (member, "commune"));
  fill_chips (self->occasions, soho_record_get_value (member, "open_to"), soho_occasion_dup_name);
  fill_chips (self->languages, soho_record_get_value (member, "languages"), soho_language_dup_name);
  take_contacts (self, view->contact_points, soho_record_get_text (member, "website"));
}

/* NULL if there is nobody, or if it cannot be read. */
static SohoPersonView *
view_member (SohoPersonCard *self, gint64 id)
{
  GError *error = NULL;
  SohoPersonView *view = NULL;

  if (id != 0)
    view = soho_replica_view_person (soho_library_get_replica (self->library), id, self->audience,
                                     &error);
  if (error != NULL)
    soho_library_report (self->library, error);
  if (view != NULL && view->member == NULL)
    g_clear_pointer (&view, soho_person_view_free);
  return view;
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SohoPersonCard *self = SOHO_PERSON_CARD (widget);

  soho_save_card (widget, self->library, self->member);
}

static void
on_library_changed (SohoPersonCard *self)
{
  g_autoptr (SohoPersonView) view = view_member (self, self->member);

  if (view != NULL)
    fill (self, view);
  else
    soho_person_card_set_member (self, 0);
}

static void
soho_person_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_MEMBER)
    g_value_set_int64 (value, SOHO_PERSON_CARD (object)->member);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_person_card_dispose (GObject *object)
{
  SohoPersonCard *self = SOHO_PERSON_CARD (object);

  g_clear_pointer (&self->contact_points, g_ptr_array_unref);
  g_clear_pointer (&self->website, g_free);
  g_clear_object (&self->library);
  g_clear_pointer (&self->contact_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (soho_person_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, scrolled);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, avatar);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, name);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, occupation);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, organization);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, home);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, about);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, contacts);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, save_button);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, commune);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, show_on_map);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, skills);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, occasions);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, languages);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, colleagues);
  gtk_widget_class_bind_template_child (widget, SohoPersonCard, nearby);
}

static void
soho_person_card_class_init (SohoPersonCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->get_property = soho_person_card_get_property;
  object_class->dispose = soho_person_card_dispose;
  props[PROP_MEMBER]
      = g_param_spec_int64 ("member", NULL, NULL, 0, G_MAXINT64, 0,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (SOHO_TYPE_CHIP_BOX);
  g_type_ensure (SOHO_TYPE_NEIGHBOUR_GROUP);
  gtk_widget_class_install_action (widget, "card.save", NULL, save_action);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/person-card.ui");
  bind_template (widget);
}

static void
soho_person_card_init (SohoPersonCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->contact_rows = g_ptr_array_new ();
}

void
soho_person_card_set_library (SohoPersonCard *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
}

gint64
soho_person_card_get_member (SohoPersonCard *self)
{
  return self->member;
}

void
soho_person_card_set_member (SohoPersonCard *self, gint64 id)
{
  g_autoptr (SohoPersonView) view = NULL;

  if (id == self->member)
    return;
  view = view_member (self, id);
  self->member = view != NULL ? id : 0;
  if (view != NULL)
    {
      g_clear_pointer (&self->contact_points, g_ptr_array_unref);
      fill (self, view);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MEMBER]);
}

void
soho_person_card_preview (SohoPersonCard *self, gint64 member, const char *audience)
{
  self->audience = audience;
  gtk_widget_set_visible (self->save_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->colleagues), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->nearby), FALSE);
  if (member == self->member)
    on_library_changed (self);
  else
    soho_person_card_set_member (self, member);
}

void
soho_person_card_focus (SohoPersonCard *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->scrolled));
}
