/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/skill-counts.h"

#include "model/gazetteer.h"
#include "store/facets.h"

struct _SohoSkillCounts
{
  GObject parent_instance;

  SohoLibrary *library;
  SohoPeopleQuery query; /* its texts are owned */
  GArray *facets;        /* SohoCommuneFacet; NULL until somebody asks */
  GHashTable *labels;    /* id → char *, both owned */
};

G_DEFINE_FINAL_TYPE (SohoSkillCounts, soho_skill_counts, G_TYPE_OBJECT)

static guint changed_signal;

static void
forget (SohoSkillCounts *self)
{
  g_clear_pointer (&self->facets, g_array_unref);
  g_hash_table_remove_all (self->labels);
  g_signal_emit (self, changed_signal, 0);
}

static void
soho_skill_counts_finalize (GObject *object)
{
  SohoSkillCounts *self = SOHO_SKILL_COUNTS (object);

  g_clear_object (&self->library);
  soho_people_query_clear (&self->query);
  g_clear_pointer (&self->facets, g_array_unref);
  g_clear_pointer (&self->labels, g_hash_table_unref);
  G_OBJECT_CLASS (soho_skill_counts_parent_class)->finalize (object);
}

static void
soho_skill_counts_class_init (SohoSkillCountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_skill_counts_finalize;
  changed_signal = g_signal_new ("changed", SOHO_TYPE_SKILL_COUNTS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
soho_skill_counts_init (SohoSkillCounts *self)
{
  self->labels = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

SohoSkillCounts *
soho_skill_counts_new (SohoLibrary *library)
{
  SohoSkillCounts *self = g_object_new (SOHO_TYPE_SKILL_COUNTS, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (forget), self, G_CONNECT_SWAPPED);
  return self;
}

void
soho_skill_counts_ask (SohoSkillCounts *self, const SohoPeopleQuery *query)
{
  SohoPeopleQuery asked;

  if (soho_people_query_equal (query, &self->query))
    return;
  soho_people_query_assign (&asked, query);
  soho_people_query_clear (&self->query);
  self->query = asked;
  forget (self);
}

static gboolean
count (SohoSkillCounts *self)
{
  g_autoptr (GError) error = NULL;

  if (self->facets != NULL)
    return TRUE;
  self->facets = soho_replica_count_skills_by_commune (soho_library_get_replica (self->library),
                                                       &self->query, self->query.category, &error);
  if (self->facets == NULL)
    soho_library_report (self->library, g_steal_pointer (&error));
  return self->facets != NULL;
}

static const char *
get_label (SohoSkillCounts *self, gint64 id)
{
  char *label = g_hash_table_lookup (self->labels, &id);
  g_autoptr (SohoRecord) skill = NULL;

  if (label != NULL)
    return label;
  skill = soho_library_get_record (self->library, "skill", id);
  label = skill != NULL ? soho_record_dup_title (skill) : g_strdup ("");
  g_hash_table_insert (self->labels, g_memdup2 (&id, sizeof id), label);
  return label;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const SohoSkillCount *one = a, *other = b;

  if (one->people != other->people)
    return one->people > other->people ? -1 : 1;
  return (one->id > other->id) - (one->id < other->id);
}

/* From the id of a skill to GUINT_TO_POINTER () of its people. */
static GHashTable *
add_up (SohoSkillCounts *self, GHashTable *communes, gint64 kept)
{
  GHashTable *people = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (kept != 0)
    g_hash_table_insert (people, g_memdup2 (&kept, sizeof kept), GUINT_TO_POINTER (0));
  for (guint i = 0; i < self->facets->len; i++)
    {
      const SohoCommuneFacet *facet = &g_array_index (self->facets, SohoCommuneFacet, i);
      guint before;

      if (!g_hash_table_contains (communes, soho_gazetteer_find (facet->insee)))
        continue;
      before = GPOINTER_TO_UINT (g_hash_table_lookup (people, &facet->skill));
      g_hash_table_insert (people, g_memdup2 (&facet->skill, sizeof facet->skill),
                           GUINT_TO_POINTER (before + facet->people));
    }
  return people;
}

GArray *
soho_skill_counts_list (SohoSkillCounts *self, GHashTable *communes, guint most, gint64 kept)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (SohoSkillCount));
  g_autoptr (GHashTable) people = NULL;
  GHashTableIter iter;
  gpointer id, n;

  if (!count (self))
    return counts;
  people = add_up (self, communes, kept);
  g_hash_table_iter_init (&iter, people);
  while (g_hash_table_iter_next (&iter, &id, &n))
    {
      SohoSkillCount skill = { .id = *(gint64 *) id, .people = GPOINTER_TO_UINT (n) };

      g_array_append_val (counts, skill);
    }
  g_array_sort (counts, compare_counts);
  for (guint i = most; i < counts->len; i++)
    if (most > 0 && g_array_index (counts, SohoSkillCount, i).id == kept)
      g_array_index (counts, SohoSkillCount, most - 1) = g_array_index (counts, SohoSkillCount, i);
  g_array_set_size (counts, MIN (counts->len, most));
  for (guint i = 0; i < counts->len; i++)
    {
      SohoSkillCount *skill = &g_array_index (counts, SohoSkillCount, i);

      skill->label = get_label (self, skill->id);
    }
  return counts;
}
