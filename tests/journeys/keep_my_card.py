#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody is invited, signs in and makes a card; with the server gone they fill it, add a skill and a
telephone number for members, and look at it as others will. Back in the network, a member finds the
skill and the number, and a visitor does not find the number."""

import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402

BUTTONS = "push button|button"
TOGGLES = "toggle button|push button|button"
PASSWORD = "le canard du jeudi"
NUMBER = "06 39 98 01 01"


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
    application.press("Return")


def make_card(application):
    """With what is missing said first; the whole of it by keyboard."""
    application.click(application.find("entry", words("Given name")))
    application.type("Dora")
    application.press("Tab")
    application.find("entry", words("Family name"))
    application.click(application.find(BUTTONS, label("_Make My Card")))
    application.find("alert", ".+")
    application.click(application.find("entry", words("Family name")))
    application.type("Ébauche")
    application.click(application.find("entry", words("Commune")))
    application.type("marcia")
    application.find("row", "Marciac.*")
    application.press("Down", "Return")
    application.click(application.find(BUTTONS, label("_Make My Card")))
    application.find("entry", words("Occupation, as you say it"))


def fill_card(application):
    application.fill(application.find("entry", words("Occupation, as you say it")), "facteure d’orgues")
    application.fill(application.find("entry", words("Web site")), "orgues")
    application.press("Tab")
    application.find("alert", ".*orgues.*")
    application.fill(application.find("entry", words("Web site")), "www.orgues.example")
    application.press("Tab")
    application.gone("alert", ".*orgues.*")


def over_form(application):
    """Something of the form to turn the wheel over."""
    return application.things("entry", ".+")[0]


def add_skill(application):
    entry = words("Add a skill: what can you do?")
    application.click(application.scroll_to("entry", entry, over=over_form(application)))
    application.type("traductrice")
    application.find("row", "Traducteur / Traductrice, .*")
    application.press("Return")
    application.gone("row", "Traducteur / Traductrice, Traduction.*")
    application.find("row", "Traducteur / Traductrice.*")


def add_number(application):
    """A number is hidden until its owner says who sees it."""
    add = application.scroll_to(BUTTONS, label("_Add"), over=over_form(application))
    application.click(add)
    application.click(application.find("menu item|label", words("Mobile")))
    application.type(NUMBER)
    application.press("Tab")
    application.find("row", f"{NUMBER}, .*" + words("Only you"))
    application.press("Tab", "space")
    members = application.find("list item", words("The members of the network"))
    application.click(members)
    application.find("row", f"{NUMBER}, .*" + words("The members of the network"))


def look_at_preview(application):
    """The number stands where members see it, and nowhere else."""
    question = application.find("panel", words("How others see me"))
    application.click(application.find(TOGGLES, label("A _member"), within=question))
    application.find(BUTTONS, f"{words('Call')} {NUMBER}")
    application.find("label", words("Skills"))
    application.click(application.find(TOGGLES, label("_A visitor"), within=question))
    application.gone(BUTTONS, f"{words('Call')} {NUMBER}")
    application.find("label", words("Visitors Do Not See You"))


def read(journey, replica, kind):
    lines = journey.run("soho", "--replica", replica, "list", "--json", kind).splitlines()
    return [json.loads(line) for line in lines]


with Journey() as journey:
    server = journey.server(members=40)
    replica = journey.replica(server)
    code = journey.invite(server, "dora@exemple.example")
    member = journey.member(server, "autre@exemple.example")
    with journey.open(replica, server) as application:
        sign_in(application, code)
        make_card(application)
        server.stop()
        fill_card(application)
        add_skill(application)
        add_number(application)
        look_at_preview(application)
        # Nothing of it has left, and all of it is kept.
        waiting = journey.run("soho", "--replica", replica, "outbox", "--json").splitlines()
        assert len(waiting) >= 4, waiting
        server.start()
        application.press("F5")

        def all_sent():
            return not journey.run("soho", "--replica", replica, "outbox", "--json").strip()

        application.wait_until(all_sent, "that all has been sent", 30)

    journey.run("soho", "--replica", member, "sync")
    visitor = journey.replica(server, "visitor")
    (dora,) = [one for one in read(journey, member, "member") if one["given_name"] == "Dora"]
    assert dora["occupation"] == "facteure d’orgues", dora
    assert dora["website"] == "https://www.orgues.example", dora
    skills = [one for one in read(journey, member, "member_skill") if one["member"] == dora["id"]]
    numbers = [one for one in read(journey, member, "contact_point") if one["member"] == dora["id"]]
    assert len(skills) == 1, skills
    assert [one["value"] for one in numbers] == ["+33639980101"], numbers
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", numbers[0]["agreed_on"]), numbers
    assert not [one for one in read(journey, visitor, "member") if one["given_name"] == "Dora"]
    assert not [one for one in read(journey, visitor, "contact_point") if one["value"] == "+33639980101"]
    found = journey.run("soho", "--replica", member, "search", "traductrice", "marciac")
    assert "Dora" in found, found
