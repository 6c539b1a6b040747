/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reconcile.h"

#include <libsoup/soup.h>

#include "account-request.h"
#include "formats/json.h"
#include "protocol.h"
#include "store/apply.h"
#include "store/kept.h"

static char *
dup_path (GArray *writers)
{
  GString *path = g_string_new (SOHO_PATH_EDITS "?writers=");

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
read_standings (JsonNode *answer, GError **error)
{
  JsonArray *array = soho_json_get_array (json_node_get_object (answer), "standings");
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
          soho_account_fail_invalid (error);
          return NULL;
        }
      standing.writer = (guint) writer;
      g_array_append_val (standings, standing);
    }
  if (array == NULL)
    soho_account_fail_invalid (error);
  return array != NULL ? g_steal_pointer (&standings) : NULL;
}

/* An empty array for somebody who has nothing to offer. NULL on error. */
static GArray *
ask (SohoReplica *replica,
     const char *server,
     const char *token,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (GArray) writers = soho_replica_list_kept_writers (replica, error);
  g_autofree char *path = writers != NULL ? dup_path (writers) : NULL;
  g_autoptr (JsonNode) answer = NULL;

  if (writers == NULL)
    return NULL;
  if (!soho_account_request (SOUP_METHOD_GET, server, path, token, NULL, cancellable, &answer,
                             error))
    return NULL;
  return read_standings (answer, error);
}

static gboolean
put_back (SohoReplica *replica, GArray *standings, gboolean replace, GError **error)
{
  return (standings == NULL
          || soho_replica_offer_forgotten (replica, (SohoStanding *) standings->data,
                                           standings->len, error))
         && soho_replica_set_fact (replica, "restored", "", error)
         && (!replace || soho_replica_begin_replacement (replica, error))
         && soho_replica_commit (replica, error);
}

gboolean
soho_reconcile_run (SohoReplica *replica,
                    const char *server,
                    const char *token,
                    gboolean replace,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GArray) standings = NULL;

  if (token != NULL && (standings = ask (replica, server, token, cancellable, error)) == NULL)
    return FALSE;
  if (!soho_replica_begin (replica, error))
    return FALSE;
  if (put_back (replica, standings, replace, error))
    return TRUE;
  soho_replica_rollback (replica);
  return FALSE;
}
