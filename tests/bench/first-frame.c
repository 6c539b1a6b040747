/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts a program with a window and prints, on one line: the milliseconds from before its start to
 * the moment its window, on the X server's screen, has first been drawn for the greater part, and
 * to the last moment a considerable part of it was drawn; then, once it has settled, its memory in
 * KB as the kernel counts it: resident, and private to it. Then ends the program.
 *
 * usage: first-frame COMMAND [ARGUMENT…] */

#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MS 20000
#define SETTLE_MS 2000

/* Parts of the window: most of it, and more than what blinks or turns. */
#define GREATER_PART 0.5
#define CONSIDERABLE_PART 0.1

typedef struct
{
  Display *display;
  int damage_event; /* the first event number of the extension */
  Window window;    /* the program's; 0 until it is mapped */
  double area;      /* of the window, in pixels */
} Watch;

static Watch
watch_open (void)
{
  Watch self = { .display = XOpenDisplay (NULL) };
  int error_base;

  if (self.display == NULL
      || !XDamageQueryExtension (self.display, &self.damage_event, &error_base))
    g_error ("no X server with the damage extension");
  XSelectInput (self.display, DefaultRootWindow (self.display), SubstructureNotifyMask);
  XSync (self.display, False);
  return self;
}

static void
on_mapped (Watch *self, Window window)
{
  XWindowAttributes attributes;

  if (self->window != 0 || !XGetWindowAttributes (self->display, window, &attributes)
      || attributes.override_redirect || attributes.class != InputOutput || attributes.width < 100)
    return;
  self->window = window;
  self->area = (double) attributes.width * attributes.height;
  XDamageCreate (self->display, window, XDamageReportRawRectangles);
  XFlush (self->display);
}

/* Whether this event says that such a part of the window has been drawn. */
static gboolean
is_drawn (Watch *self, XEvent *event, double part)
{
  XDamageNotifyEvent *damage = (XDamageNotifyEvent *) event;

  if (event->type == MapNotify)
    on_mapped (self, event->xmap.window);
  return event->type == self->damage_event + XDamageNotify && damage->drawable == self->window
         && (double) damage->area.width * damage->area.height > self->area * part;
}

/* Waits for the next such drawing until a moment, in microseconds of the monotonic clock. Returns
 * whether it came. */
static gboolean
wait_for_drawing (Watch *self, double part, gint64 until)
{
  struct pollfd connection = { .fd = ConnectionNumber (self->display), .events = POLLIN };

  do
    {
      while (XPending (self->display) > 0)
        {
          XEvent event;

          XNextEvent (self->display, &event);
          if (is_drawn (self, &event, part))
            return TRUE;
        }
      poll (&connection, 1, 20);
    }
  while (g_get_monotonic_time () < until);
  return FALSE;
}

/* A sum over the lines of /proc/PID/smaps_rollup that begin with a word. */
static guint64
read_kb (const char *rollup, const char *beginning)
{
  g_auto (GStrv) lines = g_strsplit (rollup, "\n", -1);
  guint64 sum = 0;

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, beginning))
      sum += g_ascii_strtoull (strchr (*line, ':') + 1, NULL, 10);
  return sum;
}

static void
print_memory (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", pid);
  g_autofree char *rollup = NULL;

  if (!g_file_get_contents (path, &rollup, NULL, NULL))
    g_error ("the program has ended");
  g_print (" %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", read_kb (rollup, "Rss"),
           read_kb (rollup, "Private_"));
}

int
main (int argc, char **argv)
{
  Watch watch = watch_open ();
  gint64 started = g_get_monotonic_time (), first, last;
  g_autoptr (GError) error = NULL;
  GPid pid;

  if (argc < 2)
    g_error ("usage: first-frame COMMAND [ARGUMENT…]");
  if (!g_spawn_async (NULL, argv + 1, NULL,
                      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                          | G_SPAWN_STDERR_TO_DEV_NULL,
                      NULL, NULL, &pid, &error))
    g_error ("%s", error->message);
  if (!wait_for_drawing (&watch, GREATER_PART, started + PATIENCE_MS * 1000))
    g_error ("no window was drawn within %d ms", PATIENCE_MS);
  first = last = g_get_monotonic_time ();
  while (wait_for_drawing (&watch, CONSIDERABLE_PART, first + SETTLE_MS * 1000))
    last = g_get_monotonic_time ();
  g_print ("%.1f %.1f", (double) (first - started) / 1000, (double) (last - started) / 1000);
  print_memory (pid);
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  XCloseDisplay (watch.display);
  return 0;
}
