/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/card-maker.h"

#include "model/kinds.h"
#include "model/validate.h"
#include "store/drafts.h"
#include "widgets/commune-field.h"
#include "writing.h"

struct _SohoCardMaker
{
  AdwBin parent_instance;

  GtkWidget *given_name;
  GtkWidget *family_name;
  GtkWidget *commune;

  SohoLibrary *library;
};

G_DEFINE_FINAL_TYPE (SohoCardMaker, soho_card_maker, ADW_TYPE_BIN)

typedef struct
{
  const char *field;
  GtkWidget *entry;
} Part;

#define N_PARTS 3

static void
list_parts (SohoCardMaker *self, Part *parts)
{
  parts[0] = (Part){ "given_name", self->given_name };
  parts[1] = (Part){ "family_name", self->family_name };
  parts[2] = (Part){ "commune", self->commune };
}

/* Reads and checks one entry. FALSE if something is wrong, which it says. */
static gboolean
read_part (const Part *part, SohoValue *value)
{
  const SohoField *field
      = &soho_kind_member.fields[soho_kind_find_field (&soho_kind_member, part->field)];
  g_autofree char *text
      = soho_text_dup_trimmed (gtk_editable_get_text (GTK_EDITABLE (part->entry)));
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (soho_field_parse (field, text, value, &error) && soho_field_validate (field, value, &error))
    {
      soho_own_field_complain (soho_own_field_get (part->entry), NULL);
      return TRUE;
    }
  sentence = soho_own_field_dup_sentence (error);
  soho_own_field_complain (soho_own_field_get (part->entry), sentence);
  return FALSE;
}

/* All of them, so that everything is said at once; the keyboard goes to the first that is wrong. */
static gboolean
read_parts (const Part *parts, SohoValue *values)
{
  gboolean good = TRUE;

  for (guint i = 0; i < N_PARTS; i++)
    if (!read_part (&parts[i], &values[soho_kind_find_field (&soho_kind_member, parts[i].field)]))
      {
        if (good)
          gtk_widget_grab_focus (parts[i].entry);
        good = FALSE;
      }
  return good;
}

static void
forget_drafts (SohoCardMaker *self, const Part *parts)
{
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autofree char *place = g_strdup_printf ("member/new/%s", parts[i].field);

      soho_replica_keep_draft (soho_library_get_replica (self->library), place, NULL, NULL);
    }
}

static void
on_make (SohoCardMaker *self)
{
  guint n = soho_kind_get_n_fields (&soho_kind_member);
  SohoValue *values = soho_values_new (n);
  GError *error = NULL;
  Part parts[N_PARTS];

  list_parts (self, parts);
  if (read_parts (parts, values))
    {
      if (soho_library_create (self->library, "member", values, &error) != 0)
        forget_drafts (self, parts);
      else
        soho_library_report (self->library, error);
    }
  soho_values_free (values, n);
}

static void
soho_card_maker_dispose (GObject *object)
{
  g_clear_object (&SOHO_CARD_MAKER (object)->library);
  G_OBJECT_CLASS (soho_card_maker_parent_class)->dispose (object);
}

static void
soho_card_maker_class_init (SohoCardMakerClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soho_card_maker_dispose;
  gtk_widget_class_set_template_from_resource (widget, "/fr/sohosolo/SohoSolo/ui/card-maker.ui");
  gtk_widget_class_bind_template_child (widget, SohoCardMaker, given_name);
  gtk_widget_class_bind_template_child (widget, SohoCardMaker, family_name);
  gtk_widget_class_bind_template_child (widget, SohoCardMaker, commune);
  gtk_widget_class_bind_template_callback (widget, on_make);
}

static void
soho_card_maker_init (SohoCardMaker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
soho_card_maker_set_library (SohoCardMaker *self, SohoLibrary *library)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  soho_own_field_set_record (
      soho_own_field_attach (self->given_name, library, "member", "given_name"), 0, "new");
  soho_own_field_set_record (
      soho_own_field_attach (self->family_name, library, "member", "family_name"), 0, "new");
  soho_own_field_set_record (soho_commune_field_attach (ADW_ENTRY_ROW (self->commune), library), 0,
                             "new");
}
