/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/directory-page.h"

#include "lists/people-list.h"
#include "widgets/list-reveal.h"
#include "widgets/people-filter.h"
#include "widgets/person-card.h"
#include "widgets/person-row.h"
#include "widgets/welcome.h"

struct _SohoDirectoryPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  SohoWelcome *welcome;
  AdwLeaflet *leaflet;
  GtkWidget *list_pane;
  SohoPeopleFilter *filter;
  GtkStack *list_stack;
  GtkScrolledWindow *scrolled;
  GtkListView *list;
  AdwStatusPage *nothing_found;
  GtkWidget *card_pane;
  GtkStack *card_stack;
  SohoPersonCard *card;

  SohoLibrary *library;
  SohoPeopleList *people;
  GtkSingleSelection *selection;
  gboolean searching; /* while the list changes, the selection follows it, not the person */
};

G_DEFINE_FINAL_TYPE (SohoDirectoryPage, soho_directory_page, ADW_TYPE_BIN)

enum
{
  PROP_CAN_GO_BACK = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* Selects whom the card shows, if the list has them. */
static void
select_shown (SohoDirectoryPage *self)
{
  guint position = soho_record_list_find (SOHO_RECORD_LIST (self->people),
                                          soho_person_card_get_member (self->card));

  gtk_single_selection_set_selected (self->selection,
                                     position != G_MAXUINT ? position : GTK_INVALID_LIST_POSITION);
}

static void
show_count (SohoDirectoryPage *self)
{
  guint n = soho_record_list_get_length (SOHO_RECORD_LIST (self->people));

  soho_people_filter_set_found (self->filter, n);
  gtk_stack_set_visible_child (self->list_stack, n > 0 ? GTK_WIDGET (self->scrolled)
                                                       : GTK_WIDGET (self->nothing_found));
}

static void
show_whether_empty (SohoDirectoryPage *self)
{
  gtk_stack_set_visible_child (self->stack, soho_library_is_empty (self->library)
                                                ? GTK_WIDGET (self->welcome)
                                                : GTK_WIDGET (self->leaflet));
}

static void
on_library_changed (SohoDirectoryPage *self)
{
  show_whether_empty (self);
  self->searching = TRUE;
  select_shown (self);
  self->searching = FALSE;
}

/* The selection is taken away first, since a GtkSingleSelection would look for its item in all that
 * comes. */
static void
on_filter_changed (SohoDirectoryPage *self)
{
  guint selected;
  gboolean changed;

  if (self->people == NULL)
    return;
  selected = gtk_single_selection_get_selected (self->selection);
  self->searching = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  changed = soho_people_list_set_query (self->people, soho_people_filter_get_words (self->filter),
                                        soho_people_filter_get_category (self->filter), NULL);
  if (changed)
    select_shown (self);
  else
    gtk_single_selection_set_selected (self->selection, selected);
  self->searching = FALSE;
  if (changed)
    soho_list_reveal (self->list, 0, FALSE);
}

/* Moves to the card where it hides the list; beside it, the keyboard stays where it was. */
static void
move_to_card (SohoDirectoryPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  adw_leaflet_set_visible_child (self->leaflet, self->card_pane);
  if (adw_leaflet_get_folded (self->leaflet))
    soho_person_card_focus (self->card);
  else if (focus != NULL)
    gtk_root_set_focus (root, focus);
}

static void
open_card (SohoDirectoryPage *self, guint position)
{
  if (position >= soho_record_list_get_length (SOHO_RECORD_LIST (self->people)))
    return;
  gtk_single_selection_set_selected (self->selection, position);
  soho_person_card_set_member (self->card,
                               soho_record_list_get_id (SOHO_RECORD_LIST (self->people), position));
  move_to_card (self);
}

static void
on_selected (SohoDirectoryPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (!self->searching && position != GTK_INVALID_LIST_POSITION)
    soho_person_card_set_member (
        self->card, soho_record_list_get_id (SOHO_RECORD_LIST (self->people), position));
}

static void
on_row_activated (SohoDirectoryPage *self, guint position)
{
  open_card (self, position);
}

static void
on_search_activated (SohoDirectoryPage *self)
{
  on_filter_changed (self);
  open_card (self, 0);
}

static void
on_filter_left (SohoDirectoryPage *self)
{
  guint selected;

  on_filter_changed (self);
  selected = gtk_single_selection_get_selected (self->selection);
  if (selected == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, selected = 0);
  soho_list_reveal (self->list, selected, TRUE);
}

static void
on_clear_clicked (SohoDirectoryPage *self)
{
  soho_people_filter_clear (self->filter);
  soho_people_filter_focus (self->filter);
}

static void
on_card_changed (SohoDirectoryPage *self)
{
  gboolean nobody = soho_person_card_get_member (self->card) == 0;

  gtk_stack_set_visible_child_name (self->card_stack, nobody ? "nobody" : "card");
  if (nobody)
    adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
}

static void
on_leaflet_moved (SohoDirectoryPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_GO_BACK]);
}

static void
soho_directory_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_CAN_GO_BACK)
    g_value_set_boolean (value, soho_directory_page_get_can_go_back (SOHO_DIRECTORY_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
soho_directory_page_dispose (GObject *object)
{
  SohoDirectoryPage *self = SOHO_DIRECTORY_PAGE (object);

  if (self->people != NULL)
    g_signal_handlers_disconnect_by_data (self->people, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->people);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_directory_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, stack);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, welcome);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, leaflet);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, list_pane);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, filter);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, list_stack);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, scrolled);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, list);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, nothing_found);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, card_pane);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, card_stack);
  gtk_widget_class_bind_template_child (widget, SohoDirectoryPage, card);
  gtk_widget_class_bind_template_callback (widget, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget, on_search_activated);
  gtk_widget_class_bind_template_callback (widget, on_filter_left);
  gtk_widget_class_bind_template_callback (widget, on_row_activated);
  gtk_widget_class_bind_template_callback (widget, on_clear_clicked);
  gtk_widget_class_bind_template_callback (widget, on_card_changed);
  gtk_widget_class_bind_template_callback (widget, on_leaflet_moved);
}

static void
soho_directory_page_class_init (SohoDirectoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->get_property = soho_directory_page_get_property;
  object_class->dispose = soho_directory_page_dispose;
  props[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (SOHO_TYPE_PEOPLE_FILTER);
  g_type_ensure (SOHO_TYPE_PERSON_CARD);
  g_type_ensure (SOHO_TYPE_WELCOME);
  gtk_widget_class_set_template_from_resource (widget,
                                               "/fr/sohosolo/SohoSolo/ui/directory-page.ui");
  gtk_widget_class_add_binding_action (widget, GDK_KEY_Escape, 0, "win.back", NULL);
  bind_template (widget);
}

static void
soho_directory_page_init (SohoDirectoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  soho_people_filter_capture_keys (self->filter, GTK_WIDGET (self));
}

void
soho_directory_page_set_library (SohoDirectoryPage *self, SohoLibrary *library)
{
  g_autoptr (GtkListItemFactory) factory
      = soho_person_row_factory_new (soho_library_get_photos (library));

  g_return_if_fail (self->library == NULL);

  gtk_list_view_set_factory (self->list, factory);
  self->library = g_object_ref (library);
  soho_welcome_set_library (self->welcome, library);
  soho_person_card_set_library (self->card, library);
  soho_people_filter_set_library (self->filter, library);

  self->people = soho_people_list_new (library);
  g_signal_connect_swapped (self->people, "items-changed", G_CALLBACK (show_count), self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->people));
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
  show_whether_empty (self);
  show_count (self);
}

void
soho_directory_page_show_person (SohoDirectoryPage *self, gint64 id)
{
  SohoRecordList *people = SOHO_RECORD_LIST (self->people);

  soho_person_card_set_member (self->card, id);
  if (soho_person_card_get_member (self->card) == 0)
    return;
  if (soho_record_list_find (people, id) == G_MAXUINT)
    soho_people_filter_clear (self->filter);
  select_shown (self);
  if (gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    soho_list_reveal (self->list, gtk_single_selection_get_selected (self->selection), FALSE);
  move_to_card (self);
}

void
soho_directory_page_search (SohoDirectoryPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  soho_people_filter_focus (self->filter);
}

gboolean
soho_directory_page_get_can_go_back (SohoDirectoryPage *self)
{
  return adw_leaflet_get_folded (self->leaflet)
         && adw_leaflet_get_visible_child (self->leaflet) == self->card_pane;
}

void
soho_directory_page_go_back (SohoDirectoryPage *self)
{
  if (!soho_directory_page_get_can_go_back (self))
    return;
  adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}
