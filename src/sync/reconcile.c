/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reconcile.h"

#include <glib/gi18n-lib.h>

#include "formats/json.h"
#include "protocol.h"
#include "store/apply.h"
#include "store/database.h"
#include "store/kept.h"
#include "store/writer.h"

#define RESTORED "restored"

/* An object of a list of objects that have lists. */
#define ANSWER_DEPTH 4

static void
fail_invalid (GError **error)
{
  g_set_error_literal (error, SOHO_PROTOCOL_ERROR, SOHO_PROTOCOL_ERROR_INVALID,
                       _ ("The server's answer to what was written here makes no sense. All of it "
                          "is still here; try again later."));
}

char *
soho_reconcile_dup_path (SohoReplica *replica, GError **error)
{
  g_autoptr (GArray) writers = NULL;
  gint64 person;
  guint writer;
  GString *path;

  if (!soho_replica_read_writer (replica, &person, &writer, error) || writer == 0
      || (writers = soho_replica_list_kept_writers (replica, error)) == NULL)
    return NULL;
  path = g_string_new (SOHO_PATH_EDITS "?writers=");
  for (guint i = 0; i < writers->len; i++)
    g_string_append_printf (path, "%s%u", i > 0 ? "," : "", g_array_index (writers, guint, i));
  return g_string_free (path, FALSE);
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
read_standings (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = soho_json_parse (text, length, ANSWER_DEPTH, NULL);
  JsonObject *told
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *array = soho_json_get_array (told, "standings");
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
        {
          fail_invalid (error);
          return NULL;
        }
      standing.writer = (guint) writer;
      g_array_append_val (standings, standing);
    }
  if (array == NULL)
    fail_invalid (error);
  return array != NULL ? g_steal_pointer (&standings) : NULL;
}

static gboolean
put_back (SohoReplica *replica, GArray *standings, gboolean replace, GError **error)
{
  return (standings == NULL
          || soho_replica_offer_forgotten (replica, (SohoStanding *) standings->data,
                                           standings->len, error))
         && soho_replica_set_fact (replica, RESTORED, "", error)
         && (!replace || soho_replica_begin_replacement (replica, error));
}

gboolean
soho_reconcile_take_answer (
    SohoReplica *replica, const char *text, gsize length, gboolean replace, GError **error)
{
  g_autoptr (GArray) standings = NULL;

  if (text != NULL && (standings = read_standings (text, length, error)) == NULL)
    return FALSE;
  return soho_replica_begin (replica, error)
         && soho_replica_end (replica, put_back (replica, standings, replace, error), error);
}

gboolean
soho_reconcile_is_due (SohoReplica *replica, gboolean *due, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *restored = soho_replica_dup_fact (replica, RESTORED, &failure);

  *due = restored != NULL && *restored != '\0';
  return soho_database_settle (&failure, error);
}
