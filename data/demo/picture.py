# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the application on the screen of tests/support/ui-session and saves what it shows:
picture.py PICTURE COMMAND [ARGUMENT]…"""

import os
import pathlib
import signal
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests/support"))
sys.dont_write_bytecode = True
import person  # noqa: E402


def main(picture, *command):
    # Asked to end, end the application on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    log = pathlib.Path(picture).with_suffix(".log")
    log.unlink(missing_ok=True)
    try:
        with person.Application(command, log=log) as application:
            application.fill_screen()
            application.screenshot(picture)
            print(f"{application.find('window').name}: {len(application.labels())} texts on the screen.")
    except person.NotSeen as failure:
        print(f"{failure}.", file=sys.stderr)
        print(log.read_text(errors="replace"), end="", file=sys.stderr)
        return 1
    print(f"The picture is in {os.path.relpath(picture)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
