/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "print/printing.h"

/* A booklet of A5 pages with everybody who agreed to be in it: whose card, and of whose telephone
 * numbers and addresses those alone, are for everybody or for members. */
typedef struct _SohoPocketDirectory SohoPocketDirectory;

SohoPocketDirectory *soho_pocket_directory_new (SohoLibrary *library);

/* How it is printed. */
const SohoPrintable *soho_pocket_directory_get_printable (void);
