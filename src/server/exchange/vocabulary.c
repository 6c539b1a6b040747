/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/vocabulary.h"

#include <string.h>

#include "model/fold.h"
#include "model/validate.h"

/* All names are folded: lower case, no accents, one space for whatever stands between words. '|'
 * separates them. */

static const struct
{
  const char *kind;
  const char *names;
} kinds[] = {
  { "network", "reseau|association" },
  { "skill", "competence|competences" },
  { "village", "villages|villages partenaires|villages d accueil" },
  { "village_contact", "contacts des villages|referents|referents des villages" },
  { "village_offer", "offres|annonces|offres des villages" },
  { "telecentre", "telecentres|tiers lieux" },
  { "resource", "ressources|equipements|postes" },
  { "member", "membre|membres|adherents|adherentes|annuaire|solos|liste des membres"
              "|liste des adherents" },
  { "member_skill", "competences des membres|competences des adherents|savoir faire" },
  { "contact_point", "coordonnees|coordonnees des membres" },
  { "favourite", "favoris|favori" },
  { "private_note", "notes privees|notes personnelles" },
  { "saved_search", "recherches enregistrees|recherches" },
  { "event", "reunions|rencontres|evenements|agenda|ateliers" },
  { "guide", "guides" },
  { "episode", "episodes|podcast" },
};

/* The first that fits is meant, so that what is said of one kind stands before what is said of all.
 */
static const struct
{
  const char *kind; /* NULL: any that has the field */
  const char *field;
  const char *names;
  SohoColumnRole role;
} fields[] = {
  { "village_contact", "name", "nom|contact|referent|referente|nom du contact", 0 },
  { "village", "commune", "nom|nom de la commune|nom du village", 0 },
  { "skill", "label", "nom|libelle|intitule|competence|metier", 0 },
  { "skill", "parent", "parent|categorie|domaine|famille", 0 },
  { NULL, "aliases", "synonymes|synonyme|alias|autres noms|mots cles", 0 },
  { NULL, "rome", "code rome", 0 },
  { NULL, "given_name", "prenom|prenoms|prenom usuel", 0 },
  { NULL, "family_name", "nom|nom de famille|nom usuel|patronyme", 0 },
  { NULL, "organization",
    "entreprise|societe|structure|organisation|organisme|raison sociale|enseigne|nom commercial",
    0 },
  { NULL, "occupation", "metier|profession|activite|fonction|metier activite|activite principale",
    0 },
  { NULL, "about", "presentation|a propos|description|bio|biographie", 0 },
  { NULL, "commune",
    "ville|village|localite|insee|code insee|code commune|code insee commune|commune de residence",
    0 },
  { NULL, "commune", "code postal|cp|c p", SOHO_COLUMN_BEFORE },
  { NULL, "lat", "latitude", 0 },
  { NULL, "lon", "longitude|lng|long", 0 },
  { NULL, "languages", "langues|langue|langues parlees|langue s", 0 },
  { NULL, "language", "langue", 0 },
  { NULL, "website", "site|site web|site internet|page web|url|web", 0 },
  { NULL, "open_to", "ouvert a|ouverte a|disponible pour|interesse par|interessee par", 0 },
  { NULL, "visibility", "visibilite|visible par|diffusion", 0 },
  { NULL, "member",
    "membre|adherent|adherente|personne|solo|nom|nom complet|nom et prenom|prenom et nom"
    "|nom prenom|prenom nom",
    0 },
  { NULL, "type", "nature|sorte|categorie", 0 },
  { NULL, "value", "valeur|coordonnee|coordonnees|contact|numero", 0 },
  { "contact_point", "label", "libelle|precision|intitule|remarque", 0 },
  { NULL, "agreed_on",
    "accord|accord le|date d accord|date de l accord|accord donne le|consentement", 0 },
  { NULL, "skill", "competence|competences|metier|savoir faire|specialite", 0 },
  { NULL, "detail", "details|precision|precisions|description", 0 },
  { NULL, "years", "annees|annees d experience|experience|nombre d annees", 0 },
  { NULL, "presentation", "description|texte", 0 },
  { NULL, "housing", "logement|logements|habitat", 0 },
  { NULL, "schools", "ecoles|ecole|scolarite", 0 },
  { NULL, "health", "sante", 0 },
  { NULL, "shops", "commerces|commerce", 0 },
  { NULL, "line_speed", "debit|debit internet|debit descendant|debit mbit s|debit en mbit s", 0 },
  { NULL, "line_technology", "technologie|type de connexion|connexion|acces internet|internet", 0 },
  { NULL, "partner_since", "partenaire depuis|date de partenariat|depuis", 0 },
  { NULL, "reviewed_on", "verifie le|revu le|mis a jour le|mise a jour", 0 },
  { NULL, "village", "commune|nom du village", 0 },
  { NULL, "price", "prix|loyer|prix ou loyer", 0 },
  { NULL, "state", "etat|statut", 0 },
  { NULL, "name", "nom|intitule|designation|nom du telecentre|nom du contact|telecentre", 0 },
  { NULL, "title", "titre|intitule|nom|sujet|objet", 0 },
  { NULL, "role", "fonction|qualite", 0 },
  { NULL, "phone",
    "telephone|tel|numero de telephone|n de telephone|telephone fixe|tel fixe|portable|mobile"
    "|telephone portable|tel portable",
    0 },
  { NULL, "email",
    "e mail|mail|courriel|mel|adresse mail|adresse e mail|adresse email|adresse electronique", 0 },
  { NULL, "address", "adresse|adresse postale|rue", 0 },
  { NULL, "opening_hours", "horaires|horaires d ouverture|ouverture", 0 },
  { NULL, "network_speed", "debit|debit internet|debit mbit s|debit en mbit s", 0 },
  { NULL, "rates", "tarifs|tarif|prix", 0 },
  { NULL, "rate", "tarif|prix", 0 },
  { NULL, "telecentre", "tiers lieu|lieu", 0 },
  { NULL, "capacity", "capacite|places|nombre de places|jauge", 0 },
  { NULL, "equipment", "equipement|equipements|materiel", 0 },
  { NULL, "walk_in", "sans reservation|acces libre|libre acces", 0 },
  { NULL, "theme", "thematique", 0 },
  { NULL, "summary", "resume|description|presentation", 0 },
  { NULL, "start", "debut|date|date et heure|date de debut|date et heure de debut", 0 },
  { NULL, "start", "heure|heure de debut|horaire", SOHO_COLUMN_AFTER },
  { NULL, "end", "fin|date de fin|date et heure de fin", 0 },
  { NULL, "place", "lieu|salle|endroit|adresse", 0 },
  { NULL, "online", "en ligne|lien|lien visio|visio|visioconference", 0 },
  { NULL, "register_until", "inscription jusqu au|inscriptions jusqu au|date limite d inscription",
    0 },
  { NULL, "minutes", "compte rendu", 0 },
  { NULL, "section", "rubrique|chapitre", 0 },
  { NULL, "body", "texte|contenu|corps", 0 },
  { NULL, "revised_on", "revu le|mis a jour le|date de revision", 0 },
  { NULL, "position", "ordre|rang", 0 },
  { NULL, "checklist", "liste a cocher|a cocher", 0 },
  { NULL, "duration", "duree", 0 },
  { NULL, "published_on", "publie le|date|date de publication", 0 },
  { NULL, "chapters", "chapitres", 0 },
  { NULL, "transcript", "transcription", 0 },
  { NULL, "legal_notice", "mentions legales", 0 },
  { NULL, "privacy_notice", "confidentialite|politique de confidentialite", 0 },
  { NULL, "figures", "chiffres|chiffres cles", 0 },
};

/* Of all kinds: how a file itself names its records. */
static const char refs[]
    = "reference|n|no|numero d adherent|n adherent|n d adherent|matricule|identifiant";

/* Columns of a person's line that say what is a record of its own. */
static const struct
{
  const char *kind;
  const char *part;
  const char *field;
  const char *preset;
  gboolean several;
  const char *names;
} parts[] = {
  { "member", "contact_point", "value", "type=phone", FALSE,
    "telephone|tel|fixe|telephone fixe|tel fixe|numero de telephone|n de telephone" },
  { "member", "contact_point", "value", "type=mobile", FALSE,
    "portable|mobile|gsm|port|telephone portable|tel portable|telephone mobile|tel mobile" },
  { "member", "contact_point", "value", "type=email", FALSE,
    "email|e mail|mail|courriel|mel|adresse mail|adresse e mail|adresse email"
    "|adresse electronique" },
  { "member", "contact_point", "value", "type=address", FALSE, "adresse|adresse postale|rue" },
  { "member", "member_skill", "skill", NULL, TRUE,
    "competence|competences|savoir faire|specialite|specialites|domaines de competence" },
};

static const struct
{
  const char *field;
  const char *value;
  const char *names;
} values[] = {
  { "visibility", "public", "publique|publics|tout le monde|tous|toutes et tous" },
  { "visibility", "members", "membre|membres|adherents|reseau|les membres" },
  { "visibility", "self",
    "moi|moi seul|moi seule|prive|privee|cache|cachee|personne|confidentiel" },
  { "open_to", "work", "travail|missions|mission|contrats" },
  { "open_to", "collaboration", "collaborations|cooperation" },
  { "open_to", "mentoring", "mentorat|parrainage|accompagnement|conseil" },
  { "open_to", "leading", "pilotage|conduite de projet|conduite de projets|mener des projets" },
  { "type", "phone", "telephone|tel|fixe|telephone fixe" },
  { "type", "mobile", "portable|telephone portable|tel portable" },
  { "type", "email", "e mail|mail|courriel|mel" },
  { "type", "address", "adresse|adresse postale" },
  { "type", "web", "site|site web|site internet" },
  { "type", "home", "logement|maison|appartement|habitation" },
  { "type", "premises", "local|locaux|local professionnel|bureaux" },
  { "type", "business", "entreprise|commerce|entreprise a reprendre|commerce a reprendre|reprise" },
  { "type", "desk", "poste|poste de travail|place|table" },
  { "type", "office", "bureau|bureau ferme|bureau individuel" },
  { "type", "meeting_room", "salle de reunion|salle" },
  { "type", "computer", "ordinateur|pc" },
  { "type", "printer", "imprimante" },
  { "state", "open", "ouvert|ouverte|disponible|libre" },
  { "state", "reserved", "reserve|reservee|sous compromis" },
  { "state", "closed", "ferme|fermee|close|clos|vendu|vendue|loue|louee" },
  { "state", "proposed", "propose|proposee" },
  { "state", "planned", "prevu|prevue|planifie|planifiee|programme|programmee" },
  { "state", "held", "tenu|tenue|passe|passee|termine|terminee|realise|realisee" },
  { "state", "cancelled", "annule|annulee" },
  { "line_technology", "fibre", "fibre optique|ftth" },
  { "line_technology", "dsl", "adsl|vdsl|vdsl2|cuivre" },
  { "line_technology", "satellite", "sat" },
  { "line_technology", "4g", "4g fixe|box 4g" },
  { "line_technology", "5g", "5g fixe|box 5g" },
};

static const struct
{
  const char *code;
  const char *names;
} languages[] = {
  { "fr", "francais" },
  { "en", "anglais" },
  { "es", "espagnol|castillan" },
  { "oc", "occitan|gascon" },
  { "ca", "catalan" },
  { "eu", "basque" },
  { "de", "allemand" },
  { "it", "italien" },
  { "pt", "portugais" },
  { "nl", "neerlandais|hollandais" },
  { "ar", "arabe" },
  { "ru", "russe" },
  { "pl", "polonais" },
  { "uk", "ukrainien" },
  { "zh", "chinois|mandarin" },
};

/* What may stand after a number, and how many of the field's own unit it is. */
static const struct
{
  const char *field;
  const char *units;
  guint factor;
} measures[] = {
  { "line_speed", "mbit s|mbits s|mb s|mbps|mbits|mbit|mega|megas", 1 },
  { "line_speed", "gbit s|gbits s|gb s|gbps|gbits|gbit|giga", 1000 },
  { "network_speed", "mbit s|mbits s|mb s|mbps|mbits|mbit|mega|megas", 1 },
  { "network_speed", "gbit s|gbits s|gb s|gbps|gbits|gbit|giga", 1000 },
  { "years", "ans|an|annees|annee", 1 },
  { "capacity", "personnes|personne|places|place|postes|poste", 1 },
  { "duration", "s|secondes", 1 },
  { "duration", "min|mn|minutes", 60 },
};

static gboolean
is_among (const char *folded, const char *names)
{
  gsize length = strlen (folded);

  for (const char *at = names; length > 0 && (at = strstr (at, folded)) != NULL; at += length)
    if ((at == names || at[-1] == '|') && (at[length] == '\0' || at[length] == '|'))
      return TRUE;
  return FALSE;
}

/* Cuts off the number at the end of "téléphone 2" or "adhérents 2026". FALSE if there is none. */
static gboolean
cut_number (char *folded)
{
  char *last = strrchr (folded, ' ');

  if (last == NULL || last[1 + strspn (last + 1, "0123456789")] != '\0')
    return FALSE;
  *last = '\0';
  return TRUE;
}

const SohoKind *
soho_vocabulary_find_kind (const SohoModel *model, const char *name)
{
  const SohoKind *kind = soho_model_find_kind (model, name);
  g_autofree char *folded = soho_fold (name);

  if (kind != NULL)
    return kind;
  do
    for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
      if (is_among (folded, kinds[i].names))
        return soho_model_find_kind (model, kinds[i].kind);
  while (cut_number (folded));
  return NULL;
}

static gboolean
set_column (SohoColumn *column, const SohoKind *kind, int field, SohoColumnRole role)
{
  *column = (SohoColumn){ .kind = kind, .field = field, .role = role };
  return TRUE;
}

static gboolean
find_declared (const SohoKind *kind, const char *folded, SohoColumn *column)
{
  for (int i = 0; kind->fields[i].name != NULL; i++)
    if (soho_fold_equal (kind->fields[i].name, folded))
      return set_column (column, kind, i, SOHO_COLUMN_WHOLE);
  if (strcmp (folded, "id") == 0)
    return set_column (column, kind, SOHO_COLUMN_ID, SOHO_COLUMN_WHOLE);
  return strcmp (folded, "ref") == 0
         && set_column (column, kind, SOHO_COLUMN_REF, SOHO_COLUMN_WHOLE);
}

static gboolean
find_named (const SohoKind *kind, const char *folded, SohoColumn *column)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      int field = soho_kind_find_field (kind, fields[i].field);

      if (field >= 0 && (fields[i].kind == NULL || g_str_equal (fields[i].kind, kind->name))
          && is_among (folded, fields[i].names))
        return set_column (column, kind, field, fields[i].role);
    }
  return is_among (folded, refs) && set_column (column, kind, SOHO_COLUMN_REF, SOHO_COLUMN_WHOLE);
}

static gboolean
find_part (const SohoModel *model, const SohoKind *kind, const char *folded, SohoColumn *column)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const SohoKind *part = soho_model_find_kind (model, parts[i].part);

      if (part == NULL || !g_str_equal (parts[i].kind, kind->name)
          || !is_among (folded, parts[i].names))
        continue;
      set_column (column, part, soho_kind_find_field (part, parts[i].field), SOHO_COLUMN_WHOLE);
      column->preset = parts[i].preset;
      column->several = parts[i].several;
      return TRUE;
    }
  return FALSE;
}

gboolean
soho_vocabulary_find_column (const SohoModel *model,
                             const SohoKind *kind,
                             const char *name,
                             SohoColumn *column)
{
  g_autofree char *folded = soho_fold (name);

  if (find_declared (kind, folded, column) || find_named (kind, folded, column)
      || find_part (model, kind, folded, column))
    return TRUE;
  return cut_number (folded) && find_part (model, kind, folded, column);
}

static const char *
find_value (const SohoField *field, const char *text)
{
  g_autofree char *folded = soho_fold (text);

  if (field->format == SOHO_FORMAT_LANGUAGE)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
        if (is_among (folded, languages[i].names))
          return languages[i].code;
      return NULL;
    }
  for (gsize i = 0; field->values != NULL && field->values[i] != NULL; i++)
    if (soho_fold_equal (field->values[i], text))
      return field->values[i];
  for (gsize i = 0; field->values != NULL && i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i].field, field->name)
        && g_strv_contains (field->values, values[i].value) && is_among (folded, values[i].names))
      return values[i].value;
  return NULL;
}

static void
translate (const SohoField *field, SohoValue *value)
{
  char **elements;
  const char *found;

  if (value->type == SOHO_VALUE_TEXT)
    {
      found = find_value (field, value->text);
      if (found != NULL)
        soho_value_take_text (value, g_strdup (found));
    }
  if (value->type != SOHO_VALUE_SET)
    return;
  elements = g_strdupv (value->set);
  for (char **element = elements; *element != NULL; element++)
    {
      found = find_value (field, *element);
      if (found != NULL)
        {
          g_free (*element);
          *element = g_strdup (found);
        }
    }
  soho_value_take_set (value, elements);
}

/* The text of a number without its unit, in the unit of the field; NULL if it has none. */
static char *
dup_measured (const SohoField *field, const char *text)
{
  const char *unit = text + strlen (text);
  g_autofree char *folded = NULL;
  g_autofree char *number = NULL;
  SohoValue value = SOHO_VALUE_INIT;

  for (const char *p = text; *p != '\0' && *unit == '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      unit = p;
  folded = soho_fold (unit);
  number = g_strndup (text, (gsize) (unit - text));
  for (gsize i = 0; *folded != '\0' && i < G_N_ELEMENTS (measures); i++)
    if (g_str_equal (measures[i].field, field->name) && is_among (folded, measures[i].units)
        && soho_field_parse (field, number, &value, NULL) && value.type == SOHO_VALUE_INTEGER
        && ABS (value.integer) < G_MAXINT32)
      return g_strdup_printf ("%" G_GINT64_FORMAT, value.integer * measures[i].factor);
  return NULL;
}

gboolean
soho_vocabulary_read (const SohoField *field, const char *text, SohoValue *value, GError **error)
{
  g_autofree char *measured = NULL;

  if (field->type == SOHO_FIELD_INTEGER && g_utf8_validate (text, -1, NULL))
    measured = dup_measured (field, text);
  if (!soho_field_parse (field, measured != NULL ? measured : text, value, error))
    return FALSE;
  if (field->values != NULL || field->format == SOHO_FORMAT_LANGUAGE)
    translate (field, value);
  return TRUE;
}
