/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes/arrival.h"

#include "formats/json.h"
#include "http/responses.h"
#include "model/validate.h"

static char *
read_device (const char *text)
{
  static const SohoField field = SOHO_TEXT_FIELD ("device", SOHO_DEVICE_MAX, .required = TRUE);
  g_autofree char *device = soho_text_dup_trimmed (text);
  SohoValue value = { .type = SOHO_VALUE_TEXT, .text = device };

  return *device != '\0' && soho_field_validate (&field, &value, NULL) ? g_steal_pointer (&device)
                                                                       : NULL;
}

SohoArrival *
soho_arrival_new (SohoAccounts *accounts,
                  SoupServerMessage *message,
                  const char *account,
                  const char *device)
{
  g_autoptr (SohoArrival) self = g_new0 (SohoArrival, 1);
  guint wait_s;

  self->accounts = g_object_ref (accounts);
  self->message = g_object_ref (message);
  self->device = read_device (device);
  if (self->device == NULL)
    {
      soho_respond_error (message, SOUP_STATUS_BAD_REQUEST, "invalid",
                          "The text “device” is to be one line of up to 80 characters.");
      return NULL;
    }
  wait_s = soho_accounts_admit (accounts, message, account, &self->attempt);
  if (wait_s > 0)
    {
      soho_respond_wait (message, wait_s);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
soho_arrival_free (SohoArrival *self)
{
  g_object_unref (self->accounts);
  g_object_unref (self->message);
  soho_attempt_clear (&self->attempt);
  g_free (self->device);
  soho_password_free (self->password);
  g_free (self->kept);
  g_clear_pointer (&self->code, g_bytes_unref);
  g_free (self);
}

void
soho_arrival_pause (SohoArrival *self)
{
  soup_server_message_pause (self->message);
}

static char *
dup_answer (SohoArrival *self,
            const char *token,
            guint writer,
            const SohoAccount *account,
            const char *const *roles)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (
      json, "{\"token\":\"%s\",\"writer\":%u,\"person\":%" G_GINT64_FORMAT ",\"email\":", token,
      writer, self->person);
  soho_json_append_string (json, account->email);
  soho_append_roles (json, roles);
  g_string_append_printf (json, ",\"log\":\"%016" G_GINT64_MODIFIER "x\"}",
                          soho_archive_get_epoch (soho_accounts_get_archive (self->accounts)));
  return g_string_free (json, FALSE);
}

static char *
open_session (SohoArrival *self, GError **error)
{
  SohoArchive *archive = soho_accounts_get_archive (self->accounts);
  g_auto (SohoAccount) account = { 0 };
  g_auto (GStrv) roles = NULL;
  g_autofree char *token = NULL;
  guint writer;

  if (!soho_archive_read_account (archive, self->person, &account, error)
      || (roles = soho_archive_dup_roles (archive, self->person, error)) == NULL
      || !soho_accounts_open_session (self->accounts, self->person, self->device, &token, &writer,
                                      error)
      || !soho_archive_commit (archive, error))
    return NULL;
  return dup_answer (self, token, writer, &account, (const char *const *) roles);
}

void
soho_arrival_open (SohoArrival *self)
{
  g_autoptr (GError) error = NULL;
  char *json = open_session (self, &error);

  if (json == NULL)
    {
      soho_archive_rollback (soho_accounts_get_archive (self->accounts));
      soho_arrival_fail (self, error);
      return;
    }
  soho_accounts_forgive (self->accounts, &self->attempt);
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message),
                                "Cache-Control", "no-store");
  soho_respond_json (self->message, SOUP_STATUS_CREATED, json);
}

void
soho_arrival_refuse (SohoArrival *self, const char *code, const char *text)
{
  soho_respond_error (self->message, SOUP_STATUS_FORBIDDEN, code, text);
}

void
soho_arrival_fail (SohoArrival *self, const GError *error)
{
  soho_accounts_take_back (self->accounts, &self->attempt);
  soho_respond_failure (self->message, error);
}

gboolean
soho_arrival_may_sign_in (SohoArrival *self)
{
  guint wait_s = soho_accounts_get_sign_in_wait (self->accounts, self->person);

  if (wait_s > 0)
    {
      soho_accounts_forgive (self->accounts, &self->attempt);
      soho_respond_wait (self->message, wait_s);
    }
  return wait_s == 0;
}
