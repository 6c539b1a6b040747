/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs/invitation-view.h"

#include <glib/gi18n-lib.h>

#include "formats/when.h"
#include "platform/launch.h"
#include "widgets/toast.h"

struct _SohoInvitationView
{
  AdwPreferencesPage parent_instance;

  char *email, *code, *letter;
};

G_DEFINE_FINAL_TYPE (SohoInvitationView, soho_invitation_view, ADW_TYPE_PREFERENCES_PAGE)

static char *
dup_day (gint64 unix_s)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_local (unix_s);

  return soho_when_dup_day (day);
}

/* What a person who has never seen the program needs, and nothing else. */
static char *
dup_letter (const SohoInvitation *invitation, const char *server)
{
  g_autofree char *day = dup_day (invitation->expires);

  return g_strdup_printf (
      _ ("Hello,\n\nhere is your code for Soho Solo:\n\n    %s\n\nIn the program, open the menu, "
         "choose “Sign In…”, then “First Time, or Forgotten Password”. Type this code, and choose "
         "a password of at least 10 characters: four words that come to your mind do.\n\nIf you "
         "are asked for the server, it is: %s\n\nThe code serves once, until %s. Later you sign in "
         "with your address, %s, and your password.\n"),
      invitation->code, server, day, invitation->email);
}

static void
copy (SohoInvitationView *self, const char *text, const char *said)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  soho_toast_say (GTK_WIDGET (self), said);
}

static void
on_copy_code (SohoInvitationView *self)
{
  copy (self, self->code, _ ("Code copied"));
}

static void
on_copy_letter (SohoInvitationView *self)
{
  copy (self, self->letter, _ ("Letter copied"));
}

static void
on_launch_failed (GtkWindow *window, const char *sentence)
{
  soho_toast_say (GTK_WIDGET (window), sentence);
}

static void
on_write (SohoInvitationView *self)
{
  g_autofree char *to = g_uri_escape_string (self->email, "@", FALSE);
  g_autofree char *subject = g_uri_escape_string (_ ("Your code for Soho Solo"), NULL, FALSE);
  g_autofree char *body = g_uri_escape_string (self->letter, NULL, FALSE);
  g_autofree char *uri = g_strdup_printf ("mailto:%s?subject=%s&body=%s", to, subject, body);

  soho_launch (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, on_launch_failed);
}

static void
soho_invitation_view_finalize (GObject *object)
{
  SohoInvitationView *self = SOHO_INVITATION_VIEW (object);

  g_free (self->email);
  g_free (self->code);
  g_free (self->letter);
  G_OBJECT_CLASS (soho_invitation_view_parent_class)->finalize (object);
}

static void
soho_invitation_view_class_init (SohoInvitationViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soho_invitation_view_finalize;
}

static void
soho_invitation_view_init (SohoInvitationView *self)
{
}

static GtkWidget *
create_button (SohoInvitationView *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
create_label (const char *text, const char *const *classes)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_css_classes (label, (const char **) classes);
  return label;
}

static AdwPreferencesGroup *
add_group (SohoInvitationView *self, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), group);
  return group;
}

static void
add_code (SohoInvitationView *self, const SohoInvitation *invitation)
{
  static const char *const classes[] = { "invitation-code", NULL };
  g_autofree char *day = dup_day (invitation->expires);
  g_autofree char *escaped = g_markup_escape_text (invitation->email, -1);
  g_autofree char *title = g_strdup_printf (_ ("Code for %s"), escaped);
  g_autofree char *description
      = g_strdup_printf (_ ("It serves once, until %s. It is shown only now: copy it before you "
                            "go on. An older code of this person is void."),
                         day);
  AdwPreferencesGroup *group = add_group (self, title, description);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_append (GTK_BOX (box), create_label (self->code, classes));
  gtk_box_append (GTK_BOX (box),
                  create_button (self, _ ("_Copy the Code"), G_CALLBACK (on_copy_code)));
  adw_preferences_group_add (group, box);
}

static void
add_letter (SohoInvitationView *self)
{
  static const char *const classes[] = { "card", "invitation-letter", NULL };
  AdwPreferencesGroup *group = add_group (self, _ ("A Letter Ready to Send"), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *text = create_label (self->letter, classes);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box),
                  create_button (self, _ ("Copy the _Letter"), G_CALLBACK (on_copy_letter)));
  gtk_box_append (GTK_BOX (box),
                  create_button (self, _ ("Write the E-_mail…"), G_CALLBACK (on_write)));
  adw_preferences_group_add (group, box);
}

GtkWidget *
soho_invitation_view_new (SohoLibrary *library, const SohoInvitation *invitation)
{
  SohoInvitationView *self = g_object_new (SOHO_TYPE_INVITATION_VIEW, NULL);

  self->email = g_strdup (invitation->email);
  self->code = g_strdup (invitation->code);
  self->letter = dup_letter (invitation, soho_library_get_server (library));
  add_code (self, invitation);
  add_letter (self);
  return GTK_WIDGET (self);
}
