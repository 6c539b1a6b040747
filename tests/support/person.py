# SPDX-License-Identifier: GPL-3.0-or-later
"""A person in front of the screen: looks, points, clicks and types, and knows nothing of the code.

What is on the screen is read through AT-SPI, as a screen reader does; the pointer and the keyboard
are the X server's own. To be used inside tests/support/ui-session.

    application = Application(["soho-solo", "--replica", "here"])
    application.click(application.find("entry", "Rechercher"))
    application.type("traducteur")
    application.find("list item", ".*Anselme.*")
    application.screenshot("found.png")

Roles and names are regular expressions and must match whole. A name is what a screen reader would
say, without the underscore of a mnemonic. Whatever is looked for is waited for, PATIENCE seconds.

What GTK 4.8 makes necessary here: only a toplevel carries the state SHOWING, and the page a stack no
longer shows keeps its places, so the program is asked what lies at the middle of a thing; positions
are known inside the window only, so the window's place comes from the X server; a popover is an X
window of its own whose inside is counted from elsewhere.
"""

import ctypes
import hashlib
import os
import re
import signal
import subprocess
import sys
import time

import screen_reader

PATIENCE = float(os.environ.get("SOHO_PATIENCE", "10"))

# The margin of the screen, in pixels, where GTK draws the border of a window nobody manages.
BORDER = int(os.environ.get("SOHO_SCREEN_BORDER", "0"))

# What GTK calls the same thing in its versions, and what a person would call it.
ROLES = {
    "button": screen_reader.BUTTONS,
    "entry": "text|entry|text box|search box",
    "row": "list item|table row",
    "tab": "page tab|radio button|tab",
    "window": screen_reader.WINDOWS,
}


class NotSeen(AssertionError):
    """What was looked for did not come, or did not go, in time."""


class Application:
    """A running program with a window, started here and ended here."""

    def __init__(self, command, environment=None, log=None, timeout=3 * PATIENCE):
        """Starts the command and waits for its window. What it prints goes to the file `log`, and to
        our own stderr otherwise."""
        self.log = log
        self.on_failure = None  # called when a `with` is left by an exception, before the end
        output = open(log, "ab") if log else None
        self.process = subprocess.Popen(
            [str(word) for word in command],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output or sys.stderr,
            stderr=output or sys.stderr,
            preexec_fn=die_with_parent,
        )
        if output:
            output.close()
        try:
            self.bus = screen_reader.Bus()
            self.reference = self._wait(
                lambda: self.bus.find_program(self.process.pid),
                "the program on the accessibility bus",
                timeout,
            )
            self.find("window", timeout=timeout)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None and self.on_failure is not None:
            self.on_failure()
        self.close()

    # Looking

    def things(self, role=None, name=None, within=None):
        """Everything on the screen now that matches, in reading order of the tree."""
        look = self._look()
        return [
            thing
            for thing in look.values()
            if matches(thing, role, name)
            and (within is None or thing.is_inside(within))
            and thing.in_sight(look)
        ]

    def find(self, role=None, name=None, within=None, timeout=PATIENCE):
        """The first thing that matches, as soon as it is there."""

        def look():
            found = self.things(role, name, within)
            return found[0] if found else None

        return self._wait(look, f"a {role or 'thing'} named {name!r}", timeout)

    def gone(self, role=None, name=None, within=None, timeout=PATIENCE):
        """Waits until nothing matches any more."""
        self._wait(
            lambda: not self.things(role, name, within),
            f"that no {role or 'thing'} is named {name!r}",
            timeout,
        )

    def sees(self, role=None, name=None, within=None):
        """Whether something matches right now."""
        return bool(self.things(role, name, within))

    def labels(self, within=None):
        """The text of every label on the screen, in order."""
        return [thing.name for thing in self.things("label", ".+", within)]

    def focused(self):
        """What has the keyboard, or None."""
        return next((thing for thing in self._look().values() if thing.had("focused")), None)

    def wait_until(self, condition, what, timeout=PATIENCE):
        """Waits until condition () is true; `what` says in the failure what was hoped for."""
        return self._wait(condition, what, timeout)

    def describe(self):
        """All that is on the screen, a line each: for whoever reads a failure."""
        return "\n".join(f"  {thing!r}" for thing in self.things() if thing.name)

    def screenshot(self, path):
        """Saves the screen as PNG, without its margin, once nothing moves on it any more."""
        self.still()
        width, height = (int(size) for size in xdotool("getdisplaygeometry").split())
        inside = f"{width - 2 * BORDER}x{height - 2 * BORDER}+{BORDER}+{BORDER}"
        subprocess.run(
            ["import", "-window", "root", "-crop", inside, "+repage", str(path)], check=True
        )

    def still(self, timeout=PATIENCE):
        """Waits until two looks at the screen, a moment apart, show the same."""
        end = time.monotonic() + timeout
        before = None
        while time.monotonic() < end:
            self._check_alive()
            picture = subprocess.run(
                ["import", "-window", "root", "rgb:-"], check=True, capture_output=True
            ).stdout
            now = hashlib.sha256(picture).digest()
            if now == before:
                return
            before = now
            time.sleep(0.3)

    # Doing

    def click(self, thing, button=1, times=1):
        """Moves the pointer onto the middle of the thing and clicks; 3 is the right button."""
        self.point_at(thing)
        xdotool("click", "--repeat", times, "--delay", 60, button)

    def point_at(self, thing):
        """Moves the pointer onto the middle of the thing."""
        x, y = self._place_on_screen(thing)
        # Two moves: a widget believes in a pointer only when it has seen it come.
        xdotool("mousemove", x - 1, y - 1, "mousemove", x, y)

    def scroll(self, thing, down):
        """Turns the wheel over the thing, `down` notches; negative is up."""
        self.point_at(thing)
        xdotool("click", "--repeat", abs(down), "--delay", 20, 5 if down > 0 else 4)

    def scroll_to(self, role, name, over):
        """Turns the wheel over a thing until what matches comes into sight; returns that."""
        for _ in range(40):
            found = self.things(role, name)
            if found:
                return found[0]
            self.scroll(over, 3)
        raise NotSeen(f"scrolled far for a {role} named {name!r}")

    def drag(self, thing, right, down):
        """Presses on the middle of the thing, pulls by so many pixels, and lets go."""
        x, y = self._place_on_screen(thing)
        xdotool("mousemove", x, y, "mousedown", 1)
        for step in range(1, 6):
            xdotool("mousemove", x + right * step // 5, y + down * step // 5)
            time.sleep(0.02)
        xdotool("mouseup", 1)

    def type(self, text):
        """Types text into whatever has the keyboard. Signs that are on no key work too."""
        self._give_keyboard()
        xdotool("type", "--delay", 12, "--", text)

    def press(self, *keys):
        """Presses keys by their X names: "Tab", "Return", "ctrl+k"."""
        self._give_keyboard()
        for key in keys:
            xdotool("key", key)

    def fill(self, thing, text):
        """Replaces what stands in an entry."""
        self.click(thing)
        self.press("ctrl+a", "BackSpace")
        self.type(text)

    def fill_screen(self):
        """Gives the window the whole screen, as a window manager would."""
        width, height = (int(size) for size in xdotool("getdisplaygeometry").split())
        inside = (width - 2 * BORDER, height - 2 * BORDER)

        # Again and again, as a window manager would: the first page comes after the first frame.
        def is_filled():
            frame = self.find("window")
            if (frame.width, frame.height) == inside:
                return True
            xdotool("windowsize", self._window_of(frame).number, width, height)
            return False

        self.wait_until(is_filled, f"the window to fill {inside[0]}×{inside[1]}; it may need more")

    def close(self):
        """Ends the program, kindly at first; returns its status, negative for a signal."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def wait(self, timeout=3 * PATIENCE):
        """Waits until the program has ended by itself; returns its status."""
        return self.process.wait(timeout)

    # The inside

    def _wait(self, look, what, timeout):
        end = time.monotonic() + timeout
        while True:
            self._check_alive()
            found = look()
            if found:
                return found
            if time.monotonic() > end:
                raise NotSeen(f"waited {timeout:g} s for {what}")
            time.sleep(0.03)

    def _check_alive(self):
        status = self.process.poll()
        if status is not None:
            where = f"; its words are in {self.log}" if self.log else ""
            raise NotSeen(f"the program ended with status {status}{where}")

    def _look(self):
        """All that has a place on the screen, by reference, in reading order."""
        self._check_alive()
        popovers = {window.size for window in self._x_windows() if window.popover}
        # A popover has exactly the size of an X window that no window manager would manage.
        return screen_reader.walk(
            self.bus, self.reference, lambda thing: (thing.width, thing.height) in popovers
        )

    def _x_windows(self):
        for number in xdotool("search", "--onlyvisible", "--pid", self.process.pid).split():
            window = XWindow.look_at(number)
            if window is not None:
                yield window

    def _window_of(self, surface):
        """The X window the surface is drawn in."""
        windows = list(self._x_windows())
        size = (surface.width, surface.height)
        if re.fullmatch(ROLES["window"], surface.role):
            tops = [w for w in windows if not w.popover and w.width >= size[0] and w.height >= size[1]]
            fitting = [w for w in tops if w.title == surface.name] or tops
        else:
            fitting = [w for w in windows if w.popover and w.size == size]
        if not fitting:
            raise NotSeen(f"no X window for {surface!r}")
        return min(fitting, key=lambda window: window.width * window.height)

    def _place_on_screen(self, thing):
        """The middle of the thing, in pixels of the screen."""
        surface = thing.surface
        window = self._window_of(surface)
        # GTK draws a border around a window nobody manages.
        border = ((window.width - surface.width) // 2, (window.height - surface.height) // 2)
        x, y = thing.middle()
        return window.x + border[0] + x - surface.x, window.y + border[1] + y - surface.y

    def _give_keyboard(self):
        """Gives the keyboard to the window opened last, as a window manager would."""
        tops = [window for window in self._x_windows() if not window.popover]
        if tops:
            newest = max(tops, key=lambda window: int(window.number))
            xdotool("windowfocus", newest.number)


class XWindow:
    """A visible window as the X server knows it."""

    def __init__(self, number, title, x, y, width, height, popover):
        self.number = number
        self.title = title
        self.x, self.y = x, y
        self.width, self.height = width, height
        self.size = (width, height)
        self.popover = popover  # menus, popovers and tool tips place themselves

    @staticmethod
    def look_at(number):
        """The window of that X id, or None if it has just gone."""
        words = output_of("xwininfo", "-id", number)
        title = re.search(r'Window id: \S+ "(.*)"$', words, re.MULTILINE)
        figures = [
            re.search(rf"{name}: +(-?\d+)", words)
            for name in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
        ]
        if "IsViewable" not in words or None in figures:
            return None
        place = (int(figure.group(1)) for figure in figures)
        popover = "Override Redirect State: yes" in words
        return XWindow(number, title.group(1) if title else "", *place, popover)


def matches(thing, role, name):
    if role is not None and not re.fullmatch(ROLES.get(role, role), thing.role):
        return False
    return name is None or re.fullmatch(name, thing.name, re.DOTALL) is not None


def xdotool(*words):
    return output_of("xdotool", *words)


def output_of(*words):
    """What a command prints; what it complains about does not matter here."""
    done = subprocess.run([str(word) for word in words], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def die_with_parent():
    """In a child before it starts: ask the kernel to end it with us, whatever ends us."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
