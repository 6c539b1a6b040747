# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader knows of a program's windows, read straight from the accessibility bus.

Everything about everything on one level of the tree is asked for at once: GTK 4.8 offers no cache,
and a question at a time would take a second for a window with a long list.
"""

import re

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402 # Atspi for the names of roles and states

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
TEXT = "org.a11y.atspi.Text"
PROPERTIES = "org.freedesktop.DBus.Properties"
ROOT = "/org/a11y/atspi/accessible/root"
NOTHING = "/org/a11y/atspi/null"
INSIDE_THE_WINDOW = GLib.Variant("(u)", (1,))
WINDOWS = "frame|dialog|window|alert"
BUTTONS = "push button|button|toggle button"
CALL_TIMEOUT_MS = 5000


class Bus:
    """A connection to the accessibility bus."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        answer = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
            None, None, Gio.DBusCallFlags.NONE, CALL_TIMEOUT_MS, None,
        )  # fmt: skip
        flags = Gio.DBusConnectionFlags
        self.connection = Gio.DBusConnection.new_for_address_sync(
            answer.unpack()[0],
            flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION,
            None,
            None,
        )

    def ask(self, *questions):
        """Asks everything at once. A question is (destination, path, interface, method, arguments);
        its answer a tuple, or None where there was an error."""
        answers = [None] * len(questions)
        waiting = len(questions)

        def on_answered(connection, result, index):
            nonlocal waiting
            waiting -= 1
            try:
                answers[index] = connection.call_finish(result).unpack()
            except GLib.Error:
                pass  # the thing has gone, or has no such interface: that is an answer too

        for index, (destination, path, interface, method, arguments) in enumerate(questions):
            self.connection.call(
                destination, path, interface, method, arguments, None,
                Gio.DBusCallFlags.NONE, CALL_TIMEOUT_MS, None, on_answered, index,
            )  # fmt: skip
        context = GLib.MainContext.default()
        while waiting > 0:
            context.iteration(True)
        return answers

    def find_program(self, pid):
        """(destination, path) of what the process of that number shows, or None."""
        registry = "org.a11y.atspi.Registry"
        (answer,) = self.ask((registry, ROOT, ACCESSIBLE, "GetChildren", None))
        programs = answer[0] if answer else []
        daemon = "org.freedesktop.DBus"
        question = "GetConnectionUnixProcessID"
        pids = self.ask(
            *(
                (daemon, "/org/freedesktop/DBus", daemon, question, GLib.Variant("(s)", (name,)))
                for name, _ in programs
            )
        )
        for program, answer in zip(programs, pids):
            if answer == (pid,):
                return tuple(program)
        return None


class Thing:
    """One thing on the screen at the moment it was looked at."""

    def __init__(self, bus, reference, parent):
        self.bus = bus
        self.reference = reference  # (destination, path)
        self.parent = parent
        self.surface = self  # the thing that is the X window it is drawn in
        self.role = self.name = ""
        self.states = 0
        self.x = self.y = self.width = self.height = 0
        self.sight = None  # the part of it that is not scrolled away: x, y, width, height
        self.frame = None  # what the scroll panes around leave its children to be seen in

    def __repr__(self):
        return f"{self.role} “{self.name}” at {self.x},{self.y} size {self.width}×{self.height}"

    @property
    def extents(self):
        return (self.x, self.y, self.width, self.height)

    def has(self, state):
        """Whether it has the state of that name now: "focused", "checked", "sensitive"…"""
        (answer,) = self.bus.ask((*self.reference, ACCESSIBLE, "GetState", None))
        if answer is not None:
            self.states = joined(answer[0])
        return self.had(state)

    def had(self, state):
        """The same, for the moment it was looked at."""
        return bool(self.states >> int(getattr(Atspi.StateType, state.upper())) & 1)

    def text(self):
        """What stands in it now: the text of an entry, or else its name."""
        count_of = GLib.Variant("(ss)", (TEXT, "CharacterCount"))
        (count,) = self.bus.ask((*self.reference, PROPERTIES, "Get", count_of))
        if count is None:
            return self.name
        (text,) = self.bus.ask(
            (*self.reference, TEXT, "GetText", GLib.Variant("(ii)", (0, count[0])))
        )
        return text[0] if text else ""

    def ancestors(self):
        thing = self.parent
        while thing is not None:
            yield thing
            thing = thing.parent

    def is_inside(self, other):
        return any(thing.reference == other.reference for thing in self.ancestors())

    def middle(self):
        """The middle of what is in sight of it, inside its window."""
        x, y, width, height = self.sight
        return x + width // 2, y + height // 2

    def in_sight(self, look):
        """Whether the program itself finds the thing where it says it is, and nothing over it.
        look is the walk the thing comes from, by reference."""
        x, y, width, height = self.sight
        inset = min(3, width // 2, height // 2)
        corners = [(x + inset, y + inset), (x + width - 1 - inset, y + height - 1 - inset)]
        for found in self._found_at(self.middle(), *corners, look=look):
            if found is not None:
                return self._is_mine(found)
        # Full of an inner part that has no accessible of its own, as the picture of a button is: then
        # its padding, which is not counted as its own, speaks for it.
        row, column = self.middle()[1], self.middle()[0]
        edges = [(x - 4, row), (x + width + 3, row), (column, y - 4), (column, y + height + 3)]
        around = self._found_at(*edges, look=look)
        return any(found is not None and self._is_mine(found) for found in around)

    def _found_at(self, *points, look):
        """What the program finds at each point of the window: None for nothing that has a name."""
        answers = self.bus.ask(
            *(
                (
                    *self.surface.reference,
                    COMPONENT,
                    "GetAccessibleAtPoint",
                    GLib.Variant("(iiu)", (*point, 1)),
                )
                for point in points
            )
        )
        somewhere_else = Thing(self.bus, None, None)
        return [
            None
            if answer is None or answer[0][1] == NOTHING
            else look.get(tuple(answer[0]), somewhere_else)
            for answer in answers
        ]

    def _is_mine(self, found):
        if found.reference == self.reference or found.is_inside(self):
            return True
        # A thing that takes no pointer, such as an insensitive one, is answered for by its parent.
        if not self.had("sensitive"):
            return self.is_inside(found)
        return self.role != "list item" and found is self.parent


def walk(bus, program, is_popover):
    """Everything with a size and in sight, by reference, parents before their children. is_popover
    (thing) tells whether a thing is an X window of its own without being a toplevel."""
    seen = {}
    level = [Thing(bus, program, None)]
    while level:
        children = ask_for_children(bus, level)
        following = [
            Thing(bus, tuple(reference), thing)
            for thing, references in zip(level, children)
            for reference in references
        ]
        level = look_at(bus, following, is_popover)
        seen.update((thing.reference, thing) for thing in level if thing.sight is not None)
    return in_reading_order(seen)


def ask_for_children(bus, things):
    answers = bus.ask(*((*thing.reference, ACCESSIBLE, "GetChildren", None) for thing in things))
    return [answer[0] if answer else [] for answer in answers]


def look_at(bus, things, is_popover):
    """Fills in what the things are, and returns those that can be seen."""
    name_of = GLib.Variant("(ss)", (ACCESSIBLE, "Name"))
    questions = []
    for thing in things:
        questions += [
            (*thing.reference, ACCESSIBLE, "GetRole", None),
            (*thing.reference, PROPERTIES, "Get", name_of),
            (*thing.reference, ACCESSIBLE, "GetState", None),
            (*thing.reference, COMPONENT, "GetExtents", INSIDE_THE_WINDOW),
        ]
    answers = bus.ask(*questions)
    return [
        thing
        for index, thing in enumerate(things)
        if fill_in(thing, answers[4 * index : 4 * index + 4], is_popover)
    ]


def fill_in(thing, answers, is_popover):
    role, name, states, extents = answers
    if role is None or name is None or states is None:
        return False
    thing.role = Atspi.role_get_name(Atspi.Role(role[0]))
    thing.name = readable(name[0], thing.role)
    thing.states = joined(states[0])
    parent = thing.parent
    toplevel = parent.parent is None
    if not toplevel:
        thing.surface = parent.surface
    if not thing.had("visible"):
        return False
    if extents is None:  # a page of a stack has no place, but its children have
        thing.frame = parent.frame if not toplevel else None
        return True
    thing.x, thing.y, thing.width, thing.height = extents[0]
    if thing.width <= 0 or thing.height <= 0:
        return False
    frame = None if toplevel else parent.frame
    if not toplevel and is_popover(thing):
        thing.surface, frame = thing, None
    thing.sight = thing.extents if frame is None else common(thing.extents, frame)
    if thing.sight[2] <= 0 or thing.sight[3] <= 0:
        return False
    thing.frame = thing.sight if thing.role == "scroll pane" else frame
    return True


def in_reading_order(seen):
    """The same things, each followed by all that is inside it."""
    inside = {}
    for thing in seen.values():
        placed = next((a for a in thing.ancestors() if a.sight is not None), None)
        inside.setdefault(placed and placed.reference, []).append(thing)
    ordered, waiting = {}, list(reversed(inside.get(None, [])))
    while waiting:
        thing = waiting.pop()
        ordered[thing.reference] = thing
        waiting += reversed(inside.get(thing.reference, []))
    return ordered


def joined(words):
    """The states of a thing as one number, of the two the bus sends."""
    return words[0] | words[1] << 32


def readable(name, role):
    """The name as it is spoken: GTK 4.8 names a button after its label as written and as shown,
    "_Ouvrir Ouvrir"."""
    if re.fullmatch(BUTTONS, role):
        plain = name.replace("_", "", 1)
        half = len(plain) // 2
        if len(plain) % 2 == 1 and plain[half] == " " and plain[:half] == plain[half + 1 :]:
            return plain[:half]
    return name


def common(one, other):
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right = min(one[0] + one[2], other[0] + other[2])
    bottom = min(one[1] + one[3], other[1] + other[3])
    return (left, top, right - left, bottom - top)
