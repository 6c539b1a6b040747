/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "archive/archive.h"
#include "demo/cast.h"

/* Which skills of the archive each trade of the cast stands for. */
typedef struct _SohoDemoSkills SohoDemoSkills;

/* Finds, or makes, the skills of the trades that somebody in the cast has. NULL on error. */
SohoDemoSkills *
soho_demo_skills_new (SohoArchive *archive, const SohoDemoCast *cast, GError **error);
void soho_demo_skills_free (SohoDemoSkills *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoDemoSkills, soho_demo_skills_free)

/* Puts what each person can do: one to four skills. The members must have been put. */
gboolean soho_demo_skills_put_members (SohoArchive *archive,
                                       const SohoDemoSkills *self,
                                       const SohoDemoCast *cast,
                                       guint64 seed,
                                       GError **error);
