/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/kept.h"

#include "change/edit-line.h"
#include "store/outbox.h"
#include "store/replica-private.h"
#include "store/writer.h"

#define KEPT_S (SOHO_KEPT_DAYS * 24 * 60 * 60)

gboolean
soho_kept_forget (SohoReplica *self, GError **error)
{
  return soho_database_run (soho_replica_get_database (self), "DELETE FROM kept", error);
}

gboolean
soho_kept_forget_writer (SohoReplica *self, guint writer, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self), "DELETE FROM kept WHERE writer = :writer", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  return soho_database_finish (statement, error);
}

static gboolean
forget_old (SohoReplica *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "DELETE FROM kept WHERE answered < unixepoch () - :kept", error);

  if (statement == NULL)
    return FALSE;
  soho_database_bind_integer (statement, ":kept", KEPT_S);
  return soho_database_finish (statement, error);
}

gboolean
soho_kept_add (SohoReplica *self, gint64 number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "INSERT INTO kept (writer, known_as, id, edit)"
                               " SELECT :writer, known_as || :writer || ':' || number, id, edit"
                               " FROM outbox WHERE number = :number",
                               error);
  gint64 person;
  guint writer;

  if (statement == NULL || !soho_replica_read_writer (self, &person, &writer, error))
    return FALSE;
  soho_database_bind_integer (statement, ":writer", writer);
  soho_database_bind_integer (statement, ":number", number);
  return soho_database_finish (statement, error) && forget_old (self, error);
}

GArray *
soho_replica_list_kept_writers (SohoReplica *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = soho_database_prepare (soho_replica_get_database (self),
                               "SELECT writer FROM kept UNION SELECT CAST (value AS INTEGER)"
                               " FROM meta WHERE name = 'writer' AND value != '0'",
                               error);
  g_autoptr (GArray) writers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      guint writer = (guint) sqlite3_column_int64 (statement, 0);

      g_array_append_val (writers, writer);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&writers) : NULL;
}

static const SohoStanding *
find_standing (const SohoStanding *standings, guint n, guint64 writer)
{
  static const SohoStanding unheard_of = { 0 };

  for (guint i = 0; i < n; i++)
    if (standings[i].writer == writer)
      return &standings[i];
  return &unheard_of;
}

static gboolean
has_number (const SohoStanding *standing, gint64 number)
{
  for (guint i = 0; i < standing->n_gaps; i++)
    if (number >= standing->gaps[i][0] && number <= standing->gaps[i][1])
      return FALSE;
  return number <= standing->last;
}

static gboolean
is_known (const SohoStanding *standings, guint n, const char *known_as)
{
  g_auto (GStrv) names = g_strsplit (known_as, " ", -1);

  for (char **name = names; *name != NULL; name++)
    {
      char *end;
      guint64 writer = g_ascii_strtoull (*name, &end, 10);

      if (*end == ':'
          && has_number (find_standing (standings, n, writer), g_ascii_strtoll (end + 1, NULL, 10)))
        return TRUE;
    }
  return FALSE;
}

/* An edit on its way to another number. */
typedef struct
{
  SohoEdit *edit;
  char *known_as;
  gint64 deed; /* 0 for a new one */
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  soho_edit_free (offer->edit);
  g_free (offer->known_as);
  g_free (offer);
}

static GPtrArray *
new_offers (void)
{
  return g_ptr_array_new_with_free_func (offer_free);
}

/* The edit in the current row of a statement over number or entry, known_as, edit. NULL on error.
 */
static Offer *
read_offer (SohoReplica *self, sqlite3_stmt *statement, GError **error)
{
  SohoEdit *edit = soho_edit_parse_line (soho_replica_get_model (self),
                                         soho_database_column_text (statement, 2), error);
  Offer *offer;

  if (edit == NULL)
    return NULL;
  offer = g_new (Offer, 1);
  *offer = (Offer){ edit, g_strdup (soho_database_column_text (statement, 1)),
                    sqlite3_column_int64 (statement, 3) };
  return offer;
}

/* What is to be offered again, and kept no longer. NULL on error. */
static GPtrArray *
take_forgotten (SohoReplica *self, const SohoStanding *standings, guint n, GError **error)
{
  sqlite3 *db = soho_replica_get_database (self);
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      db, "SELECT entry, known_as, edit, 0 FROM kept ORDER BY entry", error);
  g_autoptr (sqlite3_stmt) forget
      = soho_database_prepare (db, "DELETE FROM kept WHERE entry = :entry", error);
  g_autoptr (GPtrArray) offers = new_offers ();
  g_autoptr (GError) failure = NULL;

  if (statement == NULL || forget == NULL)
    return NULL;
  while (soho_database_next (statement, &failure))
    {
      Offer *offer;

      if (is_known (standings, n, soho_database_column_text (statement, 1)))
        continue;
      soho_database_bind_integer (forget, ":entry", sqlite3_column_int64 (statement, 0));
      offer = read_offer (self, statement, error);
      if (offer == NULL)
        return NULL;
      g_ptr_array_add (offers, offer);
      if (!soho_database_finish (forget, error))
        return NULL;
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&offers) : NULL;
}

/* What waits, which may have been heard without an answer. NULL on error. */
static GPtrArray *
list_waiting (SohoReplica *self, guint writer, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = soho_database_prepare (
      soho_replica_get_database (self),
      "SELECT number, known_as || :writer || ':' || number, edit, deed FROM outbox ORDER BY number",
      error);
  g_autoptr (GPtrArray) offers = new_offers ();
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return NULL;
  soho_database_bind_integer (statement, ":writer", writer);
  while (soho_database_next (statement, &failure))
    {
      Offer *offer = read_offer (self, statement, error);

      if (offer == NULL)
        return NULL;
      offer->edit->number = sqlite3_column_int64 (statement, 0);
      g_ptr_array_add (offers, offer);
    }
  return soho_database_settle (&failure, error) ? g_steal_pointer (&offers) : NULL;
}

static gboolean
add_all (SohoReplica *self, GPtrArray *offers, GError **error)
{
  g_autoptr (sqlite3_stmt) name = soho_database_prepare (
      soho_replica_get_database (self),
      "UPDATE outbox SET known_as = :known_as || ' ', deed = iif (:deed = 0, deed, :deed)"
      " WHERE number = :number",
      error);

  for (guint i = 0; name != NULL && i < offers->len; i++)
    {
      Offer *offer = g_ptr_array_index (offers, i);

      if (!soho_outbox_add (self, offer->edit, error))
        return FALSE;
      soho_database_bind_text (name, ":known_as", offer->known_as);
      soho_database_bind_integer (name, ":deed", offer->deed);
      soho_database_bind_integer (name, ":number", offer->edit->number);
      if (!soho_database_finish (name, error))
        return FALSE;
    }
  return name != NULL;
}

/* What waits follows what is offered again, which it may rest on, and both follow every number that
 * was ever used. */
static gboolean
go_on_behind (
    SohoReplica *self, gint64 last, GPtrArray *forgotten, GPtrArray *waiting, GError **error)
{
  gint64 number;

  return soho_writer_read_count (self, SOHO_WRITER_NUMBER, &number, error)
         && soho_database_run (soho_replica_get_database (self), "DELETE FROM outbox", error)
         && soho_writer_set_count (self, SOHO_WRITER_ANSWERED, number, error)
         && soho_writer_set_count (self, SOHO_WRITER_RESUMED, last + 1, error)
         && add_all (self, forgotten, error) && add_all (self, waiting, error);
}

gboolean
soho_replica_offer_forgotten (SohoReplica *self,
                              const SohoStanding *standings,
                              guint n,
                              GError **error)
{
  g_autoptr (GPtrArray) forgotten = take_forgotten (self, standings, n, error);
  g_autoptr (GPtrArray) waiting = NULL;
  gint64 person, answered, last;
  guint writer;

  if (forgotten == NULL || !soho_replica_read_writer (self, &person, &writer, error)
      || (waiting = list_waiting (self, writer, error)) == NULL
      || !soho_writer_read_count (self, SOHO_WRITER_ANSWERED, &answered, error))
    return FALSE;
  last = find_standing (standings, n, writer)->last;
  if (answered <= last && forgotten->len == 0)
    return TRUE;
  /* The server has the first that waits, and owes its answer. */
  if (waiting->len > 0 && ((Offer *) g_ptr_array_index (waiting, 0))->edit->number <= last)
    return add_all (self, forgotten, error);
  return go_on_behind (self, last, forgotten, waiting, error);
}
