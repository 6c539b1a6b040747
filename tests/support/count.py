# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what `meson test` wrote into its log: python3 count.py NAME LOG

LOG is a testlog.json. Prints a line for each suite, a line for each failure, and last
"N passed, N failed, N skipped". A TAP program counts with each of its tests; everything else
counts as one. A program that failed in any way its own tests do not show counts as one failure more.
A log that is missing or holds no test at all is one failure.
"""

import collections
import json
import pathlib
import re
import sys

BAD = {"FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS"}
TAP_LINE = re.compile(r"^(not )?ok\b[\s\d]*-?\s*(.*?)(?:\s*#\s*(SKIP)\b.*)?$", re.IGNORECASE)


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def tests_of(output):
    """(name, "passed" | "failed" | "skipped") for each TAP line of a program's output."""
    for line in output.splitlines():
        found = TAP_LINE.match(line)
        if found is None:
            continue
        bad, name, skip = found.groups()
        yield name, "skipped" if skip else "failed" if bad else "passed"


def count_program(test, failures):
    """One line of the log: its count; what failed is appended to failures."""
    count = Count()
    name = test["name"].split(" / ")[-1]
    for what, how in tests_of(test.get("stdout") or "") if is_tap(test) else ():
        setattr(count, how, getattr(count, how) + 1)
        if how == "failed":
            failures.append(f"{name}: {what}")
    if test["result"] in BAD and count.failed == 0:
        count.failed += 1
        failures.append(f"{name}: {test['result'].lower()}, status {test.get('returncode')}")
    elif count.passed + count.failed + count.skipped == 0:
        if test["result"] == "SKIP":
            count.skipped += 1
        else:
            count.passed += 1
    return count


def is_tap(test):
    return re.search(r"^(?:TAP version|1\.\.\d+)", test.get("stdout") or "", re.MULTILINE)


def suite_of(test):
    """The suite of a test: the "house" of "soho-solo:house / map"."""
    before, slash, _ = test["name"].rpartition(" / ")
    return before.split(":")[-1] if slash else "tests"


def main(name, log):
    suites, failures = collections.defaultdict(Count), []
    try:
        lines = pathlib.Path(log).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        lines = []
        failures.append(f"no results: {error}")
    for line in lines:
        test = json.loads(line)
        suites[suite_of(test)].add(count_program(test, failures))
    total = Count()
    for suite, count in sorted(suites.items()):
        print(f"  {name}, {suite}: {count}")
        total.add(count)
    if not suites:
        total.failed = 1
        failures = failures or ["no results: not one test ran"]
    for failure in failures:
        print(f"  FAILED {name}: {failure}")
    print(total)


if __name__ == "__main__":
    main(*sys.argv[1:])
