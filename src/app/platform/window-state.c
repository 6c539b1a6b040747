/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/window-state.h"

/* NULL where the schema is not installed: asking GSettings for it would end the program. */
static GSettings *
get_settings (void)
{
  static GSettings *settings;
  static gboolean looked;
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();

  if (!looked && source != NULL)
    {
      g_autoptr (GSettingsSchema) schema
          = g_settings_schema_source_lookup (source, SOHO_APP_ID, TRUE);

      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
    }
  looked = TRUE;
  return settings;
}

void
soho_window_state_bind (GtkWindow *window)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return;
  g_settings_bind (settings, "window-width", window, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", window, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", window, "maximized", G_SETTINGS_BIND_DEFAULT);
}

static char *
dup_text (const char *key)
{
  GSettings *settings = get_settings ();

  return settings != NULL ? g_settings_get_string (settings, key) : NULL;
}

static void
set_text (const char *key, const char *text)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_string (settings, key, text);
}

static gboolean
get_flag (const char *key)
{
  GSettings *settings = get_settings ();

  return settings != NULL && g_settings_get_boolean (settings, key);
}

static void
set_flag (const char *key, gboolean flag)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_boolean (settings, key, flag);
}

char *
soho_window_state_dup_page (void)
{
  return dup_text ("page");
}

void
soho_window_state_set_page (const char *page)
{
  set_text ("page", page);
}

gboolean
soho_window_state_get_grid (void)
{
  return get_flag ("directory-grid");
}

void
soho_window_state_set_grid (gboolean grid)
{
  set_flag ("directory-grid", grid);
}

char *
soho_window_state_dup_commune (void)
{
  return dup_text ("commune");
}

void
soho_window_state_set_commune (const char *insee)
{
  set_text ("commune", insee);
}

gboolean
soho_window_state_get_nearest_first (void)
{
  return get_flag ("nearest-first");
}

void
soho_window_state_set_nearest_first (gboolean nearest_first)
{
  set_flag ("nearest-first", nearest_first);
}

/* Without settings the map begins as calm as with them. */
gboolean
soho_window_state_is_on_map (const char *kind)
{
  g_autofree char *hidden = dup_text ("map-hidden");
  g_auto (GStrv) names = g_strsplit (hidden != NULL ? hidden : "offers", " ", -1);

  return !g_strv_contains ((const char *const *) names, kind);
}

void
soho_window_state_set_on_map (const char *kind, gboolean shown)
{
  g_autofree char *hidden = dup_text ("map-hidden");
  g_auto (GStrv) names = g_strsplit (hidden != NULL ? hidden : "", " ", -1);
  g_autoptr (GString) text = g_string_new (shown ? "" : kind);

  for (guint i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0' && !g_str_equal (names[i], kind))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", names[i]);
  set_text ("map-hidden", text->str);
}
