#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody looks for a village with premises to let and calls who welcomes newcomers there: with the
pointer, and another time with the keyboard alone, the server gone."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402

VILLAGES = {
    "village.csv": """commune,presentation,schools,reviewed_on
Condom,Une ville sur la Baïse.,Un lycée.,2026-03-01
Fleurance,Une bastide et sa halle.,Un collège.,2026-04-01
Lectoure,Une ville sur sa colline.,,
""",
    "village_offer.csv": """village,type,title,detail,price,state
Condom,home,Maison de ville,Trois chambres.,600 € par mois,open
Fleurance,premises,Atelier de la halle,Un local clair de 80 m² à louer.,250 € par mois,open
Lectoure,business,Café à reprendre,,,closed
""",
    "village_contact.csv": """village,name,role,phone,email
Fleurance,Odile Brouillon,mairie,05 36 49 01 23,odile@exemple.example
""",
}


def a_telephone(directory):
    """A program that takes calls and writes down the number; where it writes."""
    calls = directory / "calls"
    telephone = directory / "telephone"
    telephone.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{calls}"\n')
    telephone.chmod(0o755)
    applications = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "applications"
    applications.mkdir(parents=True, exist_ok=True)
    (applications / "telephone.desktop").write_text(
        "[Desktop Entry]\nType=Application\nName=Téléphone d’essai\n"
        f"Exec={telephone} %u\nMimeType=x-scheme-handler/tel;\n"
    )
    (applications / "mimeapps.list").write_text(
        "[Default Applications]\nx-scheme-handler/tel=telephone.desktop\n"
    )
    return calls


def called(application, calls, times):
    expected = ["tel:+33536490123"] * times
    application.wait_until(
        lambda: calls.exists() and calls.read_text().split() == expected, f"{times} calls"
    )


def read_fleurance(application):
    application.find("label", words("Offers"))
    application.find("label", "Atelier de la halle")
    application.find("label", words("Who Welcomes You"))


with Journey() as journey:
    files = []
    for name, text in VILLAGES.items():
        files.append(journey.directory / name)
        files[-1].write_text(text)
    calls = a_telephone(journey.directory)
    server = journey.server(imported=files)
    replica = journey.replica(server)

    with journey.open(replica, server) as application:
        application.click(application.find("row", words("Villages")))
        application.find("status bar", words("%u village", "%u villages", 3))
        entry = application.find("entry", words("Search villages and their offers"))
        application.fill(entry, "local a louer")
        application.find("status bar", words("%u village", "%u villages", 1))
        application.click(application.find("row", "Fleurance, .*" + words("%u offer", "%u offers", 1)))
        read_fleurance(application)
        call = words("Call") + " Odile Brouillon"
        application.click(application.scroll_to("button", call, over=application.find("label", "Fleurance")))
        called(application, calls, 1)
        server.stop()

        application.press("alt+2")
        application.gone("label", words("Who Welcomes You"))
        application.press("alt+3")
        application.press("ctrl+f")
        application.fill(application.find("entry", words("Search villages and their offers")), "atelier")
        application.find("status bar", words("%u village", "%u villages", 1))
        application.press("Return")
        read_fleurance(application)
        for _ in range(20):
            focused = application.focused()
            if focused is not None and focused.name == call:
                break
            application.press("Tab")
        application.press("space")
        called(application, calls, 2)
