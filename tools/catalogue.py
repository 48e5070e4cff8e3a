"""The catalogues against the code: which sentences a person reads have no German.

python -m tools.catalogue     prints what is missing, ready for a .po file
"""

from __future__ import annotations

import ast
import html
import re
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "netmap"
GERMAN = PACKAGE / "locale" / "de"

#: functions of netmap.messages → how many of their first arguments are msgids
MARKS = {"text": 1, "message": 1, "N_": 1, "plural": 2}
#: methods that take ``(row, column, msgid)``
CELL_METHODS = {"fault", "notice"}
#: root of the error classes, whose first argument is a msgid
ERROR_ROOT = "NetmapError"

#: what Streamlit shows as words: first argument and these keywords
SHOWN_KEYWORDS = {"label", "help", "placeholder", "body", "caption", "title", "text"}
# fmt: off
SHOWN_BY_ANY = {
    "badge", "button", "caption", "checkbox", "color_picker", "data_editor", "date_input", "dialog",
    "download_button", "expander", "feedback", "file_uploader", "form_submit_button", "header", "info",
    "link_button", "markdown", "metric", "multiselect", "number_input", "page_link", "pills", "popover",
    "radio", "segmented_control", "select_slider", "selectbox", "slider", "spinner", "status", "subheader",
    "success", "text_area", "text_input", "time_input", "title", "toast", "toggle",
}
SHOWN_BY_STREAMLIT = SHOWN_BY_ANY | {
    "Page", "error", "exception", "html", "tabs", "text", "warning", "write",
}
# fmt: on
LOGGERS = {"log", "logger", "logging", "_log", "_logger"}


@dataclass(frozen=True)
class Used:
    """A sentence as the code uses it: its msgid (singular and plural), and where."""

    ids: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class Entry:
    """A sentence as a catalogue has it."""

    ids: tuple[str, ...]
    strings: tuple[str, ...]
    where: str
    fuzzy: bool


class Reader(ast.NodeVisitor):
    """Collects the msgids of one module, and what is wrong with how it names them."""

    def __init__(self, path: Path, errors: frozenset[str]) -> None:
        self.path = path
        self.errors = errors
        self.used: list[Used] = []
        self.faults: list[str] = []
        self._marks: dict[str, int] = {}
        self._modules: set[str] = set()
        self._streamlit: set[str] = set()
        self._in_error = False
        self._in_ui = path.is_relative_to(PACKAGE / "ui") or path.name == "app.py"

    def visit_Import(self, node: ast.Import) -> None:
        """Note under which name Streamlit is known here."""
        self._streamlit |= {a.asname or a.name for a in node.names if a.name == "streamlit"}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Note under which names the marking functions are known here."""
        for alias in node.names:
            known_as = alias.asname or alias.name
            if (node.module or "").startswith("netmap") and alias.name in MARKS:
                self._marks[known_as] = MARKS[alias.name]
            if node.module == "netmap" and alias.name == "messages":
                self._modules.add(known_as)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Note whether a class is an error: it names its sentence where it calls the class it comes from."""
        outer, self._in_error = self._in_error, node.name in self.errors
        self.generic_visit(node)
        self._in_error = outer

    def visit_Call(self, node: ast.Call) -> None:
        """Look at each call for a msgid, and for words that bypass the catalogue."""
        self.generic_visit(node)
        for arguments in self._msgids(node):
            self._note(arguments, node)
        name = _name(node.func)
        if name == "Fault" and len(node.args) > 1 and any(_has_words(w) for w in self._literals(node.args[1])):
            self._refuse(node, "Fault(…) with a bare string; wrap it in message(…)")
        if self._in_ui:
            self._look_for_bare_words(node)

    def _msgids(self, node: ast.Call) -> Iterator[list[ast.expr]]:
        function, name = node.func, _name(node.func)
        if isinstance(function, ast.Name) and function.id in self._marks:
            yield node.args[: self._marks[function.id]]
        elif isinstance(function, ast.Attribute) and name in MARKS and _name(function.value) in self._modules:
            yield node.args[: MARKS[name]]
        elif name in self.errors or (self._in_error and ast.unparse(function) == "super().__init__"):
            yield node.args[:1]
        elif isinstance(function, ast.Attribute) and name in CELL_METHODS:
            yield node.args[2:3]

    def _note(self, arguments: list[ast.expr], node: ast.Call) -> None:
        if len(arguments) == 2:
            pair = [word for argument in arguments for word in self._literals(argument)]
            if len(pair) == 2:
                self.used.append(Used((pair[0], pair[1]), self._where(node)))
            return
        for argument in arguments:
            for word in self._literals(argument):
                self.used.append(Used((word,), self._where(argument)))

    def _literals(self, node: ast.expr) -> list[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return [node.value]
        if isinstance(node, ast.IfExp):
            return self._literals(node.body) + self._literals(node.orelse)
        if isinstance(node, ast.JoinedStr):
            fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if _has_words(fixed):
                self._refuse(node, "an f-string cannot be translated; use named gaps")
        return []

    def _look_for_bare_words(self, node: ast.Call) -> None:
        function = node.func
        if not isinstance(function, ast.Attribute):
            return
        base = _name(function.value)
        shown = SHOWN_BY_STREAMLIT if base in self._streamlit else SHOWN_BY_ANY
        if function.attr not in shown or base.lower() in LOGGERS:
            return
        words = [*node.args[:1], *(k.value for k in node.keywords if k.arg in SHOWN_KEYWORDS)]
        for argument in words:
            for part in argument.elts if isinstance(argument, (ast.List, ast.Tuple)) else [argument]:
                fixed = _fixed(part)
                if fixed and _has_words(fixed):
                    self._refuse(part, f"{function.attr}({fixed[:40]!r}) bypasses the catalogue; use text(…)")

    def _where(self, node: ast.expr) -> str:
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"

    def _refuse(self, node: ast.expr, why: str) -> None:
        self.faults.append(f"{self._where(node)}: {why}")


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _fixed(node: ast.expr) -> str:
    """The words that stand in the code itself, whatever is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "\0"
            for part in node.values
            if isinstance(part, (ast.Constant, ast.FormattedValue))
        )
    return ""


def _has_words(shown: str) -> bool:
    """Whether letters remain once markup, icon names and gaps are gone."""
    plain = re.sub(r"(?s)<(style|script)\b.*?</\1>|<[^>]*>|:material/\w+:|\{[^}]*\}", "", shown)
    return bool(re.search(r"[^\W\d_]{2}", html.unescape(plain)))


def modules() -> list[Path]:
    """List the modules of the program."""
    entry = ROOT / "app.py"
    return [*sorted(PACKAGE.rglob("*.py")), *([entry] if entry.exists() else [])]


def error_classes(trees: Iterable[ast.Module]) -> frozenset[str]:
    """Name the error root and all classes under it."""
    bases = {
        node.name: {_name(base) for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    family = {ERROR_ROOT}
    while more := {name for name, parents in bases.items() if name not in family and parents & family}:
        family |= more
    return frozenset(family)


def read_code() -> tuple[list[Used], list[str]]:
    """Collect every msgid of the program, and every way in which words bypass the catalogue."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules()}
    errors = error_classes(trees.values())
    used: list[Used] = []
    faults: list[str] = []
    for path, tree in trees.items():
        reader = Reader(path, errors)
        reader.visit(tree)
        used += reader.used
        faults += reader.faults
    return used, faults


def read_catalogue(folder: Path = GERMAN) -> list[Entry]:
    """Read all .po files of a language."""
    entries = []
    for path in sorted(folder.glob("*.po")):
        with path.open(encoding="utf-8") as file:
            catalogue = read_po(file, locale=folder.name, abort_invalid=True)
        for message in catalogue:
            if not message.id:
                continue
            ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
            strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
            where = f"{path.name}:{message.lineno}"
            entries.append(Entry(tuple(map(str, ids)), tuple(str(s or "") for s in strings), where, message.fuzzy))
    return entries


def gaps(sentence: str) -> frozenset[str]:
    """Name the gaps of a sentence.

    >>> sorted(gaps("{count} of {name}"))
    ['count', 'name']
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def missing(used: Iterable[Used], entries: Iterable[Entry]) -> list[Used]:
    """List the sentences that have no entry (once each)."""
    known = {entry.ids for entry in entries}
    unknown = {sentence.ids: sentence for sentence in used if sentence.ids not in known}
    return sorted(unknown.values(), key=lambda sentence: sentence.where)


def unused(used: Iterable[Used], entries: Iterable[Entry]) -> list[Entry]:
    """List the entries that no code asks for."""
    asked = {sentence.ids for sentence in used}
    return [entry for entry in entries if entry.ids not in asked]


def entry_faults(entries: Iterable[Entry]) -> list[str]:
    """Name what is wrong with entries: empty, unsure, other gaps, two answers to one question."""
    faults: list[str] = []
    seen: dict[str, Entry] = {}
    for entry in entries:
        if entry.fuzzy:
            faults.append(f"{entry.where}: marked fuzzy: {entry.ids[0]!r}")
        if len(entry.ids) != len(entry.strings) or not all(entry.strings):
            faults.append(f"{entry.where}: not translated: {entry.ids[0]!r}")
        else:
            faults += [
                f"{entry.where}: gaps {sorted(gaps(own))} became {sorted(gaps(other))}: {own!r}"
                for own, other in zip(entry.ids, entry.strings, strict=True)
                if gaps(own) != gaps(other)
            ]
        first = seen.setdefault(entry.ids[0], entry)
        if first.strings != entry.strings:
            faults.append(f"{entry.where}: translated otherwise at {first.where}: {entry.ids[0]!r}")
    return faults


def main() -> int:
    """Print what is missing as entries to fill in; 1 if anything is."""
    used, faults = read_code()
    entries = read_catalogue()
    lacking = missing(used, entries)
    for sentence in lacking:
        quoted = [part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for part in sentence.ids]
        print(f'#: {sentence.where}\nmsgid "{quoted[0]}"')
        if len(quoted) == 2:
            print(f'msgid_plural "{quoted[1]}"\nmsgstr[0] ""\nmsgstr[1] ""\n')
        else:
            print('msgstr ""\n')
    for fault in faults + entry_faults(entries):
        print(fault, file=sys.stderr)
    for entry in unused(used, entries):
        print(f"{entry.where}: nobody asks for {entry.ids[0]!r}", file=sys.stderr)
    return 1 if lacking or faults else 0


if __name__ == "__main__":
    sys.exit(main())
