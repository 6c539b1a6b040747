/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/kind-look.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *kind, *icon, *plural;
} Look;

static const Look looks[] = {
  { "member", "avatar-default-symbolic", N_ ("People") },
  { "village", "go-home-symbolic", N_ ("Villages") },
  { "village_offer", "starred-symbolic", N_ ("Homes, premises and businesses") },
  { "telecentre", "computer-symbolic", N_ ("Telecentres") },
  { "event", "x-office-calendar-symbolic", N_ ("Meetings") },
  { "guide", "accessories-dictionary-symbolic", N_ ("Guides") },
  { "episode", "audio-input-microphone-symbolic", N_ ("Podcast") },
  { NULL, "emblem-documents-symbolic", N_ ("Others") },
};

static const Look *
find_look (const SohoKind *kind)
{
  const Look *look = looks;

  while (look->kind != NULL && !g_str_equal (look->kind, kind->name))
    look++;
  return look;
}

const char *
soho_kind_look_get_icon (const SohoKind *kind)
{
  return find_look (kind)->icon;
}

const char *
soho_kind_look_get_plural (const SohoKind *kind)
{
  return _ (find_look (kind)->plural);
}
