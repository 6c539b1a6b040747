#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of this house that no compiler holds: house.py RULE TREE

Each rule is a function that yields a sentence for everything that breaks it. A rule without
sentences holds. tests/house/test_house.py proves of each that it can fail.
"""

import os
import pathlib
import re
import subprocess
import sys

MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 60

# What each layer may use: itself and what stands below it.
LAYERS = {
    "core": {"core"},
    "sync": {"core", "sync"},
    "client": {"core", "sync", "client"},
    "server": {"core", "sync", "server"},
    "cli": {"core", "sync", "client", "cli"},
    "app": {"core", "sync", "client", "app"},
}

# Who may include which library.
LIBRARIES = {
    r"(gtk|gdk|gsk|adwaita|shumate)\b.*": {"app"},
    r"libsoup/.*": {"client", "server"},
}
DATABASE_ROOMS = ("src/core/store/", "src/server/archive/")
SQL = re.compile(r'"\s*(SELECT\s|INSERT (OR \w+ )?INTO\s|DELETE FROM\s|UPDATE \w+ SET\s|CREATE \w+\s)')

NAMES_THAT_SAY_NOTHING = r"(utils?|common|helpers?|managers?|misc)"
UI_WITHOUT_CLASS = {"help-overlay", "menus"}  # GtkApplication finds these two by itself

TRANSLATED = re.compile(
    r'(?<!\w)((_|N_|Q_|C_|NC_|ngettext)\s*\(|g_dn?gettext\s*\(\s*\w+,)\s*"|translatable="yes"'
)
XGETTEXT = (
    ["xgettext", "--from-code=UTF-8", "--add-comments=Translators", "--output=-"]
    + [f"--keyword={word}" for word in ("_", "N_", "Q_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2")]
    + ["--keyword=g_dgettext:2", "--keyword=g_dngettext:2,3", "--flag=g_strdup_printf:1:c-format"]
)


class Tree:
    """The files of the project, by their path from its top."""

    def __init__(self, top):
        self.top = pathlib.Path(top).resolve()
        self.files = sorted(self._walk(self.top))

    def _walk(self, directory):
        for entry in directory.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                if entry.name == "__pycache__" or (
                    directory == self.top
                    and (entry.name.startswith("build") or entry.name in (".git", ".demo"))
                ):
                    continue
                yield from self._walk(entry)
            else:
                yield entry.relative_to(self.top).as_posix()

    def matching(self, *patterns):
        """The paths that match one of the globs, ** included."""
        return [
            path
            for path in self.files
            if any(pathlib.PurePath("/" + path).match(pattern) for pattern in patterns)
        ]

    def under(self, folder, *suffixes):
        return [p for p in self.files if p.startswith(folder + "/") and p.endswith(suffixes)]

    def text(self, path):
        return (self.top / path).read_text(encoding="utf-8", errors="replace")

    def has(self, path):
        return (self.top / path).exists()

    def folders(self):
        return {p.as_posix() for path in self.files for p in pathlib.PurePath(path).parents} - {"."}


def layer_of(path):
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" and parts[1] in LAYERS else None


def includes_of(text):
    """(line number, "<" or '"', what is included)"""
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if found:
            yield number, found.group(1), found.group(2)


# The map


def map_is_true(tree):
    """Every path src/README.md names exists, and it leads into every folder of src."""
    source = "src/README.md"
    if not tree.has(source):
        yield f"{source} is missing."
        return
    text = tree.text(source)
    named = set(paths_in_prose(text)) | set(paths_in_trees(text))
    known = set(tree.files) | tree.folders()
    file_names = {pathlib.PurePath(path).name for path in tree.files}
    exact = set()
    for path in sorted(named):
        bare = path.rstrip("/")
        places = [place for place in (bare, f"src/{bare}") if place in known]
        exact.update(places)
        if not places and not ("/" not in path and bare in file_names):
            yield f"{source} names {path}, which does not exist."
    for folder in sorted(tree.folders()):
        shown = any(path == folder or path.startswith(folder + "/") for path in exact)
        if folder.startswith("src/") and folder.count("/") <= 2 and not shown:
            yield f"{source} does not name the folder {folder}/."


def paths_in_prose(text):
    """What stands between backquotes and looks like a path of ours."""
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for word in re.findall(r"`([^`\s]+)`", outside):
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?|[\w.-]+/", word):
            yield word
        elif re.fullmatch(r"[\w-]+\.(c|h|ui|py|sql|css|md|build|xml|po)", word):
            yield word


def paths_in_trees(text):
    """The paths of an indented tree in a code block whose first line is a folder."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        lines = [line for line in block.splitlines() if line.strip()]
        if not lines or not re.match(r"[\w.-]+/(\s|$)", lines[0]):
            continue
        above = []  # (indentation, path) of the folders we are in
        for line in lines:
            indentation = len(line) - len(line.lstrip())
            word = line.split()[0]
            if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", word) or not re.search(r"[/.]", word):
                continue
            while above and above[-1][0] >= indentation:
                above.pop()
            path = (above[-1][1] if above else "") + word
            yield path
            if word.endswith("/"):
                above.append((indentation, path))


# The layers


def layers_hold(tree):
    """No "../" include; a layer includes only itself and what stands below it."""
    for path in tree.under("src", ".c", ".h") + tree.under("tests", ".c", ".h"):
        layer = layer_of(path)
        for number, kind, name in includes_of(tree.text(path)):
            where = f"{path}:{number}"
            if "../" in name:
                yield f'{where} includes "{name}"; include by room instead.'
            if layer and kind == '"':
                owners = {o for o in LAYERS if tree.has(f"src/{o}/{name}")}
                if owners and not owners & LAYERS[layer]:
                    yield f"{where}: {layer} must not use {'/'.join(sorted(owners))} ({name})."


def libraries_in_their_rooms(tree):
    """GTK and its kin in app alone, libsoup in client and server, SQLite in the two stores."""
    for path in tree.under("src", ".c", ".h"):
        layer = layer_of(path)
        for number, _, name in includes_of(tree.text(path)):
            for library, rooms in LIBRARIES.items():
                if re.fullmatch(library, name) and layer not in rooms:
                    yield f"{path}:{number} includes <{name}>, which is for {', '.join(sorted(rooms))}."
            if name == "sqlite3.h" and not path.startswith(DATABASE_ROOMS):
                yield f"{path}:{number} includes <sqlite3.h>, which is for core/store and server/archive."


def sql_in_its_rooms(tree):
    """Only core/store and server/archive say SELECT."""
    for path in tree.under("src", ".c", ".h"):
        if path.startswith(DATABASE_ROOMS):
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if SQL.search(line):
                yield f"{path}:{number} speaks SQL; that is for core/store and server/archive."


# Windows and words


def every_window_has_its_class(tree):
    """Every resources/ui/NAME.ui is the template of SohoName in one src/app/…/NAME.c."""
    for path in tree.under("resources/ui", ".ui"):
        name = pathlib.PurePath(path).stem
        if name in UI_WITHOUT_CLASS:
            continue
        wanted = "Soho" + "".join(part.capitalize() for part in name.split("-"))
        templates = re.findall(r'<template\s+class="(\w+)"', tree.text(path))
        if templates != [wanted]:
            yield f"{path} must be the template of {wanted}, not of {templates or 'nothing'}."
        sources = [p for p in tree.under("src/app", f"/{name}.c")]
        if len(sources) != 1:
            yield f"{path} wants exactly one {name}.c under src/app; there are {len(sources)}."
        elif not re.search(rf"G_DEFINE_\w+ \({wanted},", tree.text(sources[0])):
            yield f"{sources[0]} does not define {wanted}, whose template is {path}."
        elif f"/{name}.ui" not in tree.text(sources[0]):
            yield f"{sources[0]} does not load its template {path}."


def translatable_files(tree):
    for path in tree.under("src", ".c", ".h") + tree.under("resources", ".ui"):
        if TRANSLATED.search(without_comments(tree.text(path))):
            yield path
    yield from tree.under("data", ".desktop.in", ".metainfo.xml.in")


def without_comments(text):
    return re.sub(r"/\*.*?\*/|<!--.*?-->", "", text, flags=re.DOTALL)


def listed_for_translation(tree):
    lines = tree.text("po/POTFILES").splitlines() if tree.has("po/POTFILES") else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def potfiles_are_complete(tree):
    """po/POTFILES lists every file with words for people, once, and no other, in order."""
    listed, wanted = listed_for_translation(tree), set(translatable_files(tree))
    for path in sorted(set(listed) - set(tree.files)):
        yield f"po/POTFILES lists {path}, which does not exist."
    for path in sorted(wanted - set(listed)):
        yield f"po/POTFILES does not list {path}, which has words to translate."
    for path in sorted(set(listed) & set(tree.files) - wanted):
        yield f"po/POTFILES lists {path}, which has no word to translate."
    if listed != sorted(set(listed)):
        yield "po/POTFILES is not sorted, or lists a file twice."


def french_is_complete(tree):
    """po/fr.po says every sentence of the sources in French, and none is fuzzy."""
    if not tree.has("po/fr.po"):
        return
    checked = run(tree, "msgfmt", "--check", "--output-file=/dev/null", "po/fr.po")
    if checked.returncode != 0:
        yield f"po/fr.po is not well formed: {checked.stderr.strip()}"
    files = [path for path in listed_for_translation(tree) if tree.has(path)]
    template = run(tree, *XGETTEXT, *files)
    if template.returncode != 0:
        yield f"xgettext cannot read the sources: {template.stderr.strip()}"
        return
    if not template.stdout:
        return
    compared = run(tree, "msgcmp", "po/fr.po", "-", text=template.stdout)
    for line in compared.stderr.splitlines():
        if re.match(r"\S+:\d+: (?!warning)", line):
            yield f"French: {line}"


def run(tree, *command, text=None):
    return subprocess.run(
        command,
        cwd=tree.top,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


# What the eye checks elsewhere


def nothing_is_left_for_later(tree):
    """No mark of work put off, no code switched off."""
    marks = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"))
    pattern = re.compile(rf"\b({marks})\b|^\s*#\s*if\s+0\b|^\s*//.*;\s*$")
    for path in tree.matching("*.[ch]", "*.py", "*.ui", "*.css", "*.sql", "*.md", "*.build", "*/run"):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if pattern.search(line):
                yield f"{path}:{number} leaves something for later: {line.strip()[:80]}"


def files_are_short(tree):
    """No file of code has more than 600 lines."""
    for path in tree.matching("*.[ch]", "*.py", "*.css", "*.ui"):
        lines = tree.text(path).count("\n")
        if lines > MAX_FILE_LINES:
            yield f"{path} has {lines} lines; at most {MAX_FILE_LINES} read well."


def functions_are_short(tree):
    """No C function has more than 60 lines between its braces."""
    for path in tree.under("src", ".c") + tree.under("tests", ".c"):
        name, start, before = "", None, ""
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if line == "{":
                start, name = number, function_name(before)
            elif line == "}" and start is not None:
                if number - start - 1 > MAX_FUNCTION_LINES:
                    yield (
                        f"{path}:{start}: {name} has {number - start - 1} lines;"
                        f" at most {MAX_FUNCTION_LINES} read well."
                    )
                start = None
            if start is None:
                before = line if re.match(r"\w+ \(", line) else before


def function_name(line):
    found = re.match(r"(\w+) \(", line)
    return found.group(1) if found else "a function"


def names_say_something(tree):
    """No folder or file is called utils, common, helpers, manager or misc."""
    pattern = re.compile(rf"(.*[-_])?{NAMES_THAT_SAY_NOTHING}(\.\w+)?")
    for path in sorted(set(tree.files) | tree.folders()):
        if pattern.fullmatch(pathlib.PurePath(path).name):
            yield f"{path}: the name does not say what is inside."


def files_say_their_licence(tree):
    """Every source file names its licence at its top, and every header is read once."""
    sources = tree.matching("*.[ch]", "*.py", "*/run", "*/install", "*/ui-session")
    for path in sources:
        top = "\n".join(tree.text(path).splitlines()[:3])
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in top:
            yield f"{path} does not name its licence in its first lines."
        if path.endswith(".h") and "#pragma once" not in tree.text(path):
            yield f"{path} has no #pragma once."


def scripts_parse(tree):
    """Every script is one its interpreter can read."""
    for path in tree.matching("*/run", "*/install", "*/ui-session", "*.sh", "*.py"):
        first = tree.text(path).split("\n", 1)[0]
        if path.endswith(".py"):
            try:
                compile(tree.text(path), path, "exec")
            except SyntaxError as error:
                yield f"{path}: {error}"
        else:
            shell = "bash" if "bash" in first else "sh"
            read = run(tree, shell, "-n", path)
            if read.returncode != 0:
                yield f"{path}: {read.stderr.strip()}"


RULES = {
    "map": map_is_true,
    "layers": layers_hold,
    "libraries": libraries_in_their_rooms,
    "sql": sql_in_its_rooms,
    "windows": every_window_has_its_class,
    "potfiles": potfiles_are_complete,
    "french": french_is_complete,
    "leftovers": nothing_is_left_for_later,
    "files": files_are_short,
    "functions": functions_are_short,
    "names": names_say_something,
    "licence": files_say_their_licence,
    "scripts": scripts_parse,
}


def main(arguments):
    if len(arguments) != 2 or arguments[0] not in RULES:
        print(f"house.py RULE TREE, where RULE is one of: {', '.join(RULES)}", file=sys.stderr)
        return 2
    rule = RULES[arguments[0]]
    complaints = list(rule(Tree(arguments[1])))
    print(rule.__doc__)
    for complaint in complaints:
        print(f"  {complaint}")
    print("It holds." if not complaints else f"It does not hold: {len(complaints)}.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
