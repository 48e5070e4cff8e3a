"""Our reader of catalogues reads what Babel reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po as babel_read_po

from netmap.messages import LOCALE_DIR
from netmap.pofile import read_po

CATALOGUES = sorted(LOCALE_DIR.glob("*/*.po"))

HARD = r"""
# a remark
#, python-format
msgid ""
"two "
"lines\n"
msgstr "zwei \"Zeilen\"\n\tund \\n"

msgid "one"
msgid_plural "many"
msgstr[0] "eins"
msgstr[1] ""
"vie"
"le"
"""


def babel_says(path: Path) -> dict[str, str | tuple[str, ...]]:
    with path.open(encoding="utf-8") as file:
        entries = [m for m in babel_read_po(file) if m.id]
    return {
        m.id if isinstance(m.id, str) else m.id[0]: m.string if isinstance(m.string, str) else tuple(m.string or ())
        for m in entries
    }


def we_say(path: Path) -> dict[str, str | tuple[str, ...]]:
    return {msgid: said for msgid, said in read_po(path.read_text(encoding="utf-8")) if msgid}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: p.stem)
def test_each_catalogue(path: Path) -> None:
    assert we_say(path) == babel_says(path)
    assert we_say(path)


def test_lines_escapes_and_plurals(tmp_path: Path) -> None:
    path = tmp_path / "hard.po"
    path.write_text(HARD, encoding="utf-8")
    assert we_say(path) == babel_says(path)
    assert we_say(path)["one"] == ("eins", "viele")


def test_what_is_no_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(read_po('msgid "a"\nmsgstr Saved\n'))
