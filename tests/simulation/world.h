/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"
#include "archive/accounts.h"
#include "store/replica.h"

/* A whole network in one thread: the server's archive, people with several replicas each, and the
 * lines between them, which lose, double, delay and cut. All that happens follows from one seed. */

#define SIM_PEOPLE 4 /* one is staff at first; a fifth device belongs to nobody */

/* What looks whether all is as it should be, each with a name in reports. */
typedef enum
{
  ORACLE_ERROR,    /* something failed that no fault explains */
  ORACLE_ONCE,     /* each edit has its effect once, as the model of its history says */
  ORACLE_RULES,    /* what the server refuses, and accepts, is what the rules say */
  ORACLE_WORDS,    /* an edit is accepted, or waits, or is in the tray with its text */
  ORACLE_AUDIENCE, /* nobody is told, or holds, what is not for them */
  ORACLE_CONTENT,  /* who has been told everything holds what the server holds */
  ORACLE_FILL,     /* and what a new replica would hold */
  ORACLE_VERIFY,   /* a replica's own look over itself */
  ORACLE_CHECK,    /* the server's */
  ORACLE_BUDGET,   /* requests and bytes */
  ORACLE_QUIET,    /* all comes to rest */
  ORACLE_TRACE,    /* the same seed does the same again */
  N_ORACLES,
} Oracle;

const char *oracle_get_name (Oracle oracle);

typedef struct
{
  gint64 id;
  gboolean is_staff;
  gint64 village; /* whose contact they are; 0 for none */
  gint64 desk;    /* the telecentre whose reception they are; 0 for none */
} Person;

typedef struct _Model Model;
typedef struct _Device Device;
typedef struct _Fault Fault;

/* A sign-in, as its token tells it. */
typedef struct
{
  const Person *person;
  guint writer;
  gboolean is_open;
} Session;

typedef struct
{
  guint64 seed;
  GRand *rand;
  const Fault *fault; /* what is planted; NULL for nothing */
  char *directory;

  SohoArchive *archive;
  int server_dies_in; /* at which commit from now; 0 while it may live */
  gboolean server_is_dead;
  GHashTable *sessions; /* token -> Session */

  Model *model;
  Person people[SIM_PEOPLE];
  GPtrArray *devices; /* Device */
  GPtrArray *ghosts;  /* Exchange: requests that arrive after nobody waits for them any more */
  gboolean copies;    /* whether whole computers are copied, too */
  gboolean waits_for_losses; /* whether what was overwritten must have come back at rest */
  gboolean is_quiet;         /* the lines are whole, and nobody dies */
  guint step;
  guint word; /* the last that was made up: no two are the same */

  GString *trace; /* what happened, in lines; NULL to keep only its sum */
  guint64 sum;
  gboolean has_failed;
  Oracle failed;
  char *failure;
  guint n_news; /* answers to requests that brought or took anything */
  guint n_requests, n_edits, n_deaths, n_refusals, n_overwritten, n_again;
} World;

World *world_new (guint64 seed, const Fault *fault, gboolean tells);
void world_free (World *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* Does the whole schedule of the seed, of so many steps, and looks it over at the end. */
void world_run (World *self, guint steps);

/* A line of what happened. */
void world_tell (World *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* An oracle has seen something; the first counts. Returns FALSE. */
gboolean world_fail (World *self, Oracle oracle, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Whether an event of so many in a hundred happens now; never in the quiet. */
gboolean world_chance (World *self, guint percent);
guint world_below (World *self, guint n); /* 0 to n - 1 */
