#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody signs in on a computer that others use, writes, and closes the program with the server gone:
nothing of theirs can be read there, the next who opens it is a visitor, and after their next sign-in
what they wrote goes out."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402

BUTTONS = "push button|button"
PASSWORD = "le canard du jeudi"
WORD = "Quenouillardise"


def label(sentence):
    """What stands on a button, without what underlines its key."""
    return words(sentence).replace("_", "")


def sign_in(application, code):
    application.click(application.find("row", words("My card")))
    application.click(application.find(BUTTONS, label("Sign _In…")))
    application.click(application.find(BUTTONS, label("First Time, or _Forgotten Password")))
    application.fill(application.find("entry", label("_Code")), code)
    application.press("Tab")
    application.type(PASSWORD)
    shared = label("_Others use this computer: sign me out when I close the program")
    application.click(application.find("check box", shared))
    application.click(application.find(BUTTONS, words("Sign in")))
    # Until it has gone, the keyboard may still be the dialog's.
    application.gone("entry", label("_Code"))


def assert_nothing_of_theirs(replica):
    for path in replica.rglob("*"):
        if path.is_file():
            assert WORD.encode() not in path.read_bytes(), path
    assert not (replica / "token").exists()


with Journey() as journey:
    server = journey.server(members=20)
    replica = journey.replica(server)
    code = journey.invite(server, "dora@exemple.example")
    with journey.open(replica, server) as application:
        sign_in(application, code)
        application.find(BUTTONS, label("_Make My Card"))
        assert not (replica / "token").exists()
        server.stop()
        card = ["given_name=Dora", "family_name=Ébauche", "commune=Auch", f"about={WORD}"]
        journey.run("soho", "--replica", replica, "new", "member", *card)
        application.press("ctrl+q")
        status = application.wait()
        assert status == 0, status
    assert_nothing_of_theirs(replica)
    assert not journey.run("soho", "--replica", replica, "outbox", "--json").strip()

    with journey.open(replica, server) as application:
        application.click(application.find("row", words("My card")))
        application.find(BUTTONS, label("Sign _In…"))
        application.press("ctrl+q")
        application.wait()

    server.start()
    journey.run("soho", "--replica", replica, "login", "dora@exemple.example", typed=f"{PASSWORD}\n")
    assert len(journey.run("soho", "--replica", replica, "outbox", "--json").splitlines()) == 1
    journey.run("soho", "--replica", replica, "sync")
    assert WORD in journey.run("soho", "--replica", replica, "list", "--json", "member")
