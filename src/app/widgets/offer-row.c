/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/offer-row.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "widgets/fact-row.h"

typedef struct
{
  const char *value, *text, *icon;
} OfferType;

/* What a newer version of the program would know comes last. */
static const OfferType types[] = {
  { "home", N_ ("Home"), "user-home-symbolic" },
  { "premises", N_ ("Premises"), "soho-premises-symbolic" },
  { "business", N_ ("Business to take over"), "soho-shop-symbolic" },
  { NULL, N_ ("Offer"), "mark-location-symbolic" },
};

static const char *const states[] = { "open", "reserved", "closed" };

static guint
find_type (SohoRecord *offer)
{
  const char *value = soho_record_get_text (offer, "type");
  guint i = 0;

  while (types[i].value != NULL && g_strcmp0 (types[i].value, value) != 0)
    i++;
  return i;
}

/* An unknown state stands before what is closed: somebody can still ask. */
static guint
rank_state (SohoRecord *offer)
{
  const char *value = soho_record_get_text (offer, "state");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i], value) == 0)
      return i;
  return 1;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer unused)
{
  SohoRecord *one = (gpointer) a, *other = (gpointer) b;
  int state = (int) rank_state (one) - (int) rank_state (other);

  return state != 0 ? state : (int) find_type (one) - (int) find_type (other);
}

GtkSorter *
soho_offer_sorter_new (void)
{
  return GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));
}

/* Why it is not to be had; NULL if it is. */
static const char *
get_obstacle (SohoRecord *offer)
{
  const char *state = soho_record_get_text (offer, "state");

  if (g_strcmp0 (state, "reserved") == 0)
    return _ ("Reserved");
  return g_strcmp0 (state, "closed") == 0 ? _ ("No longer available") : NULL;
}

/* "Premises · €250 a month · Reserved", then the detail. */
static char *
dup_text (SohoRecord *offer)
{
  const char *price = soho_record_get_text (offer, "price");
  const char *detail = soho_record_get_text (offer, "detail");
  const char *obstacle = get_obstacle (offer);
  GString *text = g_string_new (_ (types[find_type (offer)].text));

  if (price != NULL)
    g_string_append_printf (text, " · %s", price);
  if (obstacle != NULL)
    g_string_append_printf (text, " · %s", obstacle);
  if (detail != NULL)
    g_string_append_printf (text, "\n%s", detail);
  return g_string_free (text, FALSE);
}

GtkWidget *
soho_offer_row_new (SohoRecord *offer)
{
  g_autofree char *title = soho_record_dup_title (offer);
  g_autofree char *text = dup_text (offer);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", types[find_type (offer)].icon,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  soho_fact_row_name (row, title, text);
  if (g_strcmp0 (soho_record_get_text (offer, "state"), "closed") == 0)
    gtk_widget_add_css_class (row, "dim-label");
  return row;
}
