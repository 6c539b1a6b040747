#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sums tests/run prints are only worth something if nothing that failed can pass for nothing."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import count  # noqa: E402

TAP = "TAP version 13\n# random seed: R02S\n1..3\nok 1 /a/one\nok 2 /a/two # SKIP no network\n"


class Count(unittest.TestCase):
    def sum_of(self, *tests):
        with tempfile.TemporaryDirectory(prefix="soho-count-") as directory:
            log = pathlib.Path(directory) / "testlog.json"
            if tests:
                log.write_text("".join(json.dumps(test) + "\n" for test in tests))
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                count.main("plain", log)
            return printed.getvalue().splitlines()

    def program(self, result, stdout="", status=0):
        name = "soho-solo:core / fold"
        return {"name": name, "result": result, "stdout": stdout, "returncode": status}

    def test_each_test_of_a_program_counts(self):
        lines = self.sum_of(self.program("OK", TAP + "ok 3 /a/three\n"))
        self.assertEqual(lines[-1], "2 passed, 0 failed, 1 skipped")
        self.assertEqual(lines[0], "  plain, core: 2 passed, 0 failed, 1 skipped")

    def test_a_failure_counts_once_and_is_named(self):
        lines = self.sum_of(self.program("ERROR", TAP + "not ok 3 /a/three\n", 1))
        self.assertEqual(lines[-1], "1 passed, 1 failed, 1 skipped")
        self.assertIn("  FAILED plain: fold: /a/three", lines)

    def test_a_crash_after_good_tests_counts(self):
        lines = self.sum_of(self.program("ERROR", TAP, -6))
        self.assertEqual(lines[-1], "1 passed, 1 failed, 1 skipped")

    def test_a_leak_after_good_tests_counts(self):
        lines = self.sum_of(self.program("ERROR", TAP + "ok 3 /a/three\n", 1))
        self.assertEqual(lines[-1], "2 passed, 1 failed, 1 skipped")

    def test_a_script_counts_as_one(self):
        for result, expected in (
            ("OK", "1 passed, 0 failed, 0 skipped"),
            ("FAIL", "0 passed, 1 failed, 0 skipped"),
            ("TIMEOUT", "0 passed, 1 failed, 0 skipped"),
            ("INTERRUPT", "0 passed, 1 failed, 0 skipped"),
            ("SKIP", "0 passed, 0 failed, 1 skipped"),
        ):
            self.assertEqual(self.sum_of(self.program(result, "ok, all is well\n"))[-1], expected)

    def test_no_result_is_a_failure(self):
        self.assertEqual(self.sum_of()[-1], "0 passed, 1 failed, 0 skipped")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
