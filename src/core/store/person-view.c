/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/person-view.h"

#include "model/audience.h"
#include "model/kinds.h"

void
soho_person_view_free (SohoPersonView *self)
{
  g_clear_object (&self->member);
  g_ptr_array_unref (self->skills);
  g_ptr_array_unref (self->contact_points);
  g_free (self);
}

/* Each shared audience reads what the wider ones read; a channel is in none of them. */
static gboolean
reads (const char *audience, const char *of_record)
{
  return audience == NULL
         || (soho_audience_is_shared (of_record)
             && soho_audience_get_rank (of_record) <= soho_audience_get_rank (audience));
}

/* The parts of the member that the audience reads. */
static gboolean
add_parts (GPtrArray *parts,
           SohoReplica *replica,
           const SohoKind *kind,
           SohoRecord *member,
           const char *member_audience,
           const char *audience,
           GError **error)
{
  gint64 id = soho_record_get_id (member);
  SohoCondition condition = { .field = (guint) soho_kind_get_owner_field (kind) };
  g_autoptr (GPtrArray) all = NULL;

  soho_value_set_integer (&condition.value, id);
  all = soho_replica_list (replica, kind, &condition, 1, error);
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      SohoRecord *part = g_ptr_array_index (all, i);
      g_autofree char *of_part
          = soho_kind_dup_audience (kind, soho_record_get_values (part), id, member_audience);

      if (reads (audience, of_part))
        g_ptr_array_add (parts, g_object_ref (part));
    }
  return all != NULL;
}

SohoPersonView *
soho_replica_view_person (SohoReplica *self, gint64 id, const char *audience, GError **error)
{
  g_autoptr (SohoPersonView) view = g_new0 (SohoPersonView, 1);
  g_autoptr (GError) failure = NULL;
  g_autoptr (SohoRecord) member = soho_replica_get_record (self, &soho_kind_member, id, &failure);
  g_autofree char *of_member = NULL;

  view->skills = g_ptr_array_new_with_free_func (g_object_unref);
  view->contact_points = g_ptr_array_new_with_free_func (g_object_unref);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (member != NULL)
    of_member
        = soho_kind_dup_audience (&soho_kind_member, soho_record_get_values (member), id, NULL);
  if (member == NULL || !reads (audience, of_member))
    return g_steal_pointer (&view);
  view->member = g_object_ref (member);
  if (!add_parts (view->skills, self, &soho_kind_member_skill, member, of_member, audience, error)
      || !add_parts (view->contact_points, self, &soho_kind_contact_point, member, of_member,
                     audience, error))
    return NULL;
  return g_steal_pointer (&view);
}
