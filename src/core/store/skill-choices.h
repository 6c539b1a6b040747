/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/replica.h"

/* What somebody can mean who types what they can do. */
typedef struct
{
  char *label;    /* as it is shown: "Traducteur / Traductrice" */
  char *category; /* in which plain category; NULL if that is not known, or is the label itself */
  gint64 skill;   /* the record that stands for it in this network */
  char *detail;   /* what that record does not say, to be noted beside it; NULL if it says all */
} SohoSkillChoice;

/* The skills and occupations that the typed words begin, in either gender, or mean in everyday
 * language, best first: those that people of the network have, those that the taxonomy names, what
 * is meant. An occupation that nobody has yet stands under one of the same code of ROME, or else
 * under its category, with its name as the detail. At most limit of them; none for no words. An
 * array of SohoSkillChoice; NULL on error. */
GPtrArray *
soho_replica_complete_skill (SohoReplica *self, const char *typed, guint limit, GError **error);

/* For what nothing names: each plain category, with the typed text as the detail. An array of
 * SohoSkillChoice; NULL on error. */
GPtrArray *soho_replica_list_skill_homes (SohoReplica *self, const char *typed, GError **error);

/* Whether the detail is what a person's skill is called, rather than more about it: it names an
 * occupation itself, or what it stands under is a whole category. detail: NULL for none. */
gboolean soho_skill_is_called_by_detail (SohoRecord *skill, const char *detail);
