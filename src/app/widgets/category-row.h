/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Shows SohoCategoryChoices in a drop-down: icon and label, and with_people also how many people
 * there are. Owned by the caller. */
GtkListItemFactory *soho_category_row_factory_new (gboolean with_people);
