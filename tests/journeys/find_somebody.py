#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody looks for a translator, reads the card, and sees on the map where to go: with the server
there, after it went away, and on a morning it was never there."""

import json
import pathlib
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402


def as_typed_in_haste(name):
    """Without capitals and accents."""
    letters = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def find_on_the_map(application, name):
    """From anywhere to the person's commune on the map, by pointer and keyboard alone."""
    application.click(application.find("row", words("Directory")))
    entry = application.find("entry", words("Search people"))
    application.fill(entry, as_typed_in_haste(name))
    application.find("status bar", words("%u person", "%u people", 1))
    row = application.find("row", f"{name}, .*")
    commune = row.name.rsplit(", ", 1)[1]
    application.click(row)
    application.find("label", words("Contact"))
    heading = application.find("label", name)
    show = application.scroll_to("button", words("Show on map") + ".*", over=heading)
    application.click(show)
    application.gone("label", words("Contact"))
    people = application.find("list", words("People"))
    application.find("label", commune)
    application.scroll_to("row", f"{name}, .*", over=people)
    application.click(application.find("button", words("All Places")))


with Journey() as journey:
    server = journey.server(members=400)
    replica = journey.replica(server)
    found = journey.run("soho", "--replica", replica, "search", "--json", "--kind", "member", "traducteur")
    names = [json.loads(line)["title"] for line in found.splitlines()]
    assert len(names) >= 3, f"too few translators: {names}"

    with journey.open(replica, server) as application:
        find_on_the_map(application, names[0])
        server.stop()
        find_on_the_map(application, names[1])

    with journey.open(replica, server) as application:
        find_on_the_map(application, names[2])
