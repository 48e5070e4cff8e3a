"""``netmap card draw``: every ending, every option, and never half a file."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from netmap.cli import main
from tests.support.places import fixture_path

#: every name, role and note of the sample file that a person typed
NAMES = ("Ewald", "Josefine", "Strolchi", "Hubert", "Maria", "Richard", "Lara", "Susi", "Braunsteigl", "lorem")


@pytest.fixture
def rosa():
    return str(fixture_path("easynwk", "rosa_demo.json"))


@pytest.fixture
def run(capsys):
    def call(*words):
        status = main(["card", "draw", *map(str, words)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("pdf", b"%PDF-"), ("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!doctype html>"), ("PDF", b"%PDF-")],
)
def test_every_ending(run, rosa, tmp_path, ending, begins):
    out = tmp_path / f"karte.{ending}"
    status, answer, _ = run(rosa, "--out", out, "--format", "json")
    assert status == 0
    assert json.loads(answer) == {
        "out": str(out),
        "format": ending.lower(),
        "pages": 1,
        "bytes": out.stat().st_size,
    }
    assert out.read_bytes().startswith(begins)
    assert list(tmp_path.iterdir()) == [out]


def test_the_page_is_the_clients(run, rosa, tmp_path):
    run(rosa, "--out", tmp_path / "x.pdf")
    page = words_of((tmp_path / "x.pdf").read_bytes())
    for words in ("Meine Netzwerkkarte", "26. Februar 2024", "Ewald", "Freunde · Nachbarn", "trägt", "Seite 1 von 1"):
        assert words in page


def test_a_readable_answer(run, rosa, tmp_path):
    status, answer, _ = run(rosa, "--out", tmp_path / "x.svg")
    assert status == 0
    assert re.match(r"\S+x\.svg geschrieben: svg, 1 Seite\(n\), \d+ Byte\.", answer)


def test_language_view_paper_and_type(run, rosa, tmp_path):
    out = tmp_path / "x.pdf"
    status, _, _ = run(rosa, "--out", out, "--language", "en", "--view", "fields", "--paper", "a3", "--large", "--grey")
    assert status == 0
    reader = PdfReader(out)
    assert "My resource card" in words_of(out.read_bytes())
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert round(float(reader.pages[0].mediabox.width) / 72 * 25.4) == 297


def two_versions(tmp_path, rosa):
    document = json.loads(Path(rosa).read_text(encoding="utf-8-sig"))
    first = document["versions"][0]
    second = json.loads(json.dumps(first))
    second |= {"id": 2, "title": "Später", "date": "2025-03-01"}
    second["nwk"]["alteri"] = second["nwk"]["alteri"][:1]
    kept = second["nwk"]["alteri"][0]["id"]
    second["nwk"] |= {"connections": [], "ego": first["nwk"]["ego"]}
    assert kept == 11
    path = tmp_path / "zwei.json"
    path.write_text(json.dumps({**document, "versions": [first, second]}), encoding="utf-8")
    return path


def test_the_last_version_unless_another_is_named(run, rosa, tmp_path):
    file, out = two_versions(tmp_path, rosa), tmp_path / "x.svg"
    shown = {}
    for name, options in (("last", []), ("first", ["--version", "Erstgespräch"]), ("day", ["--version", "2025-03-01"])):
        assert run(file, "--out", out, *options)[0] == 0
        shown[name] = "Josefine" in out.read_text(encoding="utf-8")
    assert shown == {"last": False, "first": True, "day": False}


def test_a_version_that_is_not_there_is_named_with_those_that_are(run, rosa, tmp_path):
    status, answer, error = run(rosa, "--out", tmp_path / "x.pdf", "--version", "Nie", "--format", "json")
    assert status == 2
    assert "Erstgespräch" in error
    assert json.loads(answer)["error"]["kind"] == "call"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x.doc", "x", "x.pdf.exe", ".pdf"])
def test_an_unknown_ending_is_refused(run, rosa, tmp_path, name):
    status, _, error = run(rosa, "--out", tmp_path / name)
    assert status == 2
    assert ".pdf, .svg, .png, .html" in error
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to(run, rosa, tmp_path):
    assert run(rosa, "--out", tmp_path / "nowhere" / "x.pdf")[0] == 2
    (tmp_path / "folder.pdf").mkdir()
    assert run(rosa, "--out", tmp_path / "folder.pdf")[0] == 2
    assert [p.name for p in tmp_path.iterdir()] == ["folder.pdf"]


def test_a_damaged_file_leaves_the_old_page_alone(run, tmp_path):
    damaged, out = tmp_path / "x.json", tmp_path / "x.pdf"
    damaged.write_text('{"versions": [', encoding="utf-8")
    out.write_text("old")
    assert run(damaged, "--out", out)[0] == 2
    assert out.read_text() == "old"


@pytest.mark.parametrize("view", ["network", "fields"])
@pytest.mark.parametrize("ending", ["pdf", "svg", "html"])
def test_pseudonyms_hide_every_name_of_the_file(run, rosa, tmp_path, ending, view):
    out = tmp_path / f"x.{ending}"
    options = ["--out", out, "--view", view]
    open_status, *_ = run(rosa, *options)
    shown = words_of(out.read_bytes()) if ending == "pdf" else out.read_text(encoding="utf-8")
    assert open_status == 0
    assert "Josefine" in shown
    status, answer, error = run(rosa, *options, "--pseudonyms")
    assert status == 0
    content = out.read_bytes()
    hidden = words_of(content) if ending == "pdf" else content.decode()
    for name in NAMES:
        assert name not in hidden
        assert name.encode() not in content
        assert name not in answer + error


def test_the_file_may_come_from_standard_input(rosa, tmp_path):
    out = tmp_path / "x.svg"
    start = "import sys; from netmap.cli import main; sys.exit(main())"
    answer = subprocess.run(
        [sys.executable, "-c", start, "card", "draw", "-", "--out", str(out)],
        input=Path(rosa).read_bytes(),
        capture_output=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert out.read_bytes().startswith(b"<svg")
