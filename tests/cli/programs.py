# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs as a person or a script runs them, and how their tests report.

The programs are those of the build directory $SOHO_BUILD_DIR, or of build/ beside this tree.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

TREE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SOHO_BUILD_DIR", TREE / "build")).resolve()
SERVER = BUILD / "src/server/soho-solo-server"
SOHO = BUILD / "src/cli/soho"
SPREADSHEETS = TREE / "tests/fixtures/spreadsheets"

# An export has a file for each kind.
N_KINDS = 16

# Longer than anything takes, also under the sanitizers.
PATIENCE_S = 120

# The sanitizers make programs some thirty times slower, and see as much in fewer rounds.
SANITIZED = "ASAN_OPTIONS" in os.environ


class Result:
    """What a program said, and how it ended."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def __repr__(self):
        return f"status {self.status}\n{self.out}\n{self.err}"


# Nobody's keyring is touched: sign-ins lie in files beside the replicas.
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"


def run(*command, **options):
    """typed: what stands on standard input."""
    typed = options.pop("typed", "")
    done = subprocess.run(
        [str(word) for word in command],
        input=typed.encode(),
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        timeout=PATIENCE_S,
        check=False,
        **options,
    )
    out = done.stdout.decode("utf-8", "replace") if done.stdout is not None else ""
    return Result(done.returncode, out, done.stderr.decode("utf-8", "replace"))


class Serving:
    """A server under way."""

    def __init__(self, data, directory, *options):
        port_file = pathlib.Path(tempfile.mkdtemp(dir=directory)) / "port"
        self.process = subprocess.Popen(
            [SERVER, "--data", data, "serve", "--listen", "127.0.0.1:0"]
            + ["--port-file", port_file, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        limit = time.monotonic() + PATIENCE_S
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise AssertionError(f"the server did not start: {self.process.communicate()}")
            time.sleep(0.01)
        self.port = int(port_file.read_text())
        self.address = f"http://127.0.0.1:{self.port}"

    def stop(self, number=signal.SIGTERM):
        """Asks it to end; the result, once it has."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self):
        out, err = self.process.communicate(timeout=PATIENCE_S)
        return Result(self.process.returncode, out.decode(), err.decode())

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


class Case(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="soho-cli-"))
        self.addCleanup(shutil.rmtree, self.directory)
        self.data = self.directory / "network"
        self.replica = self.directory / "replica"

    def server(self, *words, data=None, **options):
        return run(SERVER, "--data", data or self.data, *words, **options)

    def soho(self, *words, replica=None, **options):
        return run(SOHO, "--replica", replica or self.replica, *words, **options)

    def serve(self, *options, data=None):
        return Serving(data or self.data, self.directory, *options)

    def write(self, name, content):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def make_network(self, *files):
        self.good(self.server("init", "--name", "Réseau d’essai"))
        if files:
            self.good(self.server("import", *files))

    def good(self, result):
        self.assertEqual(result.status, 0, result)
        self.assertEqual(result.err, "", result)
        return result

    def bad(self, result, status, *essences):
        """It failed as it should: nothing on standard output, and the essence said on the other."""
        self.assertEqual(result.status, status, result)
        self.assertEqual(result.out, "", result)
        self.assertNotRegex(result.err, r"CRITICAL|WARNING|Sanitizer|runtime error", result)
        for essence in essences:
            self.assertIn(essence, result.err)
        return result


class Tap(unittest.TextTestResult):
    """A line of TAP for each test."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.number = 0

    def say(self, test, ok):
        self.number += 1
        name = re.sub(r"^test_", "", test.id().split(".")[-1]).replace("_", "-")
        print(f"{ok} {self.number} {name}", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.say(test, "ok")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.say(test, "not ok")

    def addError(self, test, err):
        super().addError(test, err)
        self.say(test, "not ok")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.number += 1
        print(f"ok {self.number} {test.id().split('.')[-1]} # SKIP {reason}", flush=True)


def main():
    print("TAP version 13")
    program = unittest.main(
        module="__main__",
        testRunner=unittest.TextTestRunner(stream=sys.stderr, resultclass=Tap),
        exit=False,
    )
    print(f"1..{program.result.testsRun}")
    sys.exit(not program.result.wasSuccessful())
