#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody looks for a person who speaks English nearby: as a grid, nearest first, narrowed down by
language; holds a telephone before the QR code of the number, saves the contact, and goes on from
card to card and back."""

import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402

TOGGLES = "toggle button|push button|button"


def read_by_telephone(application, picture):
    """What a telephone reads that is held before the screen."""
    application.screenshot(picture)
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def heading(application, name):
    """The name over a card, which is larger than in any row."""

    def look():
        labels = application.things("label", re.escape(name))
        return next((label for label in labels if label.height > 30), None)

    return application.wait_until(look, f"the card of {name}")


def first_nearby(application, name):
    """The row of the person who lives nearest to the one whose card is shown."""
    card = heading(application, name)
    application.scroll_to("label", words("People Nearby"), over=card)
    application.scroll(card, 10)
    application.still()
    title = application.find("label", words("People Nearby"))
    return next(row for row in application.things("row", ".+, .+") if row.y > title.y)


def kilometres(name):
    """How far away the description of a person says they are; 0 in the same commune."""
    told = re.search(r" · (\d+)\skm$", name)
    return int(told.group(1)) if told else 0


def order_by_distance(application, commune):
    application.click(application.find(TOGGLES, words("Order")))
    application.fill(application.find("entry", words("Your commune")), commune)
    application.press("Return")
    application.gone("entry", words("Your commune"))


def narrow_down(application, language):
    application.click(application.find(TOGGLES, words("Filters")))
    choice = application.find("check box|radio button", f"{language}, \\d+")
    left = int(choice.name.rsplit(", ", 1)[1])
    application.click(choice)
    application.press("Escape")
    application.find("status bar", words("%u person", "%u people", left))
    application.find(TOGGLES, words("Remove the filter: %s").replace("%s", language))


def open_somebody_with_telephone(application):
    """Opens cards of the grid in turn, until one has a number; returns the QR button of it."""
    for tile in application.things("table cell", ".+"):
        application.click(tile)
        name = tile.name.split(", ")[0]
        application.find("label", words("Contact"))
        application.still()
        code = words("QR code to dial %s from a mobile telephone").replace("%s", "[\\d ]+")
        buttons = application.things(TOGGLES, code)
        if buttons:
            return name, buttons[0]
    raise AssertionError("nobody in sight has a telephone")


def save(application, folder):
    """Saves the contact by the desktop's own file chooser; returns what was written."""
    contact = application.find("label", words("Contact"))
    label = words("_Save…").replace("_", "")
    application.click(application.scroll_to("push button|button", label, over=contact))
    application.find("push button|button", words("_Cancel").replace("_", ""))
    application.press("ctrl+a")
    application.type(f"{folder}/contact.vcf")
    application.press("Return")
    application.find("label", words("Saved as “%s”").replace("%s", "contact\\.vcf"))
    return (folder / "contact.vcf").read_bytes().decode()


with Journey() as journey:
    server = journey.server(members=400)
    replica = journey.replica(server)
    with journey.open(replica) as application:
        application.press("alt+2")
        application.find("list", words("People"))
        application.click(application.find(TOGGLES, words("Show as a Grid")))
        application.find("table|list|grid", words("People"))
        order_by_distance(application, "marci")
        distances = [kilometres(tile.name) for tile in application.things("table cell", ".+")]
        assert len(distances) > 8, distances
        assert distances == sorted(distances) and distances[-1] > 0, distances
        narrow_down(application, words("English"))

        name, button = open_somebody_with_telephone(application)
        application.click(button)
        hold = words(
            "Hold the camera of your mobile telephone in front of the square: it offers to dial this "
            "number."
        )
        application.find("label", hold)
        read = read_by_telephone(application, journey.directory / "telephone.png")
        number = re.search(r"[\d ]{8,}", button.name).group(0).replace(" ", "")
        assert read == "tel:+33" + number[1:], (read, button.name)
        application.press("Escape")
        application.gone("label", hold)

        card = save(application, journey.directory)
        assert f"FN:{name}\r\n" in card, card
        assert read in card, card
        assert "LANG:en\r\n" in card, card

        # On to somebody nearby, and back.
        application.click(application.find(TOGGLES, words("Show as a Grid")))
        near = first_nearby(application, name)
        application.click(near)
        heading(application, near.name.split(", ")[0])
        application.click(application.find("push button|button", words("Back")))
        heading(application, name)
