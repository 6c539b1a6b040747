/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/changes.h"

#include <string.h>

#include "archive/answers.h"
#include "archive/cursor.h"
#include "archive/pages.h"
#include "formats/json.h"
#include "page.h"

#define LINE_LEVEL 3

/* A cursor has room for a position behind it. */
#define LONGEST_TOKEN (SOHO_CURSOR_MAX - 80)

/* One answer under way. */
typedef struct
{
  SohoArchive *archive;
  const char *const *audiences; /* what the reader may read, in the order of a fill */
  const char *const *fills;     /* kinds and audiences; empty for none */
  char *readable;               /* the audiences as a JSON array */
  SohoCursor told;              /* where the reader stands */
  SohoCursor now;               /* the same by what the reader may read now */
  gboolean filling;
  guint writer; /* 0 if nobody has signed in */
  gint64 seen;
  char **overwritten; /* what goes back to the writer; NULL until it is read */
  GPtrArray *frames;
} Answer;

static void
answer_clear (Answer *answer)
{
  g_free (answer->readable);
  soho_cursor_clear (&answer->told);
  soho_cursor_clear (&answer->now);
  g_strfreev (answer->overwritten);
  g_ptr_array_unref (answer->frames);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static gboolean
is_among (const char *name, char **names)
{
  return g_strv_contains ((const char *const *) names, name);
}

/* Whether a fill tells the audience before it comes to the told position, or while it is there. One
 * that the reader has lost stood before all that are narrower. */
static gboolean
stands_before_position (const Answer *answer, const char *audience)
{
  guint rank = soho_audience_get_rank (audience);
  guint reached = soho_audience_get_rank (answer->told.audience);

  if (rank != reached || soho_audience_is_shared (audience))
    return rank <= reached;
  for (const char *const *other = answer->audiences; *other != NULL; other++)
    if (strcmp (*other, audience) == 0)
      return g_strv_contains (other, answer->told.audience);
  return FALSE;
}

/* A fill goes on where it was, unless an audience has to be filled that was not being filled when
 * it came past. */
static gboolean
keeps_position (const Answer *answer)
{
  if (answer->told.kind == NULL)
    return FALSE;
  for (char **audience = answer->now.filling; *audience != NULL; audience++)
    if (stands_before_position (answer, *audience) && !is_among (*audience, answer->told.filling))
      return FALSE;
  return TRUE;
}

/* What was told to some extent and may be read no more. */
static char **
dup_leaving (const Answer *answer)
{
  char **const sets[] = { answer->told.covered, answer->told.filling, answer->told.leaving };
  g_autoptr (GStrvBuilder) leaving = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    for (char **audience = sets[i]; *audience != NULL; audience++)
      if (!g_strv_contains (answer->audiences, *audience))
        g_strv_builder_add (leaving, *audience);
  return g_strv_builder_end (leaving);
}

/* What has to be filled, and what only followed. */
static void
plan (Answer *answer)
{
  g_autoptr (GStrvBuilder) covered = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) filling = g_strv_builder_new ();

  for (const char *const *audience = answer->audiences; *audience != NULL; audience++)
    if (is_among (*audience, answer->told.covered) && !g_strv_contains (answer->fills, *audience))
      g_strv_builder_add (covered, *audience);
    else
      g_strv_builder_add (filling, *audience);
  answer->now.covered = g_strv_builder_end (covered);
  answer->now.filling = g_strv_builder_end (filling);
  answer->now.leaving = dup_leaving (answer);
  if (keeps_position (answer))
    {
      answer->now.audience = g_strdup (answer->told.audience);
      answer->now.kind = answer->told.kind;
      answer->now.id = answer->told.id;
    }
  answer->filling
      = *answer->now.filling != NULL || *answer->fills != NULL || answer->told.kind != NULL;
}

static void
add_line (Answer *answer, const char *line)
{
  g_ptr_array_add (answer->frames, soho_page_compress (line, strlen (line), LINE_LEVEL));
}

/* An audience that is new is filled whole, others as far as they are asked for again. */
static gboolean
is_filled (const Answer *answer, const char *audience, const SohoKind *kind)
{
  return is_among (audience, answer->now.filling) || g_strv_contains (answer->fills, kind->name);
}

typedef gboolean (*EachFunc) (
    Answer *answer, const char *audience, const SohoKind *kind, gpointer data, GError **error);

/* Calls the function for every audience and kind, in the order of a fill. */
static gboolean foreach (Answer *answer, EachFunc function, gpointer data, GError * *error)
{
  const SohoModel *model = soho_archive_get_model (answer->archive);

  for (const char *const *audience = answer->audiences; *audience != NULL; audience++)
    for (const SohoKind *const *kind = model->kinds; *kind != NULL; kind++)
      if (!function (answer, *audience, *kind, data, error))
        return FALSE;
  return TRUE;
}

static gboolean
check_sealed (
    Answer *answer, const char *audience, const SohoKind *kind, gpointer data, GError **error)
{
  gboolean *complete = data;

  return !*complete || !soho_audience_is_shared (audience) || !is_filled (answer, audience, kind)
         || soho_pages_are_complete (answer->archive, audience, kind, complete, error);
}

static gboolean
seal (Answer *answer, const char *audience, const SohoKind *kind, gpointer data, GError **error)
{
  return !soho_audience_is_shared (audience) || !is_filled (answer, audience, kind)
         || soho_pages_seal (answer->archive, audience, kind, error);
}

/* A deferred transaction that only reads, unless pages have to be sealed first. */
static gboolean
begin (Answer *answer, GError **error)
{
  gboolean complete = TRUE;

  if (!soho_database_run (soho_archive_get_database (answer->archive), "BEGIN", error)
      || !foreach (answer, check_sealed, &complete, error))
    return FALSE;
  if (complete)
    return TRUE;
  soho_archive_rollback (answer->archive);
  return soho_archive_begin (answer->archive, error) && foreach (answer, seal, NULL, error);
}

/* The number of the newest change that one of the audiences could see. */
static gboolean
read_last_seq (Answer *answer, const char *const *audiences, gint64 *seq, GError **error)
{
  *seq = 0;
  for (const char *const *audience = audiences; *audience != NULL; audience++)
    {
      gint64 one;

      if (!soho_pages_read_last_seq (answer->archive, *audience, &one, error))
        return FALSE;
      *seq = MAX (*seq, one);
    }
  return TRUE;
}

/* A cursor beyond the newest change was given out by a log that went on differently, such as one
 * whose file was put back from a copy. */
static gboolean
check_told (Answer *answer, GError **error)
{
  gint64 covered, filling;

  return read_last_seq (answer, (const char *const *) answer->told.covered, &covered, error)
         && read_last_seq (answer, (const char *const *) answer->told.filling, &filling, error)
         && ((answer->told.point <= covered && answer->told.fill_point <= filling)
             || soho_cursor_fail_unknown (error));
}

/* A fill begins at the newest change. last: its number. Points stay within what their audiences
 * could see, so that a cursor tells nothing of others, and those it has lost can be forgotten. */
static gboolean
place (Answer *answer, gint64 last, GError **error)
{
  gboolean begun = *answer->told.filling != NULL;
  gint64 covered, filling;

  if (!check_told (answer, error)
      || !read_last_seq (answer, (const char *const *) answer->now.covered, &covered, error)
      || !read_last_seq (answer, (const char *const *) answer->now.filling, &filling, error))
    return FALSE;
  answer->now.point = MIN (answer->told.point, covered);
  answer->now.fill_point = MIN (begun ? answer->told.fill_point : last, filling);
  return TRUE;
}

/* reached: whether the fill has come to where it goes on. */
static gboolean
collect_fill (
    Answer *answer, const char *audience, const SohoKind *kind, gpointer data, GError **error)
{
  gboolean *reached = data;
  gboolean partly
      = !*reached && kind == answer->now.kind && strcmp (audience, answer->now.audience) == 0;

  /* The audience of the position may be one that the reader has lost. */
  if (partly || (!*reached && !stands_before_position (answer, audience)))
    *reached = TRUE;
  return !*reached || !is_filled (answer, audience, kind)
         || soho_pages_collect (answer->archive, audience, kind, partly ? answer->now.id : 0,
                                answer->frames, error);
}

static gboolean
collect_tail (
    Answer *answer, const char *audience, const SohoKind *kind, gpointer data, GError **error)
{
  gboolean is_filling = is_among (audience, answer->now.filling);
  gint64 point = is_filling ? answer->now.fill_point : answer->now.point;

  return soho_pages_collect_tail (answer->archive, audience, kind, point, answer->readable,
                                  answer->frames, error)
         && soho_pages_collect_erased (answer->archive, audience, kind, is_filling ? 0 : point,
                                       answer->frames, error);
}

static gboolean
fill (Answer *answer, GError **error)
{
  gboolean reached = answer->now.kind == NULL;
  g_autofree char *token = soho_cursor_dup_token (answer->archive, &answer->now);
  g_autofree char *line = NULL;

  if (strlen (token) > LONGEST_TOKEN)
    return soho_cursor_fail_unknown (error);
  line = soho_page_dup_begin_line (token);
  add_line (answer, line);
  return foreach (answer, collect_fill, &reached, error);
}

static gboolean
end (Answer *answer, gint64 last, GError **error)
{
  const SohoCursor cursor = { .point = last, .covered = (char **) answer->audiences };
  g_autofree char *token = soho_cursor_dup_token (answer->archive, &cursor);
  g_autofree char *line = NULL;

  if (strlen (token) > LONGEST_TOKEN)
    return soho_cursor_fail_unknown (error);
  line = soho_page_dup_end_line_with (token, (const char *const *) answer->now.leaving,
                                      (const char *const *) answer->overwritten);
  add_line (answer, line);
  return TRUE;
}

static gboolean
collect (Answer *answer, gint64 last, GError **error)
{
  gboolean has_news;

  if ((answer->filling && !fill (answer, error)) || !foreach (answer, collect_tail, NULL, error))
    return FALSE;
  answer->overwritten
      = soho_answers_dup_overwritten (answer->archive, answer->writer, answer->seen, error);
  if (answer->overwritten == NULL)
    return FALSE;
  has_news
      = answer->frames->len > 0 || *answer->now.leaving != NULL || *answer->overwritten != NULL;
  return !has_news || end (answer, last, error);
}

static char *
dup_json_array (const char *const *names)
{
  GString *json = g_string_new ("[");

  for (const char *const *name = names; *name != NULL; name++)
    {
      if (name != names)
        g_string_append_c (json, ',');
      soho_json_append_string (json, *name);
    }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

GPtrArray *
soho_changes_collect (SohoArchive *archive,
                      const char *const *audiences,
                      const char *from,
                      const char *const *fills,
                      GError **error)
{
  return soho_changes_collect_for_writer (archive, 0, 0, audiences, from, fills, error);
}

GPtrArray *
soho_changes_collect_for_writer (SohoArchive *archive,
                                 guint writer,
                                 gint64 seen,
                                 const char *const *audiences,
                                 const char *from,
                                 const char *const *fills,
                                 GError **error)
{
  static const char *const none[] = { NULL };
  g_auto (Answer) answer
      = { .archive = archive,
          .audiences = audiences,
          .writer = writer,
          .seen = seen,
          .fills = fills != NULL ? fills : none,
          .readable = dup_json_array (audiences),
          .frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref) };
  gint64 last;

  if (!soho_cursor_parse (archive, from, &answer.told, error))
    return NULL;
  plan (&answer);
  if (begin (&answer, error) && read_last_seq (&answer, audiences, &last, error)
      && place (&answer, last, error) && collect (&answer, last, error)
      && soho_archive_commit (archive, error))
    return g_ptr_array_ref (answer.frames);
  soho_archive_rollback (archive);
  return NULL;
}
