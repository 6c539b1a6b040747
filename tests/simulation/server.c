/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server.h"

#include <string.h>

#include "accounts/secrets.h"
#include "archive/ids.h"
#include "archive/inventory.h"
#include "archive/sessions.h"
#include "faults.h"
#include "http/responses.h"
#include "machine.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "oracles.h"
#include "page.h"
#include "people.h"
#include "routes/reply.h"

#define FOLDER "server"
#define BEFORE "server-before"

/* An empty archive that all networks begin with. */
static char *template;

void
server_make_template (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SohoArchive) archive = NULL;

  template = machine_make_directory ();
  archive = soho_archive_create (template, soho_model_get (), &error);
  g_assert_no_error (error);
}

void
server_forget_template (void)
{
  machine_remove_directory (g_steal_pointer (&template));
}

static char *
dup_folder (World *world, const char *name)
{
  return g_build_filename (world->directory, name, NULL);
}

/* Once dead, nothing that is done any more is kept. */
static int
on_commit (void *data)
{
  World *world = data;

  if (world->server_dies_in > 0 && --world->server_dies_in == 0)
    {
      world->server_is_dead = TRUE;
      world->n_deaths++;
      world_tell (world, "server dies at a commit");
    }
  return world->server_is_dead;
}

void
server_start (World *world)
{
  g_autofree char *folder = dup_folder (world, FOLDER);
  g_autoptr (GError) error = NULL;

  g_clear_object (&world->archive);
  world->server_is_dead = FALSE;
  world->server_dies_in = 0;
  world->archive = soho_archive_open (folder, soho_model_get (), &error);
  g_assert_no_error (error);
  soho_database_run (soho_archive_get_database (world->archive), "PRAGMA synchronous = OFF", NULL);
  sqlite3_commit_hook (soho_archive_get_database (world->archive), on_commit, world);
  fault_plant_in_archive (world);
}

static gboolean
begin (World *world)
{
  if (world->server_is_dead)
    server_start (world);
  return soho_archive_begin (world->archive, NULL);
}

/* Whether it is done; if not, the server has died of it. */
static gboolean
commit (World *world, gboolean done)
{
  g_autoptr (GError) error = NULL;

  if (done && soho_archive_commit (world->archive, &error))
    return TRUE;
  soho_archive_rollback (world->archive);
  if (!world->server_is_dead)
    world_fail (world, ORACLE_ERROR, "the server cannot write: %s",
                error != NULL ? error->message : "before the commit");
  return FALSE;
}

static gint64
find_in_model (World *world, const char *kind, gpointer unused)
{
  g_autoptr (GPtrArray) list = model_list (world->model);
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++)
    if (strcmp (((ModelRecord *) g_ptr_array_index (list, i))->kind->name, kind) == 0)
      g_ptr_array_add (fitting, g_ptr_array_index (list, i));
  if (fitting->len == 0)
    return 0;
  return ((ModelRecord *) g_ptr_array_index (fitting, world_below (world, fitting->len)))->id;
}

/* Puts a record by the association's own hand. id: 0 for a new one. Returns the id, 0 if nothing
 * came of it. */
static gint64
put (World *world, const SohoKind *kind, gint64 id, SohoValue *values)
{
  g_autoptr (GError) error = NULL;
  gboolean changed;

  if (id == 0)
    soho_kind_apply_fallbacks (kind, values);
  if (!soho_kind_validate (kind, values, NULL) || !begin (world))
    return 0;
  id = soho_archive_put (world->archive, kind, id, values, &changed, &error);
  if (!commit (world, id != 0))
    return 0;
  world_tell (world, "server puts %s %" G_GINT64_FORMAT, kind->name, id);
  model_write (world->model, kind, id, values);
  return id;
}

static gint64
put_new (World *world, const SohoKind *kind)
{
  guint n = soho_kind_get_n_fields (kind);
  SohoValue *values = soho_values_new (n);
  gint64 id;

  people_invent (world, kind, values, n, find_in_model, NULL);
  id = put (world, kind, 0, values);
  soho_values_free (values, n);
  return id;
}

static void
add_account (World *world, guint number)
{
  Person *person = &world->people[number];
  g_autofree char *email = g_strdup_printf ("p%u@example.org", number);
  SohoGrant staff = { SOHO_ROLE_STAFF, 0 };
  SohoGrant contact = { SOHO_ROLE_VILLAGE_CONTACT, person->village };
  gboolean done;

  begin (world);
  if (person->id == 0)
    person->id = soho_archive_next_id (world->archive, NULL, NULL);
  done = soho_archive_add_account (world->archive, person->id, email, NULL)
         && (!person->is_staff || soho_archive_add_role (world->archive, person->id, &staff, NULL))
         && (person->village == 0
             || soho_archive_add_role (world->archive, person->id, &contact, NULL));
  commit (world, done);
}

void
server_found (World *world)
{
  static const SohoKind *const first[] = { &soho_kind_network,         &soho_kind_skill,
                                           &soho_kind_skill,           &soho_kind_village,
                                           &soho_kind_village,         &soho_kind_telecentre,
                                           &soho_kind_village_contact, &soho_kind_resource,
                                           &soho_kind_event,           &soho_kind_guide };
  g_autofree char *folder = dup_folder (world, FOLDER);

  machine_copy_directory (template, folder);
  server_start (world);
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    put_new (world, first[i]);
  /* The last of them has an account and no card yet. */
  for (guint i = 0; i + 1 < SIM_PEOPLE; i++)
    world->people[i].id = put_new (world, &soho_kind_member);
  world->people[0].is_staff = TRUE;
  world->people[1].village = find_in_model (world, "village", NULL);
  for (guint i = 0; i < SIM_PEOPLE; i++)
    add_account (world, i);
  for (guint i = 0; i < 6; i++)
    put_new (world, i % 2 == 0 ? &soho_kind_contact_point : &soho_kind_member_skill);
}

char *
server_open_session (World *world, const Person *person, guint *writer)
{
  g_autofree char *token = soho_secret_dup_token ();
  g_autoptr (GBytes) hash = soho_secret_hash_token (token);
  Session *session;

  if (!begin (world)
      || !commit (world, soho_archive_add_session (world->archive, person->id, hash, "simulated", 0,
                                                   writer, NULL)))
    return NULL;
  session = g_new0 (Session, 1);
  *session = (Session){ person, *writer, TRUE };
  g_hash_table_insert (world->sessions, g_strdup (token), session);
  return g_steal_pointer (&token);
}

void
server_end_session (World *world, const char *token)
{
  Session *session = g_hash_table_lookup (world->sessions, token);
  gboolean ended;

  if (begin (world)
      && commit (world, soho_archive_end_session (world->archive, session->person->id,
                                                  session->writer, &ended, NULL)))
    session->is_open = FALSE;
}

void
server_write (World *world)
{
  g_autoptr (GPtrArray) list = model_list (world->model);
  ModelRecord *record = g_ptr_array_index (list, world_below (world, list->len));
  const SohoKind *kind = record->kind;
  guint n = soho_kind_get_n_fields (kind);
  gint64 id = record->id;
  SohoValue *values;

  if (world_chance (world, 25))
    {
      put_new (world, kind);
      return;
    }
  if (world_chance (world, 20))
    {
      if (!begin (world) || !commit (world, soho_archive_delete (world->archive, id, NULL)))
        return;
      world_tell (world, "server deletes %s %" G_GINT64_FORMAT, kind->name, id);
      model_write (world->model, kind, id, NULL);
      return;
    }
  values = soho_values_new (n);
  for (guint i = 0; i < n; i++)
    soho_value_copy (&values[i], &record->values[i]);
  people_invent (world, kind, values, 2, find_in_model, NULL);
  put (world, kind, id, values);
  soho_values_free (values, n);
}

static void
change_grant (World *world, Person *person, SohoRoles role, const char *name, gint64 *subject)
{
  SohoGrant grant = { role, *subject };
  gboolean had = *subject != 0;
  gboolean done;

  if (!had && role != SOHO_ROLE_STAFF)
    grant.subject
        = find_in_model (world, role == SOHO_ROLE_RECEPTION ? "telecentre" : "village", NULL);
  if (!had && role != SOHO_ROLE_STAFF && grant.subject == 0)
    return;
  if (!begin (world))
    return;
  if (had)
    {
      g_autofree char *sql = g_strdup_printf (
          "DELETE FROM role WHERE person = %" G_GINT64_FORMAT " AND role = '%s'", person->id, name);

      done = soho_database_run (soho_archive_get_database (world->archive), sql, NULL);
    }
  else
    done = soho_archive_add_role (world->archive, person->id, &grant, NULL);
  if (!commit (world, done))
    return;
  world_tell (world, "person %" G_GINT64_FORMAT " %s %s", person->id, had ? "is no longer" : "is",
              name);
  *subject = had ? 0 : role == SOHO_ROLE_STAFF ? 1 : grant.subject;
}

void
server_change_grants (World *world)
{
  Person *person = &world->people[world_below (world, SIM_PEOPLE)];
  gint64 is_staff = person->is_staff;

  switch (world_below (world, 4))
    {
    case 0:
      change_grant (world, person, SOHO_ROLE_VILLAGE_CONTACT, "village_contact", &person->village);
      break;
    case 1:
      change_grant (world, person, SOHO_ROLE_RECEPTION, "reception", &person->desk);
      break;
    default:
      change_grant (world, person, SOHO_ROLE_STAFF, "staff", &is_staff);
      person->is_staff = is_staff != 0;
    }
}

void
server_check (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) complaints = soho_inventory_check (world->archive, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < complaints->len; i++)
    {
      const char *text = g_ptr_array_index (complaints, i);

      /* What is deleted leaves references behind, which is so and not wrong here. */
      if (strstr (text, "which is not there") == NULL)
        world_fail (world, ORACLE_CHECK, "%s", text);
    }
}

static void
take_reply (Exchange *exchange, const SohoReply *reply)
{
  exchange->status = reply->status;
  exchange->content_type = reply->content_type;
  exchange->compressed = reply->compressed;
  g_byte_array_set_size (exchange->answer, 0);
  for (guint i = 0; i < reply->body->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (reply->body, i), &size);

      g_byte_array_append (exchange->answer, data, (guint) size);
    }
}

/* The model does what the server says it did. */
static void
see_edits (World *world, const Session *session, Exchange *exchange)
{
  g_autoptr (GBytes) lines = soho_page_decompress_all (exchange->body);
  g_autoptr (SohoEditsRequest) request = soho_edits_parse_request (
      soho_model_get (), g_bytes_get_data (lines, NULL), g_bytes_get_size (lines), NULL);
  g_autoptr (SohoEditsAnswer) answer = NULL;

  if (exchange->status != 200)
    {
      g_byte_array_append (exchange->answer, (const guint8 *) "", 1);
      world_tell (world, "  answered %u %s", exchange->status, exchange->answer->data);
      g_byte_array_set_size (exchange->answer, exchange->answer->len - 1);
      model_compare (world);
      return;
    }
  answer = soho_edits_parse_answer (soho_model_get (), (const char *) exchange->answer->data,
                                    exchange->answer->len, NULL);
  if (request == NULL || answer == NULL)
    {
      world_fail (world, ORACLE_ERROR, "the server's answer to edits is none");
      return;
    }
  model_take_edits (world, session->person, session->writer, request, answer);
  if (!world->has_failed)
    model_compare (world);
}

/* What stands behind the question mark. */
static GHashTable *
read_parameters (const Exchange *exchange)
{
  const char *query = strchr (exchange->path, '?');

  return g_uri_parse_params (query != NULL ? query + 1 : "", -1, "&", G_URI_PARAMS_NONE, NULL);
}

static void
answer_get (World *world, Exchange *exchange, const SohoIdentity *identity)
{
  g_autoptr (GHashTable) parameters = read_parameters (exchange);
  const char *from = g_hash_table_lookup (parameters, "from");
  const char *fill = g_hash_table_lookup (parameters, "fill");
  g_autoptr (SohoReply) reply = soho_reply_to_changes (world->archive, identity, from, fill, TRUE);

  take_reply (exchange, reply);
  g_free (exchange->readable);
  exchange->readable = model_dup_readable (world->model, (const char *const *) identity->audiences);
  oracle_see_answer (world, exchange, (const char *const *) identity->audiences);
}

static void
answer_post (World *world, Exchange *exchange, const SohoIdentity *identity, const Session *session)
{
  g_autoptr (GHashTable) parameters = read_parameters (exchange);
  g_autoptr (SohoReply) reply = soho_reply_to_edits (
      world->archive, identity, g_hash_table_lookup (parameters, "resumed"), "zstd",
      g_bytes_get_data (exchange->body, NULL), g_bytes_get_size (exchange->body));

  take_reply (exchange, reply);
  if (!world->server_is_dead)
    see_edits (world, session, exchange);
}

static void
see_identity (World *world, const SohoIdentity *identity, const Session *session)
{
  g_auto (GStrv) expected = model_dup_audiences (session != NULL ? session->person : NULL);
  g_autofree char *is = g_strjoinv (" ", identity->audiences);
  g_autofree char *should = g_strjoinv (" ", expected);

  if (strcmp (is, should) != 0)
    world_fail (world, ORACLE_AUDIENCE, "asked in the audiences “%s”, which should be “%s”", is,
                should);
}

static void
refuse_stranger (World *world, Exchange *exchange, const Session *session)
{
  g_autofree char *body = soho_error_body ("signed_out", "Sign in again.");

  if (session != NULL && session->is_open && !world->server_is_dead)
    world_fail (world, ORACLE_ERROR, "a sign-in is not known");
  exchange->status = 401;
  exchange->content_type = "application/json";
  exchange->compressed = FALSE;
  g_byte_array_set_size (exchange->answer, 0);
  g_byte_array_append (exchange->answer, (const guint8 *) body, (guint) strlen (body));
}

static void
answer_living (World *world, Exchange *exchange)
{
  g_autofree char *header
      = exchange->token != NULL ? g_strconcat ("Bearer ", exchange->token, NULL) : NULL;
  const Session *session
      = exchange->token != NULL ? g_hash_table_lookup (world->sessions, exchange->token) : NULL;
  g_auto (SohoIdentity) identity = SOHO_IDENTITY_INIT;

  if (!soho_identity_from_header (header, world->archive, &identity, NULL))
    {
      refuse_stranger (world, exchange, session);
      return;
    }
  see_identity (world, &identity, session);
  if (exchange->body != NULL)
    answer_post (world, exchange, &identity, session);
  else
    answer_get (world, exchange, &identity);
  if (exchange->status == 503 && !world->server_is_dead)
    world_fail (world, ORACLE_ERROR, "the server answered 503: %.*s", (int) exchange->answer->len,
                exchange->answer->data);
}

/* A file that goes back to what it was, as if what was committed had never reached the disk. */
static void
lose_commits (World *world, Exchange *exchange)
{
  g_autofree char *folder = dup_folder (world, FOLDER);
  g_autofree char *before = dup_folder (world, BEFORE);

  g_clear_object (&world->archive);
  machine_copy_directory (folder, before);
  server_start (world);
  answer_living (world, exchange);
  g_clear_object (&world->archive);
  machine_remove_directory (g_strdup (folder));
  machine_copy_directory (before, folder);
  machine_remove_directory (g_strdup (before));
  server_start (world);
}

void
server_answer (World *world, Exchange *exchange)
{
  const Fault *fault = world->fault;

  world->n_requests++;
  exchange->delivered = TRUE;
  exchange->taken = 0;
  if (world->server_is_dead)
    server_start (world);
  if (fault != NULL && fault->request != NULL)
    fault->request (world, exchange);
  if (fault != NULL && fault->loses_commits && exchange->body != NULL
      && world_below (world, 4) == 0)
    lose_commits (world, exchange);
  else
    answer_living (world, exchange);
  if (world->server_is_dead)
    exchange->status = 0;
  else if (fault != NULL && fault->answer != NULL)
    fault->answer (world, exchange);
  world->n_news += exchange->status != 204;
  world_tell (world, "  answered with %u, %u bytes", exchange->status, exchange->answer->len);
}
