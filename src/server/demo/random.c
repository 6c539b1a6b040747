/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/random.h"

/* The odd integer nearest to 2⁶⁴ divided by the golden ratio. */
#define GOLDEN_GAMMA G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

static guint64
mix (guint64 z)
{
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

SohoDemoRandom
soho_demo_random_new (guint64 seed, SohoDemoRandomPurpose purpose, guint64 index)
{
  guint64 state = mix (seed + GOLDEN_GAMMA);

  state = mix (state + ((guint64) purpose + 1) * GOLDEN_GAMMA);
  return (SohoDemoRandom){ mix (state + (index + 1) * GOLDEN_GAMMA) };
}

guint64
soho_demo_random_next (SohoDemoRandom *self)
{
  self->state += GOLDEN_GAMMA;
  return mix (self->state);
}

guint
soho_demo_random_below (SohoDemoRandom *self, guint n)
{
  guint64 excess, number;

  g_assert (n > 0);

  /* The first 2⁶⁴ mod n numbers would make the small remainders likelier. */
  excess = -(guint64) n % n;
  do
    number = soho_demo_random_next (self);
  while (number < excess);
  return number % n;
}

gint64
soho_demo_random_between (SohoDemoRandom *self, gint64 least, gint64 most)
{
  g_assert (least <= most && most - least < G_MAXUINT);

  return least + soho_demo_random_below (self, (guint) (most - least) + 1);
}

gboolean
soho_demo_random_percent (SohoDemoRandom *self, guint percent)
{
  return soho_demo_random_below (self, 100) < percent;
}

guint
soho_demo_random_weighted (SohoDemoRandom *self, const guint *weights, guint n)
{
  guint total = 0, left;

  for (guint i = 0; i < n; i++)
    total += weights[i];
  left = soho_demo_random_below (self, total);
  for (guint i = 0; i < n; i++)
    {
      if (left < weights[i])
        return i;
      left -= weights[i];
    }
  g_assert_not_reached ();
}

void
soho_demo_random_shuffle (SohoDemoRandom *self, guint *items, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint other = soho_demo_random_below (self, i);
      guint item = items[i - 1];

      items[i - 1] = items[other];
      items[other] = item;
    }
}
