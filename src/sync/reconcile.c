/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reconcile.h"

#include "error-answer.h"
#include "formats/json.h"
#include "protocol.h"
#include "store/apply.h"
#include "store/database.h"
#include "store/kept.h"
#include "store/writer.h"

/* The server was put back, by what a sign-in said. */
#define FACT_RESTORED "restored"

#define ANSWER_DEPTH 8

gboolean
soho_reconcile_dup_path (SohoReplica *replica, char **path, GError **error)
{
  g_autoptr (GArray) writers = NULL;
  GString *text;
  gint64 person;
  guint writer;

  *path = NULL;
  if (!soho_replica_read_writer (replica, &person, &writer, error))
    return FALSE;
  if (writer == 0)
    return TRUE;
  writers = soho_replica_list_kept_writers (replica, error);
  if (writers == NULL)
    return FALSE;
  text = g_string_new (SOHO_PATH_EDITS "?writers=");
  for (guint i = 0; i < writers->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? "," : "", g_array_index (writers, guint, i));
  *path = g_string_free (text, FALSE);
  return TRUE;
}

/* "gaps":[first,last,…] */
static gboolean
read_gaps (JsonArray *array, SohoStanding *standing)
{
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n % 2 != 0 || n / 2 > SOHO_GAPS_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (json_node_get_value_type (node) != G_TYPE_INT64)
        return FALSE;
      standing->gaps[i / 2][i % 2] = json_node_get_int (node);
    }
  standing->n_gaps = n / 2;
  return TRUE;
}

/* NULL if the answer makes no sense. */
static GArray *
read_standings (const char *text, gsize length)
{
  g_autoptr (JsonNode) root = soho_json_parse (text, length, ANSWER_DEPTH, NULL);
  JsonArray *array = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                         ? soho_json_get_array (json_node_get_object (root), "standings")
                         : NULL;
  g_autoptr (GArray) standings = g_array_new (FALSE, FALSE, sizeof (SohoStanding));

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      SohoStanding standing = { 0 };
      gint64 writer;

      if (!soho_json_get_int64 (object, "writer", 1, SOHO_WRITER_MAX, &writer)
          || !soho_json_get_int64 (object, "last", 0, G_MAXINT64, &standing.last)
          || !read_gaps (soho_json_get_array (object, "gaps"), &standing))
        return NULL;
      standing.writer = (guint) writer;
      g_array_append_val (standings, standing);
    }
  return array != NULL ? g_steal_pointer (&standings) : NULL;
}

static gboolean
put_back (SohoReplica *replica, GArray *standings, gboolean replace, GError **error)
{
  return (standings == NULL
          || soho_replica_offer_forgotten (replica, (SohoStanding *) standings->data,
                                           standings->len, error))
         && soho_replica_set_fact (replica, FACT_RESTORED, "", error)
         && (!replace || soho_replica_begin_replacement (replica, error));
}

gboolean
soho_reconcile_take_answer (
    SohoReplica *replica, const char *answer, gsize length, gboolean replace, GError **error)
{
  g_autoptr (GArray) standings = answer != NULL ? read_standings (answer, length) : NULL;

  if (answer != NULL && standings == NULL)
    return soho_error_answer_fail_not_ours (error);
  return soho_replica_begin (replica, error)
         && soho_replica_end (replica, put_back (replica, standings, replace, error), error);
}

gboolean
soho_reconcile_is_due (SohoReplica *replica, gboolean *due, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *restored = soho_replica_dup_fact (replica, FACT_RESTORED, &failure);

  *due = restored != NULL && *restored != '\0';
  return soho_database_settle (&failure, error);
}
