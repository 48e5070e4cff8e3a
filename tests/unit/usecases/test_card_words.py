"""Figures and changes in words: right, plain, and only with the names they are given."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from netmap.analysis.ego import card_figures, compare_cards
from netmap.messages import speaking
from netmap.model.cases import Alter, Tie
from netmap.usecases.card_rows import figure_rows
from netmap.usecases.card_sayings import Saying, decimal, listed
from netmap.usecases.card_words import comparison_sentences, figure_sentences
from tests.support.cards import alter, cards, ties


def said(sayings: tuple[Saying, ...], key: str, *, language: str = "de") -> list[str]:
    with speaking(language):
        return [str(saying.sentence) for saying in sayings if saying.key == key]


def test_a_small_card_in_german() -> None:
    people = [
        alter("a", label="Anna", angle=10, distance=10, supports=("emotional:received",), conflict=True),
        alter("b", label="Bert", angle=100, distance=50, burden=True),
        alter("c", label="Cem", angle=20, distance=90, ego_tie="none"),
        alter("d", label="Hund", human=False),
        alter("e", label="Emil", angle=-20, distance=99),
    ]
    told = figure_sentences(people, ties(("a", "b"), ("a", "c"), ("b", "c")))
    assert said(told, "size") == ["3 Menschen gehören zu Ihrem Netz."]
    assert said(told, "sectors") == [
        "Familie: 1 · Freunde und Nachbarn: 1 · Arbeit, Vereine und Schule: 0 · Fachleute und Stellen: 1."
    ]
    assert said(told, "no_ego_tie") == ["Cem: auf der Karte, aber zurzeit ohne Verbindung zu Ihnen."]
    assert said(told, "not_human") == ["Hund: auf der Karte, aber bei den Menschen nicht mitgezählt."]
    assert said(told, "horizons") == ["Nah bei Ihnen: 1, in der Mitte: 1, weiter weg: 1."]
    assert said(told, "closeness_mean") == ["Im Mittel stehen sie auf Ring 5,0 von 9."]
    assert said(told, "density") == ["Untereinander kennen sich 3 von 6 möglichen Paaren."]
    assert said(told, "isolated") == ["Kennt sonst niemanden auf der Karte: Emil."]
    assert said(told, "cliques") == ["Alle kennen einander: Anna, Bert und Cem."]
    assert said(told, "components") == ["Ohne Sie wären es 2 Teile, die nichts miteinander verbindet."]
    assert said(told, "support_emotional_received") == ["Sie bekommen Zuhören und Beistand von: Anna."]
    assert said(told, "burden") == ["Auch eine Last für Sie: Bert."]
    assert said(told, "conflict") == ["Konflikt gibt es mit: Anna."]
    assert next(s for s in told if s.key == "isolated").alters == ("e",)
    assert next(s for s in told if s.key == "size").alters == ("a", "b", "e")


def test_every_figure_can_show_whom_it_counts() -> None:
    people = [
        alter("a", label="Anna", angle=10, distance=10),
        alter("b", label="Bert", angle=100, distance=50),
        alter("c", label="Cem", angle=20, distance=90, ego_tie="none"),
    ]
    told = {saying.key: saying.alters for saying in figure_sentences(people, ties(("a", "b")))}
    assert [key for key, alters in told.items() if not alters] == []
    # the closeness is that of those tied to the client; who knows whom is asked of everybody
    assert told["closeness_mean"] == told["components"] == ("a", "b")
    assert told["density"] == told["degree_mean"] == ("a", "b", "c")


def test_an_empty_card_says_so() -> None:
    told = figure_sentences([], [])
    assert [saying.key for saying in told] == ["size"]
    assert said(told, "size") == ["Noch ist auf der Karte niemand mit Ihnen verbunden."]


def test_changes_in_german() -> None:
    before = [
        alter("1", entry="n", label="die Nachbarin", distance=90),
        alter("2", entry="k", label="Kai", angle=10),
        alter("3", entry="l", label="Lea", ego_tie="strong", supports=("social:both",)),
        alter("4", entry="m", label="Mia"),
    ]
    after = [
        alter("11", entry="n", label="die Nachbarin", distance=20),
        alter("12", entry="k", label="Kai", angle=100, distance=70),
        alter("13", entry="l", label="Lea", ego_tie="none", supports=("social:received", "financial:given")),
        alter("15", entry="o", label="Olga"),
        alter("16", entry="p", label="Paul"),
    ]
    found = compare_cards(before, ties(("1", "2")), later_alters=after, later_ties=ties(("15", "11")))
    told = comparison_sentences(found, earlier=before, later=after)
    with speaking("de"):
        assert [str(saying.sentence) for saying in told] == [
            "2 sind dazugekommen: Olga und Paul.",
            "Nicht mehr auf der Karte: Mia.",
            "Kai steht jetzt im Bereich „Freunde und Nachbarn“ und ist weiter weg.",
            "die Nachbarin ist näher gerückt.",
            "Olga und die Nachbarin kennen einander jetzt.",
            "Die Verbindung zwischen Kai und die Nachbarin gibt es nicht mehr.",
            "Lea bekommt von Ihnen Gesellschaft nicht mehr.",
            "Lea bekommt von Ihnen jetzt Geld.",
            "Zu Lea gibt es zurzeit keine Verbindung.",
        ]
    assert told[0].alters == ("15", "16")
    assert told[1].alters == ("4",)


def test_nothing_changed_is_said_too() -> None:
    people = [alter("a")]
    told = comparison_sentences(
        compare_cards(people, [], later_alters=people, later_ties=[]), earlier=people, later=people
    )
    assert said(told, "nothing", language="en") == ["Nothing has changed on the card."]


@given(cards(most=8))
def test_only_the_names_that_are_given_are_said(card: tuple[list[Alter], list[Tie]]) -> None:
    alters, known = card
    for person in alters:
        object.__setattr__(person, "label", "GEHEIM")
    told = figure_sentences(alters, known, name_of=lambda person: f"Person {person.id}")
    ids = {person.id for person in alters}
    for language in ("de", "en"):
        with speaking(language):
            for saying in told:
                sentence = str(saying.sentence)
                assert "GEHEIM" not in sentence
                assert not re.search(r"[{}]|\bnan\b|\bNone\b", sentence)
                assert str(saying.definition)
                assert set(saying.alters) <= ids


@pytest.mark.parametrize(("number", "shown"), [(4.5714, "4,6"), (0.0, "0,0"), (12.04, "12,0")])
def test_numbers_have_a_german_comma(number: float, shown: str) -> None:
    with speaking("de"):
        assert str(decimal(number)) == shown


def test_names_are_joined_as_in_a_sentence() -> None:
    with speaking("de"):
        assert [str(listed(names)) for names in (["A"], ["A", "B"], ["A", "B", "C", "D"])] == [
            "A",
            "A und B",
            "A, B, C und D",
        ]


def test_two_cards_side_by_side_count_as_the_sentences_do() -> None:
    place = {"distance": 40, "ego_tie": "loose"}
    people = [
        alter("a", angle=10, **place),
        alter("b", angle=100, **place),
        alter("c", angle=200, **place),
        alter("d", angle=300, human=False, **place),
    ]
    rows = figure_rows(card_figures([], []), card_figures(people, ties(("a", "b"))))
    with speaking("de"):
        seen = {str(row.name): (row.earlier, row.later) for row in rows}
    # the place is on the card and not among the people; a and b, of two quarters, know each other, c knows nobody
    assert seen["Menschen in Ihrem Netz"] == (0, 3)
    assert seen["Verbindungen untereinander"] == (0, 1)
    assert seen["Kennen sonst niemanden auf der Karte"] == (0, 1)
    assert seen["Verbinden verschiedene Bereiche Ihres Lebens"] == (0, 2)
    assert seen["Anteil der Paare, die sich kennen"][1] == pytest.approx(1 / 3)
