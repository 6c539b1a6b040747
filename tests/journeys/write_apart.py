#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dora writes on two computers with no network anywhere: the same words of her card on both, and on one
of them something that she thinks better of. She sees what waits, takes one thing back, and lets the rest
leave. The other computer's words come later and stand; hers come back with both texts side by side, and
she offers them again. What she took back has never reached the server."""

import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402

BUTTONS = "push button|button"
TOGGLES = "toggle button|push button|button"
EMAIL = "dora@exemple.example"
HERE = "Je relie des livres à Marciac."
THERE = "Je répare des orgues à Marciac."
NEVER = "Enchanteresse"


def label(sentence):
    """What stands on a button, without what underlines its key."""
    return words(sentence).replace("_", "")


def make_card(journey, server):
    """Dora's card, on both of her computers."""
    here = journey.member(server, EMAIL, "here")
    names = ("given_name=Dora", "family_name=Ébauche", "commune=Marciac")
    number = journey.run("soho", "--replica", here, "new", "member", *names).strip()
    journey.run("soho", "--replica", here, "sync")
    there = journey.directory / "there"
    login = ("login", "--server", server.url, EMAIL)
    journey.run("soho", "--replica", there, *login, typed="le canard du jeudi\n")
    journey.run("soho", "--replica", there, "sync")
    return here, there, number


def card(journey, replica, number):
    return json.loads(journey.run("soho", "--replica", replica, "show", "--json", "member", number))


def open_outbox(application, *sentences):
    """By the mark beside the sync button, which says these."""
    said = ".*".join(words(*sentence) for sentence in sentences)
    application.click(application.find(TOGGLES, f"(?s).*{said}"))
    application.click(application.find(BUTTONS, f"(?s){said}"))
    application.still()


def take_back(application, field):
    """What was written of that field; the rest stays."""
    button = words("Take back: %s").replace("%s", f".*{words(field)}.*")
    application.click(application.find(BUTTONS, button))
    application.gone(BUTTONS, button)


def let_leave(application, journey, replica):
    """Asks for a sync until nothing waits: one that runs already may have begun too early."""

    def look():
        sent = '"waiting"' not in journey.run("soho", "--replica", replica, "outbox", "--json")
        if not sent:
            application.press("F5")
        return sent

    application.wait_until(look, "that all has left", 60)


with Journey() as journey:
    server = journey.server(members=40)
    here, there, number = make_card(journey, server)
    server.stop()
    journey.run("soho", "--replica", here, "edit", "member", number, f"about={HERE}")
    journey.run("soho", "--replica", here, "edit", "member", number, f"occupation={NEVER}")
    journey.run("soho", "--replica", there, "edit", "member", number, f"about={THERE}")

    with journey.open(here, server) as application:
        open_outbox(application, ("%u change has not left yet", "%u changes have not left yet", 2))
        application.find(name=f"(?s).*{re.escape(HERE)}.*")
        take_back(application, "Occupation, as you say it")
        server.start()
        application.click(application.find(BUTTONS, label("Send _Now")))
        let_leave(application, journey, here)
        application.find("label", words("Everything Has Left"))

        # The words of the other computer come later, and stand.
        journey.run("soho", "--replica", there, "sync")
        assert card(journey, there, number)["about"] == THERE

        # With the next thing that Dora writes, hers come back.
        journey.run("soho", "--replica", here, "edit", "member", number, "organization=Atelier")
        let_leave(application, journey, here)
        application.find("label", words("Came Back"), timeout=60)
        application.find("label", re.escape(THERE), timeout=60)
        application.find("text", words("What you wrote"))
        application.click(application.find(BUTTONS, label("_Try Again")))
        let_leave(application, journey, here)

    journey.run("soho", "--replica", there, "sync")
    assert card(journey, there, number)["about"] == HERE, card(journey, there, number)
    assert "occupation" not in card(journey, there, number)
    server.stop()
    assert NEVER.encode() not in b"".join(
        file.read_bytes() for file in server.data.iterdir()
    ), "what was taken back has reached the server"
    for replica in (here, there):
        journey.run("soho", "--replica", replica, "verify")
