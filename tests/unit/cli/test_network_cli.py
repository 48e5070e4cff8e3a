"""``netmap network …`` and ``netmap agreements`` on a district of eight rows, with answers worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.app import run_netmap

TABLES = {
    "areas": """id,name,kind,parent
K,Kreis,kreis,
N,Nord,gemeinde,K
S,Süd,gemeinde,K
""",
    "organisations": """id,name,kind,until
Ä,Ärztehaus,association,
B,Beratung,association,
a,Amt,jobcenter,
e,Ende,association,2026-06-15
""",
    "services": """id,organisation,name,needs,service_type,areas,until
s1,B,Schulden,debt,debt_counselling,N,
s2,Ä,Praxis,illness,Praxis,K,
s3,e,Auslauf,debt,Auslauf,S,
k1,B,Krippe,child_care,Krippe,S,2026-06-14
""",
    "reports": """from,to,level,on,scale
a,B,3,2026-06-15,
a,B,1,2026-06-14,
B,a,1,2026-06-01,
B,a,4,2026-06-16,
a,Ä,0,2020-01-01,
e,a,2,2026-01-01,
Ä,B,4,2026-01-01,partner
""",
    "relations": """from,to,kind,service
a,B,refers,
B,Ä,refers,
a,B,steers,s1
""",
    "agreements": """id,kind,parties,services,since,until,point_1,point_2,coordinator,deputy
v1,Satzung,a; B; Ä,s1,2026-06-15,2026-06-15,yes,no,Frau Öz,
v2,Satzung,e:commissioner; B:deliverer,,2026-06-16,,no,no,Herr U,Frau V
""",
    "chains": """chain,position,service_type,name
w,10,Schuldnerberatung,Weg
w,20,Praxis,Weg
w,30,fehlt,Weg
w,40,Auslauf,Weg
""",
}
LAST_DAY, DAY_AFTER = "2026-06-15", "2026-06-16"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = tmp_path_factory.mktemp("district")
    for name, rows in TABLES.items():
        (files / f"{name}.csv").write_text(rows, encoding="utf-8")
    store: Path = tmp_path_factory.mktemp("store")
    made = run_netmap("import", "district", str(files), "--data", str(store))
    assert made.returncode == 0, made.stderr
    return store


def asked(data: Path, *words: str, day: str = LAST_DAY) -> Any:
    answer = run_netmap(*words, "--as-of", day, "--data", str(data), "--format", "json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_a_report_counts_from_its_day_and_an_organisation_to_its_last(data: Path):
    contradicted = {
        "a": "B", "b": "a", "state": "contradicted", "level": 1, "views": [1, 3], "newest": "2026-06-15",
    }  # fmt: skip
    ended = {"a": "a", "b": "e", "state": "one-sided", "level": 2, "views": [None, 2], "newest": "2026-01-01"}
    zero = {"a": "a", "b": "Ä", "state": "one-sided", "level": 0, "views": [0, None], "newest": "2020-01-01"}
    today = asked(data, "network", "report")
    assert today["pairs"] == [contradicted, ended, zero]
    assert (today["pairs_unknown"], today["figures"]["actors"], today["figures"]["ties"]) == (3, 4, 2)
    tomorrow = asked(data, "network", "report", day=DAY_AFTER)
    assert tomorrow["pairs"] == [{**contradicted, "level": 3, "views": [4, 3], "newest": DAY_AFTER}, zero]
    assert (tomorrow["pairs_unknown"], tomorrow["figures"]["actors"]) == (1, 3)


def test_scales_are_kept_apart_and_an_area_keeps_those_who_serve_it(data: Path):
    other = asked(data, "network", "report", "--scale", "partner")
    assert [(p["a"], p["b"], p["views"]) for p in other["pairs"]] == [("B", "Ä", [None, 4])]
    # Nord: B serves it, Ä the Kreis above it; Süd: Ä and e, as B's service there has ended; nobody serves for a
    assert [t["actor"] for t in asked(data, "network", "report", "--area", "N")["figures"]["table"]] == ["B", "Ä"]
    assert [t["actor"] for t in asked(data, "network", "report", "--area", "S")["figures"]["table"]] == ["e", "Ä"]


def test_a_step_nobody_offers_breaks_the_chain_once(data: Path):
    (chain,) = asked(data, "network", "chains")["chains"]
    assert (chain["chain"], chain["name"], [s["services"] for s in chain["steps"]]) == (
        "w", "Weg", [["s1"], ["s2"], [], ["s3"]],
    )  # fmt: skip
    # B refers to Ä; nothing is said of the joint behind the empty step
    assert chain["breaks"] == [{"after": 20, "reason": "no_provider"}]
    (later,) = asked(data, "network", "chains", day=DAY_AFTER)["chains"]
    assert later["breaks"] == [{"after": 20, "reason": "no_provider"}, {"after": 30, "reason": "no_provider"}]


def test_an_agreement_holds_on_its_only_day(data: Path):
    by_id = {s["service"]: s for s in asked(data, "agreements")["services"]}
    assert list(by_id) == ["s1", "s2", "s3"]
    s1 = by_id["s1"]
    assert (s1["commissioner"], s1["steerer"], s1["deliverer"]) == (["Ä"], ["a"], ["B"])
    assert (s1["missing_corners"], s1["missing_sides"], s1["agreements"]) == ([], [], ["v1"])
    assert (s1["coordinator"], s1["deputy"], s1["missing_points"]) == ("Frau Öz", None, ["2"])
    later = {s["service"]: s for s in asked(data, "agreements", day=DAY_AFTER)["services"]}["s1"]
    # v2 has no services: all of its deliverer's; its commissioner has ended; steering joins a and B
    assert (later["commissioner"], later["agreements"]) == ([], ["v2"])
    assert later["missing_sides"] == ["commissioner-steerer", "commissioner-deliverer"]
    assert (later["coordinator"], later["deputy"], later["missing_points"]) == ("Herr U", "Frau V", ["1", "2"])


def test_without_the_mediator_a_way_a_chain_and_an_agreement_are_lost(data: Path):
    lost = asked(data, "network", "what-if", "--without", "B")
    assert (lost["without"], lost["chains_broken"], lost["agreements"]) == (["B"], ["w"], ["v1"])
    assert lost["referral_lost"] == ["s2"], "a led to Ä by way of B"
    # ties B–a and a–e of four, then a–e of three: 1 - 6/12, 1 - 2/6
    assert lost["fragmentation"] == [0.5, pytest.approx(2 / 3)]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (
            ["network", "report", "--as-of", "", "--scale", "ladder", "--area", "n"],
            ["--as-of", "--scale", "--area"],
        ),
        (
            ["network", "what-if", "--without", "b", "--without", "B", "--without", "c", "--without-service", "s9"],
            ["--without", "--without", "--without-service"],
        ),
        (["agreements", "--scale", "ladder", "--as-of", "soon"], ["--as-of", "--scale"]),
    ],
)
def test_everything_wrong_in_a_call_is_said_at_once(data: Path, words: list[str], places: list[str]):
    answer = run_netmap(*words, "--data", str(data), "--format", "json")
    assert answer.returncode == 2
    error = json.loads(answer.stdout)["error"]
    assert error["kind"] == "call"
    assert [fault["where"] for fault in error["faults"]] == places
    if "c" in words:
        assert "Ähnlich sind: B." in error["faults"][0]["message"], "ids are told apart by case, and found without"


def test_a_folder_without_a_district_is_told_apart_from_a_district_without_ties(data: Path, tmp_path: Path):
    assert run_netmap("init", "--data", str(tmp_path)).returncode == 0
    nothing = run_netmap("network", "report", "--data", str(tmp_path), "--format", "json")
    assert nothing.returncode == 0
    assert json.loads(nothing.stdout)["pairs"] == []
    assert str(tmp_path) in nothing.stderr
    assert not run_netmap("network", "report", "--data", str(data)).stderr


def test_two_types_in_one_position_are_steps_and_what_one_says_of_itself_is_no_pair(tmp_path: Path):
    files = tmp_path / "district"
    files.mkdir()
    tables = {
        "areas": "id,name,kind\nK,Kreis,kreis\n",
        "organisations": "id,name,kind\na,A,association\nb,B,association\nc,C,association\n",
        "services": "id,organisation,name,needs,service_type\ns,a,S,debt,x\nt,b,T,debt,y\nu,c,U,debt,z\n",
        "chains": "chain,position,service_type\nk,2,z\nk,2,y\nk,1,x\n",
        "reports": "from,to,level,on\na,a,4,2026-01-01\na,b,2,2026-01-01\nc,b,0,2026-01-01\n",
    }
    for name, rows in tables.items():
        (files / f"{name}.csv").write_text(rows, encoding="utf-8")
    store = tmp_path / "store"
    assert run_netmap("import", "district", str(files), "--data", str(store)).returncode == 0
    (chain,) = asked(store, "network", "chains")["chains"]
    assert [(s["position"], s["service_type"]) for s in chain["steps"]] == [(1, "x"), (2, "y"), (2, "z")]
    assert chain["breaks"] == [{"after": 2, "reason": "no_tie"}]
    report = asked(store, "network", "report")
    assert [(p["a"], p["b"]) for p in report["pairs"]] == [("a", "b"), ("b", "c")]
    assert (report["pairs_unknown"], report["figures"]["ties"]) == (1, 1)
