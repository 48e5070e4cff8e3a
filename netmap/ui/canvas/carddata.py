"""A card as its surface gets it; in pseudonym mode nothing sealed goes out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from netmap.exchange.drawing.view import PartnerName, names_of
from netmap.model.cases import Alter, Card, Tie
from netmap.model.catalogues import Vocabulary, load_vocabulary

#: columns of an entry that the surface shows; the sealed ones only outside pseudonym mode
_OPEN: Final = (
    "id", "role", "human", "field", "angle", "distance", "ego_tie", "supports", "burden", "conflict", "care",
    "child", "far_away", "lost", "deceased", "partner_table", "partner_id",
)  # fmt: skip
_SEALED: Final = ("label", "role_text")
#: what the browser takes for granted of an entry (``BLANK`` in ``picture.ts``); only what differs goes out
BLANK: Final = {
    **dict.fromkeys((*_OPEN, *_SEALED, "name")),
    **dict.fromkeys(("burden", "conflict", "child", "far_away", "lost", "deceased"), False),
    **{"human": True, "field": "social", "supports": []},
}


def card_data(
    card: Card,
    alters: Sequence[Alter],
    ties: Sequence[Tie],
    *,
    rev: int,
    pseudonyms: bool = False,
    partner_name: PartnerName | None = None,
) -> dict[str, Any]:
    """Make the ``card`` of the surface's data.

    Parameters
    ----------
    rev
        The revision of the case: it grows with every change, whoever made it.
    pseudonyms
        Roles and initials instead of names, as on paper; no sealed value is in the result.
    partner_name
        Gives the public name of what an entry is linked to (table, id), for entries without a label.
    """
    names = names_of(alters, pseudonyms=pseudonyms, partner_name=partner_name)
    return {
        "id": card.id,
        "rev": rev,
        "alters": [_entry(alter, names[alter.id], pseudonyms=pseudonyms) for alter in alters],
        "ties": [{"a": tie.a, "b": tie.b, "state": tie.state, "conflict": tie.conflict} for tie in ties],
    }


def _entry(alter: Alter, name: str, *, pseudonyms: bool) -> dict[str, Any]:
    row = alter.to_row()
    # the browser names labels and roles itself, so that a new name shows before it is saved
    told = pseudonyms or (alter.partner_id is not None and not alter.label and not alter.role_text)
    shown = {column: row[column] for column in _OPEN}
    for column in _SEALED:
        shown[column] = None if pseudonyms else row[column]
    shown["name"] = name if told else None
    return {column: value for column, value in shown.items() if value != BLANK[column]}


def roles_data(vocabulary: Vocabulary | None = None) -> list[dict[str, Any]]:
    """Make the ``roles`` of the surface's data from the catalogue, in its order and the present language."""
    roles = (vocabulary or load_vocabulary())["alter_roles"]
    return [
        {
            "code": role.code,
            "label": role.label,
            "sector": role.text("sector"),
            "field": "social" if role.flag("human") else "infrastructural",
            "human": role.flag("human"),
            "child": role.flag("child"),
            "words": list(role.synonyms),
        }
        for role in roles
    ]
