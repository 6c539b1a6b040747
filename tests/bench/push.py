#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hundred edits made offline cost on the line: the body of the request beside `zstd -19` of
the changed fields as NDJSON, and the answer. The programs are the real ones; edits are of every
size, by somebody of the staff, on the demonstration network.

usage: push.py SEED…
"""

import json
import pathlib
import random
import re
import socket
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from journey import PROGRAMS, Journey  # noqa: E402

N_EDITS = 100
PASSWORD = "une phrase de passe inventée"


def run(*words, typed=""):
    done = subprocess.run([str(word) for word in words], input=typed, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.stderr}")
    return done.stdout


class Line:
    """A line to the server that keeps what goes over it."""

    def __init__(self, port):
        self.server = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.up, self.down = b"", b""
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near = self.listener.accept()[0]
            far = socket.create_connection(self.server)
            threading.Thread(target=self.carry, args=(near, far, "up"), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, near, "down"), daemon=True).start()

    def carry(self, one, other, way):
        try:
            while data := one.recv(65536):
                setattr(self, way, getattr(self, way) + data)
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # either end may have gone first


def first_message(kept):
    """Its whole length and that of its body."""
    head, _, rest = kept.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    if length is None or len(rest) < int(length[1]):
        sys.exit(f"no whole message: {kept[:300]}")
    return len(head) + 4 + int(length[1]), int(length[1])


class Writer:
    """Makes edits as people do: a few words here, a number there, now and then a paragraph."""

    def __init__(self, replica, seed):
        self.chance = random.Random(seed)
        self.soho = [PROGRAMS["soho"], "--replica", replica]
        self.records = {
            kind: [json.loads(line) for line in run(*self.soho, "list", "--json", kind).splitlines()]
            for kind in ("member", "village", "guide", "event", "village_offer")
        }
        texts = [r[f] for rs in self.records.values() for r in rs for f in ("body", "minutes", "presentation", "about") if f in r]
        self.words = re.findall(r"[\w’'-]+", " ".join(texts))

    def text(self, least, most):
        return " ".join(self.chance.choice(self.words) for _ in range(self.chance.randint(least, most))).capitalize() + "."

    def make(self):
        """One edit: kind, id and what it changes."""
        kind, change = self.chance.choice(
            (
                ("member", lambda: {"occupation": self.text(2, 4)}),
                ("member", lambda: {"about": self.text(10, 40)}),
                ("village", lambda: {"line_speed": self.chance.choice((30, 100, 300, 1000)), "shops": self.text(3, 8)}),
                ("village", lambda: {"reviewed_on": f"2026-1{self.chance.randint(0, 2)}-{self.chance.randint(10, 28)}"}),
                ("village_offer", lambda: {"price": self.text(2, 4)}),
                ("event", lambda: {"capacity": self.chance.randint(8, 60), "summary": self.text(8, 20)}),
                ("guide", lambda: {"title": self.text(3, 6)}),
            )
        )
        return kind, self.chance.choice(self.records[kind])["id"], change()

    def write(self):
        """The lines of the reference."""
        lines = []
        for _ in range(N_EDITS):
            kind, number, fields = self.make()
            run(*self.soho, "edit", kind, number, *(f"{name}={value}" for name, value in fields.items()))
            lines.append(json.dumps({"kind": kind, "id": number, **fields}, ensure_ascii=False, separators=(",", ":")))
        return "\n".join(lines) + "\n"


def main(seeds):
    print("seed   zstd -19   body up ÷   with its head   answer, with its head   of the whole sync: up, down")
    for seed in seeds or ("1", "2", "3"):
        with Journey() as journey:
            server = journey.server(members=400)
            replica = journey.replica(server)
            line = Line(server.port)
            soho = (PROGRAMS["soho"], "--replica", replica)
            invitation = run(PROGRAMS["soho-solo-server"], "--data", server.data, "invite", "equipe@exemple.invalid", "--role", "staff")
            run(*soho, "activate", "--server", line.url, invitation.split()[-1], typed=PASSWORD + "\n")
            run(*soho, "sync")
            reference = Writer(replica, int(seed)).write().encode()
            floor = len(subprocess.run(["zstd", "-19", "-c"], input=reference, capture_output=True, check=True).stdout)
            line.up = line.down = b""
            report = json.loads(run(*soho, "sync", "--json"))
            if report["sent"] != N_EDITS or report["refused"] != 0:
                sys.exit(f"not all edits were taken: {report}")
            (whole_up, up), (whole_down, down) = first_message(line.up), first_message(line.down)
            print(f"{seed:>4} {floor:10} {up:9} {up / floor:.3f} {whole_up:15} {down:8} {whole_down:15} {len(line.up):25} {len(line.down):6}")


if __name__ == "__main__":
    main(sys.argv[1:])
