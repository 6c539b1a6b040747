/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Turns keys, what a list model shows, into wanted, and emits items-changed for what really came,
 * went or moved, so that whoever shows the model keeps its place. Both are arrays of gint64 in
 * which no key stands twice. The model must count and find its items by keys: it is read during the
 * emissions. */
void soho_key_splice (GListModel *model, GArray *keys, const GArray *wanted);
