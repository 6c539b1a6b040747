#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody opens the application with no server anywhere, looks at both pages, and leaves: nothing is
complained about, and in a sanitized build nothing leaks."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import Journey, words  # noqa: E402

with Journey() as journey:
    server = journey.server(members=40)
    replica = journey.replica(server)
    server.stop()
    with journey.open(replica, server, watch_leaks=True) as application:
        application.click(application.find("row", words("Directory")))
        application.find("list", words("People"))
        application.click(application.find("row", words("Map")))
        application.find("list", words("Communes"))
        application.press("ctrl+q")
        status = application.wait()
        said = (journey.directory / "application.log").read_text()
        assert status == 0, f"it ended with status {status}:\n{said}"
        assert said == "", f"it complained:\n{said}"
