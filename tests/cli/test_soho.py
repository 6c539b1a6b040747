#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""soho as a person or a script runs it: every verb, every way to get it wrong, and bad days."""

import contextlib
import json
import resource
import signal
import socket
import sqlite3
import subprocess
import threading

import programs
from programs import SOHO, SPREADSHEETS, run

VERBS = ("sync", "search", "show", "list", "new", "edit", "delete", "outbox", "activate", "login")
VERBS += ("logout", "session", "password", "verify", "export")
PAGES = "application/vnd.sohosolo.pages+json"


class Usage(programs.Case):
    def test_help(self):
        for words in (["--help"], ["-h"], *([verb, "--help"] for verb in VERBS)):
            self.assertIn("Usage:", self.good(self.soho(*words)).out)
        listed = self.good(run(SOHO, "--help")).out
        for verb in VERBS:
            self.assertIn(f"\n  {verb} ", listed)
        self.assertRegex(self.good(run(SOHO, "--version")).out, r"^soho \d+\.\d+\.\d+\n$")
        self.assertFalse(self.replica.exists(), "help makes no copy")

    def test_help_on_a_bad_day(self):
        """Who needs help may have a copy that cannot be opened."""
        for verb in VERBS:
            self.good(self.soho(verb, "--help", replica="/proc/no/such/place"))

    def test_wrong_calls(self):
        for words in (
            [],
            ["dragon"],
            ["--dragon"],
            ["sync"],
            ["sync", "extra"],
            ["sync", "--dragon"],
            ["search"],
            ["search", "--kind", "dragon", "x"],
            ["search", "--limit", "many", "x"],
            ["show"],
            ["show", "member"],
            ["show", "dragon", "1"],
            ["show", "member", "x"],
            ["show", "member", "0"],
            ["show", "member", "-1"],
            ["show", "member", "99999999999999999999"],
            ["show", "member", "1", "2"],
            ["list"],
            ["list", "dragon"],
            ["list", "member", "--where", "dragon=1"],
            ["list", "member", "--where", "commune"],
            ["list", "member", "--where", "commune="],
            ["list", "member", "--where", ""],
            ["list", "village", "--where", "line_speed=fast"],
            ["new"],
            ["new", "member"],
            ["new", "dragon", "name=x"],
            ["new", "member", "dragon=1"],
            ["new", "member", "given_name"],
            ["new", "member", "lat=far"],
            ["edit", "member"],
            ["edit", "member", "1"],
            ["edit", "member", "x", "about=y"],
            ["delete", "member"],
            ["delete", "member", "x"],
            ["outbox", "extra"],
            ["activate"],
            ["activate", "code"],
            ["login"],
            ["login", "a@b.example", "password"],
            ["login", "--server", "http://127.0.0.1:1"],
            ["logout", "extra"],
            ["session", "--end", "x"],
            ["password", "extra"],
            ["outbox", "--discard", "x"],
            ["verify", "extra"],
            ["export"],
            ["export", "a", "b"],
        ):
            self.bad(self.soho(*words), 2, "soho: ")

    def test_empty_copy(self):
        self.assertIn("Nothing was found", self.good(self.soho("search", "horloger")).out)
        self.assertEqual(self.good(self.soho("search", "--json", "horloger")).out, "")
        self.assertEqual(self.good(self.soho("list", "member")).out, "")
        self.assertEqual(self.good(self.soho("verify")).out, "All is well.\n")
        self.bad(self.soho("show", "member", "1"), 1, "There is no member 1 here")
        self.good(self.soho("export", self.directory / "out"))
        self.assertEqual(len(list((self.directory / "out").iterdir())), programs.N_KINDS)

    def test_no_place(self):
        self.write("file", "")
        for words in (["verify"], ["list", "member"], ["sync", "--server", "http://127.0.0.1:1"]):
            self.bad(self.soho(*words, replica=self.directory / "file/below"), 1, "cannot be made")



class Writing(programs.Case):
    """What is written with no network: seen at once, kept, and told where it stands."""

    PERSON = 8001

    def setUp(self):
        super().setUp()
        self.make_network(
            self.write(
                "member.csv",
                "id,given_name,family_name,commune,languages,visibility\n"
                "8001,Anna,Fictive,Auch,fr|oc,public\n"
                "8002,Bruno,Inventé,Auch,,public\n",
            )
        )
        with self.serve() as serving:
            self.good(self.soho("sync", "--server", serving.address))

    def sign_in(self):
        with contextlib.closing(sqlite3.connect(self.replica / "replica.db")) as db, db:
            db.execute(f"INSERT INTO meta VALUES ('writer', '5'), ('person', '{self.PERSON}')")

    def outbox(self):
        lines = self.good(self.soho("outbox", "--json")).out.splitlines()
        return [json.loads(line) for line in lines]

    def show(self, kind, number):
        return json.loads(self.good(self.soho("show", "--json", kind, number)).out)

    def test_signed_out(self):
        for words in (
            ["new", "contact_point", "member=8001", "type=web", "value=https://example.org"],
            ["edit", "member", "8001", "about=Relieuse"],
            ["delete", "member", "8001"],
        ):
            self.bad(self.soho(*words), 1, "sign in first")
        self.assertEqual(self.good(self.soho("outbox")).out, "Everything has been sent.\n")
        self.assertNotIn("about", self.show("member", 8001))

    def test_writes(self):
        self.sign_in()
        self.good(self.soho("edit", "member", "8001", "about=Relieuse", "languages=fr|en"))
        self.assertEqual(self.show("member", 8001)["about"], "Relieuse")
        self.assertIn("Anna", self.good(self.soho("search", "relieuse")).out)
        number = self.good(
            self.soho("new", "contact_point", "member=8001", "type=mobile", "value=06 39 98 00 77")
        ).out.strip()
        self.assertEqual(int(number), (5 << 32) + 1)
        self.assertEqual(self.show("contact_point", number)["value"], "+33639980077")
        self.good(self.soho("edit", "member", "8001", "about="))
        self.assertNotIn("about", self.show("member", 8001))
        self.good(self.soho("delete", "contact_point", number))
        self.bad(self.soho("show", "contact_point", number), 1, "There is no contact_point")
        self.assertEqual(
            [(line["state"], line["number"], line["edit"]["act"]) for line in self.outbox()],
            [
                ("waiting", 1, "change"),
                ("waiting", 2, "create"),
                ("waiting", 3, "change"),
                ("waiting", 4, "delete"),
            ],
        )
        self.assertEqual(
            self.outbox()[0]["edit"],
            {
                "act": "change",
                "kind": "member",
                "id": 8001,
                "base": 1,
                "set": {"about": "Relieuse"},
                "add": {"languages": ["en"]},
                "remove": {"languages": ["oc"]},
            },
        )
        text = self.good(self.soho("outbox")).out
        self.assertIn("4 changes wait to be sent:\nWaiting (1): member 8001, changed\n  about: Relieuse\n", text)
        self.assertEqual(self.good(self.soho("verify")).out, "All is well.\n")

    def test_wrong_values(self):
        self.sign_in()
        self.bad(self.soho("edit", "member", "8001", "website=ftp://x"), 1, "website: ")
        self.bad(self.soho("edit", "member", "8001", "given_name="), 1, "given_name: ")
        self.bad(self.soho("edit", "member", "99", "about=x"), 1, "There is no member 99 here")
        self.bad(self.soho("delete", "member", "99"), 1, "There is no member 99 here")
        self.bad(self.soho("new", "contact_point", "member=8001", "type=web"), 1, "value: ")
        self.bad(
            self.soho("new", "member", "given_name=A", "family_name=B", "commune=Auch"),
            1,
            "change that one",
        )
        self.assertEqual(self.outbox(), [])

    def test_waits_for_the_server(self):
        """One that does not know the sign-in takes nothing, and is read all the same."""
        self.sign_in()
        self.good(self.soho("edit", "member", "8001", "about=Relieuse"))
        self.bad(self.soho("sync", "--server", "http://127.0.0.1:1"), 1, "You can go on working")
        self.good(self.server("import", self.write("village.csv", "commune\nMirande\n")))
        with self.serve() as serving:
            self.bad(self.soho("sync", "--server", serving.address), 1, "sign in again")
        self.assertEqual(len(self.outbox()), 1)
        self.assertEqual(self.show("member", 8001)["about"], "Relieuse")
        self.assertIn("Mirande", self.good(self.soho("list", "village")).out)

    def test_returned(self):
        self.sign_in()
        self.good(self.soho("edit", "member", "8002", "about=Menteur"))
        with contextlib.closing(sqlite3.connect(self.replica / "replica.db")) as db, db:
            db.execute(
                "INSERT INTO tray (edit, code, field, detail, made)"
                " SELECT edit, 'invalid', 'about', 'is not true', made FROM outbox"
            )
        self.assertEqual(self.outbox()[1]["state"], "returned")
        self.assertEqual(self.outbox()[1]["code"], "invalid")
        text = self.good(self.soho("outbox")).out
        self.assertIn("Returned (1): ", text)
        self.assertIn("about: is not true", text)
        self.good(self.soho("outbox", "--discard", "1"))
        self.assertEqual(len(self.outbox()), 1)

    def test_withdrawn_and_tried_again(self):
        self.sign_in()
        for text in ("Relieuse", "Relieuse et doreuse", "Doreuse"):
            self.good(self.soho("edit", "member", "8001", "about=" + text))
        self.good(self.soho("outbox", "--withdraw", "2"))
        self.assertEqual(
            [(line["number"], line["deed"]) for line in self.outbox()], [(1, 1), (2, 3)]
        )
        self.bad(self.soho("outbox", "--withdraw", "2"), 1, "Nothing waits under the number 2")
        self.good(self.soho("outbox", "--withdraw", "3"))
        self.assertEqual(self.show("member", 8001)["about"], "Relieuse")
        with contextlib.closing(sqlite3.connect(self.replica / "replica.db")) as db, db:
            db.execute("INSERT INTO tray (edit, code, made) SELECT edit, 'gone', 1 FROM outbox")
        self.good(self.soho("outbox", "--withdraw", "1"))
        self.assertNotIn("about", self.show("member", 8001))
        self.good(self.soho("outbox", "--again", "1"))
        self.assertEqual(self.show("member", 8001)["about"], "Relieuse")
        self.assertEqual([line["state"] for line in self.outbox()], ["waiting"])
        self.bad(self.soho("outbox", "--again", "1"), 1, "Nothing was returned under 1")
        self.assertEqual(self.good(self.soho("verify")).out, "All is well.\n")


class Follow(programs.Case):
    """A server of the spreadsheets, and a copy of it."""

    def setUp(self):
        super().setUp()
        sheets = [f for f in sorted(SPREADSHEETS.glob("*.csv")) if f.name != "contact_point.csv"]
        points = (SPREADSHEETS / "contact_point.csv").read_text("utf-8-sig")
        points = self.write("contact_point.csv", points.replace("mi-janvier", "2026-01-15"))
        self.make_network(*sheets, points)
        self.serving = self.serve()
        self.addCleanup(self.serving.__exit__)
        self.sync()

    def sync(self, *options, replica=None):
        return self.good(
            self.soho("sync", "--server", self.serving.address, *options, replica=replica)
        )

    def test_sync(self):
        self.assertEqual(self.sync().out, "Nothing new.\n")
        self.assertEqual(self.good(self.soho("sync")).out, "Nothing new.\n")
        self.good(self.server("import", self.write("village.csv", "commune\nEauze\n")))
        self.assertRegex(self.good(self.soho("sync")).out, r"^In step: 1 records?, .* received\.\n$")
        first = json.loads(self.sync("--json", replica=self.directory / "other").out)
        self.assertEqual(
            set(first),
            {"requests", "bytes_down", "bytes_up", "rows", "sent", "refused", "seq", "cpu_seconds"},
        )
        self.assertEqual(first["requests"], 1)
        self.assertGreater(first["rows"], 20)
        again = json.loads(self.sync("--json", replica=self.directory / "other").out)
        self.assertEqual((again["rows"], again["seq"]), (0, first["seq"]))

    def test_search(self):
        for words in (["horlogere"], ["HORLOG"], ["pendules"], ["hélène", "auch"], ["Œnone"], ["oenone"]):
            self.assertRegex(self.good(self.soho("search", *words)).out, r"^member \d+  ")
        hit = json.loads(self.good(self.soho("search", "--json", "--kind", "village", "mirande")).out)
        self.assertEqual((hit["kind"], hit["title"]), ("village", "Mirande"))
        limited = self.good(self.soho("search", "--json", "--limit", "1", "essai")).out
        self.assertEqual(limited.count("\n"), 1)
        for limit in ("0", "-5", "1000000"):
            self.good(self.soho("search", "--limit", limit, "auch"))
        self.assertIn("Nothing was found", self.good(self.soho("search", "homonyme")).out)

    def test_search_for_anything(self):
        for words in ('"', '""', "*", "a*", "-", "--", "(", "NEAR(", "AND", "title:x", "^", "'; DROP",
                      "\x01", "🜚", "x" * 50000, " ", "", "l’", "é" * 1000, "%", "a OR b", "{}"):
            result = self.soho("search", "--", words)
            self.assertEqual((result.status, result.err), (0, ""), (words[:20], result))

    def test_bytes_that_are_no_text(self):
        self.assertIn(self.soho("search", "--", b"\xff\xfe".decode("latin-1")).status, (0, 1))
        for words in (["search", "--", b"\xff\xfe"], ["list", b"\xff"], ["show", b"\xff", b"\xff"]):
            done = subprocess.run(
                [SOHO, "--replica", self.replica, *words], capture_output=True, check=False
            )
            self.assertIn(done.returncode, (0, 1, 2), done)
            self.assertNotIn(b"CRITICAL", done.stderr)

    def test_show_and_list(self):
        listed = self.good(self.soho("list", "member")).out
        self.assertEqual(listed.count("\n"), 3)
        number = listed.split("\n")[0].split("\t")[0]
        shown = self.good(self.soho("show", "member", number)).out
        self.assertIn("family_name: Exemple\n", shown)
        whole = json.loads(self.good(self.soho("show", "--json", "member", number)).out)
        self.assertEqual((whole["kind"], whole["id"], whole["revision"]), ("member", int(number), 1))
        found = self.good(self.soho("list", "member", "--where", "commune=auch", "--json")).out
        self.assertEqual(json.loads(found), whole)
        for where in ("commune=32013", "given_name=Hélène", "visibility=public"):
            self.assertIn(number, self.good(self.soho("list", "--where", where, "member")).out)
        phone = self.good(self.soho("list", "telecentre", "--where", "phone=05 36 49 00 10")).out
        self.assertIn("La Ruche", phone)
        desk = self.good(self.soho("show", "telecentre", phone.split("\t")[0])).out
        self.assertIn("phone: 05 36 49 00 10\n", desk)
        points = self.good(self.soho("list", "contact_point")).out
        self.assertIn("\t05 36 49 00 01\n", points)
        point = next(line for line in points.split("\n") if "05 36 49 00 01" in line)
        shown = self.good(self.soho("show", "contact_point", point.split("\t")[0])).out
        self.assertIn("value: 05 36 49 00 01\n", shown)
        place = self.good(self.soho("list", "telecentre", "--where", "lat=43,646380")).out
        self.assertIn("La Ruche", place)
        self.assertEqual(self.good(self.soho("list", "member", "--where", "commune=Eauze")).out, "")
        self.bad(self.soho("show", "village", number), 1, "There is no village")

    def test_export(self):
        """What everybody may read, as the server itself exports it, and no more."""
        here, there = self.directory / "here", self.directory / "there"
        self.good(self.soho("export", here))
        self.good(self.server("export", there))
        for path in sorted(here.iterdir()):
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            lines = (there / path.name).read_text().splitlines()
            theirs = {record["id"]: record for record in map(json.loads, lines)}
            for mine in map(json.loads, path.read_text().splitlines()):
                other = theirs[mine["id"]]
                self.assertNotEqual(other.get("visibility", "public"), "self")
                self.assertEqual(mine.pop("revision"), 1)
                other.pop("ref", None)
                self.assertEqual(mine, other)
        self.assertNotIn("Homonyme", "".join(path.read_text() for path in here.iterdir()))
        self.assertNotIn("39980001", "".join(path.read_text() for path in here.iterdir()))
        self.bad(self.soho("export", "/proc/no/such"), 1, "cannot be made")

    def test_full_output(self):
        with open("/dev/full", "w") as full:
            for words in (["list", "member"], ["search", "auch"], ["show", "member", "21"]):
                result = self.soho(*words, stdout=full)
                if result.status == 1:
                    self.assertIn("soho: ", result.err)
                self.assertEqual(result.status, 1, (words, result))

    def test_plain_locale(self):
        environment = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
        self.assertEqual(self.soho("list", "member", env=environment).status, 0)
        self.assertEqual(self.soho("dragon", env=environment).status, 2)

    def test_newer_copy(self):
        database = sqlite3.connect(self.replica / "replica.db")
        database.execute("PRAGMA user_version = 4000")
        database.close()
        for words in (["verify"], ["list", "member"], ["sync"]):
            self.bad(self.soho(*words), 1, "newer version", "update the program")
        self.good(self.soho("sync", "--help"))

    def test_damaged_copy(self):
        before = self.good(self.soho("list", "member")).out
        (self.replica / "replica.db").write_bytes(b"This is no copy." * 1000)
        result = self.soho("list", "member")
        self.assertEqual((result.status, result.out), (0, ""))
        self.assertIn("It is kept as", result.err)
        kept = [path for path in self.replica.iterdir() if "damaged" in path.name]
        self.assertIn(str(kept[0]), result.err)
        self.sync()
        self.assertEqual(self.good(self.soho("list", "member")).out, before)
        self.good(self.soho("verify"))

    def test_damage_that_only_a_sync_meets(self):
        before = self.good(self.soho("list", "member")).out
        path = self.replica / "replica.db"
        with contextlib.closing(sqlite3.connect(path)) as db:
            (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'member'").fetchone()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with open(path, "r+b") as file:
            file.seek(4096 * (root - 1))
            file.write(b"#" * 4096)
        result = self.soho("sync", "--server", self.serving.address)
        self.assertEqual(result.status, 0, result)
        self.assertIn("everything is fetched again", result.err)
        self.assertEqual(self.good(self.soho("list", "member")).out, before)
        self.good(self.soho("verify"))

    def test_full_disk(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

        other = self.directory / "other"
        self.good(self.soho("verify", replica=other))
        options = {"preexec_fn": limit, "restore_signals": False, "replica": other}
        self.bad(self.soho("sync", "--server", self.serving.address, **options), 1, "disk is full")
        self.sync(replica=other)
        self.good(self.soho("verify", replica=other))

    def test_server_is_gone(self):
        self.good(self.serving.stop())
        self.bad(self.soho("sync"), 1, "does not answer", "You can go on working")
        self.assertIn("Hélène", self.good(self.soho("search", "horlogère")).out)

    def test_addresses(self):
        for address, essence in (
            ("http://soho.example.org", "use https://"),
            ("http://192.168.1.1:8032", "use https://"),
            ("ftp://127.0.0.1", "no server address"),
            ("", "no server address"),
            ("https://nobody.invalid", "name cannot be found"),
        ):
            self.bad(self.soho("sync", "--server", address), 1, essence)
        self.assertEqual(self.good(self.soho("sync")).out, "Nothing new.\n", "the good one is kept")

    def test_self_signed_certificate(self):
        key, certificate = self.directory / "key.pem", self.directory / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
            + ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate],
            check=True,
            capture_output=True,
        )
        with self.serve("--tls-cert", certificate, "--tls-key", key) as serving:
            other = self.directory / "other"
            address = f"https://localhost:{serving.port}"
            self.bad(self.soho("sync", "--server", address, replica=other), 1, "cannot be trusted")
            self.assertEqual(self.good(self.soho("list", "village", replica=other)).out, "")

    def test_another_network(self):
        data = self.directory / "second"
        self.good(self.server("init", data=data))
        with self.serve(data=data) as second:
            result = self.good(self.soho("sync", "--server", second.address))
            self.assertIn("everything was fetched again", result.out)
            self.assertEqual(self.good(self.soho("list", "member")).out, "")
        self.assertIn("fetched again", self.sync().out)
        self.assertEqual(self.good(self.soho("list", "member")).out.count("\n"), 3)


class Hostile(programs.Case):
    """Something that answers whatever it likes."""

    def answer(self, *answers):
        """A server on a port of its own; a callable among the answers is waited for."""
        listening = socket.create_server(("127.0.0.1", 0))

        def serve():
            for answer in answers:
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer() if callable(answer) else answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        self.addCleanup(listening.close)
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    def pages(self, *lines):
        body = "".join(f"{line}\n" for line in lines).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {PAGES}\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def test_two_at_once(self):
        """One follows the server; the other says so, and can be read from meanwhile."""
        asked, go = threading.Event(), threading.Event()

        def slow():
            asked.set()
            go.wait(programs.PATIENCE_S)
            return self.pages('{"from":"A"}', '{"cursor":"B"}')

        address = self.answer(slow)
        first = subprocess.Popen(
            [SOHO, "--replica", self.replica, "sync", "--server", address], stdout=subprocess.DEVNULL
        )
        self.assertTrue(asked.wait(programs.PATIENCE_S))
        self.bad(self.soho("sync", "--server", address), 1, "Another program", "try again")
        self.good(self.soho("list", "member"))
        go.set()
        self.assertEqual(first.wait(programs.PATIENCE_S), 0)

    def test_commands_for_terminals(self):
        """What a stranger writes is refused, not obeyed."""
        rows = (
            '{"kind":"telecentre","audience":"public","id":[7],"revision":[1],"fields":{"name":'
            '["La \\u001b[31m Ruche\\u0007 \\u009b2J"],"commune":["32013"]},"to":"t.7"}'
        )
        address = self.answer(self.pages('{"from":"A"}', rows, '{"cursor":"B"}'))
        told = self.bad(self.soho("sync", "--server", address), 1, "makes no sense (name)")
        self.assertNotRegex(told.err + told.out, "[\x00-\x08\x0b-\x1f\x7f-\x9f]")
        self.assertEqual(self.good(self.soho("list", "telecentre")).out, "")

    def test_html(self):
        page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>Sign in!\n"
        address = self.answer(page, b"220 mail.example.org ESMTP\r\n")
        self.bad(self.soho("sync", "--server", address), 1, "no Soho Solo server", "public Wi-Fi")
        self.bad(self.soho("sync", "--server", address), 1, "no Soho Solo server")
        self.bad(self.soho("sync"), 2, "--server URL")


if __name__ == "__main__":
    programs.main()
