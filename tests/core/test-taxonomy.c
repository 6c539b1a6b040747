/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/taxonomy.h"

#include <string.h>

#include "model/fold.h"

#define N_THREADS 8

static void
assert_found (const char *text, const char *masculine, const char *feminine)
{
  const SohoAppellation *found = soho_taxonomy_find (text);

  g_assert_nonnull (found);
  g_assert_cmpstr (found->masculine, ==, masculine);
  g_assert_cmpstr (found->feminine, ==, feminine);
}

static void
assert_completes (const char *typed, guint position, const char *label)
{
  g_autoptr (GPtrArray) found = soho_taxonomy_complete (typed, 10);
  g_autofree char *first = NULL;

  g_assert_cmpuint (found->len, >, position);
  first = soho_appellation_dup_label (g_ptr_array_index (found, position));
  g_assert_cmpstr (first, ==, label);
}

static gpointer
find_translator (gpointer user_data)
{
  return (gpointer) soho_taxonomy_find ("traductrice");
}

/* Must run first: the taxonomy is read once, whichever thread asks first. */
static void
test_threads (void)
{
  GThread *threads[N_THREADS];
  gpointer first;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("reader", find_translator, NULL);
  first = g_thread_join (threads[0]);
  g_assert_nonnull (first);
  for (guint i = 1; i < N_THREADS; i++)
    g_assert_true (g_thread_join (threads[i]) == first);
}

static void
test_categories (void)
{
  guint n = soho_taxonomy_get_n_categories ();

  g_assert_cmpuint (n, >=, 12);
  g_assert_cmpuint (n, <=, 20);
  g_assert_null (soho_taxonomy_get_nth_category (n));
  for (guint i = 0; i < n; i++)
    {
      const SohoCategory *category = soho_taxonomy_get_nth_category (i);
      g_autofree char *label = soho_fold (category->label);

      g_assert_cmpuint (strspn (category->key, "abcdefghijklmnopqrstuvwxyz"), ==,
                        strlen (category->key));
      g_assert_true (g_str_has_suffix (category->icon, "-symbolic"));
      g_assert_nonnull (strchr (category->aliases, '|'));
      g_assert_true (soho_taxonomy_find_category (category->key) == category);
      g_assert_true (soho_taxonomy_find_category (category->label) == category);
      g_assert_true (soho_taxonomy_find_category (label) == category);
    }
  g_assert_null (soho_taxonomy_find_category (NULL));
  g_assert_null (soho_taxonomy_find_category (""));
  g_assert_null (soho_taxonomy_find_category ("astronautics"));
  g_assert_null (soho_taxonomy_find_category ("writing\xff"));
}

static void
test_one_category_per_code (void)
{
  g_autoptr (GHashTable) by_code = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) by_ogr = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) in_use = g_hash_table_new (NULL, NULL);
  guint n = soho_taxonomy_get_n_appellations ();

  g_assert_cmpuint (n, >=, 13000);
  g_assert_null (soho_taxonomy_get_nth_appellation (n));
  for (guint i = 0; i < n; i++)
    {
      const SohoAppellation *each = soho_taxonomy_get_nth_appellation (i);
      const SohoCategory *known = g_hash_table_lookup (by_code, each->rome);

      g_assert_true (strlen (each->rome) == 5 && g_ascii_isupper (each->rome[0]));
      g_assert_nonnull (each->category);
      g_assert_true (known == NULL || known == each->category);
      g_hash_table_insert (by_code, (char *) each->rome, (gpointer) each->category);
      g_hash_table_add (in_use, (gpointer) each->category);
      g_assert_true (g_hash_table_add (by_ogr, GUINT_TO_POINTER (each->ogr)));
    }
  g_assert_cmpuint (g_hash_table_size (by_code), ==, 1584);
  g_assert_cmpuint (g_hash_table_size (in_use), ==, soho_taxonomy_get_n_categories ());
}

/* Some forms are shared, so the name found again may belong to another number. */
static void
test_every_form_is_found (void)
{
  for (guint i = 0; i < soho_taxonomy_get_n_appellations (); i++)
    {
      const SohoAppellation *each = soho_taxonomy_get_nth_appellation (i);
      g_autofree char *label = soho_appellation_dup_label (each);

      g_assert_true (g_utf8_validate (label, -1, NULL));
      g_assert_true (*each->masculine != '\0' && *each->feminine != '\0');
      g_assert_true (each->masculine == each->feminine
                     || !soho_fold_equal (each->masculine, each->feminine));
      g_assert_nonnull (soho_taxonomy_find (each->masculine));
      g_assert_nonnull (soho_taxonomy_find (each->feminine));
      assert_found (label, soho_taxonomy_find (each->feminine)->masculine,
                    soho_taxonomy_find (each->feminine)->feminine);
    }
}

static void
test_genders (void)
{
  assert_found ("Traducteur", "Traducteur", "Traductrice");
  assert_found ("Traductrice", "Traducteur", "Traductrice");
  assert_found ("Traducteur / Traductrice", "Traducteur", "Traductrice");
  assert_found ("Traductrice/Traducteur", "Traducteur", "Traductrice");
  assert_found ("Bûcheronne", "Bûcheron", "Bûcheronne");
  assert_found ("Photographe", "Photographe", "Photographe");
  assert_found ("Accastilleur-monteur / Accastilleuse-monteuse électronique de marine",
                "Accastilleur-monteur électronique de marine",
                "Accastilleuse-monteuse électronique de marine");
  assert_found ("agente d'administration principale des impôts",
                "Agent d’administration principal des impôts",
                "Agente d’administration principale des impôts");
  assert_found ("Responsable commerciale", "Responsable Commercial", "Responsable Commerciale");
  assert_found ("Femme de chambre", "Valet de chambre", "Femme de chambre");

  g_assert_null (soho_taxonomy_find ("Traducteur / Boulangère"));
  g_assert_null (soho_taxonomy_find ("Trad / Traductrice"));
  g_assert_null (soho_taxonomy_find ("traduct"));
}

static void
test_accents_and_case (void)
{
  assert_found ("ELECTRICIENNE DU BATIMENT", "Électricien du bâtiment",
                "Électricienne du bâtiment");
  assert_found ("  éleveuse   d’ovins ", "Éleveur d’ovins", "Éleveuse d’ovins");
  assert_found ("oenologue", "Œnologue", "Œnologue");
  assert_found ("Employe\xcc\x81 de me\xcc\x81nage", "Employé de ménage", "Employée de ménage");
}

static void
test_labels (void)
{
  const char *labels[]
      = { "Traducteur / Traductrice", "Conducteur / Conductrice d’engins agricoles", "Photographe",
          "Valet / Femme de chambre", "Aide-soignant / Aide-soignante à domicile" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      const SohoAppellation *found = soho_taxonomy_find (labels[i]);
      g_autofree char *label = NULL;

      g_assert_nonnull (found);
      label = soho_appellation_dup_label (found);
      g_assert_cmpstr (label, ==, labels[i]);
    }
}

static void
test_category_of_trades (void)
{
  const char *trades[][2] = {
    { "Traductrice", "writing" },
    { "Comptable", "law" },
    { "Maçonne", "building" },
    { "Apicultrice", "farming" },
    { "Sophrologue", "health" },
    { "Boulanger", "trade" },
    { "Développeuse web", "computing" },
    { "Photographe", "image" },
    { "Luthier", "crafts" },
    { "Musicienne", "stage" },
    { "Architecte du bâtiment", "engineering" },
    { "Community manager", "communication" },
    { "Professeure de musique", "teaching" },
    { "Télésecrétaire", "office" },
    { "Consultante en management", "consulting" },
    { "Guide-conférencière", "tourism" },
    { "Mécanicien cycles", "making" },
    { "Employée de ménage", "services" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (trades); i++)
    {
      g_assert_nonnull (soho_taxonomy_find (trades[i][0]));
      g_assert_cmpstr (soho_taxonomy_find (trades[i][0])->category->key, ==, trades[i][1]);
    }
}

static void
test_completion_order (void)
{
  assert_completes ("traduc", 0, "Traducteur / Traductrice");
  assert_completes ("TRADUCTRI", 0, "Traducteur / Traductrice");
  assert_completes ("ména", 0, "Employé / Employée de ménage");
  assert_completes ("mena", 0, "Employé / Employée de ménage");
  assert_completes ("dev web", 0, "Développeur / Développeuse web");
  assert_completes ("web dev", 0, "Webmaster développeur / Webmaster développeuse");
  assert_completes ("web dev", 1, "Développeur / Développeuse web");
  assert_completes ("prof d'angl", 0, "Professeur / Professeure d’anglais");
  assert_completes ("comptable", 0, "Comptable");
}

static void
test_completion_limits (void)
{
  g_autoptr (GPtrArray) three = soho_taxonomy_complete ("c", 3);
  g_autoptr (GPtrArray) none = soho_taxonomy_complete ("c", 0);
  g_autoptr (GPtrArray) all = soho_taxonomy_complete ("c", G_MAXUINT);
  g_autoptr (GPtrArray) unknown = soho_taxonomy_complete ("traducteur zzz", 10);

  g_assert_cmpuint (three->len, ==, 3);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (all->len, >, 1000);
  g_assert_cmpuint (unknown->len, ==, 0);
}

static void
test_absurd_input (void)
{
  g_autofree char *long_text = g_strnfill (10000, 'a');
  g_autofree char *long_words = g_strnfill (10000, ' ');
  g_autofree char *slashes = g_strnfill (900, '/');
  const char *absurd[]
      = { NULL,       "",      " ", "/",        " / ",     "\xff\xfe", "traducteur\xff", "\xe2\x82",
          "\x01\x02", "?!…«»", "🐑", "%n%n%zzz", long_text, long_words, slashes };

  for (guint i = 2; i < 10000; i += 3)
    long_words[i] = 'e';
  for (guint i = 0; i < G_N_ELEMENTS (absurd); i++)
    {
      g_autoptr (GPtrArray) found = soho_taxonomy_complete (absurd[i], 10);

      g_assert_cmpuint (found->len, ==, 0);
      g_assert_null (soho_taxonomy_find (absurd[i]));
      g_assert_null (soho_taxonomy_find_category (absurd[i]));
    }
}

static void
test_version_and_credit (void)
{
  g_assert_cmpstr (soho_taxonomy_get_version (), ==, "ROME 4.0, version 460");
  g_assert_nonnull (strstr (soho_taxonomy_get_credit (), "France Travail"));
  g_assert_nonnull (strstr (soho_taxonomy_get_credit (), "Licence Ouverte"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/taxonomy/threads", test_threads);
  g_test_add_func ("/taxonomy/categories", test_categories);
  g_test_add_func ("/taxonomy/one-category-per-code", test_one_category_per_code);
  g_test_add_func ("/taxonomy/every-form-is-found", test_every_form_is_found);
  g_test_add_func ("/taxonomy/genders", test_genders);
  g_test_add_func ("/taxonomy/accents-and-case", test_accents_and_case);
  g_test_add_func ("/taxonomy/labels", test_labels);
  g_test_add_func ("/taxonomy/category-of-trades", test_category_of_trades);
  g_test_add_func ("/taxonomy/completion-order", test_completion_order);
  g_test_add_func ("/taxonomy/completion-limits", test_completion_limits);
  g_test_add_func ("/taxonomy/absurd-input", test_absurd_input);
  g_test_add_func ("/taxonomy/version-and-credit", test_version_and_credit);

  return g_test_run ();
}
