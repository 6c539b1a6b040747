# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journey starts from: a real server, a real replica and the real programs, in a directory
of their own that goes when the journey ends.

    with Journey() as journey:
        server = journey.server(members=40)
        replica = journey.replica(server)
        with journey.open(replica, server) as application:
            application.click(application.find("row", "Annuaire"))
            …
            server.stop()

The programs are those of the build directory $SOHO_BUILD_DIR, or of build/ beside this tree.
A journey that fails leaves a screenshot and what the programs said in $SOHO_JOURNEY_DIR, or else in
journeys/ under the build directory, and says so.
"""

import gettext
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import person

TREE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SOHO_BUILD_DIR", TREE / "build")).resolve()

PROGRAMS = {
    "soho-solo-server": BUILD / "src/server/soho-solo-server",
    "soho": BUILD / "src/cli/soho",
    "soho-solo": BUILD / "src/app/soho-solo",
}

# What a program that is not installed must be told to find its settings and its French.
ENVIRONMENT = {
    "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"),
    "SOHO_LOCALE_DIR": str(BUILD / "po"),
}

# In a sanitized build the rig asks for whole stacks, which makes a program ten times slower. Only
# an application watched for leaks needs them.
WHOLE_STACKS = os.environ.get("ASAN_OPTIONS", "")
if WHOLE_STACKS:
    ENVIRONMENT["ASAN_OPTIONS"] = WHOLE_STACKS + ":fast_unwind_on_malloc=1"

# What the windows say in French for a sentence of the sources, made safe for a regular expression.
FRENCH = gettext.translation("soho-solo", ENVIRONMENT["SOHO_LOCALE_DIR"], ["fr"], fallback=True)


def words(sentence, plural=None, number=1):
    if plural is not None:
        return re.escape(FRENCH.ngettext(sentence, plural, number) % number)
    return re.escape(FRENCH.gettext(sentence))


class Server:
    """A server of our own on loopback, on a port the kernel chose and, once known, keeps."""

    def __init__(self, journey, name, data):
        self.journey = journey
        self.data = data
        self.log = journey.directory / f"{name}.log"
        self.port_file = journey.directory / f"{name}.port"
        self.process = None
        self.port = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Starts it, and returns once it says where it listens."""
        self.port_file.unlink(missing_ok=True)
        command = [PROGRAMS["soho-solo-server"], "--data", self.data, "serve"]
        command += ["--listen", f"127.0.0.1:{self.port}", "--port-file", self.port_file]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **ENVIRONMENT},
                preexec_fn=person.die_with_parent,
            )
        end = time.monotonic() + 20
        while not (self.port_file.exists() and self.port_file.read_text().strip()):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.02)
        self.port = int(self.port_file.read_text())
        return self

    def stop(self):
        """Stops it as an administrator would, and holds it to a clean end."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(20)
        if status != 0:
            raise AssertionError(f"the server ended with status {status}:\n{self.log.read_text()}")

    def kill(self):
        """Makes it vanish in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()


class Journey:
    """The directory a journey happens in, and what was started there."""

    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="soho-journey-"))
        self.servers = []
        self.application = None
        self.evidence_kept = False

    def __enter__(self):
        # Asked to end, end as after any failure: through __exit__, which ends what was started.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, kind, *_):
        failed = kind is not None and kind is not SystemExit
        try:
            if failed:
                self._keep_evidence()
        finally:
            status = self.application.close() if self.application else 0
            for server in self.servers:
                (server.kill if failed else server.stop)()
            shutil.rmtree(self.directory, ignore_errors=True)
        if not failed and status not in (0, -signal.SIGTERM):
            raise AssertionError(f"the application ended with status {status}")

    def run(self, program, *words, check=True, typed=None):
        """Runs one of the programs to its end; returns what it printed."""
        command = [str(word) for word in (PROGRAMS[program], *words)]
        done = subprocess.run(
            command,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **ENVIRONMENT},
        )
        if check and done.returncode != 0:
            raise AssertionError(
                f"{' '.join(command)}\nended with status {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def server(self, members=40, seed=32, imported=(), name="server"):
        """A server that runs: with a demonstration network, or with imported files instead."""
        data = self.directory / name
        self.run("soho-solo-server", "--data", data, "init", "--name", "Réseau d’essai")
        if imported:
            self.run("soho-solo-server", "--data", data, "import", *imported)
        else:
            verb = ("demo", "--members", members, "--seed", seed)
            self.run("soho-solo-server", "--data", data, *verb)
        server = Server(self, name, data).start()
        self.servers.append(server)
        return server

    def replica(self, server, name="replica"):
        """A replica that has just synced with that server; its directory."""
        directory = self.directory / name
        self.run("soho", "--replica", directory, "sync", "--server", server.url)
        return directory

    def invite(self, server, email):
        """The code by which somebody signs in for the first time."""
        return self.run("soho-solo-server", "--data", server.data, "invite", email).strip()

    def member(self, server, email, name="member"):
        """A replica of somebody who has signed in."""
        directory = self.directory / name
        code = self.invite(server, email)
        words = ["activate", "--server", server.url, code]
        self.run("soho", "--replica", directory, *words, typed="le canard du jeudi\n")
        self.run("soho", "--replica", directory, "sync")
        return directory

    def open(self, replica, server=None, watch_leaks=False):
        """The application on that replica, filling the screen. One that is to be watched for leaks
        must end by itself, for only then they are counted."""
        environment = dict(ENVIRONMENT)
        if WHOLE_STACKS and watch_leaks:
            environment["ASAN_OPTIONS"] = WHOLE_STACKS
        elif WHOLE_STACKS:
            environment["ASAN_OPTIONS"] += ":detect_leaks=0"
        command = [PROGRAMS["soho-solo"], "--replica", replica]
        if server is not None:
            command += ["--server", server.url]
        self.application = person.Application(
            command, environment, self.directory / "application.log"
        )
        self.application.on_failure = self._keep_evidence
        self.application.fill_screen()
        return self.application

    def screenshot(self, name):
        """Keeps a picture of the screen under that name, for whoever wants to look."""
        self.application.screenshot(evidence_directory() / f"{name}.png")

    def _keep_evidence(self):
        if self.evidence_kept:
            return
        self.evidence_kept = True
        keep = evidence_directory() / pathlib.Path(sys.argv[0]).stem
        keep.mkdir(exist_ok=True)
        for log in self.directory.glob("*.log"):
            shutil.copy(log, keep)
            print(f"--- {log.name}\n{log.read_text(errors='replace')}", file=sys.stderr)
        application = self.application
        if application and application.process.poll() is None:
            subprocess.run(["import", "-window", "root", str(keep / "failed.png")], check=False)
            print(f"--- on the screen:\n{application.describe()}", file=sys.stderr)
        print(f"Evidence is in {keep}.", file=sys.stderr)


def evidence_directory():
    directory = pathlib.Path(os.environ.get("SOHO_JOURNEY_DIR", BUILD / "journeys"))
    directory.mkdir(parents=True, exist_ok=True)
    return directory
