"""What comes from the card's surface is taken apart, doubted, and answered once."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.errors import InputError
from netmap.messages import speaking
from netmap.model.cases import Alter, Card, Tie
from netmap.model.ids import new_id
from netmap.ui.canvas.carddata import card_data, roles_data
from netmap.ui.canvas.inbox import Inbox
from netmap.ui.canvas.protocol import (
    EDITABLE,
    AddEntry,
    Answer,
    Batch,
    DeleteEntry,
    MoveEntry,
    Redo,
    SetEntry,
    SetTie,
    Undo,
    moved_on,
    parse_edits,
)
from netmap.ui.canvas.strings import CARD, card_strings
from tests.support.places import ROOT

E1, E2, A, B = (letter * 26 for letter in "1234")
PLACE = {"angle": 45, "distance": 20.5}
FRONTEND = ROOT / "netmap" / "ui" / "canvas" / "frontend"


def batch(*edits: Any) -> dict[str, Any]:
    return {"seq": 3, "card": "card-1", "edits": list(edits)}


def faults(payload: Any) -> dict[str, str]:
    with speaking("en"), pytest.raises(InputError) as caught:
        parse_edits(payload)
    return {fault.where: str(fault.message) for fault in caught.value.faults}


def test_every_kind_of_edit_is_read():
    values = {"role": "mother", "human": True, "field": "social", **PLACE}
    read = parse_edits(
        batch(
            {"id": E1, "op": "add", "alter": A, "values": values},
            {"id": E2, "op": "move", "alter": A, "values": {"angle": 1, "distance": 2}, "before": PLACE},
            {
                "id": A,
                "op": "set",
                "alter": B,
                "values": {"supports": ["practical:both"]},
                "before": {"supports": []},
            },
            {"id": B, "op": "delete", "alter": A, "before": {"burden": False}},
            {
                "id": "5" * 26,
                "op": "tie",
                "a": A,
                "b": B,
                "values": {"state": "known", "conflict": True},
                "before": {"state": None, "conflict": False},
            },
            {"id": "6" * 26, "op": "undo"},
            {"id": "7" * 26, "op": "redo"},
        )
    )
    assert read == Batch(
        3,
        "card-1",
        (
            AddEntry(E1, A, {**values, "angle": 45.0}),
            MoveEntry(E2, A, {"angle": 1.0, "distance": 2.0}, {"angle": 45.0, "distance": 20.5}),
            SetEntry(A, B, {"supports": ["practical:both"]}, {"supports": []}),
            DeleteEntry(B, A, {"burden": False}),
            SetTie("5" * 26, A, B, "known", conflict=True, before_state=None, before_conflict=False),
            Undo("6" * 26),
            Redo("7" * 26),
        ),
    )


def test_all_faults_are_named_and_nothing_typed_is_repeated():
    found = faults(
        batch(
            {"id": "short", "op": "undo"},
            {"id": E1, "op": "add", "alter": A, "values": {"human": True, "child": "secret words"}},
            {"id": E2, "op": "move", "alter": A, "values": {"label": "x"}, "before": {"angle": 1}},
            {"id": A, "op": "fly"},
            "nothing",
            {"id": B, "op": "set", "alter": A, "values": {"case": "other"}, "before": {"case": "this"}},
        )
    )
    assert set(found) == {
        "edits[0].id",
        "edits[1].values",
        "edits[1].values.child",
        "edits[2]",
        "edits[2].values",
        "edits[2].before",
        "edits[3].op",
        "edits[4]",
        "edits[5]",
        "edits[5].values.case",
        "edits[5].before.case",
    }
    assert "secret" not in json.dumps(found)


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"angle": 400, "distance": 5}, "angle"),
        ({"angle": 4, "distance": -1}, "distance"),
        ({"angle": 4, "distance": float("nan")}, "distance"),
        ({"angle": True, "distance": 5}, "angle"),
        ({"field": "elsewhere"}, "field"),
        ({"ego_tie": "rope"}, "ego_tie"),
        ({"supports": ["practical"]}, "supports"),
        ({"supports": [{}]}, "supports"),
        ({"supports": "practical:both"}, "supports"),
        ({"human": None}, "human"),
        ({"label": "x" * 201}, "label"),
        ({"label": 7}, "label"),
    ],
)
def test_values_that_the_table_refuses_are_refused(values, where):
    before = {"angle": 1, "distance": 1} if "angle" in values else dict.fromkeys(values)
    payload = batch({"id": E1, "op": "set", "alter": A, "values": values, "before": before})
    assert f"edits[0].values.{where}" in faults(payload)


@pytest.mark.parametrize("half", [{"angle": 3}, {"distance": 3}, {"angle": None, "distance": 3}])
def test_half_a_place_is_none(half):
    payload = batch({"id": E1, "op": "move", "alter": A, "values": half, "before": half})
    assert "edits[0].values" in faults(payload)


@pytest.mark.parametrize(
    ("a", "b", "values"),
    [
        (B, A, {"state": "known"}),
        (A, A, {"state": "known"}),
        (A, B, {"state": "maybe"}),
        (A, B, {}),
        (A, B, {"state": "none", "conflict": True}),
        (A, B, {"state": "known", "conflict": "yes"}),
    ],
)
def test_impossible_ties_are_refused(a, b, values):
    assert faults(batch({"id": E1, "op": "tie", "a": a, "b": b, "values": values, "before": {"state": None}}))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
_EDIT = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "move", "set", "delete", "tie", "undo"])},
    optional={
        "id": st.just(E1) | _JSON,
        "alter": st.just(A) | _JSON,
        "a": st.just(A) | _JSON,
        "b": st.just(B) | _JSON,
        "values": st.dictionaries(st.sampled_from(EDITABLE), _JSON, max_size=4) | _JSON,
        "before": st.dictionaries(st.sampled_from(EDITABLE), _JSON, max_size=4) | _JSON,
    },
)


@given(_JSON | st.fixed_dictionaries({"seq": st.just(1), "card": st.just("c"), "edits": st.lists(_EDIT)}))
def test_whatever_a_browser_sends_is_read_or_refused(payload):
    try:
        edits = parse_edits(payload).edits
    except InputError:
        edits = ()
    for edit in edits:
        for row in (getattr(edit, "values", {}), getattr(edit, "before", {})):
            # what was read can be stored: the table's own check finds nothing in these columns
            assert all(Alter.TABLE.column(name).fault(value) is None for name, value in row.items())


def test_who_changed_what_meanwhile():
    now = {"angle": 1.0, "distance": 80.0, "supports": ["b", "a"], "burden": True}
    assert moved_on({"angle": 1.0, "distance": 20.0}, {"angle": 2.0, "distance": 50.0}, now) == ("distance",)
    assert moved_on({"supports": ["a", "b"], "burden": True}, {}, now) == ()
    assert moved_on({"burden": False}, {"burden": True}, now) == ()  # both wanted the same


def test_an_edit_that_comes_again_is_answered_and_not_done_again():
    done: list[str] = []

    def on_edit(given: Batch) -> list[Answer]:
        done.extend(edit.id for edit in given.edits)
        return [Answer(edit.id, ok=edit.id != E2, reason="no" if edit.id == E2 else None) for edit in given.edits]

    inbox = Inbox()
    inbox.take(batch({"id": E1, "op": "undo"}), on_edit)
    inbox.take(batch({"id": E1, "op": "undo"}, {"id": E2, "op": "redo"}), on_edit)
    assert done == [E1, E2]
    assert [answer.to_data() for answer in inbox.answers.values()] == [
        {"id": E1, "ok": True, "reason": None},
        {"id": E2, "ok": False, "reason": "no"},
    ]


def test_an_unreadable_edit_is_refused_by_its_id_and_does_not_come_for_ever():
    inbox = Inbox()
    inbox.take(batch({"id": E1, "op": "fly"}), lambda _given: pytest.fail("nothing to do"))
    assert [(answer.id, answer.ok) for answer in inbox.answers.values()] == [(E1, False)]
    inbox.take("rubbish", lambda _given: pytest.fail("nothing to do"))


def alter(key: str, **values: Any) -> Alter:
    return Alter(id=key, case="case-1", card="card-1", entry=key, **values)


ALTERS = [
    alter(
        "a1",
        label="Elif Yıldız",
        role="neighbour",
        role_text="Nachbarin aus dem 3. Stock",
        note="krank",
        age="41",
    ),
    alter("a2", label="Jonas Kern", angle=100.0, distance=30.0),
]


def test_in_pseudonym_mode_no_sealed_value_leaves():
    card = Card(id="card-1", case="case-1", on=date(2026, 11, 20), label="nach der Trennung")
    given = card_data(card, ALTERS, [Tie(case="case-1", card="card-1", a="a1", b="a2")], rev=4, pseudonyms=True)
    told = json.dumps(given, ensure_ascii=False)
    for sealed in ("Elif", "Yıldız", "Stock", "krank", "41", "Jonas", "Kern", "Trennung", "case-1"):
        assert sealed not in told
    assert [entry["name"] for entry in given["alters"]][1] == "J. K."


def test_outside_pseudonym_mode_the_card_shows_names_but_no_notes():
    card = Card(id="card-1", case="case-1", on=date(2026, 11, 20))
    given = card_data(card, ALTERS, [], rev=4)
    assert [entry["label"] for entry in given["alters"]] == ["Elif Yıldız", "Jonas Kern"]
    assert "krank" not in json.dumps(given)
    assert given["rev"] == 4


def test_roles_say_where_they_belong():
    with speaking("de"):
        roles = {role["code"]: role for role in roles_data()}
    assert roles["mother"] == {
        **{"code": "mother", "label": "Mutter", "sector": "family", "field": "social"},
        **{"human": True, "child": False, "words": ["Mama"]},
    }
    assert {role["field"] for role in roles.values()} == {"social", "infrastructural"}


def test_every_sentence_the_surface_asks_for_is_given():
    """The keys written out in the card's sources; those put together there are given by the vocabulary."""
    given = card_strings()
    sources = "".join(path.read_text(encoding="utf-8") for path in (FRONTEND / "src" / "card").glob("*.ts"))
    import re

    asked = set(re.findall(r"""\bsay\(\s*"(\w+)\"""", sources)) | set(re.findall(r"""tell\("(\w+)\"""", sources))
    assert len(asked) > 40
    assert asked - set(given) == set()
    unused = [
        key
        for key in CARD
        if key not in sources and not re.match(r"(unsaved|field|view|zoom|tie|tip|acquainted|flag|legend)_", key)
    ]
    assert unused == []


def test_ids_of_the_browser_have_the_form_of_the_servers():
    script = FRONTEND / "src" / "shared" / "ids.ts"
    alphabet = script.read_text(encoding="utf-8").split('ALPHABET = "')[1].split('"')[0]
    assert set(new_id()) <= set(alphabet)
    assert len(alphabet) == 32
    parse_edits(batch({"id": new_id(), "op": "undo"}))


def test_the_build_is_committed():
    listed = subprocess.run(
        ["git", "ls-files", "netmap/ui/canvas/frontend/build"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in ("card", "map", "network", "shell"):
        assert f"build/{name}.js" in listed
        assert f"build/{name}.css" in listed
