/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "map/base-painter.h"

#include <gdk/gdk.h>

/* A picture of the land that threads of its own draw, as many as there are processors, the newest
 * picture first. To be used from the main thread. */
typedef struct _SohoBasePicture SohoBasePicture;

typedef void (*SohoBasePictureReady) (SohoBasePicture *picture, gpointer user_data);

/* Starts drawing a frame of at least one pixel; ready is called in the main loop once it is done,
 * unless the picture is freed before. */
SohoBasePicture *soho_base_picture_new (SohoGeography *geography,
                                        const SohoBaseFrame *frame,
                                        SohoBaseStyle *style,
                                        SohoBasePictureReady ready,
                                        gpointer user_data);

/* Frees the picture. Drawing that is under way stops soon, and ready is not called any more. */
void soho_base_picture_free (SohoBasePicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SohoBasePicture, soho_base_picture_free)

const SohoBaseFrame *soho_base_picture_get_frame (SohoBasePicture *picture);
SohoBaseStyle *soho_base_picture_get_style (SohoBasePicture *picture);

/* What was drawn; NULL until ready. */
GdkTexture *soho_base_picture_get_texture (SohoBasePicture *picture);
