"""``netmap reach``, ``siting`` and ``segregation`` as a script calls them: keys, numbers, exit status."""

import json

import pytest

from netmap.cli import main
from tests.support.app import run_netmap
from tests.support.places import fixture_path


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


DEMAND = "area,people\n02,300\n01,100\n03,50\n04,7\n"
SUPPLY = "place,capacity\nq,0\nP,20\nr,9\n"
TRAVEL = "area,place,cost\n01,P,10\n02,P,30\n02,q,5\n03,q,20\n03,P,30.5\n"
REACH = ("reach", "demand.csv", "supply.csv", "travel.csv", "--format", "json")
SITING = ("siting", "demand.csv", "sites.csv", "travel.csv", "--format", "json")
FILES = {"demand": DEMAND, "supply": SUPPLY, "travel": TRAVEL, "sites": "place\nq\nP\nr\n"}


def test_reach_to_the_letter(netmap):
    status, found, said = netmap(*REACH, "--within", 30, **FILES)
    assert status == 0
    assert found == {
        "areas": [
            {"area": "01", "people": 100, "access": 0.05},
            {"area": "02", "people": 300, "access": 0.05},
            {"area": "03", "people": 50, "access": 0},  # reaches only q, without capacity
            {"area": "04", "people": 7, "access": 0},  # reaches nothing
        ],
        "people_without_access": 57,
        "places": [
            {"place": "P", "people_in_reach": 400, "ratio": 0.05},
            {"place": "q", "people_in_reach": 350, "ratio": 0},
            {"place": "r", "people_in_reach": 0, "ratio": None},
        ],
    }
    assert said.splitlines() == ["travel.csv: 1 areas with 7 people have no way to any place (first: 04)"]


@pytest.mark.parametrize("words", [(*REACH, "--within", 30), (*SITING, "--objective", "lscp", "--within", 30)])
def test_columns_of_the_travel_file_that_are_not_read_are_told(netmap, words):
    plain = {**FILES, "demand": "area,people\n02,300\n01,100\n03,50\n"}
    status, known, said = netmap(*words, **plain)
    assert (status, said) == (0, "")
    more = "mode,area,place,cost,Bemerkung\ncar,01,P,10,\nbus,02,P,30,\nbus,02,q,5,\ncar,03,q,20,\ncar,03,P,30.5,x\n"
    status, found, said = netmap(*words, **{**plain, "travel": more})
    assert (status, found) == (0, known)
    assert said.splitlines() == [
        "travel.csv:1:mode: column not read: each line counts, whatever stands there",
        "travel.csv:1:Bemerkung: column not read: each line counts, whatever stands there",
    ]


def test_a_line_for_each_means_of_travel_is_refused_and_says_why(netmap):
    twice = "area,place,cost,mode\n01,P,10,bus\n01,P,5,car\n"
    status, found, _ = netmap(*REACH, "--within", 30, **{**FILES, "travel": twice})
    assert status == 2
    (fault,) = found["error"]["faults"]
    assert fault["where"] == "travel.csv:3:place"
    assert fault["message"].endswith("(first in row 2); columns that are not read do not tell them apart: mode")


def test_reach_with_bands(netmap):
    words = (*REACH, "--within", 30, "--bands", "10,30", "--weights", "1,0.5")
    status, found, _ = netmap(*words, **FILES)
    assert status == 0
    assert [p["ratio"] for p in found["places"]] == [pytest.approx(20 / 250), 0, None]
    assert [p["people_in_reach"] for p in found["places"]] == [400, 350, 0]
    assert [a["access"] for a in found["areas"]] == [pytest.approx(0.08), pytest.approx(0.04), 0, 0]


def test_bands_that_do_not_end_at_the_limit_are_pointed_out(netmap):
    _, found, said = netmap(*REACH, "--within", 30, "--bands", "10", "--weights", "1", **FILES)
    assert found["places"][0] == {"place": "P", "people_in_reach": 400, "ratio": 0.2}
    assert "weighs 0" in said
    _, _, said = netmap(*REACH, "--within", 30, "--bands", "10;60", "--weights", "1;0,5", **FILES)
    assert "bands reach to 60" in said


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--within", "soon"),
        ("--within", "-1"),
        ("--within", "inf"),
        ("--within", "30", "--bands", "10,20", "--weights", "1"),
        ("--within", "30", "--bands", "20,10", "--weights", "1,1"),
        ("--within", "30", "--bands", "10"),
        ("--within", "30", "--weights", "1"),
    ],
)
def test_a_wrong_call_of_reach(netmap, words):
    status, found, said = netmap(*REACH, *words, **FILES)
    assert status == 2
    assert found["error"]["kind"] == "call"
    assert found["error"]["message"] in said


def test_every_fault_is_named_with_file_row_and_column(netmap):
    broken = {**FILES, "demand": "area,people\nA,-1\nA,x\n", "travel": "area,place,cost\nA,P,-2\n"}
    for words in ((*REACH, "--within", 3), (*SITING, "--objective", "lscp", "--within", 3)):
        status, found, said = netmap(*words, **broken)
        assert status == 2
        assert [f["where"] for f in found["error"]["faults"]] == [
            "demand.csv:2:people",
            "demand.csv:3:area",
            "demand.csv:3:people",
            "travel.csv:2:cost",
        ]
        assert all(f"{f['where']}: {f['message']}" in said for f in found["error"]["faults"])


def test_reach_as_a_table(netmap):
    status, out, _ = netmap("reach", "demand.csv", "supply.csv", "travel.csv", "--within", 30, **FILES)
    assert status == 0
    assert out.splitlines()[-1] == "Without access: 57 of 457 people; 7 of them reach no place at all."
    assert "r      0                –" in out


@pytest.mark.parametrize(
    ("words", "value", "sites", "covered"),
    [
        (("mclp", "--count", 1, "--within", 30), 400, ["P"], 400),
        (("p-median", "--count", 2), 100 * 10 + 300 * 5 + 50 * 20, ["P", "q"], None),
        (("p-center", "--count", 2, "--within", 10), 20, ["P", "q"], 400),
        (("lscp", "--within", 30), 2, ["P", "q"], 450),
    ],
)
def test_siting_to_the_letter(netmap, words, value, sites, covered):
    files = {**FILES, "demand": "area,people\n02,300\n01,100\n03,50\n"}
    files["travel"] = "area,place,cost\n01,P,10\n02,P,30\n02,q,5\n03,q,20\n03,P,60\n03,r,25\n"
    objective, *options = words
    status, found, said = netmap(*SITING, "--objective", objective, *options, **files)
    assert (status, said) == (0, "")
    assert list(found.items()) == [
        ("objective", objective),
        ("value", value),
        ("sites", sites),
        ("people_covered", covered),
        ("people_total", 450),
        ("proven_optimal", True),
        ("bound", value),
    ]


def test_siting_with_fixed_places(netmap):
    files = {**FILES, "sites": "place,fixed\nq,\nP,\nr,yes\n"}
    words = (*SITING, "--objective", "mclp", "--within", 30)
    assert netmap(*words, "--count", 2, **files)[1]["sites"] == ["P", "r"]
    status, found, said = netmap(*words, "--count", 0, **files)
    assert (status, found["error"]["kind"]) == (1, "infeasible")
    assert "4 areas (457 people)" in said


def test_siting_without_an_answer_says_how_many_and_by_which_limit(netmap):
    status, found, said = netmap(*SITING, "--objective", "lscp", "--within", 15, **FILES)
    assert (status, found["error"]["kind"]) == (1, "infeasible")
    assert "2 of 4 areas (57 people) have no site within 15." in said
    assert "A limit of 20 would serve all but 1 areas (7 people)" in said
    assert [f["where"] for f in found["error"]["faults"]] == ["03", "04"]
    status, _, said = netmap(*SITING, "--objective", "p-median", "--count", 3, **FILES)
    assert status == 1
    assert "1 of 4 areas (7 people)" in said


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--objective", "best"),
        ("--objective", "mclp", "--within", 3),
        ("--objective", "mclp", "--count", 3),
        ("--objective", "lscp"),
        ("--objective", "p-center", "--count", 4),
        ("--objective", "p-center", "--count", "1.5"),
        ("--objective", "p-center", "--count", "-1"),
    ],
)
def test_a_wrong_call_of_siting(netmap, words):
    status, found, said = netmap(*SITING, *words, **FILES)
    assert status == 2
    assert found["error"]["kind"] == "call"
    assert found["error"]["message"] in said


def test_siting_as_a_table(netmap):
    words = (
        "siting",
        "demand.csv",
        "sites.csv",
        "travel.csv",
        "--objective",
        "mclp",
        "--count",
        2,
        "--within",
        30,
    )
    status, out, _ = netmap(*words, **FILES)
    assert status == 0
    lines = out.splitlines()
    assert lines[:3] == [
        "People covered (mclp): 450.",
        "Proven: no other choice is better.",
        "Within 30: 450 of 457 people.",
    ]
    # who has it nearest · within 30 · only it within 30 · lost without it
    assert next(line.split() for line in lines if line.startswith("P ")) == ["P", "100", "400", "100", "100"]
    assert next(line.split() for line in lines if line.startswith("q   ")) == ["q", "350", "350", "50", "50"]
    assert "Next best with one site changed:" in lines


def test_san_francisco_from_the_shell():
    """Published answer of PySAL spopt's data (ANALYSIS.md), through the real program."""
    folder = fixture_path("siting", "san_francisco")
    files = [str(folder / f"{name}.csv") for name in ("demand", "sites", "travel")]
    done = run_netmap("siting", *files, "--objective", "mclp", "--count", "4", "--within", "5000", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["value"] == found["people_covered"] == 875247
    assert found["proven_optimal"] is True


COUNTS = "area,group,rest,all\n1,10,30,40\n2,30,30,60\n3,0,0,0\n"


def segregation(netmap, counts, *words):
    return netmap("segregation", "counts.csv", "--group", "group", *words, "--format", "json", counts=counts)


@pytest.mark.parametrize("against", [("--reference", "rest"), ("--total", "all")])
def test_segregation_to_the_letter(netmap, against):
    status, found, _ = segregation(netmap, COUNTS, *against)
    assert status == 0
    assert found == {
        "dissimilarity": pytest.approx(0.25),
        "isolation": pytest.approx(0.4375),
        "exposure": pytest.approx(0.5625),
        "areas": 3,
        "group": 40,
        "reference": 60,
    }


def test_undefined_indices_are_null(netmap):
    _, found, _ = segregation(netmap, "area,group,all\n1,0,5\n", "--total", "all")
    assert found == {
        "dissimilarity": None, "isolation": None, "exposure": None,
        "areas": 1, "group": 0, "reference": 5,
    }  # fmt: skip
    _, found, _ = segregation(netmap, "area,group,all\n1,5,5\n", "--total", "all")
    assert (found["dissimilarity"], found["isolation"], found["exposure"]) == (None, 1, 0)


def test_areas_left_out_are_told(netmap):
    status, found, said = segregation(netmap, COUNTS + "4,.,9,9\n", "--total", "all")
    assert (status, found["areas"]) == (0, 3)
    assert "1 areas are left out" in said


@pytest.mark.parametrize("total", ["Insgesamt,40,60,100\n", "Summe,.,60,100\n"])
def test_a_row_with_the_total_is_no_area(netmap, total):
    _, expected, _ = segregation(netmap, COUNTS, "--total", "all")
    status, found, said = segregation(netmap, COUNTS + total, "--total", "all")
    assert (status, found) == (0, expected)
    assert f"'{total.partition(',')[0]}' is a total of the other rows" in said
    assert said.count(total.partition(",")[0]) == 1


def test_each_of_several_totals_is_named_once(netmap):
    _, expected, _ = segregation(netmap, COUNTS, "--total", "all")
    totals = "Gesamt,40,60,100\nInsgesamt,.,60,100\n"
    status, found, said = segregation(netmap, COUNTS + totals + "9,.,3,4\n", "--total", "all")
    assert (status, found) == (0, expected)
    assert "1 areas are left out" in said
    assert [said.count(name) for name in ("'Gesamt'", "'Insgesamt'", "first: 9")] == [1, 1, 1]


@pytest.mark.parametrize("words", [(), ("--reference", "rest", "--total", "all"), ("--total", "nothing")])
def test_a_wrong_call_of_segregation(netmap, words):
    status, found, _ = segregation(netmap, COUNTS, *words)
    assert status == 2
    assert found["error"]["message"]


def test_segregation_from_standard_input(netmap, monkeypatch):
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(COUNTS.encode())))
    status, found, _ = netmap("segregation", "-", "--group", "group", "--total", "all", "--format", "json")
    assert (status, found["areas"]) == (0, 3)


def test_segregation_as_a_table_states_the_reference(netmap):
    words = ("segregation", "counts.csv", "--group", "group", "--total", "all")
    _, out, _ = netmap(*words, counts=COUNTS)
    assert "reference: all without group  60" in out


def test_german_comes_first(netmap, monkeypatch):
    monkeypatch.delenv("NETMAP_LANGUAGE")
    _, _, said = netmap(*SITING, "--objective", "lscp", "--within", 15, **FILES)
    assert "2 von 4 Gebieten (57 Menschen) haben keinen Standort innerhalb von 15." in said
