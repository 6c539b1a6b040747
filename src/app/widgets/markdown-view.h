/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A text in Markdown as it is meant to be read: no wider than the eye follows, in the size of the
 * system. Words can be selected; links show where they lead before they are followed. It needs the
 * action "win.open-uri" above it. */
#define SOHO_TYPE_MARKDOWN_VIEW (soho_markdown_view_get_type ())
G_DECLARE_FINAL_TYPE (SohoMarkdownView, soho_markdown_view, SOHO, MARKDOWN_VIEW, AdwBin)

/* NULL or "" for none, which hides the view. A text that cannot be shown is replaced by a sentence
 * that says so. */
void soho_markdown_view_set_text (SohoMarkdownView *self, const char *text);

G_END_DECLS
