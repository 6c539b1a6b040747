#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long until the application's window is drawn, and until all that is in it is, and what memory
it has then, beside an empty libadwaita window, the two in turn on one screen; and the time of `soho search` as a whole process.

usage, inside tests/support/ui-session: startup.py FIRST-FRAME EMPTY-WINDOW [MEMBERS…]
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import ENVIRONMENT, PROGRAMS, Journey  # noqa: E402

ROUNDS = 9
PAGES = ("map", "directory")


def first_frame(tool, *command):
    """Milliseconds to the first frame and to the last, resident KB, private KB."""
    done = subprocess.run(
        [str(word) for word in (tool, *command)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **ENVIRONMENT},
    )
    return [float(figure) for figure in done.stdout.split()]


def compare(tool, empty, *application):
    first_frame(tool, empty)
    first_frame(tool, *application)
    pairs = [(first_frame(tool, *application), first_frame(tool, empty)) for _ in range(ROUNDS)]
    ours, least = ([statistics.median(pair[side][k] for pair in pairs) for k in range(4)] for side in (0, 1))
    ratios = [statistics.median(a[k] / b[k] for a, b in pairs) for k in range(4)]
    return ours, least, ratios


def search_ms(replica, *words):
    command = [str(word) for word in (PROGRAMS["soho"], "--replica", replica, "search", *words)]
    times = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **ENVIRONMENT})
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times[1:])


def main(tool, empty, *members):
    print("members page       window ms (empty) ratio   all of it ms   resident MB ratio   private MB ratio")
    for n in members or ("400", "40000"):
        with Journey() as journey:
            server = journey.server(members=int(n))
            replica = journey.replica(server)
            server.stop()
            for page in PAGES:
                command = (PROGRAMS["soho-solo"], "--replica", replica, "--page", page)
                ours, least, ratios = compare(tool, empty, *command)
                print(
                    f"{n:>7} {page:9}  {ours[0]:8.0f}   ({least[0]:4.0f}) {ratios[0]:5.2f}"
                    f"   {ours[1]:12.0f}   {ours[2] / 1024:11.0f} {ratios[2]:5.2f}"
                    f"   {ours[3] / 1024:10.0f} {ratios[3]:5.2f}",
                    flush=True,
                )
            for words in (("traducteur",), ("réparer mon ordinateur près d’Auch",)):
                print(f"{n:>7} soho search {' '.join(words)}: {search_ms(replica, *words):.0f} ms")


if __name__ == "__main__":
    main(*sys.argv[1:])
