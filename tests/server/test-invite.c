/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "accounts/invite.h"
#include "http-talk.h"

#define NOW G_GINT64_CONSTANT (1800000000)
#define EMAIL "marthe@exemple.invalid"

static gint64
put_member (Network *network, const char *name)
{
  g_autofree char *text = g_strdup_printf ("given_name=%s", name);

  return network_put (network, "member", 0, text, "family_name=Essai", "commune=32013",
                      "visibility=members", NULL);
}

static void
put_email (Network *network, gint64 member, const char *email)
{
  g_autofree char *owner = g_strdup_printf ("member=%" G_GINT64_FORMAT, member);
  g_autofree char *value = g_strdup_printf ("value=%s", email);

  network_put (network, "contact_point", 0, owner, "type=email", value, NULL);
}

static gint64
invite (Network *network, const char *email, const char *role, gint64 member)
{
  const char *roles[] = { role, NULL };
  g_autoptr (GError) error = NULL;
  gint64 person;
  g_autofree char *code
      = soho_invite (network->archive, email, roles, member, NOW, &person, &error);

  g_assert_no_error (error);
  return person;
}

static void
assert_refused (
    Network *network, const char *email, const char *role, gint64 member, SohoInviteError code)
{
  const char *roles[] = { role, NULL };
  g_autoptr (GError) error = NULL;
  gint64 person;

  g_assert_null (soho_invite (network->archive, email, roles, member, NOW, &person, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, SOHO_INVITE_ERROR, (int) code);
}

/* Whose account it is: the member's with that address, if there is one. */
static void
test_person (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 marthe = put_member (network, "Marthe");
  gint64 jules = put_member (network, "Jules");
  gint64 fresh;

  put_email (network, marthe, "Marthe@Exemple.invalid");
  put_email (network, marthe, EMAIL);
  put_email (network, jules, "jules@exemple.invalid");
  g_assert_cmpint (invite (network, EMAIL, NULL, 0), ==, marthe);
  g_assert_cmpint (invite (network, "MARTHE@exemple.invalid", NULL, 0), ==, marthe);
  g_assert_cmpint (invite (network, "elsewhere@exemple.invalid", NULL, jules), ==, jules);
  fresh = invite (network, "new@exemple.invalid", NULL, 0);
  g_assert_cmpint (fresh, >, 0);
  g_assert_cmpint (fresh, !=, marthe);
  g_assert_cmpint (fresh, !=, jules);
  g_assert_cmpint (invite (network, "newer@exemple.invalid", NULL, 0), !=, fresh);
  g_assert_cmpint (put_member (network, "Odile"), !=, fresh);
  network_assert_sound (network);
}

static void
test_refusals (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 marthe = put_member (network, "Marthe");
  gint64 jules = put_member (network, "Jules");

  put_email (network, marthe, "both@exemple.invalid");
  put_email (network, jules, "both@exemple.invalid");
  assert_refused (network, "", NULL, 0, SOHO_INVITE_ERROR_EMAIL);
  assert_refused (network, "marthe", NULL, 0, SOHO_INVITE_ERROR_EMAIL);
  assert_refused (network, "both@exemple.invalid", NULL, 0, SOHO_INVITE_ERROR_MEMBER);
  assert_refused (network, EMAIL, NULL, 999999, SOHO_INVITE_ERROR_MEMBER);
  assert_refused (network, EMAIL, NULL, -1, SOHO_INVITE_ERROR_MEMBER);
  assert_refused (network, EMAIL, "", 0, SOHO_INVITE_ERROR_ROLE);
  assert_refused (network, EMAIL, "king", 0, SOHO_INVITE_ERROR_ROLE);
  assert_refused (network, EMAIL, "staff:1", 0, SOHO_INVITE_ERROR_ROLE);
  assert_refused (network, EMAIL, "reception", 0, SOHO_INVITE_ERROR_ROLE);
  assert_refused (network, EMAIL, "reception:0", 0, SOHO_INVITE_ERROR_ROLE);
  assert_refused (network, EMAIL, "reception:x", 0, SOHO_INVITE_ERROR_ROLE);
  assert_refused (network, EMAIL, "village_contact:999999", 0, SOHO_INVITE_ERROR_ROLE);

  g_assert_cmpint (invite (network, "both@exemple.invalid", NULL, jules), ==, jules);
  assert_refused (network, "both@exemple.invalid", NULL, marthe, SOHO_INVITE_ERROR_MEMBER);
  assert_refused (network, EMAIL, NULL, jules, SOHO_INVITE_ERROR_MEMBER);
}

static void
test_roles (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 village = network_put (network, "village", 0, "commune=32013", NULL);
  g_autofree char *contact = g_strdup_printf ("village_contact:%" G_GINT64_FORMAT, village);
  g_autofree char *expected = g_strdup_printf ("staff %s", contact);
  gint64 person = invite (network, EMAIL, "staff", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) grants = NULL;
  g_autoptr (GArray) strangers = NULL;
  g_auto (GStrv) texts = NULL;
  g_autofree char *joined = NULL;

  invite (network, EMAIL, contact, 0);
  invite (network, EMAIL, "staff", 0);
  texts = soho_archive_dup_roles (network->archive, person, &error);
  joined = g_strjoinv (" ", texts);
  g_assert_cmpstr (joined, ==, expected);
  grants = soho_archive_list_grants (network->archive, person, &error);
  g_assert_cmpuint (grants->len, ==, 2);
  g_assert_cmpuint (g_array_index (grants, SohoGrant, 0).role, ==, SOHO_ROLE_STAFF);
  g_assert_cmpuint (g_array_index (grants, SohoGrant, 1).role, ==, SOHO_ROLE_VILLAGE_CONTACT);
  g_assert_cmpint (g_array_index (grants, SohoGrant, 1).subject, ==, village);
  strangers = soho_archive_list_grants (network->archive, person + 1, &error);
  g_assert_cmpuint (strangers->len, ==, 0);
  g_assert_no_error (error);
}

static char *
dup_changes (Network *network, const char *token)
{
  g_autofree char *header
      = token != NULL ? g_strdup_printf ("Authorization: Bearer %s\r\n", token) : NULL;
  g_autoptr (GBytes) body = network_get_body (network->address, "/v1/changes", header, 200);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  return g_strndup (text, length);
}

/* Each is told what is theirs to read. */
static void
test_audiences (void)
{
  g_autoptr (Network) network = network_new ();
  gint64 marthe = put_member (network, "Marthe");
  g_auto (Talk) hers = { 0 };
  g_auto (Talk) his = { 0 };
  g_autofree char *to_her = NULL;
  g_autofree char *to_him = NULL;
  g_autofree char *to_all = NULL;

  put_email (network, marthe, EMAIL);
  network_put (network, "village", 0, "commune=32013", NULL);
  network_serve (network);
  talk_activate (network, EMAIL, "le canard du jeudi", NULL, &hers);
  talk_activate (network, "jules@exemple.invalid", "le canard du jeudi", NULL, &his);
  g_assert_cmpint (talk_integer (&hers, "person"), ==, marthe);
  to_her = dup_changes (network, talk_text (&hers, "token"));
  to_him = dup_changes (network, talk_text (&his, "token"));
  to_all = dup_changes (network, NULL);
  g_assert_nonnull (strstr (to_all, "32013"));
  g_assert_null (strstr (to_all, "Marthe"));
  g_assert_nonnull (strstr (to_him, "Marthe"));
  g_assert_null (strstr (to_him, EMAIL));
  g_assert_nonnull (strstr (to_her, "Marthe"));
  g_assert_nonnull (strstr (to_her, EMAIL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invite/person", test_person);
  g_test_add_func ("/invite/refusals", test_refusals);
  g_test_add_func ("/invite/roles", test_roles);
  g_test_add_func ("/invite/audiences", test_audiences);
  return g_test_run ();
}
