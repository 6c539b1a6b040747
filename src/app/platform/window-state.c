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

char *
soho_window_state_dup_page (void)
{
  GSettings *settings = get_settings ();

  return settings != NULL ? g_settings_get_string (settings, "page") : NULL;
}

void
soho_window_state_set_page (const char *page)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_string (settings, "page", page);
}
