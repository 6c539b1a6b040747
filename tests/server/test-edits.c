/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/edits.h"

#include <string.h>

#include "archive/changes.h"
#include "archive/history.h"
#include "change/edit-line.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "network.h"
#include "page.h"

#define ANNA 8123456
#define BRUNO 8123999
#define ANNA_WRITER 5
#define BRUNO_WRITER 6

static SohoIdentity
make_identity (gint64 person, guint writer, SohoRoles roles, const char *channel)
{
  g_autofree char *own = soho_audience_dup_person (person);
  const char *audiences[] = { "public", "members", own, channel, NULL, NULL };
  SohoIdentity identity = { person, writer, roles | SOHO_ROLE_MEMBER, NULL };

  if ((roles & SOHO_ROLE_STAFF) != 0)
    audiences[channel != NULL ? 4 : 3] = "staff";
  identity.audiences = g_strdupv ((char **) audiences);
  return identity;
}

/* Two members, each signed in, and what they may read. */
typedef struct
{
  Network *network;
  SohoIdentity anna, bruno, staff;
  gint64 next[16]; /* number of the next edit, by writer */
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->network = network_new ();
  network_put (self->network, "member", ANNA, "given_name=Anna", "family_name=Fictive",
               "commune=Auch", "languages=fr|oc", "visibility=members", NULL);
  network_put (self->network, "member", BRUNO, "given_name=Bruno", "family_name=Inventé",
               "commune=Auch", "visibility=self", NULL);
  self->anna = make_identity (ANNA, ANNA_WRITER, 0, NULL);
  self->bruno = make_identity (BRUNO, BRUNO_WRITER, 0, NULL);
  self->staff = make_identity (8124000, 7, SOHO_ROLE_STAFF, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->next); i++)
    self->next[i] = 1;
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  network_assert_sound (self->network);
  soho_identity_clear (&self->anna);
  soho_identity_clear (&self->bruno);
  soho_identity_clear (&self->staff);
  network_free (self->network);
}

static SohoEdit *
parse (const char *line)
{
  g_autoptr (GError) error = NULL;
  SohoEdit *edit = soho_edit_parse_line (soho_model_get (), line, &error);

  g_assert_no_error (error);
  return edit;
}

/* The request as it comes over the wire. */
static SohoEditsRequest *
make_request (GPtrArray *edits, gint64 acknowledged, gint64 seen)
{
  g_autofree char *line = soho_edits_dup_request (edits, acknowledged, seen);
  g_autoptr (GError) error = NULL;
  SohoEditsRequest *request
      = soho_edits_parse_request (soho_model_get (), line, strlen (line), &error);

  g_assert_no_error (error);
  return request;
}

static SohoEditsAnswer *
send_numbered (Fixture *self,
               const SohoIdentity *identity,
               gint64 number,
               const char *line,
               gint64 acknowledged,
               gint64 seen,
               GError **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_edit_free);
  g_autoptr (SohoEditsRequest) request = NULL;
  SohoEdit *edit = parse (line);

  edit->number = number;
  g_ptr_array_add (edits, edit);
  request = make_request (edits, acknowledged, seen);
  return soho_edits_apply (self->network->archive, identity, request, error);
}

/* "ok", or code and field of the refusal. Sends one edit with the writer's next number. */
static char *
say (Fixture *self, const SohoIdentity *identity, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoEditsAnswer) answer
      = send_numbered (self, identity, self->next[identity->writer]++, line, 0, 0, &error);
  SohoRefusal *refusal;

  g_assert_no_error (error);
  if (answer->refusals->len == 0)
    return g_strdup ("ok");
  refusal = g_ptr_array_index (answer->refusals, 0);
  g_assert_cmpint (refusal->number, ==, answer->answered);
  return refusal->field != NULL ? g_strdup_printf ("%s %s", refusal->code, refusal->field)
                                : g_strdup (refusal->code);
}

static void
assert_said (Fixture *self, const SohoIdentity *identity, const char *line, const char *expected)
{
  g_autofree char *answer = say (self, identity, line);

  g_test_message ("%s", line);
  g_assert_cmpstr (answer, ==, expected);
}

#define ANNAS(what) "{\"kind\":\"member\",\"id\":8123456,\"act\":\"change\"," what "}"

static void
assert_field (Fixture *self, const char *kind, gint64 id, const char *field, const char *expected)
{
  const SohoKind *declared = soho_model_find_kind (soho_model_get (), kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoRecord) record = soho_archive_get (self->network->archive, declared, id, &error);
  int index = soho_kind_find_field (declared, field);
  g_autofree char *text = NULL;

  g_assert_nonnull (record);
  text = soho_field_format (&declared->fields[index], &soho_record_get_values (record)[index]);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_own_card (Fixture *self, gconstpointer unused)
{
  assert_said (
      self, &self->anna,
      ANNAS ("\"base\":1,\"set\":{\"about\":\"Je répare\"},\"add\":{\"languages\":[\"en\"]}"),
      "ok");
  assert_field (self, "member", ANNA, "about", "Je répare");
  assert_field (self, "member", ANNA, "languages", "en|fr|oc");
  /* Made on the same revision, without having been told of the first. */
  assert_said (self, &self->anna, ANNAS ("\"base\":1,\"set\":{\"about\":\"Je répare tout\"}"),
               "ok");
  assert_field (self, "member", ANNA, "about", "Je répare tout");
}

/* Who, what, and what comes of it. */
static void
test_who_may_what (Fixture *self, gconstpointer unused)
{
  gint64 village = network_put (self->network, "village", 0, "commune=Mirande", NULL);
  g_autofree char *channel = g_strdup_printf ("village:%lld", (long long) village);
  g_auto (SohoIdentity) contact = make_identity (8124001, 8, SOHO_ROLE_VILLAGE_CONTACT, channel);
  g_autofree char *change
      = g_strdup_printf ("{\"kind\":\"village\",\"id\":%lld,\"act\":\"change\",\"base\":1,"
                         "\"set\":{\"presentation\":\"Marché le lundi\"}}",
                         (long long) village);
  g_autofree char *offer = g_strdup_printf (
      "{\"kind\":\"village_offer\",\"id\":34359738369,\"act\":\"create\","
      "\"base\":0,\"set\":{\"village\":%lld,\"type\":\"home\",\"title\":\"Maison\"}}",
      (long long) village);

  assert_said (self, &self->bruno, ANNAS ("\"base\":1,\"set\":{\"about\":\"Ha\"}"), "not_yours");
  assert_said (self, &self->bruno,
               "{\"kind\":\"member\",\"id\":8123456,\"act\":\"delete\",\"base\":1}", "not_yours");
  assert_said (self, &self->staff, ANNAS ("\"base\":1,\"set\":{\"about\":\"Ici\"}"), "ok");
  assert_said (self, &self->anna, change, "not_yours");
  assert_said (self, &contact, change, "ok");
  assert_said (self, &contact, offer, "ok");
  assert_field (self, "village_offer", 34359738369, "state", "open");
  /* The role has ended, or the channel has: both are needed. */
  contact.roles = SOHO_ROLE_MEMBER;
  assert_said (self, &contact, change, "not_yours");
}

/* Nobody may write what they cannot read, and are told the same as of what is not there. */
static void
test_hidden_is_as_gone (Fixture *self, gconstpointer unused)
{
  static const char *const lines[] = {
    "{\"kind\":\"member\",\"id\":8123999,\"act\":\"change\",\"base\":1,\"set\":{\"about\":\"x\"}}",
    "{\"kind\":\"member\",\"id\":8123998,\"act\":\"change\",\"base\":1,\"set\":{\"about\":\"x\"}}",
    "{\"kind\":\"member\",\"id\":8123999,\"act\":\"delete\",\"base\":1}",
    "{\"kind\":\"village\",\"id\":8123456,\"act\":\"delete\",\"base\":1}",
    "{\"kind\":\"member\",\"id\":25769803777,\"act\":\"delete\",\"base\":1}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      assert_said (self, &self->anna, lines[i], "gone");
      assert_said (self, &self->staff, lines[i], "gone");
    }
  assert_said (self, &self->anna,
               "{\"kind\":\"member_skill\",\"id\":21474836481,\"act\":\"create\",\"base\":0,"
               "\"set\":{\"member\":8123456,\"skill\":8123999}}",
               "invalid skill");
  assert_said (self, &self->anna,
               "{\"kind\":\"member_skill\",\"id\":21474836481,\"act\":\"create\",\"base\":0,"
               "\"set\":{\"member\":8123456,\"skill\":8123998}}",
               "invalid skill");
}

static void
test_parts_of_ones_own (Fixture *self, gconstpointer unused)
{
  assert_said (self, &self->anna,
               "{\"kind\":\"contact_point\",\"id\":21474836481,\"act\":\"create\",\"base\":0,"
               "\"set\":{\"member\":8123456,\"type\":\"mobile\",\"value\":\"06 39 98 00 77\"}}",
               "ok");
  assert_field (self, "contact_point", 21474836481, "visibility", "self");
  assert_field (self, "contact_point", 21474836481, "value", "+33639980077");
  /* Not on another's card, neither new nor given away. */
  assert_said (self, &self->bruno,
               "{\"kind\":\"contact_point\",\"id\":25769803777,\"act\":\"create\",\"base\":0,"
               "\"set\":{\"member\":8123456,\"type\":\"web\",\"value\":\"https://example.org\"}}",
               "not_yours");
  network_put (self->network, "member", 8124002, "given_name=Claire", "family_name=Imaginaire",
               "commune=Auch", NULL);
  assert_said (self, &self->anna,
               "{\"kind\":\"contact_point\",\"id\":21474836481,\"act\":\"change\",\"base\":1,"
               "\"set\":{\"member\":8124002}}",
               "not_yours");
  /* A file of somebody else's would be shown by its name alone. */
  assert_said (self, &self->anna,
               ANNAS ("\"base\":1,\"set\":{\"photo\":\"abcdefghijklmnopqrstuvwxyz\"}"),
               "invalid photo");
}

static void
assert_audience (Fixture *self, gint64 id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *audience = NULL;

  soho_archive_read_audience (self->network->archive, id, &audience, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (audience, ==, expected);
}

/* What a person writes before the card it belongs to is theirs, and shown as they chose once there
 * is a card. */
static void
test_parts_before_the_card (Fixture *self, gconstpointer unused)
{
  const gint64 id = ((gint64) ANNA_WRITER << 32) + 1;

  network_delete (self->network, ANNA);
  assert_said (
      self, &self->anna,
      "{\"kind\":\"contact_point\",\"id\":21474836481,\"act\":\"create\",\"base\":0,\"set\":{"
      "\"member\":8123456,\"type\":\"web\",\"value\":\"https://example.org\","
      "\"visibility\":\"public\",\"agreed_on\":\"2024-01-01\"}}",
      "ok");
  assert_audience (self, id, "person:8123456");
  assert_said (self, &self->anna,
               "{\"kind\":\"contact_point\",\"id\":21474836481,\"act\":\"change\",\"base\":1,"
               "\"set\":{\"label\":\"Atelier\"}}",
               "ok");
  network_put (self->network, "member", ANNA, "given_name=Anna", "family_name=Fictive",
               "commune=Auch", "visibility=members", NULL);
  assert_audience (self, id, "members");
}

static void
test_ids (Fixture *self, gconstpointer unused)
{
  static const char *const ids[]
      = { "1", "25769803777", "21474836480", "8123456", "8123999", "4503599627370495" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *line
          = g_strdup_printf ("{\"kind\":\"contact_point\",\"id\":%s,\"act\":\"create\",\"base\":0,"
                             "\"set\":{\"member\":8123456,\"type\":\"web\","
                             "\"value\":\"https://example.org\"}}",
                             ids[i]);

      assert_said (self, &self->anna, line, "id_not_yours");
    }
  /* One's own card, which is there. */
  assert_said (self, &self->anna,
               "{\"kind\":\"member\",\"id\":8123456,\"act\":\"create\",\"base\":0,"
               "\"set\":{\"given_name\":\"A\",\"family_name\":\"B\",\"commune\":\"32013\"}}",
               "id_not_yours");
  /* Nothing that was deleted comes back. */
  assert_said (self, &self->anna,
               "{\"kind\":\"member\",\"id\":8123456,\"act\":\"delete\",\"base\":1}", "ok");
  assert_said (self, &self->anna,
               "{\"kind\":\"member\",\"id\":8123456,\"act\":\"create\",\"base\":0,"
               "\"set\":{\"given_name\":\"A\",\"family_name\":\"B\",\"commune\":\"32013\"}}",
               "id_not_yours");
  assert_said (self, &self->anna, ANNAS ("\"base\":1,\"set\":{\"about\":\"x\"}"), "gone");
}

static void
test_depends_on (Fixture *self, gconstpointer unused)
{
  assert_said (self, &self->staff,
               "{\"kind\":\"village\",\"id\":30064771073,\"act\":\"create\",\"base\":0,"
               "\"set\":{\"commune\":\"99999\"}}",
               "invalid commune");
  assert_said (self, &self->staff,
               "{\"kind\":\"village\",\"id\":30064771073,\"act\":\"change\",\"base\":0,"
               "\"set\":{\"presentation\":\"x\"}}",
               "depends_on");
  assert_said (self, &self->staff,
               "{\"kind\":\"village_offer\",\"id\":30064771074,\"act\":\"create\",\"base\":0,"
               "\"set\":{\"village\":30064771073,\"type\":\"home\",\"title\":\"Maison\"}}",
               "depends_on village");
}

/* A public record names nobody whom not everybody may know of: neither now, nor when they hide or
 * leave. */
static void
test_references_are_read_by_all (Fixture *self, gconstpointer unused)
{
  gint64 village = network_put (self->network, "village", 0, "commune=Mirande", NULL);
  g_autofree char *create = g_strdup_printf (
      "{\"kind\":\"village_contact\",\"id\":30064771073,\"act\":\"create\",\"base\":0,"
      "\"set\":{\"village\":%lld,\"name\":\"Anna\",\"member\":8123456}}",
      (long long) village);
  const char *again
      = "{\"kind\":\"village_contact\",\"id\":30064771073,\"act\":\"change\",\"base\":2,"
        "\"set\":{\"member\":8123456}}";

  assert_said (self, &self->staff, create, "invalid member");
  assert_said (self, &self->anna, ANNAS ("\"base\":1,\"set\":{\"visibility\":\"public\"}"), "ok");
  assert_said (self, &self->staff, create, "ok");
  assert_field (self, "village_contact", 30064771073, "member", "8123456");
  assert_said (self, &self->anna, ANNAS ("\"base\":2,\"set\":{\"visibility\":\"members\"}"), "ok");
  assert_field (self, "village_contact", 30064771073, "member", "");
  assert_field (self, "village_contact", 30064771073, "name", "Anna");
  assert_said (self, &self->staff, again, "invalid member");
  assert_said (self, &self->anna, ANNAS ("\"base\":3,\"set\":{\"visibility\":\"public\"}"), "ok");
  assert_said (self, &self->staff, again, "ok");
  assert_field (self, "village_contact", 30064771073, "member", "8123456");
  assert_said (self, &self->anna,
               "{\"kind\":\"member\",\"id\":8123456,\"act\":\"delete\",\"base\":4}", "ok");
  assert_field (self, "village_contact", 30064771073, "member", "");
}

static void
test_invalid_says_which_field (Fixture *self, gconstpointer unused)
{
  assert_said (self, &self->anna, ANNAS ("\"base\":1,\"clear\":[\"commune\"]"), "invalid commune");
  assert_said (self, &self->anna, ANNAS ("\"base\":1,\"set\":{\"lat\":91}"), "invalid lat");
  assert_field (self, "member", ANNA, "commune", "32013");
}

/* Two devices, one card. */
static void
test_two_devices (Fixture *self, gconstpointer unused)
{
  g_auto (SohoIdentity) other = make_identity (ANNA, 9, 0, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoEditsAnswer) answer = NULL;
  g_autofree char *line = NULL;
  SohoOverwritten *overwritten;

  assert_said (
      self, &self->anna,
      ANNAS ("\"base\":1,\"set\":{\"about\":\"De l’ordinateur\",\"occupation\":\"Relieuse\"}"),
      "ok");
  assert_said (
      self, &other,
      ANNAS ("\"base\":1,\"set\":{\"about\":\"Du téléphone\"},\"remove\":{\"languages\":[\"oc\"]}"),
      "ok");
  assert_field (self, "member", ANNA, "about", "Du téléphone");
  assert_field (self, "member", ANNA, "occupation", "Relieuse");
  assert_field (self, "member", ANNA, "languages", "fr");

  /* What was lost comes back to the device that wrote it, until it says that it has it. */
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&answer, soho_edits_answer_free);
      answer = send_numbered (self, &self->anna, self->next[ANNA_WRITER]++,
                              ANNAS ("\"base\":3,\"set\":{\"organization\":\"Atelier\"}"), 0, 0,
                              &error);
      g_assert_no_error (error);
      g_assert_cmpuint (answer->overwritten->len, ==, 1);
    }
  overwritten = g_ptr_array_index (answer->overwritten, 0);
  line = soho_edit_dup_line (overwritten->edit);
  g_assert_cmpstr (line, ==,
                   "{\"act\":\"change\",\"kind\":\"member\",\"id\":8123456,\"base\":2,"
                   "\"set\":{\"about\":\"De l’ordinateur\"}}");
  g_clear_pointer (&answer, soho_edits_answer_free);
  answer
      = send_numbered (self, &self->anna, self->next[ANNA_WRITER]++,
                       ANNAS ("\"base\":3,\"set\":{\"organization\":\"Atelier\"}"), 0, 1, &error);
  g_assert_cmpuint (answer->overwritten->len, ==, 0);
}

/* The last line that the sign-in is told by a sync that has nothing to send. */
static char *
dup_last_line (Fixture *self, const SohoIdentity *identity, gint64 seen)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) frames = soho_changes_collect_for_writer (
      self->network->archive, identity->writer, seen, (const char *const *) identity->audiences, "",
      NULL, &error);
  g_autoptr (GBytes) line = NULL;

  g_assert_no_error (error);
  line = soho_page_decompress_all (g_ptr_array_index (frames, frames->len - 1));
  return g_strndup (g_bytes_get_data (line, NULL), g_bytes_get_size (line));
}

/* Whoever only reads from then on is told, too, until it has been seen. */
static void
test_told_without_sending (Fixture *self, gconstpointer unused)
{
  g_auto (SohoIdentity) other = make_identity (ANNA, 9, 0, NULL);
  g_autofree char *told = NULL;
  g_autofree char *seen = NULL;

  assert_said (self, &self->anna, ANNAS ("\"base\":1,\"set\":{\"about\":\"Ici\"}"), "ok");
  assert_said (self, &other, ANNAS ("\"base\":1,\"set\":{\"about\":\"Là\"}"), "ok");
  told = dup_last_line (self, &self->anna, 0);
  g_assert_nonnull (strstr (told, "\"overwritten\":[\"1 {"));
  g_assert_nonnull (strstr (told, "Ici"));
  seen = dup_last_line (self, &self->anna, 1);
  g_assert_null (strstr (seen, "overwritten"));
}

/* Fields of one unit are overwritten together, also those that one had written oneself. */
static void
test_nobody_is_told_of_their_own (Fixture *self, gconstpointer unused)
{
  g_auto (SohoIdentity) other = make_identity (ANNA, 9, 0, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoEditsAnswer) answer = NULL;

  assert_said (self, &self->anna, ANNAS ("\"base\":1,\"set\":{\"lon\":0.5}"), "ok");
  assert_said (self, &other, ANNAS ("\"base\":2,\"set\":{\"lat\":43.5}"), "ok");
  assert_said (self, &self->anna, ANNAS ("\"base\":1,\"set\":{\"lon\":0.75}"), "ok");
  answer
      = send_numbered (self, &self->anna, self->next[ANNA_WRITER]++,
                       ANNAS ("\"base\":4,\"set\":{\"organization\":\"Atelier\"}"), 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->overwritten->len, ==, 0);
}

static void
test_state_moves_on (Fixture *self, gconstpointer unused)
{
  g_auto (SohoIdentity) other = make_identity (8124003, 9, SOHO_ROLE_STAFF, NULL);
  gint64 id
      = network_put (self->network, "event", 0, "title=Rencontre", "start=2026-10-01 18:00", NULL);
#define EVENT(state)                                                                               \
  g_strdup_printf ("{\"kind\":\"event\",\"id\":%lld,\"act\":\"change\",\"base\":1,"                \
                   "\"set\":{\"state\":\"" state "\"}}",                                           \
                   (long long) id)
  g_autofree char *held = EVENT ("held");
  g_autofree char *cancelled = EVENT ("cancelled");

  assert_said (self, &self->staff, held, "ok");
  assert_said (self, &other, cancelled, "moved_on");
  assert_field (self, "event", id, "state", "held");
  /* The one who decided may go on. */
  assert_said (self, &self->staff, cancelled, "ok");
}

/* What changed before there was a history, or by an import, counts. */
static void
test_changes_of_the_server (Fixture *self, gconstpointer unused)
{
  gint64 id
      = network_put (self->network, "event", 0, "title=Rencontre", "start=2026-10-01 18:00", NULL);
  g_autofree char *held = EVENT ("held");

  network_put (self->network, "event", id, "title=Rencontre", "start=2026-10-01 18:00",
               "state=cancelled", NULL);
  assert_said (self, &self->staff, held, "moved_on");
  g_assert_true (soho_history_forget (self->network->archive, id, NULL));
  assert_said (self, &self->staff, held, "moved_on");
}

static void
test_repeats (Fixture *self, gconstpointer unused)
{
  const char *good = ANNAS ("\"base\":1,\"set\":{\"about\":\"x\"}");
  const char *bad = ANNAS ("\"base\":1,\"set\":{\"lat\":91}");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;

  assert_said (self, &self->anna, good, "ok");
  assert_said (self, &self->anna, bad, "invalid lat");
  before = network_dup_all (self->network);
  for (guint i = 0; i < 3; i++)
    {
      self->next[ANNA_WRITER] = 1;
      assert_said (self, &self->anna, good, "ok");
      assert_said (self, &self->anna, bad, "invalid lat");
    }
  after = network_dup_all (self->network);
  g_assert_cmpstr (before, ==, after);

  /* Another edit under a known number, one that is missing, and one that nobody remembers. */
  g_assert_null (send_numbered (self, &self->anna, 1, bad, 0, 0, &error));
  g_assert_error (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_COPIED_REPLICA);
  g_clear_error (&error);
  g_assert_null (send_numbered (self, &self->anna, 4, good, 0, 0, &error));
  g_assert_error (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_OUT_OF_ORDER);
  g_clear_error (&error);
  g_assert_null (send_numbered (self, &self->anna, 3, good, 3, 0, &error));
  g_assert_error (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_OUT_OF_ORDER);
  g_clear_error (&error);
  soho_edits_answer_free (send_numbered (self, &self->anna, 3, good, 2, 0, &error));
  g_assert_no_error (error);
  g_assert_null (send_numbered (self, &self->anna, 2, bad, 0, 0, &error));
  g_assert_error (error, SOHO_EDITS_ERROR, SOHO_EDITS_ERROR_COPIED_REPLICA);
}

/* A request is all or nothing, and its answers are as its edits. */
static void
test_many_at_once (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) soho_edit_free);
  g_autoptr (SohoEditsRequest) request = NULL;
  g_autoptr (SohoEditsAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = network_dup_all (self->network);
  g_autofree char *after = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *line
          = g_strdup_printf ("{\"kind\":\"contact_point\",\"id\":%" G_GINT64_FORMAT
                             ",\"act\":\"create\",\"base\":0,\"set\":{\"member\":8123456,"
                             "\"type\":\"web\",\"value\":\"https://example.org/%u\"}}",
                             ((gint64) (i == 50 ? BRUNO_WRITER : ANNA_WRITER) << 32) + i + 1, i);
      SohoEdit *edit = parse (line);

      edit->number = i + 1;
      g_ptr_array_add (edits, edit);
    }
  /* The last one's answer cannot be kept. */
  soho_database_run (soho_archive_get_database (self->network->archive),
                     "CREATE TRIGGER stop BEFORE INSERT ON answer WHEN new.number = 100"
                     " BEGIN SELECT raise (ABORT, 'stop'); END",
                     &error);
  request = make_request (edits, 0, 0);
  g_assert_null (soho_edits_apply (self->network->archive, &self->anna, request, &error));
  g_assert_error (error, SOHO_DATABASE_ERROR, SOHO_DATABASE_ERROR_FAILED);
  after = network_dup_all (self->network);
  g_assert_cmpstr (before, ==, after);

  g_clear_error (&error);
  soho_database_run (soho_archive_get_database (self->network->archive), "DROP TRIGGER stop", NULL);
  answer = soho_edits_apply (self->network->archive, &self->anna, request, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->answered, ==, 100);
  g_assert_cmpuint (answer->refusals->len, ==, 1);
  g_assert_cmpint (((SohoRefusal *) g_ptr_array_index (answer->refusals, 0))->number, ==, 51);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/server/edits/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("own-card", test_own_card);
  ADD ("who-may-what", test_who_may_what);
  ADD ("hidden-is-as-gone", test_hidden_is_as_gone);
  ADD ("parts-of-ones-own", test_parts_of_ones_own);
  ADD ("parts-before-the-card", test_parts_before_the_card);
  ADD ("ids", test_ids);
  ADD ("depends-on", test_depends_on);
  ADD ("references-are-read-by-all", test_references_are_read_by_all);
  ADD ("invalid-says-which-field", test_invalid_says_which_field);
  ADD ("two-devices", test_two_devices);
  ADD ("told-without-sending", test_told_without_sending);
  ADD ("nobody-is-told-of-their-own", test_nobody_is_told_of_their_own);
  ADD ("state-moves-on", test_state_moves_on);
  ADD ("changes-of-the-server", test_changes_of_the_server);
  ADD ("repeats", test_repeats);
  ADD ("many-at-once", test_many_at_once);
  return g_test_run ();
}
