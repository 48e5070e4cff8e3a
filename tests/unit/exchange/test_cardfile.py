"""netmap's own card file: exact round trip, its schema, and 10,000 damaged variants of all kinds."""

from __future__ import annotations

import gc
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.ego import card_figures
from netmap.errors import FormatError
from netmap.exchange.cardfile import adopt, find_version, parse_card_file, read_card_file, write_card
from netmap.exchange.cardjson import card_schema
from netmap.exchange.cardvalues import FILE_CASE, MAX_BYTES, UNDATED, CardFile, CardVersion
from netmap.messages import speaking
from netmap.model.cases import EGO_TIES, FIELDS, QUESTIONS, SUPPORT_KINDS, Alter, Card, Tie, Words
from tests.support.places import ROOT, fixture_path
from tests.unit.exchange.damage import damaged

SCHEMA = ROOT / "graph_schema" / "card.schema.json"


def full_file() -> CardFile:
    """A file in which every column says something."""
    common = {"case": FILE_CASE, "card": "k1"}
    card = Card(
        id="k1",
        case=FILE_CASE,
        on=date(2026, 3, 1),
        label="Erstes Gespräch",
        client_note="Das bin ich.",
        source="conversation",
        made_by="account-1",
        ego={"name": "N. N.", "age": "40"},
    )
    mother = Alter(
        id="a1",
        entry="e1",
        label="Mutter",
        role="mother",
        role_text="Mama",
        field="social",
        angle=33.25,
        distance=12.5,
        ego_tie="strong",
        supports=("emotional:both", "practical:received"),
        burden=True,
        conflict=True,
        care="given",
        far_away=True,
        lost=True,
        age="70",
        gender="weiblich",
        note="ruft sonntags an",
        extra={"emoji": "🌻", "n": [1, 2.5]},
        **common,
    )
    office = Alter(
        id="a2",
        entry="e2",
        label="Beratung",
        human=False,
        field="infrastructural",
        partner_table="services",
        partner_id="s1",
        child=True,
        deceased=True,
        **common,
    )
    tie = Tie(a="a1", b="a2", state="none", conflict=True, **common)
    words = Words(question=QUESTIONS[1], text="Wieder arbeiten.", **common)
    later = CardVersion(card=Card(id="k2", case=FILE_CASE, on=UNDATED))
    version = CardVersion(card=card, alters=(mother, office), ties=(tie,), words=(words,))
    return CardFile(source_format="netmap", versions=(version, later))


def test_written_and_read_is_the_same_and_so_are_the_bytes() -> None:
    written = write_card(full_file())
    read = parse_card_file(written, name="karte.json")
    assert read == full_file()
    assert read.losses == ()
    assert write_card(read) == written


def test_every_column_of_an_entry_is_carried() -> None:
    document = json.loads(write_card(full_file()))
    written = {key for alter in document["versions"][0]["alters"] for key in alter}
    assert written == set(Alter.TABLE.names) - {"case", "card"}


texts = st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8))


@st.composite
def versions(draw: st.DrawFn) -> CardVersion:
    count = draw(st.integers(0, 4))
    day = draw(st.one_of(st.just(UNDATED), st.dates(min_value=date(1900, 1, 1))))
    alters = tuple(
        Alter(
            id=f"a{n}",
            case=FILE_CASE,
            card="k",
            entry=f"e{n}",
            label=draw(texts),
            note=draw(texts),
            field=draw(st.sampled_from(FIELDS)),
            human=draw(st.booleans()),
            angle=draw(st.one_of(st.none(), st.floats(-180, 360))),
            distance=draw(st.one_of(st.none(), st.floats(0, 1e6))),
            ego_tie=draw(st.sampled_from([None, *EGO_TIES])),
            supports=tuple(f"{kind}:both" for kind in draw(st.sets(st.sampled_from(SUPPORT_KINDS)))),
        )
        for n in range(count)
    )
    pairs = [(f"a{a}", f"a{b}") for a in range(count) for b in range(a)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return CardVersion(
        card=Card(id="k", case=FILE_CASE, on=day, label=draw(texts), client_note=draw(texts)),
        alters=alters,
        ties=tuple(Tie(case=FILE_CASE, card="k", a=a, b=b) for a, b in chosen),
    )


@given(versions())
def test_any_card_comes_back_the_same_and_fits_the_schema(version: CardVersion) -> None:
    file = CardFile(source_format="netmap", versions=(version,))
    written = write_card(file)
    assert parse_card_file(written, name="k") == file
    jsonschema.validate(json.loads(written), card_schema())


@pytest.mark.parametrize(
    "name",
    ["rosa_demo.json", "rosa_2020-12-16.json", "rosa_2021-08-19.json", "rosa_2021-12-01.json", "own_easynwk15.nwk"],
)
def test_easynwk_files_come_back_the_same_from_our_own_format(name: str) -> None:
    file = read_card_file(fixture_path("easynwk", name))
    again = parse_card_file(write_card(file), name="eigene.json")
    assert again.versions == file.versions
    assert [card_figures(v.alters, v.ties) for v in again.versions] == [
        card_figures(v.alters, v.ties) for v in file.versions
    ]


def test_the_published_schema_is_that_of_the_records() -> None:
    # after a change of the records: python -m tools.card_schema
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == card_schema()
    jsonschema.Draft202012Validator.check_schema(card_schema())
    jsonschema.validate(json.loads(write_card(full_file())), card_schema())


# --- what our own format refuses -------------------------------------------------------------------


def refused(change: Callable[[dict[str, Any]], object]) -> list[str]:
    document = json.loads(write_card(full_file()))
    change(document)
    with pytest.raises(FormatError) as caught, speaking("en"):
        parse_card_file(json.dumps(document).encode(), name="karte.json")
    return [fault.where.removeprefix("karte.json:") for fault in caught.value.faults]


def first(document: dict[str, Any]) -> dict[str, Any]:
    version: dict[str, Any] = document["versions"][0]
    return version


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda d: first(d)["alters"][0].update(angle=361), "$.versions[0].alters[0].angle"),
        (lambda d: first(d)["alters"][0].update(angle="1"), "$.versions[0].alters[0].angle"),
        (lambda d: first(d)["alters"][1].update(distance=10**400), "$.versions[0].alters[1].distance"),
        (lambda d: first(d)["alters"][0].update(supports=["social"]), "$.versions[0].alters[0].supports"),
        (lambda d: first(d)["alters"][0].update(field="beruflich"), "$.versions[0].alters[0].field"),
        (lambda d: first(d)["alters"][0].update(extra={"a": [[[[[[1]]]]]]}), "$.versions[0].alters[0].extra"),
        (lambda d: first(d)["alters"][0].update(human=1), "$.versions[0].alters[0].human"),
        (lambda d: first(d)["alters"][1].update(entry="e1"), "$.versions[0].alters[1].entry"),
        (lambda d: first(d)["alters"][0].pop("entry"), "$.versions[0].alters[0].entry"),
        (lambda d: first(d)["ties"][0].update(b="a9"), "$.versions[0].ties[0]"),
        (lambda d: first(d)["ties"][0].update(b="a1"), "$.versions[0].ties[0]"),
        (lambda d: first(d)["ties"].append({"a": "a2", "b": "a1"}), "$.versions[0].ties[1]"),
        (lambda d: first(d).update(date="1.3.2026"), "$.versions[0].date"),
        (lambda d: first(d).update(ego=[]), "$.versions[0].ego"),
        (lambda d: d["versions"][1].update(id="k1"), "$.versions[1].id"),
        (lambda d: d["versions"].append(None), "$.versions[2]"),
    ],
)
def test_faults_name_their_path(change: Callable[[dict[str, Any]], object], where: str) -> None:
    assert refused(change) == [where]


def test_an_own_file_of_a_newer_netmap_is_refused_and_says_so() -> None:
    with speaking("en"), pytest.raises(FormatError) as caught:
        parse_card_file(b'{"netmap_card": 2, "versions": []}', name="karte.json")
    with speaking("en"):
        assert [str(fault) for fault in caught.value.faults] == [
            "karte.json:$.netmap_card: of version 2; this netmap reads version 1"
        ]


def test_unknown_keys_are_reported() -> None:
    document = json.loads(write_card(full_file()))
    first(document)["alters"][0]["aura"] = "blau"
    file = parse_card_file(json.dumps(document).encode(), name="k")
    assert [loss.where for loss in file.losses] == ["k:$.versions[0].alters[0].aura"]


def test_no_fault_repeats_what_is_sealed() -> None:
    document = json.loads(write_card(full_file()))
    first(document)["alters"][0]["label"] = ["Geheim"]
    with pytest.raises(FormatError) as caught:
        parse_card_file(json.dumps(document).encode(), name="k")
    assert "Geheim" not in str([str(fault) for fault in caught.value.faults])


# --- into a case -----------------------------------------------------------------------------------


def test_adopting_gives_new_ids_and_keeps_who_is_who() -> None:
    file = read_card_file(fixture_path("easynwk", "rosa_demo.json"))
    two = replace(file, versions=(file.versions[0], file.versions[0]))
    records = adopt(two, case="fall-1", today=date(2026, 11, 20))
    cards = [r for r in records if isinstance(r, Card)]
    alters = [r for r in records if isinstance(r, Alter)]
    assert len({r.id for r in cards}) == 2
    assert len({a.id for a in alters}) == 20
    assert len({a.entry for a in alters}) == 10
    assert {getattr(r, "case", None) for r in records} == {"fall-1"}
    ids = {a.id for a in alters}
    assert all(t.a in ids and t.b in ids and t.a < t.b for t in records if isinstance(t, Tie))


def test_adopting_our_own_file_can_keep_its_ids() -> None:
    records = adopt(full_file(), case="fall-1", today=date(2026, 11, 20), keep_ids=True)
    cards = [r for r in records if isinstance(r, Card)]
    assert [(c.id, c.on) for c in cards] == [("k1", date(2026, 3, 1)), ("k2", date(2026, 11, 20))]
    assert [r.id for r in records if isinstance(r, Alter)] == ["a1", "a2"]
    assert [r.card for r in records if isinstance(r, Words)] == ["k1"]


def test_a_version_is_found_by_label_then_id_then_day() -> None:
    cards = [("1", "2", date(2026, 1, 1)), ("2", None, date(2026, 2, 2)), ("3", "2", UNDATED)]
    found = tuple(CardVersion(card=Card(id=i, case=FILE_CASE, label=label, on=on)) for i, label, on in cards)
    assert [v.id for v in find_version(found, "2")] == ["1", "3"]
    assert [v.id for v in find_version(found, "1")] == ["1"]
    assert [v.id for v in find_version(found, "2026-02-02")] == ["2"]
    assert find_version(found, "nie") == ()


# --- damaged files ---------------------------------------------------------------------------------


def test_what_is_too_large_or_too_deep_is_refused() -> None:
    for data in (
        b" " * (MAX_BYTES + 1),
        b"[" * 5_000_000,
        b'{"a":' * 1_000_000,
        b'{"alteri": [' + b'{"x":' * 2_000 + b"1" + b"}" * 2_000 + b"]}",
        b'{"alteri": [{"id": ' + b"9" * 1_000_000 + b"}]}",
        b'{"alteri": [{"id": 1, "distance": 1e999}]}',
        b'{"alteri": [{"id": 1, "x": -1e999}]}',
        b'{"alteri": [{"id": 1, "name": "\\ud800"}]}',
        b'{"versions": [' + b"{}," * 1_000_000 + b"{}]}",
        b'{"netmap_card": 1, "versions": [' + b"{}," * 1_000_000 + b"{}]}",
    ):
        with pytest.raises(FormatError):
            parse_card_file(data, name="k")


@contextmanager
def within_a_second() -> Iterator[None]:
    """Hold what runs inside to a second of this thread's own work.

    What the test process holds besides (objects of thousands of tests to walk through when memory is tidied, other
    threads) is none of it.
    """
    gc.freeze()
    start = time.thread_time()
    try:
        yield
    finally:
        spent = time.thread_time() - start
        gc.unfreeze()
        assert spent <= 1.0


@pytest.mark.parametrize(
    "piece", [b"[", b'{"a":', b"9", b" ", b"\x00", b"\xff", b"N;1;A;w;S;x\n", b'{"id": 1, "x": 1e5},'], ids=repr
)
@pytest.mark.parametrize("head", [b"", b'{"versions": [', b'{"alteri": [', b'{"netmap_card": 1, "versions": ['])
def test_fifty_megabytes_of_anything_are_refused_within_a_second(tmp_path: Path, head: bytes, piece: bytes) -> None:
    large = tmp_path / "large.json"
    large.write_bytes(head + piece * (50_000_000 // len(piece)))
    with within_a_second(), pytest.raises(FormatError) as caught:
        read_card_file(large)
    assert "large.json" in str(caught.value)
    assert caught.value.faults


@pytest.mark.parametrize("piece", [b"[", b'{"a":', b"9", b"\xff", b"N;1;A;w;S;x\n", b'{"id": 1, "x": 1e5},'], ids=repr)
@pytest.mark.parametrize("head", [b"", b'{"versions": [', b'{"alteri": [', b'{"netmap_card": 1, "versions": ['])
def test_what_is_just_small_enough_is_refused_within_a_second(head: bytes, piece: bytes) -> None:
    outcome = read_or_refused(head + piece * ((MAX_BYTES - len(head)) // len(piece)))
    assert isinstance(outcome, FormatError)
    assert outcome.faults


def sources() -> list[bytes]:
    # the six shapes of easyNWK: who is there, how each is tied to the client, and who knows whom
    places = [{"id": n, "name": f"P{n}", "angle": 40.5 * n - 90, "distance": 20.5 * n} for n in range(4)]
    weighed = [person | {"edgeWeight": n % 3} for n, person in enumerate(places)]
    people = [person | {"human": True, "edgeType": n % 3} for n, person in enumerate(places)]
    told = [
        person | {"human": True, "edgeType": str(n % 3), "edgeTypeByUser": n % 3 - 1} for n, person in enumerate(places)
    ]
    ends = [{"id1": 0, "id2": 1}, {"id1": 1, "id2": 2}, {"id1": 0, "id2": 2}]
    single = {"ego": {"name": "Ä"}, "alteri": people, "connections": ends}
    oldest = {"ego": None, "alteri": weighed[:2], "relations": ends[:1]}
    older = {"ego": None, "alteri": weighed, "connections": ends}
    newer = {"ego": {"name": "Ä"}, "alteri": told, "connections": ends}
    several = {"versions": [{"id": 1, "title": "A", "date": "2024-02-26", "nwk": single}], "currentVersion": 1}
    lines = (
        "E;Eva;41;\r\nF;1;3.2.2012\r\nN;1;Ann;w;Schw;ja\r\nN;2;+Bob;m;Va;\r\nP;1;1;.5;.4;2\r\nP;1;2;.5;.3;1\r\nL;1;1;2"
    )
    documents = (oldest, older, single, newer, several)
    return [
        *(json.dumps(document, ensure_ascii=False).encode() for document in documents),
        b"\xef\xbb\xbf" + json.dumps(several).encode(),
        lines.encode(),
        write_card(full_file()),
    ]


#: variants in all; set it higher for a longer hunt
VARIANTS = int(os.environ.get("NETMAP_DAMAGED_FILES", "10000"))


def read_or_refused(data: bytes) -> CardFile | FormatError:
    """Read or refuse, either within a second."""
    try:
        with within_a_second():
            return parse_card_file(data, name="k")
    except FormatError as error:
        return error


@pytest.mark.parametrize("part", range(4))
def test_damaged_files_are_refused_with_a_reason_or_read_right(part: int) -> None:
    chance, originals = random.Random(part), sources()
    outcomes = [read_or_refused(damaged(chance.choice(originals), chance)) for _ in range(VARIANTS // 4)]
    files = [outcome for outcome in outcomes if isinstance(outcome, CardFile)]
    errors = [outcome for outcome in outcomes if isinstance(outcome, FormatError)]
    assert min(len(files), len(errors)) > VARIANTS // 20
    for error in errors:
        assert str(error).startswith("k ")
        assert error.faults
        assert all(str(fault).startswith("k:") for fault in error.faults)
    for file in files:
        assert file.versions
        for loss in file.losses:
            str(loss).encode("utf-8")
        for version in file.versions:
            card_figures(version.alters, version.ties)
            for record in (version.card, *version.alters, *version.ties, *version.words):
                assert record.TABLE.check(record.to_row()) == []
        assert parse_card_file(write_card(file), name="k").versions == file.versions
