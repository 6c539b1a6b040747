#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""soho-solo-server as its keeper runs it: every command, every way to get it wrong."""

import base64
import json
import resource
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request

import programs
from programs import SERVER, SPREADSHEETS, run

N_SKILLS = 1000 if programs.SANITIZED else 3000
COMMANDS = (
    *("init", "import", "export", "demo", "invite", "serve", "check", "stats"),
    *("backup", "restore", "erase"),
)


class Usage(programs.Case):
    def test_help(self):
        for words in (["--help"], ["-h"], *([command, "--help"] for command in COMMANDS)):
            result = self.good(self.server(*words))
            self.assertIn("Usage:", result.out)
        listed = self.good(run(SERVER, "--help")).out
        for command in COMMANDS:
            self.assertIn(f"\n  {command} ", listed.replace(f"\n  {command}\n", f"\n  {command} "))
        self.assertFalse(self.data.exists())

    def test_version(self):
        self.assertRegex(self.good(run(SERVER, "--version")).out, r"^soho-solo-server \d+\.\d+\.\d+\n$")

    def test_wrong_calls(self):
        for words in (
            [],
            ["dragon"],
            ["init", "extra"],
            ["init", "--dragon"],
            ["import"],
            ["export"],
            ["export", "a", "b"],
            ["demo", "--members", "many"],
            ["serve", "extra"],
            ["check", "extra"],
            ["stats", "--dragon"],
            ["backup"],
            ["restore", "a", "b"],
            ["erase"],
            ["--dragon"],
        ):
            self.bad(self.server(*words), 2, "soho-solo-server: ")
        self.bad(run(SERVER, "stats"), 2, "--data DIR")
        self.assertFalse(self.data.exists())

    def test_no_network(self):
        for words in (["import", "x.csv"], ["export", "x"], ["serve"], ["check"], ["stats"], ["demo"], ["backup", "x"], ["erase", "1"]):
            self.bad(self.server(*words), 1, "There is no network", "init")
        self.assertFalse(self.data.exists())


class Backup(programs.Case):
    def test_backup_and_restore(self):
        self.make_network(*sorted(SPREADSHEETS.glob("skill.csv")))
        backup = self.directory / "backup.db"
        self.assertIn(str(backup), self.good(self.server("backup", backup)).out)
        self.assertEqual(backup.stat().st_mode & 0o777, 0o600)
        before = self.good(self.server("stats")).out
        self.good(self.server("import", SPREADSHEETS / "village.csv"))
        self.assertNotEqual(self.good(self.server("stats")).out, before)
        with self.serve():
            self.good(self.server("backup", self.directory / "while-serving.db"))
            self.bad(self.server("restore", backup), 1, "is being used")
        self.assertIn("backup", self.good(self.server("restore", backup)).out)
        self.assertEqual(self.good(self.server("stats")).out, before)
        self.good(self.server("check"))
        self.good(self.server("restore", self.directory / "while-serving.db"))
        self.assertNotEqual(self.good(self.server("stats")).out, before)

    def test_all_at_once(self):
        """Imports and backups while replicas sync: each is whole, and so is every backup."""
        self.make_network(SPREADSHEETS / "village.csv")
        trouble = []

        def import_on():
            for i in range(3 if programs.SANITIZED else 10):
                lines = [f"Anna{i}x{n},Essai,Auch,public" for n in range(20)]
                path = self.write(f"{i}/member.csv", "given_name,family_name,commune,visibility\n" + "\n".join(lines))
                result = self.server("import", path)
                if result.status != 0:
                    trouble.append(result)

        with self.serve() as serving:
            thread = threading.Thread(target=import_on)
            thread.start()
            backups = []
            while thread.is_alive() or not backups:
                backups.append(self.directory / f"backup-{len(backups)}.db")
                self.good(self.server("backup", backups[-1]))
                self.good(self.soho("sync", "--server", serving.address))
            thread.join()
        self.assertEqual(trouble, [])
        for backup in backups[-3:]:
            self.good(self.server("restore", backup))
            self.good(self.server("check"))

    def test_what_is_no_backup(self):
        self.make_network()
        self.bad(self.server("restore", self.write("notes.txt", "notes")), 1, "no sound backup")
        self.bad(self.server("restore", self.directory / "missing"), 1, "no such file")
        self.bad(self.server("backup", self.directory / "no/place"), 1, "cannot be written")
        self.good(self.server("check"))


class Erase(programs.Case):
    def test_erase(self):
        self.make_network(
            self.write(
                "member.csv",
                "given_name,family_name,commune,visibility,ref\n"
                "Marthe,Quenouillard,Auch,public,m\nJules,Essai,Auch,public,j\n",
            ),
            self.write("contact_point.csv", "member,type,value\nm,email,marthe@exemple.invalid\n"),
            self.write("village.csv", "commune,presentation\nMirande,Demandez à Mme QUENOUILLARD.\n"),
        )
        self.bad(self.server("erase", "jules@exemple.invalid"), 1, "Nobody has the address")
        self.bad(self.server("erase", "999999"), 1, "There is no member")
        said = self.good(self.server("erase", "Marthe@Exemple.invalid")).out
        self.assertRegex(said, r"village \d+, presentation: .*QUENOUILLARD")
        self.assertRegex(self.good(self.server("stats")).out, r"member +1 records")
        self.good(self.server("check"))


class Init(programs.Case):
    def test_init(self):
        self.assertIn(str(self.data), self.good(self.server("init")).out)
        self.bad(self.server("init"), 1, "There is a network in", "already")
        self.assertEqual(self.data.stat().st_mode & 0o777, 0o700)
        self.assertRegex(self.good(self.server("stats")).out, r"network +1 records, +1 of them public")
        self.assertEqual(self.good(self.server("check")).out, "All is well.\n")

    def test_a_bad_name_leaves_nothing(self):
        for name in ("x" * 81, "", "  ", "a\nb", "\x07"):
            self.bad(self.server("init", "--name", name), 1, "name: ")
        self.good(self.server("init", "--name", "Réseau"))

    def test_no_place(self):
        self.write("file", "")
        self.bad(self.server("init", data=self.directory / "file/below"), 1, "cannot be made")

    def test_what_is_no_network(self):
        self.write("network/network.db", "notes")
        self.bad(self.server("init"), 1, "already")
        self.bad(self.server("stats"), 1, "is damaged")
        self.assertEqual((self.data / "network.db").read_text(), "notes")


# Twelve pixels by eight.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAICAIAAABChommAAAAIklEQVQY02P8z0AYsNxmUCGs6A4xim4zqA42kxgZGAgHAgA4XQgYtZ0NjQAAAABJRU5ErkJggg=="
)


class Import(programs.Case):
    def test_spreadsheets(self):
        files = sorted(SPREADSHEETS.glob("*.csv"))
        self.make_network()
        first = self.bad_agreed(self.server("import", *files))
        self.assertIn("member.csv: 4 new, 0 changed, 0 unchanged\n  1 of them are not public", first.out)
        fixed = self.write("contact_point.csv", self.correct("contact_point.csv"))
        self.assertIn(": 5 new", self.good(self.server("import", fixed)).out)
        again = self.good(self.server("import", fixed, *[f for f in files if f.name != fixed.name]))
        self.assertEqual(again.out.count(": 0 new, 0 changed"), 6)
        self.good(self.server("check"))

    def correct(self, name):
        return (SPREADSHEETS / name).read_bytes().replace("mi-janvier".encode(), b"2026-01-15")

    def bad_agreed(self, result):
        self.assertEqual(result.status, 1, result)
        self.assertIn("contact_point.csv:4: agreed_on: ", result.err)
        self.assertIn("Nothing was kept of 1 of 6 files", result.err)
        return result

    def test_set(self):
        people = self.write("member.csv", "given_name,family_name\nAnna,Fictive\n")
        self.make_network()
        self.bad(self.server("import", people), 1, "member.csv:2: commune: is missing")
        done = self.server("import", "--set", "commune=Auch", "--set", "visibility=public", people)
        self.assertNotIn("not public", self.good(done).out)
        for wrong in ("", "=", "dragon=1", "commune", "member=1"):
            self.bad(self.server("import", "--set", wrong, people), 1, "sets no field")

    def test_many_complaints(self):
        self.make_network()
        path = self.write("skill.ndjson", "]\n" * 3000)
        result = self.bad(self.server("import", path), 1, "skill.ndjson:1000: ", "2000 more")
        self.assertNotIn("skill.ndjson:1001:", result.err)
        self.assertLess(len(result.err), 200_000)

    def test_killed_at_any_moment(self):
        """All of a file is kept, or nothing."""
        lines = "".join(f'{{"label":"Métier {n}"}}\n' for n in range(N_SKILLS))
        path = self.write("skill.ndjson", lines)
        self.make_network()
        started = time.monotonic()
        self.good(self.server("import", path, data=self.copy("timed")))
        whole = time.monotonic() - started
        outcomes = set()
        for n in range(8):
            data = self.copy(f"killed-{n}")
            process = subprocess.Popen(
                [SERVER, "--data", data, "import", path], stdout=subprocess.DEVNULL
            )
            time.sleep(whole * (n + 0.5) / 8)
            process.kill()
            process.wait()
            self.good(self.server("check", data=data))
            stats = self.good(self.server("stats", data=data)).out
            outcomes.add(int(stats.split("skill")[1].split()[0]))
        self.assertLessEqual(len(outcomes), 2, outcomes)
        self.assertIn(min(outcomes), (18, 19, 20), outcomes)

    def copy(self, name):
        data = self.directory / name
        data.mkdir()
        with sqlite3.connect(self.data / "network.db") as source:
            with sqlite3.connect(data / "network.db") as target:
                source.backup(target)
        return data

    def little_room(self):
        """No file may grow much beyond the largest; the kernel says so instead of killing."""
        largest = max(path.stat().st_size for path in self.data.iterdir()) + 16 * 1024

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

        return {"preexec_fn": limit, "restore_signals": False}

    def test_full_disk(self):
        self.make_network()
        before = self.good(self.server("stats")).out
        lines = "".join(f'{{"label":"Métier {n} {"x" * 180}"}}\n' for n in range(N_SKILLS))
        path = self.write("skill.ndjson", lines)
        self.bad(self.server("import", path, **self.little_room()), 1, "disk is full")
        self.assertEqual(self.good(self.server("stats")).out.split("sealed")[0], before.split("sealed")[0])
        self.good(self.server("import", path))
        self.good(self.server("check"))


class Export(programs.Case):
    def test_round_trip(self):
        sheets = [f for f in sorted(SPREADSHEETS.glob("*.csv")) if f.name != "contact_point.csv"]
        points = (SPREADSHEETS / "contact_point.csv").read_bytes().replace("mi-janvier".encode(), b"2026-01-15")
        self.make_network(*sheets, self.write("contact_point.csv", points))
        for option, suffix in (([], ".ndjson"), (["--csv"], ".csv")):
            first, second = (self.directory / f"{name}{suffix}" for name in ("first", "second"))
            copy = self.directory / f"copy{suffix}"
            self.good(self.server("export", first, *option))
            self.good(self.server("init", data=copy))
            self.empty(copy)
            self.good(self.server("import", *sorted(first.iterdir()), data=copy))
            self.good(self.server("export", second, *option, data=copy))
            names = sorted(path.name for path in first.iterdir())
            self.assertEqual(len(names), programs.N_KINDS)
            for name in names:
                self.assertEqual((first / name).read_bytes(), (second / name).read_bytes(), name)
            self.good(self.server("check", data=copy))

    def test_photos(self):
        photo = self.directory / "anna.png"
        photo.write_bytes(PNG)
        people = "given_name;family_name;commune;photo\nAnna;Fictive;Auch;%s\n"
        self.make_network(self.write("member.csv", (people % photo.name).encode()))
        self.good(self.server("export", self.directory / "out", "--csv"))
        (written,) = (self.directory / "out" / "blobs").iterdir()
        self.assertEqual(written.read_bytes(), PNG)
        copy = self.directory / "copy"
        self.good(self.server("init", data=copy))
        self.good(self.server("import", self.directory / "out" / "member.csv", data=copy))
        self.good(self.server("check", data=copy))
        self.assertIn("1 files, %d bytes" % len(PNG), self.good(self.server("stats", data=copy)).out)

        outside = self.write("member.csv", (people % "../anna.png").encode())
        self.bad(self.server("import", outside), 1, "member.csv:2: photo: “../anna.png” leads out of")

    @staticmethod
    def empty(data):
        """An archive that init has put nothing into."""
        with sqlite3.connect(data / "network.db") as database:
            database.execute("DELETE FROM record")
            database.execute("UPDATE meta SET value = 0 WHERE name IN ('last_id', 'last_seq')")
        database.close()

    def test_no_place(self):
        self.make_network()
        file = self.write("file", "")
        self.bad(self.server("export", file / "below"), 1, "cannot be made")
        self.bad(self.server("export", file), 1, str(file))


class Check(programs.Case):
    def test_damage(self):
        self.make_network(SPREADSHEETS / "village.csv")
        database = sqlite3.connect(self.data / "network.db")
        with database:
            database.execute("UPDATE record SET audience = 'staff' WHERE kind = 'village'")
        database.close()
        result = self.bad(self.server("check"), 1, "2 things are wrong", "restore a backup")
        self.assertEqual(result.err.count("is read by “staff” and should be by “public”"), 2)

    def test_overwritten(self):
        self.make_network()
        with open(self.data / "network.db", "r+b") as file:
            file.seek(4096)
            file.write(b"#" * 4096 * 3)
        self.assertEqual(self.server("check").status, 1)
        self.assertEqual(self.server("stats").status, 1)


class Invite(programs.Case):
    def test_code(self):
        """The code alone, for scripts; another each time."""
        self.make_network(SPREADSHEETS / "village.csv")
        codes = [
            self.good(self.server("invite", "nora@exemple.invalid", *words)).out
            for words in ([], ["--role", "staff"], ["--role", "adviser", "--role", "staff"])
        ]
        for code in codes:
            self.assertRegex(code, r"^([0-9A-Z]{4}-){3}[0-9A-Z]{4}\n$")
        self.assertEqual(len(set(codes)), 3)
        self.good(self.server("check"))

    def test_refusals(self):
        self.make_network()
        for words, essence in (
            (["nora"], "“nora”"),
            (["a@b.example", "--role", "king"], "“king”"),
            (["a@b.example", "--role", "reception:7"], "telecentre"),
            (["a@b.example", "--member", "7"], "member 7"),
        ):
            self.bad(self.server("invite", *words), 1, essence)
        for words in ([], ["a@b.example", "c@d.example"], ["a@b.example", "--member", "x"]):
            self.bad(self.server("invite", *words), 2)

    def test_while_serving(self):
        """A server that runs knows of it at once; a token opens what members read."""
        self.make_network(SPREADSHEETS / "member.csv")
        with self.serve() as serving:
            code = self.good(self.server("invite", "nora@exemple.invalid")).out.strip()
            body = {"code": code, "password": "le canard du jeudi", "device": "essai"}
            request = urllib.request.Request(
                serving.address + "/v1/activate", json.dumps(body).encode()
            )
            with urllib.request.urlopen(request, timeout=programs.PATIENCE_S) as answer:
                self.assertEqual(answer.status, 201)
                token = json.load(answer)["token"]
            request = urllib.request.Request(
                serving.address + "/v1/session", headers={"Authorization": f"Bearer {token}"}
            )
            with urllib.request.urlopen(request, timeout=programs.PATIENCE_S) as answer:
                told = json.load(answer)
                self.assertEqual(told["email"], "nora@exemple.invalid")
                self.assertEqual(told["roles"], ["member"])
            self.good(serving.stop())


class Serve(programs.Case):
    def get(self, serving, path):
        with urllib.request.urlopen(serving.address + path, timeout=programs.PATIENCE_S) as answer:
            return answer.status, answer.read()

    def test_stops_when_told(self):
        self.make_network()
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.serve() as serving:
                self.assertEqual(self.get(serving, "/healthz"), (200, b'{"status":"ok"}'))
                result = self.good(serving.stop(number))
                self.assertIn(f"on port {serving.port}", result.out)

    def test_two_signals(self):
        """A peer that does not go keeps the server for a while, unless it is told again."""
        self.make_network()
        for second in (signal.SIGINT, signal.SIGTERM):
            with self.serve() as serving, socket.create_connection(("127.0.0.1", serving.port)) as peer:
                peer.sendall(b"GET /v1/changes HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n")
                time.sleep(0.2)
                serving.process.send_signal(signal.SIGTERM)
                time.sleep(0.2)
                serving.process.send_signal(second)
                began = time.monotonic()
                result = serving.wait()
                self.assertIn(result.status, (0, -signal.SIGTERM), result)
                self.assertEqual(result.err, "")
                self.assertLess(time.monotonic() - began, 4)

    def test_bad_addresses(self):
        self.make_network()
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            for address in (f"127.0.0.1:{port}", "127.0.0.1:99999", "nobody.invalid:80", "x", "", ":"):
                self.bad(self.server("serve", "--listen", address), 1, "soho-solo-server: ")

    def test_bad_port_file(self):
        self.make_network()
        options = ["--listen", "127.0.0.1:0", "--port-file"]
        self.bad(self.server("serve", *options, self.directory / "no/such/port"), 1, "no/such")

    def test_bad_certificates(self):
        self.make_network()
        file = self.write("file.pem", "no certificate")
        options = ["serve", "--listen", "127.0.0.1:0"]
        self.bad(self.server(*options, "--tls-cert", file), 2, "go together")
        self.bad(self.server(*options, "--tls-key", file), 2, "go together")
        self.bad(self.server(*options, "--tls-cert", file, "--tls-key", file), 1)
        missing = self.directory / "missing.pem"
        self.bad(
            self.server(*options, "--tls-cert", missing, "--tls-key", missing), 1, "missing.pem"
        )

    def test_import_while_serving(self):
        self.make_network()
        with self.serve() as serving:
            self.assertNotIn(b"32256", self.get(serving, "/v1/changes")[1])
            threads = [
                threading.Thread(target=self.get, args=(serving, "/v1/changes")) for _ in range(8)
            ]
            for thread in threads:
                thread.start()
            self.good(self.server("import", SPREADSHEETS / "village.csv"))
            for thread in threads:
                thread.join()
            self.assertIn(b"32256", self.get(serving, "/v1/changes")[1])
            self.good(serving.stop())
        self.good(self.server("check"))

    def test_full_output(self):
        self.make_network()
        with open("/dev/full", "w") as full:
            result = self.server("stats", stdout=full)
        self.assertEqual(result.status, 1)
        self.assertIn("standard output", result.err)


if __name__ == "__main__":
    programs.main()
