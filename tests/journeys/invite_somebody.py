#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Odile, who is staff, invites Jules in the application. He signs in with the code, reads what members
read, and is made staff: at his next sync he may invite, too. Odile ends it, and after the next sync he
may not. He looks where he is signed in, and signs out."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402

PASSWORD = "le canard du jeudi"
CODE = "(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}"
ODILE = "odile@exemple.invalid"
JULES = "jules@exemple.invalid"


def button(application, sentence):
    return application.find("button", words(sentence).replace("_", ""))


def menu_item(sentence):
    return words(sentence).replace("_", "")


def open_menu(application):
    application.click(button(application, "Main Menu"))
    application.find("menu item", menu_item("_Quit"))
    application.still()


def choose(application, sentence):
    open_menu(application)
    application.click(application.find("menu item", menu_item(sentence)))


def may_invite(application):
    """Whether the menu offers what only staff does."""
    open_menu(application)
    may = application.sees("menu item", menu_item("_Members and Roles…"))
    application.press("Escape")
    application.gone("menu item", menu_item("_Quit"))
    return may


def in_step(application):
    application.find("button", words("Sync: %s").replace("%s", words("Up to Date")), timeout=30)


def sign_in_with(application, code):
    # What a sync brings may change the menu under the pointer.
    in_step(application)
    choose(application, "Sign _In…")
    application.click(button(application, "First Time, or _Forgotten Password"))
    application.fill(application.find("entry", menu_item("_Code")), code)
    application.fill(application.find("entry", menu_item("Ne_w Password")), PASSWORD)
    application.click(application.find("button", words("Sign in")))
    application.find("label", words("Signed in as %s").replace("%s", ".+"))


def count_people(application):
    application.click(application.find("row", words("Directory")))
    said = application.find("status bar", words("%u person", "%u people", 7).replace("7", r"\d+"))
    return int(re.search(r"\d+", said.name).group())


def invite(application, address):
    """Invites somebody; returns the code as it is shown."""
    choose(application, "_Members and Roles…")
    application.find("row", f".*{re.escape(ODILE)}.*")
    application.click(button(application, "_Invite…"))
    application.fill(application.find("entry", menu_item("_E-mail Address")), address)
    application.click(button(application, "_Invite"))
    code = application.find("label", CODE).name
    letter = application.find("label", f"(?s).*{code}.*{re.escape(address)}.*").name
    assert "http://127.0.0.1:" in letter, "the letter names the server"
    return code


def open_account(application, address):
    choose(application, "_Members and Roles…")
    application.click(application.find("row", f".*{re.escape(address)}.*"))
    application.find("label", words("Give Another Role"))


def make_staff(application, address):
    open_account(application, address)
    application.click(application.find("row|combo box", words("Role")))
    application.find("label", words("Network staff"))
    application.still()
    application.click(application.find("label", words("Network staff")))
    application.click(button(application, "_Give This Role"))
    application.find("label", words("Role given"))


def end_staff(application, address):
    open_account(application, address)
    ending = words("End the role “%s”").replace("%s", words("Network staff"))
    application.click(application.find("button", f"{ending}.*"))
    application.find("label", words("End the Role of %s?").replace("%s", re.escape(address)))
    application.click(button(application, "_End"))
    application.find("label", words("Role ended"))


def look_at_account(application, address):
    choose(application, "My _Account…")
    application.find("label", re.escape(address))
    application.find("label", words("Where You Are Signed In"))
    application.find("label", words("This computer; first signed in: %s").replace("%s", ".+"))


with Journey() as journey:
    server = journey.server(members=40)
    by_hand = ("--data", server.data, "invite", ODILE, "--role", "staff")
    odile = journey.replica(server, "odile")
    jules = journey.replica(server, "jules")
    first_code = journey.run("soho-solo-server", *by_hand).strip()
    with journey.open(odile, server) as application:
        sign_in_with(application, first_code)
        in_step(application)
        code = invite(application, JULES)
        journey.screenshot("invitation")
    with journey.open(jules, server) as application:
        before = count_people(application)
        sign_in_with(application, code)
        in_step(application)
        application.wait_until(lambda: count_people(application) > before, "members' cards")
        assert not may_invite(application)
    with journey.open(odile, server) as application:
        make_staff(application, JULES)
    with journey.open(jules, server) as application:
        in_step(application)
        application.wait_until(lambda: may_invite(application), "the menu of staff")
    with journey.open(odile, server) as application:
        end_staff(application, JULES)
    with journey.open(jules, server) as application:
        in_step(application)
        application.wait_until(lambda: not may_invite(application), "the menu of a member")
        look_at_account(application, JULES)
        journey.screenshot("account")
