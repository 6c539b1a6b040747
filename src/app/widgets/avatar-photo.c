/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/avatar-photo.h"

#include "platform/photo-decoder.h"

#define KEY "soho-avatar-photo"

/* What an avatar shows or waits for; it goes with the avatar. */
typedef struct
{
  AdwAvatar *avatar; /* borrowed */
  SohoPhotos *photos;
  char *name;
  gint64 member;
  GCancellable *cancellable; /* of the wish under way, else NULL */
  gulong retry_handler, scale_handler;
} Shown;

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  if (shown->cancellable != NULL)
    g_cancellable_cancel (shown->cancellable);
  g_clear_object (&shown->cancellable);
  g_clear_signal_handler (&shown->retry_handler, shown->photos);
  /* An avatar on its way out has no handlers any more. */
  if (g_signal_handler_is_connected (shown->avatar, shown->scale_handler))
    g_signal_handler_disconnect (shown->avatar, shown->scale_handler);
  g_object_unref (shown->photos);
  g_free (shown->name);
  g_free (shown);
}

/* Device pixels, so that what is drawn is neither blurred nor made smaller for each frame. */
static guint
get_side (Shown *shown)
{
  int side = adw_avatar_get_size (shown->avatar)
             * gtk_widget_get_scale_factor (GTK_WIDGET (shown->avatar));

  return (guint) CLAMP (side, 1, SOHO_PHOTO_SIDE_MAX);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = soho_photos_load_finish (SOHO_PHOTOS (source), result, &error);
  Shown *shown = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&shown->cancellable);
  if (texture != NULL)
    adw_avatar_set_custom_image (shown->avatar, GDK_PAINTABLE (texture));
}

static void
load (Shown *shown)
{
  guint side = get_side (shown);
  GdkTexture *texture = soho_photos_peek (shown->photos, shown->name, side);

  if (texture != NULL)
    {
      adw_avatar_set_custom_image (shown->avatar, GDK_PAINTABLE (texture));
      return;
    }
  if (shown->cancellable != NULL)
    return;
  shown->cancellable = g_cancellable_new ();
  soho_photos_load_async (shown->photos, shown->name, "member", shown->member, side,
                          shown->cancellable, on_loaded, shown);
}

static void
on_retry (Shown *shown)
{
  if (adw_avatar_get_custom_image (shown->avatar) == NULL)
    load (shown);
}

void
soho_avatar_photo_show (AdwAvatar *avatar, SohoPhotos *photos, SohoRecord *member)
{
  const char *name = soho_record_get_text (member, "photo");
  gint64 id = soho_record_get_id (member);
  Shown *shown = g_object_get_data (G_OBJECT (avatar), KEY);

  if (shown != NULL && shown->member == id && g_strcmp0 (shown->name, name) == 0)
    return;
  g_object_set_data (G_OBJECT (avatar), KEY, NULL);
  adw_avatar_set_custom_image (avatar, NULL);
  if (name == NULL)
    return;
  shown = g_new0 (Shown, 1);
  shown->avatar = avatar;
  shown->photos = g_object_ref (photos);
  shown->name = g_strdup (name);
  shown->member = id;
  shown->retry_handler = g_signal_connect_swapped (photos, "retry", G_CALLBACK (on_retry), shown);
  shown->scale_handler
      = g_signal_connect_swapped (avatar, "notify::scale-factor", G_CALLBACK (load), shown);
  g_object_set_data_full (G_OBJECT (avatar), KEY, shown, shown_free);
  load (shown);
}
