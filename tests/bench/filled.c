/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "filled.h"

#include "demo/demo.h"
#include "exchange/categories.h"
#include "network.h"
#include "sync.h"

#define SEED 32

SohoReplica *
filled_replica (const char *directory, guint members)
{
  g_autoptr (GError) error = NULL;
  Network *network = network_new ();
  SohoReplica *replica = soho_replica_open (directory, soho_model_get (), &error);
  SohoSyncReport report;

  g_assert_no_error (error);
  soho_archive_begin (network->archive, &error);
  soho_categories_put (network->archive, &error);
  soho_archive_commit (network->archive, &error);
  soho_demo_fill (network->archive, members, SEED, &error);
  g_assert_no_error (error);
  soho_sync_run (replica, network_serve (network), NULL, NULL, NULL, &report, &error);
  g_assert_no_error (error);
  network_free (network);
  return replica;
}
