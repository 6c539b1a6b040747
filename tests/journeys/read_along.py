#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody finds the next meeting, sees when it is, and reads a guide by searching for a word in it."""

import datetime
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402

START = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)


def write(path, *records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def instant(moment):
    return moment.strftime("%Y-%m-%dT%H:00:00Z")


def find_next_meeting(application):
    application.click(application.find("row", words("Agenda")))
    row = application.find("row", "Tisser sa toile, .*Auch.*")
    first = application.things("row", ".+, .+")[0]
    assert first.name == row.name, f"{first.name} stands before what is next"
    application.click(row)
    application.find("heading|label", "Tisser sa toile")
    application.find("button", words("Add to My Calendar…"))


def read_guide(application):
    """The word stands in the middle of the text, and nowhere in a title."""
    application.click(application.find("row", words("Guides and podcast")))
    entry = application.find("entry", words("Search guides and podcast"))
    application.fill(entry, "quincaillerie")
    application.find("row", "Se lancer à la campagne, .*")
    application.press("Return")
    application.find("heading|label", "Se lancer à la campagne")
    application.find("heading|label", "Les premiers outils")
    application.find("label", "La quincaillerie du bourg a tout.")


with Journey() as journey:
    meeting = {
        "kind": "event",
        "title": "Tisser sa toile",
        "start": instant(START),
        "end": instant(START + datetime.timedelta(hours=2)),
        "commune": "32013",
        "state": "planned",
    }
    somebody = {
        "kind": "member",
        "given_name": "Anselme",
        "family_name": "Épure",
        "commune": "32013",
        "visibility": "public",
    }
    guide = {
        "kind": "guide",
        "section": "Pour commencer",
        "title": "Se lancer à la campagne",
        "body": "Un début.\n\n## Les premiers outils\n\nLa **quincaillerie** du bourg a tout.",
        "revised_on": "2026-03-08",
    }
    texts = write(journey.directory / "texts.ndjson", somebody, meeting, guide)
    server = journey.server(imported=[texts])
    replica = journey.replica(server)
    server.stop()

    with journey.open(replica) as application:
        find_next_meeting(application)
        read_guide(application)
