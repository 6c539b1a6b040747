/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device.h"

/* Faults that are planted, to see which oracle sees them. Each stands outside the program: a
 * trigger of one connection to a database, or a hand on the bytes of the line. */
struct _Fault
{
  const char *name;
  Oracle seen_by;      /* by which it is expected to be seen */
  const char *archive; /* statements run on the archive's connection; NULL for none */
  const char *replica; /* the same on each replica's */
  void (*request) (World *world, Exchange *exchange); /* before the server reads it */
  void (*answer) (World *world, Exchange *exchange);  /* before it leaves */
  gboolean loses_commits; /* the server's file goes back to what it was before a request */
};

extern const Fault faults[];
extern const guint n_faults;

/* Plants it in a connection just opened. */
void fault_plant_in_archive (World *world);
void fault_plant_in_replica (Device *device);
