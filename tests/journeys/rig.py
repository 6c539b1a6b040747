#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rig itself, on a window of its own: what the journeys see is what is there, no more, no less."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import person  # noqa: E402


class Rig(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.application = person.Application(["/usr/bin/python3", HERE / "rig_window.py"])
        cls.application.fill_screen()

    @classmethod
    def tearDownClass(cls):
        cls.application.close()

    def tearDown(self):
        entry = self.application.find("entry", "Chercher")
        self.application.fill(entry, "")

    def test_types_what_is_on_no_english_key(self):
        entry = self.application.find("entry", "Chercher")
        for words in ("Épée, “Œuvre” d’été – 12 €", "ÀÇÊÎÔÛ éàçêîôûïœæ", "l'Isle @ {10 %} / [a|b]"):
            self.application.fill(entry, words)
            self.application.wait_until(lambda: entry.text() == words, f"{words!r} in the entry")

    def test_sees_what_a_list_filters(self):
        self.assertTrue(self.application.sees("label", "Village 3"))
        self.application.fill(self.application.find("entry", "Chercher"), "lage 42")
        self.application.gone("label", "Village 3")
        self.assertTrue(self.application.sees("label", "Village 42"))

    def test_sees_only_what_is_scrolled_to(self):
        self.assertFalse(self.application.sees("label", "Village 90"))
        self.application.scroll(self.application.find("list"), 40)
        self.application.find("label", "Village 90")
        self.application.gone("label", "Village 1")
        self.application.scroll(self.application.find("list"), -40)
        self.application.find("label", "Village 1")

    def test_does_not_see_the_page_behind(self):
        self.application.click(self.application.find("tab", "Seconde"))
        self.application.find("label", "Rien que des mots")
        self.application.gone("label", "Village 3")
        self.assertFalse(self.application.sees("button", "Supprimer"))
        self.application.click(self.application.find("tab", "Première"))
        self.application.find("label", "Village 3")
        self.application.gone("label", "Rien que des mots")

    def test_clicks_inside_a_popover(self):
        self.assertFalse(self.application.sees("button", "Effacer"))
        self.application.click(self.application.find("button", "Plus"))
        self.application.click(self.application.find("button", "Effacer"))
        self.application.find("label", "Effacé")
        self.application.gone("button", "Effacer")

    def test_answers_a_dialog_with_pointer_and_keyboard(self):
        self.application.click(self.application.find("button", "Supprimer"))
        dialog = self.application.find("dialog", "Supprimer le village.*")
        self.application.click(self.application.find("button", "Supprimer", within=dialog))
        self.application.find("label", "Réponse yes")
        self.application.gone("dialog")
        self.application.click(self.application.find("button", "Supprimer"))
        self.application.find("dialog")
        self.application.press("Escape")
        self.application.find("label", "Réponse (no|close)")

    def test_says_what_it_waited_for(self):
        with self.assertRaisesRegex(person.NotSeen, "a button named 'Introuvable'"):
            self.application.find("button", "Introuvable", timeout=0.2)

    def test_pictures_have_the_size_of_the_screen(self):
        with tempfile.TemporaryDirectory(prefix="soho-rig-") as directory:
            pictures = [f"{directory}/{name}.png" for name in ("one", "two")]
            for picture in pictures:
                self.application.screenshot(picture)
            sizes = subprocess.run(["identify", "-format", "%wx%h ", *pictures], capture_output=True)
            self.assertEqual(sizes.stdout, b"1280x800 1280x800 ")
            same = subprocess.run(
                ["compare", "-metric", "AE", *pictures, "null:"], capture_output=True, text=True
            )
            self.assertEqual(same.stderr.strip(), "0")

    def test_notices_a_program_that_ends(self):
        with self.assertRaisesRegex(person.NotSeen, "ended with status 7"):
            person.Application(["sh", "-c", "exit 7"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
