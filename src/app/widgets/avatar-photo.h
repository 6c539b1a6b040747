/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/record.h"
#include "photos.h"

#include <adwaita.h>

/* Shows in an avatar the photo that a member's record names. The initials stand there until it
 * comes, and stay if there is none or it cannot be shown. To be called again whenever the avatar
 * stands for another person, or the record has changed. */
void soho_avatar_photo_show (AdwAvatar *avatar, SohoPhotos *photos, SohoRecord *member);
