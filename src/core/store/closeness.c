/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/closeness.h"

#include "store/database.h"

static double
weight_of (int column, int n_weights, sqlite3_value **weights)
{
  return column < n_weights ? sqlite3_value_double (weights[column]) : 1;
}

/* The best weight of a column in which the phrase stands; 0 if it stands in none. */
static int
weigh_phrase (const Fts5ExtensionApi *api,
              Fts5Context *context,
              int phrase,
              int n_weights,
              sqlite3_value **weights,
              double *best)
{
  Fts5PhraseIter iter;
  int column, code;

  *best = 0;
  code = api->xPhraseFirstColumn (context, phrase, &iter, &column);
  for (; code == SQLITE_OK && column >= 0; api->xPhraseNextColumn (context, &iter, &column))
    *best = MAX (*best, weight_of (column, n_weights, weights));
  return code;
}

static void
closeness (const Fts5ExtensionApi *api,
           Fts5Context *context,
           sqlite3_context *result,
           int n_weights,
           sqlite3_value **weights)
{
  double sum = 0;

  for (int phrase = 0; phrase < api->xPhraseCount (context); phrase++)
    {
      double best;
      int code = weigh_phrase (api, context, phrase, n_weights, weights, &best);

      if (code != SQLITE_OK)
        {
          sqlite3_result_error_code (result, code);
          return;
        }
      sum += best;
    }
  sqlite3_result_double (result, -sum);
}

gboolean
soho_closeness_register (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (db, "SELECT fts5(?1)", error);
  fts5_api *api = NULL;

  if (statement == NULL)
    return FALSE;
  if (sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL) != SQLITE_OK
      || sqlite3_step (statement) != SQLITE_ROW || api == NULL
      || api->xCreateFunction (api, "closeness", NULL, closeness, NULL) != SQLITE_OK)
    return soho_database_fail (db, error);
  return TRUE;
}
