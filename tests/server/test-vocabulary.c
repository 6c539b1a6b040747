/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/vocabulary.h"

#include "model/validate.h"

/* What French spreadsheets call kinds, fields and values. */

static void
test_kinds (void)
{
  static const struct
  {
    const char *name, *kind; /* NULL: none */
  } cases[] = {
    { "member", "member" },
    { "membres", "member" },
    { "Adhérents", "member" },
    { "Adhérents 2026", "member" },
    { "liste-des-adherents (2)", "member" },
    { "TÉLÉCENTRES", "telecentre" },
    { "Réunions", "event" },
    { "coordonnées", "contact_point" },
    { "2026", NULL },
    { "", NULL },
    { "classeur1", NULL },
    { "membres.txt", NULL },
    { "|", NULL },
    { "membres|adherents", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SohoKind *kind = soho_vocabulary_find_kind (soho_model_get (), cases[i].name);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (kind != NULL ? kind->name : NULL, ==, cases[i].kind);
    }
}

static char *
dup_column (const char *kind_name, const char *header)
{
  const SohoModel *model = soho_model_get ();
  SohoColumn column;

  if (!soho_vocabulary_find_column (model, soho_model_find_kind (model, kind_name), header,
                                    &column))
    return g_strdup ("");
  return g_strdup_printf (
      "%s.%s%s%s%s", column.kind->name,
      column.field == SOHO_COLUMN_ID    ? "id"
      : column.field == SOHO_COLUMN_REF ? "ref"
                                        : column.kind->fields[column.field].name,
      column.role == SOHO_COLUMN_BEFORE  ? " before"
      : column.role == SOHO_COLUMN_AFTER ? " after"
                                         : "",
      column.preset != NULL ? " " : "", column.preset != NULL ? column.preset : "");
}

static void
test_columns (void)
{
  static const struct
  {
    const char *kind, *header, *column;
  } cases[] = {
    { "member", "given_name", "member.given_name" },
    { "member", "Given Name", "member.given_name" },
    { "member", "PRÉNOM", "member.given_name" },
    { "member", "Nom *", "member.family_name" },
    { "member", "ID", "member.id" },
    { "member", "N°", "member.ref" },
    { "member", "N° d’adhérent", "member.ref" },
    { "member", "Code postal", "member.commune before" },
    { "member", "Ville", "member.commune" },
    { "member", "Métier / activité", "member.occupation" },
    { "member", "Téléphone", "contact_point.value type=phone" },
    { "member", "Tél. portable", "contact_point.value type=mobile" },
    { "member", "Téléphone 2", "contact_point.value type=phone" },
    { "member", "Adresse e-mail", "contact_point.value type=email" },
    { "member", "Compétences", "member_skill.skill" },
    { "member", "Compétence 3", "member_skill.skill" },
    { "member", "Nom 2", "" },
    { "member", "Fax", "" },
    { "member", "", "" },
    { "member", "|", "" },
    { "member", "Date de naissance", "" },
    { "village", "Nom", "village.commune" },
    { "village_contact", "Nom", "village_contact.name" },
    { "village_contact", "Téléphone", "village_contact.phone" },
    { "telecentre", "Nom", "telecentre.name" },
    { "telecentre", "Téléphone", "telecentre.phone" },
    { "telecentre", "Horaires d’ouverture", "telecentre.opening_hours" },
    { "skill", "Nom", "skill.label" },
    { "member_skill", "Nom", "member_skill.member" },
    { "member_skill", "Compétence", "member_skill.skill" },
    { "contact_point", "Libellé", "contact_point.label" },
    { "event", "Date", "event.start" },
    { "event", "Heure", "event.start after" },
    { "episode", "Date", "episode.published_on" },
    { "village_offer", "Commune", "village_offer.village" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *column = dup_column (cases[i].kind, cases[i].header);

      g_test_message ("%s: %s", cases[i].kind, cases[i].header);
      g_assert_cmpstr (column, ==, cases[i].column);
    }
}

/* What the declarations say goes before what French says. */
static void
test_declared_names_mean_themselves (void)
{
  const SohoModel *model = soho_model_get ();

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    for (int i = 0; (*kind)->fields[i].name != NULL; i++)
      {
        SohoColumn column;

        g_test_message ("%s.%s", (*kind)->name, (*kind)->fields[i].name);
        g_assert_true (
            soho_vocabulary_find_column (model, *kind, (*kind)->fields[i].name, &column));
        g_assert_true (column.kind == *kind && column.field == i);
        g_assert_cmpint (column.role, ==, SOHO_COLUMN_WHOLE);
      }
}

static void
test_values (void)
{
  static const struct
  {
    const char *kind, *field, *text, *value; /* NULL: refused */
  } cases[] = {
    { "member", "visibility", "Publique", "public" },
    { "member", "visibility", "PUBLIC", "public" },
    { "member", "visibility", "nobody", "nobody" }, /* for validation to refuse */
    { "member", "languages", "Français, occitan; anglais", "Français, occitan|en" },
    { "member", "languages", "Français, OCCITAN", "fr|oc" },
    { "member", "languages", "pt-BR", "pt-BR" },
    { "member", "open_to", "missions|Mentorat", "mentoring|work" },
    { "resource", "type", "bureau", "office" },
    { "resource", "type", "Poste de travail", "desk" },
    { "village_offer", "type", "Maison", "home" },
    { "contact_point", "type", "Courriel", "email" },
    { "contact_point", "type", "bureau", "bureau" },
    { "event", "state", "Annulée", "cancelled" },
    { "village", "line_speed", "100 Mbit/s", "100" },
    { "village", "line_speed", "1 Gbit/s", "1000" },
    { "village", "line_speed", "1\u202f000 Mb/s", "1000" },
    { "village", "line_speed", "100", "100" },
    { "village", "line_speed", "100 km/h", NULL },
    { "village", "line_speed", "Mbit/s", NULL },
    { "village", "line_speed", "9223372036854775807 Gbit/s", NULL },
    { "village", "line_speed", "\xff", NULL },
    { "member_skill", "years", "12 ans", "12" },
    { "episode", "duration", "45 min", "2700" },
    { "village", "housing", "publique", "publique" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SohoKind *kind = soho_model_find_kind (soho_model_get (), cases[i].kind);
      const SohoField *field = &kind->fields[soho_kind_find_field (kind, cases[i].field)];
      SohoValue value = SOHO_VALUE_INIT;
      g_autofree char *read = NULL;

      g_test_message ("case %u: %s.%s", i, cases[i].kind, cases[i].field);
      if (soho_vocabulary_read (field, cases[i].text, &value, NULL))
        read = soho_field_format (field, &value);
      g_assert_cmpstr (read, ==, cases[i].value);
      soho_value_clear (&value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vocabulary/kinds", test_kinds);
  g_test_add_func ("/vocabulary/columns", test_columns);
  g_test_add_func ("/vocabulary/declared-names", test_declared_names_mean_themselves);
  g_test_add_func ("/vocabulary/values", test_values);
  return g_test_run ();
}
