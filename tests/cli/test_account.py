#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts from the person's side: invited, signed in, read more, write, are seen, and leave."""

import json
import os
import pty
import select
import stat
import subprocess
import time

import programs
from programs import SOHO, SPREADSHEETS

PASSWORD = "le canard du jeudi"
HEADER = "given_name,family_name,commune,visibility,ref"


class Account(programs.Case):
    def setUp(self):
        super().setUp()
        self.make_network(
            self.write("member.csv", f"{HEADER}\nMarthe,Essai,Auch,members,m\nJules,Essai,Auch,,j\n"),
            self.write("contact_point.csv", "member,type,value\nm,email,marthe@exemple.invalid\n"),
            SPREADSHEETS / "village.csv",
        )
        self.serving = self.serve()
        self.addCleanup(self.serving.__exit__)
        self.other = self.directory / "other"

    def invite(self, email, *words):
        return self.good(self.server("invite", email, *words)).out.strip()

    def activate(self, email, replica=None, password=PASSWORD):
        code = self.invite(email)
        words = ["activate", "--server", self.serving.address, "--device", "essai", code]
        return self.good(self.soho(*words, replica=replica, typed=f"{password}\n"))

    def sync(self, replica=None):
        return self.good(self.soho("sync", replica=replica))

    def members(self, replica=None):
        lines = self.good(self.soho("list", "--json", "member", replica=replica)).out.splitlines()
        return {record["given_name"]: record for record in map(json.loads, lines)}

    def test_whole_way(self):
        """Invited, signed in, members' cards read, one's own edited offline, and others see it."""
        self.good(self.soho("sync", "--server", self.serving.address))
        self.assertEqual(self.members(), {})
        self.assertIn("marthe@exemple.invalid", self.activate("marthe@exemple.invalid").out)
        self.sync()
        self.assertEqual(set(self.members()), {"Marthe", "Jules"})
        self.activate("jules@exemple.invalid", replica=self.other)
        self.sync(replica=self.other)

        own = self.members()["Marthe"]["id"]
        self.serving.stop()
        self.good(self.soho("edit", "member", str(own), "about=Relieuse à Auch"))
        self.assertEqual(self.members()["Marthe"]["about"], "Relieuse à Auch")
        self.assertNotIn("about", self.members(self.other)["Marthe"])
        with self.serve("--listen", f"127.0.0.1:{self.serving.port}"):
            self.sync()
            self.sync(replica=self.other)
            self.assertEqual(self.members(self.other)["Marthe"]["about"], "Relieuse à Auch")
            jules = str(self.members()["Jules"]["id"])
            self.good(self.soho("edit", "member", jules, "about=Menteur"))
            self.soho("sync")
            self.assertNotIn("about", self.members()["Jules"], "not hers to write")
        self.good(self.server("check"))

    def test_first_card(self):
        """Somebody new has no card; they make it, with a number for members, and each reads theirs."""
        visitor = self.directory / "visitor"
        self.activate("neuf@exemple.invalid")
        self.sync()
        self.activate("jules@exemple.invalid", replica=self.other)
        self.good(
            self.soho("new", "member", "given_name=Dora", "family_name=Ébauche", "commune=Auch",
                      "visibility=public")
        )
        own = self.members()["Dora"]["id"]
        number = [f"member={own}", "type=mobile", "value=06 39 98 01 01"]
        number += ["visibility=members", "agreed_on=2026-11-24"]
        self.good(self.soho("new", "contact_point", *number))
        self.good(self.soho("new", "contact_point", f"member={own}", "type=web",
                            "value=https://secret.example"))
        self.sync()
        self.assertEqual(self.good(self.soho("outbox", "--json")).out, "")
        self.sync(replica=self.other)
        self.good(self.soho("sync", "--server", self.serving.address, replica=visitor))
        self.assertEqual(self.members(self.other)["Dora"]["id"], own)
        self.assertEqual(self.members(visitor)["Dora"]["family_name"], "Ébauche")
        points = ["list", "--json", "--where", f"member={own}", "contact_point"]
        values = [json.loads(line)["value"]
                  for line in self.good(self.soho(*points, replica=self.other)).out.splitlines()]
        self.assertEqual(values, ["+33639980101"])
        self.assertEqual(self.good(self.soho(*points, replica=visitor)).out, "")

    def test_sealed(self):
        """What was not sent stays when one leaves, and nobody reads it until one is back."""
        self.activate("marthe@exemple.invalid")
        self.sync()
        own = str(self.members()["Marthe"]["id"])
        self.good(self.soho("edit", "member", own, "about=Quenouillardise"))
        self.bad(self.soho("logout"), 1, "not been sent", "--seal")
        self.assertIn("Signed out", self.good(self.soho("logout", "--seal")).out)
        for path in self.replica.rglob("*"):
            self.assertNotIn(b"Quenouillardise", path.read_bytes() if path.is_file() else b"")
        self.assertEqual(self.good(self.soho("outbox", "--json")).out, "")
        self.good(self.soho("login", "marthe@exemple.invalid", typed=f"{PASSWORD}\n"))
        self.assertIn("Quenouillardise", self.good(self.soho("outbox", "--json")).out)
        self.assertIn("Nothing of yours is sealed", self.good(self.soho("unseal")).out)
        self.sync()
        self.assertEqual(self.members()["Marthe"]["about"], "Quenouillardise")

    def test_takes_all_and_goes(self):
        """One's own data in files; then one is erased, and the other's copy forgets one, too."""
        self.activate("marthe@exemple.invalid")
        self.sync()
        self.activate("jules@exemple.invalid", replica=self.other)
        self.sync(replica=self.other)
        out = self.directory / "mine"
        self.good(self.soho("export", "--mine", out))
        self.assertIn("FN:Marthe Essai", (out / "card.vcf").read_text())
        everything = json.loads((out / "everything.json").read_text())
        self.assertEqual(everything["account"]["email"], "marthe@exemple.invalid")
        self.assertIn("Marthe", (out / "member.csv").read_text())
        self.bad(self.soho("erase", typed="un mot de passe\n"), 1)
        self.assertIn("erased", self.good(self.soho("erase", typed=f"{PASSWORD}\n")).out)
        self.sync(replica=self.other)
        self.assertNotIn("Marthe", self.members(self.other))
        for directory in (self.data, self.replica, self.other):
            for path in directory.rglob("*"):
                self.assertNotIn(b"Marthe", path.read_bytes() if path.is_file() else b"", path)
        self.bad(self.soho("login", "marthe@exemple.invalid", typed=f"{PASSWORD}\n"), 1)
        self.good(self.server("check"))

    def test_in_and_out(self):
        self.activate("marthe@exemple.invalid")
        self.sync()
        token = self.replica / "token"
        self.assertEqual(stat.S_IMODE(token.stat().st_mode), 0o600)
        self.assertIn("Signed out", self.good(self.soho("logout")).out)
        self.assertFalse(token.exists())
        self.assertEqual(self.members(), {})
        for path in self.replica.rglob("*"):
            if path.is_file():
                self.assertNotIn(b"Marthe", path.read_bytes(), path)
        self.bad(self.soho("logout"), 1, "Nobody has signed in")
        typed = f"{PASSWORD}\n"
        self.good(self.soho("login", "MARTHE@exemple.invalid", typed=typed))
        self.sync()
        self.assertEqual(len(self.members()), 2)

    def test_sign_ins(self):
        self.activate("marthe@exemple.invalid")
        login = ["login", "--server", self.serving.address, "--device", "tablette"]
        login += ["marthe@exemple.invalid"]
        self.good(self.soho(*login, replica=self.other, typed=f"{PASSWORD}\n"))
        listed = self.good(self.soho("session")).out
        self.assertRegex(listed, r"tablette\n")
        self.assertRegex(listed, r"essai \(here\)\n")
        entries = [json.loads(line) for line in self.good(self.soho("session", "--json")).out.splitlines()]
        tablet = next(entry for entry in entries if entry["device"] == "tablette")
        self.assertFalse(tablet["here"])
        self.good(self.soho("session", "--end", str(tablet["id"])))
        for words in (["sync"], ["session"], ["password"]):
            result = self.soho(*words, replica=self.other, typed=f"{PASSWORD}\nla grive du lundi\n")
            self.bad(result, 1, "sign in again")
        self.bad(self.soho("session", "--end", "77"), 1, "404")

        self.good(self.soho("password", typed=f"{PASSWORD}\nla grive du lundi\n"))
        self.bad(self.soho(*login, replica=self.other, typed=f"{PASSWORD}\n"), 1, "do not go together")
        self.good(self.soho(*login, replica=self.other, typed="la grive du lundi\n"))

    def test_staff(self):
        """Invited, given a role and taken it again from a terminal; others may do none of it."""
        address = ["--server", self.serving.address]
        code = self.invite("odile@exemple.invalid", "--role", "staff")
        self.good(self.soho("activate", *address, code, typed=f"{PASSWORD}\n"))
        self.sync()
        jules = str(self.members()["Jules"]["id"])
        words = ["invite", "--member", jules, "jules@exemple.invalid"]
        code = self.good(self.soho(*words)).out.strip()
        self.good(self.soho("activate", *address, code, replica=self.other, typed=f"{PASSWORD}\n"))
        for words in (["people"], ["invite", "a@b.example"], ["role", jules, "staff"]):
            self.bad(self.soho(*words, replica=self.other), 1, "not any more")
        self.good(self.soho("role", jules, "staff"))
        listed = self.good(self.soho("people", "--json", "essai", "jul", replica=self.other)).out
        self.assertEqual(json.loads(listed)["roles"], ["member", "staff"])
        self.assertRegex(self.good(self.soho("people", "jules")).out, r"Jules Essai  member staff\n")
        self.good(self.soho("role", "--end", jules, "staff"))
        self.bad(self.soho("people", replica=self.other), 1, "not any more")
        self.bad(self.soho("role", jules, "king"), 1, "cannot be given")
        self.bad(self.soho("role", "jules", "staff"), 2, "soho people")
        self.bad(self.soho("invite", "nobody"), 1, "no e-mail address")

    def test_refusals(self):
        code = self.invite("marthe@exemple.invalid")
        address = ["--server", self.serving.address]
        for words, typed, essence in (
            (["activate", "0000-0000", *address], PASSWORD, "not known"),
            (["activate", code, *address], "bref", "at least 10"),
            (["activate", code, *address], "", "No password came"),
            (["activate", code, *address], "x" * 2000, "at least 10"),
            (["activate", code, *address], "x" * 10_000_000, "too long"),
            (["login", "marthe@exemple.invalid", *address], PASSWORD, "do not go together"),
            (["login", "nobody@exemple.invalid", *address], PASSWORD, "do not go together"),
            (["login", "a@b.example", "--server", "http://127.0.0.1:1"], PASSWORD, "does not answer"),
        ):
            self.bad(self.soho(*words, typed=typed), 1, essence)

    def test_other_server(self):
        self.activate("marthe@exemple.invalid")
        other = self.directory / "elsewhere"
        self.good(self.server("init", "--name", "Ailleurs", data=other))
        with self.serve(data=other) as serving:
            self.bad(self.soho("sync", "--server", serving.address), 1, "Sign out before")

    def test_terminal(self):
        """What is typed for a password is not shown, and Ctrl+C leaves a terminal that works."""
        self.activate("marthe@exemple.invalid")
        self.good(self.soho("logout"))
        for typed, status in ((f"{PASSWORD}\r", 0), ("\x03", 1)):
            with self.subTest(typed):
                terminal, program = pty.openpty()
                process = subprocess.Popen(
                    [str(SOHO), "--replica", str(self.replica), "login", "marthe@exemple.invalid"],
                    stdin=program, stdout=program, stderr=program,
                )
                shown = self.read_until(terminal, b"Password:")
                os.write(terminal, typed.encode())
                self.assertEqual(process.wait(programs.PATIENCE_S), status)
                shown += self.read_until(terminal, None)
                self.assertNotIn(b"canard", shown)
                os.write(terminal, b"x")
                self.assertIn(b"x", self.read_until(terminal, b"x"), "it shows what is typed")
                os.close(terminal)
                os.close(program)

    def read_until(self, terminal, wanted):
        """What the terminal shows: until it shows this, or nothing more (None)."""
        shown = b""
        limit = time.monotonic() + programs.PATIENCE_S
        while time.monotonic() < limit:
            ready, _, _ = select.select([terminal], [], [], 0.2)
            if ready:
                shown += os.read(terminal, 4096)
            if (wanted is None and not ready) or (wanted is not None and wanted in shown):
                return shown
        raise AssertionError(f"waited for {wanted!r} in {shown!r}")


if __name__ == "__main__":
    programs.main()
