"""Every sentence that a person reads stands in the German catalogue, and says the same there."""

from __future__ import annotations

import ast
import textwrap
import warnings

import pytest

from netmap.messages import speaking, text
from tools import catalogue
from tools.catalogue import Entry, Reader


@pytest.fixture(scope="module")
def code():
    return catalogue.read_code()


@pytest.fixture(scope="module")
def entries():
    return catalogue.read_catalogue()


def test_every_sentence_has_a_german_one(code, entries):
    lacking = [f"{sentence.where}: {sentence.ids[0]}" for sentence in catalogue.missing(code[0], entries)]
    assert not lacking, "no German for (python -m tools.catalogue writes the entries):\n" + "\n".join(lacking)


def test_no_words_bypass_the_catalogue(code):
    assert code[1] == []


def test_entries_say_the_same_with_the_same_gaps(entries):
    assert catalogue.entry_faults(entries) == []


def test_entries_that_nobody_asks_for_are_reported(code, entries):
    for entry in catalogue.unused(code[0], entries):
        warnings.warn(f"{entry.where}: nobody asks for {entry.ids[0]!r}", stacklevel=1)


def test_german_comes_first():
    assert text("Not found") == "Nicht gefunden"
    with speaking("en"):
        assert text("Not found") == "Not found"


# What the search itself must find


def read(source: str, *, place: str = "ui/pages/example.py") -> Reader:
    reader = Reader(catalogue.PACKAGE / place, frozenset({"InputError"}))
    reader.visit(ast.parse(textwrap.dedent(source)))
    return reader


def test_all_ways_to_name_a_sentence_are_found():
    reader = read(
        """
        from netmap import messages
        from netmap.messages import N_, message, plural, text as say
        say("one")
        messages.message("two")
        title = N_("three")
        plural("{count} four", "{count} fours", count=n)
        raise InputError("five", faults=[])
        sheet.fault(row, "column", "six", value=1)
        say("seven" if n else "eight")
        """
    )
    assert [used.ids for used in reader.used] == [
        ("one",),
        ("two",),
        ("three",),
        ("{count} four", "{count} fours"),
        ("five",),
        ("six",),
        ("seven",),
        ("eight",),
    ]
    assert reader.faults == []


def test_what_an_error_says_of_itself_is_a_sentence():
    reader = read(
        """
        class InputError(Base):
            def __init__(self, name):
                super().__init__("one", name=name)

        class Reader(Base):
            def __init__(self):
                super().__init__("no sentence")
        """
    )
    assert [used.ids for used in reader.used] == [("one",)]


def test_methods_of_the_same_name_are_no_sentences():
    assert read('sheet.text(row, "column")\nshape.text("x")').used == []


@pytest.mark.parametrize(
    "source",
    [
        'st.button("Speichern")',
        'st.write("Guten Tag")',
        'left.metric(label="People", value=3)',
        'st.tabs([text("a"), "Karte"])',
        'st.title(f"Fall {name}")',
        'st.html("<p class=x>Hallo</p>")',
        'st.text_input(text("Name"), help="Wie Sie heißen")',
    ],
)
def test_bare_words_on_the_screen_are_found(source):
    assert len(read(f"import streamlit as st\n{source}").faults) == 1


@pytest.mark.parametrize(
    "source",
    [
        'st.button(text("Save"))',
        'st.html("<style>.card { color: red }</style>")',
        'st.markdown(f"**{name}**")',
        'st.button(":material/undo:")',
        'file.write("words")',
        'log.info("words")',
        'st.column_config("words")',
    ],
)
def test_what_shows_no_words_is_let_through(source):
    assert read(f"import streamlit as st\n{source}").faults == []


def test_an_f_string_is_no_sentence_of_a_catalogue():
    assert len(read('from netmap.messages import text\ntext(f"{count} rows")').faults) == 1


def test_a_bare_fault_is_found_outside_the_app_too():
    assert len(read('Fault("a.csv:1", "no such column")', place="exchange/x.py").faults) == 1


def test_error_classes_are_found_by_their_ancestry():
    trees = [ast.parse("class B(A): ..."), ast.parse("class A(NetmapError): ...\nclass C(ValueError): ...")]
    assert catalogue.error_classes(trees) == {"NetmapError", "A", "B"}


def entry(msgid: str, german: str, *, where: str = "x.po:1", fuzzy: bool = False) -> Entry:
    return Entry((msgid,), (german,), where, fuzzy)


@pytest.mark.parametrize(
    "wrong",
    [
        [entry("{count} rows", "{n} Zeilen")],
        [entry("rows", "")],
        [entry("rows", "Zeilen", fuzzy=True)],
        [entry("rows", "Zeilen"), entry("rows", "Reihen", where="y.po:1")],
        [Entry(("{count} row", "{count} rows"), ("{count} Zeile", ""), "x.po:1", False)],
    ],
)
def test_wrong_entries_are_found(wrong):
    assert len(catalogue.entry_faults(wrong)) == 1


def test_the_same_sentence_may_stand_in_two_files():
    assert catalogue.entry_faults([entry("rows", "Zeilen"), entry("rows", "Zeilen", where="y.po:1")]) == []


def test_catalogue_files_are_read_as_the_program_reads_them(tmp_path):
    folder = tmp_path / "de"
    folder.mkdir()
    (folder / "a.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "{count} row"\nmsgid_plural "{count} rows"\n'
        'msgstr[0] "{count} Zeile"\nmsgstr[1] "{count} Zeilen"\n',
        encoding="utf-8",
    )
    (read_back,) = catalogue.read_catalogue(folder)
    assert read_back.ids == ("{count} row", "{count} rows")
    assert read_back.strings == ("{count} Zeile", "{count} Zeilen")
