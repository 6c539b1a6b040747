/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults.h"

#include "store/replica-private.h"

const Fault faults[] = {
  { "an answer is not kept", ORACLE_ERROR,
    .archive
    = "CREATE TEMP TRIGGER fault BEFORE INSERT ON answer BEGIN SELECT RAISE (IGNORE); END" },
};

const guint n_faults = G_N_ELEMENTS (faults);

static void
plant (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  if (sql != NULL)
    soho_database_run (db, sql, &error);
  g_assert_no_error (error);
}

void
fault_plant_in_archive (World *world)
{
  if (world->fault != NULL)
    plant (soho_archive_get_database (world->archive), world->fault->archive);
}

void
fault_plant_in_replica (Device *device)
{
  if (device->world->fault != NULL)
    plant (soho_replica_get_database (device->replica), device->world->fault->replica);
}
