/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A pollable output stream upon another that never makes the thread that made it wait: there, a
 * write that is allowed to wait, yet finds no room, fails with G_IO_ERROR_TIMED_OUT. Other threads
 * wait as usual. Closing it leaves the base open. */
#define SOHO_TYPE_PROMPT_OUTPUT (soho_prompt_output_get_type ())
G_DECLARE_FINAL_TYPE (
    SohoPromptOutput, soho_prompt_output, SOHO, PROMPT_OUTPUT, GFilterOutputStream)

/* base: a GPollableOutputStream. Returns: to be unreferenced. */
GOutputStream *soho_prompt_output_new (GOutputStream *base);
