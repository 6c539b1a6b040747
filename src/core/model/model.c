/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/kinds.h"

const SohoModel *
soho_model_get (void)
{
  static const SohoKind *const kinds[] = {
    &soho_kind_network,      &soho_kind_skill,         &soho_kind_village, &soho_kind_telecentre,
    &soho_kind_member_skill, &soho_kind_contact_point, &soho_kind_member,  NULL,
  };
  static const SohoModel model = { kinds };

  return &model;
}
