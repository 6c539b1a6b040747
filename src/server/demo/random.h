/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Numbers that look like chance and are the same on every machine. SplitMix64, written from Guy L.
 * Steele Jr., Doug Lea, Christine H. Flood, "Fast Splittable Pseudorandom Number Generators"
 * (OOPSLA 2014), figure 16, with the mixing constants of David Stafford's variant 13. Integers
 * only, since the last bits of a double may differ between machines. Not for anything secret. */
typedef struct
{
  guint64 state;
} SohoDemoRandom;

/* What is decided by chance. Each purpose has numbers of its own, so that changing how one thing is
 * drawn leaves the others of the same seed as they were; hence new ones go to the end. */
typedef enum
{
  SOHO_DEMO_RANDOM_PARTNERS,
  SOHO_DEMO_RANDOM_VILLAGE,
  SOHO_DEMO_RANDOM_TELECENTRE,
  SOHO_DEMO_RANDOM_NAMES,
  SOHO_DEMO_RANDOM_PERSON,
  SOHO_DEMO_RANDOM_MEMBER,
  SOHO_DEMO_RANDOM_SKILLS,
  SOHO_DEMO_RANDOM_CONTACTS,
  SOHO_DEMO_RANDOM_NUMBERS,
  SOHO_DEMO_RANDOM_OFFERS,
  SOHO_DEMO_RANDOM_WELCOME,
  SOHO_DEMO_RANDOM_MEETING,
  SOHO_DEMO_RANDOM_PORTRAIT,
  SOHO_DEMO_RANDOM_OWN,
} SohoDemoRandomPurpose;

/* The numbers for the index-th thing of one purpose. */
SohoDemoRandom soho_demo_random_new (guint64 seed, SohoDemoRandomPurpose purpose, guint64 index);

/* Any of the 2⁶⁴ numbers. */
guint64 soho_demo_random_next (SohoDemoRandom *self);

/* 0 to n - 1, each as likely as the others; n is at least 1. */
guint soho_demo_random_below (SohoDemoRandom *self, guint n);

/* least to most, both included. */
gint64 soho_demo_random_between (SohoDemoRandom *self, gint64 least, gint64 most);

/* TRUE in that many of a hundred cases. */
gboolean soho_demo_random_percent (SohoDemoRandom *self, guint percent);

/* A position in weights, each as likely as its weight; their sum is at least 1. */
guint soho_demo_random_weighted (SohoDemoRandom *self, const guint *weights, guint n);

/* Puts the items into any order (Durstenfeld, "Algorithm 235: Random permutation", CACM 1964). */
void soho_demo_random_shuffle (SohoDemoRandom *self, guint *items, guint n);
