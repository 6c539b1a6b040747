/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map/map-kinds.h"

#include "platform/window-state.h"

#include <string.h>

/* More people than this in one commune are not counted. */
#define PEOPLE_MAX 99999

#define LEGENDS_MAX 2

struct _SohoMapKinds
{
  GObject parent_instance;

  SohoPlaces *places;
  SohoBaseMap *base;
  SohoMarkLayer *marks;
  SohoMapLegend *legends[LEGENDS_MAX];
  GSimpleActionGroup *actions;

  /* What was set, whether it is shown or not. */
  guint *people; /* by commune of the gazetteer */
  char **villages;
};

G_DEFINE_FINAL_TYPE (SohoMapKinds, soho_map_kinds, G_TYPE_OBJECT)

static gboolean
is_shown (SohoMapKinds *self, SohoMapKind kind)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                soho_map_legend_get_action (kind));
  g_autoptr (GVariant) state = g_action_get_state (action);

  return g_variant_get_boolean (state);
}

/* Hands the layer of a kind what it is to draw. */
static void
show_kind (SohoMapKinds *self, SohoMapKind kind)
{
  gboolean shown = is_shown (self, kind);
  guint n = soho_gazetteer_get_n_communes ();
  g_autofree guint *nobody = NULL;

  switch (kind)
    {
    case SOHO_MAP_PEOPLE:
      nobody = g_new0 (guint, n);
      soho_places_set_people (self->places, shown ? self->people : nobody, n);
      break;
    case SOHO_MAP_VILLAGES:
      soho_base_map_set_partners (self->base, shown ? (const char *const *) self->villages : NULL);
      break;
    case SOHO_MAP_TELECENTRES:
    case SOHO_MAP_MEETINGS:
    case SOHO_MAP_OFFERS:
    case SOHO_MAP_N_KINDS:
    default:
      soho_mark_layer_set_shown (self->marks, kind, shown);
    }
}

static void
on_toggled (SohoMapKinds *self, GParamSpec *spec, GAction *action)
{
  const char *name = g_action_get_name (action);

  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    if (g_str_equal (name, soho_map_legend_get_action (kind)))
      {
        show_kind (self, kind);
        soho_window_state_set_on_map (name, is_shown (self, kind));
      }
}

static void
add_action (SohoMapKinds *self, SohoMapKind kind)
{
  const char *name = soho_map_legend_get_action (kind);
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
      name, NULL, g_variant_new_boolean (soho_window_state_is_on_map (name)));

  g_signal_connect_object (action, "notify::state", G_CALLBACK (on_toggled), self,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  show_kind (self, kind);
}

static void
set_present (SohoMapKinds *self, SohoMapKind kind, gboolean present)
{
  for (guint i = 0; i < LEGENDS_MAX && self->legends[i] != NULL; i++)
    soho_map_legend_set_present (self->legends[i], kind, present);
}

static void
soho_map_kinds_finalize (GObject *object)
{
  SohoMapKinds *self = SOHO_MAP_KINDS (object);

  g_clear_object (&self->actions);
  g_clear_pointer (&self->people, g_free);
  g_clear_pointer (&self->villages, g_strfreev);
  G_OBJECT_CLASS (soho_map_kinds_parent_class)->finalize (object);
}

static void
soho_map_kinds_class_init (SohoMapKindsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_map_kinds_finalize;
}

static void
soho_map_kinds_init (SohoMapKinds *self)
{
  self->actions = g_simple_action_group_new ();
  self->people = g_new0 (guint, soho_gazetteer_get_n_communes ());
}

SohoMapKinds *
soho_map_kinds_new (SohoPlaces *places,
                    SohoBaseMap *base,
                    SohoMarkLayer *marks,
                    SohoMapLegend *const *legends)
{
  SohoMapKinds *self = g_object_new (SOHO_TYPE_MAP_KINDS, NULL);

  self->places = places;
  self->base = base;
  self->marks = marks;
  for (guint i = 0; i < LEGENDS_MAX && legends[i] != NULL; i++)
    self->legends[i] = legends[i];
  for (guint kind = 0; kind < SOHO_MAP_N_KINDS; kind++)
    add_action (self, kind);
  return self;
}

GActionGroup *
soho_map_kinds_get_actions (SohoMapKinds *self)
{
  return G_ACTION_GROUP (self->actions);
}

void
soho_map_kinds_set_people (SohoMapKinds *self, const SohoPeopleCount *counts, gsize n)
{
  gboolean any = FALSE;

  memset (self->people, 0, soho_gazetteer_get_n_communes () * sizeof (guint));
  for (gsize i = 0; i < n; i++)
    {
      const SohoCommune *commune = soho_gazetteer_find (counts[i].insee);
      guint *sum;

      if (commune == NULL)
        continue;
      sum = &self->people[commune - soho_gazetteer_get_nth (0)];
      *sum = MIN (*sum + (guint64) counts[i].people, PEOPLE_MAX);
      any |= *sum > 0;
    }
  show_kind (self, SOHO_MAP_PEOPLE);
  set_present (self, SOHO_MAP_PEOPLE, any);
}

void
soho_map_kinds_set_villages (SohoMapKinds *self, const char *const *insee_codes)
{
  g_strfreev (self->villages);
  self->villages = g_strdupv ((char **) insee_codes);
  show_kind (self, SOHO_MAP_VILLAGES);
  set_present (self, SOHO_MAP_VILLAGES, insee_codes != NULL && insee_codes[0] != NULL);
}

void
soho_map_kinds_set_marks (SohoMapKinds *self, const SohoMapMark *marks, gsize n)
{
  guint counts[SOHO_MAP_N_KINDS] = { 0 };

  soho_mark_layer_set_marks (self->marks, marks, n);
  for (gsize i = 0; i < n; i++)
    if (marks[i].kind < SOHO_MAP_N_KINDS)
      counts[marks[i].kind]++;
  for (guint kind = SOHO_MAP_TELECENTRES; kind < SOHO_MAP_N_KINDS; kind++)
    set_present (self, kind, counts[kind] > 0);
}

gboolean
soho_map_kinds_get_shown (SohoMapKinds *self, SohoMapKind kind)
{
  return is_shown (self, kind);
}

const guint *
soho_map_kinds_get_people (SohoMapKinds *self)
{
  return self->people;
}

const char *const *
soho_map_kinds_get_villages (SohoMapKinds *self)
{
  return (const char *const *) self->villages;
}
