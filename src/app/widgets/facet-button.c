/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/facet-button.h"

#include <glib/gi18n-lib.h>

#include "inquiry.h"
#include "store/facets.h"
#include "widgets/language-names.h"
#include "widgets/occasion-names.h"

typedef enum
{
  LANGUAGE,
  OCCASION,
  N_FACETS,
} Facet;

struct _SohoFacetButton
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkBox *boxes[N_FACETS];

  SohoLibrary *library;
  SohoPeopleQueryFunc query;
  gpointer query_data;
  char *chosen[N_FACETS]; /* nullable */
  GCancellable *counting; /* NULL unless the numbers are asked for */
  gboolean filling;       /* what toggles now, no person toggled */
};

G_DEFINE_FINAL_TYPE (SohoFacetButton, soho_facet_button, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_whether_active (SohoFacetButton *self)
{
  if (self->chosen[LANGUAGE] != NULL || self->chosen[OCCASION] != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "active-filter");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "active-filter");
}

/* The numbers of people for all values of each facet. */
typedef struct
{
  GArray *of[N_FACETS]; /* of SohoFacet */
} Counts;

static void
counts_free (Counts *self)
{
  for (guint i = 0; i < N_FACETS; i++)
    g_clear_pointer (&self->of[i], g_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Counts, counts_free)

static gpointer
count (SohoReplica *replica, gconstpointer query, GError **error)
{
  g_autoptr (Counts) counts = g_new0 (Counts, 1);

  counts->of[LANGUAGE] = soho_replica_count_languages (replica, query, error);
  if (counts->of[LANGUAGE] == NULL)
    return NULL;
  counts->of[OCCASION] = soho_replica_count_occasions (replica, query, error);
  return counts->of[OCCASION] != NULL ? g_steal_pointer (&counts) : NULL;
}

/* What was asked for before is not waited for any more. */
static void
start_counting (SohoFacetButton *self, GAsyncReadyCallback callback)
{
  SohoPeopleQuery query = { NULL };

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  self->query (&query, self->query_data);
  soho_inquiry_start (self->library, count, soho_people_query_copy (&query),
                      (GDestroyNotify) soho_people_query_free, (GDestroyNotify) counts_free,
                      self->counting, callback, g_object_ref (self));
}

static guint
find_count (GArray *counts, const char *value)
{
  for (guint i = 0; i < counts->len; i++)
    if (g_strcmp0 (g_array_index (counts, SohoFacet, i).value, value) == 0)
      return g_array_index (counts, SohoFacet, i).people;
  return 0;
}

static void
show_number (GtkWidget *choice, guint people)
{
  GtkLabel *label = g_object_get_data (G_OBJECT (choice), "label");
  GtkLabel *number = g_object_get_data (G_OBJECT (choice), "number");
  g_autofree char *text = g_strdup_printf ("%u", people);
  g_autofree char *name = g_strdup_printf ("%s, %u", gtk_label_get_text (label), people);

  gtk_label_set_text (number, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
on_counted_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoFacetButton) self = user_data;
  g_autoptr (Counts) counts = soho_inquiry_finish (result);

  for (guint i = 0; counts != NULL && i < N_FACETS; i++)
    for (GtkWidget *choice = gtk_widget_get_first_child (GTK_WIDGET (self->boxes[i]));
         choice != NULL; choice = gtk_widget_get_next_sibling (choice))
      {
        const char *value = g_object_get_data (G_OBJECT (choice), "value");

        if (value != NULL)
          show_number (choice, find_count (counts->of[i], value));
      }
}

static void
on_toggled (GtkCheckButton *choice, SohoFacetButton *self)
{
  Facet facet = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (choice), "facet"));
  const char *value = g_object_get_data (G_OBJECT (choice), "value");

  if (self->filling || !gtk_check_button_get_active (choice))
    return;
  g_free (self->chosen[facet]);
  self->chosen[facet] = g_strdup (value);
  show_whether_active (self);
  g_signal_emit (self, signals[CHANGED], 0);
  /* What is chosen in one facet changes the numbers of the other. */
  start_counting (self, on_counted_again);
}

/* value: NULL for no matter what, which has no number. */
static void
add_choice (SohoFacetButton *self, Facet facet, const char *value, const char *text, guint people)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->boxes[facet]));
  GtkWidget *choice = gtk_check_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *number = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (number, "dim-label");
  gtk_widget_add_css_class (number, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), number);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (choice), box);
  if (first != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (choice), GTK_CHECK_BUTTON (first));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (choice),
                               g_strcmp0 (value, self->chosen[facet]) == 0);
  g_object_set_data (G_OBJECT (choice), "facet", GINT_TO_POINTER (facet));
  g_object_set_data_full (G_OBJECT (choice), "value", g_strdup (value), g_free);
  g_object_set_data (G_OBJECT (choice), "label", label);
  g_object_set_data (G_OBJECT (choice), "number", number);
  if (value != NULL)
    show_number (choice, people);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                    -1);
  g_signal_connect (choice, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (self->boxes[facet], choice);
}

/* One choice for each value that has a name, and for the one chosen even if it leaves nobody. */
static void
fill_facet (SohoFacetButton *self, Facet facet, GArray *counts, const char *any)
{
  char *(*dup_name) (const char *)
      = facet == LANGUAGE ? soho_language_dup_name : soho_occasion_dup_name;
  const char *chosen = self->chosen[facet];
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->boxes[facet]))) != NULL)
    gtk_box_remove (self->boxes[facet], child);
  add_choice (self, facet, NULL, any, 0);
  for (guint i = 0; i < counts->len; i++)
    {
      const SohoFacet *one = &g_array_index (counts, SohoFacet, i);
      g_autofree char *name = dup_name (one->value);

      if (name != NULL)
        add_choice (self, facet, one->value, name, one->people);
    }
  if (chosen != NULL && find_count (counts, chosen) == 0)
    {
      g_autofree char *name = dup_name (chosen);

      add_choice (self, facet, chosen, name != NULL ? name : chosen, 0);
    }
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SohoFacetButton) self = user_data;
  g_autoptr (Counts) counts = soho_inquiry_finish (result);

  if (counts == NULL)
    return;
  self->filling = TRUE;
  fill_facet (self, OCCASION, counts->of[OCCASION], _ ("No matter"));
  fill_facet (self, LANGUAGE, counts->of[LANGUAGE], _ ("All languages"));
  self->filling = FALSE;
}

static void
fill (SohoFacetButton *self)
{
  start_counting (self, on_counted);
}

static void
soho_facet_button_dispose (GObject *object)
{
  SohoFacetButton *self = SOHO_FACET_BUTTON (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  if (child != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (soho_facet_button_parent_class)->dispose (object);
}

static void
soho_facet_button_finalize (GObject *object)
{
  SohoFacetButton *self = SOHO_FACET_BUTTON (object);

  for (guint i = 0; i < N_FACETS; i++)
    g_clear_pointer (&self->chosen[i], g_free);
  G_OBJECT_CLASS (soho_facet_button_parent_class)->finalize (object);
}

static void
soho_facet_button_class_init (SohoFacetButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  object_class->dispose = soho_facet_button_dispose;
  object_class->finalize = soho_facet_button_finalize;
  signals[CHANGED] = g_signal_new ("changed", SOHO_TYPE_FACET_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/facet-button.ui");
  gtk_widget_class_bind_template_child (widget, SohoFacetButton, button);
  gtk_widget_class_bind_template_child_full (widget, "languages", FALSE,
                                             G_STRUCT_OFFSET (SohoFacetButton, boxes[LANGUAGE]));
  gtk_widget_class_bind_template_child_full (widget, "occasions", FALSE,
                                             G_STRUCT_OFFSET (SohoFacetButton, boxes[OCCASION]));
  gtk_widget_class_bind_template_callback (widget, fill);
}

static void
soho_facet_button_init (SohoFacetButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
soho_facet_button_set_library (SohoFacetButton *self,
                               SohoLibrary *library,
                               SohoPeopleQueryFunc query,
                               gpointer user_data)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  self->query = query;
  self->query_data = user_data;
}

const char *
soho_facet_button_get_language (SohoFacetButton *self)
{
  return self->chosen[LANGUAGE];
}

const char *
soho_facet_button_get_occasion (SohoFacetButton *self)
{
  return self->chosen[OCCASION];
}

void
soho_facet_button_choose (SohoFacetButton *self, const char *language, const char *occasion)
{
  const char *values[N_FACETS] = { [LANGUAGE] = language, [OCCASION] = occasion };
  gboolean changed = FALSE;

  for (guint i = 0; i < N_FACETS; i++)
    if (g_strcmp0 (values[i], self->chosen[i]) != 0)
      {
        char *value = g_strdup (values[i]);

        g_free (self->chosen[i]);
        self->chosen[i] = value;
        changed = TRUE;
      }
  if (!changed)
    return;
  show_whether_active (self);
  g_signal_emit (self, signals[CHANGED], 0);
}
