/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/changes.h"

#include <string.h>

#include "archive/cursor.h"
#include "archive/pages.h"
#include "page.h"

#define LINE_LEVEL 3

/* One answer under way. */
typedef struct
{
  SohoArchive *archive;
  const char *audience;
  const char *const *fills; /* NULL for every kind */
  gboolean filling;
  SohoCursor cursor;
  GPtrArray *frames;
} Answer;

static void
add_line (Answer *answer, const char *line)
{
  g_ptr_array_add (answer->frames, soho_page_compress (line, strlen (line), LINE_LEVEL));
}

static gboolean
is_filled (const Answer *answer, const SohoKind *kind)
{
  return answer->filling && (answer->fills == NULL || g_strv_contains (answer->fills, kind->name));
}

/* A deferred transaction that only reads, unless pages have to be sealed first. */
static gboolean
begin (Answer *answer, GError **error)
{
  const SohoModel *model = soho_archive_get_model (answer->archive);
  sqlite3 *db = soho_archive_get_database (answer->archive);
  gboolean complete = TRUE;

  if (!soho_database_run (db, "BEGIN", error))
    return FALSE;
  for (const SohoKind *const *kind = model->kinds; *kind != NULL && complete; kind++)
    if (is_filled (answer, *kind)
        && !soho_pages_are_complete (answer->archive, answer->audience, *kind, &complete, error))
      return FALSE;
  if (complete)
    return TRUE;

  soho_archive_rollback (answer->archive);
  if (!soho_archive_begin (answer->archive, error))
    return FALSE;
  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (is_filled (answer, *kind)
        && !soho_pages_seal (answer->archive, answer->audience, *kind, error))
      return FALSE;
  return TRUE;
}

static gboolean
collect_fill (Answer *answer, GError **error)
{
  const SohoModel *model = soho_archive_get_model (answer->archive);
  gboolean reached = answer->cursor.kind == NULL;

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    {
      gboolean partly = *kind == answer->cursor.kind;

      reached = reached || partly;
      if (reached && is_filled (answer, *kind)
          && !soho_pages_collect (answer->archive, answer->audience, *kind,
                                  partly ? answer->cursor.id : 0, answer->frames, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
collect_tail (Answer *answer, GError **error)
{
  const SohoModel *model = soho_archive_get_model (answer->archive);

  for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
    if (!soho_pages_collect_tail (answer->archive, answer->audience, *kind, answer->cursor.point,
                                  answer->frames, error))
      return FALSE;
  return TRUE;
}

static gboolean
collect (Answer *answer, gint64 now, GError **error)
{
  if (answer->filling)
    {
      g_autofree char *token = soho_cursor_dup_token (answer->archive, answer->cursor.point);
      g_autofree char *line = soho_page_dup_begin_line (token);

      add_line (answer, line);
      if (!collect_fill (answer, error))
        return FALSE;
    }
  if (!collect_tail (answer, error))
    return FALSE;
  if (answer->frames->len > 0)
    {
      g_autofree char *token = soho_cursor_dup_token (answer->archive, now);
      g_autofree char *line = soho_page_dup_end_line (token, NULL);

      add_line (answer, line);
    }
  return TRUE;
}

/* A first fill begins at the newest change. A cursor beyond it was given out by a log that went on
 * differently, such as one whose file was put back from a copy. */
static gboolean
place (Answer *answer, gboolean first, gint64 now, GError **error)
{
  if (first)
    answer->cursor.point = now;
  return answer->cursor.point <= now || soho_cursor_fail_unknown (error);
}

GPtrArray *
soho_changes_collect (SohoArchive *archive,
                      const char *from,
                      const char *const *fills,
                      GError **error)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Answer answer = { .archive = archive, .audience = SOHO_AUDIENCE_PUBLIC, .frames = frames };
  gboolean first = *from == '\0';
  gint64 now;

  if (!first && !soho_cursor_parse (archive, from, &answer.cursor, error))
    return NULL;
  answer.filling = first || answer.cursor.kind != NULL || fills != NULL;
  answer.fills = fills;
  if (begin (&answer, error) && soho_pages_read_last_seq (archive, answer.audience, &now, error)
      && place (&answer, first, now, error) && collect (&answer, now, error)
      && soho_archive_commit (archive, error))
    return g_steal_pointer (&frames);
  soho_archive_rollback (archive);
  return NULL;
}
