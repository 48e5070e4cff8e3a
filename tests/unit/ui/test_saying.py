"""Answers of a conference come in order, count once, and what cannot be read is left out."""

from __future__ import annotations

import pytest

from netmap.ui.canvas.protocol import Answer
from netmap.ui.canvas.saying import KEPT, Said, SaidInbox, read_said

A, B = "0" * 26, "1" * 26


def act(act_id: str, a: object = "x", b: object = "y", says_a: object = 1, says_b: object = None) -> dict[str, object]:
    return {"id": act_id, "a": a, "b": b, "says_a": says_a, "says_b": says_b}


def test_answers_keep_their_order_and_their_pair() -> None:
    acts, looks = read_said({"acts": [act(B, says_b=3), act(A, "p", "q")], "looks": {"a": "x", "b": "y"}})
    assert acts == (Said(B, "x", "y", 1, 3), Said(A, "p", "q", 1, None))
    assert looks == ("x", "y")


@pytest.mark.parametrize(
    "broken",
    [None, 7, act("short"), act(A, a=5), act(A, says_a="2"), act(A, says_b=True), act(A.replace("0", "u"))],
)
def test_what_cannot_be_read_is_left_out(broken: object) -> None:
    acts, looks = read_said({"acts": [broken, act(B)], "looks": {"a": 1, "b": "y"}})
    assert [said.id for said in acts] == [B]
    assert looks is None


@pytest.mark.parametrize("payload", [None, [], {"acts": {}}, {}])
def test_a_message_without_answers_is_none(payload: object) -> None:
    assert read_said(payload) == ((), None)


def test_an_answer_sent_again_counts_once() -> None:
    heard: list[str] = []
    looked: list[object] = []

    def hear(said: Said) -> Answer:
        heard.append(said.id)
        return Answer(said.id, ok=said.id != B, reason=None)

    inbox = SaidInbox()
    inbox.take({"acts": [act(A)]}, on_say=hear, on_look=looked.append)
    inbox.take({"acts": [act(A), act(B)], "looks": {"a": "x", "b": "y"}}, on_say=hear, on_look=looked.append)
    assert heard == [A, B]
    assert looked == [None, ("x", "y")]
    assert [answer.ok for answer in inbox.answers.values()] == [True, False]


def test_only_the_newest_answers_are_kept() -> None:
    inbox = SaidInbox()
    ids = [f"{n:026d}" for n in range(KEPT + 5)]
    inbox.take({"acts": [act(i) for i in ids]}, on_say=lambda s: Answer(s.id), on_look=lambda _: None)
    assert list(inbox.answers) == ids[-KEPT:]
