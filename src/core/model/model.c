/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/kinds.h"

const SohoModel *
soho_model_get (void)
{
  static const SohoKind *const kinds[] = {
    &soho_kind_network,
    &soho_kind_skill,
    &soho_kind_village_contact,
    &soho_kind_village,
    &soho_kind_resource,
    &soho_kind_telecentre,
    &soho_kind_member_skill,
    &soho_kind_contact_point,
    &soho_kind_favourite,
    &soho_kind_private_note,
    &soho_kind_saved_search,
    &soho_kind_member,
    &soho_kind_village_offer,
    &soho_kind_event,
    &soho_kind_guide,
    &soho_kind_episode,
    NULL,
  };
  static const SohoModel model = { kinds };

  return &model;
}
