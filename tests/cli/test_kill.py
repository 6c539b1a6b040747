#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sync that is killed at any moment leaves a copy that the next sync completes."""

import os
import random
import subprocess
import time

import programs
from programs import SOHO

N_KILLS = 12 if programs.SANITIZED else 30
N_MEMBERS = 200 if programs.SANITIZED else 1500
SEED = 20261123

# A leak check that the kill overtakes complains of the threads that vanish under it; what is killed
# has no leaks to judge, and those that end by themselves are judged in cli-soho.
MORTAL = dict(os.environ)
if programs.SANITIZED:
    MORTAL["ASAN_OPTIONS"] += ":detect_leaks=0"


class Kill(programs.Case):
    def people(self, generation, rand):
        """Cards whose texts differ from one generation to the next."""
        words = [f"mot{n}" for n in range(400)]
        yield "ref,given_name,family_name,commune,visibility,about\n"
        for n in range(N_MEMBERS):
            about = " ".join(rand.choices(words, k=60))
            visibility = rand.choice(("public", "public", "public", "members"))
            yield f"m{n},Prénom{n},Fictif{generation},Auch,{visibility},{about}\n"

    def publish(self, generation, rand):
        path = self.write("member.csv", "".join(self.people(generation, rand)))
        self.good(self.server("import", path))

    def export(self, replica, name):
        self.good(self.soho("export", self.directory / name, replica=replica))
        return {p.name: p.read_bytes() for p in (self.directory / name).iterdir()}

    def kill_after(self, seconds, address):
        process = subprocess.Popen(
            [SOHO, "--replica", self.replica, "sync", "--server", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=MORTAL,
        )
        time.sleep(seconds)
        process.kill()
        _, err = process.communicate()
        self.assertEqual(err, b"")
        return process.returncode

    def test_killed_at_any_moment(self):
        rand = random.Random(SEED)
        self.make_network()
        self.publish(0, rand)
        with self.serve() as serving:
            fresh = self.directory / "fresh"
            self.good(self.soho("sync", "--server", serving.address, replica=fresh))
            began = time.monotonic()
            self.good(
                self.soho("sync", "--server", serving.address, replica=self.directory / "timed")
            )
            whole = time.monotonic() - began
            killed = 0
            for n in range(N_KILLS):
                killed += self.kill_after(rand.uniform(0, whole), serving.address) != 0
                if n % 6 == 5:
                    self.publish(n, rand)
            self.assertGreater(killed, N_KILLS // 3)

            self.good(self.soho("sync", "--server", serving.address))
            self.good(self.soho("sync", replica=fresh))
            last = self.directory / "last"
            self.good(self.soho("sync", "--server", serving.address, replica=last))
            self.assertEqual(self.good(self.soho("verify")).out, "All is well.\n")
            expected = self.export(last, "expected")
            self.assertEqual(self.export(self.replica, "killed"), expected)
            self.assertEqual(self.export(fresh, "followed"), expected)
            self.assertGreater(expected["member.ndjson"].count(b"\n"), N_MEMBERS // 2)
            found = self.good(self.soho("search", "--limit", "1000", "--json", f"Fictif{N_KILLS - 1}")).out
            self.assertEqual(found.count("\n"), min(1000, expected["member.ndjson"].count(b"\n")))
        self.good(self.server("check"))


if __name__ == "__main__":
    programs.main()
