/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What glibc's malloc keeps of the memory that a program has let go of. */

/* To be called first in main (): threads share one heap. Each would else keep one of its own, at
 * its largest, and ours draw maps for a moment and then wait. */
void soho_heap_share (void);

/* Gives back, in a while and from the main loop, what starting has let go of. */
void soho_heap_trim_later (void);
