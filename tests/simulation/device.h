/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model.h"
#include "round.h"
#include "world.h"

/* One request, and its answer as it comes. */
typedef struct
{
  Device *device;     /* borrowed */
  char *token;        /* of the sign-in; NULL for a visitor */
  char *path;         /* with its query */
  GBytes *body;       /* NULL unless it is a POST */
  gboolean delivered; /* the server has answered, or died */

  guint status; /* 0: the line broke before any answer */
  const char *content_type;
  gboolean compressed;
  GByteArray *answer;
  gsize taken; /* how much of it has arrived */
  gboolean has_head;
  char *readable; /* what its asker may read as of then; NULL unless it asked for that */
} Exchange;

void exchange_free (Exchange *self);

/* One edit that a person made, until it has found its end. */
typedef struct
{
  guint writer;
  gint64 number;
  char *line;
  gboolean is_copy; /* the device that this one was copied from made it */
} Written;

struct _Device
{
  World *world;
  guint number;
  char *directory;
  SohoReplica *replica; /* NULL while the program is not running */
  int dies_in;          /* at which commit from now; 0 while it may live */
  gboolean is_dead;

  Person *person;        /* who has signed in; NULL for a visitor */
  char *token;           /* what the keyring holds; NULL for nothing */
  guint last_writer;     /* of the last sign-in here */
  gboolean must_sign_in; /* the server does not take it as it is */
  gboolean was_lied_to;  /* by somebody on the line, in this exchange */

  SohoRound *round;
  Exchange *exchange;

  GPtrArray *written;    /* Written: what was made here */
  GHashTable *discarded; /* lines of the tray that the person has decided about */
};

Device *device_new (World *world);
void device_free (Device *self);

/* Once in a process, before any world and after all. */
void device_make_template (void);
void device_forget_template (void);

/* A second computer with a copy of this one's files, keyring and all. NULL while it is running. */
Device *device_copy (Device *self);

/* The program starts, or ends whatever it was doing. */
gboolean device_start (Device *self);
void device_kill (Device *self);

/* What a person does. */
void device_sign_in (Device *self, Person *person);
void device_sign_out (Device *self);

/* Begins a sync; goes on with the one under way by one event of the line. */
void device_begin_sync (Device *self);
void device_step (Device *self);
gboolean device_is_syncing (Device *self);

/* Keeps account of what has been written since it was called last. */
void device_note_written (Device *self);

/* After something failed: whether the device has died of it, as it was to. */
gboolean device_has_died (Device *self, const GError *error);
