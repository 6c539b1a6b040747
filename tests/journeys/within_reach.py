#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who uses no pointer looks for a translator within 20 km of Marciac: in the list beside the
map, where what has the keyboard is outlined on it, and then on the map itself, from badge to badge."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import FRENCH, Journey, words  # noqa: E402
from person import matches  # noqa: E402

# More than there are places on the page for the keyboard to stop at.
MOST_STOPS = 60

TRANSLATORS = {"Anselme Épure": "32446", "Lucile Tournure": "32013", "Odette Phrase": "32233"}


def records():
    for name, commune in TRANSLATORS.items():
        given, family = name.split()
        yield {"kind": "member", "given_name": given, "family_name": family, "commune": commune,
               "occupation": "Traduction", "visibility": "public"}
    yield {"kind": "member", "given_name": "Berthe", "family_name": "Maquette", "commune": "32233",
           "occupation": "Poterie", "visibility": "public"}


def tab_to(application, role, name, key="Tab"):
    """Presses Tab until what has the keyboard is what is wanted."""
    heard = []
    for _ in range(MOST_STOPS):
        here = application.focused()
        if here is not None and matches(here, role, name):
            return here
        heard.append(here)
        application.press(key)
        application.still()
    raise AssertionError(f"{key} does not come to {name!r}; it came to {heard[-12:]}")


def look_around_marciac(application):
    application.press("alt+1", "ctrl+f")
    application.type("traduction")
    application.find("status bar", words("%u person", "%u people", 3))
    tab_to(application, None, words("Where to look: %s").replace("%s", words("Anywhere")))
    application.press("space")
    tab_to(application, "entry", words("Commune to look around"))
    application.type("marci")
    application.find("row", "Marciac")
    application.press("Return")
    application.find("status bar", words("%u person", "%u people", 2))
    assert not application.sees("row", "Auch, .*"), "Auch is 40 km from Marciac"


def one_person(commune):
    """What a row says of a commune, and what a badge does."""
    people = FRENCH.ngettext("%u person", "%u people", 1) % 1
    return f"{commune}, {people}.*", (FRENCH.gettext("%s: %s") % (commune, people))


with Journey() as journey:
    network = journey.directory / "network.ndjson"
    network.write_text("".join(json.dumps(r) + "\n" for r in records()), encoding="utf-8")
    server = journey.server(imported=[network])
    replica = journey.replica(server)
    server.stop()

    with journey.open(replica) as application:
        look_around_marciac(application)
        row, badge = one_person("Tillac")
        # In the list: down to the commune, in to the person, and on to the card.
        application.press("ctrl+f", "Down")
        tab_to(application, "row", row, key="Down")
        application.press("Return")
        application.find("label", "Tillac")
        tab_to(application, "row", "Anselme Épure.*")
        application.press("Return")
        application.find("heading|label", "Anselme Épure")

        # On the map: the badges are one stop, and the arrow keys go from one to the next.
        application.press("alt+1")
        application.press("Escape")
        application.find("status bar", words("%u person", "%u people", 2))
        tab_to(application, "button", ".* : .*personne.*", key="shift+Tab")
        for key in ("Down", "Right", "Left", "Up"):
            if not matches(application.focused(), "button", badge):
                application.press(key)
                application.still()
        assert matches(application.focused(), "button", badge), (
            f"no arrow key goes to {badge!r}, but to {application.focused()!r}"
        )
        application.press("Return")
        application.find("row", "Anselme Épure.*")
        application.press("ctrl+q")
        assert application.wait() == 0
