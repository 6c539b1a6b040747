/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/agenda.h"

#include "model/date.h"
#include "model/kinds.h"
#include "replicas.h"

#define NOW "2026-09-17T17:00:00Z"

/* Meetings before, around and after a Thursday evening in September. */
enum
{
  HELD = 1,
  OVER = 2,      /* ended at this very moment */
  UNDER_WAY = 3, /* began, and is not over */
  ENDLESS = 4,   /* began two hours ago; nobody said until when */
  FORGOTTEN = 5, /* the same four hours ago */
  TONIGHT = 6,
  CANCELLED = 7,
  NEXT_YEAR = 8,
};

typedef struct
{
  char *directory;
  SohoReplica *replica;
} Fixture;

static void
put (Fixture *self,
     gint64 id,
     const char *title,
     const char *start,
     const char *end,
     const char *commune,
     const char *state)
{
  soho_test_put (self->replica, &soho_kind_event, id, "title", title, "start", start, "end", end,
                 "commune", commune, "state", state, NULL);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = soho_test_directory_new ();
  self->replica = soho_test_replica_open (self->directory, soho_model_get ());
  put (self, HELD, "Vendre en ligne", "2026-06-18T16:30:00Z", "2026-06-18T18:30:00Z", "Auch",
       "held");
  put (self, OVER, "Atelier de comptabilité", "2026-09-17T15:00:00Z", NOW, "Condom", "planned");
  put (self, UNDER_WAY, "Journée ouverte", "2026-09-17T07:00:00Z", "2026-09-18T16:00:00Z", "Condom",
       "planned");
  put (self, ENDLESS, "Café", "2026-09-17T15:00:00Z", "", "Auch", "planned");
  put (self, FORGOTTEN, "Café matinal", "2026-09-17T13:00:00Z", "", "Auch", "planned");
  put (self, TONIGHT, "Vendre ses photos", "2026-09-17T18:30:00Z", "2026-09-17T20:30:00Z", "Auch",
       "planned");
  put (self, CANCELLED, "Visite", "2026-10-15T16:30:00Z", "", "Lectoure", "cancelled");
  put (self, NEXT_YEAR, "Vœux", "2027-01-07T17:00:00Z", "", "", "proposed");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->replica);
  soho_test_directory_free (self->directory);
}

static void
assert_found (Fixture *self, const char *words, gboolean past, const char *expected)
{
  SohoAgendaQuery query = { .words = words, .past = past };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_true (soho_instant_parse (NOW, &query.now));
  ids = soho_replica_find_meetings (self->replica, &query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int) g_array_index (ids, gint64, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_to_come_nearest_first (Fixture *self, gconstpointer unused)
{
  assert_found (self, NULL, FALSE, "3 4 6 7 8");
  assert_found (self, "", FALSE, "3 4 6 7 8");
}

static void
test_over_nearest_first (Fixture *self, gconstpointer unused)
{
  assert_found (self, NULL, TRUE, "2 5 1");
}

static void
test_words_keep_the_order (Fixture *self, gconstpointer unused)
{
  assert_found (self, "vendre", FALSE, "6");
  assert_found (self, "vendre", TRUE, "1");
  assert_found (self, "cafe", FALSE, "4");
  assert_found (self, "zzzz", FALSE, "");
  assert_found (self, "…", FALSE, "");
}

static void
test_places (Fixture *self, gconstpointer unused)
{
  assert_found (self, "à Auch", FALSE, "4 6");
  assert_found (self, "Condom", FALSE, "3");
  assert_found (self, "vendre à Auch", TRUE, "1");
  assert_found (self, "vendre à Condom", FALSE, "");
}

static void
test_next_end (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gint64 now, expected;

  g_assert_true (soho_instant_parse (NOW, &now));
  g_assert_true (soho_instant_parse ("2026-09-17T18:00:00Z", &expected)); /* of ENDLESS */
  g_assert_cmpint (soho_replica_get_next_end (self->replica, now, &error), ==, expected);
  g_assert_no_error (error);
  g_assert_true (soho_instant_parse ("2030-01-01T00:00:00Z", &now));
  g_assert_cmpint (soho_replica_get_next_end (self->replica, now, &error), ==, G_MAXINT64);
  g_assert_no_error (error);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/agenda/to-come-nearest-first", test_to_come_nearest_first);
  ADD ("/agenda/over-nearest-first", test_over_nearest_first);
  ADD ("/agenda/words-keep-the-order", test_words_keep_the_order);
  ADD ("/agenda/places", test_places);
  ADD ("/agenda/next-end", test_next_end);
  return g_test_run ();
}
