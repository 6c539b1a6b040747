/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/commands.h"

#include <glib/gi18n-lib.h>

#include "archive/archive.h"
#include "exchange/categories.h"
#include "model/kinds.h"
#include "model/validate.h"

/* Read before there is a network, so that a name that cannot be leaves nothing behind. */
static SohoValue *
read_network (const char *name, GError **error)
{
  const SohoKind *kind = &soho_kind_network;
  int field = soho_kind_find_field (kind, "name");
  SohoValue *values = soho_values_new (soho_kind_get_n_fields (kind));

  if (soho_field_parse (&kind->fields[field], name, &values[field], error)
      && soho_kind_validate (kind, values, error))
    return values;
  soho_values_free (values, soho_kind_get_n_fields (kind));
  return NULL;
}

static gboolean
make_network (const char *data, const SohoValue *values, GError **error)
{
  g_autoptr (SohoArchive) archive = soho_archive_create (data, soho_model_get (), error);
  gboolean changed;

  return archive != NULL && soho_archive_begin (archive, error)
         && soho_archive_put (archive, &soho_kind_network, 0, values, &changed, error) != 0
         && soho_categories_put (archive, error) && soho_archive_commit (archive, error);
}

gboolean
soho_command_init (const char *data, int argc, char **argv, GError **error)
{
  g_autofree char *name = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("What the network is called"), N_ ("NAME") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) arguments = soho_command_parse (NULL, entries, argc, argv, 0, 0, error);
  SohoValue *values
      = arguments != NULL ? read_network (name != NULL ? name : "Soho Solo", error) : NULL;
  gboolean made;

  if (values == NULL)
    return FALSE;
  made = make_network (data, values, error);
  soho_values_free (values, soho_kind_get_n_fields (&soho_kind_network));
  if (made)
    g_print (_ ("A new network is in %s. Next: import your spreadsheets, or try “demo”.\n"), data);
  return made;
}
