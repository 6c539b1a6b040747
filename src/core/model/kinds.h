/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/kind.h"

/* The kinds of Soho Solo, each declared once, in kinds/. */

extern const SohoKind soho_kind_network;
extern const SohoKind soho_kind_skill;
extern const SohoKind soho_kind_member;
extern const SohoKind soho_kind_contact_point;
extern const SohoKind soho_kind_member_skill;
extern const SohoKind soho_kind_favourite;
extern const SohoKind soho_kind_private_note;
extern const SohoKind soho_kind_saved_search;
extern const SohoKind soho_kind_village;
extern const SohoKind soho_kind_village_offer;
extern const SohoKind soho_kind_village_contact;
extern const SohoKind soho_kind_telecentre;
extern const SohoKind soho_kind_resource;
extern const SohoKind soho_kind_event;
extern const SohoKind soho_kind_guide;
extern const SohoKind soho_kind_episode;

/* public, members, self: what a person chooses from for a record of their own. */
extern const char *const soho_visibilities[];
