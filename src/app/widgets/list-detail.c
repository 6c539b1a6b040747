/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/list-detail.h"

#include "widgets/list-reveal.h"
#include "widgets/welcome.h"

/* What narrows the list down, in pixels: beside the detail as wide as the list asks to be, else no
 * wider than one likes to read. */
#define WIDEST_FILTER 640

/* What text of 100 % asks for, and how wide the list gets at most for larger text: as wide as the
 * narrowest window. */
#define USUAL_DPI (96 * 1024)
#define WIDEST_LIST 360

struct _SohoListDetail
{
  AdwBin parent_instance;

  GtkStack *stack;
  SohoWelcome *welcome;
  AdwLeaflet *leaflet;
  GtkWidget *list_pane;
  AdwClamp *filter_clamp;
  AdwBin *filter;
  GtkStack *list_stack;
  GtkWidget *list_box;
  GtkListView *list;
  AdwBin *aside;
  GtkWidget *grid_scrolled;
  GtkGridView *grid;
  AdwBin *nothing_found;
  GtkWidget *separator;
  GtkWidget *detail_pane;
  GtkStack *detail_stack;
  AdwBin *detail;
  AdwBin *nothing_chosen;

  SohoLibrary *library;
  SohoRecordList *records;
  GtkSingleSelection *selection;
  gint64 shown;
  gboolean is_grid;
  gboolean searching; /* while the list changes, the selection follows it, not the person */
};

G_DEFINE_FINAL_TYPE (SohoListDetail, soho_list_detail, ADW_TYPE_BIN)

enum
{
  PROP_FILTER = 1,
  PROP_ASIDE,
  PROP_DETAIL,
  PROP_NOTHING_FOUND,
  PROP_NOTHING_CHOSEN,
  PROP_LIST_NAME,
  N_PROPS,
};

enum
{
  CHOSEN,
  NAVIGATED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
choose (SohoListDetail *self, gint64 id)
{
  g_signal_emit (self, signals[CHOSEN], 0, id);
}

/* What shows the records now. */
static GtkWidget *
get_view (SohoListDetail *self)
{
  return self->is_grid ? GTK_WIDGET (self->grid) : GTK_WIDGET (self->list);
}

static void
reveal (SohoListDetail *self, guint position, gboolean focus)
{
  if (self->is_grid)
    soho_grid_reveal (self->grid, position, focus);
  else
    soho_list_reveal (self->list, position, focus);
}

/* Selects what the detail shows, if the list has it. */
static void
select_shown (SohoListDetail *self)
{
  guint position = soho_record_list_find (self->records, self->shown);

  gtk_single_selection_set_selected (self->selection,
                                     position != G_MAXUINT ? position : GTK_INVALID_LIST_POSITION);
}

static void
show_whether_found (SohoListDetail *self)
{
  GtkWidget *found = self->is_grid ? self->grid_scrolled : self->list_box;

  gtk_stack_set_visible_child (self->list_stack, soho_record_list_get_length (self->records) > 0
                                                     ? found
                                                     : GTK_WIDGET (self->nothing_found));
}

static void
show_whether_empty (SohoListDetail *self)
{
  gtk_stack_set_visible_child (self->stack, soho_library_is_empty (self->library)
                                                ? GTK_WIDGET (self->welcome)
                                                : GTK_WIDGET (self->leaflet));
}

static void
on_library_changed (SohoListDetail *self)
{
  show_whether_empty (self);
  self->searching = TRUE;
  select_shown (self);
  self->searching = FALSE;
}

static void
on_selected (SohoListDetail *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (!self->searching && position != GTK_INVALID_LIST_POSITION)
    choose (self, soho_record_list_get_id (self->records, position));
}

/* Moves to the detail where it hides the list; beside it, the keyboard stays where it was. */
static void
move_to_detail (SohoListDetail *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  adw_leaflet_set_visible_child (self->leaflet, self->detail_pane);
  if (adw_leaflet_get_folded (self->leaflet))
    gtk_widget_child_focus (GTK_WIDGET (self->detail), GTK_DIR_TAB_FORWARD);
  else if (focus != NULL)
    gtk_root_set_focus (root, focus);
}

static void
open_position (SohoListDetail *self, guint position)
{
  if (position >= soho_record_list_get_length (self->records))
    return;
  gtk_single_selection_set_selected (self->selection, position);
  choose (self, soho_record_list_get_id (self->records, position));
  move_to_detail (self);
}

static void
on_row_activated (SohoListDetail *self, guint position)
{
  open_position (self, position);
}

/* A clamp wishes to be as wide as it may be, and would push the detail away. */
static void
show_filter_width (SohoListDetail *self)
{
  gboolean is_wide = self->is_grid || adw_leaflet_get_folded (self->leaflet);
  int width;

  g_object_get (self->list_pane, "width-request", &width, NULL);
  if (is_wide)
    width = WIDEST_FILTER;
  adw_clamp_set_maximum_size (self->filter_clamp, width);
  adw_clamp_set_tightening_threshold (self->filter_clamp, width);
}

static void
on_leaflet_moved (SohoListDetail *self)
{
  show_filter_width (self);
  g_signal_emit (self, signals[NAVIGATED], 0);
}

static void
soho_list_detail_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  SohoListDetail *self = SOHO_LIST_DETAIL (object);

  switch (id)
    {
    case PROP_FILTER:
      g_value_set_object (value, adw_bin_get_child (self->filter));
      break;
    case PROP_ASIDE:
      g_value_set_object (value, adw_bin_get_child (self->aside));
      break;
    case PROP_DETAIL:
      g_value_set_object (value, adw_bin_get_child (self->detail));
      break;
    case PROP_NOTHING_FOUND:
      g_value_set_object (value, adw_bin_get_child (self->nothing_found));
      break;
    case PROP_NOTHING_CHOSEN:
      g_value_set_object (value, adw_bin_get_child (self->nothing_chosen));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
soho_list_detail_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  SohoListDetail *self = SOHO_LIST_DETAIL (object);

  switch (id)
    {
    case PROP_FILTER:
      adw_bin_set_child (self->filter, g_value_get_object (value));
      break;
    case PROP_ASIDE:
      adw_bin_set_child (self->aside, g_value_get_object (value));
      break;
    case PROP_DETAIL:
      adw_bin_set_child (self->detail, g_value_get_object (value));
      break;
    case PROP_NOTHING_FOUND:
      adw_bin_set_child (self->nothing_found, g_value_get_object (value));
      break;
    case PROP_NOTHING_CHOSEN:
      adw_bin_set_child (self->nothing_chosen, g_value_get_object (value));
      break;
    case PROP_LIST_NAME:
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
soho_list_detail_dispose (GObject *object)
{
  SohoListDetail *self = SOHO_LIST_DETAIL (object);

  if (self->records != NULL)
    g_signal_handlers_disconnect_by_data (self->records, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->records);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_list_detail_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  static const char *const names[] = { [PROP_FILTER] = "filter",
                                       [PROP_ASIDE] = "aside",
                                       [PROP_DETAIL] = "detail",
                                       [PROP_NOTHING_FOUND] = "nothing-found",
                                       [PROP_NOTHING_CHOSEN] = "nothing-chosen" };

  for (guint i = PROP_FILTER; i <= PROP_NOTHING_CHOSEN; i++)
    props[i] = g_param_spec_object (names[i], NULL, NULL, GTK_TYPE_WIDGET,
                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_LIST_NAME] = g_param_spec_string ("list-name", NULL, NULL, NULL,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bind_template (GtkWidgetClass *widget)
{
  gtk_widget_class_bind_template_child (widget, SohoListDetail, stack);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, welcome);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, leaflet);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, list_pane);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, filter_clamp);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, filter);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, list_stack);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, list_box);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, list);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, aside);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, grid_scrolled);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, grid);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, nothing_found);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, separator);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, detail_pane);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, detail_stack);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, detail);
  gtk_widget_class_bind_template_child (widget, SohoListDetail, nothing_chosen);
  gtk_widget_class_bind_template_callback (widget, on_row_activated);
  gtk_widget_class_bind_template_callback (widget, on_leaflet_moved);
}

static void
soho_list_detail_class_init (SohoListDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->get_property = soho_list_detail_get_property;
  object_class->set_property = soho_list_detail_set_property;
  object_class->dispose = soho_list_detail_dispose;
  install_properties (object_class);
  signals[CHOSEN] = g_signal_new ("chosen", SOHO_TYPE_LIST_DETAIL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[NAVIGATED] = g_signal_new ("navigated", SOHO_TYPE_LIST_DETAIL, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (SOHO_TYPE_WELCOME);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/list-detail.ui");
  gtk_widget_class_add_binding_action (widget, GDK_KEY_Escape, 0, "win.back", NULL);
  bind_template (widget);
}

/* A list that fits the usual text is too narrow for large text. */
static void
fit_list_to_text (SohoListDetail *self)
{
  int dpi, width;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  g_object_get (self->list_pane, "width-request", &width, NULL);
  g_object_set (self->list_pane, "width-request",
                CLAMP (width * dpi / USUAL_DPI, width, WIDEST_LIST), NULL);
}

static void
soho_list_detail_init (SohoListDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fit_list_to_text (self);
  show_filter_width (self);
}

void
soho_list_detail_set_library (SohoListDetail *self,
                              SohoLibrary *library,
                              SohoRecordList *records,
                              GtkListItemFactory *factory)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  soho_welcome_set_library (self->welcome, library);
  gtk_list_view_set_factory (self->list, factory);

  self->records = g_object_ref (records);
  g_signal_connect_swapped (records, "items-changed", G_CALLBACK (show_whether_found), self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (records));
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_SWAPPED);
  show_whether_empty (self);
  show_whether_found (self);
}

/* Beside a grid, a detail with nothing in it would only take room away. */
static void
show_whether_detail (SohoListDetail *self)
{
  gboolean visible = !self->is_grid || self->shown != 0;

  gtk_widget_set_visible (self->detail_pane, visible);
  gtk_widget_set_visible (self->separator, visible);
}

void
soho_list_detail_set_factory (SohoListDetail *self, GtkListItemFactory *factory)
{
  gtk_list_view_set_factory (self->list, factory);
}

void
soho_list_detail_set_grid (SohoListDetail *self, GtkListItemFactory *factory)
{
  self->is_grid = factory != NULL;
  /* Only what is looked at has widgets for its items. */
  gtk_list_view_set_model (self->list,
                           self->is_grid ? NULL : GTK_SELECTION_MODEL (self->selection));
  gtk_grid_view_set_model (self->grid,
                           self->is_grid ? GTK_SELECTION_MODEL (self->selection) : NULL);
  gtk_grid_view_set_factory (self->grid, factory);
  gtk_widget_set_hexpand (self->list_pane, self->is_grid);
  gtk_widget_set_hexpand (self->detail_pane, !self->is_grid);
  show_filter_width (self);
  show_whether_detail (self);
  show_whether_found (self);
  g_signal_emit (self, signals[NAVIGATED], 0);
}

void
soho_list_detail_reveal (SohoListDetail *self, guint position)
{
  reveal (self, position, TRUE);
}

void
soho_list_detail_set_shown (SohoListDetail *self, gint64 id)
{
  self->shown = id;
  gtk_stack_set_visible_child_name (self->detail_stack, id != 0 ? "shown" : "nothing");
  if (id == 0)
    adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  show_whether_detail (self);
  g_signal_emit (self, signals[NAVIGATED], 0);
}

gint64
soho_list_detail_get_shown (SohoListDetail *self)
{
  return self->shown;
}

/* The selection is taken away first, since a GtkSingleSelection would look for its item in all that
 * comes. */
void
soho_list_detail_begin_search (SohoListDetail *self)
{
  self->searching = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

void
soho_list_detail_end_search (SohoListDetail *self, gboolean changed)
{
  select_shown (self);
  self->searching = FALSE;
  if (changed)
    reveal (self, 0, FALSE);
}

void
soho_list_detail_open_first (SohoListDetail *self)
{
  open_position (self, 0);
}

void
soho_list_detail_open (SohoListDetail *self, gint64 id)
{
  guint position;

  choose (self, id);
  if (self->shown == 0)
    return;
  select_shown (self);
  position = gtk_single_selection_get_selected (self->selection);
  if (position != GTK_INVALID_LIST_POSITION)
    reveal (self, position, FALSE);
  move_to_detail (self);
}

void
soho_list_detail_enter_list (SohoListDetail *self)
{
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);
  reveal (self, gtk_single_selection_get_selected (self->selection), TRUE);
}

void
soho_list_detail_show_list (SohoListDetail *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
}

static gboolean
hides_list (SohoListDetail *self)
{
  return adw_leaflet_get_folded (self->leaflet)
         && adw_leaflet_get_visible_child (self->leaflet) == self->detail_pane;
}

gboolean
soho_list_detail_get_can_go_back (SohoListDetail *self)
{
  return hides_list (self)
         || (self->is_grid && self->shown != 0 && !adw_leaflet_get_folded (self->leaflet));
}

void
soho_list_detail_go_back (SohoListDetail *self)
{
  if (!soho_list_detail_get_can_go_back (self))
    return;
  if (hides_list (self))
    adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  else
    choose (self, 0);
  gtk_widget_grab_focus (get_view (self));
}
