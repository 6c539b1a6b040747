/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "accounts/invite.h"
#include "http-talk.h"
#include "protocol.h"

/* What staff does to accounts, over the wire. */

#define PASSWORD "le canard du jeudi"
#define DAY 86400

/* A network with Odile, who is staff, and Jules, who is not; each signed in. */
typedef struct
{
  Network *network;
  gint64 village;
  gint64 odile, jules;  /* persons */
  char *staff, *member; /* tokens */
} Fixture;

static void
enter (Fixture *self, const char *email, const char *role, gint64 *person, char **token)
{
  const char *const roles[] = { role, NULL };
  g_auto (Talk) told = { 0 };

  talk_activate (self->network, email, PASSWORD, roles, &told);
  *person = talk_integer (&told, "person");
  *token = g_strdup (talk_text (&told, "token"));
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->network = network_new ();
  self->village = network_put (self->network, "village", 0, "commune=32013", NULL);
  network_serve (self->network);
  enter (self, "odile@exemple.invalid", "staff", &self->odile, &self->staff);
  enter (self, "jules@exemple.invalid", NULL, &self->jules, &self->member);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  network_assert_sound (self->network);
  network_free (self->network);
  g_free (self->staff);
  g_free (self->member);
}

static void
change_role (Fixture *self, const char *method, gint64 person, const char *role, Talk *told)
{
  g_autofree char *path
      = g_strdup_printf (SOHO_PATH_PEOPLE "/%" G_GINT64_FORMAT "/roles/%s", person, role);

  talk (self->network, method, path, self->staff, NULL, NULL, told);
}

static void
assert_changes_role (Fixture *self, const char *method, gint64 person, const char *role)
{
  g_auto (Talk) told = { 0 };

  change_role (self, method, person, role, &told);
  g_assert_cmpuint (told.status, ==, 204);
}

/* What the person of this token is told to be, with the changes. */
static char *
dup_roles (Fixture *self, const char *token)
{
  g_autofree char *header = g_strdup_printf ("Authorization: Bearer %s\r\n", token);
  g_autoptr (GBytes) answer = network_get (self->network->address, SOHO_PATH_CHANGES, header);
  const char *head = g_bytes_get_data (answer, NULL);
  const char *roles = strstr (head, SOHO_ROLES_HEADER ": ");

  g_assert_true (g_str_has_prefix (head, "HTTP/1.1 20"));
  if (roles == NULL)
    return NULL;
  roles += strlen (SOHO_ROLES_HEADER ": ");
  return g_strndup (roles, strcspn (roles, "\r"));
}

static void
assert_roles (Fixture *self, const char *token, const char *expected)
{
  g_autofree char *roles = dup_roles (self, token);

  g_assert_cmpstr (roles, ==, expected);
}

/* Granted and ended from one request to the next, and told. */
static void
test_roles (Fixture *self, gconstpointer unused)
{
  g_autofree char *contact = g_strdup_printf ("village_contact:%" G_GINT64_FORMAT, self->village);
  g_autofree char *both = g_strconcat ("member,staff,", contact, NULL);
  g_auto (Talk) told = { 0 };

  assert_roles (self, self->member, "member");
  assert_changes_role (self, "PUT", self->jules, contact);
  assert_changes_role (self, "PUT", self->jules, contact);
  assert_changes_role (self, "PUT", self->jules, "staff");
  assert_roles (self, self->member, both);
  talk (self->network, "GET", SOHO_PATH_PEOPLE, self->member, NULL, NULL, &told);
  g_assert_cmpuint (told.status, ==, 200);

  assert_changes_role (self, "DELETE", self->jules, "staff");
  assert_changes_role (self, "DELETE", self->jules, "staff");
  talk (self->network, "GET", SOHO_PATH_PEOPLE, self->member, NULL, NULL, &told);
  talk_assert_refused (&told, 403, "not_staff");
  network_delete (self->network, self->village);
  assert_changes_role (self, "DELETE", self->jules, contact);
  assert_roles (self, self->member, "member");
  assert_roles (self, self->staff, "member,staff");
}

static void
test_visitor_hears_of_no_role (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) answer = network_get (self->network->address, SOHO_PATH_CHANGES, NULL);

  g_assert_null (strstr (g_bytes_get_data (answer, NULL), SOHO_ROLES_HEADER));
}

/* Nobody shuts the door behind the last who could open it. */
static void
test_last_staff (Fixture *self, gconstpointer unused)
{
  static const char *const roles[] = { "staff", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (Talk) told = { 0 };
  gint64 person;

  change_role (self, "DELETE", self->odile, "staff", &told);
  talk_assert_refused (&told, 409, "last_staff");
  /* Who has not chosen a password yet cannot open it either. */
  g_free (soho_invite (self->network->archive, "anne@exemple.invalid", roles, 0,
                       g_get_real_time () / G_USEC_PER_SEC, &person, &error));
  g_assert_no_error (error);
  change_role (self, "DELETE", self->odile, "staff", &told);
  talk_assert_refused (&told, 409, "last_staff");
  assert_roles (self, self->staff, "member,staff");
  assert_changes_role (self, "PUT", self->jules, "staff");
  assert_changes_role (self, "DELETE", self->odile, "staff");
  assert_roles (self, self->staff, "member");
  assert_roles (self, self->member, "member,staff");
}

static void
test_odd_roles (Fixture *self, gconstpointer unused)
{
  static const char *const roles[]
      = { "member", "king",          "staff:1",           "village_contact", "village_contact:0",
          "x",      "reception:abc", "village_contact:9", "reception:99",    "staff%20" };
  g_auto (Talk) told = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_test_message ("%s", roles[i]);
      change_role (self, "PUT", self->jules, roles[i], &told);
      talk_assert_refused (&told, 422, "role_unknown");
    }
  change_role (self, "PUT", 999999, "staff", &told);
  talk_assert_refused (&told, 404, "not_found");
  change_role (self, "PUT", 0, "staff", &told);
  talk_assert_refused (&told, 404, "not_found");
  assert_roles (self, self->member, "member");
}

static void
invite (Fixture *self, const char *body, Talk *told)
{
  talk (self->network, "POST", SOHO_PATH_INVITATIONS, self->staff, NULL, body, told);
}

static void
activate (Fixture *self, const char *code, Talk *told)
{
  g_autofree char *body = g_strdup_printf (
      "{\"code\":\"%s\",\"password\":\"" PASSWORD "\",\"device\":\"essai\"}", code);

  talk (self->network, "POST", SOHO_PATH_ACTIVATE, NULL, NULL, body, told);
}

/* Invited, with a role, to a card that is there; and anew, for a forgotten password. */
static void
test_invite (Fixture *self, gconstpointer unused)
{
  gint64 marthe = network_put (self->network, "member", 0, "given_name=Marthe", "family_name=Essai",
                               "commune=32013", NULL);
  g_autofree char *body
      = g_strdup_printf ("{\"email\":\"Marthe@Exemple.invalid\",\"member\":\"%" G_GINT64_FORMAT
                         "\",\"role\":\"adviser\"}",
                         marthe);
  g_autofree char *first = NULL;
  g_auto (Talk) told = { 0 };
  g_auto (Talk) entered = { 0 };

  invite (self, body, &told);
  g_assert_cmpuint (told.status, ==, 201);
  g_assert_nonnull (strstr (told.head, "Cache-Control: no-store\r\n"));
  g_assert_cmpint (talk_integer (&told, "person"), ==, marthe);
  g_assert_cmpstr (talk_text (&told, "email"), ==, "marthe@exemple.invalid");
  g_assert_cmpint (talk_integer (&told, "expires"), >=,
                   g_get_real_time () / G_USEC_PER_SEC + SOHO_INVITATION_DAYS * DAY - 120);
  first = g_strdup (talk_text (&told, "code"));
  invite (self, "{\"email\":\"marthe@exemple.invalid\"}", &told);
  g_assert_cmpuint (told.status, ==, 201);
  activate (self, first, &entered);
  talk_assert_refused (&entered, 403, "code_unknown");
  activate (self, talk_text (&told, "code"), &entered);
  g_assert_cmpuint (entered.status, ==, 201);
  g_assert_cmpint (talk_integer (&entered, "person"), ==, marthe);
  assert_roles (self, talk_text (&entered, "token"), "member,adviser");
}

static void
test_odd_invitations (Fixture *self, gconstpointer unused)
{
  gint64 hidden = network_put (self->network, "member", 0, "given_name=Nadia", "family_name=Cachée",
                               "commune=32013", "visibility=self", NULL);
  g_autofree char *of_hidden = g_strdup_printf (
      "{\"email\":\"x@exemple.invalid\",\"member\":\"%" G_GINT64_FORMAT "\"}", hidden);
  g_autofree char *of_jules = g_strdup_printf (
      "{\"email\":\"x@exemple.invalid\",\"member\":\"%" G_GINT64_FORMAT "\"}", self->jules);
  const struct
  {
    const char *body;
    guint status;
    const char *code;
  } cases[] = {
    { "{}", 400, "invalid" },
    { "[]", 400, "invalid" },
    { "{\"email\":\"personne\"}", 422, "email_invalid" },
    { "{\"email\":\"x@exemple.invalid\",\"role\":\"king\"}", 422, "role_unknown" },
    { "{\"email\":\"x@exemple.invalid\",\"role\":\"reception:1\"}", 422, "role_unknown" },
    { "{\"email\":\"x@exemple.invalid\",\"member\":\"999\"}", 422, "member_taken" },
    { "{\"email\":\"x@exemple.invalid\",\"member\":\"\"}", 422, "member_taken" },
    { of_hidden, 422, "member_taken" },
    { of_jules, 422, "member_taken" },
  };
  g_auto (Talk) told = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].body);
      invite (self, cases[i].body, &told);
      talk_assert_refused (&told, cases[i].status, cases[i].code);
    }
  talk (self->network, "GET", SOHO_PATH_PEOPLE "?find=exemple", self->staff, NULL, NULL, &told);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (told.body, "people")), ==,
                    2);
}

/* The code went to the wrong address: it is void, and nothing of the account is left. */
static void
test_withdraw (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = NULL;
  g_autofree char *of_jules
      = g_strdup_printf (SOHO_PATH_INVITATIONS "/%" G_GINT64_FORMAT, self->jules);
  g_auto (Talk) told = { 0 };
  g_auto (Talk) entered = { 0 };

  invite (self, "{\"email\":\"fautif@exemple.invalid\",\"role\":\"staff\"}", &told);
  path = g_strdup_printf (SOHO_PATH_INVITATIONS "/%" G_GINT64_FORMAT,
                          talk_integer (&told, "person"));
  talk (self->network, "DELETE", path, self->staff, NULL, NULL, &entered);
  g_assert_cmpuint (entered.status, ==, 204);
  activate (self, talk_text (&told, "code"), &entered);
  talk_assert_refused (&entered, 403, "code_unknown");
  change_role (self, "PUT", talk_integer (&told, "person"), "staff", &entered);
  talk_assert_refused (&entered, 404, "not_found");

  /* Of one that is used, only the code goes. */
  invite (self, "{\"email\":\"jules@exemple.invalid\"}", &told);
  talk (self->network, "DELETE", of_jules, self->staff, NULL, NULL, &entered);
  g_assert_cmpuint (entered.status, ==, 204);
  activate (self, talk_text (&told, "code"), &entered);
  talk_assert_refused (&entered, 403, "code_unknown");
  assert_roles (self, self->member, "member");
  talk (self->network, "DELETE", SOHO_PATH_INVITATIONS "/x", self->staff, NULL, NULL, &entered);
  talk_assert_refused (&entered, 404, "not_found");
}

/* "EMAIL NAME STATE ROLES" of each that is found, a line each. */
static char *
dup_found (Fixture *self, const char *query)
{
  g_autofree char *path = g_strconcat (SOHO_PATH_PEOPLE, query, NULL);
  g_auto (Talk) told = { 0 };
  GString *lines = g_string_new (NULL);
  JsonArray *people;

  talk (self->network, "GET", path, self->staff, NULL, NULL, &told);
  g_assert_cmpuint (told.status, ==, 200);
  people = json_object_get_array_member (told.body, "people");
  for (guint i = 0; i < json_array_get_length (people); i++)
    {
      JsonObject *person = json_array_get_object_element (people, i);
      JsonArray *roles = json_object_get_array_member (person, "roles");

      g_string_append_printf (
          lines, "%s %s %s %u\n", json_object_get_string_member (person, "email"),
          json_object_has_member (person, "name") ? json_object_get_string_member (person, "name")
                                                  : "-",
          json_object_get_boolean_member (person, "active")    ? "active"
          : json_object_get_int_member (person, "expires") > 0 ? "invited"
                                                               : "nothing",
          json_array_get_length (roles));
    }
  return g_string_free (lines, FALSE);
}

static void
assert_found (Fixture *self, const char *query, const char *expected)
{
  g_autofree char *found = dup_found (self, query);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_list (Fixture *self, gconstpointer unused)
{
  g_auto (Talk) told = { 0 };

  network_put (self->network, "member", self->jules, "given_name=Jules", "family_name=Éclair",
               "commune=32013", NULL);
  network_put (self->network, "member", self->odile, "given_name=Odile", "family_name=Cachée",
               "commune=32013", "visibility=self", NULL);
  invite (self, "{\"email\":\"anne.b@exemple.invalid\"}", &told);
  assert_found (self, "",
                "odile@exemple.invalid - active 2\n"
                "anne.b@exemple.invalid - invited 1\n"
                "jules@exemple.invalid Jules Éclair active 1\n");
  assert_found (self, "?find=ecl%20JUL", "jules@exemple.invalid Jules Éclair active 1\n");
  assert_found (self, "?find=anne.b%40ex", "anne.b@exemple.invalid - invited 1\n");
  assert_found (self, "?find=cachee", "");
  assert_found (self, "?find=%25",
                "odile@exemple.invalid - active 2\n"
                "anne.b@exemple.invalid - invited 1\n"
                "jules@exemple.invalid Jules Éclair active 1\n");
  for (guint i = 0; i < SOHO_PEOPLE_MAX; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"email\":\"p%u@exemple.invalid\"}", i);

      invite (self, body, &told);
      g_assert_cmpuint (told.status, ==, 201);
    }
  talk (self->network, "GET", SOHO_PATH_PEOPLE, self->staff, NULL, NULL, &told);
  g_assert_true (json_object_get_boolean_member (told.body, "more"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (told.body, "people")), ==,
                    SOHO_PEOPLE_MAX);
  talk (self->network, "GET", SOHO_PATH_PEOPLE "?find=p9", self->staff, NULL, NULL, &told);
  g_assert_false (json_object_get_boolean_member (told.body, "more"));
}

/* All of it is for staff, and told to nobody else. */
static void
test_only_staff (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *method, *path;
    guint status; /* for staff */
  } cases[] = {
    { "GET", SOHO_PATH_PEOPLE, 200 },
    { "PUT", SOHO_PATH_PEOPLE "/1/roles/staff", 404 },
    { "DELETE", SOHO_PATH_PEOPLE "/1/roles/adviser", 404 },
    { "PUT", SOHO_PATH_PEOPLE "/1/roles", 404 },
    { "PUT", SOHO_PATH_PEOPLE "/1/roles/staff/x", 404 },
    { "POST", SOHO_PATH_INVITATIONS, 400 },
    { "DELETE", SOHO_PATH_INVITATIONS "/1", 204 },
  };
  static const struct
  {
    const char *method, *path;
    guint status; /* for anybody */
  } wrong[] = {
    { "POST", SOHO_PATH_PEOPLE, 405 },     { "GET", SOHO_PATH_PEOPLE "/1/roles/staff", 405 },
    { "GET", SOHO_PATH_INVITATIONS, 405 }, { "POST", SOHO_PATH_INVITATIONS "/1", 405 },
    { "GET", SOHO_PATH_PEOPLE "x", 404 },  { "POST", SOHO_PATH_INVITATIONS "x", 404 },
  };
  g_auto (Talk) told = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].method, cases[i].path);
      talk (self->network, cases[i].method, cases[i].path, NULL, NULL, NULL, &told);
      talk_assert_refused (&told, 401, "signed_out");
      talk (self->network, cases[i].method, cases[i].path, self->member, NULL, NULL, &told);
      talk_assert_refused (&told, 403, "not_staff");
      talk (self->network, cases[i].method, cases[i].path, self->staff, NULL, NULL, &told);
      g_assert_cmpuint (told.status, ==, cases[i].status);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      talk (self->network, wrong[i].method, wrong[i].path, NULL, NULL, NULL, &told);
      g_assert_cmpuint (told.status, ==, wrong[i].status);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/people/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("roles", test_roles);
  ADD ("visitor-hears-of-no-role", test_visitor_hears_of_no_role);
  ADD ("last-staff", test_last_staff);
  ADD ("odd-roles", test_odd_roles);
  ADD ("invite", test_invite);
  ADD ("odd-invitations", test_odd_invitations);
  ADD ("withdraw", test_withdraw);
  ADD ("list", test_list);
  ADD ("only-staff", test_only_staff);
  return g_test_run ();
}
