"""``netmap table protect`` and ``table audit`` as a script calls them: keys, order, exit status."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest

from netmap.cli import main


@pytest.fixture
def netmap(capsys, tmp_path, monkeypatch):
    """Run a command in a folder of files; gives exit status, what stdout holds, what stderr says."""
    monkeypatch.setenv("NETMAP_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)

    def run(*words, **files):
        for name, content in files.items():
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, json.loads(out) if "json" in words else out, err

    return run


LINE = "area,count\n01,1\n02,4\n03,9\n"
NOTE = "Protects against readers who know the publication only: who knows one withheld count may compute others."


def test_protect_to_the_letter(netmap):
    status, found, said = netmap("table", "protect", "line.csv", "--format", "json", line=LINE)
    assert status == 0
    assert said == ""
    assert found == {
        "cells": [
            {"key": {"area": "*"}, "value": 14},
            {"key": {"area": "01"}, "value": None},
            {"key": {"area": "02"}, "value": None},
            {"key": {"area": "03"}, "value": 9},
        ],
        "suppressed": 2,
        "persons_suppressed": 5,
        "cells_total": 4,
        "proven_optimal": True,
        "audit": {
            "passed": True,
            "cells": [
                {"key": {"area": "01"}, "low": 0, "high": 5},
                {"key": {"area": "02"}, "low": 0, "high": 5},
            ],
        },
        "note": NOTE,
    }


def test_nothing_tells_a_primary_from_another(netmap):
    """The same answer, whichever of two cells is the small one."""
    _, one, _ = netmap("table", "protect", "a.csv", "--format", "json", a="area,count\n01,1\n02,4\n03,9\n")
    _, other, _ = netmap("table", "protect", "b.csv", "--format", "json", b="area,count\n01,4\n02,1\n03,9\n")
    assert one == other


def test_linked_files_show_each_table_with_its_own_dimensions(netmap):
    files = {
        "a": "area,need,count\n01,debt,1\n01,work,7\n02,debt,5\n02,work,2\n03,debt,40\n03,work,30\n",
        "b": "area,age,count\n01,young,4\n01,old,4\n02,young,7\n03,young,40\n03,old,30\n",
    }
    status, found, _ = netmap("table", "protect", "a.csv", "b.csv", "--format", "json", **files)
    assert status == 0
    keys = [tuple(cell["key"].items()) for cell in found["cells"]]
    assert [len(keys), len(set(keys)), found["cells_total"]] == [24, 24, 20]
    assert {tuple(cell["key"]) for cell in found["cells"]} == {("area", "need"), ("area", "age")}
    assert keys[:12] == sorted(keys[:12])
    assert keys[12:] == sorted(keys[12:])
    hidden = [cell["key"] for cell in found["cells"] if cell["value"] is None]
    assert [cell["key"] for cell in found["audit"]["cells"]] == hidden
    shared = {frozenset((d, v) for d, v in key.items() if v != "*") for key in hidden}
    assert found["suppressed"] == len(shared)


def test_the_same_file_twice_is_one_table(netmap):
    once = netmap("table", "protect", "line.csv", "--format", "json", line=LINE)
    assert netmap("table", "protect", "line.csv", "line.csv", "--format", "json") == once


def test_contributors_and_threshold(netmap):
    text = "area,count,contributors\n01,40,2\n02,30,3\n03,12,3\n"
    _, found, _ = netmap("table", "protect", "t.csv", "--format", "json", t=text)
    assert [cell["key"]["area"] for cell in found["cells"] if cell["value"] is None] == ["01", "03"]
    _, found, _ = netmap("table", "protect", "t.csv", "--threshold", 13, "--format", "json", t=text)
    assert [cell["high"] for cell in found["audit"]["cells"]] == [52, 52]


def test_audit_to_the_letter(netmap):
    text = "area,count\n01,\n02,\n03,9\n*,14\n"
    status, found, _ = netmap("table", "audit", "t.csv", "--format", "json", t=text)
    assert status == 0
    assert found == {
        "passed": True,
        "cells": [
            {"key": {"area": "01"}, "low": 0, "high": 5},
            {"key": {"area": "02"}, "low": 0, "high": 5},
        ],
        "note": NOTE,
    }
    status, found, _ = netmap("table", "audit", "t.csv", "--threshold", 6, "--format", "json")
    assert (status, found["passed"]) == (1, False)
    status, found, _ = netmap("table", "audit", "u.csv", "--format", "json", u="area,count\n01,\n02,9\n*,14\n")
    assert status == 1
    assert found["cells"] == [{"key": {"area": "01"}, "low": 5, "high": 5}]
    status, found, _ = netmap("table", "audit", "v.csv", "--format", "json", v="area,count\n01,\n02,9\n")
    assert status == 0
    assert found["cells"] == [{"key": {"area": "01"}, "low": 0, "high": None}]


def test_an_audit_out_of_time_does_not_pass(netmap):
    """A table that is safe, and one second of none to find out: what is unknown is said, not let through."""
    safe = "area,count\n01,\n02,\n03,9\n*,14\n"
    call = ("table", "audit", "line.csv", "--seconds")
    assert netmap(*call, "60", "--format", "json", line=safe)[1]["passed"] is True
    status, found, said = netmap(*call, "0", "--format", "json")
    assert (status, found["passed"]) == (1, False)
    assert found["cells"] == [
        {"key": {"area": "01"}, "low": 0, "high": None, "exact": False},
        {"key": {"area": "02"}, "low": 0, "high": None, "exact": False},
    ]
    assert "No time was left for 2 withheld counts" in said
    status, shown, said = netmap(*call, "0")
    assert status == 1
    assert "Audit not passed: it did not come to an end." in shown
    assert "∞" not in shown
    assert "No time was left for 2 withheld counts" in said


def test_an_audit_without_time_still_finds_sums_that_contradict(netmap):
    status, found, _ = netmap(
        "table", "audit", "line.csv", "--seconds", "0", "--format", "json", line="area,count\n01,4\n02,3\n*,8\n"
    )
    assert (status, found["error"]["kind"]) == (2, "input")


def test_what_is_protected_passes_the_audit_of_files(netmap, tmp_path):
    text = "area,need,count\n" + "".join(f"{i},{j},{(i * 7 + j * 5) % 11}\n" for i in range(6) for j in range(5))
    _, found, _ = netmap("table", "protect", "t.csv", "--format", "json", t=text)
    rows = [(*cell["key"].values(), cell["value"]) for cell in found["cells"]]
    published = "area,need,count\n" + "".join(f"{a},{n},{'' if v is None else v}\n" for a, n, v in rows)
    status, audited, _ = netmap("table", "audit", "p.csv", "--format", "json", p=published)
    assert status == 0
    assert audited["cells"] == found["audit"]["cells"]


def test_standard_input(netmap, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(LINE.encode())))
    status, found, _ = netmap("table", "protect", "-", "--format", "json")
    assert (status, found["suppressed"]) == (0, 2)


def test_tables_for_people(netmap):
    status, out, _ = netmap("table", "protect", "line.csv", line=LINE)
    assert status == 0
    assert [line.split() for line in out.splitlines()[3:7]] == [["*", "14"], ["01", "."], ["02", "."], ["03", "9"]]
    assert "Proven" in out
    assert NOTE in out
    status, out, _ = netmap("table", "audit", "t.csv", t="area,count\n01,\n02,9\n*,14\n")
    assert status == 1
    assert "can be computed" in out
    assert NOTE in out
    status, out, _ = netmap("table", "protect", "line.csv", "--seconds", 0)
    assert status == 0
    assert "the time did not suffice" in out


def test_the_note_is_german_by_default(netmap, monkeypatch):
    monkeypatch.setenv("NETMAP_LANGUAGE", "de")
    _, found, _ = netmap("table", "protect", "line.csv", "--format", "json", line=LINE)
    assert found["note"].startswith("Schützt vor Leserinnen und Lesern")


@pytest.mark.parametrize(
    ("words", "text", "where"),
    [
        (("protect",), "area,count\n01,4\n02,-1\n", ["t.csv:3:count"]),
        (("protect",), "area,count\n01,2.5\n02,many\n", ["t.csv:2:count", "t.csv:3:count"]),
        (("protect",), "area,count\n01,4\n01,4\n", ["t.csv:3"]),
        (("protect",), "area,count\n01,4\n02,\n", ["t.csv:3:count"]),
        (("protect",), "area,count\n01,4\n*,4\n", ["t.csv:3:area"]),
        (("audit",), "area,count\n01,4\n02,5\n*,8\n", ["t.csv:4:count"]),
        (("audit",), "area,count\n01,x\n", ["t.csv:2:count"]),
        (("audit",), "area,count\n01,\n01,\n", ["t.csv:3"]),
    ],
)
def test_wrong_files_are_refused_with_their_rows(netmap, words, text, where):
    status, found, said = netmap("table", *words, "t.csv", "--format", "json", t=text)
    assert status == 2
    assert [fault["where"] for fault in found["error"]["faults"]] == where
    assert all(place in said for place in where)


def test_files_that_disagree_are_refused(netmap):
    files = {"a": "area,need,count\n01,debt,4\n02,debt,5\n", "b": "area,count\n01,4\n02,6\n"}
    status, found, _ = netmap("table", "protect", "a.csv", "b.csv", "--format", "json", **files)
    assert status == 2
    assert [fault["where"] for fault in found["error"]["faults"]] == ["b.csv:3:count"]


@pytest.mark.parametrize("threshold", ["2", "0", "-1", "x", "3.5"])
def test_a_threshold_that_does_not_protect_is_refused(netmap, threshold):
    for command in ("protect", "audit"):
        status, found, _ = netmap(
            "table", command, "line.csv", f"--threshold={threshold}", "--format", "json", line=LINE
        )
        assert status == 2
        assert found["error"]["message"]
