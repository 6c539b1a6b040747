/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* For how many seconds a server may say nothing before it is given up; what has arrived is kept.
 * Tests shorten it, before they sync. */
extern guint soho_sync_timeout_s;
