"""Invented cards for tests of the drawing: seeded, with long German words and every kind of mark."""

from __future__ import annotations

import random
from datetime import date

from netmap.model.cases import SUPPORT_KINDS, Alter, Card, Tie

NAMES = (
    "Mutter",
    "Tochter (6)",
    "Nachbarin Elif",
    "Schuldnerberatungsstelle",
    "Hausärztin",
    "Kita Regenbogen",
    "Schwiegermutter",
    "Großtante Josefine",
    "Arbeiterwohlfahrt",
    "Sozialpsychiatrischer Dienst",
    "Familienzentrum Lindenhof",
    "Babysitter-Börse im Bürgerhaus",
    "Kindertagesstätte",
    "Berufsbildungszentrum",
    "Freiwillige Feuerwehr",
    "Migrationsfachdienst",
    "Wohnungslosenhilfe",
    "Rentenversicherungsträger",
    "Ausländerbehörde",
    "Klassenlehrerin",
    "Cousine Aylin",
    "Onkel Mehmet",
    "Frau Dr. Weiß",
    "Kleingartenverein",
    "Selbsthilfegruppe Depression",
    "Jonas",
    "Chor",
)
Sample = tuple[Card, list[Alter], list[Tie]]


def sample_card(count: int, *, seed: int = 1) -> Sample:
    """Give a card of so many placed entries."""
    chance = random.Random(seed)
    card = Card(id="c", case="k", on=date(2026, 11, 20), label="Erstgespräch")
    alters = [_alter(n, chance) for n in range(count)]
    pairs = {tuple(sorted(chance.sample(range(count), 2))) for _ in range(count)} if count > 1 else set()
    ties = [
        Tie(
            case="k",
            card="c",
            a=alters[a].id,
            b=alters[b].id,
            state=chance.choice(["known"] * 4 + ["none"]),
        )
        for a, b in sorted(pairs)
    ]
    return card, alters, ties


def _alter(number: int, chance: random.Random) -> Alter:
    again = number // len(NAMES)
    return Alter(
        id=f"a{number:03}",
        case="k",
        card="c",
        entry=f"e{number}",
        label=NAMES[number % len(NAMES)] + (f" {again + 1}" if again else ""),
        human=chance.random() < 0.6,
        field=chance.choice(["social", "social", "infrastructural"]),
        angle=chance.uniform(-179, 180),
        distance=chance.uniform(8, 100),
        ego_tie=chance.choice(["strong", "loose", "loose", "none", None]),
        burden=chance.random() < 0.15,
        conflict=chance.random() < 0.1,
        child=chance.random() < 0.1,
        far_away=chance.random() < 0.1,
        lost=chance.random() < 0.08,
        deceased=chance.random() < 0.06,
        care=chance.choice([None] * 8 + ["given", "received"]),
        supports=tuple(
            f"{kind}:{chance.choice(['given', 'received', 'both'])}" for kind in SUPPORT_KINDS if chance.random() < 0.2
        ),
    )


#: stands in every sealed text of the sealed card, and nowhere else
SECRET = "Zwetschgendatschi"


def sealed_card() -> Sample:
    """Give a card on which every sealed text holds a word that must not come out in pseudonym mode."""
    card = Card(
        id="c",
        case="k",
        on=date(2026, 11, 20),
        label=f"{SECRET}-Gespräch",
        client_note=f"will {SECRET}",
        ego={"name": f"Rosa {SECRET}"},
    )

    def alter(key: str, **values: object) -> Alter:
        return Alter(
            id=key,
            case="k",
            card="c",
            entry=key,
            note=f"{SECRET} sagt",
            age=f"{SECRET} 45",
            gender=f"{SECRET}",
            role_text=f"{SECRET}-Rolle",
            extra={"more": SECRET},
            **{"label": f"{SECRET} {key}", **values},  # type: ignore[arg-type]
        )

    alters = [
        alter("m", role="mother", angle=30, distance=20, ego_tie="strong", supports=("practical:received",)),
        alter("n1", role="neighbour", angle=120, distance=40, supports=("emotional:both",)),
        alter("n2", role="neighbour", angle=140, distance=60),
        alter("x", angle=200, distance=50, label=f"Anna {SECRET}"),
        alter("s", human=False, field="infrastructural", angle=300, distance=50),
        alter("p", human=False, field="personal"),
        alter("w", human=False, field="infrastructural"),
    ]
    ties = [Tie(case="k", card="c", a="m", b="n1"), Tie(case="k", card="c", a="n1", b="x", conflict=True)]
    return card, alters, ties
