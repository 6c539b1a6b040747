#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who uses no pointer goes through every page: finds people, a village with premises to let, a
telecentre, a meeting and a guide, and comes back each time. Everything that has the keyboard has a name."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402

PAGES = ("Map", "Directory", "Villages", "Telecentres", "Agenda", "Guides and podcast")

# Round a page once: no page has as many places for the keyboard to stop at.
MOST_STOPS = 60


def go_to(application, page):
    """By Alt and its number, as the list of pages has it."""
    application.press(f"alt+{PAGES.index(page) + 1}")
    application.find("label", words(page))
    application.wait_until(lambda: application.focused(), f"the keyboard to be on {page}")


def walk_round(application, page):
    """Tab goes on, never stays, and tells a screen reader where it is."""
    go_to(application, page)
    seen = []
    for _ in range(MOST_STOPS):
        here = application.focused()
        assert here is not None, f"on {page} the keyboard is nowhere after {seen[-3:]}"
        assert here.name or here.role in ("text", "entry", "list", "table", "scroll pane", "panel"), (
            f"on {page}, what has the keyboard has no name: {here!r}"
        )
        if seen and here.reference == seen[0].reference:
            return
        assert not seen or here.reference != seen[-1].reference, f"Tab does not leave {here!r}"
        seen.append(here)
        application.press("Tab")
        application.still()
    raise AssertionError(f"on {page} Tab does not come round: {seen}")


def search_on_page(application, page, typed, row, detail):
    """Typing begins the search wherever the keyboard is; down, Enter, and Escape back."""
    go_to(application, page)
    application.press("ctrl+f")
    application.type(typed)
    application.find("row", row)
    application.press("Down")
    application.wait_until(
        lambda: application.focused() and application.focused().role in ("list item", "table row"),
        f"the keyboard to go down into what {typed} finds",
    )
    application.press("Return")
    application.find("heading|label", detail)


def search_everything(application, typed, row, detail):
    application.press("ctrl+k")
    application.find("dialog", words("Search everything"))
    application.type(typed)
    application.find("row", row)
    application.press("Return")
    application.gone("dialog", words("Search everything"))
    application.find("heading|label", detail)


def records():
    yield {"kind": "member", "given_name": "Anselme", "family_name": "Épure", "commune": "32013",
           "occupation": "Traducteur", "visibility": "public"}
    yield {"kind": "village", "commune": "32233", "presentation": "Des arcades et du jazz inventés."}
    yield {"kind": "village_offer", "village": "Marciac", "type": "premises",
           "title": "Local sous les arcades", "price": "300 € par mois"}
    yield {"kind": "telecentre", "commune": "32107", "name": "Le Pupitre inventé",
           "opening_hours": "Mo-Fr 09:00-18:00"}
    yield {"kind": "event", "title": "Tisser sa toile", "start": "2099-03-08T18:00:00Z",
           "commune": "32013", "state": "planned"}
    yield {"kind": "guide", "section": "Pour commencer", "title": "Se lancer à la campagne",
           "body": "La quincaillerie du bourg a tout."}


with Journey() as journey:
    network = journey.directory / "network.ndjson"
    network.write_text("".join(json.dumps(r) + "\n" for r in records()), encoding="utf-8")
    server = journey.server(imported=[network])
    replica = journey.replica(server)
    server.stop()

    with journey.open(replica) as application:
        for page in PAGES:
            walk_round(application, page)
        search_on_page(application, "Directory", "traducteur", "Anselme Épure, .*", "Anselme Épure")
        search_on_page(application, "Villages", "arcades", "Marciac, .*", "Marciac")
        application.find("label", "Local sous les arcades")
        search_on_page(application, "Telecentres", "pupitre", "Le Pupitre inventé.*", "Le Pupitre inventé")
        search_on_page(application, "Agenda", "toile", "Tisser sa toile, .*", "Tisser sa toile")
        search_on_page(application, "Guides and podcast", "quincaillerie",
                       "Se lancer à la campagne.*", "Se lancer à la campagne")
        search_everything(application, "local", ".*Local sous les arcades.*", "Marciac")
        search_everything(application, "epure", ".*Anselme Épure.*", "Anselme Épure")
        application.press("ctrl+k", "Escape")
        application.gone("dialog", words("Search everything"))
        application.press("ctrl+q")
        assert application.wait() == 0
