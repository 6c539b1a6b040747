#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves of each rule of the house that it holds on a small sound tree, and that it can fail."""

import pathlib
import sys
import tempfile
import unittest

import house

LICENCE = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"

SOUND = {
    "src/README.md": """# The map

Begin at `core/model/fold.c`; its header is `fold.h`. The wire is `GET /v1/changes`.

```
src/
  README.md      this map
  core/          no network
    model/       kinds and words
    store/       the one room that speaks SQL
  sync/          the protocol
  client/        libsoup
  server/        the other end
    archive/     what it keeps
  cli/           a file per verb
  app/
    pages/       one class each
```
""",
    "src/core/model/fold.h": LICENCE + "#pragma once\n",
    "src/core/model/fold.c": LICENCE + '#include "model/fold.h"\n\nint\nfold (void)\n{\n  return 0;\n}\n',
    "src/core/store/rows.c": LICENCE + '#include <sqlite3.h>\nconst char *q = "SELECT 1";\n',
    "src/sync/page.h": LICENCE + "#pragma once\n",
    "src/sync/page.c": LICENCE + '#include "model/fold.h"\n#include "page.h"\n',
    "src/client/pull.h": LICENCE + "#pragma once\n",
    "src/client/pull.c": LICENCE + '#include <libsoup/soup.h>\n#include "page.h"\n',
    "src/server/routes.h": LICENCE + "#pragma once\n",
    "src/server/archive/log.c": LICENCE + "#include <sqlite3.h>\n",
    "src/cli/main.c": LICENCE + '#include "pull.h"\nconst char *w = _("Nothing was found.");\n',
    "src/app/pages/map-page.c": LICENCE
    + "#include <gtk/gtk.h>\n"
    + "G_DEFINE_FINAL_TYPE (SohoMapPage, soho_map_page, ADW_TYPE_BIN)\n"
    + 'const char *t = "/fr/sohosolo/SohoSolo/ui/map-page.ui";\n',
    "resources/ui/map-page.ui": '<interface><template class="SohoMapPage" parent="AdwBin">'
    '<property name="tooltip-text" translatable="yes">Map</property></template></interface>\n',
    "po/POTFILES": "resources/ui/map-page.ui\nsrc/cli/main.c\n",
    "po/fr.po": """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Map"
msgstr "Carte"

msgid "Nothing was found."
msgstr "Rien n’a été trouvé."
""",
    "tests/run": "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\necho fine\n",
}

LATER = "TO" + "DO"
LONG_FUNCTION = LICENCE + "\nint\nlong_one (void)\n{\n" + "  step ();\n" * 61 + "}\n"

# Rule, the files that break it (None takes a file away), what the complaint must name.
BREACHES = [
    ("map", {"src/README.md": None}, "missing"),
    ("map", {"src/core/model/fold.c": None}, "core/model/fold.c"),
    ("map", {"src/core/model/fold.h": None}, "fold.h"),
    ("map", {"src/app/pages/map-page.c": None}, "src/app/pages/"),
    ("map", {"src/app/dialogs/new.c": LICENCE}, "src/app/dialogs/"),
    ("layers", {"src/core/a.c": '#include "../sync/page.h"\n'}, "../sync/page.h"),
    ("layers", {"src/core/a.c": '#include "page.h"\n'}, "core must not use sync"),
    ("layers", {"src/sync/a.c": '#  include "pull.h"\n'}, "sync must not use client"),
    ("layers", {"src/server/a.c": '#include "pull.h"\n'}, "server must not use client"),
    ("layers", {"src/app/a.c": '#include "routes.h"\n'}, "app must not use server"),
    ("layers", {"src/cli/a.c": '#include "routes.h"\n'}, "cli must not use server"),
    ("layers", {"tests/core/a.c": '#include "../support/x.h"\n'}, "tests/core/a.c:1"),
    ("libraries", {"src/core/a.c": "#include <gtk/gtk.h>\n"}, "gtk/gtk.h"),
    ("libraries", {"src/sync/a.c": "#include <libsoup/soup.h>\n"}, "libsoup/soup.h"),
    ("libraries", {"src/app/a.c": "#include <libsoup/soup.h>\n"}, "libsoup/soup.h"),
    ("libraries", {"src/cli/a.c": "#include <libsoup/soup.h>\n"}, "libsoup/soup.h"),
    ("libraries", {"src/cli/a.c": "#include <adwaita.h>\n"}, "adwaita.h"),
    ("libraries", {"src/client/a.c": "#include <shumate/shumate.h>\n"}, "shumate"),
    ("libraries", {"src/server/a.c": "#include <sqlite3.h>\n"}, "sqlite3.h"),
    ("libraries", {"src/core/model/a.c": "#include <sqlite3.h>\n"}, "sqlite3.h"),
    ("sql", {"src/cli/a.c": 'run ("SELECT name FROM member");\n'}, "src/cli/a.c:1"),
    ("sql", {"src/app/a.c": 'run ("DELETE FROM member");\n'}, "src/app/a.c:1"),
    ("windows", {"src/app/pages/map-page.c": None}, "there are 0"),
    ("windows", {"src/app/lists/map-page.c": LICENCE}, "there are 2"),
    ("windows", {"resources/ui/map-page.ui": '<template class="SohoMap">'}, "SohoMapPage"),
    ("windows", {"resources/ui/map-page.ui": "<interface/>"}, "nothing"),
    ("windows", {"src/app/pages/map-page.c": LICENCE}, "does not define"),
    (
        "windows",
        {"src/app/pages/map-page.c": "G_DEFINE_TYPE (SohoMapPage, soho_map_page, X)"},
        "does not load",
    ),
    ("potfiles", {"src/app/a.c": 'say (_("Hello"));\n'}, "does not list src/app/a.c"),
    ("potfiles", {"src/app/a.c": 'ngettext ("%d day", "%d days", n);\n'}, "src/app/a.c"),
    ("potfiles", {"src/cli/main.c": None}, "does not exist"),
    ("potfiles", {"src/cli/main.c": '/* _("not a word") */\n'}, "no word"),
    ("potfiles", {"po/POTFILES": "src/cli/main.c\nresources/ui/map-page.ui\n"}, "not sorted"),
    ("potfiles", {"data/x.desktop.in": "Name=Soho Solo\n"}, "data/x.desktop.in"),
    ("french", {"src/cli/main.c": 'say (_("A new sentence."));\n'}, "used but not defined"),
    (
        "french",
        {"po/fr.po": SOUND["po/fr.po"].replace('msgid "Map"', '#, fuzzy\nmsgid "Map"')},
        "needs to be reviewed",
    ),
    ("french", {"po/fr.po": SOUND["po/fr.po"].replace("Carte", "")}, "untranslated"),
    ("french", {"po/fr.po": SOUND["po/fr.po"] + 'msgid "Open\n'}, "not well formed"),
    ("leftovers", {"src/cli/a.c": f"/* {LATER}: the rest */\n"}, "src/cli/a.c:1"),
    ("leftovers", {"src/cli/a.c": "#if 0\nold ();\n#endif\n"}, "src/cli/a.c:1"),
    ("leftovers", {"src/cli/a.c": "  // old ();\n"}, "src/cli/a.c:1"),
    ("files", {"src/cli/a.c": "int a;\n" * 601}, "601 lines"),
    ("functions", {"src/cli/a.c": LONG_FUNCTION}, "long_one has 61 lines"),
    ("names", {"src/core/utils/fold.c": LICENCE}, "src/core/utils"),
    ("names", {"src/core/string-helpers.c": LICENCE}, "string-helpers.c"),
    ("names", {"src/app/sync-manager.h": LICENCE}, "sync-manager.h"),
    ("licence", {"src/cli/a.c": "int a;\n"}, "src/cli/a.c"),
    ("licence", {"tests/run": "#!/bin/sh\n"}, "tests/run"),
    ("licence", {"src/cli/a.h": LICENCE}, "#pragma once"),
    ("scripts", {"tests/run": "#!/bin/sh\nif\n"}, "tests/run"),
    ("scripts", {"tests/a.py": "def broken(:\n"}, "tests/a.py"),
]


class House(unittest.TestCase):
    def complaints(self, rule, changes):
        with tempfile.TemporaryDirectory(prefix="soho-house-") as top:
            for path, text in {**SOUND, **changes}.items():
                if text is not None:
                    place = pathlib.Path(top) / path
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text(text, encoding="utf-8")
            return list(house.RULES[rule](house.Tree(top)))

    def test_every_rule_holds_on_a_sound_tree(self):
        for rule in house.RULES:
            with self.subTest(rule):
                self.assertEqual(self.complaints(rule, {}), [])

    def test_every_rule_can_fail(self):
        self.assertEqual({rule for rule, _, _ in BREACHES}, set(house.RULES))
        for rule, changes, expected in BREACHES:
            with self.subTest(rule=rule, changes=list(changes), expected=expected):
                self.assertIn(expected, "\n".join(self.complaints(rule, changes)))

    def test_text_in_comments_needs_no_translation(self):
        changes = {"src/cli/b.c": '/* Words go through _("…"). */\n'}
        self.assertEqual(self.complaints("potfiles", changes), [])

    def test_unknown_rule_is_refused(self):
        self.assertEqual(house.main(["nonsense", "."]), 2)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
