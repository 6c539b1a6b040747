#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes appellations.tsv from the ROME 4.0 tables of France Travail and our own categories.csv.

    make-skills.py SOURCE_DIR

SOURCE_DIR holds unix_referentiel_appellation.csv and unix_referentiel_code_rome.csv. The same input
gives the same bytes. Prints how the codes fall into the categories and how the labels were split;
fails if a ROME code has no category or if a correction names a label that is not there.
"""

import collections
import csv
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
VERSION = "ROME 4.0, version 460"
CREDIT = "France Travail, Licence Ouverte"

# Endings of a masculine word and of the feminine that the labels make of it. Accents do not count.
ENDINGS = (
    ("", "e"), ("eur", "euse"), ("teur", "trice"), ("er", "euse"), ("f", "ve"), ("f", "ffe"),
    ("en", "enne"), ("on", "onne"), ("an", "anne"), ("el", "elle"), ("c", "que"), ("e", "esse"),
    ("ter", "trice"), ("o", "a"), ("man", "woman"),
)

# Couples of which no ending tells.
COUPLES = {
    ("barman", "barmaid"), ("garçon", "fille"), ("homme", "femme"), ("monsieur", "dame"),
    ("steward", "hôtesse"),
}

# Words that are the same in both genders, with which a shared beginning may start:
# "Responsable Commercial / Commerciale".
SHARED_BEGINNINGS = {
    "analyste", "arbitre", "artiste", "auxiliaire", "bim", "cadre", "caviste", "commissaire",
    "dentiste", "garde", "instrumentiste", "médecin", "militaire", "responsable", "secrétaire",
}

# OGR code: the two forms, where the label has a slip of its own or follows no rule.
BY_HAND = {
    "10258": ("Acheteur public", "Acheteuse publique"),
    "10480": ("Agent de maintenance automaticien", "Agente de maintenance automaticienne"),
    "10925": ("Ambassadeur", "Ambassadrice"),
    "10926": ("Ambassadeur du tri", "Ambassadrice du tri"),
    "12390": ("Chef d'équipe assistant avion", "Cheffe d'équipe assistante avion"),
    "13270": ("Conducteur dérouleur sur bois", "Conductrice dérouleuse sur bois"),
    "14187": (
        "Directeur administratif, financier et du contrôle de gestion",
        "Directrice administrative, financière et du contrôle de gestion",
    ),
    "14440": ("Directeur éditorial", "Directrice éditoriale"),
    "15394": ("Grand reporter", "Grande reportrice"),
    "15846": (
        "Ingénieur navigant, navigateur de l'armée",
        "Ingénieure navigante, navigatrice de l'armée",
    ),
    "15984": (
        "Inspecteur pédagogique régional, inspecteur d'académie -IPR-IA-",
        "Inspectrice pédagogique régionale, inspectrice d'académie -IPR-IA-",
    ),
    "17979": ("Premier valet de chambre", "Première femme de chambre"),
    "18577": (
        "Responsable administratif, comptable et financier",
        "Responsable administrative, comptable et financière",
    ),
    "19299": ("Homme sage-femme", "Sage-femme"),
    "20421": ("Traminot", "Employée de tramway"),
    "20500": ("Valet de chambre", "Femme de chambre"),
    "38400": ("Fundraiser - Collecteur de fonds", "Fundraiser - Collectrice de fonds"),
    "38412": (
        "Chef d'équipe dépanneur de chaudières domestiques",
        "Cheffe d'équipe dépanneuse de chaudières domestiques",
    ),
    "38413": (
        "Chef d'équipe dépanneur d'installations sanitaires",
        "Cheffe d'équipe dépanneuse d'installations sanitaires",
    ),
    "404263": ("Agent de bio-nettoyage", "Agente de bio-nettoyage"),
    "404914": ("Opérateur de saisie éditique", "Opératrice de saisie éditique"),
    "488362": ("Bio-informaticien", "Bio-informaticienne"),
    "488372": (
        "Décontamineur nucléaire et radiologique",
        "Décontamineuse nucléaire et radiologique",
    ),
    "488648": ("Barman expert en cocktails", "Barmaid experte en cocktails"),
    "488659": (
        "Directeur (chercheur) de recherche publique",
        "Directrice (chercheuse) de recherche publique",
    ),
    "489132": ("Huissier (menuisier)", "Huissière (menuisière)"),
    "488813": ("Ingénieur technico-commercial IT", "Ingénieure technico-commerciale IT"),
    "488960": ("Homologateur fonctionnel de logiciel", "Homologatrice fonctionnelle de logiciel"),
    "509420": ("Dentiste animalier (vétérinaire)", "Dentiste animalière (vétérinaire)"),
    "510562": ("Administrateur général des données", "Administratrice générale des données"),
}

# The tables write capitals without accents. At the beginning of a French word, e before one sounded
# consonant (or two of which the second is r or l) and a vowel is é: "Eleveur", "Eplucheur", but not
# "Employé", "Essayiste", "Expert".
BARE_CAPITAL = re.compile(
    r"\bE(?=(?:ch|ph|th|qu|[bcdfgptv][rl]|[bcdfghjklmnprstvz])[aeiouyàâéèêëîïôœùû])(\w*)"
)
ENGLISH = {"Energy", "Event"}


def plain(text):
    """Lower case without accents, for comparing."""
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))


def makes_pair(masculine, feminine):
    """Whether feminine is the feminine of masculine, or the same word."""
    halves = masculine.split("-"), feminine.split("-")
    if len(halves[0]) != len(halves[1]):
        return False
    if len(halves[0]) > 1:
        return all(makes_pair(a, b) for a, b in zip(*halves))
    if (masculine.lower(), feminine.lower()) in COUPLES:
        return True
    a, b = plain(masculine), plain(feminine)
    return a == b or any(
        a.endswith(m) and a[: len(a) - len(m)] + f == b for m, f in ENDINGS
    )


def pairs_up(masculine, feminine):
    return all(makes_pair(m, f) for m, f in zip(masculine, feminine))


def split_label(label):
    """Returns the masculine form, the feminine form and the rule that told them apart.

    "Conducteur / Conductrice de travaux": each word before the bar must pair with a word after it;
    what then follows belongs to both. A label that does not fit stays whole in both genders.
    """
    if label.count(" / ") != 1:
        return label, label, "one form"
    left, right = (side.split() for side in label.split(" / "))

    if len(left) <= len(right) and pairs_up(left, right):
        tail = right[len(left) :]
        rule = "shared ending" if tail else "two whole forms"
        return " ".join(left + tail), " ".join(right), rule

    if left[0].lower() in SHARED_BEGINNINGS:
        for start in range(1, len(left)):
            last = left[start:]
            if len(last) <= len(right) and last[0] != right[0] and pairs_up(last, right):
                tail = right[len(last) :]
                if last[0][0].islower():
                    right = [right[0].lower()] + right[1:]
                return " ".join(left + tail), " ".join(left[:start] + right), "shared beginning"
    return label, label, "kept whole"


def expand_brackets(masculine, feminine):
    """ "polyvalent(e)" in both forms becomes "polyvalent" and "polyvalente"."""
    if masculine == feminine:
        return masculine, feminine
    return re.sub(r"(\w)\(e\)", r"\1", masculine), re.sub(r"(\w)\(e\)", r"\1e", feminine)


def polish(label):
    """Accents on capitals, and the apostrophe of print."""

    def restore(match):
        return match.group() if match.group() in ENGLISH else "É" + match.group(1)

    return BARE_CAPITAL.sub(restore, label).replace("'", "’")


def read_table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_categories():
    """The program reads categories.csv by cutting lines at commas, so nothing may be quoted."""
    if '"' in (HERE / "categories.csv").read_text(encoding="utf-8"):
        sys.exit("categories.csv: write no quotation marks, and no comma within a field")
    categories = read_table(HERE / "categories.csv")
    for row in categories:
        if None in row or None in row.values() or not re.fullmatch(r"[a-z]+", row["key"]):
            sys.exit(f"categories.csv: the row {row['key']!r} needs a key in a-z and five fields")
    return categories


def find_categories(codes, categories):
    """Maps each ROME code to the key of the category with the longest prefix of it."""
    prefixes = {}
    for row in categories:
        for prefix in row["rome"].split():
            if prefix in prefixes:
                sys.exit(f"categories.csv: {prefix} is in {prefixes[prefix]} and in {row['key']}")
            if not any(code.startswith(prefix) for code in codes):
                sys.exit(f"categories.csv: no ROME code begins with {prefix} ({row['key']})")
            prefixes[prefix] = row["key"]

    found = {}
    for code in codes:
        fitting = [prefix for prefix in prefixes if code.startswith(prefix)]
        found[code] = prefixes[max(fitting, key=len)] if fitting else None
    orphans = sorted(code for code, key in found.items() if key is None)
    if orphans:
        sys.exit("categories.csv: no category for " + " ".join(orphans))
    return found


def rank(row):
    """The name of a whole code first, then its synonyms, then the names hardly in use."""
    return row["peu_usite"] == "O", row["classification"] != "PRINCIPALE", int(row["code_ogr"])


def make_rows(appellations, categories, rules):
    missing = set(BY_HAND) - {row["code_ogr"] for row in appellations}
    if missing:
        sys.exit("BY_HAND names labels that are not there: " + " ".join(sorted(missing)))

    seen = set()
    for row in sorted(appellations, key=rank):
        label, ogr = row["libelle_appellation_long"], row["code_ogr"]
        if label in seen:
            rules["dropped, the same label again"].append(label)
            continue
        seen.add(label)
        if ogr in BY_HAND:
            masculine, feminine, rule = *BY_HAND[ogr], "by hand"
        else:
            masculine, feminine, rule = split_label(label)
        masculine, feminine = expand_brackets(masculine, feminine)
        masculine, feminine = polish(masculine), polish(feminine)
        rules[rule].append(f"{label}  ->  {masculine} | {feminine}")
        yield ogr, row["code_rome"], categories[row["code_rome"]], masculine, feminine


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make-skills.py SOURCE_DIR")
    source = pathlib.Path(sys.argv[1])
    appellations = read_table(source / "unix_referentiel_appellation.csv")
    codes = [row["code_rome"] for row in read_table(source / "unix_referentiel_code_rome.csv")]
    plain_categories = read_categories()
    categories = find_categories(codes, plain_categories)

    rules = collections.defaultdict(list)
    rows = list(make_rows(appellations, categories, rules))
    with open(HERE / "appellations.tsv", "w", encoding="utf-8", newline="\n") as file:
        file.write(f"# {VERSION}\n# {CREDIT}\n")
        for ogr, rome, key, masculine, feminine in rows:
            feminine = "" if feminine == masculine else feminine
            file.write("\t".join((ogr, rome, key, masculine, feminine)) + "\n")

    per_code = collections.Counter(categories.values())
    per_row = collections.Counter(row[2] for row in rows)
    for row in plain_categories:
        key = row["key"]
        print(f"{key:14}{per_code[key]:5} codes{per_row[key]:6} appellations  {row['label']}")
    print(f"{'all':14}{len(codes):5} codes{len(rows):6} appellations")
    for rule, examples in sorted(rules.items()):
        print(f"{len(examples):6} {rule}")


if __name__ == "__main__":
    main()
