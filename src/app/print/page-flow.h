/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

/* Headings and entries that run down columns and over pages. An entry is never cut in two, and a
 * heading never stands at the foot of a column. */
typedef struct _SohoPageFlow SohoPageFlow;

SohoPageFlow *soho_page_flow_new (void);
void soho_page_flow_free (SohoPageFlow *self);

/* The texts are plain, and copied. detail: below the name, smaller, with line breaks of its own;
 * NULL for none. */
void soho_page_flow_add_heading (SohoPageFlow *self, const char *text);
void soho_page_flow_add_entry (SohoPageFlow *self, const char *name, const char *detail);

/* Lays out for columns side by side on pages of a size, in points; size: of the letters. Returns
 * how many pages that takes, 0 for nothing. */
guint soho_page_flow_lay_out (SohoPageFlow *self,
                              PangoContext *context,
                              double size,
                              double width,
                              double height,
                              guint columns);

/* Draws a page, from 0, of the last layout at the origin of cr. */
void soho_page_flow_draw (SohoPageFlow *self, cairo_t *cr, guint page);
